/* sim_given.c — impakt_sim_given: what was given in the last run. */
#include "sim.h"

#include <stdlib.h>

struct arrived {
  int record;
  double time, amount, duration;
};

static int by_time(const void *left, const void *right)
{
  const struct arrived *a = left, *b = right;
  return (a->time > b->time) - (a->time < b->time);
}

/* Whether it came to pass. */
static int came(const impakt_sim *sim, const struct given *g)
{
  return g->what == GIVEN_DOSE && !g->by_rule && !g->dropped && g->start <= sim->ended;
}

static struct arrived as_it_came(const impakt_sim *sim, const struct given *g)
{
  const double size = g->size * (g->scaled > 0 ? g->scaled : 1);
  const int bolus = same_time(g->start, g->end);
  const double duration = bolus ? 0 : g->end - g->start;
  const double hours = sim->equations->dose_hours[g->index];
  return (struct arrived){ g->record, g->start, bolus ? size : size * duration / hours,
                           duration };
}

impakt_status impakt_sim_given(impakt_sim *sim, int *dose, double *time, double *amount,
                               double *duration, size_t n, size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!count) return message_set(&sim->message, IMPAKT_E_ARGUMENT, "count is NULL");
  if (!sim->has_run)
    return message_set(&sim->message, IMPAKT_E_ORDER, "there has been no run that succeeded");
  const struct given *given = sim->plan->given.data;
  struct arrived *list = calloc((size_t)sim->n_given + 1, sizeof *list);
  if (!list) return sim_message_memory(sim);
  size_t came_n = 0;
  for (int i = 0; i < sim->n_given; i++)
    if (came(sim, &given[i])) list[came_n++] = as_it_came(sim, &given[i]);
  if (came_n) qsort(list, came_n, sizeof *list, by_time);
  *count = came_n;
  for (size_t i = 0; i < n && i < came_n; i++) {
    if (dose) dose[i] = list[i].record;
    if (time) time[i] = list[i].time;
    if (amount) amount[i] = list[i].amount;
    if (duration) duration[i] = list[i].duration;
  }
  free(list);
  return sim_done(sim);
}
