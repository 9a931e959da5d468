/* setup.c — the settings of an arm on a simulation.
 *
 * The order is fixed and does not depend on the order in the file: presets, then patient, then
 * parameters, then initial values, each from the lowest layer to the highest; then the doses of the
 * highest layer that has any. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const scenario_arm_keys[] = { "name",       "source",  "presets", "patient",
                                          "parameters", "initial", "doses",   "regimens",
                                          "rules",      "options", NULL };
const char *const scenario_schedule_keys[] = { "extends",    "source",  "presets", "patient",
                                               "parameters", "initial", "doses",   "rules",
                                               "options",    NULL };
static const char *const option_keys[] = {
  "relative_tolerance", "absolute_tolerance", "max_steps", "max_step",
  "solver",             "sample",             "lanes",     NULL
};
static const int options[] = { IMPAKT_RELATIVE_TOLERANCE,
                               IMPAKT_ABSOLUTE_TOLERANCE,
                               IMPAKT_MAX_STEPS,
                               IMPAKT_MAX_STEP,
                               IMPAKT_SOLVER,
                               IMPAKT_SAMPLE_AFTER,
                               IMPAKT_LANES };
static const char *const solvers[] = {
  "auto", "rodas5p", "rodas4", "cvode", "adams", NULL
}; /* in the order of IMPAKT_SOLVER */
static const char *const samples[] = { "before", "after", NULL }; /* and IMPAKT_SAMPLE_AFTER */

/* Passes the library's sentence on, with its place. */
int setup_library(const struct setup *setup, const struct scenario_path *path,
                  impakt_status status)
{
  return status < 0 ? reader_fail(setup->reader, path, "%s", impakt_sim_message(setup->sim))
                    : 0;
}

/* ---- shape ------------------------------------------------------------------------------ */

static int check_member(const struct reader *reader, const struct layer *layer, const char *key,
                        int (*check)(const struct reader *, const struct scenario_path *,
                                     const json_t *, const char *),
                        const char *expected)
{
  const struct scenario_path path = { layer->path, key, 0 };
  const json_t *value = member(layer->settings, key);
  return value ? check(reader, &path, value, expected) : 0;
}

int scenario_check_layer(const struct reader *reader, const struct layer *layer,
                         const char *const *keys)
{
  if (keys && reader_keys(reader, layer->path, layer->settings, "an object {...}", keys)) {
    return -1;
  }
  if (check_member(reader, layer, "name", reader_string, "a name") ||
      check_member(reader, layer, "extends", reader_string, "the name of a schedule") ||
      check_member(reader, layer, "source", reader_string, "a string") ||
      check_member(reader, layer, "presets", reader_array, "a list of names of presets") ||
      check_member(reader, layer, "patient", reader_object,
                   "an object {covariate: \"70 kg\"}") ||
      check_member(reader, layer, "parameters", reader_object,
                   "an object {parameter: number, or \"9.3 d\"}") ||
      check_member(reader, layer, "initial", reader_object,
                   "an object {state: number, or \"9.3 mg\"}") ||
      check_member(reader, layer, "rules", reader_array, "a list of rules") ||
      check_member(reader, layer, "options", reader_object, "an object {...}")) {
    return -1;
  }
  const struct scenario_path doses_path = { layer->path, "doses", 0 },
                             rules_path = { layer->path, "rules", 0 },
                             options_path = { layer->path, "options", 0 };
  const json_t *const doses = member(layer->settings, "doses"), *const set = member(
                                                                    layer->settings, "options");
  if (json_is_object(doses) ? scenario_check_table(reader, &doses_path, doses)
      : doses               ? reader_array(reader, &doses_path, doses,
                                           "a list of doses, or an object {\"table\": \"doses.csv\"}")
                            : 0) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(doses); i++) {
    const struct scenario_path path = { &doses_path, NULL, i };
    if (scenario_check_dose(reader, &path, json_array_get(doses, i))) {
      return -1;
    }
  }
  const json_t *const rules = member(layer->settings, "rules");
  for (size_t i = 0; i < json_array_size(rules); i++) {
    const struct scenario_path path = { &rules_path, NULL, i };
    if (scenario_check_rule(reader, &path, json_array_get(rules, i))) {
      return -1;
    }
  }
  return set ? reader_keys(reader, &options_path, set, "an object {...}", option_keys) : 0;
}

/* ---- presets, patient, parameters, initial values --------------------------------------- */

static int set_presets(const struct setup *setup, const struct scenario_path *path,
                       const json_t *presets)
{
  for (size_t i = 0; i < json_array_size(presets); i++) {
    const struct scenario_path item = { path, NULL, i };
    const json_t *preset = json_array_get(presets, i);
    if (reader_string(setup->reader, &item, preset, "the name of a preset") ||
        setup_library(setup, &item,
                      impakt_sim_use_preset(setup->sim, json_string_value(preset)))) {
      return -1;
    }
  }
  return 0;
}

/* The unit of a row of that name; NULL if there is none, and the library is to say so. */
static const char *unit_of(const impakt_model *model, int kind, const char *name)
{
  const int row = impakt_model_index(model, kind, name);
  return row < 0 ? NULL : impakt_model_text(model, kind, row, IMPAKT_UNIT);
}

static int set_parameter_course(const struct setup *setup, const struct scenario_path *path,
                                const char *name, const char *unit, const json_t *value)
{
  struct scenario_course c;
  if (scenario_read_course(setup->reader, path, value, unit, &c)) {
    return -1;
  }
  const impakt_status status =
      impakt_sim_set_course(setup->sim, name, c.rule, c.times, c.values, c.n);
  scenario_course_free(&c);
  return scenario_course_failed(setup, path, status);
}

static int set_parameter(const struct setup *setup, const struct scenario_path *path,
                         const char *name, const json_t *value)
{
  const char *unit = unit_of(setup->scenario->model, IMPAKT_PARAMETER, name);
  double number;
  if (json_is_object(value)) {
    return set_parameter_course(setup, path, name, unit, value);
  }
  return reader_value(setup->reader, path, value, unit, &number) ||
         setup_library(setup, path, impakt_sim_set_parameter(setup->sim, name, number));
}

static int set_initial(const struct setup *setup, const struct scenario_path *path,
                       const char *name, const json_t *value)
{
  double number;
  return reader_value(setup->reader, path, value,
                      unit_of(setup->scenario->model, IMPAKT_STATE, name), &number) ||
         setup_library(setup, path, impakt_sim_set_initial(setup->sim, name, number));
}

static int set_option(const struct setup *setup, const struct scenario_path *path,
                      const char *name, const json_t *value)
{
  const int row = reader_choice(name, option_keys), option = options[row];
  double number;
  if (option == IMPAKT_SOLVER || option == IMPAKT_SAMPLE_AFTER) {
    const char *const *words = option == IMPAKT_SOLVER ? solvers : samples;
    const int word =
        json_is_string(value) ? reader_choice(json_string_value(value), words) : -1;
    if (word < 0) {
      return reader_fail(
          setup->reader, path,
          option == IMPAKT_SOLVER
              ? "expected \"auto\", \"rodas5p\", \"rodas4\", \"cvode\" or \"adams\""
              : "expected \"before\" or \"after\"");
    }
    number = word;
  } else if (option == IMPAKT_MAX_STEP) {
    if (reader_hours(setup->reader, path, value, &number)) {
      return -1;
    }
  } else if (json_is_number(value)) {
    number = json_number_value(value);
  } else {
    return reader_fail(setup->reader, path, "expected a number");
  }
  const impakt_status status = impakt_sim_set_option(setup->sim, option, number);
  double low, high;
  if (status == IMPAKT_E_RANGE && impakt_option_range(option, &low, &high) == IMPAKT_OK &&
      !(number >= low && number <= high)) {
    return reader_fail(setup->reader, path, "expected a number from %g to %g", low, high);
  }
  return setup_library(setup, path, status);
}

/* All of one kind, from the lowest layer to the highest. */
static int set_all(const struct setup *setup, const struct arm *arm, const char *kind,
                   int (*set)(const struct setup *, const struct scenario_path *, const char *,
                              const json_t *))
{
  for (int i = 0; i < arm->n_layers; i++) {
    const struct scenario_path path = { arm->layers[i].path, kind, 0 };
    const struct reader reader = reader_in(setup->reader, &arm->layers[i]);
    const struct setup here = { setup->scenario, &reader, setup->sim, NULL, NULL };
    const char *name;
    json_t *value;
    json_object_foreach(member(arm->layers[i].settings, kind), name, value)
    {
      const struct scenario_path item = { &path, name, 0 };
      if (set(&here, &item, name, value)) {
        return -1;
      }
    }
  }
  return 0;
}

/* ---- what comes out --------------------------------------------------------------------- */

static int set_outputs(const struct setup *setup)
{
  static const struct scenario_path outputs_path = { NULL, "outputs", 0 },
                                    watch_path = { &outputs_path, "watch", 0 },
                                    measures_path = { NULL, "measures", 0 };
  const struct scenario *s = setup->scenario;
  const int from_file = member(s->document.root, "measures") != NULL;
  for (size_t i = 0; i < json_array_size(s->watch); i++) {
    const struct scenario_path item = { &watch_path, NULL, i };
    const char *name = json_string_value(json_array_get(s->watch, i));
    if (setup_library(setup, &item, impakt_sim_watch(setup->sim, name))) {
      return -1;
    }
  }
  for (int i = 0; i < s->n_measures; i++) {
    const struct scenario_path item = { &measures_path, NULL, (size_t)i };
    const struct scenario_measure *m = &s->measures[i];
    int number;
    if (setup_library(setup, from_file ? &item : &outputs_path,
                      impakt_sim_measure(setup->sim, m->quantity, m->kind,
                                         isnan(m->level) ? 0 : m->level, m->from, m->to,
                                         &number))) {
      return -1;
    }
    if (number != i) {
      return reader_fail(setup->reader, &item, "measures are not numbered in order");
    }
  }
  return 0;
}

/* Whether a wire or a dose enters an input. */
static int is_driven(const struct scenario *s, int row, const char *name, const int *given,
                     size_t n)
{
  for (int i = 0; i < s->n_wires; i++) {
    if (strcmp(s->wires[i].input, name) == 0) {
      return 1;
    }
  }
  for (size_t i = 0; i < n; i++) {
    if (given[i] == row) {
      return 1;
    }
  }
  return 0;
}

int scenario_check_driven(const struct scenario *s, const struct reader *reader, int arm,
                          impakt_sim *sim)
{
  const struct scenario_path path = { NULL, s->system ? "system" : "doses", 0 };
  const char *in = s->arms[arm].name;
  size_t n = 0;
  int *given = NULL, status = 0;
  if (impakt_model_size(s->model, IMPAKT_DRIVEN) == 0) {
    return 0;
  }
  if (impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 0, &n) == IMPAKT_OK) {
    given = calloc(n + 1, sizeof *given);
  }
  if (!given || impakt_sim_doses(sim, given, NULL, NULL, NULL, n, &n) < 0) {
    free(given);
    return reader_memory(reader);
  }
  for (int i = 0; i < impakt_model_size(s->model, IMPAKT_DRIVEN) && status == 0; i++) {
    const char *name = impakt_model_text(s->model, IMPAKT_DRIVEN, i, IMPAKT_NAME);
    if (!is_driven(s, impakt_model_index(s->model, IMPAKT_INPUT, name), name, given, n)) {
      status = reader_fail(reader, &path, "%s%s%s'%s' needs a wire or a dose: %s",
                           *in ? "in the arm '" : "", in, *in ? "', " : "", name,
                           impakt_model_text(s->model, IMPAKT_DRIVEN, i, IMPAKT_MEANING));
    }
  }
  free(given);
  return status;
}

int scenario_set_up(const struct scenario *s, const struct reader *reader, int arm,
                    impakt_sim **out, char *remark, size_t length, json_t *check_names)
{
  const struct arm *const of = &s->arms[arm];
  impakt_sim *sim = NULL;
  impakt_patient *record = NULL;
  const impakt_status status = impakt_sim_new(&sim, s->model);
  if (status < 0) {
    return reader_fail(reader, NULL, "%s: %s", impakt_model_name(s->model),
                       impakt_status_text(status));
  }
  struct made made = { -1, -1 };
  const struct setup setup = { s, reader, sim, &made, check_names };
  for (int i = 0; i < of->n_layers; i++) {
    const struct scenario_path path = { of->layers[i].path, "presets", 0 };
    const struct reader in = reader_in(reader, &of->layers[i]);
    const struct setup here = { s, &in, sim, NULL, NULL };
    if (set_presets(&here, &path, member(of->layers[i].settings, "presets"))) {
      goto failed;
    }
  }
  if (scenario_set_patient(s, reader, of, sim, &record) ||
      set_all(&setup, of, "parameters", set_parameter) ||
      set_all(&setup, of, "initial", set_initial) ||
      set_all(&setup, of, "options", set_option) || scenario_set_doses(&setup, of) ||
      scenario_set_regimens(&setup, of, record, remark, length) ||
      scenario_set_rules(&setup, of) || set_outputs(&setup)) {
    goto failed;
  }
  impakt_patient_free(record);
  *out = sim;
  return 0;
failed:
  impakt_patient_free(record);
  impakt_sim_free(sim);
  return -1;
}

double scenario_option(const struct scenario *s, int arm, int option)
{
  for (int i = s->arms[arm].n_layers - 1; i >= 0; i--) {
    const json_t *set = member(s->arms[arm].layers[i].settings, "options");
    for (int k = 0; option_keys[k]; k++) {
      const json_t *value = options[k] == option ? member(set, option_keys[k]) : NULL;
      if (!value) {
        continue;
      }
      if (option == IMPAKT_SOLVER) {
        return reader_choice(json_string_value(value), solvers);
      }
      if (option == IMPAKT_SAMPLE_AFTER) {
        return reader_choice(json_string_value(value), samples);
      }
      double hours = NAN;
      const struct reader silent = { s->document.file, s->document.text, s->document.n, NULL,
                                     0 };
      if (option == IMPAKT_MAX_STEP) {
        reader_hours(&silent, NULL, value, &hours);
        return hours;
      }
      return json_number_value(value);
    }
  }
  return NAN;
}
