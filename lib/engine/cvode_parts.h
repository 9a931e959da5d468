/* cvode_parts.h — our vector and our linear solver, in SUNDIALS' terms.
 *
 * The packaged SUNDIALS may be compiled without optimisation; what is called in every step is
 * therefore here, as plain loops that our compiler sees. */
#ifndef CVODE_PARTS_H
#define CVODE_PARTS_H

#include <cvodes/cvodes.h>
#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>
#include <sundials/sundials_nonlinearsolver.h>
#include <sundials/sundials_nvector.h>

/* All vectors of one run, also those that SUNDIALS clones.  It looks at no clone before it uses
 * it, and destroys some twice when memory ends; therefore a clone is never NULL, and all stay
 * until the run is closed.  lost says that clones are missing: nothing may be integrated then. */
struct vectors {
  SUNContext context;
  int n, lost;
  N_Vector last, spare; /* spare: stands for every clone that there was no memory for */
};

struct vector {
  int n, owned;
  double *data;
  struct vectors *all;
  N_Vector next;
};
#define VECTOR_DATA(v)   (((struct vector *)(v)->content)->data)
#define VECTOR_LENGTH(v) (((const struct vector *)(v)->content)->n)

/* Operands may be the same vector, but never overlap otherwise: each element is read before it is
 * written, and the loops may run in any order. */
#define EACH _Pragma("GCC ivdep") for (int i = 0; i < n; i++)

/* -1 if there is no memory; closed in any case. */
int vectors_open(struct vectors *all, SUNContext context, int n);
void vectors_close(struct vectors *all);
/* data: NULL for an array of its own, freed with it; else the caller's. */
N_Vector vector_new(struct vectors *all, double *data);
/* The root of the mean square of x[i] w[i]. */
double vector_norm(N_Vector x, N_Vector w);

struct sparse_lu;
/* A matrix without entries: CVODE wants one, the solver below keeps them itself. */
SUNMatrix matrix_new(SUNContext context);
/* lu must have been factored by the integrator's linear system function. */
SUNLinearSolver solver_new(SUNContext context, struct sparse_lu *lu);

/* Newton's method for steps without slopes; rhs and lu are those of the integrator. */
SUNNonlinearSolver newton_new(SUNContext context, void *cvode, int stiff, N_Vector x, CVRhsFn rhs,
                              struct sparse_lu *lu);

#endif
