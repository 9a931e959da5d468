/* population.c — "population" of a scenario: how many patients, and how they differ. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const population_keys[] = { "patients",   "seed",      "vary",
                                               "correlate",  "uncertain", "replicate",
                                               "covariates", "residual",  "quantiles",
                                               NULL };
static const char *const effect_keys[] = { "distribution", "sd", "low", "high", NULL };
static const char *const covariate_keys[] = { "distribution", "centre", "sd",
                                              "low",          "high",   NULL };
/* in the order of IMPAKT_NORMAL ... */
static const char *const distributions[] = { "normal", "log-normal", "uniform", "logit-normal",
                                             NULL };

struct people {
  const struct scenario *scenario;
  const struct reader *reader;
  impakt_population *population;
};

static int library(const struct people *p, const struct scenario_path *path,
                   impakt_status status)
{
  return status < 0
             ? reader_fail(p->reader, path, "%s", impakt_population_message(p->population))
             : 0;
}

/* ---- numbers ---------------------------------------------------------------------------- */

static int read_number(const struct people *p, const struct scenario_path *path,
                       const json_t *value, double *number)
{
  if (!json_is_number(value)) {
    return reader_fail(p->reader, path, "expected a number");
  }
  *number = json_number_value(value);
  return 0;
}

static int read_distribution(const struct people *p, const struct scenario_path *path,
                             const json_t *value, int *distribution)
{
  char list[128];
  if (reader_string(p->reader, path, value, "a distribution")) {
    return -1;
  }
  *distribution = reader_choice(json_string_value(value), distributions);
  reader_list(list, sizeof list, distributions);
  return *distribution < 0 ? reader_fail(p->reader, path, "expected %s", list) : 0;
}

struct spread {
  int distribution;
  double centre, sd, low, high;
};

static int read_spread(const struct people *p, const struct scenario_path *path,
                       const json_t *value, const char *unit, struct spread *out)
{
  const struct scenario_path distribution = { path, "distribution", 0 }, sd = { path, "sd", 0 },
                             centre = { path, "centre", 0 }, low = { path, "low", 0 },
                             high = { path, "high", 0 };
  *out = (struct spread){ IMPAKT_LOG_NORMAL, NAN, NAN, -INFINITY, INFINITY };
  if (!member(value, "sd")) {
    return reader_fail(p->reader, path, "\"sd\" is missing, the standard deviation");
  }
  return read_number(p, &sd, member(value, "sd"), &out->sd) ||
         (member(value, "distribution") &&
          read_distribution(p, &distribution, member(value, "distribution"),
                            &out->distribution)) ||
         (member(value, "centre") &&
          reader_value(p->reader, &centre, member(value, "centre"), unit, &out->centre)) ||
         (member(value, "low") &&
          reader_value(p->reader, &low, member(value, "low"), unit, &out->low)) ||
         (member(value, "high") &&
          reader_value(p->reader, &high, member(value, "high"), unit, &out->high));
}

/* ---- parameters ------------------------------------------------------------------------- */

static const char *unit_of(const struct people *p, const char *parameter)
{
  const impakt_model *model = p->scenario->model;
  return impakt_model_text(model, IMPAKT_PARAMETER,
                           impakt_model_index(model, IMPAKT_PARAMETER, parameter), IMPAKT_UNIT);
}

/* "CL": 0.3, or "CL": {"sd": 0.3, "distribution": ..., "low": ..., "high": ...} */
static int set_effect(const struct people *p, const struct scenario_path *path,
                      const char *name, const json_t *value, int uncertain)
{
  struct spread s = { IMPAKT_LOG_NORMAL, NAN, NAN, -INFINITY, INFINITY };
  if (json_is_number(value)) {
    s.sd = json_number_value(value);
  } else if (reader_keys(p->reader, path, value, "a standard deviation or an object {...}",
                         effect_keys) ||
             read_spread(p, path, value, unit_of(p, name), &s)) {
    return -1;
  }
  const impakt_status status =
      uncertain ? impakt_population_uncertain(p->population, name, s.distribution, s.sd)
                : impakt_population_vary(p->population, name, s.distribution, s.sd);
  if (library(p, path, status)) {
    return -1;
  }
  if (isinf(s.low) && isinf(s.high)) {
    return 0;
  }
  return uncertain
             ? reader_fail(p->reader, path, "what is uncertain has no limits")
             : library(p, path, impakt_population_truncate(p->population, name, s.low, s.high));
}

static int set_effects(const struct people *p, const struct scenario_path *path,
                       const json_t *effects, int uncertain)
{
  const char *name;
  json_t *value;
  if (effects && reader_object(p->reader, path, effects, "parameters and spreads {...}")) {
    return -1;
  }
  json_object_foreach((json_t *)effects, name, value)
  {
    const struct scenario_path item = { path, name, 0 };
    if (set_effect(p, &item, name, value, uncertain)) {
      return -1;
    }
  }
  return 0;
}

/* [["CL", "V", 0.5], ...] */
static int set_correlations(const struct people *p, const struct scenario_path *path,
                            const json_t *list)
{
  if (list && reader_array(p->reader, path, list, "a list of [parameter, parameter, number]")) {
    return -1;
  }
  for (size_t i = 0; i < json_array_size(list); i++) {
    const struct scenario_path item = { path, NULL, i };
    const json_t *row = json_array_get(list, i);
    const json_t *const a = json_array_get(row, 0), *const b = json_array_get(row, 1),
                        *const rho = json_array_get(row, 2);
    if (json_array_size(row) != 3 || !json_is_string(a) || !json_is_string(b) ||
        !json_is_number(rho)) {
      return reader_fail(p->reader, &item, "expected [parameter, parameter, correlation]");
    }
    if (library(p, &item,
                impakt_population_correlate(p->population, json_string_value(a),
                                            json_string_value(b), json_number_value(rho)))) {
      return -1;
    }
  }
  return 0;
}

/* ---- covariates ------------------------------------------------------------------------- */

static int set_covariates(const struct people *p, const struct scenario_path *path,
                          const json_t *covariates)
{
  const char *name;
  json_t *value;
  if (covariates && reader_object(p->reader, path, covariates, "covariates {...}")) {
    return -1;
  }
  json_object_foreach((json_t *)covariates, name, value)
  {
    const struct scenario_path item = { path, name, 0 };
    struct spread s;
    if (reader_keys(p->reader, &item, value, "an object {...}", covariate_keys) ||
        read_spread(p, &item, value, NULL, &s)) {
      return -1;
    }
    if (isnan(s.centre)) {
      return reader_fail(p->reader, &item, "\"centre\" is missing");
    }
    if (library(p, &item,
                impakt_population_covariate(p->population, name, s.distribution, s.centre, s.sd,
                                            s.low, s.high))) {
      return -1;
    }
  }
  return 0;
}

/* ---- the rest --------------------------------------------------------------------------- */

static int read_whole(const struct people *p, const struct scenario_path *path,
                      const json_t *value, long long least, uint64_t *out)
{
  if (!json_is_integer(value) || json_integer_value(value) < least) {
    return reader_fail(p->reader, path, "expected a whole number from %lld", least);
  }
  *out = (uint64_t)json_integer_value(value);
  return 0;
}

static int read_quantiles(const struct people *p, const struct scenario_path *path,
                          const json_t *list, struct scenario_population *out)
{
  static const double usual[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
  out->n_quantiles = sizeof usual / sizeof *usual;
  memcpy(out->quantiles, usual, sizeof usual);
  if (!list) {
    return 0;
  }
  if (reader_array(p->reader, path, list, "a list of numbers between 0 and 1")) {
    return -1;
  }
  if (json_array_size(list) > SCENARIO_QUANTILES) {
    return reader_fail(p->reader, path, "more than %d quantiles", SCENARIO_QUANTILES);
  }
  out->n_quantiles = (int)json_array_size(list);
  for (int i = 0; i < out->n_quantiles; i++) {
    const struct scenario_path item = { path, NULL, (size_t)i };
    if (read_number(p, &item, json_array_get(list, (size_t)i), &out->quantiles[i])) {
      return -1;
    }
    if (!(out->quantiles[i] >= 0 && out->quantiles[i] <= 1)) {
      return reader_fail(p->reader, &item, "a quantile lies between 0 and 1");
    }
  }
  return 0;
}

static int read_all(const struct people *p, const json_t *value,
                    struct scenario_population *out)
{
  const struct scenario_path path = { NULL, "population", 0 };
  const struct scenario_path patients = { &path, "patients", 0 }, seed = { &path, "seed", 0 },
                             vary = { &path, "vary", 0 }, correlate = { &path, "correlate", 0 },
                             uncertain = { &path, "uncertain", 0 },
                             replicate = { &path, "replicate", 0 },
                             covariates = { &path, "covariates", 0 },
                             residual = { &path, "residual", 0 },
                             quantiles = { &path, "quantiles", 0 };
  uint64_t each = 0;
  if (reader_keys(p->reader, &path, value, "an object {...}", population_keys) ||
      (member(value, "patients") &&
       read_whole(p, &patients, member(value, "patients"), 1, &out->patients)) ||
      (member(value, "seed") && read_whole(p, &seed, member(value, "seed"), 0, &out->seed)) ||
      set_effects(p, &vary, member(value, "vary"), 0) ||
      set_effects(p, &uncertain, member(value, "uncertain"), 1) ||
      set_correlations(p, &correlate, member(value, "correlate")) ||
      set_covariates(p, &covariates, member(value, "covariates")) ||
      (member(value, "replicate") &&
       (read_whole(p, &replicate, member(value, "replicate"), 1, &each) ||
        library(p, &replicate, impakt_population_replicate(p->population, each))))) {
    return -1;
  }
  const json_t *error = member(value, "residual");
  if (error && !json_is_boolean(error)) {
    return reader_fail(p->reader, &residual, "expected true or false");
  }
  return library(p, &residual,
                 impakt_population_residual(p->population, json_is_true(error))) ||
         read_quantiles(p, &quantiles, member(value, "quantiles"), out);
}

int scenario_population_of(const struct scenario *s, const struct reader *reader, int arm,
                           struct scenario_population *out)
{
  impakt_sim *sim;
  struct people p = { s, reader, NULL };
  *out = (struct scenario_population){ .patients = 1000, .seed = 1 };
  if (scenario_set_up(s, reader, arm, &sim, NULL, 0, NULL)) {
    return -1;
  }
  const impakt_status status = impakt_population_new(&p.population, sim);
  impakt_sim_free(sim);
  if (status) {
    return reader_memory(reader);
  }
  const json_t *value = member(s->document.root, "population");
  if (value ? read_all(&p, value, out) : read_quantiles(&p, NULL, NULL, out)) {
    impakt_population_free(p.population);
    return -1;
  }
  out->population = p.population;
  return 0;
}
