/* schedule.c — dose records become moments in order of time. */
#include "schedule.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_index(const struct moment *a, const struct moment *b)
{
  return (a->index > b->index) - (a->index < b->index);
}

static int by_time(const void *left, const void *right)
{
  const struct moment *a = left, *b = right;
  if (a->t != b->t) return a->t < b->t ? -1 : 1;
  return by_index(a, b);
}

static int by_order_at_one_time(const void *left, const void *right)
{
  const struct moment *a = left, *b = right;
  if (a->what != b->what) return a->what < b->what ? -1 : 1;
  return by_index(a, b);
}

/* Times that differ by rounding become one time, and its moments are put in order. */
static void gather(struct schedule *s)
{
  for (int first = 0, last; first < s->n; first = last) {
    for (last = first; last < s->n && same_time(s->moments[first].t, s->moments[last].t);
         last++)
      s->moments[last].t = s->moments[first].t;
    qsort(s->moments + first, last - first, sizeof *s->moments, by_order_at_one_time);
  }
}

enum { MOMENTS = 3 }; /* at most, of one thing given: due, starts, ends */

static int make_room(struct schedule *s, int n)
{
  n += s->reserved_given + s->reserved_acts;
  if (n <= s->room && s->moments) return 0;
  struct moment *moments = realloc(s->moments, (MOMENTS * (size_t)n + 1) * sizeof *moments);
  if (!moments) return -1;
  s->moments = moments;
  int *running = realloc(s->running, ((size_t)n + 1) * sizeof *running);
  if (!running) return -1;
  s->running = running;
  s->room = n;
  return 0;
}

static const enum dose_event event_of[] = {
  [GIVEN_RESET] = DOSE_RESETS,
  [GIVEN_STEADY] = DOSE_STEADY,
  [GIVEN_REPLACE] = DOSE_REPLACES,
  [GIVEN_MULTIPLY] = DOSE_MULTIPLIES,
};

/* The moments of given[i], of which there are as many as come back. */
static int moments_of(const struct given *given, int i, struct moment moments[MOMENTS])
{
  const struct given *g = &given[i];
  int n = 0;
  if (g->checked) moments[n++] = (struct moment){ g->time, DOSE_DUE, i };
  if (g->what != GIVEN_DOSE) {
    moments[n++] = (struct moment){ g->start, event_of[g->what], i };
  } else if (same_time(g->start, g->end)) {
    moments[n++] = (struct moment){ g->start, DOSE_BOLUS, i };
  } else {
    moments[n++] = (struct moment){ g->start, DOSE_STARTS, i };
    moments[n++] = (struct moment){ g->end, DOSE_ENDS, i };
  }
  return n;
}

int schedule_reserve(struct schedule *s, int n, int n_acts)
{
  s->reserved_given = n;
  s->reserved_acts = n_acts;
  return make_room(s, 0);
}

int schedule_plan(struct schedule *s, const struct given *given, int n)
{
  if (make_room(s, n)) return -1;
  s->given = given;
  s->n = 0;
  for (int i = 0; i < n; i++)
    if (!given[i].by_rule) s->n += moments_of(given, i, s->moments + s->n);
  if (s->n) qsort(s->moments, s->n, sizeof *s->moments, by_time);
  gather(s);
  schedule_rewind(s);
  return 0;
}

void schedule_rewind(struct schedule *s)
{
  s->next = s->n_running = 0;
  s->forgotten = -INFINITY;
}

void schedule_free(struct schedule *s)
{
  free(s->moments);
  free(s->running);
  *s = (struct schedule){ 0 };
}

/* ---- while the course runs ------------------------------------------------------------------- */

static int is_before(const struct moment *a, const struct moment *b)
{
  return same_time(a->t, b->t) ? by_order_at_one_time(a, b) < 0 : a->t < b->t;
}

/* What has been taken makes room. */
static void forget_past(struct schedule *s)
{
  s->n -= s->next;
  memmove(s->moments, s->moments + s->next, sizeof *s->moments * s->n);
  s->next = 0;
}

/* Moment i to its place among those before it. */
static void sink(struct schedule *s, int i)
{
  const struct moment moment = s->moments[i];
  for (; i > s->next && is_before(&moment, &s->moments[i - 1]); i--)
    s->moments[i] = s->moments[i - 1];
  s->moments[i] = moment;
}

void schedule_insert(struct schedule *s, struct moment moment)
{
  if (s->n == MOMENTS * s->room) forget_past(s);
  assert(s->n < MOMENTS * s->room);
  s->moments[s->n++] = moment;
  sink(s, s->n - 1);
}

void schedule_add(struct schedule *s, int index)
{
  struct moment moments[MOMENTS];
  const int n = moments_of(s->given, index, moments);
  for (int i = 0; i < n; i++) schedule_insert(s, moments[i]);
}

static int is_given(const struct moment *m)
{
  return m->what != RULE_ACTS && m->what != RULE_LOOKS;
}

void schedule_delay(struct schedule *s, double hours)
{
  for (int i = s->next; i < s->n; i++) {
    struct moment *m = &s->moments[i];
    if (is_given(m) && s->given[m->index].moves) m->t += hours;
  }
  for (int i = s->next + 1; i < s->n; i++) sink(s, i);
}

double schedule_next(const struct schedule *s)
{
  return s->next < s->n ? s->moments[s->next].t : INFINITY;
}

static void leave(struct schedule *s, int index)
{
  for (int i = 0; i < s->n_running; i++)
    if (s->running[i] == index) {
      s->n_running--;
      memmove(s->running + i, s->running + i + 1, sizeof *s->running * (s->n_running - i));
      return;
    }
}

/* Was on its way when all was forgotten, or will not be given. */
static int is_lost(const struct schedule *s, const struct moment *m)
{
  if (!is_given(m)) return 0;
  if (s->given[m->index].dropped) return 1;
  const double time = s->given[m->index].time;
  return time < s->forgotten && !same_time(time, s->forgotten);
}

static void pass_lost(struct schedule *s)
{
  while (s->next < s->n && is_lost(s, &s->moments[s->next])) s->next++;
}

const struct moment *schedule_take(struct schedule *s, double t)
{
  pass_lost(s);
  if (s->next == s->n) return NULL;
  const struct moment *m = &s->moments[s->next];
  if (m->t > t && !same_time(m->t, t)) return NULL;
  s->next++;
  pass_lost(s);
  if (m->what == DOSE_STARTS) s->running[s->n_running++] = m->index;
  if (m->what == DOSE_ENDS) leave(s, m->index);
  return m;
}

void schedule_forget(struct schedule *s, double t)
{
  s->n_running = 0;
  s->forgotten = t;
  pass_lost(s);
}
