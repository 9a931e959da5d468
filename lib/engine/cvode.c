/* cvode.c — CVODES behind the seam, one step at a time.
 *
 * Works with SUNDIALS 6.4 and later, and compiles against 7. */
#include "cvode_parts.h"
#include "integrate.h"
#include "derivatives.h"
#include "scalar.h"
#include "sparse_lu.h"

#include <cvodes/cvodes.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_version.h>

enum { MOST_STALLED = 100 };

struct run {
  struct integrator base;
  SUNContext context;
  void *cvode;
  struct vectors vectors;
  N_Vector x, view; /* view: of the caller's array, while dense() fills it */
  N_Vector errors, weights;
  N_Vector *slope, *slope_view;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  SUNNonlinearSolver newton; /* NULL if there are slopes */
  struct sparse_lu *lu;
  struct derivatives *derivatives;
  double *jacobian;
  int abandoned; /* CVodeFree would free vectors again, after a CVodeSensInit without memory */
  int fresh;     /* the next step is the first of a piece */
  int stalled;   /* steps without a gain in time, so far */
  int broken;    /* state whose derivative was not finite since time moved on, or -1 */
};

static int first_not_finite(const double *f, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++) sum += 0 * f[i]; /* 0, or NaN: cheaper than asking each */
  if (sum == 0) return -1;
  int i = 0;
  while (i < n - 1 && isfinite(f[i])) i++;
  return i;
}

static int breaks(struct run *r, const double *f)
{
  const int state = first_not_finite(f, r->base.equations->n);
  if (state >= 0) r->broken = state;
  return state >= 0;
}

/* ---- what CVODES calls --------------------------------------------------------------------- */

static int rhs(double t, N_Vector x, N_Vector f, void *data)
{
  struct run *r = data;
  struct integrator *I = &r->base;
  double *derivatives = VECTOR_DATA(f);
  I->counts.rhs++;
  derivatives_rhs(r->derivatives, I, t, VECTOR_DATA(x), derivatives);
  return breaks(r, derivatives); /* a smaller step may help */
}

static int slopes_rhs(int n_slopes, double t, N_Vector x, N_Vector f, N_Vector *xs,
                      N_Vector *fs, void *data, N_Vector unused1, N_Vector unused2)
{
  (void)f, (void)unused1, (void)unused2;
  struct run *r = data;
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const double *states = VECTOR_DATA(x);
  struct workspace *w = &I->work;
  integrate_at(I, t);
  for (int k = 0; k < n_slopes; k++) {
    const double *s = VECTOR_DATA(xs[k]);
    double *ds = VECTOR_DATA(fs[k]);
    for (int i = 0; i < e->n; i++) w->x[i] = with_slope(states[i], s[i] * SEED);
    equations_rhs_z(e, t, w->x, I->p_slope[k], I->u_slope[k], I->s, w->f, w->wires);
    for (int i = 0; i < e->n; i++) ds[i] = SLOPE(w->f[i]) / SEED;
    if (breaks(r, ds)) return 1;
  }
  return 0;
}

/* I - gamma J, factored at once. */
static int linear_system(double t, N_Vector x, N_Vector f, SUNMatrix A, int jacobian_is_good,
                         int *jacobian_is_new, double gamma, void *data, N_Vector unused1,
                         N_Vector unused2, N_Vector unused3)
{
  (void)f, (void)A, (void)unused1, (void)unused2, (void)unused3;
  struct run *r = data;
  struct integrator *I = &r->base;
  *jacobian_is_new = !jacobian_is_good;
  if (!jacobian_is_good) {
    I->counts.jacobians++;
    derivatives_jacobian(r->derivatives, I, t, VECTOR_DATA(x), r->jacobian);
  }
  I->counts.factors++;
  const int way = sparse_lu_factor(r->lu, r->jacobian, 1, gamma);
  if (way == SPARSE_LU_LAPACK) I->counts.lapack++;
  return way == SPARSE_LU_SINGULAR; /* a smaller step may help */
}

/* Relative above the size of noise, absolute below. */
static int error_weights(N_Vector x, N_Vector weights, void *data)
{
  const struct run *r = data;
  const struct integrator *I = &r->base;
  const double rtol = I->control.rtol, atol = rtol * I->control.noise_scale;
  const double *states = VECTOR_DATA(x);
  double *w = VECTOR_DATA(weights);
  const struct quantity *rows = I->equations->model->x;
  for (int i = 0; i < I->equations->n; i++)
    w[i] = 1 / (rtol * fabs(states[i]) + atol * rows[i].value);
  return 0;
}

#if SUNDIALS_VERSION_MAJOR >= 7
static void keep_quiet(int line, const char *function, const char *file, const char *message,
                       SUNErrCode code, void *data, SUNContext context)
{
  (void)line, (void)function, (void)file, (void)message, (void)code, (void)data, (void)context;
}
static int context_new(SUNContext *context)
{
  if (SUNContext_Create(SUN_COMM_NULL, context)) return -1;
  SUNContext_ClearErrHandlers(*context);
  return SUNContext_PushErrHandler(*context, keep_quiet, NULL);
}
static int quieten(void *cvode)
{
  (void)cvode;
  return 0;
}
#else
static void keep_quiet(int code, const char *module, const char *function, char *message,
                       void *data)
{
  (void)code, (void)module, (void)function, (void)message, (void)data;
}
static int context_new(SUNContext *context) { return SUNContext_Create(NULL, context); }
static int quieten(void *cvode) { return CVodeSetErrHandlerFn(cvode, keep_quiet, NULL); }
#endif

/* ---- the seam ------------------------------------------------------------------------------ */

static void close_run(struct integrator *I)
{
  struct run *r = (struct run *)I;
  if (!r) return;
  const int n_slopes = I->control.n_slopes;
  if (r->cvode && !r->abandoned) CVodeFree(&r->cvode);
  if (r->newton) SUNNonlinSolFree(r->newton);
  if (r->solver) SUNLinSolFree(r->solver);
  if (r->matrix) SUNMatDestroy(r->matrix);
  vectors_close(&r->vectors);
  for (int k = 0; I->x_slope && k < n_slopes; k++) free(I->x_slope[k]);
  free(r->slope);
  free(r->slope_view);
  free(I->x_slope);
  free(I->x);
  free(r->jacobian);
  derivatives_free(r->derivatives);
  sparse_lu_free(r->lu);
  workspace_free(&I->work);
  if (r->context) SUNContext_Free(&r->context);
  free(r);
}

static int open_vectors(struct run *r)
{
  struct integrator *I = &r->base;
  const int n = I->equations->n, n_slopes = I->control.n_slopes;
  I->x = calloc(n + 1, sizeof(double));
  I->x_slope = calloc(n_slopes + 1, sizeof *I->x_slope);
  r->slope = calloc(n_slopes + 1, sizeof *r->slope);
  r->slope_view = calloc(n_slopes + 1, sizeof *r->slope_view);
  r->jacobian = calloc(I->equations->colptr[n] + 1, sizeof(double));
  r->lu = sparse_lu_new(I->equations->plan);
  r->derivatives = derivatives_new(I->equations);
  if (!I->x || !I->x_slope || !r->slope || !r->slope_view || !r->jacobian || !r->lu ||
      !r->derivatives ||
      workspace_new(&I->work, I->equations) || vectors_open(&r->vectors, r->context, n))
    return -1;
  r->x = vector_new(&r->vectors, I->x);
  r->view = vector_new(&r->vectors, I->x);
  r->errors = vector_new(&r->vectors, NULL);
  r->weights = vector_new(&r->vectors, NULL);
  if (!r->x || !r->view || !r->errors || !r->weights) return -1;
  for (int k = 0; k < n_slopes; k++) {
    I->x_slope[k] = calloc(n + 1, sizeof(double));
    if (!I->x_slope[k]) return -1;
    r->slope[k] = vector_new(&r->vectors, I->x_slope[k]);
    r->slope_view[k] = vector_new(&r->vectors, I->x_slope[k]);
    if (!r->slope[k] || !r->slope_view[k]) return -1;
  }
  return 0;
}

static int open_slopes(struct run *r, const struct control *c)
{
  if (!c->n_slopes) return 0;
  r->abandoned =
      CVodeSensInit(r->cvode, c->n_slopes, CV_SIMULTANEOUS, slopes_rhs, r->slope) != 0;
  return r->abandoned || CVodeSensEEtolerances(r->cvode) || CVodeSetSensErrCon(r->cvode, 1);
}

/* CVODE's own settings, 0.1 and 51, let what is left of Newton's error into its estimates, which
 * then ask for smaller steps.  Solving more exactly, with a younger Jacobian, costs an iteration
 * here and there, and saves up to a third of the steps at a smaller error. */
#define NEWTON_EXACTNESS 0.02 /* part of the tolerance of a step */
#define JACOBIAN_AGE     20   /* steps */

static int open_newton(struct run *r, const struct control *c)
{
  if (CVodeSetNonlinConvCoef(r->cvode, NEWTON_EXACTNESS) ||
      CVodeSetJacEvalFrequency(r->cvode, JACOBIAN_AGE))
    return -1;
  if (c->n_slopes) return 0; /* SUNDIALS' own, which takes the slopes along */
  r->newton = newton_new(r->context, r->cvode, c->stiff, r->x, rhs, r->lu);
  return !r->newton || CVodeSetNonlinearSolver(r->cvode, r->newton);
}

static int open_cvode(struct run *r)
{
  const struct control *c = &r->base.control;
  r->cvode = CVodeCreate(c->stiff ? CV_BDF : CV_ADAMS, r->context);
  r->matrix = matrix_new(r->context);
  r->solver = solver_new(r->context, r->lu);
  return !r->cvode || !r->matrix || !r->solver || quieten(r->cvode) ||
         CVodeInit(r->cvode, rhs, 0, r->x) || CVodeWFtolerances(r->cvode, error_weights) ||
         CVodeSetUserData(r->cvode, r) ||
         CVodeSetLinearSolver(r->cvode, r->solver, r->matrix) ||
         CVodeSetLinSysFn(r->cvode, linear_system) || CVodeSetMaxHnilWarns(r->cvode, -1) ||
         CVodeSetMaxStep(r->cvode, c->h_max) || open_newton(r, c) || open_slopes(r, c);
}

/* Whether there is memory for what SUNDIALS will ask for, generously.  Asked before, since 6.4
 * crashes (SUNHashMap_New) or prints (CVodeCreate) when an allocation of its own fails. */
static int memory_is_there(const struct equations *e, const struct control *c)
{
  const size_t vectors = 40 * (1 + (size_t)c->n_slopes);
  void *probe = malloc((64 << 10) + vectors * (512 + sizeof(double) * e->n));
  free(probe);
  return probe != NULL;
}

static struct integrator *open_run(const struct equations *e, const struct control *control)
{
  struct run *r = memory_is_there(e, control) ? calloc(1, sizeof *r) : NULL;
  if (!r) return NULL;
  r->base.kind = &integrate_cvode;
  r->base.equations = e;
  r->base.control = *control;
  if (context_new(&r->context) || open_vectors(r) || open_cvode(r) || r->vectors.lost) {
    close_run(&r->base);
    return NULL;
  }
  return &r->base;
}

static void begin(struct integrator *I) { ((struct run *)I)->fresh = 1; }

/* The state with the largest share of the error. */
static int worst_state(struct run *r)
{
  if (CVodeGetEstLocalErrors(r->cvode, r->errors) || CVodeGetErrWeights(r->cvode, r->weights))
    return -1;
  const double *e = VECTOR_DATA(r->errors), *w = VECTOR_DATA(r->weights);
  int worst = 0;
  for (int i = 1; i < r->base.equations->n; i++)
    if (fabs(e[i] * w[i]) > fabs(e[worst] * w[worst])) worst = i;
  return worst;
}

static int give_up(struct run *r, int code)
{
  struct integrator *I = &r->base;
  struct failure *f = &I->failure;
  f->t = I->t;
  f->state = -1;
  switch (code) {
  case CV_RHSFUNC_FAIL:
  case CV_FIRST_RHSFUNC_ERR:
  case CV_REPTD_RHSFUNC_ERR:
  case CV_UNREC_RHSFUNC_ERR:
  case CV_SRHSFUNC_FAIL:
  case CV_FIRST_SRHSFUNC_ERR:
  case CV_REPTD_SRHSFUNC_ERR:
  case CV_UNREC_SRHSFUNC_ERR:
    f->status = INTEGRATE_NOT_FINITE;
    f->state = r->broken;
    break;
  case CV_TOO_MUCH_ACC:
  case CV_ERR_FAILURE:
  case CV_CONV_FAILURE:
  case CV_LSETUP_FAIL:
  case CV_LSOLVE_FAIL:
    f->status = INTEGRATE_ACCURACY;
    f->state = worst_state(r);
    break;
  default: f->status = INTEGRATE_INTERNAL;
  }
  return f->status;
}

static int restart(struct run *r)
{
  struct integrator *I = &r->base;
  r->fresh = r->stalled = 0;
  r->broken = -1;
  I->counts.restarts++;
  int code = CVodeReInit(r->cvode, I->t, r->x);
  if (!code && I->control.n_slopes)
    code = CVodeSetSensParams(r->cvode, NULL, (double *)I->slope_size, NULL) ||
           CVodeSensReInit(r->cvode, CV_SIMULTANEOUS, r->slope);
  return code ? code : CVodeSetStopTime(r->cvode, I->t_stop);
}

static int step(struct integrator *I)
{
  struct run *r = (struct run *)I;
  int code = r->fresh ? restart(r) : 0;
  I->t_old = I->t;
  if (!code) code = CVode(r->cvode, I->t_stop, r->x, &I->t, CV_ONE_STEP);
  if (code < 0) return give_up(r, code);
  I->counts.steps++;
  /* a first step may be too small to be seen, but its followers grow */
  if (I->t > I->t_old) {
    r->stalled = 0;
    r->broken = -1;
  } else if (++r->stalled == MOST_STALLED)
    return give_up(r, r->broken >= 0 ? CV_REPTD_RHSFUNC_ERR : CV_ERR_FAILURE);
  return INTEGRATE_OK;
}

/* CVODES refuses times that lie outside its step by a rounding error. */
static double within_step(const struct integrator *I, double t)
{
  return t < I->t_old ? I->t_old : t > I->t ? I->t : t;
}

static void dense(struct integrator *I, double t, double *x)
{
  struct run *r = (struct run *)I;
  VECTOR_DATA(r->view) = x;
  if (t >= I->t || CVodeGetDky(r->cvode, within_step(I, t), 0, r->view))
    memcpy(x, I->x, sizeof *x * I->equations->n);
}

static void slopes(struct integrator *I, double t, double *const *x_slope)
{
  struct run *r = (struct run *)I;
  for (int k = 0; k < I->control.n_slopes; k++) VECTOR_DATA(r->slope_view[k]) = x_slope[k];
  CVodeGetSensDky(r->cvode, within_step(I, t), 0, r->slope_view);
}

const struct integrator_kind integrate_cvode = {
  .name = "CVODES",
  .open = open_run,
  .close = close_run,
  .begin = begin,
  .step = step,
  .dense = dense,
  .slopes = slopes,
};
