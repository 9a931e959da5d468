/* sim.c — impakt_sim_*: making and setting up a simulation. */
#include "sim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name; /* for messages */
  double low, high, value;
} options[OPTIONS] = {
  [IMPAKT_RELATIVE_TOLERANCE - 100] = { "option RELATIVE_TOLERANCE", 1e-12, 0.1, 1e-6 },
  [IMPAKT_ABSOLUTE_TOLERANCE - 100] = { "option ABSOLUTE_TOLERANCE", 1e-6, 1e6, 1 },
  [IMPAKT_MAX_STEPS - 100] = { "option MAX_STEPS", 1, 1e9, 1e5 },
  [IMPAKT_MAX_STEP - 100] = { "option MAX_STEP", 0, 1e9, 0 },
  [IMPAKT_SAMPLE_AFTER - 100] = { "option SAMPLE_AFTER", 0, 1, 0 },
  [IMPAKT_SOLVER - 100] = { "option SOLVER", 0, IMPAKT_SOLVER_ADAMS, IMPAKT_SOLVER_AUTO },
  [IMPAKT_LANES - 100] = { "option LANES", 0, MOST_LANES, 0 },
};

/* ---- helpers of all sim_*.c ------------------------------------------------------------------ */

void *list_add(struct list *list, size_t size)
{
  if (list->n == list->room) {
    const int room = list->room ? 2 * list->room : 8;
    void *rows = realloc(list->rows, size * room);
    if (!rows) return NULL;
    list->rows = rows;
    list->room = room;
  }
  return (char *)list->rows + size * list->n++;
}

int sim_message_memory(impakt_sim *sim)
{
  return message_set(&sim->message, IMPAKT_E_MEMORY, "out of memory");
}

int sim_done(impakt_sim *sim)
{
  sim->message.text[0] = '\0';
  return IMPAKT_OK;
}

int sim_check_array(impakt_sim *sim, const char *what, const void *array, size_t length,
                    size_t expected)
{
  if (length != expected)
    return message_set(&sim->message, IMPAKT_E_LENGTH,
                       "the array of %s has %zu elements; expected %zu", what, length,
                       expected);
  if (expected && !array)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the array of %s is NULL", what);
  return IMPAKT_OK;
}

/* ---- life ------------------------------------------------------------------------------------ */

static int set_up(impakt_sim *sim)
{
  const struct equations *e = sim->equations;
  const int courses = e->n + e->ny;
  sim->told = calloc(sim->model->np + 1, 1);
  sim->p = calloc(e->npq + 1, sizeof(double));
  sim->initial = calloc(e->n + 1, sizeof(double));
  sim->states = calloc(e->n + 1, sizeof(double));
  sim->p_now = calloc(e->npq + 1, sizeof(double));
  sim->columns = calloc(courses + 1, sizeof(int));
  sim->room = run_room_new();
  sim->plan = calloc(1, sizeof *sim->plan);
  sim->rule_room = rule_room_new();
  if (!sim->told || !sim->p || !sim->initial || !sim->states || !sim->p_now || !sim->columns ||
      !sim->room || !sim->plan || !sim->rule_room || workspace_new(&sim->work, e))
    return -1;
  equations_defaults(e, sim->p);
  for (int i = 0; i < e->n; i++) sim->initial[i] = NAN;
  for (int i = 0; i < courses; i++) sim->columns[i] = i;
  for (int i = 0; i < OPTIONS; i++) sim->options[i] = options[i].value;
  sim->weight = sim->area = NAN;
  return 0;
}

/* equations: somebody else's, or NULL. */
static int make(impakt_sim **out, const impakt_model *model, const struct equations *equations)
{
  impakt_sim *sim = calloc(1, sizeof *sim);
  if (!sim) return IMPAKT_E_MEMORY;
  sim->model = model;
  if (!equations) equations = sim->own_equations = equations_new(model);
  sim->equations = equations;
  if (!sim->equations || set_up(sim)) {
    impakt_sim_free(sim);
    return IMPAKT_E_MEMORY;
  }
  *out = sim;
  return IMPAKT_OK;
}

impakt_status impakt_sim_new(impakt_sim **out, const impakt_model *model)
{
  return out && model ? make(out, model, NULL) : IMPAKT_E_ARGUMENT;
}

static int copy_list(struct list *to, const struct list *from, size_t size)
{
  if (!from->n) return 0;
  to->rows = malloc(size * from->n);
  if (!to->rows) return -1;
  memcpy(to->rows, from->rows, size * from->n);
  to->n = to->room = from->n;
  return 0;
}

static int copy_with(impakt_sim **out, const impakt_sim *sim, const struct equations *equations)
{
  impakt_sim *copy;
  if (make(&copy, sim->model, equations)) return IMPAKT_E_MEMORY;
  memcpy(copy->told, sim->told, sim->model->np);
  memcpy(copy->p, sim->p, sizeof(double) * sim->equations->npq);
  memcpy(copy->initial, sim->initial, sizeof(double) * sim->equations->n);
  memcpy(copy->options, sim->options, sizeof sim->options);
  copy->weight = sim->weight;
  copy->area = sim->area;
  if (sim_copy_courses(copy, sim) ||
      copy_list(&copy->doses, &sim->doses, sizeof(struct dose)) ||
      copy_list(&copy->watched, &sim->watched, sizeof(int)) ||
      copy_list(&copy->measures, &sim->measures, sizeof(struct measure)) ||
      copy_list(&copy->slopes, &sim->slopes, sizeof(struct slope)) ||
      copy_list(&copy->rules, &sim->rules, sizeof(struct rule_record)) ||
      copy_list(&copy->actions, &sim->actions, sizeof(struct action_record)) ||
      copy_list(&copy->checks, &sim->checks, sizeof(struct check))) {
    impakt_sim_free(copy);
    return IMPAKT_E_MEMORY;
  }
  *out = copy;
  return IMPAKT_OK;
}

impakt_status impakt_sim_copy(impakt_sim **out, const impakt_sim *sim)
{
  return out && sim ? copy_with(out, sim, NULL) : IMPAKT_E_ARGUMENT;
}

int sim_copy_beside(impakt_sim **out, const impakt_sim *sim)
{
  return copy_with(out, sim, sim->equations);
}

void impakt_sim_free(impakt_sim *sim)
{
  if (!sim) return;
  sim_close_integrator(sim);
  schedule_free(&sim->schedule);
  run_room_free(sim->room);
  workspace_free(&sim->work);
  equations_free(sim->own_equations);
  plan_free(sim->plan);
  sim_free_courses(sim);
  free(sim->told);
  rule_room_free(sim->rule_room);
  free(sim->p);
  free(sim->initial);
  free(sim->states);
  free(sim->p_now);
  free(sim->columns);
  free(sim->doses.rows);
  free(sim->watched.rows);
  free(sim->measures.rows);
  free(sim->slopes.rows);
  free(sim->rules.rows);
  free(sim->actions.rows);
  free(sim->checks.rows);
  free(sim);
}

const char *impakt_sim_message(const impakt_sim *sim) { return sim ? sim->message.text : ""; }

/* ---- options --------------------------------------------------------------------------------- */

impakt_status impakt_option_range(int option, double *low, double *high)
{
  if (option < 100 || option >= 100 + OPTIONS || !options[option - 100].name)
    return IMPAKT_E_INDEX;
  if (low) *low = options[option - 100].low;
  if (high) *high = options[option - 100].high;
  return IMPAKT_OK;
}

impakt_status impakt_sim_set_option(impakt_sim *sim, int option, double value)
{
  double low, high;
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (impakt_option_range(option, &low, &high))
    return message_set(&sim->message, IMPAKT_E_INDEX, "no option has the number %d", option);
  if (!(value >= low && value <= high))
    return message_set(&sim->message, IMPAKT_E_RANGE, "%s is %g; expected %g to %g",
                       options[option - 100].name, value, low, high);
  const int whole =
      option == IMPAKT_MAX_STEPS || option == IMPAKT_SAMPLE_AFTER || option == IMPAKT_SOLVER;
  if (whole && value != floor(value))
    return message_set(&sim->message, IMPAKT_E_RANGE, "%s is %g; expected a whole number",
                       options[option - 100].name, value);
  if (option == IMPAKT_LANES && value != 0 && value != 1 && value != 4 && value != 8)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "option LANES is %g; expected 0, 1, 4 or 8", value);
  sim->options[option - 100] = value;
  return sim_done(sim);
}

/* ---- parameters ------------------------------------------------------------------------------ */

int sim_check_parameter(impakt_sim *sim, int index, double value)
{
  const struct quantity *q = &sim->model->p[index];
  if (q->source == SOURCE_EXACT)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "'%s' is a constant, %g %s, and cannot be set", q->name, q->value,
                       q->unit);
  if (!isfinite(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "parameter '%s' is not finite",
                       q->name);
  if (value < q->low || value > q->high)
    return message_set(&sim->message, IMPAKT_E_RANGE,
                       "parameter '%s' is %g %s; expected %g to %g (%s)", q->name, value,
                       q->unit, q->low, q->high, q->meaning);
  return IMPAKT_OK;
}

static double *parameter(impakt_sim *sim, int index)
{
  return &sim->p[sim->equations->p_at[index]];
}

/* One value from here on: a course of its own is over. */
static void tell(impakt_sim *sim, int index, double value)
{
  sim_drop_course(sim, index);
  *parameter(sim, index) = value;
  sim->told[index] = 1;
}

/* Ends a call that has changed parameters. */
static int derive(impakt_sim *sim)
{
  equations_derive_d(sim->equations, sim->p);
  return sim_done(sim);
}

impakt_status impakt_sim_use_preset(impakt_sim *sim, const char *name)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int preset = catalogue_find_preset(sim->model, name, &sim->message);
  if (preset < 0) return preset;
  const struct setting *settings = sim->model->presets[preset].settings;
  for (const struct setting *s = settings; s->parameter >= 0; s++)
    tell(sim, s->parameter, s->value);
  return derive(sim);
}

impakt_status impakt_sim_set_parameter(impakt_sim *sim, const char *name, double value)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_PARAMETER, name, &sim->message);
  if (index < 0) return index;
  const int status = sim_check_parameter(sim, index, value);
  if (status) return status;
  tell(sim, index, value);
  return derive(sim);
}

/* One of many: constants, courses and what has not been set stay as they are. */
static int is_left_alone(const impakt_sim *sim, int index, double value)
{
  return sim->model->p[index].source == SOURCE_EXACT || sim_course_of(sim, index) ||
         (isnan(value) && sim_lacks(sim, index));
}

impakt_status impakt_sim_set_parameters(impakt_sim *sim, const double *values, size_t n)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const impakt_model *m = sim->model;
  int status = sim_check_array(sim, "parameters", values, n, m->np);
  if (status) return status;
  for (int i = 0; i < m->np; i++) {
    if (is_left_alone(sim, i, values[i])) continue;
    status = sim_check_parameter(sim, i, values[i]);
    if (status) return status;
  }
  for (int i = 0; i < m->np; i++)
    if (!is_left_alone(sim, i, values[i])) tell(sim, i, values[i]);
  return derive(sim);
}

impakt_status impakt_sim_get_parameters(const impakt_sim *sim, double *values, size_t n)
{
  if (!sim || !values) return IMPAKT_E_ARGUMENT;
  if (n != (size_t)sim->model->np) return IMPAKT_E_LENGTH;
  for (int i = 0; i < sim->model->np; i++)
    values[i] = sim_lacks(sim, i) ? NAN : sim->p[sim->equations->p_at[i]];
  return IMPAKT_OK;
}

impakt_status impakt_sim_get_derived(impakt_sim *sim, double *values, size_t n)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int nq = sim->model->nq;
  const int status = sim_check_array(sim, "derived quantities", values, n, nq);
  if (status) return status;
  for (int i = 0; i < nq; i++) values[i] = sim->p[sim->equations->q_at[i]];
  return sim_done(sim);
}

/* ---- the patient ----------------------------------------------------------------------------- */

int sim_is_covariate(const impakt_model *m, int index, const char *name)
{
  return m->p[index].source == SOURCE_PATIENT &&
         !strcmp(catalogue_bare_name(m->p[index].name), name);
}

int sim_size_of_patient(const char *covariate)
{
  if (!strcmp(covariate, "WT")) return OF_WEIGHT;
  return !strcmp(covariate, "BSA") ? OF_AREA : 0;
}

struct covariates {
  const impakt_model *model;
};

static const char *name_of_covariate(const void *list, int i)
{
  const impakt_model *m = ((const struct covariates *)list)->model;
  for (int p = 0; p < m->np; p++)
    if (m->p[p].source == SOURCE_PATIENT && i-- == 0) return catalogue_bare_name(m->p[p].name);
  return i == 0 ? "WT" : i == 1 ? "BSA" : NULL;
}

int sim_no_covariate(impakt_sim *sim, const char *covariate)
{
  const struct covariates list = { sim->model };
  char hint[160];
  message_suggest(hint, sizeof hint, message_nearest(covariate, name_of_covariate, &list));
  return message_set(&sim->message, IMPAKT_E_NAME, "no covariate '%s' in %s%s", covariate,
                     sim->model->name, hint);
}

impakt_status impakt_sim_set_patient(impakt_sim *sim, const char *covariate, double value)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const impakt_model *m = sim->model;
  if (!covariate)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the name of the covariate is NULL");
  const int size = sim_size_of_patient(covariate);
  if (size && !(value > 0 && isfinite(value)))
    return message_set(&sim->message, isfinite(value) ? IMPAKT_E_RANGE : IMPAKT_E_ARGUMENT,
                       "%s is %g; expected more than 0", covariate, value);
  int found = size != 0;
  for (int i = 0; i < m->np; i++) {
    if (!sim_is_covariate(m, i, covariate)) continue;
    const int status = sim_check_parameter(sim, i, value);
    if (status) return status;
    found = 1;
  }
  if (!found) return sim_no_covariate(sim, covariate);
  if (size) {
    sim_drop_course(sim, size);
    *(size == OF_WEIGHT ? &sim->weight : &sim->area) = value;
  }
  for (int i = 0; i < m->np; i++)
    if (sim_is_covariate(m, i, covariate)) tell(sim, i, value);
  return derive(sim);
}

int sim_find_covariate(const impakt_model *m, const char *covariate)
{
  for (int i = 0; i < m->np; i++)
    if (sim_is_covariate(m, i, covariate)) return i;
  return -1;
}

int sim_patient(impakt_sim *sim, const char *covariate, double t, const double *p,
                double *value)
{
  const impakt_model *m = sim->model;
  const int first = sim_find_covariate(m, covariate), *at = sim->equations->p_at;
  *value = first >= 0 ? p[at[first]] : sim_size_at(sim, sim_size_of_patient(covariate), t);
  for (int i = first + 1; first >= 0 && i < m->np; i++) {
    if (!sim_is_covariate(m, i, covariate)) continue;
    if (p[at[i]] != *value)
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "'%s' is %g and '%s' is %g at %g h: a dose by %s needs one patient",
                         m->p[first].name, *value, m->p[i].name, p[at[i]], t, covariate);
  }
  return IMPAKT_OK;
}

/* ---- the start ------------------------------------------------------------------------------- */

impakt_status impakt_sim_set_initial(impakt_sim *sim, const char *state, double value)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int index = catalogue_find(sim->model, IMPAKT_STATE, state, &sim->message);
  if (index < 0) return index;
  if (!isfinite(value))
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the start of '%s' is not finite",
                       state);
  sim->initial[index] = value;
  return sim_done(sim);
}

void sim_start(const impakt_sim *sim, double *states)
{
  equations_init_d(sim->equations, sim->p, states);
  for (int i = 0; i < sim->equations->n; i++)
    if (!isnan(sim->initial[i])) states[i] = sim->initial[i];
}

impakt_status impakt_sim_get_initial(impakt_sim *sim, double *states, size_t n)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  const int status = sim_check_array(sim, "states", states, n, sim->equations->n);
  if (status) return status;
  sim_start(sim, states);
  return sim_done(sim);
}
