"""The C interface, as include/impakt.h declares it, and where the shared library is found.

This file needs no library to be imported: FUNCTIONS and the constants can be compared with the
header and with what the library exports.  load() opens the library and types its functions.
"""

import ctypes
import ctypes.util
import os
import sys
from ctypes import POINTER, c_char_p, c_double, c_int, c_int64, c_size_t, c_uint64, c_void_p
from pathlib import Path

INTERFACE = (0, 1)  # major and minor version of the header that this file was written for
SONAME = "libimpakt.so.0.1"  # before 1.0 the minor version belongs to it

# Opaque objects stay plain addresses; a model is never written through its pointer.
MODEL = SYSTEM = SIM = PATIENT = POPULATION = SUMMARY = TABLE = FIT = c_void_p
OUT = POINTER(c_void_p)
STATUS = c_int
TEXT = c_char_p
TEXTS = POINTER(c_char_p)
DOUBLES = POINTER(c_double)
INTS = POINTER(c_int)
SIZES = POINTER(c_size_t)
WIDES = POINTER(c_uint64)

# name: (what comes back, what goes in), in the order of the header
FUNCTIONS = {
    "impakt_status_text": (TEXT, [STATUS]),
    "impakt_version": (None, [INTS, INTS, INTS]),
    "impakt_unit_ratio": (c_double, [TEXT, TEXT]),
    # models
    "impakt_model_count": (c_int, []),
    "impakt_model_at": (MODEL, [c_int]),
    "impakt_model_find": (MODEL, [TEXT]),
    "impakt_model_nearest": (TEXT, [TEXT]),
    "impakt_model_name": (TEXT, [MODEL]),
    "impakt_model_title": (TEXT, [MODEL]),
    "impakt_model_time": (TEXT, [MODEL]),
    "impakt_model_revision": (c_int, [MODEL]),
    "impakt_model_equations": (TEXT, [MODEL]),
    "impakt_model_size": (c_int, [MODEL, c_int]),
    "impakt_model_index": (c_int, [MODEL, c_int, TEXT]),
    "impakt_model_text": (TEXT, [MODEL, c_int, c_int, c_int]),
    "impakt_model_number": (c_double, [MODEL, c_int, c_int, c_int]),
    # the unit is written into a buffer of the caller
    "impakt_model_dose_unit": (STATUS, [MODEL, c_int, TEXT, c_size_t]),
    "impakt_model_preset": (STATUS, [MODEL, c_int, INTS, DOUBLES, c_size_t, SIZES]),
    # models wired together
    "impakt_system_new": (STATUS, [OUT, TEXT]),
    "impakt_system_free": (None, [SYSTEM]),
    "impakt_system_message": (TEXT, [SYSTEM]),
    "impakt_system_add": (STATUS, [SYSTEM, TEXT, MODEL]),
    "impakt_system_connect": (STATUS, [SYSTEM, TEXT, TEXT]),
    "impakt_system_connect_times": (STATUS, [SYSTEM, TEXT, TEXT, c_double, TEXT]),
    "impakt_system_model": (STATUS, [SYSTEM, OUT]),
    # one simulation
    "impakt_sim_new": (STATUS, [OUT, MODEL]),
    "impakt_sim_copy": (STATUS, [OUT, SIM]),
    "impakt_sim_free": (None, [SIM]),
    "impakt_sim_message": (TEXT, [SIM]),
    "impakt_sim_set_option": (STATUS, [SIM, c_int, c_double]),
    "impakt_option_range": (STATUS, [c_int, DOUBLES, DOUBLES]),
    "impakt_sim_use_preset": (STATUS, [SIM, TEXT]),
    "impakt_sim_set_parameter": (STATUS, [SIM, TEXT, c_double]),
    "impakt_sim_set_parameters": (STATUS, [SIM, DOUBLES, c_size_t]),
    "impakt_sim_get_parameters": (STATUS, [SIM, DOUBLES, c_size_t]),
    "impakt_sim_get_derived": (STATUS, [SIM, DOUBLES, c_size_t]),
    "impakt_sim_set_patient": (STATUS, [SIM, TEXT, c_double]),
    "impakt_sim_set_initial": (STATUS, [SIM, TEXT, c_double]),
    "impakt_sim_get_initial": (STATUS, [SIM, DOUBLES, c_size_t]),
    # parameters in time
    "impakt_sim_set_course": (STATUS, [SIM, TEXT, c_int, DOUBLES, DOUBLES, c_size_t]),
    "impakt_sim_set_patient_course": (STATUS, [SIM, TEXT, c_int, DOUBLES, DOUBLES, c_size_t]),
    "impakt_sim_course_clear": (STATUS, [SIM]),
    "impakt_sim_courses": (c_int, [SIM]),
    "impakt_sim_get_course": (
        STATUS,
        [SIM, c_int, TEXTS, INTS, DOUBLES, DOUBLES, c_size_t, SIZES],
    ),
    # a patient's record
    "impakt_patient_size": (c_int, []),
    "impakt_patient_text": (TEXT, [c_int, c_int]),
    "impakt_patient_new": (STATUS, [OUT]),
    "impakt_patient_copy": (STATUS, [OUT, PATIENT]),
    "impakt_patient_free": (None, [PATIENT]),
    "impakt_patient_message": (TEXT, [PATIENT]),
    "impakt_patient_set": (STATUS, [PATIENT, TEXT, c_double, TEXT]),
    "impakt_patient_get": (STATUS, [PATIENT, TEXT, DOUBLES]),
    "impakt_patient_apply": (STATUS, [PATIENT, SIM, c_int]),
    "impakt_patient_draw": (STATUS, [PATIENT, c_double, c_double]),
    "impakt_growth_value": (STATUS, [c_int, c_int, c_double, c_double, DOUBLES]),
    "impakt_growth_z": (STATUS, [c_int, c_int, c_double, c_double, DOUBLES]),
    "impakt_normal_p": (c_double, [c_double]),
    "impakt_normal_z": (c_double, [c_double]),
    "impakt_cohort_size": (c_int, []),
    "impakt_cohort_text": (TEXT, [c_int, c_int]),
    "impakt_cohort_number": (c_double, [c_int, c_int]),
    "impakt_cohort_age": (STATUS, [c_int, c_double, DOUBLES]),
    # doses
    "impakt_sim_dose": (STATUS, [SIM, TEXT, c_double, c_double, TEXT, c_double, INTS]),
    "impakt_sim_dose_rate": (
        STATUS,
        [SIM, TEXT, c_double, c_double, TEXT, c_double, TEXT, INTS],
    ),
    "impakt_sim_infuse": (STATUS, [SIM, TEXT, c_double, c_double, TEXT, c_double, INTS]),
    "impakt_sim_dose_repeat": (STATUS, [SIM, c_int, c_double, c_int]),
    "impakt_sim_dose_modelled": (STATUS, [SIM, TEXT, c_double, c_double, TEXT, TEXT, INTS]),
    "impakt_sim_dose_steady": (STATUS, [SIM, c_int, c_double, c_int]),
    "impakt_sim_steady_infusion": (STATUS, [SIM, TEXT, c_double, c_double, TEXT, c_int, INTS]),
    "impakt_sim_reset": (STATUS, [SIM, c_double, INTS]),
    "impakt_sim_replace": (STATUS, [SIM, TEXT, c_double, c_double, INTS]),
    "impakt_sim_multiply": (STATUS, [SIM, TEXT, c_double, c_double, INTS]),
    "impakt_sim_dose_table": (STATUS, [SIM, c_size_t, INTS, DOUBLES, DOUBLES, DOUBLES]),
    "impakt_sim_dose_clear": (STATUS, [SIM]),
    "impakt_sim_doses": (STATUS, [SIM, INTS, DOUBLES, DOUBLES, DOUBLES, c_size_t, SIZES]),
    # rules and checks
    "impakt_sim_dose_most": (STATUS, [SIM, c_int, c_double, TEXT]),
    "impakt_sim_dose_course": (STATUS, [SIM, c_int, c_int]),
    "impakt_sim_rule": (STATUS, [SIM, TEXT, c_int, c_double, INTS]),
    "impakt_sim_rule_rearm": (STATUS, [SIM, c_int, c_double]),
    "impakt_sim_rule_limit": (STATUS, [SIM, c_int, c_int, c_double]),
    "impakt_sim_rule_rest": (STATUS, [SIM, c_int, c_double, c_int]),
    "impakt_sim_rule_between": (STATUS, [SIM, c_int, c_double, c_double]),
    "impakt_sim_rule_dose": (STATUS, [SIM, c_int, c_int, c_double]),
    "impakt_sim_rule_scale": (STATUS, [SIM, c_int, TEXT, c_double, c_double]),
    "impakt_sim_rule_rate": (STATUS, [SIM, c_int, TEXT, c_double, TEXT, c_double]),
    "impakt_sim_rule_set": (STATUS, [SIM, c_int, TEXT, c_double, c_double]),
    "impakt_sim_rule_stop": (STATUS, [SIM, c_int, c_double]),
    "impakt_sim_rule_clear": (STATUS, [SIM]),
    "impakt_sim_fired": (STATUS, [SIM, c_int, DOUBLES, c_size_t, SIZES]),
    "impakt_sim_check": (
        STATUS,
        [SIM, c_int, TEXT, c_int, c_double, c_int, c_double, INTS],
    ),
    "impakt_sim_given": (STATUS, [SIM, INTS, DOUBLES, DOUBLES, DOUBLES, c_size_t, SIZES]),
    "impakt_sim_checked": (STATUS, [SIM, c_int, DOUBLES, c_size_t, SIZES]),
    # dose tables
    "impakt_table_new": (STATUS, [OUT]),
    "impakt_table_free": (None, [TABLE]),
    "impakt_table_message": (TEXT, [TABLE]),
    "impakt_table_read": (STATUS, [TABLE, TEXT, TEXT, c_size_t]),
    "impakt_table_covariate": (STATUS, [TABLE, TEXT, c_int]),
    "impakt_table_ignore": (STATUS, [TABLE, TEXT]),
    "impakt_table_people": (c_int, [TABLE]),
    "impakt_table_id": (TEXT, [TABLE, c_int]),
    "impakt_table_give": (STATUS, [TABLE, TEXT, SIM]),
    "impakt_table_times": (STATUS, [TABLE, TEXT, DOUBLES, c_size_t, SIZES]),
    "impakt_table_observed": (STATUS, [TABLE, TEXT, DOUBLES, DOUBLES, c_size_t, SIZES]),
    # measures
    "impakt_sim_measure": (STATUS, [SIM, TEXT, c_int, c_double, c_double, c_double, INTS]),
    "impakt_sim_measured": (STATUS, [SIM, c_int, DOUBLES]),
    "impakt_sim_measure_clear": (STATUS, [SIM]),
    # running
    "impakt_sim_watch": (STATUS, [SIM, TEXT]),
    "impakt_sim_watch_clear": (STATUS, [SIM]),
    "impakt_sim_columns": (c_int, [SIM]),
    "impakt_sim_column_name": (TEXT, [SIM, c_int]),
    "impakt_sim_column_unit": (TEXT, [SIM, c_int]),
    "impakt_sim_run": (STATUS, [SIM, DOUBLES, c_size_t, DOUBLES, c_size_t]),
    "impakt_sim_slope_in": (STATUS, [SIM, TEXT]),
    "impakt_sim_slope_in_initial": (STATUS, [SIM, TEXT]),
    "impakt_sim_slope_in_dose": (STATUS, [SIM, c_int, c_int]),
    "impakt_sim_slopes": (c_int, [SIM]),
    "impakt_sim_slope_in_level": (STATUS, [SIM, c_int]),
    "impakt_sim_slope_clear": (STATUS, [SIM]),
    "impakt_sim_run_slopes": (
        STATUS,
        [SIM, DOUBLES, c_size_t, DOUBLES, c_size_t, DOUBLES, c_size_t],
    ),
    "impakt_sim_solver": (TEXT, [SIM]),
    "impakt_sim_counter": (c_int64, [SIM, c_int]),
    # the equations alone
    "impakt_sim_rhs": (
        STATUS,
        [SIM, c_double, DOUBLES, c_size_t, DOUBLES, c_size_t, DOUBLES, c_size_t],
    ),
    "impakt_sim_outputs": (STATUS, [SIM, c_double, DOUBLES, c_size_t, DOUBLES, c_size_t]),
    "impakt_sim_jacobian_entries": (c_int, [SIM]),
    "impakt_sim_jacobian_pattern": (STATUS, [SIM, INTS, INTS, c_size_t]),
    "impakt_sim_jacobian": (
        STATUS,
        [SIM, c_double, DOUBLES, c_size_t, DOUBLES, c_size_t, DOUBLES, c_size_t],
    ),
    # populations
    "impakt_population_new": (STATUS, [OUT, SIM]),
    "impakt_population_free": (None, [POPULATION]),
    "impakt_population_message": (TEXT, [POPULATION]),
    "impakt_population_set_option": (STATUS, [POPULATION, c_int, c_double]),
    "impakt_population_vary": (STATUS, [POPULATION, TEXT, c_int, c_double]),
    "impakt_population_correlate": (STATUS, [POPULATION, TEXT, TEXT, c_double]),
    "impakt_population_truncate": (STATUS, [POPULATION, TEXT, c_double, c_double]),
    "impakt_population_uncertain": (STATUS, [POPULATION, TEXT, c_int, c_double]),
    "impakt_population_replicate": (STATUS, [POPULATION, c_uint64]),
    "impakt_population_covariate": (
        STATUS,
        [c_void_p, TEXT, c_int, c_double, c_double, c_double, c_double],
    ),
    "impakt_population_table": (STATUS, [POPULATION, TEXTS, c_size_t, DOUBLES, c_size_t, c_int]),
    "impakt_population_residual": (STATUS, [POPULATION, c_int]),
    "impakt_population_patient": (STATUS, [POPULATION, c_uint64, c_uint64, OUT]),
    "impakt_population_run": (
        STATUS,
        [c_void_p, c_uint64, c_uint64, c_uint64, DOUBLES, c_size_t, c_int, c_void_p, DOUBLES,
         c_size_t, INTS],
    ),
    "impakt_population_lanes": (c_int, [POPULATION]),
    "impakt_population_solver": (TEXT, [POPULATION]),
    "impakt_summary_new": (STATUS, [OUT, POPULATION, DOUBLES, c_size_t, TEXT]),
    "impakt_summary_free": (None, [SUMMARY]),
    "impakt_summary_message": (TEXT, [SUMMARY]),
    "impakt_summary_merge": (STATUS, [SUMMARY, SUMMARY]),
    "impakt_summary_value": (STATUS, [SUMMARY, c_int, c_size_t, c_int, c_double, DOUBLES]),
    "impakt_summary_measured": (STATUS, [SUMMARY, c_int, c_int, c_double, DOUBLES]),
    "impakt_summary_patients": (c_uint64, [SUMMARY]),
    "impakt_summary_seed": (c_uint64, [SUMMARY]),
    "impakt_summary_failed": (c_uint64, [SUMMARY]),
    "impakt_summary_failure": (STATUS, [SUMMARY, c_int, WIDES, INTS, TEXTS]),
    "impakt_summary_range": (STATUS, [SUMMARY, c_int, WIDES, WIDES]),
    "impakt_summary_save": (STATUS, [SUMMARY, c_void_p, c_size_t, SIZES]),
    "impakt_summary_load": (STATUS, [OUT, c_void_p, c_size_t]),
    # estimation
    "impakt_fit_new": (STATUS, [OUT, MODEL]),
    "impakt_fit_free": (None, [FIT]),
    "impakt_fit_message": (TEXT, [FIT]),
    "impakt_fit_set_option": (STATUS, [FIT, c_int, c_double]),
    "impakt_fit_add": (STATUS, [FIT, SIM, INTS]),
    "impakt_fit_observe": (STATUS, [FIT, c_int, TEXT, DOUBLES, DOUBLES, INTS, DOUBLES, c_size_t]),
    "impakt_fit_error": (STATUS, [FIT, TEXT, c_int, c_double, c_int]),
    "impakt_fit_estimate": (STATUS, [FIT, TEXT, c_double, c_double, c_double, c_int, c_int]),
    "impakt_fit_prior": (STATUS, [FIT, TEXT, c_int, c_double, c_double]),
    "impakt_fit_unknowns": (c_int, [FIT]),
    "impakt_fit_unknown_name": (TEXT, [FIT, c_int]),
    "impakt_fit_observations": (c_size_t, [FIT]),
    "impakt_fit_run": (STATUS, [FIT]),
    "impakt_fit_plan": (STATUS, [FIT]),
    "impakt_fit_estimates": (STATUS, [FIT, DOUBLES, c_size_t]),
    "impakt_fit_objective": (STATUS, [FIT, DOUBLES]),
    "impakt_fit_covariance": (STATUS, [FIT, DOUBLES, c_size_t]),
    "impakt_fit_correlation": (STATUS, [FIT, DOUBLES, c_size_t]),
    "impakt_fit_standard_errors": (STATUS, [FIT, DOUBLES, c_size_t]),
    "impakt_fit_condition": (STATUS, [FIT, DOUBLES]),
    "impakt_fit_predictions": (STATUS, [FIT, DOUBLES, DOUBLES, c_size_t]),
    "impakt_fit_interval": (STATUS, [FIT, c_int, c_int, c_double, DOUBLES, DOUBLES]),
    "impakt_fit_profile": (STATUS, [FIT, c_int, c_double, DOUBLES]),
    "impakt_fit_evaluate": (STATUS, [FIT, DOUBLES, c_size_t, DOUBLES, DOUBLES, c_size_t]),
    "impakt_fit_information": (STATUS, [FIT, DOUBLES, c_size_t, DOUBLES, c_size_t]),
}

# The header's constants, without their IMPAKT_
CONSTANTS = {
    "OK": 0,
    "STOPPED": 1,
    "REMARK": 2,
    "E_ARGUMENT": -1,
    "E_NAME": -2,
    "E_INDEX": -3,
    "E_LENGTH": -4,
    "E_RANGE": -5,
    "E_ORDER": -6,
    "E_UNIT": -7,
    "E_MEMORY": -8,
    "E_STEADY": -9,
    "E_STEPS": -20,
    "E_ACCURACY": -21,
    "E_NOT_FINITE": -22,
    "E_RULE": -23,
    "E_CONVERGENCE": -30,
    "E_INTERNAL": -99,
    "STATE": 0,
    "PARAMETER": 1,
    "INPUT": 2,
    "OUTPUT": 3,
    "DERIVED": 4,
    "SWITCH": 5,
    "REFERENCE": 6,
    "PRESET": 7,
    "VARIES": 8,
    "CORRELATION": 9,
    "RESIDUAL": 10,
    "JUMP": 11,
    "STUDIED": 12,
    "NEEDS": 13,
    "DRIVEN": 14,
    "NAME": 0,
    "UNIT": 1,
    "MEANING": 2,
    "SOURCE": 3,
    "COVARIATE": 4,
    "DEFAULT": 0,
    "LOW": 1,
    "HIGH": 2,
    "RELATIVE_TOLERANCE": 100,
    "ABSOLUTE_TOLERANCE": 101,
    "MAX_STEPS": 102,
    "MAX_STEP": 103,
    "SAMPLE_AFTER": 105,
    "SOLVER": 106,
    "LANES": 107,
    "SOLVER_AUTO": 0,
    "SOLVER_RODAS5P": 1,
    "SOLVER_RODAS4": 2,
    "SOLVER_CVODE": 3,
    "SOLVER_ADAMS": 4,
    "CARRIED_FORWARD": 0,
    "CARRIED_BACKWARD": 1,
    "LINEAR": 2,
    "COUNT_STEPS": 0,
    "COUNT_RHS": 1,
    "COUNT_JACOBIAN": 2,
    "COUNT_FACTOR": 3,
    "COUNT_LAPACK": 4,
    "COUNT_RESTART": 5,
    "RISING": 1,
    "FALLING": -1,
    "SKIP": 0,
    "DELAY": 1,
    "SCALE": 2,
    "END": 3,
    "PEAK": 0,
    "PEAK_TIME": 1,
    "LOWEST": 2,
    "LOWEST_TIME": 3,
    "AREA": 4,
    "TIME_ABOVE": 5,
    "TIME_BELOW": 6,
    "FIRST_CROSSING": 7,
    "GROWTH_WEIGHT": 0,
    "GROWTH_HEIGHT": 1,
    "STEADY_ALONE": 1,
    "STEADY_ADDED": 2,
    "DOSE_AMOUNT": 0,
    "DOSE_TIME": 1,
    "DOSE_RATE": 2,
    "DOSE_DURATION": 3,
    "DOSE_LAG": 4,
    "DOSE_FRACTION": 5,
    "DOSE_INTERVAL": 6,
    "NORMAL": 0,
    "LOG_NORMAL": 1,
    "UNIFORM": 2,
    "LOGIT_NORMAL": 3,
    "SUMMARY_COUNT": 0,
    "SUMMARY_ABSENT": 1,
    "SUMMARY_MEAN": 2,
    "SUMMARY_SD": 3,
    "SUMMARY_LEAST": 4,
    "SUMMARY_MOST": 5,
    "SUMMARY_QUANTILE": 6,
    "FIT_LEAST_SQUARES": 200,
    "FIT_MAX_ITERATIONS": 201,
    "FIT_TOLERANCE": 202,
    "FIT_HESSIAN": 203,
    "SCALE_LINEAR": 0,
    "SCALE_LOG": 1,
    "SCALE_LOGIT": 2,
    "ERROR_ADDITIVE": 0,
    "ERROR_PROPORTIONAL": 1,
    "ERROR_LOG_NORMAL": 2,
    "WALD": 0,
    "PROFILE": 1,
}


def candidates():
    """Every file that may be the library, best first: (where it was looked for, path).  Where
    nothing was found the path is None."""
    wanted = os.environ.get("IMPAKT_LIBRARY")
    if wanted:
        # A wish that cannot be met is an error, never a reason to take another library.
        yield "IMPAKT_LIBRARY", wanted
        return
    name = "libimpakt*.dylib" if sys.platform == "darwin" else "libimpakt.so*"
    here = Path(__file__).resolve().parent
    root = here.parents[2]  # of the source tree; of the prefix's lib where it is installed
    places = [(here, "")]  # next to the package
    if (root / "meson.build").is_file():
        places.append((root, "build*/lib/"))
    else:
        # installed as PREFIX/lib/pythonX/site-packages/impakt: the same prefix comes first
        places += [(root, ""), (root, "*/"), (root.parent, "lib*/")]
    for place, below in places:
        # our own soname before others; a build tree called build before build-more
        found = sorted((p for p in place.glob(below + name) if p.is_file()),
                       key=lambda p: (p.name != SONAME, len(str(p)), str(p)))
        if not found:
            yield str(place / (below + name)), None
        for path in found:
            yield str(path), str(path)
    found = ctypes.util.find_library("impakt")
    yield "the system's loader (libimpakt)", found


def open_first():
    looked = []
    for where, path in candidates():
        if path is None:
            looked.append(f"  {where}: nothing there")
            continue
        try:
            return ctypes.CDLL(path)
        except OSError as error:
            looked.append(f"  {where}: {error}")
    raise ImportError(
        "impakt's shared library was not found.  Set IMPAKT_LIBRARY to its full path, or build "
        "it with 'meson setup build && ninja -C build'.  Looked at:\n" + "\n".join(looked)
    )


def load():
    """The library with all of FUNCTIONS typed."""
    library = open_first()
    for name, (result, arguments) in FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError(
                f"{library._name} has no function {name}: it is not the impakt library, or "
                f"older than this package (interface {INTERFACE[0]}.{INTERFACE[1]})"
            ) from None
        function.restype, function.argtypes = result, arguments
    found = [c_int() for _ in range(3)]
    library.impakt_version(*(ctypes.byref(number) for number in found))
    major, minor, _ = (number.value for number in found)
    # Before 1.0 a minor version may break; from then on a later one only adds.
    fits = major == INTERFACE[0] and (minor == INTERFACE[1] if major == 0
                                      else minor >= INTERFACE[1])
    if not fits:
        raise ImportError(
            f"{library._name} is impakt {major}.{minor}, but this package is for "
            f"{INTERFACE[0]}.{INTERFACE[1]}"
        )
    return library
