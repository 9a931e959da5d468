/* rosenbrock.c — Rodas5P and Rodas4 behind the seam.
 *
 * One step is 8 (6) linear systems with one matrix, made from the exact Jacobian at its beginning;
 * nothing is iterated and nothing remembered, so that a piece begins with steps as good as any.
 * Equations that depend on time bring their derivative in it, by a dual pass. */
#include "rosenbrock.h"

#include "jacobian.h"
#include "scalar.h"
#undef sqrt /* which a model's body means in its own way */
#include "sparse_lu.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

/* Step size: to SAFETY of what the estimate allows, and no more than these times the last. */
#define SAFETY  0.9
#define LEAST   0.2
#define MOST    6.0
#define RETREAT 0.25 /* where a derivative was not finite, or the matrix singular */
enum { MOST_STALLED = 100 };

int rosenbrock_not_finite(const double *f, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++) sum += 0 * f[i]; /* 0, or NaN: cheaper than asking each */
  if (sum == 0) return -1;
  int i = 0;
  while (i < n - 1 && isfinite(f[i])) i++;
  return i;
}

/* out = start + sum of coefficient[j] u[j] over the first terms; start may be NULL. */
static void combine(int n, const double *start, const double *coefficient, int terms,
                    const double *u, double *restrict out)
{
  int j = terms % 4;
  const double *const c = coefficient, *v = u + n, *w = v + n;
  if (j == 1) EACH out[i] = c[0] * u[i];
  else if (j == 2) EACH out[i] = c[0] * u[i] + c[1] * v[i];
  else if (j == 3) EACH out[i] = c[0] * u[i] + c[1] * v[i] + c[2] * w[i];
  else EACH out[i] = 0;
  for (; j < terms; j += 4) {
    const double *k = c + j, *p = u + j * n, *q = p + n, *r = q + n, *s = r + n;
    EACH out[i] += (k[0] * p[i] + k[1] * q[i]) + (k[2] * r[i] + k[3] * s[i]);
  }
  if (start) EACH out[i] += start[i];
}

/* ---- one attempt --------------------------------------------------------------------------- */

/* Jacobian, f and df/dt where the step begins; the first state whose f is not finite, or -1. */
static int look_around(struct run *r)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const int n = e->n;
  struct workspace *w = &I->work;
  integrate_at(I, I->t);
  if (!r->looked) {
    jacobian_values(e, w, I->t, I->x, I->p, I->u, I->s, r->jacobian);
    I->counts.jacobians++;
    EACH r->f[i] = VALUE(w->f[i]); /* which the last dual pass has left there */
  }
  r->looked = 0;
  r->moves = e->timed || I->parameter_rates;
  if (r->moves) {
    EACH w->x[i] = I->x[i];
    for (int i = 0; i < e->nu; i++) w->u[i] = I->u[i];
    integrate_rates(I, w->p);
    equations_rhs_z(e, with_slope(I->t, SEED), w->x, w->p, w->u, I->s, w->f, w->wires);
    EACH r->moving[i] = SLOPE(w->f[i]) / SEED;
  }
  return rosenbrock_not_finite(r->f, n);
}

enum { TRIED = -1, SINGULAR = -2 };

/* The stages of a step of width h, and the states at its end: TRIED, SINGULAR, or a state whose
 * derivative is not finite on the way. */
static int attempt(struct run *r, double h)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const struct method *m = r->method;
  const int n = e->n;
  r->interpolates = 0;
  I->counts.factors++;
  const int way = sparse_lu_factor(r->lu, r->jacobian, 1 / (h * m->gamma), 1);
  if (way == SPARSE_LU_SINGULAR) return SINGULAR;
  if (way == SPARSE_LU_LAPACK) I->counts.lapack++;
  for (int s = 0; s < m->stages; s++) {
    double *u = r->u + s * n;
    const double *f = r->f;
    if (s) {
      const double *last = u - n;
      if (s < m->rows) combine(n, r->x0, m->a[s], s, r->u, r->stage);
      else EACH r->stage[i] += last[i];
      I->counts.rhs++;
      integrate_at(I, I->t + m->node[s] * h);
      equations_rhs_d(e, I->t + m->node[s] * h, r->stage, I->p, I->u, I->s, r->right,
                      I->work.plain);
      f = r->right;
      const int broken = rosenbrock_not_finite(f, n);
      if (broken >= 0) return broken;
    }
    combine(n, NULL, m->c[s], s, r->u, u);
    const double inverse = 1 / h, moving = r->moves ? m->moving[s] * h : 0;
    if (moving != 0) EACH u[i] = f[i] + u[i] * inverse + moving * r->moving[i];
    else EACH u[i] = f[i] + u[i] * inverse;
    sparse_lu_solve(r->lu, u);
  }
  const double *last = r->u + (m->stages - 1) * n;
  EACH r->x1[i] = r->stage[i] + last[i];
  const int broken = rosenbrock_not_finite(r->x1, n);
  return broken >= 0 ? broken : TRIED;
}

double rosenbrock_tolerance(const struct run *r, int i, double size)
{
  const struct integrator *I = &r->base;
  return I->control.rtol * (size + I->control.noise_scale * I->equations->model->x[i].value);
}

/* The estimate of an attempt, in tolerances; *worst: the state with the largest share. */
static double error_of(const struct run *r, int *worst)
{
  const int n = r->base.equations->n;
  const double *last = r->u + (r->method->stages - 1) * n;
  double sum = 0, most = -1;
  *worst = -1;
  for (int i = 0; i < n; i++) {
    const double from = fabs(r->x0[i]), to = fabs(r->x1[i]);
    const double off = last[i] / rosenbrock_tolerance(r, i, from > to ? from : to);
    sum += off * off;
    if (off * off > most) most = off * off, *worst = i;
  }
  return n ? sqrt(sum / n) : 0;
}

/* ---- step size ------------------------------------------------------------------------------- */

/* A first step: a part of the time in which the second derivative undoes the first, the smaller the
 * tighter the tolerance.  One that is too long costs no Jacobian; one too short costs many steps. */
static double first_width(const struct run *r)
{
  const struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const int n = e->n;
  double *second = r->x1, speed = 0, bend = 0;
  EACH second[i] = r->moves ? r->moving[i] : 0;
  for (int j = 0; j < n; j++)
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++)
      second[e->row[k]] += r->jacobian[k] * r->f[j];
  for (int i = 0; i < n; i++) {
    const double w = 1 / rosenbrock_tolerance(r, i, fabs(I->x[i]));
    speed += r->f[i] * w * r->f[i] * w;
    bend += second[i] * w * second[i] * w;
  }
  const double rest = I->t_stop - I->t;
  if (!(speed > 0 && bend > 0 && isfinite(speed / bend))) return rest;
  const double part = 2 * pow(I->control.rtol, 1.0 / (r->method->error_order + 1));
  return fmin(rest, part * sqrt(speed / bend));
}

/* h, cut to what is left and to the caller's limit, and even where two steps are left. */
static double fitted(const struct integrator *I, double h)
{
  const double rest = I->t_stop - I->t;
  if (I->control.h_max > 0) h = fmin(h, I->control.h_max);
  return h * 1.0001 >= rest ? rest : 2 * h > rest ? 0.5 * rest : h;
}

/* Below this a step means nothing, even where time stalls. */
static double least_width(double t) { return DBL_EPSILON * DBL_EPSILON * fabs(t) + 1e-250; }

static int give_up(struct run *r)
{
  struct integrator *I = &r->base;
  if (r->broken >= 0) I->failure = (struct failure){ INTEGRATE_NOT_FINITE, r->broken, I->t };
  else I->failure = (struct failure){ INTEGRATE_ACCURACY, r->worst, I->t };
  return I->failure.status;
}

/* Attempts until one holds. */
static int find_step(struct run *r)
{
  const struct integrator *I = &r->base;
  const double power = -1.0 / r->method->error_order;
  for (int rejected = 0;; rejected = 1) {
    const double h = fitted(I, r->h);
    const int outcome = attempt(r, h);
    double error = outcome == TRIED ? error_of(r, &r->worst) : INFINITY, factor = RETREAT;
    r->width = h;
    if (r->slopes && error <= 1) error = fmax(error, slope_steps_try(r));
    if (isfinite(error))
      factor = fmin(fmax(SAFETY * pow(fmax(error, 1e-10), power), LEAST), rejected ? 1 : MOST);
    if (outcome >= 0) r->broken = outcome;
    r->h = h * factor;
    if (error <= 1) return INTEGRATE_OK;
    if (r->h < least_width(I->t)) return give_up(r);
  }
}

/* ---- the seam ------------------------------------------------------------------------------ */

static void close_run(struct integrator *I)
{
  struct run *r = (struct run *)I;
  if (!r) return;
  sparse_lu_free(r->lu);
  workspace_free(&I->work);
  slope_steps_free(r->slopes);
  free(I->x_slope);
  free(r->room);
  free(r);
}

static struct integrator *open_run(const struct integrator_kind *kind,
                                   const struct method *method, const struct equations *e,
                                   const struct control *control)
{
  struct run *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->base.kind = kind;
  r->base.equations = e;
  r->base.control = *control;
  r->method = method;
  const size_t n = e->n, entries = e->colptr[e->n], n_slopes = control->n_slopes;
  const size_t vectors = 7 + method->stages + method->n_between + n_slopes;
  r->lu = sparse_lu_new(e->plan);
  r->room = calloc(n * vectors + entries + 1, sizeof(double));
  r->base.x_slope = calloc(n_slopes + 1, sizeof(double *));
  r->slopes = n_slopes ? slope_steps_new(r) : NULL;
  if (!r->lu || !r->room || !r->base.x_slope || (n_slopes && !r->slopes) ||
      workspace_new(&r->base.work, e)) {
    close_run(&r->base);
    return NULL;
  }
  double **all[] = { &r->base.x, &r->f, &r->moving, &r->stage, &r->right, &r->x0, &r->x1 };
  double *at = r->room;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++, at += n) *all[i] = at;
  r->u = at, at += method->stages * n;
  r->between = at, at += method->n_between * n;
  for (size_t k = 0; k < n_slopes; k++, at += n) r->base.x_slope[k] = at;
  if (!r->slopes) r->jacobian = at; /* else theirs */
  return &r->base;
}

static void begin(struct integrator *I)
{
  struct run *r = (struct run *)I;
  r->fresh = 1;
  r->looked = 0;
}

static int step(struct integrator *I)
{
  struct run *r = (struct run *)I;
  const size_t bytes = sizeof(double) * I->equations->n;
  I->t_old = I->t;
  const int broken = look_around(r);
  if (r->fresh) {
    I->counts.restarts++;
    r->h = first_width(r);
    if (r->slopes) slope_steps_begin(r);
    r->stalled = 0;
  }
  if (r->fresh || !r->stalled) r->broken = r->worst = -1;
  r->fresh = 0;
  if (broken >= 0) {
    r->broken = broken;
    return give_up(r);
  }
  memcpy(r->x0, I->x, bytes);
  const int status = find_step(r);
  if (status) return status;
  I->counts.steps++;
  memcpy(I->x, r->x1, bytes);
  if (r->slopes) slope_steps_keep(r);
  r->looked = r->slopes != NULL;
  const double h = r->width;
  I->t = h >= I->t_stop - I->t_old ? I->t_stop : fmin(I->t_old + h, I->t_stop);
  if (I->t > I->t_old) r->stalled = 0;
  else if (++r->stalled == MOST_STALLED) return give_up(r);
  return INTEGRATE_OK;
}

void rosenbrock_between(struct run *r, double part, double *x)
{
  const struct method *m = r->method;
  const int n = r->base.equations->n;
  if (!r->interpolates)
    for (int k = 0; k < m->n_between; k++)
      combine(n, NULL, m->between[k], m->stages, r->u, r->between + k * n);
  r->interpolates = 1;
  const double rest = 1 - part, first = rest * part, second = first * part;
  const double third = m->n_between == 3 ? second * part : 0;
  const double *restrict x0 = r->x0, *restrict x1 = r->x1, *restrict a = r->between;
  const double *restrict b = a + n, *restrict c = third != 0 ? b + n : b;
  EACH x[i] = (rest * x0[i] + part * x1[i]) + (first * a[i] + second * b[i]) + third * c[i];
}

static void dense(struct integrator *I, double t, double *x)
{
  struct run *r = (struct run *)I;
  if (t >= I->t) memcpy(x, I->x, sizeof *x * I->equations->n);
  else rosenbrock_between(r, fmin(fmax((t - I->t_old) / r->width, 0), 1), x);
}

static void slopes(struct integrator *I, double t, double *const *x_slope)
{
  if (I->control.n_slopes) slope_steps_between((struct run *)I, t, x_slope);
}

static struct integrator *open_rodas5p(const struct equations *e, const struct control *c)
{
  return open_run(&integrate_rodas5p, &rodas5p, e, c);
}

static struct integrator *open_rodas4(const struct equations *e, const struct control *c)
{
  return open_run(&integrate_rodas4, &rodas4, e, c);
}

#define KIND(NAME)                                                                             \
  {                                                                                            \
    .name = #NAME, .open = open_##NAME, .close = close_run, .begin = begin, .step = step,      \
    .dense = dense, .slopes = slopes                                                           \
  }

const struct integrator_kind integrate_rodas5p = KIND(rodas5p);
const struct integrator_kind integrate_rodas4 = KIND(rodas4);
