"""Parameters that describe observations best."""

import ctypes
import math

import numpy as np

from ._errors import error as failure
from ._library import CONSTANTS
from ._models import Model, model as find_model
from ._objects import Handle, Object, created, doubles, ints, lib, text, vector
from ._simulation import known
from ._system import System

FIT_OPTIONS = ("least_squares", "max_iterations", "tolerance", "hessian")
SCALES = ("linear", "log", "logit")
ERRORS = ("additive", "proportional", "log_normal")
PRIORS = ("normal", "log_normal")
INTERVALS = ("wald", "profile")


class FitResult:
    """What a fit or a plan gave.  Belongs to Python alone: it outlives the fit.

    names            of the unknowns; result["ke"] is the estimate of one
    estimates        in the unknowns' own units
    standard_errors  NaN where something is not identifiable or on a bound
    covariance, correlation, condition
    objective        -2 log likelihood or the sum of squares; None for a plan
    predicted, residuals  in the order of the observations
    remark           what to keep in mind, "" if nothing
    """

    def __init__(self, **values):
        self.__dict__.update(values)

    def index(self, name):
        try:
            return self.names.index(name)
        except ValueError:
            raise KeyError(f"no unknown '{name}' among {', '.join(self.names)}") from None

    def __getitem__(self, name):
        return float(self.estimates[self.index(name)])

    def standard_error(self, name):
        return float(self.standard_errors[self.index(name)])

    def __repr__(self):
        rows = (f"{name} {value:.6g} +- {error:.2g}" for name, value, error in
                zip(self.names, self.estimates, self.standard_errors))
        return f"<FitResult: {', '.join(rows)}>"


class Fit(Object):
    """A search for the parameters of a model, given by name, as it is, or as the System that makes
    it.  Options: least_squares, max_iterations, tolerance, hessian."""

    def __init__(self, model, **options):
        if isinstance(model, System):
            model = model.model()
        elif not isinstance(model, Model):
            model = find_model(model)
        pointer = created(lib.impakt_fit_new, model.pointer)
        super().__init__(Handle(pointer, lib.impakt_fit_free, model), lib.impakt_fit_message)
        self.model = model
        self.set_options(**options)

    def set_options(self, **options):
        for name, value in options.items():
            number = CONSTANTS["FIT_" + known(name, FIT_OPTIONS, "option").upper()]
            self._call(lib.impakt_fit_set_option, number, value)

    # ---- what is known

    def add(self, simulation):
        """A copy of a simulation becomes a subject.  Returns its number."""
        number = ctypes.c_int()
        with simulation._lock:
            self._call(lib.impakt_fit_add, simulation._pointer(), ctypes.byref(number))
        return number.value

    def observe(self, subject, quantity, times, values=None, below=None, weights=None):
        """Observations of a state or output of a subject.  Without values they are planned.
        below: which of the values are limits that the measurement was below."""
        times = vector(np.atleast_1d(times), "the times")
        columns = [None if c is None else vector(np.broadcast_to(c, times.shape), "a column")
                   for c in (values, weights)]
        if below is not None:
            below = np.ascontiguousarray(np.broadcast_to(below, times.shape), dtype=np.intc)
        self._call(lib.impakt_fit_observe, subject, text(quantity, "a quantity"), doubles(times),
                   None if values is None else doubles(columns[0]),
                   None if below is None else ints(below),
                   None if weights is None else doubles(columns[1]), len(times))

    def error(self, quantity, *, additive=None, proportional=None, log_normal=None, estimated=True):
        """The residual error of a quantity: sizes where the search begins, or, with estimated
        False, as they are known.  Additive and proportional together are the combined error."""
        sizes = dict(additive=additive, proportional=proportional, log_normal=log_normal)
        if all(size is None for size in sizes.values()):
            raise ValueError("an error needs a size: additive, proportional or log_normal")
        for kind, size in sizes.items():
            if size is not None:
                self._call(lib.impakt_fit_error, text(quantity, "a quantity"),
                           CONSTANTS["ERROR_" + kind.upper()], size, bool(estimated))

    def estimate(self, parameter, start=None, low=None, high=None, *, scale="log", own=False):
        """A parameter is searched for; without a start from where the simulations have it, without
        bounds within the model's range.  own: each subject has its own value."""
        numbers = [math.nan if x is None else x for x in (start, low, high)]
        self._call(lib.impakt_fit_estimate, text(parameter, "the name of a parameter"), *numbers,
                   CONSTANTS["SCALE_" + known(scale, SCALES, "scale").upper()], bool(own))

    def prior(self, parameter, center, deviation, distribution="log_normal"):
        """What is known of a parameter beforehand: median and deviation of the logarithm, or mean
        and deviation ("normal")."""
        self._call(lib.impakt_fit_prior, text(parameter, "the name of a parameter"),
                   CONSTANTS[known(distribution, PRIORS, "distribution").upper()],
                   center, deviation)

    @property
    def unknowns(self):
        """Names of what is searched for."""
        with self._lock:
            count = self._ask(lib.impakt_fit_unknowns)
            return tuple(self._ask(lib.impakt_fit_unknown_name, k).decode() for k in range(count))

    # ---- searching

    def run(self):
        """Searches from the start.  Warns with a Remark about what is not identifiable or has ended
        on a bound; raises a ConvergenceError if there is no optimum (result() has the best)."""
        with self._lock:
            self._call(lib.impakt_fit_run)
            return self.result(self._ask(lib.impakt_fit_message).decode())

    def plan(self):
        """What a design promises at the start values; it needs no observed values."""
        with self._lock:
            self._call(lib.impakt_fit_plan)
            return self.result(self._ask(lib.impakt_fit_message).decode())

    def _get(self, function, *shape):
        array = np.empty(shape)
        status = self._ask(function, doubles(array), array.size)
        if status < 0:
            raise failure(status)
        return array

    def _number(self, function):
        value = ctypes.c_double()
        status = self._ask(function, ctypes.byref(value))
        return value.value if status >= 0 else None

    def result(self, remark=""):
        """What the last run or plan has found."""
        with self._lock:
            names = self.unknowns
            n, observations = len(names), self._ask(lib.impakt_fit_observations)
            predicted, residuals = np.empty(observations), np.empty(observations)
            status = self._ask(lib.impakt_fit_predictions, doubles(predicted), doubles(residuals),
                               observations)
            if status < 0:
                raise failure(status)
            return FitResult(
                names=names, estimates=self._get(lib.impakt_fit_estimates, n),
                standard_errors=self._get(lib.impakt_fit_standard_errors, n),
                covariance=self._get(lib.impakt_fit_covariance, n, n),
                correlation=self._get(lib.impakt_fit_correlation, n, n),
                condition=self._number(lib.impakt_fit_condition),
                objective=self._number(lib.impakt_fit_objective),
                predicted=predicted, residuals=residuals, remark=remark)

    def _index(self, unknown):
        if not isinstance(unknown, str):
            return unknown
        names = self.unknowns
        if unknown not in names:
            raise KeyError(f"no unknown '{unknown}' among {', '.join(names)}")
        return names.index(unknown)

    def interval(self, unknown, level=0.95, kind="wald"):
        """Both ends, from the standard error ("wald") or where the objective, least in all other
        unknowns, has risen enough ("profile")."""
        low, high = ctypes.c_double(), ctypes.c_double()
        with self._lock:
            self._call(lib.impakt_fit_interval, self._index(unknown),
                       CONSTANTS[known(kind, INTERVALS, "interval").upper()], level,
                       ctypes.byref(low), ctypes.byref(high))
        return low.value, high.value

    def profile(self, unknown, value):
        """The least objective with one unknown held at a value."""
        objective = ctypes.c_double()
        with self._lock:
            self._call(lib.impakt_fit_profile, self._index(unknown), value,
                       ctypes.byref(objective))
        return objective.value

    # ---- the objective alone

    @staticmethod
    def _values(values):
        if values is None:
            return None, 0
        values = vector(values, "the values")
        return values, len(values)

    def evaluate(self, values=None):
        """The objective and its gradient, at values of all unknowns or at the start."""
        values, n = self._values(values)
        objective = ctypes.c_double()
        with self._lock:
            gradient = np.empty(self._ask(lib.impakt_fit_unknowns))
            self._call(lib.impakt_fit_evaluate, None if values is None else doubles(values), n,
                       ctypes.byref(objective), doubles(gradient), len(gradient))
        return objective.value, gradient

    def information(self, values=None):
        """The expected Fisher information."""
        values, n = self._values(values)
        with self._lock:
            size = self._ask(lib.impakt_fit_unknowns)
            matrix = np.empty((size, size))
            self._call(lib.impakt_fit_information, None if values is None else doubles(values), n,
                       doubles(matrix), matrix.size)
        return matrix
