/* rule_names.c — how rules and checks of an arm are called, by their numbers on its simulation. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *list_of(const struct scenario *s, int arm, const char *key)
{
  const struct layer *layer = scenario_highest(&s->arms[arm], key);
  return layer ? member(layer->settings, key) : NULL;
}

/* A level as it was written: a number, or a number with its unit. */
static void write_level(char *text, size_t n, const json_t *level)
{
  if (json_is_string(level)) {
    snprintf(text, n, "%s", json_string_value(level));
  } else {
    snprintf(text, n, "%g", json_number_value(level));
  }
}

static void describe(char *text, size_t n, const json_t *where, const char *up,
                     const char *down)
{
  const json_t *const high = member(where, up);
  char level[64];
  write_level(level, sizeof level, high ? high : member(where, down));
  snprintf(text, n, "%s %s %s", json_string_value(member(where, "quantity")), high ? up : down,
           level);
}

int scenario_rule_count(const struct scenario *s, int arm)
{
  return (int)json_array_size(list_of(s, arm, "rules"));
}

void scenario_rule_name(const struct scenario *s, int arm, int rule, char *text, size_t n)
{
  const json_t *value = json_array_get(list_of(s, arm, "rules"), (size_t)rule);
  const json_t *name = member(value, "name");
  if (name) {
    snprintf(text, n, "%s", json_string_value(name));
  } else {
    describe(text, n, member(value, "when"), "rises above", "falls below");
  }
}

int scenario_note_check(const struct setup *setup, const json_t *check)
{
  static const char *const words[] = { "skip", "delay", "scale", "end" };
  const json_t *name = member(check, "name");
  const char *act = "";
  char when[160];
  if (!setup->check_names) {
    return 0;
  }
  if (name) {
    return json_array_append(setup->check_names, (json_t *)name);
  }
  for (int i = 0; i < 4; i++) {
    act = member(check, words[i]) ? words[i] : act;
  }
  describe(when, sizeof when, check, "above", "below");
  return json_array_append_new(setup->check_names, json_sprintf("%s: %s", when, act));
}

char **scenario_check_names(const struct scenario *s, int arm, int *n)
{
  const struct reader silent = document_reader(&s->document, NULL, 0);
  impakt_sim *sim = NULL;
  json_t *names = json_array();
  char **list = NULL;
  if (names && scenario_set_up(s, &silent, arm, &sim, NULL, 0, names) == 0) {
    list = calloc(json_array_size(names) + 1, sizeof *list);
  }
  for (*n = 0; list && *n < (int)json_array_size(names); ++*n) {
    list[*n] = strdup(json_string_value(json_array_get(names, (size_t)*n)));
    if (!list[*n]) {
      while (*n > 0) {
        free(list[--*n]);
      }
      free(list);
      list = NULL;
      break;
    }
  }
  json_decref(names);
  impakt_sim_free(sim);
  return list;
}
