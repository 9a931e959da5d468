/* hand_cvode.h — a program such as one writes by hand for CVODE: dense matrix, dense solver and
 * serial vectors of SUNDIALS, an analytic Jacobian, a restart at every edge of the infusion.  It
 * is what impakt is measured against. */
#ifndef HAND_CVODE_H
#define HAND_CVODE_H

#include "hand.h"
#include "hand_equations.h"

/* Tolerances: rtol, and atol times the usual size of each state.  Ends the program on failure. */
struct hand *hand_open(const struct workload *w, double rtol, double atol);
void hand_close(struct hand *h);
int hand_run(struct hand *h, const double *p, int every, double *result);
void hand_counts(const struct hand *h, long counts[4]);
double hand_check(const struct workload *w, const double *p, double *y);

#endif
