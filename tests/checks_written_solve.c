/* checks_written_solve.c — checks of the written-out code: elimination against LAPACK's with pivots. */
#include "checks.h"
#include "equations.h"
#include "linalg.h"
#include "sparse_lu.h"
#include "written_group.h"

#include <stdlib.h>
#include <string.h>

#define SOLVED 1e-6 /* what is asked of solutions */

/* A = diag(d) - J, by columns. */
static void matrix(model_ptr m, const struct written *w, const double *J, double d, double *A)
{
  const int n = m->nx;
  memset(A, 0, sizeof *A * (size_t)(n * n));
  for (int j = 0; j < n; j++) {
    A[j * n + j] = d;
    for (int k = w->colptr[j]; k < w->colptr[j + 1]; k++) A[j * n + w->row[k]] -= J[k];
  }
}

/* Scales rows, then columns, to a largest entry of 1: states differ by 24 orders, and LAPACK goes
 * by size when it pivots. */
static void scale(int n, double *A, double *row, double *column)
{
  for (int i = 0; i < n; i++) {
    row[i] = 0;
    for (int j = 0; j < n; j++) row[i] = fmax(row[i], fabs(A[j * n + i]));
    for (int j = 0; j < n; j++) A[j * n + i] /= row[i];
  }
  for (int j = 0; j < n; j++) {
    column[j] = 0;
    for (int i = 0; i < n; i++) column[j] = fmax(column[j], fabs(A[j * n + i]));
    for (int i = 0; i < n; i++) A[j * n + i] /= column[j];
  }
}

/* By LAPACK, in scaled unknowns; entries of J moved by so much of themselves.  -1: singular. */
static int pivoted(model_ptr m, const struct written *w, const double *J,
                   const struct person *a, double move, double *solution, double *column)
{
  const int n = m->nx, entries = w->colptr[n];
  double *A = numbers(n * n), *row = numbers(n), *moved = numbers(entries);
  int *pivots = calloc((size_t)n + 1, sizeof *pivots);
  for (int k = 0; k < entries; k++) moved[k] = J[k] * (k % 2 ? 1 + move : 1 - move);
  matrix(m, w, moved, a->d, A);
  scale(n, A, row, column);
  for (int i = 0; i < n; i++) solution[i] = a->b[i] / row[i];
  const int failed = linalg_factor(n, A, pivots);
  if (!failed) linalg_solve(n, A, pivots, solution);
  free(A), free(row), free(moved), free(pivots);
  return failed ? -1 : 0;
}

/* The largest error of a solution in the scaled unknowns, in units of the largest of these; or of
 * how far it moves with entries of J in the tenth digit, where that is more: a pivot may lose nine
 * of sixteen digits before it is refused. */
static double error_of_solution(model_ptr m, const struct written *w, const double *J,
                                const struct person *a, const double *solution)
{
  const int n = m->nx;
  double *right = numbers(3 * n), *moved = right + n, *column = moved + n;
  double error = 0, size = 0, moves = 0;
  if (pivoted(m, w, J, a, 1e-10, moved, column) == 0 &&
      pivoted(m, w, J, a, 0, right, column) == 0)
    for (int i = 0; i < n; i++) {
      const double difference = fabs(solution[i] * column[i] - right[i]);
      if (!(difference <= error)) error = difference; /* NaN too */
      size = fmax(size, fabs(right[i]));
      moves = fmax(moves, fabs(moved[i] - right[i]));
    }
  free(right);
  return error > 0 ? error / fmax(size, moves / SOLVED) : error;
}

/* b + J x against its sum term by term, in rounding errors of the terms; and what solves for it against
 * solve(), in every bit.  One J and L, v, for all lanes. */
static void check_product(model_ptr m, const struct written *w, const double *v,
                          struct report *report)
{
  const struct results r = results_of(m, w);
  const int n = m->nx, lanes = w->lanes, all = n * lanes;
  double *J = numbers(w->colptr[n] * ENTRY_APART), *L = numbers(w->nl * lanes),
         *x = numbers(all), *b = numbers(all), *sum = numbers(all), *terms = numbers(all);
  for (int k = 0; k < w->colptr[n]; k++) J[k * ENTRY_APART] = v[r.J + k];
  for (int k = 0; k < w->nl * lanes; k++) L[k] = v[r.L + k / lanes];
  for (int i = 0; i < all; i++) {
    x[i] = fmod(0.6180339887498949 * (i + 1), 1), sum[i] = b[i] = v[r.b + i / lanes] - x[i];
    terms[i] = fabs(b[i]);
  }
  for (int j = 0; j < n; j++)
    for (int k = w->colptr[j]; k < w->colptr[j + 1]; k++)
      for (int l = 0; l < lanes; l++) {
        const double term = v[r.J + k] * x[j * lanes + l];
        sum[w->row[k] * lanes + l] += term;
        terms[w->row[k] * lanes + l] += fabs(term);
      }
  w->add_product(J, x, b);
  int off = 0;
  for (int i = 0; i < all; i++) off += !(fabs(b[i] - sum[i]) <= 1e-14 * terms[i]);
  if (off) report_say(report, m, "in %d lanes, the product with the Jacobian is wrong", lanes);
  for (int i = 0; i < all; i++) sum[i] = v[r.b + i / lanes] - x[i];
  w->solve(L, b);
  w->add_product_and_solve(J, v + r.L, x, sum);
  if (!off && memcmp(b, sum, sizeof *b * (size_t)all) != 0)
    report_say(report, m, "in %d lanes, product and solution are not one after the other",
               lanes);
  free(J), free(L), free(x), free(b), free(sum), free(terms);
}

/* d: some number, or one that makes a pivot 0 up to rounding, which must be refused. */
static void check_solves(model_ptr m, const struct written *w, const struct equations *e,
                         const struct group *g, struct report *report)
{
  const struct results r = results_of(m, w);
  struct sparse_lu *lu = sparse_lu_new(e->plan);
  double *results = numbers(r.n);
  group_run(m, w, g, results);
  for (int l = 0; l < PATIENTS && report->count == 0; l++) {
    const double *v = results + l * r.n;
    const struct person *a = &g->person[l];
    const int refused = v[r.refused] != 0;
    const int list = sparse_lu_factor(lu, v + r.J, a->d, 1) == SPARSE_LU_LIST;
    if (refused == list)
      report_say(report, m, "the elimination is %s, and by the engine's list %s",
                 refused ? "refused" : "accepted", list ? "accepted" : "refused");
    if (refused || !list) continue;
    const double error = error_of_solution(m, w, v + r.J, a, v + r.b);
    if (!(error <= SOLVED))
      report_say(report, m, "the solution is off by %g of its size", error);
    EACH_BUILD(m, build)
    if (report->count == 0) check_product(m, build, v, report);
  }
  free(results);
  sparse_lu_free(lu);
}

void check_written_solve(model_ptr m, struct report *report)
{
  const struct written *w = written_find(m, 1);
  struct equations *e = equations_new(m);
  struct group g = group_begin(m, 16);
  const struct results r = results_of(m, w);
  double *results = numbers(r.n);
  for (int k = 0; k < POINTS && m->nx; k++) {
    group_draw(m, &g, k % 4);
    check_solves(m, w, e, &g, report);
    group_run(m, w, &g, results);
    for (int l = 0; l < PATIENTS; l++) { /* diagonal entry k - J as nothing but rounding */
      const int column = (k + l) % m->nx;
      for (int i = w->colptr[column]; i < w->colptr[column + 1]; i++)
        if (w->row[i] == column) g.person[l].d = results[l * r.n + r.J + i] * (1 + 1e-12);
    }
    check_solves(m, w, e, &g, report);
  }
  free(results);
  group_end(&g);
  equations_free(e);
}
