/* rosenbrock.h — what the two halves of the Rosenbrock methods share: steps, and their slopes. */
#ifndef ROSENBROCK_H
#define ROSENBROCK_H

#include "integrate.h"
#include "rosenbrock_bundle.h"

struct slope_steps;

/* One patient; alone, in a bundle of one lane, or one of several. */
struct run {
  struct integrator base; /* x: after each step if alone, else where a piece ends */
  const struct method *method;
  struct bundle *bundle;
  int lane;
  unsigned long edition; /* of the parameters that its q is made from */
  int known;             /* that edition means anything */
  int stalled;           /* steps without a gain in time, so far */
  int broken;            /* state whose derivative was not finite since time moved on, or -1 */
  double width;          /* of the last attempt */
  struct slope_steps *slopes; /* NULL if there are none */
};

/* A lane's q becomes that of the parameters as they are. */
void rosenbrock_once(struct run *r);

/* ---- slopes: rosenbrock_slopes.c; of one patient alone --------------------------------------------- */

/* NULL without memory. */
struct slope_steps *slope_steps_new(struct run *r);
void slope_steps_free(struct slope_steps *s);
/* A piece begins: the slopes are those of I->x_slope. */
void slope_steps_begin(struct run *r);
/* The slopes of the step that has just been tried: their error in tolerances, or infinity where a
 * derivative is not finite. */
double slope_steps_try(struct run *r);
/* The step holds: so do its slopes. */
void slope_steps_keep(struct run *r);
/* The next step begins where the last one ended, and its derivatives are known from the slopes: then
 * they are put into the bundle. */
int slope_steps_know(struct run *r);
void slope_steps_between(struct run *r, double t, double *const *x_slope);
/* Of n states, state[k] or all: slopes[n][n_slopes]. */
void slope_steps_between_of(struct run *r, double t, const int *state, int n, double *slopes);

#endif
