/* linalg.h — the only door to LAPACK.  Matrices are dense, by columns. */
#ifndef LINALG_H
#define LINALG_H

/* A becomes its pivoted LU; 0, or 1 if it is singular. */
int linalg_factor(int n, double *A, int *pivots);
/* b becomes the solution of A x = b. */
void linalg_solve(int n, const double *A, const int *pivots, double *b);

#endif
