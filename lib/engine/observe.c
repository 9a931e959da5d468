/* observe.c — what is read off a course: samples, and measures. */
#include "track.h"

#include "scalar.h"

void observe_begin(struct integrator *I, struct track *k, const struct course *c)
{
  const int n = I->equations->n;
  k->sample = 0;
  k->outputs_shown = 0;
  int in_order = c->n_columns == n;
  for (int j = 0; j < c->n_columns; j++) {
    k->outputs_shown |= c->column[j] >= n;
    in_order &= c->column[j] == j;
  }
  k->states_alone = I->kind->rows && !k->outputs_shown && (!k->n_slopes || I->kind->slopes_of);
  k->columns = in_order ? NULL : c->column;
  for (int i = 0; i < c->n_measures; i++) measure_begin(&c->measures[i]);
}

/* ---- samples ------------------------------------------------------------------------------- */

/* Writes the row of the next sample: states x at time t, with their slopes. */
static void write_sample(struct integrator *I, struct track *k, const struct course *c,
                         double t, const double *x, double *const *x_slope)
{
  const struct equations *e = I->equations;
  double *row = c->result + k->sample * c->n_columns;
  integrate_at(I, t);
  if (k->outputs_shown) equations_out_d(e, t, x, I->p, k->y);
  for (int j = 0; j < c->n_columns; j++)
    row[j] = c->column[j] < e->n ? x[c->column[j]] : k->y[c->column[j] - e->n];
  for (int p = 0; p < k->n_slopes; p++) {
    struct workspace *w = &I->work;
    double *slopes = c->slopes + k->sample * c->n_columns * k->n_slopes + p;
    if (k->outputs_shown) {
      for (int i = 0; i < e->n; i++) w->x[i] = with_slope(x[i], x_slope[p][i] * SEED);
      equations_out_z(e, t, w->x, I->p_slope[p], w->y);
    }
    for (int j = 0; j < c->n_columns; j++)
      slopes[j * k->n_slopes] = c->column[j] < e->n ? x_slope[p][c->column[j]]
                                                    : SLOPE(w->y[c->column[j] - e->n]) / SEED;
  }
  k->sample++;
}

/* All that rows need is states: no equation is looked at.  No more rows than these. */
static void write_states(struct integrator *I, struct track *k, const struct course *c,
                         size_t n_rows)
{
  const size_t first = k->sample, at = first * c->n_columns;
  k->sample +=
      I->kind->rows(I, c->times + first, n_rows, k->columns, c->n_columns, c->result + at);
  for (size_t i = first; k->n_slopes && i < k->sample; i++)
    I->kind->slopes_of(I, c->times[i], c->column, c->n_columns,
                       c->slopes + i * c->n_columns * k->n_slopes);
}

/* States at as many times as there is room for. */
static size_t states_at(struct integrator *I, struct track *k, const double *times,
                        size_t n_times)
{
  const size_t n = n_times < MEASURE_NODES ? n_times : MEASURE_NODES;
  if (I->kind->rows) I->kind->rows(I, times, n, NULL, I->equations->n, k->x);
  else
    for (size_t i = 0; i < n; i++) I->kind->dense(I, times[i], k->x + i * I->equations->n);
  return n;
}

/* The next n_rows, not 0, which lie within the last step. */
static void write_rows(struct integrator *I, struct track *k, const struct course *c,
                       size_t n_rows)
{
  if (k->states_alone) {
    write_states(I, k, c, n_rows);
    return;
  }
  while (n_rows) {
    const double *times = c->times + k->sample;
    const size_t n = states_at(I, k, times, n_rows);
    for (size_t i = 0; i < n; i++) {
      if (k->n_slopes) I->kind->slopes(I, times[i], k->x_slope);
      write_sample(I, k, c, times[i], k->x + i * I->equations->n, k->x_slope);
    }
    n_rows -= n;
  }
}

/* How many samples the last step has passed. */
static size_t passed(const struct integrator *I, const struct track *k, const struct course *c)
{
  size_t end = k->sample;
  while (end < c->n_times && c->times[end] <= I->t) end++;
  return end - k->sample;
}

void observe_samples_within(struct integrator *I, struct track *k, const struct course *c)
{
  if (k->sample == c->n_times || c->times[k->sample] > I->t) return;
  if (k->states_alone) write_states(I, k, c, c->n_times - k->sample);
  else write_rows(I, k, c, passed(I, k, c));
}

void observe_samples(struct integrator *I, struct track *k, const struct course *c)
{
  while (k->sample < c->n_times && same_time(c->times[k->sample], I->t))
    write_sample(I, k, c, c->times[k->sample], I->x, I->x_slope);
}

/* What a rule has stopped the course from reaching. */
void observe_no_more(struct track *k, const struct course *c)
{
  const size_t row = c->n_columns, from = k->sample * row, to = c->n_times * row;
  for (size_t i = from; i < to; i++) c->result[i] = NAN;
  for (size_t i = from * k->n_slopes; i < to * k->n_slopes; i++) c->slopes[i] = NAN;
}

/* ---- measures ------------------------------------------------------------------------------ */

static double quantity(const struct equations *e, const double *x, const double *y, int index)
{
  return index < e->n ? x[index] : y[index - e->n];
}

void observe_measures(struct integrator *I, struct track *k, const struct course *c)
{
  if (!c->n_measures) return;
  const struct equations *e = I->equations;
  integrate_at(I, I->t);
  equations_out_d(e, I->t, I->x, I->p, k->y);
  for (int i = 0; i < c->n_measures; i++)
    measure_moment(&c->measures[i], I->t, quantity(e, I->x, k->y, c->measures[i].quantity));
}

/* States and outputs at five times of the last step. */
static void fill_nodes(struct integrator *I, struct track *k, double a, double b)
{
  const struct equations *e = I->equations;
  for (int node = 0; node < MEASURE_NODES; node++) {
    const double t = node == MEASURE_NODES - 1 ? b : a + (b - a) * node / (MEASURE_NODES - 1);
    I->kind->dense(I, t, k->x + node * e->n);
    integrate_at(I, t);
    equations_out_d(e, t, k->x + node * e->n, I->p, k->y + node * e->ny);
  }
}

/* Outputs that step are flat between their steps. */
static double output_at(struct integrator *I, struct track *k, double t, int output)
{
  I->kind->dense(I, t, k->x);
  integrate_at(I, t);
  equations_out_d(I->equations, t, k->x, I->p, k->y);
  return k->y[output];
}

static void measure_flat(struct measure *m, double a, double b, double value)
{
  const double all[MEASURE_NODES] = { value, value, value, value, value };
  measure_moment(m, a, value);
  measure_step(m, a, b, all);
}

/* Where within (a, b] the output first is not what it is at a; *value there. */
static double next_step(struct integrator *I, struct track *k, int output, double a, double b,
                        double *value)
{
  const double before = *value;
  *value = output_at(I, k, b, output);
  while (!same_time(a, b)) {
    const double middle = 0.5 * (a + b), there = output_at(I, k, middle, output);
    if (there < before || there > before) b = middle, *value = there;
    else a = middle;
  }
  return b;
}

/* Steps are sought between even nodes: one that is undone before the next node is not seen. */
static void measure_steps(struct integrator *I, struct track *k, struct measure *m, double a,
                          double b)
{
  enum { MOST = 32 }; /* between two nodes */
  const int output = m->quantity - I->equations->n;
  double t = a, value = output_at(I, k, a, output);
  for (int node = 1; node < MEASURE_NODES; node++) {
    const double end = node == MEASURE_NODES - 1 ? b : a + (b - a) * node / (MEASURE_NODES - 1);
    const double last = output_at(I, k, end, output);
    for (int i = 0; i < MOST && (value < last || value > last); i++) {
      double after = value;
      const double step = next_step(I, k, output, t, end, &after);
      measure_flat(m, t, step, value);
      t = step, value = after;
    }
    measure_flat(m, t, end, value);
    t = end;
  }
}

static void measures_within(struct integrator *I, struct track *k, const struct course *c)
{
  const struct equations *e = I->equations;
  double filled_a = NAN, filled_b = NAN;
  for (int i = 0; i < c->n_measures; i++) {
    struct measure *m = &c->measures[i];
    const double a = fmax(I->t_old, m->from), b = fmin(I->t, m->to);
    if (!(a < b)) continue;
    if (m->quantity >= e->n && e->model->y[m->quantity - e->n].value > 0) {
      measure_steps(I, k, m, a, b);
      filled_a = NAN; /* the nodes are overwritten */
      continue;
    }
    if (a != filled_a || b != filled_b) fill_nodes(I, k, filled_a = a, filled_b = b);
    double value[MEASURE_NODES];
    for (int node = 0; node < MEASURE_NODES; node++)
      value[node] = quantity(e, k->x + node * e->n, k->y + node * e->ny, m->quantity);
    measure_step(m, a, b, value);
  }
}

void observe_step(struct integrator *I, struct track *k, const struct course *c, int cut)
{
  size_t n_rows = passed(I, k, c);
  while (cut && n_rows && same_time(c->times[k->sample + n_rows - 1], I->t)) n_rows--;
  if (n_rows) write_rows(I, k, c, n_rows);
  measures_within(I, k, c);
}
