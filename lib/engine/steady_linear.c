/* steady_linear.c — steady states of linear equations, by exponentials of matrices.
 *
 * Between doses x' = J x + r; a time h of it is the exponential of h [J r; 0 0].  States are
 * measured in their sizes of noise, which brings the entries nearer to one another. */
#include "steady_parts.h"

#include "exponential.h"
#include "jacobian.h"
#include "linalg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double size_of(const struct steady_search *k, int a)
{
  return k->e->model->x[k->bound[a]].value;
}

void steady_jacobian(struct steady_search *k, const double *x, const double *u, double *J)
{
  const struct equations *e = k->e;
  const int m = k->m;
  jacobian_values(e, &k->work, 0, x, k->task->p, u, k->s, k->entries);
  memset(J, 0, sizeof *J * m * m);
  for (int b = 0; b < m; b++) {
    const int column = k->bound[b];
    int a = 0;
    for (int at = e->colptr[column]; at < e->colptr[column + 1]; at++) {
      while (a < m && k->bound[a] < e->row[at]) a++;
      if (a < m && k->bound[a] == e->row[at]) J[a + b * m] = k->entries[at];
    }
  }
}

/* The Jacobian is the same wherever it is asked for. */
int steady_is_linear(struct steady_search *k)
{
  const struct equations *e = k->e;
  const int size = k->m * k->m;
  if (e->ns) return 0;
  for (int i = 0; i < k->task->n_given; i++)
    if (equations_jumps(e, k->task->given[i].index)) return 0;
  double *x = malloc(sizeof *x * (e->n + 1));
  if (!x) return 0;
  memset(x, 0, sizeof *x * e->n);
  steady_jacobian(k, x, k->zero, k->phi);
  int linear = 1;
  for (int place = 0; place < 4 && linear; place++) {
    for (int i = 0; i < e->n; i++)
      x[i] = e->model->x[i].value * pow(1000, place) * (0.5 + fmod(0.618 * (i + place + 1), 1));
    steady_jacobian(k, x, k->zero, k->matrix);
    for (int i = 0; i < size; i++)
      linear &= fabs(k->matrix[i] - k->phi[i]) <= 1e-12 * fabs(k->phi[i]);
  }
  free(x);
  return linear;
}

/* One interval, piece by piece: what it makes of states 0. */
struct course_of_zero {
  struct steady_search *k;
  struct exponential *room;
  double *J, *A; /* [m + 1][m + 1] */
  double *d;     /* [m], states in their sizes */
  double *next, *u;
};

/* For h under inputs u, from d. */
static int piece(struct course_of_zero *c, double h)
{
  struct steady_search *k = c->k;
  const struct equations *e = k->e;
  const int m = k->m, n = m + 1;
  if (h <= 0) return 0;
  /* what the inputs and constant terms give at states 0 */
  memset(c->next, 0, sizeof *c->next * e->n);
  equations_rhs_d(e, 0, c->next, k->task->p, c->u, k->s, k->f, k->work.plain);
  for (int j = 0; j < m; j++) {
    for (int i = 0; i < m; i++) c->A[i + j * n] = h * c->J[i + j * m];
    c->A[m + j * n] = 0;
  }
  /* r in units of its largest: in sizes of noise it may be 1e8 times J, and the exponential would
   * halve that often, at a loss of as many bits */
  double most = 0;
  for (int i = 0; i < m; i++) most = fmax(most, fabs(k->f[k->bound[i]] / size_of(k, i)));
  const double unit = most > 0 ? most : 1;
  for (int i = 0; i < m; i++) c->A[i + m * n] = h * (k->f[k->bound[i]] / size_of(k, i) / unit);
  c->A[m + m * n] = 0;
  if (exponential_of(c->room, c->A)) return 1;
  for (int i = 0; i < m; i++) {
    c->next[i] = unit * c->A[i + m * n];
    for (int j = 0; j < m; j++) c->next[i] += c->A[i + j * n] * c->d[j];
  }
  memcpy(c->d, c->next, sizeof *c->d * m);
  return 0;
}

static void bolus(struct course_of_zero *c, const struct given *g)
{
  struct steady_search *k = c->k;
  memset(c->next, 0, sizeof *c->next * k->e->n);
  jacobian_bolus(k->e, &k->work, 0, c->next, k->task->p, k->zero, k->s, g->index, g->size,
                 k->f);
  for (int i = 0; i < k->m; i++) c->d[i] += k->f[k->bound[i]] / size_of(k, i);
}

static int interval_of_zero(struct course_of_zero *c, struct schedule *s)
{
  double t = 0;
  const double end = c->k->task->interval;
  for (;;) {
    const double next = fmin(schedule_next(s), end);
    if (piece(c, next - t)) return 1;
    t = next;
    if (t >= end) return 0;
    const struct moment *m;
    while ((m = schedule_take(s, t))) {
      const struct given *g = &c->k->task->given[m->index];
      if (m->what == DOSE_BOLUS) bolus(c, g);
      else c->u[g->index] += m->what == DOSE_STARTS ? g->size : -g->size;
    }
  }
}

/* (I - phi) x = d, or J x = -r. */
static enum steady_status solve(struct steady_search *k, const double *d, double *x)
{
  const int m = k->m, flow = k->task->interval == 0;
  for (int i = 0; i < m * m; i++) k->matrix[i] = -k->phi[i];
  if (!flow)
    for (int i = 0; i < m; i++) k->matrix[i * (m + 1)] += 1;
  if (linalg_factor(m, k->matrix, k->pivots)) return STEADY_ABSENT;
  memcpy(k->move, d, sizeof *d * m);
  linalg_solve(m, k->matrix, k->pivots, k->move);
  for (int i = 0; i < m; i++) x[k->bound[i]] = k->move[i];
  return STEADY_OK;
}

static enum steady_status solve_flow(struct steady_search *k, double *x)
{
  double *zero = calloc(k->e->n + 1, sizeof *zero);
  if (!zero) return STEADY_MEMORY;
  equations_rhs_d(k->e, 0, zero, k->task->p, k->task->u, k->s, k->f, k->work.plain);
  for (int i = 0; i < k->m; i++) zero[i] = k->f[k->bound[i]];
  enum steady_status status = steady_attracts(k);
  if (!status) status = solve(k, zero, x);
  free(zero);
  return status;
}

/* In sizes of noise, J becomes the exponential of interval J. */
static int exponential_of_interval(struct course_of_zero *c)
{
  struct steady_search *k = c->k;
  const int m = k->m;
  for (int i = 0; i < m * m; i++) k->phi[i] = k->task->interval * c->J[i];
  struct exponential *room = exponential_new(m);
  const int failed = !room || exponential_of(room, k->phi);
  exponential_free(room);
  return failed;
}

static enum steady_status solve_interval(struct course_of_zero *c, double *x)
{
  struct steady_search *k = c->k;
  const int m = k->m;
  struct schedule schedule = { 0 };
  for (int j = 0; j < m; j++)
    for (int i = 0; i < m; i++)
      c->J[i + j * m] = k->phi[i + j * m] * size_of(k, j) / size_of(k, i);
  if (schedule_plan(&schedule, k->task->given, k->task->n_given)) return STEADY_MEMORY;
  const int failed = interval_of_zero(c, &schedule) || exponential_of_interval(c);
  schedule_free(&schedule);
  if (failed) return STEADY_ABSENT;
  enum steady_status status = steady_attracts(k);
  if (!status) status = solve(k, c->d, x);
  for (int i = 0; i < m; i++) x[k->bound[i]] *= size_of(k, i);
  for (int j = 0; j < m; j++)
    for (int i = 0; i < m; i++) k->phi[i + j * m] *= size_of(k, i) / size_of(k, j);
  return status;
}

enum steady_status steady_solve_linear(struct steady_search *k, double *x)
{
  if (k->task->interval == 0) return solve_flow(k, x);
  const int n = k->e->n, m = k->m;
  struct course_of_zero c = { .k = k, .room = exponential_new(m + 1) };
  c.J = calloc((size_t)m * m + (m + 1) * (m + 1) + m + n + k->e->nu + 1, sizeof(double));
  enum steady_status status = STEADY_MEMORY;
  if (c.room && c.J) {
    c.A = c.J + m * m, c.d = c.A + (m + 1) * (m + 1), c.next = c.d + m, c.u = c.next + n;
    status = solve_interval(&c, x);
  }
  exponential_free(c.room);
  free(c.J);
  return status;
}
