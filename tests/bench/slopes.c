/* slopes.c — ten slopes of W1 and W2: what they cost beside one simulation, and what they are off by.
 *
 *   slopes --json FILE         all of it
 *   slopes --smoke             a patient at one tolerance; times nothing that matters
 *
 * Slopes in the ten parameters that vary, of all states, every hour.  Off by: |S - S*| over the largest
 * |S*| in the course, root mean square, where S* is by CVODES at 1e-11, which has an error test of its
 * own and another method.  A round runs each solver without slopes and with them. */
#include "workload.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOPES = MOST_VARIED, SOLVERS = 2, TOLERANCES = 6, MANY = 4, ROUNDS = 9 };
static const int solvers[SOLVERS] = { IMPAKT_SOLVER_RODAS5P, IMPAKT_SOLVER_CVODE };
static const char *const names[SOLVERS] = { "rodas5p", "cvode" };
static int smoke;

struct room { /* of all patients */
  const struct workload *w;
  size_t rows, length; /* length: of a result */
  double hours[MOST_HOURS + 1];
  double *result, *slopes;
  double *exact; /* [MANY][length][SLOPES] */
};

/* A solver at a tolerance. */
struct point {
  impakt_sim *plain, *sloped;
  int solver;
  double rtol, rms, worst;
  double plain_seconds[ROUNDS], seconds[ROUNDS]; /* a patient */
};

static impakt_sim *new_sim(const struct workload *w, int solver, double rtol, int slopes)
{
  impakt_sim *sim = workload_sim(w, rtol);
  int failed = !sim || impakt_sim_set_option(sim, IMPAKT_SOLVER, solver);
  for (int k = 0; !failed && k < slopes; k++) failed = impakt_sim_slope_in(sim, w->varied[k]);
  CHECK(!failed, "%s: no simulation", w->name);
  return sim;
}

static double run(const struct room *r, impakt_sim *sim, int patient, double *slopes)
{
  double p[MOST_PARAMETERS];
  workload_patient(r->w, patient, p);
  CHECK(!impakt_sim_set_parameters(sim, p, (size_t)r->w->n_parameters), "no parameters");
  const double before = cpu_seconds();
  const int status = slopes ? impakt_sim_run_slopes(sim, r->hours, r->rows, r->result,
                                                    r->length, slopes, r->length * SLOPES)
                            : impakt_sim_run(sim, r->hours, r->rows, r->result, r->length);
  CHECK(status >= 0, "%s", impakt_sim_message(sim));
  return cpu_seconds() - before;
}

static double run_all(const struct room *r, impakt_sim *sim, int patients, double *slopes)
{
  double seconds = 0;
  for (int q = 0; q < patients; q++) seconds += run(r, sim, q, slopes);
  return seconds / patients;
}

static void add_errors(const struct room *r, const double *exact, struct errors *e)
{
  const size_t n = (size_t)r->w->n * SLOPES;
  for (size_t i = 0; i < n; i++) {
    double size = 0;
    for (size_t t = 0; t < r->rows; t++) size = fmax(size, fabs(exact[t * n + i]));
    for (size_t t = 0; size > 0 && t < r->rows; t++, e->n++) {
      const double d = fabs(r->slopes[t * n + i] - exact[t * n + i]) / size;
      if (!(d <= e->most)) e->most = d;
      e->squares += d * d;
    }
  }
}

static void find_errors(const struct room *r, struct point *a, int patients)
{
  struct errors e = { 0 };
  for (int q = 0; q < patients; q++) {
    run(r, a->sloped, q, r->slopes);
    add_errors(r, r->exact + (size_t)q * r->length * SLOPES, &e);
  }
  a->rms = errors_rms(&e);
  a->worst = e.most;
}

static void write(FILE *json, const struct workload *w, const struct point *a, int rounds)
{
  static int rows;
  fprintf(json,
          "%s\n  {\"workload\": \"%s\", \"solver\": \"%s\", \"rtol\": %g, \"rms\": %.4g, "
          "\"worst\": %.4g, \"seconds\": [",
          rows++ ? "," : "", w->name, names[a->solver], a->rtol, a->rms, a->worst);
  for (int i = 0; i < rounds; i++) fprintf(json, "%s%.5g", i ? ", " : "", a->seconds[i]);
  fprintf(json, "], \"plain\": [");
  for (int i = 0; i < rounds; i++) fprintf(json, "%s%.5g", i ? ", " : "", a->plain_seconds[i]);
  fprintf(json, "]}");
}

static void show(const struct point *a, int rounds)
{
  double ratio[ROUNDS];
  for (int i = 0; i < rounds; i++) ratio[i] = a->seconds[i] / a->plain_seconds[i];
  const struct spread s = spread_of(ratio, rounds);
  printf("  %-8s %6.0e  rms %8.2g worst %8.2g  us %8.1f, without %8.1f, ratio %.2f %.2f %.2f\n",
         names[a->solver], a->rtol, a->rms, a->worst, 1e6 * spread_of(a->seconds, rounds).least,
         1e6 * spread_of(a->plain_seconds, rounds).least, s.least, s.median, s.most);
  CHECK(a->rms < 10 * a->rtol, "slopes are off by %g at %g", a->rms, a->rtol);
}

static void measure(const struct workload *w, FILE *json)
{
  const int patients = smoke ? 1 : MANY, rounds = smoke ? 1 : ROUNDS;
  const int tolerances = smoke ? 1 : TOLERANCES;
  struct room r = { .w = w };
  struct point points[SOLVERS * TOLERANCES];
  int n = 0;
  r.rows = (size_t)workload_rows(w, 1, r.hours);
  r.length = r.rows * (size_t)w->n;
  r.result = malloc(r.length * sizeof(double));
  r.slopes = malloc(r.length * SLOPES * sizeof(double));
  r.exact = malloc(r.length * SLOPES * MANY * sizeof(double));
  CHECK(r.result && r.slopes && r.exact, "out of memory");
  impakt_sim *exact = new_sim(w, IMPAKT_SOLVER_CVODE, smoke ? 1e-8 : 1e-11, SLOPES);
  for (int q = 0; q < patients; q++) run(&r, exact, q, r.exact + (size_t)q * r.length * SLOPES);
  impakt_sim_free(exact);
  for (int s = 0; s < SOLVERS; s++)
    for (double rtol = smoke ? 1e-5 : 1e-3, i = 0; i < tolerances; i++, rtol /= 10) {
      struct point *a = &points[n++];
      *a = (struct point){ .solver = s, .rtol = rtol };
      a->plain = new_sim(w, solvers[s], rtol, 0);
      a->sloped = new_sim(w, solvers[s], rtol, SLOPES);
      find_errors(&r, a, patients);
    }
  for (int round = 0; round < rounds; round++)
    for (int k = 0; k < n; k++) {
      struct point *a = &points[(k + round) % n];
      a->plain_seconds[round] = run_all(&r, a->plain, patients, NULL);
      a->seconds[round] = run_all(&r, a->sloped, patients, r.slopes);
    }
  printf(
      "%s: ten slopes of %d patients, %d rounds; ratio to a run without: least, median, most\n",
      w->name, patients, rounds);
  for (int k = 0; k < n; k++) {
    show(&points[k], rounds);
    if (json) write(json, w, &points[k], rounds);
    impakt_sim_free(points[k].plain);
    impakt_sim_free(points[k].sloped);
  }
  free(r.result);
  free(r.slopes);
  free(r.exact);
}

int main(int count, char **words)
{
  FILE *json = NULL;
  smoke = count == 2 && !strcmp(words[1], "--smoke");
  if (count == 3 && !strcmp(words[1], "--json")) json = fopen(words[2], "w");
  CHECK(smoke || json, "usage: slopes --smoke | --json FILE");
  if (json) fputs("[", json);
  for (int i = 0; i < WORKLOADS; i++) measure(workloads[i], json);
  if (json) {
    fputs("\n]\n", json);
    fclose(json);
  }
  return 0;
}
