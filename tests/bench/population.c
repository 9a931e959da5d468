/* population.c — patients per second: lanes, threads, and every registered model.
 *
 *   population --json FILE     all of it
 *   population --smoke         a few patients, which prove nothing but that it runs
 *
 * Four weeks with daily outputs, into a summary, at the default tolerance.  First the two workloads of
 * the benchmarks with four columns, and two registered models whose publications say how patients
 * differ, on one thread and on two.  Then every registered model with one unit into each input over 2 h
 * at 24 h, all of its columns, on one thread; where no spread is published, its first parameters
 * differ by a tenth.  The programs take turns, so that a busy machine hits them alike.  Processor
 * time is that of all threads, and does not depend on what else the machine does as that of the clock
 * does. */
#include "people.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 28, COLUMNS = 4, ROUNDS = 11, SEED = 3, FEW = 64 };
static int smoke;
static FILE *json;

struct timing {
  double cpu[2][ROUNDS], clock[2][ROUNDS]; /* s a patient, on 1 and on 2 threads */
};

static impakt_sim *new_sim(const impakt_model *model, int lanes)
{
  impakt_sim *sim;
  CHECK(!impakt_sim_new(&sim, model) && !people_set_lanes(sim, lanes), "no simulation");
  return sim;
}

static impakt_population *new_people(impakt_sim *sim)
{
  impakt_population *people;
  CHECK(!impakt_population_new(&people, sim), "no population: %s", impakt_sim_message(sim));
  impakt_sim_free(sim);
  return people;
}

static impakt_population *garrett(int lanes)
{
  impakt_sim *sim = new_sim(impakt_model_find("inotuzumab_garrett2019"), lanes);
  CHECK(!impakt_sim_dose(sim, "iv", 0, 1.8, "mg", 1, NULL) && !impakt_sim_watch(sim, "C"),
        "no dose");
  return new_people(sim);
}

static impakt_population *stein(int lanes)
{
  impakt_sim *sim = new_sim(impakt_model_find("cart_stein2019"), lanes);
  CHECK(!impakt_sim_watch(sim, "C"), "no C");
  return new_people(sim);
}

static impakt_population *first(int lanes)
{
  return people_of_workload(workloads[0], 1e-6, COLUMNS, lanes);
}

static impakt_population *second(int lanes)
{
  return people_of_workload(workloads[1], 1e-6, COLUMNS, lanes);
}

static impakt_population *registered(const impakt_model *model, int lanes)
{
  impakt_sim *sim = registered_sim(model);
  int varied = impakt_model_size(model, IMPAKT_VARIES);
  CHECK(!people_set_lanes(sim, lanes), "no lanes");
  impakt_population *people = new_people(sim);
  for (int k = 0; k < impakt_model_size(model, IMPAKT_PARAMETER) && varied < 5; k++) {
    const char *name = impakt_model_text(model, IMPAKT_PARAMETER, k, IMPAKT_NAME);
    if (registered_owns(model, k))
      varied += !impakt_population_vary(people, name, IMPAKT_LOG_NORMAL, 0.1);
  }
  return people;
}

static uint64_t run(impakt_population *people, const char *name, uint64_t n, int threads,
                    double *cpu, double *clock)
{
  double times[DAYS];
  impakt_summary *summary;
  for (int i = 0; i < DAYS; i++) times[i] = 24.0 * (i + 1);
  CHECK(!impakt_summary_new(&summary, people, times, DAYS, NULL), "no summary");
  const double cpu_before = cpu_seconds(), clock_before = clock_seconds();
  const int status =
      impakt_population_run(people, SEED, 0, n, times, DAYS, threads, summary, NULL, 0, NULL);
  *clock = (clock_seconds() - clock_before) / (double)n;
  *cpu = (cpu_seconds() - cpu_before) / (double)n;
  CHECK(status >= 0, "%s: %s", name, impakt_population_message(people));
  const uint64_t failed = impakt_summary_failed(summary);
  impakt_summary_free(summary);
  return failed;
}

/* ---- lanes and threads ----------------------------------------------------------------------- */

static void write_seconds(const char *name, const double *seconds, int n)
{
  fprintf(json, ", \"%s\": [", name);
  for (int i = 0; i < n; i++) fprintf(json, "%s%.5g", i ? ", " : "", seconds[i]);
  fprintf(json, "]");
}

static void show(const char *name, int lanes, uint64_t n, const struct timing *t, int rounds)
{
  static int rows;
  double cost[ROUNDS], gain[ROUNDS];
  for (int i = 0; i < rounds; i++) {
    cost[i] = t->cpu[1][i] / t->cpu[0][i];
    gain[i] = t->clock[0][i] / t->clock[1][i];
  }
  const struct spread one = spread_of(t->cpu[0], rounds), two = spread_of(t->cpu[1], rounds);
  printf("  %-24s %-8s %7llu patients  us %8.1f, on two threads %8.1f  processors %.2f  clock, "
         "one "
         "over two %.2f\n",
         name, people_lanes_text(lanes), (unsigned long long)n, 1e6 * one.least,
         1e6 * two.least, spread_of(cost, rounds).median, spread_of(gain, rounds).median);
  if (!json) return;
  fprintf(json, "%s\n  {\"name\": \"%s\", \"lanes\": %d, \"patients\": %llu", rows++ ? "," : "",
          name, lanes, (unsigned long long)n);
  write_seconds("cpu_1", t->cpu[0], rounds);
  write_seconds("cpu_2", t->cpu[1], rounds);
  write_seconds("clock_1", t->clock[0], rounds);
  write_seconds("clock_2", t->clock[1], rounds);
  fputs("}", json);
}

static void measure(const char *name, impakt_population *(*make)(int lanes))
{
  const double busy = smoke ? 0 : 0.15; /* s of each run */
  const int rounds = smoke ? 1 : ROUNDS;
  int lanes[MOST_WIDTHS];
  const int widths = people_lanes(lanes);
  impakt_population *people[MOST_WIDTHS];
  uint64_t n[MOST_WIDTHS];
  struct timing t[MOST_WIDTHS];
  for (int k = 0; k < widths; k++) {
    double cpu, clock;
    people[k] = make(lanes[k]);
    run(people[k], name, FEW, 1, &cpu, &clock);
    n[k] = cpu * FEW < busy ? (uint64_t)(busy / cpu) : FEW;
  }
  for (int r = 0; r < rounds; r++)
    for (int k = 0; k < widths; k++)
      for (int i = 0; i < 2; i++)
        run(people[k], name, n[k], 1 + i, &t[k].cpu[i][r], &t[k].clock[i][r]);
  for (int k = 0; k < widths; k++) {
    show(name, lanes[k], n[k], &t[k], rounds);
    impakt_population_free(people[k]);
  }
}

/* ---- every model ------------------------------------------------------------------------------ */

static void measure_registered(const impakt_model *model, int last)
{
  const int rounds = smoke ? 1 : 5;
  const char *name = impakt_model_name(model);
  int lanes[MOST_WIDTHS];
  const int widths = people_lanes(lanes);
  impakt_population *people[MOST_WIDTHS];
  double least[MOST_WIDTHS] = { INFINITY, INFINITY, INFINITY };
  uint64_t failed = 0;
  for (int k = 0; k < widths; k++) people[k] = registered(model, lanes[k]);
  for (int r = 0; r < rounds; r++)
    for (int k = 0; k < widths; k++) {
      double cpu, clock;
      failed = run(people[k], name, smoke ? 8 : 2 * FEW, 1, &cpu, &clock);
      least[k] = fmin(least[k], cpu);
    }
  printf("  %-28s us", name);
  if (json)
    fprintf(json, "  {\"name\": \"%s\", \"states\": %d, \"failed\": %llu, \"us\": {", name,
            impakt_model_size(model, IMPAKT_STATE), (unsigned long long)failed);
  for (int k = 0; k < widths; k++) {
    printf(" %9.1f", 1e6 * least[k]);
    if (json) fprintf(json, "%s\"%d\": %.3f", k ? ", " : "", lanes[k], 1e6 * least[k]);
    impakt_population_free(people[k]);
  }
  printf("%s\n", failed ? "  some failed" : "");
  if (json) fprintf(json, "}}%s\n", last ? "" : ",");
}

int main(int count, char **words)
{
  smoke = count == 2 && !strcmp(words[1], "--smoke");
  if (count == 3 && !strcmp(words[1], "--json")) json = fopen(words[2], "w");
  CHECK(smoke || json, "usage: population --smoke | --json FILE");
  if (json) fputs("{\"lanes\": [", json);
  measure("W1", first);
  measure("W2", second);
  measure("inotuzumab_garrett2019", garrett);
  measure("cart_stein2019", stein);
  if (json) fputs("\n],\n\"models\": [\n", json);
  const int models = smoke ? 3 : impakt_model_count();
  for (int i = 0; i < models; i++) measure_registered(impakt_model_at(i), i == models - 1);
  if (json) {
    fputs("]}\n", json);
    fclose(json);
  }
  return 0;
}
