/* written_group.h — patients at random points, and all that the written-out code gives for them.
 *
 * A group is as many patients as the widest build has lanes.  Each build is run on it, by as many at
 * a time as it has lanes, and whatever comes out is laid side by side: one vector of results a
 * patient, in which what is asked of one kind is asked of all. */
#ifndef WRITTEN_GROUP_H
#define WRITTEN_GROUP_H

#include "draws.h"
#include "written.h"

typedef const struct impakt_model *model_ptr;

enum { PATIENTS = 8, POINTS = 30 };

struct person {
  double t, d; /* d: of diag(d) - J */
  double *p, *x, *u, *s, *b;
};

struct group {
  struct person person[PATIENTS];
  uint64_t random;
};

/* Where they begin in a patient's vector. */
struct results {
  int q, rhs, f, J, ft, y, g, fu, yx, fp, refused, L, b, n;
};

/* Room for n numbers of each patient, zeros, aligned for any lanes. */
double *numbers(int n);

struct group group_begin(model_ptr m, uint64_t salt);
void group_end(struct group *g);
/* point: one of enum where; near zero, states may be negative, as a run's are. */
void group_draw(model_ptr m, struct group *g, int point);

struct results results_of(model_ptr m, const struct written *w);
const char *result_name(model_ptr m, const struct written *w, int i, char name[160]);

/* Result i of patient l is results[l * n + i]. */
void group_run(model_ptr m, const struct written *w, const struct group *g, double *results);
/* Of patients first, first + 1, ..., one a lane, as the build has them: all[i * lanes + lane]. */
void group_run_lanes(model_ptr m, const struct written *w, const struct group *g, int first,
                     double *all);

/* Each build that this processor runs: struct written *w. */
#define EACH_BUILD(m, w)                                                                       \
  for (const struct written *const *b_ = (m)->written, *w; (w = *b_); b_++)                    \
    if (written_runs(w))

#endif
