/* test_fit_terms.c — the objective against the likelihood written out, its gradient against differences,
 * the Fisher information against formulas, and plans. */
#include "testing.h"

#include <stdio.h>

extern const impakt_model model_unit_fit, model_unit_depot;

static const double EXACT = 1e-9; /* the line is exact but for rounding */

static impakt_fit *new_fit(const impakt_model *model)
{
  impakt_fit *fit = NULL;
  ck_assert_int_eq(impakt_fit_new(&fit, model), IMPAKT_OK);
  return fit;
}

static void add(impakt_fit *fit, impakt_sim *sim)
{
  fitted(fit, impakt_fit_add(fit, sim, NULL));
  impakt_sim_free(sim);
}

static double value_of(impakt_fit *fit, const double *values, int n)
{
  double objective;
  fitted(fit, impakt_fit_evaluate(fit, values, n, &objective, NULL, 0));
  return objective;
}

/* ---- the likelihood written out ----------------------------------------------------------------- */

static double square(double x) { return x * x; }

static double log_density(double y, double f, double variance)
{
  return -0.5 * (log(2 * M_PI * variance) + square(y - f) / variance);
}

static double log_below(double limit, double f, double variance)
{
  return log(0.5 * erfc((f - limit) / sqrt(2 * variance)));
}

enum { N = 6 };
static const double when[N] = { 4, 0, 1, 1, 2.5, 7 };
static const double seen[N] = { 9.5, 1.4, 2, 3.5, 6, 12 };
static const int below[N] = { 0, 1, 1, 0, 0, 1 };
static const double weight[N] = { 1, 2, 0.5, 1, 3, 1 };

static impakt_fit *line(int kind, int also)
{
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit, new_sim(&model_unit_fit, FINE));
  fitted(fit, impakt_fit_observe(fit, 0, "line", when, seen, below, weight, N));
  fitted(fit, impakt_fit_estimate(fit, "intercept", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_estimate(fit, "rate", NAN, 0, 100, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_error(fit, "line", kind, 0.3, 1));
  if (also >= 0) fitted(fit, impakt_fit_error(fit, "line", also, 0.2, 1));
  return fit;
}

START_TEST(likelihood_with_values_below_a_limit)
{
  impakt_fit *fit = line(IMPAKT_ERROR_ADDITIVE, IMPAKT_ERROR_PROPORTIONAL);
  const double values[4] = { 0.8, 1.9, 0.4, 0.25 };
  double expected = 0;
  for (int i = 0; i < N; i++) {
    const double f = values[0] + values[1] * when[i];
    const double variance = (square(values[2]) + square(values[3] * f)) / weight[i];
    expected -=
        2 * (below[i] ? log_below(seen[i], f, variance) : log_density(seen[i], f, variance));
  }
  near(value_of(fit, values, 4), expected, EXACT);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(likelihood_of_logarithms)
{
  impakt_fit *fit = line(IMPAKT_ERROR_LOG_NORMAL, -1);
  const double values[3] = { 0.8, 1.9, 0.4 };
  double expected = 0;
  for (int i = 0; i < N; i++) {
    const double f = log(values[0] + values[1] * when[i]);
    const double variance = square(values[2]) / weight[i];
    expected -= 2 * (below[i] ? log_below(log(seen[i]), f, variance)
                              : log_density(log(seen[i]), f, variance) - log(seen[i]));
  }
  near(value_of(fit, values, 3), expected, EXACT);
  impakt_fit_free(fit);
}
END_TEST

/* Far below the limit the term vanishes, far above it grows as a square, and stays finite. */
START_TEST(far_from_the_limit)
{
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit, new_sim(&model_unit_fit, FINE));
  const double t = 1, limit = 100;
  const int yes = 1;
  fitted(fit, impakt_fit_observe(fit, 0, "line", &t, &limit, &yes, NULL, 1));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 1, 0));
  fitted(fit, impakt_fit_estimate(fit, "intercept", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  double objective, slope, intercept = -2;
  fitted(fit, impakt_fit_evaluate(fit, &intercept, 1, &objective, &slope, 1));
  near_size(objective, 0, 1e-300, 1);
  near_size(slope, 0, 1e-300, 1);
  intercept = 998; /* a prediction of 1000: z = -900 */
  fitted(fit, impakt_fit_evaluate(fit, &intercept, 1, &objective, &slope, 1));
  near(objective, 900. * 900 + 2 * log(900 * sqrt(2 * M_PI)), 1e-8);
  near(slope, 2 * (900 + 1 / 900.), 1e-8);
  impakt_fit_free(fit);
}
END_TEST

/* ---- gradients ---------------------------------------------------------------------------------- */

/* Differences over h, h/2 and h/4, extrapolated: the error falls with the sixth power of h. */
static double difference(impakt_fit *fit, const double *values, int n, int k)
{
  double moved[16], table[3];
  double h = 0.02 * fabs(values[k]);
  for (int i = 0; i < 3; i++, h /= 2) {
    memcpy(moved, values, sizeof *moved * n);
    moved[k] = values[k] + h;
    const double up = value_of(fit, moved, n);
    moved[k] = values[k] - h;
    table[i] = (up - value_of(fit, moved, n)) / (2 * h);
  }
  const double first = (4 * table[1] - table[0]) / 3, second = (4 * table[2] - table[1]) / 3;
  return (16 * second - first) / 15;
}

static void check_gradient(impakt_fit *fit, const double *values, int n)
{
  double objective, gradient[16];
  ck_assert_int_eq(impakt_fit_unknowns(fit), n);
  fitted(fit, impakt_fit_evaluate(fit, values, n, &objective, gradient, n));
  for (int k = 0; k < n; k++) {
    const double expected = difference(fit, values, n, k);
    ck_assert_msg(fabs(gradient[k] - expected) <=
                      1e-6 * fmax(fabs(expected), 1 / fabs(values[k])),
                  "slope in %s is %.12g; differences give %.12g",
                  impakt_fit_unknown_name(fit, k), gradient[k], expected);
  }
}

/* Two subjects, all kinds of dose parameters, three quantities with errors of all kinds, values below
 * the limit, weights, priors, all scales, own parameters. */
START_TEST(gradient_of_everything)
{
  impakt_fit *fit = new_fit(&model_unit_depot);
  for (int s = 0; s < 2; s++) {
    impakt_sim *sim = new_sim(&model_unit_depot, 1e-11);
    fine(sim, impakt_sim_dose(sim, "depot", 1, 100 + 50 * s, "mg", 0, NULL));
    fine(sim, impakt_sim_dose(sim, "part", 4, 1, "mg/kg", 3, NULL));
    fine(sim, impakt_sim_set_patient(sim, "WT", 60 + 20 * s));
    add(fit, sim);
  }
  const double t[] = { 0.5, 2, 3, 3, 6, 9, 15 };
  const double C[] = { 0.1, 6, 8, 7, 4, 3, 0.8 }, N0[] = { 2.5, 2, 1.7, 1.6, 0.9, 0.5, 0.3 };
  const int low[] = { 1, 0, 0, 0, 0, 0, 1 };
  const double w[] = { 1, 2, 1, 1, 0.5, 1, 3 };
  for (int s = 0; s < 2; s++) {
    fitted(fit, impakt_fit_observe(fit, s, "C", t, C, low, w, 7));
    fitted(fit, impakt_fit_observe(fit, s, "N", t, N0, low, NULL, 7));
    fitted(fit, impakt_fit_observe(fit, s, "total", t + 1, C + 1, NULL, NULL, 5));
  }
  fitted(fit, impakt_fit_estimate(fit, "ka", NAN, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_estimate(fit, "V", NAN, 1, 100, IMPAKT_SCALE_LOGIT, 1));
  fitted(fit, impakt_fit_estimate(fit, "F", NAN, NAN, NAN, IMPAKT_SCALE_LOGIT, 0));
  fitted(fit, impakt_fit_estimate(fit, "lag", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_estimate(fit, "N0", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 1));
  fitted(fit, impakt_fit_prior(fit, "V", IMPAKT_LOG_NORMAL, 4, 0.3));
  fitted(fit, impakt_fit_prior(fit, "lag", IMPAKT_NORMAL, 0.4, 0.1));
  fitted(fit, impakt_fit_error(fit, "C", IMPAKT_ERROR_PROPORTIONAL, 0.2, 1));
  fitted(fit, impakt_fit_error(fit, "C", IMPAKT_ERROR_ADDITIVE, 0.3, 1));
  fitted(fit, impakt_fit_error(fit, "N", IMPAKT_ERROR_LOG_NORMAL, 0.3, 1));
  fitted(fit, impakt_fit_error(fit, "total", IMPAKT_ERROR_PROPORTIONAL, 0.5, 0));
  const double values[] = { 0.8, 4.5, 7, 0.7, 0.45, 2.8, 2.2, 0.25, 0.15, 0.4 };
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 2), "V[1]");
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 7), "C.additive");
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 8), "C.proportional");
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 9), "N.log_normal");
  ck_assert_ptr_null(impakt_fit_unknown_name(fit, 10));
  ck_assert_ptr_null(impakt_fit_unknown_name(fit, -1));
  check_gradient(fit, values, 10);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(gradient_of_a_published_model)
{
  const impakt_model *model = impakt_model_find("neutropenia_friberg2002");
  impakt_fit *fit = new_fit(model);
  impakt_sim *sim = new_sim(model, 1e-11);
  fine(sim, impakt_sim_infuse(sim, "C", 0, 3, "umol/L", 1, NULL));
  add(fit, sim);
  const double t[] = { 24, 96, 168, 216, 264, 336, 504 }, y[] = { 5, 4, 1, 0.5, 1, 4, 6 };
  const int low[] = { 0, 0, 0, 1, 0, 0, 0 };
  fitted(fit, impakt_fit_observe(fit, 0, "count", t, y, low, NULL, 7));
  fitted(fit, impakt_fit_error(fit, "count", IMPAKT_ERROR_LOG_NORMAL, 0.3, 1));
  const char *const names[] = { "X0", "MTT", "g", "sl" };
  for (int i = 0; i < 4; i++)
    fitted(fit, impakt_fit_estimate(fit, names[i], NAN, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  const double values[] = { 4.5, 95, 0.17, 9, 0.25 };
  check_gradient(fit, values, 5);
  impakt_fit_free(fit);
}
END_TEST

/* ---- information and plans ---------------------------------------------------------------------- */

/* What a line with both errors should give: f_a f_b / v + v_a v_b / (2 v^2). */
static void expected_information(const double *values, double *matrix)
{
  for (int i = 0; i < 16; i++) matrix[i] = 0;
  for (int i = 0; i < N; i++) {
    const double f = values[0] + values[1] * when[i], a = values[2], b = values[3],
                 w = weight[i];
    const double v = (a * a + b * b * f * f) / w, by_f[4] = { 1, when[i], 0, 0 };
    const double by_v[4] = { 2 * b * b * f / w, 2 * b * b * f / w * when[i], 2 * a / w,
                             2 * b * f * f / w };
    for (int j = 0; j < 4; j++)
      for (int k = 0; k < 4; k++)
        matrix[4 * j + k] += by_f[j] * by_f[k] / v + by_v[j] * by_v[k] / (2 * v * v);
  }
}

START_TEST(information_of_a_plan)
{
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit, new_sim(&model_unit_fit, FINE));
  fitted(fit, impakt_fit_observe(fit, 0, "line", when, NULL, NULL, weight, N));
  fitted(fit, impakt_fit_estimate(fit, "intercept", 0.8, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_estimate(fit, "rate", 1.9, 0, 100, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.4, 1));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_PROPORTIONAL, 0.25, 1));
  const double start[4] = { 0.8, 1.9, 0.4, 0.25 }, other[4] = { 1.5, 1.2, 0.7, 0.1 };
  double found[16], expected[16], covariance[16], values[4], errors[4], residual[N],
      predicted[N];
  expected_information(other, expected);
  fitted(fit, impakt_fit_information(fit, other, 4, found, 16));
  for (int i = 0; i < 16; i++) near_size(found[i], expected[i], EXACT, 1e-3);
  expected_information(start, expected);
  fitted(fit, impakt_fit_information(fit, NULL, 0, found, 16));
  for (int i = 0; i < 16; i++) near_size(found[i], expected[i], EXACT, 1e-3);

  fitted(fit, impakt_fit_plan(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 4), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_covariance(fit, covariance, 16), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 4), IMPAKT_OK);
  for (int j = 0; j < 4; j++) {
    near(values[j], start[j], EXACT);
    near(errors[j], sqrt(covariance[5 * j]), 1e-12);
    for (int k = 0; k < 4; k++) { /* inverse: the product is one */
      double sum = 0;
      for (int i = 0; i < 4; i++) sum += covariance[4 * j + i] * expected[4 * i + k];
      near_size(sum, j == k, 1e-8, 1);
    }
  }
  ck_assert_int_eq(impakt_fit_predictions(fit, predicted, residual, N), IMPAKT_OK);
  for (int i = 0; i < N; i++) {
    near(predicted[i], 0.8 + 1.9 * when[i], EXACT);
    ck_assert(isnan(residual[i]));
  }
  /* what needs observed values is refused */
  double objective, low, high;
  ck_assert_int_eq(impakt_fit_objective(fit, &objective), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_fit_interval(fit, 0, IMPAKT_PROFILE, 0.95, &low, &high),
                   IMPAKT_E_ORDER);
  fitted(fit, impakt_fit_interval(fit, 0, IMPAKT_WALD, 0.95, &low, &high));
  near(high - low, 2 * 1.959963984540054 * errors[0], EXACT);
  ck_assert_int_eq(impakt_fit_run(fit), IMPAKT_E_ORDER);
  says(impakt_fit_message(fit), "planned");
  impakt_fit_free(fit);
}
END_TEST

/* Of values that are there a plan uses the times alone. */
START_TEST(a_plan_does_not_look_at_values)
{
  double with[16], without[16];
  impakt_fit *fit = line(IMPAKT_ERROR_ADDITIVE, IMPAKT_ERROR_PROPORTIONAL);
  fitted(fit, impakt_fit_plan(fit));
  ck_assert_int_eq(impakt_fit_covariance(fit, with, 16), IMPAKT_OK);
  impakt_fit_free(fit);
  fit = new_fit(&model_unit_fit);
  add(fit, new_sim(&model_unit_fit, FINE));
  fitted(fit, impakt_fit_observe(fit, 0, "line", when, NULL, NULL, weight, N));
  fitted(fit, impakt_fit_estimate(fit, "intercept", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_estimate(fit, "rate", NAN, 0, 100, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.3, 1));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_PROPORTIONAL, 0.2, 1));
  fitted(fit, impakt_fit_plan(fit));
  ck_assert_int_eq(impakt_fit_covariance(fit, without, 16), IMPAKT_OK);
  for (int i = 0; i < 16; i++) near(with[i], without[i], 0);
  impakt_fit_free(fit);
}
END_TEST

/* A plan tells what it cannot find out. */
START_TEST(a_plan_that_cannot_work)
{
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit, new_sim(&model_unit_fit, FINE));
  fitted(fit, impakt_fit_observe(fit, 0, "line", when, NULL, NULL, NULL, 1));
  fitted(fit, impakt_fit_estimate(fit, "intercept", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_estimate(fit, "rate", NAN, NAN, NAN, IMPAKT_SCALE_LINEAR, 0));
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.3, 0));
  ck_assert_int_eq(impakt_fit_plan(fit), IMPAKT_REMARK);
  says(impakt_fit_message(fit), "'intercept' and 'rate' are not identifiable");
  impakt_fit_free(fit);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("fit_terms");
  tcase_add_test(tests, likelihood_with_values_below_a_limit);
  tcase_add_test(tests, likelihood_of_logarithms);
  tcase_add_test(tests, far_from_the_limit);
  tcase_add_test(tests, gradient_of_everything);
  tcase_add_test(tests, gradient_of_a_published_model);
  tcase_add_test(tests, information_of_a_plan);
  tcase_add_test(tests, a_plan_does_not_look_at_values);
  tcase_add_test(tests, a_plan_that_cannot_work);
  return run_tests("fit_terms", tests);
}
