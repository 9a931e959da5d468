/* model.h — turns one model file into tables and functions.
 *
 * A model file defines MODEL, TITLE, REVISION, TIME and its lists, includes this header, and then
 * writes its blocks.  This header includes that file again for each kind of number; on those
 * passes the file skips its lists.  The pass that returns to the file is the plain one.
 *
 * real is the type of time, states and inputs, number that of parameters, flag of switches. */
#ifdef PARSE /* for derive/derive.py, which writes the derivatives of the same blocks */
#include "parse.h"
#else
#include "description.h"
#include "words.h"

#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)

/* ---- lists that a model may leave out ---------------------------------------------------- */
#ifndef REFERENCES
#define REFERENCES(ROW)
#endif
#ifndef DERIVED
#define DERIVED(ROW)
#endif
#ifndef SWITCHES
#define SWITCHES(ROW)
#endif
#ifndef JUMPS
#define JUMPS(ROW)
#endif
#ifndef PRESETS
#define PRESETS(ROW)
#endif
#ifndef STUDIED
#define STUDIED(ROW)
#endif
#ifndef NEEDS
#define NEEDS(ROW)
#endif
#ifndef DRIVEN
#define DRIVEN(ROW)
#endif
#ifndef VARIES
#define VARIES(ROW)
#endif
#ifndef CORRELATED
#define CORRELATED(ROW)
#endif
#ifndef RESIDUAL
#define RESIDUAL(ROW)
#endif

/* ---- indices: X_C, P_kon, Q_rho, U_iv, Y_Ctot, S_late, E_late, REF_tmdd ------------------ */
#define X_INDEX(name, ...)        X_##name,
#define P_INDEX(name, ...)        P_##name,
#define Q_INDEX(name, ...)        Q_##name,
#define U_INDEX(name, ...)        U_##name,
#define Y_INDEX(name, ...)        Y_##name,
#define S_INDEX(name, ...)        S_##name,
#define E_INDEX(name, ...)        E_##name,
#define REF_INDEX(key, doi, text) REF_##key,
enum { STATES(X_INDEX) X_COUNT };
enum { PARAMETERS(P_INDEX) P_COUNT, Q_BEFORE_ = P_COUNT - 1, DERIVED(Q_INDEX) PQ_COUNT };
enum { INPUTS(U_INDEX) U_COUNT };
enum { OUTPUTS(Y_INDEX) Y_COUNT };
enum { SWITCHES(S_INDEX) S_COUNT };
enum { SWITCHES(E_INDEX) INPUTS(E_INDEX) E_COUNT };
enum { REFERENCES(REF_INDEX) REF_COUNT };
enum {
  REF_assumed  = SOURCE_ASSUMED,
  REF_fitted   = SOURCE_FITTED,
  REF_derived  = SOURCE_DERIVED,
  REF_recalled = SOURCE_RECALLED,
  REF_patient  = SOURCE_PATIENT,
  REF_exact    = SOURCE_EXACT
};

/* ---- tables; each ends with an empty row, since a list may be empty ---------------------- */
#define X_ROW(name, unit, noise, text) { #name, unit, text, noise, 0, 0, SOURCE_NONE },
#define P_ROW(name, value, unit, low, high, source, text)                                      \
  { #name, unit, text, value, low, high, REF_##source },
#define Q_ROW(name, expression, unit, text)           { #name, unit, text, 0, 0, 0, SOURCE_NONE },
#define U_ROW(name, unit, fraction, lag, molar, text) { #name, unit, text, 0, 0, 0, SOURCE_NONE },
#define Y_ROW(name, unit, ...)                        Y_ROW_(name, unit, __VA_ARGS__, 0, )
#define Y_ROW_(name, unit, text, steps, ...)          { #name, unit, text, steps, 0, 0, SOURCE_NONE },
#define STEPS                                         1
#define S_ROW(name, guard, text)                      { #name, "1", text, 0, 0, 0, SOURCE_NONE },
#define REF_ROW(key, doi, text)                       { #key, doi, text },
#define SET(parameter, value)                         { P_##parameter, value },
#define SETTINGS(name, source, text, ...)                                                      \
  static const struct setting settings_##name[] = { __VA_ARGS__ { -1, 0 } };
#define PRESET_ROW(name, source, text, ...) { #name, text, REF_##source, settings_##name },
#define DISTRIBUTION_normal       DISTRIBUTION_NORMAL
#define DISTRIBUTION_log_normal   DISTRIBUTION_LOG_NORMAL
#define DISTRIBUTION_uniform      DISTRIBUTION_UNIFORM
#define DISTRIBUTION_logit_normal DISTRIBUTION_LOGIT_NORMAL
#define VARIES_ROW(parameter, distribution, spread, source)                                    \
  { P_##parameter, DISTRIBUTION_##distribution, spread, REF_##source },
#define CORRELATED_ROW(a, b, rho, source) { P_##a, P_##b, rho, REF_##source },
#define RESIDUAL_additive                 RESIDUAL_ADDITIVE
#define RESIDUAL_proportional             RESIDUAL_PROPORTIONAL
#define RESIDUAL_log_additive             RESIDUAL_LOG_ADDITIVE
#define RESIDUAL_ROW(output, kind, spread, source)                                               \
  { Y_##output, RESIDUAL_##kind, spread, REF_##source },
static const struct quantity x_rows[] = { STATES(X_ROW) { 0 } };
static const struct quantity p_rows[] = { PARAMETERS(P_ROW) { 0 } };
static const struct quantity q_rows[] = { DERIVED(Q_ROW) { 0 } };
static const struct quantity u_rows[] = { INPUTS(U_ROW) { 0 } };
static const struct quantity y_rows[] = { OUTPUTS(Y_ROW) { 0 } };
static const struct quantity s_rows[] = { SWITCHES(S_ROW) { 0 } };
static const struct reference reference_rows[] = { REFERENCES(REF_ROW) { 0 } };
PRESETS(SETTINGS)
static const struct preset preset_rows[] = { PRESETS(PRESET_ROW) { 0 } };
#define JUMP_ROW(event, state, expression, text) { E_##event, X_##state, text },
static const struct jump jump_rows[] = { JUMPS(JUMP_ROW) { 0 } };
#define STUDIED_ROW(parameter, low, high, source) { P_##parameter, low, high, REF_##source },
static const struct studied studied_rows[] = { STUDIED(STUDIED_ROW) { 0 } };
#define NEED_ROW(input, parameter, reason) { U_##input, P_##parameter, reason },
static const struct need need_rows[] = { NEEDS(NEED_ROW) { 0 } };
#define DRIVEN_ROW(input, reason) { U_##input, reason },
static const struct driven driven_rows[] = { DRIVEN(DRIVEN_ROW) { 0 } };
static const struct variation variation_rows[] = { VARIES(VARIES_ROW) { 0 } };
static const struct correlation correlation_rows[] = { CORRELATED(CORRELATED_ROW) { 0 } };
static const struct residual_error residual_rows[] = { RESIDUAL(RESIDUAL_ROW) { 0 } };
#define ROWS(table) (int)(sizeof(table) / sizeof *(table)) - 1

/* ---- bodies ------------------------------------------------------------------------------ */
#define KNOWN __attribute__((unused)) /* a body need not use every name it is given */
#define X_LOAD(name, ...)              KNOWN const real name = x_[X_##name];
#define P_LOAD(name, ...)              KNOWN const number name = p_[P_##name];
#define Q_LOAD(name, ...)              KNOWN const number name = p_[Q_##name];
#define U_LOAD(name, ...)              KNOWN const real name = u_[U_##name];
#define Y_LOAD(name, ...)              KNOWN const real name = y_[Y_##name];
#define S_LOAD(name, ...)              KNOWN const flag name = s_[S_##name];
#define Q_MAKE(name, expression, ...)  KNOWN const number name = p_[Q_##name] = AS(expression);
#define S_GUARD(name, guard, text)     g_[S_##name] = AS(guard);
#define J_JUMP(event, state, expression, text)                                                 \
  if (event_ == E_##event) x_new_[X_##state] = AS(expression);
#define U_DOSE(name, unit, fraction, lag, molar, text)                                         \
  fraction_[U_##name] = AS(fraction);                                                          \
  lag_[U_##name] = AS(lag);                                                                    \
  molar_[U_##name] = AS(molar);

#define init(name) x_[X_##name]
#define out(name)  y_[Y_##name]
#define ddt(name)  dx_[X_##name]

#define DERIVE_HEAD KNOWN static void JOIN(derive, KIND)(KNOWN number *p_)
#define DOSING_HEAD                                                                            \
  KNOWN static void JOIN(dosing, KIND)(KNOWN const number *p_, KNOWN number *fraction_,        \
                                       KNOWN number *lag_, KNOWN number *molar_)
#define START_HEAD                                                                             \
  KNOWN static void JOIN(init, KIND)(KNOWN const number *restrict p_, KNOWN real *restrict x_)
#define OBSERVE_HEAD                                                                           \
  KNOWN static inline void JOIN(out, KIND)(KNOWN real t, KNOWN const real *restrict x_,        \
                                           KNOWN const number *restrict p_,                    \
                                           KNOWN real *restrict y_)
#define GUARD_HEAD                                                                             \
  KNOWN static void JOIN(guard, KIND)(KNOWN real t, KNOWN const real *restrict x_,             \
                                      KNOWN const number *restrict p_, KNOWN real *restrict g_)
#define JUMP_HEAD                                                                              \
  KNOWN static void JOIN(jump, KIND)(KNOWN int event_, KNOWN real t,                           \
                                     KNOWN const real *restrict x_,                            \
                                     KNOWN const number *restrict p_,                          \
                                     KNOWN real *restrict x_new_)
#define EQUATIONS_HEAD                                                                         \
  KNOWN static void JOIN(rhs, KIND)(KNOWN real t, KNOWN const real *restrict x_,               \
                                    KNOWN const number *restrict p_,                           \
                                    KNOWN const real *restrict u_,                             \
                                    KNOWN const flag *restrict s_, KNOWN real *restrict dx_)

#define PARAMETERS_LOAD PARAMETERS(P_LOAD) DERIVED(Q_LOAD)
#define OUTPUTS_LOAD                                                                           \
  real y_[Y_COUNT + 1];                                                                        \
  JOIN(out, KIND)(t, x_, p_, y_);                                                              \
  OUTPUTS(Y_LOAD)
#define EVERYTHING_LOAD STATES(X_LOAD) PARAMETERS_LOAD OUTPUTS_LOAD

/* The lists become functions here, before the block that the file writes itself. */
#define START                                                                                  \
  DERIVE_HEAD { PARAMETERS(P_LOAD) DERIVED(Q_MAKE) }                                           \
  DOSING_HEAD { PARAMETERS_LOAD INPUTS(U_DOSE) }                                               \
  GUARD_HEAD { EVERYTHING_LOAD SWITCHES(S_GUARD) }                                             \
  JUMP_HEAD { EVERYTHING_LOAD JUMPS(J_JUMP) }                                                  \
  START_HEAD { PARAMETERS_LOAD
/* 1 where x > 0, else 0.  OBSERVE alone declares what it names: an equation must not jump. */
#undef step
#define step(x) ((void)STEP_IS_FOR_OUTPUTS_ONLY, JOIN(step, KIND)(AS(x)))
#define OBSERVE   OBSERVE_HEAD { enum { STEP_IS_FOR_OUTPUTS_ONLY }; STATES(X_LOAD) PARAMETERS_LOAD
#define EQUATIONS EQUATIONS_HEAD { EVERYTHING_LOAD INPUTS(U_LOAD) SWITCHES(S_LOAD)
#define END       }

/* ---- dual in time, states and inputs ------------------------------------------------------ */
#define flag   double
#define KIND   s
#define real   dual
#define number double
OBSERVE_HEAD;
#include TEXT(MODEL.c)
#undef KIND
#undef number

/* ---- dual in parameters too --------------------------------------------------------------- */
#define KIND   z
#define number dual
OBSERVE_HEAD;
#include TEXT(MODEL.c)
#undef KIND
#undef real
#undef number

/* ---- plain: declared here, written by the rest of the model file -------------------------- */
#define KIND   d
#define real   double
#define number double
DERIVE_HEAD;
DOSING_HEAD;
START_HEAD;
OBSERVE_HEAD;
GUARD_HEAD;
JUMP_HEAD;
EQUATIONS_HEAD;
#define FUNCTIONS(kind)                                                                        \
  .derive_##kind = derive_##kind, .init_##kind = init_##kind, .dosing_##kind = dosing_##kind,  \
  .out_##kind = out_##kind, .guard_##kind = guard_##kind, .jump_##kind = jump_##kind,          \
  .rhs_##kind = rhs_##kind
extern const struct impakt_model JOIN(model, MODEL);
#ifdef WRITTEN
extern const struct written *const JOIN(written, MODEL)[];
#endif
const struct impakt_model JOIN(model, MODEL) = {
  .name = TEXT(MODEL), .title = TITLE, .time = TIME, .revision = REVISION,
  .nx = X_COUNT, .np = P_COUNT, .nq = PQ_COUNT - P_COUNT, .nu = U_COUNT, .ny = Y_COUNT,
  .ns = S_COUNT,
  .n_references = REF_COUNT, .n_presets = ROWS(preset_rows), .n_jumps = ROWS(jump_rows),
  .n_studied = ROWS(studied_rows), .n_needs = ROWS(need_rows), .n_driven = ROWS(driven_rows),
  .n_variations = ROWS(variation_rows), .n_correlations = ROWS(correlation_rows),
  .n_residuals = ROWS(residual_rows),
  .x = x_rows, .p = p_rows, .q = q_rows, .u = u_rows, .y = y_rows, .s = s_rows,
  .references = reference_rows, .presets = preset_rows, .jumps = jump_rows, .studied = studied_rows,
  .needs = need_rows, .driven = driven_rows, .variations = variation_rows,
  .correlations = correlation_rows, .residuals = residual_rows,
#ifdef WRITTEN
  .written = JOIN(written, MODEL),
#endif
  FUNCTIONS(d), FUNCTIONS(s), FUNCTIONS(z)
};
#endif
