/* test_needs.c — parameters that have no default, and inputs that must be driven. */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_needs;
static const impakt_model *const model = &model_unit_needs;

enum { K, KA, F, WT, REF, PARAMETERS };

/* A run of 10 h: its status, and the drug in the body at the end, written where the run succeeds. */
static int run(impakt_sim *sim, const char *watched, double *drug)
{
  const double time = 10;
  fine(sim, impakt_sim_watch_clear(sim));
  fine(sim, impakt_sim_watch(sim, watched));
  return impakt_sim_run(sim, &time, 1, drug, 1);
}

static void refused(impakt_sim *sim, const char *watched, const char *first, const char *second)
{
  double drug = -1;
  ck_assert_int_eq(run(sim, watched, &drug), IMPAKT_E_ORDER);
  const char *message = impakt_sim_message(sim);
  ck_assert_msg(strstr(message, first) && strstr(message, second), "%s", message);
  ck_assert(drug == -1);
}

static impakt_sim *warm_sim(void)
{
  impakt_sim *sim = new_sim(model, 1e-10);
  fine(sim, impakt_sim_infuse(sim, "heat", 0, 1, NULL, 100, NULL));
  return sim;
}

/* ka and F of 1 mg under the skin, k 0.1 */
static double closed_form(double ka, double part)
{
  return part * ka / (ka - 0.1) * (exp(-0.1 * 10) - exp(-ka * 10));
}

START_TEST(refused_until_set)
{
  impakt_sim *sim = warm_sim();
  double drug;
  fine(sim, impakt_sim_dose(sim, "iv", 0, 1, NULL, 0, NULL));
  ck_assert_int_eq(run(sim, "A", &drug), IMPAKT_OK); /* nothing enters the input */
  near(drug, exp(-1), 1e-8);
  fine(sim, impakt_sim_dose_clear(sim));
  fine(sim, impakt_sim_infuse(sim, "heat", 0, 1, NULL, 100, NULL));
  fine(sim, impakt_sim_dose(sim, "sc", 0, 1, NULL, 0, NULL));
  refused(sim, "A", "'sc' cannot be given before 'ka' is set (0.01 to 2 1/h; absorption)",
          "its absorption was not published");
  fine(sim,
       impakt_sim_set_parameter(sim, "ka", 0.5)); /* the very number that holds the place */
  refused(sim, "A", "'sc' cannot be given before 'F' is set", "part that arrives was not");
  fine(sim, impakt_sim_use_preset(sim, "trial"));
  fine(sim, impakt_sim_set_parameter(sim, "k", 0.1));
  refused(sim, "A", "'F'", "not published"); /* what a preset does not name stays unset */
  fine(sim, impakt_sim_set_parameter(sim, "F", 0.7));
  ck_assert_int_eq(run(sim, "A", &drug), IMPAKT_OK);
  near(drug, closed_form(0.5, 0.7), 1e-8);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(every_record_is_seen)
{
  impakt_sim *sim = warm_sim();
  const int input = 1;
  const double time = 0, amount = 1, duration = 0;
  int ways = 0;
  for (; ways < 3; ways++) {
    fine(sim, impakt_sim_dose_clear(sim));
    fine(sim, impakt_sim_infuse(sim, "heat", 0, 1, NULL, 100, NULL));
    if (ways == 0) fine(sim, impakt_sim_infuse(sim, "sc", 1, 1, NULL, 2, NULL));
    if (ways == 1) fine(sim, impakt_sim_dose_rate(sim, "sc", 1, 1, NULL, 1, NULL, NULL));
    if (ways == 2) fine(sim, impakt_sim_dose_table(sim, 1, &input, &time, &amount, &duration));
    refused(sim, "A", "'sc'", "'ka'");
  }
  double slope, value, at = 1;
  fine(sim, impakt_sim_slope_in(sim, "k"));
  ck_assert_int_eq(impakt_sim_run_slopes(sim, &at, 1, &value, 1, &slope, 1), IMPAKT_E_ORDER);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(arrays_of_parameters)
{
  impakt_sim *sim = warm_sim();
  double p[PARAMETERS], again[PARAMETERS];
  fine(sim, impakt_sim_dose(sim, "sc", 0, 1, NULL, 0, NULL));
  fine(sim, impakt_sim_get_parameters(sim, p, PARAMETERS));
  ck_assert(isnan(p[KA]) && isnan(p[F]) && p[K] == 0.1 && p[WT] == 70 && p[REF] == 70);
  p[K] = 0.2;
  fine(sim,
       impakt_sim_set_parameters(sim, p, PARAMETERS)); /* back and forth sets nothing more */
  fine(sim, impakt_sim_get_parameters(sim, again, PARAMETERS));
  ck_assert(isnan(again[KA]) && isnan(again[F]) && again[K] == 0.2);
  refused(sim, "A", "'sc'", "'ka'");
  p[K] = 0.1;
  p[KA] = 1;
  fine(sim, impakt_sim_set_parameters(sim, p, PARAMETERS));
  refused(sim, "A", "'sc'", "'F'");
  p[F] = 0.5;
  fine(sim, impakt_sim_set_parameters(sim, p, PARAMETERS));
  double drug;
  ck_assert_int_eq(run(sim, "A", &drug), IMPAKT_OK);
  near(drug, closed_form(1, 0.5), 1e-8);
  p[F] = NAN; /* what is set stays a number */
  ck_assert_int_eq(impakt_sim_set_parameters(sim, p, PARAMETERS), IMPAKT_E_ARGUMENT);
  p[F] = 0.5, p[K] = NAN;
  ck_assert_int_eq(impakt_sim_set_parameters(sim, p, PARAMETERS), IMPAKT_E_ARGUMENT);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(copies)
{
  impakt_sim *sim = warm_sim(), *copy;
  double drug, other;
  fine(sim, impakt_sim_dose(sim, "sc", 0, 1, NULL, 0, NULL));
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  refused(copy, "A", "'sc'", "'ka'");
  impakt_sim_free(copy);
  fine(sim, impakt_sim_set_parameter(sim, "ka", 0.4));
  fine(sim, impakt_sim_set_parameter(sim, "F", 0.3));
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  ck_assert_int_eq(run(copy, "A", &drug), IMPAKT_OK);
  ck_assert_int_eq(run(sim, "A", &other), IMPAKT_OK);
  ck_assert(drug == other);
  impakt_sim_free(copy);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(must_be_driven)
{
  impakt_sim *sim = new_sim(model, 1e-10);
  double drug;
  fine(sim, impakt_sim_dose(sim, "iv", 0, 1, NULL, 0, NULL));
  refused(sim, "A", "nothing drives 'heat': a body without heat is dead", "infuse it in 1");
  fine(sim, impakt_sim_infuse(sim, "heat", 0, 0, NULL, 100, NULL)); /* 0 on purpose */
  ck_assert_int_eq(run(sim, "A", &drug), IMPAKT_OK);
  near(drug, 1, 1e-8);
  fine(sim, impakt_sim_dose_clear(sim));
  refused(sim, "A", "'heat'", "wire an output to it");
  impakt_sim_free(sim);
}
END_TEST

/* In a system, and in a system within a system: wires count as doses do. */
START_TEST(in_systems)
{
  extern const impakt_model model_unit_depot;
  impakt_system *inner, *outer;
  const impakt_model *wired;
  ck_assert_int_eq(impakt_system_new(&inner, "inner"), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(inner, "other", &model_unit_depot), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(inner, "first", model), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(inner, "second", model), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_connect(inner, "first.gone", "second.sc"), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_model(inner, &wired), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_new(&outer, "outer"), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(outer, "in", wired), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_model(outer, &wired), IMPAKT_OK);
  ck_assert_int_eq(impakt_model_size(wired, IMPAKT_NEEDS), 4);
  ck_assert_int_eq(impakt_model_size(wired, IMPAKT_DRIVEN), 2);
  ck_assert_str_eq(impakt_model_text(wired, IMPAKT_NEEDS, 3, IMPAKT_UNIT), "in.second.F");

  impakt_sim *sim = new_sim(wired, 1e-8);
  double drug;
  refused(sim, "in.second.A", "'in.second.sc'", "'in.second.ka'");
  fine(sim, impakt_sim_set_parameter(sim, "in.second.ka", 1));
  fine(sim, impakt_sim_set_parameter(sim, "in.second.F", 1));
  refused(sim, "in.second.A", "nothing drives 'in.first.heat'", "dead");
  fine(sim, impakt_sim_infuse(sim, "in.first.heat", 0, 1, NULL, 100, NULL));
  refused(sim, "in.second.A", "nothing drives 'in.second.heat'", "dead");
  fine(sim, impakt_sim_infuse(sim, "in.second.heat", 0, 1, NULL, 100, NULL));
  fine(sim, impakt_sim_dose(sim, "in.first.iv", 0, 1, NULL, 0, NULL));
  ck_assert_int_eq(run(sim, "in.second.A", &drug), IMPAKT_OK);
  ck_assert(drug > 0);
  impakt_sim_free(sim);
  impakt_system_free(outer);
  impakt_system_free(inner);
}
END_TEST

START_TEST(rows)
{
  const struct {
    int kind, row, field;
    const char *text;
  } texts[] = {
    { IMPAKT_NEEDS, 0, IMPAKT_NAME, "sc" },
    { IMPAKT_NEEDS, 1, IMPAKT_UNIT, "F" },
    { IMPAKT_NEEDS, 0, IMPAKT_MEANING, "its absorption was not published" },
    { IMPAKT_DRIVEN, 0, IMPAKT_NAME, "heat" },
    { IMPAKT_DRIVEN, 0, IMPAKT_UNIT, "1" },
    { IMPAKT_DRIVEN, 0, IMPAKT_MEANING, "a body without heat is dead" },
  };
  for (size_t i = 0; i < LENGTH_OF(texts); i++)
    ck_assert_str_eq(impakt_model_text(model, texts[i].kind, texts[i].row, texts[i].field),
                     texts[i].text);
  ck_assert_int_eq(impakt_model_size(model, IMPAKT_NEEDS), 2);
  ck_assert_int_eq(impakt_model_size(model, IMPAKT_DRIVEN), 1);
  ck_assert_int_eq(impakt_model_index(model, IMPAKT_DRIVEN, "heat"), 0);
  ck_assert_int_eq(impakt_model_index(model, IMPAKT_DRIVEN, "iv"), -1);
  ck_assert(isnan(impakt_model_number(model, IMPAKT_NEEDS, 0, IMPAKT_DEFAULT)));
  ck_assert(isnan(impakt_model_number(model, IMPAKT_PARAMETER, KA, IMPAKT_DEFAULT)));
  near(impakt_model_number(model, IMPAKT_PARAMETER, KA, IMPAKT_HIGH), 2, 0);
  near(impakt_model_number(model, IMPAKT_PARAMETER, K, IMPAKT_DEFAULT), 0.1, 0);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("needs");
  tcase_add_test(tests, refused_until_set);
  tcase_add_test(tests, every_record_is_seen);
  tcase_add_test(tests, arrays_of_parameters);
  tcase_add_test(tests, copies);
  tcase_add_test(tests, must_be_driven);
  tcase_add_test(tests, in_systems);
  tcase_add_test(tests, rows);
  return run_tests("needs", tests);
}
