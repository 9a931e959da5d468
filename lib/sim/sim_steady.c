/* sim_steady.c — the steady states that records ask for, as problems for the engine. */
#include "sim.h"

#include "scalar.h"
#include "steady.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for one steady state after the other. */
struct scratch {
  double *p;    /* [npq] */
  dual *p_dual; /* [n_slopes][npq] */
  const dual **p_rows;
  struct given *given; /* of one interval */
  double *slopes;      /* [2][n_slopes]: of when a dose starts and ends in the interval */
  double *u, *u_slope; /* [nu], [n_slopes][nu] */
  double *free_x, *free_slope; /* without doses */
  double **free_rows;
};

static void *take(char **at, size_t n, size_t size)
{
  void *here = *at;
  *at += (n * size + 15) / 16 * 16;
  return here;
}

/* NULL without memory; n_given: most doses that act in one interval. */
static char *scratch_new(const impakt_sim *sim, int n_slopes, int n_given, struct scratch *r)
{
  const struct equations *e = sim->equations;
  const size_t npq = e->npq + 1, n = e->n + 1, nu = e->nu + 1, rows = n_slopes + 1;
  char *all =
      calloc(1, 16 * 16 + sizeof(dual) * rows * npq + sizeof(struct given) * (n_given + 1) +
                    sizeof(double) * (npq + 2 * rows + nu + rows * nu + n + rows * n) +
                    2 * sizeof(void *) * rows);
  if (!all) return NULL;
  char *at = all;
  r->p_dual = take(&at, rows * npq, sizeof *r->p_dual);
  r->p = take(&at, npq, sizeof *r->p);
  r->p_rows = take(&at, rows, sizeof *r->p_rows);
  r->given = take(&at, n_given + 1, sizeof *r->given);
  r->slopes = take(&at, 2 * rows, sizeof *r->slopes);
  r->u = take(&at, nu, sizeof *r->u);
  r->u_slope = take(&at, rows * nu, sizeof *r->u_slope);
  r->free_x = take(&at, n, sizeof *r->free_x);
  r->free_slope = take(&at, rows * n, sizeof *r->free_slope);
  r->free_rows = take(&at, rows, sizeof *r->free_rows);
  for (int k = 0; k < n_slopes; k++) {
    r->p_rows[k] = r->p_dual + k * (size_t)e->npq;
    r->free_rows[k] = r->free_slope + k * (size_t)e->n;
  }
  return all;
}

/* ---- what acts within one interval ----------------------------------------------------------- */

/* Slopes of when this record starts and ends, counted from its own time. */
static void phase_slopes(const impakt_sim *sim, const struct given *whole, int record,
                         int n_slopes, double *slopes)
{
  const struct slope *s = sim->slopes.rows;
  for (int k = 0; k < n_slopes; k++) {
    const int is_time =
        s[k].kind == IN_DOSE && s[k].index == record && s[k].what == IMPAKT_DOSE_TIME;
    slopes[k] = whole->start_slope[k] - is_time;
    slopes[n_slopes + k] = whole->end_slope[k] - is_time;
  }
}

/* The doses that act between two records, cut off at the ends of the interval; what is cut has no
 * slope in time.  whole: the dose of the record itself. */
static int fill_interval(const struct given *whole, double time, double interval,
                         const double *start_slope, const double *end_slope,
                         struct given *given)
{
  const double lag = whole->start - time, lasts = whole->end - whole->start;
  double start = fmod(lag, interval);
  if (same_time(time + start, time + interval)) start = 0; /* a rounding short of it */
  if (same_time(whole->start, whole->end)) {
    given[0] = (struct given){ .index = whole->index,
                               .start = start,
                               .end = start,
                               .size = whole->size,
                               .start_slope = start_slope,
                               .end_slope = start_slope,
                               .size_slope = whole->size_slope };
    return 1;
  }
  int n = 0;
  for (; start + lasts > 0 && !same_time(time + start + lasts, time); start -= interval) {
    const double end = start + lasts;
    const int begins = start >= 0, ends = end < interval || same_time(end, interval);
    given[n++] = (struct given){ .index = whole->index,
                                 .start = begins ? start : 0,
                                 .end = ends ? end : interval,
                                 .size = whole->size,
                                 .start_slope = begins ? start_slope : NULL,
                                 .end_slope = ends ? end_slope : NULL,
                                 .size_slope = whole->size_slope,
                                 .resumes = !begins };
  }
  return n;
}

/* The dose of the record itself, which comes behind its steady state and earlier ones. */
static const struct given *find_whole(const impakt_sim *sim, int steady)
{
  const struct origin *o = sim->plan->origins.data;
  int i = steady + 1;
  while (o[i].repeat != 0) i++;
  return (const struct given *)sim->plan->given.data + i;
}

static int most_in_interval(const impakt_sim *sim)
{
  const struct origin *o = sim->plan->origins.data;
  const struct dose *doses = sim->doses.rows;
  double most = 1;
  for (int i = 0; i < sim->plan->n_given; i++) {
    const struct dose *d = &doses[o[i].record];
    if (o[i].part != PART_STEADY || d->kind == RECORD_STEADY_INFUSION) continue;
    const struct given *whole = find_whole(sim, i);
    most = fmax(most, (whole->end - whole->start) / d->steady_interval + 3);
  }
  return (int)fmin(most, 1e7);
}

/* ---- solving --------------------------------------------------------------------------------- */

static int refuse(impakt_sim *sim, const struct dose *d, enum steady_status why,
                  const struct steady_result *r)
{
  const char *state = r->state >= 0 ? sim->model->x[r->state].name : "a switch";
  char what[160];
  snprintf(what, sizeof what, "no steady state for '%s' at %g h", sim->model->u[d->input].name,
           d->time);
  switch (why) {
  case STEADY_TIME:
    return message_set(
        &sim->message, IMPAKT_E_STEADY,
        "%s: time itself acts on %s%s%s in %s, so that no interval is like the one "
        "before",
        what, r->state >= 0 ? "'" : "", state, r->state >= 0 ? "'" : "", sim->model->name);
  case STEADY_GROWS:
    return message_set(&sim->message, IMPAKT_E_STEADY,
                       "%s: '%s' would grow from interval to interval", what, state);
  case STEADY_ABSENT:
    return message_set(&sim->message, IMPAKT_E_STEADY,
                       "%s: none was found%s%s%s; give the doses one by one", what,
                       r->state >= 0 ? ", and '" : "", r->state >= 0 ? state : "",
                       r->state >= 0 ? "' neither settles nor grows" : "");
  case STEADY_FAILED:
    return message_set(&sim->message, r->failure,
                       "%s: the integration failed %g h into an interval%s%s", what, r->t,
                       r->state >= 0 ? " in " : "", r->state >= 0 ? state : "");
  default: return sim_message_memory(sim);
  }
}

/* The states without doses are taken away from x. */
static enum steady_status subtract_free(const impakt_sim *sim, struct steady_task *task,
                                        struct scratch *r, double *x, double *const *x_slope,
                                        struct steady_result *result)
{
  const struct equations *e = sim->equations;
  memset(r->u, 0, sizeof *r->u * e->nu);
  memset(r->u_slope, 0, sizeof *r->u_slope * e->nu * task->n_slopes);
  task->interval = 0;
  task->n_given = 0;
  const enum steady_status status = steady_solve(e, task, r->free_x, r->free_rows, result);
  for (int i = 0; i < e->n; i++) x[i] -= r->free_x[i];
  for (int k = 0; k < task->n_slopes; k++)
    for (int i = 0; i < e->n; i++) x_slope[k][i] -= r->free_rows[k][i];
  return status;
}

/* The steady state of given row number i into x and x_slope. */
static int solve_one(impakt_sim *sim, int i, const struct slope_seeds *seeds,
                     const struct control *control, struct scratch *r, double *x,
                     double *const *x_slope)
{
  const struct equations *e = sim->equations;
  const struct origin *o = (const struct origin *)sim->plan->origins.data + i;
  const struct given *g = (const struct given *)sim->plan->given.data + i;
  const struct dose *d = (const struct dose *)sim->doses.rows + o->record;
  const int n_slopes = seeds ? seeds->n : 0;
  struct steady_task task = { .p = r->p,
                              .x_start = sim->states,
                              .control = *control,
                              .max_steps = (long)sim->options[IMPAKT_MAX_STEPS - 100],
                              .interval = d->steady_interval,
                              .given = r->given,
                              .u = r->u,
                              .u_slope = r->u_slope,
                              .n_slopes = n_slopes,
                              .p_slope = r->p_rows,
                              .x_start_slope = seeds ? seeds->start : NULL,
                              .slope_size = seeds ? seeds->size : NULL };
  sim_parameters_at(sim, d->time, r->p);
  for (int k = 0; k < n_slopes; k++)
    sim_parameter_slopes_at(sim, d->time, g->start_slope[k], seeds->p[k],
                            r->p_dual + k * (size_t)e->npq);
  if (d->kind == RECORD_STEADY_INFUSION) {
    memset(r->u, 0, sizeof *r->u * e->nu);
    memset(r->u_slope, 0, sizeof *r->u_slope * e->nu * n_slopes);
    r->u[d->input] = g->size;
    for (int k = 0; k < n_slopes; k++)
      r->u_slope[(size_t)k * e->nu + d->input] = g->size_slope[k];
  } else {
    const struct given *whole = find_whole(sim, i);
    if (n_slopes) phase_slopes(sim, whole, o->record, n_slopes, r->slopes);
    task.n_given = fill_interval(whole, d->time, d->steady_interval, r->slopes,
                                 r->slopes + n_slopes, r->given);
  }
  struct steady_result result;
  enum steady_status status = steady_solve(e, &task, x, x_slope, &result);
  sim->steady_error = fmax(sim->steady_error, result.error);
  if (!status && d->steady == IMPAKT_STEADY_ADDED)
    status = subtract_free(sim, &task, r, x, x_slope, &result);
  return status ? refuse(sim, d, status, &result) : IMPAKT_OK;
}

int sim_solve_steady(impakt_sim *sim, const struct slope_seeds *seeds,
                     const struct control *control)
{
  struct given *given = sim->plan->given.data;
  const size_t n = sim->equations->n, n_slopes = seeds ? seeds->n : 0;
  size_t n_steady = 0;
  for (int i = 0; i < sim->plan->n_given; i++) n_steady += given[i].what == GIVEN_STEADY;
  sim->steady_error = 0;
  if (!n_steady) return IMPAKT_OK;
  const size_t each = (1 + n_slopes) * n;
  double *x = room_for(&sim->plan->steady,
                       n_steady * (each * sizeof *x + n_slopes * sizeof(double *)), 1);
  struct scratch scratch;
  char *room = x ? scratch_new(sim, (int)n_slopes, most_in_interval(sim), &scratch) : NULL;
  if (!room) return sim_message_memory(sim);
  double **rows = (double **)(x + n_steady * each);
  int status = IMPAKT_OK;
  for (int i = 0; i < sim->plan->n_given && !status; i++) {
    if (given[i].what != GIVEN_STEADY) continue;
    for (size_t k = 0; k < n_slopes; k++) rows[k] = x + (1 + k) * n;
    status = solve_one(sim, i, seeds, control, &scratch, x, rows);
    given[i].steady = x;
    given[i].steady_slope = (const double *const *)rows;
    x += each, rows += n_slopes;
  }
  free(room);
  return status;
}
