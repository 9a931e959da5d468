/* population.c — patients per second, on one thread and on two.
 *
 *   population [--json FILE]   the table
 *   population --smoke         a few patients, which prove nothing but that it runs
 *
 * Four weeks with daily outputs, into a summary, at the default tolerance.  The two workloads of the
 * benchmarks with four columns, and two registered models whose publications say how patients
 * differ.  One round runs the same patients on one thread and then on two; the processor time of a
 * patient is that of all threads, and does not depend on what else the machine does as the time of
 * the clock does.  Ratios are of the two times of one round. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAYS = 28, COLUMNS = 4, MOST_ROUNDS = 21, SEED = 3 };

struct case_ {
  const char *name;
  impakt_population *people;
};

struct timing {
  double cpu[2][MOST_ROUNDS], clock[2][MOST_ROUNDS]; /* s a patient, on 1 and on 2 threads */
};

static double clock_seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static impakt_population *published(const char *name, const char *input, double amount,
                                    const char *unit)
{
  impakt_sim *sim;
  impakt_population *people;
  const impakt_model *model = impakt_model_find(name);
  CHECK(model && !impakt_sim_new(&sim, model), "no %s", name);
  if (input) CHECK(!impakt_sim_dose(sim, input, 0, amount, unit, 1, NULL), "no dose");
  CHECK(!impakt_sim_watch(sim, "C"), "%s has no C", name);
  CHECK(!impakt_population_new(&people, sim), "%s: no population", name);
  impakt_sim_free(sim);
  return people;
}

static void run(const struct case_ *c, uint64_t n, int threads, double *cpu, double *clock)
{
  double times[DAYS];
  impakt_summary *summary;
  for (int i = 0; i < DAYS; i++) times[i] = 24.0 * (i + 1);
  CHECK(!impakt_summary_new(&summary, c->people, times, DAYS, NULL), "no summary");
  const double cpu_before = cpu_seconds(), clock_before = clock_seconds();
  const int status = impakt_population_run(c->people, SEED, 0, n, times, DAYS, threads, summary,
                                           NULL, 0, NULL);
  *clock = (clock_seconds() - clock_before) / (double)n;
  *cpu = (cpu_seconds() - cpu_before) / (double)n;
  CHECK(!status, "%s: %s", c->name, impakt_population_message(c->people));
  impakt_summary_free(summary);
}

static struct spread ratios(const double *a, const double *b, int n)
{
  double ratio[MOST_ROUNDS];
  for (int i = 0; i < n; i++) ratio[i] = a[i] / b[i];
  return spread_of(ratio, n);
}

static void measure(const struct case_ *c, double busy, int rounds, FILE *json)
{
  struct timing t;
  double cpu, clock;
  run(c, 32, 1, &cpu, &clock);
  const uint64_t n = cpu * 32 < busy ? (uint64_t)(busy / cpu) : 32;
  for (int r = 0; r < rounds; r++)
    for (int k = 0; k < 2; k++) run(c, n, 1 + k, &t.cpu[k][r], &t.clock[k][r]);
  const struct spread one = spread_of(t.cpu[0], rounds), two = spread_of(t.cpu[1], rounds);
  const struct spread cost = ratios(t.cpu[1], t.cpu[0], rounds);
  const struct spread gain = ratios(t.clock[0], t.clock[1], rounds);
  printf("| `%s` | %llu | %.0f, %.0f | %.0f, %.0f | %.0f | %.2f, %.2f, %.2f | %.2f, %.2f, %.2f "
         "|\n",
         c->name, (unsigned long long)n, 1e6 * one.least, 1e6 * one.median, 1e6 * two.least,
         1e6 * two.median, 1 / one.least, cost.least, cost.median, cost.most, gain.least,
         gain.median, gain.most);
  if (json)
    fprintf(
        json,
        "  {\"name\": \"%s\", \"patients\": %llu, \"rounds\": %d, \"us_least\": [%.2f, %.2f], "
        "\"us_median\": [%.2f, %.2f], \"clock_ratio_median\": %.3f}",
        c->name, (unsigned long long)n, rounds, 1e6 * one.least, 1e6 * two.least,
        1e6 * one.median, 1e6 * two.median, gain.median);
}

int main(int count, char **words)
{
  const int smoke = count == 2 && !strcmp(words[1], "--smoke");
  const int saved = count == 3 && !strcmp(words[1], "--json");
  CHECK(count == 1 || smoke || saved, "usage: population [--smoke | --json FILE]");
  FILE *json = saved ? fopen(words[2], "w") : NULL;
  CHECK(json || !saved, "%s cannot be written", words[2]);
  struct case_ cases[] = {
    { "W1", people_of_workload(workloads[0], 1e-6, COLUMNS) },
    { "W2", people_of_workload(workloads[1], 1e-6, COLUMNS) },
    { "inotuzumab_garrett2019", published("inotuzumab_garrett2019", "iv", 1.8, "mg") },
    { "cart_stein2019", published("cart_stein2019", NULL, 0, NULL) },
  };
  enum { CASES = sizeof cases / sizeof *cases };
  printf(
      "| four weeks | patients a round | 1 thread: us of processors a patient, least, median | "
      "2 threads | patients a second and processor | processor time, 2 threads / 1: least, "
      "median, most | clock, 1 thread / 2: least, median, most "
      "|\n|---|---|---|---|---|---|---|\n");
  if (json) fprintf(json, "[\n");
  for (int i = 0; i < CASES; i++) {
    if (json && i) fprintf(json, ",\n");
    measure(&cases[i], smoke ? 0 : 0.5, smoke ? 1 : 11, json);
    impakt_population_free(cases[i].people);
  }
  if (json) {
    fprintf(json, "\n]\n");
    fclose(json);
  }
  return 0;
}
