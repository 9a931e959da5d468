/* sim_course.c — parameters and covariates in time: kept, and looked up at a time.
 *
 * What sim->p holds of such a parameter is its value at 0. */
#include "sim.h"

#include "scalar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list -------------------------------------------------------------------------------- */

struct sim_course *sim_course_of(const impakt_sim *sim, int parameter)
{
  struct sim_course *c = sim->courses.rows;
  for (int i = 0; i < sim->courses.n; i++)
    if (c[i].parameter == parameter) return &c[i];
  return NULL;
}

static void free_course(struct sim_course *c)
{
  free((double *)c->moving.times); /* and the values behind them */
}

void sim_drop_course(impakt_sim *sim, int parameter)
{
  struct sim_course *c = sim_course_of(sim, parameter), *all = sim->courses.rows;
  if (!c) return;
  free_course(c);
  sim->courses.n--;
  memmove(c, c + 1, sizeof *c * (all + sim->courses.n - c));
}

static void drop_all(impakt_sim *sim)
{
  struct sim_course *c = sim->courses.rows;
  for (int i = 0; i < sim->courses.n; i++) free_course(&c[i]);
  sim->courses.n = 0;
}

void sim_free_courses(impakt_sim *sim)
{
  drop_all(sim);
  free(sim->courses.rows);
}

/* -1 without memory. */
static int add(impakt_sim *sim, int parameter, enum moving_rule rule, const double *times,
               const double *values, size_t n)
{
  double *data = malloc(2 * n * sizeof *data);
  struct sim_course *c = data ? list_add(&sim->courses, sizeof *c) : NULL;
  if (!c) {
    free(data);
    return -1;
  }
  memcpy(data, times, n * sizeof *data);
  memcpy(data + n, values, n * sizeof *data);
  *c = (struct sim_course){ .parameter = parameter,
                            .moving = { .at = parameter < 0 ? -1
                                                            : sim->equations->p_at[parameter],
                                        .rule = rule,
                                        .n = (int)n,
                                        .times = data,
                                        .values = data + n } };
  return 0;
}

int sim_copy_courses(impakt_sim *to, const impakt_sim *from)
{
  const struct sim_course *c = from->courses.rows;
  for (int i = 0; i < from->courses.n; i++)
    if (add(to, c[i].parameter, c[i].moving.rule, c[i].moving.times, c[i].moving.values,
            c[i].moving.n))
      return -1;
  return 0;
}

/* ---- checks ---------------------------------------------------------------------------------- */

struct given_course {
  const char *name; /* for messages */
  int rule;
  const double *times, *values;
  size_t n;
};

static int check_times(impakt_sim *sim, const struct given_course *g)
{
  const double *t = g->times;
  for (size_t i = 0; i < g->n; i++) {
    if (!isfinite(t[i]))
      return message_set(&sim->message, IMPAKT_E_ARGUMENT,
                         "the course of '%s': times[%zu] is not finite", g->name, i);
    if (t[i] < 0)
      return message_set(&sim->message, IMPAKT_E_ORDER,
                         "the course of '%s': times[%zu] is %g h; a run starts at 0", g->name,
                         i, t[i]);
    if (i && (t[i] <= t[i - 1] || same_time(t[i], t[i - 1])))
      return message_set(&sim->message, IMPAKT_E_ORDER,
                         "the course of '%s': times must increase; times[%zu] is %.10g h after "
                         "%.10g h",
                         g->name, i, t[i], t[i - 1]);
  }
  if (g->rule != IMPAKT_CARRIED_BACKWARD && t[0] > 0)
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "the course of '%s' begins at %g h; %s, it needs a value at 0 h",
                       g->name, t[0], g->rule == IMPAKT_LINEAR ? "linear" : "carried forward");
  return IMPAKT_OK;
}

static int check_shape(impakt_sim *sim, const struct given_course *g)
{
  if (g->rule < IMPAKT_CARRIED_FORWARD || g->rule > IMPAKT_LINEAR)
    return message_set(&sim->message, IMPAKT_E_INDEX,
                       "no rule of a course has the number %d; expected 0 (carried forward), 1 "
                       "(carried backward) or 2 (linear)",
                       g->rule);
  if (!g->n || g->n > INT32_MAX)
    return message_set(&sim->message, IMPAKT_E_LENGTH, "the course of '%s' has %zu times",
                       g->name, g->n);
  if (!g->times || !g->values)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT,
                       "the array of %s of the course of '%s' is NULL",
                       g->times ? "values" : "times", g->name);
  return check_times(sim, g);
}

/* Says in front which of the values it is. */
static int say_which(impakt_sim *sim, int status, size_t i)
{
  const struct message why = sim->message;
  return message_set(&sim->message, status, "values[%zu]: %.480s", i, why.text);
}

static int check_values(impakt_sim *sim, const struct given_course *g, int parameter)
{
  for (size_t i = 0; i < g->n; i++) {
    const int status = sim_check_parameter(sim, parameter, g->values[i]);
    if (status) return say_which(sim, status, i);
  }
  return IMPAKT_OK;
}

static int check_sizes(impakt_sim *sim, const struct given_course *g)
{
  for (size_t i = 0; i < g->n; i++) {
    const double value = g->values[i];
    if (value > 0 && isfinite(value)) continue;
    return message_set(&sim->message, isfinite(value) ? IMPAKT_E_RANGE : IMPAKT_E_ARGUMENT,
                       "values[%zu]: %s is %g; expected more than 0", i, g->name, value);
  }
  return IMPAKT_OK;
}

/* ---- set and cleared ------------------------------------------------------------------------- */

/* Behind those that are there, which find the old one first. */
static int append(impakt_sim *sim, const struct given_course *g, int parameter)
{
  return add(sim, parameter, (enum moving_rule)g->rule, g->times, g->values, g->n);
}

/* The rows from here on take the place of earlier ones. */
static int take_over(impakt_sim *sim, int n_new)
{
  for (int i = 0; i < n_new; i++) {
    const struct sim_course *last = (struct sim_course *)sim->courses.rows + sim->courses.n;
    const struct sim_course *own = last - n_new + i;
    const int parameter = own->parameter, at = own->moving.at;
    const double start = own->moving.values[0];
    if (at >= 0) {
      sim->p[at] = start;
      sim->told[parameter] = 1;
    }
    if (sim_course_of(sim, parameter) != own) sim_drop_course(sim, parameter);
  }
  equations_derive_d(sim->equations, sim->p);
  return sim_done(sim);
}

impakt_status impakt_sim_set_course(impakt_sim *sim, const char *name, int rule,
                                    const double *times, const double *values, size_t n)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_PARAMETER, name, &sim->message);
  if (index < 0) return index;
  const struct given_course g = { name, rule, times, values, n };
  int status = check_shape(sim, &g);
  if (!status) status = check_values(sim, &g, index);
  if (status) return status;
  return append(sim, &g, index) ? sim_message_memory(sim) : take_over(sim, 1);
}

impakt_status impakt_sim_set_patient_course(impakt_sim *sim, const char *covariate, int rule,
                                            const double *times, const double *values, size_t n)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!covariate)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the name of the covariate is NULL");
  const impakt_model *m = sim->model;
  const struct given_course g = { covariate, rule, times, values, n };
  const int size = sim_size_of_patient(covariate), before = sim->courses.n;
  if (!size && sim_find_covariate(m, covariate) < 0) return sim_no_covariate(sim, covariate);
  int status = check_shape(sim, &g);
  if (!status && size) status = check_sizes(sim, &g);
  for (int i = 0; i < m->np && !status; i++)
    if (sim_is_covariate(m, i, covariate)) status = check_values(sim, &g, i);
  if (status) return status;
  /* the models' own is what doses go by, where there is one */
  int failed = sim_find_covariate(m, covariate) < 0 && append(sim, &g, size);
  for (int i = 0; i < m->np && !failed; i++)
    failed = sim_is_covariate(m, i, covariate) && append(sim, &g, i);
  if (!failed) return take_over(sim, sim->courses.n - before);
  while (sim->courses.n > before)
    free_course((struct sim_course *)sim->courses.rows + --sim->courses.n);
  return sim_message_memory(sim);
}

impakt_status impakt_sim_course_clear(impakt_sim *sim)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  sim->weight = sim_size_at(sim, OF_WEIGHT, 0);
  sim->area = sim_size_at(sim, OF_AREA, 0);
  drop_all(sim);
  return sim_done(sim);
}

/* ---- for the caller -------------------------------------------------------------------------- */

int impakt_sim_courses(const impakt_sim *sim) { return sim ? sim->courses.n : 0; }

static const char *name_of(const impakt_sim *sim, const struct sim_course *c)
{
  if (c->parameter >= 0) return sim->model->p[c->parameter].name;
  return c->parameter == OF_WEIGHT ? "WT" : "BSA";
}

impakt_status impakt_sim_get_course(const impakt_sim *sim, int course, const char **name,
                                    int *rule, double *times, double *values, size_t n,
                                    size_t *count)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (course < 0 || course >= sim->courses.n) return IMPAKT_E_INDEX;
  const struct sim_course *c = (const struct sim_course *)sim->courses.rows + course;
  const struct moving *m = &c->moving;
  if (name) *name = name_of(sim, c);
  if (rule) *rule = m->rule;
  for (size_t i = 0; i < n && i < (size_t)m->n; i++) {
    if (times) times[i] = m->times[i];
    if (values) values[i] = m->values[i];
  }
  if (count) *count = m->n;
  return IMPAKT_OK;
}

/* ---- at a time ------------------------------------------------------------------------------- */

int sim_lay_out_courses(const impakt_sim *sim, struct moving *moving)
{
  const struct sim_course *c = sim->courses.rows;
  int n = 0;
  for (int i = 0; i < sim->courses.n; i++)
    if (c[i].parameter >= 0) moving[n++] = c[i].moving;
  return n;
}

int sim_courses_differ(const impakt_sim *sim, double t1, double t2)
{
  const struct sim_course *c = sim->courses.rows;
  for (int i = 0; i < sim->courses.n; i++)
    if (moving_value(&c[i].moving, t1) != moving_value(&c[i].moving, t2) ||
        moving_rate(&c[i].moving, t1) != moving_rate(&c[i].moving, t2))
      return 1;
  return 0;
}

double sim_size_at(const impakt_sim *sim, int size, double t)
{
  const struct sim_course *c = sim_course_of(sim, size);
  if (c) return moving_value(&c->moving, t);
  return size == OF_WEIGHT ? sim->weight : sim->area;
}

double sim_size_rate(const impakt_sim *sim, int size, double t)
{
  const struct sim_course *c = sim_course_of(sim, size);
  return c ? moving_rate(&c->moving, t) : 0;
}

void sim_parameters_at(const impakt_sim *sim, double t, double *p)
{
  const struct sim_course *c = sim->courses.rows;
  memcpy(p, sim->p, sizeof *p * sim->equations->npq);
  if (!sim->courses.n) return;
  for (int i = 0; i < sim->courses.n; i++)
    if (c[i].parameter >= 0) p[c[i].moving.at] = moving_value(&c[i].moving, t);
  equations_derive_d(sim->equations, p);
}

void sim_parameter_slopes_at(const impakt_sim *sim, double t, double t_slope, const dual *seed,
                             dual *p)
{
  const struct sim_course *c = sim->courses.rows;
  memcpy(p, seed, sizeof *p * sim->equations->npq);
  if (!sim->courses.n) return;
  for (int i = 0; i < sim->courses.n; i++) {
    if (c[i].parameter < 0) continue;
    const struct moving *m = &c[i].moving;
    p[m->at] =
        with_slope(moving_value(m, t), SLOPE(seed[m->at]) + moving_rate(m, t) * t_slope * SEED);
  }
  equations_derive_z(sim->equations, p);
}
