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
  int slope; /* number of the slope, -1 for none */
  double t,
      t_slope; /* when it is given, and how far that moves with the slope; t NaN: not yet */
  int by_weight, by_area; /* whether any dose goes by them */
  double weight, area;    /* of the patient, else NaN */
  double weight_log_slope, area_log_slope;
  const dual *fraction, *lag, *molar_mass; /* [nu] */
  const double *plain;                     /* [npq] */
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

/* To the most that is given at once. */
static int cut(impakt_sim *sim, const struct basis *b, const struct dose *d, dual *amount)
{
  dual most;
  const int status = convert(sim, b, d, &d->most_rule, d->most, &most);
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
    status = convert(sim, b, d, &d->amount_rule, given_amount, &amount);
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
  if (d->kind != RECORD_STEADY_INFUSION && same_time(VALUE(a->start), VALUE(a->end)))
    a->size = F * amount; /* a bolus */
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

static struct basis begin_basis(const impakt_sim *sim, int slope)
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

/* The basis becomes that of time t, unless it is; seeds: NULL without slopes. */
static int find_basis(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
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
  if (is_in(sim, b, record, IMPAKT_DOSE_INTERVAL)) return j;
  return is_in(sim, b, record, IMPAKT_DOSE_TIME) ? 1 : 0;
}

/* What record gives as number j, but for the intervals that it is given later.  Without courses
 * all that it gives is alike. */
static int find_given(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
                      int record, int j, struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  if (!sim->courses.n) return j ? IMPAKT_OK : find_arrival(sim, b, record, a);
  /* nobody knows when a rule will give it */
  const double t = d->by_rules ? 0 : d->time + j * d->interval;
  const double t_slope = d->by_rules ? 0 : time_slope(sim, b, record, j);
  const int status = find_basis(sim, b, seeds, t, t_slope);
  return status ? status : find_arrival(sim, b, record, a);
}

/* ---- all records ----------------------------------------------------------------------------- */

/* One too short to be told from its start is given as a bolus. */
static int check_duration(impakt_sim *sim, const struct dose *d, const struct arrival *a)
{
  if (d->kind >= RECORD_STEADY_INFUSION || VALUE(a->duration) == 0 ||
      !same_time(VALUE(a->start), VALUE(a->end)))
    return IMPAKT_OK;
  return sim_check_bolus(sim, d->input);
}

static const enum given_what given_as[] = {
  [DOSE_FOR_DURATION] = GIVEN_DOSE,      [DOSE_AT_RATE] = GIVEN_DOSE,
  [DOSE_RATE_FOR_DURATION] = GIVEN_DOSE, [DOSE_AT_PARAMETER] = GIVEN_DOSE,
  [DOSE_FOR_PARAMETER] = GIVEN_DOSE,     [RECORD_STEADY_INFUSION] = GIVEN_STEADY,
  [RECORD_RESET] = GIVEN_RESET,          [RECORD_REPLACE] = GIVEN_REPLACE,
  [RECORD_MULTIPLY] = GIVEN_MULTIPLY
};

/* NULL without memory, or if there are too many. */
static struct given *append(struct plan *plan, struct origin origin, struct given given)
{
  const size_t n = plan->n_given;
  const size_t room = n < 8 ? 8 : (n & (n - 1)) ? n : 2 * n; /* doubles at powers of 2 */
  if (n >= MOST_GIVEN || !room_for(&plan->given, room, sizeof given) ||
      !room_for(&plan->origins, room, sizeof origin))
    return NULL;
  ((struct origin *)plan->origins.data)[n] = origin;
  struct given *row = (struct given *)plan->given.data + plan->n_given++;
  *row = given;
  return row;
}

static int no_room(impakt_sim *sim)
{
  if (sim->plan->n_given < MOST_GIVEN) return sim_message_memory(sim);
  return message_set(&sim->message, IMPAKT_E_RANGE, "more than %d doses are given", MOST_GIVEN);
}

/* The record as it is given for the time after `repeat` intervals; before the record for less
 * than 0. */
static struct given arriving(const struct dose *d, const struct arrival *a, double interval,
                             int repeat)
{
  const double later = repeat * interval;
  return (struct given){ .what = given_as[d->kind],
                         .index = d->kind < RECORD_RESET ? d->input : d->state,
                         .time = d->time + fmax(later, 0),
                         .start = VALUE(a->start) + later,
                         .end = VALUE(a->end) + later,
                         .size = VALUE(a->size) };
}

/* The doses since ever that are still to arrive or to end. */
static int add_earlier(impakt_sim *sim, int record, const struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  for (int repeat = -1;; repeat--) {
    struct given g = arriving(d, a, d->steady_interval, repeat);
    if (g.end < d->time && !same_time(g.end, d->time)) return IMPAKT_OK;
    enum given_part part = PART_WHOLE;
    if (g.start < d->time && !same_time(g.start, d->time)) {
      if (same_time(g.end, d->time)) return IMPAKT_OK;
      part = PART_RUNNING;
      g.start = d->time;
      g.resumes = 1;
    }
    if (!append(sim->plan, (struct origin){ record, repeat, part }, g)) return no_room(sim);
  }
  return IMPAKT_OK;
}

static int add_steady(impakt_sim *sim, int record, const struct arrival *a)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  const struct given g = { .what = GIVEN_STEADY,
                           .index = d->input,
                           .time = d->time,
                           .start = d->time,
                           .end = d->time,
                           .size = VALUE(a->size),
                           .resets = d->steady == IMPAKT_STEADY_ALONE };
  if (!append(sim->plan, (struct origin){ record, 0, PART_STEADY }, g)) return no_room(sim);
  return d->kind == RECORD_STEADY_INFUSION ? IMPAKT_OK : add_earlier(sim, record, a);
}

static int add_record(impakt_sim *sim, struct basis *b, int record)
{
  const struct dose *d = (const struct dose *)sim->doses.rows + record;
  struct arrival a;
  for (int k = 0; k < d->count; k++) {
    int status = find_given(sim, b, NULL, record, k, &a);
    if (!status) status = check_duration(sim, d, &a);
    if (!status && k == 0 && d->steady) status = add_steady(sim, record, &a);
    if (status || d->kind == RECORD_STEADY_INFUSION) return status;
    const struct given g = arriving(d, &a, d->interval, k);
    if (!append(sim->plan, (struct origin){ record, k, PART_WHOLE }, g)) return no_room(sim);
  }
  return IMPAKT_OK;
}

/* ---- for rules ------------------------------------------------------------------------------- */

/* The rates that rules set, as they arrive. */
static int add_rates(impakt_sim *sim, const struct basis *b, int n_slopes)
{
  double *value = sim->plan->action.data, *slope = sim->plan->action_slope.data;
  const struct action_record *a = sim->actions.rows;
  for (int i = 0; i < sim->actions.n; i++) {
    dual rate = 0;
    if (a[i].what != RULE_RUNS) continue;
    const struct dose d = { .input = a[i].index, .time = a[i].delay };
    const int status = convert(sim, b, &d, &a[i].unit, a[i].value, &rate);
    if (status) return status;
    rate *= b->fraction[d.input];
    if (b->slope < 0) value[i] = VALUE(rate);
    else slope[(size_t)i * n_slopes + b->slope] = SLOPE(rate) / SEED;
  }
  return IMPAKT_OK;
}

/* What rules and checks need to know of what is given, and room for what rules give. */
static int label(impakt_sim *sim)
{
  struct plan *plan = sim->plan;
  plan->given_room = sim_rules_give(sim);
  if (!room_for(&plan->given, plan->n_given + (size_t)plan->given_room, sizeof(struct given)))
    return sim_message_memory(sim);
  const struct origin *origin = plan->origins.data;
  for (struct given *g = plan->given.data; g < (struct given *)plan->given.data + plan->n_given;
       g++, origin++) {
    const struct dose *d = (const struct dose *)sim->doses.rows + origin->record;
    g->record = origin->record;
    g->course = d->course;
    g->by_rule = d->by_rules;
    g->checked = sim_is_checked(sim, origin->record);
  }
  return IMPAKT_OK;
}

/* Room for the rates that rules set. */
static int make_rates(impakt_sim *sim, int n_slopes)
{
  const size_t n = sim->actions.n;
  return room_for(&sim->plan->action, n, sizeof(double)) &&
                 room_for(&sim->plan->action_slope, n * n_slopes, sizeof(double))
             ? IMPAKT_OK
             : sim_message_memory(sim);
}

/* Slope number k of everything given. */
static int add_slopes(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds)
{
  const int n_slopes = seeds->n;
  const struct origin *origin = sim->plan->origins.data;
  struct given *g = sim->plan->given.data;
  double *row = sim->plan->slopes.data;
  struct arrival a;
  for (int i = 0; i < sim->plan->n_given; i++, g++, origin++, row += 3 * (size_t)n_slopes) {
    if (i == 0 || sim->courses.n || origin->record != origin[-1].record) {
      const int repeat = origin->repeat > 0 ? origin->repeat : 0;
      const int status = find_given(sim, b, seeds, origin->record, repeat, &a);
      if (status) return status;
    }
    const double later =
        is_in(sim, b, origin->record, IMPAKT_DOSE_INTERVAL) ? origin->repeat : 0;
    const double time = is_in(sim, b, origin->record, IMPAKT_DOSE_TIME);
    double *start = row, *end = row + n_slopes, *size = row + 2 * n_slopes;
    start[b->slope] = origin->part == PART_WHOLE ? SLOPE(a.start) / SEED + later : time;
    end[b->slope] = origin->part == PART_STEADY ? time : SLOPE(a.end) / SEED + later;
    size[b->slope] = SLOPE(a.size) / SEED;
    g->start_slope = start, g->end_slope = end, g->size_slope = size;
  }
  return IMPAKT_OK;
}

int sim_plan(impakt_sim *sim, const struct slope_seeds *seeds)
{
  struct plan *plan = sim->plan;
  struct basis b = begin_basis(sim, -1);
  int status = find_basis(sim, &b, NULL, 0, 0);
  plan->n_given = 0;
  if (!status) status = make_rates(sim, seeds ? seeds->n : 0);
  if (!status) status = add_rates(sim, &b, 0);
  for (int i = 0; i < sim->doses.n && !status; i++) status = add_record(sim, &b, i);
  if (!status) status = label(sim);
  if (status || !seeds) return status;
  const size_t rows = 3 * (size_t)plan->n_given * seeds->n;
  if (!room_for(&plan->slopes, rows, sizeof(double))) return sim_message_memory(sim);
  for (int k = 0; k < seeds->n && !status; k++) {
    b = begin_basis(sim, k);
    status = find_basis(sim, &b, seeds, 0, 0);
    if (!status) status = add_rates(sim, &b, seeds->n);
    if (!status) status = add_slopes(sim, &b, seeds);
  }
  return status;
}

void plan_free(struct plan *plan)
{
  if (!plan) return;
  const struct room all[] = {
    plan->given,  plan->origins,     plan->slopes, plan->action, plan->action_slope,
    plan->dosing, plan->dosing_dual, plan->p,      plan->p_dual, plan->steady
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i].data);
  free(plan);
}

/* ---- what is given, for the caller ----------------------------------------------------------- */

struct listed {
  int input;
  double time, amount, duration;
};

static int by_time(const void *left, const void *right)
{
  const struct listed *a = left, *b = right;
  return (a->time > b->time) - (a->time < b->time);
}

/* All doses as they were written down; NULL, with a status, if there are none or something fails.
 * The list is the caller's. */
static struct listed *list_doses(impakt_sim *sim, size_t *n, int *status)
{
  const struct dose *doses = sim->doses.rows;
  struct basis b = begin_basis(sim, -1);
  *n = 0;
  *status = find_basis(sim, &b, NULL, 0, 0);
  size_t most = 0;
  for (int i = 0; i < sim->doses.n; i++) most += doses[i].count;
  struct listed *list = calloc(most + 1, sizeof *list);
  if (!list) *status = sim_message_memory(sim);
  if (!*status) *status = make_rates(sim, 0);
  if (!*status) *status = add_rates(sim, &b, 0);
  for (int i = 0; i < sim->doses.n && !*status; i++) {
    struct arrival a;
    for (int k = 0; k < doses[i].count && !*status; k++) {
      *status = find_given(sim, &b, NULL, i, k, &a);
      if (*status || doses[i].kind >= RECORD_STEADY_INFUSION || doses[i].by_rules) continue;
      list[(*n)++] = (struct listed){ doses[i].input, doses[i].time + k * doses[i].interval,
                                      VALUE(a.amount), VALUE(a.duration) };
    }
  }
  if (list && *n) qsort(list, *n, sizeof *list, by_time);
  return list;
}

impakt_status impakt_sim_doses(impakt_sim *sim, int *input, double *time, double *amount,
                               double *duration, size_t n, size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!count) return message_set(&sim->message, IMPAKT_E_ARGUMENT, "count is NULL");
  int status;
  size_t listed;
  struct listed *list = list_doses(sim, &listed, &status);
  if (!status) *count = listed;
  for (size_t i = 0; i < n && i < listed && !status; i++) {
    if (input) input[i] = list[i].input;
    if (time) time[i] = list[i].time;
    if (amount) amount[i] = list[i].amount;
    if (duration) duration[i] = list[i].duration;
  }
  free(list);
  return status ? status : sim_done(sim);
}
