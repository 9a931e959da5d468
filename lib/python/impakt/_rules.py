"""Rules and checks of a simulation."""

import ctypes
from typing import NamedTuple

import numpy as np

from ._library import CONSTANTS
from ._objects import doubles, ints, lib, optional, text


class Given(NamedTuple):
    """One time that something was given, in the input's own unit, as it arrived."""

    dose: int  # the record's number
    time: float  # h, after the lag
    amount: float  # after the fraction that arrives
    duration: float  # h; 0 is a bolus


def beyond(up, down, what):
    """The direction and the level, of which one is given."""
    if (up is None) == (down is None):
        raise ValueError(f"expected {what}, one of the two")
    return ((CONSTANTS["RISING"], up) if down is None else (CONSTANTS["FALLING"], down))


class Rule:
    """A rule of a simulation, by its number.  Each action comes `after` so many hours from the
    firing, and gives the rule back, so that actions can be chained."""

    def __init__(self, sim, number):
        self._sim, self.number = sim, number

    def _act(self, function, *arguments):
        self._sim._call(function, self.number, *arguments)
        return self

    def give(self, dose, after=0):
        """A record, by the number that sim.dose() gave: its time counts from the firing, and
        rules alone give it from now on."""
        return self._act(lib.impakt_sim_rule_dose, dose, after)

    def scale(self, input, factor, after=0):
        """All that is given into the input is multiplied from then on."""
        return self._act(lib.impakt_sim_rule_scale, text(input, "an input"), factor, after)

    def hold(self, input, after=0):
        return self.scale(input, 0, after)

    def resume(self, input, after=0):
        return self.scale(input, 1, after)

    def rate(self, input, rate, unit=None, after=0):
        """Infusions into the input run at this rate while one is scheduled."""
        return self._act(lib.impakt_sim_rule_rate, text(input, "an input"), rate,
                         optional(unit, "a unit"), after)

    def set(self, parameter, value, after=0):
        return self._act(lib.impakt_sim_rule_set, text(parameter, "a parameter"), value, after)

    def stop(self, after=0):
        """The run ends, with a Remark; later rows are NaN."""
        return self._act(lib.impakt_sim_rule_stop, after)

    def limit(self, most, within=0):
        """At most so many firings within any so many hours; 0: in the whole run."""
        return self._act(lib.impakt_sim_rule_limit, most, within)

    @property
    def fired(self):
        """When it fired in the last run, h."""
        return self._sim._times(lib.impakt_sim_fired, self.number)

    def __repr__(self):
        return f"<Rule {self.number}>"


class Rules:
    """What a Simulation has of rules and checks."""

    def rule(self, quantity, *, rises_above=None, falls_below=None, rearm=None, limit=None,
             rest=0, again=False, start=0, end=np.inf):
        """A rule that fires when a state or output goes beyond a level; what it does is told to
        the Rule that comes back.  rearm: armed again only at that level; limit: firings in all;
        rest: hours between firings, and with again it fires once more after them if the quantity
        is still beyond; start, end: the hours in which it acts."""
        direction, level = beyond(rises_above, falls_below, "rises_above or falls_below")
        number = ctypes.c_int()
        with self._lock:
            self._call(lib.impakt_sim_rule, text(quantity, "a quantity"), direction, level,
                       ctypes.byref(number))
            rule = Rule(self, number.value)
            if rearm is not None:
                self._call(lib.impakt_sim_rule_rearm, rule.number, rearm)
            if limit is not None:
                rule.limit(limit)
            if rest or again:
                self._call(lib.impakt_sim_rule_rest, rule.number, rest, bool(again))
            if start != 0 or end != np.inf:
                self._call(lib.impakt_sim_rule_between, rule.number, start, end)
        return rule

    def check(self, dose, quantity, *, above=None, below=None, skip=False, delay=None, scale=None,
              end=False):
        """Looks at a quantity each time a dose is due: beyond the level it is skipped, delayed
        by so many hours with all later ones of its course, scaled, or ended.  Returns the check's
        number."""
        direction, level = beyond(above, below, "above or below")
        acts = [name for name, on in (("SKIP", skip), ("DELAY", delay is not None),
                                      ("SCALE", scale is not None), ("END", end)) if on]
        if len(acts) != 1:
            raise ValueError("expected one of skip, delay, scale and end")
        value = {"DELAY": delay, "SCALE": scale}.get(acts[0], 0)
        number = ctypes.c_int()
        self._call(lib.impakt_sim_check, dose, text(quantity, "a quantity"), direction, level,
                   CONSTANTS[acts[0]], value, ctypes.byref(number))
        return number.value

    def checked(self, check):
        """When a check acted in the last run, h."""
        return self._times(lib.impakt_sim_checked, check)

    def clear_rules(self):
        """All rules and checks; what rules gave is given no more."""
        self._call(lib.impakt_sim_rule_clear)

    def dose_most(self, dose, amount, unit=None):
        """The amount of a record is cut to this: 8 mg/kg, at most 800 mg."""
        self._call(lib.impakt_sim_dose_most, dose, amount, optional(unit, "a unit"))

    def dose_course(self, dose, course):
        """Records of one course, a number from 0, are delayed together."""
        self._call(lib.impakt_sim_dose_course, dose, course)

    def given(self):
        """Everything that was given in the last run, in order of time."""
        count = ctypes.c_size_t()
        with self._lock:
            self._call(lib.impakt_sim_given, None, None, None, None, 0, ctypes.byref(count))
            n = count.value
            record = np.empty(n, np.intc)
            columns = [np.empty(n) for _ in range(3)]
            self._call(lib.impakt_sim_given, ints(record), *map(doubles, columns), n,
                       ctypes.byref(count))
        return [Given(int(i), *map(float, row)) for i, *row in zip(record, *columns)]

    def _times(self, function, number):
        count = ctypes.c_size_t()
        with self._lock:
            self._call(function, number, None, 0, ctypes.byref(count))
            times = np.empty(count.value)
            self._call(function, number, doubles(times), len(times), ctypes.byref(count))
        return times
