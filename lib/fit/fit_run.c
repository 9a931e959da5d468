/* fit_run.c — a fit, a plan, and the objective alone. */
#include "fit.h"

#include <math.h>
#include <string.h>

/* Moves points[0] to values in the unknowns' units; NULL: to the start. */
static int move_to(impakt_fit *fit, const double *values, size_t n, enum fit_purpose purpose)
{
  if (values && n != (size_t)fit->n)
    return message_set(&fit->message, IMPAKT_E_LENGTH,
                       "the array of values has %zu elements; expected %d", n, fit->n);
  double *u = fit->scratch;
  for (int k = 0; k < fit->n; k++) {
    const struct fit_unknown *unknown = &fit->unknowns[k];
    const double x = values ? values[k] : unknown->start;
    const int is_logit = unknown->scale == IMPAKT_SCALE_LOGIT;
    if (!isfinite(x))
      return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the value of '%s' is not finite",
                         unknown->name);
    if (is_logit ? x <= unknown->low || x >= unknown->high
                 : x < unknown->low || x > unknown->high)
      return message_set(&fit->message, IMPAKT_E_RANGE,
                         "'%s' is %g; expected a value %s %g and %g", unknown->name, x,
                         is_logit ? "between" : "from", unknown->low, unknown->high);
    u[k] = fit_to_scale(unknown, x);
  }
  return fit_point_move(fit, &fit->points[0], u, purpose);
}

static int check_freedom(impakt_fit *fit)
{
  if (!fit_least_squares(fit) || fit_freedom(fit) > 0) return IMPAKT_OK;
  return message_set(&fit->message, IMPAKT_E_LENGTH,
                     "%zu observations for %d unknowns; least squares needs more",
                     impakt_fit_observations(fit), fit->n);
}

impakt_status impakt_fit_run(impakt_fit *fit)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  fit->has_result = 0;
  int status = fit_lay_out(fit, 1);
  if (!status) status = check_freedom(fit);
  if (!status) status = move_to(fit, NULL, 0, FIT_OBSERVED);
  if (status) return status;
  memset(fit->held, 0, fit->n);
  const int found = fit_search(fit);
  if (found && found != IMPAKT_E_CONVERGENCE) return found;
  const struct message kept = fit->message;
  status = fit_conclude(fit, FIT_OBSERVED);
  if (status < 0 || !found) return status;
  fit->message = kept;
  return found;
}

impakt_status impakt_fit_plan(impakt_fit *fit)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  fit->has_result = 0;
  int status = fit_lay_out(fit, 0);
  if (!status) status = check_freedom(fit);
  if (!status) status = move_to(fit, NULL, 0, FIT_PLANNED);
  if (status) return status;
  return fit_conclude(fit, FIT_PLANNED);
}

impakt_status impakt_fit_evaluate(impakt_fit *fit, const double *values, size_t n,
                                  double *objective, double *gradient, size_t n_gradient)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  if (!objective)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the place for the objective is NULL");
  int status = fit_lay_out(fit, 1);
  if (!status && gradient)
    status = fit_check_array(fit, gradient, n_gradient, fit->n, "slopes of the objective");
  if (!status) status = move_to(fit, values, n, FIT_OBSERVED);
  if (status) return status;
  const struct fit_point *p = &fit->points[0];
  *objective = p->objective;
  for (int k = 0; gradient && k < fit->n; k++)
    gradient[k] = 2 * fit_half_slope(fit, p, k) / p->rate[k];
  return fit_done(fit);
}

impakt_status impakt_fit_information(impakt_fit *fit, const double *values, size_t n,
                                     double *matrix, size_t length)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  int status = fit_lay_out(fit, 0);
  if (!status)
    status = fit_check_array(fit, matrix, length, (size_t)fit->n * fit->n, "the information");
  if (!status) status = move_to(fit, values, n, FIT_OBSERVED);
  if (status) return status;
  const struct fit_point *p = &fit->points[0];
  for (int j = 0; j < fit->n; j++)
    for (int k = 0; k < fit->n; k++) {
      double sum = 0;
      for (int i = 0; i < fit->n; i++) sum += p->R[j * fit->n + i] * p->R[k * fit->n + i];
      matrix[j * fit->n + k] = sum / (p->rate[j] * p->rate[k]);
    }
  return fit_done(fit);
}
