"""One patient on one schedule."""

import ctypes
from collections.abc import Mapping, MutableMapping
from typing import NamedTuple

import numpy as np

from ._library import CONSTANTS
from ._models import Model, model as find_model
from ._objects import (Handle, Object, created, doubles, ints, lib, optional, target, text,
                       vector)
from ._patient import Patient
from ._rules import Rules
from ._system import System

OPTIONS = ("relative_tolerance", "absolute_tolerance", "max_steps", "max_step",
           "sample_after", "solver", "lanes")
SOLVERS = ("auto", "rodas5p", "rodas4", "cvode", "adams")
MEASURES = ("peak", "peak_time", "lowest", "lowest_time", "area", "time_above", "time_below",
            "first_crossing")
STEADY = ("alone", "added")
DOSE_PROPERTIES = ("amount", "time", "rate", "duration", "lag", "fraction", "interval")
RULES = ("carried forward", "carried backward", "linear")  # by their numbers
COUNTERS = ("steps", "rhs", "jacobian", "factor", "lapack", "restart")


def option_range(option):
    """Lowest and highest value of an option."""
    low, high = ctypes.c_double(), ctypes.c_double()
    status = lib.impakt_option_range(CONSTANTS[known(option, OPTIONS, "option").upper()],
                                     ctypes.byref(low), ctypes.byref(high))
    assert status >= 0, status  # the names are our own
    return low.value, high.value


def option_numbers(options):
    """The number and value of each option, for the library."""
    for name, value in options.items():
        if name == "solver" and isinstance(value, str):
            value = CONSTANTS["SOLVER_" + known(value, SOLVERS, "solver").upper()]
        yield CONSTANTS[known(name, OPTIONS, "option").upper()], value


def known(name, names, what):
    if name not in names:
        raise ValueError(f"no {what} '{name}'; there are {', '.join(names)}")
    return name


class Dose(NamedTuple):
    """One time that something is given, in the input's own unit."""

    input: str
    time: float  # h, before the lag
    amount: float  # before the fraction that arrives
    duration: float  # h; 0 is a bolus


class Course(NamedTuple):
    """A parameter or covariate in time."""

    name: str
    times: np.ndarray  # h
    values: np.ndarray
    rule: str  # "carried forward", "carried backward" or "linear"


class Result:
    """What a run gave.  Belongs to Python alone: it outlives the simulation.

    times     h
    values    [time, column]
    slopes    [time, column, what run() was asked for], None without slopes
    names     of the columns; units beside them
    measured  the measures, by their numbers
    counters  what the run cost
    solver    what integrated
    courses   parameters and covariates that changed in time, by name, with their rule
    """

    def __init__(self, times, values, names, units, slopes, parameters, measured, counters,
                 solver, courses):
        self.times, self.values, self.names, self.units = times, values, names, units
        self.slopes, self.parameters = slopes, parameters
        self.measured, self.counters, self.solver = measured, counters, solver
        self.courses = courses

    def column(self, name):
        """The index of a column."""
        try:
            return self.names.index(name)
        except ValueError:
            raise KeyError(f"no column '{name}' among {', '.join(self.names)}") from None

    def __getitem__(self, name):
        """A column by name: a view, not a copy."""
        return self.values[:, self.column(name)]

    def unit(self, name):
        return self.units[self.column(name)]

    def slope(self, name, parameter):
        """Change of a column per unit of a parameter: a view, not a copy."""
        if parameter not in self.parameters:
            raise KeyError(f"no slopes in '{parameter}' among {', '.join(map(str, self.parameters))}")
        return self.slopes[:, self.column(name), self.parameters.index(parameter)]

    def __repr__(self):
        return f"<Result: {len(self.times)} times of {', '.join(self.names)}>"


class Values(Mapping):
    """Numbers of a simulation by name, as they are now."""

    def __init__(self, rows, read):
        self._rows, self._read = rows, read

    def array(self):
        """All of them, in the model's order."""
        values = np.empty(len(self._rows))
        self._read(values)
        return values

    def __getitem__(self, name):
        return float(self.array()[self._rows.index_of(name)])

    def __iter__(self):
        return iter(self._rows.names)

    def __len__(self):
        return len(self._rows)

    def __repr__(self):
        return repr(dict(zip(self._rows.names, self.array().tolist())))


class Settings(Values, MutableMapping):
    """Numbers that can be set.  The library knows the names, and the nearest to a wrong one."""

    def __init__(self, rows, read, write):
        super().__init__(rows, read)
        self._write = write

    def __setitem__(self, name, value):
        self._write(name, value)

    def __delitem__(self, name):
        raise TypeError("a value can be set, not removed")


class Simulation(Object, Rules):
    """A simulation of a model, given by name, as it is, or as the System that makes it, with
    the presets and parameters that it brings.

    parameters, initial, derived are the numbers as they are set, by name.  Times and durations
    are hours; 24 * 28 is day 28.  One simulation is used by one thread at a time; threads with
    simulations of their own run side by side.
    """

    def __init__(self, model, presets=(), parameters=None, patient=None, initial=None, **options):
        brought = model if isinstance(model, System) else None
        if brought is not None:
            model = brought.model()
        elif not isinstance(model, Model):
            model = find_model(model)
        self._begin(model, created(lib.impakt_sim_new, model.pointer))
        self.set_options(**options)
        if brought is not None:
            self.use(*brought.presets)
        self.use(*([presets] if isinstance(presets, str) else presets))
        if brought is not None:
            self.parameters.update(brought.parameters)
        self.parameters.update(parameters or {})
        if isinstance(patient, Patient):
            patient.apply(self)
        else:
            self.set_patient(**(patient or {}))
        self.initial.update(initial or {})

    def _begin(self, model, pointer):
        # the handle keeps the model, and so the system that it may come from
        super().__init__(Handle(pointer, lib.impakt_sim_free, model), lib.impakt_sim_message)
        self.model = model
        self._slopes = []

    def copy(self):
        """Another one with all settings and doses, without results."""
        new = object.__new__(type(self))
        with self._lock:
            pointer = created(lib.impakt_sim_copy, self._pointer())
            new._begin(self.model, pointer)
        return new

    # ---- settings

    @property
    def parameters(self):
        return Settings(
            self.model.parameters,
            lambda values: self._call(lib.impakt_sim_get_parameters, doubles(values), len(values)),
            lambda name, value: self._call(lib.impakt_sim_set_parameter,
                                           text(name, "the name of a parameter"), value))

    def set_parameters(self, values):
        """All of them at once, in the model's order; constants keep their value."""
        values = vector(values, "the parameters")
        self._call(lib.impakt_sim_set_parameters, doubles(values), len(values))

    @property
    def initial(self):
        """The states at time 0, before any dose; set one to start it elsewhere."""
        return Settings(
            self.model.states,
            lambda values: self._call(lib.impakt_sim_get_initial, doubles(values), len(values)),
            lambda name, value: self._call(lib.impakt_sim_set_initial,
                                           text(name, "the name of a state"), value))

    @property
    def derived(self):
        """What follows from the parameters as they are set."""
        return Values(
            self.model.derived,
            lambda values: self._call(lib.impakt_sim_get_derived, doubles(values), len(values)))

    def use(self, *presets):
        """Presets on top of what is set."""
        for preset in presets:
            self._call(lib.impakt_sim_use_preset, text(preset, "the name of a preset"))

    def set_patient(self, **covariates):
        """Covariates such as WT (kg) and BSA (m2)."""
        for name, value in covariates.items():
            self._call(lib.impakt_sim_set_patient, text(name, "a covariate"), value)

    # ---- parameters in time

    def _set_course(self, function, name, times, values, rule):
        times, values = vector(times, "the times"), vector(values, "the values")
        if len(times) != len(values):
            raise ValueError(f"there are {len(times)} times and {len(values)} values")
        number = RULES.index(known(rule, RULES, "rule"))
        self._call(function, name, number, doubles(times), doubles(values), len(times))

    def set_course(self, parameter, times, values, rule):
        """A parameter in time (h).  The rule for what holds between the times is always chosen:
        "carried forward" (from its time to the next), "carried backward" (up to its time, since
        the one before) or "linear".  Setting the parameter to one value ends its course."""
        self._set_course(lib.impakt_sim_set_course, text(parameter, "the name of a parameter"),
                         times, values, rule)

    def set_patient_course(self, covariate, times, values, rule):
        """A covariate in time, in every model that asks for it; doses per kg and per m2 go by WT
        and BSA at their time."""
        self._set_course(lib.impakt_sim_set_patient_course, text(covariate, "a covariate"),
                         times, values, rule)

    def courses(self):
        """What has been set to change in time, by name."""
        name, rule, count = ctypes.c_char_p(), ctypes.c_int(), ctypes.c_size_t()
        courses = {}
        with self._lock:
            for course in range(self._ask(lib.impakt_sim_courses)):
                self._call(lib.impakt_sim_get_course, course, None, None, None, None, 0,
                           ctypes.byref(count))
                times, values = np.empty(count.value), np.empty(count.value)
                self._call(lib.impakt_sim_get_course, course, ctypes.byref(name),
                           ctypes.byref(rule), doubles(times), doubles(values), len(times), None)
                key = name.value.decode()
                courses[key] = Course(key, times, values, RULES[rule.value])
        return courses

    def clear_courses(self):
        """Everything keeps its value at time 0."""
        self._call(lib.impakt_sim_course_clear)

    def set_options(self, **options):
        """relative_tolerance, absolute_tolerance, max_steps, max_step (h), sample_after, solver:
        "auto", "rodas5p", "rodas4", "cvode" or "adams", and lanes: patients of a population that
        a thread integrates side by side, 1, 4 or 8, 0 for as many as the processor can."""
        for number, value in option_numbers(options):
            self._call(lib.impakt_sim_set_option, number, value)

    # ---- doses

    def dose(self, input, amount, unit=None, *, time=0, duration=0, rate=None, rate_unit=None,
             modelled=None, every=None, count=1, steady=None):
        """Gives an amount at a time: as a bolus, over a duration, at a rate, or at the rate or
        over the duration that a parameter says (modelled: its name).  With every and count it is
        given count times, every so many hours.  steady: as if given every so many hours since
        ever, "alone" (SS 1) or "added" to what is there (SS 2).  Returns the record's number."""
        record = ctypes.c_int()
        with self._lock:
            self._check_repeat(every, count, steady)
            start = text(input, "an input"), time, amount, optional(unit, "a unit")
            if modelled is not None:
                if rate is not None or duration:
                    raise ValueError("a parameter is the rate or duration; give neither beside it")
                self._call(lib.impakt_sim_dose_modelled, *start, text(modelled, "a parameter"),
                           ctypes.byref(record))
            elif rate is None:
                if rate_unit is not None:
                    raise ValueError("a rate_unit without a rate")
                self._call(lib.impakt_sim_dose, *start, duration, ctypes.byref(record))
            else:
                if duration:
                    raise ValueError("an amount at a rate has its duration; give one of the two")
                self._call(lib.impakt_sim_dose_rate, *start, rate, optional(rate_unit, "a unit"),
                           ctypes.byref(record))
            return self._finish(record.value, every, count, steady)

    def infuse(self, input, rate, unit=None, *, time=0, duration, every=None, count=1,
               steady=None):
        """Gives a rate for a duration.  Returns the record's number."""
        record = ctypes.c_int()
        with self._lock:
            self._check_repeat(every, count, steady)
            self._call(lib.impakt_sim_infuse, text(input, "an input"), time, rate,
                       optional(unit, "a unit"), duration, ctypes.byref(record))
            return self._finish(record.value, every, count, steady)

    def steady_infusion(self, input, rate, unit=None, *, time=0, steady="alone"):
        """The states under a rate since ever; it ends at that time.  Returns the record's
        number."""
        record = ctypes.c_int()
        self._call(lib.impakt_sim_steady_infusion, text(input, "an input"), time, rate,
                   optional(unit, "a unit"), self._steady(steady), ctypes.byref(record))
        return record.value

    def reset(self, time, *, every=None, count=1):
        """All states back to the start, infusions off (EVID 3).  Returns the record's number."""
        return self._record(lib.impakt_sim_reset, (time,), every, count)

    def replace(self, state, value, *, time, every=None, count=1):
        """Sets a state.  Returns the record's number."""
        return self._record(lib.impakt_sim_replace, (text(state, "a state"), time, value), every,
                            count)

    def multiply(self, state, factor, *, time, every=None, count=1):
        """Multiplies a state.  Returns the record's number."""
        return self._record(lib.impakt_sim_multiply, (text(state, "a state"), time, factor),
                            every, count)

    def _record(self, function, arguments, every, count):
        record = ctypes.c_int()
        with self._lock:
            self._check_repeat(every, count, None)
            self._call(function, *arguments, ctypes.byref(record))
            return self._finish(record.value, every, count, None)

    @staticmethod
    def _steady(steady):
        return CONSTANTS["STEADY_" + known(steady, STEADY, "steady state").upper()]

    def _finish(self, record, every, count, steady):
        if steady is not None:
            self._call(lib.impakt_sim_dose_steady, record, every, self._steady(steady))
        if count != 1:
            self.repeat(record, every, count)
        return record

    def _check_repeat(self, every, count, steady):
        # before the dose is recorded, since a record cannot be taken back alone
        if steady is not None:
            self._steady(steady)
        if every is None:
            if count != 1:
                raise ValueError("a count needs every, the hours between")
            if steady is not None:
                raise ValueError("a steady state needs every, the hours between its doses")
        elif not (every > 0 and np.isfinite(every) and int(count) == count and count >= 1):
            raise ValueError("every must be above 0, and count a whole number from 1")

    def repeat(self, dose, every, count):
        """The record is given count times in all, every so many hours."""
        self._call(lib.impakt_sim_dose_repeat, dose, every, count)

    def dose_table(self, inputs, times, amounts, durations):
        """Many records at once in the inputs' own units.  All or none."""
        rows = self.model.inputs
        inputs = [inputs] if isinstance(inputs, str) else inputs
        at = np.array([rows.index_of(i) if isinstance(i, str) else i for i in inputs], np.intc)
        columns = [vector(np.broadcast_to(c, np.shape(times)), "a column of the table")
                   for c in (times, amounts, durations)]
        at = np.ascontiguousarray(np.broadcast_to(at, columns[0].shape))
        self._call(lib.impakt_sim_dose_table, len(at), ints(at), *map(doubles, columns))

    def read_table(self, source, id=None, covariates=None, ignore=()):  # noqa: A002
        """Gives what a dose table says of a person (the only one without an ID): its records and
        covariates, each by a rule ("carried forward", "carried backward", "linear").  source is
        the name of a file, or the text itself; see Table, which is returned."""
        from ._table import Table
        table = Table(source, covariates, ignore)
        table.give(self, id)
        return table

    def doses(self):
        """Everything that is given, repeats written out, in order of time."""
        count = ctypes.c_size_t()
        with self._lock:
            self._call(lib.impakt_sim_doses, None, None, None, None, 0, ctypes.byref(count))
            n = count.value
            at = np.empty(n, np.intc)
            columns = [np.empty(n) for _ in range(3)]
            self._call(lib.impakt_sim_doses, ints(at), *map(doubles, columns), n,
                       ctypes.byref(count))
        names = self.model.inputs.names
        return [Dose(names[i], *map(float, row)) for i, *row in zip(at, *columns)]

    def clear_doses(self):
        self._call(lib.impakt_sim_dose_clear)

    # ---- measures

    def measure(self, quantity, what, start, end, level=0):
        """One number a run, of a state or output between two times: peak, peak_time, lowest,
        lowest_time, area, time_above, time_below or first_crossing (the last three with a
        level).  Returns its number, which measured() and Result.measured go by."""
        number = ctypes.c_int()
        self._call(lib.impakt_sim_measure, text(quantity, "a quantity"),
                   CONSTANTS[known(what, MEASURES, "measure").upper()], level, start, end,
                   ctypes.byref(number))
        return number.value

    def measured(self, measure):
        """A measure of the last run."""
        value = ctypes.c_double()
        self._call(lib.impakt_sim_measured, measure, ctypes.byref(value))
        return value.value

    def clear_measures(self):
        self._call(lib.impakt_sim_measure_clear)

    # ---- running

    def watch(self, *quantities):
        """States or outputs that become columns, in this order; all if there is no call."""
        for quantity in quantities:
            self._call(lib.impakt_sim_watch, text(quantity, "a quantity"))

    def clear_watch(self):
        self._call(lib.impakt_sim_watch_clear)

    def columns(self):
        """Names and units of what a run gives."""
        with self._lock:
            count = self._ask(lib.impakt_sim_columns)
            return tuple(tuple(self._ask(function, column).decode() for column in range(count))
                         for function in (lib.impakt_sim_column_name, lib.impakt_sim_column_unit))

    def _slope_in(self, slope):
        if isinstance(slope, str):
            self._call(lib.impakt_sim_slope_in, text(slope, "the name of a parameter"))
            return
        what, of = slope
        if what == "initial":
            self._call(lib.impakt_sim_slope_in_initial, text(of, "the name of a state"))
        elif what == "level":
            self._call(lib.impakt_sim_slope_in_level, getattr(of, "number", of))
        else:
            number = CONSTANTS["DOSE_" + known(what, DOSE_PROPERTIES, "slope").upper()]
            self._call(lib.impakt_sim_slope_in_dose, of, number)

    def run(self, times, slopes=(), out=None, slopes_out=None):
        """Integrates to the last of the times, which increase.  The library writes into the
        arrays of the result; with out and slopes_out they are the caller's, used again.

        A slope is in a parameter ("CL"), the start of a state (("initial", "A")), or the amount,
        time, rate, duration, lag, fraction or interval of a dose (("amount", number)), or the
        level of a rule (("level", rule))."""
        times = vector(np.atleast_1d(times), "the times")
        slopes = (slopes,) if isinstance(slopes, str) else tuple(slopes)
        with self._lock:
            names, units = self.columns()
            values = target(out, (len(times), len(names)), "out")
            self._call(lib.impakt_sim_slope_clear)
            for slope in slopes:
                self._slope_in(slope)
            if slopes:
                changes = target(slopes_out, (len(times), len(names), len(slopes)), "slopes_out")
                self._call(lib.impakt_sim_run_slopes, doubles(times), len(times),
                           doubles(values), values.size, doubles(changes), changes.size)
            else:
                changes = None
                self._call(lib.impakt_sim_run, doubles(times), len(times), doubles(values),
                           values.size)
            return Result(times, values, names, units, changes, slopes, self._all_measured(),
                          self.counters(), self.solver, self.courses())

    def _all_measured(self):
        values = []
        value = ctypes.c_double()
        # they are numbered from 0, without gaps
        while lib.impakt_sim_measured(self._pointer(), len(values), ctypes.byref(value)) >= 0:
            values.append(value.value)
        return np.array(values)

    @property
    def solver(self):
        """What integrated in the last run: "rodas5p", "rodas4", "cvode" or "adams"; "" before."""
        return self._ask(lib.impakt_sim_solver).decode()

    def counters(self):
        """What the last run cost."""
        return {name: self._ask(lib.impakt_sim_counter, CONSTANTS["COUNT_" + name.upper()])
                for name in COUNTERS}

    # ---- the equations alone

    def _inputs(self, inputs):
        if inputs is None:
            return None, 0
        if isinstance(inputs, Mapping):
            values = np.zeros(len(self.model.inputs))
            for name, value in inputs.items():
                values[self.model.inputs.index_of(name)] = value
            inputs = values
        inputs = vector(inputs, "the inputs")
        return inputs, len(inputs)

    def rhs(self, time, states, inputs=None, out=None):
        """Change of the states per hour, for other integrators.  inputs: by name or in the
        model's order, in the inputs' units; none are 0.  Doses play no part."""
        states = vector(states, "the states")
        inputs, n = self._inputs(inputs)
        out = target(out, (len(self.model.states),), "out")
        self._call(lib.impakt_sim_rhs, time, doubles(states), len(states),
                   None if inputs is None else doubles(inputs), n, doubles(out), len(out))
        return out

    def outputs(self, time, states, out=None):
        """The outputs in the model's order."""
        states = vector(states, "the states")
        out = target(out, (len(self.model.outputs),), "out")
        self._call(lib.impakt_sim_outputs, time, doubles(states), len(states), doubles(out),
                   len(out))
        return out

    def jacobian_pattern(self):
        """Rows and columns of the entries that can differ from 0, column by column."""
        with self._lock:
            entries = self._ask(lib.impakt_sim_jacobian_entries)
            row, column = np.empty(entries, np.intc), np.empty(entries, np.intc)
            self._call(lib.impakt_sim_jacobian_pattern, ints(row), ints(column), entries)
        return row, column

    def jacobian_entries(self, time, states, inputs=None, out=None):
        """The entries of jacobian_pattern(), in its order."""
        states = vector(states, "the states")
        inputs, n = self._inputs(inputs)
        with self._lock:
            out = target(out, (self._ask(lib.impakt_sim_jacobian_entries),), "out")
            self._call(lib.impakt_sim_jacobian, time, doubles(states), len(states),
                       None if inputs is None else doubles(inputs), n, doubles(out), len(out))
        return out

    def jacobian(self, time, states, inputs=None):
        """Change of each derivative (row) with each state (column), as a full matrix."""
        row, column = self.jacobian_pattern()
        full = np.zeros((len(self.model.states),) * 2)
        full[row, column] = self.jacobian_entries(time, states, inputs)
        return full
