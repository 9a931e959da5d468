/* test_course_slopes.c — slopes through parameters in time, of published models, against differences
 * of whole runs that Richardson extrapolated, and steady states under them against exact courses.
 *
 * Differences of runs at 1e-11 over a part STEP of a value, extrapolated twice, are off by about
 * 1e-9 / STEP + STEP^6: the slopes are asked to agree within 1e-6 of their largest. */
#include "testing.h"

extern const impakt_model model_unit_depot;

#define AGREE 1e-6
#define STEP  0.02

static const double knots[] = { 0, 100, 260 };
static const double parts[] = { 1, 1.2, 0.85 }; /* of the default */

static const struct model {
  const char *name, *input; /* a dose into it, or NULL */
  double amount, duration, interval;
  int count;
  const char *moves, *other, *column;
  double times[3];
} models[] = {
  { "inotuzumab_garrett2019", "iv", 1.5, 1, 168, 3, "BSA", "CL1_ref", "C", { 50, 260, 500 } },
  { "blinatumomab_clements2020", "iv", 300, 200, 220, 2, "BSA", "V", "C", { 6, 108, 206 } },
  { "tocilizumab_frey2010", "iv", 500, 1, 120, 3, "Vmax_ref", "Km", "C", { 90, 200, 400 } },
  { "neutropenia_friberg2002", "C", 40, 24, 150, 2, "X0", "MTT", "count", { 90, 200, 400 } },
  { "neutropenia_friberg2002", "C", 40, 24, 150, 2, "MTT", "sl", "count", { 90, 250, 400 } },
  { "asparaginase_wurthwein2021",
    "iv",
    4000,
    2,
    0,
    1,
    "BSA",
    "CL_m2",
    "activity",
    { 90, 200, 400 } },
  { "vincristine_nijstad2022", "iv", 2, 0.02, 120, 3, "WT", "koff", "C", { 90, 200, 400 } },
  { "cart_stein2019", NULL, 0, 0, 0, 0, "Tmax", "alpha", "C", { 90, 240, 400 } },
  { "cart_stein2019", NULL, 0, 0, 0, 0, "alpha", "Tmax", "C", { 90, 240, 400 } },
  { "cart_stein2019", NULL, 0, 0, 0, 0, "foldx", "Cmax", "C", { 90, 240, 400 } },
};
enum { MODELS = LENGTH_OF(models), RULES = 3 };

static double usual(const impakt_model *m, const char *parameter)
{
  const int row = impakt_model_index(m, IMPAKT_PARAMETER, parameter);
  ck_assert_int_ge(row, 0);
  return impakt_model_number(m, IMPAKT_PARAMETER, row, IMPAKT_DEFAULT);
}

/* With the whole course, and the other parameter, shifted. */
static impakt_sim *shifted(const struct model *row, int rule, double by, double other_by)
{
  const impakt_model *m = impakt_model_find(row->name);
  impakt_sim *sim = new_sim(m, 1e-11);
  double values[3];
  int dose;
  for (int i = 0; i < 3; i++) values[i] = parts[i] * usual(m, row->moves) + by;
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_CVODE));
  fine(sim, impakt_sim_set_course(sim, row->moves, rule, knots, values, 3));
  fine(sim, impakt_sim_set_parameter(sim, row->other, usual(m, row->other) + other_by));
  if (row->input)
    fine(sim, impakt_sim_dose(sim, row->input, 3, row->amount, NULL, row->duration, &dose));
  if (row->count > 1) fine(sim, impakt_sim_dose_repeat(sim, dose, row->interval, row->count));
  fine(sim, impakt_sim_watch(sim, row->column));
  return sim;
}

static void values_at(const struct model *row, int rule, double by, double other_by,
                      double values[3])
{
  impakt_sim *sim = shifted(row, rule, by, other_by);
  ck_assert_int_ge(impakt_sim_run(sim, row->times, 3, values, 3), 0);
  impakt_sim_free(sim);
}

/* h, h/2, h/4, extrapolated; which: 0 the course, 1 the other parameter. */
static void differences(const struct model *row, int rule, int which, double h, double d[3])
{
  double table[3][3];
  for (int k = 0; k < 3; k++, h /= 2) {
    double up[3], down[3];
    values_at(row, rule, which ? 0 : h, which ? h : 0, up);
    values_at(row, rule, which ? 0 : -h, which ? -h : 0, down);
    for (int i = 0; i < 3; i++) table[k][i] = (up[i] - down[i]) / (2 * h);
  }
  for (int i = 0; i < 3; i++) {
    const double first = (4 * table[1][i] - table[0][i]) / 3,
                 second = (4 * table[2][i] - table[1][i]) / 3;
    d[i] = (16 * second - first) / 15;
  }
}

START_TEST(slopes_of_published_models)
{
  const struct model *row = &models[_i / RULES];
  const int rule = _i % RULES;
  const impakt_model *m = impakt_model_find(row->name);
  const char *names[] = { row->moves, row->other };
  impakt_sim *sim = shifted(row, rule, 0, 0);
  double values[3], slopes[6];
  for (int k = 0; k < 2; k++) fine(sim, impakt_sim_slope_in(sim, names[k]));
  ck_assert_int_ge(impakt_sim_run_slopes(sim, row->times, 3, values, 3, slopes, 6), 0);
  for (int k = 0; k < 2; k++) {
    double expected[3], largest = 0;
    differences(row, rule, k, STEP * fabs(usual(m, names[k])), expected);
    for (int i = 0; i < 3; i++) largest = fmax(largest, fabs(expected[i]));
    ck_assert_msg(largest > 0, "%s: no slope in %s", row->name, names[k]);
    for (int i = 0; i < 3; i++)
      ck_assert_msg(fabs(slopes[2 * i + k] - expected[i]) <= AGREE * largest,
                    "%s, rule %d: in %s at %g h %.10g, not %.10g", row->name, rule, names[k],
                    row->times[i], slopes[2 * i + k], expected[i]);
  }
  impakt_sim_free(sim);
}
END_TEST

/* ---- steady states ------------------------------------------------------------------------------ */

/* A steady state goes by the values at its record's time, and what follows by the course. */
START_TEST(a_steady_state_at_its_time)
{
  static const double at[] = { 0, 10, 20 }, ke[] = { 0.5, 0.2, 0.05 };
  static const double of_record[] = { 0.2, 0.2, 0.2 }, after[] = { 0.2, 0.05, 0.125 };
  const double V = 5;
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int dose;
  fine(sim, impakt_sim_set_course(sim, "ke", _i, at, ke, 3));
  fine(sim, impakt_sim_dose(sim, "iv", 10, 100, "mg", 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 6, IMPAKT_STEADY_ALONE));
  const double k = of_record[_i], peak = 100 / V / (1 - exp(-6 * k));
  near(value_at(sim, "C", 20), peak * exp(-10 * after[_i]), GATHERED * FINE);
  /* d log peak = - 6 exp(-6 k) / (1 - exp(-6 k)) */
  const double slope = -6 * exp(-6 * k) / (1 - exp(-6 * k)) - 10;
  near(slope_at(sim, "C", "ke", 20), slope * peak * exp(-10 * after[_i]), GATHERED * FINE);
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("slopes of parameters in time");
  tcase_add_loop_test(t, slopes_of_published_models, 0, MODELS * RULES);
  tcase_add_loop_test(t, a_steady_state_at_its_time, 0, RULES);
  return run_tests("slopes of parameters in time", t);
}
