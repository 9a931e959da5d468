/* test_fit.c — estimates, covariance and intervals against closed forms.
 *
 * The straight line of unit_fit is integrated without error but rounding, so that its fits are linear
 * regression to ten digits.  Profiles are found to 1e-6 of their width. */
#include "fit.h"
#include "testing.h"

#include <stdio.h>

extern const impakt_model model_unit_fit, model_unit_depot;

static const double EXACT =
    1e-8; /* of estimates: the search ends where 1e-13 is left to gain */
static const double PROFILE = 1e-5;

enum { N = 8 };
static const double when[N] = { 0, 1, 2, 2, 3, 5, 8, 13 };
static const double seen[N] = { 1.1, 2.7, 5.6, 5.1, 7.3, 10.2, 17.9, 26.1 };
static const double weight[N] = { 1, 2, 1, 0.5, 3, 1, 0.25, 1 };

static impakt_fit *new_fit(const impakt_model *model)
{
  impakt_fit *fit = NULL;
  ck_assert_int_eq(impakt_fit_new(&fit, model), IMPAKT_OK);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_TOLERANCE, 1e-13));
  return fit;
}

static int add(impakt_fit *fit)
{
  int subject = -1;
  impakt_sim *sim = new_sim(fit->model, FINE);
  fitted(fit, impakt_fit_add(fit, sim, &subject));
  impakt_sim_free(sim);
  return subject;
}

static void estimate(impakt_fit *fit, const char *name, double start, int scale)
{
  fitted(fit, impakt_fit_estimate(fit, name, start, NAN, NAN, scale, 0));
}

/* A line through the observations above. */
static impakt_fit *line(const double *weights)
{
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit);
  fitted(fit, impakt_fit_observe(fit, 0, "line", when, seen, NULL, weights, N));
  estimate(fit, "intercept", 0, IMPAKT_SCALE_LINEAR);
  estimate(fit, "rate", 1, IMPAKT_SCALE_LINEAR);
  return fit;
}

/* Weighted linear regression: estimates, the sum of squares, and X'WX inverted. */
struct regression {
  double intercept, rate, rss, cov[3]; /* of intercept; both; rate */
};

static struct regression regress(const double *weights)
{
  double s = 0, t = 0, tt = 0, y = 0, ty = 0;
  for (int i = 0; i < N; i++) {
    const double w = weights ? weights[i] : 1;
    s += w, t += w * when[i], tt += w * when[i] * when[i];
    y += w * seen[i], ty += w * when[i] * seen[i];
  }
  const double det = s * tt - t * t;
  struct regression r = { .cov = { tt / det, -t / det, s / det } };
  r.intercept = r.cov[0] * y + r.cov[1] * ty;
  r.rate = r.cov[1] * y + r.cov[2] * ty;
  for (int i = 0; i < N; i++)
    r.rss += (weights ? weights[i] : 1) * pow(seen[i] - r.intercept - r.rate * when[i], 2);
  return r;
}

static double objective_of(const impakt_fit *fit)
{
  double objective = NAN;
  ck_assert_int_eq(impakt_fit_objective(fit, &objective), IMPAKT_OK);
  return objective;
}

/* ---- distributions ------------------------------------------------------------------------------ */

START_TEST(distributions)
{
  /* from SciPy: norm.logcdf and its slope, t.ppf, norm.ppf */
  static const double normal[][3] = {
    { -200, -20006.21728089819, 200.0049997500311 },
    { -40, -804.6084420137539, 40.024968847210886 },
    { -12, -75.41067300156881, 12.082214175254526 },
    { -10, -53.23128515051248, 10.098093233962564 },
    { -9.99, -53.13035374560602, 10.08818777714392 },
    { -5, -15.064998393988727, 5.1865039671258515 },
    { -1, -1.841021645009264, 1.5251352761609822 },
    { 0, -0.6931471805599453, 0.7978845608028654 },
    { 1, -0.17275377902344985, 0.2875999709391784 },
    { 9, -1.1285884059538324e-19, 1.0279773571668901e-18 },
  };
  for (unsigned i = 0; i < LENGTH_OF(normal); i++) {
    double slope;
    near(fit_log_normal_below(normal[i][0], &slope), normal[i][1], 1e-13);
    near(slope, normal[i][2], 1e-12);
  }
  /* closed forms of one, two and four degrees of freedom; SciPy's own are good to 1e-10 */
  const double level = 0.95, a = 1 - level * level, q = cos(acos(sqrt(a)) / 3) / sqrt(a);
  near(fit_student_width(level, 1), tan(M_PI / 2 * level), 1e-13);
  near(fit_student_width(level, 2), level * sqrt(2 / a), 1e-13);
  near(fit_student_width(level, 4), 2 * sqrt(q - 1), 1e-13);
  near(fit_student_width(0.95, 8), 2.3060041350333704, 1e-9);
  near(fit_student_width(0.99, 30), 2.7499956535670305, 1e-9);
  near(fit_student_width(0.95, 1000), 1.9623390808264074, 1e-9);
  near(fit_normal_width(0.95), 1.959963984540054, 1e-13);
  near(fit_normal_width(0.9999), 3.8905918864131204, 1e-11);
}
END_TEST

/* ---- linear regression -------------------------------------------------------------------------- */

static void check_line(impakt_fit *fit, const struct regression *r, double variance)
{
  double values[2], errors[2], matrix[4], condition;
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 2), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 2), IMPAKT_OK);
  near(values[0], r->intercept, EXACT);
  near(values[1], r->rate, EXACT);
  near(errors[0], sqrt(variance * r->cov[0]), EXACT);
  near(errors[1], sqrt(variance * r->cov[2]), EXACT);
  ck_assert_int_eq(impakt_fit_covariance(fit, matrix, 4), IMPAKT_OK);
  near(matrix[0], variance * r->cov[0], EXACT);
  near(matrix[1], variance * r->cov[1], EXACT);
  near(matrix[2], variance * r->cov[1], EXACT);
  near(matrix[3], variance * r->cov[2], EXACT);
  const double correlation = r->cov[1] / sqrt(r->cov[0] * r->cov[2]);
  ck_assert_int_eq(impakt_fit_correlation(fit, matrix, 4), IMPAKT_OK);
  near(matrix[0], 1, ROUNDING);
  near(matrix[2], correlation, EXACT);
  ck_assert_int_eq(impakt_fit_condition(fit, &condition), IMPAKT_OK);
  near(condition, (1 + fabs(correlation)) / (1 - fabs(correlation)), EXACT);
}

static void check_interval(impakt_fit *fit, int unknown, int kind, double center, double half,
                           double tolerance)
{
  double low, high;
  fitted(fit, impakt_fit_interval(fit, unknown, kind, 0.95, &low, &high));
  near_size(low, center - half, tolerance, half);
  near_size(high, center + half, tolerance, half);
}

START_TEST(least_squares)
{
  const double *weights = _i % 2 ? weight : NULL;
  const struct regression r = regress(weights);
  const double variance = r.rss / (N - 2), t = 2.4469118511449692; /* R: qt(0.975, 6) */
  impakt_fit *fit = line(weights);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, _i / 2));
  if (_i == 3) /* a scale of the variance changes nothing but the objective */
    fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.5, 0));
  fitted(fit, impakt_fit_run(fit));
  check_line(fit, &r, variance);
  near(objective_of(fit), r.rss / (_i == 3 ? 0.25 : 1), EXACT);
  for (int k = 0; k < 2; k++) {
    const double center = k ? r.rate : r.intercept, half = t * sqrt(variance * r.cov[2 * k]);
    check_interval(fit, k, IMPAKT_WALD, center, half, EXACT);
    check_interval(fit, k, IMPAKT_PROFILE, center, half, PROFILE);
  }
  impakt_fit_free(fit);
}
END_TEST

START_TEST(likelihood_of_known_error)
{
  const struct regression r = regress(weight);
  const double size = 0.7, z = 1.959963984540054;
  double logs = 0, low, profile;
  impakt_fit *fit = line(weight);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, size, 0));
  fitted(fit, impakt_fit_run(fit));
  check_line(fit, &r, size * size);
  for (int i = 0; i < N; i++) logs += log(2 * M_PI * size * size / weight[i]);
  near(objective_of(fit), logs + r.rss / (size * size), EXACT);
  const double half = z * size * sqrt(r.cov[2]);
  check_interval(fit, 1, IMPAKT_WALD, r.rate, half, EXACT);
  check_interval(fit, 1, IMPAKT_PROFILE, r.rate, half, PROFILE);
  fitted(fit, impakt_fit_profile(fit, 1, r.rate + half / 2, &profile));
  near(profile, objective_of(fit) + z * z / 4, EXACT);
  /* intervals leave the result as it was */
  double values[2];
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 2), IMPAKT_OK);
  near(values[1], r.rate, EXACT);
  fitted(fit, impakt_fit_interval(fit, 1, IMPAKT_WALD, 0.5, &low, &profile));
  near(profile - low, 2 * 0.6744897501960817 * size * sqrt(r.cov[2]), EXACT);
  impakt_fit_free(fit);
}
END_TEST

/* The objective with the least other unknowns is N log(2 pi (RSS + d^2 / cov) / N) + N. */
START_TEST(likelihood_of_estimated_error)
{
  const struct regression r = regress(NULL);
  const double size = sqrt(r.rss / N), z = 1.959963984540054;
  double values[3], errors[3];
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 5, 1));
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, _i));
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 2), "line.additive");
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 3), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 3), IMPAKT_OK);
  near(values[0], r.intercept, EXACT);
  near(values[1], r.rate, EXACT);
  near(values[2], size, 1e-7);
  /* the Hessian is that of differences, to the fourth power of a twentieth of an error */
  near(errors[1], size * sqrt(r.cov[2]), _i ? 1e-5 : 1e-7);
  near(errors[2], size / sqrt(2 * N), _i ? 1e-5 : 1e-7);
  near(objective_of(fit), N * log(2 * M_PI * r.rss / N) + N, EXACT);
  const double half = sqrt(r.rss * r.cov[2] * expm1(z * z / N));
  check_interval(fit, 1, IMPAKT_PROFILE, r.rate, half, PROFILE);
  double low, high; /* of a logarithm */
  fitted(fit, impakt_fit_interval(fit, 2, IMPAKT_WALD, 0.95, &low, &high));
  near(low, size * exp(-z / sqrt(2 * N)), _i ? 1e-4 : 1e-7);
  near(high, size * exp(z / sqrt(2 * N)), _i ? 1e-4 : 1e-7);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(predictions_and_residuals)
{
  const struct regression r = regress(weight);
  double predicted[N], residual[N];
  impakt_fit *fit = line(weight);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.7, 0));
  fitted(fit, impakt_fit_run(fit));
  ck_assert_uint_eq(impakt_fit_observations(fit), N);
  ck_assert_int_eq(impakt_fit_predictions(fit, predicted, residual, N), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_predictions(fit, NULL, NULL, N), IMPAKT_OK);
  for (int i = 0; i < N; i++) {
    near(predicted[i], r.intercept + r.rate * when[i], EXACT);
    near_size(residual[i], (seen[i] - predicted[i]) / 0.7 * sqrt(weight[i]), 1e-12, 1);
  }
  impakt_fit_free(fit);
}
END_TEST

/* Normal priors of a line with known error: precisions add up. */
START_TEST(normal_priors)
{
  const double size = 0.7, mean[2] = { 3, 1 }, deviation[2] = { 0.5, 0.1 };
  double A[3] = { 0 }, b[2] = { 0 }, values[2], errors[2];
  for (int i = 0; i < N; i++) {
    A[0] += 1, A[1] += when[i], A[2] += when[i] * when[i];
    b[0] += seen[i], b[1] += when[i] * seen[i];
  }
  for (int k = 0; k < 3; k++) A[k] /= size * size;
  for (int k = 0; k < 2; k++) {
    A[2 * k] += 1 / (deviation[k] * deviation[k]);
    b[k] = b[k] / (size * size) + mean[k] / (deviation[k] * deviation[k]);
  }
  const double det = A[0] * A[2] - A[1] * A[1];
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, size, 0));
  fitted(fit, impakt_fit_prior(fit, "intercept", IMPAKT_NORMAL, mean[0], deviation[0]));
  fitted(fit, impakt_fit_prior(fit, "rate", IMPAKT_NORMAL, mean[1], deviation[1]));
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 2), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 2), IMPAKT_OK);
  near(values[0], (A[2] * b[0] - A[1] * b[1]) / det, EXACT);
  near(values[1], (A[0] * b[1] - A[1] * b[0]) / det, EXACT);
  near(errors[0], sqrt(A[2] / det), EXACT);
  near(errors[1], sqrt(A[0] / det), EXACT);
  double objective = N * log(2 * M_PI * size * size);
  for (int i = 0; i < N; i++)
    objective += pow((seen[i] - values[0] - values[1] * when[i]) / size, 2);
  for (int k = 0; k < 2; k++)
    objective += log(2 * M_PI * deviation[k] * deviation[k]) +
                 pow((values[k] - mean[k]) / deviation[k], 2);
  near(objective_of(fit), objective, EXACT);
  impakt_fit_free(fit);
}
END_TEST

/* ---- bounds ------------------------------------------------------------------------------------- */

START_TEST(a_bound_is_kept_and_named)
{
  const struct regression r = regress(NULL);
  double values[2], errors[2], mean = 0, low, high;
  const double bound = r.rate + (_i ? 0.3 : -0.3);
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 1, 0));
  fitted(fit, impakt_fit_estimate(fit, "rate", _i ? bound + 2 : bound - 1, _i ? bound : 0,
                                  _i ? 9 : bound, IMPAKT_SCALE_LINEAR, 0));
  ck_assert_int_eq(impakt_fit_run(fit), IMPAKT_REMARK);
  says(impakt_fit_message(fit), "'rate' is on its bound");
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 2), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 2), IMPAKT_OK);
  for (int i = 0; i < N; i++) mean += (seen[i] - bound * when[i]) / N;
  near(values[1], bound, 0);
  near_size(values[0], mean, EXACT, 1);
  near(errors[0], 1 / sqrt(N), EXACT);
  ck_assert(isnan(errors[1]));
  /* the profile of what is on a bound is open there */
  ck_assert_int_eq(impakt_fit_interval(fit, 1, IMPAKT_PROFILE, 0.95, &low, &high),
                   IMPAKT_REMARK);
  near(_i ? low : high, bound, 0);
  says(impakt_fit_message(fit), _i ? "below" : "above");
  ck_assert_int_eq(impakt_fit_interval(fit, 1, IMPAKT_WALD, 0.95, &low, &high), IMPAKT_REMARK);
  ck_assert(isnan(low) && isnan(high));
  impakt_fit_free(fit);
}
END_TEST

/* The scale changes neither the optimum nor, as the delta method has it, the standard error. */
START_TEST(scales_agree)
{
  const struct regression r = regress(NULL);
  double values[2], errors[2];
  for (int scale = IMPAKT_SCALE_LINEAR; scale <= IMPAKT_SCALE_LOGIT; scale++) {
    impakt_fit *fit = line(NULL);
    fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.7, 0));
    fitted(fit, impakt_fit_estimate(fit, "rate", 0.5, 0, 10, scale, 0));
    fitted(fit, impakt_fit_run(fit));
    ck_assert_int_eq(impakt_fit_estimates(fit, values, 2), IMPAKT_OK);
    ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, 2), IMPAKT_OK);
    near(values[1], r.rate, 1e-7);
    near(errors[1], 0.7 * sqrt(r.cov[2]), 1e-7);
    check_interval(fit, 1, IMPAKT_PROFILE, r.rate, 1.959963984540054 * 0.7 * sqrt(r.cov[2]),
                   PROFILE);
    impakt_fit_free(fit);
  }
}
END_TEST

/* ---- what cannot be told ------------------------------------------------------------------------ */

START_TEST(only_a_product_is_identified)
{
  double condition;
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.7, 0));
  const double falls[N] = { 1.5, 1.3, 1.2, 1.25, 1.1, 0.9, 0.7, 0.4 };
  fitted(fit, impakt_fit_observe(fit, 0, "product", when, falls, NULL, NULL, N));
  fitted(fit, impakt_fit_error(fit, "product", IMPAKT_ERROR_ADDITIVE, 0.1, 0));
  estimate(fit, "share", 0.3, IMPAKT_SCALE_LOGIT);
  estimate(fit, "scale", 2, IMPAKT_SCALE_LOG);
  ck_assert_int_eq(impakt_fit_run(fit), IMPAKT_REMARK);
  says(impakt_fit_message(fit), "'share' and 'scale' are not identifiable");
  double all[4], all_errors[4], all_matrix[16];
  ck_assert_int_eq(impakt_fit_estimates(fit, all, 4), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, all_errors, 4), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_correlation(fit, all_matrix, 16), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_condition(fit, &condition), IMPAKT_OK);
  ck_assert(isinf(condition) && isnan(all_errors[2]) && isnan(all_errors[3]));
  ck_assert(isnan(all_matrix[10]) && !isnan(all_matrix[1]));
  const struct regression r = regress(NULL);
  near(all[1], r.rate, EXACT); /* the others are what they were */
  near(all_errors[1], 0.7 * sqrt(r.cov[2]), 1e-7);
  double up = 0, down = 0; /* the product is well known all the same */
  for (int i = 0; i < N; i++) up += falls[i] * exp(-0.1 * when[i]), down += exp(-0.2 * when[i]);
  near(all[2] * all[3], up / down, 1e-6);
  /* a prior settles it */
  fitted(fit, impakt_fit_prior(fit, "share", IMPAKT_NORMAL, 0.4, 0.05));
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, all, 4), IMPAKT_OK);
  near(all[2], 0.4, 1e-6);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(what_nothing_depends_on)
{
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 0.7, 0));
  estimate(fit, "idle", 2, IMPAKT_SCALE_LINEAR);
  ck_assert_int_eq(impakt_fit_run(fit), IMPAKT_REMARK);
  says(impakt_fit_message(fit), "'idle' is not identifiable: no observation depends on it");
  double low, high, values[3];
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 3), IMPAKT_OK);
  near(values[2], 2, 0);
  ck_assert_int_eq(impakt_fit_interval(fit, 2, IMPAKT_PROFILE, 0.95, &low, &high),
                   IMPAKT_REMARK);
  near_size(low, 0, 0, 1); /* the whole range */
  near(high, 10, 0);
  impakt_fit_free(fit);
}
END_TEST

/* ---- runs that fail ----------------------------------------------------------------------------- */

/* x' = g x^2 has no solution behind 1 / g: steps that go too far are taken back. */
START_TEST(steps_into_failing_runs)
{
  const double times[] = { 0.5, 1, 2, 3 }, g = 0.32;
  double x[4], value;
  for (int i = 0; i < 4; i++) x[i] = 1 / (1 - g * times[i]);
  impakt_fit *fit = new_fit(&model_unit_fit);
  add(fit);
  fitted(fit, impakt_fit_observe(fit, 0, "grown", times, x, NULL, NULL, 4));
  fitted(fit, impakt_fit_error(fit, "grown", IMPAKT_ERROR_ADDITIVE, 0.1, 0));
  estimate(fit, "growth", -5, IMPAKT_SCALE_LINEAR);
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, &value, 1), IMPAKT_OK);
  near(value, g, 1e-6);
  /* at the start it is a failure, and says whose */
  estimate(fit, "growth", 1, IMPAKT_SCALE_LINEAR);
  const int status = impakt_fit_run(fit);
  ck_assert(status == IMPAKT_E_STEPS || status == IMPAKT_E_ACCURACY ||
            status == IMPAKT_E_NOT_FINITE);
  says(impakt_fit_message(fit), "subject 0: unit_fit");
  ck_assert_int_eq(impakt_fit_estimates(fit, &value, 1), IMPAKT_E_ORDER);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(a_search_that_is_too_short)
{
  double value[2];
  impakt_fit *fit = line(NULL);
  fitted(fit, impakt_fit_error(fit, "line", IMPAKT_ERROR_ADDITIVE, 5, 1));
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_MAX_ITERATIONS, 1));
  ck_assert_int_eq(impakt_fit_run(fit), IMPAKT_E_CONVERGENCE);
  says(impakt_fit_message(fit), "1 iterations");
  ck_assert_int_eq(impakt_fit_estimates(fit, value, 2), IMPAKT_E_LENGTH);
  double values[3];
  ck_assert_int_eq(impakt_fit_estimates(fit, values, 3), IMPAKT_OK);
  ck_assert(isfinite(objective_of(fit)));
  impakt_fit_free(fit);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("fit");
  tcase_add_test(tests, distributions);
  tcase_add_loop_test(tests, least_squares, 0, 4);
  tcase_add_test(tests, likelihood_of_known_error);
  tcase_add_loop_test(tests, likelihood_of_estimated_error, 0, 2);
  tcase_add_test(tests, predictions_and_residuals);
  tcase_add_test(tests, normal_priors);
  tcase_add_loop_test(tests, a_bound_is_kept_and_named, 0, 2);
  tcase_add_test(tests, scales_agree);
  tcase_add_test(tests, only_a_product_is_identified);
  tcase_add_test(tests, what_nothing_depends_on);
  tcase_add_test(tests, steps_into_failing_runs);
  tcase_add_test(tests, a_search_that_is_too_short);
  return run_tests("fit", tests);
}
