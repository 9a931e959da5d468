/* track.h — the state of a course between drive.c (the loop) and event.c (what an event does). */
#ifndef TRACK_H
#define TRACK_H

#include "drive.h"

/* What rules make of an input. */
struct input_mode {
  double scale;             /* of all that is given into it */
  double rate;              /* of what runs, in place of its own; NaN for its own */
  const double *rate_slope; /* [n_slopes], NULL for 0 */
};

struct track {
  int n_slopes;
  double *p;             /* [npq], parameters as they hold */
  dual **p_slope;        /* [n_slopes][npq] */
  double *u, *s;         /* inputs and switches as they hold */
  dual **u_slope;        /* [n_slopes][nu] */
  struct input_mode *mode; /* [nu] */
  double *switch_time;   /* of switches whose guard is linear in time alone; else NaN */
  double *last_switch_time;
  double *guard;         /* [MEASURE_NODES][ns] */
  double *x, *y;         /* [MEASURE_NODES][n], [MEASURE_NODES][ny] */
  double *jump, *before; /* [n] */
  double *event_slope;   /* [n_slopes]: of the time of an event */
  double **x_slope;      /* [n_slopes][n], at a sample */
  struct moving *moving; /* [n_moving]: parameters with a course of their own */
  int n_moving;
  double p_time;         /* when p holds, where parameters move within the piece; NaN: unknown */
  const dual *const *p_seed; /* [n_slopes][npq]: at the start */
  size_t sample;         /* the next one */
  int outputs_shown;     /* a column is an output, not a state */
  int states_alone;      /* all that samples need is what rows() gives */
  const int *columns;    /* of the course; NULL: all states, in their order */
  double stop;           /* where the piece ends */
  long steps, throws;    /* of the piece: steps since the last switch or rule, and those */
  double smooth_until;   /* in a step that ends before this nothing is to be seen to but samples;
                            -INFINITY if there always is */
};

/* Finds the switches whose time is known, and sets all for time 0. */
void event_prepare(struct integrator *I, struct track *track, const struct course *course);
/* The next time after t that a switch is known to change; INFINITY if none. */
double event_next_switch(const struct track *track, const struct equations *e, double t);
/* Parameters of track->p and p_slope have been changed at I->t: what is derived from them follows,
 * and switches that stand on the wrong side of their guards are thrown.  A status. */
int track_derive(struct integrator *I, struct track *track);
/* The same for the switches alone. */
int event_find_switches(struct integrator *I, struct track *track);
/* All that happens at I->t, in order; samples are not its business. */
int event_all(struct integrator *I, struct track *track, const struct course *course);
/* The states have thrown switch number thrown at I->t, -1 for none, or made a rule cross. */
int event_within(struct integrator *I, struct track *track, const struct course *course,
                 int thrown);

/* ---- what is read off a course: observe.c ---- */

void observe_begin(struct integrator *I, struct track *track, const struct course *course);
/* Samples within the last step, and at its end. */
void observe_samples_within(struct integrator *I, struct track *track, const struct course *course);
/* Within the last step; samples at its end too, unless it is cut there by an event. */
void observe_step(struct integrator *I, struct track *track, const struct course *course, int cut);
/* At the time of an event, from the states as they stand. */
void observe_samples(struct integrator *I, struct track *track, const struct course *course);
void observe_measures(struct integrator *I, struct track *track, const struct course *course);
/* What a rule has stopped the course from reaching is NaN. */
void observe_no_more(struct track *track, const struct course *course);

/* ---- parts of an event, for rules.c; the slope of its time is track->event_slope ---- */

/* The moments of the schedule that are due at I->t. */
int event_due(struct integrator *I, struct track *track, const struct course *course);
/* The slopes of the states move along the equations by sign times that of the time of the event. */
void event_move(struct integrator *I, struct track *track, double sign);
void event_sum_infusions(struct track *track, const struct course *course, int input);
/* Parameter number at of p, with all that is derived and the switches. */
int event_set_parameter(struct integrator *I, struct track *track, int at, double value);
/* Switches that an event has thrown. */
int event_settle(struct integrator *I, struct track *track);

#endif
