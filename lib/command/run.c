/* run.c — impakt run */
#include "command.h"
#include "results.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char help_run[] =
    "impakt run - treatments: tables of results, and a short summary\n"
    "\n"
    "  impakt run [--out DIR] [--check] [--quiet] SCENARIO.json...\n"
    "\n"
    "Runs every arm of every scenario and prints its measures: those that the scenario names, "
    "or\n"
    "peak, its time and area of each watched quantity.  docs/scenarios.md says what may stand "
    "in\n"
    "a scenario; examples/scenarios has some.  NAME.json leaves\n"
    "\n"
    "  NAME.ARM.csv        one row a time, the start and end of each dose among them, and one\n"
    "                      column a watched quantity, with units;\n"
    "                      NAME.csv if there are no arms\n"
    "  NAME.measures.csv   one row a measure and arm\n"
    "  NAME.run.json       what was run: versions, tolerances, parameters, doses\n"
    "\n"
    "  -o, --out DIR    put them into DIR, which is made if need be; without it, here\n"
    "  -c, --check      read and check the scenarios, and run nothing\n"
    "  -q, --quiet      print errors only\n"
    "\n"
    "Files of an earlier run are replaced.  Numbers have ten digits and a decimal point, "
    "whatever\n"
    "the locale; \"NaN\" is a level that was never crossed.  The failure of one arm is "
    "reported\n"
    "and does not stop the others; its table is left out.  A patient whom a model's "
    "publication "
    "does\n"
    "not cover is run, with a remark.\n"
    "\n"
    "Ends with 0 if all arms ran, 1 if a run or writing its results failed, 2 if the command "
    "line\n"
    "or a scenario is wrong; then nothing of that scenario is run.\n";

struct task {
  int check, quiet;
  struct results results;
};

/* One arm is run at n times.  measured[] is filled, and *result, which the caller frees, is the
 * table.  0, or -1 after saying why, also in message, where a remark stands too. */
static int run_arm(const struct scenario *scenario, const char *file, int arm, impakt_sim *sim,
                   const double *times, size_t n, double *measured, double **result,
                   char message[SCENARIO_MESSAGE])
{
  const char *name = scenario_arm_name(scenario, arm);
  const size_t columns = (size_t)impakt_sim_columns(sim);
  double *table = columns > 0 && n <= SIZE_MAX / sizeof(double) / columns
                      ? malloc(n * columns * sizeof *table)
                      : NULL;
  if (!table) {
    snprintf(message, SCENARIO_MESSAGE, "no memory for %zu times and %zu columns", n, columns);
    usage_error("%s: %s", file, message);
    return -1;
  }
  const impakt_status status = impakt_sim_run(sim, times, n, table, n * columns);
  snprintf(message, SCENARIO_MESSAGE, "%s", scenario_arm_remark(scenario, arm));
  if (*message) {
    usage_error("%s: %s%s%sremark: %s", file, *name ? "arm '" : "", name, *name ? "' " : "",
                message);
  }
  if (status != IMPAKT_OK) {
    const char *sentence = impakt_sim_message(sim);
    const size_t used = status < 0 ? 0 : strlen(message);
    snprintf(message + used, SCENARIO_MESSAGE - used, "%s%s", used ? "; " : "",
             *sentence ? sentence : impakt_status_text(status));
    usage_error("%s: %s%s%s%s: %s", file, *name ? "arm '" : "", name, *name ? "' " : "",
                status < 0 ? "failed" : "remark", message + used + (used ? 2 : 0));
  }
  if (status < 0) {
    free(table);
    return -1;
  }
  for (int i = 0; i < scenario_measure_count(scenario); i++) {
    double value = NAN;
    impakt_sim_measured(sim, i, &value);
    measured[i] = value / scenario_measure_at(scenario, i)->hours;
  }
  *result = table;
  return 0;
}

/* ---- the summary ------------------------------------------------------------------------ */

/* As many arms side by side as fit; measured[arm] is NULL where it failed. */
static int print_arms(const struct scenario *scenario, const double *const *measured, int first,
                      int last, int width, int force)
{
  char columns[32] = "ll";
  for (int arm = first; arm < last; arm++) {
    columns[2 + arm - first] = 'h'; /* the numbers are short, the names may be long */
  }
  columns[2 + last - first] = '\0';
  struct table *table = table_new(columns);
  table_add(table, "measure");
  table_add(table, "unit");
  for (int arm = first; arm < last; arm++) {
    const char *name = scenario_arm_name(scenario, arm);
    table_add(table, "%s", *name ? name : "value");
  }
  for (int i = 0; i < scenario_measure_count(scenario); i++) {
    const struct scenario_measure *m = scenario_measure_at(scenario, i);
    table_add(table, "%s", m->name);
    table_add(table, "%s", m->unit);
    for (int arm = first; arm < last; arm++) {
      if (!measured[arm]) {
        table_add(table, "failed");
      } else if (isnan(measured[arm][i])) {
        table_add(table, "never");
      } else {
        table_number(table, measured[arm][i], 5);
      }
    }
  }
  const int fits = force || table_fits(table, 2, width);
  if (fits) {
    table_print(table, stdout, 2, width);
  }
  table_free(table);
  return fits;
}

static void print_summary(const struct scenario *scenario, const char *file,
                          const double *const *measured)
{
  const int width = terminal_width(), arms = scenario_arm_count(scenario);
  const char *title = scenario_title(scenario);
  print_wrapped(stdout, *title ? title : file, 0, width);
  if (*scenario_look_at(scenario)) {
    print_wrapped(stdout, scenario_look_at(scenario), 2, width);
  }
  if (scenario_measure_count(scenario) == 0) {
    return;
  }
  for (int first = 0, last; first < arms; first = last) {
    enum { MOST = 12 };
    last = arms - first > MOST ? first + MOST : arms;
    putchar('\n');
    while (!print_arms(scenario, measured, first, last, width, last == first + 1)) {
      last--;
    }
  }
}

/* ---- one scenario ----------------------------------------------------------------------- */

static int worse(int a, int b) { return a > b ? a : b; }

/* Rows at what rules give are known after a run.  0, or -1 after saying why; a run that fails is
 * another's to report. */
static int add_rows(const struct scenario *scenario, int arm, impakt_sim *sim, double **times,
                    size_t *n)
{
  char message[SCENARIO_MESSAGE];
  double *more;
  size_t n_more;
  if (scenario_rule_count(scenario, arm) == 0 &&
      impakt_sim_checked(sim, 0, NULL, 0, &n_more) == IMPAKT_E_INDEX) { /* no checks either */
    return 0;
  }
  const size_t length = *n * (size_t)impakt_sim_columns(sim);
  double *table = need(malloc(length * sizeof *table));
  const impakt_status status = impakt_sim_run(sim, *times, *n, table, length);
  free(table);
  if (status < 0) {
    return 0;
  }
  if (scenario_ran_times(scenario, sim, &more, &n_more, message, sizeof message)) {
    return usage_error("%s", message), -1;
  }
  free(*times);
  *times = more;
  *n = n_more;
  return 0;
}

/* Runs one arm and writes its table; *about is what was run.  An exit code. */
static int complete_arm(struct task *task, const struct scenario *scenario, const char *file,
                        const char *stem, const char *arm_stem, int arm, double **measured,
                        json_t **about)
{
  char message[SCENARIO_MESSAGE];
  impakt_sim *sim = NULL;
  double *result = NULL, *times = NULL;
  int status = EXIT_RUN;
  const size_t n_measures = (size_t)scenario_measure_count(scenario);
  size_t n;
  double *values = need(calloc(n_measures + 1, sizeof *values));
  char *path = results_reserve(&task->results, stem, arm_stem, "csv");
  *about = need(json_pack("{s:s}", "name", scenario_arm_name(scenario, arm)));
  if (!path) {
    status = EXIT_USAGE;
    goto done;
  }
  if (scenario_simulation(scenario, arm, &sim, message, sizeof message) ||
      scenario_sim_times(scenario, sim, &times, &n, message, sizeof message)) {
    usage_error("%s", message);
    goto done;
  }
  if (add_rows(scenario, arm, sim, &times, &n)) {
    goto done;
  }
  const int failed = run_arm(scenario, file, arm, sim, times, n, values, &result, message);
  json_decref(*about);
  *about = results_describe_arm(scenario, arm, sim);
  if (failed) {
    json_t *sentence = json_string(message);
    json_object_set_new(*about, "failed", sentence ? sentence : json_true());
    remove(path); /* an earlier run's table would be taken for this one's */
    goto done;
  }
  if (*message) {
    json_object_set_new(*about, "remark", json_string(message));
  }
  *measured = values;
  values = NULL;
  if (results_write_table(path, scenario, sim, times, n, result)) {
    goto done;
  }
  json_object_set_new(*about, "table", json_string(strrchr(path, '/') + 1));
  status = EXIT_FINE;
done:
  impakt_sim_free(sim);
  free(result);
  free(times);
  free(values);
  free(path);
  return status;
}

static int write_firings(struct task *task, const struct scenario *scenario, const char *stem,
                         const json_t *document)
{
  char *path = results_reserve(&task->results, stem, "", "rules.csv");
  const int failed = !path || firings_write(path, document, scenario);
  free(path);
  return failed;
}

static int run_all_arms(struct task *task, const struct scenario *scenario, const char *file)
{
  const int arms = scenario_arm_count(scenario);
  char *stem = results_stem(file), **arm_stems = results_arm_stems(scenario);
  char *run_path = results_reserve(&task->results, stem, "", "run.json"),
       *measures_path =
           run_path ? results_reserve(&task->results, stem, "", "measures.csv") : NULL;
  double **measured = need(calloc((size_t)arms, sizeof *measured));
  json_t *document = results_describe_scenario(scenario, file), *list = need(json_array());
  json_object_set_new(document, "arms", list);
  int status = run_path && measures_path ? EXIT_FINE : EXIT_USAGE;
  for (int arm = 0; arm < arms && status != EXIT_USAGE; arm++) {
    json_t *about;
    status = worse(status, complete_arm(task, scenario, file, stem, arm_stems[arm], arm,
                                        &measured[arm], &about));
    json_array_append_new(list, about);
  }
  if (status != EXIT_USAGE) {
    if (results_write_measures(measures_path, scenario, (const double *const *)measured) ||
        results_write_json(run_path, document)) {
      status = EXIT_RUN;
    }
    if (firings_any(document) && write_firings(task, scenario, stem, document)) {
      status = EXIT_RUN;
    }
    if (!task->quiet) {
      print_summary(scenario, file, (const double *const *)measured);
    }
    if (!task->quiet && firings_any(document)) {
      firings_print(document, scenario, terminal_width());
    }
  }
  for (int arm = 0; arm < arms; arm++) {
    free(arm_stems[arm]);
    free(measured[arm]);
  }
  free(arm_stems);
  free(measured);
  free(stem);
  free(run_path);
  free(measures_path);
  json_decref(document);
  return status;
}

static void print_check(const struct scenario *scenario, const char *file)
{
  const int arms = scenario_arm_count(scenario);
  size_t least = SIZE_MAX, most = 0;
  for (int arm = 0; arm < arms; arm++) {
    char message[SCENARIO_MESSAGE];
    impakt_sim *sim = NULL;
    double *times = NULL;
    size_t n;
    if (scenario_simulation(scenario, arm, &sim, message, sizeof message) == 0 &&
        scenario_sim_times(scenario, sim, &times, &n, message, sizeof message) == 0) {
      least = n < least ? n : least;
      most = n > most ? n : most;
    }
    free(times);
    impakt_sim_free(sim);
  }
  printf("%s: right; %s, %d arm%s, ", file, impakt_model_name(scenario_model(scenario)), arms,
         arms == 1 ? "" : "s");
  if (least < most) {
    printf("%zu to ", least);
  }
  printf("%zu rows, %d measure%s\n", most, scenario_measure_count(scenario),
         scenario_measure_count(scenario) == 1 ? "" : "s");
}

int command_run(int argc, char **argv)
{
  static const struct option options[] = { { "out", required_argument, NULL, 'o' },
                                           { "check", no_argument, NULL, 'c' },
                                           { "quiet", no_argument, NULL, 'q' },
                                           { "help", no_argument, NULL, 'h' },
                                           { 0 } };
  struct task task = { 0, 0, { .folder = "." } };
  int status = EXIT_FINE;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":o:cqh", options, NULL)) != -1;) {
    switch (option) {
    case 'o': task.results.folder = optarg; break;
    case 'c': task.check = 1; break;
    case 'q': task.quiet = 1; break;
    case 'h': fputs(help_run, stdout); return EXIT_FINE;
    case ':': return usage_error("%s needs a folder", argv[optind - 1]);
    default:
      return usage_error("no option '%s' of run; try 'impakt help run'", argv[optind - 1]);
    }
  }
  if (optind == argc) {
    return usage_error("run needs a scenario; try 'impakt help run'");
  }
  if (!task.check && results_make_folder(task.results.folder)) {
    return usage_error("%s: cannot be made: %s", task.results.folder, strerror(errno));
  }
  for (int i = optind, shown = 0; i < argc; i++) {
    struct scenario *scenario;
    char message[SCENARIO_MESSAGE];
    if (scenario_read(&scenario, argv[i], message, sizeof message)) {
      fflush(stdout);
      fprintf(stderr, "%s\n", message);
      status = EXIT_USAGE;
      continue;
    }
    if (task.check) {
      if (!task.quiet) {
        print_check(scenario, argv[i]);
      }
    } else {
      fputs(shown++ && !task.quiet ? "\n" : "", stdout);
      status = worse(status, run_all_arms(&task, scenario, argv[i]));
    }
    scenario_free(scenario);
  }
  if (!task.check && !task.quiet && task.results.n_written > 0) {
    const int here = strcmp(task.results.folder, ".") == 0;
    printf("\nResults are in %s\n", here ? "this folder" : task.results.folder);
  }
  results_free(&task.results);
  return status;
}
