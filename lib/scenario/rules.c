/* rules.c — "rules" of a scenario, and "checks" of a dose. */
#include "internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const rule_keys[] = { "name", "when", "limit", "rest", "again",
                                         "from", "to",   "do",    NULL };
static const char *const when_keys[] = { "quantity", "rises above", "falls below", "rearm",
                                         NULL };
static const char *const limit_keys[] = { "most", "within", NULL };
static const char *const action_keys[] = { "dose", "hold", "resume", "scale", "rate",
                                           "set",  "stop", "after",  NULL };
static const char *const check_keys[] = { "name",  "quantity", "above", "below", "skip",
                                          "delay", "scale",    "end",   NULL };

/* ---- shape ------------------------------------------------------------------------------ */

static int check_actions(const struct reader *reader, const struct scenario_path *path,
                         const json_t *actions)
{
  if (reader_array(reader, path, actions, "a list of actions [{...}]")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(actions); i++) {
    const struct scenario_path item = { path, NULL, i }, dose = { &item, "dose", 0 };
    const json_t *action = json_array_get(actions, i);
    if (reader_keys(reader, &item, action, "an action as an object {...}", action_keys)) {
      return -1;
    }
    if (member(action, "dose") && scenario_check_dose(reader, &dose, member(action, "dose"))) {
      return -1;
    }
  }
  return 0;
}

int scenario_check_rule(const struct reader *reader, const struct scenario_path *path,
                        const json_t *value)
{
  const struct scenario_path when = { path, "when", 0 }, actions = { path, "do", 0 },
                             name = { path, "name", 0 };
  if (reader_keys(reader, path, value, "a rule as an object {...}", rule_keys)) {
    return -1;
  }
  if (!member(value, "when") || !member(value, "do")) {
    return reader_fail(reader, path, "\"%s\" is missing",
                       member(value, "when") ? "do" : "when");
  }
  if (member(value, "name") && reader_string(reader, &name, member(value, "name"), "a name")) {
    return -1;
  }
  return reader_keys(reader, &when, member(value, "when"), "an object {...}", when_keys) ||
         check_actions(reader, &actions, member(value, "do"));
}

int scenario_check_checks(const struct reader *reader, const struct scenario_path *path,
                          const json_t *value)
{
  if (reader_array(reader, path, value, "a list of checks [{...}]")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(value); i++) {
    const struct scenario_path item = { path, NULL, i }, name = { &item, "name", 0 };
    const json_t *check = json_array_get(value, i);
    if (reader_keys(reader, &item, check, "a check as an object {...}", check_keys) ||
        (member(check, "name") &&
         reader_string(reader, &name, member(check, "name"), "a name"))) {
      return -1;
    }
  }
  return 0;
}

/* ---- what both look at ------------------------------------------------------------------ */

struct crossing {
  const char *quantity, *unit;
  int direction;
  double level;
};

/* {"quantity": ..., up or down: level}. */
static int read_crossing(const struct setup *setup, const struct scenario_path *path,
                         const json_t *value, const char *up, const char *down,
                         struct crossing *crossing)
{
  const impakt_model *model = setup->scenario->model;
  const json_t *const high = member(value, up), *const low = member(value, down),
                      *const quantity = member(value, "quantity");
  const struct scenario_path quantity_path = { path, "quantity", 0 },
                             level_path = { path, high ? up : down, 0 };
  if (!quantity) {
    return reader_fail(setup->reader, path, "\"quantity\" is missing");
  }
  if (reader_string(setup->reader, &quantity_path, quantity, "the name of a state or output")) {
    return -1;
  }
  if (!high == !low) {
    return reader_fail(setup->reader, path, "expected \"%s\" or \"%s\", one of the two", up,
                       down);
  }
  crossing->quantity = json_string_value(quantity);
  crossing->direction = high ? IMPAKT_RISING : IMPAKT_FALLING;
  crossing->unit = NULL;
  for (int k = 0; k < 2; k++) {
    const int kind = k ? IMPAKT_OUTPUT : IMPAKT_STATE;
    const int row = impakt_model_index(model, kind, crossing->quantity);
    if (row >= 0) {
      crossing->unit = impakt_model_text(model, kind, row, IMPAKT_UNIT);
    }
  }
  return reader_value(setup->reader, &level_path, high ? high : low, crossing->unit,
                      &crossing->level);
}

static int failed_crossing(const struct setup *setup, const struct scenario_path *path,
                           impakt_status status)
{
  const struct scenario_path quantity = { path, "quantity", 0 };
  return setup_library(setup, status == IMPAKT_E_NAME ? &quantity : path, status);
}

/* ---- checks ----------------------------------------------------------------------------- */

static int read_act(const struct setup *setup, const struct scenario_path *path,
                    const json_t *check, int *act, double *value)
{
  static const char *const words[] = { "skip", "delay", "scale", "end" }; /* IMPAKT_SKIP, ... */
  const json_t *found = NULL;
  *value = 0;
  for (int i = 0; i < 4; i++) {
    const json_t *here = member(check, words[i]);
    if (here && found) {
      return reader_fail(setup->reader, path,
                         "expected one of \"skip\", \"delay\", \"scale\" "
                         "and \"end\"");
    }
    if (here) {
      found = here;
      *act = i;
    }
  }
  if (!found) {
    return reader_fail(setup->reader, path,
                       "\"skip\", \"delay\", \"scale\" or \"end\" is missing");
  }
  const struct scenario_path here = { path, words[*act], 0 };
  if (*act == IMPAKT_DELAY) {
    return reader_hours(setup->reader, &here, found, value);
  }
  if (*act == IMPAKT_SCALE) {
    return reader_value(setup->reader, &here, found, "1", value);
  }
  return json_is_true(found) ? 0 : reader_fail(setup->reader, &here, "expected true");
}

int scenario_set_checks(const struct setup *setup, const struct scenario_path *path,
                        const json_t *checks, int record)
{
  for (size_t i = 0; i < json_array_size(checks); i++) {
    const struct scenario_path item = { path, NULL, i };
    const json_t *check = json_array_get(checks, i);
    struct crossing c;
    double value;
    int act = 0;
    if (read_crossing(setup, &item, check, "above", "below", &c) ||
        read_act(setup, &item, check, &act, &value) ||
        failed_crossing(setup, &item,
                        impakt_sim_check(setup->sim, record, c.quantity, c.direction, c.level,
                                         act, value, NULL))) {
      return -1;
    }
    if (scenario_note_check(setup, check)) {
      return reader_memory(setup->reader);
    }
  }
  return 0;
}

/* ---- actions ---------------------------------------------------------------------------- */

struct action { /* one of a rule */
  int rule;
  double delay;
};

/* The dose's records are those that reading it makes. */
static int set_dose(const struct setup *setup, const struct scenario_path *path,
                    const json_t *value, const struct action *action)
{
  setup->made->first = -1;
  if (scenario_set_dose_of_rule(setup, path, value)) {
    return -1;
  }
  const struct made made = *setup->made;
  for (int record = made.first; record >= 0 && record <= made.last; record++) {
    if (setup_library(setup, path,
                      impakt_sim_rule_dose(setup->sim, action->rule, record, action->delay))) {
      return -1;
    }
  }
  return 0;
}

static int set_factor(const struct setup *setup, const struct scenario_path *path,
                      const json_t *value, double factor, const struct action *action)
{
  return reader_string(setup->reader, path, value, "the name of an input") ||
         setup_library(setup, path,
                       impakt_sim_rule_scale(setup->sim, action->rule, json_string_value(value),
                                             factor, action->delay));
}

static int set_scale(const struct setup *setup, const struct scenario_path *path,
                     const char *name, const json_t *value, const struct action *action)
{
  double factor;
  return reader_value(setup->reader, path, value, "1", &factor) ||
         setup_library(
             setup, path,
             impakt_sim_rule_scale(setup->sim, action->rule, name, factor, action->delay));
}

static int set_rate(const struct setup *setup, const struct scenario_path *path,
                    const char *name, const json_t *value, const struct action *action)
{
  double rate;
  const char *unit;
  return reader_quantity(setup->reader, path, value, &rate, &unit) ||
         setup_library(
             setup, path,
             impakt_sim_rule_rate(setup->sim, action->rule, name, rate, unit, action->delay));
}

static int set_parameter(const struct setup *setup, const struct scenario_path *path,
                         const char *name, const json_t *value, const struct action *action)
{
  const impakt_model *model = setup->scenario->model;
  const int row = impakt_model_index(model, IMPAKT_PARAMETER, name);
  double number;
  return reader_value(setup->reader, path, value,
                      impakt_model_text(model, IMPAKT_PARAMETER, row, IMPAKT_UNIT), &number) ||
         setup_library(
             setup, path,
             impakt_sim_rule_set(setup->sim, action->rule, name, number, action->delay));
}

/* {name: value, ...} */
static int set_each(const struct setup *setup, const struct scenario_path *path,
                    const json_t *object, const struct action *action,
                    int (*set)(const struct setup *, const struct scenario_path *, const char *,
                               const json_t *, const struct action *))
{
  const char *name;
  json_t *value;
  if (reader_object(setup->reader, path, object, "an object {name: value}")) {
    return -1;
  }
  json_object_foreach((json_t *)object, name, value)
  {
    const struct scenario_path item = { path, name, 0 };
    if (set(setup, &item, name, value, action)) {
      return -1;
    }
  }
  return 0;
}

static int set_action(const struct setup *setup, const struct scenario_path *path,
                      const json_t *value, int rule)
{
  struct action action = { rule, 0 };
  const struct scenario_path after = { path, "after", 0 };
  const json_t *const delay = member(value, "after");
  if (delay && reader_hours(setup->reader, &after, delay, &action.delay)) {
    return -1;
  }
  if (json_object_size(value) != (delay ? 2u : 1u)) {
    return reader_fail(setup->reader, path,
                       "expected one of \"dose\", \"hold\", \"resume\", \"scale\", \"rate\", "
                       "\"set\" and \"stop\", and \"after\" beside it");
  }
  const char *key = NULL;
  json_t *what = NULL, *each;
  const char *name;
  json_object_foreach((json_t *)value, name, each)
  {
    if (strcmp(name, "after") != 0) {
      key = name;
      what = each;
    }
  }
  const struct scenario_path here = { path, key, 0 };
  if (!key) {
    return reader_fail(setup->reader, path, "what is to be done is missing");
  }
  if (strcmp(key, "dose") == 0) {
    return set_dose(setup, &here, what, &action);
  }
  if (strcmp(key, "hold") == 0 || strcmp(key, "resume") == 0) {
    return set_factor(setup, &here, what, *key == 'r', &action);
  }
  if (strcmp(key, "scale") == 0) {
    return set_each(setup, &here, what, &action, set_scale);
  }
  if (strcmp(key, "rate") == 0) {
    return set_each(setup, &here, what, &action, set_rate);
  }
  if (strcmp(key, "set") == 0) {
    return set_each(setup, &here, what, &action, set_parameter);
  }
  if (!json_is_true(what)) {
    return reader_fail(setup->reader, &here, "expected true");
  }
  return setup_library(setup, &here, impakt_sim_rule_stop(setup->sim, rule, action.delay));
}

/* ---- rules ------------------------------------------------------------------------------ */

/* A number of firings in all, or {"most": 3, "within": "24 h"}, or a list of these. */
static int set_limit(const struct setup *setup, const struct scenario_path *path,
                     const json_t *value, int rule)
{
  int most = 0;
  double within = 0;
  if (json_is_array(value)) {
    for (size_t i = 0; i < json_array_size(value); i++) {
      const struct scenario_path item = { path, NULL, i };
      const json_t *one = json_array_get(value, i);
      if (json_is_array(one) || set_limit(setup, &item, one, rule)) {
        return json_is_array(one) ? reader_fail(setup->reader, &item, "a list in a list") : -1;
      }
    }
    return 0;
  }
  if (json_is_object(value)) {
    const struct scenario_path most_path = { path, "most", 0 },
                               within_path = { path, "within", 0 };
    const json_t *const time = member(value, "within");
    if (reader_keys(setup->reader, path, value, "an object {...}", limit_keys)) {
      return -1;
    }
    if (!member(value, "most")) {
      return reader_fail(setup->reader, path, "\"most\" is missing");
    }
    if (reader_count(setup->reader, &most_path, member(value, "most"), &most) ||
        (time && reader_hours(setup->reader, &within_path, time, &within))) {
      return -1;
    }
  } else if (reader_count(setup->reader, path, value, &most)) {
    return -1;
  }
  return setup_library(setup, path, impakt_sim_rule_limit(setup->sim, rule, most, within));
}

static int set_times(const struct setup *setup, const struct scenario_path *path,
                     const json_t *value, int rule)
{
  const struct scenario_path rest_path = { path, "rest", 0 }, again_path = { path, "again", 0 },
                             from_path = { path, "from", 0 }, to_path = { path, "to", 0 };
  const json_t *const rest = member(value, "rest"), *const again = member(value, "again"),
                      *const from = member(value, "from"), *const to = member(value, "to");
  double hours = 0, start = 0, end = INFINITY;
  if (again && !json_is_boolean(again)) {
    return reader_fail(setup->reader, &again_path, "expected true or false");
  }
  if (again && !rest) {
    return reader_fail(setup->reader, &again_path, "\"again\" needs \"rest\" beside it");
  }
  if ((rest && reader_hours(setup->reader, &rest_path, rest, &hours)) ||
      (from && reader_hours(setup->reader, &from_path, from, &start)) ||
      (to && reader_hours(setup->reader, &to_path, to, &end))) {
    return -1;
  }
  return (rest &&
          setup_library(setup, &rest_path,
                        impakt_sim_rule_rest(setup->sim, rule, hours, json_is_true(again)))) ||
         ((from || to) && setup_library(setup, to ? &to_path : &from_path,
                                        impakt_sim_rule_between(setup->sim, rule, start, end)));
}

static int set_rule(const struct setup *setup, const struct scenario_path *path,
                    const json_t *value)
{
  const struct scenario_path when_path = { path, "when", 0 },
                             rearm_path = { &when_path, "rearm", 0 },
                             limit_path = { path, "limit", 0 }, do_path = { path, "do", 0 };
  const json_t *const when = member(value, "when"), *const rearm = member(when, "rearm"),
                      *const limit = member(value, "limit"),
                      *const actions = member(value, "do");
  struct crossing c;
  double level;
  int rule;
  if (read_crossing(setup, &when_path, when, "rises above", "falls below", &c) ||
      failed_crossing(setup, &when_path,
                      impakt_sim_rule(setup->sim, c.quantity, c.direction, c.level, &rule)) ||
      (rearm &&
       (reader_value(setup->reader, &rearm_path, rearm, c.unit, &level) ||
        setup_library(setup, &rearm_path, impakt_sim_rule_rearm(setup->sim, rule, level)))) ||
      (limit && set_limit(setup, &limit_path, limit, rule)) ||
      set_times(setup, path, value, rule)) {
    return -1;
  }
  if (json_array_size(actions) == 0) {
    return reader_fail(setup->reader, &do_path, "an empty list");
  }
  for (size_t i = 0; i < json_array_size(actions); i++) {
    const struct scenario_path item = { &do_path, NULL, i };
    if (set_action(setup, &item, json_array_get(actions, i), rule)) {
      return -1;
    }
  }
  size_t count; /* weight, body surface and molar mass of what it gives are missed here */
  return setup_library(setup, path,
                       impakt_sim_doses(setup->sim, NULL, NULL, NULL, NULL, 0, &count));
}

int scenario_set_rules(const struct setup *setup, const struct arm *arm)
{
  const struct layer *layer = scenario_highest(arm, "rules");
  if (!layer) {
    return 0;
  }
  const struct scenario_path path = { layer->path, "rules", 0 };
  const json_t *rules = member(layer->settings, "rules");
  for (size_t i = 0; i < json_array_size(rules); i++) {
    const struct scenario_path item = { &path, NULL, i };
    if (set_rule(setup, &item, json_array_get(rules, i))) {
      return -1;
    }
  }
  return 0;
}
