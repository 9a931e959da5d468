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

struct bundle;
struct run;

/* As many patients as a vector holds.  Arrays are [quantity][lanes], or [lanes]; times and widths in
 * hours. */
struct block {
  struct bundle *bundle;
  struct run *run[MOST_LANES];    /* whose lanes they are */
  double *room;                   /* where all arrays lie */
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
  double *between;               /* [n_between][n] */
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

  /* of lanes on their own: [lanes][n][n], [lanes][n] */
  double *dense, *aside;
  int *pivots;
};

/* Several blocks go through each stage one after the other, so that while one waits for its own last
 * result the processor is busy with the next. */
enum { MOST_BLOCKS = 2 };

struct bundle {
  struct field *field;
  const struct rosenbrock_kernel *kernel;
  const struct method *method;
  int n, lanes, blocks; /* lanes: of a block */
  double rtol, h_max;   /* h_max: INFINITY for none */
  double first;         /* a first width: this part of what speed and bend say */
  double *noise;        /* [n]: below it a state's error is absolute */
  double *one;          /* [2][n]: for a lane on its own */
  struct block block[MOST_BLOCKS];

  /* Lanes on their own, in plain C; called where their mask is not 0. */
  void (*parameters_at)(struct block *, const double *t); /* moving_parameters: q at a time */
  void (*rates)(struct block *);                          /* by_duals: moving */
  void (*factor_alone)(struct block *);                   /* by_lapack */
  void (*set_aside)(struct block *, const double *b);
  void (*solve_alone)(struct block *, double *b); /* what was set aside, into b */
};

/* NULL without memory. */
struct bundle *bundle_new(const struct equations *e, const struct control *control,
                          const struct method *method, int lanes, int blocks);
void bundle_free(struct bundle *g);

void bundle_get(const struct block *b, const double *v, int lane, int n, double *column);
void bundle_put(const struct block *b, double *v, int lane, int n, const double *column);

struct rosenbrock_kernel {
  /* Jacobian, f and df/dt where the steps begin; lanes of fresh get a first h. */
  void (*look)(struct block *);
  /* One attempt in every lane, and its error; by method. */
  void (*attempt[ROSENBROCK_METHODS])(struct bundle *);
  /* New h; lanes whose step holds go on, and are returned. */
  unsigned (*judge)(struct block *, double power);
  void (*between[ROSENBROCK_METHODS])(struct block *);
  /* n states of one lane at a part of its last step, state[k] or all. */
  void (*interpolate)(const struct block *, int n_between, int lane, double part,
                      const int *state, int n, double *x);
};

#endif
