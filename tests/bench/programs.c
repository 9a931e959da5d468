/* programs.c — the programs that are compared. */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- patients ------------------------------------------------------------------------------ */

static size_t length_of(const struct workload *w, int every)
{
  return (size_t)workload_rows(w, every, NULL) * (size_t)w->n;
}

void cohort_open(struct cohort *c, const struct workload *w, int n, int judged)
{
  *c = (struct cohort){ .w = w, .n = n, .judged = judged };
  const size_t length = length_of(w, 1);
  c->p = calloc((size_t)n * MOST_PARAMETERS, sizeof(double));
  c->result = malloc(length * (size_t)n * sizeof(double));
  c->exact = malloc(length * (size_t)judged * sizeof(double));
  CHECK(c->p && c->result && c->exact, "out of memory");
  memset(c->result, 1, length * (size_t)n * sizeof(double)); /* so that it is there */
  impakt_population *people = people_of_workload(w, 1e-6, 1, 0);
  for (int q = 0; q < n; q++) {
    impakt_sim *sim;
    CHECK(!impakt_population_patient(people, SEED, (uint64_t)q, &sim) &&
              !impakt_sim_get_parameters(sim, c->p + q * MOST_PARAMETERS,
                                         (size_t)w->n_parameters),
          "%s: no patient %d", w->name, q);
    impakt_sim_free(sim);
  }
  impakt_population_free(people);
}

void cohort_close(struct cohort *c)
{
  free(c->p);
  free(c->result);
  free(c->exact);
}

void cohort_find_exact(struct cohort *c)
{
  const size_t length = length_of(c->w, 1);
  const struct hand_program *by = hand_load("o3");
  if (!by) by = hand_load("packaged");
  CHECK(by, "there is no program by hand");
  struct hand *hand = by->open(c->w, 1e-12, 1e-15);
  for (int q = 0; q < c->judged; q++)
    CHECK(by->run(hand, c->p + q * MOST_PARAMETERS, 1, c->exact + length * (size_t)q) >= 0,
          "%s: no reference", c->w->name);
  by->close(hand);
}

/* ---- programs ------------------------------------------------------------------------------ */

int programs_all(struct program *programs)
{
  static const char *const builds[] = { "packaged", "o3" }, *const names[] = { "CVODE packaged",
                                                                               "CVODE -O3" };
  int lanes[MOST_WIDTHS], n = 0;
  for (int i = 0; i < 2; i++) {
    const struct hand_program *by = hand_load(builds[i]);
    if (!by) continue;
    programs[n] = (struct program){ .kind = BY_HAND, .by_hand = by };
    snprintf(programs[n++].name, sizeof programs->name, "%s", names[i]);
  }
  programs[n++] = (struct program){ .name = "one simulation", .kind = ONE_BY_ONE };
  const int widths = people_lanes(lanes);
  for (int i = 0; i < widths; i++) {
    programs[n] = (struct program){ .kind = POPULATION, .lanes = lanes[i] };
    snprintf(programs[n++].name, sizeof programs->name, "population, %s",
             people_lanes_text(lanes[i]));
  }
  return n;
}

void program_open(struct program *a, const struct workload *w, double rtol)
{
  a->rtol = rtol;
  if (a->kind == BY_HAND) a->hand = a->by_hand->open(w, rtol, 1e-3 * rtol);
  if (a->kind == ONE_BY_ONE) a->sim = workload_sim(w, rtol);
  if (a->kind == POPULATION) a->people = people_of_workload(w, rtol, w->n, a->lanes);
  CHECK(a->hand || a->sim || a->people, "%s: no %s", w->name, a->name);
}

void program_close(struct program *a)
{
  if (a->hand) a->by_hand->close(a->hand);
  impakt_sim_free(a->sim);
  impakt_population_free(a->people);
  a->hand = NULL;
  a->sim = NULL;
  a->people = NULL;
}

static void run_people(struct program *a, struct cohort *c, const double *hours, size_t rows,
                       impakt_summary *summary)
{
  const size_t length = rows * (size_t)c->w->n * (size_t)c->n;
  const int status =
      impakt_population_run(a->people, SEED, 0, (uint64_t)c->n, hours, rows, 1, summary,
                            summary ? NULL : c->result, summary ? 0 : length, NULL);
  CHECK(!status, "%s: %s", c->w->name, impakt_population_message(a->people));
}

static void run_one(struct program *a, const struct workload *w, const double *p, int every,
                    const double *hours, size_t rows, double *result)
{
  if (a->kind == BY_HAND) {
    const int status = a->by_hand->run(a->hand, p, every, result);
    CHECK(status >= 0, "%s by hand: %d", w->name, status);
    return;
  }
  CHECK(!impakt_sim_set_parameters(a->sim, p, (size_t)w->n_parameters) &&
            impakt_sim_run(a->sim, hours, rows, result, rows * (size_t)w->n) >= 0,
        "%s: %s", w->name, impakt_sim_message(a->sim));
}

double program_run(struct program *a, struct cohort *c, int every, int summed)
{
  double hours[MOST_HOURS + 1];
  const size_t rows = (size_t)workload_rows(c->w, every, hours),
               length = length_of(c->w, every);
  impakt_summary *summary = NULL;
  if (a->kind == POPULATION && summed)
    CHECK(!impakt_summary_new(&summary, a->people, hours, rows, NULL), "no summary");
  const double before = cpu_seconds();
  if (a->kind == POPULATION) run_people(a, c, hours, rows, summary);
  else
    for (int q = 0; q < c->n; q++)
      run_one(a, c->w, c->p + q * MOST_PARAMETERS, every, hours, rows,
              c->result + length * (size_t)q);
  const double seconds = cpu_seconds() - before;
  impakt_summary_free(summary);
  return seconds / c->n;
}

struct errors program_errors(struct program *a, struct cohort *c)
{
  const size_t length = length_of(c->w, 1);
  struct errors errors = { 0 };
  program_run(a, c, 1, 0);
  for (int q = 0; q < c->judged; q++)
    errors_add(&errors, c->w, c->result + length * (size_t)q, c->exact + length * (size_t)q);
  return errors;
}

void program_counts(struct program *a, struct cohort *c, double counts[4])
{
  long before[4] = { 0 }, after[4];
  for (int i = 0; i < 4; i++) counts[i] = 0;
  if (a->kind == BY_HAND) {
    a->by_hand->counts(a->hand, before);
    program_run(a, c, 1, 0);
    a->by_hand->counts(a->hand, after);
    for (int i = 0; i < 4; i++) counts[i] = (double)(after[i] - before[i]) / c->n;
  }
  double hours[MOST_HOURS + 1];
  const size_t rows = (size_t)workload_rows(c->w, 1, hours);
  for (int q = 0; a->kind == ONE_BY_ONE && q < c->n; q++) {
    run_one(a, c->w, c->p + q * MOST_PARAMETERS, 1, hours, rows, c->result);
    for (int i = 0; i < 4; i++)
      counts[i] += (double)impakt_sim_counter(a->sim, IMPAKT_COUNT_STEPS + i) / c->n;
  }
}
