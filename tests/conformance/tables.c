/* tables.c — a row as a dose table, which has to give the same course in every bit. */
#include "ours.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A duration or a rate for a duration is not among NONMEM's items, nor are states set again and
 * again. */
static int is_possible(const struct row *row)
{
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    if (r->kind == FOR_DURATION || r->kind == RATE_FOR_DURATION) return 0;
    if (r->kind > CONSTANT && r->repeats) return 0;
    if (i && r->time < r[-1].time) return 0;
  }
  return 1;
}

struct text {
  char *at;
  int left;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *t, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  const int n = vsnprintf(t->at, (size_t)t->left, format, arguments);
  va_end(arguments);
  if (n < t->left) t->at += n, t->left -= n;
}

/* A column WT, where weights change; w: which of them, -1 for none. */
static void say_weight(struct text *t, const struct row *row, int w)
{
  if (row->n_weights && w >= 0) say(t, ",%.17g", row->weight[w]);
  else if (row->n_weights) say(t, ",.");
  say(t, "\n");
}

static void say_record(struct text *t, const struct row *row, const struct record *r)
{
  static const int evid[] = { [RESET] = 3, [REPLACE] = 5, [MULTIPLY] = 6 };
  say(t, "%.17g,", r->time);
  if (r->kind == RESET) say(t, "3,.,.,.,.,.,.");
  else if (r->kind > RESET)
    say(t, "%d,%.17g,%s,0,.,0,0", evid[r->kind], r->amount, words_state(row->model, r->state));
  else {
    const double rate = r->kind == AT_RATE || r->kind == CONSTANT ? r->rate
                        : r->kind == AT_MODELLED_RATE             ? -1
                        : r->kind == FOR_MODELLED_DURATION        ? -2
                                                                  : 0;
    say(t, "1,%.17g,%d,%.17g,%.17g,%d,%d", r->kind == CONSTANT ? 0 : r->amount, r->input + 1,
        rate, r->interval, r->repeats, r->steady);
  }
  say_weight(t, row, -1);
}

/* Weights stand in rows of their own, before what is given at their time. */
static void say_rows(struct text *t, const struct row *row)
{
  int w = 0;
  for (int i = 0; i <= row->n_records; i++) {
    const double until = i < row->n_records ? row->records[i].time : INFINITY;
    for (; w < row->n_weights && row->weight_time[w] <= until; w++) {
      say(t, "%.17g,2,.,.,.,.,.,.", row->weight_time[w]);
      say_weight(t, row, w);
    }
    if (i < row->n_records) say_record(t, row, &row->records[i]);
  }
}

static int give(const struct row *row, impakt_table *table, impakt_sim *sim)
{
  char text[2000];
  struct text t = { text, sizeof text };
  say(&t, "TIME,EVID,AMT,CMT,RATE,II,ADDL,SS%s\n", row->n_weights ? ",WT" : "");
  say_rows(&t, row);
  int status = impakt_table_read(table, "row", text, strlen(text));
  if (!status && row->n_weights) status = impakt_table_covariate(table, "WT", row->rule);
  return status ? status : impakt_table_give(table, NULL, sim);
}

int tables_course(const struct row *row, struct samples *samples, char *message, int size)
{
  struct row rest = *row;
  impakt_sim *sim = NULL;
  impakt_table *table = NULL;
  rest.n_records = rest.n_weights = 0;
  *message = '\0';
  if (!is_possible(row)) return 0;
  int status = impakt_sim_new(&sim, ours_model(row->model));
  if (!status) status = impakt_table_new(&table);
  if (!status) status = ours_set_up(sim, &rest);
  if (!status) {
    status = give(row, table, sim);
    if (status) snprintf(message, (size_t)size, "as a table: %s", impakt_table_message(table));
    else status = ours_run(sim, row, samples);
  }
  if (status && !*message) snprintf(message, (size_t)size, "%s", impakt_sim_message(sim));
  impakt_table_free(table);
  impakt_sim_free(sim);
  return status ? -1 : 1;
}
