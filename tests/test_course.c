/* test_course.c — parameters and covariates in time, against exact courses. */
#include "testing.h"

#include <complex.h>
#include <stdio.h>
#undef I

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_reset,
    model_unit_inputs;

static const double tolerance = GATHERED * FINE;
static const double NOISE = 1e-6; /* of every state: what is smaller is not relative */
static const double V = 5, ka = 0.9;
static impakt_sim *sim;

static void set_up(void) { sim = new_sim(&model_unit_depot, FINE); }
static void tear_down(void)
{
  impakt_sim_free(sim);
  sim = NULL;
}

static const double times[] = { 0, 4, 10, 11, 30 }, ke[] = { 0.2, 0.5, 0.05, 1, 0.1 };
enum { KNOTS = LENGTH_OF(times), FORWARD = 0, BACKWARD = 1, LINEAR = 2 };

static void set_ke(int rule)
{
  fine(sim, impakt_sim_set_course(sim, "ke", rule, times, ke, KNOTS));
}

/* Between two knots: which value holds under each rule; linear: the mean over [knot, t]. */
static double holds(int rule, const double *value, int i, double t)
{
  if (i == KNOTS - 1 || rule == FORWARD) return value[i];
  if (rule == BACKWARD) return value[i + 1];
  const double slope = (value[i + 1] - value[i]) / (times[i + 1] - times[i]);
  return value[i] + 0.5 * slope * (t - times[i]);
}

/* The integral of ke from 0 to t. */
static double eliminated(int rule, double t)
{
  double sum = 0;
  for (int i = 0; i < KNOTS && times[i] < t; i++) {
    const double end = i + 1 < KNOTS ? fmin(times[i + 1], t) : t;
    sum += holds(rule, ke, i, end) * (end - times[i]);
  }
  return sum;
}

/* ---- states ------------------------------------------------------------------------------------ */

/* By every solver: those that look ahead in time need df/dt of what moves. */
START_TEST(elimination_in_time)
{
  const int rule = _i % 3;
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_RODAS5P + _i / 3));
  fine(sim, impakt_sim_dose(sim, "iv", 2, 100, "mg", 0, NULL));
  set_ke(rule);
  for (double t = 2.5; t < 60; t += 3.7)
    near_size(value_at(sim, "C", t), 100 / V * exp(eliminated(rule, 2) - eliminated(rule, t)),
              tolerance, NOISE);
  near(value_at(sim, "N", 12), 3 * exp(-eliminated(rule, 12)), tolerance);
}
END_TEST

/* d log C = - t d ke, for a shift of the whole course. */
START_TEST(slope_of_a_shift)
{
  fine(sim, impakt_sim_dose(sim, "iv", 2, 100, "mg", 0, NULL));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_RODAS5P + _i / 3));
  set_ke(_i % 3);
  for (double t = 2.5; t < 60; t += 3.7)
    near_size(slope_at(sim, "C", "ke", t),
              -(t - 2) * 100 / V * exp(eliminated(_i % 3, 2) - eliminated(_i % 3, t)),
              tolerance, NOISE);
}
END_TEST

/* One value is no course, whatever the rule; nor is a level one, or one whose knots lie late. */
START_TEST(courses_that_do_not_move)
{
  const double early[] = { 0, 3, 6 }, same[] = { 0.3, 0.3, 0.3 };
  fine(sim, impakt_sim_dose(sim, "depot", 2, 100, NULL, 0, NULL));
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.3));
  const double plain = value_at(sim, "C", 20);
  fine(sim, impakt_sim_set_course(sim, "ke", _i, early, same, 1));
  near(value_at(sim, "C", 20), plain, 0);
  fine(sim, impakt_sim_set_course(sim, "ke", _i, early, same, 3));
  near(value_at(sim, "C", 20), plain, tolerance);
  const double late[] = { 0, 200 }, other[] = { 0.3, 7 };
  if (_i != FORWARD) return;
  fine(sim, impakt_sim_set_course(sim, "ke", _i, late, other, 2));
  near(value_at(sim, "C", 20), plain, tolerance);
}
END_TEST

/* Carried backward the first value holds before its time. */
START_TEST(before_the_first)
{
  const double late[] = { 3, 5 }, two[] = { 0.4, 0.1 };
  fine(sim, impakt_sim_set_course(sim, "ke", IMPAKT_CARRIED_BACKWARD, late, two, 2));
  near(value_at(sim, "N", 2), 3 * exp(-0.4 * 2), tolerance);
  near(value_at(sim, "N", 4), 3 * exp(-0.4 * 3 - 0.1), tolerance);
  near(value_at(sim, "N", 9), 3 * exp(-0.4 * 3 - 0.1 * 6), tolerance);
}
END_TEST

/* The start takes the values at 0, and so does what is asked without a run. */
START_TEST(values_at_the_start)
{
  const double N0[] = { 7, 2, 2, 2, 2 };
  double states[4], parameters[10], derived;
  fine(sim, impakt_sim_set_course(sim, "N0", _i, times, N0, KNOTS));
  set_ke(_i);
  fine(sim, impakt_sim_get_initial(sim, states, 4));
  near(states[2], 7, 0);
  near(value_at(sim, "N", 0), 7, 0);
  near(value_at(sim, "N", 3), 7 * exp(-eliminated(_i, 3)), tolerance);
  near(slope_at(sim, "N", "N0", 3), exp(-eliminated(_i, 3)), tolerance);
  fine(sim, impakt_sim_get_parameters(sim, parameters, 10));
  near(parameters[1], 0.2, 0);
  fine(sim, impakt_sim_get_derived(sim, &derived, 1));
  near(derived, V * 0.2, ROUNDING);
}
END_TEST

/* ---- outputs ----------------------------------------------------------------------------------- */

static double volume_at(double t, int rule, int after)
{
  const double volumes[] = { 5, 8, 2, 3, 6 };
  int i = 0;
  while (i + 1 < KNOTS && (times[i + 1] < t || (times[i + 1] == t && after))) i++;
  if (i == KNOTS - 1) return volumes[i];
  if (rule == LINEAR)
    return volumes[i] +
           (volumes[i + 1] - volumes[i]) * (t - times[i]) / (times[i + 1] - times[i]);
  return volumes[rule == BACKWARD ? i + 1 : i];
}

/* total = A + V C: on both sides of each change, and between. */
START_TEST(samples_at_changes)
{
  const double volumes[] = { 5, 8, 2, 3, 6 };
  const double at[] = { 0, 1, 4, 7, 10, 10.5, 11, 20, 30, 50 };
  fine(sim, impakt_sim_set_initial(sim, "C", 2));
  fine(sim, impakt_sim_set_course(sim, "V", _i, times, volumes, KNOTS));
  fine(sim, impakt_sim_watch(sim, "total"));
  fine(sim, impakt_sim_slope_in(sim, "V"));
  for (int after = 0; after < 2; after++) {
    double total[10], slope[10];
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, after));
    fine(sim, impakt_sim_run_slopes(sim, at, 10, total, 10, slope, 10));
    for (int k = 0; k < 10; k++) {
      const double C = 2 * exp(-0.2 * at[k]);
      const double v = at[k] == 0 && !after ? 5 : volume_at(at[k], _i, after);
      near(total[k], v * C, tolerance);
      near(slope[k], C, tolerance);
    }
  }
}
END_TEST

/* The area under an output that jumps with a parameter: 2 V exp(-ke t). */
START_TEST(measures_of_a_moving_output)
{
  const double at[] = { 0, 2, 6 }, volumes[] = { 5, 1, 3 };
  int area, peak, above;
  double value;
  fine(sim, impakt_sim_set_initial(sim, "C", 2));
  fine(sim, impakt_sim_set_course(sim, "V", _i, at, volumes, 3));
  fine(sim, impakt_sim_measure(sim, "total", IMPAKT_AREA, 0, 0, 8, &area));
  fine(sim, impakt_sim_measure(sim, "total", IMPAKT_PEAK, 0, 3, 8, &peak));
  fine(sim, impakt_sim_measure(sim, "total", IMPAKT_TIME_ABOVE, 2.5, 0, 8, &above));
  fine(sim, impakt_sim_run(sim, NULL, 0, NULL, 0));
  const double k = 0.2, e2 = exp(-2 * k), e6 = exp(-6 * k), e8 = exp(-8 * k);
  fine(sim, impakt_sim_measured(sim, area, &value) ? IMPAKT_E_INTERNAL : IMPAKT_OK);
  if (_i == FORWARD) {
    near(value, 2 / k * (5 * (1 - e2) + (e2 - e6) + 3 * (e6 - e8)), 1e-7);
    impakt_sim_measured(sim, peak, &value);
    near(value, 6 * e6, tolerance);
    impakt_sim_measured(sim, above, &value);
    near(value, 2, tolerance);
  } else if (_i == BACKWARD) {
    near(value, 2 / k * ((1 - e2) + 3 * (e2 - e8)), 1e-7);
    impakt_sim_measured(sim, peak, &value);
    near(value, 6 * exp(-3 * k), tolerance);
    impakt_sim_measured(sim, above, &value); /* 6 exp(-k t) from 2 on */
    near(value, log(6 / 2.5) / k - 2, 1e-7);
  } else { /* (a + b t) exp(-k t) */
    const double first = 2 * (5 / k * (1 - e2) - 2 * (1 / k - e2 * (2 + 1 / k)) / k);
    const double second = 2 * (0.5 * ((2 + 1 / k) * e2 - (6 + 1 / k) * e6) / k); /* V = t / 2 */
    near(value, first + second + 6 / k * (e6 - e8), 1e-7);
    impakt_sim_measured(sim, peak, &value); /* t exp(-k t) at 5 */
    near(value, 5 * exp(-1), 1e-7);
  }
}
END_TEST

/* ---- doses ------------------------------------------------------------------------------------- */

static const double days[] = { 0, 24, 48 }, weights[] = { 20, 30, 40 };

static void amounts(double *amount, size_t n)
{
  size_t count;
  fine(sim, impakt_sim_doses(sim, NULL, NULL, amount, NULL, n, &count));
  ck_assert_uint_eq(count, n);
}

/* At 0, 12, 24, ... 60 h. */
START_TEST(weight_at_the_dose)
{
  static const double expected[3][6] = { { 20, 20, 30, 30, 40, 40 },
                                         { 20, 30, 30, 40, 40, 40 },
                                         { 20, 25, 30, 35, 40, 40 } };
  double amount[6];
  int dose;
  fine(sim, impakt_sim_set_patient_course(sim, "WT", _i, days, weights, 3));
  fine(sim, impakt_sim_dose(sim, "iv", 0, 2, "mg/kg", 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 12, 6));
  amounts(amount, 6);
  double C = 0;
  for (int i = 0; i < 6; i++) {
    near(amount[i], 2 * expected[_i][i], ROUNDING);
    C += 2 * expected[_i][i] / V * exp(-0.2 * (70 - 12 * i));
  }
  near(value_at(sim, "C", 70), C, tolerance);
}
END_TEST

/* Weight as a model of the system has it, or as it is kept for doses alone. */
START_TEST(weight_of_a_system)
{
  impakt_system *system;
  const impakt_model *both;
  const double amount[] = { 2 * 20, 2 * 30, 2 * 40 };
  ck_assert_int_eq(impakt_system_new(&system, "both"), IMPAKT_OK);
  built(system, impakt_system_add(system, "a", &model_unit_depot));
  built(system, impakt_system_add(system, "b", &model_unit_clock));
  built(system, impakt_system_model(system, &both));
  impakt_sim *of_both = new_sim(both, FINE);
  fine(of_both, impakt_sim_set_patient_course(of_both, "WT", FORWARD, days, weights, 3));
  ck_assert_int_eq(impakt_sim_courses(of_both), 2);
  for (int i = 0; i < 3; i++) {
    fine(of_both, impakt_sim_dose(of_both, "a.iv", days[i] + 1, 2, "mg/kg", 0, NULL));
    fine(of_both, impakt_sim_dose(of_both, "b.dose", days[i] + 1, 2, "mg/kg", 0, NULL));
  }
  double C = 0, D = 0;
  for (int i = 0; i < 3; i++) {
    C += amount[i] / V * exp(-0.2 * (100 - days[i] - 1));
    D += amount[i] * exp(-0.7 * (100 - days[i] - 1 - 24 * 0.15) / 24);
  }
  near(value_at(of_both, "a.C", 100), C, tolerance);
  near(value_at(of_both, "b.D", 100), D, tolerance);
  /* one of them elsewhere: which is meant? */
  double time = 100, result;
  fine(of_both, impakt_sim_set_parameter(of_both, "b.WT", 30));
  fine(of_both, impakt_sim_watch(of_both, "a.C"));
  ck_assert_int_eq(impakt_sim_run(of_both, &time, 1, &result, 1), IMPAKT_E_RANGE);
  says(impakt_sim_message(of_both), "b.WT");
  impakt_sim_free(of_both);
  impakt_system_free(system);

  impakt_sim *without = new_sim(&model_unit_inputs, FINE);
  double first[3];
  size_t count;
  const char *input = impakt_model_text(&model_unit_inputs, IMPAKT_INPUT, 0, IMPAKT_NAME);
  char own[64], unit[80];
  ck_assert_int_eq(impakt_model_dose_unit(&model_unit_inputs, 0, own, sizeof own), IMPAKT_OK);
  snprintf(unit, sizeof unit, "%s/kg", own);
  fine(without, impakt_sim_set_patient_course(without, "WT", LINEAR, days, weights, 3));
  ck_assert_int_eq(impakt_sim_courses(without), 1);
  for (int i = 0; i < 3; i++)
    fine(without, impakt_sim_dose(without, input, 12 * i, 2, unit, 3, NULL));
  fine(without, impakt_sim_doses(without, NULL, NULL, first, NULL, 3, &count));
  for (int i = 0; i < 3; i++) near(first[i], 2 * (20 + 5 * i), ROUNDING);
  fine(without, impakt_sim_set_patient(without, "WT", 50));
  fine(without, impakt_sim_doses(without, NULL, NULL, first, NULL, 3, &count));
  near(first[2], 100, ROUNDING);
  impakt_sim_free(without);
}
END_TEST

/* Fraction and lag of the record's own time, although the dose arrives later. */
START_TEST(fraction_and_lag_at_the_dose)
{
  const double at[] = { 0, 1, 2 }, F[] = { 0.9, 0.3, 0.5 }, lag[] = { 2, 4, 1 };
  static const double of_F[3][3] = { { 0.9, 0.3, 0.5 }, { 0.9, 0.3, 0.5 }, { 0.9, 0.3, 0.5 } };
  fine(sim, impakt_sim_set_course(sim, "F", _i, at, F, 3));
  fine(sim, impakt_sim_set_course(sim, "lag", _i, at, lag, 3));
  double N = 0;
  for (int i = 0; i < 3; i++) {
    fine(sim, impakt_sim_dose(sim, "depot", at[i], 100, NULL, 0, NULL));
    N += of_F[_i][i] * 100 * exp(-ka * (8 - at[i] - lag[i]));
  }
  near(value_at(sim, "A", 8), N, tolerance);
}
END_TEST

/* ---- slopes through doses ---------------------------------------------------------------------- */

/* Weight, fraction and lag move while the dose's own time does: 2 mg/kg at 6 h, repeated. */
static complex double moving_doses(complex double time, complex double interval,
                                   complex double shift, double t)
{
  complex double A = 0;
  for (int j = 0; j < 3; j++) {
    const complex double at = time + j * interval;
    const complex double weight = 20 + 10 * at / 24 + shift, F = 0.9 - 0.02 * at,
                         lag = 0.5 + 0.05 * at;
    A += F * 2 * weight * cexp(-ka * (t - at - lag));
  }
  return A;
}

START_TEST(slopes_of_moving_doses)
{
  const double at[] = { 0, 20 }, F[] = { 0.9, 0.5 }, lag[] = { 0.5, 1.5 }, h = 1e-30, t = 18;
  double A, slope[3];
  int dose;
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  fine(sim, impakt_sim_set_patient_course(sim, "WT", LINEAR, days, weights, 3));
  fine(sim, impakt_sim_set_course(sim, "F", LINEAR, at, F, 2));
  fine(sim, impakt_sim_set_course(sim, "lag", LINEAR, at, lag, 2));
  fine(sim, impakt_sim_dose(sim, "depot", 6, 2, "mg/kg", 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 4, 3));
  fine(sim, impakt_sim_watch(sim, "A"));
  fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_TIME));
  fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_INTERVAL));
  fine(sim, impakt_sim_slope_in(sim, "WT"));
  fine(sim, impakt_sim_run_slopes(sim, &t, 1, &A, 1, slope, 3));
  const complex double step = h * _Complex_I;
  near(A, creal(moving_doses(6, 4, 0, t)), tolerance);
  near(slope[0], cimag(moving_doses(6 + step, 4, 0, t)) / h, tolerance);
  near(slope[1], cimag(moving_doses(6, 4 + step, 0, t)) / h, tolerance);
  near(slope[2], cimag(moving_doses(6, 4, step, t)) / h, tolerance);
}
END_TEST

/* ---- switches ---------------------------------------------------------------------------------- */

static double clock_at(const char *quantity, const char *parameter, int rule, int n,
                       const double *at, const double *values, double t)
{
  impakt_sim *clock = new_sim(&model_unit_clock, FINE);
  fine(clock, impakt_sim_set_course(clock, parameter, rule, at, values, n));
  const double value = value_at(clock, quantity, t);
  impakt_sim_free(clock);
  return value;
}

/* on grows by 2 a day from begin, 1.5 d, to stop, 4.25 d; late is on after stop. */
START_TEST(known_times_are_found_anew)
{
  const double at[] = { 0, 48, 72 };
  const double later[] = { 4.25, 6, 6 }, sooner[] = { 4.25, 4.25, 3.5 },
               past[] = { 4.25, 4.25, 1 }, on_time[] = { 4.25, 4.25, 3 };
  near(clock_at("on", "stop", FORWARD, 3, at, later, 240), 2 * 4.5, tolerance);
  near(clock_at("on", "stop", FORWARD, 3, at, sooner, 240), 2 * 2, tolerance);
  near(clock_at("on", "stop", FORWARD, 3, at, past, 240), 2 * 1.5, tolerance);
  near(clock_at("on", "stop", FORWARD, 3, at, on_time, 240), 2 * 1.5, tolerance);
  near(clock_at("on", "stop", BACKWARD, 3, at, sooner, 240), 2 * 2, tolerance);
  /* begun again: jmp rises by size, 3, each time */
  const double again[] = { 1.5, 2.5, 2.75 };
  near(clock_at("jmp", "begin", FORWARD, 3, at, again, 240), 6, tolerance);
  near(clock_at("on", "begin", FORWARD, 3, at, again, 240), 2 * (0.5 + 1.75), tolerance);
  /* begun already, when it becomes the time to begin: not again */
  const double due[] = { 1.5, 1.5, 3 };
  near(clock_at("jmp", "begin", FORWARD, 3, at, due, 240), 3, tolerance);
  /* a switch that follows from parameters alone: extra is on while a > b, 1 */
  const double a[] = { 2, 0.5, 2 };
  impakt_sim *clock = new_sim(&model_unit_clock, FINE);
  fine(clock, impakt_sim_set_initial(clock, "D", 10));
  fine(clock, impakt_sim_set_course(clock, "a", FORWARD, at, a, 3));
  near(value_at(clock, "D", 96), 10 * exp(-0.7 * 3), tolerance);
  impakt_sim_free(clock);
}
END_TEST

/* stop falls by 1 a day from 8 d: it meets the time at 4 d.  begin rises by half a day a day. */
START_TEST(switches_that_move)
{
  const double at[] = { 0, 240 }, stop[] = { 8, 0 }, begin[] = { 1, 6 };
  near(clock_at("on", "stop", LINEAR, 2, at, stop, 240), 2 * (40.0 / 9 - 1.5), tolerance);
  near(clock_at("on", "begin", LINEAR, 2, at, begin, 240), 2 * (4.25 - 2), tolerance);
  /* shifting stop by 1 d moves when it meets the time by 1 / (1 + 8 / 10) d */
  impakt_sim *clock = new_sim(&model_unit_clock, FINE);
  fine(clock, impakt_sim_set_course(clock, "stop", LINEAR, at, stop, 2));
  near(slope_at(clock, "on", "stop", 200), 2 / 1.8, tolerance);
  fine(clock, impakt_sim_set_course(clock, "begin", LINEAR, at, begin, 2));
  near(slope_at(clock, "on", "begin", 200), -2 / 0.5, tolerance);
  /* size, which is added to jmp at that time, moves with it: 3 + 0.1 per day */
  const double size[] = { 3, 4 };
  fine(clock, impakt_sim_set_course(clock, "size", LINEAR, at, size, 2));
  near(value_at(clock, "jmp", 200), 3.2, tolerance);
  near(slope_at(clock, "jmp", "begin", 200), 0.1 / 0.5, tolerance);
  near(slope_at(clock, "jmp", "size", 200), 1, tolerance);
  impakt_sim_free(clock);
}
END_TEST

/* x' = k x, cut back to xr at K, which falls linearly, and once jumps below x. */
START_TEST(a_moving_ceiling)
{
  const double at[] = { 0, 10 }, falls[] = { 50, 20 };
  impakt_sim *reset = new_sim(&model_unit_reset, FINE);
  fine(reset, impakt_sim_set_parameter(reset, "xr", 5));
  fine(reset, impakt_sim_set_course(reset, "K", LINEAR, at, falls, 2));
  double low = 0, high = 10; /* 10 exp(t / 4) = 50 - 3 t */
  while (high - low > 1e-14) {
    const double t = 0.5 * (low + high);
    *(10 * exp(0.25 * t) < 50 - 3 * t ? &low : &high) = t;
  }
  const double x = 50 - 3 * low;
  near(value_at(reset, "x", 8), 5 * exp(0.25 * (8 - low)), tolerance);
  /* dT / dK = 1 / (x' + 3) */
  near(slope_at(reset, "x", "K", 8), -0.25 * 5 * exp(0.25 * (8 - low)) / (0.25 * x + 3),
       tolerance);
  const double drops[] = { 50, 12 }, when[] = { 0, 1 };
  fine(reset, impakt_sim_set_course(reset, "K", FORWARD, when, drops, 2)); /* x is 12.8 */
  near(value_at(reset, "x", 2), 5 * exp(0.25), tolerance);
  near_size(slope_at(reset, "x", "K", 2), 0, tolerance, 1); /* when is fixed */
  impakt_sim_free(reset);
}
END_TEST

/* V grows by 1 L/h from 5 L.  A rule that watches a quantity gives 10 mg when it falls below a level,
 * at T, which raise C by 10 / V at that time. */
static void let_a_rule_give(const char *quantity, double level)
{
  static const double at[] = { 0, 20 }, volume[] = { 5, 25 };
  int dose, rule;
  fine(sim, impakt_sim_set_initial(sim, "C", 2));
  fine(sim, impakt_sim_set_course(sim, "V", LINEAR, at, volume, 2));
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_rule(sim, quantity, IMPAKT_FALLING, level, &rule));
  fine(sim, impakt_sim_rule_limit(sim, rule, 1, 0));
  fine(sim, impakt_sim_rule_dose(sim, rule, dose, 0));
}

/* V C falls below 8 mg, when V = 4 exp(ke T): what is left of the dose does not depend on T. */
START_TEST(a_rule_on_an_output_that_moves)
{
  let_a_rule_give("total", 8);
  double low = 1, high = 20;
  while (high - low > 1e-14 * high) {
    const double t = 0.5 * (low + high);
    *((5 + t) * 2 * exp(-0.2 * t) > 8 ? &low : &high) = t;
  }
  near(value_at(sim, "C", low - 0.01), 2 * exp(-0.2 * (low - 0.01)), tolerance);
  near(value_at(sim, "C", 15), (2 + 2.5) * exp(-0.2 * 15), tolerance);
  near_size(slope_at(sim, "C", "V", 15), 0, tolerance, 1);
  near(slope_at(sim, "C", "ke", 15), -15 * 4.5 * exp(-0.2 * 15), tolerance);
}
END_TEST

/* C falls below 1 mg/L at T = log(2) / ke, whatever V: dT / dke = - T / ke. */
START_TEST(a_rule_that_gives_into_what_moves)
{
  let_a_rule_give("C", 1);
  const double T = log(2) / 0.2, then = 5 + T, left = exp(-0.2 * (15 - T)), dT = -T / 0.2;
  near(value_at(sim, "C", 15), 2 * exp(-3) + 10 / then * left, tolerance);
  near(slope_at(sim, "C", "V", 15), -10 / (then * then) * left, tolerance);
  near(slope_at(sim, "C", "ke", 15),
       -15 * 2 * exp(-3) + 10 * left / then * (T - 15 + 0.2 * dT - dT / then), tolerance);
}
END_TEST

/* ---- settings ---------------------------------------------------------------------------------- */

START_TEST(the_later_call_wins)
{
  double parameters[10];
  fine(sim, impakt_sim_set_initial(sim, "C", 2));
  set_ke(FORWARD);
  fine(sim, impakt_sim_get_parameters(sim, parameters, 10));
  parameters[1] = 3;
  fine(sim, impakt_sim_set_parameters(sim, parameters, 10)); /* leaves courses alone */
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  near(value_at(sim, "C", 20), 2 * exp(-eliminated(FORWARD, 20)), tolerance);
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.3));
  ck_assert_int_eq(impakt_sim_courses(sim), 0);
  near(value_at(sim, "C", 20), 2 * exp(-0.3 * 20), tolerance);
  set_ke(LINEAR);
  set_ke(BACKWARD);
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  near(value_at(sim, "C", 20), 2 * exp(-eliminated(BACKWARD, 20)), tolerance);
  fine(sim, impakt_sim_set_course(sim, "V", FORWARD, times, weights, 3));
  fine(sim, impakt_sim_set_patient_course(sim, "WT", FORWARD, times, weights, 3));
  fine(sim, impakt_sim_use_preset(sim, "tiny")); /* V, WT, BSA */
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  fine(sim, impakt_sim_set_patient_course(sim, "WT", FORWARD, times, weights, 3));
  fine(sim, impakt_sim_set_patient(sim, "WT", 33));
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  fine(sim, impakt_sim_course_clear(sim));
  ck_assert_int_eq(impakt_sim_courses(sim), 0);
  near(value_at(sim, "C", 20), 2 * exp(-0.2 * 20), tolerance);
}
END_TEST

START_TEST(what_is_set)
{
  const char *name = NULL;
  double t[KNOTS] = { 0 }, v[KNOTS] = { 0 };
  int rule = -1;
  size_t count = 0;
  set_ke(LINEAR);
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  ck_assert_int_eq(impakt_sim_get_course(sim, 0, &name, &rule, t, v, 2, &count), IMPAKT_OK);
  ck_assert_str_eq(name, "ke");
  ck_assert_int_eq(rule, IMPAKT_LINEAR);
  ck_assert_uint_eq(count, KNOTS);
  near(t[1], 4, 0);
  near(v[1], 0.5, 0);
  near(v[2], 0, 0);
  ck_assert_int_eq(impakt_sim_get_course(sim, 0, NULL, NULL, NULL, NULL, 9, NULL), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_get_course(sim, 1, &name, NULL, NULL, NULL, 0, NULL),
                   IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_sim_courses(NULL), 0);
  impakt_sim *copy;
  fine(sim, impakt_sim_copy(&copy, sim));
  fine(sim, impakt_sim_course_clear(sim));
  fine(copy, impakt_sim_set_initial(copy, "C", 2));
  near(value_at(copy, "C", 20), 2 * exp(-eliminated(LINEAR, 20)), tolerance);
  impakt_sim_free(copy);
}
END_TEST

/* The equations alone take the values at their time. */
START_TEST(equations_at_a_time)
{
  const double states[] = { 0, 2, 0, 0 };
  double f[4], outputs[2], expected[] = { 0.2, 0.35, 0.5, 0.05 };
  const double at[] = { 0, 2, 4, 10 };
  set_ke(LINEAR);
  for (int i = 0; i < 4; i++) {
    fine(sim, impakt_sim_rhs(sim, at[i], states, 4, NULL, 0, f, 4));
    near(f[1], -2 * expected[i], ROUNDING);
  }
  fine(sim, impakt_sim_set_course(sim, "V", FORWARD, times, weights, 2));
  fine(sim, impakt_sim_outputs(sim, 4, states, 4, outputs, 2));
  near(outputs[1], 2 * 30, ROUNDING);
}
END_TEST

/* More output times change nothing. */
START_TEST(grids)
{
  static double at[10001], fine_grid[10001], coarse[11];
  fine(sim, impakt_sim_dose(sim, "depot", 2, 100, NULL, 0, NULL));
  fine(sim, impakt_sim_watch(sim, "C"));
  set_ke(_i);
  for (int i = 0; i <= 10000; i++) at[i] = 60.0 * i / 10000;
  fine(sim, impakt_sim_run(sim, at, 10001, fine_grid, 10001));
  for (int i = 0; i <= 10; i++) at[i] = 60.0 * (1000 * i) / 10000;
  fine(sim, impakt_sim_run(sim, at, 11, coarse, 11));
  for (int i = 0; i <= 10; i++) near(coarse[i], fine_grid[1000 * i], 0);
}
END_TEST

/* A remark names the first value that the publication does not cover. */
START_TEST(values_that_were_not_studied)
{
  const double BSA[] = { 1, 2, 2.9 };
  double time = 1, result;
  impakt_sim *blina = new_sim(impakt_model_find("blinatumomab_clements2020"), FINE);
  fine(blina, impakt_sim_watch(blina, "C"));
  fine(blina, impakt_sim_set_patient_course(blina, "BSA", FORWARD, days, BSA, 3));
  ck_assert_int_eq(impakt_sim_run(blina, &time, 1, &result, 1), IMPAKT_REMARK);
  says(impakt_sim_message(blina), "2.9 m2 at 48 h");
  fine(blina, impakt_sim_set_patient_course(blina, "BSA", FORWARD, days, BSA, 2));
  fine(blina, impakt_sim_run(blina, &time, 1, &result, 1));
  impakt_sim_free(blina);
}
END_TEST

/* Derived parameters follow: clearance of the published model by a growing surface.
 * Q' = -CL/V Q with CL = CL0 (BSA / ref)^theta; BSA linear: the exponent has a closed form. */
START_TEST(derived_parameters_follow)
{
  const double CL0 = 2.22, volume = 5.98, theta = 0.62, ref = 1.876, BSA[] = { 0.5, 1.7 },
               at[] = { 0, 48 }, b = 1.2 / 48;
  impakt_sim *blina = new_sim(impakt_model_find("blinatumomab_clements2020"), FINE);
  fine(blina, impakt_sim_set_initial(blina, "Q", 3));
  fine(blina, impakt_sim_set_patient_course(blina, "BSA", LINEAR, at, BSA, 2));
  for (double t = 1; t < 9; t += 2.3) {
    const double now = 0.5 + b * t;
    const double exponent = CL0 / volume / pow(ref, theta) *
                            (pow(now, theta + 1) - pow(0.5, theta + 1)) / (b * (theta + 1));
    const double by_BSA =
        CL0 / volume / pow(ref, theta) * (pow(now, theta) - pow(0.5, theta)) / b;
    near(value_at(blina, "Q", t), 3 * exp(-exponent), tolerance);
    near(slope_at(blina, "Q", "BSA", t), -3 * exp(-exponent) * by_BSA, tolerance);
  }
  impakt_sim_free(blina);
}
END_TEST

/* ---- misuse ------------------------------------------------------------------------------------ */

static int tried(int rule, const double *at, const double *values, size_t n)
{
  return impakt_sim_set_course(sim, "ke", rule, at, values, n);
}

START_TEST(what_is_refused)
{
  const double two[] = { 0, 1 }, late[] = { 1, 2 }, equal[] = { 0, 0 }, back[] = { 0, 2, 1 },
               negative[] = { -1, 0 }, not_a_number[] = { 0, NAN }, good[] = { 0.1, 0.2, 0.3 },
               high[] = { 0.1, 51 }, close[] = { 1, 1 + 1e-14 };
  ck_assert_int_eq(impakt_sim_set_course(NULL, "ke", 0, two, good, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_course(sim, "kee", 0, two, good, 2), IMPAKT_E_NAME);
  says(impakt_sim_message(sim), "ke");
  ck_assert_int_eq(impakt_sim_set_course(sim, NULL, 0, two, good, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(tried(3, two, good, 2), IMPAKT_E_INDEX);
  says(impakt_sim_message(sim), "linear");
  ck_assert_int_eq(tried(-1, two, good, 2), IMPAKT_E_INDEX);
  ck_assert_int_eq(tried(0, two, good, 0), IMPAKT_E_LENGTH);
  ck_assert_int_eq(tried(0, NULL, good, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(tried(0, two, NULL, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(tried(0, late, good, 2), IMPAKT_E_ORDER);
  says(impakt_sim_message(sim), "carried forward");
  ck_assert_int_eq(tried(2, late, good, 2), IMPAKT_E_ORDER);
  says(impakt_sim_message(sim), "linear");
  ck_assert_int_eq(tried(0, equal, good, 2), IMPAKT_E_ORDER);
  ck_assert_int_eq(tried(0, back, good, 3), IMPAKT_E_ORDER);
  ck_assert_int_eq(tried(1, close, good, 2), IMPAKT_E_ORDER);
  ck_assert_int_eq(tried(0, negative, good, 2), IMPAKT_E_ORDER);
  ck_assert_int_eq(tried(1, not_a_number, good, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(tried(0, two, not_a_number, 2), IMPAKT_E_RANGE);
  ck_assert_int_eq(tried(0, two, high, 2), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "values[1]");
  says(impakt_sim_message(sim), "ke");
  ck_assert_int_eq(impakt_sim_courses(sim), 0);
  ck_assert_int_eq(impakt_sim_course_clear(NULL), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_get_course(NULL, 0, NULL, NULL, NULL, NULL, 0, NULL),
                   IMPAKT_E_ARGUMENT);
  impakt_sim *clock = new_sim(&model_unit_clock, FINE);
  ck_assert_int_eq(impakt_sim_set_course(clock, "one", 0, two, good, 2), IMPAKT_E_RANGE);
  says(impakt_sim_message(clock), "constant");
  impakt_sim_free(clock);
}
END_TEST

START_TEST(covariates_that_are_refused)
{
  const double two[] = { 0, 1 }, good[] = { 20, 30 }, zero[] = { 20, 0 }, high[] = { 20, 300 };
  ck_assert_int_eq(impakt_sim_set_patient_course(NULL, "WT", 0, two, good, 2),
                   IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_patient_course(sim, NULL, 0, two, good, 2),
                   IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_patient_course(sim, "ke", 0, two, good, 2), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_sim_set_patient_course(sim, "WT", 9, two, good, 2), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_sim_set_patient_course(sim, "WT", 0, two, zero, 2), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_set_patient_course(sim, "WT", 0, two, high, 2), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "values[1]");
  ck_assert_int_eq(impakt_sim_courses(sim), 0);
  fine(sim, impakt_sim_set_patient_course(sim, "WT", 0, two, good, 2));
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("parameters in time");
  tcase_add_checked_fixture(t, set_up, tear_down);
  tcase_add_loop_test(t, elimination_in_time, 0, 12);
  tcase_add_loop_test(t, slope_of_a_shift, 0, 12);
  tcase_add_loop_test(t, courses_that_do_not_move, 0, 3);
  tcase_add_test(t, before_the_first);
  tcase_add_loop_test(t, values_at_the_start, 0, 3);
  tcase_add_loop_test(t, samples_at_changes, 0, 3);
  tcase_add_loop_test(t, measures_of_a_moving_output, 0, 3);
  tcase_add_loop_test(t, weight_at_the_dose, 0, 3);
  tcase_add_test(t, weight_of_a_system);
  tcase_add_loop_test(t, fraction_and_lag_at_the_dose, 0, 3);
  tcase_add_loop_test(t, slopes_of_moving_doses, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_ADAMS + 1);
  tcase_add_test(t, known_times_are_found_anew);
  tcase_add_test(t, switches_that_move);
  tcase_add_test(t, a_moving_ceiling);
  tcase_add_test(t, a_rule_on_an_output_that_moves);
  tcase_add_test(t, a_rule_that_gives_into_what_moves);
  tcase_add_test(t, the_later_call_wins);
  tcase_add_test(t, what_is_set);
  tcase_add_test(t, equations_at_a_time);
  tcase_add_loop_test(t, grids, 0, 3);
  tcase_add_test(t, values_that_were_not_studied);
  tcase_add_test(t, derived_parameters_follow);
  tcase_add_test(t, what_is_refused);
  tcase_add_test(t, covariates_that_are_refused);
  return run_tests("parameters in time", t);
}
