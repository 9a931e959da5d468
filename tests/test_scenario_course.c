/* test_scenario_course.c — parameters and covariates in time, in scenario files. */
#include "scenarios.h"

#define MODEL   "{\"model\": \"blinatumomab_clements2020\",\n"          /* line 1 */
#define OUTPUTS "\"outputs\": {\"until\": \"2 d\", \"every\": \"1 h\"}" /* to be put last */
#define TWO     "\"times\": [0, \"30 d\"], "
#define LINEAR  "\"rule\": \"linear\""

/* What is given in an arm, in all. */
static void amounts(const struct scenario *s, int arm, double *amount, size_t n)
{
  impakt_sim *sim = simulation(s, arm);
  size_t count;
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, NULL, amount, NULL, n, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, n);
  impakt_sim_free(sim);
}

static int courses(const struct scenario *s, int arm)
{
  impakt_sim *sim = simulation(s, arm);
  const int n = impakt_sim_courses(sim);
  impakt_sim_free(sim);
  return n;
}

static const char growing[] = MODEL
    "\"patient\": {\"BSA\": {" TWO "\"values\": [\"10000 cm2\", 1.2], " LINEAR "},\n"
    "\"WT\": {\"times\": [\"1 d\", \"10 d\"], \"values\": [\"20 kg\", \"22000 g\"],\n"
    "\"rule\": \"carried backward\"}},\n"
    "\"parameters\": {\"V\": {\"times\": [0, \"36 h\"], \"values\": [\"6 L\", \"5000 "
    "mL\"], \"rule\": \"carried forward\"}},\n"
    "\"doses\": [{\"input\": \"iv\", \"amount\": \"10 ug/m2\", \"time\": [0, \"15 d\"]},\n"
    "{\"input\": \"iv\", \"amount\": \"1 ug/kg\", \"time\": [\"1 d\", \"2 d\"]}],\n"
    "\"arms\": [{\"name\": \"as it is\"},\n"
    "{\"name\": \"one value\", \"patient\": {\"BSA\": 1.5}, \"parameters\": {\"V\": 7}},\n"
    "{\"name\": \"by the record\", \"patient\": {\"weight\": \"30 kg\"}},\n"
    "{\"name\": \"another course\", \"patient\": {\"WT\": {\"times\": [0], \"values\": "
    "[40], " LINEAR "}}}],\n" OUTPUTS "}";

START_TEST(courses_are_read)
{
  static const double expected[4][4] = {
    { 10, 20, 22, 11 }, { 15, 20, 22, 15 }, { 10, 30, 30, 11 }, { 10, 40, 40, 11 }
  };
  static const int n_courses[] = { 3, 1, 2, 3 };
  struct scenario *s = readable(growing);
  for (int arm = 0; arm < 4; arm++) {
    double amount[4];
    amounts(s, arm, amount, 4); /* in order of time */
    for (int i = 0; i < 4; i++) close_to(amount[i], expected[arm][i], 1e-14);
    ck_assert_int_eq(courses(s, arm), n_courses[arm]);
  }
  close_to(parameter(s, 0, "V"), 6, 1e-14);
  close_to(parameter(s, 0, "BSA"), 1, 1e-14);
  close_to(parameter(s, 1, "V"), 7, 1e-14);
  impakt_sim *sim = simulation(s, 0);
  int rules[3] = { -1, -1, -1 };
  for (int i = 0; i < 3; i++) {
    const char *name;
    double times[2], values[2];
    size_t n;
    int rule;
    ck_assert_int_eq(impakt_sim_get_course(sim, i, &name, &rule, times, values, 2, &n),
                     IMPAKT_OK);
    ck_assert_uint_eq(n, 2);
    const int which = *name == 'B' ? 0 : *name == 'W' ? 1 : 2;
    rules[which] = rule;
    close_to(times[1], which == 0 ? 720 : which == 1 ? 240 : 36, 1e-14);
    close_to(values[1], which == 0 ? 1.2 : which == 1 ? 22 : 5, 1e-14);
  }
  ck_assert_int_eq(rules[0], IMPAKT_LINEAR);
  ck_assert_int_eq(rules[1], IMPAKT_CARRIED_BACKWARD);
  ck_assert_int_eq(rules[2], IMPAKT_CARRIED_FORWARD);
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

/* A covariate of every model of a system that asks for it. */
START_TEST(courses_in_a_system)
{
  struct scenario *s =
      readable("{\"system\": {\"models\": {\"a\": \"blinatumomab_clements2020\", \"b\": "
               "\"inotuzumab_garrett2019\"}},\n"
               "\"patient\": {\"BSA\": {" TWO "\"values\": [1.5, 1.8], " LINEAR "}},\n"
               "\"parameters\": {\"a.V\": {\"times\": [0], \"values\": [\"5 L\"], " LINEAR
               "}},\n" OUTPUTS "}");
  ck_assert_int_eq(courses(s, 0), 3);
  close_to(parameter(s, 0, "b.BSA"), 1.5, 1e-14);
  close_to(parameter(s, 0, "a.V"), 5, 1e-14);
  scenario_free(s);
}
END_TEST

/* A covariate that a record knows by the same name. */
START_TEST(creatinine_in_time)
{
  struct scenario *s = readable("{\"model\": \"methotrexate_taylor2020\",\n"
                                "\"patient\": {\"surface\": \"1 m2\", \"creatinine\": "
                                "{\"times\": [0, \"2 d\"], \"values\": [29, "
                                "\"88 umol/L\"], " LINEAR "}},\n" OUTPUTS "}");
  close_to(parameter(s, 0, "creatinine"), 29, 1e-14);
  close_to(parameter(s, 0, "BSA"), 1, 1e-14);
  ck_assert_int_eq(courses(s, 0), 1);
  scenario_free(s);
}
END_TEST

#define V(course) MODEL "\"parameters\": {\n\"V\": {" course "}},\n" OUTPUTS "}"

static const struct mistake {
  const char *text;
  int line;
  const char *part;
} mistakes[] = {
  { V(""), 3, "parameters.V: \"times\" is missing" },
  { V("\"times\": [0]"), 3, "parameters.V: \"values\" is missing" },
  { V("\"times\": [0], \"values\": [6]"), 3,
    "parameters.V: \"rule\" is missing: 'carried forward', 'carried backward' or 'linear'" },
  { V("\"times\": [0], \"values\": [6],\n\"rule\": \"locf\""), 4,
    "parameters.V.rule: expected 'carried forward', 'carried backward' or 'linear'" },
  { V("\"times\": [0], \"values\": [6], \"rule\": 1"), 3, "parameters.V.rule: expected" },
  { V("\"times\": [0], \"value\": [6], " LINEAR), 3, "did you mean 'values'?" },
  { V("\"times\": 0, \"values\": [6], " LINEAR), 3, "parameters.V.times: expected a list" },
  { V("\"times\": [0], \"values\": 6, " LINEAR), 3, "parameters.V.values: expected a list" },
  { V("\"times\": [], \"values\": [6], " LINEAR), 3, "parameters.V.times: an empty list" },
  { V("\"times\": [0], \"values\": [], " LINEAR), 3, "parameters.V.values: an empty list" },
  { V(TWO "\"values\": [6], " LINEAR), 3, "parameters.V: there are 2 times and 1 values" },
  { V("\"times\": [0,\n30], \"values\": [6, 7], " LINEAR), 4,
    "parameters.V.times[1]: a time needs its unit" },
  { V(TWO "\"values\": [6,\n\"7 kg\"], " LINEAR), 4,
    "parameters.V.values[1]: 'kg' does not convert to L" },
  { V(TWO "\n\"values\": [6, 7000], " LINEAR), 4,
    "parameters.V.values[1]: parameter 'V' is 7000 L; expected " },
  { V("\n\"times\": [\"1 d\"], \"values\": [6], " LINEAR), 4,
    "parameters.V.times: the course of 'V' begins at 24 h" },
  { V("\"times\": [\"1 d\", \"1 d\"], \"values\": [6, 6], \"rule\": \"carried backward\""), 3,
    "parameters.V.times: the course of 'V': times must increase" },
  { MODEL "\"parameters\": {\n\"ng_per_ug\": {" TWO "\"values\": [1, 2], " LINEAR
          "}},\n" OUTPUTS "}",
    3, "constant" },
  { MODEL "\"parameters\": {\n\"CL\": {" TWO "\"values\": [1, 2], " LINEAR "}},\n" OUTPUTS "}",
    3, "parameters.CL: no parameter 'CL'" },
  { MODEL "\"initial\": {\n\"Q\": {" TWO "\"values\": [1, 2], " LINEAR "}},\n" OUTPUTS "}", 3,
    "initial.Q: " },
  { MODEL "\"patient\": {\n\"BSB\": {" TWO "\"values\": [1, 2], " LINEAR "}},\n" OUTPUTS "}", 3,
    "patient.BSB: neither a covariate" },
  { MODEL "\"patient\": {\n\"weight\": {" TWO "\"values\": [1, 2], " LINEAR "}},\n" OUTPUTS "}",
    3, "patient.weight: in time it goes by the name of its covariate, 'WT'" },
  { MODEL "\"patient\": {\n\"sex\": {" TWO "\"values\": [1, 2], " LINEAR "}},\n" OUTPUTS "}", 3,
    "patient.sex: expected" },
  { MODEL "\"patient\": {\n\"BSA\": {" TWO "\"values\": [1,\n200], " LINEAR "}},\n" OUTPUTS "}",
    4, "patient.BSA.values[1]: parameter 'BSA' is 200 m2; expected " },
  { MODEL "\"patient\": {\n\"BSA\": {" TWO "\"values\": [1, 2]}},\n" OUTPUTS "}", 3,
    "patient.BSA: \"rule\" is missing" },
};

START_TEST(mistakes_are_reported_where_they_are)
{
  refused(mistakes[_i].text, mistakes[_i].line, mistakes[_i].part);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("courses in scenarios");
  TCase *tests = tcase_create("courses in scenarios");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, courses_are_read);
  tcase_add_test(tests, courses_in_a_system);
  tcase_add_test(tests, creatinine_in_time);
  tcase_add_loop_test(tests, mistakes_are_reported_where_they_are, 0, LENGTH_OF(mistakes));
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
