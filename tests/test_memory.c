/* test_memory.c — memory stays as it is, however many runs there are.
 *
 *   test_memory [RUNS]    5000 if not said
 *
 * Half of the runs are on one simulation that lives on, half on new ones.  Bytes in use are counted
 * by the C library; the resident memory is what the system sees. */
#include "impakt.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                     \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
#include <malloc.h>
static long long bytes_in_use(void)
{
  const struct mallinfo2 info = mallinfo2();
  return (long long)(info.uordblks + info.hblkhd);
}
#else
static long long bytes_in_use(void) { return 0; } /* nobody counts, or a sanitizer does */
#endif

extern const impakt_model model_misuse_drug;

enum { TIMES = 3, COLUMNS = 5 };
static const double times[TIMES] = { 0, 1, 12 };
static int runs = 5000;

static long resident_pages(void)
{
  long total = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file) return 0; /* no such system: blocks alone are counted */
  if (fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
  fclose(file);
  return resident;
}

static void run(impakt_sim *sim, int i)
{
  double result[TIMES * COLUMNS], slopes[TIMES * COLUMNS];
  ck_assert_int_eq(impakt_sim_set_parameter(sim, "kel", 0.01 + 0.001 * (i % 100)), 0);
  ck_assert_int_eq(impakt_sim_dose_clear(sim), 0);
  ck_assert_int_eq(impakt_sim_dose(sim, "iv", 0, 100 + i % 7, "nmol", 0.5 * (i % 2), NULL), 0);
  ck_assert_int_eq(impakt_sim_dose(sim, "sc", 0.1 * (i % 10), 100, NULL, 0, NULL), 0);
  if (i % 10) ck_assert_int_eq(impakt_sim_run(sim, times, TIMES, result, TIMES * COLUMNS), 0);
  else {
    ck_assert_int_eq(impakt_sim_slope_in(sim, "kel"), 0);
    ck_assert_int_eq(impakt_sim_run_slopes(sim, times, TIMES, result, TIMES * COLUMNS, slopes,
                                           TIMES * COLUMNS),
                     0);
    ck_assert_int_eq(impakt_sim_slope_clear(sim), 0);
  }
  /* mistakes may not lose memory either */
  ck_assert_int_lt(impakt_sim_run(sim, times, TIMES, result, 1), 0);
  ck_assert_int_lt(impakt_sim_dose(sim, "vi", 0, 1, NULL, 0, NULL), 0);
}

static void many(impakt_sim *kept, int n)
{
  for (int i = 0; i < n; i++) {
    impakt_sim *sim = kept;
    if (i % 2) ck_assert_int_eq(impakt_sim_new(&sim, &model_misuse_drug), 0);
    run(sim, i);
    if (sim != kept) impakt_sim_free(sim);
  }
}

START_TEST(flat)
{
  impakt_sim *kept = NULL;
  ck_assert_int_eq(impakt_sim_new(&kept, &model_misuse_drug), 0);
  many(kept, 1000); /* what is kept between runs has been laid out now */
  const long pages = resident_pages();
  const long long bytes = bytes_in_use();
  many(kept, runs);
  const long long more_bytes = bytes_in_use() - bytes;
  const long more_kilobytes = (resident_pages() - pages) * (sysconf(_SC_PAGESIZE) / 1024);
  impakt_sim_free(kept);
  /* glibc counts what its cache of freed blocks holds as in use, a few blocks of each size; the
   * smallest block lost in each of 5000 runs would be 120 kB */
  ck_assert_msg(more_bytes < 16384, "%lld bytes more are in use after %d runs", more_bytes,
                runs);
#ifndef SANITIZED /* which keep what has been freed for a while */
  /* 256 kB: what the allocator may come to keep; one lost word a run is 800 kB in 100,000 runs */
  ck_assert_msg(more_kilobytes < 256, "%ld kB more are resident after %d runs", more_kilobytes,
                runs);
#endif
  printf("%d runs: %lld bytes and %ld kB more than before\n", runs, more_bytes, more_kilobytes);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc > 1) runs = atoi(argv[1]);
  if (argc > 2 || runs < 1) {
    fprintf(stderr, "usage: %s [RUNS]\n", argv[0]);
    return 2;
  }
  Suite *suite = suite_create("memory");
  TCase *tcase = tcase_create("memory");
  tcase_set_timeout(tcase, 1200);
  tcase_add_test(tcase, flat);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
