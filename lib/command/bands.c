/* bands.c — tables of a population: counts, means and centiles. */
#include "bands.h"

#include "command.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- a population as it is set up -------------------------------------------------------- */

/* Two summaries belong together if the file and the arm are the same. */
static char *key_of(const struct scenario *scenario, int arm)
{
  const char *text = scenario_text(scenario), *name = scenario_arm_name(scenario, arm);
  char *key = need(malloc(strlen(text) + strlen(name) + 2));
  sprintf(key, "%s\n%s", text, name);
  return key;
}

int people_open(struct people *people, const struct scenario *scenario, int arm)
{
  char message[SCENARIO_MESSAGE];
  *people = (struct people){ .times = NULL };
  if (scenario_simulation(scenario, arm, &people->sim, message, sizeof message) ||
      scenario_sim_times(scenario, people->sim, &people->times, &people->n_times, message,
                         sizeof message) ||
      scenario_population(scenario, arm, &people->about, message, sizeof message)) {
    usage_error("%s", message);
    people_close(people);
    return -1;
  }
  char *key = key_of(scenario, arm);
  const impakt_status status = impakt_summary_new(&people->summary, people->about.population,
                                                  people->times, people->n_times, key);
  free(key);
  need(status ? NULL : people->summary);
  return 0;
}

void people_close(struct people *people)
{
  impakt_sim_free(people->sim);
  impakt_population_free(people->about.population);
  impakt_summary_free(people->summary);
  free(people->times);
  *people = (struct people){ .times = NULL };
}

/* ---- the table --------------------------------------------------------------------------- */

/* "q05", "q50", "q97.5" */
static void quantile_name(char *text, size_t n, double p)
{
  snprintf(text, n, "q%s%.10g", p < 0.095 ? "0" : "", 100 * p);
}

static void write_values(FILE *file, const struct people *people, double scale,
                         double (*value)(const struct people *, int what, double p, int i,
                                         int j),
                         int i, int j)
{
  static const int what[] = { IMPAKT_SUMMARY_COUNT, IMPAKT_SUMMARY_MEAN, IMPAKT_SUMMARY_SD,
                              IMPAKT_SUMMARY_LEAST, IMPAKT_SUMMARY_MOST };
  for (size_t k = 0; k < sizeof what / sizeof *what; k++) {
    putc(',', file);
    csv_number(file, value(people, what[k], 0, i, j) / (k ? scale : 1));
  }
  for (int q = 0; q < people->about.n_quantiles; q++) {
    putc(',', file);
    csv_number(file, value(people, IMPAKT_SUMMARY_QUANTILE, people->about.quantiles[q], i, j) /
                         scale);
  }
  putc('\n', file);
}

static double at_time(const struct people *people, int what, double p, int time, int column)
{
  double value = NAN;
  impakt_summary_value(people->summary, what, (size_t)time, column, p, &value);
  return value;
}

static double measured(const struct people *people, int what, double p, int measure, int unused)
{
  double value = NAN;
  (void)unused;
  impakt_summary_measured(people->summary, what, measure, p, &value);
  return value;
}

static void write_rows(FILE *file, const struct scenario *scenario, const struct people *people)
{
  double hours;
  scenario_time_unit(scenario, &hours);
  const int columns = impakt_sim_columns(people->sim);
  for (int j = 0; j < columns; j++) {
    for (int i = 0; i < (int)people->n_times; i++) {
      csv_text(file, impakt_sim_column_name(people->sim, j));
      putc(',', file);
      csv_text(file, impakt_sim_column_unit(people->sim, j));
      putc(',', file);
      csv_number(file, people->times[i] / hours);
      write_values(file, people, 1, at_time, i, j);
    }
  }
  for (int k = 0; k < scenario_measure_count(scenario); k++) {
    const struct scenario_measure *m = scenario_measure_at(scenario, k);
    csv_text(file, m->name);
    putc(',', file);
    csv_text(file, m->unit);
    putc(',', file); /* a measure has no time */
    write_values(file, people, m->hours, measured, k, 0);
  }
}

int bands_write(const char *path, const struct scenario *scenario, const struct people *people)
{
  double hours;
  FILE *file = fopen(path, "w");
  if (!file) {
    usage_error("%s: cannot be written: %s", path, strerror(errno));
    return -1;
  }
  fprintf(file, "quantity,unit,time (%s),patients,mean,sd,least,most",
          scenario_time_unit(scenario, &hours));
  for (int q = 0; q < people->about.n_quantiles; q++) {
    char name[32];
    quantile_name(name, sizeof name, people->about.quantiles[q]);
    fprintf(file, ",%s", name);
  }
  putc('\n', file);
  write_rows(file, scenario, people);
  const int failed = ferror(file);
  if (fclose(file) || failed) {
    usage_error("%s: could not be written to its end: %s", path, strerror(errno));
    remove(path);
    return -1;
  }
  return 0;
}

/* ---- what is printed --------------------------------------------------------------------- */

static void print_failures(const struct people *people)
{
  uint64_t patient;
  impakt_status status;
  const char *why;
  for (int i = 0; i < 3 && !impakt_summary_failure(people->summary, i, &patient, &status, &why);
       i++) {
    printf("    patient %llu: %s\n", (unsigned long long)patient, why);
  }
}

void bands_print(const struct scenario *scenario, int arm, const struct people *people)
{
  const char *name = scenario_arm_name(scenario, arm);
  const unsigned long long failed = impakt_summary_failed(people->summary);
  printf("\n  %s%s%llu patients of seed %llu", name, *name ? ": " : "",
         (unsigned long long)impakt_summary_patients(people->summary),
         (unsigned long long)people->about.seed);
  if (failed) {
    printf(", of whom %llu failed:", failed);
  }
  putchar('\n');
  print_failures(people);
  if (!scenario_measure_count(scenario)) {
    return;
  }
  struct table *table = table_new("llrrrr");
  static const char *const heads[] = { "measure", "unit", "median", "q05", "q95", "never" };
  for (int i = 0; i < 6; i++) {
    table_add(table, "%s", heads[i]);
  }
  for (int k = 0; k < scenario_measure_count(scenario); k++) {
    const struct scenario_measure *m = scenario_measure_at(scenario, k);
    static const double p[] = { 0.5, 0.05, 0.95 };
    table_add(table, "%s", m->name);
    table_add(table, "%s", m->unit);
    for (int q = 0; q < 3; q++) {
      table_number(table, measured(people, IMPAKT_SUMMARY_QUANTILE, p[q], k, 0) / m->hours, 4);
    }
    table_add(table, "%.0f", measured(people, IMPAKT_SUMMARY_ABSENT, 0, k, 0));
  }
  table_print(table, stdout, 4, terminal_width());
  table_free(table);
}
