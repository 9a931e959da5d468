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

/* Slopes may be off by this times what states may: with 1 they were off by 1e-9 where results are good
 * to 1e-6, for twice the steps; with 6 by at most 1e-7 (root mean square, any model but one, whose
 * states are off by more). */
#define SLACK 6

/* In a smooth course what is left out in the middle goes with the fifth power of the step.  As long as
 * it is at most SURPRISE times what the step before lets expect, it counts by SMOOTH: there its sign
 * alternates along the step, and what it does to a slope is far less than the check in the middle, made
 * for kinks, takes it for. */
#define SURPRISE 3
#define SMOOTH   0.1

/* ---- what cubics through the points are at a part of the step --------------------------------------- */

enum { CUBIC = 4 };
static const double node[CUBIC] = { 0, 0.27639320225002103, 0.72360679774997897, 1 };
static const double part[POINTS] = { 0.27639320225002103, 0.72360679774997897, 0.5, 1 };
/* Their place among the weights, where the middle is another. */
static const int place[CUBIC] = { 0, 1 + INNER, 1 + INNER_TOO, 1 + END };

static double lagrange(int k, double part)
{
  double product = 1;
  for (int j = 0; j < CUBIC; j++)
    if (j != k) product *= (part - node[j]) / (node[k] - node[j]);
  return product;
}

static double lagrange_slant(int k) /* at 0 */
{
  double sum = 0;
  for (int skip = 0; skip < CUBIC; skip++) {
    double product = skip == k ? 0 : 1 / (node[k] - node[skip]);
    for (int j = 0; j < CUBIC; j++)
      if (j != k && j != skip) product *= -node[j] / (node[k] - node[j]);
    sum += product;
  }
  return sum;
}

/* Stages at one time have one use. */
static void find_weights(struct slope_steps *s)
{
  const struct method *m = s->run->method;
  int uses = 0;
  for (int i = 0; i < m->stages; i++) {
    int same = 0;
    while (m->node[same] < m->node[i] || m->node[same] > m->node[i]) same++;
    s->use[i] = same < i ? s->use[same] : uses++;
    for (int k = 0; k < CUBIC; k++)
      s->weights[place[k] * USES + s->use[i]] = lagrange(k, m->node[i]);
  }
  for (int k = 0; k < CUBIC; k++) {
    s->weights[place[k] * USES + SLANT] = lagrange_slant(k);
    s->weights[place[k] * USES + LEFT_OUT] = -lagrange(k, 0.5);
  }
  s->weights[(1 + MIDDLE) * USES + LEFT_OUT] = 1;
  for (int k = 0; k < POINTS; k++) {
    s->part[k] = part[k];
    for (int j = 0; j < m->stages; j++) {
      double bend = 0;
      for (int i = m->n_between - 1; i >= 0; i--) bend = part[k] * bend + m->between[i][j];
      s->bend[j * POINTS + k] = part[k] * (1 - part[k]) * bend;
    }
  }
}

/* ---- life -------------------------------------------------------------------------------------- */

/* Of a group that begins with so many slopes left: eight side by side if that is more than four. */
static int width_of(const struct run *r, int left)
{
  const struct equations *e = r->base.equations;
  for (int lanes = left > 4 ? 8 : 4; lanes > 1; lanes /= 2) {
    const struct kernels *kernels = kernels_find(lanes);
    if (kernels && (!r->bundle->field->alone || written_find(e->model, lanes))) return lanes;
  }
  return 1;
}

/* Entries of B, at most. */
static size_t most_entries(const struct run *r)
{
  const struct written *w = r->bundle->field->alone;
  const size_t by_duals = (size_t)r->bundle->n * r->base.control.n_slopes;
  const size_t by_written = w ? w->n_fp + w->n_fu : 0;
  return by_duals > by_written ? by_duals : by_written;
}

static int most_seeds(const struct run *r)
{
  const struct equations *e = r->base.equations;
  const int n_slopes = r->base.control.n_slopes;
  return n_slopes > e->npq + e->nu ? n_slopes : e->npq + e->nu;
}

static int open_group(const struct slope_steps *s, struct slope_group *g)
{
  const struct run *r = s->run;
  const struct equations *e = r->base.equations;
  const int left = r->base.control.n_slopes - g->first;
  g->lanes = width_of(r, left);
  g->vectors = left > g->lanes ? 2 : 1;
  g->n_states = e->n;
  g->rows = e->n + most_seeds(r);
  const size_t n = e->n, lanes = g->lanes, vectors = g->vectors;
  const struct kernels *kernels = kernels_find(g->lanes);
  g->n = left < g->lanes * g->vectors ? left : g->lanes * g->vectors;
  g->kernel = kernels->slopes;
  g->lists = kernels->field;
  g->alone = r->bundle->field->alone ? written_find(e->model, g->lanes) : NULL;
  const struct {
    double **array;
    size_t rows;
  } arrays[] = { { &g->start, n * vectors },
                 { &g->end, n * vectors },
                 { &g->moving, n * vectors },
                 { &g->argument, g->rows * vectors },
                 { &g->stages, n * r->method->stages * vectors },
                 { &g->factors, r->bundle->field->nl },
                 { &g->between, n * r->method->n_between * vectors },
                 { &g->size, vectors },
                 { &g->error, vectors },
                 { &g->left_out, vectors },
                 { &g->left_before, vectors } };
  size_t rows = 0;
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) rows += arrays[i].rows;
  g->room = field_room(rows * lanes);
  g->offset = calloc(s->most_listed + 1, sizeof *g->offset);
  if (!g->room || !g->offset) return -1;
  double *at = g->room;
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; at += arrays[i++].rows * lanes)
    *arrays[i].array = at;
  return 0;
}

static int open_groups(struct slope_steps *s)
{
  const int n_slopes = s->run->base.control.n_slopes;
  s->groups = calloc(n_slopes + 1, sizeof *s->groups);
  if (!s->groups) return -1;
  for (int first = 0; first < n_slopes; first += s->groups[s->n_groups++].n) {
    s->groups[s->n_groups].first = first;
    if (open_group(s, &s->groups[s->n_groups])) {
      s->n_groups++; /* what it has is freed */
      return -1;
    }
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

static int open_entries(struct slope_steps *s)
{
  const struct run *r = s->run;
  const struct equations *e = r->base.equations;
  const size_t n = e->n, n_slopes = r->base.control.n_slopes, pu = e->npq + e->nu;
  const size_t listed = e->colptr[n] + most_entries(r);
  s->most_listed = (int)listed;
  const struct array arrays[] = { { &s->uses, listed * USES },
                                  { &s->weights, (POINTS + 1) * USES },
                                  { &s->part, POINTS },
                                  { &s->bend, MOST_STAGES * POINTS },
                                  { &s->values, listed * POINTS },
                                  { &s->before, listed * POINTS },
                                  { &s->t, POINTS },
                                  { &s->x, n * POINTS },
                                  { &s->f, n * POINTS },
                                  { &s->q, s->field->nq * (size_t)POINTS },
                                  { &s->u, e->nu * (size_t)POINTS },
                                  { &s->s, e->ns * (size_t)POINTS },
                                  { &s->one, n + listed },
                                  { &s->p_nan, pu + n },
                                  { &s->between, n * n_slopes } };
  s->room = lay_out(arrays, sizeof arrays / sizeof *arrays);
  s->row_at = calloc(n + 2, sizeof *s->row_at);
  s->row = calloc(n + listed / MOST_IN_PIECE + 1, sizeof *s->row);
  s->from = calloc(2 * listed + 1, sizeof *s->from);
  s->column = calloc(2 * listed + 1, sizeof *s->column);
  s->entry = calloc(n * n_slopes + 1, sizeof *s->entry);
  s->colour = calloc(n_slopes + 1, sizeof *s->colour);
  s->shows = calloc(n * (n_slopes + 1) + 1, 1);
  s->seeded = calloc(pu + 1, sizeof *s->seeded);
  s->seed_of = calloc(pu + 1, sizeof *s->seed_of);
  return s->room && s->row_at && s->row && s->from && s->column && s->entry && s->colour &&
                 s->shows && s->seeded && s->seed_of
             ? 0
             : -1;
}

/* Where the states' pivots have cancelled. */
static void solve_dense(const struct slope_steps *s, const struct slope_group *g, double *x)
{
  const struct run *r = s->run;
  const int n = r->bundle->n;
  double *column = s->one;
  for (int l = 0; l < g->n; l++) {
    const int slope = g->first + l;
    for (int i = 0; i < n; i++) column[i] = *slope_at(g, x, n, i, slope);
    linalg_solve(n, r->bundle->dense, r->bundle->pivots, column);
    for (int i = 0; i < n; i++) *slope_at(g, x, n, i, slope) = column[i];
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
  if (!s->field || open_entries(s) || open_groups(s)) {
    slope_steps_free(s);
    return NULL;
  }
  s->solve_dense = solve_dense;
  find_weights(s);
  return s;
}

void slope_steps_free(struct slope_steps *s)
{
  if (!s) return;
  for (int g = 0; g < s->n_groups; g++) {
    free(s->groups[g].room);
    free(s->groups[g].offset);
  }
  free(s->groups);
  field_free(s->own);
  free(s->room);
  free(s->row_at);
  free(s->row);
  free(s->from);
  free(s->column);
  free(s->entry);
  free(s->colour);
  free(s->shows);
  free(s->seeded);
  free(s->seed_of);
  free(s);
}

/* ---- a step -------------------------------------------------------------------------------------- */

#define EACH_GROUP(s)                                                                          \
  for (struct slope_group *g = (s)->groups; g < (s)->groups + (s)->n_groups; g++)

/* How far a slope of the step is off, squared, in tolerances. */
static double off_by(const struct slope_steps *s, const struct slope_group *g, int l)
{
  const double grown = s->run->width / s->width_before, twice = grown * grown;
  const double expected = g->left_before[l] * twice * twice * twice * twice * twice;
  const int smooth = g->left_out[l] <= SURPRISE * SURPRISE * expected;
  const double left_out = smooth ? SMOOTH * SMOOTH * g->left_out[l] : g->left_out[l];
  return isnan(g->error[l]) || isnan(left_out) ? NAN : fmax(g->error[l], left_out);
}

static double worst(const struct slope_steps *s, const struct slope_group *g)
{
  double most = 0;
  for (int l = 0; l < g->n; l++) {
    const double off = off_by(s, g, l);
    if (isnan(off)) return INFINITY;
    most = fmax(most, off);
  }
  return most;
}

double slope_steps_try(struct run *r)
{
  const struct method *m = r->method;
  struct slope_steps *s = r->slopes;
  slope_entries_look(s);
  s->groups->kernel->mix(s);
  for (int i = 0; i < m->stages; i++) EACH_GROUP(s) g->kernel->stage(s, g, i);
  s->goes_on = s->interpolates = 0;
  double most = 0;
  EACH_GROUP(s)
  {
    g->kernel->finish(s, g);
    most = fmax(most, worst(s, g));
  }
  return isfinite(most) ? sqrt(most) / SLACK : INFINITY;
}

/* ---- the way of a piece -------------------------------------------------------------------------- */

void slope_steps_begin(struct run *r)
{
  const struct integrator *I = &r->base;
  struct slope_steps *s = r->slopes;
  EACH_GROUP(s)
  for (int l = 0; l < g->n; l++) {
    g->size[l] = I->slope_size[g->first + l];
    for (int i = 0; i < I->equations->n; i++)
      *slope_at(g, g->start, I->equations->n, i, g->first + l) = I->x_slope[g->first + l][i];
  }
  s->goes_on = 0;
  s->width_before = INFINITY; /* nothing is expected */
  slope_entries_begin(s);
}

void slope_steps_keep(struct run *r)
{
  struct slope_steps *s = r->slopes;
  double *keep = s->before;
  s->before = s->values, s->values = keep;
  s->width_before = r->width;
  EACH_GROUP(s) memcpy(g->left_before, g->left_out, sizeof(double) * g->n);
  s->goes_on = 1;
}

void slope_steps_between_of(struct run *r, double t, const int *state, int n, double *slopes)
{
  const struct integrator *I = &r->base;
  struct slope_steps *s = r->slopes;
  const int ended = t >= I->t_old + r->width || t >= I->t_stop;
  const double part = ended ? 1 : fmax((t - I->t_old) / r->width, 0);
  if (!s->interpolates) EACH_GROUP(s) g->kernel->between(r, g);
  s->interpolates = 1;
  EACH_GROUP(s)
  g->kernel->interpolate(r, g, part, state, n, slopes + g->first, I->control.n_slopes);
}

void slope_steps_between(struct run *r, double t, double *const *x_slope)
{
  const int n = r->bundle->n, n_slopes = r->base.control.n_slopes;
  double *at = r->slopes->between;
  slope_steps_between_of(r, t, NULL, n, at);
  for (int k = 0; k < n_slopes; k++)
    for (int i = 0; i < n; i++) x_slope[k][i] = at[i * n_slopes + k];
}
