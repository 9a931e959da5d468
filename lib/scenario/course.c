/* course.c — a parameter or covariate in time: {"times": [...], "values": [...], "rule": "..."}. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const scenario_rules[] = { "carried forward", "carried backward", "linear", NULL };

static const char *const course_keys[] = { "times", "values", "rule", NULL };

void scenario_course_free(struct scenario_course *course)
{
  free(course->times);
  free(course->values);
  *course = (struct scenario_course){ 0 };
}

static int read_rule(const struct reader *reader, const struct scenario_path *path,
                     const json_t *value, int *rule)
{
  const struct scenario_path here = { path, "rule", 0 };
  char rules[80];
  reader_list(rules, sizeof rules, scenario_rules);
  if (!value) {
    return reader_fail(reader, path,
                       "\"rule\" is missing: %s says what holds between the times", rules);
  }
  *rule = json_is_string(value) ? reader_choice(json_string_value(value), scenario_rules) : -1;
  return *rule < 0 ? reader_fail(reader, &here, "expected %s", rules) : 0;
}

/* A list that is there and not empty. */
static int check_list(const struct reader *reader, const struct scenario_path *path,
                      const char *key, const json_t *list, const char *expected)
{
  const struct scenario_path here = { path, key, 0 };
  if (!list) {
    return reader_fail(reader, path, "\"%s\" is missing: %s", key, expected);
  }
  if (reader_array(reader, &here, list, expected)) {
    return -1;
  }
  return json_array_size(list) == 0 ? reader_fail(reader, &here, "an empty list") : 0;
}

static int read_numbers(const struct reader *reader, const struct scenario_path *path,
                        const json_t *times, const json_t *values, const char *unit,
                        struct scenario_course *course)
{
  const struct scenario_path times_path = { path, "times", 0 },
                             values_path = { path, "values", 0 };
  for (size_t i = 0; i < course->n; i++) {
    const struct scenario_path time = { &times_path, NULL, i },
                               value = { &values_path, NULL, i };
    if (reader_hours(reader, &time, json_array_get(times, i), &course->times[i]) ||
        reader_value(reader, &value, json_array_get(values, i), unit, &course->values[i])) {
      return -1;
    }
  }
  return 0;
}

int scenario_read_course(const struct reader *reader, const struct scenario_path *path,
                         const json_t *value, const char *unit, struct scenario_course *course)
{
  const json_t *const times = member(value, "times"), *const values = member(value, "values");
  const size_t n = json_array_size(times);
  int rule = -1;
  if (reader_keys(reader, path, value,
                  "a value, or an object {\"times\", \"values\", \"rule\"}", course_keys) ||
      check_list(reader, path, "times", times, "a list of times such as [\"0 d\", \"28 d\"]") ||
      check_list(reader, path, "values", values, "a list of values, one for each time") ||
      read_rule(reader, path, member(value, "rule"), &rule)) {
    return -1;
  }
  if (json_array_size(values) != n) {
    return reader_fail(reader, path, "there are %zu times and %zu values", n,
                       json_array_size(values));
  }
  struct scenario_course read = { malloc(n * sizeof(double)), malloc(n * sizeof(double)), n,
                                  rule };
  const int failed = !read.times || !read.values
                         ? reader_memory(reader)
                         : read_numbers(reader, path, times, values, unit, &read);
  if (failed) {
    scenario_course_free(&read);
    return -1;
  }
  *course = read;
  return 0;
}

int scenario_course_failed(const struct setup *setup, const struct scenario_path *path,
                           impakt_status status)
{
  const struct scenario_path times = { path, "times", 0 }, values = { path, "values", 0 };
  const char *sentence = impakt_sim_message(setup->sim);
  size_t row;
  int said = 0; /* characters that say which value it is, as the place does */
  if (status >= 0) {
    return 0;
  }
  if (sscanf(sentence, "values[%zu]: %n", &row, &said) == 1 && said > 0) {
    const struct scenario_path value = { &values, NULL, row };
    return reader_fail(setup->reader, &value, "%s", sentence + said);
  }
  return reader_fail(setup->reader, status == IMPAKT_E_ORDER ? &times : path, "%s", sentence);
}
