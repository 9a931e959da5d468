"""Dose tables with the items of NONMEM."""

import ctypes
import os

import numpy as np

from ._library import CONSTANTS
from ._objects import Handle, Object, created, doubles, lib, optional, text

RULES = {"carried forward": CONSTANTS["CARRIED_FORWARD"],
         "carried backward": CONSTANTS["CARRIED_BACKWARD"],
         "linear": CONSTANTS["LINEAR"]}


class Table(Object):
    """A dose table: the name of a file, or its text (which has a line end).

        table = impakt.Table("doses.csv", covariates={"WT": "carried forward"}, ignore=["SITE"])
        for person in table.people:
            sim = impakt.Simulation("inotuzumab_garrett2019")
            table.give(sim, person)
            sim.run(table.times(person))

    Every column that is no item of the table (ID, TIME, EVID, AMT, CMT, RATE, II, ADDL, SS, DV,
    MDV) is a covariate, by a rule that is always chosen, or is to be ignored."""

    def __init__(self, source, covariates=None, ignore=()):
        super().__init__(Handle(created(lib.impakt_table_new), lib.impakt_table_free),
                         lib.impakt_table_message)
        if isinstance(source, str) and "\n" in source:
            name, content = "table", source.encode()
        else:
            name = os.fspath(source)
            with open(source, "rb") as file:
                content = file.read()
        self._call(lib.impakt_table_read, text(name, "the name of the table"), content,
                   len(content))
        for column, rule in (covariates or {}).items():
            if rule not in RULES:
                raise ValueError(f"no rule {rule!r}; there are {', '.join(map(repr, RULES))}")
            self._call(lib.impakt_table_covariate, text(column, "a column"), RULES[rule])
        for column in [ignore] if isinstance(ignore, str) else ignore:
            self._call(lib.impakt_table_ignore, text(column, "a column"))

    @property
    def people(self):
        """The IDs, as they are written; ("",) without a column ID."""
        with self._lock:
            return tuple(self._ask(lib.impakt_table_id, i).decode()
                         for i in range(self._ask(lib.impakt_table_people)))

    @staticmethod
    def _id(person):
        return optional(str(person) if isinstance(person, int) else person, "an ID")

    def give(self, simulation, id=None):  # noqa: A002
        """Adds the records of a person (of the only one without an ID) to those of a simulation,
        and sets the covariates; all or nothing."""
        with simulation._lock:
            self._call(lib.impakt_table_give, self._id(id), simulation._pointer())

    def times(self, id=None):  # noqa: A002
        """When a person is observed (EVID 0) or has another event (EVID 2), in hours."""
        count = ctypes.c_size_t()
        with self._lock:
            self._call(lib.impakt_table_times, self._id(id), None, 0, ctypes.byref(count))
            times = np.empty(count.value)
            self._call(lib.impakt_table_times, self._id(id), doubles(times), len(times),
                       ctypes.byref(count))
        return times

    def observed(self, id=None):  # noqa: A002
        """Times and values of what was observed: rows of EVID 0 with a DV and without MDV 1."""
        count = ctypes.c_size_t()
        with self._lock:
            self._call(lib.impakt_table_observed, self._id(id), None, None, 0,
                       ctypes.byref(count))
            times, values = np.empty(count.value), np.empty(count.value)
            self._call(lib.impakt_table_observed, self._id(id), doubles(times), doubles(values),
                       len(times), ctypes.byref(count))
        return times, values
