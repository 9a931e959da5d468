/* people.h — populations for the benchmarks. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "workload.h"

/* The workload's patients, who differ as workload_patient says, and so many of its first and last
 * states as columns (all: w->n); the caller's.  lanes: as many patients side by side, 0 for what
 * the library chooses. */
impakt_population *people_of_workload(const struct workload *w, double rtol, int columns,
                                      int lanes);

/* How many patients can be taken side by side here, from 1 up; how many such numbers. */
enum { MOST_WIDTHS = 3 };
int people_lanes(int lanes[MOST_WIDTHS]);
/* "8 lanes"; in static storage. */
const char *people_lanes_text(int lanes);
int people_set_lanes(impakt_sim *sim, int lanes);

/* As bytes, which the caller frees. */
void *people_saved(const impakt_summary *summary, size_t *n);

#endif
