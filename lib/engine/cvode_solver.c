/* cvode_solver.c — the static sparse LU as a SUNLinearSolver. */
#include "cvode_parts.h"

#include "sparse_lu.h"

#include <string.h>

static SUNMatrix_ID matrix_id(SUNMatrix A)
{
  (void)A;
  return SUNMATRIX_CUSTOM;
}

SUNMatrix matrix_new(SUNContext context)
{
  SUNMatrix A = SUNMatNewEmpty(context);
  if (!A) return NULL;
  A->ops->getid = matrix_id;
  A->ops->destroy = SUNMatFreeEmpty;
  return A;
}

static SUNLinearSolver_Type solver_type(SUNLinearSolver S)
{
  (void)S;
  return SUNLINEARSOLVER_DIRECT;
}

/* The linear system function has factored already: it alone knows gamma. */
static int solver_setup(SUNLinearSolver S, SUNMatrix A)
{
  (void)S, (void)A;
  return 0;
}

static int solver_solve(SUNLinearSolver S, SUNMatrix A, N_Vector x, N_Vector b,
                        double tolerance)
{
  (void)A, (void)tolerance;
  double *solution = VECTOR_DATA(x);
  const struct vector *right = b->content;
  memcpy(solution, right->data, sizeof *solution * right->n);
  sparse_lu_solve(S->content, solution);
  return 0;
}

static int solver_free(SUNLinearSolver S)
{
  SUNLinSolFreeEmpty(S);
  return 0;
}

SUNLinearSolver solver_new(SUNContext context, struct sparse_lu *lu)
{
  SUNLinearSolver S = SUNLinSolNewEmpty(context);
  if (!S) return NULL;
  S->content = lu;
  S->ops->gettype = solver_type;
  S->ops->setup = solver_setup;
  S->ops->solve = solver_solve;
  S->ops->free = solver_free;
  return S;
}
