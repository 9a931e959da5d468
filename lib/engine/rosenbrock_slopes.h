/* rosenbrock_slopes.h — what is kept of the slopes along a patient's steps.
 *
 * A number of each slope of each state is a flat array: the slopes are cut into groups as wide as the
 * written-out code, [n][lanes] one behind the other.  What is done to each number alone goes through it
 * from end to end; what mixes states, group by group. */
#ifndef ROSENBROCK_SLOPES_H
#define ROSENBROCK_SLOPES_H

#include "rosenbrock.h"

/* Where in a step the entries of A and B are looked at: the inner points of Lobatto's quadrature, the
 * middle, and the end; what there is at the beginning is known from the step before. */
enum { INNER, INNER_TOO, MIDDLE, END, POINTS };
/* What is made of an entry's values there: the cubic through them at each stage's time, its derivative
 * at the beginning times the step, and what the cubic leaves out in the middle. */
enum { SLANT = 6, LEFT_OUT, USES = ENTRY_APART };

struct slope_group {
  const struct slope_kernel *kernel;
  int lanes, first, n;         /* how many slopes, from which on, are in use */
  size_t at;                   /* where it begins in a flat array */
  const struct written *alone; /* which multiplies and solves; or, where that is NULL: */
  const struct field_kernel *lists;
  double *factors;                /* for lists: the states' own, in each lane: [nl][lanes] */
  double *error;                  /* [lanes]: mean square, in tolerances */
  double *left_out, *left_before; /* the same; of the step before */
};

struct slope_entry { /* of B */
  int row, slope;
  int from;  /* among the values */
  int terms; /* that it is summed from */
  size_t at; /* in a flat array */
};

/* An entry of df/dp or df/du, times the slope of that parameter or input.  What is no more than one entry
 * of df/dp needs none. */
struct slope_term {
  int entry, from;
  double slope;
};

struct slope_steps {
  struct run *run;
  int n_groups;
  struct slope_group *groups;        /* the widest first */
  const struct slope_kernel *kernel; /* of the first, for flat arrays */
  size_t size;                       /* of a flat array, in whole vectors */
  int fresh;                         /* what there is at the beginning is not known */
  double width_before;               /* of the last step that held */
  int goes_on;                       /* the slopes at the end are where the next step begins */
  int smooth;                        /* no kink can be in this piece */

  /* Flat arrays. */
  double *room, *start, *end; /* the slopes at both ends of the step */
  double *argument, *moving;
  double *stages, *B;           /* [stages], [USES] of them */
  double *lately, *lately_then; /* how large a slope has been, before and after the step */
  double *floor;                /* noise over the size of a slope's parameter */
  double *group_room;

  const struct slope_kernel *points; /* of as many lanes as the field */
  struct field *field;               /* for points side by side */
  struct field *own;                 /* it, unless it is the states' own */
  double *entry_room;
  double *t, *x, *f, *q, *u, *s; /* [POINTS] or [lanes of field] */
  double *one;                   /* where the field has one lane */
  int n_jacobian;
  int n_partial; /* of df/dp and df/du */
  double *values,
      *before;     /* at the points of this step and of the last: entries of A, of df/dp and
                              df/du, and of B where it is none of these; [entries][POINTS] */
  double *weights; /* of A: [POINTS + 1][USES]; the first: of the beginning */
  double *weights_of_B; /* with what a stage takes of the derivative in time */
  int use[MOST_STAGES];
  double *part, *bend; /* [POINTS]: in the step; [stages][POINTS]: of u there */
  double *uses;        /* of A: [entries][USES] */
  double *at_sample;   /* [n][n_slopes] */

  /* By rows, where A is multiplied by lists: which entry, and its column */
  int *row_at, *from, *column; /* [n + 1], [entries] */

  int n_entries, n_terms;
  struct slope_entry *entry;
  struct slope_term *term;
  int *entry_of_row; /* [n] */

  /* B by dual passes, of slopes that share no row in one */
  int by_duals, n_colours;
  int *colour;
  char *shows; /* [n_slopes + 1][n] */
  double *p_nan;
  dual *seeded; /* [npq + nu] */
};

struct slope_kernel {
  /* States at the points of the step: [n][POINTS]. */
  void (*points)(const struct slope_steps *, double *x);
  /* Entries of B that have terms, at the points. */
  void (*sum_terms)(const struct slope_steps *);
  /* What the uses of entries are in this step. */
  void (*mix)(struct slope_steps *);
  /* The argument of a stage, and its right side but for A times that. */
  void (*gather)(struct slope_steps *, int stage);
  /* The end of the step; what the cubics leave out in its middle. */
  void (*middle)(struct slope_steps *);

  /* Of a group; x and b are its own. */
  void (*add_product)(const struct slope_steps *, const struct slope_group *, int use,
                      const double *x, double *b);
  void (*spread)(const struct slope_steps *, struct slope_group *);
  void (*error)(const struct slope_steps *, struct slope_group *);
  void (*left_out)(const struct slope_steps *, struct slope_group *);
  /* Its slopes of n states at a part of the last step, state[k] or all: out[k * row ...]. */
  void (*interpolate)(const struct slope_steps *, const struct slope_group *, double part,
                      const int *state, int n, double *out, int row);
};

/* What depends on the method alone. */
void slope_weights_find(struct slope_steps *s);
/* A piece begins: which entries there are. */
void slope_entries_begin(struct slope_steps *s);
/* The entries at the points of the step that has just been tried. */
void slope_entries_look(struct slope_steps *s);

/* Where in a flat array a slope of a state is. */
static inline size_t slope_at(const struct slope_group *g, int row, int slope)
{
  return g->at + (size_t)(row * g->lanes + slope - g->first);
}

#define EACH_GROUP(s)                                                                          \
  for (struct slope_group *g = (s)->groups; g < (s)->groups + (s)->n_groups; g++)

#endif
