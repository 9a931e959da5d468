"""Many patients on one schedule, and what is kept of them."""

import ctypes
from concurrent.futures import ThreadPoolExecutor
import os

import numpy as np

from ._errors import IntegrationError, RangeError
from ._library import CONSTANTS
from ._objects import Handle, Object, created, doubles, ints, lib, target, text, vector
from ._simulation import Simulation, known, option_numbers

DISTRIBUTIONS = ("normal", "log_normal", "uniform", "logit_normal")
WHAT = ("count", "absent", "mean", "sd", "least", "most", "quantile")


def distribution_number(name):
    return CONSTANTS[known(name, DISTRIBUTIONS, "distribution").upper()]


class Failure(tuple):
    """A patient that could not be run: its number, the status, and why."""

    patient = property(lambda self: self[0])
    status = property(lambda self: self[1])
    why = property(lambda self: self[2])


class Summary(Object):
    """Count, mean, spread, extremes and quantiles of each column at each time, and of each
    measure.  Sums are exact: any split into threads, shards and runs gives the same bits."""

    def __init__(self, pointer, shape, names):
        super().__init__(Handle(pointer, lib.impakt_summary_free), lib.impakt_summary_message)
        self._shape, self.names = shape, names

    def _values(self, what, p):
        value = ctypes.c_double()
        out = np.empty(self._shape)
        number = CONSTANTS["SUMMARY_" + known(what, WHAT, "summary").upper()]
        with self._lock:
            for at in np.ndindex(*self._shape):
                self._call(lib.impakt_summary_value, number, *at, p, ctypes.byref(value))
                out[at] = value.value
        return out

    def __getattr__(self, what):  # summary.mean, summary.sd ...
        if what in WHAT and what != "quantile":
            return self._values(what, 0)
        raise AttributeError(what)

    def quantile(self, p):
        """[time, column]; good to the width of a bin, 1.6 to 3.1 % of the value."""
        return self._values("quantile", p)

    def measured(self, measure, what="quantile", p=0.5):
        """Of a measure, by its number."""
        value = ctypes.c_double()
        number = CONSTANTS["SUMMARY_" + known(what, WHAT, "summary").upper()]
        self._call(lib.impakt_summary_measured, number, measure, p, ctypes.byref(value))
        return value.value

    @property
    def patients(self):
        return self._ask(lib.impakt_summary_patients)

    @property
    def seed(self):
        return self._ask(lib.impakt_summary_seed)

    @property
    def failed(self):
        return self._ask(lib.impakt_summary_failed)

    def failures(self):
        """The hundred of the lowest numbers."""
        found = []
        patient, status = ctypes.c_uint64(), ctypes.c_int()
        why = ctypes.c_char_p()
        with self._lock:
            while lib.impakt_summary_failure(self._pointer(), len(found), ctypes.byref(patient),
                                             ctypes.byref(status), ctypes.byref(why)) >= 0:
                found.append(Failure((patient.value, status.value, why.value.decode())))
        return found

    def merge(self, other):
        """Adds the patients of another summary of the same scenario and seed."""
        self._call(lib.impakt_summary_merge, other._pointer())

    def save(self):
        """As bytes, the same on every machine."""
        needed = ctypes.c_size_t()
        with self._lock:
            self._call(lib.impakt_summary_save, None, 0, ctypes.byref(needed))
            bytes_ = ctypes.create_string_buffer(needed.value)
            self._call(lib.impakt_summary_save, bytes_, needed.value, ctypes.byref(needed))
        return bytes_.raw


class Population(Object):
    """Patients around a typical one, who is copied with doses, options, measures and columns.

        population = impakt.Population(sim, seed=1)
        summary = population.summarise(1000, times)
        summary.quantile(0.95)            # [time, column]

    Parameters vary as the model says; patient number i of a seed is the same in any run."""

    def __init__(self, simulation, seed=1):
        pointer = created(lib.impakt_population_new, simulation._pointer())
        super().__init__(Handle(pointer, lib.impakt_population_free, simulation.model),
                         lib.impakt_population_message)
        self.model, self.seed = simulation.model, seed
        self.names, self.units = simulation.columns()

    def set_options(self, **options):
        """Of the typical patient, and so of all; see Simulation.set_options."""
        for number, value in option_numbers(options):
            self._call(lib.impakt_population_set_option, number, value)

    # ---- how patients differ

    def vary(self, parameter, standard_deviation, distribution="log_normal"):
        self._call(lib.impakt_population_vary, text(parameter, "a parameter"),
                   distribution_number(distribution), standard_deviation)

    def correlate(self, a, b, rho):
        self._call(lib.impakt_population_correlate, text(a, "a parameter"),
                   text(b, "a parameter"), rho)

    def truncate(self, parameter, low, high):
        self._call(lib.impakt_population_truncate, text(parameter, "a parameter"), low, high)

    def uncertain(self, parameter, standard_deviation, distribution="log_normal"):
        self._call(lib.impakt_population_uncertain, text(parameter, "a parameter"),
                   distribution_number(distribution), standard_deviation)

    def replicate(self, patients):
        """Typical values that are uncertain are drawn once for so many patients."""
        self._call(lib.impakt_population_replicate, patients)

    def covariate(self, name, centre, standard_deviation, distribution="log_normal", low=-np.inf,
                  high=np.inf):
        self._call(lib.impakt_population_covariate, text(name, "a covariate"),
                   distribution_number(distribution), centre, standard_deviation, low, high)

    def table(self, drawn=False, **covariates):
        """Covariates by name, one value a patient: in order and over again, or drawn."""
        names = [text(name, "a covariate") for name in covariates]
        rows = np.column_stack([vector(v, "a covariate") for v in covariates.values()])
        rows = np.ascontiguousarray(rows)
        self._call(lib.impakt_population_table, (ctypes.c_char_p * len(names))(*names),
                   len(names), doubles(rows), len(rows), drawn)

    def residual(self, on=True):
        """Whether results have residual error."""
        self._call(lib.impakt_population_residual, on)

    # ---- running

    def patient(self, number):
        """One of them as a Simulation, to look at or to run."""
        out = ctypes.c_void_p()
        self._call(lib.impakt_population_patient, self.seed, number, ctypes.byref(out))
        simulation = object.__new__(Simulation)
        simulation._begin(self.model, out.value)
        return simulation

    def _run(self, first, count, times, threads, summary, values, status):
        self._call(lib.impakt_population_run, self.seed, first, count, doubles(times), len(times),
                   threads or os.cpu_count() or 1, summary,
                   None if values is None else doubles(values),
                   0 if values is None else values.size, None if status is None else ints(status))

    def run(self, count, times, first=0, threads=None, out=None):
        """values[patient, time, column] and the status of each; NaN where a patient failed."""
        times = vector(np.atleast_1d(times), "the times")
        values = target(out, (count, len(times), len(self.names)), "out")
        status = np.zeros(count, np.intc)
        self._run(first, count, times, threads, None, values, status)
        return values, status

    @property
    def lanes(self):
        """How many patients the last run integrated side by side in each thread."""
        return self._ask(lib.impakt_population_lanes)

    @property
    def solver(self):
        """What integrated in the last run."""
        return self._ask(lib.impakt_population_solver).decode()

    def answers(self, count, times, answer, first=0, threads=None):
        """answer(result) of each patient, an array [patient, ...]: lambda result: result.measured
        gives the measures.  NaN where a patient failed.  Residual error is not in it, and as each
        result passes through Python, run() and summarise() are the quicker ones."""
        def one(number):
            try:
                result = self.patient(number).run(times)
            except (IntegrationError, RangeError):
                return None
            return np.asarray(answer(result), dtype=float)

        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            found = list(pool.map(one, range(first, first + count)))
        shape = next((y.shape for y in found if y is not None), ())
        return np.array([np.full(shape, np.nan) if y is None else y for y in found])

    def summary(self, times, key=None):
        """An empty summary; key: what else must agree before two are merged."""
        times = vector(np.atleast_1d(times), "the times")
        pointer = created(lib.impakt_summary_new, self._pointer(), doubles(times), len(times),
                          None if key is None else text(key, "the key"))
        return Summary(pointer, (len(times), len(self.names)), self.names)

    def summarise(self, count, times, first=0, threads=None, summary=None):
        """Runs so many patients into a summary, without keeping their results."""
        times = vector(np.atleast_1d(times), "the times")
        if summary is None:
            summary = self.summary(times)
        self._run(first, count, times, threads, summary._pointer(), None, None)
        return summary

    def load(self, saved, times):
        """A summary of this population that was saved."""
        pointer = created(lib.impakt_summary_load, saved, len(saved))
        return Summary(pointer, (len(np.atleast_1d(times)), len(self.names)), self.names)
