/* impakt.h — ordinary differential equation models of immunotherapy for acute lymphoblastic
 * leukaemia, and of its toxicities.  For research; not for treating patients.
 *
 * Conventions that hold for every function
 *   - A function that can fail returns a status: 0 is success, negative is failure,
 *     positive is success with a remark.  A function that cannot fail returns its answer.
 *   - A failing call leaves its object usable and writes nothing to the caller's arrays.  What
 *     went wrong is one sentence in the object's message (impakt_sim_message,
 *     impakt_system_message, impakt_fit_message): which name or number, what was expected, the nearest name.
 *   - Objects come back through the first argument and belong to the caller, who ends them
 *     with the matching _free, which accepts NULL.  Strings and models that come back as
 *     return values belong to the library; the comment says how long they live.
 *   - Arrays belong to the caller and are never kept.  Every array that is written has its
 *     length in elements beside it; a wrong length is IMPAKT_E_LENGTH and nothing is written.
 *   - Tables are row-major.  Times are hours; every other quantity carries the unit that
 *     impakt_model_text() reports for it.
 *   - Models are immutable and may be shared by threads.  Any other object is used by one
 *     thread at a time.  There is no global state. */
#ifndef IMPAKT_H
#define IMPAKT_H

#include <stddef.h>
#include <stdint.h>

#define IMPAKT_VERSION_MAJOR 0
#define IMPAKT_VERSION_MINOR 1
#define IMPAKT_VERSION_PATCH 0

#if defined(__GNUC__)
#define IMPAKT_API __attribute__((visibility("default")))
#else
#define IMPAKT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct impakt_model impakt_model;   /* the equations; immutable */
typedef struct impakt_system impakt_system; /* models being wired together */
typedef struct impakt_sim impakt_sim;       /* one patient on one schedule */
typedef struct impakt_table impakt_table;   /* a dose table that has been read */
typedef struct impakt_fit impakt_fit;       /* a search for parameters */

/* ---- status ------------------------------------------------------------------------ */

typedef int impakt_status; /* an int, whatever the compiler makes of enums */
enum {
  IMPAKT_OK           = 0,
  IMPAKT_STOPPED      = 1,  /* success, but a rule ended the run; the message says which and when */
  IMPAKT_REMARK       = 2,  /* success, but the message says what to keep in mind */
  IMPAKT_E_ARGUMENT   = -1, /* a pointer is NULL or a number is not finite */
  IMPAKT_E_NAME       = -2, /* no quantity, model or preset of that name */
  IMPAKT_E_INDEX      = -3, /* index or number outside its list */
  IMPAKT_E_LENGTH     = -4, /* array of the wrong length */
  IMPAKT_E_RANGE      = -5, /* value outside the range of its parameter or option */
  IMPAKT_E_ORDER      = -6, /* times do not increase, or call made too early: before something
                               that it needs was set */
  IMPAKT_E_UNIT       = -7, /* a unit that is unknown, or does not fit */
  IMPAKT_E_MEMORY     = -8,
  IMPAKT_E_STEADY     = -9, /* there is no steady state */
  IMPAKT_E_STEPS      = -20, /* the integrator used up its steps */
  IMPAKT_E_ACCURACY   = -21, /* tolerances could not be met */
  IMPAKT_E_NOT_FINITE = -22, /* the equations gave NaN or infinity */
  IMPAKT_E_RULE       = -23, /* a rule fires more often than there is room for, or has no slope */
  IMPAKT_E_CONVERGENCE = -30, /* a search ended before it had found an optimum */
  IMPAKT_E_INTERNAL   = -99  /* a mistake of the library; please report it */
};

/* The meaning of a status, "unknown status" for any other number; never NULL, lives for ever. */
IMPAKT_API const char *impakt_status_text(impakt_status status);

/* The version of the library that runs, which may differ from this header's.  A pointer may be
 * NULL. */
IMPAKT_API void impakt_version(int *major, int *minor, int *patch);

/* How many of `to` one of `from` is, such as 1000 for "g" and "mg"; NaN if they do not measure the
 * same thing, or if one is no unit. */
IMPAKT_API double impakt_unit_ratio(const char *from, const char *to);

/* ---- models ------------------------------------------------------------------------
 * A model is a list of each of the kinds below.  The order within a list may change from one
 * version to the next: find quantities by name. */

enum {                    /* kinds of row */
  IMPAKT_STATE       = 0, /* UNIT; NUMBER_DEFAULT is the size below which a value is noise */
  IMPAKT_PARAMETER   = 1, /* UNIT, SOURCE, default and range */
  IMPAKT_INPUT       = 2, /* UNIT; a rate from outside: doses, or another model's output */
  IMPAKT_OUTPUT      = 3, /* UNIT; follows from states, parameters and time */
  IMPAKT_DERIVED     = 4, /* UNIT; follows from parameters alone */
  IMPAKT_SWITCH      = 5, /* 0, and 1 while its expression is above 0 */
  IMPAKT_REFERENCE   = 6, /* NAME is the key that SOURCE shows, UNIT the DOI, MEANING the work */
  IMPAKT_PRESET      = 7, /* SOURCE; other values for the same equations: a drug, patients */
  IMPAKT_VARIES      = 8, /* NAME a parameter, UNIT the distribution (normal, log_normal, uniform,
                             logit_normal), SOURCE; default: the standard deviation of its random
                             effect between patients */
  IMPAKT_CORRELATION = 9, /* NAME and MEANING two parameters, SOURCE; default: the correlation */
  IMPAKT_RESIDUAL    = 10, /* NAME an output, UNIT the kind of error (additive, proportional,
                              log_additive), SOURCE; default: its size */
  IMPAKT_JUMP        = 11, /* NAME a switch or input, UNIT the state that is set anew when the
                              switch rises or a dose is given, MEANING */
  IMPAKT_STUDIED     = 12, /* NAME a covariate, UNIT, SOURCE; low and high: what the
                              publication covers */
  IMPAKT_NEEDS       = 13, /* NAME an input, UNIT a parameter, MEANING why: nothing was published,
                              so that the parameter has no default and must be set before a run
                              gives anything into the input */
  IMPAKT_DRIVEN      = 14  /* NAME an input, UNIT, MEANING why: a run needs a wire or a dose into
                              it, be it of 0 */
};
enum { IMPAKT_NAME = 0, IMPAKT_UNIT = 1, IMPAKT_MEANING = 2, IMPAKT_SOURCE = 3 };
enum { IMPAKT_DEFAULT = 0, IMPAKT_LOW = 1, IMPAKT_HIGH = 2 };

IMPAKT_API int impakt_model_count(void);
IMPAKT_API const impakt_model *impakt_model_at(int index);          /* NULL if outside */
IMPAKT_API const impakt_model *impakt_model_find(const char *name); /* NULL if unknown */
/* The registered name most like an unknown one, for "did you mean"; NULL if none is near. */
IMPAKT_API const char *impakt_model_nearest(const char *name);

/* These live as long as the model: for ever, or as long as the system that made it. */
IMPAKT_API const char *impakt_model_name(const impakt_model *model);
IMPAKT_API const char *impakt_model_title(const impakt_model *model);
IMPAKT_API const char *impakt_model_time(const impakt_model *model); /* its own unit of time */
IMPAKT_API int impakt_model_revision(const impakt_model *model); /* grows when results change */
/* The START, OBSERVE and EQUATIONS blocks as they stand in the model's file; "" for a system. */
IMPAKT_API const char *impakt_model_equations(const impakt_model *model);

/* How many rows of a kind; 0 for an unknown kind. */
IMPAKT_API int impakt_model_size(const impakt_model *model, int kind);
/* The row of that name, or -1. */
IMPAKT_API int impakt_model_index(const impakt_model *model, int kind, const char *name);
/* NULL if kind or index are outside, "" if that kind has no such field.  SOURCE is the key of an
 * IMPAKT_REFERENCE, or one of
 *   assumed   nobody published it          derived   follows from published numbers
 *   fitted    to published data, by us     recalled  from a publication not at hand
 *   patient   a covariate                  exact     a constant; cannot be set */
IMPAKT_API const char *impakt_model_text(const impakt_model *model, int kind, int index,
                                         int field);
/* NaN if kind or index are outside or that kind has no such number. */
IMPAKT_API double impakt_model_number(const impakt_model *model, int kind, int index,
                                      int field);
/* The unit of a dose into an input: that of the input with its time removed ("mg" for "mg/h").
 * Writes at most n characters, the ending NUL included; IMPAKT_E_LENGTH if it does not fit. */
IMPAKT_API impakt_status impakt_model_dose_unit(const impakt_model *model, int input, char *unit,
                                                size_t n);
/* The settings of a preset: *count is how many; the first min(count, n) are written. */
IMPAKT_API impakt_status impakt_model_preset(const impakt_model *model, int preset,
                                             int *parameter, double *value, size_t n,
                                             size_t *count);

/* ---- models wired together ---------------------------------------------------------
 * A system is a set of models, each under a label, whose quantities are called "label.name".
 * An output wired to an input is added to whatever else the input gets. */

IMPAKT_API impakt_status impakt_system_new(impakt_system **out, const char *name);
IMPAKT_API void impakt_system_free(impakt_system *system);
/* What went wrong in the last failing call on system, "" if none.  Lives until the next call. */
IMPAKT_API const char *impakt_system_message(const impakt_system *system);
/* label: letters, digits and _; once a system. */
IMPAKT_API impakt_status impakt_system_add(impakt_system *system, const char *label,
                                           const impakt_model *model);
/* "chemo.C" to "marrow.C": the units must measure the same thing, and are converted. */
IMPAKT_API impakt_status impakt_system_connect(impakt_system *system, const char *output,
                                               const char *input);
/* The output times a factor with a unit, such as 0.005 and "uL/cell" for cells per microlitre as
 * part of their normal number.  unit NULL: the factor is a bare number. */
IMPAKT_API impakt_status impakt_system_connect_times(impakt_system *system, const char *output,
                                                     const char *input, double factor,
                                                     const char *unit);
/* The finished model, with time in hours.  It lives as long as the system, which takes no more
 * models or wires from here on (IMPAKT_E_ORDER). */
IMPAKT_API impakt_status impakt_system_model(impakt_system *system, const impakt_model **out);

/* ---- one simulation ----------------------------------------------------------------
 * A run starts at time 0 from the model's own initial state.  Doses, samples and measures lie
 * at or after 0. */

enum {
  IMPAKT_RELATIVE_TOLERANCE = 100, /* 1e-12 to 0.1; default 1e-6: about what a result is off by.
                                      Each step is held to less, since errors add up. */
  IMPAKT_ABSOLUTE_TOLERANCE = 101, /* default 1: times the relative one and each state's noise */
  IMPAKT_MAX_STEPS          = 102, /* default 100000, from one dose or switch to the next */
  IMPAKT_MAX_STEP           = 103, /* h; default 0, no limit */
  IMPAKT_SAMPLE_AFTER       = 105, /* samples at the time of a dose: 0 before it (default), 1 after */
  IMPAKT_SOLVER             = 106, /* what integrates, one of the following; default 0 */
  IMPAKT_LANES              = 107  /* patients of a population that a thread integrates side by side:
                                      1, 4 or 8; default 0, as many as the processor can, which are
                                      the most whatever is asked for.  No bit of a result changes. */
};
enum {
  IMPAKT_SOLVER_AUTO    = 0, /* RODAS5P, or CVODE for tolerances below 1e-9;
                                impakt_sim_solver says which it was */
  IMPAKT_SOLVER_RODAS5P = 1, /* Rosenbrock, order 5 (Steinebach 2023): a dose costs it little */
  IMPAKT_SOLVER_RODAS4  = 2, /* Rosenbrock, order 4 (Hairer and Wanner 1996), to compare with */
  IMPAKT_SOLVER_CVODE   = 3, /* BDF, order 1 to 5, of SUNDIALS */
  IMPAKT_SOLVER_ADAMS   = 4  /* Adams, order 1 to 12, of SUNDIALS; for what is not stiff */
};
enum { IMPAKT_COUNT_STEPS = 0, IMPAKT_COUNT_RHS = 1, IMPAKT_COUNT_JACOBIAN = 2,
       IMPAKT_COUNT_FACTOR = 3, IMPAKT_COUNT_LAPACK = 4, IMPAKT_COUNT_RESTART = 5 };

/* model must live as long as the simulation. */
IMPAKT_API impakt_status impakt_sim_new(impakt_sim **out, const impakt_model *model);
/* With all settings and doses, without results. */
IMPAKT_API impakt_status impakt_sim_copy(impakt_sim **out, const impakt_sim *sim);
IMPAKT_API void impakt_sim_free(impakt_sim *sim);
/* What went wrong in the last call on sim, or the remark of a run; "" if neither.  Lives until
 * the next call. */
IMPAKT_API const char *impakt_sim_message(const impakt_sim *sim);

IMPAKT_API impakt_status impakt_sim_set_option(impakt_sim *sim, int option, double value);
/* A pointer may be NULL. */
IMPAKT_API impakt_status impakt_option_range(int option, double *low, double *high);

/* On top of what is set: presets add up. */
IMPAKT_API impakt_status impakt_sim_use_preset(impakt_sim *sim, const char *preset);
/* In the parameter's unit, within its range. */
IMPAKT_API impakt_status impakt_sim_set_parameter(impakt_sim *sim, const char *name,
                                                  double value);
/* All of them, in the model's order; constants (source "exact") keep their value, and parameters
 * with a course (impakt_sim_set_course) keep theirs.  NaN leaves a
 * parameter that has no default (IMPAKT_NEEDS) and is not set as it is; get_parameters writes NaN
 * there. */
IMPAKT_API impakt_status impakt_sim_set_parameters(impakt_sim *sim, const double *values,
                                                   size_t n);
IMPAKT_API impakt_status impakt_sim_get_parameters(const impakt_sim *sim, double *values,
                                                   size_t n);
/* The derived quantities that follow from the parameters as they are set. */
IMPAKT_API impakt_status impakt_sim_get_derived(impakt_sim *sim, double *values, size_t n);
/* A covariate of the patient, such as "WT" (kg) or "BSA" (m2), in every model of a system that
 * asks for it under this name.  WT and BSA are also what doses per kg and per m2 go by, and are
 * kept even where no model asks for them. */
IMPAKT_API impakt_status impakt_sim_set_patient(impakt_sim *sim, const char *covariate,
                                                double value);
/* Starts a state elsewhere than the model does. */
IMPAKT_API impakt_status impakt_sim_set_initial(impakt_sim *sim, const char *state,
                                                double value);
/* The states at time 0, before any dose, with the parameters as they are set. */
IMPAKT_API impakt_status impakt_sim_get_initial(impakt_sim *sim, double *states, size_t n);

/* ---- a patient's record ---------------------------------------------------------------
 * What is known of a person, and what follows from it: body surface, lean mass, function of the
 * kidneys.  A record tells a simulation every covariate that its models ask for and that it
 * can tell, in their units.  Quantities:
 *
 *   given    age (y), female (1 or 0), weight (kg), height (cm), creatinine (mg/dL or umol/L),
 *            gestation (week; 40 if not told)
 *   follow   surface, lean_mass, creatinine_clearance, egfr, ...: impakt_patient_text lists all
 *            with the formula's source
 *
 * Any of them may be set; one that is set stands over its formula, as a measured clearance does.
 * A child of median or other size has weight_z or height_z set in place of weight or height. */

typedef struct impakt_patient impakt_patient;

/* How many quantities a record has; their NAME, UNIT, MEANING and SOURCE, and the name of the
 * covariate that models ask for ("" if none does), by row from 0.  NULL if outside. */
enum { IMPAKT_COVARIATE = 4 };
IMPAKT_API int impakt_patient_size(void);
IMPAKT_API const char *impakt_patient_text(int row, int field);

IMPAKT_API impakt_status impakt_patient_new(impakt_patient **out);
IMPAKT_API impakt_status impakt_patient_copy(impakt_patient **out, const impakt_patient *patient);
IMPAKT_API void impakt_patient_free(impakt_patient *patient);
/* What went wrong in the last call on patient, "" if nothing.  Lives until the next call. */
IMPAKT_API const char *impakt_patient_message(const impakt_patient *patient);

/* By the name of a quantity or of its covariate ("weight" or "WT"); unit NULL for its own. */
IMPAKT_API impakt_status impakt_patient_set(impakt_patient *patient, const char *name,
                                            double value, const char *unit);
/* In the quantity's own unit.  IMPAKT_E_ORDER if something that it follows from is not known, and
 * IMPAKT_E_RANGE if its formula does not hold at that age; the message says which. */
IMPAKT_API impakt_status impakt_patient_get(impakt_patient *patient, const char *name,
                                            double *value);
/* Sets every covariate of sim that the record can tell, and weight and surface for its doses.
 * complete 1: fails, before it sets any, if a model asks for one that the record cannot tell; 0:
 * those stay as they are.  IMPAKT_E_RANGE also if the record contradicts itself: a surface that
 * was set and is more than 10 % off what weight and height make. */
IMPAKT_API impakt_status impakt_patient_apply(impakt_patient *patient, impakt_sim *sim,
                                              int complete);
/* Sets weight and height from two independent standard normal numbers, for the age and sex that
 * are known: below 20 y by the growth charts below, from then on height normal and weight
 * log-normal.  The correlation of the two (children 0.65, adults 0.45) and the adults' means and
 * spreads are assumed. */
IMPAKT_API impakt_status impakt_patient_draw(impakt_patient *patient, double z_height,
                                             double z_weight);

/* The growth charts of the United States (CDC 2000): what a boy (female 0) or girl (1) of an age
 * (0 to 20 y) weighs (kg) or measures (cm; lying down before 2 y) at z standard deviations, and
 * back.  Where the charts' own formula runs off to infinity (girls of 17 y above z = 3.2) the
 * value is cut.  IMPAKT_E_RANGE outside the ages. */
enum { IMPAKT_GROWTH_WEIGHT = 0, IMPAKT_GROWTH_HEIGHT = 1 };
IMPAKT_API impakt_status impakt_growth_value(int measure, int female, double age, double z,
                                             double *value);
IMPAKT_API impakt_status impakt_growth_z(int measure, int female, double age, double value,
                                         double *z);
/* The part of a normal distribution below z, and the z below which the part p lies: centiles are
 * 100 p.  NaN for a p that is none. */
IMPAKT_API double impakt_normal_p(double z);
IMPAKT_API double impakt_normal_z(double p);

/* Ages in trials: log-normal between the youngest and the oldest, with the published median;
 * the spread is assumed.  NAME, UNIT, MEANING and SOURCE; DEFAULT (the median), LOW and HIGH. */
IMPAKT_API int impakt_cohort_size(void);
IMPAKT_API const char *impakt_cohort_text(int cohort, int field); /* NULL if outside */
IMPAKT_API double impakt_cohort_number(int cohort, int field);    /* NaN if outside */
/* The age (y) below which the part u, from 0 to 1, of a cohort lies. */
IMPAKT_API impakt_status impakt_cohort_age(int cohort, double u, double *age);

/* ---- parameters in time --------------------------------------------------------------
 * A parameter or covariate may follow a course of its own: n values at increasing times (h), and a
 * rule, which is always chosen, for what holds between them.  After the last time its value holds.
 *   CARRIED_FORWARD   a value holds from its time to the next; the first time is 0 (NONMEM's
 *                     usual rule, LOCF)
 *   CARRIED_BACKWARD  a value holds up to its time, that included, since the one before; the first
 *                     holds from 0 (NOCB)
 *   LINEAR            straight from one value to the next; the first time is 0
 * What is given goes by the value at the time of its record: what is carried forward has changed
 * before a dose at the same time, what is carried backward changes after it.  A dose per kg or m2
 * takes weight and surface of that time, and so do lag, fraction that arrives, molar mass, and
 * rate or duration that a parameter says; the lag does not move that time.  Samples at the time
 * of a change are taken before all of it, or after all of it (IMPAKT_SAMPLE_AFTER).
 * The state at the start, and a reset, take the values at 0, which are also what
 * impakt_sim_get_parameters and _get_derived give; the equations alone take those at their time.
 * The slope in a parameter with a course is that of the whole course shifted.
 * The later call wins: setting a parameter, preset or covariate to one value ends its course. */

enum { IMPAKT_CARRIED_FORWARD = 0, IMPAKT_CARRIED_BACKWARD = 1, IMPAKT_LINEAR = 2 };

/* values: in the parameter's unit, within its range. */
IMPAKT_API impakt_status impakt_sim_set_course(impakt_sim *sim, const char *parameter, int rule,
                                               const double *times, const double *values,
                                               size_t n);
/* Of a covariate, in every model that asks for it; see impakt_sim_set_patient. */
IMPAKT_API impakt_status impakt_sim_set_patient_course(impakt_sim *sim, const char *covariate,
                                                       int rule, const double *times,
                                                       const double *values, size_t n);
/* Ends all courses: the values at 0 hold. */
IMPAKT_API impakt_status impakt_sim_course_clear(impakt_sim *sim);
/* How many there are: one for each parameter, or one for a WT or BSA that no model asks for. */
IMPAKT_API int impakt_sim_courses(const impakt_sim *sim);
/* The name of the parameter, the rule, and how many values there
 * are, of which the first min(*count, n) are written.  Any pointer but sim may be NULL.
 * IMPAKT_E_INDEX if there is no such course. */
IMPAKT_API impakt_status impakt_sim_get_course(const impakt_sim *sim, int course,
                                               const char **name, int *rule, double *times,
                                               double *values, size_t n, size_t *count);

/* ---- doses --------------------------------------------------------------------------
 * unit: NULL for the input's own (an amount in the input's unit with its time removed, a rate in
 * the input's unit), or a unit that can be converted: mg, mg/kg, mg/m2, nmol, cell/kg, ug/m2/d.
 * Weight, body surface and molar mass are looked up when the run starts.  Times and durations in
 * hours.  *dose numbers the record; dose may be NULL.
 * The input's fraction that arrives scales the amount; of an infusion it scales the rate, or the
 * duration where amount and rate are given.  The input's lag delays the record.
 * Several doses into one input add up. */

/* AMT over duration; 0 is a bolus.  A bolus needs an input that enters the equations linearly. */
IMPAKT_API impakt_status impakt_sim_dose(impakt_sim *sim, const char *input, double time,
                                         double amount, const char *unit, double duration,
                                         int *dose);
/* AMT at RATE: lasts amount / rate. */
IMPAKT_API impakt_status impakt_sim_dose_rate(impakt_sim *sim, const char *input, double time,
                                              double amount, const char *amount_unit,
                                              double rate, const char *rate_unit, int *dose);
/* RATE for duration.  Also for an input that is not a dose, such as a concentration that drives
 * a toxicity. */
IMPAKT_API impakt_status impakt_sim_infuse(impakt_sim *sim, const char *input, double time,
                                           double rate, const char *unit, double duration,
                                           int *dose);
/* The record is given count times in all, interval hours apart (NONMEM: II, ADDL = count - 1). */
IMPAKT_API impakt_status impakt_sim_dose_repeat(impakt_sim *sim, int dose, double interval,
                                                int count);
/* AMT at a rate, or over a duration, that a parameter of the model says (RATE -1 and -2): which of
 * both follows from the parameter's unit. */
IMPAKT_API impakt_status impakt_sim_dose_modelled(impakt_sim *sim, const char *input,
                                                  double time, double amount, const char *unit,
                                                  const char *parameter, int *dose);

/* A steady state stands for doses given every interval since ever, the last of them one interval
 * before the record, which is given as well.  Each arrived, or still will, by the input's lag; an
 * infusion longer than the interval overlaps its followers, and those that run go on.
 *   ALONE  (SS 1) all states become those of the steady state; what else was given before is gone.
 *   ADDED  (SS 2) the states gain what the steady state has above one without any dose.
 * A state that nothing depends on, such as an area, has no steady state and starts anew (ALONE) or
 * goes on (ADDED).  Steady states of linear equations are solved directly, others by Newton's
 * method on what one interval does to the states.  The run is refused (IMPAKT_E_STEADY) if there
 * is none: if time acts on the equations, or a state grows without end; the message names it. */
enum { IMPAKT_STEADY_ALONE = 1, IMPAKT_STEADY_ADDED = 2 };
/* Makes a dose one at steady state (SS, II).  With impakt_sim_dose_repeat its repeats follow, at
 * the same interval. */
IMPAKT_API impakt_status impakt_sim_dose_steady(impakt_sim *sim, int dose, double interval,
                                                int steady);
/* The states under RATE since ever (SS with AMT and II 0).  As in NONMEM the infusion ends with
 * the record, and no fraction and no lag apply; impakt_sim_infuse lets it go on. */
IMPAKT_API impakt_status impakt_sim_steady_infusion(impakt_sim *sim, const char *input,
                                                    double time, double rate, const char *unit,
                                                    int steady, int *dose);

/* Records that set states anew; they are numbered, repeated and cleared as doses are.  At one
 * time: infusions end, resets, steady states, replaced, multiplied states, infusions start,
 * boluses.
 * Reset (EVID 3; with a dose at the same time EVID 4): all states back to the start, infusions
 * off, and what has been given but has not arrived is lost.  Later repeats are given. */
IMPAKT_API impakt_status impakt_sim_reset(impakt_sim *sim, double time, int *dose);
IMPAKT_API impakt_status impakt_sim_replace(impakt_sim *sim, const char *state, double time,
                                            double value, int *dose);
IMPAKT_API impakt_status impakt_sim_multiply(impakt_sim *sim, const char *state, double time,
                                             double factor, int *dose);

/* n records at once in the inputs' own units; input[] are rows of IMPAKT_INPUT.  All or none. */
IMPAKT_API impakt_status impakt_sim_dose_table(impakt_sim *sim, size_t n, const int *input,
                                               const double *time, const double *amount,
                                               const double *duration);
/* All records, with slopes in them, checks of them, and what rules do with them. */
IMPAKT_API impakt_status impakt_sim_dose_clear(impakt_sim *sim);
/* A record's amount is cut to this: 8 mg/kg, at most 800 mg.  Each time it is given, before the
 * fraction that arrives; not of a rate for a duration. */
IMPAKT_API impakt_status impakt_sim_dose_most(impakt_sim *sim, int dose, double amount,
                                              const char *unit);
/* *count is how many times anything is given, but for what rules give; the first min(count, n) are written in order of
 * time.  amount in the input's own unit after conversion, before the fraction that arrives;
 * time before the lag.  Any of the arrays may be NULL. */
IMPAKT_API impakt_status impakt_sim_doses(impakt_sim *sim, int *input, double *time,
                                          double *amount, double *duration, size_t n,
                                          size_t *count);

/* ---- rules: what is done when a quantity crosses a level ----------------------------------
 * A rule watches a state or output and fires when it goes beyond a level: above it
 * (IMPAKT_RISING) or below it (IMPAKT_FALLING).  It is armed while the quantity is not beyond; one
 * that starts beyond its level has to come back first, and one that only touches it fires nothing.
 * A jump across the level counts, at its time.
 *   When: the moment is located on the interpolant of the integrator's own step, to 1e-12 of the
 * time where the solution is exact, so that its error is that of the solution.  A quantity is looked
 * at four times a step, evenly: one that goes beyond its level and comes back between two of these is
 * not seen.  Samples never change what fires.  A sample at the time of a firing is taken before it, or
 * after it with IMPAKT_SAMPLE_AFTER, as with doses.
 *   Order at one time: switches whose time is known; what is given; switches that states throw; then
 * all rules that have crossed by then, in order of number, each with its undelayed actions at once in
 * the order of the calls; then rules which these have made cross, and so on.  Among what is given,
 * checks come first, delayed actions before infusions start and boluses.
 *   Slopes go through firings exactly, for the firing times depend on what the slopes are in.  A
 * quantity that steps, such as a whole grade, has no such slope: IMPAKT_E_RULE.
 *   A rule has room for 1000 firings a run, and all rules together give at most 10000 things;
 * beyond is IMPAKT_E_RULE. */

enum { IMPAKT_RISING = 1, IMPAKT_FALLING = -1 };

/* *rule numbers it; rule may be NULL. */
IMPAKT_API impakt_status impakt_sim_rule(impakt_sim *sim, const char *quantity, int direction,
                                         double level, int *rule);
/* Hysteresis: armed again only once the quantity has come back to this level, which is the level
 * itself by default; of a rising rule it lies no higher, of a falling one no lower. */
IMPAKT_API impakt_status impakt_sim_rule_rearm(impakt_sim *sim, int rule, double level);
/* At most so many firings within any time of this length in hours, its start included and its end
 * not; in the whole run if `within` is 0 or infinite.  May be called for both. */
IMPAKT_API impakt_status impakt_sim_rule_limit(impakt_sim *sim, int rule, int most,
                                               double within);
/* No firing within so many hours of the last one.  What crosses meanwhile is lost, unless again is
 * 1: then the rule fires once more as soon as rest and limits let it if the quantity is beyond the
 * level then, and so on every rest while it stays there. */
IMPAKT_API impakt_status impakt_sim_rule_rest(impakt_sim *sim, int rule, double hours,
                                              int again);
/* Fires from `from` to `to` alone (h; `to` may be infinite).  What crosses outside is lost. */
IMPAKT_API impakt_status impakt_sim_rule_between(impakt_sim *sim, int rule, double from,
                                                 double to);

/* Actions, several a rule if need be, each `delay` hours after the firing.
 * Gives a record, whose own time counts from there.  It is given by rules alone from now on; repeats,
 * lag, fraction, most and units are as ever, by the parameters of time 0. */
IMPAKT_API impakt_status impakt_sim_rule_dose(impakt_sim *sim, int rule, int dose,
                                              double delay);
/* From then on all that is given into the input is multiplied by factor, infusions that run at once:
 * 0 holds, 1 resumes.  An infusion that is held ends when it would have.  A _scale or _rate that
 * acts overrules those of earlier firings into the same input that are still delayed. */
IMPAKT_API impakt_status impakt_sim_rule_scale(impakt_sim *sim, int rule, const char *input,
                                               double factor, double delay);
/* Infusions into the input run at this rate in place of their own, all of them together, while one
 * is scheduled, until the next _scale or _rate.  The fraction that arrives applies.  Boluses are
 * given in full. */
IMPAKT_API impakt_status impakt_sim_rule_rate(impakt_sim *sim, int rule, const char *input,
                                              double rate, const char *unit, double delay);
/* Sets a parameter, within its range, that has no course of its own (impakt_sim_set_course).
 * Doses do not go by it: their fraction, lag and weight are those that they had without. */
IMPAKT_API impakt_status impakt_sim_rule_set(impakt_sim *sim, int rule, const char *parameter,
                                             double value, double delay);
/* The run ends: IMPAKT_STOPPED, later rows of result and slopes are NaN, and measures cover the time
 * until then. */
IMPAKT_API impakt_status impakt_sim_rule_stop(impakt_sim *sim, int rule, double delay);

/* All rules and checks.  Records that rules gave are given no more, until another rule does. */
IMPAKT_API impakt_status impakt_sim_rule_clear(impakt_sim *sim);
/* *count is how often a rule fired in the last run, a failed one too; the first min(count, n) times
 * are written.  IMPAKT_E_ORDER before the first run and after rules were changed. */
IMPAKT_API impakt_status impakt_sim_fired(impakt_sim *sim, int rule, double *times, size_t n,
                                          size_t *count);

/* Checks: each time a record is due, at its own time before the lag, nothing is done about it unless
 * the quantity is above (IMPAKT_RISING) or below (IMPAKT_FALLING) the level.  Several checks of one
 * record are taken in the order of the calls, until one skips, delays or ends. */
enum {
  IMPAKT_SKIP  = 0, /* this one is not given */
  IMPAKT_DELAY = 1, /* this one and all later ones of its course come `value` hours later; it is
                       looked at again then */
  IMPAKT_SCALE = 2, /* this one times `value`: amount or rate; a duration stays */
  IMPAKT_END   = 3  /* neither this nor a later one of the record is given */
};
/* value: hours of a delay, or the factor; otherwise unused.  Not for a record at steady state. */
IMPAKT_API impakt_status impakt_sim_check(impakt_sim *sim, int dose, const char *quantity,
                                          int direction, double level, int action, double value,
                                          int *check);
/* Records of one course are delayed together; by default each is its own.  course: any number from
 * 0. */
IMPAKT_API impakt_status impakt_sim_dose_course(impakt_sim *sim, int dose, int course);
/* When a check acted in the last run; as impakt_sim_fired.  All checks together can act 10000 times
 * a run. */
IMPAKT_API impakt_status impakt_sim_checked(impakt_sim *sim, int check, double *times, size_t n,
                                            size_t *count);

/* What was given in the last run, with what rules gave, and without what checks dropped; as it
 * arrived: time (h) after the lag, amount in the input's own unit after the fraction and a check's
 * factor.  What rules made of an input is not looked at.  dose is the record's number.  In order of
 * time; the first min(count, n) are written, and any of the arrays may be NULL.  IMPAKT_E_ORDER before
 * a run has succeeded. */
IMPAKT_API impakt_status impakt_sim_given(impakt_sim *sim, int *dose, double *time,
                                          double *amount, double *duration, size_t n,
                                          size_t *count);

/* ---- dose tables ---------------------------------------------------------------------
 * Comma-separated text with the items of NONMEM, a line of names first.  Items may be written in
 * any case; TIME is needed, the others are what they are where their column is missing:
 *   ID    one person (all rows are of one); the rows of a person stand together
 *   TIME  h from 0, not decreasing within a person
 *   EVID  0 observation, 1 dose, 2 other event, 3 reset, 4 reset and dose, 5 the state CMT is
 *         replaced by AMT, 6 multiplied by it (1 where AMT or RATE is above 0, else 0)
 *   AMT   in the input's own unit of doses; 0 only for the steady state of a constant infusion
 *   CMT   an input by name, or by its place from 1; of EVID 5 and 6 a state by name (the only input
 *         of a model).  Rows that give nothing are not asked for theirs
 *   RATE  0 a bolus; above 0 in the input's unit; -1 and -2: the rate or the duration is the
 *         parameter R_ or D_ and the input's name, such as "R_iv" (0)
 *   II, ADDL, SS  as impakt_sim_dose_repeat and impakt_sim_dose_steady have them (0)
 *   DV, MDV       what was observed, and 1 where it was not (none)
 * A missing value is . or nothing.  Every other column must be named, as a covariate or as one to
 * be ignored.  Numbers have a decimal point whatever the locale.  Items that contradict one
 * another, and two records of one ID, TIME, EVID, CMT, RATE and SS, are refused; messages begin
 * with name and line. */

IMPAKT_API impakt_status impakt_table_new(impakt_table **out);
IMPAKT_API void impakt_table_free(impakt_table *table);
/* What went wrong in the last call on table; "" if nothing did.  Lives until the next call. */
IMPAKT_API const char *impakt_table_message(const impakt_table *table);
/* Reads and checks length bytes of text, which are not kept; what was read before is forgotten,
 * unless this fails.  name begins messages, such as that of the file; NULL: "table". */
IMPAKT_API impakt_status impakt_table_read(impakt_table *table, const char *name,
                                           const char *text, size_t length);
/* Makes a column a covariate (or another parameter) of the name of the column, by a rule of
 * impakt_sim_set_course.  It is needed in the first row of a person, whose value holds from 0, and
 * may be missing later. */
IMPAKT_API impakt_status impakt_table_covariate(impakt_table *table, const char *column, int rule);
IMPAKT_API impakt_status impakt_table_ignore(impakt_table *table, const char *column);
/* How many people the table is about, and their IDs as they are written ("" without ID; NULL if
 * outside). */
IMPAKT_API int impakt_table_people(const impakt_table *table);
IMPAKT_API const char *impakt_table_id(const impakt_table *table, int person);
/* Adds the records of a person to those of sim, and sets the covariates: all, or on failure
 * nothing.  id: NULL for the only one.  One value throughout is no course. */
IMPAKT_API impakt_status impakt_table_give(impakt_table *table, const char *id, impakt_sim *sim);
/* The times of the rows of EVID 0 and 2, each once, for impakt_sim_run.  *count is how many there
 * are; the first min(count, n) are written. */
IMPAKT_API impakt_status impakt_table_times(impakt_table *table, const char *id, double *times,
                                            size_t n, size_t *count);
/* The rows of EVID 0 that have a DV, and no MDV of 1, as they stand. */
IMPAKT_API impakt_status impakt_table_observed(impakt_table *table, const char *id,
                                               double *times, double *values, size_t n,
                                               size_t *count);

/* ---- measures: one number a run, found while integrating, between the output times too - */

enum {
  IMPAKT_PEAK        = 0,
  IMPAKT_PEAK_TIME   = 1, /* h */
  IMPAKT_LOWEST      = 2,
  IMPAKT_LOWEST_TIME = 3, /* h */
  IMPAKT_AREA        = 4, /* unit of the quantity times hours */
  IMPAKT_TIME_ABOVE  = 5, /* h above level */
  IMPAKT_TIME_BELOW  = 6, /* h below level */
  IMPAKT_FIRST_CROSSING = 7 /* h; NaN if level is not crossed, in either direction */
};
/* Of a state or output between two times; level is used by the last three.  A bolus at `from` has
 * been given, one at `to` has not.  *measure numbers it; measure may be NULL.  A run goes on to the last
 * time that a measure asks for.  An output that steps, such as a whole grade, is flat between its
 * steps, and these are located; one that is undone within a quarter of the integrator's step is not
 * seen. */
IMPAKT_API impakt_status impakt_sim_measure(impakt_sim *sim, const char *quantity, int what,
                                            double level, double from, double to, int *measure);
/* IMPAKT_E_ORDER before a run has succeeded. */
IMPAKT_API impakt_status impakt_sim_measured(const impakt_sim *sim, int measure, double *value);
IMPAKT_API impakt_status impakt_sim_measure_clear(impakt_sim *sim);

/* ---- running ------------------------------------------------------------------------ */

/* A state or output becomes a column of the result, in the order of the calls; all states and
 * then all outputs if there is no call. */
IMPAKT_API impakt_status impakt_sim_watch(impakt_sim *sim, const char *quantity);
IMPAKT_API impakt_status impakt_sim_watch_clear(impakt_sim *sim);
IMPAKT_API int impakt_sim_columns(const impakt_sim *sim);
/* NULL if outside. */
IMPAKT_API const char *impakt_sim_column_name(const impakt_sim *sim, int column);
IMPAKT_API const char *impakt_sim_column_unit(const impakt_sim *sim, int column);

/* IMPAKT_E_ORDER if a dose or wire enters an input that needs a parameter which has not been set
 * (IMPAKT_NEEDS), or if nothing drives an input that must be driven (IMPAKT_DRIVEN).
 * IMPAKT_REMARK if a covariate lies outside what the publication covers (IMPAKT_STUDIED);
 * IMPAKT_STOPPED if a rule ended it.
 * result[n_times][columns] at increasing times.  The times do not change the steps that are
 * taken, except that the run ends with the last of them. */
IMPAKT_API impakt_status impakt_sim_run(impakt_sim *sim, const double *times, size_t n_times,
                                        double *result, size_t result_length);
/* Adds a parameter to the slopes. */
IMPAKT_API impakt_status impakt_sim_slope_in(impakt_sim *sim, const char *parameter);
/* The start of a state, per unit of the state. */
IMPAKT_API impakt_status impakt_sim_slope_in_initial(impakt_sim *sim, const char *state);
enum {                      /* properties of a record */
  IMPAKT_DOSE_AMOUNT   = 0, /* per unit in which it was given; the value of _replace, the factor
                               of _multiply */
  IMPAKT_DOSE_TIME     = 1, /* per h, of all its repeats */
  IMPAKT_DOSE_RATE     = 2, /* per unit in which it was given */
  IMPAKT_DOSE_DURATION = 3, /* per h; the amount stays */
  IMPAKT_DOSE_LAG      = 4, /* per h that this record's lag grows */
  IMPAKT_DOSE_FRACTION = 5, /* per 1 that the fraction of this record that arrives grows */
  IMPAKT_DOSE_INTERVAL = 6  /* per h between its repeats */
};
/* A property of the record of that number, all its repeats included. */
IMPAKT_API impakt_status impakt_sim_slope_in_dose(impakt_sim *sim, int dose, int what);
/* The level of a rule, per unit of its quantity. */
IMPAKT_API impakt_status impakt_sim_slope_in_level(impakt_sim *sim, int rule);
/* How many slopes have been asked for. */
IMPAKT_API int impakt_sim_slopes(const impakt_sim *sim);
IMPAKT_API impakt_status impakt_sim_slope_clear(impakt_sim *sim);
/* slopes[n_times][columns][slopes]: change of a column per unit of what a slope is in, in the
 * order of the calls.  Exact through doses, switches and steady states; where what happens depends
 * on the order of two events, or a level is touched and not crossed, there is no slope, and the
 * value is that of the order as it was. */
IMPAKT_API impakt_status impakt_sim_run_slopes(impakt_sim *sim, const double *times,
                                               size_t n_times, double *result,
                                               size_t result_length, double *slopes,
                                               size_t slopes_length);
/* What integrated in the last run: "rodas5p", "rodas4", "cvode" or "adams"; "" before the first.
 * Never NULL, lives for ever. */
IMPAKT_API const char *impakt_sim_solver(const impakt_sim *sim);
/* Of the last run; 0 for an unknown counter.  LAPACK: factorisations that needed its pivots. */
IMPAKT_API int64_t impakt_sim_counter(const impakt_sim *sim, int counter);

/* ---- populations ---------------------------------------------------------------------
 * Many patients on one schedule.  Patient number i of a seed is the same in any run, thread, shard
 * or order: every random number is computed from the seed, the patient and what it is for.  One
 * patient's failure never spoils the others. */

typedef struct impakt_population impakt_population;
typedef struct impakt_summary impakt_summary;

/* sim is the typical patient, and is copied with all its settings: doses, options, measures and what
 * it watches.  To begin with, parameters vary as the model says (IMPAKT_VARIES,
 * IMPAKT_CORRELATION). */
IMPAKT_API impakt_status impakt_population_new(impakt_population **out, const impakt_sim *sim);
IMPAKT_API void impakt_population_free(impakt_population *population);
/* An option of the typical patient, and so of all. */
IMPAKT_API impakt_status impakt_population_set_option(impakt_population *population, int option,
                                                      double value);
/* What went wrong in the last call, or its remark; "" if neither.  Lives until the next call. */
IMPAKT_API const char *impakt_population_message(const impakt_population *population);

enum { /* distributions; eta is normal with mean 0 and the standard deviation that is given */
  IMPAKT_NORMAL       = 0, /* typical + eta */
  IMPAKT_LOG_NORMAL   = 1, /* typical * exp(eta) */
  IMPAKT_UNIFORM      = 2, /* even around typical, with that standard deviation */
  IMPAKT_LOGIT_NORMAL = 3  /* between 0 and 1: the logit of typical, + eta */
};
/* How a parameter differs between patients; 0 for the same in all of them. */
IMPAKT_API impakt_status impakt_population_vary(impakt_population *population,
                                                const char *parameter, int distribution,
                                                double standard_deviation);
/* Of the etas; all correlations together must be positive definite, which a run checks. */
IMPAKT_API impakt_status impakt_population_correlate(impakt_population *population,
                                                     const char *a, const char *b, double rho);
/* A patient whose parameter lies outside is drawn again, with all its etas.  A NORMAL or UNIFORM
 * parameter outside its own range (IMPAKT_LOW, IMPAKT_HIGH) that is not truncated makes the patient
 * fail; LOG_NORMAL and LOGIT_NORMAL ones keep their sign, and may leave that range. */
IMPAKT_API impakt_status impakt_population_truncate(impakt_population *population,
                                                    const char *parameter, double low,
                                                    double high);
/* Uncertainty of a typical value: drawn once for every `patients` of impakt_population_replicate,
 * once for all of them without it. */
IMPAKT_API impakt_status impakt_population_uncertain(impakt_population *population,
                                                     const char *parameter, int distribution,
                                                     double standard_deviation);
IMPAKT_API impakt_status impakt_population_replicate(impakt_population *population,
                                                     uint64_t patients);
/* A covariate, drawn around centre and again if it lies outside low and high (which may be
 * infinite).  Set as by impakt_sim_set_patient. */
IMPAKT_API impakt_status impakt_population_covariate(impakt_population *population,
                                                     const char *covariate, int distribution,
                                                     double centre, double standard_deviation,
                                                     double low, double high);
/* Covariates from a table values[n_rows][n_names]: patient i takes row i modulo n_rows, or with
 * drawn a random one.  It is copied, and comes after the drawn covariates. */
IMPAKT_API impakt_status impakt_population_table(impakt_population *population,
                                                 const char *const *names, size_t n_names,
                                                 const double *values, size_t n_rows, int drawn);
/* Whether results have residual error (IMPAKT_RESIDUAL); 0 to begin with. */
IMPAKT_API impakt_status impakt_population_residual(impakt_population *population, int on);
/* One patient by itself, to look at or to run; the caller's. */
IMPAKT_API impakt_status impakt_population_patient(impakt_population *population, uint64_t seed,
                                                   uint64_t patient, impakt_sim **out);

/* Runs patients first to first + count - 1 on threads of its own, the calling one among them.
 * summary: NULL, or what gathers them.  result: NULL, or [count][n_times][columns]; a patient that
 * fails has NaN.  status: NULL, or [count].  IMPAKT_REMARK if patients have failed; a negative status
 * is one of the whole, and nothing is to be used then. */
IMPAKT_API impakt_status impakt_population_run(impakt_population *population, uint64_t seed,
                                               uint64_t first, uint64_t count,
                                               const double *times, size_t n_times, int threads,
                                               impakt_summary *summary, double *result,
                                               size_t result_length, impakt_status *status);
/* How many patients the last run integrated side by side in each thread: 1, 4 or 8, 0 before the
 * first.  It is 1 with CVODE and Adams, and for a model or system that was not compiled for more;
 * and no more than there were patients for each thread. */
IMPAKT_API int impakt_population_lanes(const impakt_population *population);
/* What integrated in it, as impakt_sim_solver says. */
IMPAKT_API const char *impakt_population_solver(const impakt_population *population);

/* What is kept of patients instead of their results: of each column at each time, and of each
 * measure, count, mean, standard deviation, extremes and a histogram.  Sums are exact, so that any
 * split into threads, shards and runs gives the same bits.  Two may be merged if they have the same
 * model, library, parameters, doses, spreads, columns and times.  Rules and courses in time are not
 * looked at.  key: NULL, or what else must agree, such as the text of a scenario. */
IMPAKT_API impakt_status impakt_summary_new(impakt_summary **out,
                                            const impakt_population *population,
                                            const double *times, size_t n_times, const char *key);
IMPAKT_API void impakt_summary_free(impakt_summary *summary);
IMPAKT_API const char *impakt_summary_message(const impakt_summary *summary);
/* Adds the patients of other, which stays as it was.  Refused (IMPAKT_E_ORDER) if scenario, version
 * or seed differ, or a patient is in both. */
IMPAKT_API impakt_status impakt_summary_merge(impakt_summary *summary, impakt_summary *other);
enum {
  IMPAKT_SUMMARY_COUNT    = 0, /* patients with a value */
  IMPAKT_SUMMARY_ABSENT   = 1, /* without: NaN, such as a level that was never crossed, or beyond
                                  1e150 */
  IMPAKT_SUMMARY_MEAN     = 2,
  IMPAKT_SUMMARY_SD       = 3, /* standard deviation */
  IMPAKT_SUMMARY_LEAST    = 4,
  IMPAKT_SUMMARY_MOST     = 5,
  IMPAKT_SUMMARY_QUANTILE = 6  /* p, from 0 to 1; good to the width of a bin, 1.6 to 3.1 % of the
                                  value */
};
/* Of a column at the time of that index; p is used by QUANTILE alone.  NaN without patients. */
IMPAKT_API impakt_status impakt_summary_value(impakt_summary *summary, int what, size_t time,
                                              int column, double p, double *value);
IMPAKT_API impakt_status impakt_summary_measured(impakt_summary *summary, int what, int measure,
                                                 double p, double *value);
/* Patients that have been run. */
IMPAKT_API uint64_t impakt_summary_patients(const impakt_summary *summary);
/* Their seed; 0 without patients. */
IMPAKT_API uint64_t impakt_summary_seed(const impakt_summary *summary);
/* How many of them failed. */
IMPAKT_API uint64_t impakt_summary_failed(const impakt_summary *summary);
/* The hundred failures of the lowest numbers.  *why lives as long as the summary. */
IMPAKT_API impakt_status impakt_summary_failure(const impakt_summary *summary, int index,
                                                uint64_t *patient, impakt_status *status,
                                                const char **why);
/* Which patients are in it: ranges in order, with gaps between them; IMPAKT_E_INDEX behind the
 * last. */
IMPAKT_API impakt_status impakt_summary_range(const impakt_summary *summary, int index,
                                              uint64_t *first, uint64_t *count);
/* As bytes, the same on every machine: *needed is how many; nothing is written for n 0. */
IMPAKT_API impakt_status impakt_summary_save(const impakt_summary *summary, void *bytes, size_t n,
                                             size_t *needed);
/* IMPAKT_E_ARGUMENT if the bytes are not a whole summary. */
IMPAKT_API impakt_status impakt_summary_load(impakt_summary **out, const void *bytes, size_t n);

/* ---- the equations alone, for other integrators -------------------------------------
 * With the parameters as they are set, per hour; inputs are in the model's order and unit, NULL
 * for all 0.  Switches are taken as time and states set them; doses play no part. */
IMPAKT_API impakt_status impakt_sim_rhs(impakt_sim *sim, double time, const double *states,
                                        size_t n, const double *inputs, size_t n_inputs,
                                        double *derivatives, size_t n_derivatives);
IMPAKT_API impakt_status impakt_sim_outputs(impakt_sim *sim, double time, const double *states,
                                            size_t n, double *outputs, size_t n_outputs);
/* Entries that can differ from 0, column by column, the whole diagonal among them. */
IMPAKT_API int impakt_sim_jacobian_entries(const impakt_sim *sim);
IMPAKT_API impakt_status impakt_sim_jacobian_pattern(const impakt_sim *sim, int *row,
                                                     int *column, size_t entries);
IMPAKT_API impakt_status impakt_sim_jacobian(impakt_sim *sim, double time, const double *states,
                                             size_t n, const double *inputs, size_t n_inputs,
                                             double *values, size_t entries);

/* ---- estimation ----------------------------------------------------------------------
 * A fit finds the parameters with which one model describes the observations of one or more
 * subjects best.  A subject is a simulation with its doses, covariates and options.  What is
 * searched for, the unknowns, are parameters, one value for all subjects or one for each, and
 * the sizes of residual errors.  Random effects are not estimated: a spread between subjects is
 * given as a prior of parameters that every subject has for its own.
 *
 * By default the objective is -2 log likelihood, all constants included: of an observation y
 * with prediction f and variance v it is
 *   log(2 pi v) + (y - f)^2 / v                         additive and proportional error
 *   log(2 pi v) + (log y - log f)^2 / v + 2 log y       log-normal error
 *   -2 log Phi((y - f) / sqrt(v))                       below the limit of quantification y (M3;
 *                                                       logarithms where the error is log-normal)
 * and of a prior log(2 pi d^2) + ((x - m) / d)^2, with log x and log m where it is log-normal: the
 * estimate is the mode (MAP).  With IMPAKT_FIT_LEAST_SQUARES it is the sum of (y - f)^2 / v
 * (of logarithms where the error is log-normal); then v is known but for one factor, which is
 * taken to be objective / (observations - unknowns), and intervals go by Student's t.
 *
 * The search is by Levenberg and Marquardt's method on the expected Fisher information, with exact
 * slopes.  Runs are as accurate as the simulations' options say; 1e-8 is a good relative
 * tolerance here. */

enum {
  IMPAKT_FIT_LEAST_SQUARES  = 200, /* 1: least squares; default 0: likelihood */
  IMPAKT_FIT_MAX_ITERATIONS = 201, /* 1 to 100000; default 200 */
  IMPAKT_FIT_TOLERANCE      = 202, /* 1e-14 to 1; default 1e-10: the search ends where the objective is
                                      not expected to fall by more.  A fall by d moves the estimates
                                      by sqrt(d) standard errors */
  IMPAKT_FIT_HESSIAN        = 203  /* covariance from 0 (default): the expected Fisher information,
                                      1: the objective's Hessian, differences of its exact gradient */
};
enum { IMPAKT_SCALE_LINEAR = 0, IMPAKT_SCALE_LOG = 1, IMPAKT_SCALE_LOGIT = 2 };
enum { IMPAKT_ERROR_ADDITIVE = 0, IMPAKT_ERROR_PROPORTIONAL = 1, IMPAKT_ERROR_LOG_NORMAL = 2 };
enum { IMPAKT_WALD = 0, IMPAKT_PROFILE = 1 };

/* model must live as long as the fit. */
IMPAKT_API impakt_status impakt_fit_new(impakt_fit **out, const impakt_model *model);
IMPAKT_API void impakt_fit_free(impakt_fit *fit);
/* What went wrong in the last call on fit, or its remark; "" if neither.  Lives until the next. */
IMPAKT_API const char *impakt_fit_message(const impakt_fit *fit);
IMPAKT_API impakt_status impakt_fit_set_option(impakt_fit *fit, int option, double value);

/* A copy of sim, of the fit's model, becomes a subject; *subject, which may be NULL, numbers it
 * from 0.  Parameters that are not searched for stay as they are set in it. */
IMPAKT_API impakt_status impakt_fit_add(impakt_fit *fit, const impakt_sim *sim, int *subject);
/* n observations of a state or output at times from 0 on, in any order, also several at one time.
 * values NULL: planned ones, for impakt_fit_plan and impakt_fit_information.
 * below[i] not 0: what was measured lies below values[i]; NULL: nothing does.  Needs likelihood.
 * weights[i] above 0 divides the variance; NULL: all 1. */
IMPAKT_API impakt_status impakt_fit_observe(impakt_fit *fit, int subject, const char *quantity,
                                            const double *times, const double *values,
                                            const int *below, const double *weights, size_t n);
/* The residual error of a quantity, which every observed one needs; with least squares it is
 * additive of size 1 if it is not given.  size: the standard deviation, in the quantity's unit
 * (additive), as a part of the prediction (proportional), or of the logarithm (log-normal).
 * Additive and proportional, in two calls, are the combined error: their variances add up.
 * estimated 1: size is where the search begins, and it ends within a factor of 1e6.
 * Called again for a quantity and kind, it replaces. */
IMPAKT_API impakt_status impakt_fit_error(impakt_fit *fit, const char *quantity, int kind,
                                          double size, int estimated);
/* A parameter is searched for, from start (NAN: as the simulations have it) within low and high
 * (NAN: the model's own range) on a scale, which also is that of IMPAKT_WALD.  On
 * IMPAKT_SCALE_LOGIT it stays within both bounds; elsewhere it may end on one.
 * own 1: each subject has its own value; 0: one for all.  Called again, it replaces. */
IMPAKT_API impakt_status impakt_fit_estimate(impakt_fit *fit, const char *parameter,
                                             double start, double low, double high, int scale,
                                             int own);
/* IMPAKT_NORMAL or IMPAKT_LOG_NORMAL, of a parameter that is searched for, in its unit; center is the mean or the median, deviation of
 * a log-normal prior that of the logarithm.  Of own parameters it is each subject's. */
IMPAKT_API impakt_status impakt_fit_prior(impakt_fit *fit, const char *parameter,
                                          int distribution, double center, double deviation);

/* The unknowns: parameters in the order of the calls, "ke", or "ke[0]", "ke[1]" where subjects have
 * their own; then sizes, "C.additive", "C.proportional", "C.log_normal".  The name is NULL if
 * outside, and lives until the next change of what is searched for. */
IMPAKT_API int impakt_fit_unknowns(const impakt_fit *fit);
IMPAKT_API const char *impakt_fit_unknown_name(impakt_fit *fit, int unknown);
IMPAKT_API size_t impakt_fit_observations(const impakt_fit *fit);

/* Searches from the start values.  IMPAKT_REMARK: converged, but the message names what is not
 * identifiable or has ended on a bound.  IMPAKT_E_CONVERGENCE: it has not; the message says
 * why, and the results are those of the best values that were found.  A run that fails during the
 * search makes it take a smaller step; one at the start values is a failure with that run's status. */
IMPAKT_API impakt_status impakt_fit_run(impakt_fit *fit);
/* Instead of a run, what a design promises: the results below at the start values, which need no
 * observed values.  All samples are taken to be above the limit of quantification. */
IMPAKT_API impakt_status impakt_fit_plan(impakt_fit *fit);

/* ---- what a fit has found: of the last run or plan; IMPAKT_E_ORDER before -------------- */

/* Matrices are [unknowns][unknowns]; all is in the unknowns' own units.  NaN in the rows of what
 * is not identifiable, or is on a bound and so counts as fixed. */
IMPAKT_API impakt_status impakt_fit_estimates(const impakt_fit *fit, double *values, size_t n);
IMPAKT_API impakt_status impakt_fit_objective(const impakt_fit *fit, double *objective);
IMPAKT_API impakt_status impakt_fit_covariance(const impakt_fit *fit, double *matrix,
                                               size_t length);
IMPAKT_API impakt_status impakt_fit_correlation(const impakt_fit *fit, double *matrix,
                                                size_t length);
IMPAKT_API impakt_status impakt_fit_standard_errors(const impakt_fit *fit, double *errors,
                                                    size_t n);
/* The largest by the least eigenvalue of the correlation; infinite if something is not identifiable.
 * Above 1000 is cause for a closer look. */
IMPAKT_API impakt_status impakt_fit_condition(const impakt_fit *fit, double *number);
/* In the order of the observations.  residual: (observed - predicted) / deviation, of logarithms where
 * the error is log-normal; NaN below the limit and where planned.  Either may be NULL. */
IMPAKT_API impakt_status impakt_fit_predictions(const impakt_fit *fit, double *predicted,
                                                double *residual, size_t n);
/* Both ends of an interval for one unknown at a level such as 0.95.  IMPAKT_WALD: from the standard
 * error, on the scale of the search.  IMPAKT_PROFILE, after a run: where the objective, least in all
 * other unknowns, has risen by the quantile of chi squared (least squares: by that of F);
 * IMPAKT_REMARK if a bound comes first, which is then the end. */
IMPAKT_API impakt_status impakt_fit_interval(impakt_fit *fit, int unknown, int kind, double level,
                                             double *low, double *high);
/* After a run: the least objective with one unknown held at a value. */
IMPAKT_API impakt_status impakt_fit_profile(impakt_fit *fit, int unknown, double value,
                                            double *objective);

/* ---- a fit's objective alone, for other optimisers ------------------------------------- */

/* values of all unknowns, within their bounds; NULL: the start values.  gradient may be NULL. */
IMPAKT_API impakt_status impakt_fit_evaluate(impakt_fit *fit, const double *values, size_t n,
                                             double *objective, double *gradient,
                                             size_t n_gradient);
/* The expected Fisher information in the unknowns' units, with the share of priors; of a sample below
 * the limit the curvature of its own term. */
IMPAKT_API impakt_status impakt_fit_information(impakt_fit *fit, const double *values, size_t n,
                                                double *matrix, size_t length);

#ifdef __cplusplus
}
#endif
#endif
