/* grid.c — what a result must not depend on: which times are asked for, and how long nothing has
 * happened before something does. */
#include "../testing.h"

#include <stdio.h>

extern const impakt_model model_unit_one, model_unit_two, model_unit_oral, model_unit_mm,
    model_unit_turnover, model_unit_clock, model_unit_reset, model_unit_depot;

enum { FEW = 10, MANY = 10000, MOST_COLUMNS = 80 };

static impakt_sim *sim;

static void tear_down(void)
{
  impakt_sim_free(sim);
  sim = NULL;
}

static void start(const impakt_model *model)
{
  ck_assert_ptr_nonnull(model);
  ck_assert_int_eq(impakt_sim_new(&sim, model), IMPAKT_OK);
}

/* ---- the grid -------------------------------------------------------------------------------- */

/* MANY times up to end, in steps that are no multiple of anything; every thousandth is one of the
 * FEW. */
static void choose_times(double end, double *few, double *many)
{
  for (int i = 0; i < MANY; i++) many[i] = end * (i + 1) / MANY;
  for (int i = 0; i < FEW; i++) few[i] = many[(i + 1) * (MANY / FEW) - 1];
}

static void same_on_both_grids(double end, const char *slope)
{
  static double few[FEW], many[MANY];
  const int columns = impakt_sim_columns(sim), n_slopes = slope ? 1 : 0;
  double *coarse = calloc((size_t)FEW * columns, 2 * sizeof *coarse);
  double *fine_one = calloc((size_t)MANY * columns, 2 * sizeof *fine_one);
  ck_assert(coarse && fine_one && columns > 0 && columns <= MOST_COLUMNS);
  choose_times(end, few, many);
  const size_t n_coarse = (size_t)FEW * columns, n_fine = (size_t)MANY * columns;
  if (slope) {
    fine(sim, impakt_sim_slope_in(sim, slope));
    fine(sim, impakt_sim_run_slopes(sim, few, FEW, coarse, n_coarse, coarse + n_coarse,
                                    n_coarse * n_slopes));
    fine(sim, impakt_sim_run_slopes(sim, many, MANY, fine_one, n_fine, fine_one + n_fine,
                                    n_fine * n_slopes));
  } else {
    fine(sim, impakt_sim_run(sim, few, FEW, coarse, n_coarse));
    fine(sim, impakt_sim_run(sim, many, MANY, fine_one, n_fine));
  }
  int moves = 0;
  for (int part = 0; part <= n_slopes; part++)
    for (int i = 0; i < FEW; i++) {
      const double *a = coarse + part * n_coarse + (size_t)i * columns;
      const double *b =
          fine_one + part * n_fine + ((size_t)(i + 1) * (MANY / FEW) - 1) * columns;
      ck_assert_msg(!memcmp(a, b, (size_t)columns * sizeof *a),
                    "%s differ at %g h between 10 and 10,000 samples",
                    part ? "slopes" : "results", few[i]);
      for (int j = 0; j < columns && i; j++) moves |= a[j] != a[j - columns];
    }
  ck_assert_msg(moves, "nothing happens in this course");
  free(coarse);
  free(fine_one);
}

static const struct course {
  const char *model, *input;
  double amount, duration, interval, end;
  int count;
  const char *parameter;
} courses[] = {
  { "inotuzumab_garrett2019", "iv", 1.5, 1, 168, 1500, 6, "CL1_ref" },
  { "blinatumomab_clements2020", "iv", 800, 672, 1008, 3000, 2, "CL0" },
  { "cart_stein2019", NULL, 0, 0, 0, 2000, 0, NULL },
  { "neutropenia_friberg2002", "C", 1000, 24, 504, 2000, 3, NULL },
  { "cart_cytokine_release", "cells", 1e8, 0, 0, 500, 1, NULL },
  { "tocilizumab_frey2010", "iv", 500, 1, 336, 1000, 3, NULL },
  { "methotrexate_taylor2020", "iv", 5000, 24, 336, 700, 2, NULL },
};

START_TEST(of_published_models)
{
  const struct course *c = &courses[_i];
  start(impakt_model_find(c->model));
  if (c->input) {
    int dose;
    const int row = impakt_model_index(impakt_model_find(c->model), IMPAKT_INPUT, c->input);
    ck_assert_msg(row >= 0, "%s has no input %s", c->model, c->input);
    if (c->duration > 0)
      fine(sim, impakt_sim_dose(sim, c->input, 3, c->amount, NULL, c->duration, &dose));
    else fine(sim, impakt_sim_dose(sim, c->input, 3, c->amount, NULL, 0, &dose));
    if (c->count > 1) fine(sim, impakt_sim_dose_repeat(sim, dose, c->interval, c->count));
  }
  same_on_both_grids(c->end, c->parameter);
}
END_TEST

START_TEST(with_switches)
{
  start(&model_unit_clock);
  fine(sim, impakt_sim_dose(sim, "dose", 5, 10, "mg", 3, NULL));
  same_on_both_grids(200, "begin");
  tear_down();
  start(&model_unit_reset);
  same_on_both_grids(50, NULL);
}
END_TEST

START_TEST(with_courses)
{
  const double times[] = { 0, 7.3, 19, 41 }, weights[] = { 70, 110, 45, 80 };
  for (int rule = IMPAKT_CARRIED_FORWARD; rule <= IMPAKT_LINEAR; rule++) {
    start(&model_unit_turnover);
    fine(sim, impakt_sim_set_patient_course(sim, "WT", rule, times, weights, 4));
    fine(sim, impakt_sim_dose(sim, "gut", 3, 1.5, "mg/kg", 0, NULL));
    fine(sim, impakt_sim_dose(sim, "iv", 19, 100, NULL, 5, NULL));
    same_on_both_grids(60, "KM");
    tear_down();
  }
}
END_TEST

static const impakt_model *const steady_models[] = { &model_unit_one, &model_unit_two,
                                                     &model_unit_oral, &model_unit_mm,
                                                     &model_unit_turnover };

START_TEST(with_steady_states)
{
  const impakt_model *model = steady_models[_i];
  int dose;
  start(model);
  fine(sim, impakt_sim_set_parameter(sim, "lag", 2.5));
  const char *input = impakt_model_text(model, IMPAKT_INPUT, 0, IMPAKT_NAME);
  fine(sim, impakt_sim_dose(sim, input, 1, 100, NULL, 7, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 6, 5));
  fine(sim, impakt_sim_dose_steady(sim, dose, 6, IMPAKT_STEADY_ALONE));
  fine(sim, impakt_sim_reset(sim, 44, NULL));
  same_on_both_grids(60, "F");
}
END_TEST

/* ---- a minute after 300 quiet days ----------------------------------------------------------- */

static const double quiet = 300 * 24, minute = 1. / 60;
static const double delays[] = { 0.01, 0.03, 0.5, 2, 6, 24 }; /* h after the beginning */
enum { DELAYS = LENGTH_OF(delays) };

/* All columns at the delays after `from`, with what set does at `from`. */
static void after_quiet(const impakt_model *model, double from,
                        void (*set)(const impakt_model *, double), double *result)
{
  double times[DELAYS];
  start(model);
  set(model, from);
  for (int i = 0; i < DELAYS; i++) times[i] = from + delays[i];
  fine(sim,
       impakt_sim_run(sim, times, DELAYS, result, DELAYS * (size_t)impakt_sim_columns(sim)));
}

/* The same as without the quiet days, at the tolerance as it is by itself: within ten times 1e-6 of
 * the largest. */
static void is_not_stepped_over(const impakt_model *model,
                                void (*set)(const impakt_model *, double))
{
  static double now[DELAYS * MOST_COLUMNS], later[DELAYS * MOST_COLUMNS];
  after_quiet(model, 1, set, now);
  tear_down();
  after_quiet(model, quiet, set, later);
  const int columns = impakt_sim_columns(sim);
  int moves = 0;
  for (int j = 0; j < columns; j++) {
    double most = 0;
    for (int i = 0; i < DELAYS; i++) most = fmax(most, fabs(now[i * columns + j]));
    for (int i = 0; i < DELAYS; i++) {
      const double off = fabs(later[i * columns + j] - now[i * columns + j]);
      ck_assert_msg(off <= 1e-5 * most, "%s: %s is off by %g of %g after %g h",
                    impakt_model_name(model), impakt_sim_column_name(sim, j), off, most,
                    delays[i]);
      if (i) moves |= now[i * columns + j] != now[(i - 1) * columns + j];
    }
  }
  ck_assert_msg(moves, "nothing happens in this course");
}

static void infuse(const impakt_model *model, double from)
{
  const char *input = impakt_model_text(model, IMPAKT_INPUT, 0, IMPAKT_NAME);
  fine(sim, impakt_sim_dose(sim, input, from, 1, NULL, minute, NULL));
}

static void inject(const impakt_model *model, double from)
{
  const char *input = impakt_model_text(model, IMPAKT_INPUT, 0, IMPAKT_NAME);
  fine(sim, impakt_sim_dose(sim, input, from, 1, NULL, 0, NULL));
}

static const impakt_model *quiet_model(int i)
{
  static const char *const names[] = { "siltuximab_nikanjam2019", "blinatumomab_clements2020",
                                       "tocilizumab_frey2010" };
  return i < 5 ? steady_models[i] : impakt_model_find(names[i - 5]);
}

START_TEST(an_infusion_of_a_minute) { is_not_stepped_over(quiet_model(_i), infuse); }
END_TEST

START_TEST(a_bolus) { is_not_stepped_over(quiet_model(_i), inject); }
END_TEST

/* A clearance that is a hundredfold for a minute. */
START_TEST(a_covariate_of_a_minute)
{
  static const int rules[] = { IMPAKT_CARRIED_FORWARD, IMPAKT_CARRIED_BACKWARD };
  const double k = 4. / 20, start_at = 1e3; /* mg at the start, fed so that they stay */
  for (int rule = 0; rule < 2; rule++) {
    const double forward[] = { 0, quiet, quiet + minute },
                 backward[] = { quiet, quiet + minute, quiet + 1e4 };
    const double CL[] = { 4, 400, 4 };
    double times[DELAYS], result[DELAYS];
    start(&model_unit_one);
    for (int i = 0; i < DELAYS; i++) times[i] = quiet + delays[i];
    fine(sim, impakt_sim_watch(sim, "A"));
    fine(sim, impakt_sim_set_initial(sim, "A", start_at));
    fine(sim, impakt_sim_infuse(sim, "iv", 0, k * start_at, NULL, quiet + 100, NULL));
    fine(sim, impakt_sim_set_course(sim, "CL", rules[rule], rule ? backward : forward, CL, 3));
    fine(sim, impakt_sim_run(sim, times, DELAYS, result, DELAYS));
    for (int i = 0; i < DELAYS; i++) {
      const double in = fmin(delays[i], minute), out = delays[i] - in;
      const double low = start_at / 100 + (start_at - start_at / 100) * exp(-100 * k * in);
      near(result[i], start_at + (low - start_at) * exp(-k * out), 1e-5);
    }
    tear_down();
  }
}
END_TEST

/* Exactly, in one compartment. */
START_TEST(a_minute_exactly)
{
  double times[DELAYS], result[DELAYS];
  start(&model_unit_one);
  const double k = 4. / 20;
  for (int i = 0; i < DELAYS; i++) times[i] = quiet + delays[i];
  fine(sim, impakt_sim_watch(sim, "A"));
  fine(sim, impakt_sim_dose(sim, "iv", quiet, 1, NULL, minute, NULL));
  fine(sim, impakt_sim_run(sim, times, DELAYS, result, DELAYS));
  for (int i = 0; i < DELAYS; i++) {
    const double in = fmin(delays[i], minute), out = delays[i] - in;
    near(result[i], 1 / minute / k * -expm1(-k * in) * exp(-k * out), 1e-5);
  }
}
END_TEST

/* On for a minute on day 300, by switches at times that follow from parameters. */
START_TEST(switches_of_a_minute)
{
  double time = quiet + 1, on;
  start(&model_unit_clock);
  fine(sim, impakt_sim_watch(sim, "on"));
  fine(sim, impakt_sim_set_parameter(sim, "begin", 300));
  fine(sim, impakt_sim_set_parameter(sim, "stop", 300 + minute / 24));
  fine(sim, impakt_sim_run(sim, &time, 1, &on, 1));
  near(on, 2 * minute / 24, 1e-5);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("grid");
  tcase_add_checked_fixture(tests, NULL, tear_down);
  tcase_add_loop_test(tests, of_published_models, 0, LENGTH_OF(courses));
  tcase_add_test(tests, with_switches);
  tcase_add_test(tests, with_courses);
  tcase_add_loop_test(tests, with_steady_states, 0, LENGTH_OF(steady_models));
  tcase_add_loop_test(tests, an_infusion_of_a_minute, 0, 8);
  tcase_add_loop_test(tests, a_bolus, 0, 8);
  tcase_add_test(tests, a_covariate_of_a_minute);
  tcase_add_test(tests, a_minute_exactly);
  tcase_add_test(tests, switches_of_a_minute);
  return run_tests("grid", tests);
}
