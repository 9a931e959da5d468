/* parts.c — what a simulation is made of: the equations alone, the Jacobian alone, slopes, making
 * and ending a simulation; and one run of each model that is registered.
 *
 *   parts [--json FILE]
 *   parts --smoke          few repetitions; checks results, times nothing that matters */
#include "hand_cvode.h"

#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sunmatrix/sunmatrix_dense.h>

enum { SLOPES = 16, DAYS = 28, MOST_ENTRIES = 20 * 20 };

static int smoke;
static FILE *json;
static int rows_written;

/* A line of the terminal and a row of the file. */
static void show(const char *where, const char *what, double value, const char *unit)
{
  printf("  %-26s %-44s %10.4g %s\n", where, what, value, unit);
  if (json)
    fprintf(json,
            "%s\n  {\"where\": \"%s\", \"what\": \"%s\", \"value\": %.5g, \"unit\": \"%s\"}",
            rows_written++ ? "," : "", where, what, value, unit);
}

/* ---- time of a call ------------------------------------------------------------------------------ */

typedef void work(void *);

/* The median, over rounds, of the seconds that one call takes. */
static double seconds_of(work *call, void *data, int calls)
{
  enum { ROUNDS = 15 };
  double seconds[ROUNDS];
  const int rounds = smoke ? 1 : ROUNDS;
  if (smoke) calls = 1;
  for (int round = 0; round < rounds; round++) {
    const double before = cpu_seconds();
    for (int i = 0; i < calls; i++) call(data);
    seconds[round] = (cpu_seconds() - before) / calls;
  }
  return spread_of(seconds, rounds).median;
}

/* ---- equations and Jacobian ------------------------------------------------------------------------ */

struct equations_alone {
  const struct workload *w;
  impakt_sim *sim;
  struct patient patient;
  SUNContext context;
  N_Vector y, f;
  SUNMatrix J;
  double derivatives[MOST_STATES];
  int entries;
  int row[MOST_ENTRIES], column[MOST_ENTRIES];
  double values[MOST_ENTRIES];
};

static void hand_rhs(void *data)
{
  struct equations_alone *a = data;
  hand_equations_of(a->w)->rhs(0, a->y, a->f, &a->patient);
}

static void hand_jacobian(void *data)
{
  struct equations_alone *a = data;
  SUNMatZero(a->J); /* as CVODE does */
  hand_equations_of(a->w)->jacobian(0, a->y, a->f, a->J, &a->patient, NULL, NULL, NULL);
}

static void impakt_rhs(void *data)
{
  struct equations_alone *a = data;
  const size_t n = (size_t)a->w->n;
  const int failed =
      impakt_sim_rhs(a->sim, 0, NV_DATA_S(a->y), n, &a->patient.u, 1, a->derivatives, n);
  CHECK(!failed, "%s", impakt_sim_message(a->sim));
}

static void impakt_jacobian(void *data)
{
  struct equations_alone *a = data;
  const int failed = impakt_sim_jacobian(a->sim, 0, NV_DATA_S(a->y), (size_t)a->w->n,
                                         &a->patient.u, 1, a->values, (size_t)a->entries);
  CHECK(!failed, "%s", impakt_sim_message(a->sim));
}

/* Two ways to the same numbers: only rounding may differ, relative to the terms that are summed. */
static void check_equal(const struct equations_alone *a)
{
  const int n = a->w->n;
  double whole[MOST_STATES][MOST_STATES] = { { 0 } };
  for (int k = 0; k < a->entries; k++) whole[a->row[k]][a->column[k]] = a->values[k];
  for (int i = 0; i < n; i++) {
    double size = fabs(NV_Ith_S(a->f, i));
    for (int j = 0; j < n; j++) size = fmax(size, fabs(whole[i][j] * NV_Ith_S(a->y, j)));
    CHECK(fabs(a->derivatives[i] - NV_Ith_S(a->f, i)) <= 1e-12 * size,
          "%s: derivative %d is %.15g and %.15g by hand", a->w->name, i, a->derivatives[i],
          NV_Ith_S(a->f, i));
    for (int j = 0; j < n; j++)
      CHECK(fabs(whole[i][j] - SM_ELEMENT_D(a->J, i, j)) <= 1e-12 * fabs(whole[i][j]),
            "%s: Jacobian[%d][%d] is %.15g and %.15g by hand", a->w->name, i, j, whole[i][j],
            SM_ELEMENT_D(a->J, i, j));
  }
}

static void bench_equations(const struct workload *w)
{
  struct equations_alone a = { .w = w, .sim = workload_sim(w, 1e-6) };
  CHECK(a.sim && !SUNContext_Create(0, &a.context), "out of memory");
  a.y = N_VNew_Serial(w->n, a.context);
  a.f = N_VNew_Serial(w->n, a.context);
  a.J = SUNDenseMatrix(w->n, w->n, a.context);
  CHECK(a.y && a.f && a.J, "out of memory");
  a.entries = impakt_sim_jacobian_entries(a.sim);
  CHECK(!impakt_sim_jacobian_pattern(a.sim, a.row, a.column, (size_t)a.entries), "no pattern");
  a.patient.n = w->n;
  workload_patient(w, 0, a.patient.p);
  a.patient.u = w->rate[0];
  for (int place = 0; place < 20; place++) {
    workload_somewhere(w, place, NV_DATA_S(a.y));
    hand_rhs(&a);
    hand_jacobian(&a);
    impakt_rhs(&a);
    impakt_jacobian(&a);
    check_equal(&a);
  }
  show(w->name, "equations by hand", 1e9 * seconds_of(hand_rhs, &a, 20000), "ns");
  show(w->name, "equations", 1e9 * seconds_of(impakt_rhs, &a, 20000), "ns");
  show(w->name, "Jacobian by hand, dense", 1e9 * seconds_of(hand_jacobian, &a, 5000), "ns");
  show(w->name, "Jacobian", 1e9 * seconds_of(impakt_jacobian, &a, 5000), "ns");
  N_VDestroy(a.y);
  N_VDestroy(a.f);
  SUNMatDestroy(a.J);
  SUNContext_Free(&a.context);
  impakt_sim_free(a.sim);
}

/* ---- slopes -------------------------------------------------------------------------------------------- */

struct runs {
  const struct workload *w;
  impakt_sim *sim;
  size_t rows, length;
  int n_slopes;
  double *hours, *result, *slopes;
};

static void run_plain(void *data)
{
  struct runs *r = data;
  CHECK(!impakt_sim_run(r->sim, r->hours, r->rows, r->result, r->length), "%s",
        impakt_sim_message(r->sim));
}

static void run_slopes(void *data)
{
  struct runs *r = data;
  CHECK(!impakt_sim_run_slopes(r->sim, r->hours, r->rows, r->result, r->length, r->slopes,
                               r->length * (size_t)r->n_slopes),
        "%s", impakt_sim_message(r->sim));
}

static void make_and_end(void *data)
{
  const struct workload *w = data;
  impakt_sim *sim = NULL;
  CHECK(!impakt_sim_new(&sim, w->model), "out of memory");
  impakt_sim_free(sim);
}

static void make_run_and_end(void *data)
{
  struct runs *r = data;
  struct runs fresh = *r;
  fresh.sim = workload_sim(r->w, 1e-6);
  CHECK(fresh.sim, "out of memory");
  run_plain(&fresh);
  impakt_sim_free(fresh.sim);
}

/* Differences of fourth order of the program by hand.  Their own error is up to 1e-6 of the largest
 * slope: smaller or larger steps make it worse. */
static void slope_by_differences(const struct workload *w, int parameter, double *slope,
                                 double *room, size_t length)
{
  static const double weight[] = { 1, -8, 8, -1 }, place[] = { -2, -1, 1, 2 };
  double p[MOST_PARAMETERS];
  struct hand *h = hand_open(w, 1e-12, 1e-15);
  workload_patient(w, 0, p);
  const double keep = p[parameter], step = 2e-3 * keep;
  memset(slope, 0, sizeof *slope * length);
  for (int i = 0; i < 4; i++) {
    p[parameter] = keep + place[i] * step;
    CHECK(!hand_run(h, p, 1, room), "%s by hand", w->name);
    for (size_t k = 0; k < length; k++) slope[k] += weight[i] * room[k] / (12 * step);
  }
  hand_close(h);
}

/* |S - S*| / max|S*| over time, all states and slopes: rms, and the worst. */
static struct errors slope_errors(const struct runs *r)
{
  const struct workload *w = r->w;
  const size_t n = (size_t)w->n, n_slopes = (size_t)r->n_slopes;
  struct errors e = { 0 };
  double *right = calloc(r->length, sizeof *right), *room = calloc(r->length, sizeof *room);
  CHECK(right && room, "out of memory");
  for (size_t k = 0; k < n_slopes; k++) {
    slope_by_differences(w, (int)k, right, room, r->length);
    for (size_t i = 0; i < n; i++) {
      double size = 0;
      for (size_t t = 0; t < r->rows; t++) size = fmax(size, fabs(right[t * n + i]));
      /* what a whole change of the parameter does to the state, over the state's size */
      const double p = impakt_model_number(w->model, IMPAKT_PARAMETER, (int)k, IMPAKT_DEFAULT);
      if (size * p < 1e-5 * w->scale[i]) continue; /* too little for differences */
      for (size_t t = 0; t < r->rows; t++) {
        const double d = fabs(r->slopes[(t * n + i) * n_slopes + k] - right[t * n + i]) / size;
        if (!(d <= e.most)) e.most = d;
        e.squares += d * d;
        e.n++;
      }
    }
  }
  free(right);
  free(room);
  return e;
}

static void bench_runs(const struct workload *w)
{
  struct runs r = { .w = w,
                    .sim = workload_sim(w, 1e-6),
                    .rows = (size_t)workload_rows(w, 1, NULL),
                    .n_slopes = smoke ? 2 : SLOPES };
  r.length = r.rows * (size_t)w->n;
  r.hours = calloc(r.rows, sizeof(double));
  r.result = calloc(r.length, sizeof(double));
  r.slopes = calloc(r.length * SLOPES, sizeof(double));
  CHECK(r.sim && r.hours && r.result && r.slopes, "out of memory");
  for (size_t k = 0; k < r.rows; k++) r.hours[k] = (double)k;

  show(w->name, "make and end", 1e6 * seconds_of(make_and_end, (void *)w, 200), "us");
  const double once = seconds_of(make_run_and_end, &r, 10),
               plain = seconds_of(run_plain, &r, 10);
  show(w->name, "run, typical patient", 1e6 * plain, "us");
  show(w->name, "the same, from making to ending", 1e6 * once, "us");

  for (int k = 0; k < r.n_slopes; k++)
    CHECK(!impakt_sim_slope_in(r.sim,
                               impakt_model_text(w->model, IMPAKT_PARAMETER, k, IMPAKT_NAME)),
          "%s", impakt_sim_message(r.sim));
  const double sloped = seconds_of(run_slopes, &r, 2);
  const struct errors e = slope_errors(&r);
  show(w->name, smoke ? "run with 2 slopes" : "run with 16 slopes", 1e6 * sloped, "us");
  show(w->name, "that over a plain run", sloped / plain, "");
  show(w->name, "error of slopes, rms, of largest", errors_rms(&e), "");
  show(w->name, "error of slopes, worst", e.most, "");
  /* Slopes are held to the tolerance as states are, and their errors gather as those do. */
  CHECK(errors_rms(&e) < 1e-4, "%s: slopes err by %g", w->name, errors_rms(&e));
  free(r.hours);
  free(r.result);
  free(r.slopes);
  impakt_sim_free(r.sim);
}

/* ---- every model ------------------------------------------------------------------------------------------ */

/* An infusion of an hour, of the size of 1 in the input's own unit, into the first input and those
 * that must be driven; weeks of daily output. */
static void bench_model(const impakt_model *model)
{
  struct runs r = { .rows = DAYS + 1 };
  CHECK(!impakt_sim_new(&r.sim, model), "out of memory");
  r.length = r.rows * (size_t)impakt_sim_columns(r.sim);
  r.hours = calloc(r.rows, sizeof(double));
  r.result = calloc(r.length, sizeof(double));
  CHECK(r.hours && r.result, "out of memory");
  for (size_t k = 0; k < r.rows; k++) r.hours[k] = 24.0 * (double)k;
  for (int i = 0; i < impakt_model_size(model, IMPAKT_INPUT); i++) {
    const char *input = impakt_model_text(model, IMPAKT_INPUT, i, IMPAKT_NAME);
    /* what needs a value that nobody has published is not given; the first always is */
    const int needed = impakt_model_index(model, IMPAKT_NEEDS, input) >= 0;
    const int driven = impakt_model_index(model, IMPAKT_DRIVEN, input) >= 0;
    if (!needed && (i == 0 || driven))
      CHECK(!impakt_sim_infuse(r.sim, input, 0, 1, NULL, 1, NULL), "%s",
            impakt_sim_message(r.sim));
  }
  run_plain(&r);
  for (size_t k = 0; k < r.length; k++)
    CHECK(isfinite(r.result[k]), "%s: not finite", impakt_model_name(model));
  show(impakt_model_name(model), "4 weeks, daily", 1e6 * seconds_of(run_plain, &r, 50), "us");
  show(impakt_model_name(model), "steps", (double)impakt_sim_counter(r.sim, IMPAKT_COUNT_STEPS),
       "");
  free(r.hours);
  free(r.result);
  impakt_sim_free(r.sim);
}

int main(int count, char **words)
{
  smoke = count == 2 && !strcmp(words[1], "--smoke");
  if (count == 3 && !strcmp(words[1], "--json")) {
    json = fopen(words[2], "w");
    CHECK(json, "%s cannot be written", words[2]);
    fputs("[", json);
  }
  for (int i = 0; i < WORKLOADS; i++) {
    bench_equations(workloads[i]);
    bench_runs(workloads[i]);
  }
  for (int i = 0; i < impakt_model_count(); i++) bench_model(impakt_model_at(i));
  if (json) {
    fputs("\n]\n", json);
    fclose(json);
  }
  return 0;
}
