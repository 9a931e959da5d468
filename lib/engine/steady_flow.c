/* steady_flow.c — states that stand still under constant inputs. */
#include "steady_parts.h"

#include "linalg.h"
#include "scalar.h"

#include <string.h>

enum { MOST_NEWTON = 30, MOST_FLOWS = 12 };

/* Newton's method on f(x) = 0; phi is the Jacobian at the end. */
static enum steady_status newton_flow(struct steady_search *k, double *x)
{
  const int m = k->m;
  for (int i = 0; i < MOST_NEWTON; i++) {
    steady_set_switches(k, x);
    steady_derivatives(k, 0, x, k->task->u);
    for (int a = 0; a < m; a++) k->move[a] = -k->f[k->bound[a]];
    steady_jacobian(k, x, k->task->u, k->phi);
    memcpy(k->matrix, k->phi, sizeof *k->phi * m * m);
    if (linalg_factor(m, k->matrix, k->pivots)) return STEADY_ABSENT;
    linalg_solve(m, k->matrix, k->pivots, k->move);
    const double moved = steady_distance(k, x, k->move);
    if (!isfinite(moved)) return STEADY_ABSENT;
    for (int a = 0; a < m; a++) x[k->bound[a]] += k->move[a];
    if (moved < 0.01) return STEADY_OK;
  }
  return STEADY_ABSENT;
}

/* Flows for longer and longer, until Newton's method finds a point near by that attracts. */
enum steady_status steady_solve_flow(struct steady_search *k, double *x)
{
  double length = 10;
  enum steady_status found = STEADY_ABSENT;
  for (int i = 0; i < MOST_FLOWS; i++, length *= 4) {
    enum steady_status status = steady_pass_time(k, x, length);
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

/* J dx = -df */
enum steady_status steady_flow_slopes(struct steady_search *k, const double *x,
                                      double *const *x_slope)
{
  const struct equations *e = k->e;
  const struct steady_task *task = k->task;
  struct workspace *w = &k->work;
  const int m = k->m;
  steady_set_switches(k, x);
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
