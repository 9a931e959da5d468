/* words.c — a row in words, with the names of the dose record as the field knows them. */
#include "row.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *words_model(enum model model)
{
  static const char *const names[] = {
    "one compartment",        "two compartments", "oral, one compartment",
    "oral, two compartments", "Michaelis-Menten", "oral, Michaelis-Menten, turnover"
  };
  return names[model];
}

const char *words_input(enum model model, int input)
{
  return model == ORAL || model == ORAL_TWO || model == TURNOVER ? input ? "iv" : "gut" : "iv";
}

const char *words_state(enum model model, int state)
{
  static const char *const states[][MOST_STATES] = { { "A" },      { "A", "P" },
                                                     { "G", "A" }, { "G", "A", "P" },
                                                     { "A" },      { "G", "A", "R", "S" } };
  return states[model][state];
}

const char *words_reference(const struct row *row)
{
  return table_is_linear(row->model) && !row->n_weights ? "exponentials" : "brute force";
}

struct line {
  char *text;
  int size, at;
};

static void say(struct line *line, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  const int n =
      vsnprintf(line->text + line->at, (size_t)(line->size - line->at), format, arguments);
  va_end(arguments);
  line->at = line->at + n < line->size ? line->at + n : line->size - 1;
}

static void say_record(struct line *line, const struct row *row, const struct record *r,
                       int after_reset)
{
  say(line, "%g h", r->time);
  if (after_reset) say(line, " EVID 4");
  if (is_dose(r->kind) || r->kind == CONSTANT) {
    if (row->model == ORAL || row->model == ORAL_TWO || row->model == TURNOVER)
      say(line, " %s", words_input(row->model, r->input));
  }
  switch (r->kind) {
  case BOLUS: say(line, " AMT %g", r->amount); break;
  case FOR_DURATION: say(line, " AMT %g over %g h", r->amount, r->duration); break;
  case AT_RATE: say(line, " AMT %g RATE %g", r->amount, r->rate); break;
  case AT_MODELLED_RATE: say(line, " AMT %g RATE -1", r->amount); break;
  case FOR_MODELLED_DURATION: say(line, " AMT %g RATE -2", r->amount); break;
  case RATE_FOR_DURATION: say(line, " RATE %g for %g h", r->rate, r->duration); break;
  case CONSTANT: say(line, " AMT 0 RATE %g", r->rate); break;
  case RESET: say(line, " EVID 3"); break;
  case REPLACE: say(line, " %s = %g", words_state(row->model, r->state), r->amount); break;
  case MULTIPLY: say(line, " %s x %g", words_state(row->model, r->state), r->amount); break;
  }
  if (r->interval > 0) say(line, " II %g", r->interval);
  if (r->repeats) say(line, " ADDL %d", r->repeats);
  if (r->steady) say(line, " SS %d", r->steady);
}

void words_given(const struct row *row, char *text, int size)
{
  static const char *const rules[] = { "carried forward", "carried backward", "linear" };
  struct line line = { text, size, 0 };
  int modelled = 0;
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    const int evid4 = r->kind == RESET && i + 1 < row->n_records &&
                      is_dose(row->records[i + 1].kind) && row->records[i + 1].time == r->time;
    if (i) say(&line, "; ");
    if (evid4) r = &row->records[++i];
    say_record(&line, row, r, evid4);
    if (r->kind == AT_MODELLED_RATE) modelled = 1;
    if (r->kind == FOR_MODELLED_DURATION) modelled = 2;
  }
  if (modelled == 1) say(&line, "; R %g mg/h", row->R1);
  if (modelled == 2) say(&line, "; D %g h", row->D1);
  if (row->fraction != 1) say(&line, "; F %g", row->fraction);
  if (row->lag > 0) say(&line, "; lag %g h", row->lag);
  for (int i = 0; i < row->n_weights; i++)
    say(&line, i ? ", %g at %g h" : "; weight %g at %g h", row->weight[i], row->weight_time[i]);
  if (row->n_weights) say(&line, ", %s", rules[row->rule]);
  if (row->after) say(&line, "; samples after");
}
