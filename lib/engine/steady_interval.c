/* steady_interval.c — fixed points of what one interval of doses does: by Newton's method, or by
 * repeating it. */
#include "steady_parts.h"

#include "drive.h"
#include "linalg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WARM_UP = 8, MOST_NEWTON = 30, MOST_REPEATS = 2000 };

/* ---- what one interval does ------------------------------------------------------------------ */

/* An integrator and all that a course needs. */
struct interval {
  struct integrator *I;
  struct track *track;
  struct schedule schedule;
  struct course course;
  int n_slopes;
  dual *p;              /* [npq], without slopes */
  const dual **p_rows;  /* [n_slopes] */
  double *start, *size; /* [n_slopes][n], [n_slopes] */
  const double **start_rows;
  struct given *given;
};

static void interval_close(struct interval *v)
{
  if (v->I) v->I->kind->close(v->I);
  track_free(v->track);
  schedule_free(&v->schedule);
  free(v->p);
  free(v->p_rows);
  free(v->start);
  free(v->start_rows);
  free(v->given);
}

/* own: the slopes are those of the task, not in the start. */
static int interval_open(struct interval *v, const struct steady_search *k, int n_slopes,
                         int own, double length)
{
  const struct equations *e = k->e;
  const struct steady_task *task = k->task;
  struct control control = task->control;
  control.n_slopes = n_slopes;
  control.rtol = fmax(0.1 * control.rtol, 1e-13);
  *v = (struct interval){ .n_slopes = n_slopes };
  const size_t rows = n_slopes + 1;
  const int n_given = task->interval == 0 ? e->nu : task->n_given;
  v->I = integrate_cvode.open(e, &control);
  v->track = track_new(e, n_slopes);
  v->p = calloc(e->npq + 1, sizeof *v->p);
  v->p_rows = calloc(rows, sizeof *v->p_rows);
  v->start = calloc(rows * (e->n + 1), sizeof *v->start);
  v->start_rows = calloc(rows, sizeof *v->start_rows);
  v->given = calloc(n_given + 1, sizeof *v->given);
  if (!v->I || !v->track || !v->p || !v->p_rows || !v->start || !v->start_rows || !v->given)
    return -1;
  v->size = v->start + rows * e->n;
  for (int i = 0; i < e->npq; i++) v->p[i] = task->p[i];
  for (int i = 0; i < n_slopes; i++) {
    v->p_rows[i] = own ? task->p_slope[i] : v->p;
    v->start_rows[i] = v->start + (size_t)i * e->n;
    v->size[i] = own ? task->slope_size[i] : 1;
  }
  for (int i = 0; i < n_given; i++) {
    v->given[i] = task->interval == 0
                      ? (struct given){ .index = i, .end = 2 * length, .size = task->u[i] }
                      : task->given[i];
    if (!own) v->given[i].start_slope = v->given[i].end_slope = v->given[i].size_slope = NULL;
  }
  if (schedule_plan(&v->schedule, v->given, n_given)) return -1;
  v->course = (struct course){ .p = task->p,
                               .schedule = &v->schedule,
                               .max_steps = task->max_steps,
                               .end = length,
                               .p_slope = v->p_rows,
                               .x_start_slope = v->start_rows,
                               .slope_size = v->size };
  return 0;
}

/* x -> P(x), which v->I->x holds then. */
static enum steady_status pass(struct interval *v, struct steady_search *k, const double *x)
{
  v->course.x_start = x;
  if (!drive(v->I, v->track, &v->course)) return STEADY_OK;
  const struct failure *f = &v->I->failure;
  *k->result = (struct steady_result){ f->state, f->t, f->status, 0 };
  return STEADY_FAILED;
}

/* How much the bound states differ, in tolerances. */
double steady_distance(const struct steady_search *k, const double *x, const double *move)
{
  const struct control *c = &k->task->control;
  double sum = 0;
  for (int i = 0; i < k->m; i++) {
    const double noise = k->e->model->x[k->bound[i]].value * c->noise_scale;
    const double part = move[i] / (c->rtol * (fabs(x[k->bound[i]]) + noise));
    sum += part * part;
  }
  return sqrt(sum / k->m);
}

/* Replaces the bound states by those after an interval; by how much they moved. */
static enum steady_status repeat(struct interval *v, struct steady_search *k, double *x,
                                 double *moved)
{
  const enum steady_status status = pass(v, k, x);
  if (status) return status;
  for (int i = 0; i < k->m; i++) {
    const int b = k->bound[i];
    k->move[i] = v->I->x[b] - x[b];
    x[b] = v->I->x[b];
  }
  *moved = steady_distance(k, x, k->move);
  return STEADY_OK;
}

enum steady_status steady_pass_time(struct steady_search *k, double *x, double length)
{
  struct interval v;
  double moved;
  const enum steady_status status =
      interval_open(&v, k, 0, 0, length) ? STEADY_MEMORY : repeat(&v, k, x, &moved);
  interval_close(&v);
  return status;
}

/* ---- Newton's method on an interval ---------------------------------------------------------- */

/* phi at x, and P(x) - x into move. */
static enum steady_status linearise(struct interval *v, struct steady_search *k,
                                    const double *x)
{
  const int n = k->e->n, m = k->m;
  for (int j = 0; j < m; j++) {
    const double noise = k->e->model->x[k->bound[j]].value;
    v->start[(size_t)j * n + k->bound[j]] = 1;
    v->size[j] = fmax(fabs(x[k->bound[j]]), noise);
  }
  const enum steady_status status = pass(v, k, x);
  if (status) return status;
  for (int i = 0; i < m; i++) {
    k->move[i] = v->I->x[k->bound[i]] - x[k->bound[i]];
    for (int j = 0; j < m; j++) k->phi[i + j * m] = v->I->x_slope[j][k->bound[i]];
  }
  return STEADY_OK;
}

/* move becomes (I - phi)^-1 move. */
static int newton_move(struct steady_search *k, double *move)
{
  const int m = k->m;
  for (int i = 0; i < m * m; i++) k->matrix[i] = -k->phi[i];
  for (int i = 0; i < m; i++) k->matrix[i * (m + 1)] += 1;
  if (linalg_factor(m, k->matrix, k->pivots)) return 1;
  linalg_solve(m, k->matrix, k->pivots, move);
  return 0;
}

/* How much of a move keeps what is positive so. */
static double most_of(const struct steady_search *k, const double *x, const double *move)
{
  double part = 1;
  for (int a = 0; a < k->m; a++) {
    const double here = x[k->bound[a]], noise = k->e->model->x[k->bound[a]].value;
    if (here > noise && here + move[a] < 0) part = fmin(part, -0.9 * here / move[a]);
  }
  return part;
}

static void go(const struct steady_search *k, const double *from, double part, double *x)
{
  for (int a = 0; a < k->m; a++) x[k->bound[a]] = from[k->bound[a]] + part * k->step[a];
}

/* From x to the fixed point; phi is that of it, or very near to it.  A move that leads farther away
 * is halved. */
static enum steady_status newton(struct steady_search *k, double *x)
{
  struct interval v;
  enum steady_status status = STEADY_MEMORY;
  double last = INFINITY, last_rest = INFINITY, part = 1;
  if (!interval_open(&v, k, k->m, 0, k->task->interval)) {
    status = STEADY_ABSENT;
    for (int i = 0; i < MOST_NEWTON && status == STEADY_ABSENT; i++) {
      const int failed = linearise(&v, k, x) != STEADY_OK;
      const double rest = failed ? INFINITY : steady_distance(k, x, k->move);
      if (rest > last_rest && rest > 1) {
        if (i == 0 || part < 1e-3) break;
        go(k, k->from, part *= 0.5, x);
        continue;
      }
      if (failed || newton_move(k, k->move)) break;
      const double moved = steady_distance(k, x, k->move);
      if (!isfinite(moved)) break;
      memcpy(k->from, x, sizeof *x * k->e->n);
      memcpy(k->step, k->move, sizeof *k->move * k->m);
      go(k, k->from, part = most_of(k, x, k->step), x);
      /* of the last move the square is left, or the error of the integration */
      if (part == 1 && (moved < 0.1 || (moved < 1 && moved > 0.1 * last))) status = STEADY_OK;
      last = moved, last_rest = rest;
    }
  }
  interval_close(&v);
  return status;
}

/* Intervals one after the other, until what is left to move, if it goes on as a geometric series,
 * is small; *left in tolerances. */
static enum steady_status repeats(struct steady_search *k, double *x, int most, double *left)
{
  struct interval v;
  enum steady_status status = STEADY_MEMORY;
  double moved = NAN, last = NAN;
  *left = INFINITY;
  if (!interval_open(&v, k, 0, 0, k->task->interval)) {
    status = STEADY_OK;
    for (int i = 0; i < most && !status && !(*left < 0.1); i++) {
      status = repeat(&v, k, x, &moved);
      const double ratio = moved / last;
      *left = moved == 0                  ? 0
              : i >= WARM_UP && ratio < 1 ? moved * ratio / (1 - ratio)
                                          : INFINITY;
      last = moved;
    }
  }
  interval_close(&v);
  return status;
}

enum steady_status steady_solve_interval(struct steady_search *k, double *x)
{
  double left;
  enum steady_status status = repeats(k, x, WARM_UP, &left);
  if (status) return status;
  memcpy(k->point, x, sizeof *x * k->e->n);
  status = newton(k, x);
  if (!status) status = steady_attracts(k);
  if (status != STEADY_ABSENT && status != STEADY_GROWS) return status;
  /* none was found, or one that does not attract: another may */
  const enum steady_status first = status;
  const int state = k->result->state;
  memcpy(x, k->point, sizeof *x * k->e->n);
  status = repeats(k, x, MOST_REPEATS, &left);
  if (status == STEADY_FAILED && first == STEADY_ABSENT) return status;
  k->result->error = left * k->task->control.rtol;
  k->result->state = state;
  return !status && k->result->error < 1e-3 ? STEADY_OK : first;
}

/* ---- slopes ---------------------------------------------------------------------------------- */

/* (I - phi) dx = dP, from a start that does not move; phi as the search left it. */
enum steady_status steady_interval_slopes(struct steady_search *k, const double *x,
                                          double *const *x_slope)
{
  const int m = k->m;
  struct interval v;
  enum steady_status status = STEADY_MEMORY;
  if (!interval_open(&v, k, k->task->n_slopes, 1, k->task->interval)) status = pass(&v, k, x);
  for (int s = 0; s < k->task->n_slopes && !status; s++) {
    for (int a = 0; a < m; a++) k->move[a] = v.I->x_slope[s][k->bound[a]];
    if (newton_move(k, k->move)) status = STEADY_ABSENT;
    for (int a = 0; a < m; a++) x_slope[s][k->bound[a]] = k->move[a];
  }
  interval_close(&v);
  return status;
}
