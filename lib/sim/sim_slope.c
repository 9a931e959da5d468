/* sim_slope.c — impakt_sim_slope_*: what the slopes of a run are in. */
#include "sim.h"

#include <stdio.h>

static int is_asked_for(const impakt_sim *sim, const struct slope *slope)
{
  const struct slope *s = sim->slopes.rows;
  for (int i = 0; i < sim->slopes.n; i++)
    if (s[i].kind == slope->kind && s[i].index == slope->index && s[i].what == slope->what)
      return 1;
  return 0;
}

/* name: for the message. */
static int ask_for(impakt_sim *sim, struct slope slope, const char *name)
{
  if (is_asked_for(sim, &slope))
    return message_set(&sim->message, IMPAKT_E_NAME, "the slope in %s has been asked for",
                       name);
  struct slope *row = list_add(&sim->slopes, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = slope;
  return sim_done(sim);
}

static int ask_for_quoted(impakt_sim *sim, struct slope slope, const char *name)
{
  char quoted[200];
  snprintf(quoted, sizeof quoted, "'%s'", name);
  return ask_for(sim, slope, quoted);
}

impakt_status impakt_sim_slope_in(impakt_sim *sim, const char *name)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_PARAMETER, name, &sim->message);
  if (index < 0) return index;
  if (sim->model->p[index].source == SOURCE_EXACT)
    return message_set(&sim->message, IMPAKT_E_RANGE, "'%s' is a constant: it has no slope",
                       name);
  return ask_for_quoted(sim, (struct slope){ IN_PARAMETER, index, 0 }, name);
}

impakt_status impakt_sim_slope_in_initial(impakt_sim *sim, const char *state)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_STATE, state, &sim->message);
  if (index < 0) return index;
  return ask_for_quoted(sim, (struct slope){ IN_INITIAL, index, 0 }, state);
}

static const char *const properties[] = {
  [IMPAKT_DOSE_AMOUNT] = "amount",    [IMPAKT_DOSE_TIME] = "time",
  [IMPAKT_DOSE_RATE] = "rate",        [IMPAKT_DOSE_DURATION] = "duration",
  [IMPAKT_DOSE_LAG] = "lag",          [IMPAKT_DOSE_FRACTION] = "fraction that arrives",
  [IMPAKT_DOSE_INTERVAL] = "interval"
};
enum { PROPERTIES = sizeof properties / sizeof *properties };

/* Which properties a record of each kind has. */
#define HAS(what) (1 << (what))
#define ARRIVES   (HAS(IMPAKT_DOSE_TIME) | HAS(IMPAKT_DOSE_LAG) | HAS(IMPAKT_DOSE_FRACTION))
static const int has[] = {
  [DOSE_FOR_DURATION] = ARRIVES | HAS(IMPAKT_DOSE_AMOUNT) | HAS(IMPAKT_DOSE_DURATION),
  [DOSE_AT_RATE] = ARRIVES | HAS(IMPAKT_DOSE_AMOUNT) | HAS(IMPAKT_DOSE_RATE),
  [DOSE_RATE_FOR_DURATION] = ARRIVES | HAS(IMPAKT_DOSE_RATE) | HAS(IMPAKT_DOSE_DURATION),
  [DOSE_AT_PARAMETER] = ARRIVES | HAS(IMPAKT_DOSE_AMOUNT),
  [DOSE_FOR_PARAMETER] = ARRIVES | HAS(IMPAKT_DOSE_AMOUNT),
  [RECORD_STEADY_INFUSION] = HAS(IMPAKT_DOSE_TIME) | HAS(IMPAKT_DOSE_RATE),
  [RECORD_RESET] = HAS(IMPAKT_DOSE_TIME),
  [RECORD_REPLACE] = HAS(IMPAKT_DOSE_TIME) | HAS(IMPAKT_DOSE_AMOUNT),
  [RECORD_MULTIPLY] = HAS(IMPAKT_DOSE_TIME) | HAS(IMPAKT_DOSE_AMOUNT),
};

/* A bolus has a duration to be changed only if it has one. */
static int has_property(const struct dose *d, int what)
{
  if (what == IMPAKT_DOSE_INTERVAL) return d->count > 1 && !d->steady;
  if (what == IMPAKT_DOSE_DURATION && d->duration == 0) return 0;
  return has[d->kind] >> what & 1;
}

impakt_status impakt_sim_slope_in_dose(impakt_sim *sim, int dose, int what)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = sim_check_record(sim, dose);
  if (status) return status;
  if (what < 0 || what >= PROPERTIES)
    return message_set(&sim->message, IMPAKT_E_INDEX,
                       "no property of a dose has the number %d; there are 0 to %d", what,
                       PROPERTIES - 1);
  if (!has_property((const struct dose *)sim->doses.rows + dose, what))
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "record %d has no %s that a slope could be in", dose, properties[what]);
  char name[64];
  snprintf(name, sizeof name, "the %s of record %d", properties[what], dose);
  return ask_for(sim, (struct slope){ IN_DOSE, dose, what }, name);
}

impakt_status impakt_sim_slope_in_level(impakt_sim *sim, int rule)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = sim_check_rule(sim, rule);
  if (status) return status;
  char name[64];
  snprintf(name, sizeof name, "the level of rule %d", rule);
  return ask_for(sim, (struct slope){ IN_LEVEL, rule, 0 }, name);
}

static void drop(impakt_sim *sim, enum slope_kind kind)
{
  struct slope *s = sim->slopes.rows;
  int kept = 0;
  for (int i = 0; i < sim->slopes.n; i++)
    if (s[i].kind != kind) s[kept++] = s[i];
  sim->slopes.n = kept;
}

void sim_drop_dose_slopes(impakt_sim *sim) { drop(sim, IN_DOSE); }
void sim_drop_level_slopes(impakt_sim *sim) { drop(sim, IN_LEVEL); }

int impakt_sim_slopes(const impakt_sim *sim) { return sim ? sim->slopes.n : 0; }

impakt_status impakt_sim_slope_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->slopes.n = 0;
  return sim_done(sim);
}
