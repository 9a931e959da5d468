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
#include "differences.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
  check_course(&c);
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
  check_course(&c);
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
  check_course(&c);
}

int main(int argc, char **argv)
{
  tally.tells = argc > 1 && !strcmp(argv[1], "--worst");
  check_rows();
  for (size_t i = 0; i < sizeof all_published / sizeof *all_published; i++)
    check_published(&all_published[i]);
  for (size_t i = 0; i < sizeof all_switched / sizeof *all_switched; i++)
    check_switched(&all_switched[i]);
  printf("%d slopes are 0 as they have to be\n%d passed, %d failed\n", tally.zero, tally.passed,
         tally.failed);
  return tally.failed || !tally.zero ? EXIT_FAILURE : EXIT_SUCCESS;
}
