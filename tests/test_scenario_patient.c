/* test_scenario_patient.c — "patient" of a scenario: a record, covariates, and both. */
#include "scenarios.h"

#define BLINATUMOMAB "{\"model\": \"blinatumomab_clements2020\",\n"
#define METHOTREXATE "{\"model\": \"methotrexate_taylor2020\",\n"
#define INOTUZUMAB   "{\"model\": \"inotuzumab_wu2024\",\n"
#define PATIENT(is)  "\"patient\": {" is "},\n"
#define OUTPUTS      "\"outputs\": {\"until\": \"2 d\", \"every\": \"1 h\"}"
#define GIRL                                                                                   \
  "\"age\": \"6 y\", \"sex\": \"female\", \"weight\": \"20 kg\", \"height\": \"115 cm\""

static const double surface = 0.7993052538854533; /* sqrt(20 * 115 / 3600) */

START_TEST(a_record_tells_covariates)
{
  struct scenario *s =
      readable(METHOTREXATE PATIENT(GIRL ", \"creatinine\": \"0.4 mg/dL\"") OUTPUTS "}");
  close_to(parameter(s, 0, "BSA"), surface, 1e-13);
  close_to(parameter(s, 0, "creatinine"), 0.4 * 1e4 / 113.12, 1e-9);
  scenario_free(s);
  /* a number alone is in the unit of the model that asks for it */
  s = readable(METHOTREXATE PATIENT(GIRL ", \"creatinine\": 35") OUTPUTS "}");
  close_to(parameter(s, 0, "creatinine"), 35, 1e-9);
  scenario_free(s);
  s = readable(METHOTREXATE PATIENT("\"creatinine\": \"35 umol/L\"") OUTPUTS "}");
  close_to(parameter(s, 0, "creatinine"), 35, 1e-9);
  scenario_free(s);
}
END_TEST

START_TEST(covariates_stand_beside_a_record)
{
  struct scenario *s =
      readable(INOTUZUMAB PATIENT(GIRL ", \"ALL\": 1, \"RTX\": 1, \"BLSTABL\": 3.3, "
                                       "\"complete\": true") OUTPUTS "}");
  close_to(parameter(s, 0, "BLSTABL"), 3.3, 1e-13);
  close_to(parameter(s, 0, "AGE"), 6, 1e-13);
  /* Peters: 3.8 * 0.0215 * 20^0.6469 * 115^0.7236 */
  close_to(parameter(s, 0, "LBM"), 3.8 * 0.0215 * pow(20, 0.6469) * pow(115, 0.7236), 1e-12);
  scenario_free(s);
}
END_TEST

START_TEST(a_surface_of_another_formula)
{
  struct scenario *s =
      readable(BLINATUMOMAB PATIENT(GIRL ", \"BSA\": \"0.82 m2\"") OUTPUTS "}");
  close_to(parameter(s, 0, "BSA"), 0.82, 1e-13);
  scenario_free(s);
}
END_TEST

START_TEST(children_of_the_growth_charts)
{
  struct scenario *s =
      readable(BLINATUMOMAB PATIENT("\"age\": \"5.958333333333333 y\", \"sex\": \"male\", "
                                    "\"weight_z\": 0, \"height_z\": 0") OUTPUTS "}");
  /* the charts' medians for boys of 71.5 months */
  close_to(parameter(s, 0, "BSA"), sqrt(20.58356862 * 115.1238315 / 3600), 1e-9);
  scenario_free(s);
}
END_TEST

START_TEST(arms_replace_what_is_told)
{
  struct scenario *s = readable(BLINATUMOMAB PATIENT(GIRL) OUTPUTS
                                ", \"arms\": [{\"name\": \"same\"},\n"
                                "{\"name\": \"grown\", \"patient\": {\"WT\": \"30 kg\"}},\n"
                                "{\"name\": \"measured\", \"patient\": {\"surface\": 0.75}}]}");
  close_to(parameter(s, 0, "BSA"), surface, 1e-13);
  close_to(parameter(s, 1, "BSA"), sqrt(30 * 115 / 3600.), 1e-13);
  close_to(parameter(s, 2, "BSA"), 0.75, 1e-13);
  scenario_free(s);
}
END_TEST

START_TEST(doses_go_by_the_record)
{
  struct scenario *s = readable(
      BLINATUMOMAB PATIENT(GIRL) "\"doses\": [{\"input\": \"iv\", \"amount\": \"10 ug/m2\", "
                                 "\"time\": 0}, {\"input\": \"iv\", \"amount\": \"1 ug/kg\", "
                                 "\"time\": \"1 d\"}],\n" OUTPUTS "}");
  impakt_sim *sim = simulation(s, 0);
  double amount[2];
  size_t count;
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, NULL, amount, NULL, 2, &count), IMPAKT_OK);
  close_to(amount[0], 10 * surface, 1e-13);
  close_to(amount[1], 20, 1e-13);
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

static const struct {
  const char *text;
  int line;
  const char *part;
} mistakes[] = {
  { BLINATUMOMAB PATIENT("\n\"sex\": \"girl\"") OUTPUTS "}", 3,
    "patient.sex: expected \"female\" or \"male\"" },
  { BLINATUMOMAB PATIENT("\n\"sex\": 1") OUTPUTS "}", 3, "patient.sex: expected" },
  { BLINATUMOMAB PATIENT("\n\"wieght\": 20") OUTPUTS "}", 3, "did you mean 'weight'?" },
  { BLINATUMOMAB PATIENT("\n\"weight\": \"20 L\"") OUTPUTS "}", 3,
    "patient.weight: weight: 'L' does not convert to kg" },
  { BLINATUMOMAB PATIENT("\n\"weight\": 2000") OUTPUTS "}", 3, "expected 0.01 to 400" },
  { BLINATUMOMAB PATIENT("\n\"weight\": []") OUTPUTS "}", 3, "expected a number" },
  { BLINATUMOMAB PATIENT("\n\"weight\": 20,\n\"WT\": 30") OUTPUTS "}", 4,
    "patient.WT: weight is 20 already, not 30 kg" },
  { BLINATUMOMAB PATIENT("\n\"sex\": \"male\",\n\"female\": 1") OUTPUTS "}", 4,
    "female is 0 already" },
  { BLINATUMOMAB PATIENT(GIRL ", \"BSA\": 1.2") OUTPUTS "}", 2,
    "patient: surface is 1.2 m2, but 20 kg and 115 cm make 0.799 m2" },
  { BLINATUMOMAB PATIENT("\n\"age\": 1, \"complete\": 3") OUTPUTS "}", 3,
    "patient.complete: expected true or false" },
  { BLINATUMOMAB PATIENT("\"age\": 1, \"complete\": true") OUTPUTS "}", 2,
    "'BSA' (body surface area) of blinatumomab_clements2020 is not told: weight is not known" },
  { INOTUZUMAB PATIENT(GIRL ", \"complete\": true") OUTPUTS "}", 2, "'BLSTABL'" },
  /* a child in a model of adults */
  { "{\"model\": \"inotuzumab_garrett2019\",\n" PATIENT(GIRL) OUTPUTS "}", 2,
    "patient: parameter 'BSA' is 0.799" },
  { BLINATUMOMAB PATIENT(GIRL) OUTPUTS ",\n\"arms\": [{\"name\": \"a\", \"patient\":\n"
                                       "{\"BSA\": 2}}]}",
    4, "surface is 2 m2" },
};

START_TEST(mistakes_are_reported_where_they_are)
{
  refused(mistakes[_i].text, mistakes[_i].line, mistakes[_i].part);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("patients of scenarios");
  TCase *tests = tcase_create("patients");
  tcase_add_test(tests, a_record_tells_covariates);
  tcase_add_test(tests, covariates_stand_beside_a_record);
  tcase_add_test(tests, a_surface_of_another_formula);
  tcase_add_test(tests, children_of_the_growth_charts);
  tcase_add_test(tests, arms_replace_what_is_told);
  tcase_add_test(tests, doses_go_by_the_record);
  tcase_add_loop_test(tests, mistakes_are_reported_where_they_are, 0, LENGTH_OF(mistakes));
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
