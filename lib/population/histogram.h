/* histogram.h — how many values lie where: bins of a value's own size, 32 to each power of 2, both
 * signs, and one for 0.
 *
 * Bins are kept in pages, of which there are those that hold something: a drug that is 0 and then
 * decays for weeks, and values about 1000 beside it, cost a few pages and not all bins between. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

enum { PAGE_BINS = 64 };

struct histogram_page {
  int first; /* bin; a multiple of PAGE_BINS */
  uint64_t count[PAGE_BINS];
};

struct histogram {
  int n, room;                  /* pages */
  struct histogram_page *pages; /* by increasing bin */
};

/* The bin of a finite value, and where it begins, away from 0. */
int histogram_bin(double value);
double histogram_edge(int bin);

/* The first bin of the page that a bin is on. */
int histogram_first(int bin);
/* The page that begins with that bin; a new one counts nothing.  NULL without memory. */
struct histogram_page *histogram_page(struct histogram *h, int first);
/* One more value; -1 without memory. */
int histogram_add(struct histogram *h, double value);
/* Adds all that the other holds; -1 without memory. */
int histogram_merge(struct histogram *h, const struct histogram *other);
/* The bin of the value of that rank, from 0; *before: values in the bins below; *within: in the bin. */
int histogram_ranked(const struct histogram *h, double rank, double *before, double *within);
void histogram_free(struct histogram *h);

#endif
