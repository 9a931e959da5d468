/* summary.h — a summary, as the runs of a population fill it. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "impakt.h"

#include "message.h"
#include "summary_cell.h"

struct failed_patient {
  uint64_t patient;
  int32_t status;
  char why[200];
};

struct range {
  uint64_t first, count;
};

enum {
  MOST_FAILURES = 100, /* of which a summary keeps the words: those of the lowest numbers */
  MOST_HELD = 16
};

struct impakt_summary {
  size_t n_times, n_cells; /* cells: [n_times][columns], then measures */
  int n_columns, n_measures;
  uint64_t seed, fingerprint; /* of the population and its times */
  double *times;
  char *names; /* columns, separated by \n */
  struct cell *cells;
  double *held; /* patients that are not in the cells yet: [MOST_HELD][n_cells]; NULL: holds none */
  int n_held;
  uint64_t failed;
  struct failed_patient *failures; /* [n_failures], by number */
  int n_failures;
  struct range *ranges; /* patients in it, in order, not touching each other */
  int n_ranges;
  struct message message;
};

/* An empty one; NULL without memory. */
impakt_summary *summary_of_shape(size_t n_times, int n_columns, int n_measures,
                                 const double *times, const char *names);
/* An empty one of the same shape, to fill and then to absorb; NULL without memory. */
impakt_summary *summary_like(const impakt_summary *summary);
/* One patient's results, and the measures of sim's last run; -1 without memory.  They go into the
 * cells with those of the next patients: cells are far apart, and each is fetched once for all. */
int summary_add(impakt_summary *summary, const impakt_sim *sim, const double *result);
int summary_add_failure(impakt_summary *summary, uint64_t patient, int status, const char *why);
/* Takes over what another of the same shape holds; -1 without memory. */
int summary_absorb(impakt_summary *summary, impakt_summary *other);
/* The patients are in it now; the room was made by summary_check_run. */
void summary_covers(impakt_summary *summary, uint64_t first, uint64_t count);
/* Whether these patients may be added; a status, with the population's message. */
int summary_check_run(impakt_summary *summary, impakt_population *population, uint64_t seed,
                      uint64_t first, uint64_t count, const double *times, size_t n_times);

#endif
