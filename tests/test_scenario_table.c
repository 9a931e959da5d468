/* test_scenario_table.c — "doses" of a scenario that stand in a file. */
#include "scenarios.h"

#include <unistd.h>

#define OUTPUTS "\"outputs\": {\"until\": \"2 d\", \"every\": \"1 h\"}"

static char file[] = "/tmp/impakt-doses-XXXXXX";
static const char *const rows = "ID,TIME,AMT,CMT,RATE,BSA,DRUG\n"
                                "1,0,1.4,iv,1.4,1.5,x\n"
                                "1,24,0.9,1,0.9,1.6,x\n"
                                "2,0,2,iv,2,2,x\n";

static void write_table(const char *text)
{
  strcpy(file + strlen(file) - 6, "XXXXXX");
  const int to = mkstemp(file);
  ck_assert_int_ge(to, 0);
  ck_assert_int_eq(write(to, text, strlen(text)), (ssize_t)strlen(text));
  close(to);
}

static void set_up(void) { write_table(rows); }
static void tear_down(void) { unlink(file); }

static const char *scenario_with(const char *doses)
{
  static char text[1024], with_file[512];
  snprintf(with_file, sizeof with_file, doses, file);
  snprintf(
      text, sizeof text,
      "{\"model\": \"inotuzumab_garrett2019\",\n\"presets\": [\"all\"],\n\"doses\": %s,\n%s}",
      with_file, OUTPUTS);
  return text;
}

#define GOOD "\"covariates\": {\"BSA\": \"carried forward\"}, \"ignore\": [\"DRUG\"]"

START_TEST(doses_and_covariates)
{
  struct scenario *s = readable(scenario_with("{\"table\": \"%s\", \"id\": 1, " GOOD "}"));
  impakt_sim *sim = simulation(s, 0);
  double time[3], amount[3], duration[3];
  size_t n;
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, time, amount, duration, 3, &n), IMPAKT_OK);
  ck_assert_uint_eq(n, 2);
  close_to(time[1], 24, 0);
  close_to(amount[1], 0.9, 1e-15);
  close_to(duration[1], 1, 1e-15);
  ck_assert_int_eq(impakt_sim_courses(sim), 1);
  impakt_sim_free(sim);
  scenario_free(s);
  s = readable(scenario_with("{\"table\": \"%s\", \"id\": \"2\", " GOOD "}"));
  close_to(parameter(s, 0, "BSA"), 2, 1e-15);
  scenario_free(s);
}
END_TEST

static const struct {
  const char *doses, *says;
} bad[] = {
  { "{\"id\": 1}", "expected a list of doses" },
  { "{\"table\": 3}", "name of a file" },
  { "{\"table\": \"%s\", \"patient\": 1}", "unknown key" },
  { "{\"table\": \"/nowhere/at.csv\"}", "cannot be opened" },
  { "{\"table\": \"%s\", \"id\": 1.5}", "an ID" },
  { "{\"table\": \"%s\", \"id\": 1, \"covariates\": {\"BSA\": \"somehow\"}}", "'linear'" },
  { "{\"table\": \"%s\", \"id\": 1, \"covariates\": {\"BSB\": \"linear\"}}", "'BSA'" },
  { "{\"table\": \"%s\", \"id\": 1, \"ignore\": \"DRUG\"}", "list of columns" },
  { "{\"table\": \"%s\", \"id\": 1, \"ignore\": [\"DRAG\"]}", "'DRUG'" },
  { "\"%s\"", "list of doses" },
};

START_TEST(refused_in_the_scenario) { refused(scenario_with(bad[_i].doses), 3, bad[_i].says); }
END_TEST

/* Whatever is wrong with the table is said with its own place. */
START_TEST(refused_in_the_table)
{
  char place[64];
  snprintf(place, sizeof place, "%s: ", file);
  refused_at(scenario_with("{\"table\": \"%s\", " GOOD "}"), place, "2 people");
  refused_at(scenario_with("{\"table\": \"%s\", \"id\": 1, \"ignore\": [\"DRUG\"]}"), place,
             "'BSA'");
  unlink(file);
  write_table("TIME,AMT\n0,1\n1,2,3\n");
  snprintf(place, sizeof place, "%s:3: ", file);
  refused_at(scenario_with("{\"table\": \"%s\"}"), place, "3 fields");
  unlink(file);
  write_table("TIME,AMT,CMT\n0,1,vein\n");
  snprintf(place, sizeof place, "%s:2: ", file);
  refused_at(scenario_with("{\"table\": \"%s\"}"), place, "vein");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("scenario_table");
  TCase *tests = tcase_create("scenario_table");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, doses_and_covariates);
  tcase_add_loop_test(tests, refused_in_the_scenario, 0, LENGTH_OF(bad));
  tcase_add_test(tests, refused_in_the_table);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
