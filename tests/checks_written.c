/* checks_written.c — checks of the written-out code: values, lanes, pattern. */
#include "checks.h"
#include "equations.h"
#include "sparse_lu.h"
#include "written_group.h"

#include <stdlib.h>
#include <string.h>

static int same_bits(double a, double b)
{
  return memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

/* ---- (13) values ------------------------------------------------------------------------- */

static void plain_values(model_ptr m, const struct written *w, const struct person *a,
                         double *v)
{
  const struct results r = results_of(m, w);
  m->rhs_d(a->t, a->x, a->p, a->u, a->s, v + r.rhs);
  memcpy(v + r.f, v + r.rhs, sizeof *v * (size_t)m->nx);
  m->out_d(a->t, a->x, a->p, v + r.y);
  m->guard_d(a->t, a->x, a->p, v + r.g);
}

void check_written_values(model_ptr m, struct report *report)
{
  struct group g = group_begin(m, 13);
  char name[160];
  EACH_BUILD(m, w)
  {
    const struct results r = results_of(m, w);
    double *results = numbers(r.n), *plain = numbers(r.n);
    char *told = calloc((size_t)r.n, 1);
    for (int k = 0; k < POINTS; k++) {
      group_draw(m, &g, k % 4);
      group_run(m, w, &g, results);
      for (int l = 0; l < PATIENTS; l++) {
        plain_values(m, w, &g.person[l], plain);
        for (int i = r.rhs; i < r.fu; i++) {
          const double ours = results[l * r.n + i];
          if ((i >= r.J && i < r.y) || told[i] || same_bits(ours, plain[i])) continue;
          told[i] = 1;
          report_say(report, m, "%s is %.17g plain and %.17g in %d lanes",
                     result_name(m, w, i, name), plain[i], ours, w->lanes);
        }
      }
    }
    free(results), free(plain), free(told);
  }
  group_end(&g);
}

/* ---- (15) lanes ---------------------------------------------------------------------------- */

static void compare_builds(model_ptr m, struct group *g, char *told, struct report *report)
{
  const struct written *first = NULL;
  double *expected = NULL;
  char name[160];
  EACH_BUILD(m, w)
  {
    const int n = results_of(m, w).n;
    double *results = numbers(n);
    group_run(m, w, g, results);
    for (int i = 0; first && i < PATIENTS * n; i++) {
      if (told[i % n] || same_bits(results[i], expected[i])) continue;
      told[i % n] = 1;
      report_say(report, m, "%s is %.17g in %d lanes (processor %d) and %.17g in %d",
                 result_name(m, w, i % n, name), results[i], w->lanes, (int)w->processor,
                 expected[i], first->lanes);
    }
    if (first) free(results);
    else first = w, expected = results;
  }
  free(expected);
}

/* All states and parameters of one patient become NaN: the others do not notice. */
static void poison(model_ptr m, struct group *g, const struct written *w, int victim,
                   struct report *report)
{
  const int n = results_of(m, w).n;
  double *before = numbers(n), *after = numbers(n);
  char name[160];
  struct person *a = &g->person[victim];
  group_run(m, w, g, before);
  for (int i = 0; i < m->nx; i++) a->x[i] = a->b[i] = NAN;
  for (int i = 0; i < m->np + m->nq; i++) a->p[i] = NAN;
  group_run(m, w, g, after);
  for (int i = 0; i < PATIENTS * n; i++)
    if (i / n != victim && !same_bits(before[i], after[i])) {
      report_say(report, m, "%s in lane %d of %d sees what is in lane %d",
                 result_name(m, w, i % n, name), i / n % w->lanes, w->lanes, victim % w->lanes);
      break;
    }
  free(before), free(after);
}

void check_written_lanes(model_ptr m, struct report *report)
{
  struct group g = group_begin(m, 15);
  int most = 0;
  EACH_BUILD(m, w)
  if (results_of(m, w).n > most) most = results_of(m, w).n;
  char *told = calloc((size_t)most + 1, 1);
  for (int k = 0; k < POINTS; k++) {
    group_draw(m, &g, k % 4);
    compare_builds(m, &g, told, report);
  }
  free(told);
  EACH_BUILD(m, w)
  {
    group_draw(m, &g, NEAR);
    poison(m, &g, w, (int)(random_bits(&g.random) % (PATIENTS - 1)), report);
  }
  group_end(&g);
}

/* ---- (17) pattern -------------------------------------------------------------------------- */

void check_written_pattern(model_ptr m, struct report *report)
{
  struct equations *e = equations_new(m);
  const int n = m->nx;
  for (const struct written *const *w = m->written; *w; w++) {
    int differ = 0;
    for (int j = 0; j <= n; j++) differ |= (*w)->colptr[j] != e->colptr[j];
    for (int k = 0; !differ && k < e->colptr[n]; k++) differ |= (*w)->row[k] != e->row[k];
    if (differ) report_say(report, m, "the pattern of the Jacobian is not the engine's");
    else if ((*w)->nl != sparse_plan_entries(e->plan))
      report_say(report, m, "L and U have %d entries, the engine's %d", (*w)->nl,
                 sparse_plan_entries(e->plan));
    if (!(*w)->timed != !e->timed)
      report_say(report, m, "time %s the equations", (*w)->timed ? "does not enter" : "enters");
  }
  equations_free(e);
}
