/* equations.h — a model, or a system of wired models, as one set of equations in hours.
 *
 * Parameters lie in one vector p: part by part, each part's parameters and behind them its
 * derived ones.  Time and slopes in time are per hour here, whatever the models' own units. */
#ifndef EQUATIONS_H
#define EQUATIONS_H

#include "description.h"

#include <stddef.h>

struct place { /* of a part; the model's own lists start there */
  const struct impakt_model *model;
  int x, p, u, y, s;
  double hours; /* in the model's unit of time */
};

struct equations {
  const struct impakt_model *model;
  int n, np, npq, nu, ny, ns;
  int n_parts, n_wires;
  struct place *parts;
  const struct wire *wires;
  int *p_at, *q_at;  /* where parameter i and derived i of the model lie in p */
  double *dose_hours; /* h in the unit of time that a dose into an input is short of */

  /* pattern of the Jacobian, by columns, the whole diagonal in it; see jacobian.h */
  int *colptr, *row;
  int *colour, n_colours;
  int *column, *column_at; /* columns by colour, and where each colour's begin */
  struct sparse_plan *plan; /* how to factor it; see sparse_lu.h */

  char *linear;      /* input enters linearly: a bolus is possible */
  int timed;         /* time itself enters the derivatives */
};

/* Room for one pass; one a thread. */
struct workspace {
  double *plain; /* ny + nu */
  dual *wires;   /* ny + nu */
  dual *x, *p, *u, *f, *y, *g;
};

/* NULL without memory, or if the model's unit of time is unknown. */
struct equations *equations_new(const struct impakt_model *model);
void equations_free(struct equations *e);
int workspace_new(struct workspace *w, const struct equations *e); /* 0, or -1 without memory */
void workspace_free(struct workspace *w);

/* The default parameters, derived ones included. */
void equations_defaults(const struct equations *e, double *p);

/* Whether all of it has written-out code, on any processor. */
int equations_written(const struct equations *e);
/* How many patients these equations can be integrated for side by side on this processor: 8, 4 or 1,
 * and no more than asked for; 0 asks for the most. */
int equations_lanes(const struct equations *e, int asked);

/* Whether an event makes states jump; events as in equations_jump. */
int equations_jumps(const struct equations *e, int event);

/* Each for the three kinds of number; kind s leaves parameters plain.
 *   derive   fills the derived parameters within p
 *   dosing   of each input: fraction that arrives, lag (h), molar mass (g/mol)
 *   jump     states after an event, switches counted first, then doses by input; x_new holds x
 *   rhs      u without what the wires bring; wires: room for ny + nu numbers */
#define EQUATIONS_FUNCTIONS(kind, real, number)                                                \
  void equations_derive_##kind(const struct equations *, number *p);                           \
  void equations_init_##kind(const struct equations *, const number *p, real *x);              \
  void equations_dosing_##kind(const struct equations *, const number *p, number *fraction,    \
                               number *lag, number *molar_mass);                               \
  void equations_out_##kind(const struct equations *, real t, const real *x, const number *p,  \
                            real *y);                                                          \
  void equations_guard_##kind(const struct equations *, real t, const real *x,                 \
                              const number *p, real *g);                                       \
  void equations_jump_##kind(const struct equations *, int event, real t, const real *x,       \
                             const number *p, real *x_new);                                    \
  void equations_rhs_##kind(const struct equations *, real t, const real *x, const number *p,  \
                            const real *u, const double *s, real *f, real *wires);
EQUATIONS_FUNCTIONS(d, double, double)
EQUATIONS_FUNCTIONS(s, dual, double)
EQUATIONS_FUNCTIONS(z, dual, dual)

#endif
