/* measure.h — one number of a course, found from the steps as they are taken.
 *
 * Within a step a quantity is the quartic through five of its values. */
#ifndef MEASURE_H
#define MEASURE_H

enum { MEASURE_NODES = 5 };

enum measure_what { /* the public numbers */
  MEASURE_PEAK, MEASURE_PEAK_TIME, MEASURE_LOWEST, MEASURE_LOWEST_TIME, MEASURE_AREA,
  MEASURE_ABOVE, MEASURE_BELOW, MEASURE_CROSSING
};

struct measure {
  int quantity; /* state, or number of states plus output */
  enum measure_what what;
  double level, from, to;

  double most, most_time; /* of the lowest, of the negative quantity */
  double sum;             /* area or time */
  double crossed;         /* when; NaN if not yet */
  double last;            /* the quantity when it was looked at last; NaN at first */
};

void measure_begin(struct measure *m);
/* The quantity at one time, after what may have made it jump: what it is just after `from`
 * counts, what it is just after `to` does not. */
void measure_moment(struct measure *m, double t, double value);
/* The quantity at five times evenly from a to b. */
void measure_step(struct measure *m, double a, double b, const double value[MEASURE_NODES]);
double measure_result(const struct measure *m);

#endif
