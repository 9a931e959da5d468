/* dose_table.c — "doses" of a scenario that stand in a file of comma-separated values. */
#include "internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const table_keys[] = { "table", "id", "covariates", "ignore", NULL };

int scenario_check_table(const struct reader *reader, const struct scenario_path *path,
                         const json_t *value)
{
  const struct scenario_path table = { path, "table", 0 },
                             covariates = { path, "covariates", 0 },
                             ignore = { path, "ignore", 0 };
  const json_t *const file = member(value, "table"), *const rules = member(value, "covariates"),
                      *const unused = member(value, "ignore");
  if (!file) {
    return reader_fail(reader, path,
                       "expected a list of doses, or an object with \"table\": \"doses.csv\"");
  }
  if (reader_keys(reader, path, value,
                  "a list of doses, or an object {\"table\": \"doses.csv\"}", table_keys)) {
    return -1;
  }
  if (reader_string(reader, &table, file, "the name of a file") ||
      (rules &&
       reader_object(reader, &covariates, rules, "an object {column: \"carried forward\"}")) ||
      (unused && reader_array(reader, &ignore, unused, "a list of columns"))) {
    return -1;
  }
  return 0;
}

/* What the table says has its own place in its own file. */
static int table_failed(const struct setup *setup, impakt_table *table, impakt_status status)
{
  return status < 0 ? document_pass_on(setup->reader, impakt_table_message(table)) : 0;
}

/* The columns that are no items: at their place in the scenario, if there are none of the name. */
static int set_columns(const struct setup *setup, const struct scenario_path *path,
                       const json_t *value, impakt_table *table)
{
  const struct scenario_path covariates = { path, "covariates", 0 },
                             ignore = { path, "ignore", 0 };
  const json_t *const unused = member(value, "ignore");
  char rules[80];
  const char *name;
  json_t *rule;
  reader_list(rules, sizeof rules, scenario_rules);
  json_object_foreach(member(value, "covariates"), name, rule)
  {
    const struct scenario_path item = { &covariates, name, 0 };
    const int word =
        json_is_string(rule) ? reader_choice(json_string_value(rule), scenario_rules) : -1;
    if (word < 0) {
      return reader_fail(setup->reader, &item, "expected %s", rules);
    }
    if (impakt_table_covariate(table, name, word) < 0) {
      return reader_fail(setup->reader, &item, "%s", impakt_table_message(table));
    }
  }
  for (size_t i = 0; i < json_array_size(unused); i++) {
    const struct scenario_path item = { &ignore, NULL, i };
    const json_t *const column = json_array_get(unused, i);
    if (reader_string(setup->reader, &item, column, "the name of a column")) {
      return -1;
    }
    if (impakt_table_ignore(table, json_string_value(column)) < 0) {
      return reader_fail(setup->reader, &item, "%s", impakt_table_message(table));
    }
  }
  return 0;
}

/* An ID may be written as a number, too. */
static int read_id(const struct setup *setup, const struct scenario_path *path,
                   const json_t *value, char *number, size_t length, const char **id)
{
  const struct scenario_path here = { path, "id", 0 };
  *id = NULL;
  if (!value) {
    return 0;
  }
  if (json_is_integer(value)) {
    snprintf(number, length, "%lld", (long long)json_integer_value(value));
    *id = number;
    return 0;
  }
  if (reader_string(setup->reader, &here, value,
                    "an ID of the table, as it is written there")) {
    return -1;
  }
  *id = json_string_value(value);
  return 0;
}

static int give(const struct setup *setup, const struct scenario_path *path,
                const json_t *value, impakt_table *table)
{
  char number[32];
  const char *id;
  return set_columns(setup, path, value, table) ||
                 read_id(setup, path, member(value, "id"), number, sizeof number, &id) ||
                 table_failed(setup, table, impakt_table_give(table, id, setup->sim))
             ? -1
             : 0;
}

int scenario_set_table(const struct setup *setup, const struct scenario_path *path,
                       const json_t *value)
{
  const struct reader *const reader = setup->reader;
  const struct scenario_path here = { path, "table", 0 };
  char *const file = document_beside(reader->file, json_string_value(member(value, "table")));
  char *text = NULL, problem[320];
  size_t n = 0;
  impakt_table *table = NULL;
  int status = -1;
  if (!file || impakt_table_new(&table)) {
    reader_memory(reader);
  } else if (document_read_bytes(file, &text, &n, problem, sizeof problem)) {
    reader_fail(reader, &here, "%s", problem);
  } else {
    status = table_failed(setup, table, impakt_table_read(table, file, text, n));
    if (!status) {
      status = give(setup, path, value, table);
    }
  }
  impakt_table_free(table);
  free(text);
  free(file);
  return status;
}
