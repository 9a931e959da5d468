/* test_fit_data.c — estimates of public data, against SciPy's on closed forms (data/fit_reference.csv,
 * see data/fit_reference.py) and against what R's documentation prints.
 *
 * The two optimisers agree to 1e-5 of an estimate, and standard errors to 1e-4; runs are at 1e-9. */
#include "testing.h"

#include <stdio.h>

extern const impakt_model model_unit_depot, model_unit_fit;

enum { MOST = 200 };
static const double ESTIMATE = 1e-5, ERROR = 1e-4;

/* ---- files ------------------------------------------------------------------------------------ */

static FILE *open_data(const char *name)
{
  char path[1024], line[256];
  snprintf(path, sizeof path, "%s/%s", FIT_DATA, name);
  FILE *file = fopen(path, "r");
  ck_assert_msg(file != NULL, "cannot open %s", path);
  ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
  return file;
}

struct row {
  int subject;
  double dose, time, conc;
};

static int read_theoph(struct row *rows)
{
  FILE *file = open_data("theoph.csv");
  int n = 0;
  double weight;
  while (fscanf(file, "%d,%lf,%lf,%lf,%lf\n", &rows[n].subject, &weight, &rows[n].dose,
                &rows[n].time, &rows[n].conc) == 5)
    n++;
  fclose(file);
  ck_assert_int_eq(n, 132);
  return n;
}

static int read_indometh(struct row *rows)
{
  FILE *file = open_data("indometh.csv");
  int n = 0;
  while (fscanf(file, "%d,%lf,%lf\n", &rows[n].subject, &rows[n].time, &rows[n].conc) == 3)
    rows[n++].dose = 1;
  fclose(file);
  ck_assert_int_eq(n, 66);
  return n;
}

/* Compares all unknowns of a fit with the rows of a problem, and the objective. */
static void compare(impakt_fit *fit, const char *problem, double error_tolerance)
{
  FILE *file = open_data("fit_reference.csv");
  char of[64], name[64];
  double value, error, objective, values[MOST], errors[MOST], found;
  const int n = impakt_fit_unknowns(fit);
  int seen = 0;
  ck_assert_int_eq(impakt_fit_estimates(fit, values, n), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_standard_errors(fit, errors, n), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_objective(fit, &found), IMPAKT_OK);
  while (fscanf(file, "%63[^,],%63[^,],%lf,%lf,%lf\n", of, name, &value, &error, &objective) ==
         5) {
    if (strcmp(of, problem)) continue;
    for (int k = 0; k < n; k++) {
      if (strcmp(impakt_fit_unknown_name(fit, k), name)) continue;
      seen++;
      near(values[k], value, ESTIMATE);
      near(errors[k], error, error_tolerance);
    }
    near(found, objective, 1e-7);
  }
  fclose(file);
  ck_assert_int_eq(seen, n);
}

/* ---- fits ------------------------------------------------------------------------------------- */

static impakt_fit *new_fit(const impakt_model *model)
{
  impakt_fit *fit = NULL;
  ck_assert_int_eq(impakt_fit_new(&fit, model), IMPAKT_OK);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_TOLERANCE, 1e-13));
  return fit;
}

static void add_subject(impakt_fit *fit, const impakt_model *model, const char *input,
                        const struct row *rows, int n, double limit)
{
  impakt_sim *sim = new_sim(model, 1e-9);
  double times[MOST], values[MOST];
  int below[MOST], subject;
  if (model == &model_unit_depot) {
    fine(sim, impakt_sim_set_parameter(sim, "F", 1));
    fine(sim, impakt_sim_set_parameter(sim, "lag", 0));
  }
  fine(sim, impakt_sim_dose(sim, input, 0, rows->dose, "mg", 0, NULL));
  for (int i = 0; i < n; i++) {
    below[i] = rows[i].conc < limit;
    times[i] = rows[i].time;
    values[i] = below[i] ? limit : rows[i].conc;
  }
  fitted(fit, impakt_fit_add(fit, sim, &subject));
  fitted(fit, impakt_fit_observe(fit, subject, "C", times, values, below, NULL, n));
  impakt_sim_free(sim);
}

/* Those of all subjects, or of one; without times before from. */
static impakt_fit *theoph(int subject, double from, double limit)
{
  struct row rows[MOST];
  const int n = read_theoph(rows);
  impakt_fit *fit = new_fit(&model_unit_depot);
  for (int i = 0; i < n;) {
    int end = i;
    while (end < n && rows[end].subject == rows[i].subject) end++;
    const int first = rows[i].time < from ? i + 1 : i;
    if (!subject || rows[i].subject == subject)
      add_subject(fit, &model_unit_depot, "depot", rows + first, end - first, limit);
    i = end;
  }
  fitted(fit, impakt_fit_estimate(fit, "ka", 1, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_estimate(fit, "ke", 0.2, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  fitted(fit, impakt_fit_estimate(fit, "V", 1, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  return fit;
}

START_TEST(theoph_by_least_squares)
{
  char problem[32];
  for (int subject = 0; subject <= 12; subject++) {
    impakt_fit *fit = theoph(subject, 0, 0);
    fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
    fitted(fit, impakt_fit_run(fit));
    if (subject) snprintf(problem, sizeof problem, "theoph %d", subject);
    else strcpy(problem, "theoph all");
    compare(fit, problem, ERROR);
    impakt_fit_free(fit);
  }
}
END_TEST

/* R's examples of SSfol print estimates and standard errors of subject 1 to four digits. */
START_TEST(theoph_as_r_prints)
{
  impakt_fit *fit = theoph(1, 0, 0);
  double p[3], cov[9], objective;
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, p, 3), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_covariance(fit, cov, 9), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_objective(fit, &objective), IMPAKT_OK);
  const double half = 0.5001e-4; /* of the last digit printed */
  near_size(log(p[1]), -2.9196, half, 1);
  near_size(log(p[0]), 0.5752, half, 1);
  near_size(log(p[1] * p[2]), -3.9159, half, 1); /* clearance */
  near_size(sqrt(cov[4]) / p[1], 0.1709, half, 1);
  near_size(sqrt(cov[0]) / p[0], 0.1728, half, 1);
  const double cl =
      cov[4] / (p[1] * p[1]) + cov[8] / (p[2] * p[2]) + 2 * cov[5] / (p[1] * p[2]);
  near_size(sqrt(cl), 0.1273, half, 1);
  near_size(sqrt(objective / 8), 0.732, 0.5001e-3, 1);
  impakt_fit_free(fit);
}
END_TEST

static void estimate_error(impakt_fit *fit, int kind, double size)
{
  fitted(fit, impakt_fit_error(fit, "C", kind, size, 1));
}

START_TEST(theoph_by_likelihood)
{
  impakt_fit *fit = theoph(0, 0, 0);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, 1));
  estimate_error(fit, IMPAKT_ERROR_ADDITIVE, 1);
  estimate_error(fit, IMPAKT_ERROR_PROPORTIONAL, 0.1);
  fitted(fit, impakt_fit_run(fit));
  compare(fit, "theoph combined", ERROR);
  impakt_fit_free(fit);

  fit = theoph(0, 0, 1.5);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, 1));
  estimate_error(fit, IMPAKT_ERROR_ADDITIVE, 1);
  fitted(fit, impakt_fit_run(fit));
  compare(fit, "theoph below", ERROR);
  impakt_fit_free(fit);

  fit = theoph(0, 0.1, 0);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, 1));
  estimate_error(fit, IMPAKT_ERROR_LOG_NORMAL, 1);
  fitted(fit, impakt_fit_run(fit));
  compare(fit, "theoph log", ERROR);
  impakt_fit_free(fit);
}
END_TEST

START_TEST(theoph_with_priors)
{
  impakt_fit *fit = theoph(1, 0, 0);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_HESSIAN, 1));
  fitted(fit, impakt_fit_error(fit, "C", IMPAKT_ERROR_ADDITIVE, 0.7, 0));
  fitted(fit, impakt_fit_prior(fit, "ka", IMPAKT_LOG_NORMAL, 1.5, 0.6));
  fitted(fit, impakt_fit_prior(fit, "ke", IMPAKT_LOG_NORMAL, 0.087, 0.2));
  fitted(fit, impakt_fit_prior(fit, "V", IMPAKT_LOG_NORMAL, 0.46, 0.15));
  fitted(fit, impakt_fit_run(fit));
  compare(fit, "theoph prior", ERROR);
  impakt_fit_free(fit);
}
END_TEST

static impakt_fit *indometh(int subject)
{
  struct row rows[MOST];
  read_indometh(rows);
  impakt_fit *fit = new_fit(&model_unit_fit);
  for (int s = 0; s < 6; s++)
    if (!subject || s + 1 == subject)
      add_subject(fit, &model_unit_fit, "iv", rows + 11 * s, 11, 0);
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  const char *const names[] = { "V", "k10", "k12", "k21" };
  for (int i = 0; i < 4; i++)
    fitted(fit, impakt_fit_estimate(fit, names[i], 1, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  return fit;
}

START_TEST(indometh_by_least_squares)
{
  static const struct {
    int subject;
    const char *problem;
  } problems[] = {
    { 0, "indometh all" }, { 1, "indometh 1" }, { 2, "indometh 2" }, { 6, "indometh 6" }
  };
  for (unsigned i = 0; i < LENGTH_OF(problems); i++) {
    impakt_fit *fit = indometh(problems[i].subject);
    fitted(fit, impakt_fit_run(fit));
    compare(fit, problems[i].problem, ERROR);
    impakt_fit_free(fit);
  }
}
END_TEST

/* R's examples of SSbiexp print the two exponentials of subject 1. */
START_TEST(indometh_as_r_prints)
{
  impakt_fit *fit = indometh(1);
  double p[4], objective;
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, p, 4), IMPAKT_OK);
  ck_assert_int_eq(impakt_fit_objective(fit, &objective), IMPAKT_OK);
  const double total = p[1] + p[2] + p[3], root = sqrt(total * total - 4 * p[1] * p[3]);
  const double fast = (total + root) / 2, slow = (total - root) / 2;
  near_size((fast - p[3]) / (fast - slow) / p[0], 2.0293, 0.5001e-4, 1);
  near_size(log(fast), 0.5794, 0.5001e-4, 1);
  near_size((p[3] - slow) / (fast - slow) / p[0], 0.1915, 0.5001e-4, 1);
  near_size(log(slow), -1.7878, 0.5001e-4, 1);
  near_size(sqrt(objective / 7), 0.04103, 0.5001e-5, 1);
  impakt_fit_free(fit);
}
END_TEST

/* All at once, each with its own parameters, is each alone. */
START_TEST(own_parameters)
{
  impakt_fit *fit = theoph(0, 0, 0);
  double together[36], alone[3], sum = 0, objective;
  fitted(fit, impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  const char *const names[] = { "ka", "ke", "V" };
  const double starts[] = { 1, 0.2, 1 };
  for (int i = 0; i < 3; i++)
    fitted(fit, impakt_fit_estimate(fit, names[i], starts[i], NAN, NAN, IMPAKT_SCALE_LOG, 1));
  ck_assert_int_eq(impakt_fit_unknowns(fit), 36);
  ck_assert_str_eq(impakt_fit_unknown_name(fit, 13), "ke[1]");
  fitted(fit, impakt_fit_run(fit));
  ck_assert_int_eq(impakt_fit_estimates(fit, together, 36), IMPAKT_OK);
  for (int s = 0; s < 12; s++) {
    impakt_fit *one = theoph(s + 1, 0, 0);
    fitted(one, impakt_fit_set_option(one, IMPAKT_FIT_LEAST_SQUARES, 1));
    fitted(one, impakt_fit_run(one));
    ck_assert_int_eq(impakt_fit_estimates(one, alone, 3), IMPAKT_OK);
    ck_assert_int_eq(impakt_fit_objective(one, &objective), IMPAKT_OK);
    sum += objective;
    for (int i = 0; i < 3; i++) near(together[12 * i + s], alone[i], ESTIMATE);
    impakt_fit_free(one);
  }
  ck_assert_int_eq(impakt_fit_objective(fit, &objective), IMPAKT_OK);
  near(objective, sum, 1e-7);
  impakt_fit_free(fit);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("public data");
  tcase_add_test(tests, theoph_by_least_squares);
  tcase_add_test(tests, theoph_as_r_prints);
  tcase_add_test(tests, theoph_by_likelihood);
  tcase_add_test(tests, theoph_with_priors);
  tcase_add_test(tests, indometh_by_least_squares);
  tcase_add_test(tests, indometh_as_r_prints);
  tcase_add_test(tests, own_parameters);
  return run_tests("fit_data", tests);
}
