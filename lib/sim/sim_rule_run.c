/* sim_rule_run.c — lays out rules and checks for a run, and tells what they did in it. */
#include "sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FIRINGS = 1000, MOST_BY_RULES = 10000, MOST_CHECKED = 10000 };

struct rule_room {
  struct rules rules; /* of the last run */
  struct room rule, action, fired, fired_slope, given_slope;
  struct room under_way, under_way_slope, acted, level_slope;
};

struct rule_room *rule_room_new(void) { return calloc(1, sizeof(struct rule_room)); }

void rule_room_free(struct rule_room *r)
{
  if (!r) return;
  const struct room all[] = { r->rule,        r->action,    r->fired,           r->fired_slope,
                              r->given_slope, r->under_way, r->under_way_slope, r->acted,
                              r->level_slope };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i].data);
  free(r);
}

/* ---- how much room --------------------------------------------------------------------------- */

static int most_firings(const struct rule_record *r)
{
  return r->most && r->most < MOST_FIRINGS ? r->most : MOST_FIRINGS;
}

int sim_rules_give(const impakt_sim *sim)
{
  const struct rule_record *rules = sim->rules.rows;
  const struct action_record *actions = sim->actions.rows;
  const struct dose *doses = sim->doses.rows;
  double most = 0;
  for (int i = 0; i < sim->actions.n; i++)
    if (actions[i].what == RULE_GIVES)
      most += (double)most_firings(&rules[actions[i].rule]) * doses[actions[i].index].count;
  return most < MOST_BY_RULES ? (int)most : MOST_BY_RULES;
}

/* Actions that may be under way at some time of a run. */
static int most_under_way(const impakt_sim *sim)
{
  const struct rule_record *rules = sim->rules.rows;
  const struct action_record *actions = sim->actions.rows;
  int most = 0;
  for (int i = 0; i < sim->actions.n; i++)
    if (actions[i].what != RULE_GIVES && actions[i].delay > 0)
      most += most_firings(&rules[actions[i].rule]);
  return most;
}

static int firings_of_all(const impakt_sim *sim)
{
  int most = 0;
  for (int i = 0; i < sim->rules.n; i++)
    most += most_firings((const struct rule_record *)sim->rules.rows + i);
  return most;
}

/* ---- laying out ------------------------------------------------------------------------------ */

static int make_room(impakt_sim *sim, int n_slopes)
{
  struct rule_room *r = sim->rule_room;
  const size_t n = sim->rules.n, firings = firings_of_all(sim), way = most_under_way(sim);
  const size_t gives = sim->plan->given_room, slopes = n_slopes;
  if (!room_for(&r->rule, n, sizeof(struct rule)) ||
      !room_for(&r->action, sim->actions.n, sizeof(struct rule_action)) ||
      !room_for(&r->fired, firings, sizeof(double)) ||
      !room_for(&r->fired_slope, (firings + n) * slopes, sizeof(double)) ||
      !room_for(&r->given_slope, 3 * gives * slopes, sizeof(double)) ||
      !room_for(&r->under_way, way, sizeof(struct under_way)) ||
      !room_for(&r->under_way_slope, way * slopes, sizeof(double)) ||
      !room_for(&r->level_slope, n * slopes, sizeof(double)) ||
      !room_for(&r->acted, sim->checks.n ? MOST_CHECKED : 0, sizeof(struct acted)) ||
      schedule_reserve(&sim->schedule, (int)gives, (int)(way + n)))
    return sim_message_memory(sim);
  struct under_way *u = r->under_way.data;
  for (size_t i = 0; i < way; i++) u[i].slope = (double *)r->under_way_slope.data + i * slopes;
  return IMPAKT_OK;
}

/* The slopes of a level are 0 but for that in the level itself. */
static const double *level_slopes(impakt_sim *sim, int rule, int n_slopes)
{
  const struct slope *s = sim->slopes.rows;
  double *row = (double *)sim->rule_room->level_slope.data + (size_t)rule * n_slopes;
  for (int k = 0; k < n_slopes; k++) row[k] = s[k].kind == IN_LEVEL && s[k].index == rule;
  return row;
}

static void lay_out_rule(impakt_sim *sim, int i, int n_slopes, double **fired,
                         double **fired_slope)
{
  const struct rule_record *from = (const struct rule_record *)sim->rules.rows + i;
  struct rule *r = (struct rule *)sim->rule_room->rule.data + i;
  *r = (struct rule){ .quantity = from->quantity,
                      .direction = from->direction,
                      .level = from->level,
                      .rearm = from->rearm,
                      .level_slope = level_slopes(sim, i, n_slopes),
                      .most = from->most,
                      .most_within = from->most_within,
                      .within = from->within,
                      .rest = from->rest,
                      .again = from->again,
                      .from = from->from,
                      .to = from->to,
                      .room = most_firings(from),
                      .fired = *fired,
                      .fired_slope = *fired_slope };
  *fired += r->room;
  *fired_slope += (size_t)(r->room + 1) * n_slopes;
}

/* Where a record's things given are. */
static void find_given(const impakt_sim *sim, int record, struct rule_action *a)
{
  const struct given *given = sim->plan->given.data;
  int first = 0;
  while (given[first].record != record) first++;
  a->index = first;
  for (a->count = 0; first + a->count < sim->plan->n_given; a->count++)
    if (given[first + a->count].record != record) break;
}

static void lay_out_action(impakt_sim *sim, int i, int n_slopes)
{
  const struct action_record *from = (const struct action_record *)sim->actions.rows + i;
  struct rule_action *a = (struct rule_action *)sim->rule_room->action.data + i;
  *a = (struct rule_action){ .rule = from->rule,
                             .what = from->what,
                             .index = from->index,
                             .value = from->value,
                             .delay = from->delay };
  switch (from->what) {
  case RULE_GIVES: find_given(sim, from->index, a); break;
  case RULE_SETS: a->index = sim->equations->p_at[from->index]; break;
  case RULE_RUNS:
    a->value = ((const double *)sim->plan->action.data)[i];
    a->value_slope = (const double *)sim->plan->action_slope.data + (size_t)i * n_slopes;
    break;
  default: break;
  }
}

/* A whole grade has no slope where it steps. */
static int check_slopes(impakt_sim *sim)
{
  const struct rule_record *rules = sim->rules.rows;
  const impakt_model *m = sim->model;
  for (int i = 0; i < sim->rules.n; i++) {
    const int output = rules[i].quantity - m->nx;
    if (output >= 0 && m->y[output].value > 0)
      return message_set(&sim->message, IMPAKT_E_RULE,
                         "rule %d watches '%s', which steps: its firing times have no slopes; "
                         "let it watch a quantity that does not",
                         i, m->y[output].name);
  }
  return IMPAKT_OK;
}

/* Two cannot say what a parameter is. */
static int check_sets(impakt_sim *sim)
{
  const struct action_record *a = sim->actions.rows;
  for (int i = 0; i < sim->actions.n; i++)
    if (a[i].what == RULE_SETS && sim_course_of(sim, a[i].index))
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "rule %d sets '%s', which follows a course of its own", a[i].rule,
                         sim->model->p[a[i].index].name);
  return IMPAKT_OK;
}

int sim_lay_out_rules(impakt_sim *sim, int n_slopes, struct rules **out)
{
  struct rule_room *room = sim->rule_room;
  *out = NULL;
  sim->rules_ran = 0;
  int status = n_slopes ? check_slopes(sim) : IMPAKT_OK;
  if (!status) status = check_sets(sim);
  if (!status) status = make_room(sim, n_slopes);
  if (status || (!sim->rules.n && !sim->checks.n)) return status;
  double *fired = room->fired.data, *fired_slope = room->fired_slope.data;
  for (int i = 0; i < sim->rules.n; i++) lay_out_rule(sim, i, n_slopes, &fired, &fired_slope);
  for (int i = 0; i < sim->actions.n; i++) lay_out_action(sim, i, n_slopes);
  room->rules = (struct rules){ .rules = room->rule.data,
                                .n = sim->rules.n,
                                .checks = sim->checks.rows,
                                .n_checks = sim->checks.n,
                                .actions = room->action.data,
                                .n_actions = sim->actions.n,
                                .given = sim->plan->given.data,
                                .n_given = sim->plan->n_given,
                                .given_room = sim->plan->given_room,
                                .given_slope = room->given_slope.data,
                                .under_way = room->under_way.data,
                                .acted = room->acted.data,
                                .acted_room = MOST_CHECKED,
                                .stopped_by = -1 };
  sim->rules_ran = 1;
  *out = &room->rules;
  return IMPAKT_OK;
}

/* ---- what they did --------------------------------------------------------------------------- */

static const char *quantity_name(const impakt_sim *sim, int quantity)
{
  const impakt_model *m = sim->model;
  return quantity < m->nx ? m->x[quantity].name : m->y[quantity - m->nx].name;
}

static const char *crosses(const struct rule_record *r)
{
  return r->direction > 0 ? "rises above" : "falls below";
}

int sim_message_stopped(impakt_sim *sim)
{
  const struct rules *all = &sim->rule_room->rules;
  const struct rule_record *r = (const struct rule_record *)sim->rules.rows + all->stopped_by;
  return message_set(&sim->message, IMPAKT_STOPPED,
                     "rule %d ('%s' %s %g) stopped the run at %.10g h", all->stopped_by,
                     quantity_name(sim, r->quantity), crosses(r), r->level, sim->integrator->t);
}

int sim_message_rules(impakt_sim *sim)
{
  const struct rules *all = &sim->rule_room->rules;
  const double t = sim->integrator->failure.t;
  if (all->trouble == RULES_CHECKED_OUT)
    return message_set(
        &sim->message, IMPAKT_E_RULE,
        "checks of doses have acted %d times by %.10g h, check %d the last; there "
        "is no room for more",
        MOST_CHECKED, t, all->troubled);
  const struct rule_record *r = (const struct rule_record *)sim->rules.rows + all->troubled;
  const char *name = quantity_name(sim, r->quantity);
  switch (all->trouble) {
  case RULES_FIRED_OUT:
    return message_set(&sim->message, IMPAKT_E_RULE,
                       "rule %d ('%s' %s %g) has fired %d times by %.10g h; there is no room "
                       "for more: give it a limit, a rest, or a level where it is armed again",
                       all->troubled, name, crosses(r), r->level, MOST_FIRINGS, t);
  case RULES_GIVEN_OUT:
    return message_set(&sim->message, IMPAKT_E_RULE,
                       "rules have given %d things by %.10g h, rule %d ('%s' %s %g) the last; "
                       "there is no room for more",
                       all->given_room, t, all->troubled, name, crosses(r), r->level);
  default:
    return message_set(&sim->message, IMPAKT_E_RULE,
                       "rule %d ('%s' %s %g) fires at %.10g h, where '%s' does not move: the "
                       "time has no slopes",
                       all->troubled, name, crosses(r), r->level, t, name);
  }
}

/* Before a run, and after rules or checks have changed. */
static int check_ran(impakt_sim *sim, const size_t *count)
{
  if (!count) return message_set(&sim->message, IMPAKT_E_ARGUMENT, "count is NULL");
  if (!sim->rules_ran)
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "there has been no run with the rules and checks as they are");
  return IMPAKT_OK;
}

impakt_status impakt_sim_fired(impakt_sim *sim, int number, double *times, size_t n,
                               size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_rule(sim, number);
  if (!status) status = check_ran(sim, count);
  if (status) return status;
  const struct rule *r = &sim->rule_room->rules.rules[number];
  *count = r->n_fired;
  for (size_t i = 0; times && i < n && i < *count; i++) times[i] = r->fired[i];
  return sim_done(sim);
}

impakt_status impakt_sim_checked(impakt_sim *sim, int number, double *times, size_t n,
                                 size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (number < 0 || number >= sim->checks.n)
    return message_set(&sim->message, IMPAKT_E_INDEX,
                       "no check has the number %d; there are %d", number, sim->checks.n);
  const int status = check_ran(sim, count);
  if (status) return status;
  const struct rules *all = &sim->rule_room->rules;
  *count = 0;
  for (int i = 0; i < all->n_acted; i++) {
    if (all->acted[i].check != number) continue;
    if (times && *count < n) times[*count] = all->acted[i].t;
    ++*count;
  }
  return sim_done(sim);
}
