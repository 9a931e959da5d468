/* rules.c — finds when rules fire, and does what they say. */
#include "rules.h"

#include "scalar.h"
#include "track.h"

#include <string.h>

/* ---- one rule -------------------------------------------------------------------------------- */

static int is_beyond(const struct rule *r, double value)
{
  return r->direction > 0 ? value > r->level : value < r->level;
}

static int is_back(const struct rule *r, double value)
{
  return r->direction > 0 ? value <= r->rearm : value >= r->rearm;
}

static int no_later(double a, double b) { return a <= b || same_time(a, b); }

static int is_spent(const struct rule *r, double t)
{
  return (r->most && r->n_fired >= r->most) || !no_later(t, r->to);
}

/* The earliest time for the next firing; *since: the firing that it is counted from, -1 if none. */
static double first_time(const struct rule *r, int *since)
{
  double t = r->from;
  *since = -1;
  if (r->rest > 0 && r->n_fired && r->fired[r->n_fired - 1] + r->rest > t) {
    *since = r->n_fired - 1;
    t = r->fired[*since] + r->rest;
  }
  const int first = r->n_fired - r->most_within;
  if (r->most_within && first >= 0 && r->fired[first] + r->within > t) {
    *since = first;
    t = r->fired[first] + r->within;
  }
  return t;
}

static double *fired_slope(const struct track *track, const struct rule *r, int firing)
{
  return r->fired_slope + (size_t)firing * track->n_slopes;
}

static void take_slope(const struct track *track, const struct rule *r, const double *slope)
{
  if (track->n_slopes)
    memcpy(fired_slope(track, r, r->n_fired), slope, sizeof *slope * track->n_slopes);
}

/* ---- what they watch ------------------------------------------------------------------------- */

static double quantity_at(struct integrator *I, struct track *track, double t, const double *x,
                          int quantity)
{
  const struct equations *e = I->equations;
  if (quantity < e->n) return x[quantity];
  integrate_at(I, t);
  equations_out_d(e, t, x, I->p, track->y);
  return track->y[quantity - e->n];
}

double rules_quantity(struct integrator *I, struct track *track, int quantity)
{
  return quantity_at(I, track, I->t, I->x, quantity);
}

/* Outputs once for all rules. */
static void show(struct integrator *I, struct track *track, const struct rules *all, double t,
                 const double *x)
{
  if (!all->shows_outputs) return;
  integrate_at(I, t);
  equations_out_d(I->equations, t, x, I->p, track->y);
}

static double shown(const struct integrator *I, const struct track *track, const double *x,
                    const struct rule *r)
{
  const int n = I->equations->n;
  return r->quantity < n ? x[r->quantity] : track->y[r->quantity - n];
}

void rules_begin(struct integrator *I, struct track *track, const struct course *c)
{
  struct rules *all = c->rules;
  if (!all) return;
  all->first_added = all->n_given;
  all->n_firings = all->n_under_way = all->n_acted = 0;
  all->shows_outputs = 0;
  all->stopped_by = -1;
  for (int i = 0; i < all->n; i++)
    all->shows_outputs |= all->rules[i].quantity >= I->equations->n;
  for (int i = 0; i < all->n_checks; i++) all->checks[i].n_acted = 0;
  show(I, track, all, I->t, I->x);
  for (struct rule *r = all->rules; r < all->rules + all->n; r++) {
    r->beyond = is_beyond(r, shown(I, track, I->x, r));
    r->armed = !r->beyond;
    r->looks = r->n_fired = 0;
    r->waits = -1;
  }
}

int rules_fail(struct integrator *I, const struct course *c, enum rules_trouble trouble,
               int which)
{
  c->rules->trouble = trouble;
  c->rules->troubled = which;
  I->failure = (struct failure){ INTEGRATE_RULES, -1, I->t };
  return I->failure.status;
}

/* ---- within a step --------------------------------------------------------------------------- */

/* When within [a, b] the quantity goes beyond the level, to the last bit that matters. */
static double locate(struct integrator *I, struct track *track, const struct rule *r, double a,
                     double b)
{
  while (!same_time(a, b)) {
    const double middle = 0.5 * (a + b);
    I->kind->dense(I, middle, track->x);
    if (is_beyond(r, quantity_at(I, track, middle, track->x, r->quantity))) b = middle;
    else a = middle;
  }
  return b;
}

static double node_time(const struct integrator *I, int node)
{
  const double width = (I->t - I->t_old) / (MEASURE_NODES - 1);
  return node == MEASURE_NODES - 1 ? I->t : I->t_old + node * width;
}

double rules_find(struct integrator *I, struct track *track, const struct course *c,
                  double limit)
{
  const struct rules *all = c->rules;
  double when = INFINITY;
  for (int node = 1; all && all->n && node < MEASURE_NODES; node++) {
    const double before = node_time(I, node - 1), t = node_time(I, node);
    if (before >= limit) break;
    I->kind->dense(I, t, track->x);
    show(I, track, all, t, track->x);
    /* first all that the node shows, since locating overwrites it */
    for (struct rule *r = all->rules; r < all->rules + all->n; r++) {
      const double value = shown(I, track, track->x, r);
      r->crosses = r->armed && is_beyond(r, value) && !is_spent(r, t);
      r->shows_beyond = is_beyond(r, value);
      r->shows_back = is_back(r, value);
    }
    for (const struct rule *r = all->rules; r < all->rules + all->n; r++)
      if (r->crosses) when = fmin(when, locate(I, track, r, before, t));
    if (!isinf(when)) return when <= limit ? when : INFINITY;
    if (t > limit) break;
    for (struct rule *r = all->rules; r < all->rules + all->n; r++) {
      r->beyond = r->shows_beyond;
      r->armed |= r->shows_back;
    }
  }
  return INFINITY;
}

/* ---- at an event ----------------------------------------------------------------------------- */

/* The quantity's own change: by the slopes of states and parameters, or of time along the course. */
static double quantity_slope(struct integrator *I, const struct rule *r, double t_slope,
                             const double *x_slope, const dual *p)
{
  const struct equations *e = I->equations;
  struct workspace *w = &I->work;
  if (r->quantity < e->n) return x_slope[r->quantity];
  for (int i = 0; i < e->n; i++) w->x[i] = with_slope(I->x[i], x_slope[i] * SEED);
  equations_out_z(e, with_slope(I->t, t_slope * SEED), w->x, p, w->y);
  return SLOPE(w->y[r->quantity - e->n]) / SEED;
}

/* dtau = - (dq - dlevel) / (dq/dt) */
static int crossing_slopes(struct integrator *I, struct track *track, struct rule *r)
{
  const struct equations *e = I->equations;
  struct workspace *w = &I->work;
  equations_rhs_d(e, I->t, I->x, I->p, track->u, track->s, track->before, w->plain);
  integrate_rates(I, w->p);
  const double rate = quantity_slope(I, r, 1, track->before, w->p);
  double *slope = fired_slope(track, r, r->n_fired);
  for (int k = 0; k < track->n_slopes; k++) {
    const double change = quantity_slope(I, r, 0, I->x_slope[k], I->p_slope[k]);
    slope[k] = -(change - (r->level_slope ? r->level_slope[k] : 0)) / rate;
  }
  return rate != 0;
}

int rules_cross(struct integrator *I, struct track *track, const struct course *c)
{
  struct rules *all = c->rules;
  if (!all) return INTEGRATE_OK;
  show(I, track, all, I->t, I->x);
  for (int i = 0; i < all->n; i++) {
    struct rule *r = &all->rules[i];
    const int beyond = is_beyond(r, shown(I, track, I->x, r));
    const int crosses = r->armed && beyond && !r->beyond && !is_spent(r, I->t);
    if (track->n_slopes && crosses && !crossing_slopes(I, track, r))
      return rules_fail(I, c, RULES_NO_SLOPE, i);
    r->beyond = beyond;
  }
  return INTEGRATE_OK;
}

void rules_note(struct integrator *I, struct track *track, const struct course *c)
{
  struct rules *all = c->rules;
  if (!all) return;
  show(I, track, all, I->t, I->x);
  for (struct rule *r = all->rules; r < all->rules + all->n; r++) {
    const int beyond = is_beyond(r, shown(I, track, I->x, r));
    if (r->armed && beyond && !r->beyond) take_slope(track, r, track->event_slope);
    r->beyond = beyond;
  }
}

/* ---- actions --------------------------------------------------------------------------------- */

static double *slopes_of(const struct rules *all, int n_slopes, int added, int which)
{
  return all->given_slope + ((size_t)added * 3 + which) * n_slopes;
}

static void shift_slopes(double *to, const double *from, const double *by, int n)
{
  for (int k = 0; k < n; k++) to[k] = (from ? from[k] : 0) + by[k];
}

/* A copy of what waits to be given, as it is when it counts from now. */
static int give(struct integrator *I, struct track *track, const struct course *c, int rule,
                const struct rule_action *a)
{
  struct rules *all = c->rules;
  const int n_slopes = track->n_slopes;
  for (int i = a->index; i < a->index + a->count; i++) {
    const int added = all->n_given - all->first_added;
    if (added == all->given_room) return rules_fail(I, c, RULES_GIVEN_OUT, rule);
    struct given *g = &all->given[all->n_given];
    *g = all->given[i];
    const double later = I->t + a->delay;
    g->by_rule = 0;
    g->time += later, g->start += later, g->end += later;
    if (n_slopes) {
      double *start = slopes_of(all, n_slopes, added, 0), *end = start + n_slopes;
      shift_slopes(start, g->start_slope, track->event_slope, n_slopes);
      shift_slopes(end, g->end_slope, track->event_slope, n_slopes);
      g->start_slope = start, g->end_slope = end;
    }
    schedule_add(c->schedule, all->n_given++);
  }
  return INTEGRATE_OK;
}

static int sets_mode(const struct rule_action *a, int input)
{
  return (a->what == RULE_SCALES || a->what == RULE_RUNS) && a->index == input;
}

/* What earlier firings have put off for an input is overruled. */
static void overrule(struct rules *all, int input, int firing)
{
  for (int i = 0; i < all->n_under_way; i++) {
    struct under_way *u = &all->under_way[i];
    if (u->firing < firing && sets_mode(u->action, input)) u->cancelled = 1;
  }
}

/* All but what gives a dose; the slope of its time is track->event_slope. */
static int act(struct integrator *I, struct track *track, const struct course *c,
               const struct rule_action *a, int firing)
{
  switch (a->what) {
  case RULE_SCALES:
  case RULE_RUNS:
    overrule(c->rules, a->index, firing);
    event_move(I, track, 1);
    track->mode[a->index] = a->what == RULE_SCALES
                                ? (struct input_mode){ a->value, NAN, NULL }
                                : (struct input_mode){ 1, a->value, a->value_slope };
    event_sum_infusions(track, c, a->index);
    event_move(I, track, -1);
    break;
  case RULE_SETS: return event_set_parameter(I, track, a->index, a->value);
  case RULE_STOPS: c->rules->stopped_by = a->rule; break;
  case RULE_GIVES: break;
  }
  return INTEGRATE_OK;
}

int rules_act(struct integrator *I, struct track *track, const struct course *c, int index)
{
  const struct under_way *u = &c->rules->under_way[index];
  if (c->rules->stopped_by >= 0 || u->cancelled) return INTEGRATE_OK;
  for (int k = 0; k < track->n_slopes; k++) track->event_slope[k] = u->slope[k];
  return act(I, track, c, u->action, u->firing);
}

static void put_off(struct integrator *I, struct track *track, const struct course *c,
                    const struct rule_action *a)
{
  struct rules *all = c->rules;
  struct under_way *u = &all->under_way[all->n_under_way];
  u->action = a;
  u->firing = all->n_firings;
  u->cancelled = 0;
  for (int k = 0; k < track->n_slopes; k++) u->slope[k] = track->event_slope[k];
  schedule_insert(c->schedule,
                  (struct moment){ I->t + a->delay, RULE_ACTS, all->n_under_way++ });
}

/* One action of a rule that fires, at once if it is not delayed. */
static int start_action(struct integrator *I, struct track *track, const struct course *c,
                        int rule, const struct rule_action *a)
{
  struct rule *r = &c->rules->rules[rule];
  for (int k = 0; k < track->n_slopes; k++)
    track->event_slope[k] = fired_slope(track, r, r->n_fired - 1)[k];
  int status = INTEGRATE_OK;
  if (a->what == RULE_GIVES) status = give(I, track, c, rule, a);
  else if (a->delay > 0) put_off(I, track, c, a);
  else status = act(I, track, c, a, c->rules->n_firings);
  rules_note(I, track, c);
  if (!status) status = event_due(I, track, c);
  return status;
}

/* ---- firing ---------------------------------------------------------------------------------- */

void rules_look(struct track *track, const struct course *c, int index)
{
  struct rule *r = &c->rules->rules[index];
  if (track->n_slopes) take_slope(track, r, fired_slope(track, r, r->waits));
  r->waits = -1;
  r->looks = 1;
}

/* Looks again when the rule may fire next. */
static void wait(const struct course *c, int rule)
{
  struct rule *r = &c->rules->rules[rule];
  int since;
  const double t = first_time(r, &since);
  if (!r->again || r->waits >= 0 || since < 0 || is_spent(r, t)) return;
  r->waits = since;
  schedule_insert(c->schedule, (struct moment){ t, RULE_LOOKS, rule });
}

static int fire(struct integrator *I, struct track *track, const struct course *c, int rule)
{
  struct rules *all = c->rules;
  struct rule *r = &all->rules[rule];
  int since, status = INTEGRATE_OK;
  r->armed = r->looks = 0;
  if (is_spent(r, I->t)) return INTEGRATE_OK;
  if (!no_later(first_time(r, &since), I->t)) {
    wait(c, rule);
    return INTEGRATE_OK;
  }
  if (r->n_fired == r->room) return rules_fail(I, c, RULES_FIRED_OUT, rule);
  r->fired[r->n_fired++] = I->t;
  all->n_firings++;
  for (int i = 0; i < all->n_actions && !status && all->stopped_by < 0; i++)
    if (all->actions[i].rule == rule)
      status = start_action(I, track, c, rule, &all->actions[i]);
  wait(c, rule);
  if (!status) status = event_settle(I, track);
  rules_note(I, track, c);
  return status;
}

/* Which are to act; the others are armed if their quantity has come back. */
static int find_due(struct integrator *I, struct track *track, struct rules *all)
{
  int due = 0;
  show(I, track, all, I->t, I->x);
  for (struct rule *r = all->rules; r < all->rules + all->n; r++) {
    r->crosses = r->beyond && (r->armed || r->looks);
    r->armed |= is_back(r, shown(I, track, I->x, r));
    r->looks &= r->crosses;
    due |= r->crosses;
  }
  return due;
}

int rules_settle(struct integrator *I, struct track *track, const struct course *c)
{
  struct rules *all = c->rules;
  int status = INTEGRATE_OK;
  while (all && !status && all->stopped_by < 0 && find_due(I, track, all))
    for (int i = 0; i < all->n && !status && all->stopped_by < 0; i++)
      if (all->rules[i].crosses) status = fire(I, track, c, i);
  return status;
}
