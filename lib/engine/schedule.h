/* schedule.h — doses in order of time: when which infusion starts and ends, when a bolus is
 * given.
 *
 * Order at one time: infusions end, infusions start, boluses; among equals as they were given. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stddef.h>

/* A dose given once, in the unit of its input; before the fraction that arrives and the lag. */
struct given {
  int input;
  double time, duration; /* h; duration 0: a bolus */
  double amount;         /* in the input's unit of doses */
  double rate;           /* in the input's unit; of a bolus 0 */
  int fraction_stretches; /* the fraction that arrives scales the duration, not the rate */
  /* slopes of the logarithms of amount or rate, and of duration, in each slope's parameter */
  const double *log_slope, *duration_log_slope;
};

enum dose_event { DOSE_ENDS, DOSE_STARTS, DOSE_BOLUS };

struct moment {
  double t;
  enum dose_event what;
  int index; /* of the dose in given[] */
};

struct schedule {
  const struct given *given;
  struct moment *moments;
  int n, next, room;
  int *running; /* doses being infused, as they were given */
  int n_running;
};

/* Equal up to the rounding of repeated additions. */
int same_time(double a, double b);

/* Lays out n doses; fraction[] and lag[] (h) by input.  An infusion too short to be told from its
 * start becomes a bolus.  given must stay.  0, or -1 without memory. */
int schedule_plan(struct schedule *s, const struct given *given, int n, const double *fraction,
                  const double *lag);
void schedule_rewind(struct schedule *s);
void schedule_free(struct schedule *s);

/* When something happens next; INFINITY if nothing does. */
double schedule_next(const struct schedule *s);
/* The next moment at time t, NULL if there is none left; infusions are entered and left. */
const struct moment *schedule_take(struct schedule *s, double t);

#endif
