/* exponential.c — by scaling and squaring the Padé approximant of order 13.
 *
 * Higham, SIAM J. Matrix Anal. Appl. 26 (2005) 1179: coefficients b, and the norm 5.37 up to which
 * the approximant is as exact as double precision. */
#include "exponential.h"

#include "linalg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct exponential {
  int n;
  double *A2, *A4, *A6, *U, *V, *sum;
  int *pivots;
};

struct exponential *exponential_new(int n)
{
  struct exponential *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  const size_t size = (size_t)n * n + 1;
  r->n = n;
  r->A2 = malloc(6 * size * sizeof(double));
  r->pivots = malloc((n + 1) * sizeof *r->pivots);
  if (!r->A2 || !r->pivots) {
    exponential_free(r);
    return NULL;
  }
  r->A4 = r->A2 + size, r->A6 = r->A4 + size;
  r->U = r->A6 + size, r->V = r->U + size, r->sum = r->V + size;
  return r;
}

void exponential_free(struct exponential *r)
{
  if (!r) return;
  free(r->A2);
  free(r->pivots);
  free(r);
}

static double norm_of(int n, const double *A) /* largest sum of a column */
{
  double norm = 0;
  for (int j = 0; j < n; j++) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += fabs(A[i + j * n]);
    if (!(sum <= norm)) norm = sum; /* a NaN stays */
  }
  return norm;
}

static const double b[] = { 64764752532480000.0,
                            32382376266240000.0,
                            7771770303897600.0,
                            1187353796428800.0,
                            129060195264000.0,
                            10559470521600.0,
                            670442572800.0,
                            33522128640.0,
                            1323241920.0,
                            40840800.0,
                            960960.0,
                            16380.0,
                            182.0,
                            1.0 };

/* out = c6 A6 + c4 A4 + c2 A2 + c0 I */
static void combine(const struct exponential *r, double c6, double c4, double c2, double c0,
                    double *out)
{
  const int n = r->n;
  for (int i = 0; i < n * n; i++) out[i] = c6 * r->A6[i] + c4 * r->A4[i] + c2 * r->A2[i];
  for (int i = 0; i < n; i++) out[i * (n + 1)] += c0;
}

/* A becomes (V - U)^-1 (V + U), U and V its odd and even parts. */
static int approximate(struct exponential *r, double *A)
{
  const int n = r->n, size = n * n;
  linalg_multiply(n, A, A, r->A2);
  linalg_multiply(n, r->A2, r->A2, r->A4);
  linalg_multiply(n, r->A4, r->A2, r->A6);
  combine(r, b[13], b[11], b[9], 0, r->V);
  linalg_multiply(n, r->A6, r->V, r->sum);
  combine(r, b[7], b[5], b[3], b[1], r->V);
  for (int i = 0; i < size; i++) r->sum[i] += r->V[i];
  linalg_multiply(n, A, r->sum, r->U);
  combine(r, b[12], b[10], b[8], 0, r->sum);
  linalg_multiply(n, r->A6, r->sum, r->V);
  combine(r, b[6], b[4], b[2], b[0], r->sum);
  for (int i = 0; i < size; i++) {
    r->V[i] += r->sum[i];
    A[i] = r->V[i] + r->U[i];
    r->V[i] -= r->U[i];
  }
  if (linalg_factor(n, r->V, r->pivots)) return 1;
  for (int j = 0; j < n; j++) linalg_solve(n, r->V, r->pivots, A + j * n);
  return 0;
}

int exponential_of(struct exponential *r, double *A)
{
  const int size = r->n * r->n;
  const double norm = norm_of(r->n, A);
  if (!isfinite(norm)) return 1;
  int squarings = 0;
  if (norm > 5.371920351148152) frexp(norm / 5.371920351148152, &squarings);
  for (int i = 0; i < size; i++) A[i] = ldexp(A[i], -squarings);
  if (approximate(r, A)) return 1;
  for (int k = 0; k < squarings; k++) {
    linalg_multiply(r->n, A, A, r->sum);
    memcpy(A, r->sum, sizeof *A * size);
  }
  return !isfinite(norm_of(r->n, A));
}
