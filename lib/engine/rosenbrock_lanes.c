/* rosenbrock_lanes.c — the arithmetic of four slopes at once. */
#include "rosenbrock_lanes.h"

SPARSE_LU_CLONES
void lanes_add_product(const struct equations *e, const double *A, const lanes *restrict x,
                       lanes *restrict out)
{
  for (int j = 0; j < e->n; j++) {
    const lanes xj = x[j];
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) out[e->row[k]] += A[k] * xj;
  }
}

SPARSE_LU_CLONES
void lanes_combine(int n, const double *coefficient, int terms, const lanes *v,
                   lanes *restrict out)
{
  for (int i = 0; i < n; i++) {
    lanes sum = { 0 };
    for (int j = 0; j < terms; j++) sum += coefficient[j] * v[j * n + i];
    out[i] = sum;
  }
}

/* Argument of a stage and start of its right side, from the stages before it; terms is known where
 * this is inlined. */
static inline __attribute__((always_inline)) void gather_terms(int n, const struct method *m,
                                                               int i, double inverse,
                                                               const struct group *group,
                                                               const int terms)
{
  lanes *restrict argument = group->argument, *restrict right = group->v + terms * n;
  const lanes *start = group->start, *v = group->v;
  double a[MOST_STAGES], c[MOST_STAGES];
  const int whole = i < m->rows;
  for (int j = 0; j < terms; j++) {
    a[j] = whole ? m->a[i][j] : 0;
    c[j] = m->c[i][j] * inverse;
  }
  if (whole)
    for (int k = 0; k < n; k++) {
      lanes x = start[k], b = { 0 };
      for (int j = 0; j < terms; j++) {
        const lanes u = v[j * n + k];
        x += a[j] * u;
        b += c[j] * u;
      }
      argument[k] = x;
      right[k] = b;
    }
  else
    for (int k = 0; k < n; k++) {
      lanes b = { 0 };
      for (int j = 0; j < terms; j++) b += c[j] * v[j * n + k];
      argument[k] += v[(terms - 1) * n + k];
      right[k] = b;
    }
}

SPARSE_LU_CLONES
void lanes_gather(int n, const struct method *m, int i, double inverse,
                  const struct group *group)
{
  switch (i) {
  case 0: gather_terms(n, m, i, inverse, group, 0); break;
  case 1: gather_terms(n, m, i, inverse, group, 1); break;
  case 2: gather_terms(n, m, i, inverse, group, 2); break;
  case 3: gather_terms(n, m, i, inverse, group, 3); break;
  case 4: gather_terms(n, m, i, inverse, group, 4); break;
  case 5: gather_terms(n, m, i, inverse, group, 5); break;
  case 6: gather_terms(n, m, i, inverse, group, 6); break;
  default: gather_terms(n, m, i, inverse, group, MOST_STAGES - 1);
  }
}

#define MAGNITUDE(a) ((lanes)((sparse_lu_bits)(a)&0x7fffffffffffffff)) /* no sign */

SPARSE_LU_CLONES
void lanes_squares(const struct run *r, const struct group *group, const lanes *size,
                   lanes *squares)
{
  const struct integrator *I = &r->base;
  const int n = I->equations->n;
  const lanes *last = group->v + (r->method->stages - 1) * n;
  lanes sum = { 0 };
  for (int i = 0; i < n; i++) {
    const lanes a = MAGNITUDE(group->start[i]), b = MAGNITUDE(group->end[i]);
    const lanes larger = 0.5 * (a + b + MAGNITUDE(a - b));
    const double noise = I->control.noise_scale * I->equations->model->x[i].value;
    const lanes off = last[i] * *size / (I->control.rtol * (larger * *size + noise));
    sum += off * off;
  }
  *squares = sum;
}
