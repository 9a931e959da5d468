/* test_measure.c — one number of a course, from quartics and from courses with exact answers. */
#include "measure.h"

#include "testing.h"

extern const impakt_model model_unit_depot, model_unit_grade, model_unit_reset;

/* ---- one step at a time ----------------------------------------------------------------------- */

/* Hands a function over in steps of equal width. */
static double measured(enum measure_what what, double level, double from, double to, int steps,
                       double (*f)(double))
{
  struct measure m = { .what = what, .level = level, .from = from, .to = to };
  measure_begin(&m);
  measure_moment(&m, from, f(from));
  for (int i = 0; i < steps; i++) {
    const double a = from + (to - from) * i / steps, b = from + (to - from) * (i + 1) / steps;
    double value[MEASURE_NODES];
    for (int k = 0; k < MEASURE_NODES; k++) value[k] = f(a + (b - a) * k / (MEASURE_NODES - 1));
    measure_step(&m, a, b, value);
  }
  return measure_result(&m);
}

/* turns at 0, where it is 10, and at +-sqrt(13 / 2), where it is 1 - 6.25 / 4 */
static double quartic(double t) { return 1 + (t * t - 4) * (t * t - 9) / 4; }

START_TEST(quartics_are_exact)
{
  const double at = sqrt(6.5);
  near(measured(MEASURE_PEAK, 0, -1, 1, 1, quartic), 10, 4 * ROUNDING);
  near_size(measured(MEASURE_PEAK_TIME, 0, -1, 1.5, 1, quartic), 0, 1e-7, 1);
  near(measured(MEASURE_LOWEST, 0, 0, 4, 1, quartic), 1 - 6.25 / 4, 40 * ROUNDING);
  /* a time of a flat top is good to the root of the rounding */
  near(measured(MEASURE_LOWEST_TIME, 0, 0, 4, 1, quartic), at, 1e-7);
  /* the ends count */
  near(measured(MEASURE_PEAK, 0, 1, 5, 3, quartic), quartic(5), ROUNDING);
  near(measured(MEASURE_PEAK_TIME, 0, 1, 5, 3, quartic), 5, ROUNDING);
  /* integral of t^4/4 - 13 t^2/4 + 10 from 0 to 3 */
  near(measured(MEASURE_AREA, 0, 0, 3, 1, quartic), 243. / 20 - 13 * 27. / 12 + 30,
       100 * ROUNDING);
  /* 1 is crossed at 2 and 3 */
  near(measured(MEASURE_CROSSING, 1, 0, 4, 1, quartic), 2, 100 * ROUNDING);
  near(measured(MEASURE_CROSSING, 1, 2.5, 4, 1, quartic), 3, 100 * ROUNDING);
  near(measured(MEASURE_ABOVE, 1, 0, 4, 1, quartic), 3, 100 * ROUNDING);
  near(measured(MEASURE_BELOW, 1, 0, 4, 1, quartic), 1, 100 * ROUNDING);
  near(measured(MEASURE_BELOW, 1, 0, 4, 5, quartic), 1, 100 * ROUNDING);
}
END_TEST

static double flat(double t) { return 3 + 0 * t; }

START_TEST(a_constant)
{
  near(measured(MEASURE_PEAK, 0, 2, 5, 4, flat), 3, 0);
  near(measured(MEASURE_PEAK_TIME, 0, 2, 5, 4, flat), 2, 0); /* the first of equals */
  near(measured(MEASURE_LOWEST, 0, 2, 5, 4, flat), 3, 0);
  near(measured(MEASURE_AREA, 0, 2, 5, 4, flat), 9, 4 * ROUNDING);
  ck_assert_double_nan(measured(MEASURE_CROSSING, 3.5, 2, 5, 4, flat));
  near_size(measured(MEASURE_ABOVE, 3.5, 2, 5, 4, flat), 0, 0, 0);
  near(measured(MEASURE_BELOW, 3.5, 2, 5, 4, flat), 3, ROUNDING);
  /* at the level is not above it */
  near_size(measured(MEASURE_ABOVE, 3, 2, 5, 4, flat), 0, 0, 0);
}
END_TEST

static double spike(double t) /* a peak between nodes, 0.61 of their range above them */
{
  return -(t - 0.5) * (t - 0.5);
}

START_TEST(a_peak_between_nodes)
{
  near_size(measured(MEASURE_PEAK, 0, 0, 4, 1, spike), 0, 4 * ROUNDING, 1);
  near(measured(MEASURE_PEAK_TIME, 0, 0, 4, 1, spike), 0.5, 1e-7);
  near_size(measured(MEASURE_LOWEST, 0, 0, 4, 1, spike), -12.25, ROUNDING, 1);
}
END_TEST

START_TEST(a_jump)
{
  struct measure m = { .what = MEASURE_CROSSING, .level = 2, .from = 0, .to = 10 };
  measure_begin(&m);
  const double before[] = { 1, 1, 1, 1, 1 }, after[] = { 3, 3, 3, 3, 3 };
  measure_moment(&m, 0, 1);
  measure_step(&m, 0, 4, before);
  measure_moment(&m, 4, 3);
  measure_step(&m, 4, 8, after);
  near(measure_result(&m), 4, 0);
}
END_TEST

START_TEST(moments_outside_the_window)
{
  struct measure m = { .what = MEASURE_PEAK, .from = 2, .to = 3 };
  measure_begin(&m);
  measure_moment(&m, 1.9, 50);
  measure_moment(&m, 2, 4);
  measure_moment(&m, 3.1, 60);
  near(measure_result(&m), 4, 0);
}
END_TEST

/* ---- courses ------------------------------------------------------------------------------------ */

/* A dose under the skin: C = F D ka / (V (ka - ke)) (exp(-ke t) - exp(-ka t)) from the lag on. */
static const double ka = 0.9, ke = 0.2, V = 5, F = 0.6, lag = 0.5, dose = 100;

static double oral(double t)
{
  return t < lag
             ? 0
             : F * dose * ka / (V * (ka - ke)) * (exp(-ke * (t - lag)) - exp(-ka * (t - lag)));
}

static double oral_area(double t) /* from 0 */
{
  const double s = t - lag;
  return F * dose * ka / (V * (ka - ke)) * ((1 - exp(-ke * s)) / ke - (1 - exp(-ka * s)) / ka);
}

/* The time in [low, high] at which the course has this level. */
static double when(double level, double low, double high)
{
  const int rises = oral(low) < level;
  for (int i = 0; i < 100; i++) {
    const double middle = 0.5 * (low + high);
    if ((oral(middle) < level) == rises) low = middle;
    else high = middle;
  }
  return low;
}

static double of_run(impakt_sim *sim, const char *quantity, int what, double level, double from,
                     double to)
{
  int measure;
  double value = 12345;
  fine(sim, impakt_sim_measure_clear(sim));
  fine(sim, impakt_sim_measure(sim, quantity, what, level, from, to, &measure));
  fine(sim, impakt_sim_run(sim, NULL, 0, NULL, 0));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  return value;
}

static const struct {
  double rtol;
  int solver;
} ways[] = { { 1e-10, IMPAKT_SOLVER_RODAS5P }, { 1e-6, IMPAKT_SOLVER_RODAS5P },
             { 1e-10, IMPAKT_SOLVER_RODAS4 },  { 1e-6, IMPAKT_SOLVER_RODAS4 },
             { 1e-10, IMPAKT_SOLVER_CVODE },   { 1e-6, IMPAKT_SOLVER_CVODE },
             { 1e-10, IMPAKT_SOLVER_ADAMS },   { 1e-6, IMPAKT_SOLVER_ADAMS } };

START_TEST(oral_course)
{
  impakt_sim *sim = new_sim(&model_unit_depot, ways[_i].rtol);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, ways[_i].solver));
  fine(sim, impakt_sim_dose(sim, "depot", 0, dose, "mg", 0, NULL));
  const double tolerance = GATHERED * ways[_i].rtol;
  /* a time is good to the error of the value over its slope; a peak's to the root of the error */
  const double flat_time = sqrt(tolerance) * 10;
  const double top = lag + log(ka / ke) / (ka - ke), peak = oral(top), half = peak / 2;
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 0, 48), peak, tolerance);
  near(of_run(sim, "Cng", IMPAKT_PEAK, 0, 0, 48), 1000 * peak, tolerance);
  near(of_run(sim, "C", IMPAKT_PEAK_TIME, 0, 0, 48), top, flat_time);
  near(of_run(sim, "C", IMPAKT_AREA, 0, 0, 48), oral_area(48), tolerance);
  near(of_run(sim, "C", IMPAKT_AREA, 0, 2, 9), oral_area(9) - oral_area(2), tolerance);
  const double up = when(half, lag, top), down = when(half, top, 48);
  near(of_run(sim, "C", IMPAKT_FIRST_CROSSING, half, 0, 48), up, tolerance);
  near(of_run(sim, "C", IMPAKT_FIRST_CROSSING, half, 4, 48), down, tolerance);
  near(of_run(sim, "C", IMPAKT_TIME_ABOVE, half, 0, 48), down - up, tolerance);
  near(of_run(sim, "C", IMPAKT_TIME_BELOW, half, 0, 48), 48 - (down - up), tolerance);
  near(of_run(sim, "C", IMPAKT_LOWEST, 0, 5, 30), oral(30), tolerance);
  near(of_run(sim, "C", IMPAKT_LOWEST_TIME, 0, 5, 30), 30, ROUNDING);
  near_size(of_run(sim, "C", IMPAKT_LOWEST, 0, 0, 30), 0, ways[_i].rtol, 1);
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 20, 30), oral(20), tolerance);
  ck_assert_double_nan(of_run(sim, "C", IMPAKT_FIRST_CROSSING, 2 * peak, 0, 48));
  /* windows narrower than a step, and of no width */
  near(of_run(sim, "C", IMPAKT_AREA, 0, 9, 9.001), oral_area(9.001) - oral_area(9),
       tolerance * 1e1);
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 9, 9.001), oral(9), tolerance);
  near(of_run(sim, "C", IMPAKT_LOWEST, 0, 9, 9.001), oral(9.001), tolerance);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(bolus_course)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 20, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 12, 30, "mg", 0, NULL));
  const double before = 4 * exp(-ke * 12), after = before + 6;
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 0, 24), after, GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_PEAK_TIME, 0, 0, 24), 12, ROUNDING);
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 0, 11), 4, ROUNDING); /* the dose at 0 */
  near_size(of_run(sim, "C", IMPAKT_PEAK_TIME, 0, 0, 11), 0, 0, 0);
  near(of_run(sim, "C", IMPAKT_LOWEST, 0, 1, 24), before, GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_LOWEST_TIME, 0, 1, 24), 12, ROUNDING);
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 12, 24), after, GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_AREA, 0, 0, 24),
       (4 - before) / ke + after / ke * (1 - exp(-ke * 12)), GATHERED * FINE);
  /* crossed by the bolus, at its very time */
  near(of_run(sim, "C", IMPAKT_FIRST_CROSSING, 5, 0, 24), 12, ROUNDING);
  /* what happens at the first moment has happened, at the last it has not */
  near(of_run(sim, "C", IMPAKT_FIRST_CROSSING, 3, 0, 24), log(4. / 3) / ke, GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_LOWEST, 0, 0, 11), 4 * exp(-ke * 11), GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_PEAK, 0, 6, 12), 4 * exp(-ke * 6), GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_FIRST_CROSSING, 3, 0.5, 24), log(4. / 3) / ke, GATHERED * FINE);
  near(of_run(sim, "C", IMPAKT_TIME_ABOVE, 5, 0, 24), log(after / 5) / ke, GATHERED * FINE);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(no_width)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 20, "mg", 0, NULL));
  int measure;
  const impakt_status status = impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 5, 5, &measure);
  if (status == IMPAKT_OK) { /* if it is taken, it must be answered */
    double value, time = 10, result[6];
    fine(sim, impakt_sim_run(sim, &time, 1, result, 6));
    ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
    near(value, 4 * exp(-ke * 5), GATHERED * FINE);
  } else ck_assert_int_eq(status, IMPAKT_E_ORDER);
  impakt_sim_free(sim);
}
END_TEST

/* Cut back from 50 to 20 whenever it gets there: first at T1, then every T2. */
START_TEST(course_with_resets)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  const double k = 0.25, T1 = log(5) / k, T2 = log(2.5) / k, end = T1 + 2.5 * T2;
  const double tolerance = 3 * GATHERED * FINE;
  near(of_run(sim, "x", IMPAKT_PEAK, 0, 0, end), 50, tolerance);
  near(of_run(sim, "x", IMPAKT_PEAK_TIME, 0, 0, T1 + 1), T1, tolerance);
  near(of_run(sim, "x", IMPAKT_LOWEST, 0, T1 - 1, end), 20, tolerance);
  near(of_run(sim, "x", IMPAKT_LOWEST_TIME, 0, T1 - 1, T1 + 1), T1, tolerance);
  near(of_run(sim, "x", IMPAKT_LOWEST, 0, 0, end), 10, ROUNDING);
  near(of_run(sim, "x", IMPAKT_AREA, 0, 0, end), (40 + 2 * 30 + 20 * (sqrt(2.5) - 1)) / k,
       tolerance);
  near(of_run(sim, "x", IMPAKT_FIRST_CROSSING, 25, 0, end), log(2.5) / k, tolerance);
  near(of_run(sim, "x", IMPAKT_FIRST_CROSSING, 25, T1 - 1, end), T1,
       tolerance);                      /* by the cut */
  const double low = log(25. / 20) / k; /* of each T2 below 25 */
  near(of_run(sim, "x", IMPAKT_TIME_BELOW, 25, T1, end), 3 * low, tolerance);
  near(of_run(sim, "x", IMPAKT_TIME_ABOVE, 25, T1, end), 2.5 * T2 - 3 * low, tolerance);
  near(of_run(sim, "n", IMPAKT_FIRST_CROSSING, 1.5, 0, end), T1 + T2, tolerance);
  near(of_run(sim, "n", IMPAKT_TIME_ABOVE, 1.5, 0, end), 1.5 * T2, tolerance);
  near(of_run(sim, "n", IMPAKT_PEAK, 0, 0, end), 3, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

/* A = exp(-t) until a dose at 2 h lifts it by 1; below 0.8, 0.5 and 0.45 the grade is 1, 2 and 3. */
START_TEST(course_of_a_grade)
{
  const double tolerance = GATHERED * ways[_i].rtol, end = 3;
  const double one = -log(0.8), two = -log(0.5), three = -log(0.45);
  /* after the dose: 1 + exp(-2), and decay again */
  const double again = 2 + log((1 + exp(-2.)) / 0.8), twice = 2 + log((1 + exp(-2.)) / 0.5);
  const double thrice = 2 + log((1 + exp(-2.)) / 0.45);
  impakt_sim *sim = new_sim(&model_unit_grade, ways[_i].rtol);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, ways[_i].solver));
  fine(sim, impakt_sim_dose(sim, "in", 2, 1, "1", 0, NULL));
  near(of_run(sim, "grade", IMPAKT_PEAK, 0, 0, end), 3, 0);
  near_size(of_run(sim, "grade", IMPAKT_LOWEST, 0, 0, end), 0, 0, 1);
  near(of_run(sim, "grade", IMPAKT_LOWEST, 0, 2.5, end), 1, 0);
  near(of_run(sim, "grade", IMPAKT_PEAK_TIME, 0, 0, end), three, tolerance);
  near(of_run(sim, "grade", IMPAKT_LOWEST_TIME, 0, 1, end), 2, ROUNDING);
  near(of_run(sim, "grade", IMPAKT_FIRST_CROSSING, 0.5, 0, end), one, tolerance);
  near(of_run(sim, "grade", IMPAKT_FIRST_CROSSING, 1.5, 0, end), two, tolerance);
  near(of_run(sim, "grade", IMPAKT_FIRST_CROSSING, 1.5, 1, end), 2, ROUNDING);
  near(of_run(sim, "grade", IMPAKT_TIME_ABOVE, 1.5, 0, end), 2 - two + end - twice, tolerance);
  near(of_run(sim, "grade", IMPAKT_TIME_BELOW, 2.5, 0, end), three + thrice - 2, tolerance);
  near(of_run(sim, "grade", IMPAKT_AREA, 0, 0, end),
       (2 - one) + (2 - two) + (2 - three) + (end - again) + (end - twice) + (end - thrice),
       tolerance);
  /* a window that begins and ends between steps */
  near(of_run(sim, "grade", IMPAKT_AREA, 0, 0.3, 0.75), 0.45 + 0.75 - two, tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* A limit that moves: exp(-t) falls below 0.5 + 0.1 t at a root of its own. */
START_TEST(course_of_a_grade_with_a_moving_limit)
{
  const double times[] = { 0, 3 }, limits[] = { 0.5, 0.8 };
  double low = 0, high = 3;
  for (int i = 0; i < 100; i++) {
    const double middle = 0.5 * (low + high);
    if (exp(-middle) > 0.5 + 0.1 * middle) low = middle;
    else high = middle;
  }
  impakt_sim *sim = new_sim(&model_unit_grade, ways[_i].rtol);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, ways[_i].solver));
  fine(sim, impakt_sim_set_parameter(sim, "below1", 0.01));
  fine(sim, impakt_sim_set_parameter(sim, "below3", 0.01));
  fine(sim, impakt_sim_set_course(sim, "below2", IMPAKT_LINEAR, times, limits, 2));
  near(of_run(sim, "grade", IMPAKT_FIRST_CROSSING, 0.5, 0, 3), low, GATHERED * ways[_i].rtol);
  near(of_run(sim, "grade", IMPAKT_AREA, 0, 0, 3), 3 - low, GATHERED * ways[_i].rtol);
  impakt_sim_free(sim);
}
END_TEST

/* From exactly the level upwards. */
START_TEST(starts_at_the_level)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_dose(sim, "depot", 0, dose, "mg", 0, NULL));
  fine(sim, impakt_sim_set_parameter(sim, "lag", 0));
  near(of_run(sim, "C", IMPAKT_TIME_ABOVE, 0, 0, 10), 10, GATHERED * FINE);
  near_size(of_run(sim, "C", IMPAKT_TIME_BELOW, 0, 0, 10), 0, GATHERED * FINE, 10);
  near_size(of_run(sim, "C", IMPAKT_FIRST_CROSSING, 0, 0, 10), 0, GATHERED * FINE, 10);
  impakt_sim_free(sim);
}
END_TEST

/* What is measured does not depend on what is sampled, nor on other measures. */
START_TEST(independent_of_samples)
{
  impakt_sim *sim = new_sim(&model_unit_depot, 1e-6);
  fine(sim, impakt_sim_dose(sim, "depot", 0, dose, "mg", 0, NULL));
  const double alone = of_run(sim, "C", IMPAKT_PEAK, 0, 0, 48);
  int measure;
  double value;
  fine(sim, impakt_sim_measure_clear(sim));
  fine(sim, impakt_sim_measure(sim, "A", IMPAKT_AREA, 0, 3, 7, NULL));
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 0, 48, &measure));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_E_ORDER);
  double times[1000], result[1000];
  for (int i = 0; i < 1000; i++) times[i] = 48. * i / 999;
  fine(sim, impakt_sim_watch(sim, "C"));
  fine(sim, impakt_sim_run(sim, times, 1000, result, 1000));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  ck_assert(value == alone);
  for (int i = 0; i < 1000; i++) ck_assert_double_le(result[i], value * (1 + 1e-6));
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("measure");
  tcase_add_test(tests, quartics_are_exact);
  tcase_add_test(tests, a_constant);
  tcase_add_test(tests, a_peak_between_nodes);
  tcase_add_test(tests, a_jump);
  tcase_add_test(tests, moments_outside_the_window);
  tcase_add_loop_test(tests, oral_course, 0, LENGTH_OF(ways));
  tcase_add_test(tests, bolus_course);
  tcase_add_test(tests, course_with_resets);
  tcase_add_loop_test(tests, course_of_a_grade, 0, LENGTH_OF(ways));
  tcase_add_loop_test(tests, course_of_a_grade_with_a_moving_limit, 0, LENGTH_OF(ways));
  tcase_add_test(tests, starts_at_the_level);
  tcase_add_test(tests, no_width);
  tcase_add_test(tests, independent_of_samples);
  return run_tests("measure", tests);
}
