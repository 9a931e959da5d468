/* test_scenario_system.c — models wired in a scenario or in a file of their own. */
#include "scenario_folder.h"

#define OUTPUTS "\"outputs\": {\"until\": \"2 d\", \"every\": \"1 h\"}"

static void set_up(void) { make_folder("wired.json"); }

static int read_at(struct scenario **out, const char *text, char *message)
{
  return scenario_read_text(out, scenario_file, text, strlen(text), message, SCENARIO_MESSAGE);
}

#define MODELS                                                                                 \
  "\"models\": {\"drug\": \"docetaxel_ozawa2007\", \"marrow\": "                               \
  "\"neutropenia_friberg2002\"},\n"
#define WIRE "\"connect\": {\"drug.Cmol\": \"marrow.C\"}"

static const char wired[] = "{\"title\": \"Docetaxel and neutrophils\",\n"
                            "\"purpose\": \"to test\", \"limits\": \"none\",\n" MODELS WIRE
                            ",\n\"presets\": [\"marrow.docetaxel\"],\n"
                            "\"parameters\": {\"marrow.X0\": \"6 1e9/L\"}}";

START_TEST(a_file_beside_the_scenario)
{
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s = NULL;
  write_file(wired);
  ck_assert_msg(read_at(&s,
                        "{\"system\": \"wired.json\",\n" OUTPUTS
                        ", \"arms\": [{\"name\": \"as it is\"},\n"
                        "{\"name\": \"less\", \"parameters\": {\"marrow.X0\": 4}},\n"
                        "{\"name\": \"other\", \"presets\": [\"marrow.docetaxel_kloft\"]}]}",
                        message) == 0,
                "%s", message);
  close_to(parameter(s, 0, "marrow.X0"), 6, 1e-14); /* of the file, over its own preset */
  close_to(parameter(s, 1, "marrow.X0"), 4, 1e-14);
  close_to(parameter(s, 2, "marrow.MTT"), 84.1791, 1e-14);
  ck_assert_str_eq(scenario_system_text(s, "purpose"), "to test");
  ck_assert_int_eq(scenario_wire_count(s), 1);
  ck_assert_str_eq(scenario_wire_at(s, 0)->output, "drug.Cmol");
  ck_assert_ptr_null(scenario_wire_at(s, 1));
  scenario_free(s);
}
END_TEST

START_TEST(a_file_alone)
{
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s = NULL;
  write_file(wired);
  ck_assert_msg(scenario_read_system(&s, file, message, sizeof message) == 0, "%s", message);
  ck_assert_str_eq(scenario_title(s), "Docetaxel and neutrophils");
  ck_assert_int_eq(scenario_part_count(s), 2);
  ck_assert_str_eq(scenario_part_label(s, 1), "marrow");
  close_to(parameter(s, 0, "marrow.X0"), 6, 1e-14);
  scenario_free(s);
}
END_TEST

START_TEST(inline_systems_bring_settings_too)
{
  struct scenario *s =
      readable("{\"system\": {" MODELS WIRE ", \"parameters\": {\"marrow.X0\": 3}},\n"
               "\"presets\": [\"marrow.docetaxel_kloft\"],\n" OUTPUTS "}");
  close_to(parameter(s, 0, "marrow.X0"), 3, 1e-14); /* parameters after all presets */
  close_to(parameter(s, 0, "marrow.MTT"), 84.1791, 1e-14);
  scenario_free(s);
}
END_TEST

/* 500 pg/mL times 0.002 umol/L for each: what reaches the input is 1 umol/L. */
START_TEST(a_wire_with_a_factor)
{
  struct scenario *s = readable(
      "{\"system\": {\"models\": {\"car\": \"cart_cytokine_release\",\n"
      "\"marrow\": \"neutropenia_friberg2002\"},\n"
      "\"connect\": {\"car.S6\": {\"to\": \"marrow.C\", \"times\": \"0.002 umol*mL/L/pg\"}}},\n"
      "\"parameters\": {\"marrow.sl\": 0.01, \"marrow.g\": 0.161},\n"
      "\"initial\": {\"car.I6\": \"500 pg/mL\"},\n" OUTPUTS "}");
  impakt_sim *sim = simulation(s, 0);
  const impakt_model *m = scenario_model(s);
  const size_t n = (size_t)impakt_model_size(m, IMPAKT_STATE);
  double *x = calloc(2 * n, sizeof *x);
  ck_assert_int_eq(impakt_sim_get_initial(sim, x, n), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_rhs(sim, 0, x, n, NULL, 0, x + n, n), IMPAKT_OK);
  /* at rest all that moves the precursors is the effect: -ktr P sl C, ktr 4 / 88.7 h */
  const int P = impakt_model_index(m, IMPAKT_STATE, "marrow.P");
  close_to(x[n + (size_t)P], -4 / 88.7 * x[P] * 0.01 * 1, 1e-9);
  close_to(scenario_wire_at(s, 0)->factor, 0.002, 1e-15);
  ck_assert_str_eq(scenario_wire_at(s, 0)->unit, "umol*mL/L/pg");
  free(x);
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

static const struct {
  const char *text;
  int line; /* of the file */
  const char *part;
} mistakes[] = {
  { "{" MODELS "\"connect\": {\n\"drug.Cmol\": \"marrow.D\"}}", 3, "marrow.D" },
  { "{" MODELS "\"connect\": {\n\"drug.Cmo\": \"marrow.C\"}}", 3, "did you mean 'drug.Cmol'" },
  { "{" MODELS "\"connect\": {\n\"marrow.count\": \"marrow.C\"}}", 3,
    "'marrow.count' is in 1e9/L, which is not what 'marrow.C' takes: umol/L" },
  { "{" MODELS "\"connect\": {\n\"marrow.count\": {\"to\": \"marrow.C\", \"times\": \"2 L\"}}}",
    3, "in 1e9/L, times L, which is not what 'marrow.C' takes" },
  { "{" MODELS "\"connect\": {\n\"drug.C\": {\"two\": \"marrow.C\"}}}", 3,
    "did you mean 'to'?" },
  { "{" MODELS "\"connect\": {\n\"drug.C\": {\"times\": 2}}}", 3, "\"to\" is missing" },
  { "{" MODELS "\"connect\": {\n\"drug.C\": {\"to\": \"marrow.C\", \"times\": \"2 x\"}}}", 3,
    "connect.drug.C.times: " },
  { "{\"models\": {\n\"drug\": \"docetaxel_ozawa\"}}", 2,
    "models.drug: no model 'docetaxel_ozawa'; did you mean 'docetaxel_ozawa2007'?" },
  { "{" MODELS "\"presets\": [\n\"marrow.docetaxl\"]}", 3, "did you mean 'marrow.docetaxel'" },
  { "{" MODELS "\"parameters\": {\n\"marrow.X0\": -1}}", 3, "'marrow.X0' is -1" },
  { "{" MODELS "\"parameters\": {\n\"marrow.X0\": \"1 h\"}}", 3, "parameters.marrow.X0: " },
  { "{" MODELS "\"doses\": []}", 2, "doses: unknown key" },
  { "{" MODELS "\"title\": 3}", 2, "title: expected a string" },
  { "{" MODELS "\n", 3, "not valid JSON" },
  { "", 1, "is empty" },
  { "[]", 1, "expected an object" },
};

START_TEST(mistakes_name_the_file_and_its_line)
{
  char message[SCENARIO_MESSAGE] = "", place[96];
  struct scenario *s = NULL;
  write_file(mistakes[_i].text);
  const char *text = "{\"system\": \"wired.json\", " OUTPUTS "}";
  ck_assert_int_eq(read_at(&s, text, message), -1);
  ck_assert_ptr_null(s);
  const int numbered = strcmp(mistakes[_i].part, "is empty") != 0;
  snprintf(place, sizeof place, numbered ? "%s:%d: " : "%s: ", file, mistakes[_i].line);
  ck_assert_msg(strncmp(message, place, strlen(place)) == 0, "not at %s%s", place, message);
  ck_assert_msg(strstr(message, mistakes[_i].part) != NULL, "'%s' is not in: %s",
                mistakes[_i].part, message);
  ck_assert_int_eq(scenario_read_system(&s, file, message, sizeof message), -1);
}
END_TEST

START_TEST(mistakes_in_the_scenario)
{
  refused("{\n\"system\": \"nowhere/wired.json\", " OUTPUTS "}", 2, "nowhere/wired.json");
  refused("{\n\"system\": 3, " OUTPUTS "}", 2, "system: expected an object");
  /* an input that must be driven */
  refused("{\n\"system\": {\"models\": {\"i\": \"infection_hazard\"}}, " OUTPUTS "}", 2,
          "'i.ANC' needs a wire or a dose: ");
  refused("{\"model\": \"infection_hazard\",\n\"doses\": [{\"input\": \"ANC\", \"rate\": 5, "
          "\"duration\": \"9 d\", \"time\": 0}], " OUTPUTS "}",
          2, "doses: 'IgG' needs a wire or a dose: ");
  refused(
      "{\"model\": \"infection_hazard\",\n\"doses\": [{\"input\": \"ANC\", \"rate\": 5, "
      "\"duration\": \"9 d\", \"time\": 0},\n{\"input\": \"IgG\", \"rate\": 8, \"duration\": "
      "\"9 d\", \"time\": 0}], \"arms\": [{\"name\": \"none\", \"doses\": []}], " OUTPUTS "}",
      2, "in the arm 'none', 'ANC' needs a wire or a dose: ");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("systems of scenarios");
  TCase *tests = tcase_create("systems");
  tcase_add_checked_fixture(tests, set_up, remove_folder);
  tcase_add_test(tests, a_file_beside_the_scenario);
  tcase_add_test(tests, a_file_alone);
  tcase_add_test(tests, inline_systems_bring_settings_too);
  tcase_add_test(tests, a_wire_with_a_factor);
  tcase_add_loop_test(tests, mistakes_name_the_file_and_its_line, 0, LENGTH_OF(mistakes));
  tcase_add_test(tests, mistakes_in_the_scenario);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
