/* regimen_read.c — files of regimens, read and checked, and the entries that name them. */
#include "internal.h"
#include "regimen.h"

#include <stdlib.h>
#include <string.h>

static const char *const entry_keys[] = { "file", "start", "cycles", "names", NULL };
static const char *const regimen_keys[] = { "regimen", "source", "patient", "outside",
                                            "length",  "doses",  "bands",   NULL };
static const char *const band_keys[] = { "patient", "doses", NULL };
static const char *const range_keys[] = { "from", "to", NULL };
static const char *const outsides[] = { "remark", "error", NULL };

/* ---- files ------------------------------------------------------------------------------ */

static int check_doses(const struct reader *reader, const struct scenario_path *up,
                       const json_t *holder)
{
  const struct scenario_path path = { up, "doses", 0 };
  const json_t *doses = member(holder, "doses");
  if (!doses) {
    return reader_fail(reader, up, "\"doses\" is missing");
  }
  if (reader_array(reader, &path, doses, "a list of doses")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(doses); i++) {
    const struct scenario_path item = { &path, NULL, i };
    if (scenario_check_dose(reader, &item, json_array_get(doses, i))) {
      return -1;
    }
  }
  return 0;
}

/* Ranges of quantities of a patient's record. */
static int check_patient(const struct reader *reader, const struct scenario_path *up,
                         const json_t *holder)
{
  const struct scenario_path path = { up, "patient", 0 };
  json_t *patient = member(holder, "patient"), *range;
  const char *name;
  if (patient && reader_object(reader, &path, patient, "an object {\"weight\": {\"from\"}}")) {
    return -1;
  }
  json_object_foreach(patient, name, range)
  {
    const struct scenario_path item = { &path, name, 0 };
    if (scenario_patient_row(name) < 0) {
      return reader_fail(reader, &item, "a patient's record has no '%s'", name);
    }
    if (reader_keys(reader, &item, range, "an object {\"from\", \"to\"}", range_keys)) {
      return -1;
    }
    for (int i = 0; range_keys[i]; i++) {
      const struct scenario_path end = { &item, range_keys[i], 0 };
      const char *unit = impakt_patient_text(scenario_patient_row(name), IMPAKT_UNIT);
      double number;
      if (member(range, range_keys[i]) &&
          reader_value(reader, &end, member(range, range_keys[i]), unit, &number)) {
        return -1;
      }
    }
  }
  return 0;
}

static int check_bands(const struct reader *reader, const json_t *bands)
{
  static const struct scenario_path path = { NULL, "bands", 0 };
  if (reader_array(reader, &path, bands, "a list of objects {\"patient\", \"doses\"}")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(bands); i++) {
    const struct scenario_path item = { &path, NULL, i };
    const json_t *band = json_array_get(bands, i);
    if (reader_keys(reader, &item, band, "an object {\"patient\", \"doses\"}", band_keys) ||
        check_patient(reader, &item, band) || check_doses(reader, &item, band)) {
      return -1;
    }
  }
  return 0;
}

static int check_regimen(const struct reader *reader, const json_t *root)
{
  static const struct scenario_path outside_path = { NULL, "outside", 0 },
                                    length_path = { NULL, "length", 0 },
                                    bands_path = { NULL, "bands", 0 };
  const json_t *const outside = member(root, "outside"), *const length = member(root, "length"),
                      *const bands = member(root, "bands");
  double hours;
  if (reader_keys(reader, NULL, root, "an object {...}", regimen_keys)) {
    return -1;
  }
  for (int i = 0; i < 2; i++) { /* regimen, source */
    const struct scenario_path path = { NULL, regimen_keys[i], 0 };
    if (reader_string(reader, &path, member(root, regimen_keys[i]), "a string")) {
      return -1;
    }
  }
  if (!json_is_string(outside) || reader_choice(json_string_value(outside), outsides) < 0) {
    return reader_fail(
        reader, outside ? &outside_path : NULL,
        "\"outside\" is to be \"remark\" or \"error\": what becomes of a patient "
        "outside of the range");
  }
  if ((length && reader_hours(reader, &length_path, length, &hours)) ||
      check_patient(reader, NULL, root)) {
    return -1;
  }
  if (bands && member(root, "doses")) {
    return reader_fail(reader, &bands_path, "there are \"doses\" already; one or the other");
  }
  return bands ? check_bands(reader, bands) : check_doses(reader, NULL, root);
}

/* The regimen of that file, which is read once; NULL with a message. */
static const struct regimen *load(struct scenario *s, const struct reader *reader,
                                  const struct scenario_path *path, const char *name)
{
  char reason[SCENARIO_MESSAGE], *file = document_beside(reader->file, name);
  for (int i = 0; file && i < s->n_regimens; i++) {
    if (strcmp(s->regimens[i].path, file) == 0) {
      free(file);
      return &s->regimens[i];
    }
  }
  struct regimen *list =
      file ? realloc(s->regimens, ((size_t)s->n_regimens + 1) * sizeof *list) : NULL;
  if (!list) {
    free(file);
    reader_memory(reader);
    return NULL;
  }
  s->regimens = list;
  struct regimen *regimen = &list[s->n_regimens++];
  *regimen = (struct regimen){ .path = file };
  if (document_read(&regimen->document, file, reason, sizeof reason)) {
    if (regimen->document.text) {
      document_pass_on(reader, reason);
    } else {
      reader_fail(reader, path, "%s", reason);
    }
    return NULL;
  }
  const struct reader inner =
      document_reader(&regimen->document, reader->message, reader->length);
  return check_regimen(&inner, regimen->document.root) ? NULL : regimen;
}

const struct regimen *regimen_loaded(const struct scenario *s, const char *file,
                                     const char *name)
{
  char *path = document_beside(file, name);
  const struct regimen *found = NULL;
  for (int i = 0; path && i < s->n_regimens; i++) {
    found = strcmp(s->regimens[i].path, path) == 0 ? &s->regimens[i] : found;
  }
  free(path);
  return found;
}

void scenario_free_regimens(struct scenario *s)
{
  for (int i = 0; i < s->n_regimens; i++) {
    document_free(&s->regimens[i].document);
    free(s->regimens[i].path);
  }
  free(s->regimens);
}

/* ---- entries ---------------------------------------------------------------------------- */

/* Whether a regimen calls something by this name. */
static int is_called(const json_t *doses, const char *name)
{
  for (size_t i = 0; i < json_array_size(doses); i++) {
    const json_t *dose = json_array_get(doses, i), *checks = member(dose, "checks");
    const char *input = json_string_value(member(dose, "input"));
    if (input && strcmp(input, name) == 0) {
      return 1;
    }
    for (size_t k = 0; k < json_array_size(checks); k++) {
      const char *quantity = json_string_value(member(json_array_get(checks, k), "quantity"));
      if (quantity && strcmp(quantity, name) == 0) {
        return 1;
      }
    }
  }
  return 0;
}

static int is_called_anywhere(const json_t *root, const char *name)
{
  const json_t *bands = member(root, "bands");
  int found = is_called(member(root, "doses"), name);
  for (size_t i = 0; i < json_array_size(bands); i++) {
    found |= is_called(member(json_array_get(bands, i), "doses"), name);
  }
  return found;
}

static int check_names(const struct reader *reader, const struct scenario_path *up,
                       const json_t *entry, const json_t *root)
{
  const struct scenario_path path = { up, "names", 0 };
  json_t *names = member(entry, "names"), *value;
  const char *name;
  if (names && reader_object(reader, &path, names, "an object {\"drug\": \"label.input\"}")) {
    return -1;
  }
  json_object_foreach(names, name, value)
  {
    const struct scenario_path item = { &path, name, 0 };
    if (!json_is_string(value) && !json_is_null(value)) {
      return reader_fail(reader, &item,
                         "expected the name of an input or quantity, or null for nothing");
    }
    if (!is_called_anywhere(root, name)) {
      return reader_fail(reader, &item, "the regimen has nothing of that name");
    }
  }
  return 0;
}

static int check_entry(struct scenario *s, const struct reader *reader,
                       const struct scenario_path *path, const json_t *entry)
{
  const struct scenario_path file_path = { path, "file", 0 }, start_path = { path, "start", 0 },
                             cycles_path = { path, "cycles", 0 };
  const json_t *const file = member(entry, "file"), *const start = member(entry, "start"),
                      *const cycles = member(entry, "cycles");
  double hours;
  int count;
  if (reader_keys(reader, path, entry, "an object {\"file\", \"start\", \"names\"}",
                  entry_keys)) {
    return -1;
  }
  if (!file) {
    return reader_fail(reader, path, "\"file\" is missing: the regimen's");
  }
  if (reader_string(reader, &file_path, file, "the name of a file") ||
      (start && reader_hours(reader, &start_path, start, &hours)) ||
      (cycles && reader_count(reader, &cycles_path, cycles, &count))) {
    return -1;
  }
  const struct regimen *regimen = load(s, reader, &file_path, json_string_value(file));
  if (!regimen) {
    return -1;
  }
  if (cycles && !member(regimen->document.root, "length")) {
    return reader_fail(reader, &cycles_path, "the regimen says no \"length\" of a cycle");
  }
  return check_names(reader, path, entry, regimen->document.root);
}

int scenario_check_regimens(struct scenario *s, const struct reader *reader,
                            const struct layer *layer)
{
  const struct scenario_path path = { layer->path, "regimens", 0 };
  const json_t *regimens = member(layer->settings, "regimens");
  if (regimens && reader_array(reader, &path, regimens, "a list of regimens [{\"file\"}]")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(regimens); i++) {
    const struct scenario_path item = { &path, NULL, i };
    if (check_entry(s, reader, &item, json_array_get(regimens, i))) {
      return -1;
    }
  }
  return 0;
}
