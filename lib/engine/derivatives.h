/* derivatives.h — derivatives and Jacobian of an integrator's patient, by what is written out of the
 * models where there is something; for integrators that take one patient at a time. */
#ifndef DERIVATIVES_H
#define DERIVATIVES_H

#include "integrate.h"

struct derivatives;

/* Of one integrator; NULL without memory. */
struct derivatives *derivatives_new(const struct equations *e);
void derivatives_free(struct derivatives *d);

/* At a time and states, with the parameters, inputs and switches of I, in hours.  f has the bits of
 * equations_rhs_d, J is in the pattern's order. */
void derivatives_rhs(struct derivatives *d, struct integrator *I, double t, const double *x,
                     double *f);
void derivatives_jacobian(struct derivatives *d, struct integrator *I, double t,
                          const double *x, double *J);

#endif
