/* regimen.c — "regimens" of an arm: doses by day from a file of their own, for patients of a range.
 *
 * A regimen gives by names of its own, such as "vincristine"; the scenario says which input each is.
 * Its doses are copied with these names and moved to their start, and then given like any others,
 * so that a mistake in one is reported where it stands in the regimen's file. */
#include "internal.h"
#include "regimen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Which of a regimen's doses a patient has: those of the first band that covers the patient, or all
 * where there are no bands. */
struct choice {
  const json_t *doses; /* NULL where no band covers the patient */
  int in_band;
  size_t band;
  char reason[256]; /* why the patient is outside; "" inside */
};

/* ---- which doses ------------------------------------------------------------------------ */

/* Whether the patient lies in a range; if not, or if that is not known, reason says so. */
static int covers(const json_t *patient, impakt_patient *record, char *reason, size_t length)
{
  const struct reader silent = { "", "", 0, NULL, 0 };
  const char *name;
  json_t *range;
  json_object_foreach((json_t *)patient, name, range)
  {
    const char *unit = impakt_patient_text(scenario_patient_row(name), IMPAKT_UNIT);
    double value, from = -INFINITY, to = INFINITY;
    if (impakt_patient_get(record, name, &value) < 0) {
      snprintf(reason, length, "asks for the patient's %s: %.150s", name,
               impakt_patient_message(record));
      return 0;
    }
    if (member(range, "from")) {
      reader_value(&silent, NULL, member(range, "from"), unit, &from);
    }
    if (member(range, "to")) {
      reader_value(&silent, NULL, member(range, "to"), unit, &to);
    }
    if (value < from || value >= to) {
      char lower[48] = "", upper[48] = "";
      if (isfinite(from)) {
        snprintf(lower, sizeof lower, " from %g", from);
      }
      if (isfinite(to)) {
        snprintf(upper, sizeof upper, " below %g", to);
      }
      snprintf(reason, length, "is for %s%s%s %s, not %g", name, lower, upper, unit, value);
      return 0;
    }
  }
  return 1;
}

static struct choice choose(const json_t *root, impakt_patient *record)
{
  struct choice choice = { NULL, 0, 0, "" };
  char last[sizeof choice.reason];
  const json_t *bands = member(root, "bands");
  const int inside =
      covers(member(root, "patient"), record, choice.reason, sizeof choice.reason);
  choice.doses = member(root, "doses");
  for (size_t i = 0; i < json_array_size(bands) && !choice.doses; i++) {
    const json_t *band = json_array_get(bands, i);
    if (covers(member(band, "patient"), record, last, sizeof last)) {
      choice.doses = member(band, "doses");
      choice.in_band = 1;
      choice.band = i;
    } else if (inside) {
      snprintf(choice.reason, sizeof choice.reason, "%s", last);
    }
  }
  if (inside && choice.doses) {
    choice.reason[0] = '\0';
  }
  return choice;
}

/* ---- giving them ------------------------------------------------------------------------ */

struct entry {
  const struct setup *setup; /* with the scenario's reader */
  const struct scenario_path *path;
  const json_t *names;
  struct reader inner; /* of the regimen */
  double shift;        /* h */
};

/* The name in the scenario of what the regimen calls so: NULL with *nothing set where it is to be
 * left out, NULL with a message where it is not said. */
static const char *translated(const struct entry *entry, const char *name, int *nothing)
{
  const json_t *value = member(entry->names, name);
  *nothing = json_is_null(value);
  if (!value) {
    reader_fail(entry->setup->reader, entry->path,
                "the regimen has '%s': say in \"names\" what that is here, or null to leave it "
                "out",
                name);
  }
  return json_string_value(value);
}

static json_t *moved_time(const struct entry *entry, const struct scenario_path *path,
                          const json_t *time)
{
  double hours;
  return reader_hours(&entry->inner, path, time, &hours)
             ? NULL
             : json_sprintf("%.17g h", hours + entry->shift);
}

static int move(const struct entry *entry, const struct scenario_path *path, json_t *dose)
{
  const struct scenario_path time_path = { path, "time", 0 };
  const json_t *const time = member(dose, "time");
  if (!time) {
    return reader_fail(&entry->inner, path, "\"time\" is missing, such as \"0 d\"");
  }
  if (!json_is_array(time)) {
    json_t *moved = moved_time(entry, &time_path, time);
    return moved ? json_object_set_new(dose, "time", moved) : -1;
  }
  json_t *list = json_array();
  for (size_t i = 0; i < json_array_size(time); i++) {
    const struct scenario_path item = { &time_path, NULL, i };
    json_t *moved = moved_time(entry, &item, json_array_get(time, i));
    if (!moved || json_array_append_new(list, moved)) {
      json_decref(list);
      return -1;
    }
  }
  return json_object_set_new(dose, "time", list);
}

/* Checks of what is left out are left out. */
static int translate_checks(const struct entry *entry, json_t *checks)
{
  for (size_t i = 0; i < json_array_size(checks);) {
    json_t *check = json_array_get(checks, i);
    const char *quantity = json_string_value(member(check, "quantity"));
    int nothing = 0;
    const char *name = quantity ? translated(entry, quantity, &nothing) : NULL;
    if (quantity && !name && !nothing) {
      return -1;
    }
    if (nothing) {
      json_array_remove(checks, i);
      continue;
    }
    if (name) {
      json_object_set_new(check, "quantity", json_string(name));
    }
    i++;
  }
  return 0;
}

static int give_one(const struct entry *entry, const struct scenario_path *path,
                    const json_t *value)
{
  const char *input = json_string_value(member(value, "input"));
  int nothing = 0, status = -1;
  if (!input) {
    return reader_fail(&entry->inner, path, "\"input\" is missing");
  }
  const char *name = translated(entry, input, &nothing);
  if (!name) {
    return nothing ? 0 : -1;
  }
  json_t *dose = json_deep_copy(value);
  if (!dose || json_object_set_new(dose, "input", json_string(name))) {
    json_decref(dose);
    return reader_memory(entry->setup->reader);
  }
  struct setup inner = *entry->setup;
  inner.reader = &entry->inner;
  if (!translate_checks(entry, member(dose, "checks")) && !move(entry, path, dose)) {
    status = scenario_set_dose(&inner, path, dose);
  }
  json_decref(dose);
  return status;
}

static int give_all(const struct entry *entry, const struct choice *choice)
{
  const struct scenario_path bands = { NULL, "bands", 0 },
                             band = { &bands, NULL, choice->band },
                             doses = { choice->in_band ? &band : NULL, "doses", 0 };
  for (size_t i = 0; i < json_array_size(choice->doses); i++) {
    const struct scenario_path item = { &doses, NULL, i };
    if (give_one(entry, &item, json_array_get(choice->doses, i))) {
      return -1;
    }
  }
  return 0;
}

/* What is said of a patient outside; the sentence names the regimen. */
static int outside(const struct setup *setup, const struct scenario_path *path,
                   const json_t *root, const struct choice *choice, char *remark, size_t length)
{
  const char *title = json_string_value(member(root, "regimen"));
  if (strcmp(json_string_value(member(root, "outside")), "error") == 0 || !choice->doses) {
    return reader_fail(setup->reader, path, "'%.100s' %s", title, choice->reason);
  }
  if (length > 0 && !*remark) {
    snprintf(remark, length, "'%.100s' %s", title, choice->reason);
  }
  return 0;
}

static int set_entry(const struct setup *setup, const struct scenario_path *path,
                     const json_t *value, impakt_patient *record, char *remark, size_t length)
{
  const struct regimen *regimen = regimen_loaded(setup->scenario, setup->reader->file,
                                                 json_string_value(member(value, "file")));
  if (!regimen) {
    return reader_memory(setup->reader);
  }
  const json_t *root = regimen->document.root;
  const struct choice choice = choose(root, record);
  if (*choice.reason && outside(setup, path, root, &choice, remark, length)) {
    return -1;
  }
  struct entry entry = {
    setup, path, member(value, "names"),
    document_reader(&regimen->document, setup->reader->message, setup->reader->length), 0
  };
  double start = 0, length_of_cycle = 0;
  int cycles = 1;
  if ((member(value, "start") &&
       reader_hours(setup->reader, path, member(value, "start"), &start)) ||
      (member(value, "cycles") &&
       reader_count(setup->reader, path, member(value, "cycles"), &cycles)) ||
      (member(root, "length") &&
       reader_hours(&entry.inner, NULL, member(root, "length"), &length_of_cycle))) {
    return -1;
  }
  for (int i = 0; i < cycles; i++) {
    entry.shift = start + i * length_of_cycle;
    if (give_all(&entry, &choice)) {
      return -1;
    }
  }
  return 0;
}

int scenario_set_regimens(const struct setup *setup, const struct arm *arm,
                          impakt_patient *record, char *remark, size_t length)
{
  for (int i = arm->n_layers - 1; i >= 0; i--) {
    const json_t *regimens = member(arm->layers[i].settings, "regimens");
    const struct scenario_path path = { arm->layers[i].path, "regimens", 0 };
    for (size_t k = 0; k < json_array_size(regimens); k++) {
      const struct scenario_path item = { &path, NULL, k };
      if (set_entry(setup, &item, json_array_get(regimens, k), record, remark, length)) {
        return -1;
      }
    }
    if (regimens) { /* the highest layer's stand in place of those below */
      return scenario_check_weights(setup, &path);
    }
  }
  return 0;
}
