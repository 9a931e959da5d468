/* measure.c — peaks, areas, crossings and times of quartics. */
#include "measure.h"

#include <math.h>

/* The quartic through values at 0, 1, 2, 3, 4. */
struct quartic {
  double c[5];
};

static struct quartic through(const double y[MEASURE_NODES])
{
  const double d1 = y[1] - y[0], d2 = y[2] - 2 * y[1] + y[0];
  const double d3 = y[3] - 3 * y[2] + 3 * y[1] - y[0];
  const double d4 = y[4] - 4 * y[3] + 6 * y[2] - 4 * y[1] + y[0];
  return (struct quartic){ { y[0], d1 - d2 / 2 + d3 / 3 - d4 / 4,
                             d2 / 2 - d3 / 2 + 11 * d4 / 24, d3 / 6 - d4 / 4, d4 / 24 } };
}

static double value_at(const struct quartic *q, double z)
{
  return q->c[0] + z * (q->c[1] + z * (q->c[2] + z * (q->c[3] + z * q->c[4])));
}

static double slope_at(const struct quartic *q, double z)
{
  return q->c[1] + z * (2 * q->c[2] + z * (3 * q->c[3] + z * 4 * q->c[4]));
}

typedef double quartic_fn(const struct quartic *, double);

/* above: on which side of the level the low end is, which rounding might tell otherwise */
static double bisect(quartic_fn *fn, const struct quartic *q, double level, double low,
                     double high, int above)
{
  for (int i = 0; i < 52; i++) {
    const double middle = 0.5 * (low + high);
    if ((fn(q, middle) > level) == above) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

void measure_begin(struct measure *m)
{
  m->most = -INFINITY;
  m->most_time = m->crossed = m->last = NAN;
  m->sum = 0;
}

static void offer(struct measure *m, double t, double value)
{
  if (value > m->most) m->most = value, m->most_time = t;
}

static int seeks_lowest(const struct measure *m)
{
  return m->what == MEASURE_LOWEST || m->what == MEASURE_LOWEST_TIME;
}

void measure_moment(struct measure *m, double t, double value)
{
  if (t < m->from || t >= m->to) return;
  offer(m, t, seeks_lowest(m) ? -value : value);
  if (isnan(m->crossed) && (m->last > m->level) != (value > m->level) && !isnan(m->last))
    m->crossed = t;
  m->last = value;
}

/* Where the quartic turns downwards is a candidate for its peak. */
static void seek_peak(struct measure *m, double a, double b, const double y[MEASURE_NODES])
{
  enum { PARTS = 16 };
  double high = y[0], low = y[0];
  for (int k = 1; k < MEASURE_NODES; k++) high = fmax(high, y[k]), low = fmin(low, y[k]);
  /* between five even nodes a quartic exceeds them by at most 0.61 of their range */
  if (high + 0.61 * (high - low) <= m->most) return;
  for (int k = 0; k < MEASURE_NODES; k++) offer(m, a + (b - a) * k / 4, y[k]);
  const struct quartic q = through(y);
  for (int i = 0; i < PARTS; i++) {
    const double from = 4.0 * i / PARTS, to = 4.0 * (i + 1) / PARTS;
    if (!(slope_at(&q, from) > 0 && slope_at(&q, to) <= 0)) continue;
    const double z = bisect(slope_at, &q, 0, from, to, 1);
    offer(m, a + (b - a) * z / 4, value_at(&q, z));
  }
}

/* Time above the level, and the first crossing, node to node. */
static void seek_level(struct measure *m, double a, double b, const double y[MEASURE_NODES])
{
  const struct quartic q = through(y);
  const double unit = (b - a) / 4;
  for (int k = 0; k + 1 < MEASURE_NODES; k++) {
    const int above = y[k] > m->level, above_next = y[k + 1] > m->level;
    const double z =
        above == above_next ? k + 1 : bisect(value_at, &q, m->level, k, k + 1, above);
    const double time_above = (above ? z - k : above_next ? k + 1 - z : 0) * unit;
    m->sum += m->what == MEASURE_BELOW ? unit - time_above : time_above;
    if (above != above_next && isnan(m->crossed)) m->crossed = a + z * unit;
  }
}

void measure_step(struct measure *m, double a, double b, const double value[MEASURE_NODES])
{
  double y[MEASURE_NODES];
  for (int k = 0; k < MEASURE_NODES; k++) y[k] = seeks_lowest(m) ? -value[k] : value[k];
  switch (m->what) {
  case MEASURE_AREA: /* Boole's rule */
    m->sum += (b - a) / 90 * (7 * y[0] + 32 * y[1] + 12 * y[2] + 32 * y[3] + 7 * y[4]);
    break;
  case MEASURE_ABOVE:
  case MEASURE_BELOW:
  case MEASURE_CROSSING: seek_level(m, a, b, y); break;
  default: seek_peak(m, a, b, y);
  }
  m->last = value[MEASURE_NODES - 1];
}

double measure_result(const struct measure *m)
{
  switch (m->what) {
  case MEASURE_PEAK: return m->most;
  case MEASURE_LOWEST: return -m->most;
  case MEASURE_PEAK_TIME:
  case MEASURE_LOWEST_TIME: return m->most_time;
  case MEASURE_CROSSING: return m->crossed;
  default: return m->sum;
  }
}
