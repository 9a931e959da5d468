/* bands.h — what is written of a population. */
#ifndef BANDS_H
#define BANDS_H

#include "scenario.h"

/* One arm of a scenario, as a population: its typical patient, the times, an empty summary. */
struct people {
  struct scenario_population about;
  impakt_sim *sim;
  double *times;
  size_t n_times;
  impakt_summary *summary;
};

/* 0, or -1 after saying what went wrong. */
int people_open(struct people *people, const struct scenario *scenario, int arm);
void people_close(struct people *people);

/* One row a time and column; then one a measure.  0, or -1 after saying why. */
int bands_write(const char *path, const struct scenario *scenario, const struct people *people);
/* What one would like to know first. */
void bands_print(const struct scenario *scenario, int arm, const struct people *people);

#endif
