/* one_sim.c — one simulation after another: impakt through its public interface against a program
 * written by hand for CVODE, at equal achieved error.
 *
 *   one_sim [--json FILE]           the table, of interleaved rounds in one process
 *   one_sim --smoke                 a few patients; checks errors, times nothing that matters
 *   one_sim --only hand|impakt W1|W2   one side of one workload, for a profiler
 *
 * Each round runs all patients by each program in turn; the ratio is that of the two times of one
 * round.  Both run at 1e-6, and impakt once more at the largest tolerance that leaves it an error no
 * larger than that of the program by hand: the ratio that counts. */
#include "hand_cvode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_version.h>

#define RTOL 1e-6
#define ATOL 1e-9 /* times the usual size of a state; impakt: RTOL times the model's noise */

enum { MOST_ROUNDS = 101 };

struct plan {
  int patients, rounds;
};

/* ---- a program that can be run on a patient -------------------------------------------------- */

struct program {
  const char *name;
  double rtol;
  struct hand hand; /* in use if there is no sim */
  impakt_sim *sim;
  struct errors errors;
  double steps, rhs, jacobians, factors; /* a patient */
  double seconds[MOST_ROUNDS];           /* a patient, by round */
};

static void open_hand(struct program *a, const struct workload *w, double rtol, double atol)
{
  *a = (struct program){ .name = "CVODE by hand", .rtol = rtol };
  hand_open(&a->hand, w, rtol, atol);
}

static void open_impakt(struct program *a, const struct workload *w, double rtol)
{
  *a = (struct program){ .name = "impakt", .rtol = rtol, .sim = workload_sim(w, rtol) };
  CHECK(a->sim, "%s: no simulation", w->name);
}

static void end(struct program *a)
{
  if (a->sim) impakt_sim_free(a->sim);
  else hand_close(&a->hand);
}

static void run(struct program *a, const struct workload *w, const double *p,
                const double *hours, double *result)
{
  const size_t rows = (size_t)workload_rows(w);
  if (!a->sim) {
    const int status = hand_run(&a->hand, p, result);
    CHECK(status >= 0, "%s by hand: %d", w->name, status);
    return;
  }
  const int failed = impakt_sim_set_parameters(a->sim, p, (size_t)w->n_parameters) ||
                     impakt_sim_run(a->sim, hours, rows, result, rows * (size_t)w->n);
  CHECK(!failed, "%s: %s", w->name, impakt_sim_message(a->sim));
}

/* ---- a workload -------------------------------------------------------------------------------- */

struct bench {
  const struct workload *w;
  int patients;
  size_t length; /* of a patient's result */
  double *p;     /* [patients][MOST_PARAMETERS] */
  double *hours, *result;
  double *reference; /* [patients][length] */
};

static double *parameters(const struct bench *b, int q) { return b->p + q * MOST_PARAMETERS; }

static void open_bench(struct bench *b, const struct workload *w, int patients)
{
  const int rows = workload_rows(w);
  *b = (struct bench){ .w = w, .patients = patients, .length = (size_t)rows * (size_t)w->n };
  b->p = calloc((size_t)patients * MOST_PARAMETERS, sizeof(double));
  b->hours = calloc((size_t)rows, sizeof(double));
  b->result = calloc(b->length, sizeof(double));
  b->reference = calloc(b->length * (size_t)patients, sizeof(double));
  CHECK(b->p && b->hours && b->result && b->reference, "out of memory");
  for (int k = 0; k < rows; k++) b->hours[k] = k;
  for (int q = 0; q < patients; q++) workload_patient(w, q, parameters(b, q));
}

static void close_bench(struct bench *b)
{
  free(b->p);
  free(b->hours);
  free(b->result);
  free(b->reference);
}

static void find_reference(struct bench *b)
{
  struct program exact;
  open_hand(&exact, b->w, 1e-12, 1e-15);
  for (int q = 0; q < b->patients; q++)
    run(&exact, b->w, parameters(b, q), b->hours, b->reference + b->length * (size_t)q);
  end(&exact);
}

static void find_errors(struct bench *b, struct program *a)
{
  a->errors = (struct errors){ 0 };
  a->hand.steps = a->hand.rhs = a->hand.jacobians = a->hand.factors = 0;
  double counts[4] = { 0 };
  for (int q = 0; q < b->patients; q++) {
    run(a, b->w, parameters(b, q), b->hours, b->result);
    errors_add(&a->errors, b->w, b->result, b->reference + b->length * (size_t)q);
    for (int i = 0; a->sim && i < 4; i++)
      counts[i] += (double)impakt_sim_counter(a->sim, IMPAKT_COUNT_STEPS + i);
  }
  a->steps = (a->sim ? counts[0] : (double)a->hand.steps) / b->patients;
  a->rhs = (a->sim ? counts[1] : (double)a->hand.rhs) / b->patients;
  a->jacobians = (a->sim ? counts[2] : (double)a->hand.jacobians) / b->patients;
  a->factors = (a->sim ? counts[3] : (double)a->hand.factors) / b->patients;
}

/* At the largest tolerance, from 1e-6 up or down, that leaves an error no larger than that of the
 * program by hand. */
static void open_impakt_as_exact(struct bench *b, struct program *a,
                                 const struct program *nominal, const struct program *hand)
{
  const double COARSER = 1.1, wanted = errors_rms(&hand->errors);
  double rtol = RTOL, good = 0;
  int up = errors_rms(&nominal->errors) <= wanted;
  if (up) good = rtol;
  for (;;) {
    rtol = up ? rtol * COARSER : rtol / COARSER;
    CHECK(rtol > 1e-9 && rtol < 1e-3, "%s: no tolerance is as exact as the program by hand",
          b->w->name);
    open_impakt(a, b->w, rtol);
    find_errors(b, a);
    const int exact = errors_rms(&a->errors) <= wanted;
    if (exact) good = rtol;
    if (exact && !up) return;
    end(a);
    if (!exact && up) break;
  }
  open_impakt(a, b->w, good);
  find_errors(b, a);
}

static void time_rounds(struct bench *b, struct program *programs, int n, int rounds)
{
  for (int round = 0; round < rounds; round++)
    for (int k = 0; k < n; k++) {
      struct program *a = &programs[(k + round) % n];
      const double before = cpu_seconds();
      for (int q = 0; q < b->patients; q++) run(a, b->w, parameters(b, q), b->hours, b->result);
      a->seconds[round] = (cpu_seconds() - before) / b->patients;
    }
}

static struct spread ratios(const struct program *slow, const struct program *fast, int rounds)
{
  double ratio[MOST_ROUNDS];
  for (int i = 0; i < rounds; i++) ratio[i] = slow->seconds[i] / fast->seconds[i];
  return spread_of(ratio, rounds);
}

/* ---- what is shown ------------------------------------------------------------------------------ */

static void show(const struct bench *b, struct program *programs, int n, int rounds, FILE *json)
{
  const struct workload *w = b->w;
  printf("%s, %s: %d patients, %d hourly outputs of %d states, %d rounds\n", w->name,
         impakt_model_title(w->model), b->patients, workload_rows(w), w->n, rounds);
  printf("  %-14s %8s  %9s %9s  %8s %8s  %7s %7s %5s %6s  %s\n", "", "rtol", "us least",
         "median", "rms", "worst", "steps", "rhs", "jac", "factor",
         "times as fast: least, median, most");
  if (json)
    fprintf(json, "  {\"workload\": \"%s\", \"patients\": %d, \"rounds\": %d, \"programs\": [",
            w->name, b->patients, rounds);
  for (int k = 0; k < n; k++) {
    const struct program *a = &programs[k];
    const struct spread s = spread_of(a->seconds, rounds), r = ratios(&programs[0], a, rounds);
    printf("  %-14s %8.2g  %9.1f %9.1f  %8.2g %8.2g  %7.1f %7.1f %5.1f %6.1f  %.2f %.2f %.2f\n",
           a->name, a->rtol, 1e6 * s.least, 1e6 * s.median, errors_rms(&a->errors),
           a->errors.most, a->steps, a->rhs, a->jacobians, a->factors, r.least, r.median,
           r.most);
    if (json)
      fprintf(
          json,
          "%s\n    {\"name\": \"%s\", \"rtol\": %g, \"us_least\": %.3f, \"us_median\": %.3f, "
          "\"error_rms\": %.4g, \"error_worst\": %.4g, \"steps\": %.2f, \"rhs\": %.2f, "
          "\"jacobians\": %.2f, \"factors\": %.2f, \"ratio_least\": %.3f, "
          "\"ratio_median\": %.3f, \"ratio_most\": %.3f}",
          k ? "," : "", a->name, a->rtol, 1e6 * s.least, 1e6 * s.median, errors_rms(&a->errors),
          a->errors.most, a->steps, a->rhs, a->jacobians, a->factors, r.least, r.median,
          r.most);
  }
  if (json) fprintf(json, "\n  ]}");
}

static void compare(const struct workload *w, struct plan plan, FILE *json)
{
  const double wrong = hand_check(w);
  CHECK(wrong < 1e-7, "%s: the Jacobian by hand is off by %g", w->name, wrong);
  struct bench b;
  struct program programs[3];
  const int n = 3;
  open_bench(&b, w, plan.patients);
  find_reference(&b);
  open_hand(&programs[0], w, RTOL, ATOL);
  find_errors(&b, &programs[0]);
  open_impakt(&programs[1], w, RTOL);
  find_errors(&b, &programs[1]);
  open_impakt_as_exact(&b, &programs[2], &programs[1], &programs[0]);
  time_rounds(&b, programs, n, plan.rounds);
  show(&b, programs, n, plan.rounds, json);
  for (int k = 0; k < n; k++) {
    /* Steps are held to the tolerance; over a course errors gather to several times that. */
    CHECK(errors_rms(&programs[k].errors) < 20 * RTOL, "%s: %s errs by %g", w->name,
          programs[k].name, errors_rms(&programs[k].errors));
    end(&programs[k]);
  }
  close_bench(&b);
}

static void only(const char *side, const char *name)
{
  for (int i = 0; i < WORKLOADS; i++) {
    if (strcmp(workloads[i]->name, name)) continue;
    struct bench b;
    struct program a;
    open_bench(&b, workloads[i], PATIENTS);
    if (!strcmp(side, "hand")) open_hand(&a, workloads[i], RTOL, ATOL);
    else open_impakt(&a, workloads[i], RTOL);
    for (int q = 0; q < b.patients; q++) run(&a, b.w, parameters(&b, q), b.hours, b.result);
    end(&a);
    close_bench(&b);
  }
}

int main(int count, char **words)
{
  const int smoke = count == 2 && !strcmp(words[1], "--smoke");
  const struct plan plan = { smoke ? 2 : PATIENTS, smoke ? 1 : 21 };
  if (count == 4 && !strcmp(words[1], "--only")) {
    only(words[2], words[3]);
    return 0;
  }
  FILE *json = NULL;
  if (count == 3 && !strcmp(words[1], "--json")) {
    json = fopen(words[2], "w");
    CHECK(json, "%s cannot be written", words[2]);
  }
  char version[64];
  CHECK(!SUNDIALSGetVersion(version, sizeof version), "no version");
  printf("SUNDIALS %s, of both programs; CPU time of a patient in us\n", version);
  if (json) fprintf(json, "{\"sundials\": \"%s\", \"workloads\": [\n", version);
  for (int i = 0; i < WORKLOADS; i++) {
    if (json && i) fprintf(json, ",\n");
    compare(workloads[i], plan, json);
  }
  if (json) {
    fprintf(json, "\n]}\n");
    fclose(json);
  }
  return 0;
}
