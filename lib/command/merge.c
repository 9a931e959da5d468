/* merge.c — impakt merge */
#include "command.h"
#include "task.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

const char help_merge[] =
    "impakt merge - shards of a population become one\n"
    "\n"
    "  impakt merge [OPTIONS] SCENARIO.json FILE.summary...\n"
    "\n"
    "Takes what 'impakt population --shard' left, of one scenario and seed, in any order, and\n"
    "writes what one run of all patients would have: the same in every digit.  Shards that "
    "are\n"
    "missing are named; what belongs to another scenario, version or seed is refused.\n"
    "\n"
    "  -n, --patients N   how many there are in all, if that was said to the shards\n"
    "  -o, --out DIR      put results into DIR; without it, here\n"
    "  -p, --partial      write what is there, though shards are missing\n"
    "  -q, --quiet        print errors only\n";

/* A file of bytes; NULL after saying why. */
static void *read_bytes(const char *path, size_t *n)
{
  FILE *file = fopen(path, "rb");
  long size = -1;
  if (file && !fseek(file, 0, SEEK_END)) {
    size = ftell(file);
    rewind(file);
  }
  void *bytes = size > 0 ? need(malloc((size_t)size)) : NULL;
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
    usage_error("%s: cannot be read: %s", path, size == 0 ? "it is empty" : strerror(errno));
    free(bytes);
    bytes = NULL;
  }
  if (file) {
    fclose(file);
  }
  *n = (size_t)size;
  return bytes;
}

/* Adds the file to the arm that it belongs to. */
static int merge_file(const char *path, const char *scenario_file, struct people *arms, int n)
{
  size_t length;
  impakt_summary *summary;
  void *bytes = read_bytes(path, &length);
  if (!bytes) {
    return EXIT_USAGE;
  }
  const impakt_status loaded = impakt_summary_load(&summary, bytes, length);
  free(bytes);
  if (loaded) {
    return usage_error("%s: it is not a whole summary of 'impakt population --shard'", path);
  }
  const char *why = "";
  for (int arm = 0; arm < n; arm++) {
    if (impakt_summary_merge(arms[arm].summary, summary) == IMPAKT_OK) {
      arms[arm].about.seed = impakt_summary_seed(arms[arm].summary);
      impakt_summary_free(summary);
      return EXIT_FINE;
    }
    why = impakt_summary_message(arms[arm].summary);
    if (!strstr(why, "different scenarios")) {
      break;
    }
  }
  usage_error("%s: cannot be merged for %s: %s", path, scenario_file, why);
  impakt_summary_free(summary);
  return EXIT_USAGE;
}

/* Patients from 0 on without a gap, as many as the scenario says. */
static int check_whole(const struct people *people, const char *arm, uint64_t expected)
{
  uint64_t first, count, next = 0;
  int missing = 0;
  for (int i = 0; !impakt_summary_range(people->summary, i, &first, &count); i++) {
    if (first > next) {
      missing = usage_error("%s%spatients %llu to %llu are missing", arm, *arm ? ": " : "",
                            (unsigned long long)next, (unsigned long long)first - 1);
    }
    next = first + count;
  }
  if (next < expected) {
    missing = usage_error("%s%spatients %llu to %llu are missing", arm, *arm ? ": " : "",
                          (unsigned long long)next, (unsigned long long)expected - 1);
  }
  return missing ? -1 : 0;
}

static int merge_all(struct task *task, const struct scenario *scenario, const char *file,
                     char **files, int n_files)
{
  const int n = scenario_arm_count(scenario);
  struct people *arms = need(calloc((size_t)n, sizeof *arms));
  char *stem = results_stem(file), **arm_stems = results_arm_stems(scenario);
  int status = EXIT_FINE;
  for (int arm = 0; arm < n && !status; arm++) {
    status = people_open(&arms[arm], scenario, arm) ? EXIT_RUN : EXIT_FINE;
  }
  for (int i = 0; i < n_files && !status; i++) {
    status = merge_file(files[i], file, arms, n);
  }
  for (int arm = 0; arm < n && !status; arm++) {
    const uint64_t expected =
        task->patients > 0 ? (uint64_t)task->patients : arms[arm].about.patients;
    if (!task->partial && check_whole(&arms[arm], scenario_arm_name(scenario, arm), expected)) {
      status = EXIT_RUN;
      continue;
    }
    status = task_write_arm(task, scenario, stem, arm_stems[arm], &arms[arm]);
    if (!task->quiet) {
      bands_print(scenario, arm, &arms[arm]);
    }
  }
  for (int arm = 0; arm < n; arm++) {
    people_close(&arms[arm]);
    free(arm_stems[arm]);
  }
  free(arms);
  free(arm_stems);
  free(stem);
  return status;
}

int command_merge(int argc, char **argv)
{
  static const struct option options[] = {
    { "patients", required_argument, NULL, 'n' }, { "out", required_argument, NULL, 'o' },
    { "partial", no_argument, NULL, 'p' },        { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },           { 0 }
  };
  struct task task = { .patients = -1, .results = { .folder = "." } };
  struct scenario *scenario;
  char message[SCENARIO_MESSAGE];
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":n:o:pqh", options, NULL)) != -1;) {
    int status = EXIT_FINE;
    switch (option) {
    case 'p': task.partial = 1; break;
    case 'h': fputs(help_merge, stdout); return EXIT_FINE;
    case ':':
    case '?': return task_option_unknown(option, argv[optind - 1], "merge");
    default: status = task_option(&task, option, optarg);
    }
    if (status) {
      return status;
    }
  }
  if (argc - optind < 2) {
    return usage_error("merge needs a scenario and summaries; try 'impakt help merge'");
  }
  if (task_make_folder(&task)) {
    return EXIT_USAGE;
  }
  if (scenario_read(&scenario, argv[optind], message, sizeof message)) {
    fprintf(stderr, "%s\n", message);
    return EXIT_USAGE;
  }
  if (!task.quiet) {
    task_print_title(scenario, argv[optind]);
  }
  const int status =
      merge_all(&task, scenario, argv[optind], argv + optind + 1, argc - optind - 1);
  scenario_free(scenario);
  results_free(&task.results);
  return status;
}
