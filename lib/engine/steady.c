/* steady.c — fixed points of what one interval of doses does. */
#include "steady.h"

#include "drive.h"
#include "linalg.h"
#include "scalar.h"
#include "steady_parts.h"

#include <stdlib.h>
#include <string.h>

enum { WARM_UP = 8, MOST_NEWTON = 30, MOST_REPEATS = 2000, MOST_FLOWS = 12 };

/* ---- life ------------------------------------------------------------------------------------ */

static int search_open(struct steady_search *k)
{
  const struct equations *e = k->e;
  const size_t n = e->n + 1, nu = e->nu + 1, ns = e->ns + 1;
  k->zero = calloc(2 * nu + ns + 2 * n + e->colptr[e->n] + 3 * n * n + 21 * n, sizeof(double));
  k->bound = calloc(2 * n, sizeof(int));
  if (!k->zero || !k->bound || workspace_new(&k->work, e)) return -1;
  k->u = k->zero + nu, k->s = k->u + nu, k->f = k->s + ns, k->point = k->f + n;
  k->entries = k->point + n, k->phi = k->entries + e->colptr[e->n];
  k->matrix = k->phi + n * n, k->vectors = k->matrix + n * n, k->move = k->vectors + n * n;
  k->from = k->move + n, k->step = k->from + n, k->room = k->step + n;
  k->pivots = k->bound + n;
  return 0;
}

static void search_close(struct steady_search *k)
{
  free(k->zero);
  free(k->bound);
  workspace_free(&k->work);
}

/* ---- which states, and whether there can be one ---------------------------------------------- */

static void derivatives(struct steady_search *k, double t, const double *x, const double *u)
{
  equations_rhs_d(k->e, t, x, k->task->p, u, k->s, k->f, k->work.plain);
}

static void set_switches(struct steady_search *k, const double *x)
{
  equations_guard_d(k->e, 0, x, k->task->p, k->s);
  for (int i = 0; i < k->e->ns; i++) k->s[i] = k->s[i] > 0;
}

/* A point of no significance, where every term of the equations shows. */
static void go_somewhere(struct steady_search *k)
{
  for (int i = 0; i < k->e->n; i++) k->point[i] = 0.5 + fmod(0.618 * (i + 1), 1);
  for (int i = 0; i < k->e->nu; i++) k->u[i] = 1;
  for (int i = 0; i < k->e->ns; i++) k->s[i] = 1;
}

/* Equations that NaN in place of the time reaches. */
static int time_acts(struct steady_search *k)
{
  const struct equations *e = k->e;
  go_somewhere(k);
  derivatives(k, 0, k->point, k->u);
  memcpy(k->move, k->f, sizeof *k->f * e->n);
  derivatives(k, NAN, k->point, k->u);
  for (int i = 0; i < e->n; i++)
    if (isnan(k->f[i]) && !isnan(k->move[i])) {
      k->result->state = i;
      return 1;
    }
  equations_guard_d(e, NAN, k->point, k->task->p, k->s);
  for (int i = 0; i < e->ns; i++)
    if (isnan(k->s[i])) return 1;
  return 0;
}

/* A state is free if it acts on free states alone, itself not among them. */
static void find_bound(struct steady_search *k)
{
  const int n = k->e->n;
  int *free_state = k->pivots;
  for (int i = 0; i < n; i++) free_state[i] = 0;
  for (int found = 1; found;) {
    found = 0;
    for (int j = 0; j < n; j++) {
      if (free_state[j]) continue;
      go_somewhere(k);
      k->point[j] = NAN;
      derivatives(k, 0, k->point, k->u);
      int acts = 0;
      for (int i = 0; i < n; i++) acts |= isnan(k->f[i]) && !free_state[i];
      if (!acts) free_state[j] = found = 1;
    }
  }
  k->m = 0;
  for (int i = 0; i < n; i++)
    if (!free_state[i]) k->bound[k->m++] = i;
}

/* ---- whether it attracts --------------------------------------------------------------------- */

static int largest_part(const struct steady_search *k, const double *vector)
{
  int largest = 0;
  double most = -1;
  for (int i = 0; i < k->m; i++) {
    const double part = fabs(vector[i]) / k->e->model->x[k->bound[i]].value;
    if (part > most) most = part, largest = i;
  }
  return k->bound[largest];
}

enum steady_status steady_attracts(struct steady_search *k)
{
  const double CLOSE = 1e-9; /* an eigenvalue that rounding may have moved to the other side */
  const int m = k->m, flow = k->task->interval == 0;
  double *re = k->room, *im = re + m, *work = im + m;
  memcpy(k->matrix, k->phi, sizeof *k->phi * m * m);
  if (linalg_eigen(m, k->matrix, re, im, k->vectors, work)) return STEADY_ABSENT;
  double scale = 0;
  for (int i = 0; i < m; i++) scale = fmax(scale, hypot(re[i], im[i]));
  enum steady_status status = STEADY_OK;
  for (int i = 0; i < m; i++) {
    const double excess = flow ? re[i] / scale : hypot(re[i], im[i]) - 1;
    if (excess < -CLOSE) continue;
    k->result->state = largest_part(k, k->vectors + i * m);
    if (excess > CLOSE) return STEADY_GROWS;
    status = STEADY_ABSENT;
  }
  return status;
}

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
  double *no_slopes;
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
static double distance(const struct steady_search *k, const double *x, const double *move)
{
  const struct control *c = &k->task->control;
  double sum = 0;
  for (int i = 0; i < k->m; i++) {
    const double noise = k->e->model->x[k->bound[i]].value * c->noise_scale;
    const double part = move[i] / (c->rtol * (fabs(x[k->bound[i]]) + noise));
    sum += part * part;
  }
  return (sqrt)(sum / k->m); /* not scalar.h's */
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
  *moved = distance(k, x, k->move);
  return STEADY_OK;
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
      const double rest = failed ? INFINITY : distance(k, x, k->move);
      if (rest > last_rest && rest > 1) {
        if (i == 0 || part < 1e-3) break;
        go(k, k->from, part *= 0.5, x);
        continue;
      }
      if (failed || newton_move(k, k->move)) break;
      const double moved = distance(k, x, k->move);
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

static enum steady_status solve_interval(struct steady_search *k, double *x)
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

/* ---- constant inputs ------------------------------------------------------------------------- */

/* Newton's method on f(x) = 0; phi is the Jacobian at the end. */
static enum steady_status newton_flow(struct steady_search *k, double *x)
{
  const int m = k->m;
  for (int i = 0; i < MOST_NEWTON; i++) {
    set_switches(k, x);
    derivatives(k, 0, x, k->task->u);
    for (int a = 0; a < m; a++) k->move[a] = -k->f[k->bound[a]];
    steady_jacobian(k, x, k->task->u, k->phi);
    memcpy(k->matrix, k->phi, sizeof *k->phi * m * m);
    if (linalg_factor(m, k->matrix, k->pivots)) return STEADY_ABSENT;
    linalg_solve(m, k->matrix, k->pivots, k->move);
    const double moved = distance(k, x, k->move);
    if (!isfinite(moved)) return STEADY_ABSENT;
    for (int a = 0; a < m; a++) x[k->bound[a]] += k->move[a];
    if (moved < 0.01) return STEADY_OK;
  }
  return STEADY_ABSENT;
}

/* Flows for longer and longer, until Newton's method finds a point near by that attracts. */
static enum steady_status solve_flow(struct steady_search *k, double *x)
{
  double length = 10;
  enum steady_status found = STEADY_ABSENT;
  for (int i = 0; i < MOST_FLOWS; i++, length *= 4) {
    struct interval v;
    double moved;
    enum steady_status status =
        interval_open(&v, k, 0, 0, length) ? STEADY_MEMORY : repeat(&v, k, x, &moved);
    interval_close(&v);
    if (status) return status == STEADY_FAILED && found == STEADY_GROWS ? found : status;
    memcpy(k->point, x, sizeof *x * k->e->n);
    status = newton_flow(k, x);
    if (!status) status = steady_attracts(k);
    if (!status) return status;
    found = status;
    memcpy(x, k->point, sizeof *x * k->e->n);
  }
  return found;
}

/* ---- slopes ---------------------------------------------------------------------------------- */

/* J dx = -df */
static enum steady_status flow_slopes(struct steady_search *k, const double *x,
                                      double *const *x_slope)
{
  const struct equations *e = k->e;
  const struct steady_task *task = k->task;
  struct workspace *w = &k->work;
  const int m = k->m;
  set_switches(k, x);
  steady_jacobian(k, x, task->u, k->matrix);
  if (linalg_factor(m, k->matrix, k->pivots)) return STEADY_ABSENT;
  for (int s = 0; s < task->n_slopes; s++) {
    for (int i = 0; i < e->n; i++) w->x[i] = x[i];
    for (int i = 0; i < e->nu; i++)
      w->u[i] = with_slope(task->u[i], task->u_slope[(size_t)s * e->nu + i] * SEED);
    equations_rhs_z(e, 0, w->x, task->p_slope[s], w->u, k->s, w->f, w->wires);
    for (int a = 0; a < m; a++) k->move[a] = -SLOPE(w->f[k->bound[a]]) / SEED;
    linalg_solve(m, k->matrix, k->pivots, k->move);
    for (int a = 0; a < m; a++) x_slope[s][k->bound[a]] = k->move[a];
  }
  return STEADY_OK;
}

/* (I - phi) dx = dP, from a start that does not move; phi as the search left it. */
static enum steady_status interval_slopes(struct steady_search *k, const double *x,
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

/* ---- all ------------------------------------------------------------------------------------- */

static enum steady_status search(struct steady_search *k, double *x, double *const *x_slope)
{
  const struct steady_task *task = k->task;
  if (time_acts(k)) return STEADY_TIME;
  find_bound(k);
  if (!k->m) return STEADY_OK;
  memset(k->s, 0, sizeof *k->s * k->e->ns);
  enum steady_status status = STEADY_ABSENT;
  if (steady_is_linear(k)) status = steady_solve_linear(k, x);
  if (status == STEADY_ABSENT)
    status = task->interval > 0 ? solve_interval(k, x) : solve_flow(k, x);
  if (status || !task->n_slopes) return status;
  if (task->interval == 0) return flow_slopes(k, x, x_slope);
  return k->result->error > 0 ? STEADY_ABSENT : interval_slopes(k, x, x_slope);
}

enum steady_status steady_solve(const struct equations *e, const struct steady_task *task,
                                double *x, double *const *x_slope, struct steady_result *result)
{
  struct steady_search k = { .e = e, .task = task, .result = result };
  *result = (struct steady_result){ .state = -1 };
  const size_t bytes = sizeof(double) * e->n;
  memcpy(x, task->x_start, bytes);
  for (int s = 0; s < task->n_slopes; s++) memcpy(x_slope[s], task->x_start_slope[s], bytes);
  enum steady_status status = STEADY_MEMORY;
  if (!search_open(&k)) status = search(&k, x, x_slope);
  search_close(&k);
  return status;
}
