/* table_text.c — comma-separated text cut into fields, in place: lines that end in LF or CR LF,
 * fields in double quotes or without, a byte order mark, empty lines between. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

struct cutter {
  char *at, *end;
  int line;
};

static int is_line_end(const struct cutter *c)
{
  return c->at == c->end || *c->at == '\n' || (*c->at == '\r' && c->at[1] == '\n');
}

/* In quotes; two of them are one.  NULL if they do not end, or something follows. */
static char *cut_quoted(struct cutter *c)
{
  char *const field = ++c->at;
  char *to = field;
  for (;; c->at++) {
    if (c->at == c->end || *c->at == '\n') return NULL;
    if (*c->at == '"' && *++c->at != '"') break;
    *to++ = *c->at;
  }
  while (*c->at == ' ' || *c->at == '\t') c->at++;
  if (*c->at != ',' && !is_line_end(c)) return NULL;
  *to = '\0';
  return field;
}

static char *cut_plain(struct cutter *c)
{
  while (*c->at == ' ' || *c->at == '\t') c->at++;
  char *const field = c->at;
  while (*c->at != ',' && !is_line_end(c)) c->at++;
  return field;
}

static void trim(char *field, char *end)
{
  while (end > field && (end[-1] == ' ' || end[-1] == '\t')) end--;
  *end = '\0';
}

/* Behind the field and its comma; 1 if another field of the line follows. */
static char *cut_field(struct cutter *c, int *more)
{
  const int quoted = *c->at == '"';
  char *const field = quoted ? cut_quoted(c) : cut_plain(c);
  if (!field) return NULL;
  char *const end = c->at;
  *more = *c->at == ',';
  if (*more) {
    c->at++;
  } else if (c->at < c->end) {
    c->at += *c->at == '\r' ? 2 : 1;
    c->line++;
  }
  if (!quoted) trim(field, end);
  return field;
}

static void skip_empty_lines(struct cutter *c)
{
  for (;;) {
    char *const start = c->at;
    while (*c->at == ' ' || *c->at == '\t') c->at++;
    if (c->at == c->end) return;
    if (!is_line_end(c)) {
      c->at = start;
      return;
    }
    c->at += *c->at == '\r' ? 2 : 1;
    c->line++;
  }
}

/* ---- lines ----------------------------------------------------------------------------------- */

static int count(const char *text, const char *end, char what)
{
  int n = 0;
  for (; text < end; text++) n += *text == what;
  return n;
}

static int split_head(struct impakt_table *t, struct cutter *c)
{
  const char *const line_end = memchr(c->at, '\n', (size_t)(c->end - c->at));
  const int room = 1 + count(c->at, line_end ? line_end : c->end, ',');
  const int line = c->line;
  int more = 1;
  t->columns = calloc((size_t)room, sizeof *t->columns);
  if (!t->columns) return table_fail(t, 0, IMPAKT_E_MEMORY, "out of memory");
  while (more) {
    const char *name = cut_field(c, &more);
    if (!name)
      return table_fail(t, line, IMPAKT_E_ARGUMENT,
                        "a name in quotes does not end, or something follows it");
    if (!*name)
      return table_fail(t, line, IMPAKT_E_ARGUMENT, "column %d has no name", t->n_columns + 1);
    t->columns[t->n_columns++] = (struct table_column){ .name = name, .item = ITEM_NONE };
  }
  if (t->n_columns > 1) return IMPAKT_OK;
  return table_fail(t, line, IMPAKT_E_ARGUMENT,
                    "one column, '%.60s'; expected names with commas between, such as "
                    "ID,TIME,EVID,AMT,CMT",
                    t->columns[0].name);
}

static int split_row(struct impakt_table *t, struct cutter *c, int row)
{
  const int line = c->line;
  int more = 1, n = 0;
  t->rows[row].line = line;
  while (more) {
    char *const field = cut_field(c, &more);
    if (!field)
      return table_fail(t, line, IMPAKT_E_ARGUMENT,
                        "%s: a field in quotes does not end, or something follows it",
                        n < t->n_columns ? t->columns[n].name : "behind the last column");
    if (n < t->n_columns) t->fields[(size_t)row * (size_t)t->n_columns + (size_t)n] = field;
    n++;
  }
  if (n == t->n_columns) return IMPAKT_OK;
  return table_fail(t, line, IMPAKT_E_LENGTH, "%d fields; expected %d, as in the first line", n,
                    t->n_columns);
}

int table_split(struct impakt_table *t, size_t length)
{
  struct cutter c = { t->text, t->text + length, 1 };
  if (memchr(t->text, '\0', length))
    return table_fail(t, 0, IMPAKT_E_ARGUMENT, "holds a byte 0; expected text");
  if (length >= 3 && !memcmp(t->text, "\xEF\xBB\xBF", 3)) c.at += 3;
  skip_empty_lines(&c);
  if (c.at == c.end)
    return table_fail(t, 0, IMPAKT_E_ARGUMENT,
                      "is empty; expected a line of names, such as ID,TIME,EVID,AMT,CMT");
  int status = split_head(t, &c);
  if (status) return status;
  const size_t room = (size_t)count(c.at, c.end, '\n') + 1;
  t->rows = calloc(room, sizeof *t->rows);
  t->fields = calloc(room * (size_t)t->n_columns, sizeof *t->fields);
  if (!t->rows || !t->fields) return table_fail(t, 0, IMPAKT_E_MEMORY, "out of memory");
  for (skip_empty_lines(&c); c.at < c.end && !status; skip_empty_lines(&c))
    status = split_row(t, &c, t->n_rows++);
  if (!status && !t->n_rows)
    status = table_fail(t, 0, IMPAKT_E_ARGUMENT, "has no rows below the names of its columns");
  return status;
}
