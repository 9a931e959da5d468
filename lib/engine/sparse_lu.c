/* sparse_lu.c — analysis into a list of operations, and the runs down that list. */
#include "sparse_lu.h"

#include "linalg.h"
#include "sparse_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sparse_lu {
  const struct sparse_plan *plan;
  double *entries, *summed; /* summed: magnitude of what each pivot was summed from */
  double *dense;
  int *pivots, by_lapack;
};

static int append(struct stream *s, int number)
{
  if (s->length == s->room) {
    const int room = s->room ? 2 * s->room : 64;
    int *code = realloc(s->code, sizeof *code * room);
    if (!code) return -1;
    s->code = code, s->room = room;
  }
  s->code[s->length++] = number;
  return 0;
}

/* ---- analysis ------------------------------------------------------------------------------ */

struct analysis {
  int n;
  char *full; /* [row][column], filled in as pivots go */
  char *gone;
  int *order; /* variable eliminated at each place */
  int *at;    /* [row][column], entry of LU or -1 */
};

static long markowitz_cost(const struct analysis *a, int k)
{
  long rows = 0, columns = 0;
  for (int i = 0; i < a->n; i++)
    if (!a->gone[i] && i != k) {
      rows += a->full[i * a->n + k];
      columns += a->full[k * a->n + i];
    }
  return rows * columns;
}

static void choose_order(struct analysis *a)
{
  const int n = a->n;
  for (int e = 0; e < n; e++) {
    long least = -1;
    int pick = 0;
    for (int k = 0; k < n; k++) {
      if (a->gone[k]) continue;
      const long cost = markowitz_cost(a, k);
      if (least < 0 || cost < least) least = cost, pick = k;
    }
    a->gone[pick] = 1;
    a->order[e] = pick;
    for (int i = 0; i < n; i++)
      if (!a->gone[i] && a->full[i * n + pick])
        for (int j = 0; j < n; j++)
          if (!a->gone[j] && a->full[pick * n + j]) a->full[i * n + j] = 1;
  }
}

static int list_elimination(struct sparse_plan *plan, const struct analysis *a)
{
  const int n = a->n;
  struct stream *s = &plan->eliminate;
  int failed = 0;
  for (int e = 0; e < n; e++) {
    const int k = a->order[e];
    int below = 0, right = 0;
    for (int c = e + 1; c < n; c++) {
      below += a->full[a->order[c] * n + k];
      right += a->full[k * n + a->order[c]];
    }
    failed |= append(s, a->at[k * n + k]) | append(s, e) | append(s, below) | append(s, right);
    for (int r = e + 1; r < n; r++) {
      const int i = a->order[r];
      if (!a->full[i * n + k]) continue;
      failed |= append(s, a->at[i * n + k]) | append(s, a->at[k * n + i]) |
                append(s, a->at[i * n + i]) | append(s, r);
      for (int c = e + 1; c < n; c++) {
        const int j = a->order[c];
        if (j != i && a->full[k * n + j])
          failed |= append(s, a->at[i * n + j]) | append(s, a->at[k * n + j]);
      }
    }
  }
  return failed;
}

/* The entries of row k in places [from, to), as number, (entry, column)... */
static int list_row(struct stream *s, const struct analysis *a, int k, int from, int to,
                    int diagonal)
{
  const int n = a->n;
  int number = 0;
  for (int c = from; c < to; c++) number += a->full[k * n + a->order[c]];
  if (!number && !diagonal) return 0;
  int failed = append(s, k) | append(s, number);
  if (diagonal) failed |= append(s, a->at[k * n + k]);
  for (int c = from; c < to; c++) {
    const int j = a->order[c];
    if (a->full[k * n + j]) failed |= append(s, a->at[k * n + j]) | append(s, j);
  }
  return failed;
}

static int list_solves(struct sparse_plan *plan, const struct analysis *a)
{
  const int n = a->n;
  int failed = 0;
  for (int e = 0; e < n; e++) {
    const int before = plan->lower.length;
    failed |= list_row(&plan->lower, a, a->order[e], 0, e, 0);
    plan->n_lower += plan->lower.length > before;
  }
  for (int e = n - 1; e >= 0; e--)
    failed |= list_row(&plan->upper, a, a->order[e], e + 1, n, 1);
  return failed;
}

static int analyse(struct sparse_plan *plan, struct analysis *a)
{
  const int n = a->n;
  for (int j = 0; j < n; j++)
    for (int k = plan->colptr[j]; k < plan->colptr[j + 1]; k++)
      a->full[plan->row[k] * n + j] = 1;
  choose_order(a);
  for (int r = 0; r < n; r++) {
    plan->place_of[a->order[r]] = r;
    for (int c = 0; c < n; c++) {
      const int ij = a->order[r] * n + a->order[c];
      a->at[ij] = a->full[ij] ? plan->n_lu++ : -1;
    }
  }
  for (int j = 0; j < n; j++) {
    plan->diagonal[j] = a->at[j * n + j];
    for (int k = plan->colptr[j]; k < plan->colptr[j + 1]; k++)
      plan->load[k] = a->at[plan->row[k] * n + j];
  }
  return list_elimination(plan, a) | list_solves(plan, a);
}

struct sparse_plan *sparse_plan_new(int n, const int *colptr, const int *row)
{
  const size_t nn = (size_t)n * n + 1;
  struct sparse_plan *plan = calloc(1, sizeof *plan);
  struct analysis a = { n, calloc(nn, 1), calloc(n + 1, 1), calloc(n + 1, sizeof(int)),
                        calloc(nn, sizeof(int)) };
  int failed = !plan || !a.full || !a.gone || !a.order || !a.at;
  if (!failed) {
    *plan = (struct sparse_plan){ .n = n, .colptr = colptr, .row = row };
    plan->load = calloc(colptr[n] + 1, sizeof(int));
    plan->diagonal = calloc(n + 1, sizeof(int));
    plan->place_of = calloc(n + 1, sizeof(int));
    failed = !plan->load || !plan->diagonal || !plan->place_of || analyse(plan, &a);
  }
  free(a.full);
  free(a.gone);
  free(a.order);
  free(a.at);
  if (!failed) return plan;
  sparse_plan_free(plan);
  return NULL;
}

void sparse_plan_free(struct sparse_plan *plan)
{
  if (!plan) return;
  free(plan->load);
  free(plan->diagonal);
  free(plan->place_of);
  free(plan->eliminate.code);
  free(plan->lower.code);
  free(plan->upper.code);
  free(plan);
}

int sparse_plan_entries(const struct sparse_plan *plan) { return plan->n_lu; }

/* ---- numbers -------------------------------------------------------------------------------- */

struct sparse_lu *sparse_lu_new(const struct sparse_plan *plan)
{
  const size_t n = plan->n;
  struct sparse_lu *lu = calloc(1, sizeof *lu);
  if (!lu) return NULL;
  lu->plan = plan;
  lu->entries = calloc(plan->n_lu + 1, sizeof(double));
  lu->summed = calloc(n + 1, sizeof(double));
  lu->dense = calloc(n * n + 1, sizeof(double));
  lu->pivots = calloc(n + 1, sizeof(int));
  if (lu->entries && lu->summed && lu->dense && lu->pivots) return lu;
  sparse_lu_free(lu);
  return NULL;
}

void sparse_lu_free(struct sparse_lu *lu)
{
  if (!lu) return;
  free(lu->entries);
  free(lu->summed);
  free(lu->dense);
  free(lu->pivots);
  free(lu);
}

static void load(struct sparse_lu *lu, const double *J, double d, double g)
{
  const struct sparse_plan *plan = lu->plan;
  double *L = lu->entries;
  memset(L, 0, sizeof *L * plan->n_lu);
  for (int k = 0; k < plan->colptr[plan->n]; k++) L[plan->load[k]] = -g * J[k];
  for (int i = 0; i < plan->n; i++) {
    const double before = L[plan->diagonal[i]];
    L[plan->diagonal[i]] = d + before;
    lu->summed[plan->place_of[i]] = fabs(d) + fabs(before);
  }
}

/* 0, or -1 as soon as a pivot has cancelled */
static int eliminate(struct sparse_lu *lu)
{
  double *restrict L = lu->entries;
  double *restrict summed = lu->summed;
  const int *code = lu->plan->eliminate.code;
  for (int e = 0; e < lu->plan->n; e++) {
    const int diagonal = code[0], place = code[1], below = code[2], right = code[3];
    code += 4;
    if (!(fabs(L[diagonal]) > SPARSE_LU_CANCELLED * summed[place])) return -1; /* also if NaN */
    const double inverse = L[diagonal] = 1 / L[diagonal];
    for (int r = 0; r < below; r++) {
      const double m = L[code[0]] *= inverse;
      const int source = code[1];
      int updates = right;
      if (source >= 0) {
        const double update = m * L[source];
        L[code[2]] -= update;
        summed[code[3]] += fabs(update);
        updates--;
      }
      code += 4;
      for (int k = 0; k < updates; k++, code += 2) L[code[0]] -= m * L[code[1]];
    }
  }
  return 0;
}

static int factor_dense(struct sparse_lu *lu, const double *J, double d, double g)
{
  const struct sparse_plan *plan = lu->plan;
  const int n = plan->n;
  memset(lu->dense, 0, sizeof(double) * n * n);
  for (int j = 0; j < n; j++) {
    for (int k = plan->colptr[j]; k < plan->colptr[j + 1]; k++)
      lu->dense[j * n + plan->row[k]] = -g * J[k];
    lu->dense[j * n + j] += d;
  }
  return linalg_factor(n, lu->dense, lu->pivots) ? SPARSE_LU_SINGULAR : SPARSE_LU_LAPACK;
}

int sparse_lu_factor(struct sparse_lu *lu, const double *J, double d, double g)
{
  load(lu, J, d, g);
  lu->by_lapack = eliminate(lu) != 0;
  return lu->by_lapack ? factor_dense(lu, J, d, g) : SPARSE_LU_LIST;
}

void sparse_lu_solve(const struct sparse_lu *lu, double *b)
{
  if (lu->by_lapack) {
    linalg_solve(lu->plan->n, lu->dense, lu->pivots, b);
    return;
  }
  /* a row's sum stays in a register: through memory every term would wait for the last store */
  const double *restrict L = lu->entries;
  const struct sparse_plan *plan = lu->plan;
  const int *code = plan->lower.code;
  for (int r = 0; r < plan->n_lower; r++) {
    const int row = code[0], number = code[1];
    double sum = b[row];
    code += 2;
    for (int k = 0; k < number; k++, code += 2) sum -= L[code[0]] * b[code[1]];
    b[row] = sum;
  }
  code = plan->upper.code;
  for (int r = 0; r < plan->n; r++) {
    const int row = code[0], number = code[1], diagonal = code[2];
    double sum = b[row];
    code += 3;
    for (int k = 0; k < number; k++, code += 2) sum -= L[code[0]] * b[code[1]];
    b[row] = sum * L[diagonal];
  }
}
