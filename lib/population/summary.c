/* summary.c — impakt_summary_*: what is kept of many patients instead of their results. */
#include "summary.h"

#include "population.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- life ------------------------------------------------------------------------------------ */

void impakt_summary_free(impakt_summary *s)
{
  if (!s) return;
  for (size_t i = 0; s->cells && i < s->n_cells; i++) cell_free(&s->cells[i]);
  free(s->cells);
  free(s->held);
  free(s->times);
  free(s->names);
  free(s->failures);
  free(s->ranges);
  free(s);
}

impakt_summary *summary_of_shape(size_t n_times, int n_columns, int n_measures,
                                 const double *times, const char *names)
{
  impakt_summary *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->n_times = n_times, s->n_columns = n_columns, s->n_measures = n_measures;
  s->n_cells = n_times * n_columns + n_measures;
  s->times = malloc(sizeof *s->times * (n_times + 1));
  s->names = strdup(names);
  s->cells = malloc(sizeof *s->cells * (s->n_cells + 1));
  s->failures = malloc(sizeof *s->failures * MOST_FAILURES);
  s->ranges = malloc(sizeof *s->ranges);
  if (!s->times || !s->names || !s->cells || !s->failures || !s->ranges) {
    s->n_cells = 0;
    impakt_summary_free(s);
    return NULL;
  }
  if (n_times) memcpy(s->times, times, sizeof *times * n_times);
  for (size_t i = 0; i < s->n_cells; i++) cell_begin(&s->cells[i]);
  return s;
}

impakt_summary *summary_like(const impakt_summary *s)
{
  impakt_summary *like =
      summary_of_shape(s->n_times, s->n_columns, s->n_measures, s->times, s->names);
  if (!like) return NULL;
  like->held = malloc(sizeof *like->held * (MOST_HELD * s->n_cells + 1));
  if (like->held) return like;
  impakt_summary_free(like);
  return NULL;
}

/* Fowler, Noll and Vo's hash, 64 bits. */
static uint64_t hash(uint64_t h, const void *bytes, size_t n)
{
  for (const unsigned char *b = bytes, *end = b + n; b < end; b++)
    h = (h ^ *b) * 0x100000001b3u;
  return h;
}

static uint64_t hash_text(uint64_t h, const char *text)
{
  return hash(h, text, strlen(text) + 1);
}

static uint64_t hash_rule(uint64_t h, const struct amount_rule *r)
{
  const double numbers[] = { r->factor, r->weight, r->area, r->molar };
  return hash(h, numbers, sizeof numbers);
}

/* Field by field: what lies between them is anything. */
static uint64_t hash_doses(uint64_t h, const impakt_sim *sim)
{
  const struct dose *d = sim->doses.rows;
  for (int i = 0; i < sim->doses.n; i++, d++) {
    const int integers[] = {
      (int)d->kind, d->input, d->state, d->parameter, d->count, d->steady
    };
    const double numbers[] = { d->time,     d->amount,   d->rate,
                               d->duration, d->interval, d->steady_interval };
    h = hash(h, integers, sizeof integers);
    h = hash(h, numbers, sizeof numbers);
    h = hash_rule(hash_rule(h, &d->amount_rule), &d->rate_rule);
  }
  return h;
}

static uint64_t hash_variate(uint64_t h, const struct variate *v)
{
  const double numbers[] = { v->distribution, v->centre, v->spread, v->low, v->high };
  return hash(h, numbers, sizeof numbers);
}

static uint64_t fingerprint_of(const impakt_population *population, const impakt_summary *s,
                               const char *key)
{
  const impakt_sim *sim = population->sim;
  int version[3];
  impakt_version(&version[0], &version[1], &version[2]);
  uint64_t h = hash(0xcbf29ce484222325u, version, sizeof version);
  h = hash_text(h, sim->model->name);
  h = hash(h, &sim->model->revision, sizeof sim->model->revision);
  h = hash(h, sim->p, sizeof *sim->p * sim->equations->npq);
  h = hash(h, sim->options,
           sizeof *sim->options * (IMPAKT_LANES - 100)); /* lanes change no bit */
  h = hash(h, sim->initial, sizeof *sim->initial * sim->equations->n);
  h = hash_doses(h, sim);
  for (int i = 0; i < sim->model->np; i++) {
    h = hash_variate(h, &population->effects[i].of);
    h = hash_variate(h, &population->uncertain[i].of);
  }
  const struct covariate *covariates = population->covariates.rows;
  for (int i = 0; i < population->covariates.n; i++)
    h = hash_variate(hash_text(h, covariates[i].name), &covariates[i].of);
  const struct correlated *pairs = population->correlations.rows;
  for (int i = 0; i < population->correlations.n; i++)
    h = hash(h, &pairs[i].rho, sizeof(double));
  h = hash(h, &population->residual, sizeof population->residual);
  h = hash(h, s->times, sizeof *s->times * s->n_times);
  h = hash_text(h, s->names);
  return hash_text(h, key ? key : "");
}

/* Names of the columns, one a line; NULL without memory. */
static char *join_names(const impakt_sim *sim)
{
  size_t length = 1;
  const int n = impakt_sim_columns(sim);
  for (int i = 0; i < n; i++) length += strlen(impakt_sim_column_name(sim, i)) + 1;
  char *names = calloc(length, 1);
  for (int i = 0; names && i < n; i++) {
    if (i) strcat(names, "\n");
    strcat(names, impakt_sim_column_name(sim, i));
  }
  return names;
}

impakt_status impakt_summary_new(impakt_summary **out, const impakt_population *population,
                                 const double *times, size_t n_times, const char *key)
{
  if (!out || !population || (n_times && !times)) return IMPAKT_E_ARGUMENT;
  const impakt_sim *sim = population->sim;
  char *names = join_names(sim);
  impakt_summary *s =
      names ? summary_of_shape(n_times, impakt_sim_columns(sim), sim->measures.n, times, names)
            : NULL;
  free(names);
  if (!s) return IMPAKT_E_MEMORY;
  s->fingerprint = fingerprint_of(population, s, key);
  *out = s;
  return IMPAKT_OK;
}

const char *impakt_summary_message(const impakt_summary *s) { return s ? s->message.text : ""; }

/* ---- filling --------------------------------------------------------------------------------- */

static int let_in(impakt_summary *s)
{
  for (size_t i = 0; i < s->n_cells; i++)
    for (int k = 0; k < s->n_held; k++)
      if (cell_add(&s->cells[i], s->held[k * s->n_cells + i])) return -1;
  s->n_held = 0;
  return 0;
}

int summary_add(impakt_summary *s, const impakt_sim *sim, const double *result)
{
  const size_t n = s->n_times * s->n_columns;
  if (s->n_held == MOST_HELD && let_in(s)) return -1;
  double *row = s->held + s->n_held * s->n_cells;
  memcpy(row, result, sizeof *row * n);
  for (int i = 0; i < s->n_measures; i++) {
    row[n + i] = NAN;
    impakt_sim_measured(sim, i, &row[n + i]);
  }
  s->n_held++;
  return 0;
}

static void keep_failure(impakt_summary *s, const struct failed_patient *failure)
{
  int at = s->n_failures;
  while (at > 0 && s->failures[at - 1].patient > failure->patient) at--;
  if (at == MOST_FAILURES) return;
  if (s->n_failures < MOST_FAILURES) s->n_failures++;
  memmove(s->failures + at + 1, s->failures + at,
          sizeof *s->failures * (s->n_failures - 1 - at));
  s->failures[at] = *failure;
}

int summary_add_failure(impakt_summary *s, uint64_t patient, int status, const char *why)
{
  struct failed_patient failure = { .patient = patient, .status = status };
  snprintf(failure.why, sizeof failure.why, "%s", why);
  s->failed++;
  keep_failure(s, &failure);
  return 0;
}

int summary_absorb(impakt_summary *s, impakt_summary *other)
{
  if (let_in(other)) return -1;
  for (size_t i = 0; i < s->n_cells; i++)
    if (cell_merge(&s->cells[i], &other->cells[i])) return -1;
  for (int i = 0; i < other->n_failures; i++) keep_failure(s, &other->failures[i]);
  s->failed += other->failed;
  return 0;
}

/* ---- which patients -------------------------------------------------------------------------- */

static int overlaps(const impakt_summary *s, uint64_t first, uint64_t count)
{
  for (int i = 0; i < s->n_ranges; i++) {
    const struct range *r = &s->ranges[i];
    if (first < r->first + r->count && r->first < first + count) return 1;
  }
  return 0;
}

static int room_for_ranges(impakt_summary *s, int more)
{
  struct range *ranges = realloc(s->ranges, sizeof *ranges * (s->n_ranges + more + 1));
  if (!ranges) return -1;
  s->ranges = ranges;
  return 0;
}

void summary_covers(impakt_summary *s, uint64_t first, uint64_t count)
{
  int at = s->n_ranges;
  while (at > 0 && s->ranges[at - 1].first > first) at--;
  memmove(s->ranges + at + 1, s->ranges + at, sizeof *s->ranges * (s->n_ranges - at));
  s->ranges[at] = (struct range){ first, count };
  s->n_ranges++;
  for (int i = 1; i < s->n_ranges;) { /* neighbours become one */
    struct range *before = &s->ranges[i - 1], *r = &s->ranges[i];
    if (before->first + before->count != r->first) {
      i++;
      continue;
    }
    before->count += r->count;
    memmove(r, r + 1, sizeof *r * (s->n_ranges - i - 1));
    s->n_ranges--;
  }
}

static int refuse_overlap(struct message *message, uint64_t first, uint64_t count)
{
  return message_set(message, IMPAKT_E_ORDER,
                     "of the %llu patients from number %llu some are in the summary already",
                     (unsigned long long)count, (unsigned long long)first);
}

int summary_check_run(impakt_summary *s, impakt_population *population, uint64_t seed,
                      uint64_t first, uint64_t count, const double *times, size_t n_times)
{
  struct message *message = &population->message;
  const impakt_sim *sim = population->sim;
  if (n_times != s->n_times || impakt_sim_columns(sim) != s->n_columns ||
      sim->measures.n != s->n_measures ||
      (n_times && memcmp(times, s->times, sizeof *times * n_times)))
    return message_set(message, IMPAKT_E_LENGTH,
                       "the summary was made for other times, columns or measures");
  if (s->n_ranges && seed != s->seed)
    return message_set(message, IMPAKT_E_ORDER,
                       "the summary holds patients of seed %llu; these are of %llu",
                       (unsigned long long)s->seed, (unsigned long long)seed);
  if (overlaps(s, first, count)) return refuse_overlap(message, first, count);
  if (room_for_ranges(s, 1)) return message_set(message, IMPAKT_E_MEMORY, "out of memory");
  s->seed = seed;
  return IMPAKT_OK;
}

static int check_alike(impakt_summary *s, const impakt_summary *other)
{
  if (s->fingerprint != other->fingerprint || s->n_times != other->n_times ||
      s->n_columns != other->n_columns || s->n_measures != other->n_measures ||
      strcmp(s->names, other->names))
    return message_set(&s->message, IMPAKT_E_ORDER,
                       "the summaries are of different scenarios or versions of the library");
  if (s->n_ranges && other->n_ranges && s->seed != other->seed)
    return message_set(&s->message, IMPAKT_E_ORDER,
                       "the summaries are of different seeds, %llu and %llu",
                       (unsigned long long)s->seed, (unsigned long long)other->seed);
  for (int i = 0; i < other->n_ranges; i++)
    if (overlaps(s, other->ranges[i].first, other->ranges[i].count))
      return refuse_overlap(&s->message, other->ranges[i].first, other->ranges[i].count);
  return IMPAKT_OK;
}

impakt_status impakt_summary_merge(impakt_summary *s, impakt_summary *other)
{
  if (!s || !other || s == other) return IMPAKT_E_ARGUMENT;
  const int status = check_alike(s, other);
  if (status) return status;
  if (room_for_ranges(s, other->n_ranges) || summary_absorb(s, other))
    return message_set(&s->message, IMPAKT_E_MEMORY, "out of memory");
  if (!s->n_ranges) s->seed = other->seed;
  for (int i = 0; i < other->n_ranges; i++)
    summary_covers(s, other->ranges[i].first, other->ranges[i].count);
  s->message.text[0] = '\0';
  return IMPAKT_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static int value_of(struct cell *cell, int what, double p, double *value)
{
  switch (what) {
  case IMPAKT_SUMMARY_COUNT: *value = (double)cell->n; break;
  case IMPAKT_SUMMARY_ABSENT: *value = (double)cell->absent; break;
  case IMPAKT_SUMMARY_MEAN: *value = cell_mean(cell); break;
  case IMPAKT_SUMMARY_SD: *value = cell_standard_deviation(cell); break;
  case IMPAKT_SUMMARY_LEAST: *value = cell->n ? cell->least : NAN; break;
  case IMPAKT_SUMMARY_MOST: *value = cell->n ? cell->most : NAN; break;
  case IMPAKT_SUMMARY_QUANTILE:
    if (!(p >= 0 && p <= 1)) return IMPAKT_E_RANGE;
    *value = cell_quantile(cell, p);
    break;
  default: return IMPAKT_E_INDEX;
  }
  return IMPAKT_OK;
}

impakt_status impakt_summary_value(impakt_summary *s, int what, size_t time, int column,
                                   double p, double *value)
{
  if (!s || !value) return IMPAKT_E_ARGUMENT;
  if (time >= s->n_times || column < 0 || column >= s->n_columns) return IMPAKT_E_INDEX;
  return value_of(&s->cells[time * s->n_columns + column], what, p, value);
}

impakt_status impakt_summary_measured(impakt_summary *s, int what, int measure, double p,
                                      double *value)
{
  if (!s || !value) return IMPAKT_E_ARGUMENT;
  if (measure < 0 || measure >= s->n_measures) return IMPAKT_E_INDEX;
  return value_of(&s->cells[s->n_times * s->n_columns + measure], what, p, value);
}

uint64_t impakt_summary_patients(const impakt_summary *s)
{
  uint64_t patients = 0;
  for (int i = 0; s && i < s->n_ranges; i++) patients += s->ranges[i].count;
  return patients;
}

uint64_t impakt_summary_seed(const impakt_summary *s) { return s ? s->seed : 0; }

uint64_t impakt_summary_failed(const impakt_summary *s) { return s ? s->failed : 0; }

impakt_status impakt_summary_failure(const impakt_summary *s, int index, uint64_t *patient,
                                     impakt_status *status, const char **why)
{
  if (!s) return IMPAKT_E_ARGUMENT;
  if (index < 0 || index >= s->n_failures) return IMPAKT_E_INDEX;
  if (patient) *patient = s->failures[index].patient;
  if (status) *status = s->failures[index].status;
  if (why) *why = s->failures[index].why;
  return IMPAKT_OK;
}

impakt_status impakt_summary_range(const impakt_summary *s, int index, uint64_t *first,
                                   uint64_t *count)
{
  if (!s) return IMPAKT_E_ARGUMENT;
  if (index < 0 || index >= s->n_ranges) return IMPAKT_E_INDEX;
  if (first) *first = s->ranges[index].first;
  if (count) *count = s->ranges[index].count;
  return IMPAKT_OK;
}
