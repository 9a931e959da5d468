/* solvers.c — what each solver costs and is off by, for every registered model.
 *
 *   solvers [--tolerance R]   a table of docs/performance.md, at tolerance R instead of 1e-6
 *   solvers --slopes          the other: slopes in the first ten parameters, at 1e-6
 *   solvers --json FILE       both, and Rodas5P and CVODE from 1e-3 to 1e-9
 *   solvers --smoke           two models, once; checks that all solvers give the same course
 *
 * One unit into each input over 2 h at 24 h, all states every hour for four weeks, as in
 * tests/accuracy.c, and its measure: the root mean square over states and times of |y - r| / (|r| +
 * 0.001 max |r|), where r is by CVODE at 1e-12.  Times are the least of several runs, in processor
 * time, of impakt_sim_run alone; the solvers take turns, so that a busy machine hits them alike.
 * Slopes are compared with CVODE's at 1e-10: the difference over the largest of that slope, root mean
 * square, where a change of the parameter by itself moves the state by more than a millionth. */
#include "impakt.h"
#include "workload.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOURS = 24 * 28, SOLVERS = 4, ROUNDS = 7 };
static const double reference_tolerance = 1e-12;
static double busy = 0.02; /* s */
static FILE *json;
enum { CVODE = 1 };
static const int solvers[SOLVERS] = { IMPAKT_SOLVER_RODAS5P, IMPAKT_SOLVER_CVODE,
                                      IMPAKT_SOLVER_RODAS4, IMPAKT_SOLVER_ADAMS };
static const char *const names[SOLVERS] = { "rodas5p", "cvode", "rodas4", "adams" };

static impakt_sim *new_sim(const impakt_model *model, int solver, double tolerance)
{
  impakt_sim *sim = registered_sim(model);
  int status = impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, tolerance);
  status |= impakt_sim_set_option(sim, IMPAKT_SOLVER, solver);
  for (int i = 0; i < impakt_model_size(model, IMPAKT_STATE); i++)
    status |= impakt_sim_watch(sim, impakt_model_text(model, IMPAKT_STATE, i, IMPAKT_NAME));
  CHECK(status >= 0, "%s: %s", impakt_model_name(model), impakt_sim_message(sim));
  return sim;
}

/* Processor time of one run; NaN if it fails. */
static double run(impakt_sim *sim, int n, double *table)
{
  double times[HOURS];
  for (int k = 0; k < HOURS; k++) times[k] = k + 1;
  const double before = cpu_seconds();
  const int status = impakt_sim_run(sim, times, HOURS, table, (size_t)HOURS * n);
  return status >= 0 ? cpu_seconds() - before : NAN;
}

static double off_by(const double *y, const double *r, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++) {
    double most = 0;
    for (int k = 0; k < HOURS; k++) most = fmax(most, fabs(r[k * n + i]));
    for (int k = 0; most > 0 && k < HOURS; k++) {
      const double ref = fabs(r[k * n + i]);
      const double off = (y[k * n + i] - r[k * n + i]) / (ref + 1e-3 * most);
      sum += off * off;
    }
  }
  return sqrt(sum / ((double)HOURS * n));
}

struct row {
  double seconds[SOLVERS], off[SOLVERS];
  long steps[SOLVERS];
};

/* By the first solvers of the list. */
static struct row measure(const impakt_model *model, double tolerance, int rounds,
                          int n_solvers)
{
  const int n = impakt_model_size(model, IMPAKT_STATE);
  double *table = malloc(sizeof *table * HOURS * n), *exact = malloc(sizeof *exact * HOURS * n);
  CHECK(table && exact, "out of memory");
  impakt_sim *reference = new_sim(model, IMPAKT_SOLVER_CVODE, reference_tolerance),
             *sim[SOLVERS];
  CHECK(!isnan(run(reference, n, exact)), "%s", impakt_sim_message(reference));
  struct row row;
  for (int s = n_solvers; s < SOLVERS; s++) row.seconds[s] = NAN;
  for (int s = 0; s < n_solvers; s++) {
    sim[s] = new_sim(model, solvers[s], tolerance);
    row.seconds[s] = run(sim[s], n, table);
    row.off[s] = isnan(row.seconds[s]) ? NAN : off_by(table, exact, n);
    row.steps[s] = (long)impakt_sim_counter(sim[s], IMPAKT_COUNT_STEPS);
  }
  for (int round = 0; round < rounds; round++)
    for (int s = 0; s < n_solvers; s++)
      for (double spent = 0; spent < busy / rounds;) { /* NaN ends it, too */
        const double once = run(sim[s], n, table);
        row.seconds[s] = fmin(row.seconds[s], once);
        if (isnan(once)) break;
        spent += once;
      }
  for (int s = 0; s < n_solvers; s++) impakt_sim_free(sim[s]);
  impakt_sim_free(reference);
  free(exact);
  free(table);
  return row;
}

/* ---- slopes ---------------------------------------------------------------------------------- */

enum { MOST_SLOPES = 10 };

/* The first parameters that are the model's own; how many. */
static int first_parameters(const impakt_model *model, int *parameter)
{
  int n = 0;
  for (int k = 0; k < impakt_model_size(model, IMPAKT_PARAMETER) && n < MOST_SLOPES; k++)
    if (registered_owns(model, k)) parameter[n++] = k;
  return n;
}

static double run_slopes(impakt_sim *sim, int n, int n_slopes, double *table, double *slopes)
{
  double times[HOURS];
  for (int k = 0; k < HOURS; k++) times[k] = k + 1;
  const size_t length = (size_t)HOURS * n;
  const double before = cpu_seconds();
  const int status =
      impakt_sim_run_slopes(sim, times, HOURS, table, length, slopes, length * n_slopes);
  CHECK(status >= 0, "%s", impakt_sim_message(sim));
  return cpu_seconds() - before;
}

static double slopes_off_by(const double *y, const double *slopes, const double *right,
                            const double *parameter, int n, int n_slopes)
{
  double sum = 0;
  long count = 0;
  for (int i = 0; i < n; i++) {
    double size = 0;
    for (int h = 0; h < HOURS; h++) size = fmax(size, fabs(y[h * n + i]));
    for (int k = 0; k < n_slopes; k++) {
      double most = 0;
      for (int h = 0; h < HOURS; h++)
        most = fmax(most, fabs(right[(h * n + i) * n_slopes + k]));
      if (!(most * fabs(parameter[k]) > 1e-6 * size)) continue;
      for (int h = 0; h < HOURS; h++, count++) {
        const int at = (h * n + i) * n_slopes + k;
        sum += pow((slopes[at] - right[at]) / most, 2);
      }
    }
  }
  return count ? sqrt(sum / count) : 0;
}

struct slope_row {
  double plain, seconds[2], off[2]; /* by Rodas5P and CVODE */
  int n_slopes;
};

static struct slope_row measure_slopes(const impakt_model *model)
{
  static const int by[] = { IMPAKT_SOLVER_RODAS5P, IMPAKT_SOLVER_CVODE };
  const int n = impakt_model_size(model, IMPAKT_STATE);
  const int np = impakt_model_size(model, IMPAKT_PARAMETER);
  int parameter[MOST_SLOPES];
  struct slope_row row = { .plain = INFINITY, .n_slopes = first_parameters(model, parameter) };
  const size_t length = (size_t)HOURS * n;
  double *table = malloc(sizeof *table * length);
  double *slopes = malloc(sizeof *slopes * length * row.n_slopes);
  double *right = malloc(sizeof *right * length * row.n_slopes);
  double *all = malloc(sizeof *all * (np + 1)), value[MOST_SLOPES];
  CHECK(table && slopes && right && all, "out of memory");
  impakt_sim *plain = new_sim(model, IMPAKT_SOLVER_RODAS5P, 1e-6), *sim[3];
  CHECK(!impakt_sim_get_parameters(plain, all, np), "no parameters");
  for (int s = 0; s < 3; s++) {
    sim[s] = new_sim(model, s < 2 ? by[s] : IMPAKT_SOLVER_CVODE, s < 2 ? 1e-6 : 1e-10);
    for (int k = 0; k < row.n_slopes; k++)
      CHECK(!impakt_sim_slope_in(
                sim[s], impakt_model_text(model, IMPAKT_PARAMETER, parameter[k], IMPAKT_NAME)),
            "%s", impakt_sim_message(sim[s]));
  }
  for (int k = 0; k < row.n_slopes; k++) value[k] = all[parameter[k]];
  run_slopes(sim[2], n, row.n_slopes, table, right);
  for (int s = 0; s < 2; s++) {
    row.seconds[s] = run_slopes(sim[s], n, row.n_slopes, table, slopes);
    row.off[s] = slopes_off_by(table, slopes, right, value, n, row.n_slopes);
  }
  for (int round = 0; round < ROUNDS; round++) {
    row.plain = fmin(row.plain, run(plain, n, table));
    for (int s = 0; s < 2; s++)
      row.seconds[s] = fmin(row.seconds[s], run_slopes(sim[s], n, row.n_slopes, table, slopes));
  }
  for (int s = 0; s < 3; s++) impakt_sim_free(sim[s]);
  impakt_sim_free(plain);
  free(all);
  free(right);
  free(slopes);
  free(table);
  return row;
}

static void print_slopes(void)
{
  double ratio[2] = { 0 };
  int n_models = 0;
  printf("| at 1e-06 | states | slopes | rodas5p: us without | with slopes | off by "
         "| cvode: with slopes | off by |\n|---|---|---|---|---|---|---|---|\n");
  for (int i = 0; i < impakt_model_count(); i++) {
    const impakt_model *model = impakt_model_at(i);
    const int n = impakt_model_size(model, IMPAKT_STATE);
    if (!n) continue;
    const struct slope_row row = measure_slopes(model);
    printf("| `%s` | %d | %d | %.0f | %.0f | %.1e | %.0f | %.1e |\n", impakt_model_name(model),
           n, row.n_slopes, 1e6 * row.plain, 1e6 * row.seconds[0], row.off[0],
           1e6 * row.seconds[1], row.off[1]);
    if (json)
      fprintf(json,
              "%s\n  {\"model\": \"%s\", \"states\": %d, \"slopes\": %d, \"us\": %.2f, "
              "\"us_slopes\": [%.2f, %.2f], \"off\": [%.3g, %.3g]}",
              n_models ? "," : "", impakt_model_name(model), n, row.n_slopes, 1e6 * row.plain,
              1e6 * row.seconds[0], 1e6 * row.seconds[1], row.off[0], row.off[1]);
    for (int s = 0; s < 2; s++) ratio[s] += log(row.seconds[s] / row.plain);
    n_models++;
  }
  printf("| time beside a run without, geometric mean | | | 1 | %.2f | | %.2f | |\n",
         exp(ratio[0] / n_models), exp(ratio[1] / n_models));
}

/* ---- solvers --------------------------------------------------------------------------------- */

static void write_row(const impakt_model *model, const struct row *row, double tolerance,
                      int first)
{
  fprintf(json, "%s\n  {\"model\": \"%s\", \"states\": %d, \"rtol\": %g", first ? "" : ",",
          impakt_model_name(model), impakt_model_size(model, IMPAKT_STATE), tolerance);
  for (int s = 0; s < SOLVERS; s++)
    if (isnan(row->seconds[s])) fprintf(json, ", \"%s\": null", names[s]);
    else
      fprintf(json, ", \"%s\": {\"us\": %.3f, \"steps\": %ld, \"off\": %.3g}", names[s],
              1e6 * row->seconds[s], row->steps[s], row->off[s]);
  fprintf(json, "}");
}

static void print_row(const impakt_model *model, const struct row *row)
{
  printf("| `%s` | %d |", impakt_model_name(model), impakt_model_size(model, IMPAKT_STATE));
  for (int s = 0; s < SOLVERS; s++) {
    if (isnan(row->seconds[s])) printf(" fails | | |");
    else printf(" %.0f | %ld | %.1e |", 1e6 * row->seconds[s], row->steps[s], row->off[s]);
  }
  printf("\n");
}

static void print_table(double tolerance, int smoke)
{
  const int models = smoke ? 2 : impakt_model_count();
  double ratio[SOLVERS] = { 0 }, worst[SOLVERS] = { 0 };
  int n_models = 0, failures[SOLVERS] = { 0 };

  printf("| at %g | states |", tolerance);
  for (int s = 0; s < SOLVERS; s++) printf(" %s: us | steps | off by |", names[s]);
  printf("\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (int i = 0; i < models; i++) {
    const impakt_model *model = impakt_model_at(i);
    if (!impakt_model_size(model, IMPAKT_STATE)) continue;
    const struct row row = measure(model, tolerance, smoke ? 0 : ROUNDS, SOLVERS);
    print_row(model, &row);
    if (json) write_row(model, &row, tolerance, !n_models);
    n_models++;
    for (int s = 0; s < SOLVERS; s++) {
      if (smoke)
        CHECK(row.off[s] < 100 * tolerance, "%s: %s", names[s], impakt_model_name(model));
      failures[s] += isnan(row.seconds[s]);
      worst[s] = fmax(worst[s], row.off[s]);
      if (!isnan(row.seconds[s])) ratio[s] += log(row.seconds[s] / row.seconds[CVODE]);
    }
  }
  printf("| time beside cvode, geometric mean; worst error | |");
  for (int s = 0; s < SOLVERS; s++)
    printf(" %.2f | %d fail | %.1e |", exp(ratio[s] / (n_models - failures[s])), failures[s],
           worst[s]);
  printf("\n");
}

/* Rodas5P and CVODE alone, quickly. */
static void write_work_precision(void)
{
  int first = 1;
  busy = 0.003;
  for (int i = 0; i < impakt_model_count(); i++)
    for (int k = 3; k <= 9; k++) {
      const impakt_model *model = impakt_model_at(i);
      if (!impakt_model_size(model, IMPAKT_STATE)) continue;
      const struct row row = measure(model, pow(10, -k), 3, 2);
      write_row(model, &row, pow(10, -k), first);
      first = 0;
    }
}

/* ---- the program ------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
  const int smoke = argc == 2 && !strcmp(argv[1], "--smoke");
  const int given = argc == 3 && !strcmp(argv[1], "--tolerance");
  const int slopes = argc == 2 && !strcmp(argv[1], "--slopes");
  const int all = argc == 3 && !strcmp(argv[1], "--json");
  CHECK(argc == 1 || smoke || slopes || given || all,
        "usage: solvers [--smoke | --slopes | --tolerance R | --json FILE]");
  if (all) CHECK(json = fopen(argv[2], "w"), "%s cannot be written", argv[2]);
  if (all) fputs("{\"solvers\": [", json);
  if (!slopes) print_table(given ? atof(argv[2]) : 1e-6, smoke);
  if (all) fputs("],\n\"slopes\": [", json);
  if (slopes || all) print_slopes();
  if (!all) return 0;
  fputs("],\n\"work_precision\": [", json);
  write_work_precision();
  fputs("]}\n", json);
  fclose(json);
  return 0;
}
