/* drive.h — one course from time 0: pieces between doses, switches and changes of parameters,
 * samples, measures.
 *
 * At one time, in this order: samples before, parameters that are carried forward or start to move,
 * switches whose time is known, what is given (see schedule.h), switches that the states throw,
 * parameters that are carried backward, rules in order of number, each with its actions that are not
 * delayed (see rules.h), samples after.  Hence what is given goes by the values at its time. */
#ifndef DRIVE_H
#define DRIVE_H

#include "integrate.h"
#include "measure.h"
#include "moving.h"
#include "schedule.h"

struct course {
  /* set by the caller */
  const double *p;        /* [npq] */
  const double *x_start;  /* [n] */
  struct schedule *schedule;
  struct moving *moving; /* parameters that change; their values at 0 are in p */
  int n_moving;
  long max_steps; /* a piece */
  double end;     /* no earlier than the last sample */

  const double *times; /* increasing */
  size_t n_times;
  int sample_after;  /* samples at the time of a dose are taken after it */
  const int *column; /* state, or number of states plus output */
  int n_columns;
  double *result; /* [n_times][n_columns] */

  struct measure *measures;
  int n_measures;

  struct rules *rules; /* NULL if there are none, nor checks */

  /* n_slopes slopes; NULL and unused if there are none */
  const dual *const *p_slope;      /* [n_slopes][npq]: p with its slope */
  const double *const *x_start_slope; /* [n_slopes][n] */
  const double *slope_size;        /* [n_slopes]: of what the slope is in, not 0 */
  double *slopes;                  /* [n_times][n_columns][n_slopes] */
};

/* Room that a course needs beside the integrator's; laid out before it starts. */
struct track;
struct track *track_new(const struct equations *e, int n_slopes);
void track_free(struct track *track);

/* A course between its steps, which whoever drives takes in its place: DRIVE_STEP asks for one, DRIVE_DONE
 * has come to the end; anything else is a failure, and I->failure says why.  Samples that a rule has
 * stopped it from reaching are NaN. */
enum { DRIVE_DONE = INTEGRATE_OK, DRIVE_STEP = 1 };
int drive_begin(struct integrator *I, struct track *track, const struct course *course);
/* I has taken a step. */
int drive_stepped(struct integrator *I, struct track *track, const struct course *course);

/* The whole course, each step by I->kind->step; INTEGRATE_OK or a failure. */
int drive(struct integrator *I, struct track *track, const struct course *course);

#endif
