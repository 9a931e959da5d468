/* sim_watch.c — what a simulation reports: columns, measures, and what integrated. */
#include "sim.h"

#include <math.h>

impakt_status impakt_sim_watch(impakt_sim *sim, const char *quantity)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find_course(sim->model, quantity, &sim->message);
  if (index < 0) return index;
  int *row = list_add(&sim->watched, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = index;
  return sim_done(sim);
}

impakt_status impakt_sim_watch_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->watched.n = 0;
  return sim_done(sim);
}

int impakt_sim_columns(const impakt_sim *sim)
{
  if (!sim) return 0;
  return sim->watched.n ? sim->watched.n : sim->equations->n + sim->equations->ny;
}

static const struct quantity *column(const impakt_sim *sim, int i)
{
  if (!sim || i < 0 || i >= impakt_sim_columns(sim)) return NULL;
  const int index = sim->watched.n ? ((const int *)sim->watched.rows)[i] : i;
  const impakt_model *m = sim->model;
  return index < m->nx ? &m->x[index] : &m->y[index - m->nx];
}

const char *impakt_sim_column_name(const impakt_sim *sim, int i)
{
  const struct quantity *q = column(sim, i);
  return q ? q->name : NULL;
}

const char *impakt_sim_column_unit(const impakt_sim *sim, int i)
{
  const struct quantity *q = column(sim, i);
  return q ? q->unit : NULL;
}

impakt_status impakt_sim_measure(impakt_sim *sim, const char *quantity, int what, double level,
                                 double from, double to, int *measure)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find_course(sim->model, quantity, &sim->message);
  if (index < 0) return index;
  if (what < IMPAKT_PEAK || what > IMPAKT_FIRST_CROSSING)
    return message_set(&sim->message, IMPAKT_E_INDEX, "no measure has the number %d", what);
  if (!isfinite(from) || !isfinite(to) || (what >= IMPAKT_TIME_ABOVE && !isfinite(level)))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT,
                       "a time or level of the measure is not finite");
  if (from < 0 || to <= from)
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "the measure goes from %g h to %g h; expected 0 or later, and an end "
                       "after the start",
                       from, to);
  struct measure *row = list_add(&sim->measures, sizeof *row);
  if (!row) return sim_message_memory(sim);
  *row = (struct measure){
    .quantity = index, .what = what, .level = level, .from = from, .to = to
  };
  if (measure) *measure = sim->measures.n - 1;
  sim->has_run = 0;
  return sim_done(sim);
}

impakt_status impakt_sim_measured(const impakt_sim *sim, int measure, double *value)
{
  if (!sim || !value) return IMPAKT_E_ARGUMENT;
  if (measure < 0 || measure >= sim->measures.n) return IMPAKT_E_INDEX;
  if (!sim->has_run) return IMPAKT_E_ORDER;
  *value = measure_result((const struct measure *)sim->measures.rows + measure);
  return IMPAKT_OK;
}

impakt_status impakt_sim_measure_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->measures.n = 0;
  return sim_done(sim);
}

const char *impakt_sim_solver(const impakt_sim *sim)
{
  return sim && sim->solver ? sim->solver : "";
}

int64_t impakt_sim_counter(const impakt_sim *sim, int counter)
{
  if (!sim) return 0;
  switch (counter) {
  case IMPAKT_COUNT_STEPS: return sim->counts.steps;
  case IMPAKT_COUNT_RHS: return sim->counts.rhs;
  case IMPAKT_COUNT_JACOBIAN: return sim->counts.jacobians;
  case IMPAKT_COUNT_FACTOR: return sim->counts.factors;
  case IMPAKT_COUNT_LAPACK: return sim->counts.lapack;
  case IMPAKT_COUNT_RESTART: return sim->counts.restarts;
  default: return 0;
  }
}
