/* people.c — populations of the workloads. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>

static const double spread = 0.3; /* as in workload_patient */

int people_set_lanes(impakt_sim *sim, int lanes)
{
  return impakt_sim_set_option(sim, IMPAKT_LANES, lanes);
}

int people_lanes(int lanes[MOST_WIDTHS])
{
  const int widths[MOST_WIDTHS] = { 1, 4, 8 };
  int n = 0;
  for (int i = 0; i < MOST_WIDTHS; i++) {
#if defined __x86_64__ && !defined LANES_PORTABLE
    if (widths[i] == 4 && !__builtin_cpu_supports("avx2")) continue;
    if (widths[i] == 8 && !__builtin_cpu_supports("avx512dq")) continue;
#else
    if (widths[i] == 8) continue;
#endif
    lanes[n++] = widths[i];
  }
  return n;
}

const char *people_lanes_text(int lanes)
{
  return lanes == 8 ? "8 lanes" : lanes == 4 ? "4 lanes" : "1 lane";
}

impakt_population *people_of_workload(const struct workload *w, double rtol, int columns,
                                      int lanes)
{
  impakt_sim *sim = workload_sim(w, rtol);
  impakt_population *people;
  CHECK(sim, "%s: no simulation", w->name);
  int failed = impakt_sim_watch_clear(sim) || people_set_lanes(sim, lanes);
  for (int i = 0; i < columns; i++) {
    const int state = i < columns / 2 ? i : w->n - columns + i;
    failed |=
        impakt_sim_watch(sim, impakt_model_text(w->model, IMPAKT_STATE, state, IMPAKT_NAME));
  }
  failed |= impakt_population_new(&people, sim);
  CHECK(!failed, "%s: no population: %s", w->name, impakt_sim_message(sim));
  impakt_sim_free(sim);
  for (int k = 0; w->varied[k]; k++)
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
