/* testing.h — what the unit tests of the library share.
 *
 * Tolerances: the error of each step is kept below rtol times the state, and the steps of a test
 * add up to some hundred times that, below GATHERED.  What involves no step is good to ROUNDING. */
#ifndef TESTING_H
#define TESTING_H

#include "impakt.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FINE     1e-10 /* the relative tolerance of most tests */
#define GATHERED 100
#define ROUNDING 1e-14

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))

/* Relative to what is expected, absolute below size. */
#define near_size(actual, expected, tolerance, size)                                           \
  do {                                                                                         \
    const double actual_ = (actual), expected_ = (expected);                                   \
    ck_assert_msg(fabs(actual_ - expected_) <= (tolerance)*fmax(fabs(expected_), (size)),      \
                  "%s is %.17g; expected %s, %.17g, within %.3g", #actual, actual_, #expected, \
                  expected_, (double)((tolerance)*fmax(fabs(expected_), (size))));             \
  } while (0)
#define near(actual, expected, tolerance) near_size(actual, expected, tolerance, 0)

/* A message names what is wrong; its wording is not tested. */
#define says(message, part)                                                                    \
  ck_assert_msg(strstr((message), (part)) != NULL, "\"%s\" does not say \"%s\"", (message),    \
                (part))

#define fine(sim, call)                                                                        \
  ck_assert_msg((call) == IMPAKT_OK, "%s: %s", #call, impakt_sim_message(sim))
#define fitted(fit, call)                                                                      \
  ck_assert_msg((call) == IMPAKT_OK, "%s: %s", #call, impakt_fit_message(fit))
#define built(system, call)                                                                    \
  ck_assert_msg((call) == IMPAKT_OK, "%s: %s", #call, impakt_system_message(system))

static inline impakt_sim *new_sim(const impakt_model *model, double rtol)
{
  impakt_sim *sim = NULL;
  ck_assert_int_eq(impakt_sim_new(&sim, model), IMPAKT_OK);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, rtol));
  return sim;
}

/* One quantity at one time, of a copy, so that what is watched does not matter. */
static inline double value_at(impakt_sim *sim, const char *quantity, double time)
{
  impakt_sim *copy;
  double value = NAN;
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  fine(copy, impakt_sim_watch_clear(copy));
  fine(copy, impakt_sim_watch(copy, quantity));
  fine(copy, impakt_sim_run(copy, &time, 1, &value, 1));
  impakt_sim_free(copy);
  return value;
}

/* Its slope in one parameter. */
static inline double slope_at(impakt_sim *sim, const char *quantity, const char *parameter,
                              double time)
{
  impakt_sim *copy;
  double value = NAN, slope = NAN;
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  fine(copy, impakt_sim_watch_clear(copy));
  fine(copy, impakt_sim_slope_clear(copy));
  fine(copy, impakt_sim_watch(copy, quantity));
  fine(copy, impakt_sim_slope_in(copy, parameter));
  fine(copy, impakt_sim_run_slopes(copy, &time, 1, &value, 1, &slope, 1));
  impakt_sim_free(copy);
  return slope;
}

static inline int run_tests(const char *name, TCase *tests)
{
  Suite *suite = suite_create(name);
  tcase_set_timeout(tests, 100); /* under valgrind */
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
