/* brute.c — courses of every model by brute force: the equations written out once more, fixed steps
 * of an extrapolated midpoint rule (order 12) from one thing that happens to the next, and steady
 * states by giving the doses until nothing changes any more. */
#include "row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ARRIVALS = 40000 };
static const double STEP = 0.25;     /* h; halving it changes no row by more than 1e-12 */
static const double ONE_TIME = 1e-9; /* h: closer than this is at one time */

/* ---- the models ------------------------------------------------------------------------------ */

static const double CL = 4, KA = 1.5, V_one = 20, V_two = 15, Q = 6, VP = 25, VM = 60, KM = 2.5,
                    KI = 8, KO = 0.4, IC = 1.5;

static double weight_at(const struct row *row, double t)
{
  const double *time = row->weight_time, *w = row->weight;
  const int n = row->n_weights;
  if (!n) return 70;
  if (t <= time[0]) return w[0];
  if (t >= time[n - 1]) return w[n - 1];
  int i = 0;
  while (t >= time[i + 1]) i++;
  switch (row->rule) {
  case CARRIED_FORWARD: return w[i];
  case CARRIED_BACKWARD: return w[i + 1];
  default: return w[i] + (w[i + 1] - w[i]) * (t - time[i]) / (time[i + 1] - time[i]);
  }
}

static void equations(const struct row *row, double t, const double *in, const double *x,
                      double *dx)
{
  const double size = pow(weight_at(row, t) / 70, 0.75);
  const int oral = row->model == ORAL || row->model == ORAL_TWO || row->model == TURNOVER;
  const double *a = oral ? x + 1 : x;
  double *da = oral ? dx + 1 : dx;
  double into = oral ? in[1] : in[0];
  if (oral) {
    dx[0] = in[0] - KA * x[0];
    into += KA * x[0];
  }
  switch (row->model) {
  case ONE:
  case ORAL: da[0] = into - CL * size / V_one * a[0]; break;
  case TWO:
  case ORAL_TWO:
    da[0] = into - (CL * size + Q) / V_two * a[0] + Q / VP * a[1];
    da[1] = Q / V_two * a[0] - Q / VP * a[1];
    break;
  case TURNOVER:
    da[1] = KI / (1 + a[0] / (IC * V_one)) - KO * a[1];
    da[2] = a[0]; /* fall through */
  case SATURABLE: da[0] = into - VM * size * a[0] / (KM * V_one + a[0]); break;
  }
}

static void start(const struct row *row, double *x)
{
  memset(x, 0, MOST_STATES * sizeof *x);
  if (row->model == TURNOVER) x[2] = KI / KO;
}

/* ---- one step -------------------------------------------------------------------------------- */

static void midpoint(const struct row *row, double t, double h, int n, const double *in,
                     const double *x, double *out)
{
  const int states = table_states(row->model);
  const double s = h / n;
  double a[MOST_STATES], b[MOST_STATES], d[MOST_STATES];
  memcpy(a, x, sizeof a);
  equations(row, t, in, a, d);
  for (int i = 0; i < states; i++) b[i] = a[i] + s * d[i];
  for (int k = 1; k < n; k++) {
    equations(row, t + k * s, in, b, d);
    for (int i = 0; i < states; i++) {
      const double next = a[i] + 2 * s * d[i];
      a[i] = b[i];
      b[i] = next;
    }
  }
  equations(row, t + h, in, b, d);
  for (int i = 0; i < states; i++) out[i] = (a[i] + b[i] + s * d[i]) / 2;
}

/* The course of a covariate must be smooth from t to t + h: both ends are moved inwards a little,
 * which changes nothing but on which side of a step they lie. */
static void step(const struct row *row, double t, double h, const double *in, double *x)
{
  enum { ROWS = 6 };
  double T[ROWS][ROWS][MOST_STATES];
  for (int j = 0; j < ROWS; j++) {
    midpoint(row, t + 1e-13, h - 2e-13, 2 * (j + 1), in, x, T[j][0]);
    for (int k = 1; k <= j; k++) {
      const double ratio = (double)(j + 1) / (j + 1 - k), by = ratio * ratio - 1;
      for (int i = 0; i < table_states(row->model); i++)
        T[j][k][i] = T[j][k - 1][i] + (T[j][k - 1][i] - T[j - 1][k - 1][i]) / by;
    }
  }
  memcpy(x, T[ROWS - 1][ROWS - 1], (size_t)table_states(row->model) * sizeof *x);
}

/* ---- what is given --------------------------------------------------------------------------- */

struct world {
  const struct row *row;
  double t, x[MOST_STATES];
  struct arrival *arrivals; /* those that are still to come, or run */
  int n;
};

static void expect(struct world *w, struct arrival a)
{
  if (w->n == MOST_ARRIVALS) abort();
  w->arrivals[w->n++] = a;
}

static int plasma_of(const struct row *row, int input)
{
  const int oral = row->model == ORAL || row->model == ORAL_TWO || row->model == TURNOVER;
  return oral ? input : 0;
}

static void integrate(struct world *w, double to)
{
  const double middle = (w->t + to) / 2;
  double in[2] = { 0, 0 };
  for (int i = 0; i < w->n; i++) {
    const struct arrival *a = &w->arrivals[i];
    if (!a->is_bolus && a->start < middle && middle < a->end) in[a->input] += a->rate;
  }
  const int steps = (int)ceil((to - w->t) / STEP);
  const double from = w->t, h = (to - from) / steps;
  for (int k = 0; k < steps; k++) step(w->row, from + k * h, h, in, w->x);
  w->t = to;
}

/* The next time after now, up to `to`, at which something arrives, ends or breaks off. */
static double next_time(const struct world *w, double to)
{
  double next = to;
  for (int i = 0; i < w->n; i++) {
    const double times[] = { w->arrivals[i].start, w->arrivals[i].end };
    for (int k = 0; k < 2; k++)
      if (times[k] > w->t + ONE_TIME && times[k] < next) next = times[k];
  }
  for (int i = 0; i < w->row->n_weights; i++) {
    const double time = w->row->weight_time[i];
    if (time > w->t + ONE_TIME && time < next) next = time;
  }
  return next;
}

/* Boluses that are due, and what is over leaves the list. */
static void arrive(struct world *w)
{
  int kept = 0;
  for (int i = 0; i < w->n; i++) {
    const struct arrival a = w->arrivals[i];
    const int due = a.is_bolus && a.start <= w->t + ONE_TIME;
    if (due) w->x[plasma_of(w->row, a.input)] += a.amount;
    const int over = a.is_bolus ? due : a.end <= w->t + ONE_TIME;
    if (!over) w->arrivals[kept++] = a;
  }
  w->n = kept;
}

/* Up to `to`; what arrives then is left for later. */
static void advance(struct world *w, double to)
{
  while (w->t < to - ONE_TIME) {
    arrive(w);
    integrate(w, next_time(w, to));
  }
  w->t = to;
}

/* ---- steady states --------------------------------------------------------------------------- */

/* A world in which this has been given for so many hours before time; doses: of a train. */
static void since(struct world *w, const struct row *row, const struct record *r, int doses,
                  double hours, double rate)
{
  w->row = row;
  w->n = 0;
  w->t = r->time - hours;
  start(row, w->x);
  if (rate > 0)
    expect(w,
           (struct arrival){ .input = r->input, .start = w->t, .end = r->time, .rate = rate });
  for (int k = doses; k >= 1; k--) expect(w, arrival_of(row, r, r->time - k * r->interval));
  advance(w, r->time);
}

static int is_settled(const struct world *a, const struct world *b)
{
  for (int i = 0; i < table_states(a->row->model); i++) {
    if (a->row->model == TURNOVER && i == 3) continue; /* the area never settles */
    if (fabs(a->x[i] - b->x[i]) > 1e-12 * (1 + fabs(b->x[i]))) return 0;
  }
  return 1;
}

/* Twice as long, until twice as long makes no difference but rounding: what is missing then is the
 * square of it. */
static void settle(struct world *w, const struct row *row, const struct record *r)
{
  struct world before = { .arrivals = malloc(MOST_ARRIVALS * sizeof *before.arrivals) };
  if (!before.arrivals) abort();
  int doses = 32;
  double hours = 0;
  do {
    if (r->kind == CONSTANT) {
      hours = hours > 0 ? 2 * hours : 100;
      since(&before, row, r, 0, hours, r->rate);
      since(w, row, r, 0, 2 * hours, r->rate);
    } else {
      doses *= 2;
      since(&before, row, r, doses, doses * r->interval, 0);
      since(w, row, r, 2 * doses, 2 * doses * r->interval, 0);
    }
    if (doses > 8000 || hours > 1e5) abort();
  } while (!is_settled(&before, w));
  free(before.arrivals);
}

static void make_steady(struct world *w, const struct record *r)
{
  struct world train = { .arrivals = malloc(MOST_ARRIVALS * sizeof *train.arrivals) };
  if (!train.arrivals) abort();
  settle(&train, w->row, r);
  double none[MOST_STATES];
  start(w->row, none); /* every model here starts where it rests without doses */
  for (int i = 0; i < table_states(w->row->model); i++) {
    const int is_area = w->row->model == TURNOVER && i == 3;
    if (r->steady == ALONE) w->x[i] = is_area ? none[i] : train.x[i];
    else if (!is_area) w->x[i] += train.x[i] - none[i];
  }
  for (int i = 0; i < train.n; i++)
    if (r->kind != CONSTANT) expect(w, train.arrivals[i]);
  free(train.arrivals);
}

/* ---- records --------------------------------------------------------------------------------- */

static void forget(struct world *w)
{
  int kept = 0;
  for (int i = 0; i < w->n; i++)
    if (w->arrivals[i].given > w->t - ONE_TIME) w->arrivals[kept++] = w->arrivals[i];
  w->n = kept;
}

static int is_at(const struct record *r, double t)
{
  for (int k = 0; k <= (r->steady ? 0 : r->repeats); k++)
    if (fabs(r->time + k * r->interval - t) < ONE_TIME) return 1;
  return 0;
}

/* Resets, steady states, replaced, multiplied; boluses follow. */
static void happen(struct world *w)
{
  const struct row *row = w->row;
  for (int order = 0; order < 4; order++)
    for (int i = 0; i < row->n_records; i++) {
      const struct record *r = &row->records[i];
      const int is_steady = r->kind == CONSTANT || (is_dose(r->kind) && r->steady);
      if (!is_at(r, w->t)) continue;
      if (order == 0 && r->kind == RESET) {
        forget(w);
        start(row, w->x);
      }
      if (order == 1 && is_steady) {
        if (r->steady == ALONE) forget(w);
        make_steady(w, r);
      }
      if (order == 2 && r->kind == REPLACE) w->x[r->state] = r->amount;
      if (order == 3 && r->kind == MULTIPLY) w->x[r->state] *= r->amount;
    }
  arrive(w);
}

/* The next time of a record that is no plain dose. */
static double next_record(const struct row *row, double t)
{
  double next = INFINITY;
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    if (is_dose(r->kind) && !r->steady) continue;
    for (int k = 0; k <= (r->steady ? 0 : r->repeats); k++) {
      const double at = r->time + k * r->interval;
      if (at > t + ONE_TIME && at < next) next = at;
    }
  }
  return next;
}

void brute_course(const struct row *row, struct samples *samples)
{
  struct world w = { .row = row,
                     .t = -1,
                     .arrivals = malloc(MOST_ARRIVALS * sizeof *w.arrivals) };
  if (!w.arrivals) abort();
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    for (int k = 0; is_dose(r->kind) && k <= r->repeats; k++)
      expect(&w, arrival_of(row, r, r->time + k * r->interval));
  }
  double record = next_record(row, -1);
  start(row, w.x);
  w.t = 0;
  int i = 0;
  while (i < samples->n) {
    const double sample = samples->time[i];
    const int first = record < sample - ONE_TIME, both = fabs(record - sample) < ONE_TIME;
    if (first || (both && row->after)) {
      advance(&w, record);
      happen(&w);
      record = next_record(row, record);
      continue;
    }
    advance(&w, sample);
    if (row->after) arrive(&w);
    memcpy(samples->state[i++], w.x, sizeof w.x);
  }
  free(w.arrivals);
}
