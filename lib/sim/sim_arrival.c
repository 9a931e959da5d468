/* sim_arrival.c — what a record means: its start, end and size, behind units, lag and fraction.
 *
 * All is computed in dual numbers, once for each slope: F is the fraction that arrives. */
#include "sim_arrival.h"

#include "scalar.h"

#include <math.h>

/* As the plain quotient in every bit of its value, which C's division of complex numbers is not. */
static dual over(dual a, dual b)
{
  const double value = VALUE(a) / VALUE(b);
  return with_slope(value, (SLOPE(a) - value * SLOPE(b)) / VALUE(b));
}

/* ---- one record ------------------------------------------------------------------------------ */

int arrival_is_in(const impakt_sim *sim, const struct basis *b, int record, int what)
{
  if (b->slope < 0) return 0;
  const struct slope *s = (const struct slope *)sim->slopes.rows + b->slope;
  return s->kind == IN_DOSE && s->index == record && s->what == what;
}

static dual in_record(const impakt_sim *sim, const struct basis *b, int record, int what,
                      double value)
{
  return with_slope(value, arrival_is_in(sim, b, record, what) ? SEED : 0);
}

int arrival_convert(impakt_sim *sim, const struct basis *b, const struct dose *d,
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

/* To the most that is given at once. */
static int cut(impakt_sim *sim, const struct basis *b, const struct dose *d, dual *amount)
{
  dual most;
  const int status = arrival_convert(sim, b, d, &d->most_rule, d->most, &most);
  if (!status && VALUE(*amount) > VALUE(most)) *amount = most;
  return status;
}

static dual parameter_of(const impakt_sim *sim, const struct basis *b, int parameter)
{
  const int at = sim->equations->p_at[parameter];
  return b->p ? b->p[at] : (dual)b->plain[at];
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
    status = arrival_convert(sim, b, d, &d->amount_rule, given_amount, &amount);
  if (!status && !isnan(d->most)) status = cut(sim, b, d, &amount);
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
        status = arrival_convert(sim, b, d, &d->rate_rule, parameter_of(sim, b, d->parameter),
                                 &rate);
      if (!status) status = check_parameter(sim, d, VALUE(rate));
    } else if (!status) {
      status = arrival_convert(sim, b, d, &d->rate_rule, given_rate, &rate);
    }
    duration = over(amount * hours, rate);
    lasts = F * duration;
    break;
  default: /* a rate for a duration */
    if (!status) status = arrival_convert(sim, b, d, &d->rate_rule, given_rate, &rate);
    duration = lasts = in_record(sim, b, record, IMPAKT_DOSE_DURATION, d->duration);
    amount = rate * duration / hours;
    if (d->kind == DOSE_RATE_FOR_DURATION) rate *= F;
  }
  a->amount = amount, a->duration = duration;
  a->size = rate;
  a->start = in_record(sim, b, record, IMPAKT_DOSE_TIME, d->time) + b->lag[d->input] +
             in_record(sim, b, record, IMPAKT_DOSE_LAG, 0);
  a->end = a->start + lasts;
  if (d->kind != RECORD_STEADY_INFUSION && same_time(VALUE(a->start), VALUE(a->end)))
    a->size = F * amount; /* a bolus */
  return status;
}

int arrival_find(impakt_sim *sim, const struct basis *b, int record, struct arrival *a)
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

struct basis arrival_basis(const impakt_sim *sim, int slope)
{
  const struct dose *doses = sim->doses.rows;
  struct basis b = { .slope = slope, .t = NAN };
  for (int i = 0; i < sim->doses.n; i++) {
    b.by_weight |= doses[i].amount_rule.weight | doses[i].rate_rule.weight;
    b.by_area |= doses[i].amount_rule.area | doses[i].rate_rule.area;
    b.by_weight |= doses[i].most_rule.weight, b.by_area |= doses[i].most_rule.area;
  }
  const struct action_record *actions = sim->actions.rows;
  for (int i = 0; i < sim->actions.n; i++)
    b.by_weight |= actions[i].unit.weight, b.by_area |= actions[i].unit.area;
  return b;
}

/* Weight and surface, where a dose goes by them. */
static int find_size(impakt_sim *sim, struct basis *b)
{
  b->weight = b->area = NAN;
  const int status =
      b->by_weight ? sim_patient(sim, "WT", b->t, b->plain, &b->weight) : IMPAKT_OK;
  return status || !b->by_area ? status : sim_patient(sim, "BSA", b->t, b->plain, &b->area);
}

/* Slope of the logarithm of the patient's weight or surface.  Where several models of a system
 * ask for it, a dose goes by the first one's. */
static double log_size_slope(const impakt_sim *sim, const struct basis *b,
                             const char *covariate)
{
  const int first = sim_find_covariate(sim->model, covariate);
  const int at = first < 0 ? 0 : sim->equations->p_at[first];
  if (first >= 0) return SLOPE(b->p[at]) / VALUE(b->p[at]);
  const int size = sim_size_of_patient(covariate);
  return sim_size_rate(sim, size, b->t) * b->t_slope * SEED / sim_size_at(sim, size, b->t);
}

/* Fraction, lag and molar mass without slopes, and checked. */
static int find_dosing(impakt_sim *sim, struct basis *b)
{
  const int nu = sim->model->nu;
  double *plain = room_for(&sim->plan->dosing, 3 * (size_t)nu, sizeof *plain);
  dual *dosing = room_for(&sim->plan->dosing_dual, 3 * (size_t)nu, sizeof *dosing);
  if (!plain || !dosing) return sim_message_memory(sim);
  equations_dosing_d(sim->equations, b->plain, plain, plain + nu, plain + 2 * nu);
  for (int i = 0; i < 3 * nu; i++) dosing[i] = plain[i];
  b->fraction = dosing, b->lag = dosing + nu, b->molar_mass = dosing + 2 * nu;
  return check_dosing(sim, plain, plain + nu);
}

/* The same with the slopes; p is there. */
static void find_dosing_slopes(impakt_sim *sim, struct basis *b)
{
  const int nu = sim->model->nu;
  dual *dosing = sim->plan->dosing_dual.data;
  equations_dosing_z(sim->equations, b->p, dosing, dosing + nu, dosing + 2 * nu);
  b->weight_log_slope = log_size_slope(sim, b, "WT");
  b->area_log_slope = log_size_slope(sim, b, "BSA");
}

int arrival_find_basis(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
                       double t, double t_slope)
{
  const int npq = sim->equations->npq;
  if (b->t == t && b->t_slope == t_slope) return IMPAKT_OK;
  if (!isnan(b->t) && b->t_slope == t_slope && !sim_courses_differ(sim, b->t, t))
    return IMPAKT_OK;
  double *plain = room_for(&sim->plan->p, npq, sizeof *plain);
  dual *p = room_for(&sim->plan->p_dual, npq, sizeof *p);
  if (!plain || !p) return sim_message_memory(sim);
  b->t = t, b->t_slope = t_slope;
  b->plain = plain;
  sim_parameters_at(sim, t, plain);
  int status = find_dosing(sim, b);
  if (!status) status = find_size(sim, b);
  if (status || b->slope < 0) return status;
  b->p = p;
  sim_parameter_slopes_at(sim, t, t_slope, seeds->p[b->slope], p);
  find_dosing_slopes(sim, b);
  return IMPAKT_OK;
}

/* How far the time of what record gives as number j moves. */
static double time_slope(const impakt_sim *sim, const struct basis *b, int record, int j)
{
  if (arrival_is_in(sim, b, record, IMPAKT_DOSE_INTERVAL)) return j;
  return arrival_is_in(sim, b, record, IMPAKT_DOSE_TIME) ? 1 : 0;
}

int arrival_find_given(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
                       int record, int j, struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  if (!sim->courses.n) return j ? IMPAKT_OK : arrival_find(sim, b, record, a);
  /* nobody knows when a rule will give it */
  const double t = d->by_rules ? 0 : d->time + j * d->interval;
  const double t_slope = d->by_rules ? 0 : time_slope(sim, b, record, j);
  const int status = arrival_find_basis(sim, b, seeds, t, t_slope);
  return status ? status : arrival_find(sim, b, record, a);
}
