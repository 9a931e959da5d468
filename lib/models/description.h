/* description.h — what a model file becomes: tables of quantities and functions of each kind of
 * number.  This is all that the engine and the catalogue know of a model. */
#ifndef DESCRIPTION_H
#define DESCRIPTION_H

#include <complex.h>
#undef I

/* A value and its slope, carried as value + i * slope * SEED (scalar.h). */
typedef double _Complex dual;

/* Where a number comes from: a reference's index, or one of these. */
enum {
  SOURCE_NONE     = -1, /* the list has no sources */
  SOURCE_ASSUMED  = -2, /* nobody published it; the meaning gives the reason */
  SOURCE_FITTED   = -3, /* fitted by us to published data */
  SOURCE_DERIVED  = -4, /* follows from published numbers; the meaning says how */
  SOURCE_RECALLED = -5, /* remembered from the publication, which was not at hand */
  SOURCE_PATIENT  = -6, /* a covariate: the patient's, not the model's */
  SOURCE_EXACT    = -7  /* a constant with a unit; cannot be set */
};

struct quantity {
  const char *name, *unit, *meaning;
  /* parameters: default and range; states: value is the size of noise; outputs: 1 if it steps */
  double value, low, high;
  int source;
};

struct reference {
  const char *key, *doi, *text;
};

struct setting {
  int parameter; /* -1 ends the list */
  double value;
};

struct preset {
  const char *name, *meaning;
  int source;
  const struct setting *settings;
};

enum distribution { DISTRIBUTION_NORMAL, DISTRIBUTION_LOG_NORMAL, DISTRIBUTION_UNIFORM,
                    DISTRIBUTION_LOGIT_NORMAL };
enum residual { RESIDUAL_ADDITIVE, RESIDUAL_PROPORTIONAL, RESIDUAL_LOG_ADDITIVE };

/* What the publication covers of a covariate. */
struct studied {
  int parameter;
  double low, high;
  int source;
};

/* Nothing can be given into the input until the user has set the parameter, since no value was
 * published; the one in the tables only holds its place. */
struct need {
  int input, parameter;
  const char *reason;
};

/* A run without a wire or dose into the input is refused. */
struct driven {
  int input;
  const char *reason;
};

/* Spread of a parameter between patients; spread is the standard deviation of the random effect. */
struct variation {
  int parameter, distribution;
  double spread;
  int source;
};

struct correlation {
  int a, b; /* parameters */
  double rho;
  int source;
};

struct residual_error {
  int output, kind;
  double spread;
  int source;
};

/* A state that is set anew at an event: a switch's rise, or a dose into an input. */
struct jump {
  int event; /* switches are counted first, then inputs */
  int state;
  const char *meaning;
};

/* The functions of one kind of number.  p holds the parameters and, behind them, the derived
 * ones, which derive fills.  Time is in the model's own unit.  flag[] are the switches, 0 or 1.
 * event counts the switches first, then a dose into each input. */
#define MODEL_FUNCTIONS(kind, real, number, flag)                                              \
  void (*derive_##kind)(number *p);                                                            \
  void (*init_##kind)(const number *p, real *x);                                               \
  void (*dosing_##kind)(const number *p, number *fraction, number *lag, number *molar_mass);   \
  void (*out_##kind)(real t, const real *x, const number *p, real *y);                         \
  void (*guard_##kind)(real t, const real *x, const number *p, real *g);                       \
  void (*jump_##kind)(int event, real t, const real *x, const number *p, real *x_new);         \
  void (*rhs_##kind)(real t, const real *x, const number *p, const real *u, const flag *s,     \
                     real *dx);

struct written;

/* A model within a system, and where its quantities stand in the system's lists. */
struct part {
  const char *label; /* "" for a model on its own */
  const struct impakt_model *model;
  int x, p, q, u, y, s; /* first state, parameter, derived, input, output, switch */
};

/* An output that is added to an input, times factor, which converts the unit. */
struct wire {
  int output, input; /* of the system */
  double factor;
};

struct impakt_model {
  const char *name, *title, *time; /* time: the unit of the model's own clock */
  int revision;
  int nx, np, nq, nu, ny, ns;
  int n_references, n_presets, n_jumps, n_studied, n_needs, n_driven, n_variations,
      n_correlations, n_residuals;
  const struct quantity *x, *p, *q, *u, *y, *s;
  const struct reference *references;
  const struct preset *presets;
  const struct jump *jumps;
  const struct studied *studied;
  const struct need *needs;
  const struct driven *driven;
  const struct variation *variations;
  const struct correlation *correlations;
  const struct residual_error *residuals;

  /* A model of one file has these, and no parts; d plain, s dual in time, states and inputs,
   * z dual in parameters too. */
  MODEL_FUNCTIONS(d, double, double, double)
  MODEL_FUNCTIONS(s, dual, double, double)
  MODEL_FUNCTIONS(z, dual, dual, double)

  /* Builds of its written-out code, ended by NULL; NULL: it has none (written.h). */
  const struct written *const *written;

  /* A system has these, and no functions. */
  int n_parts, n_wires;
  const struct part *parts;
  const struct wire *wires;
};

#endif
