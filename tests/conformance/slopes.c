/* slopes.c — slopes of every kind against extrapolated differences of whole courses.
 *
 * Each course is run again with what the slope is in a little more and a little less, by steps
 * h, h/2, h/4 and h/8, and the central differences are extrapolated (Richardson) to h = 0.  The
 * library runs at 1e-11, where a course repeats to some 1e-11 of its peak, and h is 4 % of what the
 * slope is in, so that a difference repeats to some 3e-9 of (peak of the column / what the slope is
 * in).  A slope has to agree within 1e-6 of its own peak in the course, or of 1 % of that quotient
 * where the peak is lower: differences tell no more.  Where all courses are the same in every bit
 * the slope has to be 0, and so it has where nothing can act: in the gut, of what is behind it.
 *
 *   slopes            says what failed, and ends with the count
 *   slopes --worst    also says how near each course came */
#include "ours.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double within = 1e-6, part = 0.04;
static int n_passed, n_failed, n_zero, tells;

enum { LEVELS = 4, MOST_TIMES = 80, MOST_COLUMNS = 40, MOST_TARGETS = 64 };
enum what { IN_PARAMETER, IN_INITIAL, IN_DOSE };

struct target {
  enum what what;
  int index; /* parameter, state or record */
  int property;
  double step;
  char name[64];
};

/* A course that can be changed a little.  make sets everything up on sim with the target h more
 * than it is (NULL: as it is); a status. */
struct course {
  const char *name;
  const impakt_model *model;
  const struct row *row; /* or NULL: */
  const struct published *published;
  double times[MOST_TIMES];
  int n_times, n_columns;
  struct target targets[MOST_TARGETS];
  int n_targets;
};

struct published {
  const char *model, *input;
  double time, amount, duration, interval;
  int count;
  double end;
};

/* ---- making one ------------------------------------------------------------------------------ */

static void change_record(struct row *row, const struct target *t, double h)
{
  struct record *r = &row->records[t->index];
  switch (t->property) {
  case IMPAKT_DOSE_AMOUNT: r->amount += h; break;
  case IMPAKT_DOSE_TIME: r->time += h; break;
  case IMPAKT_DOSE_RATE: r->rate += h; break;
  case IMPAKT_DOSE_DURATION: r->duration += h; break;
  case IMPAKT_DOSE_LAG: row->lag += h; break;
  case IMPAKT_DOSE_FRACTION: row->fraction += h; break;
  case IMPAKT_DOSE_INTERVAL: r->interval += h; break;
  }
}

static int set_up_published(impakt_sim *sim, const struct course *c, const struct target *t,
                            double h)
{
  const struct published *const p = c->published;
  double v[7] = { p->amount, p->time, 0, p->duration, 0, 0, p->interval };
  int dose, status = impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, ours_tolerance);
  if (t && t->what == IN_DOSE) v[t->property] += h;
  if (!status)
    status = impakt_sim_dose(sim, p->input, v[IMPAKT_DOSE_TIME], v[IMPAKT_DOSE_AMOUNT], NULL,
                             v[IMPAKT_DOSE_DURATION], &dose);
  if (!status && p->count > 1)
    status = impakt_sim_dose_repeat(sim, dose, v[IMPAKT_DOSE_INTERVAL], p->count);
  for (int i = 0; i < impakt_model_size(c->model, IMPAKT_STATE) && !status; i++)
    status = impakt_sim_watch(sim, impakt_model_text(c->model, IMPAKT_STATE, i, IMPAKT_NAME));
  return status;
}

static int is_course(const struct course *c, const struct target *t)
{
  return c->row->n_weights && t->what == IN_PARAMETER && !strcmp(t->name, "WT");
}

static int make(impakt_sim *sim, const struct course *c, const struct target *t, double h)
{
  int status;
  if (c->row) {
    struct row row = *c->row;
    if (t && t->what == IN_DOSE) change_record(&row, t, h);
    if (t && is_course(c, t)) /* the whole of it is shifted */
      for (int i = 0; i < row.n_weights; i++) row.weight[i] += h;
    status = ours_set_up(sim, &row);
    if (t && is_course(c, t)) return status;
  } else {
    status = set_up_published(sim, c, t, h);
  }
  if (status || !t || t->what == IN_DOSE) return status;
  const int kind = t->what == IN_PARAMETER ? IMPAKT_PARAMETER : IMPAKT_STATE;
  const size_t n = (size_t)impakt_model_size(c->model, kind);
  const char *const name = impakt_model_text(c->model, kind, t->index, IMPAKT_NAME);
  double *values = calloc(n, sizeof *values);
  if (!values) abort();
  if (kind == IMPAKT_PARAMETER) {
    status = impakt_sim_get_parameters(sim, values, n);
    if (!status) status = impakt_sim_set_parameter(sim, name, values[t->index] + h);
  } else {
    status = impakt_sim_get_initial(sim, values, n);
    if (!status) status = impakt_sim_set_initial(sim, name, values[t->index] + h);
  }
  free(values);
  return status;
}

static void fail(const struct course *c, const struct target *t, const char *why)
{
  printf("%s, slope in %s: %s\n", c->name, t ? t->name : "anything", why);
  n_failed++;
}

/* ---- what slopes there are ------------------------------------------------------------------- */

static void add_target(struct course *c, enum what what, int index, int property, double step,
                       const char *name)
{
  if (c->n_targets == MOST_TARGETS) abort();
  struct target *t = &c->targets[c->n_targets++];
  *t = (struct target){ what, index, property, step, "" };
  snprintf(t->name, sizeof t->name, "%s", name);
}

static int run(const struct course *c, const struct target *t, double h, double *result);

/* The peak of a state in the course, 1 if it stays 0. */
static double start_size(const struct course *c, int state)
{
  static double result[MOST_TIMES * MOST_COLUMNS];
  double peak = 0;
  if (run(c, NULL, 0, result)) return 1;
  for (int i = 0; i < c->n_times; i++)
    peak = fmax(peak, fabs(result[i * c->n_columns + state]));
  return peak > 0 ? peak : 1;
}

static void add_quantities(struct course *c)
{
  for (int i = 0; i < impakt_model_size(c->model, IMPAKT_PARAMETER); i++) {
    const double value = impakt_model_number(c->model, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT);
    const double low = impakt_model_number(c->model, IMPAKT_PARAMETER, i, IMPAKT_LOW);
    const double high = impakt_model_number(c->model, IMPAKT_PARAMETER, i, IMPAKT_HIGH);
    const char *name = impakt_model_text(c->model, IMPAKT_PARAMETER, i, IMPAKT_NAME);
    const double step = part * (value != 0 ? fabs(value) : 1);
    /* in the rows F and lag are not at their defaults */
    if (!(low < high) || isnan(value) ||
        (!c->row && (value - step < low || value + step > high)))
      continue;
    add_target(c, IN_PARAMETER, i, 0, step, name);
  }
  for (int i = 0; i < impakt_model_size(c->model, IMPAKT_STATE); i++) {
    char name[64];
    snprintf(name, sizeof name, "the start of %s",
             impakt_model_text(c->model, IMPAKT_STATE, i, IMPAKT_NAME));
    /* published models are not meant for less than nothing */
    if (c->row) add_target(c, IN_INITIAL, i, 0, part * start_size(c, i), name);
  }
}

/* Lag and fraction of a record are those of its input where it is the only one. */
static int is_only_one(const struct row *row, int record)
{
  if (!is_dose(row->records[record].kind) || row->records[record].input) return 0;
  for (int i = 0; i < row->n_records; i++)
    if (i != record && is_dose(row->records[i].kind) && !row->records[i].input) return 0;
  return 1;
}

static double step_of(const struct course *c, int record, int property, const double *steps)
{
  if (property != IMPAKT_DOSE_AMOUNT) return steps[property];
  return part * (c->published ? c->published->amount : c->row->records[record].amount);
}

static void add_records(struct course *c)
{
  static const char *const names[] = { "amount", "time",     "rate",    "duration",
                                       "lag",    "fraction", "interval" };
  static const double steps[] = { 4, 0.1, 0.64, 0.15, 0.06, 0.024, 0.05 };
  impakt_sim *sim = NULL;
  if (impakt_sim_new(&sim, c->model) || make(sim, c, NULL, 0)) abort();
  for (int i = 0; i < (c->row ? c->row->n_records : 1); i++)
    for (int p = 0; p < 7; p++) {
      const int by_input = p == IMPAKT_DOSE_LAG || p == IMPAKT_DOSE_FRACTION;
      char name[64];
      if (impakt_sim_slope_in_dose(sim, i, p)) continue; /* this record has none */
      if (by_input && (!c->row || !is_only_one(c->row, i))) continue;
      snprintf(name, sizeof name, "%s of record %d", names[p], i);
      add_target(c, IN_DOSE, i, p, step_of(c, i, p, steps), name);
    }
  impakt_sim_free(sim);
}

/* ---- running --------------------------------------------------------------------------------- */

static int run(const struct course *c, const struct target *t, double h, double *result)
{
  impakt_sim *sim = NULL;
  int status = impakt_sim_new(&sim, c->model);
  if (!status) status = make(sim, c, t, h);
  if (!status)
    status = impakt_sim_run(sim, c->times, (size_t)c->n_times, result,
                            (size_t)c->n_times * (size_t)c->n_columns);
  if (status < 0) fail(c, t, impakt_sim_message(sim));
  impakt_sim_free(sim);
  return status < 0;
}

static int run_slopes(const struct course *c, double *result, double *slopes)
{
  impakt_sim *sim = NULL;
  const size_t n = (size_t)c->n_times * (size_t)c->n_columns;
  int status = impakt_sim_new(&sim, c->model);
  if (!status) status = make(sim, c, NULL, 0);
  for (int k = 0; k < c->n_targets && !status; k++) {
    const struct target *t = &c->targets[k];
    const int kind = t->what == IN_PARAMETER ? IMPAKT_PARAMETER : IMPAKT_STATE;
    if (t->what == IN_DOSE) {
      status = impakt_sim_slope_in_dose(sim, t->index, t->property);
    } else {
      const char *const name = impakt_model_text(c->model, kind, t->index, IMPAKT_NAME);
      status = t->what == IN_PARAMETER ? impakt_sim_slope_in(sim, name)
                                       : impakt_sim_slope_in_initial(sim, name);
    }
  }
  if (!status)
    status = impakt_sim_run_slopes(sim, c->times, (size_t)c->n_times, result, n, slopes,
                                   n * (size_t)c->n_targets);
  if (status < 0) fail(c, NULL, impakt_sim_message(sim));
  impakt_sim_free(sim);
  return status < 0;
}

/* The differences extrapolated, in table[0]; *same: whether all courses were one. */
static int differences(const struct course *c, const struct target *t, double **table,
                       double *more, double *less, int *same)
{
  const int n = c->n_times * c->n_columns;
  *same = 1;
  for (int level = 0; level < LEVELS; level++) {
    const double h = ldexp(t->step, -level);
    if (run(c, t, h, more) || run(c, t, -h, less)) return -1;
    for (int i = 0; i < n; i++) {
      table[level][i] = (more[i] - less[i]) / (2 * h);
      *same &= more[i] == less[i];
    }
  }
  for (int k = 1; k < LEVELS; k++)
    for (int level = 0; level < LEVELS - k; level++)
      for (int i = 0; i < n; i++)
        table[level][i] = table[level + 1][i] +
                          (table[level + 1][i] - table[level][i]) / (ldexp(1, 2 * k) - 1);
  return 0;
}

/* Of one target: the largest distance in any column, relative to the peak of its slope.  A lower
 * peak than differences can tell counts as 1 % of the column's peak per what the slope is in. */
static double distance(const struct course *c, const struct target *t, int target,
                       const double *result, const double *slopes, const double *expected)
{
  double worst = 0;
  for (int j = 0; j < c->n_columns; j++) {
    double peak = 0, off = 0, size = 0;
    for (int i = 0; i < c->n_times; i++) {
      const int at = i * c->n_columns + j;
      const double slope = slopes[at * c->n_targets + target];
      size = fmax(size, fabs(result[at]));
      peak = fmax(peak, fabs(expected[at]));
      off = fmax(off, fabs(slope - expected[at]));
      if (!isfinite(slope)) return INFINITY;
    }
    const double least = 0.01 * part * size / t->step;
    worst = fmax(worst, off / fmax(fmax(peak, least), 1e-12));
  }
  return worst;
}

static int is_zero(const struct course *c, int target, const double *slopes)
{
  for (int i = 0; i < c->n_times * c->n_columns; i++)
    if (slopes[i * c->n_targets + target] != 0) return 0;
  return 1;
}

/* Whether nothing of a target can act on the gut: everything but absorption and what is given. */
static int is_behind_gut(const struct course *c, const struct target *t)
{
  static const char *const behind[] = { "CL",
                                        "V",
                                        "Q",
                                        "VP",
                                        "VM",
                                        "KM",
                                        "KI",
                                        "KO",
                                        "IC",
                                        "WT",
                                        "the start of A",
                                        "the start of P",
                                        "the start of R",
                                        "the start of S" };
  if (!c->row || strcmp(words_state(c->row->model, 0), "G")) return 0;
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
    if (!strcmp(t->name, behind[i])) return t->what != IN_DOSE;
  return 0;
}

static int gut_is_zero(const struct course *c, int target, const double *slopes)
{
  for (int i = 0; i < c->n_times; i++)
    if (slopes[i * c->n_columns * c->n_targets + target] != 0) return 0;
  return 1;
}

static void check(struct course *c)
{
  const size_t n = (size_t)c->n_times * (size_t)c->n_columns;
  double *const room = calloc(n * (size_t)(3 + LEVELS + c->n_targets), sizeof *room);
  if (!room) abort();
  double *const result = room, *const more = room + n, *const less = room + 2 * n,
                *const slopes = room + (3 + LEVELS) * n, *table[LEVELS], worst = 0;
  for (int k = 0; k < LEVELS; k++) table[k] = room + (size_t)(3 + k) * n;
  for (int k = 0; k < c->n_targets && !(k == 0 && run_slopes(c, result, slopes)); k++) {
    const struct target *t = &c->targets[k];
    char why[96];
    int same;
    if (differences(c, t, table, more, less, &same)) continue;
    const double off = distance(c, t, k, result, slopes, table[0]);
    const int zero = is_behind_gut(c, t), still = !zero || gut_is_zero(c, k, slopes);
    const int good = still && (same ? is_zero(c, k, slopes) : off <= within);
    snprintf(why, sizeof why, same || !still ? "is not 0" : "off by %.2g of its peak", off);
    if (!good) fail(c, t, why);
    n_passed += good;
    n_zero += good && (same || zero);
    worst = fmax(worst, off);
  }
  if (tells) printf("%-60s %2d slopes, %.1e\n", c->name, c->n_targets, worst);
  free(room);
}

/* ---- the rows -------------------------------------------------------------------------------- */

/* Far enough from everything that moves. */
static int is_quiet(const struct row *row, double t)
{
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    for (int k = r->steady ? -20 : 0; k <= r->repeats; k++) {
      const double at = r->time + k * r->interval;
      const struct arrival a = is_dose(r->kind) ? arrival_of(row, r, at)
                                                : (struct arrival){ .start = at, .end = at };
      const double near = 0.3;
      if (fabs(a.start - t) < near || fabs(a.end - t) < near || fabs(at - t) < near) return 0;
    }
  }
  return 1;
}

static void check_row(const struct row *row, const char *what)
{
  struct course c = { .model = ours_model(row->model), .row = row };
  char name[600], given[500];
  words_given(row, given, sizeof given);
  snprintf(name, sizeof name, "%s, %s (%s)", words_model(row->model), what, given);
  c.name = name;
  c.n_columns = table_states(row->model);
  for (int k = 0; k < 40; k++)
    if (is_quiet(row, 0.31 + 0.773 * k)) c.times[c.n_times++] = 0.31 + 0.773 * k;
  add_quantities(&c);
  add_records(&c);
  check(&c);
}

static const struct record extra_bolus = { .kind = BOLUS, .time = 0.5, .amount = 50 };

static const struct plan {
  const char *what;
  struct record records[4];
} plans[] = {
  { "boluses", { { BOLUS, .time = 1, .amount = 100, .interval = 7, .repeats = 2 } } },
  { "over a duration",
    { { FOR_DURATION, .time = 1, .amount = 100, .duration = 4, .interval = 7,
        .repeats = 2 } } },
  { "at a rate",
    { { AT_RATE, .time = 1, .amount = 100, .rate = 16, .interval = 7, .repeats = 2 } } },
  { "a modelled rate",
    { { AT_MODELLED_RATE, .time = 1, .amount = 100, .interval = 7, .repeats = 2 } } },
  { "a modelled duration",
    { { FOR_MODELLED_DURATION, .time = 1, .amount = 100, .interval = 7, .repeats = 2 } } },
  { "a rate for a duration",
    { { RATE_FOR_DURATION, .time = 1, .rate = 16, .duration = 5, .interval = 7,
        .repeats = 2 } } },
  { "steady, boluses",
    { { BOLUS, .time = 2, .amount = 100, .interval = 12, .repeats = 1, .steady = ALONE } } },
  { "steady, overlapping, at a rate",
    { { AT_RATE, .time = 2, .amount = 100, .rate = 16, .interval = 3, .steady = ALONE } } },
  { "steady, on top, over a duration",
    { { FOR_DURATION, .time = 2, .amount = 60, .duration = 4, .interval = 5, .repeats = 1,
        .steady = ADDED } } },
  { "steady, modelled duration",
    { { FOR_MODELLED_DURATION, .time = 2, .amount = 60, .interval = 5, .steady = ALONE } } },
  { "steady, constant", { { CONSTANT, .time = 2, .rate = 20, .steady = ALONE } } },
  { "set anew",
    { { FOR_DURATION, .time = 1, .amount = 100, .duration = 4, .interval = 7, .repeats = 2 },
      { REPLACE, .time = 6, .amount = 30 },
      { MULTIPLY, .time = 13, .amount = 0.5 },
      { RESET, .time = 20 } } },
};
enum { PLANS = sizeof plans / sizeof *plans };

static void check_rows(void)
{
  for (enum model model = ONE; model <= TURNOVER; model++)
    for (int p = 0; p < PLANS; p++) {
      struct row row = { .model = model, .fraction = 0.6, .lag = 1.5, .R1 = 16, .D1 = 4 };
      while (row.n_records < 4 &&
             (plans[p].records[row.n_records].time > 0 || !row.n_records)) {
        row.records[row.n_records] = plans[p].records[row.n_records];
        row.n_records++;
      }
      check_row(&row, plans[p].what);
    }
  for (enum rule rule = CARRIED_FORWARD; rule <= LINEAR; rule++) {
    const enum model model = rule == LINEAR            ? TURNOVER
                             : rule == CARRIED_FORWARD ? TWO
                                                       : SATURABLE;
    struct row row = { .model = model,
                       .fraction = 0.6,
                       .lag = 1.5,
                       .R1 = 16,
                       .D1 = 4,
                       .rule = rule,
                       .n_weights = 3,
                       .weight_time = { 0, 6.5, 15 },
                       .weight = { 70, 110, 50 },
                       .n_records = 1 };
    row.records[0] = plans[3].records[0];
    check_row(&row, "weight in time");
  }
  /* what comes before is gone, its slopes too */
  struct row row = { .model = ORAL, .fraction = 0.6, .lag = 0.25, .R1 = 16, .D1 = 4 };
  row.records[row.n_records++] = extra_bolus;
  row.records[row.n_records++] = (struct record){
    .kind = BOLUS, .time = 3, .amount = 100, .interval = 6, .repeats = 2, .steady = ALONE
  };
  check_row(&row, "what is gone");
}

/* ---- published models ------------------------------------------------------------------------ */

static const struct published all_published[] = {
  { "inotuzumab_garrett2019", "iv", 3.3, 1.5, 1.1, 167.3, 3, 700 },
  { "blinatumomab_clements2020", "iv", 2.2, 200, 100.5, 150.7, 3, 600 },
  { "tocilizumab_frey2010", "iv", 3.3, 500, 1.1, 335.2, 2, 900 },
  { "siltuximab_nikanjam2019", "iv", 3.3, 700, 1.1, 503.7, 2, 1200 },
};

static void check_published(const struct published *p)
{
  struct course c = { .name = p->model, .model = impakt_model_find(p->model), .published = p };
  if (!c.model) abort();
  c.n_columns = impakt_model_size(c.model, IMPAKT_STATE);
  if (c.n_columns > MOST_COLUMNS) abort();
  for (int k = 0; k < 30; k++) c.times[c.n_times++] = p->end * (k + 0.6180339887) / 30;
  add_quantities(&c);
  add_records(&c);
  check(&c);
}

/* ---- switches -------------------------------------------------------------------------------- */

extern const impakt_model model_unit_clock, model_unit_reset;

/* In the times of switches that follow from parameters (36 and 102 h, and 3.6 h of lag), and in
 * the ceiling that a state reaches (first at 6.4 h, then at 10.1 h). */
static const struct switched {
  const impakt_model *model;
  struct published plan;
  double times[14];
} all_switched[] = {
  { &model_unit_clock,
    { "unit_clock", "dose", 5.3, 10, 3, 24.2, 2, 0 },
    { 2.2, 7.9, 14.3, 27, 30.1, 44.2, 60.7, 81, 93.3, 112.5, 130, 150 } },
  { &model_unit_reset,
    { "unit_reset", "feed", 1.3, 2, 1.5, 1, 1, 0 },
    { 0.8, 2, 3.6, 4.9, 7.4, 8.1 } },
};

static void check_switched(const struct switched *s)
{
  struct course c = { .name = s->plan.model, .model = s->model, .published = &s->plan };
  c.n_columns = impakt_model_size(c.model, IMPAKT_STATE);
  while (c.n_times < 14 && s->times[c.n_times] > 0) {
    c.times[c.n_times] = s->times[c.n_times];
    c.n_times++;
  }
  add_quantities(&c);
  add_records(&c);
  check(&c);
}

int main(int argc, char **argv)
{
  tells = argc > 1 && !strcmp(argv[1], "--worst");
  check_rows();
  for (size_t i = 0; i < sizeof all_published / sizeof *all_published; i++)
    check_published(&all_published[i]);
  for (size_t i = 0; i < sizeof all_switched / sizeof *all_switched; i++)
    check_switched(&all_switched[i]);
  printf("%d slopes are 0 as they have to be\n%d passed, %d failed\n", n_zero, n_passed,
         n_failed);
  return n_failed || !n_zero ? EXIT_FAILURE : EXIT_SUCCESS;
}
