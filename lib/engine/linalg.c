/* linalg.c — the only file that knows LAPACK. */
#include "linalg.h"

#include <stddef.h>

void dgetrf_(const int *m, const int *n, double *A, const int *lda, int *pivots, int *info);
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *A, const int *lda,
             const int *pivots, double *b, const int *ldb, int *info,
             unsigned long trans_length);
void dgeev_(const char *left, const char *right, const int *n, double *A, const int *lda,
            double *re, double *im, double *vl, const int *ldvl, double *vr, const int *ldvr,
            double *work, const int *lwork, int *info, unsigned long left_length,
            unsigned long right_length);
void dpotrf_(const char *uplo, const int *n, double *A, const int *lda, int *info,
             unsigned long uplo_length);

int linalg_factor(int n, double *A, int *pivots)
{
  int info;
  dgetrf_(&n, &n, A, &n, pivots, &info);
  return info != 0;
}

void linalg_solve(int n, const double *A, const int *pivots, double *b)
{
  const int one = 1;
  int info;
  dgetrs_("N", &n, &one, A, &n, pivots, b, &n, &info, 1);
}

/* Written out: BLAS would be one more library to find, for matrices of a few dozen rows. */
void linalg_multiply(int n, const double *A, const double *B, double *C)
{
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++) C[i + j * n] = 0;
    for (int k = 0; k < n; k++)
      for (int i = 0; i < n; i++) C[i + j * n] += A[i + k * n] * B[k + j * n];
  }
}

int linalg_eigen(int n, double *A, double *re, double *im, double *vectors, double *work)
{
  const int length = 16 * n, one = 1;
  int info;
  dgeev_("N", "V", &n, A, &n, re, im, NULL, &one, vectors, &n, work, &length, &info, 1, 1);
  return info != 0;
}

int linalg_cholesky(int n, double *A)
{
  int info = 0;
  if (n) dpotrf_("L", &n, A, &n, &info, 1);
  return info;
}
