/* compare.c — W1 and W2 by every program at every tolerance, in turn: the error that is achieved and
 * the time that it takes.
 *
 *   compare --json FILE        all of it; figures.py makes ratios, tables and plots of it
 *   compare --smoke            a few patients at one tolerance; times nothing that matters
 *
 * Outputs are all states: as tables every hour ("hourly") and every day ("daily"), and of populations
 * every day into a summary ("summed").  One round runs each program once at each tolerance, so
 * that ratios can be taken within a round; the packaged SUNDIALS, which is slow, takes part in the first
 * rounds alone, and every hour alone. */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  TOLERANCES = 7,
  ROUNDS = 7,
  FIRST_ROUNDS = 2,
  POINTS = MOST_PROGRAMS * TOLERANCES,
  PEOPLE = 256
};
/* CVODE is off by more than its tolerance, impakt by much less; both cover 1e-5 to 1e-7, between which
 * impakt's own are closer. */
static const double by_hand[TOLERANCES] = { 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8 },
                    ours[TOLERANCES] = { 1e-2, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6 };
static int smoke;

/* A program at a tolerance. */
struct point {
  struct program program;
  struct errors errors;
  double counts[4];
  int slow, rounds;
  double hourly[ROUNDS], daily[ROUNDS], summed[ROUNDS]; /* s a patient, by round */
};

static int open_points(struct point *points, const struct workload *w)
{
  struct program programs[MOST_PROGRAMS];
  const int n_programs = programs_all(programs);
  int n = 0;
  for (int k = 0; k < n_programs; k++) {
    const int slow = k == 0 && programs[1].kind == BY_HAND;
    const int rounds = smoke ? 1 : slow ? FIRST_ROUNDS : ROUNDS;
    const double *tolerances = programs[k].kind == BY_HAND ? by_hand : ours;
    for (int i = 0; i < (smoke ? 1 : TOLERANCES) && tolerances[i] > 0; i++) {
      points[n] = (struct point){ .program = programs[k], .slow = slow, .rounds = rounds };
      program_open(&points[n++].program, w, smoke ? 1e-6 : tolerances[i]);
    }
  }
  return n;
}

static void check_by_hand(const struct cohort *c, const struct program *a)
{
  double y[MOST_STATES];
  for (int place = 0; place < 20; place++) {
    workload_somewhere(c->w, place, y);
    const double wrong = a->by_hand->check(c->w, c->p, y);
    CHECK(wrong < 1e-7, "%s: the Jacobian by hand is off by %g", c->w->name, wrong);
  }
}

static void show(const struct workload *w, const struct point *a)
{
  const struct spread hourly = spread_of(a->hourly, a->rounds),
                      daily = spread_of(a->daily, a->rounds);
  printf("  %-20s %6.0e  %8.2g %8.2g  %8.1f %8.1f  %8.1f %8.1f  %7.1f %7.1f %6.1f %6.1f\n",
         a->program.name, a->program.rtol, errors_rms(&a->errors), a->errors.most,
         1e6 * hourly.least, 1e6 * hourly.median, 1e6 * daily.least, 1e6 * daily.median,
         a->counts[0], a->counts[1], a->counts[2], a->counts[3]);
  CHECK(errors_rms(&a->errors) < 100 * a->program.rtol, "%s: %s errs by %g at %g", w->name,
        a->program.name, errors_rms(&a->errors), a->program.rtol);
}

static void write_seconds(FILE *json, const char *name, const double *seconds, int n)
{
  fprintf(json, ", \"%s\": [", name);
  for (int i = 0; i < n; i++) fprintf(json, "%s%.5g", i ? ", " : "", seconds[i]);
  fprintf(json, "]");
}

static void write_point(FILE *json, const struct workload *w, const struct point *a)
{
  static int rows;
  fprintf(json, "%s\n  {\"workload\": \"%s\", \"program\": \"%s\", \"sundials\": \"%s\", ",
          rows++ ? "," : "", w->name, a->program.name,
          a->program.by_hand ? a->program.by_hand->sundials : "");
  fprintf(json,
          "\"rtol\": %g, \"rms\": %.4g, \"worst\": %.4g, \"counts\": [%.2f, %.2f, %.2f, %.2f]",
          a->program.rtol, errors_rms(&a->errors), a->errors.most, a->counts[0], a->counts[1],
          a->counts[2], a->counts[3]);
  write_seconds(json, "hourly", a->hourly, a->rounds);
  if (!a->slow) write_seconds(json, "daily", a->daily, a->rounds);
  if (a->program.kind == POPULATION) write_seconds(json, "summed", a->summed, a->rounds);
  fprintf(json, "}");
}

static void compare(const struct workload *w, FILE *json)
{
  static struct point points[POINTS];
  struct cohort c;
  const int people = smoke ? 8 : PEOPLE;
  cohort_open(&c, w, people, smoke ? 2 : PATIENTS);
  cohort_find_exact(&c);
  const int n = open_points(points, w);
  for (int k = 0; k < n; k++) {
    if (points[k].program.by_hand) check_by_hand(&c, &points[k].program);
    points[k].errors = program_errors(&points[k].program, &c);
    program_counts(&points[k].program, &c, points[k].counts);
  }
  for (int round = 0; round < (smoke ? 1 : ROUNDS); round++)
    for (int k = 0; k < n; k++) {
      struct point *a = &points[(k + round) % n];
      if (round >= a->rounds) continue;
      a->hourly[round] = program_run(&a->program, &c, 1, 0);
      if (!a->slow) a->daily[round] = program_run(&a->program, &c, 24, 0);
      if (a->program.kind == POPULATION) a->summed[round] = program_run(&a->program, &c, 24, 1);
    }
  printf("%s, %s: %d patients, all %d states\n", w->name, impakt_model_title(w->model), people,
         w->n);
  printf("  %-20s %6s  %8s %8s  %8s %8s  %8s %8s  %7s %7s %6s %6s\n", "", "rtol", "rms",
         "worst", "us hour", "median", "us day", "median", "steps", "rhs", "jac", "factor");
  for (int k = 0; k < n; k++) {
    show(w, &points[k]);
    if (json) write_point(json, w, &points[k]);
    program_close(&points[k].program);
  }
  cohort_close(&c);
}

int main(int count, char **words)
{
  FILE *json = NULL;
  smoke = count == 2 && !strcmp(words[1], "--smoke");
  if (count == 3 && !strcmp(words[1], "--json")) json = fopen(words[2], "w");
  CHECK(smoke || json, "usage: compare --smoke | --json FILE");
  if (json) fputs("[", json);
  for (int i = 0; i < WORKLOADS; i++) compare(workloads[i], json);
  if (json) {
    fputs("\n]\n", json);
    fclose(json);
  }
  return 0;
}
