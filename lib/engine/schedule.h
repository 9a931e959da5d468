/* schedule.h — what is given, in order of time: when which infusion starts and ends, when a bolus
 * is given, when states are set anew.
 *
 * Order at one time: infusions end, resets, steady states, replaced states, multiplied states,
 * infusions start, boluses; among equals as they were given. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stddef.h>

enum given_what { GIVEN_DOSE, GIVEN_RESET, GIVEN_STEADY, GIVEN_REPLACE, GIVEN_MULTIPLY };

/* Something given once, as it arrives: units, the fraction that arrives and the lag are behind it.
 * Slopes are rows of n_slopes numbers, NULL if there are none. */
struct given {
  enum given_what what;
  int index;         /* of a dose its input, of replace and multiply the state, else 0 */
  double time;       /* h; as it was written down, before the lag */
  double start, end; /* h; of a bolus and of all that is no dose the same */
  double size;       /* bolus: amount in the input's unit of doses; infusion: rate in the input's
                        unit; replace: the value; multiply: the factor */
  const double *start_slope, *end_slope, *size_slope;

  int resumes; /* an infusion that had begun before: its start makes no state jump */

  /* a steady state: what it adds to the states, or sets them to (resets) */
  int resets;
  const double *steady;              /* [n] */
  const double *const *steady_slope; /* [n_slopes][n] */
};

enum dose_event {
  DOSE_ENDS,
  DOSE_RESETS,
  DOSE_STEADY,
  DOSE_REPLACES,
  DOSE_MULTIPLIES,
  DOSE_STARTS,
  DOSE_BOLUS
};

struct moment {
  double t;
  enum dose_event what;
  int index; /* of given[] */
};

struct schedule {
  const struct given *given;
  struct moment *moments;
  int n, next, room;
  int *running; /* doses being infused, as they were given */
  int n_running;
  double forgotten; /* what was written down before this time and has not arrived never will */
};

/* Equal up to the rounding of repeated additions. */
int same_time(double a, double b);

/* Lays out n things given.  An infusion too short to be told from its start becomes a bolus.  given
 * must stay.  0, or -1 without memory. */
int schedule_plan(struct schedule *s, const struct given *given, int n);
void schedule_rewind(struct schedule *s);
void schedule_free(struct schedule *s);

/* When something happens next; INFINITY if nothing does. */
double schedule_next(const struct schedule *s);
/* The next moment at time t, NULL if there is none left; infusions are entered and left. */
const struct moment *schedule_take(struct schedule *s, double t);
/* All infusions are off, and what is under way to arrive is lost. */
void schedule_forget(struct schedule *s, double t);

#endif
