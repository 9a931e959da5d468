/* instructions.c — small fixed pieces of work whose instructions callgrind counts.
 *
 *   instructions --list        the names of all that this machine can run
 *   instructions --built-by    what the counts depend on besides our code
 *   instructions NAME          does one of them within measured(), after all has been made ready
 *
 * instructions.py compares the counts with instructions.csv.  Counts do not depend on what else the
 * machine does; a first run, which is not counted, has allocated what will be reused. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include <sundials/sundials_config.h>

enum { SEED = 3, FEW = 12, COLUMNS = 4, DAYS = 28 };
enum kind { ONE, SLOPES, PEOPLE };

struct piece {
  const char *name;
  enum kind kind;
  int workload, solver, lanes;
};
static const struct piece pieces[] = {
  { "one simulation, W1", ONE, 0, IMPAKT_SOLVER_AUTO, 0 },
  { "one simulation, W2", ONE, 1, IMPAKT_SOLVER_AUTO, 0 },
  { "one simulation by CVODE, W1", ONE, 0, IMPAKT_SOLVER_CVODE, 0 },
  { "one simulation by CVODE, W2", ONE, 1, IMPAKT_SOLVER_CVODE, 0 },
  { "ten slopes, W1", SLOPES, 0, IMPAKT_SOLVER_AUTO, 0 },
  { "ten slopes, W2", SLOPES, 1, IMPAKT_SOLVER_AUTO, 0 },
  { "12 patients in 1 lane, W1", PEOPLE, 0, IMPAKT_SOLVER_AUTO, 1 },
  { "12 patients in 1 lane, W2", PEOPLE, 1, IMPAKT_SOLVER_AUTO, 1 },
  { "12 patients in 4 lanes, W1", PEOPLE, 0, IMPAKT_SOLVER_AUTO, 4 },
  { "12 patients in 4 lanes, W2", PEOPLE, 1, IMPAKT_SOLVER_AUTO, 4 },
};
enum { PIECES = sizeof pieces / sizeof *pieces };

struct ready {
  enum kind kind;
  impakt_sim *sim;
  impakt_population *people;
  impakt_summary *summary;
  size_t rows, length;
  double hours[MOST_HOURS + 1];
  double *result, *slopes;
};

/* Where counting begins and ends. */
int measured(struct ready *r);
__attribute__((noinline)) int measured(struct ready *r)
{
  if (r->kind == ONE) return impakt_sim_run(r->sim, r->hours, r->rows, r->result, r->length);
  if (r->kind == SLOPES)
    return impakt_sim_run_slopes(r->sim, r->hours, r->rows, r->result, r->length, r->slopes,
                                 r->length * MOST_VARIED);
  return impakt_population_run(r->people, SEED, 0, FEW, r->hours + 1, DAYS, 1, r->summary, NULL,
                               0, NULL);
}

static void do_piece(const struct piece *piece)
{
  const struct workload *w = workloads[piece->workload];
  struct ready r = { .kind = piece->kind, .sim = workload_sim(w, 1e-6) };
  CHECK(r.sim && !impakt_sim_set_option(r.sim, IMPAKT_SOLVER, piece->solver), "no simulation");
  r.rows = (size_t)workload_rows(w, 24, r.hours);
  r.length = r.rows * (size_t)w->n;
  r.result = malloc(r.length * sizeof(double));
  r.slopes = malloc(r.length * MOST_VARIED * sizeof(double));
  CHECK(r.result && r.slopes, "out of memory");
  for (int k = 0; piece->kind == SLOPES && w->varied[k]; k++)
    CHECK(!impakt_sim_slope_in(r.sim, w->varied[k]), "no slope");
  if (piece->kind == PEOPLE) {
    r.people = people_of_workload(w, 1e-6, COLUMNS, piece->lanes);
    CHECK(!impakt_summary_new(&r.summary, r.people, r.hours + 1, DAYS, NULL), "no summary");
  } else {
    CHECK(impakt_sim_run(r.sim, r.hours, 2, r.result, 2 * (size_t)w->n) >= 0, "%s",
          impakt_sim_message(r.sim));
  }
  CHECK(measured(&r) >= 0, "%s failed", piece->name);
  impakt_summary_free(r.summary);
  impakt_population_free(r.people);
  impakt_sim_free(r.sim);
  free(r.result);
  free(r.slopes);
}

static int can_run(const struct piece *piece)
{
  int lanes[MOST_WIDTHS], found = !piece->lanes;
  const int n = people_lanes(lanes);
  for (int i = 0; i < n; i++) found |= lanes[i] == piece->lanes;
  return found;
}

static void print_built_by(void)
{
#ifdef __clang__
  printf("clang %d", __clang_major__);
#else
  printf("gcc %d", __GNUC__);
#endif
#ifdef __GLIBC__
  printf(", glibc %s", gnu_get_libc_version());
#endif
#ifdef __x86_64__
  printf(", x86-64");
#endif
  printf(", SUNDIALS %s\n", SUNDIALS_VERSION);
}

int main(int count, char **words)
{
  CHECK(count == 2, "usage: instructions --list | --built-by | NAME");
  if (!strcmp(words[1], "--built-by")) print_built_by();
  for (int i = 0; i < PIECES; i++) {
    if (!can_run(&pieces[i])) continue;
    if (!strcmp(words[1], "--list")) puts(pieces[i].name);
    if (!strcmp(words[1], pieces[i].name)) do_piece(&pieces[i]);
  }
  return 0;
}
