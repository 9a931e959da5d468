/* cvode_newton.c — Newton's method for a step of CVODE, in one loop over our own vectors.
 *
 * It does what SUNDIALS' own does with CVODE's test of convergence, in every bit; what it saves is
 * the way through a dozen generic calls an iteration, a third of a run of few states.  The
 * correction d solves rl1 z1 + d - gamma f(y + d) = 0, where y is the prediction and z1 its
 * scaled slope. */
#include "cvode_parts.h"

#include "sparse_lu.h"

#include <cvodes/cvodes.h>
#include <math.h>
#include <stdlib.h>

/* As CVODE has them. */
#define MOST_ITERATIONS 3
#define RATE_LEFT       0.3 /* of the rate of convergence, at least, at each iteration */
#define DIVERGES        2.0

struct newton {
  void *cvode;
  struct sparse_lu *lu;
  CVRhsFn rhs;
  int stiff;
  SUNNonlinSolSysFn residual;  /* CVODE's: knows its codes of failure */
  SUNNonlinSolLSetupFn set_up; /* CVODE's: decides what to compute anew */
  N_Vector delta;
  int jacobian_is_new;
  double gamma; /* that of the factor */
  double rate;  /* of convergence */
};

static SUNNonlinearSolver_Type get_type(SUNNonlinearSolver S)
{
  (void)S;
  return SUNNONLINEARSOLVER_ROOTFIND;
}

static int set_residual(SUNNonlinearSolver S, SUNNonlinSolSysFn residual)
{
  ((struct newton *)S->content)->residual = residual;
  return 0;
}

static int set_set_up(SUNNonlinearSolver S, SUNNonlinSolLSetupFn set_up)
{
  ((struct newton *)S->content)->set_up = set_up;
  return 0;
}

/* What the system is at this step. */
struct corrector {
  double t, gamma, rl1;
  N_Vector predicted, y, f, slope;
  void *data;
};

/* f, and delta: the right side of the linear system. */
static int find_residual(const struct newton *s, const struct corrector *c,
                         const double *correction)
{
  const int n = VECTOR_LENGTH(c->y);
  const double *predicted = VECTOR_DATA(c->predicted), *slope = VECTOR_DATA(c->slope);
  const double gamma = c->gamma, rl1 = c->rl1;
  double *y = VECTOR_DATA(c->y), *delta = VECTOR_DATA(s->delta);
  EACH y[i] = predicted[i] + correction[i];
  if (s->rhs(c->t, c->y, c->f, c->data)) return -1;
  const double *f = VECTOR_DATA(c->f);
  EACH delta[i] = gamma * f[i] - (rl1 * slope[i] + correction[i]);
  return 0;
}

/* Iterates with the factor as it is: 0, or a code of SUNDIALS'. */
static int iterate(struct newton *s, const struct corrector *c, N_Vector correction,
                   N_Vector weights, double tolerance)
{
  const int n = VECTOR_LENGTH(c->y);
  double *d = VECTOR_DATA(correction), *delta = VECTOR_DATA(s->delta), last = 0;
  /* the factor may be of another gamma: what its solution lacks is known for linear systems */
  const double lag = s->stiff && c->gamma != s->gamma ? 2 / (1 + c->gamma / s->gamma) : 1;
  for (int k = 0;;) {
    sparse_lu_solve(s->lu, delta);
    if (lag != 1) EACH delta[i] *= lag;
    EACH d[i] += delta[i];
    const double size = vector_norm(s->delta, weights);
    if (k > 0) s->rate = fmax(RATE_LEFT * s->rate, size / last);
    if (size * fmin(1, s->rate) / tolerance <= 1) return 0;
    if (++k == MOST_ITERATIONS || (k > 1 && size > DIVERGES * last)) return SUN_NLS_CONV_RECVR;
    last = size;
    if (find_residual(s, c, d)) return s->residual(correction, s->delta, s->cvode);
  }
}

static int solve(SUNNonlinearSolver S, N_Vector predicted, N_Vector correction,
                 N_Vector weights, double tolerance, int set_up, void *cvode)
{
  (void)predicted;
  struct newton *s = S->content;
  struct corrector c;
  CVodeGetNonlinearSystemData(cvode, &c.t, &c.predicted, &c.y, &c.f, &c.gamma, &c.rl1, &c.slope,
                              &c.data);
  double *d = VECTOR_DATA(correction);
  const int n = VECTOR_LENGTH(correction);
  for (int jacobian_is_bad = 0;; jacobian_is_bad = set_up = 1) {
    if (find_residual(s, &c, d)) return s->residual(correction, s->delta, cvode);
    if (set_up) {
      const int status = s->set_up(jacobian_is_bad, &s->jacobian_is_new, cvode);
      if (status) return status;
      s->gamma = c.gamma;
      s->rate = 1;
    }
    const int status = iterate(s, &c, correction, weights, tolerance);
    if (status <= 0 || s->jacobian_is_new) {
      if (!status) s->jacobian_is_new = 0;
      return status;
    }
    EACH d[i] = 0; /* once more, with a Jacobian of this moment */
  }
}

static int destroy(SUNNonlinearSolver S)
{
  free(S->content);
  SUNNonlinSolFreeEmpty(S);
  return 0;
}

SUNNonlinearSolver newton_new(SUNContext context, void *cvode, int stiff, N_Vector x,
                              CVRhsFn rhs, struct sparse_lu *lu)
{
  SUNNonlinearSolver S = SUNNonlinSolNewEmpty(context);
  if (!S) return NULL;
  struct newton *s = S->content = calloc(1, sizeof *s);
  S->ops->gettype = get_type;
  S->ops->solve = solve;
  S->ops->free = destroy;
  S->ops->setsysfn = set_residual;
  S->ops->setlsetupfn = set_set_up;
  if (!s) {
    destroy(S);
    return NULL;
  }
  *s = (struct newton){ .cvode = cvode,
                        .lu = lu,
                        .rhs = rhs,
                        .stiff = stiff,
                        .delta = N_VClone(x),
                        .gamma = 1,
                        .rate = 1 };
  return S;
}
