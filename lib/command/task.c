/* task.c — options of populations, parts of them, and the files that they leave. */
#include "task.h"

#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- options ------------------------------------------------------------------------------- */

static int whole_number(const char *text, long long least, long long *out)
{
  char *end;
  errno = 0;
  *out = strtoll(text, &end, 10);
  return errno || end == text || *end || *out < least ? -1 : 0;
}

int task_option(struct task *task, int option, const char *value)
{
  long long number;
  switch (option) {
  case 'n':
    if (whole_number(value, 1, &task->patients)) {
      return usage_error("--patients is '%s'; expected a whole number from 1", value);
    }
    break;
  case 's':
    if (whole_number(value, 0, &task->seed)) {
      return usage_error("--seed is '%s'; expected a whole number from 0", value);
    }
    break;
  case 'j':
    if (whole_number(value, 1, &number) || number > 4096) {
      return usage_error("--threads is '%s'; expected 1 to 4096", value);
    }
    task->threads = (int)number;
    break;
  case 'l':
    if (whole_number(value, 0, &number) ||
        (number != 0 && number != 1 && number != 4 && number != 8)) {
      return usage_error("--lanes is '%s'; expected 0, 1, 4 or 8", value);
    }
    task->lanes = (int)number;
    break;
  case 'o': task->results.folder = value; break;
  case 'q': task->quiet = 1; break;
  }
  return EXIT_FINE;
}

int task_option_unknown(int option, const char *word, const char *command)
{
  return option == ':' ? usage_error("%s needs a value", word)
                       : usage_error("no option '%s' of %s; try 'impakt help %s'", word,
                                     command, command);
}

int task_make_folder(const struct task *task)
{
  return results_make_folder(task->results.folder)
             ? usage_error("%s: cannot be made: %s", task->results.folder, strerror(errno))
             : EXIT_FINE;
}

/* ---- running ------------------------------------------------------------------------------- */

void task_print_title(const struct scenario *scenario, const char *file)
{
  const char *title = scenario_title(scenario);
  print_wrapped(stdout, *title ? title : file, 0, terminal_width());
}

void task_part(const struct task *task, const struct people *people, uint64_t *first,
               uint64_t *count)
{
  const uint64_t patients =
      task->patients > 0 ? (uint64_t)task->patients : people->about.patients;
  *first = 0, *count = patients;
  if (!task->shards) {
    return;
  }
  /* parts differ by one at most; the first are the longer ones */
  const uint64_t each = patients / task->shards, rest = patients % task->shards;
  const uint64_t before = task->shard - 1;
  *first = each * before + (before < rest ? before : rest);
  *count = each + (before < rest);
}

int task_fill(const struct task *task, const char *file, struct people *people)
{
  uint64_t first, count;
  struct scenario_population *about = &people->about;
  if (task->seed >= 0) {
    about->seed = (uint64_t)task->seed;
  }
  if (task->lanes >= 0) {
    impakt_population_set_option(about->population, IMPAKT_LANES, task->lanes);
  }
  task_part(task, people, &first, &count);
  const impakt_status run =
      impakt_population_run(about->population, about->seed, first, count, people->times,
                            people->n_times, task->threads, people->summary, NULL, 0, NULL);
  if (run < 0) {
    usage_error("%s: %s", file, impakt_population_message(about->population));
    return EXIT_RUN;
  }
  return EXIT_FINE;
}

/* ---- writing ------------------------------------------------------------------------------- */

void *task_saved(const impakt_summary *summary, size_t *n)
{
  impakt_summary_save(summary, NULL, 0, n);
  void *bytes = need(malloc(*n));
  impakt_summary_save(summary, bytes, *n, n);
  return bytes;
}

static int write_summary(const char *path, const impakt_summary *summary)
{
  size_t n;
  void *bytes = task_saved(summary, &n);
  FILE *file = fopen(path, "wb");
  const int failed = !file || fwrite(bytes, 1, n, file) != n;
  free(bytes);
  if ((file && fclose(file)) || failed) {
    usage_error("%s: cannot be written: %s", path, strerror(errno));
    remove(path);
    return -1;
  }
  return 0;
}

int task_write_arm(struct task *task, const struct scenario *scenario, const char *stem,
                   const char *arm_stem, const struct people *people)
{
  char ending[80] = "population.csv";
  if (task->shards) {
    snprintf(ending, sizeof ending, "shard-%llu-of-%llu.summary", task->shard, task->shards);
  }
  char *path = results_reserve(&task->results, stem, arm_stem, ending);
  if (!path) {
    return EXIT_USAGE;
  }
  const int failed =
      task->shards ? write_summary(path, people->summary) : bands_write(path, scenario, people);
  free(path);
  return failed ? EXIT_RUN : EXIT_FINE;
}
