/* rosenbrock_slopes.c — slopes along the steps of a Rosenbrock method.
 *
 * The slopes S obey S' = A(t) S + B(t), where A is the Jacobian and B the derivatives in the
 * parameters, along the states.  Both are evaluated at the four points of Lobatto's quadrature in
 * each step, its ends among them, on the states' own interpolant; the cubic through these values
 * stands for them.  What it leaves out is orthogonal to straight lines over the step, so that it
 * changes S by the seventh power of the step: nothing, beside the method's own error.  The linear
 * equation with these cubics is then solved by the stages of the method itself, with the matrix that
 * the states have factored, and with its exact derivative in time.  No second derivatives of the
 * model are needed.
 *
 * Where the equations have a kink, A and B jump, and no polynomial follows; yet the linear equation
 * with the cubics is smooth, and its error estimate sees nothing.  So in the middle of the step the
 * derivative of each slope is compared with that by the cubics. */
#include "rosenbrock_slopes.h"

#include "kernels.h"
#include "linalg.h"
#include "scalar.h"
#undef sqrt /* which a model's body means in its own way */

#include <stdlib.h>
#include <string.h>

/* Slopes may be off by this times what states may: then they are off by at most 1e-7 where results are
 * good to 1e-6 (root mean square; two models of neutrophils, whose swinging states decide it, by 2e-7
 * and 4e-7), and hardly take part in the choice of steps.  With 30 another model is off by 2e-7. */
#define SLACK 20

/* In a smooth course what is left out in the middle goes with the fifth power of the step.  As long as
 * it is at most SURPRISE times what the step before lets expect, it counts by SMOOTH: there its sign
 * alternates along the step, and what it does to a slope is far less than the check in the middle, made
 * for kinks, takes it for. */
#define SURPRISE 3
#define SMOOTH   0.1

/* ---- life -------------------------------------------------------------------------------------- */

/* Of a group that begins with so many slopes left: eight side by side if that is more than four. */
static int width_of(const struct run *r, int left)
{
  const struct equations *e = r->base.equations;
  for (int lanes = left > 4 ? 8 : left > 1 ? 4 : 1; lanes > 1; lanes /= 2) {
    const struct kernels *kernels = kernels_find(lanes);
    if (kernels && (!r->bundle->field->alone || written_find(e->model, lanes))) return lanes;
  }
  return 1;
}

static int open_groups(struct slope_steps *s)
{
  const struct run *r = s->run;
  const int n_slopes = r->base.control.n_slopes;
  const struct field *field = r->bundle->field;
  size_t lanes = 0, room = 0;
  s->groups = calloc(n_slopes + 1, sizeof *s->groups);
  if (!s->groups) return -1;
  for (int first = 0; first < n_slopes; first += s->groups[s->n_groups++].n) {
    struct slope_group *g = &s->groups[s->n_groups];
    const int left = n_slopes - first;
    g->lanes = width_of(r, left);
    g->first = first;
    g->n = left < g->lanes ? left : g->lanes;
    g->at = lanes * r->bundle->n;
    g->kernel = kernels_find(g->lanes)->slopes;
    g->lists = kernels_find(g->lanes)->field;
    g->alone = field->alone ? written_find(r->base.equations->model, g->lanes) : NULL;
    lanes += g->lanes;
    room += g->lanes * (size_t)(3 + (g->alone ? 0 : field->nl));
  }
  s->kernel = s->groups->kernel;
  s->size = (lanes * r->bundle->n + s->groups->lanes - 1) / s->groups->lanes * s->groups->lanes;
  double *at = s->group_room = field_room(room);
  if (!at) return -1;
  EACH_GROUP(s)
  {
    if (!g->alone) g->factors = at, at += g->lanes * field->nl;
    g->error = at, g->left_out = g->error + g->lanes, g->left_before = g->left_out + g->lanes;
    at = g->left_before + g->lanes;
  }
  return 0;
}

struct array {
  double **at;
  size_t numbers;
};

/* Each at a multiple of 64 bytes. */
static double *lay_out(const struct array *arrays, size_t n)
{
  enum { UNIT = 8 };
  size_t units = 0;
  for (size_t i = 0; i < n; i++) units += arrays[i].numbers / UNIT + 1;
  double *room = field_room(units * UNIT), *at = room;
  for (size_t i = 0; room && i < n; at += (arrays[i++].numbers / UNIT + 1) * UNIT)
    *arrays[i].at = at;
  return room;
}

static int open_flat(struct slope_steps *s)
{
  const struct method *m = s->run->method;
  const size_t size = s->size;
  const struct array arrays[] = { { &s->start, size },
                                  { &s->end, size },
                                  { &s->argument, size },
                                  { &s->moving, size },
                                  { &s->stages, m->stages * size },
                                  { &s->B, USES * size },
                                  { &s->lately, size },
                                  { &s->lately_then, size },
                                  { &s->floor, size } };
  s->room = lay_out(arrays, sizeof arrays / sizeof *arrays);
  return s->room ? 0 : -1;
}

static int open_entries(struct slope_steps *s)
{
  const struct run *r = s->run;
  const struct equations *e = r->base.equations;
  const struct written *w = r->bundle->field->alone;
  const size_t n = e->n, n_slopes = r->base.control.n_slopes, pu = e->npq + e->nu;
  const size_t partials = w ? w->n_fp + w->n_fu : 0;
  const size_t entries = e->colptr[n] + partials + n * n_slopes;
  const struct array arrays[] = { { &s->uses, e->colptr[n] * (size_t)USES },
                                  { &s->weights, (POINTS + 1) * USES },
                                  { &s->weights_of_B, (POINTS + 1) * USES },
                                  { &s->part, POINTS },
                                  { &s->bend, MOST_STAGES * POINTS },
                                  { &s->values, entries * POINTS },
                                  { &s->before, entries * POINTS },
                                  { &s->t, POINTS },
                                  { &s->x, n * POINTS },
                                  { &s->f, n * POINTS },
                                  { &s->q, s->field->nq * (size_t)POINTS },
                                  { &s->u, e->nu * (size_t)POINTS },
                                  { &s->s, e->ns * (size_t)POINTS },
                                  { &s->one, n + e->colptr[n] + partials },
                                  { &s->p_nan, pu + n },
                                  { &s->at_sample, n * n_slopes } };
  s->n_jacobian = e->colptr[n];
  s->n_partial = (int)partials;
  s->entry_room = lay_out(arrays, sizeof arrays / sizeof *arrays);
  s->row_at = calloc(n + 2, sizeof *s->row_at);
  s->from = calloc(s->n_jacobian + 1, sizeof *s->from);
  s->column = calloc(s->n_jacobian + 1, sizeof *s->column);
  s->entry = calloc(n * n_slopes + 1, sizeof *s->entry);
  s->term = calloc(partials * n_slopes + 1, sizeof *s->term);
  s->entry_of_row = calloc(n + 1, sizeof *s->entry_of_row);
  s->colour = calloc(n_slopes + 1, sizeof *s->colour);
  s->shows = calloc(n * (n_slopes + 1) + 1, 1);
  s->seeded = calloc(pu + 1, sizeof *s->seeded);
  return s->entry_room && s->row_at && s->from && s->column && s->entry && s->term &&
                 s->entry_of_row && s->colour && s->shows && s->seeded
             ? 0
             : -1;
}

static void list_rows(struct slope_steps *s)
{
  const struct equations *e = s->run->base.equations;
  int at = 0;
  for (int i = 0; i < e->n; i++) {
    for (int j = 0; j < e->n; j++)
      for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++)
        if (e->row[k] == i) s->from[at] = k, s->column[at++] = j;
    s->row_at[i + 1] = at;
  }
}

struct slope_steps *slope_steps_new(struct run *r)
{
  const struct equations *e = r->base.equations;
  struct slope_steps *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->run = r;
  s->field = r->bundle->field;
  if (equations_lanes(e, POINTS) == POINTS) s->field = s->own = field_new(e, POINTS);
  if (!s->field || open_groups(s) || open_flat(s) || open_entries(s)) {
    slope_steps_free(s);
    return NULL;
  }
  s->points = kernels_find(s->field->lanes)->slopes;
  list_rows(s);
  slope_weights_find(s);
  return s;
}

void slope_steps_free(struct slope_steps *s)
{
  if (!s) return;
  field_free(s->own);
  free(s->groups);
  free(s->group_room);
  free(s->room);
  free(s->entry_room);
  free(s->row_at);
  free(s->from);
  free(s->column);
  free(s->entry);
  free(s->term);
  free(s->entry_of_row);
  free(s->colour);
  free(s->shows);
  free(s->seeded);
  free(s);
}

/* ---- a step -------------------------------------------------------------------------------------- */

/* Where the states' pivots have cancelled. */
static void solve_dense(const struct slope_steps *s, const struct slope_group *g, double *x)
{
  const struct bundle *b = s->run->bundle;
  double *column = s->one;
  for (int l = 0; l < g->n; l++) {
    for (int i = 0; i < b->n; i++) column[i] = x[i * g->lanes + l];
    linalg_solve(b->n, b->dense, b->pivots, column);
    for (int i = 0; i < b->n; i++) x[i * g->lanes + l] = column[i];
  }
}

static void add_product(const struct slope_steps *s, const struct slope_group *g, int use,
                        const double *x, double *b)
{
  if (g->alone) g->alone->add_product(s->uses + use, x + g->at, b + g->at);
  else g->kernel->add_product(s, g, use, x + g->at, b + g->at);
}

/* In place of b: what solves for b and A, put to this use, times x. */
static void solve(const struct slope_steps *s, int use, const double *x, double *b)
{
  const struct bundle *of_states = s->run->bundle;
  EACH_GROUP(s)
  if (g->alone && !of_states->by_lapack)
    g->alone->add_product_and_solve(s->uses + use, of_states->factors, x + g->at, b + g->at);
  else {
    add_product(s, g, use, x, b);
    if (of_states->by_lapack) solve_dense(s, g, b + g->at);
    else g->lists->solve(s->field, g->factors, b + g->at);
  }
}

static void make_stages(struct slope_steps *s)
{
  const int stages = s->run->method->stages;
  EACH_GROUP(s) if (!g->alone) g->kernel->spread(s, g);
  for (int i = 0; i < stages; i++) {
    s->kernel->gather(s, i);
    if (!i) EACH_GROUP(s) add_product(s, g, SLANT, s->start, s->moving);
    solve(s, s->use[i], i ? s->argument : s->start, s->stages + i * s->size);
  }
}

/* How far a slope of the step is off, squared, in tolerances. */
static double off_by(const struct slope_steps *s, const struct slope_group *g, int l)
{
  if (s->smooth || isnan(g->error[l])) return g->error[l];
  const double grown = s->run->width / s->width_before, twice = grown * grown;
  const double expected = g->left_before[l] * twice * twice * twice * twice * twice;
  const int smooth = g->left_out[l] <= SURPRISE * SURPRISE * expected;
  const double left_out = smooth ? SMOOTH * SMOOTH * g->left_out[l] : g->left_out[l];
  return left_out <= g->error[l] ? g->error[l] : left_out;
}

static double worst(const struct slope_steps *s)
{
  double most = 0;
  EACH_GROUP(s)
  for (int l = 0; l < g->n; l++) {
    const double off = off_by(s, g, l);
    if (!(off < INFINITY)) return INFINITY;
    if (off > most) most = off;
  }
  return most;
}

double slope_steps_try(struct run *r)
{
  struct slope_steps *s = r->slopes;
  slope_entries_look(s);
  s->kernel->mix(s);
  make_stages(s);
  s->goes_on = 0;
  EACH_GROUP(s) g->kernel->error(s, g);
  if (!s->smooth) {
    s->kernel->middle(s);
    solve(s, LEFT_OUT, s->argument, s->moving);
    EACH_GROUP(s) g->kernel->left_out(s, g);
  }
  return sqrt(worst(s)) / SLACK;
}

int slope_steps_know(struct run *r)
{
  const struct slope_steps *s = r->slopes;
  struct bundle *b = r->bundle;
  const struct field *field = b->field;
  if (!s->goes_on || s->by_duals || !field->alone || field->timed) return 0;
  const int lane = s->field->lanes - 1, lanes = s->field->lanes;
  for (int i = 0; i < b->n; i++) b->x[i] = b->x1[i], b->f[i] = s->f[i * lanes + lane];
  for (int k = 0; k < s->n_jacobian; k++) b->jacobian[k] = s->before[k * POINTS + END];
  b->held = 0;
  return 1;
}

/* ---- the way of a piece -------------------------------------------------------------------------- */

/* Where a slope does not count, since its parameter is 0, it may be off by anything. */
#define ANYTHING 1e150

static void begin_slope(struct slope_steps *s, const struct slope_group *g, int slope)
{
  const struct integrator *I = &s->run->base;
  const double size = I->slope_size[slope];
  for (int i = 0; i < I->equations->n; i++) {
    const size_t at = slope_at(g, i, slope);
    s->start[at] = I->x_slope[slope][i];
    s->lately[at] = fabs(s->start[at]);
    s->floor[at] = fmin(s->run->bundle->noise[i] / size, ANYTHING);
  }
}

void slope_steps_begin(struct run *r)
{
  struct slope_steps *s = r->slopes;
  for (size_t i = 0; i < s->size; i++) s->floor[i] = 1; /* of lanes that nobody uses */
  EACH_GROUP(s)
  for (int l = 0; l < g->n; l++) begin_slope(s, g, g->first + l);
  s->goes_on = 0;
  s->width_before = INFINITY; /* nothing is expected */
  slope_entries_begin(s);
}

void slope_steps_keep(struct run *r)
{
  struct slope_steps *s = r->slopes;
  double *keep = s->before;
  s->before = s->values, s->values = keep;
  keep = s->lately;
  s->lately = s->lately_then, s->lately_then = keep;
  s->width_before = r->width;
  EACH_GROUP(s)
  for (int l = 0; l < g->n; l++) g->left_before[l] = g->left_out[l];
  s->goes_on = 1;
}

void slope_steps_between_of(struct run *r, double t, const int *state, int n, double *slopes)
{
  const struct integrator *I = &r->base;
  struct slope_steps *s = r->slopes;
  const int ended = t >= I->t_old + r->width || t >= I->t_stop;
  const double part = ended ? 1 : fmax((t - I->t_old) / r->width, 0);
  EACH_GROUP(s)
  g->kernel->interpolate(s, g, part, state, n, slopes + g->first, I->control.n_slopes);
}

void slope_steps_between(struct run *r, double t, double *const *x_slope)
{
  const int n = r->bundle->n, n_slopes = r->base.control.n_slopes;
  double *at = r->slopes->at_sample;
  slope_steps_between_of(r, t, NULL, n, at);
  for (int k = 0; k < n_slopes; k++)
    for (int i = 0; i < n; i++) x_slope[k][i] = at[i * n_slopes + k];
}
