/* steady.c — which states can have a fixed point, and which way finds it. */
#include "steady.h"

#include "linalg.h"
#include "steady_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

void steady_derivatives(struct steady_search *k, double t, const double *x, const double *u)
{
  equations_rhs_d(k->e, t, x, k->task->p, u, k->s, k->f, k->work.plain);
}

void steady_set_switches(struct steady_search *k, const double *x)
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
  steady_derivatives(k, 0, k->point, k->u);
  memcpy(k->move, k->f, sizeof *k->f * e->n);
  steady_derivatives(k, NAN, k->point, k->u);
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
      steady_derivatives(k, 0, k->point, k->u);
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
    status = task->interval > 0 ? steady_solve_interval(k, x) : steady_solve_flow(k, x);
  if (status || !task->n_slopes) return status;
  if (task->interval == 0) return steady_flow_slopes(k, x, x_slope);
  return k->result->error > 0 ? STEADY_ABSENT : steady_interval_slopes(k, x, x_slope);
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
