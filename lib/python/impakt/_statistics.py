"""Bands, visual predictive checks, and tables of exposure and response."""

from typing import NamedTuple

import numpy as np

from ._patient import normal_z


class Bands(NamedTuple):
    """Quantiles over patients.  Arrays are [quantile, ...], without low and high for one
    replicate."""

    quantiles: tuple
    centre: np.ndarray
    low: np.ndarray  # where they lie between replicates
    high: np.ndarray


class VisualPredictiveCheck(NamedTuple):
    """By bin of time; arrays of quantiles are [quantile, bin], NaN in a bin without observations."""

    quantiles: tuple
    edges: np.ndarray  # h, one more than bins
    time: np.ndarray  # the median time of a bin's observations
    count: np.ndarray  # observations
    observed: np.ndarray
    centre: np.ndarray  # the median of the simulated quantiles
    low: np.ndarray  # and their interval
    high: np.ndarray

    @property
    def outside(self):
        """Where an observed quantile lies outside its simulated interval."""
        return (self.observed < self.low) | (self.observed > self.high)


class ExposureGroup(NamedTuple):
    """The patients between two quantiles of exposure."""

    low: float  # of the exposure
    high: float
    count: int
    exposure: float  # its median
    response: float  # its mean; of 0 and 1 the part with 1
    lower: float  # confidence interval of that
    upper: float


def _inside(number, what):
    if not 0 < number < 1:
        raise ValueError(f"{what} is {number}; expected a number between 0 and 1")


def _levels(quantiles, confidence):
    _inside(confidence, "the confidence")
    quantiles = tuple(np.atleast_1d(quantiles).tolist())
    for p in quantiles:
        _inside(p, "a quantile")
    return quantiles, ((1 - confidence) / 2, (1 + confidence) / 2)


# ---- prediction bands --------------------------------------------------------------------------------


def prediction_bands(values, quantiles=(0.05, 0.5, 0.95), replicates=1, confidence=0.9):
    """Quantiles over the patients of values[patient, ...], such as Population.run gives; patients
    without a value (NaN) are left out.

    With replicates the patients are so many groups of the same size, one after another, such as
    Population.replicate makes with other typical values: the quantiles of each, their median as
    the centre, and the interval in which so many of them lie."""
    quantiles, ends = _levels(quantiles, confidence)
    values = np.asarray(values, dtype=float)
    if replicates < 1 or not len(values) or len(values) % replicates:
        raise ValueError(f"{len(values)} patients are not {replicates} groups of the same size")
    groups = values.reshape(replicates, -1, *values.shape[1:])
    found = np.nanquantile(groups, quantiles, axis=1)  # [quantile, replicate, ...]
    low, centre, high = np.nanquantile(found, [ends[0], 0.5, ends[1]], axis=1)
    return Bands(quantiles, centre, low, high)


# ---- visual predictive check ---------------------------------------------------------------------------


def _bin_edges(times, bins):
    """Edges of bins with about as many observations each; equal times stay together."""
    if np.ndim(bins):
        edges = np.asarray(bins, dtype=float)
        if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
            raise ValueError("the edges of bins are at least two, and increase")
        if times.min() < edges[0] or times.max() > edges[-1]:
            raise ValueError(f"observations from {times.min():g} to {times.max():g} h lie outside "
                             f"the bins from {edges[0]:g} to {edges[-1]:g} h")
        return edges
    if bins != int(bins) or bins < 1:
        raise ValueError(f"bins is {bins}; expected a whole number from 1, or the edges")
    different, count = np.unique(times, return_counts=True)
    middle = np.cumsum(count) - count / 2  # of each time's observations
    group = np.minimum((middle * bins / len(times)).astype(int), int(bins) - 1)
    split = np.flatnonzero(np.diff(group))
    between = (different[split] + different[split + 1]) / 2
    return np.concatenate([different[:1], between, different[-1:]])


def visual_predictive_check(times, observed, simulated, bins=10, quantiles=(0.05, 0.5, 0.95),
                            confidence=0.9, predicted=None):
    """Whether observations are such as the model would give: times[i] and observed[i] of all
    patients together, and simulated[replicate, i], the same observations simulated again and
    again with residual error (a hundred times or more, for the interval's sake).

    bins: how many, with about as many observations each and equal times together, or their edges;
    an observation on an edge belongs to the later bin.  With predicted[i], the typical patient's
    value for each observation, all are corrected for it by the bin's median (Bergstrand and others
    2011), for doses that differ."""
    quantiles, ends = _levels(quantiles, confidence)
    times, observed = np.asarray(times, dtype=float), np.asarray(observed, dtype=float)
    simulated = np.asarray(simulated, dtype=float)
    n = len(times)
    if observed.shape != (n,) or simulated.ndim != 2 or simulated.shape[1] != n or n == 0:
        raise ValueError(f"{n} times, observations of shape {observed.shape} and simulations of "
                         f"shape {simulated.shape}; expected ({n},) and (replicates, {n})")
    if not (np.isfinite(times).all() and np.isfinite(observed).all()):
        raise ValueError("a time or an observation is not finite; leave it out")
    if np.isnan(simulated).any():
        raise ValueError("a simulated observation is NaN: a patient has failed")
    edges = _bin_edges(times, bins)
    index = np.clip(np.searchsorted(edges, times, side="right") - 1, 0, len(edges) - 2)
    bins = len(edges) - 1
    if predicted is not None:
        predicted = np.asarray(predicted, dtype=float)
        if predicted.shape != (n,) or not (predicted > 0).all():
            raise ValueError("predictions are one for each observation, above 0")
        middle = np.array([np.median(predicted[index == k]) if (index == k).any() else np.nan
                           for k in range(bins)])
        factor = middle[index] / predicted
        observed, simulated = observed * factor, simulated * factor
    seen, low, centre, high = np.full((4, len(quantiles), bins), np.nan)
    middle = np.full(bins, np.nan)
    for k in np.unique(index):  # an empty bin stays NaN
        here = index == k
        middle[k] = np.median(times[here])
        seen[:, k] = np.quantile(observed[here], quantiles)
        found = np.quantile(simulated[:, here], quantiles, axis=1)
        low[:, k], centre[:, k], high[:, k] = np.quantile(found, [ends[0], 0.5, ends[1]], axis=1)
    return VisualPredictiveCheck(quantiles, edges, middle, np.bincount(index, minlength=bins), seen,
                                 centre, low, high)


# ---- exposure and response -----------------------------------------------------------------------------


def _interval(response, z):
    """Mean and its interval: Wilson's for 0 and 1, else by the standard error."""
    n, mean = len(response), response.mean()
    if np.isin(response, (0, 1)).all():
        centre = (mean + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return mean, centre - half, centre + half
    half = z * response.std(ddof=1) / np.sqrt(n) if n > 1 else np.nan
    return mean, mean - half, mean + half


def exposure_response(exposure, response, groups=4, confidence=0.95):
    """Patients by quantiles of exposure, and how each group responds: a list of ExposureGroup.

    exposure[i] and response[i] are one patient's: a measure, or a value at a time.  A response of 0
    and 1 (or False and True) is counted, with Wilson's interval of a part; any other is averaged.
    Equal exposures stay together, so that there may be fewer groups; patients without either
    number (NaN) are left out."""
    _inside(confidence, "the confidence")
    exposure, response = np.asarray(exposure, dtype=float), np.asarray(response, dtype=float)
    if exposure.ndim != 1 or exposure.shape != response.shape:
        raise ValueError(f"exposures of shape {exposure.shape} and responses of shape "
                         f"{response.shape}; expected one of each for every patient")
    if groups != int(groups) or groups < 1:
        raise ValueError(f"groups is {groups}; expected a whole number from 1")
    both = np.isfinite(exposure) & np.isfinite(response)
    exposure, response = exposure[both], response[both]
    if not len(exposure):
        raise ValueError("no patient has both an exposure and a response")
    edges = np.quantile(exposure, np.arange(1, groups) / groups)
    index = np.searchsorted(edges, exposure, side="left")
    z = normal_z((1 + confidence) / 2)
    table = []
    for k in np.unique(index):
        x, y = exposure[index == k], response[index == k]
        table.append(ExposureGroup(x.min(), x.max(), len(x), float(np.median(x)),
                                   *map(float, _interval(y, z))))
    return table
