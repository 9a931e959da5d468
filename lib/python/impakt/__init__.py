"""impakt: ordinary differential equation models of immunotherapy for leukaemia.

For research; not for treating patients.

    import impakt

    print(impakt.list())                        # what there is
    print(impakt.show("blinatumomab_clements2020"))
    sim = impakt.Simulation("blinatumomab_clements2020", patient={"BSA": 1.2})
    sim.infuse("iv", 28, "ug/d", duration=28 * 24)
    result = sim.run(range(0, 24 * 30))         # hours
    result["C"], result.unit("C")               # NumPy arrays, written in place

Times are hours; every other quantity is in the unit that its model names.  A failing call raises
an impakt.Error; a run with a covariate that was not studied warns with a Remark.  Models may be shared by threads; a System or Simulation is used by one thread at
a time (a second one waits), and threads with objects of their own run side by side.  Objects are
freed when nothing refers to them, or by `with` or close().
"""

import ctypes as _ctypes

from ._errors import (AccuracyError, ArgumentError, ConvergenceError, Error, IntegrationError, InternalError,
                      LengthError, NotFiniteError, OrderError, OutOfMemoryError, OutsideError,
                      RangeError, Remark, RuleError, SteadyStateError, StepsError, UnitError,
                      UnknownNameError)
from ._fit import Fit, FitResult
from ._models import (Correlation, Derived, Input, Jump, Model, Output, Parameter, Preset,
                      Reference, Residual, Rows, State, Studied, Switch, Variation, model, models)
from ._opened import lib as _lib
from ._patient import (Cohort, Patient, Quantity, cohort_age, cohorts, growth_value, growth_z,
                       normal_p, normal_z, patient_quantities)
from ._population import Population, Summary
from ._rules import Given, Rule
from ._sensitivity import Morris, Sobol, morris, response, sobol
from ._simulation import Course, Dose, Result, Simulation, option_range
from ._statistics import (Bands, ExposureGroup, VisualPredictiveCheck, exposure_response,
                          prediction_bands, visual_predictive_check)
from ._system import System, unit_ratio
from ._table import Table
from ._text import list_models, list_models as list, show  # noqa: A004


def version():
    """The version of the library that runs, as (major, minor, patch)."""
    numbers = [_ctypes.c_int() for _ in range(3)]
    _lib.impakt_version(*map(_ctypes.byref, numbers))
    return tuple(number.value for number in numbers)


# without "list", which a star import should not take from its user
__all__ = [
    "AccuracyError", "ArgumentError", "Bands", "Cohort", "ConvergenceError", "Correlation", "Course", "Derived",
    "Dose", "Error", "ExposureGroup", "Fit", "FitResult", "Given", "Input", "IntegrationError", "InternalError",
    "Jump", "LengthError", "Model", "Morris", "NotFiniteError", "OrderError", "OutOfMemoryError",
    "Output", "OutsideError", "Parameter", "Patient", "Population", "Preset", "Quantity",
    "RangeError", "Reference", "Remark", "Residual", "Result", "Rows", "Rule", "RuleError",
    "Simulation", "Sobol", "State", "SteadyStateError", "StepsError", "Studied", "Summary",
    "Switch", "System", "Table", "UnitError", "UnknownNameError", "Variation",
    "VisualPredictiveCheck", "cohort_age", "cohorts", "exposure_response", "growth_value",
    "growth_z", "list_models", "model", "models", "morris", "normal_p", "normal_z",
    "option_range", "patient_quantities", "prediction_bands", "response", "show", "sobol",
    "unit_ratio", "version", "visual_predictive_check",
]
