/* rosenbrock_slope_entries.c — the entries of the linear equation that slopes obey, at points of a step.
 *
 * The points are taken side by side, as patients are: one call of the written-out Jacobian and one of the
 * derivatives in the parameters.  Where nothing is written of the latter (systems), or parameters move
 * within the piece, B comes from dual passes, each shared by slopes that show in different rows. */
#include "rosenbrock_slopes.h"

#include "kernels.h"
#include "scalar.h"

#include <string.h>

/* ---- B by written-out code ---------------------------------------------------------------------------- */

static double slope_of(const struct integrator *I, int slope, int i)
{
  const int npq = I->equations->npq;
  return SLOPE(i < npq ? I->p_slope[slope][i] : I->u_slope[slope][i - npq]) / SEED;
}

static int add_entry(struct slope_steps *s, int row, int slope)
{
  const struct slope_group *g = s->groups;
  while (slope >= g->first + g->n) g++;
  s->entry[s->n_entries] = (struct slope_entry){
    .row = row,
    .slope = slope,
    .from = s->n_jacobian + s->n_partial + s->n_entries,
    .at = slope_at(g, row, slope),
  };
  return s->n_entries++;
}

static void add_term(struct slope_steps *s, int row, int slope, int from, int argument)
{
  const double by = slope_of(&s->run->base, slope, argument);
  if (by == 0) return;
  if (s->entry_of_row[row] < 0) s->entry_of_row[row] = add_entry(s, row, slope);
  s->entry[s->entry_of_row[row]].terms++;
  s->term[s->n_terms++] = (struct slope_term){ s->entry_of_row[row], s->n_jacobian + from, by };
}

static void drop_terms(struct slope_steps *s)
{
  const int all = s->n_terms;
  s->n_terms = 0;
  for (int m = 0; m < all; m++) {
    const struct slope_term term = s->term[m];
    struct slope_entry *entry = &s->entry[term.entry];
    if (entry->terms == 1 && term.slope == 1) entry->from = term.from;
    else s->term[s->n_terms++] = term;
  }
}

static void find_terms(struct slope_steps *s)
{
  const struct equations *e = s->run->base.equations;
  const struct written *w = s->field->alone;
  s->n_entries = s->n_terms = 0;
  for (int k = 0; k < s->run->base.control.n_slopes; k++) {
    for (int i = 0; i < e->n; i++) s->entry_of_row[i] = -1;
    for (int j = 0; j < w->n_fp; j++) add_term(s, w->fp_row[j], k, j, w->fp_parameter[j]);
    for (int j = 0; j < w->n_fu; j++)
      add_term(s, w->fu_row[j], k, w->n_fp + j, e->npq + w->fu_input[j]);
  }
  drop_terms(s);
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
  s->n_entries = s->n_terms = s->n_colours = 0;
  for (int k = 0; k < n_slopes; k++) {
    const int first = s->n_entries;
    find_rows(s, k, rows);
    for (int i = 0; i < n; i++)
      if (rows[i]) add_entry(s, i, k);
    s->colour[k] = -1;
    if (s->n_entries == first) continue; /* its parameter enters nowhere now */
    int c = 0;
    while (share_a_row(s->shows + c * n, rows, n)) c++;
    for (int i = 0; i < n; i++) s->shows[c * n + i] |= rows[i];
    s->colour[k] = c;
    if (c >= s->n_colours) s->n_colours = c + 1;
  }
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
  double *B = s->values + (s->n_jacobian + s->n_partial) * POINTS + point;
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

/* Of points side by side; arrays as the field wants them. */
static void look_written(struct slope_steps *s, const double *t, const double *x,
                         double *jacobian, double *partial)
{
  const struct field *field = s->field;
  const struct written *w = field->alone;
  const int lanes = field->lanes;
  double own[POINTS] __attribute__((aligned(64)));
  for (int l = 0; l < lanes; l++) own[l] = t[l] / field->clock;
  if (!w) {
    field->kernel.rhs_jacobian(field, t, x, s->q, s->u, s->s, s->f, jacobian);
    return;
  }
  w->rhs_jacobian(own, x, s->q, s->u, s->s, s->f, jacobian);
  if (s->by_duals) return;
  if (w->n_fp) w->parameter_slopes(own, x, s->q, s->u, s->s, partial);
  if (w->n_fu) w->input_slopes(own, x, s->q, s->u, s->s, partial + w->n_fp * lanes);
}

/* One after the other. */
static void look_alone(struct slope_steps *s)
{
  const int n = s->field->equations->n;
  const struct written *w = s->by_duals ? NULL : s->field->alone;
  const int n_partial = w ? w->n_fp + w->n_fu : 0;
  double *x = s->one, *jacobian = x + n, *partial = jacobian + s->n_jacobian;
  for (int k = 0; k < POINTS; k++) {
    if (s->run->base.parameters_at) {
      integrate_at(&s->run->base, s->t[k]);
      field_once(s->field, s->run->base.p, 0, s->q);
    }
    for (int i = 0; i < n; i++) x[i] = s->x[i * POINTS + k];
    look_written(s, s->t + k, x, jacobian, partial);
    for (int i = 0; i < s->n_jacobian; i++) s->values[i * POINTS + k] = jacobian[i];
    for (int i = 0; i < n_partial; i++)
      s->values[(s->n_jacobian + i) * POINTS + k] = partial[i];
  }
}

static void look(struct slope_steps *s)
{
  struct integrator *I = &s->run->base;
  const int moves = I->parameters_at != NULL;
  I->counts.jacobians += POINTS;
  if (s->field->lanes == 1) look_alone(s);
  else {
    for (int k = 0; moves && k < POINTS; k++) {
      integrate_at(I, s->t[k]);
      field_once(s->field, I->p, k, s->q);
    }
    look_written(s, s->t, s->x, s->values, s->values + s->n_jacobian * POINTS);
  }
  if (!s->by_duals) s->points->sum_terms(s);
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
  s->points->points(s, s->x);
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
  s->smooth = !s->by_duals && field->alone->smooth;
  s->fresh = 1;
  memset(s->B, 0, sizeof *s->B * USES * s->size);
  if (s->by_duals) find_entries(s);
  else find_terms(s);
}
