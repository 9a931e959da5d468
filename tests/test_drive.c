/* test_drive.c — pieces, samples, switches and jumps (drive.c, event.c), against exact courses. */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_reset, model_unit_extinct,
    model_unit_clock, model_unit_chain, model_unit_static, model_unit_ternary;

static const double tolerance = GATHERED * FINE;

/* ---- growth with resets ------------------------------------------------------------------------ */

static const double k = 0.25, K = 50, x0 = 10, xr = 20;

/* The course of unit_reset: first cut at T1, then every T2. */
static double cuts(double t)
{
  const double T1 = log(K / x0) / k, T2 = log(K / xr) / k;
  return t < T1 ? 0 : 1 + floor((t - T1) / T2);
}

static double grown(double t)
{
  const double T1 = log(K / x0) / k, T2 = log(K / xr) / k, n = cuts(t);
  return n ? xr * exp(k * (t - T1 - (n - 1) * T2)) : x0 * exp(k * t);
}

START_TEST(resets)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  double times[200], result[200][4];
  for (int i = 0; i < 200; i++) times[i] = 0.1 + 0.2 * i;
  fine(sim, impakt_sim_run(sim, times, 200, *result, 800));
  for (int i = 0; i < 200; i++) {
    near(result[i][1], cuts(times[i]), ROUNDING);
    /* each cut's time brings its error along */
    near(result[i][0], grown(times[i]), (1 + cuts(times[i])) * tolerance);
    near_size(result[i][2], 0, 1e-9, 1); /* on for no time at all */
    near(result[i][3], 2 * result[i][0], ROUNDING);
  }
  ck_assert_int_ge(impakt_sim_counter(sim, IMPAKT_COUNT_RESTART), (int)cuts(times[199]));
  impakt_sim_free(sim);
}
END_TEST

/* Samples right at a crossing, before and after the jump. */
START_TEST(samples_at_a_reset)
{
  const double T1 = log(K / x0) / k;
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  for (int i = -8; i <= 8; i++) {
    const double x = value_at(sim, "x", T1 + i * 3e-13);
    ck_assert_msg(fabs(x - K) < 1e-6 || fabs(x - xr) < 1e-6, "%d: %.17g", i, x);
  }
  near(value_at(sim, "x", T1 - 1e-6), K * exp(-k * 1e-6), tolerance);
  near(value_at(sim, "x", T1 + 1e-6), xr * exp(k * 1e-6), tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* A bolus over the ceiling is cut back at once; so is a state that an infusion drives there. */
START_TEST(a_dose_over_the_ceiling)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_dose(sim, "feed", 1, 100, NULL, 0, NULL));
  near(value_at(sim, "x", 2), xr * exp(k), tolerance);
  near(value_at(sim, "n", 2), 1, ROUNDING);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_infuse(sim, "feed", 1, 1000, NULL, 0.02, NULL));
  /* x' = k x + 1000 from x0 exp(k) at 1; reaches K, restarts from xr, and ends at 1.02 */
  const double c = 1000 / k, start = x0 * exp(k);
  double T = 1 + log((K + c) / (start + c)) / k; /* later than 1.02 */
  ck_assert_double_gt(T, 1.02);
  near(value_at(sim, "x", 1.5), ((start + c) * exp(k * 0.02) - c) * exp(k * 0.48), tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_infuse(sim, "feed", 1, 1000, NULL, 0.05, NULL));
  near(value_at(sim, "x", 1.5), ((xr + c) * exp(k * (1.05 - T)) - c) * exp(k * 0.45),
       tolerance);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(a_start_over_the_ceiling)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_set_initial(sim, "x", 60));
  near(value_at(sim, "x", 2), 60 * exp(k * 2), tolerance); /* it is on, and never comes on */
  near(value_at(sim, "w", 2), 2, tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* A jump to where nothing moves any more. */
START_TEST(a_reset_to_nothing)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_set_parameter(sim, "xr", 0));
  near_size(value_at(sim, "x", 20), 0, 0, 0);
  near(value_at(sim, "n", 20), 1, ROUNDING);
  near_size(value_at(sim, "w", 20), 0, 1e-9, 1);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(steps_are_counted_from_switch_to_switch)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  const double first = 6, all = 600;
  double x;
  fine(sim, impakt_sim_watch(sim, "x"));
  fine(sim, impakt_sim_run(sim, &first, 1, &x, 1));
  const long steps = impakt_sim_counter(sim, IMPAKT_COUNT_STEPS);
  /* more than there are switches, too, which are counted as well */
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 5 * steps));
  fine(sim, impakt_sim_run(sim, &all, 1, &x, 1));
  ck_assert_int_gt(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), 20 * steps);
  impakt_sim_free(sim);
}
END_TEST

/* ---- extinction ---------------------------------------------------------------------------------- */

START_TEST(extinction)
{
  impakt_sim *sim = new_sim(&model_unit_extinct, FINE);
  const double T = log(100) / 0.5, Ty = log(10) / 0.5;
  near(value_at(sim, "x", T - 0.1), exp(0.05), tolerance);
  near_size(value_at(sim, "x", T + 0.1), 0, 0, 0);
  near(value_at(sim, "w", 30), 0.1 * (30 - T), tolerance);
  near(value_at(sim, "y", 6), 10 * exp(-2 * 0.5 * (6 - Ty)), tolerance);
  near(value_at(sim, "y", 4), 100 * exp(-0.5 * 4), tolerance);
  /* brought back by a dose, and gone again */
  fine(sim, impakt_sim_dose(sim, "cells", 15, 50, NULL, 0, NULL));
  const double again = 15 + log(50) / 0.5;
  near(value_at(sim, "x", 16), 50 * exp(-0.5), tolerance);
  near(value_at(sim, "w", 16), 0.1 * (15 - T), tolerance);
  near(value_at(sim, "w", 40), 0.1 * (15 - T + 40 - again), tolerance);
  /* fewer than the least: gone at once */
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "cells", 15, 0.5, NULL, 0, NULL));
  near(value_at(sim, "w", 40), 0.1 * (40 - T), tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* ---- switches of known time ------------------------------------------------------------------------ */

START_TEST(the_clock)
{
  impakt_sim *sim = new_sim(&model_unit_clock, FINE);
  for (double day = 0.25; day < 8; day += 0.5) {
    const double t = 24 * day;
    near_size(value_at(sim, "on", t), 2 * fmax(0, fmin(day, 4.25) - 1.5), tolerance, 1e-3);
    near_size(value_at(sim, "jmp", t), day < 1.5 ? 0 : 3, ROUNDING, 1);
    near_size(value_at(sim, "tt", t), day < 4.25 ? 0 : day * day - 4.25 * 4.25, tolerance, 1);
  }
  /* right at the switch: before it, or after */
  near_size(value_at(sim, "jmp", 36), 0, 0, 0);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, 1));
  near(value_at(sim, "jmp", 36), 3, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

/* A switch that follows from parameters alone is no event, however many doses there are. */
START_TEST(parameters_alone)
{
  impakt_sim *sim = new_sim(&model_unit_clock, FINE);
  fine(sim, impakt_sim_set_parameter(sim, "begin", 0)); /* no lag either */
  for (int day = 1; day <= 3; day++)
    fine(sim, impakt_sim_dose(sim, "dose", 24 * day, 10, "mg", 0, NULL));
  double sum = 0;
  for (int day = 1; day <= 3; day++) sum += 10 * exp(-0.7 * (5 - day));
  near(value_at(sim, "D", 120), sum, tolerance);
  fine(sim, impakt_sim_set_parameter(sim, "b", 3)); /* off: nothing decays */
  near(value_at(sim, "D", 120), 30, tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* On from the start; its jump is not made. */
START_TEST(a_switch_at_the_start)
{
  impakt_sim *sim = new_sim(&model_unit_clock, FINE);
  fine(sim, impakt_sim_set_parameter(sim, "begin", 0));
  near(value_at(sim, "on", 48), 2 * 2, tolerance);
  fine(sim, impakt_sim_set_parameter(sim, "stop", 0));
  near_size(value_at(sim, "on", 48), 0, 0, 0);
  impakt_sim_free(sim);
}
END_TEST

/* A switch, a dose, a sample and the end, all at one time. */
START_TEST(all_at_one_time)
{
  impakt_sim *sim = new_sim(&model_unit_clock, FINE);
  fine(sim, impakt_sim_dose(sim, "dose", 36 - 3.6, 10, "mg", 0, NULL)); /* arrives at 36 */
  fine(sim, impakt_sim_infuse(sim, "C", 0, 7, NULL, 36, NULL));
  near_size(value_at(sim, "D", 36), 0, 0, 0);
  near(value_at(sim, "E", 36), 7 * 1.5, tolerance);
  near(value_at(sim, "D", 60), 10 * exp(-0.7), tolerance);
  near(value_at(sim, "E", 60), 7 * 1.5, tolerance);
  near(value_at(sim, "jmp", 60), 3, ROUNDING);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, 1));
  near(value_at(sim, "D", 36), 10, ROUNDING);
  near(value_at(sim, "jmp", 36), 3, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

/* ---- stiffness, roots, nothing ------------------------------------------------------------------ */

START_TEST(a_stiff_chain)
{
  impakt_sim *sim = new_sim(&model_unit_chain, FINE);
  const double r[] = { 1e4, 1, 1e-3 }, a0 = 5;
  for (double t = 1e-5; t < 3000; t *= 7) {
    /* Bateman: third member of a chain */
    double c = 0;
    for (int i = 0; i < 3; i++) {
      double product = 1;
      for (int j = 0; j < 3; j++)
        if (j != i) product *= r[j] - r[i];
      c += a0 * r[0] * r[1] * exp(-r[i] * t) / product;
    }
    const double b = a0 * r[0] / (r[1] - r[0]) * (exp(-r[0] * t) - exp(-r[1] * t));
    near_size(value_at(sim, "b", t), b, tolerance, 1e-6);
    near_size(value_at(sim, "c", t), c, tolerance, 1e-4);
    near_size(value_at(sim, "a", t), a0 * exp(-r[0] * t), tolerance, 1e-6);
  }
  /* steps follow the slow rates once the fast ones are over */
  double end = 3000, result[4];
  fine(sim, impakt_sim_run(sim, &end, 1, result, 4));
  ck_assert_int_lt(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), 10000);
  impakt_sim_free(sim);
}
END_TEST

/* The ternary complex when B is free: the mass balance solved by halving. */
static double ternary(double B, double A, double D, double KA, double KD, double *free_b)
{
  double low = 0, high = B, c = 0;
  for (int i = 0; i < 200; i++) {
    const double b = 0.5 * (low + high), g = b / (KA * KD);
    /* free A by halving as well: A + A b/KA + A D' g = A, with D' = D / (1 + b/KD + A g) */
    double lowA = 0, highA = A;
    for (int j = 0; j < 200; j++) {
      const double a = 0.5 * (lowA + highA), d = D / (1 + b / KD + a * g);
      if (a + a * b / KA + a * d * g < A) lowA = a;
      else highA = a;
    }
    const double d = D / (1 + b / KD + lowA * g);
    c = lowA * d * g;
    if (b + lowA * b / KA + d * b / KD + c < B) low = b;
    else high = b;
  }
  *free_b = low;
  return c;
}

START_TEST(a_ternary_complex)
{
  impakt_sim *sim = new_sim(&model_unit_ternary, FINE);
  double area = 0;
  enum {
    PARTS = 400
  }; /* Simpson: the error is (10 / 400)^4 / 180, times the fourth derivative */
  for (int i = 0; i <= PARTS; i++) {
    double b;
    const double t = 10. * i / PARTS, c = ternary(20 * exp(-0.1 * t), 3, 5, 0.5, 2, &b);
    area += (i == 0 || i == PARTS ? 1 : i % 2 ? 4 : 2) * c * 10 / PARTS / 3;
    if (i % 100) continue;
    near(value_at(sim, "abd", t), c, tolerance);
    near(value_at(sim, "b", t), b, tolerance);
  }
  near(value_at(sim, "S", 10), area, 1e-8);
  /* none of the drug, one target missing */
  fine(sim, impakt_sim_set_parameter(sim, "B0", 0));
  near_size(value_at(sim, "abd", 5), 0, 0, 0);
  fine(sim, impakt_sim_set_parameter(sim, "B0", 20));
  fine(sim, impakt_sim_set_parameter(sim, "Dt", 0));
  near_size(value_at(sim, "abd", 5), 0, 1e-12, 1);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(no_states)
{
  impakt_sim *sim = new_sim(&model_unit_static, FINE);
  near(value_at(sim, "C", 48), 30 * 3, ROUNDING);
  near(slope_at(sim, "C", "C0", 48), 3, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

/* ---- samples ------------------------------------------------------------------------------------- */

static impakt_sim *busy_sim(double rtol)
{
  impakt_sim *sim = new_sim(&model_unit_depot, rtol);
  int dose;
  fine(sim, impakt_sim_dose(sim, "depot", 0, 100, "mg", 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 7.3, 8));
  fine(sim, impakt_sim_dose(sim, "iv", 11, 40, "mg", 13, NULL));
  return sim;
}

/* Ten points or ten thousand: the same steps, the same bits. */
START_TEST(output_grid)
{
  for (int solver = IMPAKT_SOLVER_RODAS5P; solver <= IMPAKT_SOLVER_ADAMS; solver++) {
    impakt_sim *sim = busy_sim(1e-6);
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, solver));
    enum { FEW = 10, MANY = 10000, COLUMNS = 6 };
    static double few[FEW], many[MANY], coarse[FEW][COLUMNS], dense[MANY][COLUMNS];
    for (int i = 0; i < MANY; i++) many[i] = 60. * (i + 1) / MANY;
    for (int i = 0; i < FEW; i++) few[i] = many[(i + 1) * MANY / FEW - 1];
    fine(sim, impakt_sim_run(sim, few, FEW, *coarse, FEW * COLUMNS));
    const long steps = impakt_sim_counter(sim, IMPAKT_COUNT_STEPS);
    fine(sim, impakt_sim_run(sim, many, MANY, *dense, MANY * COLUMNS));
    ck_assert_int_eq(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), steps);
    for (int i = 0; i < FEW; i++)
      ck_assert(!memcmp(coarse[i], dense[(i + 1) * MANY / FEW - 1], sizeof coarse[i]));
    impakt_sim_free(sim);
  }
}
END_TEST

START_TEST(the_solvers_agree)
{
  impakt_sim *sim = busy_sim(FINE);
  double times[60], bdf[60][6], other[60][6];
  for (int i = 0; i < 60; i++) times[i] = i + 0.5;
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_CVODE));
  fine(sim, impakt_sim_run(sim, times, 60, *bdf, 360));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  fine(sim, impakt_sim_run(sim, times, 60, *other, 360));
  for (int i = 0; i < 60; i++)
    for (int j = 0; j < 6; j++) near_size(other[i][j], bdf[i][j], tolerance, 1);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(largest_step)
{
  impakt_sim *sim = new_sim(&model_unit_depot, 1e-3);
  double end = 100, result[6];
  fine(sim, impakt_sim_run(sim, &end, 1, result, 6));
  ck_assert_int_lt(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), 150);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEP, 0.5));
  fine(sim, impakt_sim_run(sim, &end, 1, result, 6));
  ck_assert_int_ge(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), 200);
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("drive");
  tcase_add_loop_test(tests, resets, IMPAKT_SOLVER_RODAS5P, IMPAKT_SOLVER_ADAMS + 1);
  tcase_add_test(tests, samples_at_a_reset);
  tcase_add_test(tests, a_dose_over_the_ceiling);
  tcase_add_test(tests, a_start_over_the_ceiling);
  tcase_add_test(tests, a_reset_to_nothing);
  tcase_add_test(tests, steps_are_counted_from_switch_to_switch);
  tcase_add_test(tests, extinction);
  tcase_add_test(tests, the_clock);
  tcase_add_test(tests, parameters_alone);
  tcase_add_test(tests, a_switch_at_the_start);
  tcase_add_test(tests, all_at_one_time);
  tcase_add_test(tests, a_stiff_chain);
  tcase_add_test(tests, a_ternary_complex);
  tcase_add_test(tests, no_states);
  tcase_add_test(tests, output_grid);
  tcase_add_loop_test(tests, the_solvers_agree, IMPAKT_SOLVER_AUTO, IMPAKT_SOLVER_ADAMS + 1);
  tcase_add_test(tests, largest_step);
  return run_tests("drive", tests);
}
