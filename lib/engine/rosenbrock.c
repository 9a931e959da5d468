/* rosenbrock.c — Rodas5P and Rodas4 behind the seam, for one patient or several side by side.
 *
 * One step is 8 (6) linear systems with one matrix, made from the exact Jacobian at its beginning;
 * nothing is iterated and nothing remembered, so that a piece begins with steps as good as any.  The
 * arithmetic is that of rosenbrock_kernel.c; here is what concerns a patient apart from the others:
 * pieces, what has come of an attempt, and failures. */
#include "rosenbrock.h"

#include "rosenbrock_rows.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STALLED = 100 };

void rosenbrock_once(struct run *r)
{
  const struct integrator *I = &r->base;
  if (r->known && r->edition == I->p_edition) return;
  field_once(r->bundle->field, I->p, r->lane, r->bundle->q);
  r->edition = I->p_edition;
  r->known = 1;
}

static double tolerance(const struct run *r, int i, double size)
{
  return r->bundle->rtol * (size + r->bundle->noise[i]);
}

/* ---- what an attempt has come to ---------------------------------------------------------------------- */

static int not_finite(const double *f, int n)
{
  int i = 0;
  while (i < n && isfinite(f[i])) i++;
  return i < n ? i : -1;
}

/* The first state whose derivative was not finite in the last attempt, or which itself was not at its
 * end; -1: the matrix, or the estimate, was at fault.  Each stage is evaluated again. */
static int find_broken(struct run *r)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const struct method *m = r->method;
  const struct bundle *b = r->bundle;
  const int n = e->n, lanes = r->bundle->lanes;
  double *x = r->bundle->one, *f = x + n;
  for (int s = 0; s < m->stages; s++) {
    const double t = I->t + m->node[s] * b->width[r->lane];
    if (s < m->rows) bundle_get(b, b->x, r->lane, n, x);
    for (int i = 0; i < n; i++) {
      const double *v = b->v + i * lanes + r->lane;
      if (s >= m->rows) x[i] += v[(s - 1) * n * lanes];
      else
        for (int j = 0; j < s; j++) x[i] += m->a[s][j] * v[j * n * lanes];
    }
    integrate_at(I, t);
    equations_rhs_d(e, t, x, I->p, I->u, I->s, f, I->work.plain);
    const int broken = not_finite(f, n);
    if (broken >= 0) return broken;
  }
  bundle_get(b, b->x1, r->lane, n, x);
  return not_finite(x, n);
}

/* With the largest error of the last attempt, or -1. */
static int worst_state(const struct run *r)
{
  const struct bundle *b = r->bundle;
  const int n = r->bundle->n, lanes = r->bundle->lanes;
  double most = -1;
  int worst = -1;
  for (int i = 0; i < n; i++) {
    const int at = i * lanes;
    const double from = fabs(b->x[at + r->lane]), to = fabs(b->x1[at + r->lane]);
    double estimate = 0;
    for (int j = 0; j < r->method->stages; j++)
      estimate += r->method->estimate[j] * b->v[j * n * lanes + at + r->lane];
    const double off = fabs(estimate) / tolerance(r, i, fmax(from, to));
    if (off > most) most = off, worst = i;
  }
  return worst;
}

/* Below this a step means nothing, even where time stalls. */
static double least_width(double t) { return DBL_EPSILON * DBL_EPSILON * fabs(t) + 1e-250; }

static int give_up(struct run *r)
{
  struct integrator *I = &r->base;
  if (r->broken >= 0) I->failure = (struct failure){ INTEGRATE_NOT_FINITE, r->broken, I->t };
  else I->failure = (struct failure){ INTEGRATE_ACCURACY, worst_state(r), I->t };
  return I->failure.status;
}

static int rejected(struct run *r)
{
  const struct integrator *I = &r->base;
  const struct bundle *b = r->bundle;
  if (!isfinite(b->error[r->lane]) && !(b->singular >> r->lane & 1)) {
    const int broken = find_broken(r);
    if (broken >= 0) r->broken = broken;
    bundle_get(b, b->f, r->lane, r->bundle->n, r->bundle->one);
    if (not_finite(r->bundle->one, r->bundle->n) >= 0)
      return give_up(r); /* no step will help */
  }
  return b->h[r->lane] < least_width(I->t) ? give_up(r) : INTEGRATE_OK;
}

static int held(struct run *r)
{
  struct integrator *I = &r->base;
  const struct bundle *b = r->bundle;
  I->counts.steps++;
  I->t_old = b->t_old[r->lane];
  I->t = b->t[r->lane];
  if (b->lanes == 1) memcpy(I->x, b->x1, sizeof *I->x * r->bundle->n);
  else if (I->t >= I->t_stop) bundle_get(b, b->x1, r->lane, r->bundle->n, I->x);
  if (r->slopes) slope_steps_keep(r);
  if (I->t > I->t_old) {
    r->stalled = 0;
    r->broken = -1;
  } else if (++r->stalled == MOST_STALLED) return give_up(r);
  return INTEGRATE_OK;
}

/* ---- steps ------------------------------------------------------------------------------------------ */

static void look(struct bundle *b)
{
  const unsigned lanes = (b->held | b->fresh) & b->busy;
  if (!lanes) return;
  if (b->run[0]->slopes && !b->fresh && slope_steps_know(b->run[0])) return;
  for (int l = 0; l < b->lanes; l++) {
    if (!(lanes >> l & 1)) continue;
    struct integrator *I = &b->run[l]->base;
    I->counts.jacobians++;
    I->counts.restarts += b->fresh >> l & 1;
  }
  b->kernel->look(b);
}

/* The slopes of one patient alone take part in the error. */
static void try_slopes(struct run *r)
{
  double *error = r->bundle->error;
  if (!r->slopes || !(*error <= 1)) return;
  r->width = *r->bundle->width;
  const double off = slope_steps_try(r);
  *error = fmax(*error, off * off);
}

/* The lanes where the attempt holds. */
static unsigned settle(struct bundle *b, unsigned *failed)
{
  const unsigned held_lanes = b->kernel->judge(b, -0.5 / b->method->error_order);
  unsigned given_up = 0;
  b->held = held_lanes;
  for (int l = 0; l < b->lanes; l++) {
    if (!(b->busy >> l & 1)) continue;
    struct run *r = b->run[l];
    r->base.counts.factors++;
    r->base.counts.rhs += b->method->stages - 1;
    r->width = b->width[l];
    const int status = held_lanes >> l & 1 ? held(r) : rejected(r);
    if (status) given_up |= 1u << l;
  }
  *failed = given_up;
  return held_lanes & ~given_up;
}

static unsigned attempt(struct bundle *b, unsigned busy, unsigned *failed)
{
  b->busy = busy;
  b->moving_parameters &= busy; /* whose owners are there no more */
  b->singular = 0;
  look(b);
  b->kernel->attempt[b->method->number](b);
  if (b->lanes == 1) try_slopes(b->run[0]);
  return settle(b, failed);
}

static int step(struct integrator *I)
{
  struct run *r = (struct run *)I;
  unsigned failed = 0, held_lanes = 0;
  if (r->slopes && r->bundle->fresh) slope_steps_begin(r);
  while (!held_lanes && !failed) held_lanes = attempt(r->bundle, 1, &failed);
  return failed ? I->failure.status : INTEGRATE_OK;
}

static unsigned step_lanes(struct integrator **faces, int lanes, unsigned busy,
                           unsigned *failed)
{
  (void)lanes;
  return attempt(((struct run *)faces[0])->bundle, busy, failed);
}

/* ---- pieces, and what lies within a step -------------------------------------------------------------- */

static void begin(struct integrator *I)
{
  struct run *r = (struct run *)I;
  struct bundle *b = r->bundle;
  const struct equations *e = I->equations;
  const unsigned lane = 1u << r->lane;
  bundle_put(b, b->x, r->lane, e->n, I->x);
  bundle_put(b, b->u, r->lane, e->nu, I->u);
  bundle_put(b, b->s, r->lane, e->ns, I->s);
  rosenbrock_once(r);
  b->t[r->lane] = I->t;
  b->t_stop[r->lane] = I->t_stop;
  b->fresh |= lane;
  b->held &= ~lane;
  b->moving_parameters &= ~lane;
  if (I->parameters_at) b->moving_parameters |= lane;
  r->stalled = 0;
  r->broken = -1;
}

/* Where the course has been set back, its states are in I->x, as they are at the end of a piece. */
static void end_of_step(struct run *r, const int *state, int n, double *x)
{
  const struct integrator *I = &r->base;
  const struct bundle *b = r->bundle;
  const int in_x = I->t != b->t[r->lane] || I->t >= I->t_stop || b->lanes == 1;
  for (int k = 0; k < n; k++) {
    const int i = state ? state[k] : k;
    x[k] = in_x ? I->x[i] : b->x1[i * b->lanes + r->lane];
  }
}

/* Those before the step's end, and how many they are. */
static size_t rows_inside(struct run *r, const double *times, size_t n_times, const int *state,
                          int n, double *x)
{
  struct bundle *b = r->bundle;
  const int method = r->method->number;
  if (!n_times || !(*times < r->base.t)) return 0;
  if (!b->interpolates) b->rows->between[method](b);
  return b->rows->rows[method](b, r->lane, r->base.t, times, n_times, state, n, x);
}

static size_t rows(struct integrator *I, const double *times, size_t n_times, const int *state,
                   int n, double *x)
{
  struct run *r = (struct run *)I;
  size_t k = rows_inside(r, times, n_times, state, n, x);
  for (; k < n_times && times[k] <= I->t; k++) end_of_step(r, state, n, x + k * n);
  return k;
}

static void dense(struct integrator *I, double t, double *x)
{
  const int n = I->equations->n;
  struct run *r = (struct run *)I;
  if (!rows_inside(r, &t, 1, NULL, n, x)) end_of_step(r, NULL, n, x);
}

static void slopes(struct integrator *I, double t, double *const *x_slope)
{
  if (I->control.n_slopes) slope_steps_between((struct run *)I, t, x_slope);
}

static void slopes_of(struct integrator *I, double t, const int *state, int n, double *slopes)
{
  slope_steps_between_of((struct run *)I, t, state, n, slopes);
}

/* ---- life --------------------------------------------------------------------------------------------- */

static void close_face(struct run *r)
{
  if (!r) return;
  workspace_free(&r->base.work);
  slope_steps_free(r->slopes);
  free(r->base.x_slope);
  free(r->base.x);
  free(r);
}

static struct run *open_face(const struct integrator_kind *kind, const struct equations *e,
                             const struct control *control, struct bundle *b, int lane)
{
  const size_t n = e->n, n_slopes = control->n_slopes;
  struct run *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->base.kind = kind;
  r->base.equations = e;
  r->base.control = *control;
  r->method = b->method;
  r->bundle = b;
  r->lane = lane;
  b->run[lane] = r;
  r->base.x = calloc(n * (1 + n_slopes) + 1, sizeof *r->base.x);
  r->base.x_slope = calloc(n_slopes + 1, sizeof *r->base.x_slope);
  r->slopes = n_slopes ? slope_steps_new(r) : NULL;
  if (!r->base.x || !r->base.x_slope || (n_slopes && !r->slopes) ||
      workspace_new(&r->base.work, e)) {
    close_face(r);
    return NULL;
  }
  for (size_t k = 0; k < n_slopes; k++) r->base.x_slope[k] = r->base.x + (1 + k) * n;
  return r;
}

static void close_lanes(struct integrator **faces, int lanes)
{
  struct bundle *b = NULL;
  for (int l = 0; l < lanes; l++) {
    if (!faces[l]) continue;
    b = ((struct run *)faces[l])->bundle;
    close_face((struct run *)faces[l]);
    faces[l] = NULL;
  }
  bundle_free(b);
}

static int open_faces(const struct integrator_kind *kind, const struct method *method,
                      const struct equations *e, const struct control *control, int lanes,
                      struct integrator **faces)
{
  struct bundle *b = bundle_new(e, control, method, lanes);
  int failed = !b;
  for (int l = 0; l < lanes; l++) {
    faces[l] = failed ? NULL : (struct integrator *)open_face(kind, e, control, b, l);
    if (!failed && !faces[l]) {
      failed = 1;
      if (l == 0) bundle_free(b);
      else close_lanes(faces, l);
    }
  }
  return failed ? -1 : 0;
}

static void close_run(struct integrator *I)
{
  if (I) close_lanes(&I, 1);
}

#define KIND(NAME)                                                                             \
  static struct integrator *open_##NAME(const struct equations *e, const struct control *c)    \
  {                                                                                            \
    struct integrator *I;                                                                      \
    return open_faces(&integrate_##NAME, &NAME, e, c, 1, &I) ? NULL : I;                       \
  }                                                                                            \
  static int open_lanes_##NAME(const struct equations *e, const struct control *c, int lanes,  \
                               struct integrator **faces)                                      \
  {                                                                                            \
    return open_faces(&integrate_##NAME, &NAME, e, c, lanes, faces);                           \
  }                                                                                            \
  const struct integrator_kind integrate_##NAME = {                                            \
    .name = #NAME,                                                                             \
    .open = open_##NAME,                                                                       \
    .close = close_run,                                                                        \
    .begin = begin,                                                                            \
    .step = step,                                                                              \
    .dense = dense,                                                                            \
    .slopes = slopes,                                                                          \
    .rows = rows,                                                                              \
    .slopes_of = slopes_of,                                                                    \
    .open_lanes = open_lanes_##NAME,                                                           \
    .close_lanes = close_lanes,                                                                \
    .step_lanes = step_lanes,                                                                  \
  };

KIND(rodas5p)
KIND(rodas4)
