/* firings.c — what rules and checks did in a run: listed, written and described. */
#include "results.h"

#include "command.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 12 }; /* times in a row of the summary */

/* ---- from the simulation ---------------------------------------------------------------- */

typedef impakt_status ask(impakt_sim *sim, int number, double *times, size_t n, size_t *count);

/* Name and times of one; NULL if there was no run. */
static json_t *describe(impakt_sim *sim, ask *when, int number, const char *name,
                        const char *what)
{
  size_t n;
  if (when(sim, number, NULL, 0, &n)) {
    return NULL;
  }
  double *times = need(calloc(n + 1, sizeof *times));
  json_t *list = need(json_array());
  if (when(sim, number, times, n, &n) == IMPAKT_OK) {
    for (size_t i = 0; i < n; i++) {
      json_array_append_new(list, need(json_real(times[i])));
    }
  }
  free(times);
  return need(json_pack("{s:s, s:o}", "name", name, what, list));
}

void firings_describe(json_t *object, const struct scenario *scenario, int arm, impakt_sim *sim)
{
  json_t *const rules = need(json_array()), *const checks = need(json_array());
  char name[256];
  for (int i = 0; i < scenario_rule_count(scenario, arm); i++) {
    scenario_rule_name(scenario, arm, i, name, sizeof name);
    json_array_append_new(rules, describe(sim, impakt_sim_fired, i, name, "fired (h)"));
  }
  int n;
  char **names = need(scenario_check_names(scenario, arm, &n));
  for (int i = 0; i < n; i++) {
    json_array_append_new(checks, describe(sim, impakt_sim_checked, i, names[i], "acted (h)"));
    free(names[i]);
  }
  free(names);
  if (json_array_size(rules) > 0) {
    json_object_set(object, "rules", rules);
  }
  if (json_array_size(checks) > 0) {
    json_object_set(object, "checks", checks);
  }
  json_decref(rules);
  json_decref(checks);
}

/* ---- from the description --------------------------------------------------------------- */

typedef void each_firing(void *to, const char *arm, const char *kind, const char *name,
                         const json_t *times);

static int for_all(const json_t *document, each_firing *each, void *to)
{
  static const char *const kinds[][2] = { { "rules", "fired (h)" }, { "checks", "acted (h)" } };
  const json_t *arms = json_object_get(document, "arms");
  int n = 0;
  for (int k = 0; k < 2; k++) {
    for (size_t arm = 0; arm < json_array_size(arms); arm++) {
      const json_t *about = json_array_get(arms, arm),
                   *list = json_object_get(about, kinds[k][0]);
      for (size_t i = 0; i < json_array_size(list); i++, n++) {
        const json_t *one = json_array_get(list, i);
        if (each) {
          each(to, json_string_value(json_object_get(about, "name")), k ? "check" : "rule",
               json_string_value(json_object_get(one, "name")),
               json_object_get(one, kinds[k][1]));
        }
      }
    }
  }
  return n;
}

int firings_any(const json_t *document) { return for_all(document, NULL, NULL) > 0; }

struct listing {
  struct table *table;
  double hours;
};

static void add_row(void *to, const char *arm, const char *kind, const char *name,
                    const json_t *times)
{
  const struct listing *listing = to;
  const size_t n = json_array_size(times);
  char text[SHOWN * NUMBER_TEXT + 64] = "", number[NUMBER_TEXT];
  for (size_t i = 0; i < n && i < SHOWN; i++) {
    snprintf(
        text + strlen(text), sizeof text - strlen(text), "%s%s", i ? ", " : "",
        number_text(number, json_real_value(json_array_get(times, i)) / listing->hours, 5));
  }
  if (n > SHOWN) {
    snprintf(text + strlen(text), sizeof text - strlen(text), ", ... (%zu)", n);
  }
  table_add(listing->table, "%s", kind);
  table_add(listing->table, "%s", name);
  table_add(listing->table, "%s", arm);
  table_add(listing->table, "%s", n ? text : "never");
}

void firings_print(const json_t *document, const struct scenario *scenario, int width)
{
  struct listing listing = { table_new("llhw"), 1 };
  const char *unit = scenario_time_unit(scenario, &listing.hours);
  table_add(listing.table, "what");
  table_add(listing.table, "acted");
  table_add(listing.table, "%s", *scenario_arm_name(scenario, 0) ? "arm" : "");
  table_add(listing.table, "at (%s)", unit);
  for_all(document, add_row, &listing);
  putchar('\n');
  table_print(listing.table, stdout, 2, width);
  table_free(listing.table);
}

struct csv {
  FILE *file;
  double hours;
};

static void write_rows(void *to, const char *arm, const char *kind, const char *name,
                       const json_t *times)
{
  const struct csv *csv = to;
  for (size_t i = 0; i < json_array_size(times); i++) {
    const char *const texts[] = { arm, kind, name };
    for (int k = 0; k < 3; k++) {
      csv_text(csv->file, texts[k]);
      putc(',', csv->file);
    }
    csv_number(csv->file, json_real_value(json_array_get(times, i)) / csv->hours);
    putc('\n', csv->file);
  }
}

int firings_write(const char *path, const json_t *document, const struct scenario *scenario)
{
  struct csv csv = { results_begin(path), 1 };
  const char *unit = scenario_time_unit(scenario, &csv.hours);
  if (!csv.file) {
    return -1;
  }
  fprintf(csv.file, "arm,what,name,time (%s)\n", unit);
  for_all(document, write_rows, &csv);
  return results_finish(csv.file, path);
}
