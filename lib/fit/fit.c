/* fit.c — impakt_fit_*: making and setting up a fit. */
#include "fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  double low, high, value;
  int whole;
} options[FIT_OPTIONS] = {
  [IMPAKT_FIT_LEAST_SQUARES - 200] = { "option FIT_LEAST_SQUARES", 0, 1, 0, 1 },
  [IMPAKT_FIT_MAX_ITERATIONS - 200] = { "option FIT_MAX_ITERATIONS", 1, 1e5, 200, 1 },
  [IMPAKT_FIT_TOLERANCE - 200] = { "option FIT_TOLERANCE", 1e-14, 1, 1e-10, 0 },
  [IMPAKT_FIT_HESSIAN - 200] = { "option FIT_HESSIAN", 0, 1, 0, 1 },
};

/* ---- helpers of all fit_*.c ------------------------------------------------------------------ */

struct fit_subject *fit_subject(const impakt_fit *fit, int i)
{
  return (struct fit_subject *)fit->subjects.rows + i;
}

struct fit_observation *fit_observation(const impakt_fit *fit, size_t i)
{
  return (struct fit_observation *)fit->observations.rows + i;
}

struct fit_error *fit_error_row(const impakt_fit *fit, int i)
{
  return (struct fit_error *)fit->errors.rows + i;
}

struct fit_parameter *fit_parameter(const impakt_fit *fit, int i)
{
  return (struct fit_parameter *)fit->parameters.rows + i;
}

int fit_least_squares(const impakt_fit *fit)
{
  return fit->options[IMPAKT_FIT_LEAST_SQUARES - 200] == 1;
}

int fit_done(impakt_fit *fit)
{
  fit->message.text[0] = '\0';
  return IMPAKT_OK;
}

int fit_message_memory(impakt_fit *fit)
{
  return message_set(&fit->message, IMPAKT_E_MEMORY, "out of memory");
}

int fit_check_array(impakt_fit *fit, const void *array, size_t length, size_t expected,
                    const char *what)
{
  if (length != expected)
    return message_set(&fit->message, IMPAKT_E_LENGTH,
                       "the array of %s has %zu elements; expected %zu", what, length,
                       expected);
  if (expected && !array)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the array of %s is NULL", what);
  return IMPAKT_OK;
}

/* Ends a call that has changed the set-up: no result holds any more. */
static int changed(impakt_fit *fit)
{
  fit_forget_layout(fit);
  return fit_done(fit);
}

/* ---- life ------------------------------------------------------------------------------------ */

impakt_status impakt_fit_new(impakt_fit **out, const impakt_model *model)
{
  if (!out || !model) return IMPAKT_E_ARGUMENT;
  impakt_fit *fit = calloc(1, sizeof *fit);
  if (!fit) return IMPAKT_E_MEMORY;
  fit->model = model;
  for (int i = 0; i < FIT_OPTIONS; i++) fit->options[i] = options[i].value;
  *out = fit;
  return IMPAKT_OK;
}

void impakt_fit_free(impakt_fit *fit)
{
  if (!fit) return;
  fit_forget_layout(fit);
  for (int i = 0; i < fit->subjects.n; i++) impakt_sim_free(fit_subject(fit, i)->sim);
  free(fit->subjects.rows);
  free(fit->observations.rows);
  free(fit->errors.rows);
  free(fit->parameters.rows);
  free(fit);
}

const char *impakt_fit_message(const impakt_fit *fit) { return fit ? fit->message.text : ""; }

impakt_status impakt_fit_set_option(impakt_fit *fit, int option, double value)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  if (option < 200 || option >= 200 + FIT_OPTIONS)
    return message_set(&fit->message, IMPAKT_E_INDEX, "no option of a fit has the number %d",
                       option);
  const int i = option - 200;
  if (!(value >= options[i].low && value <= options[i].high))
    return message_set(&fit->message, IMPAKT_E_RANGE, "%s is %g; expected %g to %g",
                       options[i].name, value, options[i].low, options[i].high);
  if (options[i].whole && value != floor(value))
    return message_set(&fit->message, IMPAKT_E_RANGE, "%s is %g; expected a whole number",
                       options[i].name, value);
  fit->options[i] = value;
  return changed(fit);
}

/* ---- subjects and observations --------------------------------------------------------------- */

impakt_status impakt_fit_add(impakt_fit *fit, const impakt_sim *sim, int *subject)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  if (!sim)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the simulation of a subject is NULL");
  if (sim->model != fit->model)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT,
                       "the subject is a simulation of %s; the fit is of %s", sim->model->name,
                       fit->model->name);
  impakt_sim *copy;
  if (impakt_sim_copy(&copy, sim)) return fit_message_memory(fit);
  struct fit_subject *row = list_add(&fit->subjects, sizeof *row);
  if (!row) {
    impakt_sim_free(copy);
    return fit_message_memory(fit);
  }
  *row = (struct fit_subject){ .sim = copy };
  impakt_sim_watch_clear(copy);
  impakt_sim_measure_clear(copy);
  impakt_sim_slope_clear(copy);
  if (subject) *subject = fit->subjects.n - 1;
  return changed(fit);
}

static int check_observation(impakt_fit *fit, size_t i, const char *quantity, double time,
                             double value, double weight)
{
  if (!isfinite(time) || !isfinite(value))
    return message_set(&fit->message, IMPAKT_E_ARGUMENT,
                       "time or value %zu of '%s' is not finite", i, quantity);
  if (time < 0)
    return message_set(&fit->message, IMPAKT_E_ORDER,
                       "time %zu of '%s' is %g h; a subject starts at 0", i, quantity, time);
  if (!(weight > 0 && isfinite(weight)))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "weight %zu of '%s' is %g; expected more than 0", i, quantity, weight);
  return IMPAKT_OK;
}

static int check_subject(impakt_fit *fit, int subject)
{
  if (subject >= 0 && subject < fit->subjects.n) return IMPAKT_OK;
  return message_set(&fit->message, IMPAKT_E_INDEX,
                     "no subject has the number %d; the fit has %d", subject, fit->subjects.n);
}

enum { MOST_OBSERVATIONS = 100000000 };

/* Room for n more rows, so that all can be added or none. */
static int reserve(struct list *list, size_t n, size_t size)
{
  if (n > (size_t)(MOST_OBSERVATIONS - list->n)) return -1;
  if (list->n + (int)n <= list->room) return 0;
  const int room = list->n + (int)n;
  void *rows = realloc(list->rows, size * room);
  if (!rows) return -1;
  list->rows = rows;
  list->room = room;
  return 0;
}

impakt_status impakt_fit_observe(impakt_fit *fit, int subject, const char *quantity,
                                 const double *times, const double *values, const int *below,
                                 const double *weights, size_t n)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  int status = check_subject(fit, subject);
  if (status) return status;
  const int course = catalogue_find_course(fit->model, quantity, &fit->message);
  if (course < 0) return course;
  if (!n)
    return message_set(&fit->message, IMPAKT_E_LENGTH, "no observations of '%s' are given",
                       quantity);
  if (!times)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the array of times is NULL");
  for (size_t i = 0; i < n && !status; i++)
    status = check_observation(fit, i, quantity, times[i], values ? values[i] : 0,
                               weights ? weights[i] : 1);
  if (status) return status;
  if (reserve(&fit->observations, n, sizeof(struct fit_observation)))
    return fit_message_memory(fit);
  for (size_t i = 0; i < n; i++)
    *(struct fit_observation *)list_add(&fit->observations, sizeof(struct fit_observation)) =
        (struct fit_observation){
          .subject = subject,
          .quantity = course,
          .time = times[i],
          .value = values ? values[i] : NAN,
          .weight = weights ? weights[i] : 1,
          .below = values && below && below[i],
          .planned = !values,
        };
  return changed(fit);
}

size_t impakt_fit_observations(const impakt_fit *fit)
{
  return fit ? (size_t)fit->observations.n : 0;
}

/* ---- residual errors ------------------------------------------------------------------------- */

static struct fit_error *find_error(impakt_fit *fit, int quantity)
{
  for (int i = 0; i < fit->errors.n; i++)
    if (fit_error_row(fit, i)->quantity == quantity) return fit_error_row(fit, i);
  return NULL;
}

impakt_status impakt_fit_error(impakt_fit *fit, const char *quantity, int kind, double size,
                               int estimated)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  const int course = catalogue_find_course(fit->model, quantity, &fit->message);
  if (course < 0) return course;
  if (kind < IMPAKT_ERROR_ADDITIVE || kind > IMPAKT_ERROR_LOG_NORMAL)
    return message_set(&fit->message, IMPAKT_E_INDEX,
                       "the kind of error of '%s' is %d; expected additive, proportional or "
                       "log-normal",
                       quantity, kind);
  if (!(size > 0 && isfinite(size)))
    return message_set(&fit->message, isfinite(size) ? IMPAKT_E_RANGE : IMPAKT_E_ARGUMENT,
                       "the size of the error of '%s' is %g; expected more than 0", quantity,
                       size);
  const int log_normal = kind == IMPAKT_ERROR_LOG_NORMAL;
  struct fit_error *row = find_error(fit, course);
  if (row && row->log_normal != log_normal)
    return message_set(&fit->message, IMPAKT_E_ARGUMENT,
                       "the error of '%s' cannot be log-normal and another kind too", quantity);
  if (!row) {
    row = list_add(&fit->errors, sizeof *row);
    if (!row) return fit_message_memory(fit);
    *row = (struct fit_error){ .quantity = course, .log_normal = log_normal };
  }
  const int part = kind == IMPAKT_ERROR_PROPORTIONAL;
  row->given[part] = 1;
  row->size[part] = size;
  row->estimated[part] = estimated != 0;
  return changed(fit);
}

/* ---- what is searched for -------------------------------------------------------------------- */

static struct fit_parameter *find_parameter(impakt_fit *fit, int parameter)
{
  for (int i = 0; i < fit->parameters.n; i++)
    if (fit_parameter(fit, i)->parameter == parameter) return fit_parameter(fit, i);
  return NULL;
}

static int check_bounds(impakt_fit *fit, const struct quantity *q, double start, double low,
                        double high, int scale)
{
  if (scale < IMPAKT_SCALE_LINEAR || scale > IMPAKT_SCALE_LOGIT)
    return message_set(&fit->message, IMPAKT_E_INDEX,
                       "the scale of '%s' is %d; expected linear, log or logit", q->name,
                       scale);
  if (low < q->low || high > q->high || !(low < high))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "the bounds of '%s' are %g and %g %s; expected a range within %g to %g",
                       q->name, low, high, q->unit, q->low, q->high);
  const int is_outside =
      scale == IMPAKT_SCALE_LOGIT ? start <= low || start >= high : start < low || start > high;
  if (is_outside)
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "the start of '%s' is %g %s; expected a value %s %g and %g", q->name,
                       start, q->unit, scale == IMPAKT_SCALE_LOGIT ? "between" : "from", low,
                       high);
  if (scale == IMPAKT_SCALE_LOG && (low < 0 || start == 0))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "'%s' may be %g: a log scale is for what is above 0", q->name,
                       low < 0 ? low : start);
  return IMPAKT_OK;
}

impakt_status impakt_fit_estimate(impakt_fit *fit, const char *parameter, double start,
                                  double low, double high, int scale, int own)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(fit->model, IMPAKT_PARAMETER, parameter, &fit->message);
  if (index < 0) return index;
  const struct quantity *q = &fit->model->p[index];
  if (q->source == SOURCE_EXACT)
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "'%s' is a constant: it cannot be estimated", q->name);
  if (isinf(start) || isinf(low) || isinf(high))
    return message_set(&fit->message, IMPAKT_E_ARGUMENT,
                       "start or a bound of '%s' is infinite; NaN is for the usual one",
                       q->name);
  if (isnan(low)) low = q->low;
  if (isnan(high)) high = q->high;
  const int status = check_bounds(fit, q, start, low, high, scale);
  if (status) return status;
  struct fit_parameter *row = find_parameter(fit, index);
  if (!row) {
    row = list_add(&fit->parameters, sizeof *row);
    if (!row) return fit_message_memory(fit);
    *row = (struct fit_parameter){ .parameter = index };
  }
  row->start = start;
  row->low = low;
  row->high = high;
  row->scale = scale;
  row->own = own != 0;
  return changed(fit);
}

impakt_status impakt_fit_prior(impakt_fit *fit, const char *parameter, int distribution,
                               double center, double deviation)
{
  if (!fit) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(fit->model, IMPAKT_PARAMETER, parameter, &fit->message);
  if (index < 0) return index;
  struct fit_parameter *row = find_parameter(fit, index);
  if (!row)
    return message_set(&fit->message, IMPAKT_E_ORDER,
                       "'%s' is not searched for; call impakt_fit_estimate first", parameter);
  if (distribution != IMPAKT_NORMAL && distribution != IMPAKT_LOG_NORMAL)
    return message_set(&fit->message, IMPAKT_E_INDEX,
                       "the prior of '%s' is %d; expected normal or log-normal", parameter,
                       distribution);
  if (!isfinite(center) || !isfinite(deviation))
    return message_set(&fit->message, IMPAKT_E_ARGUMENT, "the prior of '%s' is not finite",
                       parameter);
  const int is_log = distribution == IMPAKT_LOG_NORMAL;
  if (deviation <= 0 || (is_log && (center <= 0 || row->low < 0)))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "the prior of '%s' has center %g and deviation %g; expected a deviation "
                       "above 0%s",
                       parameter, center, deviation,
                       is_log ? ", and a center and bounds above 0" : "");
  row->has_prior = 1;
  row->log_prior = is_log;
  row->center = center;
  row->deviation = deviation;
  return changed(fit);
}
