/* fit_result.c — what follows at the optimum: covariance, and what the observations do not tell.
 *
 * The columns of R are divided by their lengths, and R = U S V'.  A singular value that is 0 but for
 * errors of integration is a direction in which nothing observed changes: its vector in V names the
 * unknowns that move along it. */
#include "fit.h"

#include "linalg.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Parts of a null vector, of its largest: what it is said to be made of, and what is not known. */
static const double NAMED = 0.1, UNKNOWN = 0.01;
static const double LEAST_FALL = 1e-6; /* of the objective, that holds something on a bound */

struct conclusion {
  impakt_fit *fit;
  int n, m;        /* unknowns, and those that are free */
  int *which;      /* [m] */
  int *is_unknown; /* [m]: not identifiable */
  double *columns, *Vt, *length, *values, *work;
  int n_null;
  char remarks[sizeof((struct message *)0)->text];
};

int fit_freedom(const impakt_fit *fit)
{
  return (int)impakt_fit_observations(fit) - fit_count_unknowns(fit);
}

static void say(struct conclusion *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(struct conclusion *c, const char *format, ...)
{
  const size_t used = strlen(c->remarks);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(c->remarks + used, sizeof c->remarks - used, format, arguments);
  va_end(arguments);
}

/* Whether the objective would fall behind the bound that an unknown is on, by more than errors of
 * integration make; what is there by chance counts as free. */
static int is_held_by_bound(const impakt_fit *fit, int k)
{
  const struct fit_point *p = &fit->points[0];
  const double length = fit_column_length(fit, p, k);
  if (!fit_on_bound(fit, p, k) || length == 0) return 0;
  return pow(fit_half_slope(fit, p, k) / length, 2) > fmax(LEAST_FALL, p->noise);
}

static void begin(struct conclusion *c, impakt_fit *fit, enum fit_purpose purpose)
{
  const size_t n = fit->n;
  *c = (struct conclusion){ .fit = fit, .n = fit->n };
  c->columns = fit->scratch;
  c->Vt = c->columns + n * n;
  c->length = c->Vt + n * n;
  c->values = c->length + n;
  c->which = (int *)(c->values + n); /* n doubles hold both */
  c->is_unknown = c->which + n;
  c->work = c->values + 2 * n; /* 10 n */
  for (int k = 0; k < c->n; k++) {
    c->is_unknown[k] = 0;
    if (purpose == FIT_PLANNED || !is_held_by_bound(fit, k)) {
      c->which[c->m++] = k;
      continue;
    }
    const struct fit_unknown *unknown = &fit->unknowns[k];
    say(c, "%s'%s' is on its bound %g and counts as fixed", *c->remarks ? "; " : "",
        unknown->name, fit->points[0].x[k]);
  }
}

static void name_null_vector(struct conclusion *c, const double *v, int stride)
{
  double most = 0;
  int count = 0;
  for (int j = 0; j < c->m; j++) most = fmax(most, fabs(v[j * stride]));
  for (int j = 0; j < c->m; j++) count += fabs(v[j * stride]) > NAMED * most;
  say(c, "%s", *c->remarks ? "; " : "");
  for (int j = 0, i = 0; j < c->m; j++) {
    if (fabs(v[j * stride]) > UNKNOWN * most) c->is_unknown[j] = 1;
    if (fabs(v[j * stride]) <= NAMED * most) continue;
    say(c, "%s'%s'",
        i == 0           ? ""
        : i == count - 1 ? " and "
                         : ", ",
        c->fit->unknowns[c->which[j]].name);
    i++;
  }
  if (count == 1) say(c, " is not identifiable: no observation depends on it");
  else
    say(c, " are not identifiable: the observations tell %s of them",
        count == 2 ? "one" : "less");
}

/* The covariance of what is identified: V S^-2 V', with the lengths undone. */
static int invert(struct conclusion *c)
{
  impakt_fit *fit = c->fit;
  const int n = c->n, m = c->m;
  double *covariance = fit->result.covariance;
  for (int i = 0; i < n * n; i++) covariance[i] = NAN;
  fit_scaled_columns(fit, &fit->points[0], c->which, m, c->columns, c->length);
  if (linalg_svd(n, m, c->columns, c->values, c->Vt, c->work))
    return message_set(&fit->message, IMPAKT_E_INTERNAL, "LAPACK could not decompose a matrix");
  const double least = m ? fit_rank_tolerance(fit) * c->values[0] : 0;
  int rank = 0;
  while (rank < m && c->values[rank] > least) rank++;
  c->n_null = m - rank;
  for (int i = m - 1; i >= rank; i--) name_null_vector(c, c->Vt + i, m);
  for (int j = 0; j < m; j++) {
    for (int k = 0; k < m; k++) {
      if (c->is_unknown[j] || c->is_unknown[k]) continue;
      double sum = 0;
      for (int i = 0; i < rank; i++)
        sum += c->Vt[j * m + i] * c->Vt[k * m + i] / (c->values[i] * c->values[i]);
      covariance[c->which[j] * n + c->which[k]] =
          fit->result.factor * sum / (c->length[j] * c->length[k]);
    }
  }
  return IMPAKT_OK;
}

/* Those that have a standard error so far, in which. */
static void keep_known(struct conclusion *c)
{
  int m = 0;
  for (int j = 0; j < c->m; j++)
    if (!c->is_unknown[j]) c->which[m++] = c->which[j];
  c->m = m;
}

/* ---- the Hessian ----------------------------------------------------------------------------- */

/* Half the slopes in all of which, with one unknown moved. */
static int slopes_at(struct conclusion *c, int moved, double by, double *slopes)
{
  impakt_fit *fit = c->fit;
  double *u = c->work;
  memcpy(u, fit->result.u, sizeof *u * c->n);
  u[moved] += by;
  const int status = fit_point_move(fit, &fit->points[1], u, FIT_OBSERVED);
  if (status) return status;
  for (int j = 0; j < c->m; j++) slopes[j] = fit_half_slope(fit, &fit->points[1], c->which[j]);
  return IMPAKT_OK;
}

/* Column k of the Hessian, half of it: differences over two distances, extrapolated. */
static int hessian_column(struct conclusion *c, int k, double h, double *column)
{
  double *up = c->work + c->n, *down = up + c->n;
  for (int j = 0; j < c->m; j++) column[j] = 0;
  for (int half = 0; half < 2; half++, h /= 2) {
    int status = slopes_at(c, k, h, up);
    if (!status) status = slopes_at(c, k, -h, down);
    if (status) return status;
    const double weight = half ? 4. / 3 : -1. / 3;
    for (int j = 0; j < c->m; j++) column[j] += weight * (up[j] - down[j]) / (2 * h);
  }
  return IMPAKT_OK;
}

/* Replaces the covariance; the distances of the differences are parts of standard errors. */
static int invert_hessian(struct conclusion *c)
{
  impakt_fit *fit = c->fit;
  const int n = c->n, m = c->m;
  double *H = c->columns, *error = c->length, *covariance = fit->result.covariance;
  const double root = sqrt(fit->result.factor);
  for (int j = 0; j < m; j++) {
    const int k = c->which[j];
    error[j] = sqrt(covariance[k * n + k]);
    const struct fit_unknown *unknown = &fit->unknowns[k];
    const double u = fit->result.u[k];
    double h = 0.1 * error[j] / (root > 0 ? root : 1);
    h = fmin(h, fmin(u - fit_lowest(unknown), fit_highest(unknown) - u));
    const int status = h > 0 ? hessian_column(c, k, h, H + j * m) : IMPAKT_E_RANGE;
    if (status) return status;
  }
  for (int j = 0; j < m; j++)
    for (int k = 0; k <= j; k++)
      H[j * m + k] = H[k * m + j] = 0.5 * (H[j * m + k] + H[k * m + j]) * error[j] * error[k];
  if (linalg_invert_positive(m, H)) return IMPAKT_E_RANGE;
  for (int j = 0; j < m; j++)
    for (int k = 0; k < m; k++)
      covariance[c->which[j] * n + c->which[k]] =
          fit->result.factor * H[j * m + k] * error[j] * error[k];
  return IMPAKT_OK;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void find_condition(struct conclusion *c)
{
  impakt_fit *fit = c->fit;
  const int n = c->n, m = c->m;
  double *correlation = c->columns, *covariance = fit->result.covariance;
  for (int j = 0; j < m; j++)
    for (int k = 0; k < m; k++) {
      const int a = c->which[j], b = c->which[k];
      correlation[j * m + k] =
          covariance[a * n + b] / sqrt(covariance[a * n + a]) / sqrt(covariance[b * n + b]);
    }
  fit->result.condition = INFINITY;
  if (c->n_null || !m || linalg_eigenvalues(m, correlation, c->values, c->work)) return;
  if (c->values[0] > 0) fit->result.condition = c->values[m - 1] / c->values[0];
}

static void keep_point(impakt_fit *fit, enum fit_purpose purpose)
{
  struct fit_result *r = &fit->result;
  const struct fit_point *p = &fit->points[0];
  const size_t n = fit->n, observations = impakt_fit_observations(fit);
  r->is_plan = purpose == FIT_PLANNED;
  r->objective = p->objective;
  r->noise = p->noise;
  r->factor = fit_least_squares(fit) && !r->is_plan ? p->objective / fit_freedom(fit) : 1;
  memcpy(r->u, p->u, sizeof *r->u * n);
  memcpy(r->x, p->x, sizeof *r->x * n);
  memcpy(r->rate, p->rate, sizeof *r->rate * n);
  memcpy(r->predicted, p->predicted, sizeof *r->predicted * observations);
  memcpy(r->residual, p->residual, sizeof *r->residual * observations);
}

/* What a run itself remarks, of the first subject that has a remark. */
static void pass_on_remark(struct conclusion *c)
{
  for (int s = 0; s < c->fit->subjects.n; s++) {
    const char *text = impakt_sim_message(fit_subject(c->fit, s)->sim);
    if (!*text) continue;
    say(c, "%ssubject %d: %s", *c->remarks ? "; " : "", s, text);
    return;
  }
}

int fit_conclude(impakt_fit *fit, enum fit_purpose purpose)
{
  struct conclusion c;
  keep_point(fit, purpose);
  begin(&c, fit, purpose);
  pass_on_remark(&c);
  int status = invert(&c);
  if (status) return status;
  keep_known(&c);
  if (fit->options[IMPAKT_FIT_HESSIAN - 200] == 1 && purpose == FIT_OBSERVED && c.m) {
    status = invert_hessian(&c);
    if (status && !fit_may_recover(status)) return status;
    if (status)
      say(&c,
          "%sthe Hessian is not positive definite, or a run beside the optimum failed: the "
          "covariance is that of the expected information",
          *c.remarks ? "; " : "");
  }
  find_condition(&c);
  fit->has_result = 1;
  if (!*c.remarks) return fit_done(fit);
  return message_set(&fit->message, IMPAKT_REMARK, "%s", c.remarks);
}
