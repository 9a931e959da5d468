/* sparse_lu.h — LU of d I - g J, where J has a fixed sparse pattern.
 *
 * The pattern is analysed once: an order of elimination that fills little (Markowitz, on the
 * diagonal) and the list of operations that it means.  Factoring runs down the list, without
 * pivoting.  Each pivot is compared with what was summed up to it; where the sum has cancelled,
 * the matrix goes to LAPACK's pivoted factorisation instead. */
#ifndef SPARSE_LU_H
#define SPARSE_LU_H

struct sparse_plan;
struct sparse_lu;

struct sparse_plan *sparse_plan_new(int n, const int *colptr, const int *row);
void sparse_plan_free(struct sparse_plan *plan);
int sparse_plan_entries(const struct sparse_plan *plan); /* of L and U, filled in */

/* plan must live as long. */
struct sparse_lu *sparse_lu_new(const struct sparse_plan *plan);
void sparse_lu_free(struct sparse_lu *lu);

enum { SPARSE_LU_LIST = 0, SPARSE_LU_LAPACK = 1, SPARSE_LU_SINGULAR = -1 };
/* J in the pattern's order.  Says which way it went. */
int sparse_lu_factor(struct sparse_lu *lu, const double *J, double d, double g);
/* b becomes the solution. */
void sparse_lu_solve(const struct sparse_lu *lu, double *b);

#endif
