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
void dgeqrf_(const int *m, const int *n, double *A, const int *lda, double *tau, double *work,
             const int *lwork, int *info);
void dormqr_(const char *side, const char *trans, const int *m, const int *n, const int *k,
             const double *A, const int *lda, const double *tau, double *C, const int *ldc,
             double *work, const int *lwork, int *info, unsigned long side_length,
             unsigned long trans_length);
void dtrtrs_(const char *uplo, const char *trans, const char *diag, const int *n,
             const int *nrhs, const double *A, const int *lda, double *b, const int *ldb,
             int *info, unsigned long uplo_length, unsigned long trans_length,
             unsigned long diag_length);
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *A,
             const int *lda, double *s, double *U, const int *ldu, double *Vt, const int *ldvt,
             double *work, const int *lwork, int *info, unsigned long jobu_length,
             unsigned long jobvt_length);
void dsyev_(const char *jobz, const char *uplo, const int *n, double *A, const int *lda,
            double *w, double *work, const int *lwork, int *info, unsigned long jobz_length,
            unsigned long uplo_length);
void dpotrf_(const char *uplo, const int *n, double *A, const int *lda, int *info,
             unsigned long uplo_length);
void dpotri_(const char *uplo, const int *n, double *A, const int *lda, int *info,
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

void linalg_qr(int m, int n, double *A, double *b, double *work)
{
  const int one = 1, length = n + 1;
  double *tau = work, *rest = work + n;
  int info;
  if (!n) return;
  dgeqrf_(&m, &n, A, &m, tau, rest, &length, &info);
  dormqr_("L", "T", &m, &one, &n, A, &m, tau, b, &m, rest, &one, &info, 1, 1);
}

int linalg_least_squares(int m, int n, double *A, double *b, double *work)
{
  const int one = 1;
  int info = 0;
  if (!n) return 0;
  linalg_qr(m, n, A, b, work);
  dtrtrs_("U", "N", "N", &n, &one, A, &m, b, &m, &info, 1, 1, 1);
  return info != 0;
}

int linalg_svd(int m, int n, double *A, double *s, double *Vt, double *work)
{
  const int length = 5 * (m + n);
  int info = 0;
  if (n)
    dgesvd_("O", Vt ? "S" : "N", &m, &n, A, &m, s, A, &m, Vt ? Vt : A, &n, work, &length, &info,
            1, 1);
  return info != 0;
}

int linalg_eigenvalues(int n, double *A, double *values, double *work)
{
  const int length = 3 * n;
  int info = 0;
  if (n) dsyev_("N", "U", &n, A, &n, values, work, &length, &info, 1, 1);
  return info != 0;
}

int linalg_invert_positive(int n, double *A)
{
  int info = 0;
  if (!n) return 0;
  dpotrf_("U", &n, A, &n, &info, 1);
  if (!info) dpotri_("U", &n, A, &n, &info, 1);
  for (int j = 0; j < n; j++)
    for (int i = j + 1; i < n; i++) A[(long)j * n + i] = A[(long)i * n + j];
  return info != 0;
}
