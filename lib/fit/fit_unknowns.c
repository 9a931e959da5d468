/* fit_unknowns.c — what is searched for, and on which scales. */
#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How far the size of an error may move from its start. */
static const double SIZE_SPAN = 1e6;

/* The lower bound on a log scale where it would be 0. */
static const double LEAST_OF_START = 1e-12;

double fit_to_scale(const struct fit_unknown *k, double x)
{
  switch (k->scale) {
  case IMPAKT_SCALE_LOG: return log(x);
  case IMPAKT_SCALE_LOGIT: return log((x - k->low) / (k->high - x));
  default: return x;
  }
}

double fit_from_scale(const struct fit_unknown *k, double u, double *rate)
{
  double x = u;
  *rate = 1;
  if (k->scale == IMPAKT_SCALE_LOG) {
    x = exp(u);
    *rate = x;
  } else if (k->scale == IMPAKT_SCALE_LOGIT) {
    const double small = exp(-fabs(u)), share = small / (1 + small);
    x = u < 0 ? k->low + (k->high - k->low) * share : k->high - (k->high - k->low) * share;
    *rate = (k->high - k->low) * share / (1 + small);
  }
  return fmin(fmax(x, k->low), k->high); /* exp(log(high)) may lie above high */
}

/* A logit runs on to infinity, where nothing changes any more. */
static const double LOGIT_SPAN = 20;

double fit_lowest(const struct fit_unknown *k)
{
  return k->scale == IMPAKT_SCALE_LOGIT ? -LOGIT_SPAN : fit_to_scale(k, k->low);
}

double fit_highest(const struct fit_unknown *k)
{
  return k->scale == IMPAKT_SCALE_LOGIT ? LOGIT_SPAN : fit_to_scale(k, k->high);
}

/* ---- the list -------------------------------------------------------------------------------- */

int fit_count_unknowns(const impakt_fit *fit)
{
  int n = 0;
  for (int i = 0; i < fit->parameters.n; i++)
    n += fit_parameter(fit, i)->own ? fit->subjects.n : 1;
  for (int i = 0; i < fit->errors.n; i++)
    for (int part = 0; part < FIT_SIZES; part++) n += fit_error_row(fit, i)->estimated[part];
  return n;
}

int impakt_fit_unknowns(const impakt_fit *fit) { return fit ? fit_count_unknowns(fit) : 0; }

static const char *name_of_course(const impakt_model *m, int course)
{
  return course < m->nx ? m->x[course].name : m->y[course - m->nx].name;
}

/* A parameter as a subject's simulation has it. */
static double as_set(const impakt_fit *fit, int subject, int parameter, double *all)
{
  impakt_sim_get_parameters(fit_subject(fit, subject)->sim, all, fit->model->np);
  return all[parameter];
}

/* The start of an unknown where none was given; values: room for all of the model's. */
static int default_start(impakt_fit *fit, struct fit_unknown *k, double *values)
{
  const int parameter = k->parameter->parameter;
  if (!fit->subjects.n)
    return message_set(&fit->message, IMPAKT_E_ORDER, "the fit has no subject yet");
  k->start = as_set(fit, k->subject < 0 ? 0 : k->subject, parameter, values);
  for (int s = 1; k->subject < 0 && s < fit->subjects.n; s++) {
    const double other = as_set(fit, s, parameter, values);
    if (other != k->start)
      return message_set(&fit->message, IMPAKT_E_ARGUMENT,
                         "'%s' is one value for all, but set to %g in subject 0 and to %g in "
                         "subject %d; give it a start",
                         k->name, k->start, other, s);
  }
  const int is_logit = k->scale == IMPAKT_SCALE_LOGIT;
  if (k->start < k->low || k->start > k->high ||
      (is_logit && (k->start == k->low || k->start == k->high)) ||
      (k->scale == IMPAKT_SCALE_LOG && k->start == 0))
    return message_set(&fit->message, IMPAKT_E_RANGE,
                       "'%s' starts at %g, as it is set; expected a value %s %g and %g",
                       k->name, k->start, is_logit ? "between" : "from", k->low, k->high);
  return IMPAKT_OK;
}

static int list_parameter(impakt_fit *fit, struct fit_parameter *row, int *n, double *values)
{
  const char *name = fit->model->p[row->parameter].name;
  row->first = *n;
  const int count = row->own ? fit->subjects.n : 1;
  int status = IMPAKT_OK;
  for (int s = 0; s < count; s++) {
    struct fit_unknown *k = &fit->unknowns[(*n)++];
    *k = (struct fit_unknown){ .parameter = row,
                               .subject = row->own ? s : -1,
                               .scale = row->scale,
                               .start = row->start,
                               .low = row->low,
                               .high = row->high };
    if (row->own) snprintf(k->name, sizeof k->name, "%.120s[%d]", name, s);
    else snprintf(k->name, sizeof k->name, "%.150s", name);
    if (isnan(k->start) && !status) status = default_start(fit, k, values);
    if (k->scale == IMPAKT_SCALE_LOG && k->low == 0) k->low = k->start * LEAST_OF_START;
  }
  return status;
}

static void list_sizes(impakt_fit *fit, struct fit_error *row, int *n)
{
  static const char *const parts[] = { "additive", "proportional", "log_normal" };
  for (int part = 0; part < FIT_SIZES; part++) {
    row->unknown[part] = -1;
    if (!row->estimated[part]) continue;
    row->unknown[part] = *n;
    struct fit_unknown *k = &fit->unknowns[(*n)++];
    const double size = row->size[part];
    *k = (struct fit_unknown){ .subject = -1,
                               .scale = IMPAKT_SCALE_LOG,
                               .start = size,
                               .low = size / SIZE_SPAN,
                               .high = size * SIZE_SPAN };
    snprintf(k->name, sizeof k->name, "%.130s.%s", name_of_course(fit->model, row->quantity),
             parts[row->log_normal ? 2 : part]);
  }
}

/* Refills the list where it is there: names keep their place until the set-up changes.  Where a start
 * is missing the list is whole all the same. */
int fit_list_unknowns(impakt_fit *fit)
{
  const int n = fit_count_unknowns(fit);
  double *values = calloc(fit->model->np + 1, sizeof *values);
  if (!fit->unknowns) fit->unknowns = calloc(n + 1, sizeof *fit->unknowns);
  if (!fit->unknowns || !values) {
    free(values);
    return fit_message_memory(fit);
  }
  fit->n = n;
  int at = 0, status = IMPAKT_OK;
  for (int i = 0; i < fit->parameters.n; i++) {
    const int first = list_parameter(fit, fit_parameter(fit, i), &at, values);
    if (!status) status = first;
  }
  for (int i = 0; i < fit->errors.n; i++) list_sizes(fit, fit_error_row(fit, i), &at);
  free(values);
  return status;
}

const char *impakt_fit_unknown_name(impakt_fit *fit, int unknown)
{
  if (!fit || unknown < 0 || unknown >= fit_count_unknowns(fit)) return NULL;
  if (!fit->unknowns && fit_list_unknowns(fit) == IMPAKT_E_MEMORY) return NULL;
  return fit->unknowns[unknown].name;
}
