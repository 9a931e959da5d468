/* sim_dose.c — impakt_sim_dose*: records, and the doses that they mean. */
#include "sim.h"

#include "dose_unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GIVEN = 10000000 }; /* doses of one run */

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

static int find_rule(impakt_sim *sim, const char *given, const char *wanted,
                     struct amount_rule *rule)
{
  char problem[256];
  if (!given) given = wanted;
  if (amount_rule(given, wanted, rule, problem, sizeof problem))
    return message_set(&sim->message, IMPAKT_E_UNIT, "%s", problem);
  return IMPAKT_OK;
}

static int amount_to_own_unit(impakt_sim *sim, int input, const char *unit,
                              struct amount_rule *rule)
{
  char own[128];
  const int status = impakt_model_dose_unit(sim->model, input, own, sizeof own);
  if (status) return message_set(&sim->message, status, "%s", impakt_status_text(status));
  return find_rule(sim, unit, own, rule);
}

static int check_bolus(impakt_sim *sim, int input)
{
  if (sim->equations->linear[input]) return IMPAKT_OK;
  return message_set(
      &sim->message, IMPAKT_E_RANGE,
      "'%s' takes no bolus, since it does not enter the equations linearly; give "
      "a duration or a rate",
      sim->model->u[input].name);
}

static int keep(impakt_sim *sim, const struct dose *dose, int *number)
{
  struct dose *row = list_add(&sim->doses, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = *dose;
  row->count = 1;
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
  if (!status && duration == 0) status = check_bolus(sim, index);
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
  if (!status) status = find_rule(sim, rate_unit, sim->model->u[index].unit, &dose.rate_rule);
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
  if (!status) status = find_rule(sim, unit, sim->model->u[index].unit, &dose.rate_rule);
  return status ? status : keep(sim, &dose, number);
}

impakt_status impakt_sim_dose_repeat(impakt_sim *sim, int number, double interval, int count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (number < 0 || number >= sim->doses.n)
    return message_set(&sim->message, IMPAKT_E_INDEX, "no dose has the number %d; there are %d",
                       number, sim->doses.n);
  const int status = check_positive(sim, "interval", interval);
  if (status) return status;
  if (count < 1 || count > MOST_GIVEN)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "the dose is to be given %d times; expected 1 to %d", count, MOST_GIVEN);
  struct dose *dose = (struct dose *)sim->doses.rows + number;
  dose->interval = interval;
  dose->count = count;
  return sim_done(sim);
}

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
  return sim_done(sim);
}

/* ---- what the records mean ------------------------------------------------------------------- */

struct patient_size {
  double weight, area;
};

static int apply(impakt_sim *sim, const struct dose *dose, const struct amount_rule *rule,
                 double value, const struct patient_size *size, double molar_mass, double *out)
{
  char problem[256];
  if (!amount_apply(rule, value, size->weight, size->area, molar_mass, out, problem,
                    sizeof problem))
    return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_RANGE, "dose into '%s' at %g h: %s",
                     sim->model->u[dose->input].name, dose->time, problem);
}

static struct power rule_power(const struct amount_rule *rule)
{
  return (struct power){ rule->weight, rule->area, rule->molar };
}

/* The record once, at its first time, in the input's own unit. */
static int convert(impakt_sim *sim, const struct dose *d, const struct patient_size *size,
                   double molar_mass, struct given *given, struct dose_powers *powers)
{
  const double hours = sim->equations->dose_hours[d->input];
  *given = (struct given){ .input = d->input, .time = d->time, .duration = d->duration };
  *powers = (struct dose_powers){ 0 };
  if (d->kind != DOSE_RATE_FOR_DURATION) {
    const int status =
        apply(sim, d, &d->amount_rule, d->amount, size, molar_mass, &given->amount);
    if (status) return status;
    powers->amount = rule_power(&d->amount_rule);
  }
  if (d->kind == DOSE_FOR_DURATION) {
    if (d->duration > 0) given->rate = given->amount * hours / d->duration;
    return IMPAKT_OK;
  }
  const int status = apply(sim, d, &d->rate_rule, d->rate, size, molar_mass, &given->rate);
  if (status) return status;
  const struct power amount = powers->amount, rate = rule_power(&d->rate_rule);
  powers->amount = rate;
  if (d->kind == DOSE_RATE_FOR_DURATION) {
    given->amount = given->rate * d->duration / hours;
    return IMPAKT_OK;
  }
  given->duration = given->amount * hours / given->rate;
  given->fraction_stretches = 1;
  powers->duration = (struct power){ amount.weight - rate.weight, amount.area - rate.area,
                                     amount.molar - rate.molar };
  return IMPAKT_OK;
}

/* One too short to be told from its start is given as a bolus. */
static int check_duration(impakt_sim *sim, const struct given *g)
{
  if (g->duration == 0 || !same_time(g->time, g->time + g->duration)) return IMPAKT_OK;
  return check_bolus(sim, g->input);
}

static int make_room(impakt_sim *sim, int n)
{
  if (n <= sim->given_room) return IMPAKT_OK;
  struct given *given = realloc(sim->given, sizeof *given * n);
  if (given) sim->given = given;
  struct dose_powers *powers = realloc(sim->powers, sizeof *powers * n);
  if (powers) sim->powers = powers;
  if (!given || !powers) return sim_message_memory(sim);
  sim->given_room = n;
  return IMPAKT_OK;
}

/* Weight and surface, where a dose goes by them. */
static int find_size(impakt_sim *sim, struct patient_size *size)
{
  const struct dose *doses = sim->doses.rows;
  int weight = 0, area = 0;
  for (int i = 0; i < sim->doses.n; i++) {
    weight |= doses[i].amount_rule.weight | doses[i].rate_rule.weight;
    area |= doses[i].amount_rule.area | doses[i].rate_rule.area;
  }
  *size = (struct patient_size){ NAN, NAN };
  const int status = weight ? sim_patient(sim, "WT", &size->weight) : IMPAKT_OK;
  return status || !area ? status : sim_patient(sim, "BSA", &size->area);
}

int sim_expand_doses(impakt_sim *sim, const double *molar_mass)
{
  const struct dose *doses = sim->doses.rows;
  long total = 0;
  for (int i = 0; i < sim->doses.n; i++) total += doses[i].count;
  if (total > MOST_GIVEN)
    return message_set(&sim->message, IMPAKT_E_RANGE, "%ld doses are given; at most %d can be",
                       total, MOST_GIVEN);
  struct patient_size size;
  int status = make_room(sim, (int)total);
  if (!status) status = find_size(sim, &size);
  sim->n_given = 0;
  for (int i = 0; i < sim->doses.n && !status; i++) {
    const struct dose *d = &doses[i];
    struct given once;
    struct dose_powers powers;
    status = convert(sim, d, &size, molar_mass[d->input], &once, &powers);
    if (!status) status = check_duration(sim, &once);
    for (int k = 0; k < d->count && !status; k++) {
      sim->given[sim->n_given] = once;
      sim->given[sim->n_given].time = d->time + k * d->interval;
      sim->powers[sim->n_given++] = powers;
    }
  }
  return status;
}

static int by_time(const void *left, const void *right)
{
  const struct given *a = left, *b = right;
  return (a->time > b->time) - (a->time < b->time);
}

impakt_status impakt_sim_doses(impakt_sim *sim, int *input, double *time, double *amount,
                               double *duration, size_t n, size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!count) return message_set(&sim->message, IMPAKT_E_ARGUMENT, "count is NULL");
  const int nu = sim->model->nu;
  double *dosing = calloc(3 * (size_t)nu + 1, sizeof *dosing);
  if (!dosing) return sim_message_memory(sim);
  equations_dosing_d(sim->equations, sim->p, dosing, dosing + nu, dosing + 2 * nu);
  const int status = sim_expand_doses(sim, dosing + 2 * nu);
  free(dosing);
  if (status) return status;
  if (sim->n_given) qsort(sim->given, sim->n_given, sizeof *sim->given, by_time);
  *count = sim->n_given;
  for (size_t i = 0; i < n && i < *count; i++) {
    const struct given *g = &sim->given[i];
    if (input) input[i] = g->input;
    if (time) time[i] = g->time;
    if (amount) amount[i] = g->amount;
    if (duration) duration[i] = g->duration;
  }
  return sim_done(sim);
}
