/* sim_plan.c — what the records of a simulation mean: each thing given once, as it arrives, with
 * its slopes. */
#include "sim_arrival.h"

#include "scalar.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_GIVEN = 10000000 }; /* in one run */

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
    int status = arrival_find_given(sim, b, NULL, record, k, &a);
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
    const int status = arrival_convert(sim, b, &d, &a[i].unit, a[i].value, &rate);
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
      const int status = arrival_find_given(sim, b, seeds, origin->record, repeat, &a);
      if (status) return status;
    }
    const double later =
        arrival_is_in(sim, b, origin->record, IMPAKT_DOSE_INTERVAL) ? origin->repeat : 0;
    const double time = arrival_is_in(sim, b, origin->record, IMPAKT_DOSE_TIME);
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
  struct basis b = arrival_basis(sim, -1);
  int status = arrival_find_basis(sim, &b, NULL, 0, 0);
  plan->n_given = 0;
  if (!status) status = make_rates(sim, seeds ? seeds->n : 0);
  if (!status) status = add_rates(sim, &b, 0);
  for (int i = 0; i < sim->doses.n && !status; i++) status = add_record(sim, &b, i);
  if (!status) status = label(sim);
  if (status || !seeds) return status;
  const size_t rows = 3 * (size_t)plan->n_given * seeds->n;
  if (!room_for(&plan->slopes, rows, sizeof(double))) return sim_message_memory(sim);
  for (int k = 0; k < seeds->n && !status; k++) {
    b = arrival_basis(sim, k);
    status = arrival_find_basis(sim, &b, seeds, 0, 0);
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
  struct basis b = arrival_basis(sim, -1);
  *n = 0;
  *status = arrival_find_basis(sim, &b, NULL, 0, 0);
  size_t most = 0;
  for (int i = 0; i < sim->doses.n; i++) most += doses[i].count;
  struct listed *list = calloc(most + 1, sizeof *list);
  if (!list) *status = sim_message_memory(sim);
  if (!*status) *status = make_rates(sim, 0);
  if (!*status) *status = add_rates(sim, &b, 0);
  for (int i = 0; i < sim->doses.n && !*status; i++) {
    struct arrival a;
    for (int k = 0; k < doses[i].count && !*status; k++) {
      *status = arrival_find_given(sim, &b, NULL, i, k, &a);
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
