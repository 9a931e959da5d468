/* rosenbrock_lanes.h — what is kept of slopes, and the arithmetic of four at once. */
#ifndef ROSENBROCK_LANES_H
#define ROSENBROCK_LANES_H

#include "rosenbrock.h"
#include "sparse_lu.h"

enum { LANES = SPARSE_LU_LANES, POINTS = 4 }; /* points of a step where A and B are known */
typedef sparse_lu_lanes lanes;

/* A group's slopes at both ends of the step, the argument of a stage, the derivative in time at the
 * beginning, and its stages; n each. */
struct group {
  lanes *start, *end, *argument, *moving, *v;
};

struct entry { /* of B, that may differ from 0 */
  int row, slope;
};

struct slope_steps {
  int n_groups, n_entries, n_colours;
  int fresh;                          /* B at the beginning is not known */
  int goes_on;                        /* the slopes at the end are where the next step begins */
  int interpolates;                   /* between[] is that of the last step */
  double weight[MOST_STAGES][POINTS]; /* of the points in a stage's A and B */
  double slant[POINTS];               /* in their derivative at the beginning, times the step */
  double *room;
  double *A[POINTS], *B[POINTS]; /* [entries of the Jacobian], [n_entries] */
  double middle[POINTS];         /* in what the cubics are in the middle */
  double *x;                     /* states at a point */
  double *mixed, *largest;       /* [n], for rosenbrock_left_out.c */
  struct sparse_lu *lu;          /* of the states' own matrix */
  double *stage_A, *stage_B;     /* [entries] */
  double *p, *u;                 /* [npq], [nu] */
  dual *seeded;                  /* [n_slopes + 1][npq + nu], by colour, and the mixture */
  double *mixture;               /* [n_slopes]: of each slope in the mixture of all */
  struct entry *entry;           /* of B, [n n_slopes] */
  int *colour;                   /* [n_slopes] */
  char *shows;                   /* [n_slopes][n] by colour, and one row more */
  lanes *groups;                 /* [groups]: the slopes at both ends, the stages, ... */
  lanes *between;                /* [groups][n_between][n] */
};

static inline size_t slope_group_length(const struct run *r)
{
  return (4 + r->method->stages) * (size_t)r->base.equations->n;
}

static inline struct group slope_group(const struct run *r, int g)
{
  const int n = r->base.equations->n;
  lanes *at = r->slopes->groups + g * slope_group_length(r);
  return (struct group){ at, at + n, at + 2 * n, at + 3 * n, at + 4 * n };
}

/* out = the cubics with these weights of what is at the points; or what is at one of them. */
const double *slope_steps_mixed(const double *const *at, const double *weight, int n,
                                double *out);
/* Parameters and inputs with their slopes, as they are now. */
void slope_steps_seed(struct run *r);
/* What the cubics leave out of the step that has just been tried, in tolerances. */
double slope_steps_left_out(struct run *r);

/* out += A x */
void lanes_add_product(const struct equations *e, const double *A, const lanes *restrict x,
                       lanes *restrict out);
/* out = sum of coefficient[j] v[j] over the first terms. */
void lanes_combine(int n, const double *coefficient, int terms, const lanes *v,
                   lanes *restrict out);
/* The argument of stage i, and the start of its right side in the place of its v, from the stages
 * before it; inverse: of the step's width. */
void lanes_gather(int n, const struct method *m, int i, double inverse,
                  const struct group *group);
/* The sum of squares of the errors of the slopes, each times its parameter's size, in tolerances. */
void lanes_squares(const struct run *r, const struct group *group, const lanes *size,
                   lanes *squares);

#endif
