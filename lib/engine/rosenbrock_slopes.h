/* rosenbrock_slopes.h — what is kept of the slopes along a patient's steps.
 *
 * All that the linear equation S' = A S + B is made of lies in one list of entries, row by row: those of
 * the Jacobian, whose column is a state, and behind them those of B, whose column is one of the seeds,
 * rows of numbers that stand below the states' slopes and do not change within a piece. */
#ifndef ROSENBROCK_SLOPES_H
#define ROSENBROCK_SLOPES_H

#include "rosenbrock.h"

/* Where in a step the entries are looked at: the inner points of Lobatto's quadrature, the middle, and
 * the end; what there is at the beginning is known from the step before. */
enum { INNER, INNER_TOO, MIDDLE, END, POINTS };
/* What is made of an entry's values there: the cubic through them at each stage's time, its derivative
 * at the beginning times the step, and what the cubic leaves out in the middle. */
enum { SLANT = 6, LEFT_OUT, USES };
/* The list is in pieces of rows, the shorter ones first. */
enum { MOST_IN_PIECE = 8 };

/* One or two vectors of slopes: arrays are [vectors][quantity][lanes]. */
struct slope_group {
  const struct slope_kernel *kernel;
  int lanes, vectors, first, n; /* how many slopes, from which on, are in use */
  int n_states, rows;           /* rows: of the argument */
  int *offset;                 /* [listed]: of what an entry is multiplied by in the argument */
  const struct written *alone; /* whose solve() is called; or, where that is NULL: */
  const struct field_kernel *lists;
  double *room, *start, *end;             /* [n]: the slopes at both ends of the step */
  double *argument;                       /* [n + seeds]: of a stage, and the seeds */
  double *moving;                         /* [n] */
  double *stages, *between;               /* [stages] and [n_between] of [vectors][n][lanes] */
  double *factors;                        /* the states' own, in each lane: [nl][lanes] */
  double *size;                           /* of each slope's parameter */
  double *error, *left_out, *left_before; /* mean squares, in tolerances */
};

/* Of a group's array of so many rows, the number of a slope. */
static inline double *slope_at(const struct slope_group *g, double *array, int rows, int row,
                               int slope)
{
  const int l = slope - g->first, lane = l % g->lanes;
  return array + (l / g->lanes * rows + row) * g->lanes + lane;
}

struct slope_entry { /* of B, where it is found by dual passes */
  int row, slope;
};

struct slope_steps {
  struct run *run;
  int n_groups;
  struct slope_group *groups;
  int fresh;           /* what there is at the beginning is not known */
  double width_before; /* of the last step that held */
  int goes_on;         /* the slopes at the end are where the next step begins */
  int interpolates;    /* between[] is that of the last step */

  struct field *field; /* for points side by side */
  struct field *own;   /* it, unless it is the states' own */
  double *room;
  double *t, *x, *f, *q, *u, *s; /* [POINTS] or [lanes of field] */
  double *one;                   /* where the field has one lane */
  double *values,
      *before;     /* entries at the points of this step and the last: [entries][POINTS] */
  double *weights; /* [POINTS + 1][USES]; the first: of the beginning */
  int use[MOST_STAGES];
  double *part, *bend; /* [POINTS]: in the step; [stages][POINTS]: of u there */
  double *uses;        /* [listed][USES] */
  double *between;     /* [n][n_slopes], at a sample */
  int n_listed, most_listed;
  int *from, *column; /* the list: which entry, times what; twice the room */
  int pieces[MOST_IN_PIECE + 1],
      *row;    /* of rows: how many of each length, from 1 on; which row */
  int *row_at; /* [n + 1] */

  /* B by dual passes, of slopes that share no row in one */
  int by_duals, n_entries, n_colours;
  struct slope_entry *entry;
  int *colour;
  char *shows; /* [n_slopes + 1][n] */
  double *p_nan;
  dual *seeded; /* [npq + nu] */
  int *seed_of; /* [npq + nu]: the column of a parameter or input, or -1 */

  /* What is rare, in plain C: x of a group by LAPACK's factors. */
  void (*solve_dense)(const struct slope_steps *, const struct slope_group *, double *x);
};

struct slope_kernel {
  /* States at the points of the step: [n][POINTS]. */
  void (*points)(const struct slope_steps *, double *x);
  void (*mix)(struct slope_steps *);
  void (*stage)(struct slope_steps *, struct slope_group *, int stage);
  void (*finish)(struct slope_steps *, struct slope_group *);
  void (*between)(const struct run *, struct slope_group *);
  /* The group's slopes of n states at a part of the last step, state[k] or all: out[k * row ...]. */
  void (*interpolate)(const struct run *, const struct slope_group *, double part,
                      const int *state, int n, double *out, int row);
};

/* A piece begins: which entries there are, and the seeds. */
void slope_entries_begin(struct slope_steps *s);
/* The entries at the points of the step that has just been tried. */
void slope_entries_look(struct slope_steps *s);

#endif
