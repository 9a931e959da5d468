/* steady.h — the states that come back after every interval of doses given since ever, or that
 * stand still under constant inputs.
 *
 * What one interval does to the states, x -> P(x), has a fixed point: directly where the equations
 * are linear, else by Newton's method with the slopes of P in x, else by repeating P.  It must
 * attract: all eigenvalues of dP/dx below 1.  States on whose value nothing depends (areas, what
 * has been excreted) are left out: they keep their start. */
#ifndef STEADY_H
#define STEADY_H

#include "integrate.h"
#include "schedule.h"

struct steady_task {
  const double *p;        /* [npq] */
  const double *x_start;  /* [n]: where the search begins */
  struct control control; /* of the run; the search is made ten times as exact */
  long max_steps;

  double interval;           /* h; 0: constant inputs */
  const struct given *given; /* doses within [0, interval) */
  int n_given;
  const double *u; /* [nu], for constant inputs */

  /* slopes: as in struct course; those in given[] and u_slope[] belong to them */
  int n_slopes;
  const dual *const *p_slope;
  const double *const *x_start_slope;
  const double *slope_size;
  const double *u_slope; /* [n_slopes][nu], for constant inputs */
};

enum steady_status {
  STEADY_OK,
  STEADY_TIME,   /* time acts on the equations */
  STEADY_GROWS,  /* the fixed point does not attract */
  STEADY_ABSENT, /* none was found */
  STEADY_FAILED, /* an integration failed */
  STEADY_MEMORY
};

struct steady_result {
  int state;    /* the state that shows it, or -1 */
  double t;     /* of a failed integration within the interval */
  int failure;  /* its status */
  double error; /* estimated, relative, if the interval had to be repeated; else 0 */
};

/* x[n] and x_slope[n_slopes][n] */
enum steady_status steady_solve(const struct equations *e, const struct steady_task *task,
                                double *x, double *const *x_slope,
                                struct steady_result *result);

#endif
