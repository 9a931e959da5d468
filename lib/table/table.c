/* table.c — impakt_table_*: dose tables with the items of NONMEM, and whom they are about. */
#include "table.h"

#include "catalogue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LARGEST = 1 << 28 }; /* bytes of text */

impakt_status impakt_table_new(impakt_table **out)
{
  if (!out) return IMPAKT_E_ARGUMENT;
  impakt_table *t = calloc(1, sizeof *t);
  if (!t) return IMPAKT_E_MEMORY;
  *out = t;
  return IMPAKT_OK;
}

static void forget(impakt_table *t)
{
  free(t->text);
  free(t->columns);
  free(t->fields);
  free(t->rows);
  free(t->people);
  *t = (impakt_table){ .message = t->message };
}

void impakt_table_free(impakt_table *t)
{
  if (!t) return;
  forget(t);
  free(t);
}

const char *impakt_table_message(const impakt_table *t) { return t ? t->message.text : ""; }

static int done(impakt_table *t)
{
  t->message.text[0] = '\0';
  return IMPAKT_OK;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* Items in any case: NONMEM's own are capitals, those of others often not. */
static enum table_item item_of(const char *name)
{
  for (enum table_item item = 0; item < TABLE_ITEMS; item++)
    if (!strcasecmp(name, table_item_names[item])) return item;
  return ITEM_NONE;
}

static int name_columns(impakt_table *t)
{
  for (enum table_item item = 0; item < TABLE_ITEMS; item++) t->at[item] = -1;
  for (int i = 0; i < t->n_columns; i++) {
    struct table_column *c = &t->columns[i];
    for (int j = 0; j < i; j++)
      if (!strcmp(c->name, t->columns[j].name))
        return table_fail(t, 0, IMPAKT_E_NAME, "columns %d and %d are both called '%.60s'",
                          j + 1, i + 1, c->name);
    const enum table_item item = item_of(c->name);
    if (item == ITEM_NONE) continue;
    if (t->at[item] >= 0)
      return table_fail(t, 0, IMPAKT_E_NAME, "columns '%.60s' and '%.60s' are the same item",
                        t->columns[t->at[item]].name, c->name);
    t->at[item] = i;
    c->item = item;
    c->use = COLUMN_ITEM;
  }
  if (t->at[ITEM_TIME] >= 0) return IMPAKT_OK;
  return table_fail(t, 0, IMPAKT_E_NAME, "has no column TIME");
}

static const char *column_at(const void *table, int i)
{
  const impakt_table *t = table;
  return i < t->n_columns ? t->columns[i].name : NULL;
}

static const char *item_at(const void *none, int i)
{
  (void)none;
  return table_item_names[i];
}

/* A column that is no item. */
static int find_column(impakt_table *t, const char *name, struct table_column **column)
{
  char suggestion[128];
  if (!name || !t->n_columns)
    return message_set(&t->message, name ? IMPAKT_E_ORDER : IMPAKT_E_ARGUMENT, "%s",
                       name ? "no table has been read" : "the name of a column is NULL");
  for (int i = 0; i < t->n_columns; i++) {
    if (strcmp(name, t->columns[i].name)) continue;
    *column = &t->columns[i];
    if (t->columns[i].use != COLUMN_ITEM) return IMPAKT_OK;
    return table_fail(t, 0, IMPAKT_E_NAME, "'%.60s' is an item of every dose table", name);
  }
  return table_fail(
      t, 0, IMPAKT_E_NAME, "no column '%.60s'%s", name,
      message_suggest(suggestion, sizeof suggestion, message_nearest(name, column_at, t)));
}

impakt_status impakt_table_covariate(impakt_table *t, const char *name, int rule)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  struct table_column *column = NULL;
  const int status = find_column(t, name, &column);
  if (status) return status;
  if (rule < IMPAKT_CARRIED_FORWARD || rule > IMPAKT_LINEAR)
    return message_set(&t->message, IMPAKT_E_INDEX,
                       "no rule has the number %d; expected 0 (carried forward), 1 (carried "
                       "backward) or 2 (linear)",
                       rule);
  column->use = COLUMN_COVARIATE;
  column->rule = rule;
  return done(t);
}

impakt_status impakt_table_ignore(impakt_table *t, const char *name)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  struct table_column *column = NULL;
  const int status = find_column(t, name, &column);
  if (status) return status;
  column->use = COLUMN_IGNORED;
  return done(t);
}

int table_check_columns(impakt_table *t)
{
  char suggestion[128];
  for (int i = 0; i < t->n_columns; i++) {
    const char *const name = t->columns[i].name;
    if (t->columns[i].use != COLUMN_UNKNOWN) continue;
    return table_fail(
        t, 0, IMPAKT_E_NAME, "column '%.60s' is no item, no covariate and not to be ignored%s",
        name,
        message_suggest(suggestion, sizeof suggestion, message_nearest(name, item_at, NULL)));
  }
  return IMPAKT_OK;
}

/* ---- people ---------------------------------------------------------------------------------- */

static const char *id_of(const impakt_table *t, int row)
{
  const int column = t->at[ITEM_ID];
  return column < 0 ? "" : t->fields[(size_t)row * (size_t)t->n_columns + (size_t)column];
}

static int find_people(impakt_table *t)
{
  t->people = t->n_rows > 0 ? calloc((size_t)t->n_rows, sizeof *t->people) : NULL;
  if (!t->people) return table_fail(t, 0, IMPAKT_E_MEMORY, "out of memory");
  for (int i = 0; i < t->n_rows; i++) {
    const char *id = id_of(t, i);
    struct table_person *last = t->n_people ? &t->people[t->n_people - 1] : NULL;
    if (last && !strcmp(last->id, id)) {
      last->n++;
      continue;
    }
    for (int k = 0; k < t->n_people; k++)
      if (!strcmp(t->people[k].id, id))
        return table_fail(
            t, t->rows[i].line, IMPAKT_E_ORDER,
            "ID %.60s again, after rows of ID %.60s; expected all rows of a person "
            "together",
            id, last->id);
    t->people[t->n_people++] = (struct table_person){ id, i, 1 };
  }
  return IMPAKT_OK;
}

static int same_text(const char *a, const char *b)
{
  return a == b || (a && b && !strcmp(a, b));
}

/* Two records into one place at one time are one too many, unless they differ in how they are
 * given: a bolus and an infusion, or a dose at steady state and one that is not. */
static int is_twice(const struct table_row *a, const struct table_row *b)
{
  static const enum table_item key[] = { ITEM_TIME, ITEM_EVID, ITEM_RATE, ITEM_SS };
  for (size_t i = 0; i < sizeof key / sizeof *key; i++)
    if (a->value[key[i]] != b->value[key[i]]) return 0;
  return same_text(a->cmt, b->cmt);
}

static int check_order(impakt_table *t, const struct table_person *person)
{
  for (int i = person->first + 1; i < person->first + person->n; i++) {
    const struct table_row *row = &t->rows[i];
    const double before = row[-1].value[ITEM_TIME], now = row->value[ITEM_TIME];
    if (now < before)
      return table_fail(t, row->line, IMPAKT_E_ORDER,
                        "TIME is %g h after %g h in line %d; expected the rows of a person in "
                        "order of time",
                        now, before, row[-1].line);
    for (int j = i - 1; j >= person->first && t->rows[j].value[ITEM_TIME] == now; j--)
      if (is_twice(&t->rows[j], row))
        return table_fail(
            t, row->line, IMPAKT_E_ORDER,
            "the same as line %d in ID, TIME, EVID, CMT, RATE and SS; expected one "
            "of them",
            t->rows[j].line);
  }
  return IMPAKT_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int read_all(impakt_table *t, size_t length)
{
  int status = table_split(t, length);
  if (!status) status = name_columns(t);
  for (int i = 0; i < t->n_rows && !status; i++) status = table_read_row(t, i);
  if (!status) status = find_people(t);
  for (int i = 0; i < t->n_people && !status; i++) status = check_order(t, &t->people[i]);
  return status;
}

impakt_status impakt_table_read(impakt_table *t, const char *name, const char *text,
                                size_t length)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  if (!text)
    return message_set(&t->message, IMPAKT_E_ARGUMENT, "the text of the table is NULL");
  if (length > LARGEST)
    return message_set(&t->message, IMPAKT_E_LENGTH, "%s: larger than 256 MiB, no dose table",
                       name && *name ? name : "table");
  impakt_table read = { .text = malloc(length + 1) };
  if (!read.text) return message_set(&t->message, IMPAKT_E_MEMORY, "out of memory");
  memcpy(read.text, text, length);
  read.text[length] = '\0';
  snprintf(read.name, sizeof read.name, "%s", name && *name ? name : "table");
  const int status = read_all(&read, length);
  if (status) {
    t->message = read.message;
    forget(&read);
    return status;
  }
  forget(t);
  *t = read;
  return done(t);
}

int impakt_table_people(const impakt_table *t) { return t ? t->n_people : 0; }

const char *impakt_table_id(const impakt_table *t, int person)
{
  return t && person >= 0 && person < t->n_people ? t->people[person].id : NULL;
}

static const char *person_at(const void *table, int i) { return impakt_table_id(table, i); }

const struct table_person *table_find_person(impakt_table *t, const char *id, int *status)
{
  char suggestion[128];
  *status = IMPAKT_OK;
  if (id)
    for (int i = 0; i < t->n_people; i++)
      if (!strcmp(t->people[i].id, id)) return &t->people[i];
  if (!id && t->n_people == 1) return t->people;
  if (!t->n_people)
    *status = message_set(&t->message, IMPAKT_E_ORDER, "no table has been read");
  else if (!id)
    *status = table_fail(t, 0, IMPAKT_E_ARGUMENT,
                         "is about %d people; expected an ID, such as '%.60s'", t->n_people,
                         t->people[0].id);
  else
    *status = table_fail(
        t, 0, IMPAKT_E_NAME, "no ID '%.60s'%s", id,
        message_suggest(suggestion, sizeof suggestion, message_nearest(id, person_at, t)));
  return NULL;
}

/* ---- samples --------------------------------------------------------------------------------- */

impakt_status impakt_table_times(impakt_table *t, const char *id, double *times, size_t n,
                                 size_t *count)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  int status;
  const struct table_person *person = table_find_person(t, id, &status);
  if (!person) return status;
  if (!count) return message_set(&t->message, IMPAKT_E_ARGUMENT, "count is NULL");
  double last = -1;
  *count = 0;
  for (int i = person->first; i < person->first + person->n; i++) {
    const struct table_row *row = &t->rows[i];
    const int evid = (int)row->value[ITEM_EVID];
    if ((evid != EVID_OBSERVE && evid != EVID_OTHER) || row->value[ITEM_TIME] == last) continue;
    last = row->value[ITEM_TIME];
    if (times && *count < n) times[*count] = last;
    ++*count;
  }
  return done(t);
}

impakt_status impakt_table_observed(impakt_table *t, const char *id, double *times,
                                    double *values, size_t n, size_t *count)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  int status;
  const struct table_person *person = table_find_person(t, id, &status);
  if (!person) return status;
  if (!count) return message_set(&t->message, IMPAKT_E_ARGUMENT, "count is NULL");
  *count = 0;
  for (int i = person->first; i < person->first + person->n; i++) {
    const struct table_row *row = &t->rows[i];
    if (row->value[ITEM_EVID] != EVID_OBSERVE || row->value[ITEM_MDV] != 0 ||
        !table_has(row, ITEM_DV))
      continue;
    if (times && *count < n) times[*count] = row->value[ITEM_TIME];
    if (values && *count < n) values[*count] = row->value[ITEM_DV];
    ++*count;
  }
  return done(t);
}
