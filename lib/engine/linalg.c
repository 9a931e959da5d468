/* linalg.c — the only file that knows LAPACK. */
#include "linalg.h"

void dgetrf_(const int *m, const int *n, double *A, const int *lda, int *pivots, int *info);
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *A, const int *lda,
             const int *pivots, double *b, const int *ldb, int *info,
             unsigned long trans_length);

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
