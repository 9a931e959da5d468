/* test_scenario.c — scenario files: what they set up, and how each kind of mistake is reported,
 * with its line.  Numbers that come out of a run are compared with closed forms, at ten times the
 * tolerance of the run. */
#include "../lib/scenario/locate.h"
#include "scenarios.h"

#include <jansson.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

/* The measures of an arm after its run. */
static void measure(const struct scenario *scenario, int arm, double *values)
{
  impakt_sim *sim = simulation(scenario, arm);
  size_t n;
  const double *times = scenario_times(scenario, &n);
  const size_t room = n * (size_t)impakt_sim_columns(sim);
  double *result = malloc(room * sizeof *result);
  const impakt_status status = impakt_sim_run(sim, times, n, result, room);
  ck_assert_msg(status == IMPAKT_OK, "%s", impakt_sim_message(sim));
  for (int i = 0; i < scenario_measure_count(scenario); i++) {
    ck_assert_int_eq(impakt_sim_measured(sim, i, &values[i]), IMPAKT_OK);
  }
  free(result);
  impakt_sim_free(sim);
}

/* ---- what is read ----------------------------------------------------------------------- */

static const char blinatumomab[] =
    "{\"scenario\": \"Two arms\", \"look_at\": \"The plateau.\",\n"
    " \"model\": \"blinatumomab_clements2020\",\n"
    " \"patient\": {\"BSA\": \"18760 cm2\"},\n"
    " \"parameters\": {\"V\": \"5980 mL\", \"CL0\": 2.5},\n"
    " \"options\": {\"relative_tolerance\": 1e-9},\n"
    " \"doses\": [{\"input\": \"iv\", \"rate\": \"28 ug/d\", \"duration\": \"7 d\", \"time\": "
    "0}],\n"
    " \"outputs\": {\"until\": \"14 d\", \"every\": \"1 d\", \"times\": [\"24 h\", \"0.5 "
    "d\"],\n"
    "               \"time_unit\": \"d\", \"watch\": [\"C\"]},\n"
    " \"measures\": [\n"
    "   {\"name\": \"plateau\", \"quantity\": \"C\", \"what\": \"peak\"},\n"
    "   {\"quantity\": \"C\", \"what\": \"area\"},\n"
    "   {\"name\": \"above\", \"quantity\": \"C\", \"what\": \"time above\", \"level\": \"100 "
    "pg/mL\"}],\n"
    " \"arms\": [{\"name\": \"a\", \"parameters\": {\"CL0\": \"2220 mL/h\"}},\n"
    "            {\"name\": \"b\", \"doses\": [{\"input\": \"iv\", \"amount\": \"9 ug\", "
    "\"rate\": \"9 ug/d\",\n"
    "              \"time\": [\"0 d\", \"48 h\"], \"every\": \"4 d\", \"count\": 2}]}]}\n";

START_TEST(arms_lie_over_their_scenario)
{
  struct scenario *s = readable(blinatumomab);
  double hours;
  ck_assert_str_eq(scenario_title(s), "Two arms");
  ck_assert_str_eq(scenario_look_at(s), "The plateau.");
  ck_assert_ptr_eq(scenario_model(s), impakt_model_find("blinatumomab_clements2020"));
  ck_assert_int_eq(scenario_arm_count(s), 2);
  ck_assert_str_eq(scenario_arm_name(s, 1), "b");
  ck_assert_int_eq(scenario_arm_find(s, "b"), 1);
  ck_assert_int_eq(scenario_arm_find(s, "c"), -1);
  ck_assert_ptr_null(scenario_arm_name(s, 2));
  ck_assert_str_eq(scenario_time_unit(s, &hours), "d");
  close_to(hours, 24, 1e-15);
  close_to(parameter(s, 0, "BSA"), 1.876, 1e-14);
  close_to(parameter(s, 1, "V"), 5.98, 1e-14);
  close_to(parameter(s, 0, "CL0"), 2.22, 1e-14);
  close_to(parameter(s, 1, "CL0"), 2.5, 1e-14);
  close_to(scenario_option(s, 1, IMPAKT_RELATIVE_TOLERANCE), 1e-9, 1e-14);
  ck_assert(isnan(scenario_option(s, 0, IMPAKT_SOLVER)));
  scenario_free(s);
}
END_TEST

START_TEST(doses_are_given_as_written)
{
  static const double times[] = { 0, 48, 96, 144 };
  struct scenario *s = readable(blinatumomab);
  impakt_sim *sim = simulation(s, 1);
  double time[4], amount[4], duration[4];
  size_t n;
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, time, amount, duration, 4, &n), IMPAKT_OK);
  ck_assert_uint_eq(n, 4);
  for (int i = 0; i < 4; i++) {
    close_to(time[i], times[i], 1e-14);
    close_to(amount[i], 9, 1e-14);
    close_to(duration[i], 24, 1e-14);
  }
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

/* One compartment: after long infusion C = rate / CL, and everything that went in leaves by
 * clearance, so that area = amount / CL but for what is left after 7 d, e^-62 of it. */
START_TEST(measures_are_those_of_the_closed_form)
{
  struct scenario *s = readable(blinatumomab);
  const double CL = 2.22, V = 5.98, k = CL / V, plateau = 28. / 24 / CL, level = 0.1;
  double values[3];
  ck_assert_int_eq(scenario_measure_count(s), 3);
  ck_assert_str_eq(scenario_measure_at(s, 1)->name, "area of C");
  ck_assert_str_eq(scenario_measure_at(s, 1)->unit, "ng/mL*d");
  close_to(scenario_measure_at(s, 1)->hours, 24, 1e-15);
  ck_assert_str_eq(scenario_measure_at(s, 2)->unit, "d");
  close_to(scenario_measure_at(s, 2)->level, level, 1e-14);
  ck_assert_ptr_null(scenario_measure_at(s, 3));
  measure(s, 0, values);
  close_to(values[0], plateau, 1e-8);
  close_to(values[1], 28 * 7 / CL, 1e-8);
  close_to(values[2], 168 + log(plateau / level) / k + log(1 - level / plateau) / k, 1e-8);
  scenario_free(s);
}
END_TEST

START_TEST(output_times_are_sorted_and_single)
{
  struct scenario *s = readable(blinatumomab);
  size_t n;
  const double *times = scenario_times(s, &n);
  ck_assert_uint_eq(n, 16); /* 15 days and half a day; 24 h is a day */
  close_to(times[1], 12, 1e-15);
  close_to(times[2], 24, 1e-15);
  close_to(times[15], 336, 1e-15);
  for (size_t i = 1; i < n; i++) {
    ck_assert(times[i] > times[i - 1]);
  }
  scenario_free(s);
}
END_TEST

START_TEST(the_end_is_an_output_time)
{
  struct scenario *s = readable("{\"model\": \"blinatumomab_clements2020\","
                                " \"outputs\": {\"until\": \"25 h\", \"every\": \"12 h\"}}");
  size_t n;
  const double *times = scenario_times(s, &n);
  ck_assert_uint_eq(n, 4);
  close_to(times[3], 25, 1e-15);
  /* no measures are named: peak, its time and area of the only output */
  ck_assert_int_eq(scenario_measure_count(s), 3);
  ck_assert_str_eq(scenario_measure_at(s, 1)->name, "peak time of C");
  ck_assert_int_eq(scenario_arm_count(s), 1);
  ck_assert_str_eq(scenario_arm_name(s, 0), "");
  ck_assert_str_eq(scenario_title(s), "");
  scenario_free(s);
}
END_TEST

/* The times of an arm's rows; the caller frees them. */
static double *rows_of(const struct scenario *scenario, int arm, size_t *n)
{
  char message[SCENARIO_MESSAGE];
  double *times = NULL;
  impakt_sim *sim = simulation(scenario, arm);
  ck_assert_msg(scenario_sim_times(scenario, sim, &times, n, message, sizeof message) == 0,
                "%s", message);
  impakt_sim_free(sim);
  for (size_t i = 1; i < *n; i++) {
    ck_assert(times[i] > times[i - 1]);
  }
  return times;
}

#define DOSE_ROWS(doses, outputs)                                                              \
  "{\"model\": \"blinatumomab_clements2020\", \"outputs\": {\"until\": \"48 h\","              \
  " \"every\": \"24 h\"" outputs "}, \"doses\": [" doses "]}"

/* The end of an infusion, and shortly after a bolus; none twice, none after the last time. */
START_TEST(rows_at_the_doses)
{
  static const struct {
    const char *text;
    size_t n;
    double times[8];
  } cases[] = {
    { DOSE_ROWS(
          "{\"input\": \"iv\", \"amount\": 1, \"duration\": \"1 h\", \"time\": [0, \"30 h\"]}",
          ""),
      6,
      { 0, 1, 24, 30, 31, 48 } },
    { DOSE_ROWS("{\"input\": \"iv\", \"amount\": 1, \"time\": \"24 h\", \"every\": \"1 d\", "
                "\"count\": 3}",
                ""),
      4,
      { 0, 24, 24.000001, 48 } },
    /* 0.1 + 0.2 is not 0.3 in the last digit, and 10 x 2.4 h is a day */
    { DOSE_ROWS(
          "{\"input\": \"iv\", \"amount\": 1, \"duration\": \"0.2 h\", \"time\": \"0.1 h\"},"
          "{\"input\": \"iv\", \"amount\": 1, \"duration\": \"0.3 h\", \"time\": 0},"
          "{\"input\": \"iv\", \"amount\": 1, \"duration\": \"2.4 h\", \"time\": \"21.6 h\"}",
          ""),
      6,
      { 0, 0.1, 0.3, 21.6, 24, 48 } },
    /* so short an infusion is a bolus */
    { DOSE_ROWS(
          "{\"input\": \"iv\", \"amount\": 1, \"duration\": \"1e-14 h\", \"time\": \"3 h\"}",
          ""),
      5,
      { 0, 3, 3.000001, 24, 48 } },
    { DOSE_ROWS("{\"input\": \"iv\", \"amount\": 1, \"time\": \"3 h\"}", ", \"doses\": true"),
      5,
      { 0, 3, 3.000001, 24, 48 } },
    { DOSE_ROWS("{\"input\": \"iv\", \"amount\": 1, \"time\": \"3 h\"}", ", \"doses\": false"),
      3,
      { 0, 24, 48 } },
    { DOSE_ROWS("", ""), 3, { 0, 24, 48 } },
  };
  struct scenario *s = readable(cases[_i].text);
  size_t n;
  double *times = rows_of(s, 0, &n);
  ck_assert_uint_eq(n, cases[_i].n);
  for (size_t i = 0; i < n; i++) {
    close_to(times[i], cases[_i].times[i], 1e-14);
  }
  free(times);
  scenario_free(s);
}
END_TEST

/* Each arm has rows at its own doses; at a hundred years "shortly after" is still after. */
START_TEST(rows_of_each_arm)
{
  struct scenario *s = readable("{\"model\": \"blinatumomab_clements2020\","
                                " \"outputs\": {\"times\": [\"100 y\", \"101 y\"], \"watch\": "
                                "[\"Q\"]}, \"arms\": [{\"name\": \"none\"},"
                                " {\"name\": \"late\", \"doses\": [{\"input\": \"iv\", "
                                "\"amount\": 1, \"time\": \"100 y\"}]}]}");
  size_t n;
  double *times = rows_of(s, 0, &n);
  ck_assert_uint_eq(n, 2);
  free(times);
  times = rows_of(s, 1, &n);
  ck_assert_uint_eq(n, 3);
  impakt_sim *sim = simulation(s, 1);
  double amount[3];
  ck_assert_int_eq(impakt_sim_run(sim, times, n, amount, 3), IMPAKT_OK);
  ck_assert_double_eq(amount[0], 0);
  close_to(amount[1], 1, 1e-5); /* 9e-6 h after 1 ug, of which 37 % go in an hour */
  impakt_sim_free(sim);
  free(times);
  scenario_free(s);
}
END_TEST

START_TEST(numbers_do_not_depend_on_the_locale)
{
  const char *now = setlocale(LC_NUMERIC, "de_DE.UTF-8");
  if (!now) {
    return; /* tests/python/test_command.py makes one */
  }
  struct scenario *s = readable(blinatumomab);
  close_to(parameter(s, 1, "CL0"), 2.5, 1e-14);
  close_to(parameter(s, 1, "V"), 5.98, 1e-14);
  scenario_free(s);
  setlocale(LC_NUMERIC, "C");
}
END_TEST

static const char wired[] =
    "{\"system\": {\"name\": \"s\",\n"
    "  \"models\": {\"chemo\": \"docetaxel_ozawa2007\", \"marrow\": "
    "\"neutropenia_friberg2002\"},\n"
    "  \"connect\": {\"chemo.Cmol\": [\"marrow.C\"]}},\n"
    " \"presets\": [\"marrow.docetaxel_kloft\"], \"patient\": {\"BSA\": 1.7},\n"
    " \"initial\": {\"marrow.X\": \"4000 1e6/L\"},\n"
    " \"doses\": [{\"input\": \"chemo.iv\", \"amount\": \"100 mg/m2\", \"duration\": \"1 h\", "
    "\"time\": \"0 d\"}],\n"
    " \"outputs\": {\"times\": [\"21 d\"], \"watch\": [\"marrow.count\", \"chemo.AUC\"]},\n"
    " \"measures\": [{\"quantity\": \"marrow.count\", \"what\": \"lowest\"},\n"
    "                {\"quantity\": \"chemo.AUC\", \"what\": \"peak\"}]}\n";

START_TEST(models_are_wired)
{
  struct scenario *s = readable(wired);
  double values[2];
  ck_assert_int_eq(scenario_part_count(s), 2);
  ck_assert_str_eq(scenario_part_label(s, 1), "marrow");
  ck_assert_ptr_eq(scenario_part_model(s, 0), impakt_model_find("docetaxel_ozawa2007"));
  ck_assert_ptr_null(scenario_part_label(s, 2));
  close_to(parameter(s, 0, "marrow.MTT"), 84.1791, 1e-14);
  measure(s, 0, values);
  ck_assert_msg(values[0] > 0.01 && values[0] < 1.5, "nadir %g", values[0]); /* it is wired */
  close_to(values[1], 170 / 35.7, 1e-4); /* dose / CL, but for what is left */
  impakt_sim *sim = simulation(s, 0);
  const impakt_model *model = scenario_model(s);
  const size_t n = (size_t)impakt_model_size(model, IMPAKT_STATE);
  double *states = calloc(n, sizeof *states);
  ck_assert_int_eq(impakt_sim_get_initial(sim, states, n), IMPAKT_OK);
  close_to(states[impakt_model_index(model, IMPAKT_STATE, "marrow.X")], 4, 1e-14);
  free(states);
  impakt_sim_free(sim);
  scenario_free(s);
}
END_TEST

/* ---- schedules of facts ----------------------------------------------------------------- */

static const char schedules[] =
    "{\"schedules\": {\n"
    "  \"large\": {\"extends\": \"typical\", \"patient\": {\"BSA\": 2.2}},\n"
    "  \"typical\": {\"presets\": [\"all\"], \"patient\": {\"BSA\": \"1.84 m2\", \"BLSTPB\": "
    "10},\n"
    "    \"doses\": [{\"input\": \"iv\", \"amount\": \"1 mg/m2\", \"time\": \"0 d\"}]},\n"
    "  \"lymphoma\": {\"extends\": \"large\", \"presets\": [\"nhl\"], \"doses\": []}\n"
    "}}\n";

static int read_schedules(struct scenario **s, const char *text, char *message)
{
  return scenario_read_schedules_text(s, "f.json", text, strlen(text),
                                      impakt_model_find("inotuzumab_garrett2019"), message,
                                      SCENARIO_MESSAGE);
}

START_TEST(schedules_extend_one_another)
{
  struct scenario *s = NULL;
  char message[SCENARIO_MESSAGE] = "";
  ck_assert_msg(read_schedules(&s, schedules, message) == 0, "%s", message);
  const int large = scenario_arm_find(s, "large"), lymphoma = scenario_arm_find(s, "lymphoma");
  size_t n;
  double amount;
  ck_assert_int_eq(scenario_arm_count(s), 3);
  close_to(parameter(s, large, "BSA"), 2.2, 1e-14);
  close_to(parameter(s, large, "BLSTPB"), 10, 1e-14);
  close_to(parameter(s, lymphoma, "BSA"), 2.2, 1e-14);
  ck_assert(fabs(parameter(s, lymphoma, "ALL")) < 1e-14);
  impakt_sim *sim = simulation(s, large);
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, NULL, &amount, NULL, 1, &n), IMPAKT_OK);
  ck_assert_uint_eq(n, 1);
  close_to(amount, 2.2, 1e-14);
  impakt_sim_free(sim);
  sim = simulation(s, lymphoma);
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 0, &n), IMPAKT_OK);
  ck_assert_uint_eq(n, 0);
  impakt_sim_free(sim);
  ck_assert_ptr_null(scenario_times(s, &n));
  ck_assert_uint_eq(n, 0);
  scenario_free(s);
}
END_TEST

START_TEST(schedules_are_refused)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "{\"schedules\": {\"a\": {\"extends\": \"b\"}}}",
      "f.json:1: schedules.a.extends: no schedule 'b' in this file" },
    { "{\"schedules\": {\"a\": {\"extends\": \"b\"},\n\"b\": {\"extends\": \"a\"}}}",
      "schedules extend one another in a circle" },
    { "{\"schedules\": {\"a\": {\n\"extends\": 1}}}",
      "f.json:2: schedules.a.extends: expected the name of a schedule, not a number" },
    { "{\"schedules\": {\"a\":\n [1]}}", "f.json:1: schedules.a: expected an object" },
    { "{\"schedules\": 1}", "f.json:1: schedules: expected an object" },
    { "{}", "f.json:1: \"schedules\" is missing" },
    { "{\"schedules\": {\"a\": {}},\n\"outputs\": {}}", "f.json:2: outputs: unknown key" },
    { "{\"schedules\": {\"a\": {\n\"dose\": []}}}",
      "f.json:2: schedules.a.dose: unknown key; did you mean 'doses'?" },
  };
  for (int i = 0; i < LENGTH_OF(cases); i++) {
    struct scenario *s = NULL;
    char message[SCENARIO_MESSAGE] = "";
    ck_assert_int_eq(read_schedules(&s, cases[i].text, message), -1);
    ck_assert_msg(strstr(message, cases[i].message) != NULL, "%s", message);
    ck_assert_ptr_null(s);
  }
}
END_TEST

START_TEST(schedules_may_name_their_model)
{
  static const char text[] = "{\"model\": \"cart_stein2019\", \"schedules\": {\"early\": "
                             "{\"parameters\": {\"Tmax\": \"120 h\"}}}}";
  struct scenario *s = NULL;
  char message[SCENARIO_MESSAGE] = "";
  ck_assert_int_eq(scenario_read_schedules_text(&s, "f.json", text, strlen(text), NULL, message,
                                                sizeof message),
                   0);
  close_to(parameter(s, 0, "Tmax"), 5, 1e-14);
  scenario_free(s);
}
END_TEST

/* ---- mistakes --------------------------------------------------------------------------- */

#define MODEL      "{\"model\": \"blinatumomab_clements2020\",\n"          /* line 1 */
#define OUTPUTS    "\"outputs\": {\"until\": \"2 d\", \"every\": \"1 h\"}" /* to be put last */
#define DOSE(rest) MODEL "\"doses\": [\n {\"input\": \"iv\",\n" rest "}],\n" OUTPUTS "}"

static const struct mistake {
  const char *text;
  int line;
  const char *part;
} mistakes[] = {
  /* the document */
  { "[]", 1, "expected an object {...}, not a list" },
  { "3", 1, "not valid JSON" },
  { "{", 1, "not valid JSON" },
  { MODEL "\"patient\": {", 2, "not valid JSON" },
  { MODEL OUTPUTS "}\n}", 3, "not valid JSON" },
  { MODEL OUTPUTS ",\n\"patient\": {}, \"patient\": {}}", 3, "duplicate object key" },
  { MODEL OUTPUTS ", \"look_at\": NaN}", 2, "not valid JSON" },
  { MODEL OUTPUTS ", \"look_at\": \"\xff\"}", 2, "not valid JSON" },
  { MODEL OUTPUTS ",\n\"parameters\": {\"V\": 1e999}}", 3, "not valid JSON" },
  { MODEL OUTPUTS ",\n\"paramters\": {}}", 3,
    "paramters: unknown key; did you mean 'parameters'?" },
  { MODEL OUTPUTS ",\n\"zzzzzzzz\": {}}", 3, "zzzzzzzz: unknown key; expected 'scenario', " },
  { MODEL OUTPUTS ",\n\n\"scenario\": 1}", 4, "scenario: expected a string, not a number" },
  { MODEL OUTPUTS ", \"look_at\": []}", 2, "look_at: expected a string, not a list" },
  { MODEL OUTPUTS ", \"schedules\": {}}", 2, "schedules: unknown key" },
  /* model and system */
  { "{" OUTPUTS "}", 1, "\"model\" or \"system\" is missing" },
  { "{\n\"model\": \"blinatumomab_clement2020\"," OUTPUTS "}", 2,
    "model: no model 'blinatumomab_clement2020'; did you mean 'blinatumomab_clements2020'?" },
  { "{\n\"model\": \"qqqqqq\"," OUTPUTS "}", 2, "no model 'qqqqqq'; 'impakt list'" },
  { "{\n\"model\": null," OUTPUTS "}", 2, "model: expected the name of a model, not null" },
  { MODEL "\"system\": {},\n" OUTPUTS "}", 2, "system: there is a \"model\" already" },
  { "{\"system\": {}," OUTPUTS "}", 1, "system: \"models\" is missing" },
  { "{\"system\": 1," OUTPUTS "}", 1, "system: expected an object" },
  { "{\"system\": {\"models\": {}}," OUTPUTS "}", 1, "needs at least one model" },
  { "{\"system\": {\"modles\": {}}," OUTPUTS "}", 1, "did you mean 'models'?" },
  { "{\"system\": {\"models\": []}," OUTPUTS "}", 1, "system.models: expected an object" },
  { "{\"system\": {\"name\": 2, \"models\": {\"a\": \"cart_stein2019\"}}," OUTPUTS "}", 1,
    "system.name: expected a name" },
  { "{\"system\": {\"models\": {\n\"a\": \"cart_stein2018\"}}," OUTPUTS "}", 2,
    "system.models.a: no model 'cart_stein2018'; did you mean 'cart_stein2019'?" },
  { "{\"system\": {\"models\": {\n\"a b\": \"cart_stein2019\"}}," OUTPUTS "}", 2,
    "system.models.a b: " },
  { "{\"system\": {\"models\": {\"a\": \"cart_stein2019\"},\n \"connect\": 1}," OUTPUTS "}", 2,
    "system.connect: expected an object" },
  { "{\"system\": {\"models\": {\"a\": \"cart_stein2019\"},\n \"connect\": {\"a.C\": "
    "1}}," OUTPUTS "}",
    2, "system.connect.a.C: expected an input" },
  { "{\"system\": {\"models\": {\"a\": \"cart_stein2019\", \"b\": "
    "\"neutropenia_friberg2002\"},\n"
    " \"connect\": {\n\"a.C\": [\n\"b.C\"]}}," OUTPUTS "}",
    4, "system.connect.a.C[0]: " }, /* copies/ug is no umol/L */
  { "{\"system\": {\"models\": {\"a\": \"cart_stein2019\", \"b\": "
    "\"neutropenia_friberg2002\"},\n"
    " \"connect\": {\n\"a.E\": \n\"b.D\"}}," OUTPUTS "}",
    3, "system.connect.a.E: " },
  /* presets, patient, parameters, initial */
  { MODEL "\"presets\": \"all\",\n" OUTPUTS "}", 2, "presets: expected a list" },
  { MODEL "\"presets\": [\n\"all\"],\n" OUTPUTS "}", 3, "presets[0]: " },
  { MODEL "\"presets\": [\n1],\n" OUTPUTS "}", 3, "presets[0]: expected the name of a preset" },
  { MODEL "\"patient\": [],\n" OUTPUTS "}", 2, "patient: expected an object" },
  { MODEL "\"patient\": {\n\"BSA\": \"1.8 kg\"},\n" OUTPUTS "}", 3,
    "patient.BSA: 'kg' does not convert to m2" },
  { MODEL "\"patient\": {\n\"BSA\": \"1,8 m2\"},\n" OUTPUTS "}", 3,
    "patient.BSA: a stray ','" },
  { MODEL "\"patient\": {\n\"BSA\": true},\n" OUTPUTS "}", 3,
    "patient.BSA: expected a number, or a string of number and unit, not true or false" },
  { MODEL "\"patient\": {\n\"BSA\": 1000},\n" OUTPUTS "}", 3, "patient.BSA: " },
  { MODEL "\"patient\": {\n\"BSB\": 1.8},\n" OUTPUTS "}", 3, "patient.BSB: " },
  { MODEL "\"parameters\": {\n\n\"CL\": 1},\n" OUTPUTS "}", 4, "parameters.CL: " },
  { MODEL "\"parameters\": {\"V\": 6,\n\"CL0\": \"2 L\"},\n" OUTPUTS "}", 3,
    "parameters.CL0: 'L' does not convert to L/h" },
  { MODEL "\"parameters\": {\"V\": 6,\n\"CL0\": -2},\n" OUTPUTS "}", 3, "parameters.CL0: " },
  { MODEL "\"parameters\": {\"V\": \"NaN L\"},\n" OUTPUTS "}", 2, "parameters.V: " },
  { MODEL "\"parameters\": {\"V\": \"\"},\n" OUTPUTS "}", 2, "parameters.V: " },
  { MODEL "\"parameters\": {\"ng_per_ug\": 1001},\n" OUTPUTS "}", 2, "parameters.ng_per_ug: " },
  { MODEL "\"initial\": {\"q\": 1},\n" OUTPUTS "}", 2, "initial.q: " },
  { MODEL "\"initial\": {\"Q\": \"1 h\"},\n" OUTPUTS "}", 2, "'h' does not convert to ug" },
  /* doses */
  { MODEL "\"doses\": {},\n" OUTPUTS "}", 2, "doses: expected a list of doses, or an object" },
  { MODEL "\"doses\": [\n\n3],\n" OUTPUTS "}", 4, "doses[0]: expected a dose as an object" },
  { MODEL "\"doses\": [{\"time\": 0, \"input\": \"iv\", \"amount\": 1},\n{\"input\": \"iv\",\n"
          "\"amuont\": \"9 ug\"}],\n" OUTPUTS "}",
    4, "doses[1].amuont: unknown key; did you mean 'amount'?" },
  { MODEL "\"doses\": [\n{\"amount\": 1, \"time\": 0}],\n" OUTPUTS "}", 3,
    "doses[0]: \"input\" is missing" },
  { MODEL "\"doses\": [{\"amount\": 1, \"time\": 0,\n\"input\": 1}],\n" OUTPUTS "}", 3,
    "doses[0].input: expected the name of an input" },
  { MODEL "\"doses\": [{\"amount\": 1, \"time\": 0,\n\"input\": \"ivv\"}],\n" OUTPUTS "}", 3,
    "doses[0].input: " },
  { DOSE("\"time\": 0"), 3, "doses[0]: \"amount\" or \"rate\" is missing" },
  { DOSE("\"amount\": 1"), 3, "doses[0]: \"time\" is missing" },
  { DOSE("\"amount\": 1, \"time\": []"), 4, "doses[0].time: an empty list" },
  { DOSE("\"amount\": 1,\n\"time\": [\"1 d\",\n\"2 days\"]"), 6, "doses[0].time[1]: " },
  { DOSE("\"amount\": 1, \"time\": 3"), 4, "doses[0].time: a time needs its unit" },
  { DOSE("\"amount\": 1, \"time\": \"3\""), 4, "doses[0].time: a time needs its unit" },
  { DOSE("\"amount\": 1, \"time\": \"3 mg\""), 4, "doses[0].time: 'mg' is not a unit of time" },
  { DOSE("\"amount\": 1, \"time\": \"-3 h\""), 4, "doses[0].time: a time cannot be negative" },
  { DOSE("\"amount\": 1, \"time\": {}"), 4, "doses[0].time: expected a time such as \"28 d\"" },
  { DOSE("\"amount\": \"1e99 y\", \"time\": 0"), 4, "doses[0].amount: " },
  { DOSE("\"amount\": \"9 mL\", \"time\": 0"), 4, "doses[0].amount: " },
  { DOSE("\"amount\": \"-9 ug\", \"time\": 0"), 4,
    "doses[0].amount: a dose cannot be negative" },
  { DOSE("\"amount\": 1, \"rate\": 0, \"time\": 0"), 4,
    "doses[0].rate: a rate must be positive" },
  { DOSE("\"amount\": 1, \"rate\": 1,\n\"duration\": \"1 h\", \"time\": 0"), 5,
    "doses[0].duration: amount and rate say already" },
  { DOSE("\"rate\": 1, \"time\": 0"), 3, "doses[0]: a \"rate\" needs \"duration\"" },
  { DOSE("\"rate\": \"1 ug\", \"duration\": \"1 d\", \"time\": 0"), 4, "doses[0].rate: " },
  { DOSE("\"amount\": 1, \"time\": 0,\n\"every\": \"1 d\""), 5,
    "doses[0].every: \"every\" and \"count\" go together" },
  { DOSE("\"amount\": 1, \"time\": 0,\n\"count\": 2"), 5, "doses[0].count: \"every\"" },
  { DOSE("\"amount\": 1, \"time\": 0, \"count\": 2,\n\"every\": \"0 d\""), 5,
    "doses[0].every: the interval must be longer than 0" },
  { DOSE("\"amount\": 1, \"time\": 0, \"every\": \"1 d\",\n\"count\": 100001"), 5,
    "doses[0].count: expected a whole number from 1 to 100000" },
  { DOSE("\"amount\": 1, \"time\": 0, \"every\": \"1 d\",\n\"count\": 2.5"), 5,
    "doses[0].count: expected a whole number" },
  { DOSE("\"amount\": 1, \"time\": 0, \"every\": \"1 d\",\n\"count\": 0"), 5,
    "doses[0].count: expected a whole number" },
  { DOSE("\"amount\": \"1 ug/kg\", \"time\": 0"), 3, "doses[0]: " }, /* no weight */
  { MODEL "\"doses\": [{\"input\": \"iv\", \"amount\": 1, \"time\": 0},\n"
          "{\"input\": \"iv\", \"amount\": \"1 ug/kg\", \"time\": 0}],\n" OUTPUTS "}",
    3, "doses[1]: " },
  /* outputs */
  { MODEL "\"doses\": []}", 1, "\"outputs\" is missing" },
  { MODEL "\"outputs\": []}", 2, "outputs: expected an object" },
  { MODEL "\"outputs\": {\"untill\": \"2 d\"}}", 2,
    "outputs.untill: unknown key; did you mean 'until'?" },
  { MODEL "\"outputs\": {\"until\": \"2 d\"}}", 2, "outputs: no output times" },
  { MODEL "\"outputs\": {\"every\": \"2 d\"}}", 2, "outputs.every: \"every\" needs \"until\"" },
  { MODEL "\"outputs\": {\"until\": \"0 d\", \"every\": \"2 d\"}}", 2,
    "outputs.until: the end" },
  { MODEL "\"outputs\": {\"until\": \"2 d\", \"every\": 0}}", 2,
    "outputs.every: the interval" },
  { MODEL "\"outputs\": {\"until\": \"30 y\",\n\"every\": \"1 s\"}}", 3,
    "outputs.every: more than 2000000 output times" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"],\n\"doses\": 1}}", 3,
    "outputs.doses: expected true or false" },
  { MODEL
    "\"doses\": [{\"input\": \"iv\", \"amount\": 1, \"every\": \"10 s\", \"count\": 100000,\n"
    "\"time\": [0, \"1 s\", \"2 s\", \"3 s\", \"4 s\", \"5 s\", \"6 s\", \"7 s\", \"8 s\", \"9 "
    "s\"]}],\n"
    "\"outputs\": {\"times\": [\"1 y\"]}}",
    4, "outputs: more than 2000000 rows with those at the doses, which \"doses\": false" },
  { MODEL "\"outputs\": {\"until\": \"2 d\",\n\"times\": [\n\"1 d\", \n\"49 h\"]}}", 5,
    "outputs.times[1]: lies after \"until\"" },
  { MODEL "\"outputs\": {\"times\": \"1 d\"}}", 2, "outputs.times: expected a list of times" },
  { MODEL "\"outputs\": {\"times\": [\"0 d\", 0]}}", 2,
    "outputs.times: the last output time must lie after 0" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"time_unit\": \"m\"}}", 2,
    "outputs.time_unit: 'm' is not a unit of time" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"time_unit\": 1}}", 2,
    "outputs.time_unit: expected" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"watch\": \"C\"}}", 2,
    "outputs.watch: expected a list" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"watch\": []}}", 2,
    "outputs.watch: an empty list" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"watch\": [\"C\",\n\"AUX\"]}}", 3,
    "outputs.watch[1]: no state or output 'AUX' in blinatumomab_clements2020; did you mean "
    "'AUC'?" },
  { MODEL "\"outputs\": {\"times\": [\"1 d\"], \"watch\": [\"C\", \"C\"]}}", 2,
    "outputs.watch[1]: is watched already" },
  /* measures */
  { MODEL OUTPUTS ",\n\"measures\": {}}", 3, "measures: expected a list" },
  { MODEL OUTPUTS ",\n\"measures\": [\n{\"what\": \"peak\"}]}", 4,
    "measures[0]: \"quantity\" is missing" },
  { MODEL OUTPUTS ",\n\"measures\": [\n{\"quantity\": \"C\"}]}", 4,
    "measures[0]: \"what\" is missing" },
  { MODEL OUTPUTS ",\n\"measures\": [\n{\"quantity\": \"C\",\n\"what\": \"paek\"}]}", 5,
    "measures[0].what: 'paek' is no measure; did you mean 'peak'?" },
  { MODEL OUTPUTS ",\n\"measures\": [\n{\"quantity\": \"K\",\n\"what\": \"peak\"}]}", 4,
    "measures[0].quantity: no state or output 'K'" },
  { MODEL OUTPUTS ",\n\"measures\": [\n{\"quantity\": \"C\", \"what\": \"time above\"}]}", 4,
    "measures[0]: \"level\" is missing" },
  { MODEL OUTPUTS
    ",\n\"measures\": [\n{\"quantity\": \"C\", \"what\": \"peak\",\n\"level\": 1}]}",
    5, "measures[0].level: 'peak' has no level" },
  { MODEL OUTPUTS ",\n\"measures\": [{\"quantity\": \"C\", \"what\": \"time below\",\n"
                  "\"level\": \"1 nmol/L\"}]}",
    4, "measures[0].level: 'nmol/L' does not convert to ng/mL" },
  { MODEL OUTPUTS
    ",\n\"measures\": [{\"quantity\": \"C\", \"what\": \"peak\", \"from\": \"1 d\",\n"
    "\"to\": \"1 h\"}]}",
    4, "measures[0].to: the measure ends before it begins" },
  { MODEL OUTPUTS ",\n\"measures\": [{\"quantity\": \"C\", \"what\": \"peak\"},\n"
                  "{\"quantity\": \"C\", \"what\": \"peak\"}]}",
    4, "measures[1]: two measures are called 'peak of C'" },
  /* options */
  { MODEL "\"options\": {\"relative_tolerence\": 1},\n" OUTPUTS "}", 2,
    "options.relative_tolerence: unknown key; did you mean 'relative_tolerance'?" },
  { MODEL "\"options\": {\n\"relative_tolerance\": 1},\n" OUTPUTS "}", 3,
    "options.relative_tolerance: expected a number from 1e-12 to 0.1" },
  { MODEL "\"options\": {\"relative_tolerance\": \"1\"},\n" OUTPUTS "}", 2,
    "expected a number" },
  { MODEL "\"options\": {\"solver\": \"euler\"},\n" OUTPUTS "}", 2,
    "options.solver: expected \"auto\", \"rodas5p\", \"rodas4\", \"cvode\" or \"adams\"" },
  { MODEL "\"options\": {\"max_step\": 3},\n" OUTPUTS "}", 2,
    "options.max_step: a time needs" },
  /* arms */
  { MODEL OUTPUTS ",\n\"arms\": {}}", 3, "arms: expected a list" },
  { MODEL OUTPUTS ",\n\"arms\": []}", 3, "arms: an empty list" },
  { MODEL OUTPUTS ",\n\"arms\": [\n{}]}", 4, "arms[0]: \"name\" of the arm is missing" },
  { MODEL OUTPUTS ",\n\"arms\": [\n{\"name\": \"\"}]}", 4,
    "arms[0].name: an arm's name cannot be empty" },
  { MODEL OUTPUTS ",\n\"arms\": [\n{\"name\": 1}]}", 4, "arms[0].name: expected a name" },
  { MODEL OUTPUTS ",\n\"arms\": [{\"name\": \"a\"},\n{\"name\": \"a\"}]}", 4,
    "arms[1].name: two arms are called 'a'" },
  { MODEL OUTPUTS ",\n\"arms\": [\n{\"name\": \"a\",\n\"outputs\": {}}]}", 5,
    "arms[0].outputs: unknown key" },
  { MODEL OUTPUTS
    ",\n\"arms\": [{\"name\": \"a\", \"doses\": [\n{\"input\": \"iv\",\n\"amount\": \"x\","
    " \"time\": 0}]}]}",
    5, "arms[0].doses[0].amount: " },
  { MODEL "\"parameters\": {\n\"V\": -1},\n" OUTPUTS ",\n\"arms\": [{\"name\": \"a\"}]}", 3,
    "parameters.V: " },
};

START_TEST(mistakes_are_reported_where_they_are)
{
  const struct mistake *m = &mistakes[_i];
  refused(m->text, m->line, m->part);
}
END_TEST

START_TEST(a_message_fits_whatever_its_room)
{
  struct scenario *s;
  for (size_t room = 0; room < 80; room++) {
    char message[96];
    memset(message, 'x', sizeof message);
    ck_assert_int_eq(scenario_read_text(&s, "t.json", "{\"models\": 1}", 13, message, room),
                     -1);
    ck_assert(room == 0 || memchr(message, '\0', room));
    ck_assert_int_eq(message[room], 'x');
  }
}
END_TEST

/* Long names, cut where a character has two bytes, leave the message valid. */
START_TEST(a_message_is_valid_text)
{
  char text[2048] = MODEL "\"parameters\": {\"a";
  for (int i = 0; i < 300; i++) {
    strcat(text, "\xC3\xA4");
  }
  strcat(text, "\\u0007\": 1}, " OUTPUTS "}");
  struct scenario *s;
  char message[SCENARIO_MESSAGE];
  ck_assert_int_eq(
      scenario_read_text(&s, "t.json", text, strlen(text), message, sizeof message), -1);
  for (const unsigned char *c = (const unsigned char *)message; *c; c++) {
    ck_assert_int_ge(*c, ' ');
    if (*c == 0xC3) {
      ck_assert_int_eq(*++c, 0xA4);
    }
  }
  ck_assert_int_eq(strncmp(message, "t.json:2: parameters.a", 22), 0);
}
END_TEST

/* ---- files ------------------------------------------------------------------------------ */

static char folder[] = "/tmp/scenario-XXXXXX";

static void file_refused(const char *name, const char *text, size_t n, const char *part)
{
  struct scenario *s = NULL;
  char message[SCENARIO_MESSAGE] = "", path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  if (text) {
    FILE *file = fopen(path, "w");
    ck_assert_uint_eq(fwrite(text, 1, n, file), n);
    fclose(file);
  }
  ck_assert_int_eq(scenario_read(&s, path, message, sizeof message), -1);
  ck_assert_msg(strncmp(message, path, strlen(path)) == 0 && strstr(message, part), "%s",
                message);
  ck_assert_ptr_null(s);
  remove(path);
}

START_TEST(files_that_are_none)
{
  const size_t huge = (16u << 20) + 1, deep = 100000;
  char *text = malloc(huge);
  ck_assert_ptr_nonnull(mkdtemp(folder));
  file_refused("none.json", NULL, 0, ": cannot be opened: ");
  file_refused("empty.json", "", 0, ": is empty");
  file_refused("blank.json", " \n\t", 3, ": is empty");
  file_refused("mark.json", "\xEF\xBB\xBF", 3, ": is empty");
  file_refused("zero.json", "{\0}", 3, ":1: not valid JSON");
  memset(text, ' ', huge);
  file_refused("huge.json", text, huge, ": is larger than 16 MiB");
  memset(text, '[', deep);
  file_refused("deep.json", text, deep, ":1: not valid JSON: maximum parsing depth");
  char path[128];
  snprintf(path, sizeof path, "%s/folder", folder);
  ck_assert_int_eq(mkdir(path, 0700), 0);
  file_refused("folder", NULL, 0, ": is a directory");
  snprintf(path, sizeof path, "%s/secret.json", folder);
  FILE *file = fopen(path, "w");
  fclose(file);
  chmod(path, 0);
  if (access(path, R_OK)) { /* root may read everything */
    file_refused("secret.json", NULL, 0, ": cannot be opened: ");
  }
  remove(path);
  rmdir(folder);
  free(text);
}
END_TEST

START_TEST(a_mark_of_the_encoding_is_skipped)
{
  static const char text[] = "\xEF\xBB\xBF{\"model\": \"cart_stein2019\",\n\"modle\": 1}";
  refused(text, 2, "modle: unknown key");
}
END_TEST

/* ---- memory ----------------------------------------------------------------------------- */

static long allocations_left;

static void *failing_malloc(size_t n) { return allocations_left-- > 0 ? malloc(n) : NULL; }

/* Each allocation of the JSON document fails in turn. */
START_TEST(memory_may_run_out)
{
  struct scenario *s = NULL;
  char message[SCENARIO_MESSAGE];
  long n = 0;
  int status;
  json_set_alloc_funcs(failing_malloc, free);
  do {
    allocations_left = n++;
    message[0] = '\0';
    status = scenario_read_text(&s, "t.json", blinatumomab, strlen(blinatumomab), message,
                                sizeof message);
    ck_assert_msg(status == 0 || (s == NULL && message[0] != '\0'), "at %ld: %s", n, message);
  } while (status != 0 && n < 100000);
  json_set_alloc_funcs(malloc, free);
  ck_assert_int_eq(status, 0);
  ck_assert_int_gt(n, 100);
  scenario_free(s);
}
END_TEST

/* ---- lines ------------------------------------------------------------------------------ */

START_TEST(lines_of_ways)
{
  static const char text[] = "{\"a\": \"}]{[\\\"\\\\\",\n"     /* 1 */
                             " \"b\": [1, {\"x\": [[]]},\n"    /* 2 */
                             "   {\"c.d\": \n"                 /* 3 */
                             "     -1.5e3},\n"                 /* 4 */
                             "   null\n"                       /* 5 */
                             " ],\n"                           /* 6 */
                             "\n \"\\u0065\": {\"f\": true}}"; /* 8 */
  const struct scenario_path a = { NULL, "a", 0 }, b = { NULL, "b", 0 }, b0 = { &b, NULL, 0 },
                             b2 = { &b, NULL, 2 }, cd = { &b2, "c.d", 0 }, b3 = { &b, NULL, 3 },
                             b4 = { &b, NULL, 4 }, e = { NULL, "e", 0 }, f = { &e, "f", 0 },
                             no = { NULL, "no", 0 };
  const struct {
    const struct scenario_path *path;
    int line;
    const char *written;
  } ways[] = { { NULL, 1, "" },    { &a, 1, "a" },     { &b, 2, "b" },
               { &b0, 2, "b[0]" }, { &b2, 3, "b[2]" }, { &cd, 3, "b[2].c.d" },
               { &b3, 5, "b[3]" }, { &b4, 2, "b[4]" }, { &e, 8, "e" },
               { &f, 8, "e.f" },   { &no, 1, "no" } };
  for (int i = 0; i < LENGTH_OF(ways); i++) {
    char written[64];
    ck_assert_int_eq(scenario_line(text, strlen(text), ways[i].path), ways[i].line);
    scenario_path_write(written, sizeof written, ways[i].path);
    ck_assert_str_eq(written, ways[i].written);
    for (size_t n = 0; n < strlen(text); n++) { /* cut anywhere, it stays within the text */
      (void)scenario_line(text, n, ways[i].path);
    }
  }
  char tiny[4];
  scenario_path_write(tiny, sizeof tiny, &cd);
  ck_assert_str_eq(tiny, "b[2");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("scenario");
  TCase *tests = tcase_create("scenario");
  tcase_set_timeout(tests, 60); /* on a busy machine */
  tcase_add_test(tests, arms_lie_over_their_scenario);
  tcase_add_test(tests, doses_are_given_as_written);
  tcase_add_test(tests, measures_are_those_of_the_closed_form);
  tcase_add_test(tests, output_times_are_sorted_and_single);
  tcase_add_test(tests, the_end_is_an_output_time);
  tcase_add_loop_test(tests, rows_at_the_doses, 0, 7);
  tcase_add_test(tests, rows_of_each_arm);
  tcase_add_test(tests, numbers_do_not_depend_on_the_locale);
  tcase_add_test(tests, models_are_wired);
  tcase_add_test(tests, schedules_extend_one_another);
  tcase_add_test(tests, schedules_are_refused);
  tcase_add_test(tests, schedules_may_name_their_model);
  tcase_add_loop_test(tests, mistakes_are_reported_where_they_are, 0, LENGTH_OF(mistakes));
  tcase_add_test(tests, a_message_fits_whatever_its_room);
  tcase_add_test(tests, a_message_is_valid_text);
  tcase_add_test(tests, files_that_are_none);
  tcase_add_test(tests, a_mark_of_the_encoding_is_skipped);
  tcase_add_test(tests, memory_may_run_out);
  tcase_add_test(tests, lines_of_ways);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
