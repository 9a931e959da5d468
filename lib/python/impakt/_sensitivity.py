"""How much of an answer's variance comes from which input: Sobol' and Morris indices.

Inputs are a dict of names and how each is distributed:

    {"CL0": (2, 4),                          evenly between the two
     "V":   ("log_uniform", 3, 12),          evenly in the logarithm
     "F":   ("normal", 0.7, 0.05),           mean and standard deviation
     "ka":  ("log_normal", 0.02, 0.4)}       typical value, and standard deviation of the logarithm

Inputs are independent of one another."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
import os

import numpy as np

from ._errors import IntegrationError
from ._patient import normal_z

DISTRIBUTIONS = ("uniform", "log_uniform", "normal", "log_normal")


class Sobol(NamedTuple):
    """Parts of the variance of each answer: what an input explains alone (first), and with all
    that it takes part in (total).  Arrays are [input], or [input, answer]."""

    names: tuple
    first: np.ndarray
    total: np.ndarray
    first_error: np.ndarray  # standard errors, from the repeats
    total_error: np.ndarray
    runs: int


class Morris(NamedTuple):
    """Elementary effects: the change of the answer per width of an input's distribution.  Arrays
    are [input], or [input, answer]."""

    names: tuple
    mean: np.ndarray
    mean_size: np.ndarray  # of their absolute values, mu*
    sd: np.ndarray  # 0 where the answer is linear and nothing interacts
    runs: int


# ---- inputs ----------------------------------------------------------------------------------------


def _quantile(name, how):
    """The function that takes parts of 1 to values of an input."""
    kind, a, b = how if len(how) == 3 else ("uniform", *how)
    if kind not in DISTRIBUTIONS:
        raise ValueError(f"{name}: no distribution '{kind}'; there are {', '.join(DISTRIBUTIONS)}")
    if not (np.isfinite(a) and np.isfinite(b)):
        raise ValueError(f"{name}: the numbers of its distribution are {a} and {b}")
    if kind.endswith("uniform") and not a < b:
        raise ValueError(f"{name}: from {a} to {b}; expected the lower one first")
    if kind.startswith("log") and not a > 0:
        raise ValueError(f"{name}: {a} has no logarithm")
    if kind.endswith("normal") and not b > 0:
        raise ValueError(f"{name}: its standard deviation is {b}")
    z = np.vectorize(normal_z, otypes=[float])
    return {"uniform": lambda u: a + (b - a) * u,
            "log_uniform": lambda u: a * (b / a) ** u,
            "normal": lambda u: a + b * z(u),
            "log_normal": lambda u: a * np.exp(b * z(u))}[kind]


def _scaled(inputs, u):
    quantiles = [_quantile(name, how) for name, how in inputs.items()]
    return np.column_stack([quantile(u[:, i]) for i, quantile in enumerate(quantiles)])


def _answers(function, inputs, u):
    """function of so many rows; [row, answer], and whether there is one answer only."""
    x = _scaled(inputs, u)
    y = np.asarray(function(x), dtype=float)
    if y.shape[:1] != (len(x),) or y.ndim > 2:
        raise ValueError(f"the function gave an array of shape {y.shape} for {len(x)} rows; "
                         f"expected ({len(x)},) or ({len(x)}, answers)")
    single, y = y.ndim == 1, y.reshape(len(x), -1)
    bad = np.flatnonzero(~np.isfinite(y).all(axis=1))
    if len(bad):
        where = ", ".join(f"{name} = {value:g}" for name, value in zip(inputs, x[bad[0]]))
        raise ValueError(f"{len(bad)} of {len(x)} answers are not finite, the first at {where}; "
                         "narrow the inputs, or choose an answer that every patient has")
    return y, single


def _check(inputs, **counts):
    if not inputs:
        raise ValueError("there are no inputs")
    for what, (value, least) in counts.items():
        if value != int(value) or value < least:
            raise ValueError(f"{what} is {value}; expected a whole number from {least}")


# ---- Sobol' ----------------------------------------------------------------------------------------


def _primes(n):
    found = []
    candidate = 2
    while len(found) < n:
        if all(candidate % p for p in found):
            found.append(candidate)
        candidate += 1
    return found


def _even_points(n, d, random):
    """Halton's points with permuted digits: more even than random ones, and without bias."""
    u = np.zeros((n, d))
    for column, base in zip(u.T, _primes(d)):
        rest, size = np.arange(n), 1.0
        while size > 1e-9:
            size /= base
            column += random.permutation(base)[rest % base] * size
            rest = rest // base
        column += random.random(n) * size
    return np.clip(u, 1e-12, 1 - 1e-12)  # the ends may lie at infinity


def _parts(y, n, d):
    """Both parts, [input, answer], of one repeat's rows: a block A, a block B, and for each input A
    with that column of B."""
    a, b, mixed = y[:n], y[n:2 * n], y[2 * n:].reshape(d, n, -1)
    mean, variance = y[:2 * n].mean(axis=0), y[:2 * n].var(axis=0)
    with np.errstate(invalid="ignore"):  # an answer that never changes: NaN
        first = ((b - mean) * (mixed - a)).mean(axis=1) / variance
        total = ((a - mixed) ** 2).mean(axis=1) / (2 * variance)
    return first, total


def sobol(function, inputs, n=256, repeats=8, seed=1):
    """Sobol' indices of a function of rows of inputs: function(x[row, input]) gives y[row] or
    y[row, answer].  It is called for repeats * n * (inputs + 2) rows.  `response` makes such a
    function from a simulation.

    The estimators are those of Saltelli and others (2010) for the first part and of Jansen (1999) for
    the total, on points that fill the space evenly; their standard errors are seen from repeats with
    other points.  An index near 0 may come out negative, within its error."""
    _check(inputs, n=(n, 2), repeats=(repeats, 2))
    d, random = len(inputs), np.random.default_rng(seed)
    blocks = []
    for _ in range(repeats):
        u = _even_points(n, 2 * d, random)
        a, b = u[:, :d], u[:, d:]
        blocks += [a, b]
        for i in range(d):
            mixed = a.copy()
            mixed[:, i] = b[:, i]
            blocks.append(mixed)
    y, single = _answers(function, inputs, np.vstack(blocks))
    parts = np.array([_parts(rows, n, d) for rows in np.split(y, repeats)])
    mean, error = parts.mean(axis=0), parts.std(axis=0, ddof=1) / np.sqrt(repeats)
    if single:
        mean, error = mean[..., 0], error[..., 0]
    return Sobol(tuple(inputs), mean[0], mean[1], error[0], error[1], len(y))


# ---- Morris ----------------------------------------------------------------------------------------


def morris(function, inputs, trajectories=20, levels=4, seed=1):
    """Elementary effects after Morris (1991), with the mean size of Campolongo and others (2007).
    function as for `sobol`; it is called for trajectories * (inputs + 1) rows.

    Levels are the middles of equally probable parts of each input, so that distributions without
    bounds have them too; a step goes over half of them, and effects are per whole width."""
    _check(inputs, trajectories=(trajectories, 2), levels=(levels, 2))
    if levels % 2:
        raise ValueError(f"levels is {levels}; expected an even number")
    d, random = len(inputs), np.random.default_rng(seed)
    order = np.array([random.permutation(d) for _ in range(trajectories)])
    level = random.integers(levels, size=(trajectories, d))
    u = np.empty((trajectories, d + 1, d))
    u[:, 0] = (level + 0.5) / levels
    each = np.arange(trajectories)
    for step in range(d):
        u[:, step + 1] = u[:, step]
        moved = order[:, step]
        here = u[each, step, moved]
        u[each, step + 1, moved] = here + np.where(here < 0.5, 0.5, -0.5)
    y, single = _answers(function, inputs, u.reshape(-1, d))
    y = y.reshape(trajectories, d + 1, -1)
    effects = np.empty((trajectories, d, y.shape[2]))
    for step in range(d):
        moved = order[:, step]
        by = u[each, step + 1, moved] - u[each, step, moved]
        effects[each, moved] = (y[:, step + 1] - y[:, step]) / by[:, None]
    found = [effects.mean(axis=0), np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1)]
    if single:
        found = [array[:, 0] for array in found]
    return Morris(tuple(inputs), *found, y.shape[0] * y.shape[1])


# ---- the function of a simulation --------------------------------------------------------------------


def response(simulation, parameters, times, answer, threads=None):
    """The function x[row, parameter] -> y that `sobol` and `morris` take: the simulation is run
    with each row's parameters, and answer(result) says what of the Result is meant, one number or
    several: lambda r: r["C"][-1], or lambda r: r.measured.

    A run that cannot be integrated answers NaN, which is then refused with its parameters.  Other
    mistakes, such as a parameter out of range, are raised as they are."""
    parameters = tuple(parameters)

    def run_rows(rows):
        sim = simulation.copy()
        found = []
        for row in rows:
            for name, value in zip(parameters, row):
                sim.parameters[name] = value
            try:
                found.append(np.atleast_1d(np.asarray(answer(sim.run(times)), dtype=float)))
            except IntegrationError:
                found.append(None)
        return found

    def function(x):
        workers = min(threads or os.cpu_count() or 1, len(x))
        with ThreadPoolExecutor(workers) as pool:
            found = sum(pool.map(run_rows, np.array_split(np.asarray(x, dtype=float), workers)), [])
        length = max((len(y) for y in found if y is not None), default=1)
        y = np.array([np.full(length, np.nan) if y is None else y for y in found])
        return y[:, 0] if length == 1 else y

    return function
