/* population_draw.c — one patient: every number from its own place in the generator. */
#include "population.h"

#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DRAWS = 10000 }; /* until one lies within the limits */

int draw_room_new(struct draw_room *room, const impakt_population *population)
{
  const size_t np = population->sim->model->np + 1;
  room->z = malloc(2 * np * sizeof *room->z);
  room->p = room->z + np;
  return room->z ? 0 : -1;
}

void draw_room_free(struct draw_room *room) { free(room->z); }

/* The value at z standard deviations; uniform: with the same standard deviation. */
static double value_at(const struct variate *v, double z)
{
  const double WIDTH = 1.7320508075688772; /* half a uniform one's, in its standard deviation */
  switch (v->distribution) {
  case IMPAKT_LOG_NORMAL: return v->centre * exp(v->spread * z);
  case IMPAKT_UNIFORM: return v->centre + v->spread * WIDTH * (2 * impakt_normal_p(z) - 1);
  case IMPAKT_LOGIT_NORMAL:
    return 1 / (1 + exp(-(log(v->centre / (1 - v->centre)) + v->spread * z)));
  default: return v->centre + v->spread * z;
  }
}

static int is_within(const struct variate *v, double value)
{
  return value >= v->low && value <= v->high;
}

/* The correlated numbers are the lower factor times independent ones, from the last to the first,
 * so that each is read before it is written. */
static void correlate(const impakt_population *population, double *z)
{
  const int n = population->n_correlated;
  for (int i = n - 1; i >= 0; i--) {
    double sum = 0;
    for (int j = 0; j <= i; j++) sum += population->factor[i + j * n] * z[j];
    z[i] = sum;
  }
}

static int no_draw(impakt_sim *sim, const char *name)
{
  return message_set(&sim->message, IMPAKT_E_RANGE,
                     "'%s' lay outside its limits in %d draws: hardly anybody is like that",
                     name, MOST_DRAWS);
}

/* The typical values of a replicate. */
static void draw_uncertain(const impakt_population *population, uint64_t seed, uint64_t patient,
                           double *p)
{
  const uint64_t replicate = population->replicate ? patient / population->replicate : 0;
  for (int k = 0; k < population->n_drawn; k++) {
    const int i = population->drawn[k];
    struct variate v = population->uncertain[i].of;
    if (v.spread == 0) continue;
    v.centre = p[i];
    p[i] = value_at(&v, random_normal(seed, replicate, STREAM_UNCERTAIN + (uint32_t)i, 0));
  }
}

/* All effects are drawn again if one lies outside its limits. */
static int draw_effects(const impakt_population *population, impakt_sim *sim,
                        struct draw_room *room, uint64_t seed, uint64_t patient)
{
  int outside = -1;
  for (uint32_t draw = 0; draw < MOST_DRAWS; draw++) {
    outside = -1;
    for (int k = 0; k < population->n_varied; k++)
      room->z[k] =
          random_normal(seed, patient, STREAM_EFFECTS + (uint32_t)population->varied[k], draw);
    correlate(population, room->z);
    for (int k = 0; k < population->n_varied && outside < 0; k++) {
      const int i = population->varied[k];
      struct variate v = population->effects[i].of;
      v.centre = room->p[i];
      room->z[k] = value_at(&v, room->z[k]);
      if (population->effects[i].truncated && !is_within(&v, room->z[k])) outside = i;
    }
    if (outside < 0) break;
  }
  if (outside >= 0) return no_draw(sim, population->sim->model->p[outside].name);
  for (int k = 0; k < population->n_varied; k++) room->p[population->varied[k]] = room->z[k];
  return IMPAKT_OK;
}

static int set_covariates(const impakt_population *population, impakt_sim *sim, uint64_t seed,
                          uint64_t patient)
{
  const struct covariate *rows = population->covariates.rows;
  for (int i = 0; i < population->covariates.n; i++) {
    double value = NAN;
    uint32_t draw = 0;
    for (; draw < MOST_DRAWS && !is_within(&rows[i].of, value); draw++)
      value = value_at(&rows[i].of,
                       random_normal(seed, patient, STREAM_COVARIATES + (uint32_t)i, draw));
    if (!is_within(&rows[i].of, value)) return no_draw(sim, rows[i].name);
    const int status = impakt_sim_set_patient(sim, rows[i].name, value);
    if (status) return status;
  }
  return IMPAKT_OK;
}

static int set_from_table(const impakt_population *population, impakt_sim *sim, uint64_t seed,
                          uint64_t patient)
{
  const size_t n = population->columns.n;
  if (!population->table_rows) return IMPAKT_OK;
  const size_t rows = population->table_rows;
  const size_t row =
      population->table_drawn
          ? (size_t)(random_uniform(seed, patient, STREAM_TABLE, 0) * (double)rows)
          : (size_t)(patient % rows);
  for (size_t i = 0; i < n; i++) {
    const char *name = (const char *)population->columns.rows + i * NAME_ROOM;
    const int status = impakt_sim_set_patient(sim, name, population->table[row * n + i]);
    if (status) return status;
  }
  return IMPAKT_OK;
}

static int may_change_sign(const struct variate *v)
{
  return v->spread != 0 &&
         (v->distribution == IMPAKT_NORMAL || v->distribution == IMPAKT_UNIFORM);
}

/* What is log- or logit-normal keeps its sign by nature, and may leave a parameter's range, which is
 * there to catch slips; what could change its sign may not. */
static int set_drawn(const impakt_population *population, impakt_sim *sim, const double *p)
{
  for (int k = 0; k < population->n_drawn; k++) {
    const int i = population->drawn[k];
    if (may_change_sign(&population->effects[i].of) ||
        may_change_sign(&population->uncertain[i].of)) {
      const int status = sim_check_parameter(sim, i, p[i]);
      if (status) return status;
      sim->told[i] = 1;
    }
    sim->p[sim->equations->p_at[i]] = p[i];
  }
  equations_derive_d(sim->equations, sim->p);
  return IMPAKT_OK;
}

int population_set_patient(const impakt_population *population, impakt_sim *sim,
                           struct draw_room *room, uint64_t seed, uint64_t patient)
{
  memcpy(room->p, population->typical, sizeof *room->p * population->sim->model->np);
  draw_uncertain(population, seed, patient, room->p);
  int status = draw_effects(population, sim, room, seed, patient);
  if (!status) status = set_drawn(population, sim, room->p);
  if (!status) status = set_covariates(population, sim, seed, patient);
  return status ? status : set_from_table(population, sim, seed, patient);
}

/* ---- residual error -------------------------------------------------------------------------- */

static double disturbed(double value, int kind, double error)
{
  switch (kind) {
  case RESIDUAL_PROPORTIONAL: return value * (1 + error);
  case RESIDUAL_LOG_ADDITIVE: return value * exp(error);
  default: return value + error;
  }
}

/* Of one output at all times, and all its kinds of error. */
static void disturb(uint64_t seed, uint64_t patient, const struct residual_error *r, int row,
                    size_t n_times, int n_columns, double *result)
{
  for (size_t i = 0; i < n_times; i++) {
    double *value = result + i * n_columns;
    *value = disturbed(
        *value, r->kind,
        r->spread * random_normal(seed, patient, STREAM_RESIDUAL + (uint32_t)row, (uint32_t)i));
  }
}

void population_add_residual(const impakt_population *population, uint64_t seed,
                             uint64_t patient, size_t n_times, double *result)
{
  const impakt_sim *sim = population->sim;
  const impakt_model *m = sim->model;
  const int n_columns = impakt_sim_columns(sim);
  const int *watched = sim->watched.n ? sim->watched.rows : sim->columns;
  for (int j = 0; j < n_columns; j++)
    for (int row = 0; row < m->n_residuals; row++)
      if (watched[j] == m->nx + m->residuals[row].output)
        disturb(seed, patient, &m->residuals[row], row, n_times, n_columns, result + j);
}
