/* locate.c — where in a JSON text a value stands.
 *
 * The text is known to be valid, so that braces and strings can be trusted and nothing has to be
 * understood but them.  Every step is bounded all the same. */
#include "locate.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct cursor {
  const char *at, *end;
};

static int peek(const struct cursor *c) { return c->at < c->end ? (unsigned char)*c->at : -1; }

static int take(struct cursor *c, char wanted)
{
  if (peek(c) != (unsigned char)wanted) {
    return 0;
  }
  c->at++;
  return 1;
}

static void skip_space(struct cursor *c)
{
  while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at != '\0') {
    c->at++;
  }
}

static void skip_string(struct cursor *c)
{
  c->at++;
  while (c->at < c->end && *c->at != '"') {
    c->at += *c->at == '\\' && c->end - c->at > 1 ? 2 : 1;
  }
  take(c, '"');
}

static void skip_value(struct cursor *c)
{
  size_t depth = 0;
  skip_space(c);
  while (c->at < c->end) {
    const char now = *c->at;
    if (now == '"') {
      skip_string(c);
    } else if (now == '{' || now == '[') {
      depth++;
      c->at++;
    } else if (now == '}' || now == ']') {
      if (depth == 0) {
        return;
      }
      depth--;
      c->at++;
    } else if (depth == 0 && now == ',') {
      return;
    } else {
      c->at++;
      continue;
    }
    if (depth == 0) {
      return;
    }
  }
}

/* Whether the string token, quotes included, spells key. */
static int spells(const char *token, size_t length, const char *key)
{
  if (!memchr(token, '\\', length)) {
    return length == strlen(key) + 2 && memcmp(token + 1, key, length - 2) == 0;
  }
  json_t *value = json_loadb(token, length, JSON_DECODE_ANY, NULL);
  const int same = json_is_string(value) && strcmp(json_string_value(value), key) == 0;
  json_decref(value);
  return same;
}

/* Moves to the value of one step and reports where the step begins; NULL if there is none. */
static const char *enter(struct cursor *c, const struct scenario_path *step)
{
  size_t index = 0;
  skip_space(c);
  if (!take(c, step->key ? '{' : '[')) {
    return NULL;
  }
  for (;; index++) {
    skip_space(c);
    const char *start = c->at;
    if (step->key) {
      if (peek(c) != '"') {
        return NULL;
      }
      skip_string(c);
      const size_t length = (size_t)(c->at - start);
      skip_space(c);
      take(c, ':');
      if (spells(start, length, step->key)) {
        return start;
      }
    } else if (peek(c) < 0 || peek(c) == ']') {
      return NULL;
    } else if (index == step->index) {
      return start;
    }
    skip_value(c);
    skip_space(c);
    if (!take(c, ',')) {
      return NULL;
    }
  }
}

int scenario_line(const char *text, size_t length, const struct scenario_path *path)
{
  const struct scenario_path *steps[SCENARIO_DEPTH];
  size_t n = 0;
  for (; path && n < SCENARIO_DEPTH; path = path->up) {
    steps[n++] = path;
  }
  struct cursor c = { text, text + length };
  skip_space(&c);
  const char *found = c.at;
  while (n > 0) {
    const char *start = enter(&c, steps[--n]);
    if (!start) {
      break;
    }
    found = start;
  }
  int line = 1;
  for (const char *at = text; at < found; at++) {
    line += *at == '\n';
  }
  return line;
}

void scenario_path_write(char *out, size_t size, const struct scenario_path *path)
{
  const struct scenario_path *steps[SCENARIO_DEPTH];
  size_t n = 0, used = 0;
  if (size == 0) {
    return;
  }
  out[0] = '\0';
  for (; path && n < SCENARIO_DEPTH; path = path->up) {
    steps[n++] = path;
  }
  while (n > 0 && used < size - 1) {
    const struct scenario_path *step = steps[--n];
    const int written =
        step->key ? snprintf(out + used, size - used, "%s%s", used > 0 ? "." : "", step->key)
                  : snprintf(out + used, size - used, "[%zu]", step->index);
    if (written < 0) {
      break;
    }
    used += (size_t)written;
  }
}
