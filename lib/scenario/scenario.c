/* scenario.c — a scenario or a file of schedules is read: its text, its model or system, its arms.
 *
 * Everything that can be known before a run is known when this returns, because each arm is set
 * up once for trial.  Nothing is merged: an arm is a stack of settings, each with its own place
 * in the text, so that an error is reported where it was written. */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t largest_file = 16u << 20;

static const char *const scenario_keys[] = { "scenario", "look_at", "source",  "model",
                                             "system",   "presets", "patient", "parameters",
                                             "initial",  "doses",   "outputs", "measures",
                                             "options",  "arms",    NULL };
static const char *const schedules_keys[] = { "schedules", "source", "model", "system", NULL };
static const char *const system_keys[] = { "name", "models", "connect", NULL };

/* ---- text ---------------------------------------------------------------------------- */

__attribute__((format(printf, 4, 5))) static int refuse(char *message, size_t length,
                                                        const char *file, const char *format,
                                                        ...)
{
  char sentence[256];
  va_list rest;
  va_start(rest, format);
  vsnprintf(sentence, sizeof sentence, format, rest);
  va_end(rest);
  if (length > 0) {
    snprintf(message, length, "%.255s: %s", file, sentence);
  }
  return -1;
}

/* The whole file, ended by NUL.  The caller frees it. */
static int read_file(const char *path, char **text, size_t *n, char *message, size_t length)
{
  struct stat about;
  char *buffer = NULL;
  size_t room = 0, used = 0;
  int status = -1;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return refuse(message, length, path, "cannot be opened: %s", strerror(errno));
  }
  if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
    refuse(message, length, path, "is a directory, not a file");
    goto done;
  }
  for (;;) {
    if (room - used < 4096) {
      room = room ? 2 * room : 65536;
      char *larger = realloc(buffer, room);
      if (!larger) {
        refuse(message, length, path, "out of memory");
        goto done;
      }
      buffer = larger;
    }
    const ssize_t got = read(file, buffer + used, room - used - 1);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      refuse(message, length, path, "cannot be read: %s", strerror(errno));
      goto done;
    }
    if (got == 0) {
      break;
    }
    used += (size_t)got;
    if (used > largest_file) {
      refuse(message, length, path, "is larger than 16 MiB, no scenario");
      goto done;
    }
  }
  buffer[used] = '\0';
  *text = buffer;
  *n = used;
  buffer = NULL;
  status = 0;
done:
  free(buffer);
  close(file);
  return status;
}

/* Parses s->text; the sentences of the parser are kept, but say more where they are short. */
static int parse(struct scenario *s, char *message, size_t length)
{
  json_error_t error;
  size_t blank = 0;
  if (s->n >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0) {
    memset(s->text, ' ', 3); /* a mark of UTF-8 that some editors write */
  }
  blank = strspn(s->text, " \t\r\n");
  if (blank >= s->n) {
    return refuse(message, length, s->file, "is empty; expected an object {...}");
  }
  s->root = json_loadb(s->text, s->n, JSON_REJECT_DUPLICATES, &error);
  if (!s->root) {
    if (length > 0) {
      snprintf(message, length, "%.255s:%d: not valid JSON: %s", s->file,
               error.line > 0 ? error.line : 1, error.text);
    }
    return -1;
  }
  return 0;
}

/* ---- model or system ------------------------------------------------------------------ */

static int find_model(const struct reader *reader, const struct scenario_path *path,
                      const json_t *value, const impakt_model **model)
{
  if (reader_string(reader, path, value, "the name of a model")) {
    return -1;
  }
  const char *name = json_string_value(value);
  const impakt_model *found = impakt_model_find(name);
  if (!found) {
    const char *nearest = impakt_model_nearest(name);
    return reader_fail(reader, path, "no model '%.100s'%s%s%s", name,
                       nearest ? "; did you mean '" : "; 'impakt list' shows the models",
                       nearest ? nearest : "", nearest ? "'?" : "");
  }
  *model = found;
  return 0;
}

static int connect_one(const struct scenario *s, const struct reader *reader,
                       const struct scenario_path *path, const char *output,
                       const json_t *input)
{
  if (reader_string(reader, path, input, "an input as \"label.name\", or a list of them")) {
    return -1;
  }
  if (impakt_system_connect(s->system, output, json_string_value(input))) {
    return reader_fail(reader, path, "%s", impakt_system_message(s->system));
  }
  return 0;
}

static int read_system(struct scenario *s, const struct reader *reader, json_t *system)
{
  const struct scenario_path here = { NULL, "system", 0 }, models_path = { &here, "models", 0 },
                             connect_path = { &here, "connect", 0 },
                             name_path = { &here, "name", 0 };
  if (reader_keys(reader, &here, system, "an object with \"models\" and \"connect\"",
                  system_keys)) {
    return -1;
  }
  json_t *const name = member(system, "name"), *const models = member(system, "models"),
                *const connect = member(system, "connect");
  if (name && reader_string(reader, &name_path, name, "a name")) {
    return -1;
  }
  if (!models) {
    return reader_fail(reader, &here, "\"models\" is missing: {label: name of a model}");
  }
  if (reader_object(reader, &models_path, models, "an object {label: name of a model}")) {
    return -1;
  }
  if (json_object_size(models) == 0) {
    return reader_fail(reader, &models_path, "a system needs at least one model");
  }
  if (impakt_system_new(&s->system, name ? json_string_value(name) : "system")) {
    return s->system ? reader_fail(reader, &here, "%s", impakt_system_message(s->system))
                     : reader_memory(reader);
  }
  s->parts = calloc(json_object_size(models), sizeof *s->parts);
  if (!s->parts) {
    return reader_memory(reader);
  }
  const char *key;
  json_t *value;
  json_object_foreach(models, key, value)
  {
    const struct scenario_path path = { &models_path, key, 0 };
    const impakt_model *model = NULL;
    if (find_model(reader, &path, value, &model)) {
      return -1;
    }
    if (impakt_system_add(s->system, key, model)) {
      return reader_fail(reader, &path, "%s", impakt_system_message(s->system));
    }
    s->parts[s->n_parts].label = key;
    s->parts[s->n_parts++].model = model;
  }
  if (connect) {
    if (reader_object(reader, &connect_path, connect,
                      "an object {\"label.output\": \"label.input\"}")) {
      return -1;
    }
    json_object_foreach(connect, key, value)
    {
      const struct scenario_path path = { &connect_path, key, 0 };
      if (!json_is_array(value)) {
        if (connect_one(s, reader, &path, key, value)) {
          return -1;
        }
        continue;
      }
      for (size_t i = 0; i < json_array_size(value); i++) {
        const struct scenario_path item = { &path, NULL, i };
        if (connect_one(s, reader, &item, key, json_array_get(value, i))) {
          return -1;
        }
      }
    }
  }
  if (impakt_system_model(s->system, &s->model)) {
    return reader_fail(reader, &here, "%s", impakt_system_message(s->system));
  }
  return 0;
}

/* given: the model of the schedules where the file names none. */
static int read_model(struct scenario *s, const struct reader *reader,
                      const impakt_model *given)
{
  json_t *const model = member(s->root, "model"), *const system = member(s->root, "system");
  const struct scenario_path model_path = { NULL, "model", 0 },
                             system_path = { NULL, "system", 0 };
  if (model && system) {
    return reader_fail(reader, &system_path,
                       "there is a \"model\" already; a scenario has one or the other");
  }
  if (system) {
    return read_system(s, reader, system);
  }
  if (model && find_model(reader, &model_path, model, &s->model)) {
    return -1;
  }
  if (!model && !given) {
    return reader_fail(reader, NULL, "\"model\" or \"system\" is missing");
  }
  s->model = model ? s->model : given;
  s->parts = calloc(1, sizeof *s->parts);
  if (!s->parts) {
    return reader_memory(reader);
  }
  s->parts[0].label = "";
  s->parts[0].model = s->model;
  s->n_parts = 1;
  return 0;
}

/* ---- arms ------------------------------------------------------------------------------ */

static int read_arms(struct scenario *s, const struct reader *reader)
{
  static const struct scenario_path here = { NULL, "arms", 0 };
  const struct layer base = { s->root, NULL };
  const json_t *const arms = member(s->root, "arms");
  if (scenario_check_layer(reader, &base)) {
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
    arm->layers[arm->n_layers++] = base;
    if (!arms) {
      break;
    }
    arm->path[0] = here;
    arm->path[1] = (struct scenario_path){ &arm->path[0], NULL, i };
    const struct layer own = { json_array_get(arms, i), &arm->path[1] };
    if (scenario_check_layer(reader, &own)) {
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
    const json_t *settings = member(member(s->root, "schedules"), at->name);
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
  while (n > 0) {
    const struct arm *at = stack[--n];
    arm->layers[arm->n_layers].settings = member(member(s->root, "schedules"), at->name);
    arm->layers[arm->n_layers++].path = &at->path[1];
  }
  return 0;
}

static int read_schedules(struct scenario *s, const struct reader *reader)
{
  static const struct scenario_path here = { NULL, "schedules", 0 };
  json_t *const schedules = member(s->root, "schedules");
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
    const struct layer own = { value, &arm->path[1] };
    if (scenario_check_layer(reader, &own)) {
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

static struct reader reader_of(const struct scenario *s, char *message, size_t length)
{
  return (struct reader){ s->file, s->text, s->n, message, length };
}

static int read_text_member(const struct scenario *s, const struct reader *reader,
                            const char *key, const char **text)
{
  const struct scenario_path path = { NULL, key, 0 };
  const json_t *value = member(s->root, key);
  if (value && reader_string(reader, &path, value, "a string")) {
    return -1;
  }
  *text = value ? json_string_value(value) : "";
  return 0;
}

/* Everything after the parsing.  schedules: which of the two kinds of file it is. */
static int interpret(struct scenario *s, const struct reader *reader, int schedules,
                     const impakt_model *model)
{
  const char *source;
  if (reader_keys(reader, NULL, s->root, "an object {...}",
                  schedules ? schedules_keys : scenario_keys) ||
      read_text_member(s, reader, "scenario", &s->title) ||
      read_text_member(s, reader, "look_at", &s->look_at) ||
      read_text_member(s, reader, "source", &source) || read_model(s, reader, model)) {
    return -1;
  }
  if (schedules ? read_schedules(s, reader)
                : read_arms(s, reader) || scenario_read_outputs(s, reader) ||
                      scenario_read_measures(s, reader)) {
    return -1;
  }
  for (int arm = 0; arm < s->n_arms; arm++) {
    impakt_sim *trial;
    double *rows = NULL;
    size_t n;
    if (scenario_set_up(s, reader, arm, &trial)) {
      return -1;
    }
    const int failed = !schedules && scenario_rows(s, reader, trial, &rows, &n);
    free(rows);
    impakt_sim_free(trial);
    if (failed) {
      return -1;
    }
  }
  return 0;
}

/* text is taken over, also on failure. */
static int make(struct scenario **out, const char *file, char *text, size_t n, int schedules,
                const impakt_model *model, char *message, size_t length)
{
  struct scenario *s = calloc(1, sizeof *s);
  int status = -1;
  if (!s) {
    free(text);
    return refuse(message, length, file, "out of memory");
  }
  s->text = text;
  s->n = n;
  s->file = strdup(file);
  s->time_unit = "h";
  s->time_hours = 1;
  if (!s->file) {
    refuse(message, length, file, "out of memory");
    goto done;
  }
  const struct reader reader = reader_of(s, message, length);
  if (parse(s, message, length) || interpret(s, &reader, schedules, model)) {
    goto done;
  }
  *out = s;
  s = NULL;
  status = 0;
done:
  scenario_free(s);
  return status;
}

static int make_from_text(struct scenario **out, const char *file, const char *text, size_t n,
                          int schedules, const impakt_model *model, char *message,
                          size_t length)
{
  if (n > largest_file) {
    return refuse(message, length, file, "is larger than 16 MiB, no scenario");
  }
  char *copy = malloc(n + 1);
  if (!copy) {
    return refuse(message, length, file, "out of memory");
  }
  if (n > 0) {
    memcpy(copy, text, n);
  }
  copy[n] = '\0';
  return make(out, file, copy, n, schedules, model, message, length);
}

int scenario_read_text(struct scenario **out, const char *file, const char *text, size_t n,
                       char *message, size_t length)
{
  return make_from_text(out, file, text, n, 0, NULL, message, length);
}

int scenario_read(struct scenario **out, const char *path, char *message, size_t length)
{
  char *text;
  size_t n;
  return read_file(path, &text, &n, message, length)
             ? -1
             : make(out, path, text, n, 0, NULL, message, length);
}

int scenario_read_schedules_text(struct scenario **out, const char *file, const char *text,
                                 size_t n, const impakt_model *model, char *message,
                                 size_t length)
{
  return make_from_text(out, file, text, n, 1, model, message, length);
}

int scenario_read_schedules(struct scenario **out, const char *path, const impakt_model *model,
                            char *message, size_t length)
{
  char *text;
  size_t n;
  return read_file(path, &text, &n, message, length)
             ? -1
             : make(out, path, text, n, 1, model, message, length);
}

void scenario_free(struct scenario *s)
{
  if (!s) {
    return;
  }
  free(s->arms);
  free(s->times);
  free(s->measures);
  free(s->parts);
  impakt_system_free(s->system);
  json_decref(s->names);
  json_decref(s->root);
  free(s->text);
  free(s->file);
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
  const struct reader reader = reader_of(s, message, length);
  if (arm < 0 || arm >= s->n_arms) {
    return refuse(message, length, s->file, "no arm of number %d", arm);
  }
  return scenario_set_up(s, &reader, arm, out);
}

const double *scenario_times(const struct scenario *s, size_t *n)
{
  *n = s->n_times;
  return s->times;
}

int scenario_sim_times(const struct scenario *s, impakt_sim *sim, double **times, size_t *n,
                       char *message, size_t length)
{
  const struct reader reader = reader_of(s, message, length);
  return scenario_rows(s, &reader, sim, times, n);
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
