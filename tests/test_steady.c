/* test_steady.c — doses given since ever, against closed forms and against giving them. */
#include "testing.h"

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_reset,
    model_tocilizumab_frey2010, model_bispecific_schropp2019, model_neutropenia_friberg2002,
    model_filgrastim_melhem2018, model_il6_dwivedi2014, model_inotuzumab_garrett2019;

static const double tolerance = GATHERED * FINE;

/* ---- closed forms ------------------------------------------------------------------------------ */

static const double ka = 0.9, ke = 0.2, V = 5, F = 0.6; /* of unit_depot */

/* Sum over all doses since ever of exp(-k age), the last of them `age` old. */
static double train(double k, double age, double interval)
{
  return exp(-k * age) / (1 - exp(-k * interval));
}

START_TEST(boluses)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 3, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 12, IMPAKT_STEADY_ALONE));
  for (double t = 0.25; t < 40; t += 3.7)
    near(value_at(sim, "C", 3 + t), 10 / V * train(ke, t, 12), tolerance);
  near(value_at(sim, "C", 3), 0, ROUNDING); /* before it */
  near(value_at(sim, "N", 2), 3 * exp(-ke * 2), tolerance);
  near_size(value_at(sim, "N", 4), 0, ROUNDING, 1); /* its steady state without a dose */
  impakt_sim_free(sim);
}
END_TEST

/* By mouth, a lag shorter and longer than the interval. */
START_TEST(lags)
{
  const double lags[] = { 0.5, 8, 11.75, 20 }, interval = 8;
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_set_parameter(sim, "lag", lags[_i]));
  fine(sim, impakt_sim_dose(sim, "depot", 0, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, interval, IMPAKT_STEADY_ALONE));
  for (double t = 0.1; t < 40; t += 1.3) {
    const double last = t - lags[_i]; /* age of the dose of the record */
    const double age = last >= 0 ? last : last + ceil(-last / interval) * interval;
    const double C =
        F * 10 / V * ka / (ka - ke) * (train(ke, age, interval) - train(ka, age, interval));
    near_size(value_at(sim, "C", t), C, tolerance, 1);
  }
  impakt_sim_free(sim);
}
END_TEST

/* Of the infusions that began at -k * interval and lasted, what is there at t. */
static double infusions(double rate, double lasts, double interval, double t)
{
  double C = 0;
  for (int k = 0; k < 400; k++) {
    const double age = t + k * interval, run = fmin(age, lasts);
    C += rate / (V * ke) * (exp(-ke * (age - run)) - exp(-ke * age));
  }
  return C;
}

START_TEST(infusions_longer_than_the_interval)
{
  const double lasts[] = { 1, 8, 12, 20, 64 }, interval = 8;
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 2, NULL, lasts[_i], &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, interval, IMPAKT_STEADY_ALONE));
  for (double t = 0.1; t < 90; t += 3.1)
    near_size(value_at(sim, "C", t), infusions(2, lasts[_i], interval, t), tolerance, 0.01);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(constant_infusion)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_steady_infusion(sim, "part", 5, 2, NULL, IMPAKT_STEADY_ALONE, NULL));
  near(value_at(sim, "C", 4), 0, ROUNDING);
  for (double t = 0.1; t < 9; t += 2)
    near(value_at(sim, "C", 5 + t), 2 / (V * ke) * exp(-ke * t), tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* SS 2: what is there stays, and other infusions go on. */
START_TEST(added)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 3, NULL, 30, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 10, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 12, IMPAKT_STEADY_ADDED));
  for (double t = 11; t < 30; t += 3) {
    const double infused = 3 / (V * ke) * (1 - exp(-ke * t));
    near(value_at(sim, "C", t), infused + 10 / V * train(ke, t - 10, 12), tolerance);
    near(value_at(sim, "N", t), 3 * exp(-ke * t), tolerance);
  }
  impakt_sim_free(sim);
}
END_TEST

START_TEST(repeats_follow)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 12, IMPAKT_STEADY_ALONE));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 12, 5));
  for (double t = 1; t < 60; t += 7.3)
    near(value_at(sim, "C", t), 10 / V * train(ke, fmod(t, 12), 12), tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* ---- against giving the doses -------------------------------------------------------------------- */

static const struct course {
  const impakt_model *model;
  const char *input;
  double amount, duration, interval;
  int before; /* doses until it is steady */
} courses[] = {
  { &model_tocilizumab_frey2010, "iv", 300, 1, 336, 60 },
  { &model_bispecific_schropp2019, "iv", 100, 0, 24, 400 },
  { &model_neutropenia_friberg2002, "C", 20, 24, 504, 60 },
  { &model_filgrastim_melhem2018, "sc", 10, 0, 24, 120 },
  { &model_il6_dwivedi2014, "iv", 200, 1, 168, 150 },
};

START_TEST(as_when_given)
{
  const struct course *c = &courses[_i];
  impakt_sim *sim = new_sim(c->model, 1e-9), *given = new_sim(c->model, 1e-9);
  int dose;
  fine(sim, impakt_sim_dose(sim, c->input, 0, c->amount, NULL, c->duration, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, c->interval, IMPAKT_STEADY_ALONE));
  fine(given, impakt_sim_dose(given, c->input, 0, c->amount, NULL, c->duration, &dose));
  fine(given, impakt_sim_dose_repeat(given, dose, c->interval, c->before + 1));
  enum { SEEN = 6 };
  const int n = impakt_sim_columns(sim);
  double t[SEEN], late[SEEN];
  double *ours = calloc(SEEN * n, sizeof *ours), *theirs = calloc(SEEN * n, sizeof *theirs);
  for (int k = 0; k < SEEN; k++) {
    t[k] = (0.1 + 0.37 * k) * c->interval;
    late[k] = c->before * c->interval + t[k];
  }
  fine(sim, impakt_sim_run(sim, t, SEEN, ours, SEEN * n));
  fine(given, impakt_sim_run(given, late, SEEN, theirs, SEEN * n));
  for (int k = 0; k < SEEN; k++)
    for (int i = 0; i < impakt_model_size(c->model, IMPAKT_STATE); i++) {
      const double noise = impakt_model_number(c->model, IMPAKT_STATE, i, IMPAKT_DEFAULT);
      const double x = ours[k * n + i], y = theirs[k * n + i];
      ck_assert_msg(fabs(x - y) <= 1e-6 * (fabs(y) + noise),
                    "%s: %s at %g h is %.12g; given one by one %.12g",
                    impakt_model_name(c->model), impakt_sim_column_name(sim, i), t[k], x, y);
    }
  free(ours);
  free(theirs);
  impakt_sim_free(sim);
  impakt_sim_free(given);
}
END_TEST

/* ---- slopes -------------------------------------------------------------------------------------- */

/* By mouth every 8 h with a lag beyond it, an infusion that overlaps itself, one under which the
 * clearance saturates. */
static const struct slope_case {
  const impakt_model *model;
  const char *input;
  double lag, amount, duration, interval, t;
  int steady;
  const char *seen, *parameters[5];
} slope_cases[] = {
  { &model_unit_depot, "depot", 11, 10, 0, 8, 5, 1, "C", { "ka", "ke", "V", "F", "lag" } },
  { &model_unit_depot, "part", 11, 10, 13, 8, 5, 1, "C", { "ke", "V", "F", "lag" } },
  { &model_unit_depot, "part", 3, 10, 21, 8, 5, 2, "C", { "ke", "V", "F", "lag" } },
  { &model_unit_depot, "part", 3, 10, 22, 8, 5, 1, "C", { "ke", "V", "F", "lag" } },
  { &model_tocilizumab_frey2010,
    "iv",
    0,
    300,
    1,
    336,
    100,
    1,
    "A1",
    { "Vmax_ref", "Km", "CL_ref" } },
};

static double amount_by = 0, duration_by = 0, time_by = 0, parameter_by = 0;

static impakt_sim *slope_sim(const struct slope_case *c, const char *parameter, int *dose)
{
  impakt_sim *sim = new_sim(c->model, 1e-11);
  if (c->lag > 0) fine(sim, impakt_sim_set_parameter(sim, "lag", c->lag));
  if (parameter) {
    const int i = impakt_model_index(c->model, IMPAKT_PARAMETER, parameter);
    double p[100];
    const int n = impakt_model_size(c->model, IMPAKT_PARAMETER);
    impakt_sim_get_parameters(sim, p, n);
    fine(sim, impakt_sim_set_parameter(sim, parameter, p[i] + parameter_by));
  }
  fine(sim, impakt_sim_dose(sim, c->input, 1 + time_by, c->amount + amount_by, NULL,
                            c->duration + duration_by, dose));
  fine(sim, impakt_sim_dose_steady(sim, *dose, c->interval, c->steady));
  fine(sim, impakt_sim_watch(sim, c->seen));
  return sim;
}

static double seen(const struct slope_case *c, const char *parameter)
{
  int dose;
  double x;
  impakt_sim *sim = slope_sim(c, parameter, &dose);
  fine(sim, impakt_sim_run(sim, &c->t, 1, &x, 1));
  impakt_sim_free(sim);
  return x;
}

/* Richardson's extrapolation of central differences in what `by` moves. */
static double difference(const struct slope_case *c, const char *parameter, double *by,
                         double h)
{
  double d[2];
  for (int i = 0; i < 2; i++) {
    const double step = h / (1 + i);
    *by = step;
    d[i] = seen(c, parameter);
    *by = -step;
    d[i] = (d[i] - seen(c, parameter)) / (2 * step);
  }
  *by = 0;
  return (4 * d[1] - d[0]) / 3;
}

START_TEST(slopes_through_it)
{
  const struct slope_case *c = &slope_cases[_i];
  int dose, n = 0;
  double x, slopes[9], expected[9];
  impakt_sim *sim = slope_sim(c, NULL, &dose);
  for (; n < 5 && c->parameters[n]; n++) {
    double p[100];
    impakt_sim_get_parameters(sim, p, impakt_model_size(c->model, IMPAKT_PARAMETER));
    const double at = p[impakt_model_index(c->model, IMPAKT_PARAMETER, c->parameters[n])];
    fine(sim, impakt_sim_slope_in(sim, c->parameters[n]));
    expected[n] = difference(c, c->parameters[n], &parameter_by, 1e-3 * at);
  }
  fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_AMOUNT));
  expected[n++] = difference(c, NULL, &amount_by, 1e-3 * c->amount);
  fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_TIME));
  expected[n++] = difference(c, NULL, &time_by, 1e-3);
  if (c->duration > 0) {
    fine(sim, impakt_sim_slope_in_dose(sim, dose, IMPAKT_DOSE_DURATION));
    expected[n++] = difference(c, NULL, &duration_by, 1e-3 * c->duration);
  }
  fine(sim, impakt_sim_run_slopes(sim, &c->t, 1, &x, 1, slopes, n));
  for (int k = 0; k < n; k++)
    ck_assert_msg(fabs(slopes[k] - expected[k]) <= 1e-6 * (fabs(expected[k]) + 1e-3 * fabs(x)),
                  "case %d, slope %d is %.12g; differences give %.12g", _i, k, slopes[k],
                  expected[k]);
  impakt_sim_free(sim);
}
END_TEST

/* ---- refusals ------------------------------------------------------------------------------------ */

START_TEST(no_steady_state)
{
  const double t = 1;
  double x[40];
  int dose;
  impakt_sim *sim = new_sim(&model_inotuzumab_garrett2019, 1e-8);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 1, NULL, 1, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 24, IMPAKT_STEADY_ALONE));
  ck_assert_int_eq(impakt_sim_run(sim, &t, 1, x, impakt_sim_columns(sim)), IMPAKT_E_STEADY);
  says(impakt_sim_message(sim), "time");
  impakt_sim_free(sim);

  sim = new_sim(&model_unit_reset, 1e-8);
  fine(sim, impakt_sim_dose(sim, "feed", 0, 1, NULL, 1, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 24, IMPAKT_STEADY_ALONE));
  ck_assert_int_eq(impakt_sim_run(sim, &t, 1, x, impakt_sim_columns(sim)), IMPAKT_E_STEADY);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(contradictions)
{
  int dose;
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, NULL, 0, &dose));
  ck_assert_int_eq(impakt_sim_dose_steady(sim, dose, 0, 1), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_dose_steady(sim, dose, 12, 3), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_sim_dose_steady(sim, 7, 12, 1), IMPAKT_E_INDEX);
  fine(sim, impakt_sim_dose_steady(sim, dose, 12, 1));
  ck_assert_int_eq(impakt_sim_dose_repeat(sim, dose, 24, 3), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "24");
  fine(sim, impakt_sim_reset(sim, 5, &dose));
  ck_assert_int_eq(impakt_sim_dose_steady(sim, dose, 12, 1), IMPAKT_E_RANGE);
  fine(sim, impakt_sim_steady_infusion(sim, "iv", 5, 1, NULL, 1, &dose));
  ck_assert_int_eq(impakt_sim_dose_repeat(sim, dose, 24, 3), IMPAKT_E_RANGE);
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("steady");
  tcase_add_test(tests, boluses);
  tcase_add_loop_test(tests, lags, 0, 4);
  tcase_add_loop_test(tests, infusions_longer_than_the_interval, 0, 5);
  tcase_add_test(tests, constant_infusion);
  tcase_add_test(tests, added);
  tcase_add_test(tests, repeats_follow);
  tcase_add_loop_test(tests, as_when_given, 0, LENGTH_OF(courses));
  tcase_add_loop_test(tests, slopes_through_it, 0, LENGTH_OF(slope_cases));
  tcase_add_test(tests, no_steady_state);
  tcase_add_test(tests, contradictions);
  return run_tests("steady", tests);
}
