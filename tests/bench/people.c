/* people.c — populations of the workloads. */
#include "people.h"

#include <stdlib.h>

static const double spread = 0.3; /* as in workload_patient */

impakt_population *people_of_workload(const struct workload *w, double rtol, int columns)
{
  impakt_sim *sim = workload_sim(w, rtol);
  impakt_population *people;
  CHECK(sim, "%s: no simulation", w->name);
  int failed = impakt_sim_watch_clear(sim);
  for (int i = 0; i < columns; i++) {
    const int state = i < columns / 2 ? i : w->n - columns + i;
    failed |=
        impakt_sim_watch(sim, impakt_model_text(w->model, IMPAKT_STATE, state, IMPAKT_NAME));
  }
  failed |= impakt_population_new(&people, sim);
  CHECK(!failed, "%s: no population: %s", w->name, impakt_sim_message(sim));
  impakt_sim_free(sim);
  for (int k = 0; k < VARIED; k++)
    CHECK(!impakt_population_vary(people, w->varied[k], IMPAKT_LOG_NORMAL, spread), "%s: %s",
          w->name, impakt_population_message(people));
  return people;
}

void *people_saved(const impakt_summary *summary, size_t *n)
{
  impakt_summary_save(summary, NULL, 0, n);
  void *bytes = malloc(*n);
  CHECK(bytes && !impakt_summary_save(summary, bytes, *n, n), "no summary was saved");
  return bytes;
}
