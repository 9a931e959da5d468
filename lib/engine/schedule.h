/* schedule.h — what is given, in order of time: when which infusion starts and ends, when a bolus
 * is given, when states are set anew.
 *
 * Order at one time: checks of what is due, infusions end, resets, steady states, replaced states,
 * multiplied states, delayed actions of rules, infusions start, boluses, looks of rules; among equals
 * as they were given. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <math.h>
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
  /* for rules and checks; see rules.h */
  int record,
      course;  /* record that it is of; those of one course are delayed together, -1 for none */
  int by_rule; /* not given before a rule gives it */
  int checked; /* looked at when it is due */
  int looked;  /* has been, by the time it is due at */
  int moves;   /* with a delay, while that is carried out */
  int dropped; /* will not be given */
  double scaled; /* by a check; 0 if not */

  /* a steady state: what it adds to the states, or sets them to (resets) */
  int resets;
  const double *steady;              /* [n] */
  const double *const *steady_slope; /* [n_slopes][n] */
};

enum dose_event {
  DOSE_DUE,
  DOSE_ENDS,
  DOSE_RESETS,
  DOSE_STEADY,
  DOSE_REPLACES,
  DOSE_MULTIPLIES,
  RULE_ACTS,
  DOSE_STARTS,
  DOSE_BOLUS,
  RULE_LOOKS
};

struct moment {
  double t;
  enum dose_event what;
  int index; /* of given[]; an action under way, or a rule */
};

struct schedule {
  const struct given *given;
  struct moment *moments;
  int n, next, room; /* room: for how many given, and as many moments as they can make */
  int *running; /* doses being infused, as they were given */
  int n_running;
  int reserved_given, reserved_acts;
  double forgotten; /* what was written down before this time and has not arrived never will */
};

/* Equal up to the rounding of repeated additions, 1e-12 of 1 h or of the times. */
static inline int same_time(double a, double b)
{
  const double off = fabs(a - b);
  return off <= 1e-12 || ((off <= 1e-12 * fabs(a) || off <= 1e-12 * fabs(b)) && off < INFINITY);
}

/* Room for n things given that rules add while the course runs, and n_acts moments of their own; for
 * the plans from here on. 0, or -1 without memory. */
int schedule_reserve(struct schedule *s, int n, int n_acts);
/* Lays out n things given.  An infusion too short to be told from its start becomes a bolus.  given
 * must stay.  0, or -1 without memory. */
int schedule_plan(struct schedule *s, const struct given *given, int n);
void schedule_rewind(struct schedule *s);
void schedule_free(struct schedule *s);

/* Adds a moment no earlier than the last that was taken, or the moments of given[index]. */
void schedule_insert(struct schedule *s, struct moment moment);
void schedule_add(struct schedule *s, int index);
/* What is left of that which moves comes later by hours. */
void schedule_delay(struct schedule *s, double hours);

/* When something happens next; INFINITY if nothing does. */
double schedule_next(const struct schedule *s);
/* The next moment at time t, NULL if there is none left; infusions are entered and left. */
const struct moment *schedule_take(struct schedule *s, double t);
/* All infusions are off, and what is under way to arrive is lost. */
void schedule_forget(struct schedule *s, double t);

#endif
