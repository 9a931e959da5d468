/* impakt_mpi.c — impakt-mpi: a population on many machines in one job.
 *
 * Each rank runs its shard of the patients, rank 0 merges their summaries and writes what
 * `impakt population` would have: the same bytes.  The library knows nothing of it.  Every rank goes
 * through the same steps; whatever can fail on one of them alone is followed by agree(), so that none
 * waits for another that has given up. */
#include "command.h"
#include "task.h"

#include <getopt.h>
#include <limits.h>
#include <mpi.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "impakt-mpi - a population on many machines: impakt population, shared out by MPI\n"
    "\n"
    "  mpirun -n RANKS impakt-mpi [OPTIONS] SCENARIO.json...\n"
    "\n"
    "Each rank runs a part of the patients; the first gathers them and writes what 'impakt\n"
    "population' would have, the same in every digit.  All ranks read the scenario.\n"
    "\n"
    "  -n, --patients N   how many; without it as the scenario says, or 1000\n"
    "  -s, --seed S       without it as the scenario says, or 1\n"
    "  -j, --threads N    of each rank; without it one\n"
    "  -l, --lanes N      patients that a thread integrates side by side: 1, 4 or 8; without it\n"
    "                     as the scenario says, or as many as the processor can\n"
    "  -o, --out DIR      put results into DIR, which is made if need be; without it, here\n"
    "  -q, --quiet        print errors only\n";

static int rank, ranks;
static char sentence[SCENARIO_MESSAGE]; /* what went wrong here, until the ranks agree */

int usage_error(const char *format, ...)
{
  va_list rest;
  va_start(rest, format);
  vsnprintf(sentence, sizeof sentence, format, rest);
  va_end(rest);
  return EXIT_USAGE;
}

void *need(void *memory)
{
  if (!memory) {
    fprintf(stderr, "impakt-mpi: rank %d: out of memory\n", rank);
    MPI_Abort(MPI_COMM_WORLD, EXIT_RUN);
  }
  return memory;
}

/* The status of the first rank on which something went wrong, which says what; for all of them. */
static int agree(int status)
{
  int mine = status ? rank : ranks, first;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  if (first == ranks) {
    return EXIT_FINE;
  }
  if (rank == first) {
    fflush(stdout);
    fprintf(stderr, "impakt-mpi: %s\n", sentence);
  }
  MPI_Bcast(&status, 1, MPI_INT, first, MPI_COMM_WORLD);
  return status;
}

/* ---- gathering ------------------------------------------------------------------------------ */

static int merge(impakt_summary *into, const void *bytes, size_t n, int from)
{
  impakt_summary *part;
  need(impakt_summary_load(&part, bytes, n) ? NULL : part);
  const int failed = impakt_summary_merge(into, part);
  impakt_summary_free(part);
  return failed ? usage_error("what rank %d gave cannot be merged: %s", from,
                              impakt_summary_message(into))
                : EXIT_FINE;
}

/* One rank after another, so that rank 0 holds one more summary at a time. */
static int gather(struct people *people)
{
  size_t n = 0;
  unsigned char *bytes = NULL;
  int status = EXIT_FINE;
  if (rank > 0 && impakt_summary_patients(people->summary)) {
    bytes = task_saved(people->summary, &n);
    status = n > INT_MAX ? usage_error("the summary of rank %d is too large to send", rank) : 0;
  }
  if ((status = agree(status))) {
    free(bytes);
    return status;
  }
  if (rank > 0) {
    MPI_Send(bytes, (int)n, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
    free(bytes);
  }
  for (int from = 1; rank == 0 && from < ranks; from++) {
    MPI_Status about;
    int length;
    MPI_Probe(from, 0, MPI_COMM_WORLD, &about);
    MPI_Get_count(&about, MPI_BYTE, &length);
    bytes = need(malloc((size_t)length + 1));
    MPI_Recv(bytes, length, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (length && !status) {
      status = merge(people->summary, bytes, (size_t)length, from);
    }
    free(bytes);
  }
  return agree(status);
}

/* ---- running -------------------------------------------------------------------------------- */

static int run_arm(struct task *task, const struct scenario *scenario, const char *file,
                   int arm, const char *stem, const char *arm_stem)
{
  struct people people;
  int status = agree(people_open(&people, scenario, arm) ? EXIT_RUN : EXIT_FINE);
  if (!status) {
    uint64_t first, count;
    task_part(task, &people, &first, &count);
    status = agree(count ? task_fill(task, file, &people) : EXIT_FINE); /* 0: more ranks */
  }
  if (!status) {
    status = gather(&people);
  }
  if (!status && rank == 0) {
    struct task whole = *task;
    whole.shard = whole.shards = 0;
    status = task_write_arm(&whole, scenario, stem, arm_stem, &people);
    task->results = whole.results;
    if (!task->quiet) {
      bands_print(scenario, arm, &people);
    }
  }
  people_close(&people);
  return agree(status);
}

/* Whether all ranks have read as many arms, and so take as many steps. */
static int check_arms(const char *file, int arms)
{
  int range[2] = { arms, -arms }, least[2];
  MPI_Allreduce(range, least, 2, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return agree(least[0] == -least[1] ? EXIT_FINE
                                     : usage_error("%s is not the same for all ranks", file));
}

static int run_scenario(struct task *task, const char *file)
{
  struct scenario *scenario = NULL;
  char message[SCENARIO_MESSAGE];
  int status = scenario_read(&scenario, file, message, sizeof message);
  status = agree(status ? usage_error("%s", message) : EXIT_FINE);
  if (!status) {
    status = check_arms(file, scenario_arm_count(scenario));
  }
  if (status) {
    scenario_free(scenario);
    return status;
  }
  if (rank == 0 && !task->quiet) {
    task_print_title(scenario, file);
  }
  char *stem = results_stem(file), **arm_stems = results_arm_stems(scenario);
  for (int arm = 0; arm < scenario_arm_count(scenario); arm++) {
    if (!status) {
      status = run_arm(task, scenario, file, arm, stem, arm_stems[arm]);
    }
    free(arm_stems[arm]);
  }
  free(arm_stems);
  free(stem);
  scenario_free(scenario);
  return status;
}

/* ---- the command line ----------------------------------------------------------------------- */

static int run(struct task *task, int argc, char **argv)
{
  static const struct option options[] = { { "patients", required_argument, NULL, 'n' },
                                           { "seed", required_argument, NULL, 's' },
                                           { "threads", required_argument, NULL, 'j' },
                                           { "lanes", required_argument, NULL, 'l' },
                                           { "out", required_argument, NULL, 'o' },
                                           { "quiet", no_argument, NULL, 'q' },
                                           { "help", no_argument, NULL, 'h' },
                                           { 0 } };
  int status = EXIT_FINE;
  opterr = 0;
  for (int option;
       !status && (option = getopt_long(argc, argv, ":n:s:j:l:o:qh", options, NULL)) != -1;) {
    if (option == 'h') {
      fputs(rank ? "" : help, stdout);
      return EXIT_FINE;
    }
    status = strchr("nsjloq", option) ? task_option(task, option, optarg)
                                     : usage_error(option == ':' ? "%s needs a value"
                                                                 : "no option '%s'; try --help",
                                                   argv[optind - 1]);
  }
  if (!status && optind == argc) {
    status = usage_error("a scenario is missing; try --help");
  }
  if (!status && rank == 0) {
    status = task_make_folder(task);
  }
  status = agree(status);
  for (int i = optind; i < argc && !status; i++) {
    status = run_scenario(task, argv[i]);
  }
  return status;
}

int main(int argc, char **argv)
{
  int provided;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  struct task task = { .patients = -1,
                       .seed = -1,
                       .threads = 1,
                       .lanes = -1,
                       .shard = (unsigned long long)rank + 1,
                       .shards = (unsigned long long)ranks,
                       .results = { .folder = "." } };
  const int status = run(&task, argc, argv);
  results_free(&task.results);
  MPI_Finalize();
  return status;
}
