/* scaling.c — what doses, output times and states cost each program.
 *
 *   scaling --json FILE        all of it
 *   scaling --smoke            one point of each; times nothing that matters
 *
 * W1 with 1 to 60 infusions that give the same drug in all, daily output; W1 and W2 with output every
 * hour, every day and at the end alone; W3 with 6 to 102 states, daily.  All states, as tables.  CVODE by hand
 * runs at 1e-6 and impakt at 1e-4, where it still is off by less, and always by Rodas5P.  Programs take
 * turns; times are the least of the rounds. */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5 };
static const double by_hand = 1e-6, ours = 1e-4;
static int smoke;
static FILE *json;

static void show(const char *series, int x, const struct workload *w, const struct program *a,
                 double rms, const double *seconds, int rounds)
{
  static int rows;
  const struct spread s = spread_of(seconds, rounds);
  printf("  %-8s %4d  %-6s %-20s  rms %8.2g  us %9.1f, median %9.1f\n", series, x, w->name,
         a->name, rms, 1e6 * s.least, 1e6 * s.median);
  if (json)
    fprintf(json,
            "%s\n  {\"series\": \"%s\", \"x\": %d, \"workload\": \"%s\", \"program\": \"%s\", "
            "\"rms\": %.4g, \"us_least\": %.3f, \"us_median\": %.3f}",
            rows++ ? "," : "", series, x, w->name, a->name, rms, 1e6 * s.least, 1e6 * s.median);
}

/* Without the packaged SUNDIALS, if there is another. */
static int faster_programs(struct program *programs)
{
  const int n = programs_all(programs);
  if (programs[1].kind != BY_HAND) return n;
  memmove(programs, programs + 1, sizeof *programs * (size_t)(n - 1));
  return n - 1;
}

static void measure(const char *series, int x, const struct workload *w, int every)
{
  struct program programs[MOST_PROGRAMS];
  struct cohort c;
  double rms[MOST_PROGRAMS], seconds[MOST_PROGRAMS][ROUNDS];
  const int n = faster_programs(programs), rounds = smoke ? 1 : ROUNDS;
  cohort_open(&c, w, smoke ? 8 : PATIENTS, smoke ? 1 : 8);
  cohort_find_exact(&c);
  for (int k = 0; k < n; k++) {
    program_open(&programs[k], w, programs[k].kind == BY_HAND ? by_hand : ours);
    const struct errors errors = program_errors(&programs[k], &c);
    rms[k] = errors_rms(&errors);
    CHECK(rms[k] < 10 * ours, "%s: %s errs by %g", w->name, programs[k].name, rms[k]);
  }
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < n; i++) {
      const int k = (i + round) % n;
      seconds[k][round] = program_run(&programs[k], &c, every, 0);
    }
  for (int k = 0; k < n; k++) {
    show(series, x, w, &programs[k], rms[k], seconds[k], rounds);
    program_close(&programs[k]);
  }
  cohort_close(&c);
}

int main(int count, char **words)
{
  static const int doses[] = { 5, 1, 2, 10, 20, 60 };
  smoke = count == 2 && !strcmp(words[1], "--smoke");
  if (count == 3 && !strcmp(words[1], "--json")) json = fopen(words[2], "w");
  CHECK(smoke || json, "usage: scaling --smoke | --json FILE");
  if (json) fputs("[", json);
  for (int i = 0; i < (smoke ? 1 : (int)(sizeof doses / sizeof *doses)); i++) {
    struct schedule s;
    measure("doses", doses[i], workload_with_doses(&s, doses[i]), 24);
  }
  for (int i = 0; i < (smoke ? 1 : WORKLOADS); i++) {
    const int every[] = { (int)workloads[i]->end, 24, 1 };
    for (int k = 0; k < (smoke ? 1 : 3); k++)
      measure("outputs", workload_rows(workloads[i], every[k], NULL), workloads[i], every[k]);
  }
  for (int i = 0; i < (smoke ? 2 : SIZES); i++)
    measure("states", workloads_by_size[i]->n, workloads_by_size[i], 24);
  if (json) {
    fputs("\n]\n", json);
    fclose(json);
  }
  return 0;
}
