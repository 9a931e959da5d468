/* sim_dose.c — impakt_sim_dose*, _infuse, _reset ...: records, checked and kept. */
#include "sim.h"

#include "dose_unit.h"

#include <math.h>
#include <stdio.h>

enum { MOST_REPEATS = 10000000 };

/* ---- checks ---------------------------------------------------------------------------------- */

static int check_not_negative(impakt_sim *sim, const char *what, double value)
{
  if (isnan(value) || isinf(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the %s of the dose is not finite",
                       what);
  if (value < 0)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "the %s of the dose is %g; expected 0 or more", what, value);
  return IMPAKT_OK;
}

static int check_positive(impakt_sim *sim, const char *what, double value)
{
  const int status = check_not_negative(sim, what, value);
  if (status) return status;
  if (value == 0)
    return message_set(&sim->message, IMPAKT_E_RANGE, "the %s of the dose is 0; expected more",
                       what);
  return IMPAKT_OK;
}

/* A dose per m2 into an input of an amount is converted by the patient's surface; the other way
 * round it is taken for a slip, as a model that counts per m2 has no use for the surface. */
int sim_find_unit(impakt_sim *sim, const char *given, const char *wanted,
                  struct amount_rule *rule)
{
  char problem[256];
  if (!given) given = wanted;
  if (amount_rule(given, wanted, rule, problem, sizeof problem))
    return message_set(&sim->message, IMPAKT_E_UNIT, "%s", problem);
  if (rule->area < 0)
    return message_set(
        &sim->message, IMPAKT_E_UNIT,
        "unit '%.40s' is no dose per m2 of body surface, which this input takes, "
        "such as '5 %.40s'; divide the dose by the patient's surface",
        given, wanted);
  return IMPAKT_OK;
}

static int amount_to_own_unit(impakt_sim *sim, int input, const char *unit,
                              struct amount_rule *rule)
{
  char own[128];
  const int status = impakt_model_dose_unit(sim->model, input, own, sizeof own);
  if (status) return message_set(&sim->message, status, "%s", impakt_status_text(status));
  return sim_find_unit(sim, unit, own, rule);
}

int sim_check_bolus(impakt_sim *sim, int input)
{
  if (sim->equations->linear[input]) return IMPAKT_OK;
  return message_set(
      &sim->message, IMPAKT_E_RANGE,
      "'%s' takes no bolus, since it does not enter the equations linearly; give "
      "a duration or a rate",
      sim->model->u[input].name);
}

int sim_check_record(impakt_sim *sim, int number)
{
  if (number >= 0 && number < sim->doses.n) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_INDEX, "no dose has the number %d; there are %d",
                     number, sim->doses.n);
}

static int keep(impakt_sim *sim, const struct dose *dose, int *number)
{
  struct dose *row = list_add(&sim->doses, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = *dose;
  row->count = 1;
  row->most = NAN;
  row->course = -1;
  if (number) *number = sim->doses.n - 1;
  return sim_done(sim);
}

/* ---- records --------------------------------------------------------------------------------- */

impakt_status impakt_sim_dose(impakt_sim *sim, const char *input, double time, double amount,
                              const char *unit, double duration, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
  if (index < 0) return index;
  struct dose dose = { .input = index,
                       .kind = DOSE_FOR_DURATION,
                       .time = time,
                       .amount = amount,
                       .duration = duration };
  int status = check_not_negative(sim, "time", time);
  if (!status) status = check_not_negative(sim, "amount", amount);
  if (!status) status = check_not_negative(sim, "duration", duration);
  if (!status) status = amount_to_own_unit(sim, index, unit, &dose.amount_rule);
  if (!status && duration == 0) status = sim_check_bolus(sim, index);
  return status ? status : keep(sim, &dose, number);
}

impakt_status impakt_sim_dose_rate(impakt_sim *sim, const char *input, double time,
                                   double amount, const char *amount_unit, double rate,
                                   const char *rate_unit, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
  if (index < 0) return index;
  struct dose dose = {
    .input = index, .kind = DOSE_AT_RATE, .time = time, .amount = amount, .rate = rate
  };
  int status = check_not_negative(sim, "time", time);
  if (!status) status = check_positive(sim, "amount", amount);
  if (!status) status = check_positive(sim, "rate", rate);
  if (!status) status = amount_to_own_unit(sim, index, amount_unit, &dose.amount_rule);
  if (!status)
    status = sim_find_unit(sim, rate_unit, sim->model->u[index].unit, &dose.rate_rule);
  return status ? status : keep(sim, &dose, number);
}

impakt_status impakt_sim_infuse(impakt_sim *sim, const char *input, double time, double rate,
                                const char *unit, double duration, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
  if (index < 0) return index;
  struct dose dose = { .input = index,
                       .kind = DOSE_RATE_FOR_DURATION,
                       .time = time,
                       .rate = rate,
                       .duration = duration };
  int status = check_not_negative(sim, "time", time);
  if (!status) status = check_not_negative(sim, "rate", rate);
  if (!status) status = check_positive(sim, "duration", duration);
  if (!status) status = sim_find_unit(sim, unit, sim->model->u[index].unit, &dose.rate_rule);
  return status ? status : keep(sim, &dose, number);
}

/* The parameter is a rate into the input, or a duration; which of both its unit says. */
static int find_modelled(impakt_sim *sim, const char *parameter, struct dose *dose)
{
  const int index = catalogue_find(sim->model, IMPAKT_PARAMETER, parameter, &sim->message);
  if (index < 0) return index;
  const char *unit = sim->model->p[index].unit, *rate = sim->model->u[dose->input].unit;
  char problem[256];
  dose->parameter = index;
  dose->parameter_hours = dose_unit_hours(unit);
  dose->kind = dose->parameter_hours > 0 ? DOSE_FOR_PARAMETER : DOSE_AT_PARAMETER;
  if (dose->kind == DOSE_FOR_PARAMETER ||
      !amount_rule(unit, rate, &dose->rate_rule, problem, sizeof problem))
    return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_UNIT,
                     "'%s' is in %s; expected a duration, or a rate like the %s of input '%s'",
                     parameter, unit, rate, sim->model->u[dose->input].name);
}

impakt_status impakt_sim_dose_modelled(impakt_sim *sim, const char *input, double time,
                                       double amount, const char *unit, const char *parameter,
                                       int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
  if (index < 0) return index;
  struct dose dose = { .input = index, .time = time, .amount = amount };
  int status = check_not_negative(sim, "time", time);
  if (!status) status = check_positive(sim, "amount", amount);
  if (!status) status = amount_to_own_unit(sim, index, unit, &dose.amount_rule);
  if (!status) status = find_modelled(sim, parameter, &dose);
  return status ? status : keep(sim, &dose, number);
}

/* ---- more of a record ------------------------------------------------------------------------ */

/* II of the repeats and of the steady state is one item. */
static int check_one_interval(impakt_sim *sim, double repeats, double steady)
{
  if (repeats == steady) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_RANGE,
                     "the interval is %g h in the steady state and %g h in the repeats; "
                     "expected one",
                     steady, repeats);
}

impakt_status impakt_sim_dose_repeat(impakt_sim *sim, int number, double interval, int count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_record(sim, number);
  if (!status) status = check_positive(sim, "interval", interval);
  if (status) return status;
  if (count < 1 || count > MOST_REPEATS)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "the dose is to be given %d times; expected 1 to %d", count,
                       MOST_REPEATS);
  struct dose *dose = (struct dose *)sim->doses.rows + number;
  if (dose->kind == RECORD_STEADY_INFUSION)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is the steady state of a constant infusion, which cannot be "
                       "repeated",
                       number);
  if (dose->steady) status = check_one_interval(sim, interval, dose->steady_interval);
  if (status) return status;
  dose->interval = interval;
  dose->count = count;
  return sim_done(sim);
}

static int check_steady(impakt_sim *sim, int steady)
{
  if (steady == IMPAKT_STEADY_ALONE || steady == IMPAKT_STEADY_ADDED) return IMPAKT_OK;
  return message_set(
      &sim->message, IMPAKT_E_INDEX,
      "no steady state has the number %d; expected 1 (alone) or 2 (added to what "
      "is there)",
      steady);
}

impakt_status impakt_sim_dose_steady(impakt_sim *sim, int number, double interval, int steady)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_record(sim, number);
  if (!status) status = check_positive(sim, "interval", interval);
  if (!status) status = check_steady(sim, steady);
  if (status) return status;
  struct dose *dose = (struct dose *)sim->doses.rows + number;
  if (dose->kind >= RECORD_STEADY_INFUSION)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is no dose with an interval, and has no steady state",
                       number);
  if (dose->by_rules)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is given by a rule, and can have no steady state", number);
  if (sim_is_checked(sim, number))
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is checked when it is due, and can have no steady state",
                       number);
  if (dose->count > 1) status = check_one_interval(sim, dose->interval, interval);
  if (status) return status;
  dose->steady = steady;
  dose->steady_interval = interval;
  return sim_done(sim);
}

/* A kind of record that has an amount. */
static int has_amount(const struct dose *d)
{
  return d->kind < RECORD_STEADY_INFUSION && d->kind != DOSE_RATE_FOR_DURATION;
}

impakt_status impakt_sim_dose_most(impakt_sim *sim, int number, double amount, const char *unit)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_record(sim, number);
  if (status) return status;
  struct dose *dose = (struct dose *)sim->doses.rows + number;
  if (!has_amount(dose))
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d has no amount that could be cut to a most", number);
  struct amount_rule rule;
  status = check_positive(sim, "most", amount);
  if (!status) status = amount_to_own_unit(sim, dose->input, unit, &rule);
  if (status) return status;
  dose->most = amount;
  dose->most_rule = rule;
  return sim_done(sim);
}

impakt_status impakt_sim_dose_course(impakt_sim *sim, int number, int course)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = sim_check_record(sim, number);
  if (status) return status;
  if (course < 0)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "the number of the course is %d; expected 0 or more", course);
  ((struct dose *)sim->doses.rows + number)->course = course;
  return sim_done(sim);
}

impakt_status impakt_sim_steady_infusion(impakt_sim *sim, const char *input, double time,
                                         double rate, const char *unit, int steady, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
  if (index < 0) return index;
  struct dose dose = {
    .input = index, .kind = RECORD_STEADY_INFUSION, .time = time, .rate = rate, .steady = steady
  };
  int status = check_not_negative(sim, "time", time);
  if (!status) status = check_not_negative(sim, "rate", rate);
  if (!status) status = check_steady(sim, steady);
  if (!status) status = sim_find_unit(sim, unit, sim->model->u[index].unit, &dose.rate_rule);
  return status ? status : keep(sim, &dose, number);
}

/* ---- states set anew ------------------------------------------------------------------------- */

impakt_status impakt_sim_reset(impakt_sim *sim, double time, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const struct dose dose = { .kind = RECORD_RESET, .time = time };
  const int status = check_not_negative(sim, "time", time);
  return status ? status : keep(sim, &dose, number);
}

static int set_state(impakt_sim *sim, enum record_kind kind, const char *state, double time,
                     double value, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_STATE, state, &sim->message);
  if (index < 0) return index;
  const struct dose dose = { .kind = kind, .state = index, .time = time, .amount = value };
  const int status = check_not_negative(sim, "time", time);
  if (status) return status;
  if (!isfinite(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "what '%s' is set to is not finite",
                       state);
  return keep(sim, &dose, number);
}

impakt_status impakt_sim_replace(impakt_sim *sim, const char *state, double time, double value,
                                 int *number)
{
  return set_state(sim, RECORD_REPLACE, state, time, value, number);
}

impakt_status impakt_sim_multiply(impakt_sim *sim, const char *state, double time,
                                  double factor, int *number)
{
  return set_state(sim, RECORD_MULTIPLY, state, time, factor, number);
}

/* ---- all records ----------------------------------------------------------------------------- */

impakt_status impakt_sim_dose_table(impakt_sim *sim, size_t n, const int *input,
                                    const double *time, const double *amount,
                                    const double *duration)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (n && (!input || !time || !amount || !duration))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "an array of the dose table is NULL");
  const int before = sim->doses.n;
  int status = IMPAKT_OK;
  for (size_t i = 0; i < n && !status; i++) {
    if (input[i] < 0 || input[i] >= sim->model->nu)
      status =
          message_set(&sim->message, IMPAKT_E_INDEX,
                      "the model has %d inputs, none of number %d", sim->model->nu, input[i]);
    else
      status = impakt_sim_dose(sim, sim->model->u[input[i]].name, time[i], amount[i], NULL,
                               duration[i], NULL);
    if (status) {
      const struct message why = sim->message;
      message_set(&sim->message, status, "row %zu of the dose table: %.400s", i, why.text);
      sim->doses.n = before;
    }
  }
  return status;
}

impakt_status impakt_sim_dose_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->doses.n = 0;
  sim_drop_dose_slopes(sim);
  sim_drop_dose_rules(sim);
  return sim_done(sim);
}
