/* summary_cell.c — count, mean, spread, extremes and histogram, the same in any order. */
#include "summary_cell.h"

#include <math.h>

void cell_begin(struct cell *c) { *c = (struct cell){ .least = INFINITY, .most = -INFINITY }; }

void cell_free(struct cell *c)
{
  histogram_free(&c->histogram);
  cell_begin(c);
}

int cell_add(struct cell *c, double value)
{
  value += 0;                   /* 0 has one sign, lest the extremes depend on the order */
  if (!(fabs(value) < 1e150)) { /* NaN, and what has no square */
    c->absent++;
    return 0;
  }
  if (histogram_add(&c->histogram, value)) return -1;
  c->n++;
  if (value < c->least) c->least = value;
  if (value > c->most) c->most = value;
  exact_add_both(&c->sum, &c->squares, value);
  return 0;
}

int cell_merge(struct cell *c, struct cell *other)
{
  if (histogram_merge(&c->histogram, &other->histogram)) return -1;
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
  double before, within;
  const int bin = histogram_ranked(&c->histogram, rank, &before, &within);
  const double part = (rank - before + 0.5) / within;
  const double near = histogram_edge(bin);
  const double far = bin == 0 ? 0 : histogram_edge(bin + 1);
  const double low = fmax(near, c->least), high = fmin(far, c->most);
  const double value = low + fmin(part, 1) * (high - low);
  return p == 0 ? c->least : p == 1 ? c->most : value;
}
