/* fit_term.c — what one observation adds to the objective, with its rows; see fit.h. */
#include "fit.h"

#include <math.h>

static const double LOG_2_PI = 1.83787706640934548356;
static const double SQRT_HALF = 0.70710678118654752440;

/* The observation's mean and variance, both on the scale of its error. */
struct law {
  double mean, mean_rate; /* rate: by the prediction */
  double variance, variance_rate;
  double variance_by_size[FIT_SIZES]; /* by the logarithm of a size */
};

static enum fit_trouble law_of(struct law *law, const struct fit_observation *o,
                               const struct fit_error *error, const double *size, double f)
{
  if (!isfinite(f)) return FIT_NOT_FINITE;
  if (error->log_normal) {
    if (!(f > 0)) return FIT_NOT_POSITIVE;
    const double variance = size[0] * size[0] / o->weight;
    *law = (struct law){ .mean = log(f), .mean_rate = 1 / f, .variance = variance };
    law->variance_by_size[0] = 2 * variance;
    return FIT_FINE;
  }
  const double additive = size[0] * size[0] / o->weight;
  const double rate = size[1] * size[1] / o->weight;
  *law = (struct law){ .mean = f, .mean_rate = 1, .variance = additive + rate * f * f };
  law->variance_rate = 2 * rate * f;
  law->variance_by_size[0] = 2 * additive;
  law->variance_by_size[1] = 2 * rate * f * f;
  if (!(law->variance > 0)) return FIT_NO_VARIANCE;
  return isfinite(law->variance) ? FIT_FINE : FIT_NOT_FINITE;
}

static void add_mean_row(struct fit_term *term, const struct law *law, double r)
{
  const int row = term->n_rows++;
  term->by_prediction[row] = law->mean_rate / sqrt(law->variance);
  term->rest[row] = r;
}

static void add_variance_row(struct fit_term *term, const struct law *law, double r)
{
  const int row = term->n_rows++;
  const double factor = SQRT_HALF / law->variance;
  term->by_prediction[row] = factor * law->variance_rate;
  for (int k = 0; k < FIT_SIZES; k++) term->by_size[row][k] = factor * law->variance_by_size[k];
  term->rest[row] = SQRT_HALF * (1 - r * r);
}

/* -2 log Phi(z).  Its row carries the curvature in z alone, slope (z + slope), which lies between
 * 0 and 1. */
static void add_below(struct fit_term *term, const struct law *law, double z)
{
  double slope;
  term->objective = -2 * fit_log_normal_below(z, &slope);
  term->residual = NAN;
  const double curvature = z < -1e5 ? 1 : fmin(slope * (z + slope), 1);
  if (!(curvature > 0)) return;
  const double root = sqrt(curvature);
  const int row = term->n_rows++;
  const double z_by_variance = -0.5 * z / law->variance;
  term->by_prediction[row] =
      root * (-law->mean_rate / sqrt(law->variance) + z_by_variance * law->variance_rate);
  for (int k = 0; k < FIT_SIZES; k++)
    term->by_size[row][k] = root * z_by_variance * law->variance_by_size[k];
  term->rest[row] = -slope / root;
}

/* A planned observation, whose value is NaN, is taken to be what is predicted. */
enum fit_trouble fit_term(struct fit_term *term, const struct fit_observation *o,
                          const struct fit_error *error, const double *size, double f,
                          int least_squares)
{
  struct law law;
  *term = (struct fit_term){ 0 };
  const enum fit_trouble trouble = law_of(&law, o, error, size, f);
  if (trouble) return trouble;
  const int is_planned = isnan(o->value);
  const double y = error->log_normal ? log(o->value) : o->value;
  if (o->below && !is_planned) {
    add_below(term, &law, (y - law.mean) / sqrt(law.variance));
    return isfinite(term->objective) ? FIT_FINE : FIT_NOT_FINITE;
  }
  const double r = is_planned ? 0 : (law.mean - y) / sqrt(law.variance);
  term->residual = is_planned ? NAN : -r;
  add_mean_row(term, &law, r);
  term->objective = r * r;
  if (least_squares) return FIT_FINE;
  add_variance_row(term, &law, is_planned ? 0 : r);
  /* the expectation of 1 - r^2 is 0 */
  if (is_planned) term->rest[1] = 0;
  term->objective += LOG_2_PI + log(law.variance);
  if (error->log_normal && !is_planned) term->objective += 2 * y;
  return isfinite(term->objective) ? FIT_FINE : FIT_NOT_FINITE;
}
