/* steady_parts.h — between the files of steady.h. */
#ifndef STEADY_PARTS_H
#define STEADY_PARTS_H

#include "steady.h"

struct steady_search {
  const struct equations *e;
  const struct steady_task *task;
  struct steady_result *result;
  struct workspace work;
  double *zero;    /* [nu] */
  double *point;   /* [n] */
  double *u;       /* [nu] */
  double *s;       /* [ns] */
  double *f;       /* [n] */
  double *entries; /* of the Jacobian */
  int *bound, m;   /* the m states that have a steady state */
  double *phi;     /* [m][m], by columns: dP/dx, or df/dx under constant inputs, at x */
  double *matrix;  /* [m][m] */
  double *vectors; /* [m][m] */
  double *move;    /* [m] */
  double *from, *step; /* [n], [m]: of Newton's method */
  double *room;    /* [18 m] */
  int *pivots;
};

/* Whether the equations are linear; phi is their Jacobian then. */
int steady_is_linear(struct steady_search *k);
/* The fixed point of linear equations into x, whose free states are set, and dP/dx into phi. */
enum steady_status steady_solve_linear(struct steady_search *k, double *x);

/* The Jacobian of the bound states at x under inputs u. */
void steady_jacobian(struct steady_search *k, const double *x, const double *u, double *J);
/* Whether what phi does dies out; else result->state says where it does not.  STEADY_ABSENT if it
 * neither dies out nor grows. */
enum steady_status steady_attracts(struct steady_search *k);

#endif
