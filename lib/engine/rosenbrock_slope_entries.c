/* rosenbrock_slope_entries.c — the entries of the linear equation that slopes obey, at points of a step.
 *
 * The points are taken side by side, as patients are: one call of the written-out Jacobian and one of the
 * derivatives in the parameters.  Where nothing is written of the latter (systems), or the seeds change
 * within the piece, B comes from dual passes, each shared by slopes that show in different rows, and
 * the seeds are the slopes themselves. */
#include "rosenbrock_slopes.h"

#include "kernels.h"
#include "scalar.h"

#include <string.h>

/* ---- a list by rows ---------------------------------------------------------------------------------- */

/* The entries of B that are listed: where they lie behind those of the Jacobian, row, and seed.  NULL
 * list: only counts. */
struct listing {
  int *at, *from, *column;
};

static void list(struct listing *l, int row, int from, int column)
{
  if (l->from) {
    const int k = l->at[row]++;
    l->from[k] = from, l->column[k] = column;
  } else l->at[row + 1]++;
}

static void list_all(const struct slope_steps *s, struct listing *l)
{
  const struct equations *e = s->field->equations;
  const struct written *w = s->field->alone;
  const int entries = e->colptr[e->n];
  for (int j = 0; j < e->n; j++)
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) list(l, e->row[k], k, j);
  if (s->by_duals)
    for (int k = 0; k < s->n_entries; k++)
      list(l, s->entry[k].row, entries + k, e->n + s->entry[k].slope);
  else {
    for (int k = 0; k < w->n_fp; k++)
      if (s->seed_of[w->fp_parameter[k]] >= 0)
        list(l, w->fp_row[k], entries + k, e->n + s->seed_of[w->fp_parameter[k]]);
    for (int k = 0; k < w->n_fu; k++)
      if (s->seed_of[e->npq + w->fu_input[k]] >= 0)
        list(l, w->fu_row[k], entries + w->n_fp + k,
             e->n + s->seed_of[e->npq + w->fu_input[k]]);
  }
}

/* By rows; within one, as they come. */
static void sort_by_row(struct slope_steps *s, int *from, int *column)
{
  const int n = s->field->equations->n;
  struct listing l = { s->row_at, NULL, NULL };
  memset(s->row_at, 0, sizeof *s->row_at * (n + 1));
  list_all(s, &l);
  for (int i = 0; i < n; i++) s->row_at[i + 1] += s->row_at[i];
  l.from = from, l.column = column;
  list_all(s, &l);
  memmove(s->row_at + 1, s->row_at, sizeof *s->row_at * n); /* each has become the next one */
  s->row_at[0] = 0;
}

/* Rows cut into pieces of at most so many entries, by length. */
static void cut(struct slope_steps *s)
{
  const int n = s->field->equations->n;
  int *from = s->from + s->most_listed, *column = s->column + s->most_listed;
  sort_by_row(s, from, column);
  int listed = 0, *row = s->row;
  for (int length = 1; length <= MOST_IN_PIECE; length++) {
    s->pieces[length] = 0;
    for (int i = 0; i < n; i++)
      for (int at = s->row_at[i], end = s->row_at[i + 1]; at < end; at += MOST_IN_PIECE) {
        const int here = end - at < MOST_IN_PIECE ? end - at : MOST_IN_PIECE;
        if (here != length) continue;
        memcpy(s->from + listed, from + at, sizeof *from * length);
        memcpy(s->column + listed, column + at, sizeof *column * length);
        listed += length, s->pieces[length]++, *row++ = i;
      }
  }
  s->n_listed = listed;
  for (struct slope_group *g = s->groups; g < s->groups + s->n_groups; g++)
    for (int k = 0; k < listed; k++) g->offset[k] = s->column[k] * g->lanes;
}

/* ---- seeds ----------------------------------------------------------------------------------------- */

static void seed(struct slope_steps *s, int column, int slope, double value)
{
  const int n = s->field->equations->n;
  for (struct slope_group *g = s->groups; g < s->groups + s->n_groups; g++)
    if (slope >= g->first && slope < g->first + g->n)
      *slope_at(g, g->argument, g->rows, n + column, slope) = value;
}

static double slope_of(const struct integrator *I, int slope, int i)
{
  const int npq = I->equations->npq;
  return SLOPE(i < npq ? I->p_slope[slope][i] : I->u_slope[slope][i - npq]);
}

/* A seed for each parameter and input that a slope moves. */
static void find_seeds(struct slope_steps *s)
{
  const struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  const int n_slopes = I->control.n_slopes;
  int column = 0;
  for (int i = 0; i < e->npq + e->nu; i++) {
    s->seed_of[i] = -1;
    for (int k = 0; k < n_slopes && s->seed_of[i] < 0; k++)
      if (slope_of(I, k, i) != 0) s->seed_of[i] = column;
    if (s->seed_of[i] < 0) continue;
    for (int k = 0; k < n_slopes; k++) seed(s, column, k, slope_of(I, k, i) / SEED);
    column++;
  }
}

/* ---- B by dual passes -------------------------------------------------------------------------------- */

/* The rows that slope k shows in: NaN where all that it moves is NaN. */
static void find_rows(struct slope_steps *s, int k, char *rows)
{
  struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  double *p = s->p_nan, *u = p + e->npq, *f = u + e->nu;
  for (int i = 0; i < e->npq; i++) p[i] = SLOPE(I->p_slope[k][i]) != 0 ? NAN : I->p[i];
  for (int i = 0; i < e->nu; i++) u[i] = SLOPE(I->u_slope[k][i]) != 0 ? NAN : I->u[i];
  equations_rhs_d(e, I->t, I->x, p, u, I->s, f, I->work.plain);
  /* where parameters move, a slope that is 0 now need not stay so */
  for (int i = 0; i < e->n; i++) rows[i] = I->parameters_at || isnan(f[i]);
}

static int share_a_row(const char *a, const char *b, int n)
{
  for (int i = 0; i < n; i++)
    if (a[i] && b[i]) return 1;
  return 0;
}

static void find_entries(struct slope_steps *s)
{
  const struct integrator *I = &s->run->base;
  const int n = I->equations->n, n_slopes = I->control.n_slopes;
  char *rows = s->shows + n * n_slopes;
  memset(s->shows, 0, n * n_slopes);
  s->n_entries = s->n_colours = 0;
  for (int k = 0; k < n_slopes; k++) {
    const int first = s->n_entries;
    find_rows(s, k, rows);
    for (int i = 0; i < n; i++)
      if (rows[i]) s->entry[s->n_entries++] = (struct slope_entry){ i, k };
    s->colour[k] = -1;
    if (s->n_entries == first) continue; /* its parameter enters nowhere now */
    int c = 0;
    while (share_a_row(s->shows + c * n, rows, n)) c++;
    for (int i = 0; i < n; i++) s->shows[c * n + i] |= rows[i];
    s->colour[k] = c;
    if (c >= s->n_colours) s->n_colours = c + 1;
  }
  for (int k = 0; k < n_slopes; k++)
    for (int column = 0; column < n_slopes; column++) seed(s, column, k, k == column);
}

/* Parameters and inputs with the slopes of a colour. */
static void seed_colour(struct slope_steps *s, int colour)
{
  const struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  dual *p = s->seeded, *u = p + e->npq;
  for (int i = 0; i < e->npq; i++) p[i] = I->p[i];
  for (int i = 0; i < e->nu; i++) u[i] = I->u[i];
  for (int k = 0; k < I->control.n_slopes; k++) {
    if (s->colour[k] != colour) continue;
    for (int i = 0; i < e->npq; i++) SLOPE(p[i]) += SLOPE(I->p_slope[k][i]);
    for (int i = 0; i < e->nu; i++) SLOPE(u[i]) += SLOPE(I->u_slope[k][i]);
  }
}

/* At a point, where the parameters are those of its time. */
static void look_by_duals(struct slope_steps *s, int point)
{
  struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  struct workspace *w = &I->work;
  const double clock = s->field->clock;
  double *B = s->values + e->colptr[e->n] * POINTS + point;
  for (int i = 0; i < e->n; i++) w->x[i] = s->x[i * POINTS + point];
  for (int c = 0; c < s->n_colours; c++) {
    seed_colour(s, c);
    equations_rhs_z(e, s->t[point], w->x, s->seeded, s->seeded + e->npq, I->s, w->f, w->wires);
    for (int k = 0; k < s->n_entries; k++)
      if (s->colour[s->entry[k].slope] == c)
        B[k * POINTS] = SLOPE(w->f[s->entry[k].row]) / SEED * clock;
  }
}

/* ---- all entries --------------------------------------------------------------------------------------- */

/* Of points side by side from one on; arrays as the field wants them. */
static void look_written(struct slope_steps *s, const double *t, const double *x,
                         double *values)
{
  const struct field *field = s->field;
  const struct written *w = field->alone;
  const struct equations *e = field->equations;
  const int lanes = field->lanes;
  double own[POINTS] __attribute__((aligned(64))), *B = values + e->colptr[e->n] * lanes;
  for (int l = 0; l < lanes; l++) own[l] = t[l] / field->clock;
  if (!w) {
    field->kernel.rhs_jacobian(field, t, x, s->q, s->u, s->s, s->f, values);
    return;
  }
  w->rhs_jacobian(own, x, s->q, s->u, s->s, s->f, values);
  if (s->by_duals) return;
  if (w->n_fp) w->parameter_slopes(own, x, s->q, s->u, s->s, B);
  if (w->n_fu) w->input_slopes(own, x, s->q, s->u, s->s, B + w->n_fp * lanes);
}

/* One after the other. */
static void look_alone(struct slope_steps *s, int n_values)
{
  const int n = s->field->equations->n;
  double *x = s->one, *values = x + n;
  for (int k = 0; k < POINTS; k++) {
    if (s->run->base.parameters_at) {
      integrate_at(&s->run->base, s->t[k]);
      field_once(s->field, s->run->base.p, 0, s->q);
    }
    for (int i = 0; i < n; i++) x[i] = s->x[i * POINTS + k];
    look_written(s, s->t + k, x, values);
    for (int i = 0; i < n_values; i++) s->values[i * POINTS + k] = values[i];
  }
}

static void look(struct slope_steps *s)
{
  struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  const struct written *w = s->field->alone;
  const int moves = I->parameters_at != NULL;
  I->counts.jacobians += POINTS;
  if (s->field->lanes == 1)
    look_alone(s, e->colptr[e->n] + (s->by_duals ? 0 : w->n_fp + w->n_fu));
  else {
    for (int k = 0; moves && k < POINTS; k++) {
      integrate_at(I, s->t[k]);
      field_once(s->field, I->p, k, s->q);
    }
    look_written(s, s->t, s->x, s->values);
  }
  for (int k = 0; s->by_duals && k < POINTS; k++) {
    integrate_at(I, s->t[k]);
    look_by_duals(s, k);
  }
}

/* Those where the step begins, which stay those of the end of the one before. */
static void look_back(struct slope_steps *s)
{
  const struct integrator *I = &s->run->base;
  double *keep = s->values;
  for (int k = 0; k < POINTS; k++) {
    s->t[k] = I->t;
    for (int i = 0; i < I->equations->n; i++) s->x[i * POINTS + k] = I->x[i];
  }
  s->values = s->before;
  look(s);
  s->values = keep;
  s->fresh = 0;
}

void slope_entries_look(struct slope_steps *s)
{
  struct run *r = s->run;
  if (s->fresh) look_back(s);
  for (int k = 0; k < POINTS; k++) s->t[k] = r->base.t + s->part[k] * r->width;
  kernels_find(s->field->lanes)->slopes->points(s, s->x);
  look(s);
}

void slope_entries_begin(struct slope_steps *s)
{
  const struct integrator *I = &s->run->base;
  const struct equations *e = I->equations;
  const struct field *field = s->field;
  const struct bundle *b = s->run->bundle;
  const int lanes = field->lanes;
  for (int l = 0; l < lanes; l++) {
    for (int i = 0; i < field->nq; i++) s->q[i * lanes + l] = b->q[i];
    for (int i = 0; i < e->nu; i++) s->u[i * lanes + l] = I->u[i];
    for (int i = 0; i < e->ns; i++) s->s[i * lanes + l] = I->s[i];
  }
  s->by_duals = !field->alone || I->parameters_at;
  s->fresh = 1;
  if (s->by_duals) find_entries(s);
  else find_seeds(s);
  cut(s);
}
