/* test_sparse_lu.c — LU of d I - g J against a plain elimination with pivots. */
#include "sparse_lu.h"

#include "linalg.h"
#include "testing.h"

#include <string.h>

enum { MOST = 24 };

/* A pattern with its numbers; dense is what it stands for. */
struct matrix {
  int n, colptr[MOST + 1], row[MOST * MOST];
  double value[MOST * MOST], dense[MOST][MOST]; /* dense: [row][column] */
};

static unsigned long seed;

static double uniform(void) /* above 0, below 1 */
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return ((seed >> 33) + 0.5) / 2147483648.0;
}

/* The diagonal, and each other entry with a probability. */
static void fill(struct matrix *m, int n, double probability)
{
  memset(m, 0, sizeof *m);
  m->n = n;
  int k = 0;
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++)
      if (i == j || uniform() < probability) {
        m->row[k] = i;
        m->value[k] = m->dense[i][j] = 2 * uniform() - 1;
        k++;
      }
    m->colptr[j + 1] = k;
  }
}

static struct matrix of_dense(int n, const double *rows)
{
  struct matrix m = { .n = n };
  int k = 0;
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++) {
      m.row[k] = i;
      m.value[k++] = m.dense[i][j] = rows[i * n + j];
    }
    m.colptr[j + 1] = k;
  }
  return m;
}

/* (d I - g J) x - b, the largest part of it in the size of the terms */
static double residual(const struct matrix *m, double d, double g, const double *x,
                       const double *b)
{
  double worst = 0;
  for (int i = 0; i < m->n; i++) {
    double sum = d * x[i] - b[i], size = fabs(d * x[i]) + fabs(b[i]);
    for (int j = 0; j < m->n; j++) {
      sum -= g * m->dense[i][j] * x[j];
      size += fabs(g * m->dense[i][j] * x[j]);
    }
    if (size > 0) worst = fmax(worst, fabs(sum) / size);
  }
  return worst;
}

START_TEST(random_matrices)
{
  seed = 1 + _i;
  struct matrix m;
  fill(&m, 1 + _i % MOST, 0.15 + 0.02 * (_i % 10));
  struct sparse_plan *plan = sparse_plan_new(m.n, m.colptr, m.row);
  ck_assert_ptr_nonnull(plan);
  ck_assert_int_ge(sparse_plan_entries(plan), m.colptr[m.n]);
  ck_assert_int_le(sparse_plan_entries(plan), m.n * m.n);
  struct sparse_lu *lu = sparse_lu_new(plan);
  ck_assert_ptr_nonnull(lu);
  for (int round = 0; round < 5; round++) {
    const double g = pow(10, round - 3);
    double x[MOST], b[MOST];
    for (int i = 0; i < m.n; i++) x[i] = b[i] = 2 * uniform() - 1;
    const int way = sparse_lu_factor(lu, m.value, 1, g);
    ck_assert_int_ne(way, SPARSE_LU_SINGULAR);
    sparse_lu_solve(lu, x);
    /* pivots on the diagonal may lose up to CANCELLED, 1e-9, of the digits, but no more */
    ck_assert_double_le(residual(&m, 1, g, x, b), round == 0 ? 1e-14 : 1e-6);
  }
  sparse_lu_free(lu);
  sparse_plan_free(plan);
}
END_TEST

/* Eliminated from the right end, an arrow fills nothing in. */
START_TEST(little_is_filled_in)
{
  struct matrix m = { .n = MOST };
  int k = 0;
  for (int j = 0; j < MOST; j++) {
    for (int i = 0; i < MOST; i++)
      if (i == j || !i || !j) m.row[k] = i, m.value[k++] = m.dense[i][j] = i == j ? -2 : 1;
    m.colptr[j + 1] = k;
  }
  struct sparse_plan *plan = sparse_plan_new(m.n, m.colptr, m.row);
  ck_assert_int_eq(sparse_plan_entries(plan), 3 * MOST - 2);
  sparse_plan_free(plan);
}
END_TEST

static int factor_and_solve(const struct matrix *m, double d, double g, double *b)
{
  struct sparse_plan *plan = sparse_plan_new(m->n, m->colptr, m->row);
  struct sparse_lu *lu = sparse_lu_new(plan);
  const int way = sparse_lu_factor(lu, m->value, d, g);
  if (way != SPARSE_LU_SINGULAR) {
    sparse_lu_solve(lu, b); /* by LAPACK too */
  }
  sparse_lu_free(lu);
  sparse_plan_free(plan);
  return way;
}

START_TEST(a_pivot_that_is_zero)
{
  const struct matrix swap = of_dense(2, (const double[]){ 0, 1, 1, 0 });
  double b[] = { 3, 5 };
  ck_assert_int_eq(factor_and_solve(&swap, 0, -1, b), SPARSE_LU_LAPACK);
  near(b[0], 5, ROUNDING);
  near(b[1], 3, ROUNDING);
}
END_TEST

/* The diagonal cancels to the last digits: 1 - g J is 1e-12 of its terms. */
START_TEST(a_pivot_that_cancels)
{
  const double tiny = 1e-12;
  const struct matrix m = of_dense(2, (const double[]){ 1 - tiny, 2, 3, -1 });
  const double rest = 1 - (1 - tiny); /* as rounded */
  double b[] = { 1, 1 };
  ck_assert_int_eq(factor_and_solve(&m, 1, 1, b), SPARSE_LU_LAPACK);
  /* rest x - 2 y = 1, -3 x + 2 y = 1 */
  const double x = 2 / (rest - 3);
  near(b[0], x, 4 * ROUNDING);
  near(b[1], (1 + 3 * x) / 2, 40 * ROUNDING);
}
END_TEST

/* The second pivot cancels against what the first takes from it. */
START_TEST(a_pivot_that_cancels_on_the_way)
{
  const double fast = 1e13;
  const struct matrix m = of_dense(2, (const double[]){ -fast, fast, fast, -fast });
  double b[] = { 3, 5 };
  ck_assert_int_eq(factor_and_solve(&m, 1, 1, b), SPARSE_LU_LAPACK);
  /* the sum is kept: x + y = 8; pivots give it to the rounding of fast against 1 */
  near(b[0], 4, 1e-2);
  near(b[1], 4, 1e-2);
}
END_TEST

START_TEST(singular)
{
  const struct matrix ones = of_dense(2, (const double[]){ 1, 1, 1, 1 });
  const struct matrix none = of_dense(3, (const double[]){ 0, 0, 0, 0, 0, 0, 0, 0, 0 });
  const struct matrix one = of_dense(1, (const double[]){ 4 });
  double b[] = { 3, 5, 7 };
  ck_assert_int_eq(factor_and_solve(&ones, 0, -1, b), SPARSE_LU_SINGULAR);
  ck_assert_int_eq(factor_and_solve(&none, 0, 1, b), SPARSE_LU_SINGULAR);
  ck_assert_int_eq(factor_and_solve(&one, 1, 0.25, b), SPARSE_LU_SINGULAR);
  ck_assert_int_eq(factor_and_solve(&one, 1, 0.5, b), SPARSE_LU_LIST);
  near(b[0], -3, ROUNDING);
}
END_TEST

/* NaN is no pivot; what comes out does not matter, but it must come out. */
START_TEST(not_a_number)
{
  const struct matrix m = of_dense(2, (const double[]){ NAN, 1, 1, 2 });
  double b[] = { 3, 5 };
  ck_assert_int_ne(factor_and_solve(&m, 1, 1, b), SPARSE_LU_LIST);
}
END_TEST

/* A factorisation after a failed one is as good as the first. */
START_TEST(recovers)
{
  const struct matrix m = of_dense(2, (const double[]){ 1, 1, 1, 1 });
  struct sparse_plan *plan = sparse_plan_new(2, m.colptr, m.row);
  struct sparse_lu *lu = sparse_lu_new(plan);
  ck_assert_int_eq(sparse_lu_factor(lu, m.value, 0, 1), SPARSE_LU_SINGULAR);
  ck_assert_int_eq(sparse_lu_factor(lu, m.value, 1, 0.25), SPARSE_LU_LIST);
  double b[] = { 1, 0 };
  sparse_lu_solve(lu, b);
  near(b[0], 1.5, ROUNDING); /* inverse of (0.75, -0.25; -0.25, 0.75) */
  near(b[1], 0.5, ROUNDING);
  sparse_lu_free(lu);
  sparse_plan_free(plan);
}
END_TEST

START_TEST(nothing)
{
  const int colptr[] = { 0 }, row[] = { 0 };
  struct sparse_plan *plan = sparse_plan_new(0, colptr, row);
  struct sparse_lu *lu = sparse_lu_new(plan);
  ck_assert_int_eq(sparse_plan_entries(plan), 0);
  ck_assert_int_eq(sparse_lu_factor(lu, NULL, 1, 1), SPARSE_LU_LIST);
  sparse_lu_free(lu);
  sparse_plan_free(plan);
  sparse_lu_free(NULL);
  sparse_plan_free(NULL);
}
END_TEST

START_TEST(dense_door)
{
  double A[] = { 0, 2, 4, 1 }, b[] = { 8, 5 }; /* by columns: 4 y = 8, 2 x + y = 5 */
  int pivots[2];
  ck_assert_int_eq(linalg_factor(2, A, pivots), 0);
  linalg_solve(2, A, pivots, b);
  near(b[0], 1.5, ROUNDING);
  near(b[1], 2, ROUNDING);
  double flat[] = { 1, 2, 2, 4 };
  ck_assert_int_eq(linalg_factor(2, flat, pivots), 1);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("sparse_lu");
  tcase_add_loop_test(tests, random_matrices, 0, 200);
  tcase_add_test(tests, little_is_filled_in);
  tcase_add_test(tests, a_pivot_that_is_zero);
  tcase_add_test(tests, a_pivot_that_cancels);
  tcase_add_test(tests, a_pivot_that_cancels_on_the_way);
  tcase_add_test(tests, singular);
  tcase_add_test(tests, not_a_number);
  tcase_add_test(tests, recovers);
  tcase_add_test(tests, nothing);
  tcase_add_test(tests, dense_door);
  return run_tests("sparse_lu", tests);
}
