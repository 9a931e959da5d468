/* linalg.h — the only door to LAPACK.  Matrices are dense, by columns. */
#ifndef LINALG_H
#define LINALG_H

/* A becomes its pivoted LU; 0, or 1 if it is singular. */
int linalg_factor(int n, double *A, int *pivots);
/* b becomes the solution of A x = b. */
void linalg_solve(int n, const double *A, const int *pivots, double *b);

/* C = A B; C is neither. */
void linalg_multiply(int n, const double *A, const double *B, double *C);
/* Eigenvalues re + i im of A, which is lost, and the right eigenvectors in LAPACK's order; work:
 * room for 16 n numbers.  0, or 1 if they were not found. */
int linalg_eigen(int n, double *A, double *re, double *im, double *vectors, double *work);

/* The lower triangle of A becomes L of A = L L'; 0, or the first row, from 1, at which A is seen not
 * to be positive definite. */
int linalg_cholesky(int n, double *A);

#endif
