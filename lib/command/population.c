/* population.c — impakt population, impakt merge */
#include "bands.h"
#include "command.h"
#include "results.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char help_population[] =
    "impakt population - many patients: the bands in which they lie\n"
    "\n"
    "  impakt population [OPTIONS] SCENARIO.json...\n"
    "\n"
    "Runs every arm with patients who differ as the models say, and as \"population\" of the\n"
    "scenario says (docs/scenarios.md).  Patient i of a seed is the same in any run.  "
    "NAME.json\n"
    "leaves NAME.ARM.population.csv: for each quantity and time, and for each measure, how "
    "many\n"
    "patients have a value, its mean, standard deviation, extremes and quantiles.\n"
    "\n"
    "  -n, --patients N   how many; without it as the scenario says, or 1000\n"
    "  -s, --seed S       without it as the scenario says, or 1\n"
    "  -j, --threads N    without it one for each processor\n"
    "      --shard I/N    the I-th of N parts of the patients alone, from 1; leaves\n"
    "                     NAME.ARM.shard-I-of-N.summary for 'impakt merge'\n"
    "  -o, --out DIR      put results into DIR, which is made if need be; without it, here\n"
    "  -q, --quiet        print errors only\n"
    "\n"
    "Ends with 0 if all went well, though single patients may have failed, which is said; 1 if "
    "a\n"
    "run or writing its results failed, 2 if the command line or a scenario is wrong.\n";

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

struct task {
  long long patients, seed; /* -1: as the scenario says */
  int threads, quiet, partial;
  unsigned long long shard, shards; /* 0 of 0: all */
  struct results results;
};

/* ---- writing ----------------------------------------------------------------------------- */

static int write_summary(const char *path, const impakt_summary *summary)
{
  size_t n;
  impakt_summary_save(summary, NULL, 0, &n);
  void *bytes = need(malloc(n));
  impakt_summary_save(summary, bytes, n, &n);
  FILE *file = fopen(path, "wb");
  const int failed = !file || fwrite(bytes, 1, n, file) != n;
  if ((file && fclose(file)) || failed) {
    usage_error("%s: cannot be written: %s", path, strerror(errno));
    remove(path);
    free(bytes);
    return -1;
  }
  free(bytes);
  return 0;
}

static int write_arm(struct task *task, const struct scenario *scenario, const char *stem,
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

/* ---- running ----------------------------------------------------------------------------- */

/* The patients of this run: first and how many. */
static void part_of(const struct task *task, uint64_t patients, uint64_t *first,
                    uint64_t *count)
{
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

static int run_arm(struct task *task, const struct scenario *scenario, const char *file,
                   int arm, const char *stem, const char *arm_stem)
{
  struct people people;
  uint64_t first, count;
  if (people_open(&people, scenario, arm)) {
    return EXIT_RUN;
  }
  struct scenario_population *about = &people.about;
  if (task->seed >= 0) {
    about->seed = (uint64_t)task->seed;
  }
  part_of(task, task->patients > 0 ? (uint64_t)task->patients : about->patients, &first,
          &count);
  const impakt_status run =
      impakt_population_run(about->population, about->seed, first, count, people.times,
                            people.n_times, task->threads, people.summary, NULL, 0, NULL);
  int status = EXIT_RUN;
  if (run < 0) {
    usage_error("%s: %s", file, impakt_population_message(about->population));
  } else {
    status = write_arm(task, scenario, stem, arm_stem, &people);
    if (!task->quiet) {
      bands_print(scenario, arm, &people);
    }
  }
  people_close(&people);
  return status;
}

static int worse(int a, int b) { return a > b ? a : b; }

static void print_title(const struct scenario *scenario, const char *file)
{
  const char *title = scenario_title(scenario);
  print_wrapped(stdout, *title ? title : file, 0, terminal_width());
}

static int run_scenario(struct task *task, const char *file)
{
  struct scenario *scenario;
  char message[SCENARIO_MESSAGE];
  if (scenario_read(&scenario, file, message, sizeof message)) {
    fflush(stdout);
    fprintf(stderr, "%s\n", message);
    return EXIT_USAGE;
  }
  if (!task->quiet) {
    print_title(scenario, file);
  }
  char *stem = results_stem(file), **arm_stems = results_arm_stems(scenario);
  int status = EXIT_FINE;
  for (int arm = 0; arm < scenario_arm_count(scenario); arm++) {
    status = worse(status, run_arm(task, scenario, file, arm, stem, arm_stems[arm]));
    free(arm_stems[arm]);
  }
  free(arm_stems);
  free(stem);
  scenario_free(scenario);
  return status;
}

/* ---- the command lines -------------------------------------------------------------------- */

static int whole_number(const char *text, long long least, long long *out)
{
  char *end;
  errno = 0;
  *out = strtoll(text, &end, 10);
  return errno || end == text || *end || *out < least ? -1 : 0;
}

static int read_shard(struct task *task, const char *text)
{
  int read = 0;
  if (sscanf(text, "%llu/%llu%n", &task->shard, &task->shards, &read) != 2 || text[read] ||
      text[0] == '-' || task->shard < 1 || task->shard > task->shards) {
    return usage_error("--shard is '%s'; expected I/N with I from 1 to N, such as 17/400",
                       text);
  }
  return 0;
}

static int make_folder(const struct task *task)
{
  return results_make_folder(task->results.folder)
             ? usage_error("%s: cannot be made: %s", task->results.folder, strerror(errno))
             : 0;
}

int command_population(int argc, char **argv)
{
  static const struct option options[] = {
    { "patients", required_argument, NULL, 'n' }, { "seed", required_argument, NULL, 's' },
    { "threads", required_argument, NULL, 'j' },  { "shard", required_argument, NULL, 'S' },
    { "out", required_argument, NULL, 'o' },      { "quiet", no_argument, NULL, 'q' },
    { "help", no_argument, NULL, 'h' },           { 0 }
  };
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  struct task task = { .patients = -1, .seed = -1, .results = { .folder = "." } };
  long long number;
  task.threads = processors > 0 ? (int)processors : 1;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":n:s:j:o:qh", options, NULL)) != -1;) {
    switch (option) {
    case 'n':
      if (whole_number(optarg, 1, &task.patients)) {
        return usage_error("--patients is '%s'; expected a whole number from 1", optarg);
      }
      break;
    case 's':
      if (whole_number(optarg, 0, &task.seed)) {
        return usage_error("--seed is '%s'; expected a whole number from 0", optarg);
      }
      break;
    case 'j':
      if (whole_number(optarg, 1, &number) || number > 4096) {
        return usage_error("--threads is '%s'; expected 1 to 4096", optarg);
      }
      task.threads = (int)number;
      break;
    case 'S':
      if (read_shard(&task, optarg)) {
        return EXIT_USAGE;
      }
      break;
    case 'o': task.results.folder = optarg; break;
    case 'q': task.quiet = 1; break;
    case 'h': fputs(help_population, stdout); return EXIT_FINE;
    case ':': return usage_error("%s needs a value", argv[optind - 1]);
    default:
      return usage_error("no option '%s' of population; try 'impakt help population'",
                         argv[optind - 1]);
    }
  }
  if (optind == argc) {
    return usage_error("population needs a scenario; try 'impakt help population'");
  }
  if (make_folder(&task)) {
    return EXIT_USAGE;
  }
  int status = EXIT_FINE;
  for (int i = optind; i < argc; i++) {
    status = worse(status, run_scenario(&task, argv[i]));
  }
  results_free(&task.results);
  return status;
}

/* ---- merging ------------------------------------------------------------------------------ */

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
    status = write_arm(task, scenario, stem, arm_stems[arm], &arms[arm]);
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
    switch (option) {
    case 'n':
      if (whole_number(optarg, 1, &task.patients)) {
        return usage_error("--patients is '%s'; expected a whole number from 1", optarg);
      }
      break;
    case 'o': task.results.folder = optarg; break;
    case 'p': task.partial = 1; break;
    case 'q': task.quiet = 1; break;
    case 'h': fputs(help_merge, stdout); return EXIT_FINE;
    case ':': return usage_error("%s needs a value", argv[optind - 1]);
    default:
      return usage_error("no option '%s' of merge; try 'impakt help merge'", argv[optind - 1]);
    }
  }
  if (argc - optind < 2) {
    return usage_error("merge needs a scenario and summaries; try 'impakt help merge'");
  }
  if (make_folder(&task)) {
    return EXIT_USAGE;
  }
  if (scenario_read(&scenario, argv[optind], message, sizeof message)) {
    fprintf(stderr, "%s\n", message);
    return EXIT_USAGE;
  }
  if (!task.quiet) {
    print_title(scenario, argv[optind]);
  }
  const int status =
      merge_all(&task, scenario, argv[optind], argv + optind + 1, argc - optind - 1);
  scenario_free(scenario);
  results_free(&task.results);
  return status;
}
