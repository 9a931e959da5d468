/* table.h — a dose table: its text cut into fields, and what the items of a row say. */
#ifndef TABLE_H
#define TABLE_H

#include "impakt.h"

#include "message.h"

enum table_item {
  ITEM_ID,
  ITEM_TIME,
  ITEM_EVID,
  ITEM_AMT,
  ITEM_CMT,
  ITEM_RATE,
  ITEM_II,
  ITEM_ADDL,
  ITEM_SS,
  ITEM_DV,
  ITEM_MDV,
  TABLE_ITEMS,
  ITEM_NONE = -1
};
extern const char *const table_item_names[TABLE_ITEMS + 1];

enum column_use { COLUMN_UNKNOWN, COLUMN_ITEM, COLUMN_COVARIATE, COLUMN_IGNORED };

struct table_column {
  const char *name;
  enum table_item item;
  enum column_use use;
  int rule; /* of a covariate */
};

enum {
  EVID_OBSERVE,
  EVID_DOSE,
  EVID_OTHER,
  EVID_RESET,
  EVID_RESET_DOSE,
  EVID_REPLACE,
  EVID_MULTIPLY,
  EVIDS
};

struct table_row {
  int line;                  /* of the text, from 1 */
  double value[TABLE_ITEMS]; /* 0 where there is none, NaN for DV; ID and CMT are text */
  unsigned has;              /* bit: the item is there and not missing */
  const char *cmt;           /* NULL: missing */
};

struct table_person {
  const char *id;
  int first, n; /* rows */
};

struct impakt_table {
  char name[128];
  char *text;
  struct table_column *columns;
  int n_columns, at[TABLE_ITEMS]; /* column of each item, -1 for none */
  char **fields;                  /* [n_rows][n_columns] */
  struct table_row *rows;
  int n_rows;
  struct table_person *people;
  int n_people;
  struct message message;
};

/* table_text.c: fields, columns and lines from t->text, which is cut up; a status */
int table_split(struct impakt_table *t, size_t length);
/* table_row.c: the items of each row, checked on their own */
int table_read_row(struct impakt_table *t, int row);
/* A number in a field of a row; a missing one is `missing`, and *has is 0. */
int table_number(struct impakt_table *t, int row, int column, double missing, double *value,
                 int *has);

/* table.c: whether each column is known; the person of an ID, NULL with a status */
int table_check_columns(struct impakt_table *t);
const struct table_person *table_find_person(struct impakt_table *t, const char *id,
                                             int *status);

/* The sentence, with the name of the table and the line before it; 0 for none. */
int table_fail(struct impakt_table *t, int line, int status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static inline int table_has(const struct table_row *row, enum table_item item)
{
  return (row->has >> item) & 1;
}

#endif
