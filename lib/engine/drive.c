/* drive.c — the loop over pieces and steps. */
#include "drive.h"

#include "rules.h"
#include "scalar.h"
#include "track.h"

#include <stdlib.h>
#include <string.h>

struct track *track_new(const struct equations *e, int n_slopes)
{
  struct track *k = calloc(1, sizeof *k);
  if (!k) return NULL;
  const size_t n = e->n + 1, nu = e->nu + 1, ns = e->ns + 1, ny = e->ny + 1;
  k->n_slopes = n_slopes;
  k->p = calloc(e->npq + 1, sizeof(double));
  k->u = calloc(nu, sizeof(double));
  k->mode = calloc(nu, sizeof *k->mode);
  k->s = calloc(ns, sizeof(double));
  k->switch_time = calloc(ns, sizeof(double));
  k->last_switch_time = calloc(ns, sizeof(double));
  k->guard = calloc(ns * MEASURE_NODES, sizeof(double));
  k->x = calloc(n * MEASURE_NODES, sizeof(double));
  k->y = calloc(ny * MEASURE_NODES, sizeof(double));
  k->jump = calloc(n, sizeof(double));
  k->before = calloc(n, sizeof(double));
  k->event_slope = calloc(n_slopes + 1, sizeof(double));
  k->p_slope = calloc(n_slopes + 1, sizeof *k->p_slope);
  k->u_slope = calloc(n_slopes + 1, sizeof *k->u_slope);
  k->x_slope = calloc(n_slopes + 1, sizeof *k->x_slope);
  int failed = !k->p || !k->p_slope || !k->u || !k->mode || !k->s || !k->switch_time ||
               !k->last_switch_time || !k->guard || !k->x || !k->y || !k->jump || !k->before ||
               !k->event_slope || !k->u_slope || !k->x_slope;
  for (int i = 0; !failed && i < n_slopes; i++) {
    k->p_slope[i] = calloc(e->npq + 1, sizeof(dual));
    k->u_slope[i] = calloc(nu, sizeof(dual));
    k->x_slope[i] = calloc(n, sizeof(double));
    failed = !k->p_slope[i] || !k->u_slope[i] || !k->x_slope[i];
  }
  if (!failed) return k;
  track_free(k);
  return NULL;
}

void track_free(struct track *k)
{
  if (!k) return;
  for (int i = 0; i < k->n_slopes; i++) {
    if (k->p_slope) free(k->p_slope[i]);
    if (k->u_slope) free(k->u_slope[i]);
    if (k->x_slope) free(k->x_slope[i]);
  }
  free(k->p);
  free(k->u);
  free(k->mode);
  free(k->s);
  free(k->switch_time);
  free(k->last_switch_time);
  free(k->guard);
  free(k->x);
  free(k->y);
  free(k->jump);
  free(k->before);
  free(k->event_slope);
  free(k->p_slope);
  free(k->u_slope);
  free(k->x_slope);
  free(k);
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

/* Samples within the last step; that at its end too, unless something happens there. */
static void samples_within(struct integrator *I, struct track *k, const struct course *c,
                           int stopped)
{
  while (k->sample < c->n_times) {
    const double t = c->times[k->sample];
    if (stopped && same_time(t, I->t)) return;
    if (t > I->t) return;
    I->kind->dense(I, t, k->x);
    if (k->n_slopes) I->kind->slopes(I, t, k->x_slope);
    write_sample(I, k, c, t, k->x, k->x_slope);
  }
}

/* Samples at the time of an event, from the states as they stand. */
static void samples_here(struct integrator *I, struct track *k, const struct course *c)
{
  while (k->sample < c->n_times && same_time(c->times[k->sample], I->t))
    write_sample(I, k, c, c->times[k->sample], I->x, I->x_slope);
}

/* ---- measures ------------------------------------------------------------------------------ */

static double quantity(const struct equations *e, const double *x, const double *y, int index)
{
  return index < e->n ? x[index] : y[index - e->n];
}

static void measures_here(struct integrator *I, struct track *k, const struct course *c)
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

/* ---- switches that the states throw -------------------------------------------------------- */

static void guard_at(struct integrator *I, struct track *k, double t, double *g)
{
  I->kind->dense(I, t, k->x);
  integrate_at(I, t);
  equations_guard_d(I->equations, t, k->x, I->p, g);
}

/* The time within [a, b] at which guard i crosses 0, to the last bit that matters. */
static double locate(struct integrator *I, struct track *k, int i, double a, double b,
                     int above)
{
  while (!same_time(a, b)) {
    const double middle = 0.5 * (a + b);
    guard_at(I, k, middle, k->guard);
    if ((k->guard[i] > 0) == above) b = middle;
    else a = middle;
  }
  return b;
}

/* The first switch thrown in the last step, or -1; *when. */
static int find_thrown(struct integrator *I, struct track *k, double *when)
{
  const struct equations *e = I->equations;
  const double a = I->t_old, width = (I->t - a) / (MEASURE_NODES - 1);
  int thrown = -1;
  for (int node = 1; node < MEASURE_NODES && thrown < 0; node++) {
    const double t = node == MEASURE_NODES - 1 ? I->t : a + node * width;
    double *g = k->guard + node * e->ns;
    guard_at(I, k, t, g);
    for (int i = 0; i < e->ns; i++) {
      const int above = g[i] > 0;
      if (!isnan(k->switch_time[i]) || above == (k->s[i] == 1)) continue;
      const double crossing = locate(I, k, i, t - width, t, above);
      if (thrown < 0 || crossing < *when) thrown = i, *when = crossing;
    }
  }
  return thrown;
}

/* Sets the course back to when a switch was thrown, or a rule crossed its level; 1 if either
 * happened.  *which: the switch, -1 for none. */
static int set_back(struct integrator *I, struct track *k, const struct course *c, int *which)
{
  double thrown = INFINITY;
  *which = I->equations->ns ? find_thrown(I, k, &thrown) : -1;
  double when = rules_find(I, k, c, thrown);
  if (*which >= 0 && (when >= thrown || same_time(when, thrown))) when = thrown;
  else if (isinf(when) || same_time(when, k->stop))
    return 0; /* the end of the piece sees to it */
  else *which = -1;
  I->kind->dense(I, when, k->jump);
  if (k->n_slopes) I->kind->slopes(I, when, I->x_slope);
  memcpy(I->x, k->jump, sizeof(double) * I->equations->n);
  I->t = when;
  return 1;
}

/* ---- the loop ------------------------------------------------------------------------------ */

static int finite_states(struct integrator *I)
{
  for (int i = 0; i < I->equations->n; i++)
    if (!isfinite(I->x[i])) {
      I->failure = (struct failure){ INTEGRATE_NOT_FINITE, i, I->t };
      return 0;
    }
  return 1;
}

/* What every event ends with: samples after it, measures, a look at the states. */
static int after_event(struct integrator *I, struct track *k, const struct course *c)
{
  samples_here(I, k, c);
  measures_here(I, k, c);
  return finite_states(I) ? INTEGRATE_OK : I->failure.status;
}

static double next_stop(const struct integrator *I, const struct track *k,
                        const struct course *c)
{
  const double next =
      fmin(schedule_next(c->schedule), event_next_switch(k, I->equations, I->t));
  return fmin(fmin(next, moving_next(k)), c->end);
}

static int stopped_by_rule(const struct course *c)
{
  return c->rules && c->rules->stopped_by >= 0;
}

/* What a rule has stopped the course from reaching. */
static void no_more_samples(struct track *k, const struct course *c)
{
  const size_t row = c->n_columns, from = k->sample * row, to = c->n_times * row;
  for (size_t i = from; i < to; i++) c->result[i] = NAN;
  for (size_t i = from * k->n_slopes; i < to * k->n_slopes; i++) c->slopes[i] = NAN;
}

static void set_out(struct integrator *I, struct track *k, const struct course *c)
{
  const struct equations *e = I->equations;
  I->counts = (struct counts){ 0 };
  I->t = I->t_old = 0;
  I->p = k->p, I->u = k->u, I->s = k->s;
  I->p_edition++;
  I->p_slope = (const dual *const *)k->p_slope;
  I->u_slope = (const dual *const *)k->u_slope;
  I->slope_size = c->slope_size;
  memcpy(k->p, c->p, sizeof(double) * e->npq);
  memcpy(I->x, c->x_start, sizeof(double) * e->n);
  for (int p = 0; p < k->n_slopes; p++) {
    memcpy(k->p_slope[p], c->p_slope[p], sizeof(dual) * e->npq);
    memcpy(I->x_slope[p], c->x_start_slope[p], sizeof(double) * e->n);
  }
  k->sample = 0;
  k->outputs_shown = 0;
  for (int j = 0; j < c->n_columns; j++) k->outputs_shown |= c->column[j] >= e->n;
  for (int i = 0; i < c->n_measures; i++) measure_begin(&c->measures[i]);
  moving_begin(I, k, c);
  event_prepare(I, k, c);
}

/* Everything at I->t, and the end of the piece that begins there. */
static int pass_edge(struct integrator *I, struct track *k, const struct course *c)
{
  if (!c->sample_after) samples_here(I, k, c);
  int status = event_all(I, k, c);
  if (!status) status = after_event(I, k, c);
  if (status) return status;
  k->stop = I->t_stop = next_stop(I, k, c);
  I->kind->begin(I);
  return INTEGRATE_OK;
}

/* From one edge to the next.  Steps are counted from one switch or rule to the next, and so are the
 * switches, lest they go on for ever at one time. */
static int run_piece(struct integrator *I, struct track *k, const struct course *c)
{
  long throws = 0;
  for (long steps = 0; I->t < k->stop; steps++) {
    if (steps == c->max_steps || throws == c->max_steps) {
      I->failure = (struct failure){ INTEGRATE_STEPS, -1, I->t };
      return I->failure.status;
    }
    int thrown, status = I->kind->step(I);
    if (status) return status;
    const int threw = set_back(I, k, c, &thrown);
    const int stopped = !threw && same_time(I->t, k->stop);
    samples_within(I, k, c, stopped || threw);
    measures_within(I, k, c);
    if (threw) {
      steps = -1, throws++;
      if (!c->sample_after) samples_here(I, k, c);
      status = event_within(I, k, c, thrown);
      if (!status) status = after_event(I, k, c);
      if (status || stopped_by_rule(c)) return status;
      if (same_time(I->t, k->stop)) {
        I->t = k->stop;
      } else {
        k->stop = I->t_stop = next_stop(I, k, c);
        I->kind->begin(I);
      }
    } else if (stopped) {
      if (k->n_slopes) I->kind->slopes(I, I->t, I->x_slope);
      I->t = k->stop;
    }
  }
  return INTEGRATE_OK;
}

int drive(struct integrator *I, struct track *k, const struct course *c)
{
  set_out(I, k, c);
  if (!finite_states(I)) return I->failure.status;
  for (;;) {
    int status = pass_edge(I, k, c);
    if (!status && !stopped_by_rule(c)) {
      if (I->t >= c->end || same_time(I->t, c->end)) return INTEGRATE_OK;
      status = run_piece(I, k, c);
    }
    if (status) return status;
    if (stopped_by_rule(c)) {
      no_more_samples(k, c);
      return INTEGRATE_OK;
    }
  }
}
