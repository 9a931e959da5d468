/* fit_course.c — one run for each subject: all times and quantities that were observed in it. */
#include "fit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void fit_forget_course(struct fit_subject *s)
{
  free(s->times);
  free(s->quantity);
  free(s->result);
  free(s->slopes);
  s->times = s->result = s->slopes = NULL;
  s->quantity = NULL;
  s->n_times = s->n_columns = 0;
}

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int find_time(const struct fit_subject *s, double time)
{
  const double *at = bsearch(&time, s->times, s->n_times, sizeof time, compare);
  assert(at);
  return (int)(at - s->times);
}

static int find_column(const struct fit_subject *s, int quantity)
{
  for (int i = 0; i < s->n_columns; i++)
    if (s->quantity[i] == quantity) return i;
  return -1;
}

/* The subject's times and quantities, each once. */
static int gather(const impakt_fit *fit, int subject)
{
  struct fit_subject *s = fit_subject(fit, subject);
  const size_t n = impakt_fit_observations(fit);
  int n_times = 0;
  s->times = calloc(n + 1, sizeof *s->times);
  s->quantity = calloc(fit->errors.n + 1, sizeof *s->quantity);
  if (!s->times || !s->quantity) return -1;
  for (size_t i = 0; i < n; i++) {
    const struct fit_observation *o = fit_observation(fit, i);
    if (o->subject != subject) continue;
    s->times[n_times++] = o->time;
    if (find_column(s, o->quantity) < 0) s->quantity[s->n_columns++] = o->quantity;
  }
  qsort(s->times, n_times, sizeof *s->times, compare);
  for (int i = 0; i < n_times; i++)
    if (!i || s->times[i] != s->times[i - 1]) s->times[s->n_times++] = s->times[i];
  return 0;
}

/* Setting a parameter would end the course that it follows. */
static int check_course(impakt_fit *fit, int subject, const char *parameter)
{
  const impakt_sim *sim = fit_subject(fit, subject)->sim;
  for (int i = 0; i < impakt_sim_courses(sim); i++) {
    const char *name = NULL;
    impakt_sim_get_course(sim, i, &name, NULL, NULL, NULL, 0, NULL);
    if (name && !strcmp(name, parameter))
      return message_set(&fit->message, IMPAKT_E_RANGE,
                         "'%s' follows a course in subject %d: it cannot be one number that is "
                         "searched for",
                         parameter, subject);
  }
  return IMPAKT_OK;
}

static int lay_out(impakt_fit *fit, int subject)
{
  struct fit_subject *s = fit_subject(fit, subject);
  const impakt_model *m = fit->model;
  fit_forget_course(s);
  if (gather(fit, subject)) return fit_message_memory(fit);
  for (int i = 0; i < fit->parameters.n; i++) {
    const int refused = check_course(fit, subject, m->p[fit_parameter(fit, i)->parameter].name);
    if (refused) return refused;
  }
  const size_t length = (size_t)s->n_times * s->n_columns;
  s->result = calloc(length + 1, sizeof *s->result);
  s->slopes = calloc(length * fit->parameters.n + 1, sizeof *s->slopes);
  if (!s->result || !s->slopes) return fit_message_memory(fit);
  int status = impakt_sim_watch_clear(s->sim);
  if (!status) status = impakt_sim_slope_clear(s->sim);
  for (int i = 0; i < s->n_columns && !status; i++) {
    const int q = s->quantity[i];
    status = impakt_sim_watch(s->sim, q < m->nx ? m->x[q].name : m->y[q - m->nx].name);
  }
  for (int i = 0; i < fit->parameters.n && !status; i++)
    status = impakt_sim_slope_in(s->sim, m->p[fit_parameter(fit, i)->parameter].name);
  if (status)
    return message_set(&fit->message, status, "subject %d: %s", subject,
                       impakt_sim_message(s->sim));
  return IMPAKT_OK;
}

int fit_lay_out_courses(impakt_fit *fit)
{
  int status = IMPAKT_OK;
  for (int i = 0; i < fit->subjects.n && !status; i++) status = lay_out(fit, i);
  for (size_t i = 0; i < impakt_fit_observations(fit) && !status; i++) {
    struct fit_observation *o = fit_observation(fit, i);
    const struct fit_subject *s = fit_subject(fit, o->subject);
    o->at = (size_t)find_time(s, o->time) * s->n_columns + find_column(s, o->quantity);
  }
  return status;
}

int fit_run_subject(impakt_fit *fit, int subject, const double *x)
{
  struct fit_subject *s = fit_subject(fit, subject);
  const size_t length = (size_t)s->n_times * s->n_columns;
  if (!length) return IMPAKT_OK;
  int status = IMPAKT_OK;
  for (int i = 0; i < fit->parameters.n && status >= 0; i++) {
    const struct fit_parameter *row = fit_parameter(fit, i);
    status = impakt_sim_set_parameter(s->sim, fit->model->p[row->parameter].name,
                                      x[row->first + (row->own ? subject : 0)]);
  }
  if (status >= 0)
    status = fit->parameters.n
                 ? impakt_sim_run_slopes(s->sim, s->times, s->n_times, s->result, length,
                                         s->slopes, length * fit->parameters.n)
                 : impakt_sim_run(s->sim, s->times, s->n_times, s->result, length);
  if (status < 0)
    return message_set(&fit->message, status, "subject %d: %s", subject,
                       impakt_sim_message(s->sim));
  return IMPAKT_OK;
}
