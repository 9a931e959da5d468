/* hand_equations.h — the equations of the workloads and their Jacobians, written by hand as one
 * writes them for CVODE.  The data is a struct patient. */
#ifndef HAND_EQUATIONS_H
#define HAND_EQUATIONS_H

#include "workload.h"

#include <cvodes/cvodes.h>
#include <cvodes/cvodes_ls.h>
#include <sundials/sundials_matrix.h>

struct patient {
  double p[MOST_PARAMETERS]; /* in the order of the model's table */
  double u;                  /* the infusion as it runs */
  int n;                     /* states */
};

struct hand_equations {
  CVRhsFn rhs;
  CVLsJacFn jacobian;
  void (*start)(const struct patient *, double *y);
};
extern const struct hand_equations hand_w1, hand_w2, hand_w3;

/* By the first letters of the workload's name. */
const struct hand_equations *hand_equations_of(const struct workload *w);

#endif
