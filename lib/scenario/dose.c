/* dose.c — "doses" of a scenario: what is given, and states that are set anew. */
#include "internal.h"

#include <math.h>
#include <string.h>

static const char *const dose_keys[] = { "input",  "time",   "amount", "rate",     "duration",
                                         "every",  "count",  "steady", "modelled", "most",
                                         "course", "checks", NULL };
static const char *const event_keys[] = { "reset", "replace", "multiply", "time",
                                          "every", "count",   NULL };
static const char *const steady_words[] = { "alone", "added",
                                            NULL }; /* IMPAKT_STEADY_..., from 1 */

struct dose {
  const char *input, *modelled, *amount_unit, *rate_unit;
  double amount, rate, duration, every;
  int has_amount, has_rate, has_duration, has_every, count, steady;
};

/* Places within a dose. */
struct places {
  struct scenario_path input, time, amount, rate, duration, every, count, steady, modelled;
};

static struct places places_of(const struct scenario_path *path)
{
  return (
      struct places){ { path, "input", 0 }, { path, "time", 0 },     { path, "amount", 0 },
                      { path, "rate", 0 },  { path, "duration", 0 }, { path, "every", 0 },
                      { path, "count", 0 }, { path, "steady", 0 },   { path, "modelled", 0 } };
}

/* ---- shape ------------------------------------------------------------------------------ */

static int is_event(const json_t *value)
{
  return member(value, "reset") || member(value, "replace") || member(value, "multiply");
}

int scenario_check_dose(const struct reader *reader, const struct scenario_path *path,
                        const json_t *value)
{
  const struct scenario_path checks = { path, "checks", 0 };
  if (reader_keys(reader, path, value, "a dose as an object {...}",
                  is_event(value) ? event_keys : dose_keys)) {
    return -1;
  }
  return member(value, "checks")
             ? scenario_check_checks(reader, &checks, member(value, "checks"))
             : 0;
}

/* ---- a dose ----------------------------------------------------------------------------- */

static int read_numbers(const struct reader *reader, const struct places *at,
                        const json_t *value, struct dose *dose)
{
  const json_t *const amount = member(value, "amount"), *const rate = member(value, "rate"),
                      *const duration = member(value, "duration"),
                      *const every = member(value, "every"),
                      *const count = member(value, "count");
  if ((amount &&
       reader_quantity(reader, &at->amount, amount, &dose->amount, &dose->amount_unit)) ||
      (rate && reader_quantity(reader, &at->rate, rate, &dose->rate, &dose->rate_unit)) ||
      (duration && reader_hours(reader, &at->duration, duration, &dose->duration)) ||
      (every && reader_hours(reader, &at->every, every, &dose->every)) ||
      (count && reader_count(reader, &at->count, count, &dose->count))) {
    return -1;
  }
  dose->has_amount = amount != NULL;
  dose->has_rate = rate != NULL;
  dose->has_duration = duration != NULL;
  dose->has_every = every != NULL;
  return 0;
}

static int read_words(const struct reader *reader, const struct places *at, const json_t *value,
                      struct dose *dose)
{
  const json_t *const steady = member(value, "steady"), *const modelled =
                                                            member(value, "modelled");
  if (reader_string(reader, &at->input, member(value, "input"), "the name of an input") ||
      (modelled &&
       reader_string(reader, &at->modelled, modelled, "the name of a rate or duration")) ||
      (steady && reader_string(reader, &at->steady, steady, "\"alone\" or \"added\""))) {
    return -1;
  }
  dose->input = json_string_value(member(value, "input"));
  dose->modelled = modelled ? json_string_value(modelled) : NULL;
  dose->steady = steady ? reader_choice(json_string_value(steady), steady_words) + 1 : 0;
  if (steady && !dose->steady) {
    return reader_fail(reader, &at->steady, "expected \"alone\" or \"added\", not \"%s\"",
                       json_string_value(steady));
  }
  return 0;
}

static int check_together(const struct reader *reader, const struct scenario_path *path,
                          const struct places *at, const struct dose *dose)
{
  if (!dose->has_amount && !dose->has_rate) {
    return reader_fail(reader, path, "\"amount\" or \"rate\" is missing");
  }
  if (dose->modelled && (!dose->has_amount || dose->has_rate || dose->has_duration)) {
    return reader_fail(reader, &at->modelled,
                       "the parameter is the rate or the duration of an \"amount\"; give "
                       "neither beside it");
  }
  if (dose->has_amount && dose->has_rate && dose->has_duration) {
    return reader_fail(reader, &at->duration,
                       "amount and rate say already how long the infusion lasts");
  }
  const int constant = dose->steady && dose->has_rate && !dose->has_every;
  if (dose->has_rate && !dose->has_amount && !dose->has_duration && !constant) {
    return reader_fail(reader, path, "a \"rate\" needs \"duration\" or \"amount\" beside it");
  }
  if (constant && (dose->has_amount || dose->has_duration)) {
    return reader_fail(reader, &at->steady,
                       "the steady state of a repeated infusion needs \"every\"; that of a "
                       "constant one has a \"rate\" alone");
  }
  if (dose->steady && dose->has_amount && !dose->has_every) {
    return reader_fail(reader, &at->steady, "the steady state of a dose needs \"every\"");
  }
  return 0;
}

static int check_signs(const struct reader *reader, const struct places *at,
                       const struct dose *dose)
{
  if (dose->has_amount && dose->amount < 0) {
    return reader_fail(reader, &at->amount, "a dose cannot be negative");
  }
  if (dose->has_rate && (dose->rate < 0 || (dose->has_amount && dose->rate <= 0))) {
    return reader_fail(reader, &at->rate, "a rate must be positive");
  }
  return 0;
}

static int check_repeats(const struct reader *reader, const struct places *at,
                         const struct dose *dose, int has_count)
{
  if (has_count && !dose->has_every) {
    return reader_fail(reader, &at->count, "\"every\" and \"count\" go together");
  }
  if (dose->has_every && !has_count && !dose->steady) {
    return reader_fail(reader, &at->every, "\"every\" and \"count\" go together");
  }
  if (dose->has_every && dose->every <= 0) {
    return reader_fail(reader, &at->every, "the interval must be longer than 0");
  }
  return 0;
}

static int read_dose(const struct setup *setup, const struct scenario_path *path,
                     const struct places *at, const json_t *value, struct dose *dose)
{
  const struct reader *reader = setup->reader;
  *dose = (struct dose){ .count = 1 };
  if (!member(value, "input")) {
    return reader_fail(reader, path, "\"input\" is missing");
  }
  return read_words(reader, at, value, dose) || read_numbers(reader, at, value, dose) ||
         check_together(reader, path, at, dose) || check_signs(reader, at, dose) ||
         check_repeats(reader, at, dose, member(value, "count") != NULL);
}

static impakt_status give_once(const struct setup *setup, const struct dose *d, double time,
                               int *record)
{
  impakt_sim *sim = setup->sim;
  if (d->modelled) {
    return impakt_sim_dose_modelled(sim, d->input, time, d->amount, d->amount_unit, d->modelled,
                                    record);
  }
  if (d->has_amount && d->has_rate) {
    return impakt_sim_dose_rate(sim, d->input, time, d->amount, d->amount_unit, d->rate,
                                d->rate_unit, record);
  }
  if (d->has_amount) {
    return impakt_sim_dose(sim, d->input, time, d->amount, d->amount_unit, d->duration, record);
  }
  if (d->steady && !d->has_every) {
    return impakt_sim_steady_infusion(sim, d->input, time, d->rate, d->rate_unit, d->steady,
                                      record);
  }
  return impakt_sim_infuse(sim, d->input, time, d->rate, d->rate_unit, d->duration, record);
}

static void made(const struct setup *setup, int record)
{
  if (setup->made) {
    setup->made->first = setup->made->first < 0 ? record : setup->made->first;
    setup->made->last = record;
  }
}

/* "most", "course" and "checks" */
static int set_rest(const struct setup *setup, const struct scenario_path *path,
                    const json_t *value, int record)
{
  const struct scenario_path most_path = { path, "most", 0 },
                             course_path = { path, "course", 0 },
                             checks_path = { path, "checks", 0 };
  const json_t *const most = member(value, "most"), *const course = member(value, "course");
  double amount;
  const char *unit;
  int number;
  if (most && (reader_quantity(setup->reader, &most_path, most, &amount, &unit) ||
               setup_library(setup, &most_path,
                             impakt_sim_dose_most(setup->sim, record, amount, unit)))) {
    return -1;
  }
  if (course && (reader_count(setup->reader, &course_path, course, &number) ||
                 setup_library(setup, &course_path,
                               impakt_sim_dose_course(setup->sim, record, number)))) {
    return -1;
  }
  return scenario_set_checks(setup, &checks_path, member(value, "checks"), record);
}

static int give(const struct setup *setup, const struct scenario_path *path,
                const struct places *at, const struct dose *dose, double time,
                const json_t *value)
{
  int record;
  const impakt_status status = give_once(setup, dose, time, &record);
  if (status == IMPAKT_E_NAME) {
    const int input = impakt_model_index(setup->scenario->model, IMPAKT_INPUT, dose->input) < 0;
    return setup_library(setup, input ? &at->input : &at->modelled, status);
  }
  if (status == IMPAKT_E_UNIT) {
    return setup_library(setup, dose->has_amount ? &at->amount : &at->rate, status);
  }
  if (setup_library(setup, path, status)) {
    return -1;
  }
  made(setup, record);
  if (set_rest(setup, path, value, record)) {
    return -1;
  }
  if (dose->steady && dose->has_every &&
      setup_library(setup, &at->steady,
                    impakt_sim_dose_steady(setup->sim, record, dose->every, dose->steady))) {
    return -1;
  }
  return dose->count > 1 ? setup_library(setup, &at->every,
                                         impakt_sim_dose_repeat(setup->sim, record, dose->every,
                                                                dose->count))
                         : 0;
}

/* ---- states set anew -------------------------------------------------------------------- */

/* {"replace": {"A": "3 mg"}}: every state by itself. */
static int set_states(const struct setup *setup, const struct scenario_path *path,
                      const json_t *states, int replace, double time, const struct dose *repeat)
{
  const impakt_model *model = setup->scenario->model;
  const char *name;
  json_t *value;
  if (reader_object(setup->reader, path, states, "states and their values {...}")) {
    return -1;
  }
  json_object_foreach((json_t *)states, name, value)
  {
    const struct scenario_path item = { path, name, 0 };
    const int state = impakt_model_index(model, IMPAKT_STATE, name);
    const char *unit =
        replace ? impakt_model_text(model, IMPAKT_STATE, state, IMPAKT_UNIT) : "1";
    double number;
    int record;
    if (reader_value(setup->reader, &item, value, unit, &number)) {
      return -1;
    }
    const impakt_status status =
        replace ? impakt_sim_replace(setup->sim, name, time, number, &record)
                : impakt_sim_multiply(setup->sim, name, time, number, &record);
    if (setup_library(setup, &item, status)) {
      return -1;
    }
    made(setup, record);
    if ((repeat->count > 1 &&
         setup_library(
             setup, &item,
             impakt_sim_dose_repeat(setup->sim, record, repeat->every, repeat->count)))) {
      return -1;
    }
  }
  return 0;
}

static int read_repeats(const struct setup *setup, const struct places *at, const json_t *value,
                        struct dose *repeat)
{
  *repeat = (struct dose){ .count = 1 };
  return read_numbers(setup->reader, at, value, repeat) ||
         check_repeats(setup->reader, at, repeat, member(value, "count") != NULL);
}

static int set_event(const struct setup *setup, const struct scenario_path *path,
                     const json_t *value, double time)
{
  const struct places at = places_of(path);
  const struct scenario_path replace_path = { path, "replace", 0 },
                             multiply_path = { path, "multiply", 0 },
                             reset_path = { path, "reset", 0 };
  const json_t *const reset = member(value, "reset"), *const replace = member(value, "replace"),
                      *const multiply = member(value, "multiply");
  struct dose repeat;
  int record;
  if (read_repeats(setup, &at, value, &repeat)) {
    return -1;
  }
  if (reset && !json_is_true(reset)) {
    return reader_fail(setup->reader, &reset_path, "expected true; leave it out otherwise");
  }
  if (reset) {
    if (setup_library(setup, path, impakt_sim_reset(setup->sim, time, &record))) {
      return -1;
    }
    made(setup, record);
    if (repeat.count > 1 &&
        setup_library(setup, path,
                      impakt_sim_dose_repeat(setup->sim, record, repeat.every, repeat.count))) {
      return -1;
    }
  }
  return (replace && set_states(setup, &replace_path, replace, 1, time, &repeat)) ||
         (multiply && set_states(setup, &multiply_path, multiply, 0, time, &repeat));
}

/* ---- all -------------------------------------------------------------------------------- */

static int set_once(const struct setup *setup, const struct scenario_path *path,
                    const json_t *value, double time)
{
  const struct places at = places_of(path);
  struct dose dose;
  if (is_event(value)) {
    return set_event(setup, path, value, time);
  }
  return read_dose(setup, path, &at, value, &dose) ||
         give(setup, path, &at, &dose, time, value);
}

static int set_dose(const struct setup *setup, const struct scenario_path *path,
                    const json_t *value, int by_rule)
{
  const struct scenario_path time_path = { path, "time", 0 };
  const json_t *const times = member(value, "time");
  double time;
  if (!is_event(value) && !member(value, "input")) {
    return reader_fail(setup->reader, path, "\"input\" is missing");
  }
  if (!times && by_rule) {
    return set_once(setup, path, value, 0);
  }
  if (!times) {
    return reader_fail(setup->reader, path, "\"time\" is missing, such as \"0 d\"");
  }
  if (!json_is_array(times)) {
    return reader_hours(setup->reader, &time_path, times, &time) ||
           set_once(setup, path, value, time);
  }
  if (json_array_size(times) == 0) {
    return reader_fail(setup->reader, &time_path, "an empty list of times");
  }
  for (size_t i = 0; i < json_array_size(times); i++) {
    const struct scenario_path item = { &time_path, NULL, i };
    if (reader_hours(setup->reader, &item, json_array_get(times, i), &time) ||
        set_once(setup, path, value, time)) {
      return -1;
    }
  }
  return 0;
}

int scenario_set_dose_of_rule(const struct setup *setup, const struct scenario_path *path,
                              const json_t *value)
{
  return set_dose(setup, path, value, 1);
}

const struct layer *scenario_highest(const struct arm *arm, const char *key)
{
  for (int i = arm->n_layers - 1; i >= 0; i--) {
    if (member(arm->layers[i].settings, key)) {
      return &arm->layers[i];
    }
  }
  return NULL;
}

/* Weight, body surface and molar mass are looked up here, and missed here rather than later. */
static int look_up(const struct setup *setup, const struct scenario_path *path)
{
  size_t count;
  return setup_library(setup, path,
                       impakt_sim_doses(setup->sim, NULL, NULL, NULL, NULL, 0, &count));
}

int scenario_set_dose(const struct setup *setup, const struct scenario_path *path,
                      const json_t *value)
{
  return set_dose(setup, path, value, 0);
}

int scenario_check_weights(const struct setup *setup, const struct scenario_path *path)
{
  return look_up(setup, path);
}

int scenario_set_doses(const struct setup *setup, const struct arm *arm)
{
  const struct layer *layer = scenario_highest(arm, "doses");
  if (!layer) {
    return 0;
  }
  const struct scenario_path path = { layer->path, "doses", 0 };
  const json_t *doses = member(layer->settings, "doses");
  if (json_is_object(doses)) {
    return scenario_set_table(setup, &path, doses) || look_up(setup, &path);
  }
  for (size_t i = 0; i < json_array_size(doses); i++) {
    const struct scenario_path item = { &path, NULL, i };
    if (set_dose(setup, &item, json_array_get(doses, i), 0)) {
      return -1;
    }
  }
  if (look_up(setup, &path) == 0) {
    return 0;
  }
  /* once more, one by one, to say which it is */
  impakt_sim_dose_clear(setup->sim);
  for (size_t i = 0; i < json_array_size(doses); i++) {
    const struct scenario_path item = { &path, NULL, i };
    if (set_dose(setup, &item, json_array_get(doses, i), 0) || look_up(setup, &item)) {
      break;
    }
  }
  return -1;
}
