/* nonmem.c — numbers that NONMEM 7.4.3 printed, beside ours.
 *
 * From the repository nlmixr2/nmtests (file TAB, run of 26 August 2023; cases below 100 are those of
 * Kyle Baron's mrgsolve/nmtests, written down in its shared/data.R, the others have another lag): one
 * compartment, CL 1.1, V 20, KA 1.5, concentration times 1000, five digits.  A few numbers of each
 * case are quoted here; neither repository says under which licence the rest is.
 *
 * Where a lag is longer than the interval, NONMEM takes the steady state at the arrival of the dose
 * and follows the equations backwards to the time of the record, past what arrives in between; for
 * an infusion that gives negative concentrations.  Ours are those of doses since ever.  From the
 * first arrival on both agree again.  The last column of a case tells which are known to differ. */
#include "ours.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_NUMBERS = 6 };

static const struct nonmem {
  int id;
  struct row row;
  struct {
    double time, value;
    int differs;
  } numbers[MOST_NUMBERS];
} cases[] = {
  { 1,
    { .model = ORAL,
      .fraction = 1,
      .records = { { BOLUS, .amount = 100, .interval = 24, .repeats = 3 } } },
    { { 1, 3754.4, 0 },
      { 24, 1386.5, 0 },
      { 26, 5633.3, 0 },
      { 74, 6053.8, 0 },
      { 130, 290.1, 0 } } },
  { 2,
    { .model = ONE,
      .fraction = 2.23,
      .lag = 12.13,
      .records = { { BOLUS, .amount = 100, .interval = 24, .repeats = 3 } } },
    { { 12, 0, 0 },
      { 13, 10629, 0 },
      { 37, 13468, 0 },
      { 85, 14430, 0 },
      { 130, 1214.4, 0 } } },
  { 3,
    { .model = ONE,
      .fraction = 1,
      .records = { { AT_RATE, .amount = 100, .rate = 10, .interval = 24, .repeats = 3 } } },
    { { 10, 3845.9, 0 }, { 24, 1780.7, 0 }, { 58, 5147.7, 0 }, { 130, 372.58, 0 } } },
  { 4,
    { .model = ONE, .fraction = 0.5, .records = { { AT_RATE, .amount = 480, .rate = 10 } } },
    { { 10, 3845.9, 0 }, { 24, 6662.4, 0 }, { 25, 6305.9, 0 }, { 33, 4061.2, 0 } } },
  { 9,
    { .model = ONE,
      .fraction = 0.412,
      .lag = 3.16,
      .records = { { AT_RATE, .amount = 100, .rate = 10, .interval = 24, .repeats = 3,
                     .steady = ALONE } } },
    { { 24, 1002.7, 0 },
      { 27, 850.22, 0 },
      { 28, 1215.2, 0 },
      { 32, 2417.5, 0 },
      { 100, 804.72, 0 } } },
  { 10,
    { .model = ONE,
      .fraction = 0.812,
      .records = { { AT_RATE, .amount = 100, .rate = 2, .interval = 12, .repeats = 4,
                     .steady = ALONE } } },
    { { 0, 6014.5, 0 },
      { 4, 6263, 0 },
      { 5, 6277.4, 0 },
      { 72, 5136, 0 },
      { 100, 1794.8, 0 },
      { 130, 344.68, 0 } } },
  { 11,
    { .model = ONE,
      .fraction = 1,
      .records = { { AT_RATE, .amount = 100, .rate = 2, .interval = 12, .repeats = 3,
                     .steady = ALONE } } },
    { { 0, 7498.9, 0 },
      { 2, 7664.7, 0 },
      { 50, 7475.3, 0 },
      { 62, 6499, 0 },
      { 87, 3334.1, 0 },
      { 130, 313.24, 0 } } },
  { 12,
    { .model = ONE,
      .fraction = 1,
      .records = { { AT_RATE, .amount = 100, .rate = 8.3333, .interval = 6, .repeats = 12,
                     .steady = ALONE } } },
    { { 0, 15152, 0 }, { 24, 15152, 0 }, { 59, 15152, 0 } } },
  { 409,
    { .model = ONE,
      .fraction = 0.412,
      .lag = 46,
      .records = { { AT_RATE, .amount = 100, .rate = 10, .interval = 24, .repeats = 1,
                     .steady = ALONE } } },
    { { 0, -18569, 1 },
      { 12, -5205.2, 1 },
      { 22, 842.77, 0 },
      { 26, 2471.6, 0 },
      { 50, 2471.6, 0 },
      { 130, 116.36, 0 } } },
  { 410,
    { .model = ONE,
      .fraction = 0.812,
      .lag = 17,
      .records = { { AT_RATE, .amount = 100, .rate = 2, .interval = 12, .repeats = 4,
                     .steady = ALONE } } },
    { { 0, 5616.2, 1 },
      { 4, 5943.3, 1 },
      { 5, 6014.5, 0 },
      { 17, 6014.5, 0 },
      { 94, 4735.9, 0 },
      { 130, 877.98, 0 } } },
  { 411,
    { .model = ONE,
      .fraction = 1,
      .lag = 17,
      .records = { { AT_RATE, .amount = 100, .rate = 2, .interval = 12, .repeats = 3,
                     .steady = ALONE } } },
    { { 0, 6995, 1 },
      { 4, 7408.9, 1 },
      { 5, 7498.9, 0 },
      { 17, 7498.9, 0 },
      { 92, 4939.4, 0 },
      { 130, 797.88, 0 } } },
  { 415,
    { .model = ONE,
      .fraction = 0.412,
      .lag = 28,
      .records = { { BOLUS, .amount = 100, .interval = 24, .repeats = 2, .steady = ALONE } } },
    { { 0, 3502.6, 1 }, { 3, 2969.8, 1 }, { 5, 2660.5, 0 } } },
};
enum { CASES = sizeof cases / sizeof *cases };

static int n_numbers(const struct nonmem *c)
{
  int n = 0;
  while (n < MOST_NUMBERS && (c->numbers[n].time != 0 || c->numbers[n].value != 0)) n++;
  return n;
}

/* What the library says at the same times; after what happens then, as a record shows it. */
static int run(const struct nonmem *c, double *values)
{
  impakt_sim *sim = NULL;
  struct row row = c->row;
  double times[MOST_NUMBERS];
  row.n_records = 1;
  row.after = 1;
  row.R1 = row.D1 = 1;
  for (int i = 0; i < n_numbers(c); i++) times[i] = c->numbers[i].time;
  int status = impakt_sim_new(&sim, ours_model(row.model));
  if (!status) status = ours_set_up(sim, &row);
  if (!status) status = impakt_sim_set_parameter(sim, "CL", 1.1);
  if (!status) status = impakt_sim_watch_clear(sim);
  if (!status) status = impakt_sim_watch(sim, "C");
  if (!status)
    status = impakt_sim_run(sim, times, (size_t)n_numbers(c), values, (size_t)n_numbers(c));
  if (status < 0) printf("NONMEM's case %d: %s\n", c->id, impakt_sim_message(sim));
  impakt_sim_free(sim);
  return status < 0;
}

/* Half of the fifth digit. */
static int agrees(double printed, double value)
{
  if (printed == 0) return value == 0;
  const double digit = pow(10, floor(log10(fabs(printed))) - 4);
  return fabs(value - printed) <= 0.5001 * digit;
}

static int line_of(const struct nonmem *c, const double *values, int i, char *text, int size)
{
  char given[400];
  struct row row = c->row;
  row.n_records = 1;
  words_given(&row, given, sizeof given);
  snprintf(text, (size_t)size, "| %d | %s | %g | %.5g | %.5g |%s\n", c->id, given,
           c->numbers[i].time, c->numbers[i].value, 1000 * values[i],
           c->numbers[i].differs ? " differs |" : " |");
  return agrees(c->numbers[i].value, 1000 * values[i]) != c->numbers[i].differs;
}

int nonmem_lines(int (*take)(void *to, const char *line), void *to)
{
  int failed = 0;
  for (int k = 0; k < CASES; k++) {
    double values[MOST_NUMBERS];
    char line[600];
    if (run(&cases[k], values)) {
      failed++;
      continue;
    }
    for (int i = 0; i < n_numbers(&cases[k]); i++) {
      const int good = line_of(&cases[k], values, i, line, sizeof line);
      if (!good) printf("not as expected: %s", line);
      failed += !good || (take && take(to, line));
    }
  }
  return failed;
}
