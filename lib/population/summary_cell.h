/* summary_cell.h — what is kept of many patients for one quantity at one time. */
#ifndef SUMMARY_CELL_H
#define SUMMARY_CELL_H

#include "exact_sum.h"
#include "histogram.h"

struct cell {
  uint64_t n, absent; /* finite values, and NaN */
  double least, most;
  struct exact_sum sum, squares;
  struct histogram histogram;
};

void cell_begin(struct cell *cell);
void cell_free(struct cell *cell);
/* -1 without memory; the cell is as before then. */
int cell_add(struct cell *cell, double value);
int cell_merge(struct cell *cell, struct cell *other);
double cell_mean(struct cell *cell);               /* NaN without values */
double cell_standard_deviation(struct cell *cell); /* NaN with fewer than two */
/* Within its bin the quantile goes evenly from value to value; p from 0 to 1. */
double cell_quantile(const struct cell *cell, double p);

#endif
