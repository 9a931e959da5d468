/* results.h — the files that a run leaves. */
#ifndef RESULTS_H
#define RESULTS_H

#include "scenario.h"

#include <jansson.h>
#include <stdio.h>

/* Where results go, and which files have been written: no two runs may write the same. */
struct results {
  const char *folder; /* exists */
  char **written;
  size_t n_written;
};

void results_free(struct results *results);

/* Makes the folder and those above it.  0, or -1 with errno. */
int results_make_folder(const char *folder);

/* The name of a scenario's results: its file's without folder and ".json". */
char *results_stem(const char *file);
/* The names of its arms as parts of file names, each once; the caller frees each and all. */
char **results_arm_stems(const struct scenario *scenario);

/* The path of <folder>/<stem>[.<arm>].<ending>, which the caller frees; NULL, after saying so on
 * standard error, if this run has written or reserved it already. */
char *results_reserve(struct results *results, const char *stem, const char *arm,
                      const char *ending);

/* Each writes a file and returns 0, or -1 after saying on standard error what went wrong; a file
 * that could not be finished is removed. */
int results_write_table(const char *path, const struct scenario *scenario,
                        const impakt_sim *sim, const double *times, size_t n,
                        const double *result);
int results_write_measures(const char *path, const struct scenario *scenario,
                           const double *const *measured);
int results_write_json(const char *path, const json_t *document);

/* What was run: the arm's settings after all layers, doses and counters of the integrator. */
json_t *results_describe_arm(const struct scenario *scenario, int arm, impakt_sim *sim);
json_t *results_describe_scenario(const struct scenario *scenario, const char *file);

/* Opens a file of results, or says why it cannot; ends it, as the functions above do. */
FILE *results_begin(const char *path);
int results_finish(FILE *file, const char *path);

/* firings.c: adds what rules and checks did in the last run to the description of an arm */
void firings_describe(json_t *arm, const struct scenario *scenario, int number,
                      impakt_sim *sim);
/* From the description of all arms: whether there are rules or checks; a list; a file. */
int firings_any(const json_t *document);
void firings_print(const json_t *document, const struct scenario *scenario, int width);
int firings_write(const char *path, const json_t *document, const struct scenario *scenario);

#endif
