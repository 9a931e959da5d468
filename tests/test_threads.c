/* test_threads.c — two threads, each with 10,000 simulations of its own, give what one gives, in
 * every bit.  They share what may be shared: models, also one that a system made.
 *
 * To look for races as well: tests/soak, which builds this with -fsanitize=thread. */
#include "impakt.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

extern const impakt_model model_misuse_drug, model_misuse_effect;

#if defined(__SANITIZE_ADDRESS__) /* which finds nothing in the later runs, slowly */
#define RUNS 1000
#else
#define RUNS 10000
#endif
enum { TIMES = 3, THREADS = 2 };
static const double times[TIMES] = { 0, 1, 12 };

struct job {
  const impakt_model *alone, *both;
  int first;
  int status; /* of the first call that failed */
  double results[RUNS][TIMES];
};

/* One simulation from its making to its end; its numbers follow from i alone. */
static int simulate(const struct job *job, int i, double *result)
{
  const int of_system = i % 4 == 0, with_slopes = i % 8 == 0;
  const double part = (i * 37 % 1000) / 1000.; /* 0 to 0.999 */
  impakt_sim *sim = NULL;
  double slopes[TIMES];
  int status = impakt_sim_new(&sim, of_system ? job->both : job->alone);
  if (!status)
    status = impakt_sim_set_parameter(sim, of_system ? "drug.kel" : "kel", 0.01 + 0.2 * part);
  if (!status)
    status = impakt_sim_dose(sim, of_system ? "drug.sc" : "sc", 0.5, 10 + 90 * part, "nmol", 0,
                             NULL);
  if (!status)
    status = impakt_sim_dose(sim, of_system ? "drug.iv" : "iv", 0, 1 + part, "mg", part, NULL);
  if (!status && i % 16 == 0) { /* once more when a level is crossed */
    int rule = 0, dose = 0;
    status = impakt_sim_dose(sim, "drug.iv", 0, 1, "mg", 1, &dose);
    if (!status) status = impakt_sim_rule(sim, "drug.C", IMPAKT_FALLING, 0.1, &rule);
    if (!status) status = impakt_sim_rule_dose(sim, rule, dose, 0.1);
  }
  if (!status) status = impakt_sim_watch(sim, of_system ? "effect.E" : "C");
  if (!status && with_slopes) {
    status = impakt_sim_slope_in(sim, "drug.kel");
    if (!status)
      status = impakt_sim_run_slopes(sim, times, TIMES, result, TIMES, slopes, TIMES);
    if (!status) result[0] = slopes[TIMES - 1];
  } else if (!status) status = impakt_sim_run(sim, times, TIMES, result, TIMES);
  /* messages are each object's own */
  if (!status && impakt_sim_set_parameter(sim, "kell", part) != IMPAKT_E_NAME) status = 1;
  if (!status && !strstr(impakt_sim_message(sim), "kell")) status = 2;
  impakt_sim_free(sim);
  return status;
}

static void *work(void *argument)
{
  struct job *job = argument;
  for (int i = 0; i < RUNS && !job->status; i++)
    job->status = simulate(job, job->first + i, job->results[i]);
  return NULL;
}

START_TEST(same_as_serial)
{
  impakt_system *system = NULL;
  const impakt_model *both = NULL;
  ck_assert_int_eq(impakt_system_new(&system, "both"), 0);
  ck_assert_int_eq(impakt_system_add(system, "drug", &model_misuse_drug), 0);
  ck_assert_int_eq(impakt_system_add(system, "effect", &model_misuse_effect), 0);
  ck_assert_int_eq(impakt_system_connect(system, "drug.level", "effect.drug"), 0);
  ck_assert_int_eq(impakt_system_model(system, &both), 0);

  struct job *jobs = calloc(2 * THREADS, sizeof *jobs), *serial = jobs + THREADS;
  pthread_t threads[THREADS];
  for (int k = 0; k < 2 * THREADS; k++) {
    jobs[k].alone = &model_misuse_drug;
    jobs[k].both = both;
    jobs[k].first = k % THREADS * 501;
  }
  for (int k = 0; k < THREADS; k++)
    ck_assert_int_eq(pthread_create(&threads[k], NULL, work, &jobs[k]), 0);
  for (int k = 0; k < THREADS; k++) ck_assert_int_eq(pthread_join(threads[k], NULL), 0);
  for (int k = 0; k < THREADS; k++) {
    work(&serial[k]);
    ck_assert_int_eq(serial[k].status, 0);
    ck_assert_int_eq(jobs[k].status, 0);
    for (int i = 0; i < RUNS; i++)
      ck_assert_msg(
          !memcmp(jobs[k].results[i], serial[k].results[i], sizeof serial[k].results[i]),
          "run %d of thread %d differs", i, k);
  }
  free(jobs);
  impakt_system_free(system);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("threads");
  TCase *tcase = tcase_create("threads");
  tcase_set_timeout(tcase, 600); /* the thread sanitizer is slow */
  tcase_add_test(tcase, same_as_serial);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
