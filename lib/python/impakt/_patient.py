"""A patient's record, growth charts, ages of cohorts."""

import collections
import ctypes

from ._errors import error
from ._library import CONSTANTS
from ._objects import Handle, Object, created, lib, optional, text

SEXES = {"female": 1, "male": 0}
MEASURES = {"weight": CONSTANTS["GROWTH_WEIGHT"], "height": CONSTANTS["GROWTH_HEIGHT"]}

Quantity = collections.namedtuple("Quantity", "name unit meaning source covariate")
Cohort = collections.namedtuple("Cohort", "name meaning source median low high")


def sex_number(sex):
    """1 for "female" and 0 for "male"."""
    if sex not in SEXES:
        raise ValueError(f"sex is {sex!r}; expected 'female' or 'male'")
    return SEXES[sex]


def patient_quantities():
    """What a record can tell, in order; covariate is the name that models ask for."""
    fields = [CONSTANTS[name] for name in ("NAME", "UNIT", "MEANING", "SOURCE", "COVARIATE")]
    return [Quantity(*(lib.impakt_patient_text(row, field).decode() for field in fields))
            for row in range(lib.impakt_patient_size())]


class Patient(Object):
    """What is known of a person, and what follows from it.

        Patient(age=6, sex="female", weight=20, height=115)["surface"]

    Numbers are in the record's own units (y, kg, cm, mg/dL; patient_quantities() lists them);
    (60, "umol/L") says another.  A simulation takes a Patient as its patient=."""

    def __init__(self, sex=None, **quantities):
        super().__init__(Handle(created(lib.impakt_patient_new), lib.impakt_patient_free),
                         lib.impakt_patient_message)
        if sex is not None:
            quantities["female"] = sex_number(sex)
        for name, value in quantities.items():
            self.set(name, *(value if isinstance(value, tuple) else (value,)))

    def set(self, name, value, unit=None):
        """By the name of a quantity or of its covariate."""
        self._call(lib.impakt_patient_set, text(name, "a quantity"), float(value),
                   optional(unit, "a unit"))

    def __getitem__(self, name):
        """As it was told, or as it follows; an error says what is missing."""
        value = ctypes.c_double()
        self._call(lib.impakt_patient_get, text(name, "a quantity"), ctypes.byref(value))
        return value.value

    def draw(self, z_height, z_weight):
        """Weight and height from two independent standard normal numbers."""
        self._call(lib.impakt_patient_draw, float(z_height), float(z_weight))

    def apply(self, simulation, complete=False):
        """Sets the covariates of a simulation that the record can tell.  complete: an error if
        there are others."""
        with simulation._lock:
            self._call(lib.impakt_patient_apply, simulation._pointer(), int(complete))

    def copy(self):
        with self._lock:
            other = object.__new__(Patient)
            Object.__init__(other, Handle(created(lib.impakt_patient_copy, self._pointer()),
                                          lib.impakt_patient_free), lib.impakt_patient_message)
            return other


def _number(function, *arguments):
    value = ctypes.c_double()
    status = function(*arguments, ctypes.byref(value))
    if status < 0:
        raise error(status)
    return value.value


def growth_value(measure, sex, age, z):
    """What a child's "weight" (kg) or "height" (cm) is at z standard deviations; age in years."""
    return _number(lib.impakt_growth_value, MEASURES[measure], sex_number(sex), float(age),
                   float(z))


def growth_z(measure, sex, age, value):
    """At how many standard deviations a child's weight or height lies."""
    return _number(lib.impakt_growth_z, MEASURES[measure], sex_number(sex), float(age),
                   float(value))


def normal_p(z):
    """The part of a normal distribution below z."""
    return lib.impakt_normal_p(float(z))


def normal_z(p):
    """The z below which the part p of a normal distribution lies."""
    return lib.impakt_normal_z(float(p))


def cohorts():
    """Trials and groups of patients whose ages can be drawn."""
    def words(row, *fields):
        return [lib.impakt_cohort_text(row, CONSTANTS[field]).decode() for field in fields]

    def numbers(row, *fields):
        return [lib.impakt_cohort_number(row, CONSTANTS[field]) for field in fields]

    return [Cohort(*words(row, "NAME", "MEANING", "SOURCE"),
                   *numbers(row, "DEFAULT", "LOW", "HIGH"))
            for row in range(lib.impakt_cohort_size())]


def cohort_age(cohort, u):
    """The age (y) below which the part u of a cohort lies."""
    names = [c.name for c in cohorts()]
    if cohort not in names:
        raise ValueError(f"no cohort {cohort!r}; there are {', '.join(names)}")
    return _number(lib.impakt_cohort_age, names.index(cohort), float(u))
