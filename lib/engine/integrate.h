/* integrate.h — the seam between the scheduler (drive.c) and whatever integrates.
 *
 * An integrator knows smooth pieces only: it takes steps and interpolates within the last one.
 * Everything that makes a course uneven (doses, switches, jumps, samples, measures) is the
 * scheduler's. */
#ifndef INTEGRATE_H
#define INTEGRATE_H

#include "equations.h"

/* Why a course ended early; the numbers are those of the public statuses. */
enum {
  INTEGRATE_OK         = 0,
  INTEGRATE_STEPS      = -20,
  INTEGRATE_ACCURACY   = -21,
  INTEGRATE_NOT_FINITE = -22,
  INTEGRATE_RULES      = -23,
  INTEGRATE_INTERNAL   = -99
};

struct failure {
  int status, state; /* state: whose error or value it was, -1 if nobody's */
  double t;
};

struct control {
  double rtol;
  double noise_scale; /* a state below this times its size of noise needs no relative accuracy */
  double h_max;       /* 0: no limit */
  int stiff;
  int n_slopes;
};

struct counts {
  long steps, rhs, jacobians, factors, lapack, restarts;
};

struct integrator {
  const struct integrator_kind *kind;
  const struct equations *equations;
  struct control control;
  struct workspace work;

  /* The patient after the last step.  Within a piece u and s do not change, and p only if there is
   * parameters_at. */
  double t, *x; /* x in a lane: once t is t_stop, else ask dense() */
  double **x_slope; /* [n_slopes][n]; set at the start of a piece, else ask slopes() */
  const double *p, *u, *s;
  unsigned long p_edition; /* of the values in p: another number whenever they have changed */
  const dual *const *p_slope, *const *u_slope; /* [n_slopes][npq], [n_slopes][nu] */
  const double *slope_size; /* [n_slopes]: of each parameter; its slope times it is what the
                               tolerances hold */

  /* Where parameters move within a piece: see integrate_at; else NULL. */
  void (*parameters_at)(struct integrator *, double t);
  void (*parameter_rates)(struct integrator *, dual *p);
  struct track *track; /* theirs */

  double t_old;  /* where the last step began */
  double t_stop; /* no step passes it; it is hit exactly */
  struct failure failure;
  struct counts counts;
};

struct integrator_kind {
  const char *name;
  struct integrator *(*open)(const struct equations *, const struct control *);
  void (*close)(struct integrator *);
  /* A piece begins: t, x, x_slope, p, u, s and t_stop are set.  What came before is forgotten. */
  void (*begin)(struct integrator *);
  /* One step towards t_stop; else failure.status. */
  int (*step)(struct integrator *);
  /* States and slopes at a time within the last step. */
  void (*dense)(struct integrator *, double t, double *x);
  void (*slopes)(struct integrator *, double t, double *const *x_slope);
  /* The same bits as dense() at those of many times, in order, that the last step has passed: [how
   * many][n], of n states, state[k] or all; how many.  NULL where that is no cheaper. */
  size_t (*rows)(struct integrator *, const double *times, size_t n_times, const int *state,
                 int n, double *x);
  /* Of slopes() at one: [n][n_slopes]. */
  void (*slopes_of)(struct integrator *, double t, const int *state, int n, double *slopes);

  /* ---- several patients side by side; NULL where a kind cannot ---- */

  /* A face for each lane: to the scheduler an integrator like any other, but for its steps; begin,
   * dense, rows and counts are the face's own, and its results have the bits of a run alone.
   * lanes: as equations_lanes() says; no slopes.  0, or -1 without memory. */
  int (*open_lanes)(const struct equations *, const struct control *, int lanes,
                    struct integrator **faces);
  void (*close_lanes)(struct integrator **faces, int lanes);
  /* One attempt at a step in every lane of busy (bit k: faces[k]), each towards its own t_stop.
   * Returns the lanes where it held, which have made a step; lanes of *failed are given up, as
   * their face->failure says.  The others are to be tried again, with what they have learnt. */
  unsigned (*step_lanes)(struct integrator **faces, int lanes, unsigned busy, unsigned *failed);
};

enum { MOST_LANES = 8 };

/* p and p_slope become those at a time within the piece.  To be called before anything is evaluated
 * there: equations, their Jacobian, slopes, outputs, guards. */
static inline void integrate_at(struct integrator *I, double t)
{
  if (I->parameters_at) I->parameters_at(I, t);
}

/* p, with its slopes in time, per h, which df/dt contains. */
static inline void integrate_rates(struct integrator *I, dual *p)
{
  for (int i = 0; i < I->equations->npq; i++) p[i] = I->p[i];
  if (I->parameter_rates) I->parameter_rates(I, p);
}

extern const struct integrator_kind integrate_cvode, integrate_rodas5p, integrate_rodas4;

#endif
