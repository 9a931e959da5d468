/* scenario.c — a scenario or a file of schedules is read: its text, its model or system, its arms.
 *
 * Everything that can be known before a run is known when this returns, because each arm is set
 * up once for trial.  Nothing is merged: an arm is a stack of settings, each with its own place
 * in the text, so that an error is reported where it was written. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const scenario_keys[] = { "scenario",   "look_at",  "source",   "model",
                                             "system",     "presets",  "patient",  "parameters",
                                             "initial",    "doses",    "regimens", "rules",
                                             "outputs",    "measures", "options",  "arms",
                                             "population", NULL };
static const char *const schedules_keys[] = { "schedules", "source", "model", "system", NULL };

/* ---- arms ------------------------------------------------------------------------------ */

/* What a system brings along lies below everything. */
static void start_arm(const struct scenario *s, struct arm *arm)
{
  if (s->system_layer.settings) {
    arm->layers[arm->n_layers++] = s->system_layer;
  }
}

static int read_arms(struct scenario *s, const struct reader *reader)
{
  static const struct scenario_path here = { NULL, "arms", 0 };
  const struct layer base = { s->document.root, NULL, NULL };
  const json_t *const arms = member(s->document.root, "arms");
  if (scenario_check_layer(reader, &base, NULL) || scenario_check_regimens(s, reader, &base)) {
    return -1;
  }
  if (arms && reader_array(reader, &here, arms, "a list of objects")) {
    return -1;
  }
  if (arms && json_array_size(arms) == 0) {
    return reader_fail(reader, &here, "an empty list; leave \"arms\" out if there is one arm");
  }
  const size_t n = arms ? json_array_size(arms) : 1;
  s->arms = calloc(n, sizeof *s->arms);
  if (!s->arms) {
    return reader_memory(reader);
  }
  for (size_t i = 0; i < n; i++) {
    struct arm *arm = &s->arms[i];
    arm->name = "";
    start_arm(s, arm);
    arm->layers[arm->n_layers++] = base;
    if (!arms) {
      break;
    }
    arm->path[0] = here;
    arm->path[1] = (struct scenario_path){ &arm->path[0], NULL, i };
    const struct layer own = { json_array_get(arms, i), &arm->path[1], NULL };
    if (scenario_check_layer(reader, &own, scenario_arm_keys) ||
        scenario_check_regimens(s, reader, &own)) {
      return -1;
    }
    const json_t *name = member(own.settings, "name");
    const struct scenario_path name_path = { own.path, "name", 0 };
    if (!name) {
      return reader_fail(reader, own.path, "\"name\" of the arm is missing");
    }
    arm->name = json_string_value(name);
    if (!*arm->name) {
      return reader_fail(reader, &name_path, "an arm's name cannot be empty");
    }
    for (size_t k = 0; k < i; k++) {
      if (strcmp(s->arms[k].name, arm->name) == 0) {
        return reader_fail(reader, &name_path, "two arms are called '%.100s'", arm->name);
      }
    }
    arm->layers[arm->n_layers++] = own;
  }
  s->n_arms = (int)n;
  return 0;
}

/* The schedules that this one extends, lowest first, and then itself. */
static int stack_schedule(struct scenario *s, const struct reader *reader, struct arm *arm)
{
  struct arm *stack[SCENARIO_LAYERS];
  int n = 0;
  for (struct arm *at = arm; at;) {
    const json_t *settings = member(member(s->document.root, "schedules"), at->name);
    const json_t *extends = member(settings, "extends");
    const struct scenario_path path = { &at->path[1], "extends", 0 };
    stack[n++] = at;
    if (!extends) {
      break;
    }
    const char *name = json_string_value(extends);
    struct arm *lower = NULL;
    for (int i = 0; i < s->n_arms; i++) {
      lower = strcmp(s->arms[i].name, name) == 0 ? &s->arms[i] : lower;
    }
    if (!lower) {
      return reader_fail(reader, &path, "no schedule '%.100s' in this file", name);
    }
    if (n == SCENARIO_LAYERS) {
      return reader_fail(reader, &path,
                         "schedules extend one another in a circle, or more "
                         "than %d deep",
                         SCENARIO_LAYERS);
    }
    at = lower;
  }
  start_arm(s, arm);
  while (n > 0) {
    const struct arm *at = stack[--n];
    arm->layers[arm->n_layers].settings =
        member(member(s->document.root, "schedules"), at->name);
    arm->layers[arm->n_layers++].path = &at->path[1];
  }
  return 0;
}

static int read_schedules(struct scenario *s, const struct reader *reader)
{
  static const struct scenario_path here = { NULL, "schedules", 0 };
  json_t *const schedules = member(s->document.root, "schedules");
  if (!schedules) {
    return reader_fail(reader, NULL, "\"schedules\" is missing");
  }
  if (reader_object(reader, &here, schedules, "an object {name: schedule}")) {
    return -1;
  }
  s->arms = calloc(json_object_size(schedules) + 1, sizeof *s->arms);
  if (!s->arms) {
    return reader_memory(reader);
  }
  const char *key;
  json_t *value;
  json_object_foreach(schedules, key, value)
  {
    struct arm *arm = &s->arms[s->n_arms++];
    arm->name = key;
    arm->path[0] = here;
    arm->path[1] = (struct scenario_path){ &arm->path[0], key, 0 };
    const struct layer own = { value, &arm->path[1], NULL };
    if (scenario_check_layer(reader, &own, scenario_schedule_keys)) {
      return -1;
    }
  }
  for (int i = 0; i < s->n_arms; i++) {
    if (stack_schedule(s, reader, &s->arms[i])) {
      return -1;
    }
  }
  return 0;
}

/* ---- the whole ------------------------------------------------------------------------- */

static int read_text_member(const struct scenario *s, const struct reader *reader,
                            const char *key, const char **text)
{
  const struct scenario_path path = { NULL, key, 0 };
  const json_t *value = member(s->document.root, key);
  if (value && reader_string(reader, &path, value, "a string")) {
    return -1;
  }
  *text = value ? json_string_value(value) : "";
  return 0;
}

enum kind { SCENARIO, SCHEDULES, SYSTEM };

/* A system alone has one arm, which is as it comes. */
static int read_system(struct scenario *s, const struct reader *reader)
{
  if (scenario_read_whole_system(s, reader)) {
    return -1;
  }
  s->arms = calloc(1, sizeof *s->arms);
  if (!s->arms) {
    return reader_memory(reader);
  }
  s->arms[0].name = "";
  start_arm(s, &s->arms[0]);
  s->n_arms = 1;
  s->title = scenario_system_text(s, "title");
  s->look_at = "";
  return 0;
}

static int read_document(struct scenario *s, const struct reader *reader, enum kind kind,
                         const impakt_model *model)
{
  const char *source;
  const int schedules = kind == SCHEDULES;
  if (kind == SYSTEM) {
    return read_system(s, reader);
  }
  if (reader_keys(reader, NULL, s->document.root, "an object {...}",
                  schedules ? schedules_keys : scenario_keys) ||
      read_text_member(s, reader, "scenario", &s->title) ||
      read_text_member(s, reader, "look_at", &s->look_at) ||
      read_text_member(s, reader, "source", &source) || scenario_read_model(s, reader, model)) {
    return -1;
  }
  return schedules ? read_schedules(s, reader)
                   : read_arms(s, reader) || scenario_read_outputs(s, reader) ||
                         scenario_read_measures(s, reader);
}

static int check_population(const struct scenario *s, const struct reader *reader, int arm)
{
  struct scenario_population people;
  if (!member(s->document.root, "population")) {
    return 0;
  }
  if (scenario_population_of(s, reader, arm, &people)) {
    return -1;
  }
  impakt_population_free(people.population);
  return 0;
}

/* Everything after the parsing: read, and each arm tried. */
static int interpret(struct scenario *s, const struct reader *reader, enum kind kind,
                     const impakt_model *model)
{
  if (read_document(s, reader, kind, model)) {
    return -1;
  }
  for (int arm = 0; arm < s->n_arms; arm++) {
    impakt_sim *trial;
    double *rows = NULL;
    size_t n;
    if (scenario_set_up(s, reader, arm, &trial, s->arms[arm].remark, sizeof s->arms[arm].remark,
                        NULL)) {
      return -1;
    }
    const int failed = kind == SCENARIO && (scenario_check_driven(s, reader, arm, trial) ||
                                            scenario_rows(s, reader, trial, 0, &rows, &n));
    free(rows);
    impakt_sim_free(trial);
    if (failed || (kind == SCENARIO && check_population(s, reader, arm))) {
      return -1;
    }
  }
  return 0;
}

/* What was read, interpreted; s is given up if it is wrong. */
static int finish(struct scenario **out, struct scenario *s, enum kind kind,
                  const impakt_model *model, char *message, size_t length)
{
  const struct reader reader = document_reader(&s->document, message, length);
  s->time_unit = "h";
  s->time_hours = 1;
  if (interpret(s, &reader, kind, model)) {
    scenario_free(s);
    return -1;
  }
  *out = s;
  return 0;
}

static int make(struct scenario **out, const char *path, enum kind kind,
                const impakt_model *model, char *message, size_t length)
{
  struct scenario *s = calloc(1, sizeof *s);
  if (!s) {
    return document_fail(message, length, path, "out of memory");
  }
  if (document_read(&s->document, path, message, length)) {
    scenario_free(s);
    return -1;
  }
  return finish(out, s, kind, model, message, length);
}

static int make_from_text(struct scenario **out, const char *file, const char *text, size_t n,
                          enum kind kind, const impakt_model *model, char *message,
                          size_t length)
{
  struct scenario *s = calloc(1, sizeof *s);
  if (!s) {
    return document_fail(message, length, file, "out of memory");
  }
  if (document_read_text(&s->document, file, text, n, message, length)) {
    scenario_free(s);
    return -1;
  }
  return finish(out, s, kind, model, message, length);
}

int scenario_read_text(struct scenario **out, const char *file, const char *text, size_t n,
                       char *message, size_t length)
{
  return make_from_text(out, file, text, n, SCENARIO, NULL, message, length);
}

int scenario_read(struct scenario **out, const char *path, char *message, size_t length)
{
  return make(out, path, SCENARIO, NULL, message, length);
}

int scenario_read_schedules_text(struct scenario **out, const char *file, const char *text,
                                 size_t n, const impakt_model *model, char *message,
                                 size_t length)
{
  return make_from_text(out, file, text, n, SCHEDULES, model, message, length);
}

int scenario_read_schedules(struct scenario **out, const char *path, const impakt_model *model,
                            char *message, size_t length)
{
  return make(out, path, SCHEDULES, model, message, length);
}

int scenario_read_system(struct scenario **out, const char *path, char *message, size_t length)
{
  return make(out, path, SYSTEM, NULL, message, length);
}

int scenario_read_system_text(struct scenario **out, const char *file, const char *text,
                              size_t n, char *message, size_t length)
{
  return make_from_text(out, file, text, n, SYSTEM, NULL, message, length);
}

void scenario_free(struct scenario *s)
{
  if (!s) {
    return;
  }
  free(s->arms);
  scenario_free_regimens(s);
  free(s->times);
  free(s->measures);
  free(s->parts);
  free(s->wires);
  impakt_system_free(s->system);
  json_decref(s->names);
  document_free(&s->system_document);
  document_free(&s->document);
  free(s);
}

const char *scenario_title(const struct scenario *s) { return s->title; }
const char *scenario_look_at(const struct scenario *s) { return s->look_at; }
const impakt_model *scenario_model(const struct scenario *s) { return s->model; }
int scenario_part_count(const struct scenario *s) { return s->n_parts; }

const char *scenario_part_label(const struct scenario *s, int part)
{
  return part >= 0 && part < s->n_parts ? s->parts[part].label : NULL;
}

const impakt_model *scenario_part_model(const struct scenario *s, int part)
{
  return part >= 0 && part < s->n_parts ? s->parts[part].model : NULL;
}

int scenario_arm_count(const struct scenario *s) { return s->n_arms; }

const char *scenario_arm_name(const struct scenario *s, int arm)
{
  return arm >= 0 && arm < s->n_arms ? s->arms[arm].name : NULL;
}

const char *scenario_arm_remark(const struct scenario *s, int arm)
{
  return arm >= 0 && arm < s->n_arms ? s->arms[arm].remark : "";
}

int scenario_arm_find(const struct scenario *s, const char *name)
{
  for (int i = 0; i < s->n_arms; i++) {
    if (strcmp(s->arms[i].name, name) == 0) {
      return i;
    }
  }
  return -1;
}

int scenario_simulation(const struct scenario *s, int arm, impakt_sim **out, char *message,
                        size_t length)
{
  const struct reader reader = document_reader(&s->document, message, length);
  if (arm < 0 || arm >= s->n_arms) {
    return document_fail(message, length, s->document.file, "no arm of number %d", arm);
  }
  return scenario_set_up(s, &reader, arm, out, NULL, 0, NULL);
}

int scenario_population(const struct scenario *s, int arm, struct scenario_population *out,
                        char *message, size_t length)
{
  const struct reader reader = document_reader(&s->document, message, length);
  if (arm < 0 || arm >= s->n_arms) {
    return document_fail(message, length, s->document.file, "no arm of number %d", arm);
  }
  return scenario_population_of(s, &reader, arm, out);
}

const char *scenario_text(const struct scenario *s) { return s->document.text; }

const double *scenario_times(const struct scenario *s, size_t *n)
{
  *n = s->n_times;
  return s->times;
}

int scenario_sim_times(const struct scenario *s, impakt_sim *sim, double **times, size_t *n,
                       char *message, size_t length)
{
  const struct reader reader = document_reader(&s->document, message, length);
  return scenario_rows(s, &reader, sim, 0, times, n);
}

int scenario_ran_times(const struct scenario *s, impakt_sim *sim, double **times, size_t *n,
                       char *message, size_t length)
{
  const struct reader reader = document_reader(&s->document, message, length);
  return scenario_rows(s, &reader, sim, 1, times, n);
}

const char *scenario_time_unit(const struct scenario *s, double *hours)
{
  *hours = s->time_hours;
  return s->time_unit;
}

int scenario_measure_count(const struct scenario *s) { return s->n_measures; }

const struct scenario_measure *scenario_measure_at(const struct scenario *s, int measure)
{
  return measure >= 0 && measure < s->n_measures ? &s->measures[measure] : NULL;
}
