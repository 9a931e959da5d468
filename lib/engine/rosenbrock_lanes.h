/* rosenbrock_lanes.h — the arithmetic of four slopes at once, all states of them. */
#ifndef ROSENBROCK_LANES_H
#define ROSENBROCK_LANES_H

#include "rosenbrock.h"
#include "sparse_lu.h"

enum { LANES = SPARSE_LU_LANES };
typedef sparse_lu_lanes lanes;

/* A group's slopes at both ends of the step, the argument of a stage, the derivative in time at the
 * beginning, and its stages; n each. */
struct group {
  lanes *start, *end, *argument, *moving, *v;
};

/* out += A x */
void lanes_add_product(const struct equations *e, const double *A, const lanes *restrict x,
                       lanes *restrict out);
/* out = sum of coefficient[j] v[j] over the first terms. */
void lanes_combine(int n, const double *coefficient, int terms, const lanes *v,
                   lanes *restrict out);
/* The argument of stage i, and the start of its right side in the place of its v, from the stages
 * before it; inverse: of the step's width. */
void lanes_gather(int n, const struct method *m, int i, double inverse,
                  const struct group *group);
/* The sum of squares of the errors of the slopes, each times its parameter's size, in tolerances. */
void lanes_squares(const struct run *r, const struct group *group, const lanes *size,
                   lanes *squares);

#endif
