/* row.h — one row of the table of conformance: a model, what is given, and when it is looked at. */
#ifndef ROW_H
#define ROW_H

enum model { ONE, TWO, ORAL, ORAL_TWO, SATURABLE, TURNOVER };
enum { GUT = 0, IV = 1 }; /* inputs of the models with absorption; of the others only 0 */
enum { MOST_STATES = 4 }; /* of a model */
enum { MOST_SAMPLES = 100 };

enum kind {
  BOLUS,
  FOR_DURATION,          /* amount over a duration */
  AT_RATE,               /* amount at a rate */
  AT_MODELLED_RATE,      /* amount, RATE -1 */
  FOR_MODELLED_DURATION, /* amount, RATE -2 */
  RATE_FOR_DURATION,
  CONSTANT, /* steady state of a constant infusion */
  RESET,
  REPLACE,
  MULTIPLY
};
enum { ALONE = 1, ADDED = 2 }; /* steady states */

struct record {
  enum kind kind;
  int input, state;
  double time, amount, rate, duration; /* h, mg; of replace and multiply the amount */
  double interval;                     /* II, h */
  int repeats, steady;                 /* ADDL, SS */
};

enum rule { CARRIED_FORWARD, CARRIED_BACKWARD, LINEAR };

struct row {
  enum model model;
  double fraction, lag; /* of input 0 */
  double R1, D1;        /* modelled rate and duration */
  struct record records[6];
  int n_records;
  /* body weight in time, if n_weights */
  enum rule rule;
  int n_weights;
  double weight_time[4], weight[4];
  int after; /* samples after what happens at their time */
};

struct samples {
  int n;
  double time[MOST_SAMPLES];
  double state[MOST_SAMPLES][MOST_STATES];
};

/* table.c: the rows; they live for ever */
const struct row *table_rows(int *n);
int table_states(enum model model);
int table_is_linear(enum model model);

/* words.c: what is given, as a line of text */
void words_given(const struct row *row, char *text, int size);
const char *words_model(enum model model);
const char *words_reference(const struct row *row);
const char *words_input(enum model model, int input);
const char *words_state(enum model model, int state);

/* ours.c: what the library makes of it at this relative tolerance; 0, or -1 with its message */
static const double ours_tolerance = 1e-11;
int ours_course(const struct row *row, struct samples *samples, char *message, int size);

/* tables.c: the same by a dose table, 1; 0 if the row cannot be one, or -1 with a message */
int tables_course(const struct row *row, struct samples *samples, char *message, int size);

/* nonmem.c: hands over a line of what NONMEM printed beside ours, one after the other; how many are
 * not as they have to be, or were not taken */
int nonmem_lines(int (*take)(void *to, const char *line), void *to);

/* superposition.c: linear models without covariates; exact sums of exponentials */
void superposition_course(const struct row *row, struct samples *samples);

/* brute.c: every model, by an integrator of fixed steps */
void brute_course(const struct row *row, struct samples *samples);

/* arrivals.c: a dose as it arrives, once */
struct arrival {
  int input, is_bolus;
  double given, start, end; /* h; given: before the lag */
  double amount, rate;      /* mg of a bolus, mg/h of an infusion */
};
/* The dose of this record given at this time. */
struct arrival arrival_of(const struct row *row, const struct record *record, double given);
int is_dose(enum kind kind);

#endif
