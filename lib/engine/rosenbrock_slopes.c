/* rosenbrock_slopes.c — slopes along the steps of a Rosenbrock method.
 *
 * The slopes S obey S' = A(t) S + B(t), where A is the Jacobian and B the derivatives in the
 * parameters, along the states.  Both are evaluated at the four points of Lobatto's quadrature in
 * each step, its ends among them, on the states' own interpolant; the cubic through these values
 * stands for them.  What it leaves out is orthogonal to straight lines over the step, so that it
 * changes S by the seventh power of the step: nothing, beside the method's own error.  The linear
 * equation with these cubics is then solved by the stages of the method itself, with the matrix that
 * the states have factored, and with its exact derivative in time.  No second derivatives of the
 * model are needed; the Jacobian at the end of a step is the next one's.
 *
 * Slopes go in groups of four, which the processor handles at once. */
#include "rosenbrock_lanes.h"

#include "jacobian.h"
#include "scalar.h"
#undef sqrt /* which a model's body means in its own way */
#include "sparse_lu.h"

#include <stdlib.h>
#include <string.h>

/* Slopes may be off by this times what states may: with 1 they were off by 1e-9 where results are good
 * to 1e-6, for twice the steps; with 5 by at most 1e-7 (root mean square, any model but one). */
#define SLACK 5

static const double point[POINTS] = { 0, 0.27639320225002103, 0.72360679774997897, 1 };

/* ---- what cubics through the points are at a part of the step --------------------------------------- */

static double lagrange(int k, double part)
{
  double product = 1;
  for (int j = 0; j < POINTS; j++)
    if (j != k) product *= (part - point[j]) / (point[k] - point[j]);
  return product;
}

static double lagrange_slant(int k) /* at 0 */
{
  double sum = 0;
  for (int skip = 0; skip < POINTS; skip++) {
    double product = skip == k ? 0 : 1 / (point[k] - point[skip]);
    for (int j = 0; j < POINTS; j++)
      if (j != k && j != skip) product *= -point[j] / (point[k] - point[j]);
    sum += product;
  }
  return sum;
}

/* ---- life -------------------------------------------------------------------------------------- */

struct slope_steps *slope_steps_new(struct run *r)
{
  const struct equations *e = r->base.equations;
  const struct method *m = r->method;
  const size_t n = e->n, entries = e->colptr[n], n_slopes = r->base.control.n_slopes;
  const size_t groups = (n_slopes + LANES - 1) / LANES;
  const size_t numbers = 5 * (entries + n * n_slopes) + 3 * n + e->npq + e->nu + n_slopes;
  struct slope_steps *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->n_groups = (int)groups;
  s->room = calloc(numbers + 1, sizeof(double));
  s->seeded = calloc((e->npq + e->nu) * (n_slopes + 1) + 1, sizeof(dual));
  s->entry = calloc(n * n_slopes + 1, sizeof *s->entry);
  s->colour = calloc(n_slopes + 1, sizeof *s->colour);
  s->shows = calloc(n * (n_slopes + 1) + 1, 1);
  s->groups = calloc(groups * slope_group_length(r) + 1, sizeof(lanes));
  s->between = calloc(groups * m->n_between * n + 1, sizeof(lanes));
  s->lu = sparse_lu_new(e->plan);
  if (!s->lu || !s->room || !s->seeded || !s->entry || !s->colour || !s->shows || !s->groups ||
      !s->between) {
    slope_steps_free(s);
    return NULL;
  }
  double *at = s->room;
  for (int k = 0; k < POINTS; k++, at += entries) s->A[k] = at;
  for (int k = 0; k < POINTS; k++, at += n * n_slopes) s->B[k] = at;
  s->stage_A = at, at += entries;
  s->stage_B = at, at += n * n_slopes;
  s->x = at, at += n;
  s->mixed = at, at += n;
  s->largest = at, at += n;
  s->p = at, at += e->npq;
  s->u = at, at += e->nu;
  s->mixture = at;
  for (int k = 0; k < POINTS; k++) {
    s->slant[k] = lagrange_slant(k);
    s->middle[k] = lagrange(k, 0.5);
    for (int i = 0; i < m->stages; i++) s->weight[i][k] = lagrange(k, m->node[i]);
  }
  return s;
}

void slope_steps_free(struct slope_steps *s)
{
  if (!s) return;
  sparse_lu_free(s->lu);
  free(s->room);
  free(s->seeded);
  free(s->entry);
  free(s->colour);
  free(s->shows);
  free(s->groups);
  free(s->between);
  free(s);
}

/* ---- derivatives in the parameters: B ------------------------------------------------------------ */

/* The rows that slope k shows in: NaN where all that it moves is NaN. */
static void find_rows(struct run *r, int k, char *rows)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  struct slope_steps *s = r->slopes;
  for (int i = 0; i < e->npq; i++) s->p[i] = SLOPE(I->p_slope[k][i]) != 0 ? NAN : I->p[i];
  for (int i = 0; i < e->nu; i++) s->u[i] = SLOPE(I->u_slope[k][i]) != 0 ? NAN : I->u[i];
  equations_rhs_d(e, I->t, I->x, s->p, s->u, I->s, s->x, I->work.plain);
  /* where parameters move, a slope that is 0 now need not stay so */
  for (int i = 0; i < e->n; i++) rows[i] = I->parameters_at || isnan(s->x[i]);
}

static int share_a_row(const char *a, const char *b, int n)
{
  for (int i = 0; i < n; i++)
    if (a[i] && b[i]) return 1;
  return 0;
}

/* Parameters and inputs with the slopes of all that have a colour; behind them with those of the
 * mixture. */
void slope_steps_seed(struct run *r)
{
  const struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  struct slope_steps *s = r->slopes;
  for (int c = 0; c <= s->n_colours; c++) {
    dual *p = s->seeded + c * (e->npq + e->nu), *u = p + e->npq;
    for (int i = 0; i < e->npq; i++) p[i] = I->p[i];
    for (int i = 0; i < e->nu; i++) u[i] = I->u[i];
    for (int k = 0; k < I->control.n_slopes; k++) {
      if (s->colour[k] != c && c < s->n_colours) continue;
      const double part = c < s->n_colours ? 1 : s->mixture[k];
      for (int i = 0; i < e->npq; i++) SLOPE(p[i]) += part * SLOPE(I->p_slope[k][i]);
      for (int i = 0; i < e->nu; i++) SLOPE(u[i]) += part * SLOPE(I->u_slope[k][i]);
    }
  }
}

/* Slopes that share no row get one colour, and one dual pass. */
static void find_entries(struct run *r)
{
  const int n = r->base.equations->n;
  struct slope_steps *s = r->slopes;
  char *rows = s->shows + n * r->base.control.n_slopes;
  memset(s->shows, 0, n * r->base.control.n_slopes);
  s->n_entries = s->n_colours = 0;
  for (int k = 0; k < r->base.control.n_slopes; k++) {
    const int first = s->n_entries;
    find_rows(r, k, rows);
    for (int i = 0; i < n; i++)
      if (rows[i]) s->entry[s->n_entries++] = (struct entry){ i, k };
    s->colour[k] = -1;
    if (s->n_entries == first) continue; /* its parameter enters nowhere now */
    int c = 0;
    while (share_a_row(s->shows + c * n, rows, n)) c++;
    for (int i = 0; i < n; i++) s->shows[c * n + i] |= rows[i];
    s->colour[k] = c;
    if (c >= s->n_colours) s->n_colours = c + 1;
  }
  slope_steps_seed(r);
}

/* B at a time, where the states are x. */
static void parameter_slopes(struct run *r, double t, const double *x, double *B)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  const struct slope_steps *s = r->slopes;
  struct workspace *w = &I->work;
  if (I->parameters_at) slope_steps_seed(r);
  for (int i = 0; i < e->n; i++) w->x[i] = x[i];
  for (int c = 0; c < s->n_colours; c++) {
    const dual *p = s->seeded + c * (e->npq + e->nu);
    equations_rhs_z(e, t, w->x, p, p + e->npq, I->s, w->f, w->wires);
    for (int j = 0; j < s->n_entries; j++)
      if (s->colour[s->entry[j].slope] == c) B[j] = SLOPE(w->f[s->entry[j].row]) / SEED;
  }
}

/* A and B at the points of the step but its beginning. */
static void look_along(struct run *r)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  struct slope_steps *s = r->slopes;
  if (s->fresh) {
    integrate_at(I, I->t);
    I->counts.jacobians++;
    jacobian_values(e, &I->work, I->t, I->x, I->p, I->u, I->s, s->A[0]);
    parameter_slopes(r, I->t, I->x, s->B[0]);
  }
  s->fresh = 0;
  for (int k = 1; k < POINTS; k++) {
    const double t = I->t + point[k] * r->width;
    rosenbrock_between(r, point[k], s->x);
    integrate_at(I, t);
    I->counts.jacobians++;
    jacobian_values(e, &I->work, t, s->x, I->p, I->u, I->s, s->A[k]);
    parameter_slopes(r, t, s->x, s->B[k]);
  }
}

/* ---- the linear equation ------------------------------------------------------------------------- */

const double *slope_steps_mixed(const double *const *at, const double *weight, int n,
                                double *restrict out)
{
  for (int k = 0; k < POINTS; k++)
    if (weight[k] == 1) return at[k]; /* the others are 0 */
  const double a = weight[0], b = weight[1], c = weight[2], d = weight[3];
  const double *restrict A = at[0], *restrict B = at[1], *restrict C = at[2],
                         *restrict D = at[3];
  EACH out[i] = (a * A[i] + b * B[i]) + (c * C[i] + d * D[i]);
  return out;
}

static void add_entries(const struct slope_steps *s, int g, const double *B, lanes *out)
{
  for (int j = 0; j < s->n_entries; j++) {
    const struct entry at = s->entry[j];
    if (at.slope / LANES == g) out[at.row][at.slope % LANES] += B[j];
  }
}

static void group_stage(struct run *r, int g, int i, const double *A, const double *B)
{
  const struct method *m = r->method;
  const int n = r->base.equations->n;
  const struct group group = slope_group(r, g);
  lanes *v = group.v + i * n;
  lanes_gather(n, m, i, 1 / r->width, &group);
  lanes_add_product(r->base.equations, A, group.argument, v);
  add_entries(r->slopes, g, B, v);
  if (m->moving[i] != 0)
    for (int k = 0; k < n; k++) v[k] += m->moving[i] * group.moving[k];
  sparse_lu_solve_lanes(r->slopes->lu, v);
}

static double group_error(const struct run *r, int g)
{
  const struct integrator *I = &r->base;
  const struct group group = slope_group(r, g);
  lanes size = { 0 }, squares;
  for (int l = 0; l < LANES && g * LANES + l < I->control.n_slopes; l++)
    size[l] = I->slope_size[g * LANES + l];
  lanes_squares(r, &group, &size, &squares);
  double most = 0;
  for (int l = 0; l < LANES; l++)
    if (!(squares[l] <= most)) most = squares[l]; /* also if NaN */
  return I->equations->n ? sqrt(most / I->equations->n) : 0;
}

double slope_steps_try(struct run *r)
{
  const struct method *m = r->method;
  const struct equations *e = r->base.equations;
  struct slope_steps *s = r->slopes;
  const int n = e->n, entries = e->colptr[n];
  const double *const *A = (const double *const *)s->A, *const *B = (const double *const *)s->B;
  look_along(r);
  if (sparse_lu_factor(s->lu, A[0], 1 / (r->width * m->gamma), 1) == SPARSE_LU_SINGULAR)
    return INFINITY;
  const double *stage_A = slope_steps_mixed(A, s->slant, entries, s->stage_A);
  const double *stage_B = slope_steps_mixed(B, s->slant, s->n_entries, s->stage_B);
  for (int g = 0; g < s->n_groups; g++) {
    const struct group group = slope_group(r, g);
    if (s->goes_on) memcpy(group.start, group.end, sizeof(lanes) * n);
    memset(group.moving, 0, sizeof(lanes) * n);
    lanes_add_product(e, stage_A, group.start, group.moving);
    add_entries(s, g, stage_B, group.moving);
  }
  s->goes_on = s->interpolates = 0;
  for (int i = 0; i < m->stages; i++) {
    stage_A = slope_steps_mixed(A, s->weight[i], entries, s->stage_A);
    stage_B = slope_steps_mixed(B, s->weight[i], s->n_entries, s->stage_B);
    for (int g = 0; g < s->n_groups; g++) group_stage(r, g, i, stage_A, stage_B);
  }
  double error = 0;
  for (int g = 0; g < s->n_groups; g++) {
    const struct group group = slope_group(r, g);
    const lanes *last = group.v + (m->stages - 1) * n;
    for (int i = 0; i < n; i++) group.end[i] = group.argument[i] + last[i];
    error = fmax(error, group_error(r, g));
  }
  error = fmax(error, slope_steps_left_out(r));
  return isfinite(error) ? error / SLACK : INFINITY;
}

/* ---- the way of a piece -------------------------------------------------------------------------- */

void slope_steps_begin(struct run *r)
{
  const struct integrator *I = &r->base;
  struct slope_steps *s = r->slopes;
  for (int k = 0; k < I->control.n_slopes; k++) {
    /* neither all of one sign nor all of one size */
    s->mixture[k] = (k % 3 == 1 ? -1 : 1) / (1 + 0.3 * (k % 4)) * I->slope_size[k];
    const struct group group = slope_group(r, k / LANES);
    for (int i = 0; i < I->equations->n; i++) group.start[i][k % LANES] = I->x_slope[k][i];
  }
  s->fresh = 1;
  s->goes_on = 0;
  integrate_at(&r->base, I->t);
  find_entries(r);
}

static void swap(double **a, double **b)
{
  double *keep = *a;
  *a = *b, *b = keep;
}

void slope_steps_keep(struct run *r)
{
  struct slope_steps *s = r->slopes;
  swap(&s->A[0], &s->A[POINTS - 1]);
  swap(&s->B[0], &s->B[POINTS - 1]);
  s->goes_on = 1;
}

void slope_steps_between(struct run *r, double t, double *const *x_slope)
{
  const struct integrator *I = &r->base;
  const struct method *m = r->method;
  struct slope_steps *s = r->slopes;
  const int n = I->equations->n;
  for (int g = 0; !s->interpolates && g < s->n_groups; g++)
    for (int k = 0; k < m->n_between; k++)
      lanes_combine(n, m->between[k], m->stages, slope_group(r, g).v,
                    s->between + (g * m->n_between + k) * n);
  s->interpolates = 1;
  const double part = fmin(fmax((t - I->t_old) / r->width, 0), 1), rest = 1 - part;
  const int ended = t >= I->t_old + r->width || t >= I->t_stop;
  for (int g = 0; g < s->n_groups; g++) {
    const struct group group = slope_group(r, g);
    const lanes *d = s->between + g * m->n_between * n;
    for (int i = 0; i < n; i++) {
      lanes bend = d[i] + part * d[n + i];
      if (m->n_between == 3) bend += part * part * d[2 * n + i];
      lanes value = rest * group.start[i] + part * (group.end[i] + rest * bend);
      if (ended) value = group.end[i];
      for (int l = 0; l < LANES && g * LANES + l < I->control.n_slopes; l++)
        x_slope[g * LANES + l][i] = value[l];
    }
  }
}
