/* fit_answers.c — what a fit has found, handed over.  The fit is constant here: only a status says
 * what was wrong. */
#include "fit.h"

#include <math.h>
#include <string.h>

static int check(const impakt_fit *fit, const void *array, size_t length, int is_matrix)
{
  if (!fit || !array) return IMPAKT_E_ARGUMENT;
  if (!fit->has_result) return IMPAKT_E_ORDER;
  const size_t n = fit->n;
  return length == (is_matrix ? n * n : n) ? IMPAKT_OK : IMPAKT_E_LENGTH;
}

impakt_status impakt_fit_estimates(const impakt_fit *fit, double *values, size_t n)
{
  const int status = check(fit, values, n, 0);
  if (status) return status;
  memcpy(values, fit->result.x, sizeof *values * n);
  return IMPAKT_OK;
}

impakt_status impakt_fit_objective(const impakt_fit *fit, double *objective)
{
  if (!fit || !objective) return IMPAKT_E_ARGUMENT;
  if (!fit->has_result || fit->result.is_plan) return IMPAKT_E_ORDER;
  *objective = fit->result.objective;
  return IMPAKT_OK;
}

impakt_status impakt_fit_covariance(const impakt_fit *fit, double *matrix, size_t length)
{
  const int status = check(fit, matrix, length, 1);
  if (status) return status;
  const struct fit_result *r = &fit->result;
  for (int j = 0; j < fit->n; j++)
    for (int k = 0; k < fit->n; k++)
      matrix[j * fit->n + k] = r->covariance[j * fit->n + k] * r->rate[j] * r->rate[k];
  return IMPAKT_OK;
}

impakt_status impakt_fit_correlation(const impakt_fit *fit, double *matrix, size_t length)
{
  const int status = check(fit, matrix, length, 1);
  if (status) return status;
  const int n = fit->n;
  const double *covariance = fit->result.covariance;
  for (int j = 0; j < n; j++)
    for (int k = 0; k < n; k++) {
      const double sizes = sqrt(covariance[j * n + j]) * sqrt(covariance[k * n + k]);
      matrix[j * n + k] = j == k ? sizes / sizes : covariance[j * n + k] / sizes;
    }
  return IMPAKT_OK;
}

impakt_status impakt_fit_standard_errors(const impakt_fit *fit, double *errors, size_t n)
{
  const int status = check(fit, errors, n, 0);
  if (status) return status;
  const struct fit_result *r = &fit->result;
  for (int k = 0; k < fit->n; k++)
    errors[k] = sqrt(r->covariance[k * fit->n + k]) * fabs(r->rate[k]);
  return IMPAKT_OK;
}

impakt_status impakt_fit_condition(const impakt_fit *fit, double *number)
{
  if (!fit || !number) return IMPAKT_E_ARGUMENT;
  if (!fit->has_result) return IMPAKT_E_ORDER;
  *number = fit->result.condition;
  return IMPAKT_OK;
}

impakt_status impakt_fit_predictions(const impakt_fit *fit, double *predicted, double *residual,
                                     size_t n)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  if (!fit->has_result) return IMPAKT_E_ORDER;
  if (n != impakt_fit_observations(fit)) return IMPAKT_E_LENGTH;
  if (predicted) memcpy(predicted, fit->result.predicted, sizeof *predicted * n);
  if (residual) memcpy(residual, fit->result.residual, sizeof *residual * n);
  return IMPAKT_OK;
}
