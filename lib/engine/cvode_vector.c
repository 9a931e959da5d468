/* cvode_vector.c — an N_Vector of plain loops. */
#include "cvode_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static N_Vector_ID get_id(N_Vector v)
{
  (void)v;
  return SUNDIALS_NVEC_CUSTOM;
}

static sunindextype get_length(N_Vector v) { return VECTOR_LENGTH(v); }

static double *get_array(N_Vector v) { return VECTOR_DATA(v); }

/* cvode_parts.h says why it stays */
static void destroy(N_Vector v) { (void)v; }

static N_Vector clone(N_Vector w)
{
  struct vectors *all = ((struct vector *)w->content)->all;
  N_Vector v = vector_new(all, NULL);
  all->lost |= !v;
  return v ? v : all->spare;
}

static void set(double c, N_Vector z)
{
  const int n = VECTOR_LENGTH(z);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = c;
}

static void scale(double c, N_Vector x, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double *Z = VECTOR_DATA(z);
  if (c == 1) memmove(Z, X, sizeof *Z * n);
  else EACH Z[i] = c * X[i];
}

static void linear_sum(double a, N_Vector x, double b, N_Vector y, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x), *Y = VECTOR_DATA(y);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = a * X[i] + b * Y[i];
}

static void product(N_Vector x, N_Vector y, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x), *Y = VECTOR_DATA(y);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = X[i] * Y[i];
}

static void quotient(N_Vector x, N_Vector y, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x), *Y = VECTOR_DATA(y);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = X[i] / Y[i];
}

static void absolute(N_Vector x, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = fabs(X[i]);
}

static void inverse(N_Vector x, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = 1 / X[i];
}

static void add_constant(N_Vector x, double b, N_Vector z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double *Z = VECTOR_DATA(z);
  EACH Z[i] = X[i] + b;
}

static double dot_product(N_Vector x, N_Vector y)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x), *Y = VECTOR_DATA(y);
  double sum = 0;
  for (int i = 0; i < n; i++) sum += X[i] * Y[i];
  return sum;
}

static double max_norm(N_Vector x)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double most = 0;
  for (int i = 0; i < n; i++) most = fabs(X[i]) > most ? fabs(X[i]) : most;
  return most;
}

static double minimum(N_Vector x)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  double least = INFINITY;
  for (int i = 0; i < n; i++) least = X[i] < least ? X[i] : least;
  return least;
}

double vector_norm(N_Vector x, N_Vector w)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x), *W = VECTOR_DATA(w);
  double even = 0, odd = 0; /* two sums, so that an addition need not wait for the last one */
  int i = 0;
  for (; i + 1 < n; i += 2) {
    const double a = X[i] * W[i], b = X[i + 1] * W[i + 1];
    even += a * a;
    odd += b * b;
  }
  if (i < n) even += X[i] * W[i] * X[i] * W[i];
  return n ? sqrt((even + odd) / n) : 0;
}

/* z = sum of c[k] x[k]; z may be x[0] */
static int linear_combination(int vectors, double *c, N_Vector *x, N_Vector z)
{
  const int n = VECTOR_LENGTH(z);
  double *Z = VECTOR_DATA(z);
  const double *X0 = VECTOR_DATA(x[0]);
  EACH Z[i] = c[0] * X0[i];
  for (int k = 1; k < vectors; k++) {
    const double *X = VECTOR_DATA(x[k]), ck = c[k];
    EACH Z[i] += ck * X[i];
  }
  return 0;
}

/* z[k] = a[k] x + y[k] */
static int scale_add_multi(int vectors, double *a, N_Vector x, N_Vector *y, N_Vector *z)
{
  const int n = VECTOR_LENGTH(x);
  const double *X = VECTOR_DATA(x);
  for (int k = 0; k < vectors; k++) {
    const double *Y = VECTOR_DATA(y[k]), ak = a[k];
    double *Z = VECTOR_DATA(z[k]);
    EACH Z[i] = ak * X[i] + Y[i];
  }
  return 0;
}

/* ---- arrays of vectors, for slopes: SUNDIALS' own ways of doing these allocate ------------------ */

static int linear_sums(int vectors, double a, N_Vector *x, double b, N_Vector *y, N_Vector *z)
{
  for (int i = 0; i < vectors; i++) linear_sum(a, x[i], b, y[i], z[i]);
  return 0;
}

static int scales(int vectors, double *c, N_Vector *x, N_Vector *z)
{
  for (int i = 0; i < vectors; i++) scale(c[i], x[i], z[i]);
  return 0;
}

static int sets(int vectors, double c, N_Vector *z)
{
  for (int i = 0; i < vectors; i++) set(c, z[i]);
  return 0;
}

static int weighted_norms(int vectors, N_Vector *x, N_Vector *w, double *norms)
{
  for (int i = 0; i < vectors; i++) norms[i] = vector_norm(x[i], w[i]);
  return 0;
}

/* z[j] = sum of c[k] x[k][j]; z may be x[0] */
static int linear_combinations(int vectors, int terms, double *c, N_Vector **x, N_Vector *z)
{
  for (int j = 0; j < vectors; j++) {
    const int n = VECTOR_LENGTH(z[j]);
    double *Z = VECTOR_DATA(z[j]);
    const double *X0 = VECTOR_DATA(x[0][j]);
    EACH Z[i] = c[0] * X0[i];
    for (int k = 1; k < terms; k++) {
      const double *X = VECTOR_DATA(x[k][j]), ck = c[k];
      EACH Z[i] += ck * X[i];
    }
  }
  return 0;
}

/* z[k][j] = a[k] x[j] + y[k][j] */
static int scale_add_multis(int vectors, int terms, double *a, N_Vector *x, N_Vector **y,
                            N_Vector **z)
{
  for (int j = 0; j < vectors; j++) {
    const int n = VECTOR_LENGTH(x[j]);
    const double *X = VECTOR_DATA(x[j]);
    for (int k = 0; k < terms; k++) {
      const double *Y = VECTOR_DATA(y[k][j]), ak = a[k];
      double *Z = VECTOR_DATA(z[k][j]);
      EACH Z[i] = ak * X[i] + Y[i];
    }
  }
  return 0;
}

N_Vector vector_new(struct vectors *all, double *data)
{
  N_Vector v = N_VNewEmpty(all->context);
  struct vector *content = malloc(sizeof *content);
  double *own = data ? NULL : calloc((size_t)all->n + 1, sizeof *own);
  if (!v || !content || !(data || own)) {
    free(own);
    free(content);
    if (v) N_VFreeEmpty(v);
    return NULL;
  }
  *content = (struct vector){ all->n, !data, data ? data : own, all, all->last };
  all->last = v;
  v->content = content;
  v->ops->nvgetvectorid = get_id;
  v->ops->nvgetlength = get_length;
  v->ops->nvgetarraypointer = get_array;
  v->ops->nvclone = clone;
  v->ops->nvdestroy = destroy;
  v->ops->nvconst = set;
  v->ops->nvscale = scale;
  v->ops->nvlinearsum = linear_sum;
  v->ops->nvprod = product;
  v->ops->nvdiv = quotient;
  v->ops->nvabs = absolute;
  v->ops->nvinv = inverse;
  v->ops->nvaddconst = add_constant;
  v->ops->nvdotprod = dot_product;
  v->ops->nvmaxnorm = max_norm;
  v->ops->nvmin = minimum;
  v->ops->nvwrmsnorm = vector_norm;
  v->ops->nvlinearcombination = linear_combination;
  v->ops->nvscaleaddmulti = scale_add_multi;
  v->ops->nvlinearsumvectorarray = linear_sums;
  v->ops->nvscalevectorarray = scales;
  v->ops->nvconstvectorarray = sets;
  v->ops->nvwrmsnormvectorarray = weighted_norms;
  v->ops->nvscaleaddmultivectorarray = scale_add_multis;
  v->ops->nvlinearcombinationvectorarray = linear_combinations;
  return v;
}

int vectors_open(struct vectors *all, SUNContext context, int n)
{
  *all = (struct vectors){ .context = context, .n = n };
  all->spare = vector_new(all, NULL);
  return all->spare ? 0 : -1;
}

void vectors_close(struct vectors *all)
{
  while (all->last) {
    N_Vector v = all->last;
    struct vector *content = v->content;
    all->last = content->next;
    if (content->owned) free(content->data);
    free(content);
    N_VFreeEmpty(v);
  }
}
