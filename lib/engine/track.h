/* track.h — the state of a course between drive.c (the loop) and event.c (what an event does). */
#ifndef TRACK_H
#define TRACK_H

#include "drive.h"

struct track {
  int n_slopes;
  double *p;             /* [npq], parameters as they hold */
  dual **p_slope;        /* [n_slopes][npq] */
  double *u, *s;         /* inputs and switches as they hold */
  dual **u_slope;        /* [n_slopes][nu] */
  double *switch_time;   /* of switches whose guard is linear in time alone; else NaN */
  double *guard;         /* [MEASURE_NODES][ns] */
  double *x, *y;         /* [MEASURE_NODES][n], [MEASURE_NODES][ny] */
  double *jump, *before; /* [n] */
  double *event_slope;   /* [n_slopes]: of the time of an event */
  double **x_slope;      /* [n_slopes][n], at a sample */
  size_t sample;         /* the next one */
  int outputs_shown;     /* a column is an output, not a state */
  double stop;           /* where the piece ends */
};

/* Finds the switches whose time is known, and sets all for time 0. */
void event_prepare(struct integrator *I, struct track *track, const struct course *course);
/* The next time after t that a switch is known to change; INFINITY if none. */
double event_next_switch(const struct track *track, const struct equations *e, double t);
/* All that happens at I->t, in order; samples are not its business. */
int event_all(struct integrator *I, struct track *track, const struct course *course);
/* The states have thrown switch i at I->t. */
int event_thrown(struct integrator *I, struct track *track, int i);

#endif
