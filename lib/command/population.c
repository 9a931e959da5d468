/* population.c — impakt population */
#include "command.h"
#include "task.h"

#include <getopt.h>
#include <stdlib.h>
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
    "  -l, --lanes N      patients that a thread integrates side by side: 1, 4 or 8; without it\n"
    "                     as the scenario says, or as many as the processor can\n"
    "      --shard I/N    the I-th of N parts of the patients alone, from 1; leaves\n"
    "                     NAME.ARM.shard-I-of-N.summary for 'impakt merge'\n"
    "  -o, --out DIR      put results into DIR, which is made if need be; without it, here\n"
    "  -q, --quiet        print errors only\n"
    "\n"
    "Ends with 0 if all went well, though single patients may have failed, which is said; 1 if "
    "a\n"
    "run or writing its results failed, 2 if the command line or a scenario is wrong.\n";

static int run_arm(struct task *task, const struct scenario *scenario, const char *file,
                   int arm, const char *stem, const char *arm_stem)
{
  struct people people;
  if (people_open(&people, scenario, arm)) {
    return EXIT_RUN;
  }
  int status = task_fill(task, file, &people);
  if (!status) {
    status = task_write_arm(task, scenario, stem, arm_stem, &people);
    if (!task->quiet) {
      bands_print(scenario, arm, &people);
    }
  }
  people_close(&people);
  return status;
}

static int worse(int a, int b) { return a > b ? a : b; }

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
    task_print_title(scenario, file);
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

/* ---- the command line --------------------------------------------------------------------- */

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

int command_population(int argc, char **argv)
{
  static const struct option options[] = {
    { "patients", required_argument, NULL, 'n' }, { "seed", required_argument, NULL, 's' },
    { "threads", required_argument, NULL, 'j' },  { "lanes", required_argument, NULL, 'l' },
    { "shard", required_argument, NULL, 'S' },    { "out", required_argument, NULL, 'o' },
    { "quiet", no_argument, NULL, 'q' },          { "help", no_argument, NULL, 'h' },
    { 0 }
  };
  const long processors = sysconf(_SC_NPROCESSORS_ONLN);
  struct task task = { .patients = -1, .seed = -1, .lanes = -1, .results = { .folder = "." } };
  task.threads = processors > 0 ? (int)processors : 1;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":n:s:j:l:o:qh", options, NULL)) != -1;) {
    int status = EXIT_FINE;
    switch (option) {
    case 'S': status = read_shard(&task, optarg); break;
    case 'h': fputs(help_population, stdout); return EXIT_FINE;
    case ':':
    case '?': return task_option_unknown(option, argv[optind - 1], "population");
    default: status = task_option(&task, option, optarg);
    }
    if (status) {
      return status;
    }
  }
  if (optind == argc) {
    return usage_error("population needs a scenario; try 'impakt help population'");
  }
  if (task_make_folder(&task)) {
    return EXIT_USAGE;
  }
  int status = EXIT_FINE;
  for (int i = optind; i < argc; i++) {
    status = worse(status, run_scenario(&task, argv[i]));
  }
  results_free(&task.results);
  return status;
}
