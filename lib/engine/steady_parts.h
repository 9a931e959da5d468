/* steady_parts.h — between the files of steady.h. */
#ifndef STEADY_PARTS_H
#define STEADY_PARTS_H

#include "steady.h"

struct steady_search {
  const struct equations *e;
  const struct steady_task *task;
  struct steady_result *result;
  struct workspace work;
  double *zero;        /* [nu] */
  double *point;       /* [n] */
  double *u;           /* [nu] */
  double *s;           /* [ns] */
  double *f;           /* [n] */
  double *entries;     /* of the Jacobian */
  int *bound, m;       /* the m states that have a steady state */
  double *phi;         /* [m][m], by columns: dP/dx, or df/dx under constant inputs, at x */
  double *matrix;      /* [m][m] */
  double *vectors;     /* [m][m] */
  double *move;        /* [m] */
  double *from, *step; /* [n], [m]: of Newton's method */
  double *room;        /* [18 m] */
  int *pivots;
};

/* Whether the equations are linear; phi is their Jacobian then. */
int steady_is_linear(struct steady_search *k);
/* The fixed point of linear equations into x, whose free states are set, and dP/dx into phi. */
enum steady_status steady_solve_linear(struct steady_search *k, double *x);

/* The Jacobian of the bound states at x under inputs u. */
void steady_jacobian(struct steady_search *k, const double *x, const double *u, double *J);
/* f at x under inputs u, into k->f; and the switches at x. */
void steady_derivatives(struct steady_search *k, double t, const double *x, const double *u);
void steady_set_switches(struct steady_search *k, const double *x);
/* How far the bound states would move, in tolerances. */
double steady_distance(const struct steady_search *k, const double *x, const double *move);

/* The fixed point of what one interval does, near x; phi is that of it. */
enum steady_status steady_solve_interval(struct steady_search *k, double *x);
/* Its slopes: (I - phi) dx = dP. */
enum steady_status steady_interval_slopes(struct steady_search *k, const double *x,
                                          double *const *x_slope);
/* The same for constant inputs, where phi is the Jacobian: J dx = -df. */
enum steady_status steady_solve_flow(struct steady_search *k, double *x);
enum steady_status steady_flow_slopes(struct steady_search *k, const double *x,
                                      double *const *x_slope);
/* The bound states after a length of time under constant inputs. */
enum steady_status steady_pass_time(struct steady_search *k, double *x, double length);

/* Whether what phi does dies out; else result->state says where it does not.  STEADY_ABSENT if it
 * neither dies out nor grows. */
enum steady_status steady_attracts(struct steady_search *k);

#endif
