/* reader.c — pieces of a JSON document, each checked and refused with its place. */
#include "reader.h"

#include "message.h"
#include "units.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence cut in the middle of a character, or with characters that could disturb a terminal,
 * gets '?' in their place. */
static void clean(char *text)
{
  for (unsigned char *c = (unsigned char *)text; *c;) {
    const int more = *c >= 0xF0 ? 3 : *c >= 0xE0 ? 2 : *c >= 0xC0 ? 1 : 0;
    int found = 0;
    while (found < more && (c[found + 1] & 0xC0) == 0x80) {
      found++;
    }
    if (found < more || *c < ' ' || (*c >= 127 && *c < 0xC0)) {
      *c++ = '?';
    } else {
      c += more + 1;
    }
  }
}

int reader_fail(const struct reader *reader, const struct scenario_path *path,
                const char *format, ...)
{
  char where[160], sentence[512];
  va_list rest;
  va_start(rest, format);
  vsnprintf(sentence, sizeof sentence, format, rest);
  va_end(rest);
  scenario_path_write(where, sizeof where, path);
  clean(where);
  clean(sentence);
  if (reader->length > 0) {
    snprintf(reader->message, reader->length, "%.255s:%d: %s%s%s", reader->file,
             scenario_line(reader->text, reader->n, path), where, where[0] ? ": " : "",
             sentence);
  }
  return -1;
}

int reader_memory(const struct reader *reader)
{
  if (reader->length > 0) {
    snprintf(reader->message, reader->length, "%.255s: out of memory", reader->file);
  }
  return -1;
}

static const char *name_of_known(const void *list, int i)
{
  return ((const char *const *)list)[i];
}

const char *reader_nearest(const char *word, const char *const *known)
{
  return message_nearest(word, name_of_known, known);
}

int reader_choice(const char *text, const char *const *known)
{
  for (int i = 0; known[i]; i++) {
    if (strcmp(text, known[i]) == 0) {
      return i;
    }
  }
  return -1;
}

void reader_list(char *out, size_t size, const char *const *known)
{
  size_t used = 0;
  out[0] = '\0';
  for (int i = 0; known[i] && used < size; i++) {
    const char *join = i == 0 ? "" : known[i + 1] ? ", " : " or ";
    const int written = snprintf(out + used, size - used, "%s'%s'", join, known[i]);
    used += written > 0 ? (size_t)written : 0;
  }
}

static const char *type_name(const json_t *value)
{
  switch (value ? json_typeof(value) : JSON_NULL) {
  case JSON_OBJECT: return "an object {...}";
  case JSON_ARRAY: return "a list [...]";
  case JSON_STRING: return "a string";
  case JSON_INTEGER:
  case JSON_REAL: return "a number";
  case JSON_TRUE:
  case JSON_FALSE: return "true or false";
  default: return "null";
  }
}

int reader_object(const struct reader *reader, const struct scenario_path *path,
                  const json_t *value, const char *expected)
{
  return json_is_object(value)
             ? 0
             : reader_fail(reader, path, "expected %s, not %s", expected, type_name(value));
}

int reader_array(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, const char *expected)
{
  return json_is_array(value)
             ? 0
             : reader_fail(reader, path, "expected %s, not %s", expected, type_name(value));
}

int reader_string(const struct reader *reader, const struct scenario_path *path,
                  const json_t *value, const char *expected)
{
  return json_is_string(value)
             ? 0
             : reader_fail(reader, path, "expected %s, not %s", expected, type_name(value));
}

int reader_keys(const struct reader *reader, const struct scenario_path *path,
                const json_t *value, const char *expected, const char *const *known)
{
  if (reader_object(reader, path, value, expected)) {
    return -1;
  }
  for (void *at = json_object_iter((json_t *)value); at;
       at = json_object_iter_next((json_t *)value, at)) {
    const struct scenario_path here = { path, json_object_iter_key(at), 0 };
    if (reader_choice(here.key, known) < 0) {
      const char *nearest = reader_nearest(here.key, known);
      char list[256];
      if (nearest) {
        return reader_fail(reader, &here, "unknown key; did you mean '%s'?", nearest);
      }
      reader_list(list, sizeof list, known);
      return reader_fail(reader, &here, "unknown key; expected %s", list);
    }
  }
  return 0;
}

int reader_quantity(const struct reader *reader, const struct scenario_path *path,
                    const json_t *value, double *number, const char **unit)
{
  char reason[256];
  if (json_is_number(value)) {
    *number = json_number_value(value);
    *unit = NULL;
    return 0;
  }
  if (!json_is_string(value)) {
    return reader_fail(reader, path,
                       "expected a number, or a string of number and unit, not %s",
                       type_name(value));
  }
  if (units_quantity(json_string_value(value), number, unit, reason, sizeof reason)) {
    return reader_fail(reader, path, "%s", reason);
  }
  *unit = **unit ? *unit : NULL;
  return 0;
}

/* value in unit `from` becomes value in unit `to`; 0, or -1 if they measure different things. */
static int convert(const char *from, const char *to, double *value)
{
  struct unit a, b;
  if (units_parse(from, &a, NULL, 0) || units_parse(to, &b, NULL, 0) ||
      !units_convertible(&a, &b)) {
    return -1;
  }
  *value *= units_ratio(&a, &b);
  return 0;
}

int reader_value(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, const char *wanted, double *number)
{
  const char *unit;
  double found;
  if (reader_quantity(reader, path, value, &found, &unit)) {
    return -1;
  }
  if (unit && wanted && convert(unit, wanted, &found)) {
    return reader_fail(reader, path, "'%s' does not convert to %s", unit, wanted);
  }
  if (!isfinite(found)) {
    return reader_fail(reader, path, "the number is too large");
  }
  *number = found;
  return 0;
}

int reader_hours(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, double *hours)
{
  const char *unit;
  double found;
  if (!json_is_number(value) && !json_is_string(value)) {
    return reader_fail(reader, path, "expected a time such as \"28 d\", not %s",
                       type_name(value));
  }
  if (reader_quantity(reader, path, value, &found, &unit)) {
    return -1;
  }
  if (!unit && (found < 0 || found > 0)) {
    return reader_fail(reader, path, "a time needs its unit, such as \"28 d\" or \"1 h\"");
  }
  if (unit && convert(unit, "h", &found)) {
    return reader_fail(reader, path, "'%s' is not a unit of time such as h or d", unit);
  }
  if (found < 0) {
    return reader_fail(reader, path, "a time cannot be negative; the run starts at 0");
  }
  if (!isfinite(found)) {
    return reader_fail(reader, path, "the number is too large");
  }
  *hours = found;
  return 0;
}

int reader_count(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, int *count)
{
  if (!json_is_integer(value) || json_integer_value(value) < 1 ||
      json_integer_value(value) > 100000) {
    return reader_fail(reader, path, "expected a whole number from 1 to 100000");
  }
  *count = (int)json_integer_value(value);
  return 0;
}
