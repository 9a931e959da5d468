/* task.h — what `impakt population`, `impakt merge` and `impakt-mpi` share: the options, a part of the
 * patients, and what is left of them. */
#ifndef TASK_H
#define TASK_H

#include "bands.h"
#include "results.h"

struct task {
  long long patients, seed; /* -1: as the scenario says */
  int threads, quiet, partial;
  int lanes; /* -1: as the scenario says */
  unsigned long long shard, shards; /* the shard-th of so many, from 1; 0 of 0: all */
  struct results results;
};

/* One of -n, -s, -j, -l, -o and -q; EXIT_USAGE after saying what is wrong with its value. */
int task_option(struct task *task, int option, const char *value);
/* What getopt_long could not read, of the command of that name. */
int task_option_unknown(int option, const char *word, const char *command);
/* Makes the folder of the results; 0, or EXIT_USAGE. */
int task_make_folder(const struct task *task);

void task_print_title(const struct scenario *scenario, const char *file);
/* The patients of the task's part: first and how many. */
void task_part(const struct task *task, const struct people *people, uint64_t *first,
               uint64_t *count);
/* Runs them into people->summary.  file: for the message. */
int task_fill(const struct task *task, const char *file, struct people *people);
/* The task's file of an arm: the table, or the summary of a shard. */
int task_write_arm(struct task *task, const struct scenario *scenario, const char *stem,
                   const char *arm_stem, const struct people *people);

/* A summary as bytes, which the caller frees. */
void *task_saved(const impakt_summary *summary, size_t *n);

#endif
