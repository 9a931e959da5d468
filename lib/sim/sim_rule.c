/* sim_rule.c — impakt_sim_rule*: rules and their actions, checked and kept. */
#include "sim.h"

#include <math.h>
#include <string.h>

static struct rule_record *rule_at(impakt_sim *sim, int number)
{
  return (struct rule_record *)sim->rules.rows + number;
}

int sim_check_rule(impakt_sim *sim, int number)
{
  if (number >= 0 && number < sim->rules.n) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_INDEX, "no rule has the number %d; there are %d",
                     number, sim->rules.n);
}

static int check_time(impakt_sim *sim, const char *what, double hours)
{
  if (!isfinite(hours))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the %s is not finite", what);
  if (hours < 0)
    return message_set(&sim->message, IMPAKT_E_RANGE, "the %s is %g h; expected 0 or more",
                       what, hours);
  return IMPAKT_OK;
}

static int check_level(impakt_sim *sim, double level)
{
  if (isfinite(level)) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the level of the rule is not finite");
}

/* Ends a call that has changed rules: what the last run's did is forgotten. */
static int changed(impakt_sim *sim)
{
  sim->rules_ran = 0;
  return sim_done(sim);
}

/* ---- rules ----------------------------------------------------------------------------------- */

int sim_check_direction(impakt_sim *sim, int direction)
{
  if (direction == IMPAKT_RISING || direction == IMPAKT_FALLING) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_RANGE,
                     "the direction is %d; expected 1 (rising, above) or -1 (falling, below)",
                     direction);
}

impakt_status impakt_sim_rule(impakt_sim *sim, const char *quantity, int direction,
                              double level, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find_course(sim->model, quantity, &sim->message);
  if (index < 0) return index;
  int status = sim_check_direction(sim, direction);
  if (!status) status = check_level(sim, level);
  if (status) return status;
  struct rule_record *row = list_add(&sim->rules, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = (struct rule_record){
    .quantity = index, .direction = direction, .level = level, .rearm = level, .to = INFINITY
  };
  if (number) *number = sim->rules.n - 1;
  return changed(sim);
}

impakt_status impakt_sim_rule_rearm(impakt_sim *sim, int number, double level)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_rule(sim, number);
  if (!status) status = check_level(sim, level);
  if (status) return status;
  struct rule_record *r = rule_at(sim, number);
  if (r->direction * (level - r->level) > 0)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "rule %d %s %g and is to be armed again at %g; expected %g or %s",
                       number, r->direction > 0 ? "rises above" : "falls below", r->level,
                       level, r->level, r->direction > 0 ? "less" : "more");
  r->rearm = level;
  return changed(sim);
}

impakt_status impakt_sim_rule_limit(impakt_sim *sim, int number, int most, double within)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = sim_check_rule(sim, number);
  if (status) return status;
  if (most < 1)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "rule %d is to fire at most %d times; expected 1 or more", number, most);
  if (isnan(within))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT,
                       "the time of the limit of rule %d is not a number", number);
  if (within < 0)
    return message_set(
        &sim->message, IMPAKT_E_RANGE,
        "the limit of rule %d is within %g h; expected more than 0, or 0 for the "
        "whole run",
        number, within);
  struct rule_record *r = rule_at(sim, number);
  if (within == 0 || isinf(within)) r->most = most;
  else r->most_within = most, r->within = within;
  return changed(sim);
}

impakt_status impakt_sim_rule_rest(impakt_sim *sim, int number, double hours, int again)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_rule(sim, number);
  if (!status) status = check_time(sim, "rest of the rule", hours);
  if (status) return status;
  if (again != 0 && again != 1)
    return message_set(&sim->message, IMPAKT_E_RANGE, "again is %d; expected 0 or 1", again);
  if (again && hours == 0)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "rule %d is to fire again after a rest of 0 h; expected more", number);
  rule_at(sim, number)->rest = hours;
  rule_at(sim, number)->again = again;
  return changed(sim);
}

impakt_status impakt_sim_rule_between(impakt_sim *sim, int number, double from, double to)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_rule(sim, number);
  if (!status) status = check_time(sim, "start of the rule", from);
  if (status) return status;
  if (!(to > from))
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "rule %d acts from %g h to %g h; expected an end after the start",
                       number, from, to);
  rule_at(sim, number)->from = from;
  rule_at(sim, number)->to = to;
  return changed(sim);
}

/* ---- actions --------------------------------------------------------------------------------- */

static int check_action(impakt_sim *sim, int number, double delay)
{
  const int status = sim_check_rule(sim, number);
  return status ? status : check_time(sim, "delay of the action", delay);
}

static int keep(impakt_sim *sim, const struct action_record *action)
{
  struct action_record *row = list_add(&sim->actions, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = *action;
  return changed(sim);
}

impakt_status impakt_sim_rule_dose(impakt_sim *sim, int number, int dose, double delay)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = check_action(sim, number, delay);
  if (!status) status = sim_check_record(sim, dose);
  if (status) return status;
  struct dose *d = (struct dose *)sim->doses.rows + dose;
  if (d->steady)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is at steady state, which a rule cannot give", dose);
  status = keep(sim, &(struct action_record){
                         .rule = number, .what = RULE_GIVES, .index = dose, .delay = delay });
  if (!status) d->by_rules = 1;
  return status;
}

static int find_input(impakt_sim *sim, const char *input)
{
  return catalogue_find(sim->model, IMPAKT_INPUT, input, &sim->message);
}

static int check_amount(impakt_sim *sim, const char *what, double value)
{
  if (!isfinite(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the %s is not finite", what);
  if (value < 0)
    return message_set(&sim->message, IMPAKT_E_RANGE, "the %s is %g; expected 0 or more", what,
                       value);
  return IMPAKT_OK;
}

impakt_status impakt_sim_rule_scale(impakt_sim *sim, int number, const char *input,
                                    double factor, double delay)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = check_action(sim, number, delay);
  if (status) return status;
  const int index = find_input(sim, input);
  if (index < 0) return index;
  status = check_amount(sim, "factor of the input", factor);
  if (status) return status;
  return keep(sim, &(struct action_record){ .rule = number,
                                            .what = RULE_SCALES,
                                            .index = index,
                                            .value = factor,
                                            .delay = delay });
}

impakt_status impakt_sim_rule_rate(impakt_sim *sim, int number, const char *input, double rate,
                                   const char *unit, double delay)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = check_action(sim, number, delay);
  if (status) return status;
  const int index = find_input(sim, input);
  if (index < 0) return index;
  struct action_record action = {
    .rule = number, .what = RULE_RUNS, .index = index, .value = rate, .delay = delay
  };
  status = check_amount(sim, "rate of the input", rate);
  if (!status) status = sim_find_unit(sim, unit, sim->model->u[index].unit, &action.unit);
  return status ? status : keep(sim, &action);
}

impakt_status impakt_sim_rule_set(impakt_sim *sim, int number, const char *parameter,
                                  double value, double delay)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = check_action(sim, number, delay);
  if (status) return status;
  const int index = catalogue_find(sim->model, IMPAKT_PARAMETER, parameter, &sim->message);
  if (index < 0) return index;
  status = sim_check_parameter(sim, index, value);
  if (status) return status;
  return keep(
      sim,
      &(struct action_record){
          .rule = number, .what = RULE_SETS, .index = index, .value = value, .delay = delay });
}

impakt_status impakt_sim_rule_stop(impakt_sim *sim, int number, double delay)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = check_action(sim, number, delay);
  if (status) return status;
  return keep(sim,
              &(struct action_record){ .rule = number, .what = RULE_STOPS, .delay = delay });
}

/* ---- the end of rules ------------------------------------------------------------------------ */

impakt_status impakt_sim_rule_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->rules.n = sim->actions.n = sim->checks.n = 0;
  sim_drop_level_slopes(sim);
  return changed(sim);
}

void sim_drop_dose_rules(impakt_sim *sim)
{
  struct action_record *a = sim->actions.rows;
  int kept = 0;
  for (int i = 0; i < sim->actions.n; i++)
    if (a[i].what != RULE_GIVES) a[kept++] = a[i];
  sim->actions.n = kept;
  sim->checks.n = 0;
  sim->rules_ran = 0;
}
