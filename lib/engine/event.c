/* event.c — what doses and switches do to states, inputs and slopes.
 *
 * Slopes across an event whose time tau moves with a parameter: the states before it move by
 * f- dtau, then the event acts, then they move back by f+ dtau. */
#include "track.h"

#include "jacobian.h"
#include "rules.h"
#include "scalar.h"

#include <string.h>

/* ---- slopes of the time of an event ------------------------------------------------------- */

static int event_moves(const struct track *track)
{
  for (int k = 0; k < track->n_slopes; k++)
    if (track->event_slope[k] != 0) return 1;
  return 0;
}

/* The states move along the equations by sign * dtau. */
void event_move(struct integrator *I, struct track *track, double sign)
{
  if (!event_moves(track)) return;
  const struct equations *e = I->equations;
  equations_rhs_d(e, I->t, I->x, I->p, track->u, track->s, track->before, I->work.plain);
  for (int k = 0; k < track->n_slopes; k++)
    for (int i = 0; i < e->n; i++)
      I->x_slope[k][i] += sign * track->event_slope[k] * track->before[i];
  moving_along(I, track, sign > 0);
}

static double guard_slope(struct integrator *I, int which, double t_slope,
                          const double *x_slope, const dual *p)
{
  const struct equations *e = I->equations;
  dual *g = I->work.g;
  for (int i = 0; i < e->n; i++)
    I->work.x[i] = with_slope(I->x[i], x_slope ? x_slope[i] * SEED : 0);
  equations_guard_z(e, with_slope(I->t, t_slope * SEED), I->work.x, p, g);
  return SLOPE(g[which]) / SEED;
}

/* A guard reaches 0: dtau = - (dg at this time) / (dg/dt along the course). */
static void switch_slopes(struct integrator *I, struct track *track, int which)
{
  if (!track->n_slopes) return;
  const struct equations *e = I->equations;
  equations_rhs_d(e, I->t, I->x, I->p, track->u, track->s, track->before, I->work.plain);
  integrate_rates(I, I->work.p);
  const double rate = guard_slope(I, which, 1, track->before, I->work.p);
  for (int k = 0; k < track->n_slopes; k++)
    track->event_slope[k] = -guard_slope(I, which, 0, I->x_slope[k], I->p_slope[k]) / rate;
}

/* ---- jumps --------------------------------------------------------------------------------- */

/* The model's own reset at an event. */
static void reset_states(struct integrator *I, struct track *track, int event)
{
  const struct equations *e = I->equations;
  struct workspace *w = &I->work;
  if (!equations_jumps(e, event)) return;
  memcpy(track->jump, I->x, sizeof(double) * e->n);
  equations_jump_d(e, event, I->t, I->x, I->p, track->jump);
  for (int k = 0; k < track->n_slopes; k++) {
    for (int i = 0; i < e->n; i++)
      w->f[i] = w->x[i] = with_slope(I->x[i], I->x_slope[k][i] * SEED);
    equations_jump_z(e, event, with_slope(I->t, track->event_slope[k] * SEED), w->x,
                     I->p_slope[k], w->f);
    for (int i = 0; i < e->n; i++) I->x_slope[k][i] = SLOPE(w->f[i]) / SEED;
  }
  memcpy(I->x, track->jump, sizeof(double) * e->n);
}

/* ---- doses --------------------------------------------------------------------------------- */

/* What a rule makes of an input, and a check of one dose. */
static double scale_of(const struct track *track, const struct given *g)
{
  return track->mode[g->index].scale * (g->scaled > 0 ? g->scaled : 1);
}

static double slope_of(const double *slopes, int k) { return slopes ? slopes[k] : 0; }

/* The event happens when this was given to start or end. */
static void take_time_slopes(struct track *track, const double *slopes)
{
  for (int k = 0; k < track->n_slopes; k++) track->event_slope[k] = slope_of(slopes, k);
}

/* At the rate that a rule has set, if anything runs. */
static void run_at_rate(struct track *track, int input)
{
  const struct input_mode *mode = &track->mode[input];
  track->u[input] = mode->rate;
  for (int k = 0; k < track->n_slopes; k++)
    track->u_slope[k][input] = with_slope(mode->rate, slope_of(mode->rate_slope, k) * SEED);
}

/* An input is the sum of what runs into it, added up anew so that it ends at exactly 0. */
void event_sum_infusions(struct track *track, const struct course *c, int input)
{
  const struct schedule *s = c->schedule;
  const int at_rate = !isnan(track->mode[input].rate);
  track->u[input] = 0;
  for (int k = 0; k < track->n_slopes; k++) track->u_slope[k][input] = 0;
  for (int i = 0; i < s->n_running; i++) {
    const struct given *g = &s->given[s->running[i]];
    if (g->index != input) continue;
    if (at_rate) {
      run_at_rate(track, input);
      return;
    }
    const double scale = scale_of(track, g), size = scale * g->size;
    track->u[input] += size;
    for (int k = 0; k < track->n_slopes; k++)
      track->u_slope[k][input] += with_slope(size, scale * slope_of(g->size_slope, k) * SEED);
  }
}

/* What the effect of a unit of input gains with parameter k: the part of the slope of the
 * equations that a huge input brings out. */
static void effect_slopes(struct integrator *I, struct track *track, int input, int k,
                          double *slope)
{
  const double HUGE_INPUT = 0x1p200; /* a power of 2: scaling by it is exact */
  const struct equations *e = I->equations;
  struct workspace *w = &I->work;
  for (int i = 0; i < e->n; i++) w->x[i] = I->x[i];
  for (int i = 0; i < e->nu; i++) w->u[i] = i == input ? HUGE_INPUT : 0;
  equations_rhs_z(e, I->t, w->x, I->p_slope[k], w->u, track->s, w->f, w->wires);
  for (int i = 0; i < e->n; i++) slope[i] = SLOPE(w->f[i]) / SEED / HUGE_INPUT;
}

static void give_bolus(struct integrator *I, struct track *track, const struct given *g)
{
  const struct equations *e = I->equations;
  const double hours = e->dose_hours[g->index], scale = scale_of(track, g);
  const double size = scale * g->size;
  /* what one unit of amount does */
  jacobian_bolus(e, &I->work, I->t, I->x, I->p, track->u, track->s, g->index, 1, track->jump);
  for (int k = 0; k < track->n_slopes; k++) {
    const double size_slope = scale * slope_of(g->size_slope, k);
    effect_slopes(I, track, g->index, k, track->before);
    for (int i = 0; i < e->n; i++)
      I->x_slope[k][i] += track->jump[i] * size_slope + track->before[i] * hours * size;
  }
  for (int i = 0; i < e->n; i++) I->x[i] += track->jump[i] * size;
}

/* ---- states set anew ------------------------------------------------------------------------ */

/* The states stand elsewhere: switches are as they stand there, without having been thrown. */
static void switches_as_they_stand(struct integrator *I, struct track *track)
{
  const struct equations *e = I->equations;
  equations_guard_d(e, I->t, I->x, I->p, track->guard);
  for (int i = 0; i < e->ns; i++)
    if (isnan(track->switch_time[i])) track->s[i] = track->guard[i] > 0;
}

static void stop_all(struct integrator *I, struct track *track, const struct course *c)
{
  schedule_forget(c->schedule, I->t);
  for (int i = 0; i < I->equations->nu; i++) event_sum_infusions(track, c, i);
}

/* Back to the start. */
static void reset_all(struct integrator *I, struct track *track, const struct course *c)
{
  const size_t bytes = sizeof(double) * I->equations->n;
  stop_all(I, track, c);
  memcpy(I->x, c->x_start, bytes);
  for (int k = 0; k < track->n_slopes; k++) memcpy(I->x_slope[k], c->x_start_slope[k], bytes);
}

static void set_steady(struct integrator *I, struct track *track, const struct course *c,
                       const struct given *g)
{
  const int n = I->equations->n;
  if (g->resets) {
    stop_all(I, track, c);
    memset(I->x, 0, sizeof(double) * n);
    for (int k = 0; k < track->n_slopes; k++) memset(I->x_slope[k], 0, sizeof(double) * n);
  }
  for (int i = 0; i < n; i++) I->x[i] += g->steady[i];
  for (int k = 0; k < track->n_slopes; k++)
    for (int i = 0; i < n; i++) I->x_slope[k][i] += g->steady_slope[k][i];
}

static void multiply_state(struct integrator *I, struct track *track, const struct given *g)
{
  const double x = I->x[g->index];
  I->x[g->index] *= g->size;
  for (int k = 0; k < track->n_slopes; k++) {
    double *slope = &I->x_slope[k][g->index];
    *slope = *slope * g->size + x * slope_of(g->size_slope, k);
  }
}

static void replace_state(struct integrator *I, struct track *track, const struct given *g)
{
  I->x[g->index] = g->size;
  for (int k = 0; k < track->n_slopes; k++)
    I->x_slope[k][g->index] = slope_of(g->size_slope, k);
}

/* One thing that is given starts or ends. */
static void give(struct integrator *I, struct track *track, const struct course *c,
                 const struct moment *m)
{
  const struct equations *e = I->equations;
  const struct given *g = &c->schedule->given[m->index];
  take_time_slopes(track, m->what == DOSE_ENDS ? g->end_slope : g->start_slope);
  event_move(I, track, 1);
  switch (m->what) {
  case DOSE_ENDS:
  case DOSE_STARTS: event_sum_infusions(track, c, g->index); break;
  case DOSE_BOLUS: give_bolus(I, track, g); break;
  case DOSE_RESETS:
    reset_all(I, track, c);
    switches_as_they_stand(I, track);
    break;
  case DOSE_STEADY:
    set_steady(I, track, c, g);
    if (g->resets) switches_as_they_stand(I, track);
    break;
  case DOSE_REPLACES: replace_state(I, track, g); break;
  case DOSE_MULTIPLIES: multiply_state(I, track, g); break;
  default: break;
  }
  const int starts = (m->what == DOSE_STARTS && !g->resumes) || m->what == DOSE_BOLUS;
  if (starts && track->mode[g->index].scale > 0) reset_states(I, track, e->ns + g->index);
  event_move(I, track, -1);
}

int event_due(struct integrator *I, struct track *track, const struct course *c)
{
  int status = INTEGRATE_OK;
  const struct moment *m;
  while (!status && (m = schedule_take(c->schedule, I->t))) {
    switch (m->what) {
    case DOSE_DUE: status = checks_due(I, track, c, m->index); break;
    case RULE_ACTS: status = rules_act(I, track, c, m->index); break;
    case RULE_LOOKS: rules_look(track, c, m->index); break;
    default: give(I, track, c, m);
    }
    rules_note(I, track, c);
  }
  return status;
}

/* ---- switches ------------------------------------------------------------------------------ */

static void throw_switch(struct integrator *I, struct track *track, int i)
{
  event_move(I, track, 1);
  track->s[i] = 1 - track->s[i];
  if (track->s[i] == 1) reset_states(I, track, i);
  event_move(I, track, -1);
}

/* The guard of switch i has reached 0. */
static void cross_guard(struct integrator *I, struct track *track, int i)
{
  switch_slopes(I, track, i);
  throw_switch(I, track, i);
}

static double guard_at_time(struct integrator *I, struct track *track, int i, double t)
{
  equations_guard_d(I->equations, t, track->x, I->p, track->guard);
  return track->guard[i];
}

/* A guard that no state moves and that is linear in time has a known time; track->x is NaN. */
static double find_switch_time(struct integrator *I, struct track *track, int i)
{
  const struct equations *e = I->equations;
  for (int j = 0; j < e->n; j++) track->x[j] = NAN;
  const double first = guard_at_time(I, track, i, 0);
  const double rise = guard_at_time(I, track, i, 1000) - first; /* per 1000 h */
  static const double others[] = { 2, 5, 37, 1000 };
  for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
    const double linear = first + rise * others[k];
    const double size = fabs(first) + fabs(rise * others[k]);
    const double at = guard_at_time(I, track, i, 1000 * others[k]);
    if (!(fabs(at - linear) <= 1e-12 * size)) return NAN;
  }
  return rise == 0 ? INFINITY : -first / rise * 1000;
}

/* Where nothing but time and fixed parameters act; the states throw all others. */
static void find_switch_times(struct integrator *I, struct track *track)
{
  if (!I->equations->ns) return;
  moving_hide(I, track);
  for (int i = 0; i < I->equations->ns; i++)
    track->switch_time[i] = find_switch_time(I, track, i);
  moving_show(I, track);
}

void event_prepare(struct integrator *I, struct track *track, const struct course *c)
{
  const struct equations *e = I->equations;
  find_switch_times(I, track);
  for (int i = 0; i < e->ns; i++) { /* one that changes at 0 has changed */
    const double t = same_time(track->switch_time[i], 0) ? 1e-6 : 0;
    equations_guard_d(e, t, I->x, I->p, track->guard);
    track->s[i] = track->guard[i] > 0;
  }
  for (int i = 0; i < e->nu; i++) track->u[i] = 0;
  for (int i = 0; i < e->nu; i++) track->mode[i] = (struct input_mode){ 1, NAN, NULL };
  for (int k = 0; k < track->n_slopes; k++)
    for (int i = 0; i < e->nu; i++) track->u_slope[k][i] = 0;
  schedule_rewind(c->schedule);
  rules_begin(I, track, c);
}

double event_next_switch(const struct track *track, const struct equations *e, double t)
{
  double next = INFINITY;
  for (int i = 0; i < e->ns; i++)
    if (track->switch_time[i] > t && !same_time(track->switch_time[i], t))
      next = fmin(next, track->switch_time[i]);
  return next;
}

/* After an event a state may stand on the other side of a guard, and that throw another.  A
 * switch whose jump takes it back is thrown twice. */
int event_settle(struct integrator *I, struct track *track)
{
  const struct equations *e = I->equations;
  for (int rounds = 0; rounds <= 2 * e->ns + 1; rounds++) {
    int thrown = 0;
    equations_guard_d(e, I->t, I->x, I->p, track->guard);
    for (int i = 0; i < e->ns; i++)
      if (isnan(track->switch_time[i]) && (track->guard[i] > 0) != (track->s[i] == 1)) {
        throw_switch(I, track, i);
        thrown = 1;
      }
    if (!thrown) return INTEGRATE_OK;
  }
  I->failure = (struct failure){ INTEGRATE_ACCURACY, -1, I->t }; /* they throw one another */
  return I->failure.status;
}

/* A switch whose known time may have changed.  One that is due now has passed. */
static void set_switch(struct integrator *I, struct track *track, int i)
{
  const int due = same_time(track->switch_time[i], I->t);
  equations_guard_d(I->equations, due ? I->t + 1 : I->t, I->x, I->p, track->guard);
  if (due) track->switch_time[i] = INFINITY;
  if ((track->guard[i] > 0) != (track->s[i] == 1)) throw_switch(I, track, i);
}

int event_find_switches(struct integrator *I, struct track *track)
{
  const struct equations *e = I->equations;
  if (!e->ns) return INTEGRATE_OK;
  memcpy(track->last_switch_time, track->switch_time, sizeof(double) * e->ns);
  find_switch_times(I, track);
  for (int i = 0; i < e->ns; i++) {
    const double t = track->switch_time[i];
    const int as_before = isfinite(t) && t == track->last_switch_time[i];
    if (!isnan(t) && !as_before) set_switch(I, track, i);
  }
  return event_settle(I, track);
}

int event_set_parameter(struct integrator *I, struct track *track, int at, double value)
{
  const struct equations *e = I->equations;
  event_move(I, track, 1);
  track->p[at] = value;
  equations_derive_d(e, track->p);
  for (int k = 0; k < track->n_slopes; k++) {
    track->p_slope[k][at] = value;
    equations_derive_z(e, track->p_slope[k]);
  }
  event_move(I, track, -1);
  return track_derive(I, track);
}

int event_within(struct integrator *I, struct track *track, const struct course *c, int thrown)
{
  integrate_at(I, I->t);
  int status = rules_cross(I, track, c);
  if (!status && thrown >= 0) {
    cross_guard(I, track, thrown);
    status = event_settle(I, track);
    rules_note(I, track, c);
  }
  return status ? status : rules_settle(I, track, c);
}

int event_all(struct integrator *I, struct track *track, const struct course *c)
{
  const struct equations *e = I->equations;
  integrate_at(I, I->t);
  int status = rules_cross(I, track, c);
  if (!status) status = moving_change(I, track, 0);
  if (status) return status;
  rules_note(I, track, c);
  for (int k = 0; k < track->n_slopes; k++) track->event_slope[k] = 0;
  if (!status && I->t > 0)
    for (int i = 0; i < e->ns; i++)
      if (same_time(track->switch_time[i], I->t)) {
        cross_guard(I, track, i);
        rules_note(I, track, c);
      }
  if (!status) status = event_due(I, track, c);
  if (!status && e->ns) {
    status = event_settle(I, track);
    rules_note(I, track, c);
  }
  if (!status) status = moving_change(I, track, 1);
  if (status) return status;
  rules_note(I, track, c);
  return rules_settle(I, track, c);
}
