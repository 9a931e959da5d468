/* table_give.c — impakt_table_give: the rows of a person as records of a simulation, and the
 * covariates in time. */
#include "table.h"

#include "catalogue.h"
#include "dose_unit.h"
#include "sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which input ----------------------------------------------------------------------------- */

/* CMT by number, from 1; 0 if it is no number. */
static long place_of(const char *cmt)
{
  char *end;
  if (strspn(cmt, "0123456789") != strlen(cmt)) return 0;
  const long place = strtol(cmt, &end, 10);
  return place;
}

static int find_input(impakt_table *t, const struct table_row *row, const impakt_model *model,
                      int *input)
{
  struct message why;
  if (!row->cmt) {
    if (model->nu == 1) {
      *input = 0;
      return IMPAKT_OK;
    }
    return table_fail(
        t, row->line, IMPAKT_E_ARGUMENT,
        "CMT is missing, and the model has %d inputs; expected one of them by name "
        "or number",
        model->nu);
  }
  const long place = place_of(row->cmt);
  if (place > 0 && place <= model->nu) {
    *input = (int)place - 1;
    return IMPAKT_OK;
  }
  if (place > 0)
    return table_fail(t, row->line, IMPAKT_E_INDEX,
                      "CMT is %ld, and the model has %d inputs; expected 1 to %d, or a name",
                      place, model->nu, model->nu);
  const int index = catalogue_find(model, IMPAKT_INPUT, row->cmt, &why);
  if (index < 0) return table_fail(t, row->line, index, "CMT: %.300s", why.text);
  *input = index;
  return IMPAKT_OK;
}

/* "R_iv" for "iv", and "ino.R_iv" for "ino.iv". */
static void name_of_modelled(const char *input, char letter, char *name, size_t length)
{
  const char *const bare = catalogue_bare_name(input);
  snprintf(name, length, "%.*s%c_%s", (int)(bare - input), input, letter, bare);
}

/* The parameter that RATE -1 or -2 stands for. */
static int find_modelled(impakt_table *t, const struct table_row *row,
                         const impakt_model *model, int input, char *name, size_t length)
{
  const double rate = row->value[ITEM_RATE];
  struct message why;
  name_of_modelled(model->u[input].name, rate == -1 ? 'R' : 'D', name, length);
  const int index = catalogue_find(model, IMPAKT_PARAMETER, name, &why);
  if (index < 0)
    return table_fail(
        t, row->line, index,
        "RATE is %g, which needs a parameter '%s' that is the %s into '%s': %.150s", rate, name,
        rate == -1 ? "rate" : "duration", model->u[input].name, why.text);
  const char *const unit = model->p[index].unit;
  if ((rate == -2) == (dose_unit_hours(unit) > 0)) return IMPAKT_OK;
  return table_fail(t, row->line, IMPAKT_E_UNIT,
                    "RATE is %g and parameter '%s' is in %s; expected a %s", rate, name, unit,
                    rate == -1 ? "rate" : "duration");
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Passes on what the simulation says. */
static int by_sim(impakt_table *t, const struct table_row *row, const impakt_sim *sim,
                  int status)
{
  if (status >= 0) return IMPAKT_OK;
  return table_fail(t, row->line, status, "%.340s", impakt_sim_message(sim));
}

static int give_amount(impakt_table *t, const struct table_row *row, impakt_sim *sim, int input,
                       int *number)
{
  const impakt_model *const model = sim->model;
  const char *const name = model->u[input].name;
  const double time = row->value[ITEM_TIME], amount = row->value[ITEM_AMT],
               rate = row->value[ITEM_RATE];
  char parameter[256];
  if (rate == 0)
    return by_sim(t, row, sim, impakt_sim_dose(sim, name, time, amount, NULL, 0, number));
  if (rate > 0)
    return by_sim(t, row, sim,
                  impakt_sim_dose_rate(sim, name, time, amount, NULL, rate, NULL, number));
  const int status = find_modelled(t, row, model, input, parameter, sizeof parameter);
  if (status) return status;
  return by_sim(t, row, sim,
                impakt_sim_dose_modelled(sim, name, time, amount, NULL, parameter, number));
}

static int give_dose(impakt_table *t, const struct table_row *row, impakt_sim *sim)
{
  const double *const value = row->value;
  const int steady = (int)value[ITEM_SS], repeats = (int)value[ITEM_ADDL];
  int input = 0, number = 0;
  int status = find_input(t, row, sim->model, &input);
  if (status) return status;
  if (value[ITEM_AMT] == 0)
    return by_sim(t, row, sim,
                  impakt_sim_steady_infusion(sim, sim->model->u[input].name, value[ITEM_TIME],
                                             value[ITEM_RATE], NULL, steady, NULL));
  status = give_amount(t, row, sim, input, &number);
  if (!status && repeats)
    status =
        by_sim(t, row, sim, impakt_sim_dose_repeat(sim, number, value[ITEM_II], repeats + 1));
  if (!status && steady)
    status = by_sim(t, row, sim, impakt_sim_dose_steady(sim, number, value[ITEM_II], steady));
  return status;
}

static int give_row(impakt_table *t, const struct table_row *row, impakt_sim *sim)
{
  const double time = row->value[ITEM_TIME], amount = row->value[ITEM_AMT];
  int status = IMPAKT_OK;
  switch ((int)row->value[ITEM_EVID]) {
  case EVID_RESET: return by_sim(t, row, sim, impakt_sim_reset(sim, time, NULL));
  case EVID_RESET_DOSE:
    status = by_sim(t, row, sim, impakt_sim_reset(sim, time, NULL));
    return status ? status : give_dose(t, row, sim);
  case EVID_DOSE: return give_dose(t, row, sim);
  case EVID_REPLACE:
    return by_sim(t, row, sim, impakt_sim_replace(sim, row->cmt, time, amount, NULL));
  case EVID_MULTIPLY:
    return by_sim(t, row, sim, impakt_sim_multiply(sim, row->cmt, time, amount, NULL));
  default: return IMPAKT_OK; /* a sample */
  }
}

/* ---- covariates ------------------------------------------------------------------------------ */

struct changes {
  double *times, *values; /* room for all rows of the person, and one at 0 */
  size_t n;
};

/* The values of a column at their times; at one time there can be only one. */
static int read_course(impakt_table *t, const struct table_person *person, int column,
                       struct changes *c)
{
  const char *const name = t->columns[column].name;
  c->n = 0;
  for (int i = person->first; i < person->first + person->n; i++) {
    const struct table_row *row = &t->rows[i];
    const double time = row->value[ITEM_TIME];
    double value;
    int has;
    const int status = table_number(t, i, column, NAN, &value, &has);
    if (status) return status;
    if (!has && !c->n)
      return table_fail(t, row->line, IMPAKT_E_ARGUMENT,
                        "covariate %s is missing in the first row of the person", name);
    if (!has) continue;
    if (!c->n && time > 0) c->times[0] = 0, c->values[0] = value, c->n = 1;
    if (c->n && c->times[c->n - 1] == time) {
      if (c->values[c->n - 1] == value) continue;
      return table_fail(t, row->line, IMPAKT_E_RANGE,
                        "%s is %g and %g at %g h; expected one value at a time", name,
                        c->values[c->n - 1], value, time);
    }
    c->times[c->n] = time;
    c->values[c->n++] = value;
  }
  return IMPAKT_OK;
}

/* Whether a covariate of the patient goes by that name, or else a parameter. */
static int is_of_patient(const impakt_model *model, const char *name)
{
  const int parameter = impakt_model_index(model, IMPAKT_PARAMETER, name);
  if (parameter < 0) return 1;
  return !strcmp(impakt_model_text(model, IMPAKT_PARAMETER, parameter, IMPAKT_SOURCE),
                 "patient");
}

static int set_course(impakt_table *t, const struct table_person *person,
                      const struct table_column *column, const struct changes *c,
                      impakt_sim *sim)
{
  const char *const name = column->name;
  const int patient = is_of_patient(sim->model, name);
  int changes = 0, status;
  for (size_t i = 1; i < c->n; i++) changes |= c->values[i] != c->values[0];
  if (!changes && patient) status = impakt_sim_set_patient(sim, name, c->values[0]);
  else if (!changes) status = impakt_sim_set_parameter(sim, name, c->values[0]);
  else if (patient)
    status = impakt_sim_set_patient_course(sim, name, column->rule, c->times, c->values, c->n);
  else status = impakt_sim_set_course(sim, name, column->rule, c->times, c->values, c->n);
  if (status >= 0) return IMPAKT_OK;
  return table_fail(t, t->rows[person->first].line, status, "covariate %s: %.300s", name,
                    impakt_sim_message(sim));
}

static int set_covariates(impakt_table *t, const struct table_person *person, impakt_sim *sim)
{
  double *room = malloc(2 * ((size_t)person->n + 1) * sizeof *room);
  if (!room) return table_fail(t, 0, IMPAKT_E_MEMORY, "out of memory");
  struct changes c = { room, room + person->n + 1, 0 };
  int status = IMPAKT_OK;
  for (int i = 0; i < t->n_columns && !status; i++) {
    if (t->columns[i].use != COLUMN_COVARIATE) continue;
    status = read_course(t, person, i, &c);
    if (!status) status = set_course(t, person, &t->columns[i], &c, sim);
  }
  free(room);
  return status;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int give_all(impakt_table *t, const struct table_person *person, impakt_sim *sim)
{
  int status = set_covariates(t, person, sim);
  for (int i = 0; i < person->n && !status; i++)
    status = give_row(t, &t->rows[person->first + i], sim);
  return status;
}

impakt_status impakt_table_give(impakt_table *t, const char *id, impakt_sim *sim)
{
  if (!t) return IMPAKT_E_ARGUMENT;
  if (!sim) return message_set(&t->message, IMPAKT_E_ARGUMENT, "the simulation is NULL");
  int status;
  const struct table_person *person = table_find_person(t, id, &status);
  if (!status) status = table_check_columns(t);
  if (status) return status;
  /* on a copy first: all or nothing */
  impakt_sim *trial = NULL;
  status = impakt_sim_copy(&trial, sim);
  if (status) return table_fail(t, 0, status, "%s", impakt_status_text(status));
  status = give_all(t, person, trial);
  impakt_sim_free(trial);
  if (status) return status;
  const int before = sim->doses.n;
  status = give_all(t, person, sim);
  if (status) sim->doses.n = before; /* memory has ended; the covariates are set once more then */
  else t->message.text[0] = '\0';
  return status;
}
