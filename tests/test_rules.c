/* test_rules.c — rules and checks against exact courses of one compartment: when a level is crossed,
 * what is done then, and the slopes of all that follows. */
#include "testing.h"

extern const impakt_model model_unit_depot, model_unit_reset, model_unit_grade;

static const double ke = 0.2, V = 5, F = 0.6, lag = 0.5;
static const double tolerance = GATHERED * FINE;
static const double on_time = 1e-7; /* h; what is asked for is 1e-6 */
static impakt_sim *sim;

static void set_up(void) { sim = new_sim(&model_unit_depot, FINE); }
static void tear_down(void)
{
  impakt_sim_free(sim);
  sim = NULL;
}

/* ---- shorthand -------------------------------------------------------------------------------- */

static int rule(const char *quantity, int direction, double level)
{
  int number;
  fine(sim, impakt_sim_rule(sim, quantity, direction, level, &number));
  return number;
}

static int bolus(double time, double amount)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", time, amount, "mg", 0, &dose));
  return dose;
}

static int replaced(double value)
{
  int dose;
  fine(sim, impakt_sim_replace(sim, "C", 0, value, &dose));
  return dose;
}

static void start_at(double C) { fine(sim, impakt_sim_set_initial(sim, "C", C)); }

/* Runs to the end; C there. */
static double run_to(double end)
{
  double value = NAN;
  fine(sim, impakt_sim_watch_clear(sim));
  fine(sim, impakt_sim_watch(sim, "C"));
  const int status = impakt_sim_run(sim, &end, 1, &value, 1);
  ck_assert_msg(status >= 0, "%s", impakt_sim_message(sim));
  return value;
}

enum { MOST = 1000 };
static double fired[MOST];

static size_t firings(int number)
{
  size_t n;
  fine(sim, impakt_sim_fired(sim, number, fired, MOST, &n));
  return n;
}

static void fired_at(int number, size_t n, const double *times)
{
  ck_assert_uint_eq(firings(number), n);
  for (size_t i = 0; i < n; i++) near_size(fired[i], times[i], on_time, 1);
}
#define FIRED_AT(number, ...)                                                                  \
  do {                                                                                         \
    const double times_[] = { __VA_ARGS__ };                                                   \
    fired_at(number, LENGTH_OF(times_), times_);                                               \
  } while (0)

static double falls(double from, double to) { return log(from / to) / ke; }

/* ---- when ------------------------------------------------------------------------------------- */

START_TEST(falls_below)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_dose(sim, low, bolus(0, 20), 0));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  const double t = falls(10, 2);
  near(run_to(24), 10 * exp(-ke * 24) + 4 * exp(-ke * (24 - t)), tolerance);
  FIRED_AT(low, t);
}
END_TEST

/* Each integrator has an interpolant of its own. */
START_TEST(by_every_solver)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_dose(sim, low, bolus(0, 20), 0));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-8));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  run_to(24);
  ck_assert_uint_eq(firings(low), 3);
  for (int i = 0; i < 3; i++) near_size(fired[i], falls(10, 2) + i * falls(6, 2), 1e-6, 1);
}
END_TEST

START_TEST(rises_above)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 1, 10, "mg/h", 20, NULL));
  const int high = rule("C", IMPAKT_RISING, 6), output = rule("Cng", IMPAKT_RISING, 7000);
  run_to(30);
  FIRED_AT(high, 1 - log(1 - 6 * V * ke / 10) / ke);
  FIRED_AT(output, 1 - log(1 - 7 * V * ke / 10) / ke);
}
END_TEST

/* Whenever it falls below 1, 4 more: a period of falling from 5 to 1. */
START_TEST(rescue_for_ever)
{
  start_at(5);
  const int low = rule("C", IMPAKT_FALLING, 1);
  fine(sim, impakt_sim_rule_dose(sim, low, bolus(0, 20), 0));
  const double period = falls(5, 1);
  near(run_to(100.5 * period), 5 * exp(-ke * 0.5 * period), 1e-7);
  ck_assert_uint_eq(firings(low), 100);
  for (int i = 0; i < 100; i++) near(fired[i], (i + 1) * period, on_time);
}
END_TEST

START_TEST(a_jump_across)
{
  const int high = rule("C", IMPAKT_RISING, 3), low = rule("C", IMPAKT_FALLING, 3);
  bolus(7, 20);
  int cut;
  fine(sim, impakt_sim_multiply(sim, "C", 8, 0.5, &cut));
  run_to(20);
  FIRED_AT(high, 7);
  FIRED_AT(low, 8);
  ck_assert(fired[0] == 8);
}
END_TEST

/* Also when what makes it jump is given at 0. */
START_TEST(a_jump_at_0)
{
  const int high = rule("C", IMPAKT_RISING, 3);
  bolus(0, 20);
  run_to(1);
  FIRED_AT(high, 0);
}
END_TEST

START_TEST(beyond_at_the_start)
{
  start_at(10);
  const int high = rule("C", IMPAKT_RISING, 4);
  bolus(3, 5); /* 5.49 to 6.49: not yet back */
  bolus(15, 20);
  run_to(20);
  FIRED_AT(high, 15);
}
END_TEST

START_TEST(only_touched)
{
  const int high = rule("C", IMPAKT_RISING, 4), low = rule("C", IMPAKT_FALLING, 0);
  fine(sim, impakt_sim_replace(sim, "C", 5, 4, NULL));
  bolus(10, 0);
  run_to(20);
  ck_assert_uint_eq(firings(high), 0);
  ck_assert_uint_eq(firings(low), 0);
}
END_TEST

/* At one time up and down again: what stands in the end counts. */
START_TEST(up_and_down_at_one_time)
{
  const int high = rule("C", IMPAKT_RISING, 4);
  fine(sim, impakt_sim_replace(sim, "C", 5, 9, NULL));
  fine(sim, impakt_sim_multiply(sim, "C", 5, 0.1, NULL));
  run_to(20);
  ck_assert_uint_eq(firings(high), 0);
}
END_TEST

/* At the end of the run, and where a sample and a dose are. */
START_TEST(at_known_times)
{
  start_at(10);
  const double end = falls(10, 2);
  const int low = rule("C", IMPAKT_FALLING, 2 * (1 + 1e-9));
  fine(sim, impakt_sim_rule_dose(sim, low, bolus(0, 20), 0));
  run_to(end);
  ck_assert_uint_eq(firings(low), 1);
  near_size(fired[0], end, on_time, 1);
}
END_TEST

/* ---- how often -------------------------------------------------------------------------------- */

static void daily(double amount, int count)
{
  fine(sim, impakt_sim_dose_repeat(sim, bolus(0, amount), 24, count));
}

START_TEST(hysteresis)
{
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.05)); /* to 0.301 within a day */
  const int plain = rule("C", IMPAKT_RISING, 5), slow = rule("C", IMPAKT_RISING, 5);
  fine(sim, impakt_sim_rule_rearm(sim, slow, 2));
  daily(20, 4); /* peaks 4, 5.2, 5.57, 5.68; lows 1.2, 1.57, 1.68 */
  fine(sim,
       impakt_sim_multiply(sim, "C", 60, 2, NULL)); /* 3.06 to 6.1: the low after it is 3.4 */
  run_to(120);
  FIRED_AT(plain, 24, 48, 60, 72);
  FIRED_AT(slow, 24, 48);
}
END_TEST

START_TEST(limits)
{
  const int all = rule("C", IMPAKT_RISING, 3), some = rule("C", IMPAKT_RISING, 3),
            both = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_limit(sim, all, 2, 0));
  fine(sim, impakt_sim_rule_limit(sim, some, 2, 72));
  fine(sim, impakt_sim_rule_limit(sim, both, 2, 72));
  fine(sim, impakt_sim_rule_limit(sim, both, 3, INFINITY));
  daily(20, 10);
  run_to(240);
  FIRED_AT(all, 0, 24);
  FIRED_AT(some, 0, 24, 72, 96, 144, 168, 216); /* 3 days after the first is no longer within */
  FIRED_AT(both, 0, 24, 72);
}
END_TEST

START_TEST(rest_and_again)
{
  const int rest = rule("C", IMPAKT_RISING, 3), again = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_rest(sim, rest, 30, 0));
  fine(sim, impakt_sim_rule_rest(sim, again, 8, 1));
  daily(20, 3); /* above 3 for 1.44 h */
  int feed;
  fine(sim, impakt_sim_infuse(sim, "iv", 100, 10, "mg/h", 20, &feed));
  run_to(140);
  const double left = 4 * (exp(-ke * 52) + exp(-ke * 76) + exp(-ke * 100));
  const double up = 100 + log((10 - left) / (10 - 3)) / ke;
  FIRED_AT(rest, 0, 48, up);
  FIRED_AT(again, 0, 24, 48, up, up + 8, up + 16, up + 24);
}
END_TEST

/* At most 2 in 24 h: again when that lets it. */
START_TEST(again_within_a_limit)
{
  fine(sim, impakt_sim_set_parameter(sim, "ke", 1e-3));
  const int r = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_rest(sim, r, 8, 1));
  fine(sim, impakt_sim_rule_limit(sim, r, 2, 24));
  fine(sim, impakt_sim_rule_limit(sim, r, 5, 0));
  bolus(1, 20);
  run_to(100);
  FIRED_AT(r, 1, 9, 25, 33, 49);
}
END_TEST

/* Crossed during the rest, and beyond at its end. */
START_TEST(crossed_in_the_rest)
{
  const int r = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_rest(sim, r, 10, 1));
  bolus(0, 20);
  bolus(9.5, 20);
  run_to(30);
  FIRED_AT(r, 0, 10);
}
END_TEST

START_TEST(between)
{
  const int r = rule("C", IMPAKT_RISING, 3), late = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_between(sim, r, 24, 72));
  fine(sim, impakt_sim_rule_between(sim, late, 80, INFINITY));
  daily(20, 6);
  run_to(140);
  FIRED_AT(r, 24, 48, 72);
  FIRED_AT(late, 96, 120);
}
END_TEST

/* ---- what ------------------------------------------------------------------------------------- */

START_TEST(a_delayed_dose)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2);
  int dose;
  fine(sim,
       impakt_sim_dose(sim, "part", 1, 20, "mg", 3, &dose)); /* an hour after, and its lag */
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 2));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  const double t = falls(10, 2) + 2 + 1 + lag, end = t + 5;
  const double in = F * 20 / 3 / (V * ke) * (1 - exp(-ke * 3)) * exp(-ke * 2);
  near(run_to(end), 10 * exp(-ke * end) + in, tolerance);
  near(run_to(t), 2 * exp(-ke * (3 + lag)), tolerance);
}
END_TEST

START_TEST(a_dose_with_repeats)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2), dose = bolus(0, 5);
  fine(sim, impakt_sim_dose_repeat(sim, dose, 6, 3));
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 0));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  const double t = falls(10, 2);
  near(run_to(t + 20), 2 * exp(-ke * 20) + exp(-ke * 20) + exp(-ke * 14) + exp(-ke * 8),
       tolerance);
  size_t count;
  fine(sim, impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 0, &count));
  ck_assert_uint_eq(count, 0); /* nobody knows how many there will be */
}
END_TEST

START_TEST(held_and_resumed)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 10, "mg/h", 100, NULL));
  const int high = rule("C", IMPAKT_RISING, 6), low = rule("C", IMPAKT_FALLING, 3);
  fine(sim, impakt_sim_rule_scale(sim, high, "iv", 0, 0));
  fine(sim, impakt_sim_rule_scale(sim, low, "iv", 1, 0));
  const double up = -log(1 - 0.6) / ke, down = up + falls(6, 3);
  const double again = down - log((10 - 6) / (10. - 3)) / ke;
  near(run_to(again), 6, tolerance);
  near(run_to(down + 1), 10 - 7 * exp(-ke), tolerance);
  run_to(120);
  const size_t n = firings(high);
  ck_assert_uint_ge(n, 8);
  near(fired[0], up, on_time);
  near(fired[1], again, on_time);
  near(fired[n - 1], up + (n - 1) * (again - up), on_time);
}
END_TEST

/* Boluses are multiplied too; an infusion that is held ends when it would have. */
START_TEST(held_to_the_end)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 10, "mg/h", 10, NULL));
  bolus(8, 100);
  bolus(20, 20);
  const int high = rule("C", IMPAKT_RISING, 6);
  fine(sim, impakt_sim_rule_scale(sim, high, "iv", 0, 0));
  fine(sim, impakt_sim_rule_scale(sim, high, "iv", 0.5, 12));
  const double up = -log(1 - 0.6) / ke;
  near(run_to(25), 6 * exp(-ke * (25 - up)) + 0.5 * 4 * exp(-ke * 5), tolerance);
}
END_TEST

START_TEST(another_rate)
{
  fine(sim, impakt_sim_set_parameter(sim, "F", 0.5));
  fine(sim, impakt_sim_infuse(sim, "part", 0, 20, "mg/h", 50, NULL)); /* 10 arrive */
  const int high = rule("C", IMPAKT_RISING, 6);
  fine(sim, impakt_sim_rule_limit(sim, high, 1, 0));
  fine(sim, impakt_sim_rule_scale(sim, high, "part", 0, 0));
  fine(sim, impakt_sim_rule_rate(sim, high, "part", 192, "mg/d", 10)); /* 4 arrive */
  fine(sim, impakt_sim_rule_scale(sim, high, "part", 1, 15));
  const double up = lag - log(1 - 0.6) / ke, held = 6 * exp(-ke * 10);
  near(run_to(up + 10), held, tolerance);
  const double slow = 4 + (held - 4) * exp(-ke * 5);
  near(run_to(up + 15), slow, tolerance);
  near(run_to(up + 20), 10 + (slow - 10) * exp(-ke * 5), tolerance);
  near(run_to(60) / run_to(55), exp(-ke * 5), 1e-6);
}
END_TEST

/* What an earlier firing has put off does not come if a later one says otherwise. */
START_TEST(overruled)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 10, "mg/h", 50, NULL));
  const int high = rule("C", IMPAKT_RISING, 6), low = rule("C", IMPAKT_FALLING, 3);
  fine(sim, impakt_sim_rule_rearm(sim, low, 6));
  fine(sim, impakt_sim_rule_scale(sim, high, "iv", 0, 0));
  fine(sim, impakt_sim_rule_scale(sim, high, "iv", 1, 12)); /* the other is there before */
  fine(sim, impakt_sim_rule_rate(sim, low, "iv", 5, NULL, 0));
  const double up = -log(1 - 0.6) / ke, down = up + falls(6, 3);
  near(run_to(down + 20), 5 - 2 * exp(-ke * 20), tolerance);
  FIRED_AT(low, down);
}
END_TEST

START_TEST(another_parameter)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_set(sim, low, "ke", 0.05, 0));
  fine(sim, impakt_sim_rule_set(sim, low, "ke", 0.4, 10));
  const double t = falls(10, 2);
  near(run_to(t + 5), 2 * exp(-0.25), tolerance);
  near(run_to(t + 13), 2 * exp(-0.5 - 1.2), tolerance);
  double set[10];
  fine(sim, impakt_sim_get_parameters(sim, set, 10));
  near(set[1], ke, 0); /* of the run alone */
}
END_TEST

/* ke rises from 0.1 by 0.01 an hour: ln C falls by 0.1 t + 0.005 t^2. */
START_TEST(with_a_course)
{
  static const double at[2] = { 0, 100 }, values[2] = { 0.1, 1.1 };
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2), dose = bolus(0, 20);
  fine(sim, impakt_sim_set_course(sim, "ke", IMPAKT_LINEAR, at, values, 2));
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 1));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  fine(sim, impakt_sim_slope_in_level(sim, low));
  fine(sim, impakt_sim_slope_in(sim, "ke"));
  fine(sim, impakt_sim_watch(sim, "C"));
  const double t = -10 + sqrt(100 + 200 * log(5)), end = 20;
  const double first = 10 * exp(-0.1 * end - 0.005 * end * end);
  const double given = t + 1, since = end - given;
  const double second = 4 * exp(-0.1 * since - 0.005 * (end * end - given * given));
  double result, slopes[2];
  fine(sim, impakt_sim_run_slopes(sim, &end, 1, &result, 1, slopes, 2));
  near(result, first + second, tolerance);
  FIRED_AT(low, t);
  const double rate = 0.1 + 0.01 * t, then = 0.1 + 0.01 * given;
  near(slopes[0], second * then * (-1 / (2 * rate)), tolerance);
  near(slopes[1], -end * first + second * (then * (-t / rate) - since), tolerance);
  fine(sim, impakt_sim_slope_clear(sim));
  fine(sim, impakt_sim_rule_set(sim, low, "ke", 0.3, 0));
  ck_assert_int_eq(impakt_sim_run(sim, &end, 1, &result, 1), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "ke");
}
END_TEST

START_TEST(stopped)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_stop(sim, low, 1));
  fine(sim, impakt_sim_watch(sim, "C"));
  fine(sim, impakt_sim_slope_in(sim, "ke"));
  int area;
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 0, 40, &area));
  const double end = falls(10, 2) + 1, times[4] = { 0, 5, 12, 30 };
  double result[4], slopes[4], value;
  ck_assert_int_eq(impakt_sim_run_slopes(sim, times, 4, result, 4, slopes, 4), IMPAKT_STOPPED);
  says(impakt_sim_message(sim), "rule 0");
  says(impakt_sim_message(sim), "'C' falls below 2");
  says(impakt_sim_message(sim), "9.047");
  near(result[1], 10 * exp(-1), tolerance);
  ck_assert(isnan(result[2]) && isnan(result[3]) && isnan(slopes[2]) && isnan(slopes[3]));
  near(slopes[1], -50 * exp(-1), tolerance);
  fine(sim, impakt_sim_measured(sim, area, &value));
  near(value, 10 / ke * (1 - exp(-ke * end)), 1e-7);
}
END_TEST

/* Rule 0 sets C, rule 1 multiplies it, which makes rule 2 cross: the order is that of the numbers. */
START_TEST(simultaneous)
{
  start_at(10);
  const int first = rule("C", IMPAKT_FALLING, 5), second = rule("C", IMPAKT_FALLING, 5),
            third = rule("C", IMPAKT_RISING, 20);
  int triple, plus;
  fine(sim, impakt_sim_multiply(sim, "C", 0, 3, &triple));
  fine(sim, impakt_sim_rule_dose(sim, second, triple, 0));
  fine(sim, impakt_sim_rule_dose(sim, first, replaced(7), 0));
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, NULL, 0, &plus));
  fine(sim, impakt_sim_rule_dose(sim, third, plus, 0));
  fine(sim, impakt_sim_rule_limit(sim, first, 1, 0));
  fine(sim, impakt_sim_rule_limit(sim, second, 1, 0));
  const double t = falls(10, 5);
  near(run_to(t + 1), (7 * 3 + 2) * exp(-ke), tolerance);
  FIRED_AT(first, t);
  FIRED_AT(second, t);
  FIRED_AT(third, t);
}
END_TEST

/* Two that undo each other at one time never end: said, not silent. */
START_TEST(too_often)
{
  const int high = rule("C", IMPAKT_RISING, 5), low = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_dose(sim, high, replaced(1), 0));
  fine(sim, impakt_sim_rule_dose(sim, low, replaced(6), 0));
  bolus(3, 50);
  double time = 10, result = 42;
  fine(sim, impakt_sim_watch(sim, "C"));
  ck_assert_int_eq(impakt_sim_run(sim, &time, 1, &result, 1), IMPAKT_E_RULE);
  says(impakt_sim_message(sim), "rule 0");
  says(impakt_sim_message(sim), "1000");
  near(result, 42, 0);
  fine(sim, impakt_sim_rule_limit(sim, high, 3, 0));
  near(run_to(8), 6 * exp(-ke * 5), tolerance);
  ck_assert_uint_eq(firings(high), 3);
}
END_TEST

START_TEST(too_much)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2), dose = bolus(0, 50);
  fine(sim, impakt_sim_dose_repeat(sim, dose, 100, 10001));
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 0));
  double time = 100, result = 42;
  fine(sim, impakt_sim_watch(sim, "C"));
  ck_assert_int_eq(impakt_sim_run(sim, &time, 1, &result, 1), IMPAKT_E_RULE);
  says(impakt_sim_message(sim), "10000");
  near(result, 42, 0);
}
END_TEST

/* Growth that is cut back by a switch at 50, and fed by a rule before that. */
START_TEST(with_switches)
{
  impakt_sim_free(sim);
  sim = new_sim(&model_unit_reset, FINE);
  int fast, cut, feed;
  fine(sim, impakt_sim_rule(sim, "x", IMPAKT_RISING, 40, &fast));
  fine(sim, impakt_sim_rule(sim, "n", IMPAKT_RISING, 0.5, &cut)); /* jumps with the switch */
  fine(sim, impakt_sim_dose(sim, "feed", 0, 5, NULL, 0, &feed));
  fine(sim, impakt_sim_rule_dose(sim, fast, feed, 0));
  const double k = 0.25, t = log(4) / k, full = t + log(50. / 45) / k, period = log(2) / k;
  double times[] = { full + 1, full + 40 }, result[2];
  fine(sim, impakt_sim_watch(sim, "x"));
  fine(sim, impakt_sim_run(sim, times, 2, result, 2));
  near(result[0], 20 * exp(k), tolerance);
  FIRED_AT(cut, full);
  ck_assert_uint_ge(firings(fast), 10);
  near_size(fired[0], t, on_time, 1);
  near_size(fired[1], full + period, on_time, 1);
}
END_TEST

/* ---- checks ----------------------------------------------------------------------------------- */

static int check(int dose, int direction, double level, int action, double value)
{
  int number;
  fine(sim, impakt_sim_check(sim, dose, "C", direction, level, action, value, &number));
  return number;
}

static void checked_at(int number, size_t n, const double *times)
{
  double at[100];
  size_t count;
  fine(sim, impakt_sim_checked(sim, number, at, 100, &count));
  ck_assert_uint_eq(count, n);
  for (size_t i = 0; i < n; i++) near_size(at[i], times[i], on_time, 1);
}
#define CHECKED_AT(number, ...)                                                                \
  do {                                                                                         \
    const double times_[] = { __VA_ARGS__ };                                                   \
    checked_at(number, LENGTH_OF(times_), times_);                                             \
  } while (0)

static double sum_at(double end, const double *times, const double *amounts, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    if (times[i] < end) sum += amounts[i] / V * exp(-ke * (end - times[i]));
  return sum;
}

static int daily_checked(double hours, int count)
{
  const int dose = bolus(0, 20);
  fine(sim, impakt_sim_dose_repeat(sim, dose, hours, count));
  return dose;
}

START_TEST(skipped)
{
  const int dose = daily_checked(6, 5), skip = check(dose, IMPAKT_RISING, 1, IMPAKT_SKIP, 0);
  near(run_to(30), sum_at(30, (double[]){ 0, 12, 24 }, (double[]){ 20, 20, 20 }, 3), tolerance);
  CHECKED_AT(skip, 6, 18);
}
END_TEST

/* From 4 it takes 6.93 h to fall to 1; all later ones move along. */
START_TEST(delayed)
{
  const int dose = daily_checked(6, 3), delay = check(dose, IMPAKT_RISING, 1, IMPAKT_DELAY, 2);
  near(run_to(30), sum_at(30, (double[]){ 0, 8, 16 }, (double[]){ 20, 20, 20 }, 3), tolerance);
  CHECKED_AT(delay, 6, 14);
}
END_TEST

START_TEST(delayed_together)
{
  const int dose = daily_checked(6, 3), delay = check(dose, IMPAKT_RISING, 1, IMPAKT_DELAY, 2);
  int other, alone;
  fine(sim,
       impakt_sim_dose(sim, "molar", 6, 1, NULL, 0, &other)); /* before it by number? after */
  fine(sim, impakt_sim_dose(sim, "counted", 6, 1, NULL, 0, &alone));
  fine(sim, impakt_sim_dose_course(sim, dose, 7));
  fine(sim, impakt_sim_dose_course(sim, other, 7));
  fine(sim, impakt_sim_set_initial(sim, "N", 0));
  near(value_at(sim, "N", 9), exp(-ke * 1), tolerance);
  near(value_at(sim, "J", 7), 0.75, tolerance);
  run_to(30);
  CHECKED_AT(delay, 6, 14);
}
END_TEST

/* The other one of the course has been looked at when the delay comes: it is looked at again. */
START_TEST(looked_at_again)
{
  int other;
  fine(sim, impakt_sim_dose(sim, "molar", 6, 1, NULL, 0, &other));
  const int dose = bolus(6, 20), half = check(other, IMPAKT_RISING, 0.5, IMPAKT_SCALE, 0.5),
            delay = check(dose, IMPAKT_RISING, 1, IMPAKT_DELAY, 4);
  start_at(5);
  fine(sim, impakt_sim_dose_course(sim, dose, 0));
  fine(sim, impakt_sim_dose_course(sim, other, 0));
  fine(sim, impakt_sim_set_initial(sim, "N", 0));
  near(value_at(sim, "N", 12), 0.5 * exp(-ke * 2), tolerance);
  run_to(30);
  CHECKED_AT(half, 6, 10);
  CHECKED_AT(delay, 6);
}
END_TEST

START_TEST(scaled)
{
  const int dose = daily_checked(6, 3), half = check(dose, IMPAKT_RISING, 1, IMPAKT_SCALE, 0.5),
            more = check(dose, IMPAKT_RISING, 1.3, IMPAKT_SCALE, 0.4);
  near(run_to(30), sum_at(30, (double[]){ 0, 6, 12 }, (double[]){ 20, 10, 20 }, 3), tolerance);
  CHECKED_AT(half, 6);
  checked_at(more, 0, NULL);
  bolus(1, 20);
  near(run_to(30), sum_at(30, (double[]){ 0, 1, 6, 12 }, (double[]){ 20, 20, 4, 10 }, 4),
       tolerance);
  CHECKED_AT(more, 6);
}
END_TEST

START_TEST(scaled_infusion)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 2, 20, NULL, 4, &dose));
  const int half = check(dose, IMPAKT_FALLING, 1, IMPAKT_SCALE, 0.5);
  near(run_to(6), 2.5 / (V * ke) * (1 - exp(-ke * 4)), tolerance);
  CHECKED_AT(half, 2);
}
END_TEST

START_TEST(ended)
{
  const int dose = daily_checked(6, 5), end = check(dose, IMPAKT_RISING, 1.4, IMPAKT_END, 0);
  bolus(7, 20); /* another record */
  near(run_to(30), sum_at(30, (double[]){ 0, 6, 7 }, (double[]){ 20, 20, 20 }, 3), tolerance);
  CHECKED_AT(end, 12);
}
END_TEST

/* Due before its lag; a check of one that a rule gives. */
START_TEST(due_before_the_lag)
{
  int dose;
  start_at(4);
  fine(sim, impakt_sim_dose(sim, "part", 6.8, 20, NULL, 0, &dose));
  const int skip =
      check(dose, IMPAKT_RISING, 1, IMPAKT_SKIP, 0); /* 1.03 then, 0.93 when it comes */
  near(run_to(10), 4 * exp(-ke * 10), tolerance);
  CHECKED_AT(skip, 6.8);
  const int low = rule("C", IMPAKT_FALLING, 0.5);
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 0));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  const double t = falls(4, 0.5);
  near(run_to(t + 10), 0.5 * exp(-ke * 10) + F * 4 * exp(-ke * (10 - 6.8 - lag)), tolerance);
}
END_TEST

/* ---- what was given ------------------------------------------------------------------------------ */

START_TEST(what_was_given)
{
  int record[9];
  double time[9], amount[9], duration[9];
  size_t n;
  ck_assert_int_eq(impakt_sim_given(sim, NULL, NULL, NULL, NULL, 0, &n), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_sim_given(NULL, NULL, NULL, NULL, NULL, 0, &n), IMPAKT_E_ARGUMENT);
  start_at(4);
  int rescue, late;
  fine(sim, impakt_sim_dose(sim, "part", 1, 20, "mg", 2, &rescue));
  const int skipped = bolus(2, 10), halved = bolus(3, 10), low = rule("C", IMPAKT_FALLING, 1);
  check(skipped, IMPAKT_RISING, 1, IMPAKT_SKIP, 0);
  check(halved, IMPAKT_RISING, 1, IMPAKT_SCALE, 0.5);
  fine(sim, impakt_sim_dose(sim, "iv", 1000, 1, NULL, 0, &late)); /* after the end */
  fine(sim, impakt_sim_rule_dose(sim, low, rescue, 0));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  run_to(40);
  ck_assert_int_eq(impakt_sim_given(sim, NULL, NULL, NULL, NULL, 0, NULL), IMPAKT_E_ARGUMENT);
  fine(sim, impakt_sim_given(sim, record, time, amount, duration, 9, &n));
  ck_assert_uint_eq(n, 2);
  ck_assert_int_eq(record[0], halved);
  near(amount[0], 5, ROUNDING);
  near_size(duration[0], 0, 0, 0);
  ck_assert_int_eq(record[1], rescue);
  firings(low);
  near(time[1], fired[0] + 1 + lag, 1e-12);
  near(amount[1], F * 20, 1e-12);
  near(duration[1], 2, 1e-12);
}
END_TEST

/* ---- the most of an amount ---------------------------------------------------------------------- */

START_TEST(at_most)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 0, 8, "mg/kg", 0, &dose));
  fine(sim, impakt_sim_dose_most(sim, dose, 0.8, "g"));
  fine(sim, impakt_sim_set_patient(sim, "WT", 70));
  near(run_to(1), 560 / V * exp(-ke), tolerance);
  near(slope_at(sim, "C", "WT", 1), 8 / V * exp(-ke), tolerance);
  fine(sim, impakt_sim_set_patient(sim, "WT", 120));
  near(run_to(1), 800 / V * exp(-ke), tolerance);
  near_size(slope_at(sim, "C", "WT", 1), 0, 0, 0);
  double amount;
  size_t count;
  fine(sim, impakt_sim_doses(sim, NULL, NULL, &amount, NULL, 1, &count));
  near(amount, 800, ROUNDING);
}
END_TEST

/* ---- slopes ------------------------------------------------------------------------------------- */

enum { SLOPES = 8 };
static const double times[] = { 3, 11, 18, 26, 40 };
enum { TIMES = LENGTH_OF(times) };

/* A little of everything; z: what is changed, each by a part of itself. */
static impakt_sim *busy(const double z[SLOPES], double rtol)
{
  impakt_sim *s = new_sim(&model_unit_depot, rtol);
  int low, high, rescue, load;
  fine(s, impakt_sim_set_parameter(s, "ke", ke * z[0]));
  fine(s, impakt_sim_set_parameter(s, "V", V * z[1]));
  fine(s, impakt_sim_set_parameter(s, "lag", lag * z[2]));
  fine(s, impakt_sim_set_initial(s, "C", 8 * z[3]));
  fine(s, impakt_sim_rule(s, "C", IMPAKT_FALLING, 2 * z[4], &low));
  fine(s, impakt_sim_rule(s, "Cng", IMPAKT_RISING, 2500 * z[5], &high));
  fine(s, impakt_sim_dose(s, "part", 1 * z[6], 30 * z[7], "mg", 4, &rescue));
  fine(s, impakt_sim_dose(s, "iv", 20, 15, "mg", 15, &load));
  fine(s, impakt_sim_rule_dose(s, low, rescue, 0.5));
  fine(s, impakt_sim_rule_rest(s, low, 7, 1));
  fine(s, impakt_sim_rule_limit(s, high, 1, 0)); /* it would touch its level soon after */
  fine(s, impakt_sim_rule_scale(s, high, "iv", 0.25, 0));
  fine(s, impakt_sim_rule_rate(s, high, "iv", 2, NULL, 2));
  fine(s, impakt_sim_rule_set(s, low, "ke", 0.3, 1));
  fine(s, impakt_sim_rule_set(s, high, "ka", 0.3, 0));
  fine(s, impakt_sim_dose(s, "depot", 2, 40, "mg", 0, NULL));
  fine(s, impakt_sim_watch(s, "C"));
  fine(s, impakt_sim_watch(s, "total"));
  fine(s, impakt_sim_slope_in(s, "ke"));
  fine(s, impakt_sim_slope_in(s, "V"));
  fine(s, impakt_sim_slope_in(s, "lag"));
  fine(s, impakt_sim_slope_in_initial(s, "C"));
  fine(s, impakt_sim_slope_in_level(s, low));
  fine(s, impakt_sim_slope_in_level(s, high));
  fine(s, impakt_sim_slope_in_dose(s, rescue, IMPAKT_DOSE_TIME));
  fine(s, impakt_sim_slope_in_dose(s, rescue, IMPAKT_DOSE_AMOUNT));
  return s;
}

static void busy_results(int which, double step, double *result)
{
  double z[SLOPES] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  z[which] += step;
  impakt_sim *s = busy(z, 1e-12);
  fine(s, impakt_sim_run(s, times, TIMES, result, TIMES * 2));
  impakt_sim_free(s);
}

/* Central differences at four steps, extrapolated: their error is of order 8. */
static void richardson(int which, double *difference)
{
  enum { STEPS = 4 };
  double table[STEPS][TIMES * 2], up[TIMES * 2], down[TIMES * 2];
  for (int s = 0; s < STEPS; s++) {
    const double step = 8e-3 / (1 << s);
    busy_results(which, step, up);
    busy_results(which, -step, down);
    for (int i = 0; i < TIMES * 2; i++) table[s][i] = (up[i] - down[i]) / (2 * step);
  }
  for (int order = 1, power = 4; order < STEPS; order++, power *= 4)
    for (int s = STEPS - 1; s >= order; s--)
      for (int i = 0; i < TIMES * 2; i++)
        table[s][i] += (table[s][i] - table[s - 1][i]) / (power - 1);
  memcpy(difference, table[STEPS - 1], sizeof up);
}

START_TEST(slopes_of_all_kinds)
{
  static const double size[SLOPES] = { 0.2, 5, 0.5, 8, 2, 2500, 1, 30 };
  const double one[SLOPES] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  double result[TIMES * 2], slopes[TIMES * 2 * SLOPES], difference[TIMES * 2], at[9];
  impakt_sim *s = busy(one, 1e-10);
  fine(s,
       impakt_sim_run_slopes(s, times, TIMES, result, TIMES * 2, slopes, TIMES * 2 * SLOPES));
  size_t n_low, n_high;
  fine(s, impakt_sim_fired(s, 0, at, 9, &n_low));
  ck_assert_uint_ge(n_low, 2);
  fine(s, impakt_sim_fired(s, 1, at, 9, &n_high));
  ck_assert_uint_ge(n_high, 1);
  impakt_sim_free(s);
  for (int k = 0; k < SLOPES; k++) {
    double moved = 0;
    richardson(k, difference);
    for (int i = 0; i < TIMES * 2; i++) {
      near_size(slopes[i * SLOPES + k] * size[k], difference[i], 1e-6, 1);
      moved = fmax(moved, fabs(difference[i]));
    }
    ck_assert(moved > 1e-2);
  }
}
END_TEST

/* t = ln(C0/L)/k, and the dose given then has decayed for as much longer. */
START_TEST(slopes_in_a_level)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2), dose = bolus(0, 20);
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 3));
  fine(sim, impakt_sim_rule_limit(sim, low, 1, 0));
  fine(sim, impakt_sim_slope_in_level(sim, low));
  fine(sim, impakt_sim_slope_in_initial(sim, "C"));
  fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_TIME));
  fine(sim, impakt_sim_watch(sim, "C"));
  double at[2] = { 5, 20 }, result[2], slopes[6];
  fine(sim, impakt_sim_run_slopes(sim, at, 2, result, 2, slopes, 6));
  const double t = falls(10, 2) + 3, second = 4 * exp(-ke * (20 - t));
  near(result[1], 10 * exp(-ke * 20) + second, tolerance);
  near_size(slopes[0], 0, 0, 0);
  near(slopes[3], -second / 2, tolerance); /* ke * dt/dL = -1/L */
  near(slopes[4], exp(-ke * 20) + second / 10, tolerance);
  near(slopes[5], second * ke, tolerance);
}
END_TEST

/* What makes it jump moves it. */
START_TEST(slopes_of_a_jump)
{
  const int high = rule("C", IMPAKT_RISING, 3), first = bolus(4, 20), rescue = bolus(0, 10);
  fine(sim, impakt_sim_rule_dose(sim, high, rescue, 1));
  fine(sim, impakt_sim_slope_in_dose(sim, first, IMPAKT_DOSE_TIME));
  fine(sim, impakt_sim_slope_in_level(sim, high));
  fine(sim, impakt_sim_dose(sim, "molar", 4, 1, NULL, 0, NULL)); /* at the same time */
  fine(sim, impakt_sim_watch(sim, "C"));
  double at = 10, result, slopes[2];
  fine(sim, impakt_sim_run_slopes(sim, &at, 1, &result, 1, slopes, 2));
  near(result, 4 * exp(-ke * 6) + 2 * exp(-ke * 5), tolerance);
  near(slopes[0], ke * result, tolerance);
  near_size(slopes[1], 0, 0, 0);
}
END_TEST

START_TEST(no_slopes)
{
  impakt_sim *s = new_sim(&model_unit_grade, FINE);
  const impakt_model *m = &model_unit_grade;
  const char *grade = impakt_model_text(m, IMPAKT_OUTPUT, 0, IMPAKT_NAME);
  const char *parameter = impakt_model_text(m, IMPAKT_PARAMETER, 0, IMPAKT_NAME);
  double at = 1, result[99], slopes[99];
  const size_t n = impakt_sim_columns(s);
  fine(s, impakt_sim_rule(s, grade, IMPAKT_RISING, 0.5, NULL));
  fine(s, impakt_sim_slope_in(s, parameter));
  fine(s, impakt_sim_run(s, &at, 1, result, n));
  ck_assert_int_eq(impakt_sim_run_slopes(s, &at, 1, result, n, slopes, n), IMPAKT_E_RULE);
  says(impakt_sim_message(s), grade);
  impakt_sim_free(s);
}
END_TEST

/* ---- samples, copies ---------------------------------------------------------------------------- */

START_TEST(samples_change_nothing)
{
  const double one[SLOPES] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  impakt_sim *s = busy(one, 1e-6);
  enum { FEW = 11, MANY = 10001 };
  double at[MANY], few[FEW * 2], *many = malloc(sizeof *many * MANY * 2);
  for (int i = 0; i < FEW; i++) at[i] = 4 * i;
  fine(s, impakt_sim_run(s, at, FEW, few, FEW * 2));
  size_t n_few, n_many;
  double a[20], b[20];
  fine(s, impakt_sim_fired(s, 0, a, 20, &n_few));
  for (int i = 0; i < MANY; i++) at[i] = 0.004 * i;
  for (int i = 0; i < FEW; i++) at[1000 * i] = 4 * i;
  fine(s, impakt_sim_run(s, at, MANY, many, MANY * 2));
  fine(s, impakt_sim_fired(s, 0, b, 20, &n_many));
  for (int i = 0; i < FEW; i++)
    ck_assert_mem_eq(few + 2 * i, many + 2000 * i, 2 * sizeof(double));
  ck_assert_uint_eq(n_few, n_many);
  ck_assert_mem_eq(a, b, sizeof *a * n_few);
  free(many);
  impakt_sim_free(s);
}
END_TEST

/* Before the firing, or after it by option; as with doses. */
START_TEST(samples_at_a_jump)
{
  const int high = rule("C", IMPAKT_RISING, 3);
  fine(sim, impakt_sim_rule_dose(sim, high, bolus(0, 10), 0));
  bolus(4, 20);
  near_size(run_to(4), 0, 0, 0);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, 1));
  near(run_to(4), 6, tolerance);
}
END_TEST

START_TEST(copies)
{
  const double one[SLOPES] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  impakt_sim *s = busy(one, 1e-6), *copy;
  int number;
  fine(s, impakt_sim_check(s, 1, "C", IMPAKT_RISING, 1, IMPAKT_SKIP, 0, &number));
  fine(s, impakt_sim_copy(&copy, s));
  double a[TIMES * 2], b[TIMES * 2];
  fine(s, impakt_sim_run(s, times, TIMES, a, TIMES * 2));
  impakt_sim_free(s);
  size_t count;
  ck_assert_int_eq(impakt_sim_fired(copy, 0, NULL, 0, &count), IMPAKT_E_ORDER);
  fine(copy, impakt_sim_run(copy, times, TIMES, b, TIMES * 2));
  ck_assert_mem_eq(a, b, sizeof a);
  fine(copy, impakt_sim_run(copy, times, TIMES, b, TIMES * 2)); /* and again */
  ck_assert_mem_eq(a, b, sizeof a);
  fine(copy, impakt_sim_checked(copy, number, NULL, 0, &count));
  ck_assert_uint_eq(count, 1);
  impakt_sim_free(copy);
}
END_TEST

START_TEST(cleared)
{
  start_at(10);
  const int low = rule("C", IMPAKT_FALLING, 2), dose = bolus(0, 20);
  fine(sim, impakt_sim_rule_dose(sim, low, dose, 0));
  fine(sim, impakt_sim_slope_in_level(sim, low));
  fine(sim, impakt_sim_rule_clear(sim));
  ck_assert_int_eq(impakt_sim_slopes(sim), 0);
  near(run_to(20), 10 * exp(-ke * 20), tolerance); /* the record waits for another rule */
  const int other = rule("C", IMPAKT_FALLING, 2);
  fine(sim, impakt_sim_rule_dose(sim, other, dose, 0));
  fine(sim, impakt_sim_dose_clear(sim));
  near(run_to(20), 10 * exp(-ke * 20), tolerance);
  ck_assert_uint_eq(firings(other), 1);
}
END_TEST

/* ---- misuse ------------------------------------------------------------------------------------- */

static void refused(int status, int expected, const char *part)
{
  ck_assert_msg(status == expected, "%d (%s); expected %d", status, impakt_sim_message(sim),
                expected);
  says(impakt_sim_message(sim), part);
}

START_TEST(misuse_of_rules)
{
  const int r = rule("C", IMPAKT_RISING, 5), fell = rule("C", IMPAKT_FALLING, 5);
  refused(impakt_sim_rule(sim, "grade", 1, 3, NULL), IMPAKT_E_NAME, "grade");
  refused(impakt_sim_rule(sim, "totl", 1, 3, NULL), IMPAKT_E_NAME, "total");
  refused(impakt_sim_rule(sim, NULL, 1, 3, NULL), IMPAKT_E_ARGUMENT, "name");
  refused(impakt_sim_rule(sim, "C", 0, 3, NULL), IMPAKT_E_RANGE, "direction");
  refused(impakt_sim_rule(sim, "C", 1, NAN, NULL), IMPAKT_E_ARGUMENT, "level");
  refused(impakt_sim_rule_rearm(sim, 2, 1), IMPAKT_E_INDEX, "no rule has the number 2");
  refused(impakt_sim_rule_rearm(sim, r, 6), IMPAKT_E_RANGE, "less");
  refused(impakt_sim_rule_rearm(sim, fell, 4), IMPAKT_E_RANGE, "more");
  refused(impakt_sim_rule_rearm(sim, r, INFINITY), IMPAKT_E_ARGUMENT, "level");
  refused(impakt_sim_rule_limit(sim, r, 0, 0), IMPAKT_E_RANGE, "1 or more");
  refused(impakt_sim_rule_limit(sim, r, 1, -1), IMPAKT_E_RANGE, "within");
  refused(impakt_sim_rule_limit(sim, r, 1, NAN), IMPAKT_E_ARGUMENT, "limit");
  refused(impakt_sim_rule_limit(sim, -1, 1, 0), IMPAKT_E_INDEX, "rule");
  refused(impakt_sim_rule_rest(sim, r, -1, 0), IMPAKT_E_RANGE, "rest");
  refused(impakt_sim_rule_rest(sim, r, NAN, 0), IMPAKT_E_ARGUMENT, "rest");
  refused(impakt_sim_rule_rest(sim, r, 0, 1), IMPAKT_E_RANGE, "again");
  refused(impakt_sim_rule_rest(sim, r, 1, 2), IMPAKT_E_RANGE, "again");
  refused(impakt_sim_rule_rest(sim, 9, 1, 1), IMPAKT_E_INDEX, "rule");
  refused(impakt_sim_rule_between(sim, r, 5, 5), IMPAKT_E_ORDER, "after");
  refused(impakt_sim_rule_between(sim, r, -1, 5), IMPAKT_E_RANGE, "start");
  refused(impakt_sim_rule_between(sim, 9, 1, 5), IMPAKT_E_INDEX, "rule");
  refused(impakt_sim_slope_in_level(sim, 9), IMPAKT_E_INDEX, "rule");
  size_t count;
  refused(impakt_sim_fired(sim, r, NULL, 0, &count), IMPAKT_E_ORDER, "no run");
  refused(impakt_sim_fired(sim, 9, NULL, 0, &count), IMPAKT_E_INDEX, "rule");
  refused(impakt_sim_fired(sim, r, NULL, 0, NULL), IMPAKT_E_ARGUMENT, "count");
  const int without[] = { impakt_sim_rule(NULL, "C", 1, 1, NULL),
                          impakt_sim_rule_rearm(NULL, 0, 0),
                          impakt_sim_rule_limit(NULL, 0, 1, 0),
                          impakt_sim_rule_rest(NULL, 0, 1, 0),
                          impakt_sim_rule_between(NULL, 0, 0, 1),
                          impakt_sim_rule_dose(NULL, 0, 0, 0),
                          impakt_sim_rule_scale(NULL, 0, "iv", 0, 0),
                          impakt_sim_rule_rate(NULL, 0, "iv", 0, NULL, 0),
                          impakt_sim_rule_set(NULL, 0, "ke", 1, 0),
                          impakt_sim_rule_stop(NULL, 0, 0),
                          impakt_sim_rule_clear(NULL),
                          impakt_sim_fired(NULL, 0, NULL, 0, &count),
                          impakt_sim_check(NULL, 0, "C", 1, 1, 0, 0, NULL),
                          impakt_sim_checked(NULL, 0, NULL, 0, &count),
                          impakt_sim_dose_most(NULL, 0, 1, NULL),
                          impakt_sim_dose_course(NULL, 0, 0),
                          impakt_sim_slope_in_level(NULL, 0) };
  for (size_t i = 0; i < LENGTH_OF(without); i++)
    ck_assert_int_eq(without[i], IMPAKT_E_ARGUMENT);
  run_to(1);
  ck_assert_uint_eq(firings(r), 0);
}
END_TEST

START_TEST(misuse_of_actions)
{
  const int r = rule("C", IMPAKT_RISING, 5), dose = bolus(0, 1);
  int steady, infusion, reset;
  fine(sim, impakt_sim_dose(sim, "iv", 0, 1, NULL, 0, &steady));
  fine(sim, impakt_sim_dose_steady(sim, steady, 24, IMPAKT_STEADY_ALONE));
  refused(impakt_sim_rule_dose(sim, r, steady, 0), IMPAKT_E_RANGE, "steady");
  refused(impakt_sim_rule_dose(sim, r, 9, 0), IMPAKT_E_INDEX, "dose");
  refused(impakt_sim_rule_dose(sim, 9, dose, 0), IMPAKT_E_INDEX, "rule");
  refused(impakt_sim_rule_dose(sim, r, dose, -1), IMPAKT_E_RANGE, "delay");
  refused(impakt_sim_rule_dose(sim, r, dose, INFINITY), IMPAKT_E_ARGUMENT, "delay");
  fine(sim, impakt_sim_rule_dose(sim, r, dose, 1));
  refused(impakt_sim_dose_steady(sim, dose, 24, 1), IMPAKT_E_RANGE, "rule");
  const int checked = bolus(0, 1);
  fine(sim, impakt_sim_check(sim, checked, "C", 1, 1, IMPAKT_SKIP, 0, NULL));
  refused(impakt_sim_dose_steady(sim, checked, 24, 1), IMPAKT_E_RANGE, "checked");
  refused(impakt_sim_rule_scale(sim, r, "ivv", 0, 0), IMPAKT_E_NAME, "iv");
  refused(impakt_sim_rule_scale(sim, r, "iv", -1, 0), IMPAKT_E_RANGE, "factor");
  refused(impakt_sim_rule_scale(sim, r, "iv", NAN, 0), IMPAKT_E_ARGUMENT, "factor");
  refused(impakt_sim_rule_scale(sim, r, "iv", 0, -1), IMPAKT_E_RANGE, "delay");
  refused(impakt_sim_rule_rate(sim, r, "iv", 1, "mg", 0), IMPAKT_E_UNIT, "mg");
  refused(impakt_sim_rule_rate(sim, r, "iv", -1, NULL, 0), IMPAKT_E_RANGE, "rate");
  refused(impakt_sim_rule_rate(sim, r, "vi", 1, NULL, 0), IMPAKT_E_NAME, "vi");
  refused(impakt_sim_rule_set(sim, r, "kee", 1, 0), IMPAKT_E_NAME, "ke");
  refused(impakt_sim_rule_set(sim, r, "ke", 1e9, 0), IMPAKT_E_RANGE, "ke");
  refused(impakt_sim_rule_stop(sim, 9, 0), IMPAKT_E_INDEX, "rule");
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 1, NULL, 1, &infusion));
  fine(sim, impakt_sim_reset(sim, 0, &reset));
  refused(impakt_sim_dose_most(sim, infusion, 1, NULL), IMPAKT_E_RANGE, "amount");
  refused(impakt_sim_dose_most(sim, reset, 1, NULL), IMPAKT_E_RANGE, "amount");
  refused(impakt_sim_dose_most(sim, dose, 0, NULL), IMPAKT_E_RANGE, "most");
  refused(impakt_sim_dose_most(sim, dose, 1, "h"), IMPAKT_E_UNIT, "h");
  refused(impakt_sim_dose_most(sim, 99, 1, NULL), IMPAKT_E_INDEX, "dose");
  refused(impakt_sim_dose_course(sim, dose, -1), IMPAKT_E_RANGE, "course");
  refused(impakt_sim_dose_course(sim, 99, 0), IMPAKT_E_INDEX, "dose");
  refused(impakt_sim_check(sim, 99, "C", 1, 1, 0, 0, NULL), IMPAKT_E_INDEX, "dose");
  refused(impakt_sim_check(sim, steady, "C", 1, 1, 0, 0, NULL), IMPAKT_E_RANGE, "steady");
  refused(impakt_sim_check(sim, reset, "C", 1, 1, IMPAKT_SCALE, 1, NULL), IMPAKT_E_RANGE,
          "dose");
  refused(impakt_sim_check(sim, dose, "X", 1, 1, 0, 0, NULL), IMPAKT_E_NAME, "X");
  refused(impakt_sim_check(sim, dose, "C", 2, 1, 0, 0, NULL), IMPAKT_E_RANGE, "direction");
  refused(impakt_sim_check(sim, dose, "C", 1, NAN, 0, 0, NULL), IMPAKT_E_ARGUMENT, "level");
  refused(impakt_sim_check(sim, dose, "C", 1, 1, 4, 0, NULL), IMPAKT_E_INDEX, "action");
  refused(impakt_sim_check(sim, dose, "C", 1, 1, IMPAKT_DELAY, 0, NULL), IMPAKT_E_RANGE,
          "delay");
  refused(impakt_sim_check(sim, dose, "C", 1, 1, IMPAKT_SCALE, -1, NULL), IMPAKT_E_RANGE,
          "factor");
  refused(impakt_sim_check(sim, dose, "C", 1, 1, IMPAKT_DELAY, NAN, NULL), IMPAKT_E_ARGUMENT,
          "value");
  size_t count;
  refused(impakt_sim_checked(sim, 1, NULL, 0, &count), IMPAKT_E_INDEX, "check");
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("rules");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, falls_below);
  tcase_add_loop_test(tests, by_every_solver, IMPAKT_SOLVER_AUTO, IMPAKT_SOLVER_ADAMS + 1);
  tcase_add_test(tests, rises_above);
  tcase_add_test(tests, rescue_for_ever);
  tcase_add_test(tests, a_jump_across);
  tcase_add_test(tests, a_jump_at_0);
  tcase_add_test(tests, beyond_at_the_start);
  tcase_add_test(tests, only_touched);
  tcase_add_test(tests, up_and_down_at_one_time);
  tcase_add_test(tests, at_known_times);
  tcase_add_test(tests, hysteresis);
  tcase_add_test(tests, limits);
  tcase_add_test(tests, rest_and_again);
  tcase_add_test(tests, again_within_a_limit);
  tcase_add_test(tests, crossed_in_the_rest);
  tcase_add_test(tests, between);
  tcase_add_test(tests, a_delayed_dose);
  tcase_add_test(tests, a_dose_with_repeats);
  tcase_add_test(tests, held_and_resumed);
  tcase_add_test(tests, held_to_the_end);
  tcase_add_test(tests, another_rate);
  tcase_add_test(tests, overruled);
  tcase_add_test(tests, another_parameter);
  tcase_add_test(tests, with_a_course);
  tcase_add_test(tests, stopped);
  tcase_add_test(tests, simultaneous);
  tcase_add_test(tests, too_often);
  tcase_add_test(tests, too_much);
  tcase_add_test(tests, with_switches);
  tcase_add_test(tests, skipped);
  tcase_add_test(tests, delayed);
  tcase_add_test(tests, delayed_together);
  tcase_add_test(tests, looked_at_again);
  tcase_add_test(tests, scaled);
  tcase_add_test(tests, scaled_infusion);
  tcase_add_test(tests, ended);
  tcase_add_test(tests, due_before_the_lag);
  tcase_add_test(tests, what_was_given);
  tcase_add_test(tests, at_most);
  tcase_add_test(tests, slopes_of_all_kinds);
  tcase_add_test(tests, slopes_in_a_level);
  tcase_add_test(tests, slopes_of_a_jump);
  tcase_add_test(tests, no_slopes);
  tcase_add_test(tests, samples_change_nothing);
  tcase_add_test(tests, samples_at_a_jump);
  tcase_add_test(tests, copies);
  tcase_add_test(tests, cleared);
  tcase_add_test(tests, misuse_of_rules);
  tcase_add_test(tests, misuse_of_actions);
  return run_tests("rules", tests);
}
