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

/* For m at least n.  work is the caller's, of the length that is said. */

/* The upper triangle of A[m][n] becomes R of A = Q R, and b[m] becomes Q'b.  work: 2 n + 1. */
void linalg_qr(int m, int n, double *A, double *b, double *work);
/* The first n of b[m] become the x with the least |A x - b|; A is used up.  0, or 1 if the columns
 * of A depend on each other exactly.  work: 2 n + 1. */
int linalg_least_squares(int m, int n, double *A, double *b, double *work);
/* A = U diag(s) V', s decreasing; A becomes U[m][n], and V'[n][n] is written unless it is NULL.
 * 0, or 1 if it was not found.  work: 5 (m + n). */
int linalg_svd(int m, int n, double *A, double *s, double *Vt, double *work);
/* Eigenvalues of the symmetric A, increasing; A is used up.  0 or 1.  work: 3 n. */
int linalg_eigenvalues(int n, double *A, double *values, double *work);
/* The positive definite A becomes its inverse; 0, or 1 if it is not positive definite. */
int linalg_invert_positive(int n, double *A);

#endif
