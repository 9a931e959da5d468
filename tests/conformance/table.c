/* table.c — the rows.  Most are every kind of dose in every model, eight ways each; the others are
 * one of a kind. */
#include "row.h"

#include <stdlib.h>

enum { MOST_ROWS = 500 };
static struct row rows[MOST_ROWS];
static int n_rows;

int table_states(enum model model)
{
  static const int states[] = { 1, 2, 2, 3, 1, 4 };
  return states[model];
}

int table_is_linear(enum model model) { return model < SATURABLE; }

static int is_oral(enum model model)
{
  return model == ORAL || model == ORAL_TWO || model == TURNOVER;
}

static struct row *begin(enum model model, double fraction, double lag)
{
  if (n_rows == MOST_ROWS) abort();
  struct row *row = &rows[n_rows++];
  *row = (struct row){ .model = model, .fraction = fraction, .lag = lag, .R1 = 16, .D1 = 4 };
  return row;
}

static struct record *give(struct row *row, struct record record)
{
  if (row->n_records == 6) abort();
  row->records[row->n_records] = record;
  return &row->records[row->n_records++];
}

/* 100 mg: over 4 h, or at 16 mg/h for 6.25 h. */
static struct record dose(enum kind kind, double time)
{
  return (
      struct record){ .kind = kind, .time = time, .amount = 100, .duration = 4, .rate = 16 };
}

static struct record bolus(int input, double time, double amount)
{
  return (struct record){ .kind = BOLUS, .input = input, .time = time, .amount = amount };
}

static struct record infusion(int input, double time, double amount, double duration)
{
  return (struct record){
    .kind = FOR_DURATION, .input = input, .time = time, .amount = amount, .duration = duration
  };
}

static struct record every(struct record record, double interval, int repeats, int steady)
{
  record.interval = interval;
  record.repeats = repeats;
  record.steady = steady;
  return record;
}

static struct record constant(int input, double time, double rate, int steady)
{
  return (struct record){
    .kind = CONSTANT, .input = input, .time = time, .rate = rate, .steady = steady
  };
}

static struct record reset(double time)
{
  return (struct record){ .kind = RESET, .time = time };
}

static struct record set(enum kind kind, int state, double time, double value)
{
  return (struct record){ .kind = kind, .state = state, .time = time, .amount = value };
}

/* ---- every kind, in every model -------------------------------------------------------------- */

static void eight_ways(enum model model, enum kind kind)
{
  struct row *row = begin(model, 0.6, 1.5);
  give(row, dose(kind, 1));

  row = begin(model, 0.6, 1.5);
  give(row, every(dose(kind, 0), 8, 3, 0));

  row = begin(model, 1, 0); /* what comes before is gone */
  give(row, bolus(0, 0, 50));
  give(row, every(dose(kind, 5), 12, 0, ALONE));

  row = begin(model, 1, 0); /* infusions overlap */
  give(row, bolus(0, 0, 50));
  give(row, every(dose(kind, 5), 3, 2, ALONE));

  row = begin(model, 0.6, 1.5); /* one dose of the past still to come */
  give(row, every(dose(kind, 5), 12, 1, ALONE));

  row = begin(model, 0.6, 4.5); /* two of them, and some that run */
  give(row, every(dose(kind, 5), 3, 0, ALONE));

  row = begin(model, 0.6, 1.5);
  give(row, every(infusion(0, 0, 60, 7), 10, 1, 0));
  give(row, every(dose(kind, 5), 12, 0, ADDED));

  row = begin(model, 0.6, 4.5);
  give(row, bolus(0, 2, 50));
  give(row, every(dose(kind, 5), 3, 1, ADDED));
}

/* ---- one of a kind --------------------------------------------------------------------------- */

static void fractions(enum model model)
{
  struct row *row = begin(model, 1.4, 0);
  give(row, dose(AT_RATE, 2));
  row = begin(model, 0, 0.5);
  give(row, dose(BOLUS, 1));
  give(row, dose(FOR_DURATION, 2));
  give(row, dose(AT_RATE, 3));
  if (is_oral(model)) give(row, bolus(IV, 4, 10));
  row = begin(model, 0.6, 1.5);
  give(row,
       every((struct record){ .kind = RATE_FOR_DURATION, .time = 1, .rate = 16, .duration = 5 },
             4, 3, 0));
}

static void several_at_once(enum model model)
{
  struct row *row = begin(model, 0.6, 1.5);
  give(row, dose(BOLUS, 3));
  give(row, dose(BOLUS, 3));
  give(row, dose(FOR_DURATION, 3));
  give(row, dose(AT_RATE, 3));
  if (is_oral(model)) {
    give(row, bolus(IV, 3, 30));
    give(row, infusion(IV, 3, 40, 2));
  }
  row->after = 1;
}

static void resets(enum model model)
{
  struct row *row = begin(model, 0.6, 1.5); /* one runs, one is still to come */
  give(row, infusion(0, 1, 100, 12));
  give(row, bolus(0, 6, 80));
  give(row, reset(7));
  row = begin(model, 0.6, 1.5); /* EVID 4 */
  give(row, infusion(0, 1, 100, 12));
  give(row, bolus(0, 6, 80));
  give(row, reset(7));
  give(row, bolus(0, 7, 60));
  row->after = 1;
  row = begin(model, 0.6, 1.5); /* repeats go on */
  give(row, every(infusion(0, 0, 60, 10), 8, 4, 0));
  give(row, reset(13));
  row = begin(model, 0.6, 1.5); /* of a steady state */
  give(row, every(infusion(0, 5, 60, 7), 5, 2, ALONE));
  give(row, reset(6));
  row = begin(model, 0.6, 0); /* a steady state ends what was given */
  give(row, infusion(0, 0, 100, 12));
  give(row, every(bolus(0, 2, 20), 6, 3, 0));
  give(row, every(dose(FOR_DURATION, 9), 8, 1, ALONE));
  row = begin(model, 0.6, 2); /* but not one that is added */
  give(row, infusion(0, 0, 100, 12));
  give(row, every(bolus(0, 2, 20), 6, 3, 0));
  give(row, every(dose(FOR_DURATION, 9), 8, 1, ADDED));
}

static void anew(enum model model)
{
  const int plasma = is_oral(model), last = table_states(model) - 1;
  struct row *row = begin(model, 0.6, 1.5);
  give(row, every(infusion(0, 0, 60, 3), 6, 3, 0));
  give(row, set(REPLACE, plasma, 8, 30));
  give(row, set(MULTIPLY, plasma, 14, 0.25));
  row = begin(model, 1, 0); /* all at one time: replaced, then multiplied, then given */
  give(row, infusion(0, 0, 60, 3));
  give(row, bolus(0, 6, 20));
  give(row, set(MULTIPLY, plasma, 6, 0.5));
  give(row, set(REPLACE, plasma, 6, 40));
  row->after = 1;
  row = begin(model, 1, 0);
  give(row, every(infusion(0, 0, 60, 3), 6, 3, 0));
  give(row, every(set(MULTIPLY, last, 2, 0.5), 5, 4, 0));
  give(row, set(REPLACE, last, 20, 0));
  row = begin(model, 0.6, 1.5); /* on top of a steady state at the same time */
  give(row, every(dose(FOR_DURATION, 4), 8, 1, ALONE));
  give(row, set(MULTIPLY, plasma, 4, 2));
}

static void constants(enum model model)
{
  const int input = is_oral(model) ? IV : 0;
  struct row *row = begin(model, 0.6, 1.5);
  give(row, bolus(0, 0, 50));
  give(row, constant(0, 3, 20, ALONE));
  row = begin(model, 0.6, 1.5); /* and goes on */
  give(row, constant(input, 3, 20, ALONE));
  give(row,
       (struct record){
           .kind = RATE_FOR_DURATION, .input = input, .time = 3, .rate = 20, .duration = 6 });
  row = begin(model, 0.6, 1.5);
  give(row, infusion(0, 1, 50, 8));
  give(row, constant(input, 3, 20, ADDED));
  row = begin(model, 0.6, 1.5); /* a load on it */
  give(row, constant(input, 3, 20, ALONE));
  give(row, every(bolus(input, 3, 30), 6, 2, ADDED));
}

static void two_ways_in(enum model model)
{
  struct row *row = begin(model, 0.6, 1.5);
  give(row, every(bolus(GUT, 0, 100), 6, 3, 0));
  give(row, every(infusion(IV, 2, 40, 3), 7, 2, 0));
  row = begin(model, 0.6, 1.5);
  give(row, every(bolus(GUT, 5, 100), 6, 3, ALONE));
  give(row, every(infusion(IV, 8, 40, 9), 7, 2, ADDED));
  row = begin(model, 0.6, 1.5); /* at one time: the other way in is on top */
  give(row, every(bolus(GUT, 5, 60), 6, 2, ALONE));
  give(row, every(infusion(IV, 5, 40, 9), 7, 2, ADDED));
  row->after = 1;
}

/* Weight, and with it clearance, changes between doses, within infusions and at a dose. */
static struct row *weighed(enum model model, enum rule rule, double fraction, double lag)
{
  static const double time[] = { 0, 7, 17, 30 }, weight[] = { 70, 110, 50, 80 };
  struct row *row = begin(model, fraction, lag);
  row->rule = rule;
  row->n_weights = 4;
  for (int i = 0; i < 4; i++) row->weight_time[i] = time[i], row->weight[i] = weight[i];
  return row;
}

static void weights(enum model model)
{
  for (enum rule rule = CARRIED_FORWARD; rule <= LINEAR; rule++) {
    struct row *row = weighed(model, rule, 0.6, 1.5);
    give(row, every(dose(BOLUS, 1), 8, 4, 0));
    row = weighed(model, rule, 1, 0); /* at a change, and samples after it */
    give(row, bolus(0, 7, 100));
    give(row, infusion(0, 17, 60, 20));
    row->after = 1;
    row = weighed(model, rule, 0.6, 0);
    give(row, every(dose(AT_RATE, 3), 9, 2, 0));
    row = weighed(model, rule, 0.6, 4.5);
    give(row, every(dose(FOR_MODELLED_DURATION, 0), 12, 2, 0));
  }
}

const struct row *table_rows(int *n)
{
  static const enum model every_kind[] = { ONE, TWO, ORAL, ORAL_TWO, SATURABLE };
  if (!n_rows) {
    for (int m = 0; m < 5; m++)
      for (enum kind kind = BOLUS; kind <= FOR_MODELLED_DURATION; kind++)
        eight_ways(every_kind[m], kind);
    eight_ways(TURNOVER, BOLUS);
    eight_ways(TURNOVER, AT_RATE);
    for (enum model m = ONE; m <= TURNOVER; m++) {
      fractions(m);
      several_at_once(m);
      resets(m);
      anew(m);
      constants(m);
      if (is_oral(m)) two_ways_in(m);
    }
    for (enum model m = ONE; m <= TURNOVER; m++) weights(m);
  }
  *n = n_rows;
  return rows;
}
