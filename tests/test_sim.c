/* test_sim.c — setting a simulation up, copying it, using it again. */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_ternary,
    model_unit_reset;

enum { NX = 4, NP = 10, COLUMNS = 6, TIMES = 40 };
static impakt_sim *sim;

static void set_up(void) { sim = new_sim(&model_unit_depot, 1e-6); }
static void tear_down(void)
{
  impakt_sim_free(sim);
  sim = NULL;
}

/* ---- options ------------------------------------------------------------------------------------ */

START_TEST(options)
{
  static const int all[] = { IMPAKT_RELATIVE_TOLERANCE, IMPAKT_ABSOLUTE_TOLERANCE,
                             IMPAKT_MAX_STEPS,          IMPAKT_MAX_STEP,
                             IMPAKT_SAMPLE_AFTER,       IMPAKT_SOLVER,
                             IMPAKT_LANES };
  for (unsigned i = 0; i < LENGTH_OF(all); i++) {
    double low = NAN, high = NAN;
    ck_assert_int_eq(impakt_option_range(all[i], &low, &high), IMPAKT_OK);
    ck_assert_double_lt(low, high);
    fine(sim, impakt_sim_set_option(sim, all[i], low));
    fine(sim, impakt_sim_set_option(sim, all[i], high));
    ck_assert_int_eq(impakt_sim_set_option(sim, all[i], high * 1.01 + 1), IMPAKT_E_RANGE);
    ck_assert_int_eq(impakt_sim_set_option(sim, all[i], low - 1), IMPAKT_E_RANGE);
    ck_assert_int_eq(impakt_sim_set_option(sim, all[i], NAN), IMPAKT_E_RANGE);
    ck_assert_int_eq(impakt_option_range(all[i], NULL, NULL), IMPAKT_OK);
  }
  ck_assert_int_eq(impakt_sim_set_option(sim, IMPAKT_SOLVER, 0.5), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_set_option(sim, 99, 1), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_sim_set_option(sim, 104, 1), IMPAKT_E_INDEX); /* was another, once */
  ck_assert_int_eq(impakt_sim_set_option(sim, 108, 1), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_option_range(108, NULL, NULL), IMPAKT_E_INDEX);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_LANES, 4));
  ck_assert_int_eq(impakt_sim_set_option(sim, IMPAKT_LANES, 2), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "0, 1, 4 or 8");
}
END_TEST

/* Tolerances do what they say: a tighter one is closer, and takes more steps. */
START_TEST(tolerances)
{
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  fine(sim, impakt_sim_dose(sim, "iv", 0, 100, "mg", 0, NULL));
  fine(sim, impakt_sim_watch(sim, "C"));
  double last_error = INFINITY, end = 10, C;
  int64_t last_steps = 0;
  for (double rtol = 1e-3; rtol > 1e-12; rtol *= 1e-3) {
    fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, rtol));
    fine(sim, impakt_sim_run(sim, &end, 1, &C, 1));
    const double error = fabs(C / (20 * exp(-2)) - 1);
    ck_assert_double_le(error, GATHERED * rtol);
    ck_assert(error < last_error || error < ROUNDING);
    ck_assert_int_gt(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), last_steps);
    last_error = error;
    last_steps = impakt_sim_counter(sim, IMPAKT_COUNT_STEPS);
  }
  /* with noise of 1 mg/L, 1e6 times its usual size, little is asked for */
  fine(sim, impakt_sim_set_option(sim, IMPAKT_ABSOLUTE_TOLERANCE, 1e6));
  fine(sim, impakt_sim_run(sim, &end, 1, &C, 1));
  ck_assert_int_lt(impakt_sim_counter(sim, IMPAKT_COUNT_STEPS), last_steps);
}
END_TEST

START_TEST(counters)
{
  for (int i = -1; i < 8; i++) ck_assert_int_eq(impakt_sim_counter(sim, i), 0);
  fine(sim, impakt_sim_dose(sim, "iv", 5, 100, "mg", 2, NULL));
  double end = 10, result[COLUMNS];
  fine(sim, impakt_sim_run(sim, &end, 1, result, COLUMNS));
  const int64_t steps = impakt_sim_counter(sim, IMPAKT_COUNT_STEPS);
  ck_assert_int_gt(steps, 10);
  ck_assert_int_gt(impakt_sim_counter(sim, IMPAKT_COUNT_RHS), steps);
  ck_assert_int_ge(impakt_sim_counter(sim, IMPAKT_COUNT_FACTOR),
                   impakt_sim_counter(sim, IMPAKT_COUNT_JACOBIAN));
  ck_assert_int_eq(impakt_sim_counter(sim, IMPAKT_COUNT_RESTART), 3); /* 0, 5 and 7 h */
  ck_assert_int_eq(impakt_sim_counter(sim, IMPAKT_COUNT_LAPACK), 0);
  ck_assert_int_eq(impakt_sim_counter(sim, 6), 0);
}
END_TEST

/* ---- parameters ---------------------------------------------------------------------------------- */

static double parameter(const char *name)
{
  double p[NP];
  ck_assert_int_eq(impakt_sim_get_parameters(sim, p, NP), IMPAKT_OK);
  return p[impakt_model_index(&model_unit_depot, IMPAKT_PARAMETER, name)];
}

static double clearance(void)
{
  double CL;
  fine(sim, impakt_sim_get_derived(sim, &CL, 1));
  return CL;
}

START_TEST(parameters)
{
  for (int i = 0; i < NP; i++) {
    double p[NP];
    ck_assert_int_eq(impakt_sim_get_parameters(sim, p, NP), IMPAKT_OK);
    near(p[i], impakt_model_number(&model_unit_depot, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT), 0);
  }
  near(clearance(), 1, ROUNDING);
  fine(sim, impakt_sim_set_parameter(sim, "V", 12));
  near(parameter("V"), 12, 0);
  near(clearance(), 2.4, ROUNDING);
  ck_assert_int_eq(impakt_sim_set_parameter(sim, "V", 0.05), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "'V'");
  says(impakt_sim_message(sim), "0.1 to 1e+06");
  ck_assert_int_eq(impakt_sim_set_parameter(sim, "V", NAN), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_parameter(sim, "CL", 1), IMPAKT_E_NAME);
  near(parameter("V"), 12, 0);
  fine(sim, impakt_sim_set_parameter(sim, "V", 0.1)); /* the ends of the range are in it */
  fine(sim, impakt_sim_set_parameter(sim, "V", 1e6));

  double all[NP];
  ck_assert_int_eq(impakt_sim_get_parameters(sim, all, NP), IMPAKT_OK);
  all[0] = 2, all[2] = 20;
  fine(sim, impakt_sim_set_parameters(sim, all, NP));
  near(parameter("ka"), 2, 0);
  near(clearance(), 4, ROUNDING);
  all[0] = 3, all[5] = -1;
  ck_assert_int_eq(impakt_sim_set_parameters(sim, all, NP), IMPAKT_E_RANGE);
  near(parameter("ka"), 2, 0); /* all or none */
  ck_assert_int_eq(impakt_sim_set_parameters(sim, all, NP - 1), IMPAKT_E_LENGTH);
}
END_TEST

START_TEST(constants_stay)
{
  impakt_sim *clock = new_sim(&model_unit_clock, 1e-6);
  ck_assert_int_eq(impakt_sim_set_parameter(clock, "one", 2), IMPAKT_E_RANGE);
  double p[9];
  ck_assert_int_eq(impakt_sim_get_parameters(clock, p, 9), IMPAKT_OK);
  p[7] = 5, p[0] = 9;
  fine(clock, impakt_sim_set_parameters(clock, p, 9));
  ck_assert_int_eq(impakt_sim_get_parameters(clock, p, 9), IMPAKT_OK);
  near(p[7], 1, 0);
  near(p[0], 9, 0);
  ck_assert_int_eq(impakt_sim_slope_in(clock, "one"), IMPAKT_E_RANGE);
  impakt_sim_free(clock);
}
END_TEST

START_TEST(presets_add_up)
{
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.4));
  fine(sim, impakt_sim_use_preset(sim, "slow"));
  fine(sim, impakt_sim_use_preset(sim, "tiny"));
  near(parameter("ka"), 0.1, 0);
  near(parameter("WT"), 10, 0);
  near(parameter("ke"), 0.4, 0);
  near(clearance(), 0.6, ROUNDING);
  ck_assert_int_eq(impakt_sim_use_preset(sim, "slwo"), IMPAKT_E_NAME);
  says(impakt_sim_message(sim), "'slow'"); /* meant, perhaps */
}
END_TEST

START_TEST(the_patient)
{
  fine(sim, impakt_sim_set_patient(sim, "WT", 12));
  near(parameter("WT"), 12, 0);
  ck_assert_int_eq(impakt_sim_set_patient(sim, "WT", 0), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_set_patient(sim, "WT", 300), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_set_patient(sim, "WT", INFINITY), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_patient(sim, "bsa", 1), IMPAKT_E_NAME);
  says(impakt_sim_message(sim), "'BSA'");
  ck_assert_int_eq(impakt_sim_set_patient(sim, "V", 1), IMPAKT_E_NAME); /* is none */
  near(parameter("WT"), 12, 0);
}
END_TEST

START_TEST(the_start)
{
  double x[NX];
  fine(sim, impakt_sim_set_parameter(sim, "N0", 7));
  fine(sim, impakt_sim_get_initial(sim, x, NX));
  near(x[2], 7, 0);
  near_size(x[1], 0, 0, 0);
  fine(sim, impakt_sim_set_initial(sim, "N", 5));
  fine(sim, impakt_sim_set_initial(sim, "C", 2));
  fine(sim, impakt_sim_set_parameter(sim, "N0", 8));
  fine(sim, impakt_sim_get_initial(sim, x, NX));
  near(x[2], 5, 0);
  near(x[1], 2, 0);
  near(value_at(sim, "C", 5), 2 * exp(-1), GATHERED * 1e-6);
  ck_assert_int_eq(impakt_sim_set_initial(sim, "N", INFINITY), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_set_initial(sim, "total", 1), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_sim_get_initial(sim, x, NX + 1), IMPAKT_E_LENGTH);
}
END_TEST

/* ---- columns -------------------------------------------------------------------------------------- */

START_TEST(columns)
{
  static const char *const all[] = { "A", "C", "N", "J", "Cng", "total" };
  ck_assert_int_eq(impakt_sim_columns(sim), COLUMNS);
  for (int i = 0; i < COLUMNS; i++) ck_assert_str_eq(impakt_sim_column_name(sim, i), all[i]);
  ck_assert_ptr_null(impakt_sim_column_name(sim, COLUMNS));
  ck_assert_ptr_null(impakt_sim_column_unit(sim, -1));
  fine(sim, impakt_sim_watch(sim, "total"));
  fine(sim, impakt_sim_watch(sim, "A"));
  fine(sim, impakt_sim_watch(sim, "total"));
  ck_assert_int_eq(impakt_sim_columns(sim), 3);
  ck_assert_str_eq(impakt_sim_column_name(sim, 1), "A");
  ck_assert_str_eq(impakt_sim_column_unit(sim, 2), "mg");
  fine(sim, impakt_sim_dose(sim, "depot", 0, 100, "mg", 0, NULL));
  double end = 4, result[3];
  fine(sim, impakt_sim_run(sim, &end, 1, result, 3));
  near(result[1], 60 * exp(-0.9 * 3.5), GATHERED * 1e-6);
  near(result[0], result[2], 0);
  fine(sim, impakt_sim_watch_clear(sim));
  ck_assert_int_eq(impakt_sim_columns(sim), COLUMNS);
  ck_assert_int_eq(impakt_sim_columns(NULL), 0);
}
END_TEST

/* ---- again, and copies ------------------------------------------------------------------------------ */

static double times[TIMES];

static void run_all(impakt_sim *one, double result[TIMES * COLUMNS])
{
  for (int i = 0; i < TIMES; i++) times[i] = 1.25 * i;
  fine(one, impakt_sim_run(one, times, TIMES, result, TIMES * COLUMNS));
}

static void dose_all(impakt_sim *one)
{
  int dose;
  fine(one, impakt_sim_dose(one, "depot", 0, 1.5, "mg/kg", 0, &dose));
  fine(one, impakt_sim_dose_repeat(one, dose, 9, 4));
  fine(one, impakt_sim_dose(one, "iv", 5, 50, "mg/m2", 3, NULL));
  fine(one, impakt_sim_dose_rate(one, "part", 7, 10, "mg", 5, NULL, NULL));
}

/* Whatever a simulation did before, it gives the bits of a new one. */
START_TEST(used_again)
{
  double fresh[TIMES * COLUMNS], again[TIMES * COLUMNS], slopes[TIMES * COLUMNS * 2];
  double slopes_again[TIMES * COLUMNS * 2];
  impakt_sim *first = new_sim(&model_unit_depot, 1e-6);
  dose_all(first);
  run_all(first, fresh);
  fine(first, impakt_sim_slope_in(first, "V"));
  fine(first, impakt_sim_slope_in(first, "lag"));

  /* other doses, parameters, options, lengths, slopes, failures; and back */
  fine(sim, impakt_sim_set_parameter(sim, "V", 50));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_ADAMS));
  fine(sim, impakt_sim_slope_in(sim, "ka"));
  fine(sim, impakt_sim_dose(sim, "counted", 1, 5, NULL, 100, NULL));
  double end = 77, row[COLUMNS], slope[COLUMNS];
  fine(sim, impakt_sim_run_slopes(sim, &end, 1, row, COLUMNS, slope, COLUMNS));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 3));
  ck_assert_int_eq(impakt_sim_run(sim, &end, 1, row, COLUMNS), IMPAKT_E_STEPS);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 1e5));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_AUTO));
  fine(sim, impakt_sim_set_parameter(sim, "V", 5));
  fine(sim, impakt_sim_dose_clear(sim));
  fine(sim, impakt_sim_slope_clear(sim));
  dose_all(sim);
  for (int round = 0; round < 3; round++) {
    run_all(sim, again);
    ck_assert(!memcmp(again, fresh, sizeof fresh));
  }
  fine(first, impakt_sim_run_slopes(first, times, TIMES, fresh, LENGTH_OF(fresh), slopes,
                                    LENGTH_OF(slopes)));
  fine(sim, impakt_sim_slope_in(sim, "V"));
  fine(sim, impakt_sim_slope_in(sim, "lag"));
  fine(sim, impakt_sim_run_slopes(sim, times, TIMES, again, LENGTH_OF(again), slopes_again,
                                  LENGTH_OF(slopes_again)));
  ck_assert(!memcmp(again, fresh, sizeof fresh));
  ck_assert(!memcmp(slopes_again, slopes, sizeof slopes));
  impakt_sim_free(first);
}
END_TEST

START_TEST(a_copy)
{
  double original[TIMES * COLUMNS], copied[TIMES * COLUMNS], value = 7, of_copy = 7;
  int measure;
  dose_all(sim);
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.31));
  fine(sim, impakt_sim_set_patient(sim, "WT", 33));
  fine(sim, impakt_sim_set_initial(sim, "C", 0.5));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-8));
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 0, 40, &measure));
  run_all(sim, original);
  impakt_sim *copy = NULL;
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_measured(copy, measure, &of_copy),
                   IMPAKT_E_ORDER); /* no results */
  run_all(copy, copied);
  ck_assert(!memcmp(original, copied, sizeof original));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_measured(copy, measure, &of_copy), IMPAKT_OK);
  ck_assert(value == of_copy);

  /* neither knows of the other */
  fine(copy, impakt_sim_set_parameter(copy, "ke", 0.1));
  for (int i = 0; i < 40; i++) fine(copy, impakt_sim_dose(copy, "iv", i, 1, "mg", 0, NULL));
  fine(copy, impakt_sim_watch(copy, "C"));
  fine(copy, impakt_sim_slope_in(copy, "V"));
  run_all(sim, copied);
  ck_assert(!memcmp(original, copied, sizeof original));
  impakt_sim *second = NULL;
  ck_assert_int_eq(impakt_sim_copy(&second, copy), IMPAKT_OK);
  impakt_sim_free(copy); /* a copy outlives what it was made of */
  size_t count;
  fine(second, impakt_sim_doses(second, NULL, NULL, NULL, NULL, 0, &count));
  ck_assert_uint_eq(count, 6 + 40);
  ck_assert_int_eq(impakt_sim_columns(second), 1);
  double slope, C, end = 3;
  fine(second, impakt_sim_run_slopes(second, &end, 1, &C, 1, &slope, 1));
  impakt_sim_free(second);
}
END_TEST

START_TEST(a_copy_of_a_size_without_a_parameter)
{
  impakt_sim *reset = new_sim(&model_unit_reset, 1e-6), *copy;
  fine(reset, impakt_sim_set_patient(reset, "WT", 20));
  ck_assert_int_eq(impakt_sim_dose(reset, "feed", 1, 1, "cell/kg", 0, NULL), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_copy(&copy, reset), IMPAKT_OK);
  near(value_at(copy, "x", 1.5), value_at(reset, "x", 1.5), 0);
  near(value_at(copy, "x", 1.5), (10 * exp(0.25) + 20) * exp(0.125), GATHERED * 1e-6);
  impakt_sim_free(copy);
  impakt_sim_free(reset);
}
END_TEST

/* ---- the equations alone ------------------------------------------------------------------------------ */

START_TEST(equations_alone)
{
  const double x[] = { 1, 2, 3, 4 }, u[] = { 10, 0, 5, 1, 2 };
  double f[4], y[2], J[5];
  int row[5], column[5];
  fine(sim, impakt_sim_rhs(sim, 0, x, 4, u, 5, f, 4));
  near(f[0], 10 - 0.9, ROUNDING);
  near(f[1], (5 + 0.9) / 5 - 0.4, ROUNDING);
  fine(sim, impakt_sim_rhs(sim, 0, x, 4, NULL, 0, f, 4));
  near(f[0], -0.9, ROUNDING);
  fine(sim, impakt_sim_outputs(sim, 0, x, 4, y, 2));
  near(y[0], 2000, ROUNDING);
  near(y[1], 11, ROUNDING);
  ck_assert_int_eq(impakt_sim_jacobian_entries(sim), 5);
  fine(sim, impakt_sim_jacobian_pattern(sim, row, column, 5));
  fine(sim, impakt_sim_jacobian(sim, 0, x, 4, u, 5, J, 5));
  static const double expected[4][4] = {
    { -0.9, 0, 0, 0 }, { 0.18, -0.2, 0, 0 }, { 0, 0, -0.2, 0 }, { 0, 0, 0, 0 }
  };
  for (int k = 0; k < 5; k++) near_size(J[k], expected[row[k]][column[k]], ROUNDING, 1);
  ck_assert_int_eq(impakt_sim_rhs(sim, 0, x, 3, u, 5, f, 4), IMPAKT_E_LENGTH);
  ck_assert_int_eq(impakt_sim_rhs(sim, 0, x, 4, u, 4, f, 4), IMPAKT_E_LENGTH);
  ck_assert_int_eq(impakt_sim_rhs(sim, NAN, x, 4, u, 5, f, 4), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_jacobian(sim, 0, x, 4, u, 5, J, 4), IMPAKT_E_LENGTH);
}
END_TEST

/* Per hour, and with the switches as time sets them. */
START_TEST(equations_alone_in_days)
{
  impakt_sim *clock = new_sim(&model_unit_clock, 1e-6);
  const double x[] = { 0, 0, 10, 0, 0 };
  double f[5];
  fine(clock, impakt_sim_rhs(clock, 30, x, 5, NULL, 0, f, 5)); /* before begin, 36 h */
  near_size(f[0], 0, 0, 0);
  near(f[2], -7. / 24, ROUNDING);
  fine(clock, impakt_sim_rhs(clock, 40, x, 5, NULL, 0, f, 5));
  near(f[0], 2. / 24, ROUNDING);
  fine(clock, impakt_sim_rhs(clock, 110, x, 5, NULL, 0, f, 5)); /* after stop, 102 h */
  near_size(f[0], 0, 0, 0);
  near(f[4], 2 * 110. / 24 / 24, ROUNDING);
  impakt_sim_free(clock);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("sim");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, options);
  tcase_add_loop_test(tests, tolerances, IMPAKT_SOLVER_RODAS5P, IMPAKT_SOLVER_ADAMS + 1);
  tcase_add_test(tests, counters);
  tcase_add_test(tests, parameters);
  tcase_add_test(tests, constants_stay);
  tcase_add_test(tests, presets_add_up);
  tcase_add_test(tests, the_patient);
  tcase_add_test(tests, the_start);
  tcase_add_test(tests, columns);
  tcase_add_test(tests, used_again);
  tcase_add_test(tests, a_copy);
  tcase_add_test(tests, a_copy_of_a_size_without_a_parameter);
  tcase_add_test(tests, equations_alone);
  tcase_add_test(tests, equations_alone_in_days);
  return run_tests("sim", tests);
}
