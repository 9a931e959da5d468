/* workload.c — the two workloads, their patients, errors and clocks. */
#include "workload.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern const struct impakt_model model_w1_tmdd6, model_w2_cart20, model_w3_pbpk_6,
    model_w3_pbpk_18, model_w3_pbpk_42, model_w3_pbpk_102;

/* Five infusions of an hour, one a week. */
static const double w1_edge[] = { 0, 1, 168, 169, 336, 337, 504, 505, 672, 673 };
static const double w1_rate[] = { 300, 0, 300, 0, 300, 0, 300, 0, 300, 0 };
static const double w1_scale[] = { 100, 100, 20, 20, 100, 1 };

/* Continuous, with a step after a week. */
static const double w2_edge[] = { 0, 168 };
static const double w2_rate[] = { 0.00694, 0.0216 };
static const double w2_scale[] = { .01, .01, .1, 2.5, 1e-4, 1e-2, 1e-3, 1, 1, 1,
                                   5,   10,  50, 10,  100,  5,    5,    5, 5, 5 };

static const struct workload w1 = {
  .name = "W1",
  .model = &model_w1_tmdd6,
  .n = 6,
  .n_parameters = 18,
  .scale = w1_scale,
  .n_edges = 10,
  .edge = w1_edge,
  .rate = w1_rate,
  .end = 840,
  .varied = { "CL", "V1", "Q", "kon", "kdeg", "kint", "R0", "kout1", "IC50", "EO50" },
};
static const struct workload w2 = {
  .name = "W2",
  .model = &model_w2_cart20,
  .n = 20,
  .n_parameters = 58,
  .scale = w2_scale,
  .n_edges = 2,
  .edge = w2_edge,
  .rate = w2_rate,
  .end = 672,
  .varied = { "CL", "V1", "sB", "EC50", "kact", "kpro", "kexh", "kkill", "pIL6", "ktr" },
};
const struct workload *const workloads[WORKLOADS] = { &w1, &w2 };

#define ORGAN    100, 20, 20, 20
#define ORGANS_5 ORGAN, ORGAN, ORGAN, ORGAN, ORGAN
static const double w3_scale[MOST_STATES] = { 100,      10,       ORGANS_5, ORGANS_5,
                                              ORGANS_5, ORGANS_5, ORGANS_5 };
#define W3(size)                                                                               \
  static const struct workload w3_##size = {                                                   \
    .name = "W3-" #size,                                                                       \
    .model = &model_w3_pbpk_##size,                                                            \
    .n = size,                                                                                 \
    .n_parameters = 14,                                                                        \
    .scale = w3_scale,                                                                         \
    .n_edges = 10,                                                                             \
    .edge = w1_edge,                                                                           \
    .rate = w1_rate,                                                                           \
    .end = 840,                                                                                \
    .varied = { "CL", "Vp", "PS", "Lk", "kon", "kdeg", "kint", "R0" },                         \
  }
W3(6);
W3(18);
W3(42);
W3(102);
const struct workload *const workloads_by_size[SIZES] = { &w3_6, &w3_18, &w3_42, &w3_102 };

const struct workload *workload_with_doses(struct schedule *s, int doses)
{
  s->workload = w1;
  s->workload.n_edges = 2 * doses;
  s->workload.edge = s->edge;
  s->workload.rate = s->rate;
  for (int k = 0; k < doses; k++) {
    s->edge[2 * k] = k * w1.end / doses;
    s->edge[2 * k + 1] = s->edge[2 * k] + 1;
    s->rate[2 * k] = 1500. / doses;
    s->rate[2 * k + 1] = 0;
  }
  return &s->workload;
}

int workload_rows(const struct workload *w, int every, double *hours)
{
  const int rows = (int)w->end / every + 1;
  for (int k = 0; hours && k < rows; k++) hours[k] = k * every;
  return rows;
}

/* ---- patients ------------------------------------------------------------------------------ */

/* splitmix64, as a number within (0, 1) */
static double uniform(uint64_t *seed)
{
  uint64_t z = *seed += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return ((double)(z >> 11) + 0.5) * 0x1p-53;
}

void workload_patient(const struct workload *w, int id, double *p)
{
  CHECK(impakt_model_size(w->model, IMPAKT_PARAMETER) == w->n_parameters, "%s: parameters",
        w->name);
  for (int i = 0; i < w->n_parameters; i++)
    p[i] = impakt_model_number(w->model, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT);
  if (id == 0) return;
  uint64_t seed = (uint64_t)id * 0xD1342543DE82EF95u + 12345;
  for (int k = 0; w->varied[k]; k++) {
    const int i = impakt_model_index(w->model, IMPAKT_PARAMETER, w->varied[k]);
    CHECK(i >= 0, "%s has no %s", w->name, w->varied[k]);
    const double a = uniform(&seed), b = uniform(&seed);
    p[i] *= exp(0.3 * sqrt(-2 * log(a)) * cos(6.283185307179586 * b));
  }
}

void workload_somewhere(const struct workload *w, int salt, double *y)
{
  uint64_t seed = (uint64_t)salt;
  for (int i = 0; i < w->n; i++) y[i] = w->scale[i] * (0.1 + uniform(&seed));
}

impakt_sim *workload_sim(const struct workload *w, double rtol)
{
  impakt_sim *sim = NULL;
  int failed = impakt_sim_new(&sim, w->model) ||
               impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, rtol) ||
               impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_RODAS5P);
  for (int k = 0; !failed && k < w->n_edges; k++) {
    const double to = k + 1 < w->n_edges ? w->edge[k + 1] : w->end;
    if (w->rate[k] > 0)
      failed = impakt_sim_infuse(sim, "u", w->edge[k], w->rate[k], NULL, to - w->edge[k], NULL);
  }
  for (int i = 0; !failed && i < w->n; i++)
    failed = impakt_sim_watch(sim, impakt_model_text(w->model, IMPAKT_STATE, i, IMPAKT_NAME));
  if (!failed) return sim;
  impakt_sim_free(sim);
  return NULL;
}

/* ---- errors -------------------------------------------------------------------------------- */

void errors_add(struct errors *e, const struct workload *w, const double *result,
                const double *reference)
{
  const int rows = workload_rows(w, 1, NULL), n = w->n;
  for (int i = 0; i < n; i++) {
    double size = 0;
    for (int k = 0; k < rows; k++) size = fmax(size, fabs(reference[k * n + i]));
    for (int k = 0; k < rows; k++) {
      const double y = reference[k * n + i];
      const double d = fabs(result[k * n + i] - y) / (fabs(y) + 1e-3 * size + 1e-300);
      if (!(d <= e->most)) e->most = d; /* also if NaN */
      e->squares += d * d;
      e->n++;
    }
  }
}

double errors_rms(const struct errors *e) { return sqrt(e->squares / (double)e->n); }

/* ---- time ---------------------------------------------------------------------------------- */

double cpu_seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double clock_seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *left, const void *right)
{
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

struct spread spread_of(const double *values, int n)
{
  double *sorted = malloc(sizeof *sorted * (size_t)n);
  CHECK(sorted, "out of memory");
  for (int i = 0; i < n; i++) sorted[i] = values[i];
  qsort(sorted, (size_t)n, sizeof *sorted, by_size);
  const struct spread s = { sorted[0], 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]),
                            sorted[n - 1] };
  free(sorted);
  return s;
}

/* ---- registered models --------------------------------------------------------------------- */

impakt_sim *registered_sim(const impakt_model *model)
{
  impakt_sim *sim;
  CHECK(!impakt_sim_new(&sim, model), "out of memory");
  int status = 0;
  for (int i = 0; i < impakt_model_size(model, IMPAKT_NEEDS); i++) {
    const char *name = impakt_model_text(model, IMPAKT_NEEDS, i, IMPAKT_UNIT);
    const int p = impakt_model_index(model, IMPAKT_PARAMETER, name);
    const double low = impakt_model_number(model, IMPAKT_PARAMETER, p, IMPAKT_LOW);
    const double high = impakt_model_number(model, IMPAKT_PARAMETER, p, IMPAKT_HIGH);
    status |= impakt_sim_set_parameter(sim, name, 0.5 * low + 0.5 * high);
  }
  for (int i = 0; i < impakt_model_size(model, IMPAKT_INPUT); i++)
    status |= impakt_sim_dose(sim, impakt_model_text(model, IMPAKT_INPUT, i, IMPAKT_NAME), 24,
                              1, NULL, 2, NULL);
  CHECK(status >= 0, "%s: %s", impakt_model_name(model), impakt_sim_message(sim));
  return sim;
}

int registered_owns(const impakt_model *model, int k)
{
  const char *source = impakt_model_text(model, IMPAKT_PARAMETER, k, IMPAKT_SOURCE);
  return strcmp(source, "exact") && strcmp(source, "patient");
}
