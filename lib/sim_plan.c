/* sim_plan.c — what the records of a simulation mean: each thing given once, as it arrives, with
 * its slopes.
 *
 * All is computed in dual numbers, once for each slope: F is the fraction that arrives. */
#include "sim.h"

#include "scalar.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_GIVEN = 10000000 }; /* in one run */

/* What a record goes by, in one direction of slopes. */
struct basis {
  int slope;           /* number of the slope, -1 for none */
  double weight, area; /* of the patient; NaN if no dose goes by them */
  double weight_log_slope, area_log_slope;
  const dual *fraction, *lag, *molar_mass; /* [nu] */
  const dual *p;                           /* [npq], NULL without slopes */
};

struct arrival {
  dual amount, duration; /* before the fraction */
  dual start, end, size;
};

/* As the plain quotient in every bit of its value, which C's division of complex numbers is not. */
static dual over(dual a, dual b)
{
  const double value = VALUE(a) / VALUE(b);
  return with_slope(value, (SLOPE(a) - value * SLOPE(b)) / VALUE(b));
}

/* ---- one record ------------------------------------------------------------------------------ */

/* Whether the slope of this basis is in this property of the record. */
static int is_in(const impakt_sim *sim, const struct basis *b, int record, int what)
{
  if (b->slope < 0) return 0;
  const struct slope *s = (const struct slope *)sim->slopes.rows + b->slope;
  return s->kind == IN_DOSE && s->index == record && s->what == what;
}

static dual in_record(const impakt_sim *sim, const struct basis *b, int record, int what,
                      double value)
{
  return with_slope(value, is_in(sim, b, record, what) ? SEED : 0);
}

/* A value in the prescriber's unit, in the input's. */
static int convert(impakt_sim *sim, const struct basis *b, const struct dose *d,
                   const struct amount_rule *rule, dual given, dual *out)
{
  char problem[256];
  double unit;
  const dual molar_mass = b->molar_mass[d->input];
  if (amount_apply(rule, 1, b->weight, b->area, VALUE(molar_mass), &unit, problem,
                   sizeof problem))
    return message_set(&sim->message, IMPAKT_E_RANGE, "dose into '%s' at %g h: %s",
                       sim->model->u[d->input].name, d->time, problem);
  double log_slope = 0;
  if (rule->weight) log_slope += rule->weight * b->weight_log_slope;
  if (rule->area) log_slope += rule->area * b->area_log_slope;
  if (rule->molar) log_slope += rule->molar * SLOPE(molar_mass) / VALUE(molar_mass);
  *out = given * with_slope(unit, unit * log_slope);
  return IMPAKT_OK;
}

static dual parameter_of(const impakt_sim *sim, const struct basis *b, int parameter)
{
  const int at = sim->equations->p_at[parameter];
  return b->p ? b->p[at] : (dual)sim->p[at];
}

static int check_parameter(impakt_sim *sim, const struct dose *d, double value)
{
  if (value > 0) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_RANGE,
                     "dose into '%s' at %g h: its %s is parameter '%s', which is %g; expected "
                     "more than 0",
                     sim->model->u[d->input].name, d->time,
                     d->kind == DOSE_AT_PARAMETER ? "rate" : "duration",
                     sim->model->p[d->parameter].name, value);
}

/* Amount, duration and rate before the fraction that arrives, and what arrives of them. */
static int find_dose(impakt_sim *sim, const struct basis *b, int record, struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  const double hours = sim->equations->dose_hours[d->input];
  const dual F = b->fraction[d->input] + in_record(sim, b, record, IMPAKT_DOSE_FRACTION, 0);
  const dual given_amount = in_record(sim, b, record, IMPAKT_DOSE_AMOUNT, d->amount);
  const dual given_rate = in_record(sim, b, record, IMPAKT_DOSE_RATE, d->rate);
  dual amount = 0, rate = 0, duration = 0, lasts = 0;
  int status = IMPAKT_OK;
  if (d->kind != DOSE_RATE_FOR_DURATION && d->kind != RECORD_STEADY_INFUSION)
    status = convert(sim, b, d, &d->amount_rule, given_amount, &amount);
  switch (d->kind) {
  case DOSE_FOR_DURATION:
  case DOSE_FOR_PARAMETER:
    if (d->kind == DOSE_FOR_PARAMETER) {
      duration = parameter_of(sim, b, d->parameter) * d->parameter_hours;
      if (!status) status = check_parameter(sim, d, VALUE(duration));
    } else {
      duration = in_record(sim, b, record, IMPAKT_DOSE_DURATION, d->duration);
    }
    lasts = duration;
    rate = over(F * amount * hours, duration);
    break;
  case DOSE_AT_RATE:
  case DOSE_AT_PARAMETER:
    if (d->kind == DOSE_AT_PARAMETER) {
      if (!status)
        status = convert(sim, b, d, &d->rate_rule, parameter_of(sim, b, d->parameter), &rate);
      if (!status) status = check_parameter(sim, d, VALUE(rate));
    } else if (!status) {
      status = convert(sim, b, d, &d->rate_rule, given_rate, &rate);
    }
    duration = over(amount * hours, rate);
    lasts = F * duration;
    break;
  default: /* a rate for a duration */
    if (!status) status = convert(sim, b, d, &d->rate_rule, given_rate, &rate);
    duration = lasts = in_record(sim, b, record, IMPAKT_DOSE_DURATION, d->duration);
    amount = rate * duration / hours;
    if (d->kind == DOSE_RATE_FOR_DURATION) rate *= F;
  }
  a->amount = amount, a->duration = duration;
  a->size = rate;
  a->start = in_record(sim, b, record, IMPAKT_DOSE_TIME, d->time) + b->lag[d->input] +
             in_record(sim, b, record, IMPAKT_DOSE_LAG, 0);
  a->end = a->start + lasts;
  if (same_time(VALUE(a->start), VALUE(a->end))) a->size = F * amount;
  return status;
}

static int find_arrival(impakt_sim *sim, const struct basis *b, int record, struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  if (d->kind < RECORD_RESET) return find_dose(sim, b, record, a);
  *a = (struct arrival){ .size = in_record(sim, b, record, IMPAKT_DOSE_AMOUNT, d->amount) };
  a->start = a->end = in_record(sim, b, record, IMPAKT_DOSE_TIME, d->time);
  return IMPAKT_OK;
}

/* ---- what all records go by ------------------------------------------------------------------ */

static int check_dosing(impakt_sim *sim, const double *fraction, const double *lag)
{
  const struct quantity *u = sim->model->u;
  for (int i = 0; i < sim->model->nu; i++) {
    if (!(fraction[i] >= 0 && isfinite(fraction[i])))
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "the fraction of '%s' that arrives is %g; expected 0 or more",
                         u[i].name, fraction[i]);
    if (!(lag[i] >= 0 && isfinite(lag[i])))
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "the lag of '%s' is %g h; expected 0 or more", u[i].name, lag[i]);
  }
  return IMPAKT_OK;
}

/* Weight and surface, where a dose goes by them. */
static int find_size(impakt_sim *sim, double *weight, double *area)
{
  const struct dose *doses = sim->doses.rows;
  int by_weight = 0, by_area = 0;
  for (int i = 0; i < sim->doses.n; i++) {
    by_weight |= doses[i].amount_rule.weight | doses[i].rate_rule.weight;
    by_area |= doses[i].amount_rule.area | doses[i].rate_rule.area;
  }
  *weight = *area = NAN;
  const int status = by_weight ? sim_patient(sim, "WT", weight) : IMPAKT_OK;
  return status || !by_area ? status : sim_patient(sim, "BSA", area);
}

/* Slope of the logarithm of the patient's weight or surface.  Where several models of a system
 * ask for it, a dose goes by the first one's. */
static double log_size_slope(const impakt_sim *sim, int slope, const char *covariate)
{
  const struct slope *s = (const struct slope *)sim->slopes.rows + slope;
  if (s->kind != IN_PARAMETER || s->index != sim_find_covariate(sim->model, covariate))
    return 0;
  return SEED / sim->p[sim->equations->p_at[s->index]];
}

/* Fraction, lag and molar mass without slopes, and checked. */
static int find_dosing(impakt_sim *sim, struct basis *b)
{
  const int nu = sim->model->nu;
  double *plain = room_for(&sim->plan->dosing, 3 * (size_t)nu, sizeof *plain);
  dual *dosing = room_for(&sim->plan->dosing_dual, 3 * (size_t)nu, sizeof *dosing);
  if (!plain || !dosing) return sim_message_memory(sim);
  equations_dosing_d(sim->equations, sim->p, plain, plain + nu, plain + 2 * nu);
  for (int i = 0; i < 3 * nu; i++) dosing[i] = plain[i];
  b->fraction = dosing, b->lag = dosing + nu, b->molar_mass = dosing + 2 * nu;
  return check_dosing(sim, plain, plain + nu);
}

/* The same with the slopes of number k. */
static void find_dosing_slopes(impakt_sim *sim, struct basis *b,
                               const struct slope_seeds *seeds, int k)
{
  const int nu = sim->model->nu;
  dual *dosing = sim->plan->dosing_dual.data;
  b->slope = k;
  b->p = seeds->p[k];
  equations_dosing_z(sim->equations, b->p, dosing, dosing + nu, dosing + 2 * nu);
  b->weight_log_slope = log_size_slope(sim, k, "WT");
  b->area_log_slope = log_size_slope(sim, k, "BSA");
}

/* ---- all records ----------------------------------------------------------------------------- */

static int count_given(impakt_sim *sim, size_t *n)
{
  const struct dose *doses = sim->doses.rows;
  size_t total = 0;
  for (int i = 0; i < sim->doses.n; i++) total += doses[i].count;
  if (total > MOST_GIVEN)
    return message_set(&sim->message, IMPAKT_E_RANGE, "%zu doses are given; at most %d can be",
                       total, MOST_GIVEN);
  *n = total;
  return IMPAKT_OK;
}

/* One too short to be told from its start is given as a bolus. */
static int check_duration(impakt_sim *sim, const struct dose *d, const struct arrival *a)
{
  if (d->kind >= RECORD_STEADY_INFUSION || VALUE(a->duration) == 0 ||
      !same_time(VALUE(a->start), VALUE(a->end)))
    return IMPAKT_OK;
  return sim_check_bolus(sim, d->input);
}

static const enum given_what given_as[] = { [RECORD_RESET] = GIVEN_RESET,
                                            [RECORD_REPLACE] = GIVEN_REPLACE,
                                            [RECORD_MULTIPLY] = GIVEN_MULTIPLY };

static void add_times(struct plan *plan, const struct dose *d, const struct arrival *a)
{
  struct given *given = plan->given.data;
  struct planned *planned = plan->planned.data;
  const int is_dose = d->kind < RECORD_STEADY_INFUSION;
  for (int k = 0; k < d->count; k++) {
    const double later = k * d->interval;
    given[plan->n_given++] = (struct given){ .what = is_dose ? GIVEN_DOSE : given_as[d->kind],
                                             .index = is_dose ? d->input : d->state,
                                             .time = d->time + later,
                                             .start = VALUE(a->start) + later,
                                             .end = VALUE(a->end) + later,
                                             .size = VALUE(a->size) };
    if (!is_dose) continue;
    planned[plan->n_planned++] =
        (struct planned){ d->input, d->time + later, VALUE(a->amount), VALUE(a->duration) };
  }
}

/* Rows of slopes for n things given: of start, end and size. */
static double *slope_rows(impakt_sim *sim, size_t n, int n_slopes)
{
  return room_for(&sim->plan->slopes, 3 * n * (size_t)n_slopes, sizeof(double));
}

/* Slope number k of everything given. */
static int add_slopes(impakt_sim *sim, const struct basis *b, int n_slopes)
{
  const struct dose *doses = sim->doses.rows;
  struct given *g = sim->plan->given.data;
  double *row = sim->plan->slopes.data;
  for (int i = 0; i < sim->doses.n; i++) {
    struct arrival a;
    const int status = find_arrival(sim, b, i, &a);
    if (status) return status;
    const int in_interval = is_in(sim, b, i, IMPAKT_DOSE_INTERVAL);
    for (int j = 0; j < doses[i].count; j++, g++, row += 3 * (size_t)n_slopes) {
      const double later = in_interval ? j : 0;
      row[b->slope] = SLOPE(a.start) / SEED + later;
      row[n_slopes + b->slope] = SLOPE(a.end) / SEED + later;
      row[2 * n_slopes + b->slope] = SLOPE(a.size) / SEED;
      g->start_slope = row;
      g->end_slope = row + n_slopes;
      g->size_slope = row + 2 * n_slopes;
    }
  }
  return IMPAKT_OK;
}

int sim_plan(impakt_sim *sim, const struct slope_seeds *seeds)
{
  const struct dose *doses = sim->doses.rows;
  struct plan *plan = sim->plan;
  struct basis b = { .slope = -1 };
  size_t n = 0;
  int status = find_dosing(sim, &b);
  if (!status) status = count_given(sim, &n);
  if (!status) status = find_size(sim, &b.weight, &b.area);
  if (status) return status;
  plan->n_given = plan->n_planned = 0;
  if (!room_for(&plan->given, n, sizeof(struct given)) ||
      !room_for(&plan->planned, n, sizeof(struct planned)) ||
      (seeds && !slope_rows(sim, n, seeds->n)))
    return sim_message_memory(sim);
  for (int i = 0; i < sim->doses.n && !status; i++) {
    struct arrival a;
    status = find_arrival(sim, &b, i, &a);
    if (!status) status = check_duration(sim, &doses[i], &a);
    if (!status) add_times(plan, &doses[i], &a);
  }
  for (int k = 0; seeds && k < seeds->n && !status; k++) {
    find_dosing_slopes(sim, &b, seeds, k);
    status = add_slopes(sim, &b, seeds->n);
  }
  return status;
}

void plan_free(struct plan *plan)
{
  if (!plan) return;
  const struct room all[] = { plan->given, plan->planned, plan->slopes, plan->dosing,
                              plan->dosing_dual };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i].data);
  free(plan);
}

/* ---- what is given, for the caller ----------------------------------------------------------- */

static int by_time(const void *left, const void *right)
{
  const struct planned *a = left, *b = right;
  return (a->time > b->time) - (a->time < b->time);
}

impakt_status impakt_sim_doses(impakt_sim *sim, int *input, double *time, double *amount,
                               double *duration, size_t n, size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!count) return message_set(&sim->message, IMPAKT_E_ARGUMENT, "count is NULL");
  const int status = sim_plan(sim, NULL);
  if (status) return status;
  struct planned *planned = sim->plan->planned.data;
  *count = sim->plan->n_planned;
  if (*count) qsort(planned, *count, sizeof *planned, by_time);
  for (size_t i = 0; i < n && i < *count; i++) {
    if (input) input[i] = planned[i].input;
    if (time) time[i] = planned[i].time;
    if (amount) amount[i] = planned[i].amount;
    if (duration) duration[i] = planned[i].duration;
  }
  return sim_done(sim);
}
