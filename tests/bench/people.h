/* people.h — populations for the benchmarks. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "workload.h"

/* The workload's patients, who differ as workload_patient says, and so many of its first and last
 * states as columns; the caller's. */
impakt_population *people_of_workload(const struct workload *w, double rtol, int columns);

/* As bytes, which the caller frees. */
void *people_saved(const impakt_summary *summary, size_t *n);

#endif
