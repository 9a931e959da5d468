/* test_scenario_regimen.c — regimens: files of doses that a scenario names. */
#include "scenario_folder.h"

#define OUTPUTS "\"outputs\": {\"until\": \"90 d\", \"every\": \"1 d\"}"

static void set_up(void) { make_folder("regimen.json"); }

static struct scenario *read_at(const char *text)
{
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s = NULL;
  ck_assert_msg(
      scenario_read_text(&s, scenario_file, text, strlen(text), message, sizeof message) == 0,
      "%s", message);
  return s;
}

/* The doses of an arm: how many, with the first few. */
static int doses(const struct scenario *s, int arm, double time[8], double amount[8])
{
  impakt_sim *sim = simulation(s, arm);
  size_t count;
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, time, amount, NULL, 8, &count), IMPAKT_OK);
  impakt_sim_free(sim);
  return (int)count;
}

/* line 1 */
#define HEAD "{\"regimen\": \"R\", \"source\": \"a test\", \"outside\": \"remark\", "
#define BANDS                                                                                  \
  HEAD "\"length\": \"42 d\",\n\"bands\": [\n"                                                 \
       "{\"patient\": {\"weight\": {\"from\": \"45 kg\"}}, \"doses\": [\n"                     \
       "{\"input\": \"engager\", \"rate\": \"28 ug/d\", \"duration\": \"28 d\", \"time\": "    \
       "0}]},\n"                                                                               \
       "{\"patient\": {\"weight\": {\"to\": 45}}, \"doses\": [\n"                              \
       "{\"input\": \"engager\", \"rate\": \"15 ug/m2/d\", \"duration\": \"28 d\", \"time\": " \
       "[0, \"2 d\"]}]}]}"
#define MODEL "{\"model\": \"blinatumomab_clements2020\",\n"
#define CHILD "\"patient\": {\"age\": 6, \"sex\": \"male\", \"weight\": 20, \"height\": 115},\n"
#define ADULT                                                                                  \
  "\"patient\": {\"age\": 40, \"sex\": \"male\", \"weight\": 70, \"height\": 175},\n"
#define ENTRY "{\"file\": \"regimen.json\", \"names\": {\"engager\": \"iv\"}"

START_TEST(bands_by_weight)
{
  double time[8], amount[8];
  write_file(BANDS);
  struct scenario *s = read_at(
      MODEL ADULT "\"regimens\": [" ENTRY "}],\n" OUTPUTS ", \"arms\": [{\"name\": \"adult\"},"
                  "{\"name\": \"child\", \"patient\": {\"weight\": 20, "
                  "\"height\": 115}}]}");
  ck_assert_int_eq(doses(s, 0, time, amount), 1);
  close_to(amount[0], 28 * 28, 1e-13);
  ck_assert_int_eq(doses(s, 1, time, amount), 2);
  close_to(amount[0], 15 * 28 * sqrt(20 * 115 / 3600.), 1e-13);
  close_to(time[1], 48, 1e-13);
  ck_assert_str_eq(scenario_arm_remark(s, 0), "");
  ck_assert_str_eq(scenario_arm_remark(s, 9), "");
  scenario_free(s);
}
END_TEST

START_TEST(start_and_cycles)
{
  double time[8], amount[8];
  write_file(BANDS);
  struct scenario *s = read_at(
      MODEL ADULT "\"doses\": [{\"input\": \"iv\", \"amount\": 5, \"time\": \"1 d\"}],\n"
                  "\"regimens\": [" ENTRY ", \"start\": \"7 d\", \"cycles\": 2}],\n"
                  "\"arms\": [{\"name\": \"both\"},\n"
                  "{\"name\": \"twice\", \"doses\": [], \"regimens\": [" ENTRY "}," ENTRY
                  ", \"start\": \"50 d\"}]},\n"
                  "{\"name\": \"none\", \"regimens\": []}],\n" OUTPUTS "}");
  ck_assert_int_eq(doses(s, 0, time, amount), 3);
  close_to(time[1], 7 * 24, 1e-13);
  close_to(time[2], (7 + 42) * 24, 1e-13);
  ck_assert_int_eq(doses(s, 1, time, amount), 2);
  close_to(time[1], 50 * 24, 1e-13);
  ck_assert_int_eq(doses(s, 2, time, amount), 1);
  scenario_free(s);
}
END_TEST

START_TEST(a_patient_outside)
{
  double time[8], amount[8];
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s;
  const char *text = MODEL CHILD "\"regimens\": [" ENTRY "}],\n" OUTPUTS "}";
  write_file(HEAD "\"patient\": {\"age\": {\"from\": \"18 y\"}}, \"doses\": [{\"input\": "
                  "\"engager\", \"amount\": 9, \"time\": 0}]}");
  s = read_at(text);
  ck_assert_int_eq(doses(s, 0, time, amount), 1); /* is given all the same */
  ck_assert_ptr_nonnull(strstr(scenario_arm_remark(s, 0), "'R' is for age from 18 y, not 6"));
  scenario_free(s);
  write_file("{\"regimen\": \"R\", \"source\": \"a test\", \"outside\": \"error\", "
             "\"patient\": {\"age\": {\"from\": \"18 y\"}}, \"doses\": [{\"input\": "
             "\"engager\", \"amount\": 9, \"time\": 0}]}");
  ck_assert_int_eq(
      scenario_read_text(&s, scenario_file, text, strlen(text), message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "scenario.json:3: regimens[0]: 'R' is for age"));
}
END_TEST

START_TEST(what_is_left_out)
{
  double time[8], amount[8];
  write_file(HEAD "\"doses\": [{\"input\": \"engager\", \"amount\": 9, \"time\": 0},\n"
                  "{\"input\": \"steroid\", \"amount\": 9, \"time\": 0}]}");
  struct scenario *s =
      read_at(MODEL "\"regimens\": [{\"file\": \"regimen.json\", \"names\": "
                    "{\"engager\": \"iv\", \"steroid\": null}}],\n" OUTPUTS "}");
  ck_assert_int_eq(doses(s, 0, time, amount), 1);
  scenario_free(s);
}
END_TEST

/* The area of C in 9 d, of two boluses of which the second is left out while there is any drug. */
static double area(const char *level)
{
  char text[512];
  const double times[] = { 0, 216 };
  double value = NAN, result[2];
  int measure;
  snprintf(text, sizeof text,
           MODEL "\"regimens\": [{\"file\": \"regimen.json\", \"names\": {\"engager\": \"iv\", "
                 "\"level\": %s}}],\n\"outputs\": {\"until\": \"9 d\", \"every\": \"1 d\", "
                 "\"watch\": [\"C\"]}}",
           level);
  struct scenario *s = read_at(text);
  impakt_sim *sim = simulation(s, 0);
  ck_assert_int_eq(impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 0, 216, &measure), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_run(sim, times, 2, result, 2), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  impakt_sim_free(sim);
  scenario_free(s);
  return value;
}

START_TEST(dose_rules)
{
  write_file(HEAD "\"doses\": [{\"input\": \"engager\", \"amount\": \"20 ug\", \"most\": "
                  "\"9 ug\", \"time\": [0, \"1 h\"],\n\"checks\": [{\"quantity\": \"level\", "
                  "\"above\": 0.1, \"skip\": true}]}]}");
  /* dose / CL: 9 ug by 2.22 L/h in 9 d, of which nothing is left; the second 1 h after it */
  close_to(area("\"C\""), 9 / 2.22, 1e-4);
  close_to(area("null"), 18 / 2.22, 1e-4);
}
END_TEST

static const struct {
  const char *entry, *regimen, *place, *part;
} mistakes[] = {
  /* in the scenario, line 2 */
  { "{}", BANDS, "scenario.json:2: regimens[0]: ", "\"file\" is missing" },
  { "3", BANDS, "scenario.json:2: regimens[0]: ", "expected an object" },
  { "{\"file\": \"none.json\"}", BANDS, "scenario.json:2: regimens[0].file: ", "none.json" },
  { "{\"file\": \"regimen.json\"}", BANDS,
    "scenario.json:2: regimens[0]: ", "'engager': say in \"names\" what that is here" },
  { "{\"file\": \"regimen.json\", \"names\": {\"engagr\": \"iv\"}}", BANDS,
    "scenario.json:2: regimens[0].names.engagr: ", "nothing of that name" },
  { "{\"file\": \"regimen.json\", \"names\": {\"engager\": 3}}", BANDS,
    "scenario.json:2: regimens[0].names.engager: ", "expected the name" },
  { ENTRY ", \"cycles\": 0}", BANDS, "scenario.json:2: regimens[0].cycles: ", "whole number" },
  { ENTRY ", \"start\": 3}", BANDS, "scenario.json:2: regimens[0].start: ", "needs its unit" },
  { ENTRY ", \"strat\": 3}", BANDS,
    "scenario.json:2: regimens[0].strat: ", "did you mean 'start'?" },
  { ENTRY ", \"cycles\": 2}", HEAD "\"doses\": []}",
    "scenario.json:2: regimens[0].cycles: ", "no \"length\"" },
  { ENTRY "}", HEAD "\"patient\": {\"height\": {\"from\": 1}}, \"bands\": []}",
    "scenario.json:2: regimens[0].names.engager: ", "nothing" },
  /* in the regimen */
  { "{\"file\": \"regimen.json\"}", "{", "regimen.json:1: ", "not valid JSON" },
  { "{\"file\": \"regimen.json\"}", "{\"regimen\": \"R\", \"source\": \"a\", \"doses\": []}",
    "regimen.json:1: ", "\"outside\" is to be" },
  { "{\"file\": \"regimen.json\"}",
    "{\"regimen\": \"R\", \"outside\": \"error\", \"doses\": []}",
    "regimen.json:1: source: ", "expected a string" },
  { "{\"file\": \"regimen.json\"}", HEAD "\n\"dose\": []}",
    "regimen.json:2: dose: ", "did you mean 'doses'?" },
  { "{\"file\": \"regimen.json\"}", HEAD "\n\"length\": \"3 d\"}",
    "regimen.json:1: ", "\"doses\" is missing" },
  { "{\"file\": \"regimen.json\"}", HEAD "\n\"patient\": {\"wieght\": {}}, \"doses\": []}",
    "regimen.json:2: patient.wieght: ", "has no 'wieght'" },
  { "{\"file\": \"regimen.json\"}",
    HEAD "\n\"patient\": {\"weight\": {\"from\": \"3 m\"}}, \"doses\": []}",
    "regimen.json:2: patient.weight.from: ", "does not convert to kg" },
  { ENTRY "}",
    HEAD "\"doses\": [\n{\"input\": \"engager\", \"amount\": \"3 L\", \"time\": 0}]}",
    "regimen.json:2: doses[0].amount: ", "L" },
  { ENTRY "}",
    HEAD "\"doses\": [{\"input\": \"engager\", \"amount\": 3, \"time\": 0, \"checks\": "
         "[{\"quantity\": \"level\", \"above\": 1, \"skip\": true}]}]}",
    "scenario.json:2: regimens[0]: ", "the regimen has 'level'" },
  { ENTRY "}", HEAD "\"doses\": [\n{\"input\": \"engager\", \"amount\": 3}]}",
    "regimen.json:2: doses[0]: ", "\"time\" is missing" },
  { ENTRY "}", HEAD "\"doses\": [\n{\"input\": \"engager\", \"amount\": 3, \"time\": \"x\"}]}",
    "regimen.json:2: doses[0].time: ", "" },
  { ENTRY "}", HEAD "\"doses\": [\n{\"input\": \"engager\", \"amout\": 3}]}",
    "regimen.json:2: doses[0].amout: ", "did you mean 'amount'?" },
};

START_TEST(mistakes_are_reported_where_they_are)
{
  char text[1024], message[SCENARIO_MESSAGE] = "", place[160];
  struct scenario *s = NULL;
  write_file(mistakes[_i].regimen);
  snprintf(text, sizeof text, MODEL "\"regimens\": [%s],\n" ADULT OUTPUTS "}",
           mistakes[_i].entry);
  ck_assert_int_eq(
      scenario_read_text(&s, scenario_file, text, strlen(text), message, sizeof message), -1);
  ck_assert_ptr_null(s);
  snprintf(place, sizeof place, "%s/%s", folder, mistakes[_i].place);
  ck_assert_msg(strncmp(message, place, strlen(place)) == 0, "not at %s: %s", place, message);
  ck_assert_msg(strstr(message, mistakes[_i].part) != NULL, "'%s' is not in: %s",
                mistakes[_i].part, message);
}
END_TEST

START_TEST(a_weight_that_is_not_told)
{
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s = NULL;
  const char *text = MODEL "\"regimens\": [" ENTRY "}],\n" OUTPUTS "}";
  write_file(BANDS);
  ck_assert_int_eq(
      scenario_read_text(&s, scenario_file, text, strlen(text), message, sizeof message), -1);
  ck_assert_ptr_nonnull(
      strstr(message, "'R' asks for the patient's weight: weight is not known"));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("regimens of scenarios");
  TCase *tests = tcase_create("regimens");
  tcase_add_checked_fixture(tests, set_up, remove_folder);
  tcase_add_test(tests, bands_by_weight);
  tcase_add_test(tests, start_and_cycles);
  tcase_add_test(tests, a_patient_outside);
  tcase_add_test(tests, what_is_left_out);
  tcase_add_test(tests, dose_rules);
  tcase_add_loop_test(tests, mistakes_are_reported_where_they_are, 0, LENGTH_OF(mistakes));
  tcase_add_test(tests, a_weight_that_is_not_told);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
