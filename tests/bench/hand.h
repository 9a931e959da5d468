/* hand.h — a program by hand as a thing that is loaded, so that the same one with two builds of
 * SUNDIALS can be timed in one run. */
#ifndef HAND_H
#define HAND_H

#include "workload.h"

struct hand_program {
  const char *sundials; /* version and size of its indices */
  struct hand *(*open)(const struct workload *, double rtol, double atol);
  void (*close)(struct hand *);
  /* result[rows][n]: time 0 and every so many hours; 0, or the failing call's number */
  int (*run)(struct hand *, const double *p, int every, double *result);
  void (*counts)(const struct hand *,
                 long counts[4]); /* steps, rhs, Jacobians, factorisations */
  /* the Jacobian against differences at y: the largest error of an entry times its state, relative
   * to the largest such product in its row */
  double (*check)(const struct workload *, const double *p, double *y);
};

/* With the SUNDIALS "packaged" or "o3"; NULL if there is none. */
const struct hand_program *hand_load(const char *which);

#endif
