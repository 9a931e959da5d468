/* test_scenario_rules.c — "rules" and "checks" of scenario files, against the closed forms of one
 * compartment (blinatumomab: V 5.98 L, CL0 2.22 L/h at 1.876 m2), and each kind of mistake. */
#include "scenarios.h"

static const double V = 5.98, CL = 2.22;

#define HEAD                                                                                   \
  "{\"model\": \"blinatumomab_clements2020\", \"patient\": {\"BSA\": \"1.876 m2\"},\n"         \
  " \"parameters\": {\"V\": 5.98, \"CL0\": 2.22},\n"                                           \
  " \"options\": {\"relative_tolerance\": 1e-9},\n"                                            \
  " \"outputs\": {\"until\": \"48 h\", \"every\": \"12 h\", \"watch\": [\"C\"]},\n"

/* C at the end; the firings of rule 0. */
static double run(const char *text, double *fired, size_t *n, double *acted, size_t *n_acted)
{
  struct scenario *s = readable(text);
  impakt_sim *sim = simulation(s, 0);
  double result[5];
  size_t rows;
  const double *times = scenario_times(s, &rows);
  ck_assert_uint_eq(rows, 5);
  ck_assert_msg(impakt_sim_run(sim, times, rows, result, rows) >= 0, "%s",
                impakt_sim_message(sim));
  if (fired) {
    ck_assert_int_eq(impakt_sim_fired(sim, 0, fired, *n, n), IMPAKT_OK);
  }
  if (acted) {
    ck_assert_int_eq(impakt_sim_checked(sim, 0, acted, *n_acted, n_acted), IMPAKT_OK);
  }
  impakt_sim_free(sim);
  scenario_free(s);
  return result[4];
}

/* 30 ug are 5.017 ng/mL, and below 1 after ln(5.017) V / CL. */
static const char rescue[] =
    HEAD " \"doses\": [{\"input\": \"iv\", \"amount\": \"30 ug\", \"time\": 0}],\n"
         " \"rules\": [{\"name\": \"more\", \"when\": {\"quantity\": \"C\", \"falls below\": "
         "\"1000 pg/mL\"},\n"
         "   \"limit\": [2, {\"most\": 1, \"within\": \"1 d\"}],\n"
         "   \"do\": [{\"dose\": {\"input\": \"iv\", \"amount\": \"60 ug\", \"most\": \"30 "
         "ug\", \"time\": \"1 h\"}, \"after\": \"1 h\"}]}]}";

START_TEST(a_rule_gives_a_dose)
{
  double fired[9];
  size_t n = 9;
  const double k = CL / V, first = log(30 / V) / k, C = run(rescue, fired, &n, NULL, NULL);
  ck_assert_uint_eq(n, 1); /* the second one is within a day */
  close_to(fired[0], first, 1e-8);
  close_to(C, 30 / V * (exp(-k * 48) + exp(-k * (48 - first - 2))), 1e-7);
  struct scenario *s = readable(rescue);
  char name[99];
  ck_assert_int_eq(scenario_rule_count(s, 0), 1);
  scenario_rule_name(s, 0, 0, name, sizeof name);
  ck_assert_str_eq(name, "more");
  scenario_free(s);
}
END_TEST

START_TEST(a_rule_holds_and_resumes)
{
  double fired[9];
  size_t n = 9;
  const double k = CL / V, top = 2.22 / CL, up = -log(1 - 0.6) / k;
  const double C = run(HEAD " \"doses\": [{\"input\": \"iv\", \"rate\": \"2.22 ug/h\", "
                            "\"duration\": \"40 h\", \"time\": 0}],\n"
                            " \"rules\": [{\"when\": {\"quantity\": \"C\", \"rises above\": "
                            "0.6, \"rearm\": 0.1}, \"from\": \"1 h\", \"to\": \"20 h\",\n"
                            "   \"do\": [{\"hold\": \"iv\"}, {\"rate\": {\"iv\": \"1.11 "
                            "ug/h\"}, \"after\": \"2 h\"},\n"
                            "     {\"scale\": {\"iv\": 0.5}, \"after\": \"4 h\"}, "
                            "{\"resume\": \"iv\", \"after\": \"10 h\"},\n"
                            "     {\"set\": {\"CL0\": \"4.44 L/h\"}, \"after\": \"30 "
                            "h\"}]}]}",
                       fired, &n, NULL, NULL);
  ck_assert_uint_eq(n, 1);
  close_to(fired[0], up, 1e-7);
  double at = 0.6 * top * exp(-2 * k); /* held for 2 h */
  at = 0.5 + (at - 0.5) * exp(-k * 8);
  at = 1 + (at - 1) * exp(-k * 20);
  const double fast = 4.44 / V, ends = 40 - up - 30;
  at = 0.5 + (at - 0.5) * exp(-fast * ends);
  close_to(C, at * exp(-fast * 8), 1e-7);
}
END_TEST

START_TEST(a_rule_stops)
{
  static const char text[] =
      HEAD " \"doses\": [{\"input\": \"iv\", \"amount\": \"30 ug\", \"time\": 0}],\n"
           " \"rules\": [{\"when\": {\"quantity\": \"C\", \"falls below\": 1}, \"do\": "
           "[{\"stop\": true}]}]}";
  struct scenario *s = readable(text);
  char name[99];
  scenario_rule_name(s, 0, 0, name, sizeof name);
  ck_assert_str_eq(name, "C falls below 1");
  scenario_free(s);
  ck_assert(isnan(run(text, NULL, NULL, NULL, NULL)));
}
END_TEST

/* Due at 0, 2 and 4 h; 5.017 ng/mL fall to 2 in 2.48 h. */
START_TEST(checks_of_a_dose)
{
  static const char text[] =
      HEAD " \"doses\": [{\"input\": \"iv\", \"amount\": \"30 ug\", \"time\": [0, \"2 h\", \"4 "
           "h\"], \"course\": 1,\n"
           "    \"checks\": [{\"name\": \"wait\", \"quantity\": \"C\", \"above\": \"2 "
           "ng/mL\", \"delay\": \"1 h\"},\n"
           "      {\"quantity\": \"C\", \"above\": 1, \"scale\": 0.5}]}]}";
  const double k = CL / V;
  struct scenario *s = readable(text);
  impakt_sim *sim = simulation(s, 0);
  size_t n, rows;
  double result[5], at[9], expected = 0;
  const double *times = scenario_times(s, &rows);
  ck_assert_int_eq(impakt_sim_run(sim, times, rows, result, rows), IMPAKT_OK);
  /* 2 is put off to 3, which puts 4 off to 5; there C is above 1 from the dose at 3 */
  double dose[3] = { 30, 0, 0 }, when[3] = { 0, 3, 5 };
  const double before = 30 / V * exp(-3 * k);
  dose[1] = before > 1 ? 15 : 30;
  double there = (before + dose[1] / V) * exp(-2 * k);
  while (there > 2) {
    when[2] += 1;
    there = (before + dose[1] / V) * exp(-k * (when[2] - 3));
  }
  dose[2] = there > 1 ? 15 : 30;
  for (int i = 0; i < 3; i++) {
    expected += dose[i] / V * exp(-k * (48 - when[i]));
  }
  close_to(result[4], expected, 1e-6);
  /* the second record's first check is the third */
  int n_names;
  char **names = scenario_check_names(s, 0, &n_names);
  ck_assert_ptr_nonnull(names);
  ck_assert_int_eq(n_names, 6);
  ck_assert_str_eq(names[2], "wait");
  ck_assert_str_eq(names[3], "C above 1: scale");
  for (int i = 0; i < 6; i++) {
    free(names[i]);
  }
  free(names);
  ck_assert_int_eq(impakt_sim_checked(sim, 2, at, 9, &n), IMPAKT_OK);
  ck_assert_uint_eq(n, 1);
  close_to(at[0], 2, 1e-14);
  ck_assert_int_eq(impakt_sim_checked(sim, 6, at, 9, &n), IMPAKT_E_INDEX);

  /* rows where they came, not where they were written */
  char message[SCENARIO_MESSAGE];
  double *later;
  ck_assert_int_eq(scenario_ran_times(s, sim, &later, &rows, message, sizeof message), 0);
  int found = 0;
  for (size_t i = 0; i < rows; i++) {
    ck_assert(later[i] < 1.9 || later[i] > 2.1);
    found += fabs(later[i] - 3) < 1e-9;
  }
  ck_assert_int_eq(found, 1);
  free(later);
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

/* ---- mistakes --------------------------------------------------------------------------- */

#define RULE(rule)                                                                             \
  HEAD " \"doses\": [],\n"                                                                     \
       " \"rules\": [" rule "]}"
#define WHEN       "\"when\": {\"quantity\": \"C\", \"rises above\": 1}"
#define DO(action) RULE("{" WHEN ", \"do\": [" action "]}")
#define CHECK(check)                                                                           \
  HEAD "\n \"doses\": [{\"input\": \"iv\", \"amount\": 1, \"time\": 0, \"checks\": [" check    \
       "]}]}"

static const struct {
  const char *text, *part;
} mistakes[] = {
  { RULE("3"), "rules[0]: expected a rule as an object" },
  { RULE("{}"), "rules[0]: \"when\" is missing" },
  { RULE("{" WHEN "}"), "rules[0]: \"do\" is missing" },
  { RULE("{" WHEN ", \"do\": []}"), "rules[0].do: an empty list" },
  { RULE("{" WHEN ", \"doo\": []}"), "rules[0].doo: unknown key; did you mean 'do'?" },
  { RULE("{\"when\": {\"quantity\": \"grade\", \"rises above\": 3}, \"do\": [{\"stop\": "
         "true}]}"),
    "rules[0].when.quantity: no state or output 'grade' in blinatumomab_clements2020" },
  { RULE("{\"when\": {\"rises above\": 3}, \"do\": [{\"stop\": true}]}"),
    "rules[0].when: \"quantity\" is missing" },
  { RULE("{\"when\": {\"quantity\": \"C\"}, \"do\": [{\"stop\": true}]}"),
    "rules[0].when: expected \"rises above\" or \"falls below\"" },
  { RULE("{\"when\": {\"quantity\": \"C\", \"rises above\": 3, \"falls below\": 1}, \"do\": "
         "[{\"stop\": true}]}"),
    "rules[0].when: expected \"rises above\" or \"falls below\"" },
  { RULE("{\"when\": {\"quantity\": \"C\", \"rises above\": \"3 L\"}, \"do\": [{\"stop\": "
         "true}]}"),
    "rules[0].when.rises above: 'L' does not convert to ng/mL" },
  { RULE("{\"when\": {\"quantity\": \"C\", \"rises above\": 3, \"rearm\": 4}, \"do\": "
         "[{\"stop\": true}]}"),
    "rules[0].when.rearm: rule 0 rises above 3" },
  { RULE("{" WHEN ", \"limit\": 0, \"do\": [{\"stop\": true}]}"), "rules[0].limit: expected" },
  { RULE("{" WHEN ", \"limit\": {\"within\": \"1 d\"}, \"do\": [{\"stop\": true}]}"),
    "rules[0].limit: \"most\" is missing" },
  { RULE("{" WHEN ", \"limit\": [[1]], \"do\": [{\"stop\": true}]}"),
    "rules[0].limit[0]: a list" },
  { RULE("{" WHEN ", \"again\": true, \"do\": [{\"stop\": true}]}"),
    "rules[0].again: \"again\" needs \"rest\"" },
  { RULE("{" WHEN ", \"rest\": \"8 h\", \"again\": 1, \"do\": [{\"stop\": true}]}"),
    "rules[0].again: expected true or false" },
  { RULE("{" WHEN ", \"from\": \"2 d\", \"to\": \"1 d\", \"do\": [{\"stop\": true}]}"),
    "rules[0].to: rule 0 acts from 48 h to 24 h" },
  { DO("{}"), "rules[0].do[0]: expected one of \"dose\"" },
  { DO("{\"after\": \"1 h\"}"), "rules[0].do[0]: expected one of \"dose\"" },
  { DO("{\"stop\": true, \"hold\": \"iv\"}"), "rules[0].do[0]: expected one of \"dose\"" },
  { DO("{\"stop\": false}"), "rules[0].do[0].stop: expected true" },
  { DO("{\"hold\": \"vi\"}"), "rules[0].do[0].hold: no input 'vi'" },
  { DO("{\"hold\": 1}"), "rules[0].do[0].hold: expected the name of an input" },
  { DO("{\"scale\": {\"iv\": -1}}"), "rules[0].do[0].scale.iv: the factor" },
  { DO("{\"rate\": {\"iv\": \"1 ug\"}}"), "rules[0].do[0].rate.iv: unit 'ug'" },
  { DO("{\"rate\": 3}"), "rules[0].do[0].rate: expected an object" },
  { DO("{\"set\": {\"CLO\": 1}}"), "rules[0].do[0].set.CLO: no parameter 'CLO'" },
  { DO("{\"set\": {\"V\": -1}}"), "rules[0].do[0].set.V: parameter 'V' is -1" },
  { DO("{\"dose\": {\"input\": \"iv\"}}"), "rules[0].do[0].dose: \"amount\" or \"rate\"" },
  { DO("{\"dose\": {\"inptu\": \"iv\"}}"), "rules[0].do[0].dose.inptu: unknown key" },
  { DO("{\"dose\": {\"input\": \"iv\", \"amount\": \"1 ug/kg\"}}"),
    "rules[0]: dose into 'iv'" },
  { DO("{\"rate\": {\"iv\": \"1 ug/kg/h\"}}"), "rules[0]: dose into 'iv'" },
  { DO("{\"dose\": {\"input\": \"iv\", \"amount\": 1, \"every\": \"1 d\", \"steady\": "
       "\"alone\"}}"),
    "rules[0].do[0].dose: record 0 is at steady state" },
  { CHECK("3"), "doses[0].checks[0]: expected a check" },
  { CHECK("{\"quantity\": \"C\", \"above\": 1}"), "doses[0].checks[0]: \"skip\", \"delay\"" },
  { CHECK("{\"quantity\": \"C\", \"above\": 1, \"skip\": true, \"end\": true}"),
    "doses[0].checks[0]: expected one of \"skip\"" },
  { CHECK("{\"quantity\": \"C\", \"above\": 1, \"skip\": 1}"),
    "doses[0].checks[0].skip: expected true" },
  { CHECK("{\"quantity\": \"C\", \"above\": 1, \"delay\": 1}"),
    "doses[0].checks[0].delay: a time needs its unit" },
  { CHECK("{\"quantity\": \"grade\", \"above\": 1, \"skip\": true}"),
    "doses[0].checks[0].quantity: no state or output 'grade'" },
  { CHECK("{\"quantity\": \"C\", \"below\": 1, \"above\": 2, \"skip\": true}"),
    "doses[0].checks[0]: expected \"above\" or \"below\"" },
  { HEAD " \"doses\": [{\"input\": \"iv\", \"rate\": 1, \"duration\": \"1 h\", \"time\": 0, "
         "\"most\": 1}]}",
    "doses[0].most: record 0 has no amount" },
  { HEAD " \"doses\": [{\"input\": \"iv\", \"amount\": 1, \"time\": 0, \"course\": \"a\"}]}",
    "doses[0].course: expected a whole number" },
  { "{\"model\": \"cart_kimmel2021\", \"outputs\": {\"times\": [\"1 d\"]},\n\n\n\n"
    " \"doses\": [{\"input\": \"cells\", \"amount\": \"-1e8 cells\", \"time\": 0}]}",
    "doses[0].amount: a dose cannot be negative" },
};

START_TEST(mistakes_are_named)
{
  char message[SCENARIO_MESSAGE] = "";
  struct scenario *s = NULL;
  const char *text = mistakes[_i].text;
  ck_assert_int_eq(
      scenario_read_text(&s, "test.json", text, strlen(text), message, sizeof message), -1);
  ck_assert_msg(strstr(message, mistakes[_i].part) != NULL, "\"%s\" does not say \"%s\"",
                message, mistakes[_i].part);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("scenario rules");
  TCase *tests = tcase_create("scenario rules");
  tcase_set_timeout(tests, 60); /* on a busy machine */
  tcase_add_test(tests, a_rule_gives_a_dose);
  tcase_add_test(tests, a_rule_holds_and_resumes);
  tcase_add_test(tests, a_rule_stops);
  tcase_add_test(tests, checks_of_a_dose);
  tcase_add_loop_test(tests, mistakes_are_named, 0, sizeof mistakes / sizeof *mistakes);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
