/* drive.c — pieces, one after the other, and the events between them. */
#include "drive.h"

#include "rules.h"
#include "track.h"

#include <math.h>
#include <string.h>

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
  observe_samples(I, k, c);
  observe_measures(I, k, c);
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
  observe_begin(I, k, c);
  moving_begin(I, k, c);
  event_prepare(I, k, c);
}

/* Everything at I->t, and the end of the piece that begins there. */
static int pass_edge(struct integrator *I, struct track *k, const struct course *c)
{
  if (!c->sample_after) observe_samples(I, k, c);
  int status = event_all(I, k, c);
  if (!status) status = after_event(I, k, c);
  if (status) return status;
  k->stop = I->t_stop = next_stop(I, k, c);
  I->kind->begin(I);
  return INTEGRATE_OK;
}

/* How far steps go before there is anything to see to but samples. */
static void look_ahead(struct integrator *I, struct track *k, const struct course *c)
{
  const int looks = I->equations->ns || c->rules || c->n_measures;
  const double near_stop = k->stop - 4e-12 * (1 + fabs(k->stop)); /* see same_time */
  k->smooth_until = looks ? -INFINITY : near_stop;
}

/* From edge to edge, until a step is to be taken. */
static int pass_edges(struct integrator *I, struct track *k, const struct course *c)
{
  do {
    const int status = pass_edge(I, k, c);
    if (status) return status;
    if (stopped_by_rule(c)) {
      observe_no_more(k, c);
      return DRIVE_DONE;
    }
    if (I->t >= c->end || same_time(I->t, c->end)) return DRIVE_DONE;
  } while (!(I->t < k->stop));
  k->steps = k->throws = 0;
  look_ahead(I, k, c);
  return DRIVE_STEP;
}

/* A switch was thrown, or a rule has crossed, and the course set back to that time. */
static int pass_throw(struct integrator *I, struct track *k, const struct course *c, int thrown)
{
  k->steps = -1, k->throws++;
  if (!c->sample_after) observe_samples(I, k, c);
  int status = event_within(I, k, c, thrown);
  if (!status) status = after_event(I, k, c);
  if (status || stopped_by_rule(c)) return status;
  if (same_time(I->t, k->stop)) {
    I->t = k->stop;
  } else {
    k->stop = I->t_stop = next_stop(I, k, c);
    I->kind->begin(I);
  }
  return INTEGRATE_OK;
}

/* The step has come to the end of its piece. */
static void arrive(struct integrator *I, struct track *k)
{
  if (k->n_slopes) I->kind->slopes(I, I->t, I->x_slope);
  if (I->t != k->stop) { /* but for rounding; a lane has x at t_stop alone */
    I->kind->dense(I, I->t, k->jump);
    memcpy(I->x, k->jump, sizeof(double) * I->equations->n);
  }
  I->t = k->stop;
}

int drive_begin(struct integrator *I, struct track *k, const struct course *c)
{
  set_out(I, k, c);
  return finite_states(I) ? pass_edges(I, k, c) : I->failure.status;
}

/* Steps are counted from one switch or rule to the next, and so are the switches, lest they go on for
 * ever at one time. */
static int another(struct integrator *I, struct track *k, const struct course *c)
{
  k->steps++;
  if (k->steps < c->max_steps && k->throws < c->max_steps) return DRIVE_STEP;
  I->failure = (struct failure){ INTEGRATE_STEPS, -1, I->t };
  return I->failure.status;
}

int drive_stepped(struct integrator *I, struct track *k, const struct course *c)
{
  if (I->t < k->smooth_until) {
    observe_samples_within(I, k, c);
    return another(I, k, c);
  }
  int thrown;
  const int threw = set_back(I, k, c, &thrown);
  const int stopped = !threw && same_time(I->t, k->stop);
  observe_step(I, k, c, stopped || threw);
  if (threw) {
    const int status = pass_throw(I, k, c, thrown);
    if (status) return status;
    if (stopped_by_rule(c)) {
      observe_no_more(k, c);
      return DRIVE_DONE;
    }
  } else if (stopped) {
    arrive(I, k);
  }
  if (!(I->t < k->stop)) return pass_edges(I, k, c);
  look_ahead(I, k, c);
  return another(I, k, c);
}

int drive(struct integrator *I, struct track *k, const struct course *c)
{
  int status = drive_begin(I, k, c);
  while (status == DRIVE_STEP) {
    status = I->kind->step(I);
    if (!status) status = drive_stepped(I, k, c);
  }
  return status;
}
