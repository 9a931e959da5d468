/* sim_check.c — impakt_sim_check: what is looked at before a dose that is due. */
#include "sim.h"

#include <assert.h>
#include <math.h>

static_assert((int)CHECK_SKIPS == IMPAKT_SKIP && (int)CHECK_DELAYS == IMPAKT_DELAY &&
                  (int)CHECK_SCALES == IMPAKT_SCALE && (int)CHECK_ENDS == IMPAKT_END,
              "the engine's actions of checks are the public ones");

int sim_is_checked(const impakt_sim *sim, int record)
{
  const struct check *checks = sim->checks.rows;
  for (int i = 0; i < sim->checks.n; i++)
    if (checks[i].record == record) return 1;
  return 0;
}

static int check_value(impakt_sim *sim, int action, double value)
{
  if (action < IMPAKT_SKIP || action > IMPAKT_END)
    return message_set(
        &sim->message, IMPAKT_E_INDEX,
        "no action of a check has the number %d; expected 0 (skip), 1 (delay), 2 "
        "(scale) or 3 (end)",
        action);
  if (action == IMPAKT_SKIP || action == IMPAKT_END) return IMPAKT_OK;
  if (!isfinite(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT,
                       "the value of the check is not finite");
  if (action == IMPAKT_DELAY && value <= 0)
    return message_set(&sim->message, IMPAKT_E_RANGE, "the delay is %g h; expected more than 0",
                       value);
  if (value < 0)
    return message_set(&sim->message, IMPAKT_E_RANGE, "the factor is %g; expected 0 or more",
                       value);
  return IMPAKT_OK;
}

impakt_status impakt_sim_check(impakt_sim *sim, int dose, const char *quantity, int direction,
                               double level, int action, double value, int *number)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = sim_check_record(sim, dose);
  if (status) return status;
  const struct dose *d = (const struct dose *)sim->doses.rows + dose;
  if (d->steady)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is at steady state, and is not checked", dose);
  if (action == IMPAKT_SCALE && d->kind >= RECORD_RESET)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d is no dose, and cannot be scaled", dose);
  const int index = catalogue_find_course(sim->model, quantity, &sim->message);
  if (index < 0) return index;
  status = sim_check_direction(sim, direction);
  if (!status && !isfinite(level))
    status =
        message_set(&sim->message, IMPAKT_E_ARGUMENT, "the level of the check is not finite");
  if (!status) status = check_value(sim, action, value);
  if (status) return status;
  struct check *row = list_add(&sim->checks, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = (struct check){ .record = dose,
                         .quantity = index,
                         .direction = direction,
                         .level = level,
                         .act = action,
                         .value = value };
  if (number) *number = sim->checks.n - 1;
  sim->rules_ran = 0;
  return sim_done(sim);
}
