/* differences.c — slopes of a course against extrapolated differences of the course. */
#include "differences.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 4 };
static const double within = 1e-6, part = 0.04;
struct tally tally;

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
  tally.failed++;
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

void check_course(struct course *c)
{
  add_quantities(c);
  add_records(c);
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
    tally.passed += good;
    tally.zero += good && (same || zero);
    worst = fmax(worst, off);
  }
  if (tally.tells) printf("%-60s %2d slopes, %.1e\n", c->name, c->n_targets, worst);
  free(room);
}
