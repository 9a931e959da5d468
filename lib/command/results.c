/* results.c — the files that a run leaves: tables, measures, and what was run. */
#include "results.h"

#include "command.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void results_free(struct results *results)
{
  for (size_t i = 0; i < results->n_written; i++) {
    free(results->written[i]);
  }
  free(results->written);
}

/* ---- names ------------------------------------------------------------------------------ */

int results_make_folder(const char *folder)
{
  struct stat about;
  char *path = need(strdup(folder));
  int status = 0;
  for (char *c = path + 1; path[0] && status == 0; c++) {
    const char was = *c;
    if (was != '/' && was != '\0') {
      continue;
    }
    *c = '\0';
    if (mkdir(path, 0777) && (errno != EEXIST || stat(path, &about))) {
      status = -1;
    } else if (stat(path, &about) == 0 && !S_ISDIR(about.st_mode)) {
      errno = ENOTDIR;
      status = -1;
    }
    *c = was;
    if (was == '\0') {
      break;
    }
  }
  free(path);
  return status;
}

char *results_stem(const char *file)
{
  const char *slash = strrchr(file, '/');
  char *stem = need(strdup(slash ? slash + 1 : file));
  const size_t n = strlen(stem);
  if (n > 5 && strcmp(stem + n - 5, ".json") == 0) {
    stem[n - 5] = '\0';
  }
  return stem;
}

/* Letters, digits, points and dashes stay; anything else becomes a dash. */
static char *slug(const char *name)
{
  char *out = need(malloc(strlen(name) + 1)), *end = out;
  for (; *name; name++) {
    const unsigned char c = (unsigned char)*name;
    const int plain = c < 128 && (isalnum(c) || (c == '.' && end > out));
    if (plain) {
      *end++ = (char)c;
    } else if (end > out && end[-1] != '-') {
      *end++ = '-';
    }
  }
  while (end > out && (end[-1] == '-' || end[-1] == '.')) {
    end--;
  }
  *end = '\0';
  return out;
}

/* Upper and lower case are one on some file systems. */
static int taken(char *const *stems, int n, const char *stem)
{
  if (!*stem || strcasecmp(stem, "measures") == 0 || strcasecmp(stem, "run") == 0 ||
      strcasecmp(stem, "rules") == 0) {
    return 1;
  }
  for (int i = 0; i < n; i++) {
    if (strcasecmp(stems[i], stem) == 0) {
      return 1;
    }
  }
  return 0;
}

char **results_arm_stems(const struct scenario *scenario)
{
  const int n = scenario_arm_count(scenario);
  char **stems = need(calloc((size_t)n, sizeof *stems));
  for (int i = 0; i < n; i++) {
    const char *name = scenario_arm_name(scenario, i);
    stems[i] = slug(name);
    for (int number = 1; *name && taken(stems, i, stems[i]); number++) {
      char *plain = slug(name), *with_number = need(malloc(strlen(plain) + 24));
      sprintf(with_number, "%s%s%d", *plain ? plain : "arm", "-", number);
      free(plain);
      free(stems[i]);
      stems[i] = with_number;
    }
  }
  return stems;
}

char *results_reserve(struct results *results, const char *stem, const char *arm,
                      const char *ending)
{
  const size_t n = strlen(results->folder) + strlen(stem) + strlen(arm) + strlen(ending) + 4;
  char *path = need(malloc(n));
  snprintf(path, n, "%s/%s%s%s.%s", results->folder, stem, *arm ? "." : "", arm, ending);
  for (size_t i = 0; i < results->n_written; i++) {
    if (strcmp(results->written[i], path) == 0) {
      usage_error("%s: another scenario of this run writes it, too", path);
      free(path);
      return NULL;
    }
  }
  results->written = need(realloc(results->written, (results->n_written + 1) * sizeof(char *)));
  results->written[results->n_written++] = need(strdup(path));
  return path;
}

/* ---- files ------------------------------------------------------------------------------ */

FILE *results_begin(const char *path)
{
  FILE *file = fopen(path, "w");
  if (!file) {
    usage_error("%s: cannot be written: %s", path, strerror(errno));
  }
  return file;
}

int results_finish(FILE *file, const char *path)
{
  const int failed = ferror(file);
  if (fclose(file) || failed) {
    usage_error("%s: could not be written to its end: %s", path, strerror(errno));
    remove(path);
    return -1;
  }
  return 0;
}

/* "name (unit)" as one field */
static void heading(FILE *file, const char *name, const char *unit)
{
  const size_t n = strlen(name) + strlen(unit) + 4;
  char *text = need(malloc(n));
  snprintf(text, n, "%s (%s)", name, unit);
  csv_text(file, text);
  free(text);
}

int results_write_table(const char *path, const struct scenario *scenario,
                        const impakt_sim *sim, const double *times, size_t n,
                        const double *result)
{
  double hours, last = -1;
  const char *time_unit = scenario_time_unit(scenario, &hours);
  const int columns = impakt_sim_columns(sim);
  FILE *file = results_begin(path);
  if (!file) {
    return -1;
  }
  heading(file, "time", time_unit);
  for (int c = 0; c < columns; c++) {
    putc(',', file);
    heading(file, impakt_sim_column_name(sim, c), impakt_sim_column_unit(sim, c));
  }
  putc('\n', file);
  for (size_t i = 0; i < n; i++) {
    last = csv_next(file, times[i] / hours, last);
    for (int c = 0; c < columns; c++) {
      putc(',', file);
      csv_number(file, result[i * (size_t)columns + (size_t)c]);
    }
    putc('\n', file);
  }
  return results_finish(file, path);
}

int results_write_measures(const char *path, const struct scenario *scenario,
                           const double *const *measured)
{
  double hours;
  const char *time_unit = scenario_time_unit(scenario, &hours);
  FILE *file = results_begin(path);
  if (!file) {
    return -1;
  }
  fputs("arm,measure,quantity,what,level,level unit,", file);
  heading(file, "from", time_unit);
  putc(',', file);
  heading(file, "to", time_unit);
  fputs(",value,unit\n", file);
  for (int arm = 0; arm < scenario_arm_count(scenario); arm++) {
    for (int i = 0; measured[arm] && i < scenario_measure_count(scenario); i++) {
      const struct scenario_measure *m = scenario_measure_at(scenario, i);
      const char *const texts[] = { scenario_arm_name(scenario, arm), m->name, m->quantity,
                                    m->what };
      for (int k = 0; k < 4; k++) {
        csv_text(file, texts[k]);
        putc(',', file);
      }
      if (!isnan(m->level)) {
        csv_number(file, m->level);
      }
      putc(',', file);
      csv_text(file, isnan(m->level) ? "" : m->quantity_unit);
      putc(',', file);
      csv_number(file, m->from / hours);
      putc(',', file);
      csv_number(file, m->to / hours);
      putc(',', file);
      csv_number(file, measured[arm][i]);
      putc(',', file);
      csv_text(file, m->unit);
      putc('\n', file);
    }
  }
  return results_finish(file, path);
}

int results_write_json(const char *path, const json_t *document)
{
  FILE *file = results_begin(path);
  if (!file) {
    return -1;
  }
  if (json_dumpf(document, file, JSON_INDENT(2) | JSON_REAL_PRECISION(12))) {
    usage_error("%s: could not be written: %s", path, strerror(errno));
  }
  putc('\n', file);
  return results_finish(file, path);
}

/* ---- what was run ----------------------------------------------------------------------- */

/* JSON has no NaN. */
static json_t *number(double value)
{
  return isfinite(value) ? need(json_real(value)) : need(json_null());
}

static json_t *string(const char *text)
{
  json_t *value = json_string(text);
  return value ? value : need(json_null()); /* a file's name need not be UTF-8 */
}

static json_t *value_and_unit(double value, const char *unit)
{
  return need(json_pack("{s:o, s:o}", "value", number(value), "unit", string(unit)));
}

/* The values of a kind by name. */
static json_t *values_of(const impakt_model *model, int kind, const double *values)
{
  json_t *object = need(json_object());
  for (int i = 0; i < impakt_model_size(model, kind); i++) {
    json_object_set_new(
        object, impakt_model_text(model, kind, i, IMPAKT_NAME),
        value_and_unit(values[i], impakt_model_text(model, kind, i, IMPAKT_UNIT)));
  }
  return object;
}

/* The first ten thousand; *left_out is how many there are beyond. */
static json_t *describe_doses(const impakt_model *model, impakt_sim *sim, size_t *left_out)
{
  json_t *list = need(json_array());
  size_t n = 0, count;
  *left_out = 0;
  if (impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 0, &n) || n == 0) {
    return list;
  }
  const size_t all = n;
  n = n < 10000 ? n : 10000;
  *left_out = all - n;
  int *input = need(calloc(n, sizeof *input));
  double *time = need(calloc(3 * n, sizeof *time)), *amount = time + n, *duration = amount + n;
  if (impakt_sim_doses(sim, input, time, amount, duration, n, &count) == IMPAKT_OK) {
    for (size_t i = 0; i < n; i++) {
      char unit[64] = "";
      impakt_model_dose_unit(model, input[i], unit, sizeof unit);
      json_array_append_new(
          list,
          need(json_pack("{s:o, s:o, s:o, s:o, s:o}", "time (h)", number(time[i]), "input",
                         string(impakt_model_text(model, IMPAKT_INPUT, input[i], IMPAKT_NAME)),
                         "amount", number(amount[i]), "unit", string(unit), "duration (h)",
                         number(duration[i]))));
    }
  }
  free(input);
  free(time);
  return list;
}

/* What changes in time, and by which rule. */
static json_t *describe_courses(const impakt_model *model, const impakt_sim *sim)
{
  json_t *object = need(json_object());
  for (int i = 0; i < impakt_sim_courses(sim); i++) {
    const char *name = "";
    int rule = 0;
    size_t n = 0;
    impakt_sim_get_course(sim, i, &name, &rule, NULL, NULL, 0, &n);
    double *times = need(calloc(2 * n + 1, sizeof *times)), *values = times + n;
    json_t *time_list = need(json_array()), *value_list = need(json_array());
    impakt_sim_get_course(sim, i, NULL, NULL, times, values, n, NULL);
    for (size_t k = 0; k < n; k++) {
      json_array_append_new(time_list, number(times[k]));
      json_array_append_new(value_list, number(values[k]));
    }
    free(times);
    const int row = impakt_model_index(model, IMPAKT_PARAMETER, name);
    const char *unit = row >= 0 ? impakt_model_text(model, IMPAKT_PARAMETER, row, IMPAKT_UNIT)
                       : strcmp(name, "WT") == 0 ? "kg"
                                                 : "m2";
    json_object_set_new(
        object, name,
        need(json_pack("{s:s, s:s, s:o, s:o}", "rule", scenario_rules[rule], "unit", unit,
                       "times (h)", time_list, "values", value_list)));
  }
  return object;
}

static double option_or(const struct scenario *scenario, int arm, int option, double usual)
{
  const double set = scenario_option(scenario, arm, option);
  return isnan(set) ? usual : set;
}

json_t *results_describe_arm(const struct scenario *scenario, int arm, impakt_sim *sim)
{
  static const struct {
    int counter;
    const char *name;
  } counters[] = {
    { IMPAKT_COUNT_STEPS, "steps" },        { IMPAKT_COUNT_RHS, "right-hand sides" },
    { IMPAKT_COUNT_JACOBIAN, "Jacobians" }, { IMPAKT_COUNT_FACTOR, "factorisations" },
    { IMPAKT_COUNT_LAPACK, "with pivots" }, { IMPAKT_COUNT_RESTART, "restarts" }
  };
  static const char *const solvers[] = { "auto", "rodas5p", "rodas4", "cvode", "adams" };
  const impakt_model *model = scenario_model(scenario);
  const int kinds[] = { IMPAKT_PARAMETER, IMPAKT_DERIVED, IMPAKT_STATE };
  const char *const names[] = { "parameters", "derived", "initial" };
  json_t *object = need(json_object()), *integrator = need(json_object());
  size_t left_out;
  json_object_set_new(object, "name", string(scenario_arm_name(scenario, arm)));
  json_object_set_new(
      object, "options",
      need(json_pack(
          "{s:f, s:f, s:i, s:f, s:s, s:s}", "relative_tolerance",
          option_or(scenario, arm, IMPAKT_RELATIVE_TOLERANCE, 1e-6), "absolute_tolerance",
          option_or(scenario, arm, IMPAKT_ABSOLUTE_TOLERANCE, 1), "max_steps",
          (int)option_or(scenario, arm, IMPAKT_MAX_STEPS, 100000), "max_step (h)",
          option_or(scenario, arm, IMPAKT_MAX_STEP, 0), "solver",
          solvers[(int)option_or(scenario, arm, IMPAKT_SOLVER, IMPAKT_SOLVER_AUTO)], "sample",
          option_or(scenario, arm, IMPAKT_SAMPLE_AFTER, 0) > 0 ? "after" : "before")));
  json_object_set_new(integrator, "solver", string(impakt_sim_solver(sim)));
  for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
    json_object_set_new(integrator, counters[i].name,
                        need(json_integer(impakt_sim_counter(sim, counters[i].counter))));
  }
  json_object_set_new(object, "integrator", integrator);
  if (impakt_sim_courses(sim) > 0) {
    json_object_set_new(object, "courses", describe_courses(model, sim));
  }
  json_object_set_new(object, "doses", describe_doses(model, sim, &left_out));
  if (left_out > 0) {
    json_object_set_new(object, "further doses", need(json_integer((json_int_t)left_out)));
  }
  firings_describe(object, scenario, arm, sim);
  for (int k = 0; k < 3; k++) {
    const size_t n = (size_t)impakt_model_size(model, kinds[k]);
    double *values = need(calloc(n + 1, sizeof *values));
    const impakt_status status =
        kinds[k] == IMPAKT_PARAMETER ? impakt_sim_get_parameters(sim, values, n)
        : kinds[k] == IMPAKT_DERIVED ? impakt_sim_get_derived(sim, values, n)
                                     : impakt_sim_get_initial(sim, values, n);
    if (status == IMPAKT_OK) {
      json_object_set_new(object, names[k], values_of(model, kinds[k], values));
    }
    free(values);
  }
  return object;
}

json_t *results_describe_scenario(const struct scenario *scenario, const char *file)
{
  json_t *parts = need(json_array());
  int major, minor, patch;
  char version[64];
  impakt_version(&major, &minor, &patch);
  snprintf(version, sizeof version, "%d.%d.%d", major, minor, patch);
  for (int i = 0; i < scenario_part_count(scenario); i++) {
    const impakt_model *model = scenario_part_model(scenario, i);
    json_array_append_new(
        parts,
        need(json_pack("{s:s, s:s, s:i}", "label", scenario_part_label(scenario, i), "model",
                       impakt_model_name(model), "revision", impakt_model_revision(model))));
  }
  return need(json_pack("{s:s, s:s, s:o, s:s, s:s, s:o}", "impakt", version, "scenario",
                        scenario_title(scenario), "file", string(file), "look_at",
                        scenario_look_at(scenario), "model",
                        impakt_model_name(scenario_model(scenario)), "parts", parts));
}
