/* moving.c — parameters in time: what they are, and how they move while a course is integrated. */
#include "moving.h"

#include "scalar.h"
#include "schedule.h"
#include "track.h"

/* The last of the times that is not after t, or -1. */
static int last_until(const struct moving *m, double t)
{
  int low = -1, high = m->n; /* times[low] <= t < times[high] */
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (m->times[middle] <= t || same_time(m->times[middle], t)) low = middle;
    else high = middle;
  }
  return low;
}

static double rate_from(const struct moving *m, int i)
{
  if (m->rule != MOVING_LINEAR || i < 0 || i + 1 >= m->n) return 0;
  return (m->values[i + 1] - m->values[i]) / (m->times[i + 1] - m->times[i]);
}

/* Rounding must not carry it past its ends, which may be those of its range. */
static double between(double a, double b, double value)
{
  return fmin(fmax(value, fmin(a, b)), fmax(a, b));
}

double moving_value(const struct moving *m, double t)
{
  const int i = last_until(m, t), last = m->n - 1;
  if (i < 0) return m->values[0];
  if (m->rule == MOVING_BACKWARD)
    return m->values[same_time(m->times[i], t) || i == last ? i : i + 1];
  if (m->rule == MOVING_FORWARD || i == last || same_time(m->times[i], t)) return m->values[i];
  return between(m->values[i], m->values[i + 1],
                 m->values[i] + rate_from(m, i) * (t - m->times[i]));
}

double moving_rate(const struct moving *m, double t) { return rate_from(m, last_until(m, t)); }

/* ---- while a course is integrated ------------------------------------------------------------ */

static void set_parameter(struct track *track, int at, double value)
{
  track->p[at] = value;
  for (int k = 0; k < track->n_slopes; k++) VALUE(track->p_slope[k][at]) = value;
}

static void derive(struct integrator *I, struct track *track)
{
  const struct equations *e = I->equations;
  I->p_edition++;
  equations_derive_d(e, track->p);
  for (int k = 0; k < track->n_slopes; k++) equations_derive_z(e, track->p_slope[k]);
}

static double value_within(const struct moving *m, double t)
{
  return fmin(fmax(m->from + m->rate * (t - m->since), m->low), m->high);
}

static void parameters_at(struct integrator *I, double t)
{
  struct track *track = I->track;
  if (t == track->p_time) return;
  track->p_time = t;
  for (int i = 0; i < track->n_moving; i++) {
    const struct moving *m = &track->moving[i];
    if (m->rate != 0) set_parameter(track, m->at, value_within(m, t));
  }
  derive(I, track);
}

static void parameter_rates(struct integrator *I, dual *p)
{
  const struct track *track = I->track;
  for (int i = 0; i < track->n_moving; i++) {
    const struct moving *m = &track->moving[i];
    SLOPE(p[m->at]) = m->rate * SEED;
  }
  equations_derive_z(I->equations, p);
}

/* Functions that an integrator calls only where something moves. */
static void look_what_moves(struct integrator *I, const struct track *track)
{
  I->parameters_at = NULL;
  I->parameter_rates = NULL;
  for (int i = 0; i < track->n_moving; i++)
    if (track->moving[i].rate != 0) {
      I->parameters_at = parameters_at;
      I->parameter_rates = parameter_rates;
    }
}

void moving_begin(struct integrator *I, struct track *track, const struct course *c)
{
  track->moving = c->moving;
  track->n_moving = c->n_moving;
  track->p_seed = c->p_slope;
  track->p_time = NAN;
  I->track = track;
  for (int i = 0; i < c->n_moving; i++) {
    struct moving *m = &c->moving[i];
    m->next = m->rule == MOVING_FORWARD; /* whose first value holds from 0 */
    m->rate = 0;
  }
  look_what_moves(I, track);
}

static double next_time(const struct moving *m)
{
  const int changes = m->rule == MOVING_BACKWARD ? m->n - 1 : m->n;
  return m->next < changes ? m->times[m->next] : INFINITY;
}

double moving_next(const struct track *track)
{
  double next = INFINITY;
  for (int i = 0; i < track->n_moving; i++) next = fmin(next, next_time(&track->moving[i]));
  return next;
}

static void change(struct track *track, struct moving *m)
{
  const int i = m->next++, to = m->rule == MOVING_BACKWARD ? i + 1 : i;
  m->since = m->times[i];
  m->from = m->low = m->high = m->values[to];
  m->rate = rate_from(m, i);
  if (m->rate != 0) {
    m->low = fmin(m->values[i], m->values[i + 1]);
    m->high = fmax(m->values[i], m->values[i + 1]);
  }
  set_parameter(track, m->at, m->from);
}

int moving_change(struct integrator *I, struct track *track, int backward)
{
  int changed = 0;
  for (int i = 0; i < track->n_moving; i++) {
    struct moving *m = &track->moving[i];
    if ((m->rule == MOVING_BACKWARD) != backward) continue;
    const double t = next_time(m);
    if (!(t <= I->t || same_time(t, I->t))) continue;
    change(track, m);
    changed = 1;
  }
  if (!changed) return INTEGRATE_OK;
  look_what_moves(I, track);
  for (int k = 0; k < track->n_slopes; k++) track->event_slope[k] = 0; /* at a fixed time */
  return track_derive(I, track);
}

int track_derive(struct integrator *I, struct track *track)
{
  derive(I, track);
  track->p_time = I->t;
  return event_find_switches(I, track);
}

void moving_hide(struct integrator *I, struct track *track)
{
  if (!I->parameters_at) return;
  for (int i = 0; i < track->n_moving; i++)
    if (track->moving[i].rate != 0) track->p[track->moving[i].at] = NAN;
  equations_derive_d(I->equations, track->p);
}

void moving_show(struct integrator *I, struct track *track)
{
  if (!I->parameters_at) return;
  track->p_time = NAN;
  parameters_at(I, I->t);
}

void moving_along(struct integrator *I, struct track *track, int along)
{
  if (!I->parameters_at) return;
  for (int k = 0; k < track->n_slopes; k++) {
    if (track->event_slope[k] == 0) continue;
    for (int i = 0; i < track->n_moving; i++) {
      const struct moving *m = &track->moving[i];
      const double moves = along ? m->rate * track->event_slope[k] * SEED : 0;
      SLOPE(track->p_slope[k][m->at]) = SLOPE(track->p_seed[k][m->at]) + moves;
    }
    equations_derive_z(I->equations, track->p_slope[k]);
  }
}
