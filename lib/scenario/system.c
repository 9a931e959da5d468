/* system.c — the model of a scenario: one by name, or several wired together, written in the scenario
 * or in a file of their own. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const system_keys[] = { "name",    "title",      "purpose",
                                           "limits",  "models",     "connect",
                                           "presets", "parameters", NULL };
static const char *const wire_keys[] = { "to", "times", NULL };

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

/* ---- wires ------------------------------------------------------------------------------ */

/* value: "label.input", or {"to": "label.input", "times": "0.005 uL/cell"} */
static int connect_one(struct scenario *s, const struct reader *reader,
                       const struct scenario_path *path, const char *output,
                       const json_t *value)
{
  const struct scenario_path to_path = { path, "to", 0 }, times_path = { path, "times", 0 };
  const int scaled = json_is_object(value);
  if (scaled && reader_keys(reader, path, value, "an object {\"to\", \"times\"}", wire_keys)) {
    return -1;
  }
  const json_t *const input = scaled ? member(value, "to") : value, *const times =
                                                                        scaled ? member(value,
                                                                                        "times")
                                                                               : NULL;
  const char *unit = NULL;
  double factor = 1;
  if (scaled && !input) {
    return reader_fail(reader, path, "\"to\" is missing: an input as \"label.name\"");
  }
  if (reader_string(reader, scaled ? &to_path : path, input,
                    "an input as \"label.name\", or a list of them") ||
      (times && reader_quantity(reader, &times_path, times, &factor, &unit))) {
    return -1;
  }
  if (impakt_system_connect_times(s->system, output, json_string_value(input), factor, unit)) {
    return reader_fail(reader, path, "%s", impakt_system_message(s->system));
  }
  struct scenario_wire *wires = realloc(s->wires, ((size_t)s->n_wires + 1) * sizeof *s->wires);
  if (!wires) {
    return reader_memory(reader);
  }
  s->wires = wires;
  wires[s->n_wires++] =
      (struct scenario_wire){ output, json_string_value(input), unit, factor };
  return 0;
}

static int read_wires(struct scenario *s, const struct reader *reader,
                      const struct scenario_path *path, const json_t *connect)
{
  const char *output;
  json_t *value;
  if (reader_object(reader, path, connect, "an object {\"label.output\": \"label.input\"}")) {
    return -1;
  }
  json_object_foreach((json_t *)connect, output, value)
  {
    const struct scenario_path from = { path, output, 0 };
    if (!json_is_array(value) && connect_one(s, reader, &from, output, value)) {
      return -1;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
      const struct scenario_path item = { &from, NULL, i };
      if (connect_one(s, reader, &item, output, json_array_get(value, i))) {
        return -1;
      }
    }
  }
  return 0;
}

/* ---- a system --------------------------------------------------------------------------- */

static int add_models(struct scenario *s, const struct reader *reader,
                      const struct scenario_path *path, const json_t *models)
{
  const char *label;
  json_t *value;
  s->parts = calloc(json_object_size(models), sizeof *s->parts);
  if (!s->parts) {
    return reader_memory(reader);
  }
  json_object_foreach((json_t *)models, label, value)
  {
    const struct scenario_path item = { path, label, 0 };
    const impakt_model *model = NULL;
    if (find_model(reader, &item, value, &model)) {
      return -1;
    }
    if (impakt_system_add(s->system, label, model)) {
      return reader_fail(reader, &item, "%s", impakt_system_message(s->system));
    }
    s->parts[s->n_parts].label = label;
    s->parts[s->n_parts++].model = model;
  }
  return 0;
}

static int check_words(const struct reader *reader, const struct scenario_path *here,
                       const json_t *system)
{
  for (int i = 0; i < 4; i++) { /* name, title, purpose, limits */
    const struct scenario_path path = { here, system_keys[i], 0 };
    const json_t *value = member(system, system_keys[i]);
    if (value && reader_string(reader, &path, value, i == 0 ? "a name" : "a string")) {
      return -1;
    }
  }
  return 0;
}

/* here is NULL for a file, whose whole document is the system. */
static int wire(struct scenario *s, const struct reader *reader,
                const struct scenario_path *here, const json_t *system)
{
  const struct scenario_path models_path = { here, "models", 0 },
                             connect_path = { here, "connect", 0 };
  if (reader_keys(reader, here, system, "an object with \"models\" and \"connect\"",
                  system_keys) ||
      check_words(reader, here, system)) {
    return -1;
  }
  const json_t *const name = member(system, "name"), *const models = member(system, "models"),
                      *const connect = member(system, "connect");
  if (!models) {
    return reader_fail(reader, here, "\"models\" is missing: {label: name of a model}");
  }
  if (reader_object(reader, &models_path, models, "an object {label: name of a model}")) {
    return -1;
  }
  if (json_object_size(models) == 0) {
    return reader_fail(reader, &models_path, "a system needs at least one model");
  }
  if (impakt_system_new(&s->system, name ? json_string_value(name) : "system")) {
    return s->system ? reader_fail(reader, here, "%s", impakt_system_message(s->system))
                     : reader_memory(reader);
  }
  if (add_models(s, reader, &models_path, models) ||
      (connect && read_wires(s, reader, &connect_path, connect))) {
    return -1;
  }
  if (impakt_system_model(s->system, &s->model)) {
    return reader_fail(reader, here, "%s", impakt_system_message(s->system));
  }
  return 0;
}

/* The presets and parameters that a system brings along are the lowest layer of every arm. */
static int read_system(struct scenario *s, const struct reader *reader, const json_t *system)
{
  static const struct scenario_path here = { NULL, "system", 0 };
  s->system_layer.settings = system;
  s->system_layer.path = &here;
  if (!json_is_string(system)) {
    return wire(s, reader, &here, system) ||
           scenario_check_layer(reader, &s->system_layer, NULL);
  }
  char *path = document_beside(reader->file, json_string_value(system));
  if (!path) {
    return reader_memory(reader);
  }
  char reason[SCENARIO_MESSAGE];
  const int status = document_read(&s->system_document, path, reason, sizeof reason);
  free(path);
  if (status && !s->system_document.text) {
    return reader_fail(reader, &here, "%s", reason);
  }
  if (status) { /* it has its own place */
    return document_pass_on(reader, reason);
  }
  s->system_layer = (struct layer){ s->system_document.root, NULL, &s->system_document };
  const struct reader inner =
      document_reader(&s->system_document, reader->message, reader->length);
  return wire(s, &inner, NULL, s->system_document.root) ||
         scenario_check_layer(&inner, &s->system_layer, NULL);
}

int scenario_read_whole_system(struct scenario *s, const struct reader *reader)
{
  s->system_layer.settings = s->document.root;
  return wire(s, reader, NULL, s->document.root) ||
         scenario_check_layer(reader, &s->system_layer, NULL);
}

int scenario_read_model(struct scenario *s, const struct reader *reader,
                        const impakt_model *given)
{
  const json_t *const model = member(s->document.root, "model"), *const system =
                                                                     member(s->document.root,
                                                                            "system");
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

const char *scenario_system_text(const struct scenario *s, const char *key)
{
  const char *text = json_string_value(member(s->system_layer.settings, key));
  return text ? text : "";
}

int scenario_wire_count(const struct scenario *s) { return s->n_wires; }

const struct scenario_wire *scenario_wire_at(const struct scenario *s, int wire)
{
  return wire >= 0 && wire < s->n_wires ? &s->wires[wire] : NULL;
}
