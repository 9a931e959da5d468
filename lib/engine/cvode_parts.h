/* cvode_parts.h — our vector and our linear solver, in SUNDIALS' terms.
 *
 * The packaged SUNDIALS may be compiled without optimisation; what is called in every step is
 * therefore here, as plain loops that our compiler sees. */
#ifndef CVODE_PARTS_H
#define CVODE_PARTS_H

#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>
#include <sundials/sundials_nvector.h>

struct vector {
  int n, owned;
  double *data;
};
#define VECTOR_DATA(v) (((struct vector *)(v)->content)->data)

/* data: NULL for an array of its own, freed with it; else the caller's. */
N_Vector vector_new(SUNContext context, int n, double *data);

struct sparse_lu;
/* A matrix without entries: CVODE wants one, the solver below keeps them itself. */
SUNMatrix matrix_new(SUNContext context);
/* lu must have been factored by the integrator's linear system function. */
SUNLinearSolver solver_new(SUNContext context, struct sparse_lu *lu);

#endif
