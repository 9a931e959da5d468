/* table_row.c — what the items of one row say, and which of them contradict one another. */
#include "table.h"

#include "units.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const table_item_names[TABLE_ITEMS + 1] = { "ID",  "TIME", "EVID", "AMT",
                                                        "CMT", "RATE", "II",   "ADDL",
                                                        "SS",  "DV",   "MDV",  NULL };
static const char *const events[EVIDS] = { "an observation",     "a dose",
                                           "another event",      "a reset",
                                           "a reset and a dose", "a replaced state",
                                           "a multiplied state" };

int table_fail(struct impakt_table *t, int line, int status, const char *format, ...)
{
  char sentence[384], place[24] = "";
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  if (line) snprintf(place, sizeof place, ":%d", line);
  return message_set(&t->message, status, "%s%s: %s", t->name, place, sentence);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static const char *field(const struct impakt_table *t, int row, int column)
{
  return t->fields[(size_t)row * (size_t)t->n_columns + (size_t)column];
}

static int is_missing(const char *text) { return !*text || !strcmp(text, "."); }

int table_number(struct impakt_table *t, int row, int column, double missing, double *value,
                 int *has)
{
  const char *const text = field(t, row, column), *unit;
  char problem[200];
  *value = missing;
  *has = !is_missing(text);
  if (!*has) return IMPAKT_OK;
  double read;
  if (units_quantity(text, &read, &unit, problem, sizeof problem) || *unit)
    return table_fail(
        t, t->rows[row].line, IMPAKT_E_ARGUMENT,
        "%s: '%.60s' is no number; expected one such as 1234.5, or . where there is "
        "none",
        t->columns[column].name, text);
  *value = read;
  return IMPAKT_OK;
}

static int is_text(enum table_item item) { return item == ITEM_ID || item == ITEM_CMT; }

static int read_items(struct impakt_table *t, int number)
{
  struct table_row *row = &t->rows[number];
  for (enum table_item item = 0; item < TABLE_ITEMS; item++) {
    const int column = t->at[item];
    int has;
    row->value[item] = item == ITEM_DV ? NAN : 0;
    if (column < 0) continue;
    if (is_text(item)) {
      has = !is_missing(field(t, number, column));
    } else {
      const int status =
          table_number(t, number, column, row->value[item], &row->value[item], &has);
      if (status) return status;
    }
    row->has |= (unsigned)has << item;
  }
  if (table_has(row, ITEM_CMT)) row->cmt = field(t, number, t->at[ITEM_CMT]);
  /* NONMEM's own way to leave it out */
  if (row->cmt && !strcmp(row->cmt, "0")) row->cmt = NULL;
  return IMPAKT_OK;
}

/* ---- contradictions -------------------------------------------------------------------------- */

/* A whole number of a list that begins at 0. */
static int check_whole(struct impakt_table *t, const struct table_row *row,
                       enum table_item item, double most, const char *expected)
{
  const double value = row->value[item];
  if (value >= 0 && value <= most && value == floor(value)) return IMPAKT_OK;
  return table_fail(t, row->line, IMPAKT_E_RANGE, "%s is %g; expected %s",
                    table_item_names[item], value, expected);
}

static int check_each(struct impakt_table *t, struct table_row *row)
{
  if (!table_has(row, ITEM_TIME))
    return table_fail(t, row->line, IMPAKT_E_ARGUMENT, "TIME is missing");
  if (row->value[ITEM_TIME] < 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "TIME is %g h; a run starts at 0, so expected 0 or more",
                      row->value[ITEM_TIME]);
  if (t->at[ITEM_ID] >= 0 && !table_has(row, ITEM_ID))
    return table_fail(t, row->line, IMPAKT_E_ARGUMENT, "ID is missing");
  if (t->at[ITEM_EVID] >= 0 && !table_has(row, ITEM_EVID))
    return table_fail(t, row->line, IMPAKT_E_ARGUMENT,
                      "EVID is missing; expected 0 to 6, or a table without that column");
  if (t->at[ITEM_EVID] < 0) /* as NONMEM does */
    row->value[ITEM_EVID] = row->value[ITEM_AMT] > 0 || row->value[ITEM_RATE] > 0;
  int status =
      check_whole(t, row, ITEM_EVID, EVIDS - 1,
                  "0 (observation), 1 (dose), 2 (other), 3 (reset), 4 (reset and dose), 5 "
                  "(state replaced) or 6 (state multiplied)");
  if (!status) status = check_whole(t, row, ITEM_SS, 2, "0, 1 (alone) or 2 (added)");
  if (!status) status = check_whole(t, row, ITEM_ADDL, 1e7 - 1, "a whole number from 0");
  if (!status) status = check_whole(t, row, ITEM_MDV, 1, "0 or 1");
  if (status) return status;
  if (row->value[ITEM_II] < 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE, "II is %g h; expected 0 or more",
                      row->value[ITEM_II]);
  const double rate = row->value[ITEM_RATE];
  if (rate < 0 && rate != -1 && rate != -2)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "RATE is %g; expected 0 or more, -1 (a parameter is the rate) or -2 (a "
                      "parameter is the duration)",
                      rate);
  return IMPAKT_OK;
}

/* What gives nothing has none of the items of a dose; a state that is set has AMT alone. */
static int check_no_dose(struct impakt_table *t, const struct table_row *row, int evid)
{
  static const enum table_item dosing[] = { ITEM_AMT, ITEM_RATE, ITEM_II, ITEM_ADDL, ITEM_SS };
  for (size_t i = evid >= EVID_REPLACE; i < sizeof dosing / sizeof *dosing; i++) {
    if (row->value[dosing[i]] == 0) continue;
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "EVID is %d (%s) and %s is %g; expected %s, or 0 there", evid,
                      events[evid], table_item_names[dosing[i]], row->value[dosing[i]],
                      evid == EVID_RESET ? "EVID 4 (reset and dose)" : "EVID 1 (a dose)");
  }
  if (evid < EVID_REPLACE) return IMPAKT_OK;
  if (!table_has(row, ITEM_AMT))
    return table_fail(t, row->line, IMPAKT_E_ARGUMENT, "EVID is %d (%s) and AMT is missing",
                      evid, events[evid]);
  if (!row->cmt)
    return table_fail(t, row->line, IMPAKT_E_ARGUMENT,
                      "EVID is %d (%s) and CMT is missing; expected the name of the state",
                      evid, events[evid]);
  return IMPAKT_OK;
}

static int check_repeats(struct impakt_table *t, const struct table_row *row)
{
  const double ii = row->value[ITEM_II], addl = row->value[ITEM_ADDL], ss = row->value[ITEM_SS];
  if (addl > 0 && ii == 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "ADDL is %g and II is 0: further doses need the hours between them",
                      addl);
  if (ss > 0 && ii == 0)
    return table_fail(
        t, row->line, IMPAKT_E_RANGE,
        "SS is %g, AMT is %g and II is 0: a steady state of doses needs the hours "
        "between them (that of a constant infusion has AMT 0)",
        ss, row->value[ITEM_AMT]);
  if (ii > 0 && !table_has(row, ITEM_ADDL) && !table_has(row, ITEM_SS))
    return table_fail(
        t, row->line, IMPAKT_E_RANGE,
        "II is %g and neither ADDL nor SS is given, so that nothing comes at that "
        "interval; expected one of them (ADDL 0: given once)",
        ii);
  return IMPAKT_OK;
}

/* The steady state of a constant infusion: AMT 0, RATE above 0, SS. */
static int check_constant(struct impakt_table *t, const struct table_row *row)
{
  const double rate = row->value[ITEM_RATE], ss = row->value[ITEM_SS];
  if (ss == 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "RATE is %g and AMT is 0: an infusion needs an amount (without one, SS 1 "
                      "makes it the steady state of a constant infusion)",
                      rate);
  if (rate < 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "RATE is %g, AMT is 0 and SS is %g: a constant infusion needs its rate",
                      rate, ss);
  if (row->value[ITEM_II] > 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE,
                      "II is %g with AMT 0 and SS %g: a constant infusion has no interval",
                      row->value[ITEM_II], ss);
  if (row->value[ITEM_ADDL] > 0)
    return table_fail(
        t, row->line, IMPAKT_E_RANGE,
        "ADDL is %g with AMT 0 and SS %g: the steady state of a constant infusion "
        "has no further doses",
        row->value[ITEM_ADDL], ss);
  return IMPAKT_OK;
}

static int check_dose(struct impakt_table *t, const struct table_row *row, int evid)
{
  const double amount = row->value[ITEM_AMT];
  if (amount < 0)
    return table_fail(t, row->line, IMPAKT_E_RANGE, "AMT is %g; expected 0 or more", amount);
  if (amount > 0) return check_repeats(t, row);
  if (row->value[ITEM_RATE] != 0) return check_constant(t, row);
  return table_fail(t, row->line, IMPAKT_E_RANGE,
                    "EVID is %d (%s) and AMT is %s; expected an amount, or EVID %d", evid,
                    events[evid], table_has(row, ITEM_AMT) ? "0" : "missing",
                    evid == EVID_DOSE ? 0 : 3);
}

int table_read_row(struct impakt_table *t, int number)
{
  struct table_row *row = &t->rows[number];
  int status = read_items(t, number);
  if (!status) status = check_each(t, row);
  if (status) return status;
  const int evid = (int)row->value[ITEM_EVID];
  return evid == EVID_DOSE || evid == EVID_RESET_DOSE ? check_dose(t, row, evid)
                                                      : check_no_dose(t, row, evid);
}
