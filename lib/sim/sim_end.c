/* sim_end.c — a run is over: what it came to, and what to keep in mind. */
#include "sim_run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

static_assert((int)INTEGRATE_STEPS == IMPAKT_E_STEPS &&
                  (int)INTEGRATE_ACCURACY == IMPAKT_E_ACCURACY &&
                  (int)INTEGRATE_NOT_FINITE == IMPAKT_E_NOT_FINITE &&
                  (int)INTEGRATE_RULES == IMPAKT_E_RULE &&
                  (int)INTEGRATE_INTERNAL == IMPAKT_E_INTERNAL,
              "the engine's statuses are the public ones");

static int failed(impakt_sim *sim)
{
  const struct failure *f = &sim->integrator->failure;
  const char *state = f->state >= 0 ? sim->model->x[f->state].name : NULL;
  switch (f->status) {
  case INTEGRATE_STEPS:
    return message_set(
        &sim->message, f->status,
        "%s used up %g steps since the last dose or switch, at %.10g h; a larger "
        "IMPAKT_MAX_STEPS or tolerance may help",
        sim->model->name, sim->options[IMPAKT_MAX_STEPS - 100], f->t);
  case INTEGRATE_ACCURACY:
    return message_set(&sim->message, f->status,
                       "%s could not meet the tolerances at %.10g h; the largest error is that "
                       "of '%s'",
                       sim->model->name, f->t, state ? state : "a switch");
  case INTEGRATE_NOT_FINITE:
    return message_set(&sim->message, f->status,
                       "%s: '%s' or its derivative is not finite at %.10g h", sim->model->name,
                       state ? state : "a state", f->t);
  case INTEGRATE_RULES: return sim_message_rules(sim);
  default:
    return message_set(&sim->message, f->status, "%s: the integrator failed at %.10g h",
                       sim->model->name, f->t);
  }
}

/* Of a covariate, the first value that the publication does not cover, and when; 0 if none. */
static int uncovered(const impakt_sim *sim, const struct studied *s, double *value, double *t)
{
  const struct sim_course *c = sim_course_of(sim, s->parameter);
  const double alone = sim->p[sim->equations->p_at[s->parameter]];
  const double *values = c ? c->moving.values : &alone;
  for (int i = 0; i < (c ? c->moving.n : 1); i++) {
    *value = values[i];
    *t = c ? c->moving.times[i] : 0;
    if (*value < s->low || *value > s->high) return 1;
  }
  return 0;
}

/* A run has succeeded; a remark names what to keep in mind first. */
static int remark(impakt_sim *sim)
{
  const impakt_model *m = sim->model;
  if (sim->steady_error > sim->options[IMPAKT_RELATIVE_TOLERANCE - 100])
    return message_set(
        &sim->message, IMPAKT_REMARK,
        "the steady state was approached by repeating its interval; about %.1g of "
        "it is left",
        sim->steady_error);
  for (int i = 0; i < m->n_studied; i++) {
    const struct studied *s = &m->studied[i];
    const struct quantity *q = &m->p[s->parameter];
    double value, t;
    char when[40] = "";
    if (!uncovered(sim, s, &value, &t)) continue;
    if (sim_course_of(sim, s->parameter)) snprintf(when, sizeof when, " at %g h", t);
    return message_set(&sim->message, IMPAKT_REMARK,
                       "'%s' is %g %s%s; the publication covers %g to %g", q->name, value,
                       q->unit, when, s->low, s->high);
  }
  return sim_done(sim);
}

int sim_end(impakt_sim *sim, int status)
{
  const struct rules *rules = sim->room->course.rules;
  sim->counts = sim->integrator->counts;
  if (status) return failed(sim);
  sim->has_run = 1;
  sim->n_given = rules ? rules->n_given : sim->plan->n_given;
  sim->ended = sim->integrator->t;
  status = remark(sim);
  return rules && rules->stopped_by >= 0 ? sim_message_stopped(sim) : status;
}
