/* superposition.c — exact courses of the linear models.
 *
 * What is in each state is the sum of what every dose has left there, and that is a sum of
 * exponentials.  A steady state is the sum over the doses of the past, one by one, back to where
 * nothing is left of them.  A state that is replaced or multiplied gets the difference as a bolus.
 * A contribution counts from `born`, when its record is there, to `dies`, when a reset is. */
#include "row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of the models, as their files have them. */
static const double CL = 4, KA = 1.5, V_one = 20, V_two = 15, Q = 6, VP = 25;

struct modes { /* of a model: response of state `to` to a unit in state `from` */
  int n;
  double lambda[3];
  double c[3][3][3]; /* [from][to][mode] */
};

/* Plasma, and tissue if there is any, at index `at` on. */
static void disposition(struct modes *m, int two, int at)
{
  if (!two) {
    m->n = 1;
    m->lambda[0] = CL / V_one;
    m->c[at][at][0] = 1;
    return;
  }
  const double k10 = CL / V_two, k12 = Q / V_two, k21 = Q / VP;
  const double sum = k10 + k12 + k21, root = sqrt(sum * sum - 4 * k10 * k21);
  const double beta = 2 * k10 * k21 / (sum + root), alpha = (sum + root) / 2;
  const int plasma = at, tissue = at + 1;
  m->n = 2;
  m->lambda[0] = alpha, m->lambda[1] = beta;
  m->c[plasma][plasma][0] = (alpha - k21) / (alpha - beta);
  m->c[plasma][plasma][1] = (k21 - beta) / (alpha - beta);
  m->c[plasma][tissue][0] = -k12 / (alpha - beta);
  m->c[plasma][tissue][1] = k12 / (alpha - beta);
  m->c[tissue][plasma][0] = -k21 / (alpha - beta);
  m->c[tissue][plasma][1] = k21 / (alpha - beta);
  m->c[tissue][tissue][0] = (alpha - k10 - k12) / (alpha - beta);
  m->c[tissue][tissue][1] = (k10 + k12 - beta) / (alpha - beta);
}

/* A gut at 0 that empties into plasma at 1: the convolution of two exponentials. */
static void absorption(struct modes *m)
{
  const int gut = m->n++;
  m->lambda[gut] = KA;
  m->c[0][0][gut] = 1;
  for (int to = 1; to < 3; to++)
    for (int k = 0; k < gut; k++) {
      const double part = m->c[1][to][k] * KA / (KA - m->lambda[k]);
      m->c[0][to][k] = part;
      m->c[0][to][gut] -= part;
    }
}

static struct modes modes_of(enum model model)
{
  struct modes m;
  memset(&m, 0, sizeof m);
  const int oral = model == ORAL || model == ORAL_TWO;
  disposition(&m, model == TWO || model == ORAL_TWO, oral);
  if (oral) absorption(&m);
  return m;
}

struct contribution {
  struct arrival arrival;
  int state; /* into which it goes */
  double born, dies;
  int order; /* at the time of birth: 1 what resets leave, 2 replaced, 3 multiplied, 4 doses */
};

struct sum {
  struct contribution *list;
  int n, room;
};

static void add(struct sum *s, struct arrival a, int state, double born, int order)
{
  if (s->n == s->room) {
    s->room = s->room ? 2 * s->room : 64;
    s->list = realloc(s->list, (size_t)s->room * sizeof *s->list);
    if (!s->list) abort();
  }
  s->list[s->n++] = (struct contribution){ a, state, born, INFINITY, order };
}

/* What one contribution is worth at t, in a state. */
static double left(const struct modes *m, const struct contribution *c, int state, double t)
{
  const double *part = m->c[c->state][state];
  const double since = t - c->arrival.start, after = fmax(0, t - c->arrival.end);
  double value = 0;
  if (since < 0) return 0;
  for (int k = 0; k < m->n; k++) {
    const double lambda = m->lambda[k];
    if (c->arrival.is_bolus) value += part[k] * c->arrival.amount * exp(-lambda * since);
    else
      value += part[k] * c->arrival.rate / lambda * exp(-lambda * after) *
               -expm1(-lambda * (since - after));
  }
  return value;
}

/* In a state at t, of what precedes `order` at that very time (5: of everything). */
static double value_at(const struct modes *m, const struct sum *s, int state, double t,
                       int order)
{
  double value = 0;
  for (int i = 0; i < s->n; i++) {
    const struct contribution *c = &s->list[i];
    const double counts = fmax(c->born, c->arrival.start);
    if (counts > t || (counts == t && c->order >= order)) continue;
    if (c->dies < t || (c->dies == t && order > 0)) continue;
    value += left(m, c, state, t);
  }
  return value;
}

/* What was given before t is gone. */
static void forget(struct sum *s, double t)
{
  for (int i = 0; i < s->n; i++)
    if (s->list[i].arrival.given < t && s->list[i].dies > t) s->list[i].dies = t;
}

static void add_dose(const struct row *row, struct sum *s, const struct record *r, double given,
                     double born, int order)
{
  const struct arrival a = arrival_of(row, r, given);
  const int oral = row->model == ORAL || row->model == ORAL_TWO;
  add(s, a, oral ? a.input : 0, born, order);
}

/* The doses since ever of a record at steady state. */
static void add_train(const struct row *row, const struct modes *m, struct sum *s,
                      const struct record *r)
{
  double slowest = INFINITY;
  for (int k = 0; k < m->n; k++) slowest = fmin(slowest, m->lambda[k]);
  const double horizon = 45 / slowest + row->lag; /* exp(-45) is 3e-20 */
  const int doses = 1 + (int)ceil(horizon / r->interval);
  for (int k = 1; k <= doses; k++) add_dose(row, s, r, r->time - k * r->interval, r->time, 1);
}

static void add_constant(const struct row *row, struct sum *s, const struct record *r)
{
  const int oral = row->model == ORAL || row->model == ORAL_TWO;
  const struct arrival a = { .input = r->input,
                             .given = r->time,
                             .start = r->time - 1000,
                             .end = r->time,
                             .rate = r->rate };
  add(s, a, oral ? r->input : 0, r->time, 1);
}

/* Resets and states that are set anew, in order of time and, at one time, as the header says. */
static int rank(const struct record *r)
{
  if (r->kind == RESET) return 0;
  if (r->kind == CONSTANT || r->steady) return 1;
  if (r->kind == REPLACE) return 2;
  return r->kind == MULTIPLY ? 3 : 4;
}

static void apply(const struct row *row, const struct modes *m, struct sum *s,
                  const struct record *r, double t)
{
  if (r->kind == RESET || r->steady == ALONE) forget(s, t);
  if (r->kind == CONSTANT) add_constant(row, s, r);
  else if (r->steady) add_train(row, m, s, r);
  if (r->kind != REPLACE && r->kind != MULTIPLY) return;
  const double now = value_at(m, s, r->state, t, rank(r));
  const double then = r->kind == REPLACE ? r->amount : r->amount * now;
  const struct arrival a = {
    .is_bolus = 1, .given = t, .start = t, .end = t, .amount = then - now
  };
  add(s, a, r->state, t, rank(r));
}

void superposition_course(const struct row *row, struct samples *samples)
{
  const struct modes m = modes_of(row->model);
  struct sum s = { NULL, 0, 0 };
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    for (int k = 0; is_dose(r->kind) && k <= r->repeats; k++)
      add_dose(row, &s, r, r->time + k * r->interval, -INFINITY, 4);
  }
  /* by time, then rank, then place: few enough to look for the next one each time */
  double time = -INFINITY;
  int at_rank = 0, place = -1;
  for (;;) {
    double best = INFINITY;
    int best_rank = 9, best_place = -1;
    for (int i = 0; i < row->n_records; i++) {
      const struct record *r = &row->records[i];
      for (int k = 0; k <= (r->steady ? 0 : r->repeats) && rank(r) < 4; k++) {
        const double t = r->time + k * r->interval;
        const int is_later =
            t > time || (t == time && (rank(r) > at_rank || (rank(r) == at_rank && i > place)));
        const int is_sooner = t < best || (t == best && rank(r) < best_rank);
        if (is_later && is_sooner) best = t, best_rank = rank(r), best_place = i;
      }
    }
    if (best_place < 0) break;
    time = best, at_rank = best_rank, place = best_place;
    apply(row, &m, &s, &row->records[place], time);
  }
  for (int i = 0; i < samples->n; i++)
    for (int j = 0; j < table_states(row->model); j++)
      samples->state[i][j] = value_at(&m, &s, j, samples->time[i], row->after ? 5 : 0);
  free(s.list);
}
