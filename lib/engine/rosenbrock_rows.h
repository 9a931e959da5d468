/* rosenbrock_rows.h — samples within a step of the Rosenbrock methods: rosenbrock_rows_kernel.c. */
#ifndef ROSENBROCK_ROWS_H
#define ROSENBROCK_ROWS_H

#include "rosenbrock_bundle.h"

/* What a state between the ends of a step is made of: a patient's numbers of bundle->between, each of all
 * its states, padded. */
enum { ROWS_FROM, ROWS_TO, ROWS_BEND, MOST_ROWS = ROWS_BEND + MOST_BETWEEN };
enum { ROWS_PADDING = 8 };

struct rows_kernel {
  /* bundle->between becomes that of the last attempt, in all lanes; by method. */
  void (*between[ROSENBROCK_METHODS])(struct bundle *);
  /* From it, n states of one lane, state[k] or all, at those of the times within its last step that come
   * before until: [how many][n]; how many. */
  size_t (*rows[ROSENBROCK_METHODS])(const struct bundle *, int lane, double until,
                                     const double *times, size_t n_times, const int *state,
                                     int n, double *x);
};

#endif
