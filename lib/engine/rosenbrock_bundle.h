/* rosenbrock_bundle.h — patients side by side on one Rosenbrock method: what rosenbrock.c lays out and
 * the kernels compute with.
 *
 * The kernel (rosenbrock_kernel.c) is compiled for each number of lanes and kind of processor.  It does
 * the same operations in the same order in each, every fused multiplication written as one, so that a
 * lane has the same bits in all of them, whatever its neighbours do.  A lane that is idle or has gone
 * astray computes along; nobody looks. */
#ifndef ROSENBROCK_BUNDLE_H
#define ROSENBROCK_BUNDLE_H

#include "field.h"
#include "integrate.h"
#include "rosenbrock_tables.h"

struct run;

/* Arrays are [quantity][lanes], or [lanes]; times and widths in hours. */
struct bundle {
  struct field *field;
  const struct rosenbrock_kernel *kernel;
  const struct rows_kernel *rows;
  const struct method *method;
  int n, lanes, padded;        /* padded: n, and room behind */
  double rtol, h_max;          /* h_max: INFINITY for none */
  double first;                /* a first width: this part of what speed and bend say */
  double *noise;               /* [n]: below it a state's error is absolute */
  struct run *run[MOST_LANES]; /* whose lanes they are */

  double *room;                   /* where all that follows lies */
  double *t, *t_old, *t_stop, *h; /* h: to be tried next */
  double *width;                  /* of the last attempt */
  double *error;                  /* of it: mean square, in tolerances */
  double *most;                   /* h may grow by */
  double *at;                     /* time of a stage */
  double *inverse, *diagonal;     /* of the width, and over gamma, on the field's clock */

  double *x, *x1;                /* where the step begins; where the last attempt ended */
  double *f, *jacobian, *moving; /* there, and df/dt, on the field's clock */
  double *stage, *right;         /* argument of a stage; f there */
  double *v;                     /* [stages][n] */
  double *between;               /* [lanes][2 + n_between][padded]: see rosenbrock_rows.h */
  double *factors;
  double *q, *u, *s;

  unsigned busy, fresh;       /* fresh: whose next step is the first of a piece */
  unsigned held;              /* lanes whose x1 is where the next step begins */
  unsigned moves;             /* lanes where df/dt counts */
  unsigned moving_parameters; /* lanes whose q depends on time within the piece */
  unsigned by_duals;          /* lanes whose df/dt is from a dual pass */
  unsigned by_lapack;         /* lanes whose pivots cancelled */
  unsigned singular;          /* of them, those that have no solution */
  int interpolates;           /* between[] is that of the last attempt */

  /* Lanes on their own, in plain C; called where their mask is not 0. */
  void (*parameters_at)(struct bundle *, const double *t); /* moving_parameters: q at a time */
  void (*rates)(struct bundle *);                          /* by_duals: moving */
  void (*factor_alone)(struct bundle *);                   /* by_lapack */
  void (*set_aside)(struct bundle *, const double *v);
  void (*solve_alone)(struct bundle *, double *v); /* what was set aside, into v */
  double *dense, *aside;                           /* [lanes][n][n], [lanes][n] */
  int *pivots;                                     /* [lanes][n] */
  double *one;                                     /* [2][n] */
};

/* NULL without memory. */
struct bundle *bundle_new(const struct equations *e, const struct control *control,
                          const struct method *method, int lanes);
void bundle_free(struct bundle *g);

void bundle_get(const struct bundle *b, const double *v, int lane, int n, double *column);
void bundle_put(const struct bundle *b, double *v, int lane, int n, const double *column);

struct rosenbrock_kernel {
  /* Jacobian, f and df/dt where the steps begin; lanes of fresh get a first h. */
  void (*look)(struct bundle *);
  /* One attempt in every lane, and its error; by method. */
  void (*attempt[ROSENBROCK_METHODS])(struct bundle *);
  /* New h; lanes whose step holds go on, and are returned. */
  unsigned (*judge)(struct bundle *, double power);
};

#endif
