/* written_group.c — see written_group.h. */
#include "written_group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double *numbers(int n)
{
  const size_t bytes = sizeof(double) * PATIENTS * ((size_t)n + 1); /* a multiple of 64 */
  return memset(aligned_alloc(64, bytes), 0, bytes);
}

struct group group_begin(model_ptr m, uint64_t salt)
{
  struct group g = { .random = random_begin(m, salt) };
  for (int l = 0; l < PATIENTS; l++)
    g.person[l] = (struct person){ .p = numbers(m->np + m->nq),
                                   .x = numbers(m->nx),
                                   .u = numbers(m->nu),
                                   .s = numbers(m->ns),
                                   .b = numbers(m->nx) };
  return g;
}

void group_end(struct group *g)
{
  for (int l = 0; l < PATIENTS; l++) {
    struct person *a = &g->person[l];
    free(a->p), free(a->x), free(a->u), free(a->s), free(a->b);
  }
}

static double draw_state(const struct quantity *row, int point, uint64_t *random)
{
  const double noise = row->value;
  if (point == AT_ZERO) return 0;
  if (point == NEAR_ZERO) return noise * uniform(random, -1, 1); /* a run's states are that */
  return noise * log_uniform(random, point == NEAR ? 1e2 : 1, 1e6);
}

void group_draw(model_ptr m, struct group *g, int point)
{
  uint64_t *random = &g->random;
  for (int l = 0; l < PATIENTS; l++) {
    struct person *a = &g->person[l];
    a->t = log_uniform(random, 0.1, 1e4);
    a->d = log_uniform(random, 1e-3, 1e4);
    for (int i = 0; i < m->np; i++)
      a->p[i] = draw_parameter(&m->p[i], (enum where)point, random);
    m->derive_d(a->p);
    for (int i = 0; i < m->nx; i++) a->x[i] = draw_state(&m->x[i], point, random);
    for (int i = 0; i < m->nx; i++) a->b[i] = uniform(random, -1, 1);
    for (int i = 0; i < m->nu; i++)
      a->u[i] = point == AT_ZERO ? 0 : log_uniform(random, 1e-3, 1e3);
    for (int i = 0; i < m->ns; i++) a->s[i] = coin(random);
  }
}

/* ---- results ------------------------------------------------------------------------------- */

struct results results_of(model_ptr m, const struct written *w)
{
  struct results r = { 0 };
  r.rhs = r.q + w->nq;
  r.f = r.rhs + m->nx;
  r.J = r.f + m->nx;
  r.ft = r.J + w->colptr[m->nx];
  r.y = r.ft + m->nx;
  r.g = r.y + m->ny;
  r.fu = r.g + m->ns;
  r.yx = r.fu + w->n_fu;
  r.fp = r.yx + w->n_yx;
  r.refused = r.fp + w->n_fp;
  r.L = r.refused + 1;
  r.b = r.L + w->nl;
  r.n = r.b + m->nx;
  return r;
}

static void pack(double *lanes, int width, int lane, const double *from, int n)
{
  for (int i = 0; i < n; i++) lanes[i * width + lane] = from[i];
}

void group_run_lanes(model_ptr m, const struct written *w, const struct group *g, int first,
                     double *all)
{
  const int width = w->lanes;
  const struct results r = results_of(m, w);
  double *t = numbers(1), *d = numbers(1), *x = numbers(m->nx), *u = numbers(m->nu);
  double *s = numbers(m->ns), *at[] = { t, d, x, u, s };
#define ALL(part) (all + width * r.part)
  for (int l = 0; l < width; l++) {
    const struct person *a = &g->person[first + l];
    t[l] = a->t, d[l] = a->d;
    pack(x, width, l, a->x, m->nx);
    pack(u, width, l, a->u, m->nu);
    pack(s, width, l, a->s, m->ns);
    pack(ALL(b), width, l, a->b, m->nx);
    w->once(a->p, ALL(q) + l, width);
  }
  w->rhs(t, x, ALL(q), u, s, ALL(rhs));
  w->rhs_jacobian(t, x, ALL(q), u, s, ALL(f), ALL(J));
  if (w->timed) w->time_slope(t, x, ALL(q), u, s, ALL(ft));
  if (m->ny) w->out(t, x, ALL(q), ALL(y));
  if (m->ns) w->guard(t, x, ALL(q), ALL(g));
  w->input_slopes(t, x, ALL(q), u, s, ALL(fu));
  w->output_slopes(t, x, ALL(q), ALL(yx));
  w->parameter_slopes(t, x, ALL(q), u, s, ALL(fp));
  const unsigned refused = w->factor(ALL(J), d, ALL(L));
  for (int l = 0; l < width; l++) ALL(refused)[l] = refused >> l & 1;
  w->solve(ALL(L), ALL(b));
#undef ALL
  for (size_t i = 0; i < sizeof at / sizeof *at; i++) free(at[i]);
}
void group_run(model_ptr m, const struct written *w, const struct group *g, double *results)
{
  const int n = results_of(m, w).n, width = w->lanes;
  double *all = numbers(n);
  for (int first = 0; first < PATIENTS; first += width) {
    memset(all, 0, sizeof *all * (size_t)(n * width));
    group_run_lanes(m, w, g, first, all);
    for (int l = 0; l < width; l++)
      for (int i = 0; i < n; i++) results[(first + l) * n + i] = all[i * width + l];
  }
  free(all);
}

const char *result_name(model_ptr m, const struct written *w, int i, char name[160])
{
  const struct results r = results_of(m, w);
  const size_t n = 160;
#define STATE(k) m->x[k].name
  if (i >= r.b) snprintf(name, n, "the solution in %s", STATE(i - r.b));
  else if (i >= r.L) snprintf(name, n, "L[%d]", i - r.L);
  else if (i >= r.refused) snprintf(name, n, "whether the elimination is refused");
  else if (i >= r.fp) snprintf(name, n, "df/dp[%d]", i - r.fp);
  else if (i >= r.yx) snprintf(name, n, "dy/dx[%d]", i - r.yx);
  else if (i >= r.fu) snprintf(name, n, "df/du[%d]", i - r.fu);
  else if (i >= r.g) snprintf(name, n, "the expression of switch %s", m->s[i - r.g].name);
  else if (i >= r.y) snprintf(name, n, "out(%s)", m->y[i - r.y].name);
  else if (i >= r.ft) snprintf(name, n, "the slope of d(%s)/dt in time", STATE(i - r.ft));
  else if (i >= r.J) snprintf(name, n, "J[%d]", i - r.J);
  else if (i >= r.f) snprintf(name, n, "d(%s)/dt beside the Jacobian", STATE(i - r.f));
  else if (i >= r.rhs) snprintf(name, n, "d(%s)/dt", STATE(i - r.rhs));
  else snprintf(name, n, "q[%d]", i - r.q);
#undef STATE
  return name;
}
