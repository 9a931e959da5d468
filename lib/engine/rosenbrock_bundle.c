/* rosenbrock_bundle.c — room for patients side by side, and what is done for one lane at a time. */
#include "rosenbrock_bundle.h"

#include "kernels.h"
#include "linalg.h"
#include "rosenbrock.h"
#include "scalar.h"

#include <stdlib.h>
#include <string.h>

void bundle_get(const struct block *b, const double *v, int lane, int n, double *column)
{
  const int lanes = b->bundle->lanes;
  for (int i = 0; i < n; i++) column[i] = v[i * lanes + lane];
}

void bundle_put(const struct block *b, double *v, int lane, int n, const double *column)
{
  const int lanes = b->bundle->lanes;
  for (int i = 0; i < n; i++) v[i * lanes + lane] = column[i];
}

#define EACH_LANE(lane, mask)                                                                  \
  for (int lane = 0; lane < b->bundle->lanes; lane++)                                          \
    if ((mask) >> lane & 1)

/* ---- parameters that move -------------------------------------------------------------------------- */

static void parameters_at(struct block *b, const double *t)
{
  EACH_LANE(lane, b->moving_parameters)
  {
    struct run *r = b->run[lane];
    integrate_at(&r->base, t[lane]);
    rosenbrock_once(r);
  }
}

static void rates(struct block *b)
{
  const double clock = b->bundle->field->clock;
  EACH_LANE(lane, b->by_duals)
  {
    struct integrator *I = &b->run[lane]->base;
    const struct equations *e = I->equations;
    struct workspace *w = &I->work;
    for (int i = 0; i < e->n; i++) w->x[i] = b->x[i * b->bundle->lanes + lane];
    for (int i = 0; i < e->nu; i++) w->u[i] = I->u[i];
    integrate_rates(I, w->p);
    equations_rhs_z(e, with_slope(b->t[lane], SEED), w->x, w->p, w->u, I->s, w->f, w->wires);
    for (int i = 0; i < e->n; i++)
      b->moving[i * b->bundle->lanes + lane] = SLOPE(w->f[i]) / SEED * clock * clock;
  }
}

/* ---- where pivots cancel ---------------------------------------------------------------------------- */

static void factor_alone(struct block *b)
{
  const struct equations *e = b->bundle->field->equations;
  const int n = e->n, lanes = b->bundle->lanes;
  b->singular = 0;
  EACH_LANE(lane, b->by_lapack)
  {
    double *dense = b->dense + (size_t)lane * n * n;
    memset(dense, 0, sizeof *dense * n * n);
    for (int j = 0; j < n; j++) {
      for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++)
        dense[j * n + e->row[k]] = -b->jacobian[k * lanes + lane];
      dense[j * n + j] += b->diagonal[lane];
    }
    b->run[lane]->base.counts.lapack++;
    if (linalg_factor(n, dense, b->pivots + lane * n)) b->singular |= 1u << lane;
  }
}

static void set_aside(struct block *b, const double *v)
{
  const int n = b->bundle->n;
  EACH_LANE(lane, b->by_lapack) bundle_get(b, v, lane, n, b->aside + lane * n);
}

static void solve_alone(struct block *b, double *v)
{
  const int n = b->bundle->n;
  EACH_LANE(lane, b->by_lapack)
  {
    double *column = b->aside + lane * n;
    const double *dense = b->dense + (size_t)lane * n * n;
    if (b->singular >> lane & 1)
      for (int i = 0; i < n; i++) column[i] = NAN;
    else linalg_solve(n, dense, b->pivots + lane * n, column);
    bundle_put(b, v, lane, n, column);
  }
}

/* ---- life --------------------------------------------------------------------------------------------- */

/* The arrays that every stage goes through lie together. */
static int block_open(struct block *b, struct bundle *g)
{
  const struct field *field = g->field;
  const struct equations *e = field->equations;
  const size_t n = g->n, stages = g->method->stages;
  const struct {
    double **array;
    size_t rows;
  } arrays[] = { { &b->t, 1 },
                 { &b->t_old, 1 },
                 { &b->t_stop, 1 },
                 { &b->h, 1 },
                 { &b->width, 1 },
                 { &b->error, 1 },
                 { &b->most, 1 },
                 { &b->at, 1 },
                 { &b->inverse, 1 },
                 { &b->diagonal, 1 },
                 { &b->x, n },
                 { &b->stage, n },
                 { &b->right, n },
                 { &b->v, n * stages },
                 { &b->factors, field->nl },
                 { &b->q, field->nq },
                 { &b->u, e->nu },
                 { &b->s, e->ns },
                 { &b->f, n },
                 { &b->x1, n },
                 { &b->jacobian, e->colptr[n] },
                 { &b->moving, n },
                 { &b->between, n * g->method->n_between } };
  size_t rows = 0;
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) rows += arrays[i].rows;
  b->bundle = g;
  b->room = field_room(rows * g->lanes);
  b->dense = calloc(n * n * g->lanes + 1, sizeof *b->dense);
  b->aside = calloc(n * g->lanes + 1, sizeof *b->aside);
  b->pivots = calloc(n * g->lanes + 1, sizeof *b->pivots);
  if (!b->room || !b->dense || !b->aside || !b->pivots) return -1;
  double *at = b->room;
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; at += arrays[i++].rows * g->lanes)
    *arrays[i].array = at;
  return 0;
}

struct bundle *bundle_new(const struct equations *e, const struct control *control,
                          const struct method *method, int lanes, int blocks)
{
  struct bundle *g = calloc(1, sizeof *g);
  if (!g) return NULL;
  g->n = e->n;
  g->lanes = lanes;
  g->blocks = blocks;
  g->method = method;
  g->rtol = control->rtol;
  g->h_max = control->h_max > 0 ? control->h_max : INFINITY;
  g->first = 2 * power_d(control->rtol, 1.0 / (method->error_order + 1));
  g->parameters_at = parameters_at;
  g->rates = rates;
  g->factor_alone = factor_alone;
  g->set_aside = set_aside;
  g->solve_alone = solve_alone;
  g->field = field_new(e, lanes);
  g->noise = calloc(e->n + 1, sizeof *g->noise);
  g->one = calloc(2 * (size_t)e->n + 1, sizeof *g->one);
  int failed = !g->field || !g->noise || !g->one;
  if (!failed) {
    g->kernel = kernels_find(lanes)->rosenbrock;
    for (int i = 0; i < e->n; i++) g->noise[i] = control->noise_scale * e->model->x[i].value;
  }
  for (int i = 0; !failed && i < blocks; i++) failed = block_open(&g->block[i], g);
  if (!failed) return g;
  bundle_free(g);
  return NULL;
}

void bundle_free(struct bundle *g)
{
  if (!g) return;
  for (int i = 0; i < g->blocks; i++) {
    free(g->block[i].room);
    free(g->block[i].dense);
    free(g->block[i].aside);
    free(g->block[i].pivots);
  }
  field_free(g->field);
  free(g->noise);
  free(g->one);
  free(g);
}
