/* rosenbrock.h — what the two halves of the Rosenbrock methods share: steps, and their slopes. */
#ifndef ROSENBROCK_H
#define ROSENBROCK_H

#include "integrate.h"
#include "rosenbrock_tables.h"

struct sparse_lu;
struct slope_steps;

#define EACH _Pragma("GCC ivdep") for (int i = 0; i < n; i++)

struct run {
  struct integrator base;
  const struct method *method;
  struct sparse_lu *lu;
  double *room;               /* where all arrays lie */
  double *jacobian;           /* at the beginning of the step */
  double *f, *moving;         /* derivatives there, and df/dt */
  double *stage, *right;      /* argument of a stage; f there */
  double *u;                  /* [stages][n] */
  double *x0, *x1, *between;  /* of the last step; between: [n_between][n] */
  double h;                   /* to be tried next */
  double width;               /* of the last step */
  int moves;                  /* time enters, by itself or by parameters */
  int fresh;                  /* the next step is the first of a piece */
  int looked;                 /* jacobian and f are known where the next step begins */
  int interpolates;           /* between[] is that of the last step */
  int stalled;                /* steps without a gain in time, so far */
  int broken, worst;          /* since time moved on: state whose derivative was not finite, and
                                state with the largest error, or -1 */
  struct slope_steps *slopes; /* NULL if there are none */
};

/* x at a part of the step that has just been tried, 0 to 1. */
void rosenbrock_between(struct run *r, double part, double *x);
/* What an error is measured by, for a state of this size. */
double rosenbrock_tolerance(const struct run *r, int i, double size);
/* The first that is not finite, or -1. */
int rosenbrock_not_finite(const double *f, int n);

/* ---- slopes: rosenbrock_slopes.c --------------------------------------------------------------- */

/* NULL without memory.  The Jacobian at the beginning of a step is kept there. */
struct slope_steps *slope_steps_new(struct run *r);
void slope_steps_free(struct slope_steps *s);
/* A piece begins: the slopes are those of I->x_slope. */
void slope_steps_begin(struct run *r);
/* The slopes of the step that has just been tried: their error in tolerances, or infinity where a
 * derivative is not finite. */
double slope_steps_try(struct run *r);
/* The step holds: so do its slopes; the Jacobian and f at its end become those of the next. */
void slope_steps_keep(struct run *r);
void slope_steps_between(struct run *r, double t, double *const *x_slope);

#endif
