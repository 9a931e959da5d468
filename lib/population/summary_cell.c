/* summary_cell.c — count, mean, spread, extremes and histogram, the same in any order. */
#include "summary_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- bins ------------------------------------------------------------------------------------ */

/* Of a double the exponent and the first five bits of the fraction: consecutive integers. */
enum { FRACTION_BITS = 52, KEPT_BITS = 5 };

int histogram_bin(double value)
{
  if (value == 0) return 0;
  uint64_t bits;
  const double size = fabs(value);
  memcpy(&bits, &size, sizeof bits);
  const int bin = 1 + (int)(bits >> (FRACTION_BITS - KEPT_BITS));
  return value < 0 ? -bin : bin;
}

double histogram_edge(int bin)
{
  if (bin == 0) return 0;
  const uint64_t bits = (uint64_t)(abs(bin) - (bin > 0)) << (FRACTION_BITS - KEPT_BITS);
  double size;
  memcpy(&size, &bits, sizeof size);
  return bin < 0 ? -size : size;
}

/* Room for these bins; -1 without memory. */
static int widen(struct histogram *h, int low, int high)
{
  const int from = h->n && h->low < low ? h->low : low;
  const int to = h->n && h->low + h->n - 1 > high ? h->low + h->n - 1 : high;
  const int n = to - from + 1;
  uint64_t *count = calloc(n, sizeof *count);
  if (!count) return -1;
  if (h->n) memcpy(count + (h->low - from), h->count, sizeof *count * h->n);
  free(h->count);
  *h = (struct histogram){ from, n, count };
  return 0;
}

/* ---- cells ----------------------------------------------------------------------------------- */

void cell_begin(struct cell *c) { *c = (struct cell){ .least = INFINITY, .most = -INFINITY }; }

void cell_free(struct cell *c)
{
  free(c->histogram.count);
  cell_begin(c);
}

static inline int holds(const struct histogram *h, int low, int high)
{
  return h->n && low >= h->low && high < h->low + h->n;
}

int cell_add(struct cell *c, double value)
{
  value += 0;                   /* 0 has one sign, lest the extremes depend on the order */
  if (!(fabs(value) < 1e150)) { /* NaN, and what has no square */
    c->absent++;
    return 0;
  }
  const int bin = histogram_bin(value);
  if (!holds(&c->histogram, bin, bin) && widen(&c->histogram, bin, bin)) return -1;
  c->histogram.count[bin - c->histogram.low]++;
  c->n++;
  if (value < c->least) c->least = value;
  if (value > c->most) c->most = value;
  exact_add_both(&c->sum, &c->squares, value);
  return 0;
}

int cell_merge(struct cell *c, struct cell *other)
{
  const struct histogram *h = &other->histogram;
  const int last = h->low + h->n - 1;
  if (h->n && !holds(&c->histogram, h->low, last) && widen(&c->histogram, h->low, last))
    return -1;
  for (int i = 0; i < h->n; i++)
    c->histogram.count[h->low + i - c->histogram.low] += h->count[i];
  c->n += other->n;
  c->absent += other->absent;
  c->least = fmin(c->least, other->least);
  c->most = fmax(c->most, other->most);
  exact_merge(&c->sum, &other->sum);
  exact_merge(&c->squares, &other->squares);
  return 0;
}

double cell_mean(struct cell *c) { return c->n ? (double)(exact_value(&c->sum) / c->n) : NAN; }

double cell_standard_deviation(struct cell *c)
{
  if (c->n < 2) return NAN;
  const long double mean = exact_value(&c->sum) / c->n;
  const long double variance = (exact_value(&c->squares) - mean * mean * c->n) / (c->n - 1);
  return variance > 0 ? (double)sqrtl(variance) : 0;
}

double cell_quantile(const struct cell *c, double p)
{
  if (!c->n || !(p >= 0 && p <= 1)) return NAN;
  const double rank = p * (double)(c->n - 1); /* from 0, between two values */
  const struct histogram *h = &c->histogram;
  double before = 0;
  int i = 0;
  while (i < h->n - 1 && before + (double)h->count[i] <= rank) before += (double)h->count[i++];
  const double part = (rank - before + 0.5) / (double)h->count[i];
  const int bin = h->low + i;
  const double near = histogram_edge(bin);
  const double far = bin == 0 ? 0 : histogram_edge(bin + 1);
  const double low = fmax(near, c->least), high = fmin(far, c->most);
  const double value = low + fmin(part, 1) * (high - low);
  return p == 0 ? c->least : p == 1 ? c->most : value;
}
