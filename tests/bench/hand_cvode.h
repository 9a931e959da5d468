/* hand_cvode.h — a program such as one writes by hand for CVODE: dense matrix, dense solver and
 * serial vectors of SUNDIALS, an analytic Jacobian, a restart at every edge of the infusion.  It
 * is what impakt is measured against, with the SUNDIALS that impakt itself is linked with. */
#ifndef HAND_CVODE_H
#define HAND_CVODE_H

#include "workload.h"

#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>

struct hand { /* one CVODE memory for all patients */
  const struct workload *workload;
  struct patient patient;
  SUNContext context;
  void *cvode;
  N_Vector y, atol;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  long steps, rhs, jacobians, factors; /* of all runs so far */
};

/* Tolerances: rtol, and atol times the usual size of each state.  Ends the program on failure. */
void hand_open(struct hand *h, const struct workload *w, double rtol, double atol);
void hand_close(struct hand *h);
/* result[rows][n], hour by hour; 0, or the failing call's number */
int hand_run(struct hand *h, const double *p, double *result);

/* The Jacobian against differences of the right-hand side, at random states: the largest error of
 * an entry times its state, relative to the largest such product in its row. */
double hand_check(const struct workload *w);

#endif
