/* soak_population.c — a million patients: memory stays flat, and the bits are those of any split.
 *
 *   soak_population [PATIENTS [TOLERANCE]]    a million at 1e-6 if not said
 *
 * The benchmark W2, four weeks with daily outputs of four states, kept as a summary.  First all
 * patients in one call on two threads: how far the most memory that was ever resident lies above
 * what was when it began.  Then a tenth of them one by one, side by side, on one thread, on two, and in
 * seven shards that are saved, loaded and merged out of order: their bytes are compared.  At last all is freed, and what
 * the C library counts as in use compared with before the first run. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
static long long bytes_in_use(void)
{
  const struct mallinfo2 info = mallinfo2();
  return (long long)(info.uordblks + info.hblkhd);
}
#else
static long long bytes_in_use(void) { return 0; }
#endif

enum { DAYS = 28, COLUMNS = 4, SHARDS = 7, SEED = 11 };
static double times[DAYS];

/* "VmRSS:" is what is resident, "VmHWM:" the most that ever was.  getrusage's would count what the
 * process was before it became this program. */
static long kilobytes(const char *what)
{
  char line[256];
  long found = -1;
  FILE *file = fopen("/proc/self/status", "r");
  CHECK(file, "the system does not tell");
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, what, strlen(what))) found = atol(line + strlen(what));
  fclose(file);
  CHECK(found >= 0, "the system does not tell");
  return found;
}

static impakt_summary *new_summary(const impakt_population *people)
{
  impakt_summary *summary;
  CHECK(!impakt_summary_new(&summary, people, times, DAYS, NULL), "no summary");
  return summary;
}

static void run(impakt_population *people, impakt_summary *summary, uint64_t first,
                uint64_t count, int threads)
{
  const double before = cpu_seconds();
  const int status = impakt_population_run(people, SEED, first, count, times, DAYS, threads,
                                           summary, NULL, 0, NULL);
  CHECK(status >= 0, "%s", impakt_population_message(people));
  const double seconds = cpu_seconds() - before;
  printf("%llu patients from %llu on %d threads of %d lanes: %.1f s of processors, %.0f us a "
         "patient\n",
         (unsigned long long)count, (unsigned long long)first, threads,
         impakt_population_lanes(people), seconds, 1e6 * seconds / (double)count);
  fflush(stdout);
}

static void in_flat_memory(impakt_population *people, uint64_t n)
{
  impakt_summary *summary = new_summary(people);
  const long start = kilobytes("VmRSS:"), most_before = kilobytes("VmHWM:");
  run(people, summary, 0, n, 2);
  const long more = kilobytes("VmHWM:") - start;
  /* an earlier peak would hide one in the run */
  CHECK(most_before - start < 1024, "%ld kB more had been resident before",
        most_before - start);
  printf("resident: %ld kB at the start, at most %ld kB more\n", start, more);
  CHECK(more < 8192, "%ld kB more were resident than at the start", more);
  CHECK(impakt_summary_patients(summary) == n, "patients are missing");
  printf("%llu failed\n", (unsigned long long)impakt_summary_failed(summary));
  impakt_summary_free(summary);
}

static void *bits(impakt_population *people, uint64_t n, int threads, int shards,
                  size_t *length)
{
  impakt_summary *whole = new_summary(people);
  for (int shard = shards - 1; shard >= 0; shard--) {
    const uint64_t from = n * (uint64_t)shard / (uint64_t)shards;
    const uint64_t to = n * (uint64_t)(shard + 1) / (uint64_t)shards;
    impakt_summary *part = new_summary(people), *loaded;
    run(people, part, from, to - from, threads);
    void *bytes = people_saved(part, length);
    CHECK(!impakt_summary_load(&loaded, bytes, *length), "a shard was not loaded");
    CHECK(!impakt_summary_merge(whole, loaded), "%s", impakt_summary_message(whole));
    impakt_summary_free(loaded);
    impakt_summary_free(part);
    free(bytes);
  }
  void *bytes = people_saved(whole, length);
  impakt_summary_free(whole);
  return bytes;
}

static void in_the_same_bits(impakt_population *people, uint64_t n)
{
  static const struct {
    int lanes, threads, shards;
  } ways[] = { { 1, 1, 1 }, { 8, 1, 1 }, { 4, 2, 1 }, { 0, 2, 1 }, { 0, 1, SHARDS } };
  size_t length, other_length;
  char *one = NULL;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    const int threads = ways[i].threads, shards = ways[i].shards;
    CHECK(!impakt_population_set_option(people, IMPAKT_LANES, ways[i].lanes), "no lanes");
    char *other = bits(people, n, threads, shards, &other_length);
    if (!one) one = other, length = other_length;
    CHECK(other_length == length && !memcmp(one, other, length),
          "%d lanes, %d threads and %d shards gave other bits", ways[i].lanes, threads, shards);
    if (other != one) free(other);
  }
  printf("1, 4 and 8 lanes, 1 and 2 threads, 1 and %d shards: the same %zu bytes\n", SHARDS,
         length);
  free(one);
}

int main(int argc, char **argv)
{
  const uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
  const double tolerance = argc > 2 ? atof(argv[2]) : 1e-6;
  CHECK(argc <= 3 && n >= 100 && tolerance > 0, "usage: %s [PATIENTS from 100 [TOLERANCE]]",
        argv[0]);
  for (int i = 0; i < DAYS; i++) times[i] = 24.0 * (i + 1);
  impakt_population *people = people_of_workload(workloads[1], tolerance, COLUMNS, 0);
  impakt_summary *summary = new_summary(people);
  run(people, summary, 0, 64, 2); /* what the C library keeps for threads is laid out now */
  impakt_summary_free(summary);
  const long long bytes = bytes_in_use();
  in_flat_memory(people, n);
  in_the_same_bits(people, n / 10);
  const long long more = bytes_in_use() - bytes;
  printf("%lld bytes more are in use than before\n", more);
  /* freed blocks that glibc keeps at hand for each thread count as used; a lost word a patient
   * would be 8 bytes times the patients */
  CHECK(more < 65536, "%lld bytes were not freed", more);
  impakt_population_free(people);
  return 0;
}
