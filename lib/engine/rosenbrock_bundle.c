/* rosenbrock_bundle.c — room for patients side by side, and what is done for one lane at a time. */
#include "rosenbrock_bundle.h"

#include "kernels.h"
#include "linalg.h"
#include "rosenbrock.h"
#include "rosenbrock_rows.h"
#include "scalar.h"

#include <stdlib.h>
#include <string.h>

void bundle_get(const struct bundle *b, const double *v, int lane, int n, double *column)
{
  const int lanes = b->lanes;
  for (int i = 0; i < n; i++) column[i] = v[i * lanes + lane];
}

void bundle_put(const struct bundle *b, double *v, int lane, int n, const double *column)
{
  const int lanes = b->lanes;
  for (int i = 0; i < n; i++) v[i * lanes + lane] = column[i];
}

#define EACH_LANE(lane, mask)                                                                  \
  for (int lane = 0; lane < b->lanes; lane++)                                                  \
    if ((mask) >> lane & 1)

/* ---- parameters that move -------------------------------------------------------------------------- */

static void parameters_at(struct bundle *b, const double *t)
{
  EACH_LANE(lane, b->moving_parameters)
  {
    struct run *r = b->run[lane];
    integrate_at(&r->base, t[lane]);
    rosenbrock_once(r);
  }
}

static void rates(struct bundle *b)
{
  const double clock = b->field->clock;
  EACH_LANE(lane, b->by_duals)
  {
    struct integrator *I = &b->run[lane]->base;
    const struct equations *e = I->equations;
    struct workspace *w = &I->work;
    for (int i = 0; i < e->n; i++) w->x[i] = b->x[i * b->lanes + lane];
    for (int i = 0; i < e->nu; i++) w->u[i] = I->u[i];
    integrate_rates(I, w->p);
    equations_rhs_z(e, with_slope(b->t[lane], SEED), w->x, w->p, w->u, I->s, w->f, w->wires);
    for (int i = 0; i < e->n; i++)
      b->moving[i * b->lanes + lane] = SLOPE(w->f[i]) / SEED * clock * clock;
  }
}

/* ---- where pivots cancel ---------------------------------------------------------------------------- */

static void factor_alone(struct bundle *b)
{
  const struct equations *e = b->field->equations;
  const int n = e->n, lanes = b->lanes;
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

static void set_aside(struct bundle *b, const double *v)
{
  const int n = b->n;
  EACH_LANE(lane, b->by_lapack) bundle_get(b, v, lane, n, b->aside + lane * n);
}

static void solve_alone(struct bundle *b, double *v)
{
  const int n = b->n;
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
static int lay_out(struct bundle *b)
{
  const struct field *field = b->field;
  const struct equations *e = field->equations;
  const size_t n = b->n, stages = b->method->stages;
  const struct {
    double **array;
    size_t rows;
  } arrays[] = { { &b->between, (size_t)b->padded * (ROWS_BEND + b->method->n_between) },
                 { &b->t, 1 },
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
                 { &b->moving, n } };
  const size_t count = sizeof arrays / sizeof *arrays;
  size_t rows = 0;
  for (size_t i = 0; i < count; i++) rows += arrays[i].rows;
  b->room = field_room(rows * b->lanes + ROWS_PADDING); /* rows read behind their last state */
  if (!b->room) return -1;
  double *at = b->room;
  for (size_t i = 0; i < count; at += arrays[i++].rows * b->lanes) *arrays[i].array = at;
  return 0;
}

struct bundle *bundle_new(const struct equations *e, const struct control *control,
                          const struct method *method, int lanes)
{
  struct bundle *b = calloc(1, sizeof *b);
  if (!b) return NULL;
  const size_t n = e->n;
  *b = (struct bundle){ .n = e->n,
                        .lanes = lanes,
                        .padded = (e->n + ROWS_PADDING - 1) / ROWS_PADDING * ROWS_PADDING,
                        .method = method,
                        .rtol = control->rtol,
                        .h_max = control->h_max > 0 ? control->h_max : INFINITY,
                        .first = 2 * power_d(control->rtol, 1.0 / (method->error_order + 1)),
                        .parameters_at = parameters_at,
                        .rates = rates,
                        .factor_alone = factor_alone,
                        .set_aside = set_aside,
                        .solve_alone = solve_alone };
  b->field = field_new(e, lanes);
  b->noise = calloc(n + 1, sizeof *b->noise);
  b->one = calloc(2 * n + 1, sizeof *b->one);
  b->dense = calloc(n * n * lanes + 1, sizeof *b->dense);
  b->aside = calloc(n * lanes + 1, sizeof *b->aside);
  b->pivots = calloc(n * lanes + 1, sizeof *b->pivots);
  if (!b->field || !b->noise || !b->one || !b->dense || !b->aside || !b->pivots || lay_out(b)) {
    bundle_free(b);
    return NULL;
  }
  b->kernel = kernels_find(lanes)->rosenbrock;
  b->rows = kernels_find(lanes)->rows;
  for (int i = 0; i < e->n; i++) b->noise[i] = control->noise_scale * e->model->x[i].value;
  return b;
}

void bundle_free(struct bundle *b)
{
  if (!b) return;
  field_free(b->field);
  free(b->room);
  free(b->noise);
  free(b->one);
  free(b->dense);
  free(b->aside);
  free(b->pivots);
  free(b);
}
