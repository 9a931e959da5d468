/* fit_profile.c — intervals: from standard errors, and from the profile of the objective. */
#include "fit.h"

#include <math.h>
#include <string.h>

static const double AGREES = 1e-6; /* of the root of the objective's rise */
enum { MOST_PROFILES = 60 };

static int check_unknown(impakt_fit *fit, int unknown, int needs_run)
{
  if (!fit->has_result || (needs_run && fit->result.is_plan))
    return message_set(&fit->message, IMPAKT_E_ORDER, "there is no %s yet",
                       needs_run ? "run of the fit" : "run or plan of the fit");
  if (unknown < 0 || unknown >= fit->n)
    return message_set(&fit->message, IMPAKT_E_INDEX,
                       "no unknown has the number %d; there are %d", unknown, fit->n);
  return IMPAKT_OK;
}

/* ---- the profile ----------------------------------------------------------------------------- */

/* The others' best guess: along the covariance from the estimate, or as estimated. */
static void guess(impakt_fit *fit, int unknown, double to, int along, double *u)
{
  const struct fit_result *r = &fit->result;
  const double *column = r->covariance + (size_t)unknown * fit->n;
  for (int k = 0; k < fit->n; k++) {
    u[k] = r->u[k];
    const double by = column[k] / column[unknown] * (to - r->u[unknown]);
    if (along && isfinite(by)) u[k] += by;
    u[k] = fmin(fmax(u[k], fit_lowest(&fit->unknowns[k])), fit_highest(&fit->unknowns[k]));
  }
  u[unknown] = to;
}

/* The least objective with one unknown at u on its scale. */
static int profile_at(impakt_fit *fit, int unknown, double to, double *objective)
{
  int status = IMPAKT_E_NOT_FINITE;
  for (int along = 1; along >= 0 && status; along--) {
    guess(fit, unknown, to, along, fit->scratch);
    status = fit_point_move(fit, &fit->points[0], fit->scratch, FIT_OBSERVED);
    if (status && !fit_may_recover(status)) return status;
  }
  if (status) return status;
  memset(fit->held, 0, fit->n);
  fit->held[unknown] = 1;
  status = fit_search(fit);
  fit->held[unknown] = 0;
  if (status) return status;
  *objective = fit->points[0].objective;
  const double fall = fit->result.objective - *objective;
  if (fall <= fmax(4 * fit->result.noise, 1e-6 * fit->result.factor)) return IMPAKT_OK;
  return message_set(&fit->message, IMPAKT_E_CONVERGENCE,
                     "with '%s' at %g the objective is lower by %.3g than at the estimates; "
                     "search again from there",
                     fit->unknowns[unknown].name, fit->points[0].x[unknown], fall);
}

impakt_status impakt_fit_profile(impakt_fit *fit, int unknown, double value, double *objective)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  int status = check_unknown(fit, unknown, 1);
  if (status) return status;
  const struct fit_unknown *k = &fit->unknowns[unknown];
  const int is_logit = k->scale == IMPAKT_SCALE_LOGIT;
  if (!objective || !isfinite(value))
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "%s",
                       objective ? "the value is not finite"
                                 : "the place for the objective is NULL");
  if (is_logit ? value <= k->low || value >= k->high : value < k->low || value > k->high)
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "'%s' is %g; expected a value %s %g and %g", k->name, value,
                       is_logit ? "between" : "from", k->low, k->high);
  double found;
  status = profile_at(fit, unknown, fit_to_scale(k, value), &found);
  if (status) return status;
  *objective = found;
  return fit_done(fit);
}

/* How far the profile has come at a distance from the estimate: in standard errors, were the
 * objective a parabola. */
static int root_of_rise(impakt_fit *fit, int unknown, double to, double *root)
{
  double objective;
  const int status = profile_at(fit, unknown, to, &objective);
  if (status) return status;
  *root = sqrt(fmax(objective - fit->result.objective, 0) / fit->result.factor);
  return IMPAKT_OK;
}

/* One end of the interval, on the scale of the search: the root is nearly straight, so that the secant
 * within a bracket ends in a few profiles. */
static int find_end(impakt_fit *fit, int unknown, int side, double width, double *end,
                    int *is_bound)
{
  const struct fit_unknown *k = &fit->unknowns[unknown];
  const double u = fit->result.u[unknown];
  const double room = side < 0 ? u - fit_lowest(k) : fit_highest(k) - u;
  const double error = sqrt(fit->result.covariance[(size_t)unknown * fit->n + unknown]);
  double low = 0, low_root = 0, high = INFINITY, high_root = INFINITY;
  double at = isfinite(error) && error > 0 ? width * error : 0.1 * fmax(fabs(u), 0.1);
  *is_bound = 0;
  for (int i = 0; i < MOST_PROFILES; i++) {
    double root;
    at = fmin(at, room);
    if (at <= 0) root = 0;
    else {
      const int status = root_of_rise(fit, unknown, u + side * at, &root);
      if (status) return status;
    }
    *end = u + side * at;
    if (fabs(root - width) <= AGREES * width) return IMPAKT_OK;
    if (root < width && at >= room) {
      *is_bound = 1;
      return IMPAKT_OK;
    }
    if (root < width) low = at, low_root = root;
    else high = at, high_root = root;
    if (!isfinite(high)) at *= root > 0 ? fmin(fmax(1.01 * width / root, 1.05), 4) : 4;
    else if (i % 4 == 3) at = 0.5 * (low + high);
    else at = low + (width - low_root) / (high_root - low_root) * (high - low);
    if (isfinite(high) && high - low <= 1e-9 * high) return IMPAKT_OK;
  }
  return message_set(&fit->message, IMPAKT_E_CONVERGENCE,
                     "the profile of '%s' does not cross the level of the interval", k->name);
}

/* ---- intervals ------------------------------------------------------------------------------- */

static int wald(impakt_fit *fit, int unknown, double width, double ends[2])
{
  const struct fit_unknown *k = &fit->unknowns[unknown];
  const double error = sqrt(fit->result.covariance[(size_t)unknown * fit->n + unknown]);
  ends[0] = ends[1] = NAN;
  if (!isfinite(error))
    return message_set(&fit->message, IMPAKT_REMARK,
                       "'%s' is not identifiable or on a bound: it has no standard error",
                       k->name);
  for (int side = 0; side < 2; side++) {
    const double u = fit->result.u[unknown] + (side ? width : -width) * error;
    double rate;
    /* an end may lie behind a bound of the search, where only the scale itself ends */
    const struct fit_unknown open = { .scale = k->scale,
                                      .low =
                                          k->scale == IMPAKT_SCALE_LOGIT ? k->low : -INFINITY,
                                      .high =
                                          k->scale == IMPAKT_SCALE_LOGIT ? k->high : INFINITY };
    ends[side] = fit_from_scale(&open, u, &rate);
  }
  return fit_done(fit);
}

static int profile(impakt_fit *fit, int unknown, double width, double ends[2])
{
  const struct fit_unknown *k = &fit->unknowns[unknown];
  int is_bound[2] = { 0, 0 };
  for (int side = 0; side < 2; side++) {
    double u, rate;
    const int status = find_end(fit, unknown, side ? 1 : -1, width, &u, &is_bound[side]);
    if (status) return status;
    ends[side] = fit_from_scale(k, u, &rate);
  }
  if (!is_bound[0] && !is_bound[1]) return fit_done(fit);
  return message_set(&fit->message, IMPAKT_REMARK,
                     "the interval of '%s' is open %s: %s where the search ends", k->name,
                     is_bound[0] && is_bound[1] ? "on both sides"
                     : is_bound[0]              ? "below"
                                                : "above",
                     is_bound[0] && is_bound[1] ? "the ends are" : "that end is");
}

impakt_status impakt_fit_interval(impakt_fit *fit, int unknown, int kind, double level,
                                  double *low, double *high)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  int status = check_unknown(fit, unknown, kind == IMPAKT_PROFILE);
  if (status) return status;
  if (!low || !high)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "a place for an end is NULL");
  if (kind != IMPAKT_WALD && kind != IMPAKT_PROFILE)
    return message_set(&fit->message, IMPAKT_E_INDEX, "no interval has the kind %d", kind);
  if (!(level > 0 && level < 1))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "the level of the interval is %g; expected a value between 0 and 1",
                       level);
  const double width = fit_least_squares(fit) ? fit_student_width(level, fit_freedom(fit))
                                              : fit_normal_width(level);
  double ends[2];
  status = kind == IMPAKT_WALD ? wald(fit, unknown, width, ends)
                               : profile(fit, unknown, width, ends);
  if (status < 0) return status;
  *low = ends[0];
  *high = ends[1];
  return status;
}
