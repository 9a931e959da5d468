/* fit_search.c — Levenberg and Marquardt's method on A'A, within bounds.
 *
 * A step solves min |R p + c|^2 + lambda |D p|^2, D the longest that each column has been, by QR
 * of the stacked matrix: the information is never squared.  What a step would take across a bound
 * goes to the bound, and the step is solved again for the others.  A trial that cannot be run is
 * a step that did not help. */
#include "fit.h"

#include "linalg.h"

#include <math.h>
#include <string.h>

/* Steps below the noise of integration that may follow one another without halving what is still
 * expected to be gained. */
enum { MOST_QUIET = 5 };
static const double FIRST_LAMBDA = 1e-3, LAST_LAMBDA = 1e16;

struct search {
  impakt_fit *fit;
  int n;
  double lambda, growth, least_lambda;
  /* of the scratch: */
  double *D, *low, *high, *p, *M, *rhs, *work;
};

double fit_rank_tolerance(const impakt_fit *fit)
{
  double rtol = 0;
  for (int i = 0; i < fit->subjects.n; i++)
    rtol = fmax(rtol, fit_subject(fit, i)->sim->options[IMPAKT_RELATIVE_TOLERANCE - 100]);
  return fmin(fmax(1e-7, 10 * rtol), 1e-2);
}

double fit_half_slope(const impakt_fit *fit, const struct fit_point *p, int k)
{
  double sum = 0;
  for (int i = 0; i <= k; i++) sum += p->R[(size_t)k * fit->n + i] * p->c[i];
  return sum;
}

int fit_on_bound(const impakt_fit *fit, const struct fit_point *p, int k)
{
  const double slope = fit_half_slope(fit, p, k);
  return (p->u[k] <= fit_lowest(&fit->unknowns[k]) && slope >= 0) ||
         (p->u[k] >= fit_highest(&fit->unknowns[k]) && slope <= 0);
}

double fit_column_length(const impakt_fit *fit, const struct fit_point *p, int k)
{
  double sum = 0;
  for (int i = 0; i <= k; i++) sum += pow(p->R[(size_t)k * fit->n + i], 2);
  return sqrt(sum);
}

void fit_scaled_columns(const impakt_fit *fit, const struct fit_point *p, const int *which,
                        int m, double *columns, double *length)
{
  const size_t n = fit->n;
  for (int j = 0; j < m; j++) {
    const double found = fit_column_length(fit, p, which[j]);
    length[j] = found > 0 ? found : 1;
    for (size_t i = 0; i < n; i++) columns[j * n + i] = p->R[which[j] * n + i] / length[j];
  }
}

/* By how much the objective is expected to fall where it is least, in what is free to move. */
static double expected_fall(struct search *s)
{
  impakt_fit *fit = s->fit;
  const struct fit_point *at = &fit->points[0];
  const int n = s->n;
  int *which = (int *)s->work, m = 0;
  for (int k = 0; k < n; k++)
    if (!fit->held[k] && !fit_on_bound(fit, at, k)) which[m++] = k;
  double *length = s->work + n, *values = length + n, *work = values + n;
  fit_scaled_columns(fit, at, which, m, s->M, length);
  if (linalg_svd(n, m, s->M, values, NULL, work)) return INFINITY;
  double fall = 0;
  for (int j = 0; j < m && values[j] > fit_rank_tolerance(fit) * values[0]; j++) {
    double along = 0;
    for (int i = 0; i < n; i++) along += s->M[(size_t)j * n + i] * at->c[i];
    fall += along * along;
  }
  return fall;
}

/* The step for those that are free; p of the others is set. */
static int solve(struct search *s, const char *is_free)
{
  const struct fit_point *at = &s->fit->points[0];
  const int n = s->n;
  int m = 0;
  for (int k = 0; k < n; k++) m += is_free[k] != 0;
  const int rows = n + m;
  memset(s->M, 0, sizeof *s->M * rows * m);
  for (int i = 0; i < n; i++) s->rhs[i] = -at->c[i];
  for (int i = n; i < rows; i++) s->rhs[i] = 0;
  for (int k = 0, j = 0; k < n; k++) {
    const double *column = at->R + (size_t)k * n;
    if (is_free[k]) {
      memcpy(s->M + (size_t)j * rows, column, sizeof *column * n);
      s->M[(size_t)j * rows + n + j] = sqrt(s->lambda) * s->D[k];
      j++;
    } else {
      for (int i = 0; i < n; i++) s->rhs[i] -= column[i] * s->p[k];
    }
  }
  if (linalg_least_squares(rows, m, s->M, s->rhs, s->work)) return -1;
  for (int k = 0, j = 0; k < n; k++)
    if (is_free[k]) s->p[k] = s->rhs[j++];
  return 0;
}

/* The step within the bounds; how much it is expected to lower the objective, or less than 0. */
static double step(struct search *s, char *is_free)
{
  impakt_fit *fit = s->fit;
  const struct fit_point *at = &fit->points[0];
  for (int k = 0; k < s->n; k++) {
    is_free[k] = !fit->held[k] && !fit_on_bound(fit, at, k);
    s->p[k] = 0;
  }
  for (int crossed = 1; crossed;) {
    if (solve(s, is_free)) return -1;
    crossed = 0;
    for (int k = 0; k < s->n; k++) {
      if (!is_free[k]) continue;
      const double to = at->u[k] + s->p[k];
      if (to >= s->low[k] && to <= s->high[k]) continue;
      s->p[k] = (to < s->low[k] ? s->low[k] : s->high[k]) - at->u[k];
      is_free[k] = 0;
      crossed = 1;
    }
  }
  double fall = 0;
  for (int i = 0; i < s->n; i++) {
    double moved = at->c[i];
    for (int k = i; k < s->n; k++) moved += at->R[(size_t)k * s->n + i] * s->p[k];
    fall += at->c[i] * at->c[i] - moved * moved;
  }
  return fall;
}

static void lengthen(struct search *s)
{
  for (int k = 0; k < s->n; k++)
    s->D[k] = fmax(s->D[k], fit_column_length(s->fit, &s->fit->points[0], k));
}

static void swap(impakt_fit *fit)
{
  const struct fit_point point = fit->points[0];
  fit->points[0] = fit->points[1];
  fit->points[1] = point;
}

enum outcome { MOVED, MOVED_QUIETLY, STUCK, BROKEN };

/* Tries ever shorter steps until one lowers the objective. */
static enum outcome move(struct search *s, int *status, struct message *why)
{
  impakt_fit *fit = s->fit;
  char *is_free = (char *)(s->work + 3 * s->n + 4);
  double *u = s->rhs;
  for (; s->lambda < LAST_LAMBDA; s->lambda *= s->growth, s->growth *= 2) {
    const struct fit_point *at = &fit->points[0];
    const double expected = step(s, is_free);
    if (!(expected > 0)) continue;
    for (int k = 0; k < s->n; k++) {
      u[k] = fmin(fmax(at->u[k] + s->p[k], s->low[k]), s->high[k]);
      if (fit->held[k]) u[k] = at->u[k];
    }
    *status = fit_point_move(fit, &fit->points[1], u, FIT_OBSERVED);
    if (!*status) *status = fit_point_settle(fit, &fit->points[1]);
    if (*status && !fit_may_recover(*status)) return BROKEN;
    if (*status) {
      *why = fit->message;
      continue;
    }
    const double fall = at->objective - fit->points[1].objective;
    const int is_quiet = expected < at->noise && fall > -at->noise;
    if (!(fall > 1e-4 * expected) && !is_quiet) continue;
    const double away = 2 * fall / expected - 1;
    s->lambda *= is_quiet ? 0.1 : fmax(0.1, 1 - away * away * away);
    s->lambda = fmax(s->lambda, s->least_lambda);
    s->growth = 2;
    why->text[0] = '\0';
    swap(fit);
    return is_quiet ? MOVED_QUIETLY : MOVED;
  }
  return STUCK;
}

static void begin(struct search *s, impakt_fit *fit)
{
  const size_t n = fit->n;
  *s = (struct search){ .fit = fit, .n = fit->n, .lambda = FIRST_LAMBDA, .growth = 2 };
  s->least_lambda = pow(fit_rank_tolerance(fit), 2);
  s->D = fit->scratch;
  s->low = s->D + n;
  s->high = s->low + n;
  s->p = s->high + n;
  s->rhs = s->p + n;            /* 2 n */
  s->work = s->rhs + 2 * n;     /* 24 n + 16 */
  s->M = s->work + 24 * n + 16; /* 2 n^2 */
  for (size_t k = 0; k < n; k++) {
    s->D[k] = 0;
    s->low[k] = fit_lowest(&fit->unknowns[k]);
    s->high[k] = fit_highest(&fit->unknowns[k]);
  }
  lengthen(s);
  /* of a column that is 0 anything will do */
  for (size_t k = 0; k < n; k++)
    if (s->D[k] == 0) s->D[k] = 1;
}

int fit_search(impakt_fit *fit)
{
  struct search s;
  struct message why = { "" };
  int status = fit_point_settle(fit, &fit->points[0]);
  if (status) return status;
  begin(&s, fit);
  const double tolerance = fit->options[IMPAKT_FIT_TOLERANCE - 200];
  const int most = (int)fit->options[IMPAKT_FIT_MAX_ITERATIONS - 200];
  double fall = expected_fall(&s);
  double least_fall = INFINITY;
  int quiet = 0;
  for (int i = 0; i < most && fall > tolerance; i++) {
    const enum outcome outcome = move(&s, &status, &why);
    if (outcome == BROKEN) return status;
    if (outcome == STUCK) {
      /* nothing that can be seen through the noise is left to be gained */
      if (fall < fit->points[0].noise && !*why.text) return IMPAKT_OK;
      return message_set(&fit->message, IMPAKT_E_CONVERGENCE,
                         "no step lowers the objective, %.8g, which should fall by %.2g%s%s",
                         fit->points[0].objective, fall, *why.text ? "; " : "", why.text);
    }
    lengthen(&s);
    fall = expected_fall(&s);
    quiet = outcome == MOVED_QUIETLY && fall > 0.5 * least_fall ? quiet + 1 : 0;
    if (!quiet) least_fall = fall;
    if (quiet == MOST_QUIET && fall < fit->points[0].noise) return IMPAKT_OK;
  }
  if (fall <= tolerance) return IMPAKT_OK;
  return message_set(
      &fit->message, IMPAKT_E_CONVERGENCE,
      "the search used its %d iterations; the objective, %.8g, should fall by %.2g "
      "more",
      most, fit->points[0].objective, fall);
}
