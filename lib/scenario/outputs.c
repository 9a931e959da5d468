/* outputs.c — when a run is looked at, what is watched, and what is measured. */
#include "internal.h"

#include "units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t most_times = 2000000;

static const char *const output_keys[] = { "until", "every",     "times", "doses",
                                           "watch", "time_unit", NULL };
static const char *const measure_keys[] = { "name", "quantity", "what", "level",
                                            "from", "to",       NULL };
static const char *const whats[] = { "peak",        "peak time",      "lowest",
                                     "lowest time", "area",           "time above",
                                     "time below",  "first crossing", NULL };
static const int kinds[] = { IMPAKT_PEAK,        IMPAKT_PEAK_TIME,     IMPAKT_LOWEST,
                             IMPAKT_LOWEST_TIME, IMPAKT_AREA,          IMPAKT_TIME_ABOVE,
                             IMPAKT_TIME_BELOW,  IMPAKT_FIRST_CROSSING };

static const struct scenario_path outputs_path = { NULL, "outputs", 0 };

/* ---- times ------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Equal up to the rounding of repeated additions, as the library has it. */
static int same_time(double a, double b) { return fabs(a - b) <= 1e-12 * fmax(1, fabs(b)); }

static int read_times(struct scenario *s, const struct reader *reader, const json_t *outputs)
{
  const struct scenario_path until_path = { &outputs_path, "until", 0 },
                             every_path = { &outputs_path, "every", 0 },
                             times_path = { &outputs_path, "times", 0 };
  const json_t *const until = member(outputs, "until"), *const every = member(outputs, "every"),
                      *const times = member(outputs, "times");
  double end = INFINITY, step = 0;
  size_t steps = 0;
  if ((until && reader_hours(reader, &until_path, until, &end)) ||
      (every && reader_hours(reader, &every_path, every, &step)) ||
      (times && reader_array(reader, &times_path, times, "a list of times"))) {
    return -1;
  }
  if (until && end <= 0) {
    return reader_fail(reader, &until_path, "the end of the run must lie after 0");
  }
  if (every && !until) {
    return reader_fail(reader, &every_path, "\"every\" needs \"until\" beside it");
  }
  if (every && step <= 0) {
    return reader_fail(reader, &every_path, "the interval must be longer than 0");
  }
  if (!every && json_array_size(times) == 0) {
    return reader_fail(reader, &outputs_path,
                       "no output times: say \"until\" and \"every\", or list \"times\"");
  }
  if (every) {
    const double number = end / step + 1e-9; /* 28 d / 1 h is to give the 28th day, too */
    if (number >= (double)most_times) {
      return reader_fail(reader, &every_path, "more than %zu output times", most_times);
    }
    steps = (size_t)number + 1;
  }
  const size_t listed = json_array_size(times);
  s->times = malloc((steps + listed + 1) * sizeof *s->times);
  if (!s->times) {
    return reader_memory(reader);
  }
  for (size_t i = 0; i < steps; i++) {
    const double time = (double)i * step;
    s->times[s->n_times++] = time < end ? time : end;
  }
  for (size_t i = 0; i < listed; i++) {
    const struct scenario_path item = { &times_path, NULL, i };
    double time;
    if (reader_hours(reader, &item, json_array_get(times, i), &time)) {
      return -1;
    }
    if (time > end) {
      return reader_fail(reader, &item, "lies after \"until\"");
    }
    s->times[s->n_times++] = time;
  }
  if (until) {
    s->times[s->n_times++] = end;
  }
  qsort(s->times, s->n_times, sizeof *s->times, compare);
  /* The same time written in two ways, such as 24 h and 1 d, may differ in the last digits. */
  size_t kept = 1;
  for (size_t i = 1; i < s->n_times; i++) {
    if (s->times[i] - s->times[kept - 1] > 1e-12 * s->times[i]) {
      s->times[kept++] = s->times[i];
    }
  }
  s->n_times = kept;
  return s->times[kept - 1] > 0
             ? 0
             : reader_fail(reader, &times_path, "the last output time must lie after 0");
}

/* Starts and ends of all that is given until end, sorted; the caller frees them.  A row at the
 * start shows what is there before a bolus, so that a second one follows to show the rise. */
static int dose_times(const struct reader *reader, impakt_sim *sim, double end, int ran,
                      double **out, size_t *n)
{
  size_t count = 0, used = 0;
  double *times = NULL, *start = NULL;
  impakt_status (*const ask)(impakt_sim *, int *, double *, double *, double *, size_t,
                             size_t *) = ran ? impakt_sim_given : impakt_sim_doses;
  if (ask(sim, NULL, NULL, NULL, NULL, 0, &count)) {
    return reader_fail(reader, NULL, "%s", impakt_sim_message(sim));
  }
  times = malloc((2 * count + 1) * sizeof *times);
  start = malloc((2 * count + 1) * sizeof *start);
  if (!times || !start || ask(sim, NULL, start, NULL, start + count, count, &count)) {
    free(times);
    free(start);
    return reader_memory(reader);
  }
  for (size_t i = 0; i < count; i++) {
    /* 1e-6 h is short to any drug; the other term keeps it above the rounding of long times */
    const double shortly = fmax(1e-6, 1e-11 * start[i]);
    const double both[] = { start[i], start[i] + fmax(start[count + i], shortly) };
    for (int k = 0; k < 2; k++) {
      if (both[k] <= end) {
        times[used++] = both[k];
      }
    }
  }
  free(start);
  qsort(times, used, sizeof *times, compare);
  *out = times;
  *n = used;
  return 0;
}

int scenario_rows(const struct scenario *s, const struct reader *reader, impakt_sim *sim,
                  int ran, double **out, size_t *n)
{
  double *doses = NULL;
  size_t n_doses = 0, used = 0, d = 0;
  if (s->dose_rows &&
      dose_times(reader, sim, s->times[s->n_times - 1], ran, &doses, &n_doses)) {
    return -1;
  }
  double *rows = malloc((s->n_times + n_doses + 1) * sizeof *rows);
  if (!rows) {
    free(doses);
    return reader_memory(reader);
  }
  for (size_t i = 0; i < s->n_times; i++) {
    for (; d < n_doses && (doses[d] < s->times[i] || same_time(doses[d], s->times[i])); d++) {
      if (!same_time(doses[d], s->times[i]) &&
          (used == 0 || !same_time(rows[used - 1], doses[d]))) {
        rows[used++] = doses[d];
      }
    }
    rows[used++] = s->times[i];
  }
  free(doses);
  if (used > most_times) {
    free(rows);
    return reader_fail(reader, &outputs_path,
                       "more than %zu rows with those at the doses, which \"doses\": false "
                       "leaves out",
                       most_times);
  }
  *out = rows;
  *n = used;
  return 0;
}

/* ---- names ------------------------------------------------------------------------------ */

/* The unit of a state or output; fails with the nearest name. */
static int find_quantity(const struct scenario *s, const struct reader *reader,
                         const struct scenario_path *path, const json_t *value,
                         const char **unit)
{
  static const int where[] = { IMPAKT_STATE, IMPAKT_OUTPUT };
  if (reader_string(reader, path, value, "the name of a state or output")) {
    return -1;
  }
  const char *name = json_string_value(value);
  size_t n = 0;
  for (int k = 0; k < 2; k++) {
    const int row = impakt_model_index(s->model, where[k], name);
    if (row >= 0) {
      *unit = impakt_model_text(s->model, where[k], row, IMPAKT_UNIT);
      return 0;
    }
    n += (size_t)impakt_model_size(s->model, where[k]);
  }
  const char **known = malloc((n + 1) * sizeof *known);
  if (!known) {
    return reader_memory(reader);
  }
  n = 0;
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < impakt_model_size(s->model, where[k]); i++) {
      known[n++] = impakt_model_text(s->model, where[k], i, IMPAKT_NAME);
    }
  }
  known[n] = NULL;
  const char *nearest = reader_nearest(name, known);
  reader_fail(reader, path, "no state or output '%.100s' in %s%s%s%s", name,
              impakt_model_name(s->model), nearest ? "; did you mean '" : "",
              nearest ? nearest : "", nearest ? "'?" : "");
  free(known);
  return -1;
}

static int read_watch(struct scenario *s, const struct reader *reader, json_t *watch)
{
  const struct scenario_path path = { &outputs_path, "watch", 0 };
  if (reader_array(reader, &path, watch, "a list of names of states and outputs")) {
    return -1;
  }
  if (json_array_size(watch) == 0) {
    return reader_fail(reader, &path, "an empty list; leave \"watch\" out to watch everything");
  }
  for (size_t i = 0; i < json_array_size(watch); i++) {
    const struct scenario_path item = { &path, NULL, i };
    const char *unit;
    if (find_quantity(s, reader, &item, json_array_get(watch, i), &unit)) {
      return -1;
    }
    for (size_t k = 0; k < i; k++) {
      if (json_equal(json_array_get(watch, i), json_array_get(watch, k))) {
        return reader_fail(reader, &item, "is watched already");
      }
    }
  }
  s->watch = watch;
  return 0;
}

int scenario_read_outputs(struct scenario *s, const struct reader *reader)
{
  const struct scenario_path unit_path = { &outputs_path, "time_unit", 0 },
                             doses_path = { &outputs_path, "doses", 0 };
  json_t *const outputs = member(s->document.root, "outputs");
  if (!outputs) {
    return reader_fail(
        reader, NULL,
        "\"outputs\" is missing, such as {\"until\": \"28 d\", \"every\": \"1 h\"}");
  }
  if (reader_keys(reader, &outputs_path, outputs, "an object {...}", output_keys) ||
      read_times(s, reader, outputs)) {
    return -1;
  }
  json_t *const watch = member(outputs, "watch"), *const unit = member(outputs, "time_unit");
  const json_t *const doses = member(outputs, "doses");
  if (doses && !json_is_boolean(doses)) {
    return reader_fail(reader, &doses_path, "expected true or false");
  }
  s->dose_rows = !json_is_false(doses);
  if (unit) {
    struct unit shown, hour;
    if (reader_string(reader, &unit_path, unit, "a unit of time such as \"d\"")) {
      return -1;
    }
    if (units_parse("h", &hour, NULL, 0) ||
        units_parse(json_string_value(unit), &shown, NULL, 0) ||
        !units_convertible(&shown, &hour)) {
      return reader_fail(reader, &unit_path, "'%.60s' is not a unit of time such as h or d",
                         json_string_value(unit));
    }
    s->time_unit = json_string_value(unit);
    s->time_hours = units_ratio(&shown, &hour);
  }
  return watch ? read_watch(s, reader, watch) : 0;
}

/* ---- measures --------------------------------------------------------------------------- */

/* Gives a measure its unit, and what to divide the library's hours by to have it. */
static void set_unit(const struct scenario *s, struct scenario_measure *m)
{
  const int plain = m->kind == IMPAKT_PEAK || m->kind == IMPAKT_LOWEST,
            bare = strcmp(m->quantity_unit, "1") == 0;
  m->hours = plain ? 1 : s->time_hours;
  if (plain) {
    snprintf(m->unit, sizeof m->unit, "%s", m->quantity_unit);
  } else if (m->kind == IMPAKT_AREA && !bare) {
    snprintf(m->unit, sizeof m->unit, "%s*%s", m->quantity_unit, s->time_unit);
  } else {
    snprintf(m->unit, sizeof m->unit, "%s", s->time_unit);
  }
}

/* A string that lives with the scenario; NULL if there is no memory. */
static const char *keep(struct scenario *s, json_t *string)
{
  if (!s->names) {
    s->names = json_array();
  }
  if (!s->names) {
    json_decref(string);
    return NULL;
  }
  return string && json_array_append_new(s->names, string) == 0 ? json_string_value(string)
                                                                : NULL;
}

static int read_measure(struct scenario *s, const struct reader *reader,
                        const struct scenario_path *path, const json_t *value,
                        struct scenario_measure *m)
{
  const struct scenario_path quantity_path = { path, "quantity", 0 },
                             what_path = { path, "what", 0 }, level_path = { path, "level", 0 },
                             from_path = { path, "from", 0 }, to_path = { path, "to", 0 },
                             name_path = { path, "name", 0 };
  if (reader_keys(reader, path, value, "a measure as an object {...}", measure_keys)) {
    return -1;
  }
  const json_t *const quantity = member(value, "quantity"), *const what = member(value, "what"),
                      *const level = member(value, "level"),
                      *const from = member(value, "from"), *const to = member(value, "to"),
                      *const name = member(value, "name");
  char list[160];
  reader_list(list, sizeof list, whats);
  if (!quantity || !what) {
    return reader_fail(reader, path, "\"%s\" is missing", quantity ? "what" : "quantity");
  }
  if (find_quantity(s, reader, &quantity_path, quantity, &m->quantity_unit) ||
      reader_string(reader, &what_path, what, list)) {
    return -1;
  }
  const int row = reader_choice(json_string_value(what), whats);
  if (row < 0) {
    const char *nearest = reader_nearest(json_string_value(what), whats);
    return nearest
               ? reader_fail(reader, &what_path, "'%.60s' is no measure; did you mean '%s'?",
                             json_string_value(what), nearest)
               : reader_fail(reader, &what_path, "'%.60s' is no measure; expected %s",
                             json_string_value(what), list);
  }
  m->quantity = json_string_value(quantity);
  m->what = whats[row];
  m->kind = kinds[row];
  const int with_level = m->kind == IMPAKT_TIME_ABOVE || m->kind == IMPAKT_TIME_BELOW ||
                         m->kind == IMPAKT_FIRST_CROSSING;
  if (with_level != (level != NULL)) {
    return level ? reader_fail(reader, &level_path, "'%s' has no level", m->what)
                 : reader_fail(reader, path, "\"level\" is missing: '%s' needs one", m->what);
  }
  m->level = NAN;
  m->from = 0;
  m->to = s->times[s->n_times - 1];
  if ((level && reader_value(reader, &level_path, level, m->quantity_unit, &m->level)) ||
      (from && reader_hours(reader, &from_path, from, &m->from)) ||
      (to && reader_hours(reader, &to_path, to, &m->to)) ||
      (name && reader_string(reader, &name_path, name, "a name"))) {
    return -1;
  }
  if (m->to <= m->from) {
    return reader_fail(reader,
                       to     ? &to_path
                       : from ? &from_path
                              : path,
                       "the measure ends before it begins");
  }
  m->name =
      name ? json_string_value(name) : keep(s, json_sprintf("%s of %s", m->what, m->quantity));
  return m->name ? 0 : reader_memory(reader);
}

/* Peak, its time and the area of one quantity. */
static int add_usual(struct scenario *s, const char *quantity, const char *unit)
{
  static const int usual[] = { IMPAKT_PEAK, IMPAKT_PEAK_TIME, IMPAKT_AREA };
  for (int i = 0; i < 3; i++) {
    struct scenario_measure *m = &s->measures[s->n_measures];
    *m = (struct scenario_measure){ .quantity = quantity,
                                    .what = whats[usual[i]],
                                    .quantity_unit = unit,
                                    .level = NAN,
                                    .from = 0,
                                    .to = s->times[s->n_times - 1],
                                    .kind = usual[i] };
    m->name = keep(s, json_sprintf("%s of %s", m->what, quantity));
    if (!m->name) {
      return -1;
    }
    set_unit(s, m);
    s->n_measures++;
  }
  return 0;
}

static int add_all_usual(struct scenario *s, const struct reader *reader)
{
  const int kind =
      impakt_model_size(s->model, IMPAKT_OUTPUT) > 0 ? IMPAKT_OUTPUT : IMPAKT_STATE;
  const size_t n =
      s->watch ? json_array_size(s->watch) : (size_t)impakt_model_size(s->model, kind);
  s->measures = calloc(3 * n + 1, sizeof *s->measures);
  if (!s->measures) {
    return reader_memory(reader);
  }
  for (size_t i = 0; i < n; i++) {
    const char *name, *unit;
    if (s->watch) {
      const json_t *watched = json_array_get(s->watch, i);
      name = json_string_value(watched);
      if (find_quantity(s, reader, &outputs_path, watched, &unit)) {
        return -1;
      }
    } else {
      name = impakt_model_text(s->model, kind, (int)i, IMPAKT_NAME);
      unit = impakt_model_text(s->model, kind, (int)i, IMPAKT_UNIT);
    }
    if (add_usual(s, name, unit)) {
      return reader_memory(reader);
    }
  }
  return 0;
}

int scenario_read_measures(struct scenario *s, const struct reader *reader)
{
  static const struct scenario_path here = { NULL, "measures", 0 };
  const json_t *const measures = member(s->document.root, "measures");
  if (!measures) {
    return add_all_usual(s, reader);
  }
  if (reader_array(reader, &here, measures, "a list of measures")) {
    return -1;
  }
  s->measures = calloc(json_array_size(measures) + 1, sizeof *s->measures);
  if (!s->measures) {
    return reader_memory(reader);
  }
  for (size_t i = 0; i < json_array_size(measures); i++) {
    const struct scenario_path item = { &here, NULL, i };
    struct scenario_measure *m = &s->measures[i];
    if (read_measure(s, reader, &item, json_array_get(measures, i), m)) {
      return -1;
    }
    for (size_t k = 0; k < i; k++) {
      if (strcmp(s->measures[k].name, m->name) == 0) {
        return reader_fail(reader, &item, "two measures are called '%.100s'", m->name);
      }
    }
    set_unit(s, m);
    s->n_measures++;
  }
  return 0;
}
