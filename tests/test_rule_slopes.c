/* test_rule_slopes.c — slopes in the levels of rules, and in what acts through them, of published
 * models against extrapolated differences. */
#include "testing.h"

/* A dose at 0; when the quantity falls below the level, another a while later, of another size. */
static const struct rescue {
  const char *model, *input, *unit, *quantity, *parameter;
  double first, second, level, delay, t;
} rescues[] = {
  { "blinatumomab_clements2020", "iv", "ug", "C", "CL0", 40, 20, 1, 3, 20 },
  { "tocilizumab_frey2010", "iv", "mg", "C", "V2", 500, 300, 40, 24, 700 },
  { "siltuximab_nikanjam2019", "iv", "mg", NULL, NULL, 700, 400, 0.4, 12, 900 },
  { "inotuzumab_garrett2019", "iv", "mg", "C", "V1_ref", 1.5, 0.9, 60, 5, 300 },
  { "polatuzumab_lu2019", "iv", NULL, NULL, NULL, 100, 60, 0.5, 10, 400 },
  { "gemtuzumab_jager2011", "iv", NULL, NULL, NULL, 10, 6, 0.5, 2, 200 },
};

struct moved { /* what is changed by how much */
  double level, parameter, first, second;
};

/* The first output, where a quantity is not named; the first settable parameter, likewise. */
static const char *quantity_of(const struct rescue *r, const impakt_model *m)
{
  return r->quantity ? r->quantity : impakt_model_text(m, IMPAKT_OUTPUT, 0, IMPAKT_NAME);
}

static int parameter_of(const struct rescue *r, const impakt_model *m)
{
  if (r->parameter) return impakt_model_index(m, IMPAKT_PARAMETER, r->parameter);
  int i = 0;
  while (!strcmp(impakt_model_text(m, IMPAKT_PARAMETER, i, IMPAKT_SOURCE), "exact")) i++;
  return i;
}

/* A level without a quantity's name is a part of its peak. */
static double level_of(const struct rescue *r, const impakt_model *m)
{
  if (r->quantity) return r->level;
  impakt_sim *sim = new_sim(m, 1e-11);
  int peak;
  double value = NAN;
  fine(sim, impakt_sim_dose(sim, r->input, 0, r->first, r->unit, 1, NULL));
  fine(sim, impakt_sim_measure(sim, quantity_of(r, m), IMPAKT_PEAK, 0, 0, r->t, &peak));
  fine(sim, impakt_sim_run(sim, NULL, 0, NULL, 0));
  fine(sim, impakt_sim_measured(sim, peak, &value));
  impakt_sim_free(sim);
  return r->level * value;
}

struct set_up {
  impakt_sim *sim;
  int rule, first, second;
};

static struct set_up set_up(const struct rescue *r, const impakt_model *m, double level,
                            struct moved by)
{
  struct set_up s = { .sim = new_sim(m, 1e-11) };
  const int p = parameter_of(r, m);
  const char *name = impakt_model_text(m, IMPAKT_PARAMETER, p, IMPAKT_NAME);
  fine(s.sim, impakt_sim_set_option(s.sim, IMPAKT_SOLVER, IMPAKT_SOLVER_CVODE));
  fine(s.sim, impakt_sim_set_parameter(
                  s.sim, name,
                  impakt_model_number(m, IMPAKT_PARAMETER, p, IMPAKT_DEFAULT) + by.parameter));
  fine(s.sim, impakt_sim_dose(s.sim, r->input, 0, r->first + by.first, r->unit, 1, &s.first));
  fine(s.sim,
       impakt_sim_dose(s.sim, r->input, 0, r->second + by.second, r->unit, 2, &s.second));
  fine(s.sim,
       impakt_sim_rule(s.sim, quantity_of(r, m), IMPAKT_FALLING, level + by.level, &s.rule));
  fine(s.sim, impakt_sim_rule_limit(s.sim, s.rule, 1, 0));
  fine(s.sim, impakt_sim_rule_dose(s.sim, s.rule, s.second, r->delay));
  fine(s.sim, impakt_sim_watch(s.sim, quantity_of(r, m)));
  return s;
}

static double seen(const struct rescue *r, const impakt_model *m, double level, struct moved by)
{
  struct set_up s = set_up(r, m, level, by);
  double x = NAN;
  fine(s.sim, impakt_sim_run(s.sim, &r->t, 1, &x, 1));
  impakt_sim_free(s.sim);
  return x;
}

/* Richardson's extrapolation of central differences. */
static double difference(const struct rescue *r, const impakt_model *m, double level, int what,
                         double h)
{
  double d[2];
  for (int i = 0; i < 2; i++) {
    const double step = h / (1 + i);
    struct moved up = { 0 }, down = { 0 };
    double *const ups[] = { &up.level, &up.parameter, &up.first, &up.second };
    double *const downs[] = { &down.level, &down.parameter, &down.first, &down.second };
    *ups[what] = step, *downs[what] = -step;
    d[i] = (seen(r, m, level, up) - seen(r, m, level, down)) / (2 * step);
  }
  return (4 * d[1] - d[0]) / 3;
}

START_TEST(through_a_rule)
{
  const struct rescue *r = &rescues[_i];
  const impakt_model *m = impakt_model_find(r->model);
  ck_assert_ptr_nonnull(m);
  const double level = level_of(r, m);
  struct set_up s = set_up(r, m, level, (struct moved){ 0 });
  const int p = parameter_of(r, m);
  double x, slopes[4];
  size_t fired;
  fine(s.sim, impakt_sim_slope_in_level(s.sim, s.rule));
  fine(s.sim,
       impakt_sim_slope_in(s.sim, impakt_model_text(m, IMPAKT_PARAMETER, p, IMPAKT_NAME)));
  fine(s.sim, impakt_sim_slope_in_dose(s.sim, s.first, IMPAKT_DOSE_AMOUNT));
  fine(s.sim, impakt_sim_slope_in_dose(s.sim, s.second, IMPAKT_DOSE_AMOUNT));
  fine(s.sim, impakt_sim_run_slopes(s.sim, &r->t, 1, &x, 1, slopes, 4));
  fine(s.sim, impakt_sim_fired(s.sim, s.rule, NULL, 0, &fired));
  ck_assert_uint_eq(fired, 1);
  const double value = impakt_model_number(m, IMPAKT_PARAMETER, p, IMPAKT_DEFAULT);
  const double sizes[] = { level, value, r->first, r->second };
  for (int what = 0; what < 4; what++) {
    const double expected = difference(r, m, level, what, 1e-3 * sizes[what]);
    /* 1e-6, and what rounding and tolerance leave of a difference over a thousandth */
    const double floor = 1e-6 * fabs(x / sizes[what]);
    ck_assert_msg(fabs(slopes[what] - expected) <= 1e-6 * fabs(expected) + floor,
                  "%s: slope %d is %.12g; differences give %.12g", r->model, what, slopes[what],
                  expected);
  }
  impakt_sim_free(s.sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("rule_slopes");
  tcase_add_loop_test(tests, through_a_rule, 0, LENGTH_OF(rescues));
  return run_tests("rule_slopes", tests);
}
