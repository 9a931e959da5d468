/* jacobian.h — which states act on which, and exact derivatives by dual passes.
 *
 * A state acts where a NaN in its place shows.  Columns that share no row get one colour, and one
 * dual pass gives all columns of a colour. */
#ifndef JACOBIAN_H
#define JACOBIAN_H

#include "equations.h"

/* Finds pattern, colours, the inputs that enter linearly, and whether time enters; 0, or -1
 * without memory. */
int jacobian_analyse(struct equations *e);

/* values[] in the pattern's order */
void jacobian_values(const struct equations *e, struct workspace *w, double t, const double *x,
                     const double *p, const double *u, const double *s, double *values);

/* What a bolus of amount into an input adds to the states; amount in the input's unit of doses
 * (dose_unit.h). */
void jacobian_bolus(const struct equations *e, struct workspace *w, double t, const double *x,
                    const double *p, const double *u, const double *s, int input, double amount,
                    double *jump);

#endif
