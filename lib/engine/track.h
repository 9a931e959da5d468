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
  double stop;           /* where the piece ends */
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
/* The states have thrown switch i at I->t. */
int event_thrown(struct integrator *I, struct track *track, int i);

#endif
