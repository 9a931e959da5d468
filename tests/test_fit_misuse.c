/* test_fit_misuse.c — a fit that is set up or asked wrongly says what was wrong, and works as if the
 * call had not been. */
#include "testing.h"

#include <stdio.h>

extern const impakt_model model_unit_fit, model_unit_depot;

enum { N = 4 };
static const double when[N] = { 0, 1, 2, 4 }, seen[N] = { 1, 3, 4.9, 9.2 };
static impakt_fit *fit;

static impakt_fit *new_fit(void)
{
  impakt_fit *made = NULL;
  ck_assert_int_eq(impakt_fit_new(&made, &model_unit_fit), IMPAKT_OK);
  impakt_sim *sim = new_sim(&model_unit_fit, FINE);
  fitted(made, impakt_fit_add(made, sim, NULL));
  impakt_sim_free(sim);
  fitted(made, impakt_fit_observe(made, 0, "line", when, seen, NULL, NULL, N));
  fitted(made, impakt_fit_error(made, "line", IMPAKT_ERROR_ADDITIVE, 0.5, 1));
  fitted(made, impakt_fit_estimate(made, "intercept", 0, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(made, impakt_fit_estimate(made, "rate", 1, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  return made;
}

static void set_up(void) { fit = new_fit(); }

static void tear_down(void)
{
  double a[3], b[3];
  impakt_fit *other = new_fit();
  fitted(fit, impakt_fit_run(fit));
  fitted(other, impakt_fit_run(other));
  ck_assert_int_eq(impakt_fit_estimates(fit, a, 3), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_estimates(other, b, 3), IMPAKT_OK);
  ck_assert_mem_eq(a, b, sizeof a);
  impakt_fit_free(fit);
  impakt_fit_free(other);
}

static void check(int status, int expected, const char *part, const char *call)
{
  const char *message = impakt_fit_message(fit);
  ck_assert_msg(status == expected, "%s: status %d (%s), not %d; %s", call, status,
                impakt_status_text(status), expected, message);
  ck_assert_msg(*message && strstr(message, part), "%s: the message lacks '%s': %s", call, part,
                message);
}
#define REFUSES(expected, part, call) check(call, IMPAKT_E_##expected, part, #call)
#define FAILS(expected, call)         ck_assert_int_eq(call, IMPAKT_E_##expected)

START_TEST(nothing_at_all)
{
  double x = 0;
  FAILS(ARGUMENT, impakt_fit_new(NULL, &model_unit_fit));
  impakt_fit *none = NULL;
  FAILS(ARGUMENT, impakt_fit_new(&none, NULL));
  ck_assert_ptr_null(none);
  impakt_fit_free(NULL);
  ck_assert_str_eq(impakt_fit_message(NULL), "");
  FAILS(ARGUMENT, impakt_fit_set_option(NULL, IMPAKT_FIT_TOLERANCE, 1e-3));
  FAILS(ARGUMENT, impakt_fit_add(NULL, NULL, NULL));
  FAILS(ARGUMENT, impakt_fit_observe(NULL, 0, "line", when, seen, NULL, NULL, N));
  FAILS(ARGUMENT, impakt_fit_error(NULL, "line", 0, 1, 1));
  FAILS(ARGUMENT, impakt_fit_estimate(NULL, "rate", 1, 0, 2, 0, 0));
  FAILS(ARGUMENT, impakt_fit_prior(NULL, "rate", 0, 1, 1));
  FAILS(ARGUMENT, impakt_fit_run(NULL));
  FAILS(ARGUMENT, impakt_fit_plan(NULL));
  FAILS(ARGUMENT, impakt_fit_estimates(NULL, &x, 1));
  FAILS(ARGUMENT, impakt_fit_objective(NULL, &x));
  FAILS(ARGUMENT, impakt_fit_covariance(NULL, &x, 1));
  FAILS(ARGUMENT, impakt_fit_correlation(NULL, &x, 1));
  FAILS(ARGUMENT, impakt_fit_standard_errors(NULL, &x, 1));
  FAILS(ARGUMENT, impakt_fit_condition(NULL, &x));
  FAILS(ARGUMENT, impakt_fit_predictions(NULL, &x, &x, 1));
  FAILS(ARGUMENT, impakt_fit_interval(NULL, 0, 0, 0.95, &x, &x));
  FAILS(ARGUMENT, impakt_fit_profile(NULL, 0, 1, &x));
  FAILS(ARGUMENT, impakt_fit_evaluate(NULL, NULL, 0, &x, NULL, 0));
  FAILS(ARGUMENT, impakt_fit_information(NULL, NULL, 0, &x, 1));
  ck_assert_int_eq(impakt_fit_unknowns(NULL), 0);
  ck_assert_ptr_null(impakt_fit_unknown_name(NULL, 0));
  ck_assert_uint_eq(impakt_fit_observations(NULL), 0);
}
END_TEST

START_TEST(options)
{
  REFUSES(INDEX, "204", impakt_fit_set_option(fit, 204, 1));
  REFUSES(INDEX, "100", impakt_fit_set_option(fit, IMPAKT_RELATIVE_TOLERANCE, 1));
  REFUSES(RANGE, "FIT_TOLERANCE", impakt_fit_set_option(fit, IMPAKT_FIT_TOLERANCE, 0));
  REFUSES(RANGE, "FIT_TOLERANCE", impakt_fit_set_option(fit, IMPAKT_FIT_TOLERANCE, NAN));
  REFUSES(RANGE, "whole", impakt_fit_set_option(fit, IMPAKT_FIT_MAX_ITERATIONS, 2.5));
  REFUSES(RANGE, "FIT_LEAST_SQUARES", impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 2));
}
END_TEST

START_TEST(subjects_and_observations)
{
  int subject = 7;
  const double later[2] = { 1, -1 }, infinite[2] = { 1, INFINITY }, zero[2] = { 1, 0 };
  impakt_sim *other = new_sim(&model_unit_depot, FINE);
  REFUSES(ARGUMENT, "unit_depot", impakt_fit_add(fit, other, &subject));
  impakt_sim_free(other);
  REFUSES(ARGUMENT, "NULL", impakt_fit_add(fit, NULL, &subject));
  ck_assert_int_eq(subject, 7);
  REFUSES(INDEX, "number 1", impakt_fit_observe(fit, 1, "line", when, seen, NULL, NULL, N));
  REFUSES(INDEX, "number -1", impakt_fit_observe(fit, -1, "line", when, seen, NULL, NULL, N));
  REFUSES(NAME, "'line'", impakt_fit_observe(fit, 0, "lin", when, seen, NULL, NULL, N));
  REFUSES(ARGUMENT, "NULL", impakt_fit_observe(fit, 0, NULL, when, seen, NULL, NULL, N));
  REFUSES(ARGUMENT, "times is NULL",
          impakt_fit_observe(fit, 0, "line", NULL, seen, NULL, NULL, N));
  REFUSES(LENGTH, "no observations",
          impakt_fit_observe(fit, 0, "line", when, seen, NULL, NULL, 0));
  REFUSES(ORDER, "time 1", impakt_fit_observe(fit, 0, "line", later, seen, NULL, NULL, 2));
  REFUSES(ARGUMENT, "value 1",
          impakt_fit_observe(fit, 0, "line", infinite, seen, NULL, NULL, 2));
  REFUSES(ARGUMENT, "value 1",
          impakt_fit_observe(fit, 0, "line", when, infinite, NULL, NULL, 2));
  REFUSES(RANGE, "weight 1", impakt_fit_observe(fit, 0, "line", when, seen, NULL, zero, 2));
  ck_assert_uint_eq(impakt_fit_observations(fit), N);
}
END_TEST

START_TEST(errors_and_priors)
{
  REFUSES(NAME, "'line'", impakt_fit_error(fit, "lines", IMPAKT_ERROR_ADDITIVE, 1, 0));
  REFUSES(INDEX, "kind of error", impakt_fit_error(fit, "line", 3, 1, 0));
  REFUSES(RANGE, "more than 0", impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0, 0));
  REFUSES(ARGUMENT, "size", impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, NAN, 0));
  REFUSES(ARGUMENT, "log-normal", impakt_fit_error(fit, "line", IMPAKT_ERROR_LOG_NORMAL, 1, 0));
  REFUSES(NAME, "'rate'", impakt_fit_prior(fit, "rat", IMPAKT_NORMAL, 1, 1));
  REFUSES(ORDER, "not searched for", impakt_fit_prior(fit, "V", IMPAKT_NORMAL, 1, 1));
  REFUSES(INDEX, "expected normal", impakt_fit_prior(fit, "rate", 2, 1, 1));
  REFUSES(RANGE, "deviation", impakt_fit_prior(fit, "rate", IMPAKT_NORMAL, 1, 0));
  REFUSES(ARGUMENT, "finite", impakt_fit_prior(fit, "rate", IMPAKT_NORMAL, NAN, 1));
  REFUSES(RANGE, "above 0", impakt_fit_prior(fit, "rate", IMPAKT_LOG_NORMAL, 1, 1));
}
END_TEST

START_TEST(what_is_searched_for)
{
  const int linear = IMPAKT_SCALE_LINEAR, log = IMPAKT_SCALE_LOG, logit = IMPAKT_SCALE_LOGIT;
  REFUSES(NAME, "'rate'", impakt_fit_estimate(fit, "rates", 1, NAN, NAN, linear, 0));
  REFUSES(INDEX, "scale", impakt_fit_estimate(fit, "V", 1, NAN, NAN, 3, 0));
  REFUSES(RANGE, "bounds", impakt_fit_estimate(fit, "V", 1, 0, NAN, linear, 0));
  REFUSES(RANGE, "bounds", impakt_fit_estimate(fit, "V", 1, 2, 2, linear, 0));
  REFUSES(RANGE, "start", impakt_fit_estimate(fit, "V", 1, 2, 3, linear, 0));
  REFUSES(RANGE, "between", impakt_fit_estimate(fit, "V", 2, 2, 3, logit, 0));
  REFUSES(RANGE, "log scale", impakt_fit_estimate(fit, "rate", 1, NAN, NAN, log, 0));
  REFUSES(RANGE, "log scale", impakt_fit_estimate(fit, "share", 0, NAN, NAN, log, 0));
  REFUSES(ARGUMENT, "infinite", impakt_fit_estimate(fit, "V", INFINITY, NAN, NAN, linear, 0));
  ck_assert_int_eq(impakt_fit_unknowns(fit), 3);

  impakt_fit *depot = NULL;
  ck_assert_int_eq(impakt_fit_new(&depot, &model_unit_depot), IMPAKT_OK);
  FAILS(NAME, impakt_fit_estimate(depot, "BSA_ref", 1, NAN, NAN, linear, 0));
  /* without a subject there is no start to be found, but names there are */
  fitted(depot, impakt_fit_estimate(depot, "V", NAN, NAN, NAN, linear, 0));
  ck_assert_str_eq(impakt_fit_unknown_name(depot, 0), "V");
  FAILS(ORDER, impakt_fit_run(depot));
  says(impakt_fit_message(depot), "no observations");
  impakt_fit_free(depot);
}
END_TEST

/* A constant of a published model. */
START_TEST(a_constant)
{
  const impakt_model *model = impakt_model_find("inotuzumab_garrett2019");
  impakt_fit *other = NULL;
  ck_assert_int_eq(impakt_fit_new(&other, model), IMPAKT_OK);
  FAILS(RANGE, impakt_fit_estimate(other, "BSA_ref", NAN, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  says(impakt_fit_message(other), "constant");
  impakt_fit_free(other);
}
END_TEST

START_TEST(runs_that_cannot_begin)
{
  impakt_fit *other = NULL;
  ck_assert_int_eq(impakt_fit_new(&other, &model_unit_fit), IMPAKT_OK);
  impakt_sim *sim = new_sim(&model_unit_fit, FINE);
  fitted(other, impakt_fit_add(other, sim, NULL));
  fine(sim, impakt_sim_set_parameter(sim, "rate", 3));
  fitted(other, impakt_fit_add(other, sim, NULL));
  impakt_sim_free(sim);
  FAILS(ORDER, impakt_fit_run(other));
  fitted(other, impakt_fit_observe(other, 0, "line", when, seen, NULL, NULL, N));
  FAILS(ORDER, impakt_fit_run(other));
  says(impakt_fit_message(other), "no residual error");
  fitted(other, impakt_fit_error(other, "line", IMPAKT_ERROR_PROPORTIONAL, 0.1, 0));
  FAILS(ORDER, impakt_fit_run(other));
  says(impakt_fit_message(other), "nothing is searched for");
  fitted(other, impakt_fit_estimate(other, "rate", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  FAILS(ARGUMENT, impakt_fit_run(other));
  says(impakt_fit_message(other), "set to 2 in subject 0 and to 3 in subject 1");
  fitted(other, impakt_fit_estimate(other, "rate", 2, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(other, impakt_fit_estimate(other, "intercept", 0, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  FAILS(RANGE, impakt_fit_run(other));
  says(impakt_fit_message(other), "'line' at 0 h is predicted to be 0");
  says(impakt_fit_message(other), "proportional");
  /* least squares */
  fitted(other, impakt_fit_set_option(other, IMPAKT_FIT_LEAST_SQUARES, 1));
  FAILS(RANGE, impakt_fit_run(other));
  says(impakt_fit_message(other), "proportional");
  impakt_fit_free(other);

  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  REFUSES(RANGE, "estimated", impakt_fit_run(fit));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.5, 0));
  impakt_fit *few = new_fit();
  fitted(few, impakt_fit_error(few, "line", IMPAKT_ERROR_ADDITIVE, 1, 0));
  fitted(few, impakt_fit_set_option(few, IMPAKT_FIT_LEAST_SQUARES, 1));
  fitted(few, impakt_fit_estimate(few, "V", 1, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  fitted(few, impakt_fit_estimate(few, "k10", 1, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  FAILS(LENGTH, impakt_fit_run(few));
  says(impakt_fit_message(few), "4 observations for 4 unknowns");
  fitted(few, impakt_fit_prior(few, "V", IMPAKT_NORMAL, 1, 1));
  FAILS(RANGE, impakt_fit_run(few));
  says(impakt_fit_message(few), "prior");
  impakt_fit_free(few);
  /* back to what it was */
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 0));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.5, 1));
}
END_TEST

START_TEST(a_parameter_in_time)
{
  const double at[2] = { 0, 5 }, rates[2] = { 1, 2 };
  impakt_fit *other = new_fit();
  impakt_sim *sim = new_sim(&model_unit_fit, FINE);
  fine(sim, impakt_sim_set_course(sim, "rate", IMPAKT_LINEAR, at, rates, 2));
  fitted(other, impakt_fit_add(other, sim, NULL));
  fitted(other, impakt_fit_observe(other, 1, "line", when, seen, NULL, NULL, N));
  FAILS(RANGE, impakt_fit_run(other));
  says(impakt_fit_message(other), "'rate' follows a course in subject 1");
  impakt_sim_free(sim);
  impakt_fit_free(other);
}
END_TEST

START_TEST(values_that_do_not_fit_their_error)
{
  const double t = 1, zero = 0, one = 1;
  const int yes = 1;
  impakt_fit *other = new_fit();
  fitted(other, impakt_fit_observe(other, 0, "product", &t, &zero, NULL, NULL, 1));
  fitted(other, impakt_fit_error(other, "product", IMPAKT_ERROR_LOG_NORMAL, 0.1, 0));
  FAILS(RANGE, impakt_fit_run(other));
  says(impakt_fit_message(other), "'product' of subject 0 at 1 h is 0");
  impakt_fit_free(other);
  other = new_fit();
  fitted(other, impakt_fit_observe(other, 0, "product", &t, &one, &yes, NULL, 1));
  fitted(other, impakt_fit_error(other, "product", IMPAKT_ERROR_ADDITIVE, 0.1, 0));
  fitted(other, impakt_fit_error(other, "line", IMPAKT_ERROR_ADDITIVE, 0.1, 0));
  fitted(other, impakt_fit_set_option(other, IMPAKT_FIT_LEAST_SQUARES, 1));
  FAILS(RANGE, impakt_fit_run(other));
  says(impakt_fit_message(other), "below the limit");
  impakt_fit_free(other);
}
END_TEST

START_TEST(answers)
{
  double x[9], low = 12, high = 12;
  FAILS(ORDER, impakt_fit_estimates(fit, x, 3));
  FAILS(ORDER, impakt_fit_objective(fit, x));
  FAILS(ORDER, impakt_fit_condition(fit, x));
  FAILS(ORDER, impakt_fit_predictions(fit, x, x, N));
  REFUSES(ORDER, "yet", impakt_fit_interval(fit, 0, IMPAKT_WALD, 0.95, &low, &high));
  REFUSES(ORDER, "yet", impakt_fit_profile(fit, 0, 1, x));
  fitted(fit, impakt_fit_run(fit));
  FAILS(LENGTH, impakt_fit_estimates(fit, x, 2));
  FAILS(LENGTH, impakt_fit_covariance(fit, x, 3));
  FAILS(LENGTH, impakt_fit_correlation(fit, x, 8));
  FAILS(LENGTH, impakt_fit_standard_errors(fit, x, 4));
  FAILS(LENGTH, impakt_fit_predictions(fit, x, x, 3));
  FAILS(ARGUMENT, impakt_fit_estimates(fit, NULL, 3));
  FAILS(ARGUMENT, impakt_fit_condition(fit, NULL));
  REFUSES(INDEX, "number 3", impakt_fit_interval(fit, 3, IMPAKT_WALD, 0.95, &low, &high));
  REFUSES(INDEX, "kind 2", impakt_fit_interval(fit, 0, 2, 0.95, &low, &high));
  REFUSES(RANGE, "level", impakt_fit_interval(fit, 0, IMPAKT_WALD, 1, &low, &high));
  REFUSES(RANGE, "level", impakt_fit_interval(fit, 0, IMPAKT_WALD, NAN, &low, &high));
  REFUSES(ARGUMENT, "NULL", impakt_fit_interval(fit, 0, IMPAKT_WALD, 0.95, NULL, &high));
  near(high, 12, 0);
  REFUSES(ARGUMENT, "finite", impakt_fit_profile(fit, 0, NAN, &low));
  REFUSES(ARGUMENT, "NULL", impakt_fit_profile(fit, 0, 1, NULL));
  REFUSES(RANGE, "'rate'", impakt_fit_profile(fit, 1, 1e7, &low));
  near(low, 12, 0);
  REFUSES(ARGUMENT, "NULL", impakt_fit_evaluate(fit, NULL, 0, NULL, NULL, 0));
  const double outside[3] = { 0, 1e7, 1 }, infinite[3] = { 0, NAN, 1 }, fits[3] = { 0, 1, 1 };
  REFUSES(RANGE, "'rate'", impakt_fit_evaluate(fit, outside, 3, &low, NULL, 0));
  REFUSES(ARGUMENT, "'rate'", impakt_fit_evaluate(fit, infinite, 3, &low, NULL, 0));
  REFUSES(LENGTH, "expected 3", impakt_fit_evaluate(fit, fits, 2, &low, NULL, 0));
  REFUSES(LENGTH, "expected 3", impakt_fit_evaluate(fit, fits, 3, &low, x, 2));
  REFUSES(LENGTH, "expected 9", impakt_fit_information(fit, fits, 3, x, 8));
  REFUSES(ARGUMENT, "NULL", impakt_fit_information(fit, fits, 3, NULL, 9));
  near(low, 12, 0);
  /* a change of the set-up ends what was found */
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, 0));
  FAILS(ORDER, impakt_fit_estimates(fit, x, 3));
}
END_TEST

/* The subject is a copy. */
START_TEST(a_simulation_that_changes)
{
  double a[3], b[3];
  impakt_fit *one = NULL;
  impakt_sim *sim = new_sim(&model_unit_fit, FINE);
  fine(sim, impakt_sim_watch(sim, "C"));
  fine(sim, impakt_sim_slope_in(sim, "V"));
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 0, 1000, NULL));
  ck_assert_int_eq(impakt_fit_new(&one, &model_unit_fit), IMPAKT_OK);
  fitted(one, impakt_fit_add(one, sim, NULL));
  fine(sim, impakt_sim_set_initial(sim, "line", 55));
  impakt_sim_free(sim);
  fitted(one, impakt_fit_observe(one, 0, "line", when, seen, NULL, NULL, N));
  fitted(one, impakt_fit_error(one, "line", IMPAKT_ERROR_ADDITIVE, 0.5, 1));
  fitted(one, impakt_fit_estimate(one, "intercept", 0, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(one, impakt_fit_estimate(one, "rate", 1, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(one, impakt_fit_run(one));
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(one, a, 3), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_estimates(fit, b, 3), IMPAKT_OK);
  ck_assert_mem_eq(a, b, sizeof a);
  impakt_fit_free(one);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("fit_misuse");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, nothing_at_all);
  tcase_add_test(tests, options);
  tcase_add_test(tests, subjects_and_observations);
  tcase_add_test(tests, errors_and_priors);
  tcase_add_test(tests, what_is_searched_for);
  tcase_add_test(tests, a_constant);
  tcase_add_test(tests, runs_that_cannot_begin);
  tcase_add_test(tests, a_parameter_in_time);
  tcase_add_test(tests, values_that_do_not_fit_their_error);
  tcase_add_test(tests, answers);
  tcase_add_test(tests, a_simulation_that_changes);
  return run_tests("fit_misuse", tests);
}
