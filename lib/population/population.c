/* population.c — impakt_population_*: how patients differ. */
#include "population.h"

#include "linalg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- life ------------------------------------------------------------------------------------ */

static int done(impakt_population *population)
{
  population->prepared = 0;
  population->message.text[0] = '\0';
  return IMPAKT_OK;
}

static int no_memory(impakt_population *population)
{
  return message_set(&population->message, IMPAKT_E_MEMORY, "out of memory");
}

/* What the publication says of each parameter. */
static int take_published(impakt_population *population)
{
  const impakt_model *m = population->sim->model;
  for (int i = 0; i < m->np; i++) {
    population->effects[i].of.low = population->uncertain[i].of.low = -INFINITY;
    population->effects[i].of.high = population->uncertain[i].of.high = INFINITY;
  }
  for (int i = 0; i < m->n_variations; i++) {
    const struct variation *v = &m->variations[i];
    population->effects[v->parameter].of.distribution = v->distribution;
    population->effects[v->parameter].of.spread = v->spread;
  }
  for (int i = 0; i < m->n_correlations; i++) {
    struct correlated *row = list_add(&population->correlations, sizeof *row);
    if (!row) return -1;
    *row = (struct correlated){ m->correlations[i].a, m->correlations[i].b,
                                m->correlations[i].rho };
  }
  return 0;
}

impakt_status impakt_population_new(impakt_population **out, const impakt_sim *sim)
{
  if (!out || !sim) return IMPAKT_E_ARGUMENT;
  impakt_population *population = calloc(1, sizeof *population);
  if (!population) return IMPAKT_E_MEMORY;
  const size_t np = sim->model->np + 1;
  population->effects = calloc(np, sizeof *population->effects);
  population->uncertain = calloc(np, sizeof *population->uncertain);
  population->varied = calloc(np, sizeof *population->varied);
  population->drawn = calloc(np, sizeof *population->drawn);
  population->typical = calloc(np, sizeof *population->typical);
  if (!population->effects || !population->uncertain || !population->varied ||
      !population->drawn || !population->typical || impakt_sim_copy(&population->sim, sim) ||
      take_published(population)) {
    impakt_population_free(population);
    return IMPAKT_E_MEMORY;
  }
  *out = population;
  return IMPAKT_OK;
}

void impakt_population_free(impakt_population *population)
{
  if (!population) return;
  impakt_sim_free(population->sim);
  free(population->effects);
  free(population->uncertain);
  free(population->varied);
  free(population->drawn);
  free(population->typical);
  free(population->factor);
  free(population->correlations.rows);
  free(population->covariates.rows);
  free(population->columns.rows);
  free(population->table);
  free(population);
}

const char *impakt_population_message(const impakt_population *population)
{
  return population ? population->message.text : "";
}

impakt_status impakt_population_set_option(impakt_population *population, int option,
                                           double value)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  const int status = impakt_sim_set_option(population->sim, option, value);
  if (!status) return done(population);
  return message_set(&population->message, status, "%s", impakt_sim_message(population->sim));
}

/* ---- effects --------------------------------------------------------------------------------- */

static int find_parameter(impakt_population *population, const char *name)
{
  const impakt_model *m = population->sim->model;
  const int index = catalogue_find(m, IMPAKT_PARAMETER, name, &population->message);
  if (index >= 0 && m->p[index].source == SOURCE_EXACT)
    return message_set(&population->message, IMPAKT_E_RANGE,
                       "'%s' is a constant, and the same in everybody", name);
  return index;
}

static int check_distribution(impakt_population *population, int distribution, double spread)
{
  if (distribution < IMPAKT_NORMAL || distribution > IMPAKT_LOGIT_NORMAL)
    return message_set(&population->message, IMPAKT_E_INDEX,
                       "no distribution has the number %d; there are 0 to %d", distribution,
                       IMPAKT_LOGIT_NORMAL);
  if (!isfinite(spread) || spread < 0)
    return message_set(&population->message, IMPAKT_E_RANGE,
                       "the standard deviation is %g; expected 0 or more", spread);
  return IMPAKT_OK;
}

static int set_effect(impakt_population *population, struct effect *effects, const char *name,
                      int distribution, double spread)
{
  const int index = find_parameter(population, name);
  int status = index < 0 ? index : check_distribution(population, distribution, spread);
  if (status) return status;
  effects[index].of.distribution = distribution;
  effects[index].of.spread = spread;
  return done(population);
}

impakt_status impakt_population_vary(impakt_population *population, const char *parameter,
                                     int distribution, double spread)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  return set_effect(population, population->effects, parameter, distribution, spread);
}

impakt_status impakt_population_uncertain(impakt_population *population, const char *parameter,
                                          int distribution, double spread)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  return set_effect(population, population->uncertain, parameter, distribution, spread);
}

impakt_status impakt_population_replicate(impakt_population *population, uint64_t patients)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  population->replicate = patients;
  return done(population);
}

impakt_status impakt_population_truncate(impakt_population *population, const char *parameter,
                                         double low, double high)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  const int index = find_parameter(population, parameter);
  if (index < 0) return index;
  if (!(low < high))
    return message_set(&population->message, IMPAKT_E_RANGE,
                       "'%s' is to lie between %g and %g; expected a lower and a higher limit",
                       parameter, low, high);
  population->effects[index].of.low = low;
  population->effects[index].of.high = high;
  population->effects[index].truncated = 1;
  return done(population);
}

impakt_status impakt_population_correlate(impakt_population *population, const char *a,
                                          const char *b, double rho)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  const int first = find_parameter(population, a);
  const int second = first < 0 ? first : find_parameter(population, b);
  if (second < 0) return second;
  if (first == second || !(fabs(rho) < 1))
    return message_set(
        &population->message, IMPAKT_E_RANGE,
        "the correlation of '%s' and '%s' is %g; expected two parameters, and more "
        "than -1 and less than 1",
        a, b, rho);
  struct correlated *rows = population->correlations.rows;
  for (int i = 0; i < population->correlations.n; i++)
    if ((rows[i].a == first && rows[i].b == second) ||
        (rows[i].a == second && rows[i].b == first)) {
      rows[i].rho = rho;
      return done(population);
    }
  struct correlated *row = list_add(&population->correlations, sizeof *row);
  if (!row) return no_memory(population);
  *row = (struct correlated){ first, second, rho };
  return done(population);
}

impakt_status impakt_population_residual(impakt_population *population, int on)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  population->residual = on != 0;
  return done(population);
}

/* ---- covariates ------------------------------------------------------------------------------ */

/* A covariate is known if the typical patient takes it. */
static int check_covariate(impakt_population *population, const char *name, double value)
{
  impakt_sim *sim;
  if (impakt_sim_copy(&sim, population->sim)) return no_memory(population);
  const int status = impakt_sim_set_patient(sim, name, value);
  if (status) message_set(&population->message, status, "%s", impakt_sim_message(sim));
  impakt_sim_free(sim);
  if (!status && strlen(name) >= NAME_ROOM)
    return message_set(&population->message, IMPAKT_E_NAME, "'%s' is too long a name", name);
  return status;
}

impakt_status impakt_population_covariate(impakt_population *population, const char *name,
                                          int distribution, double centre, double spread,
                                          double low, double high)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  int status = check_distribution(population, distribution, spread);
  if (!status) status = check_covariate(population, name, centre);
  if (status) return status;
  if (!(low < high) || centre < low || centre > high)
    return message_set(
        &population->message, IMPAKT_E_RANGE,
        "'%s' is to lie between %g and %g, with its centre at %g: expected a lower "
        "and a higher limit around it",
        name, low, high, centre);
  struct covariate *row = list_add(&population->covariates, sizeof *row);
  if (!row) return no_memory(population);
  strcpy(row->name, name);
  row->of = (struct variate){ distribution, centre, spread, low, high };
  return done(population);
}

impakt_status impakt_population_table(impakt_population *population, const char *const *names,
                                      size_t n_names, const double *values, size_t n_rows,
                                      int drawn)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  if (!names || !values || !n_names || !n_rows)
    return message_set(&population->message, IMPAKT_E_ARGUMENT,
                       "a table of patients needs names, and at least one row");
  for (size_t i = 0; i < n_names * n_rows; i++) {
    const int status = check_covariate(population, names[i % n_names], values[i]);
    if (!status) continue;
    const struct message why = population->message;
    return message_set(&population->message, status, "row %zu of the table of patients: %.400s",
                       i / n_names, why.text);
  }
  double *table = malloc(sizeof *table * n_names * n_rows);
  if (!table) return no_memory(population);
  memcpy(table, values, sizeof *table * n_names * n_rows);
  population->columns.n = 0;
  for (size_t i = 0; i < n_names; i++) {
    char *name = list_add(&population->columns, NAME_ROOM);
    if (!name) {
      free(table);
      population->columns.n = 0;
      return no_memory(population);
    }
    strcpy(name, names[i]);
  }
  free(population->table);
  population->table = table;
  population->table_rows = n_rows;
  population->table_drawn = drawn != 0;
  return done(population);
}

/* ---- preparing ------------------------------------------------------------------------------- */

static int place_of(const impakt_population *population, int parameter)
{
  for (int i = 0; i < population->n_varied; i++)
    if (population->varied[i] == parameter) return i;
  return -1;
}

/* Parameters with an effect, the correlated ones first. */
static void list_varied(impakt_population *population)
{
  const struct correlated *rows = population->correlations.rows;
  population->n_varied = 0;
  for (int i = 0; i < population->correlations.n; i++) {
    const int both[] = { rows[i].a, rows[i].b };
    if (population->effects[both[0]].of.spread == 0 ||
        population->effects[both[1]].of.spread == 0)
      continue;
    for (int k = 0; k < 2; k++)
      if (place_of(population, both[k]) < 0)
        population->varied[population->n_varied++] = both[k];
  }
  population->n_correlated = population->n_varied;
  for (int i = 0; i < population->sim->model->np; i++)
    if (population->effects[i].of.spread > 0 && place_of(population, i) < 0)
      population->varied[population->n_varied++] = i;
}

static void list_drawn(impakt_population *population)
{
  const impakt_sim *sim = population->sim;
  population->n_drawn = 0;
  for (int i = 0; i < sim->model->np; i++) {
    population->typical[i] = sim_lacks(sim, i) ? NAN : sim->p[sim->equations->p_at[i]];
    if (population->effects[i].of.spread != 0 || population->uncertain[i].of.spread != 0)
      population->drawn[population->n_drawn++] = i;
  }
}

/* A parameter that follows a course of its own has no typical value to differ from. */
static int check_courses(impakt_population *population)
{
  for (int i = 0; i < population->sim->model->np; i++)
    if ((population->effects[i].of.spread > 0 || population->uncertain[i].of.spread > 0) &&
        sim_course_of(population->sim, i))
      return message_set(&population->message, IMPAKT_E_RANGE,
                         "'%s' follows a course in time and cannot differ between patients as "
                         "well; vary it by 0",
                         population->sim->model->p[i].name);
  return IMPAKT_OK;
}

int population_prepare(impakt_population *population)
{
  if (population->prepared) return IMPAKT_OK;
  const int status = check_courses(population);
  if (status) return status;
  list_varied(population);
  list_drawn(population);
  const int n = population->n_correlated;
  const struct correlated *rows = population->correlations.rows;
  double *factor = calloc((size_t)n * n + 1, sizeof *factor);
  if (!factor) return no_memory(population);
  for (int i = 0; i < n; i++) factor[i * (n + 1)] = 1;
  for (int i = 0; i < population->correlations.n; i++) {
    const int a = place_of(population, rows[i].a), b = place_of(population, rows[i].b);
    if (a < 0 || b < 0 || a >= n || b >= n) continue;
    factor[a + b * n] = factor[b + a * n] = rows[i].rho;
  }
  free(population->factor);
  population->factor = factor;
  const int failed = linalg_cholesky(n, factor);
  if (failed)
    return message_set(
        &population->message, IMPAKT_E_RANGE,
        "the correlations are not those of any set of numbers: the matrix is not "
        "positive definite once '%s' is in it",
        population->sim->model->p[population->varied[failed - 1]].name);
  population->prepared = 1;
  return IMPAKT_OK;
}
