/* test_schedule.c — doses in order of time. */
#include "schedule.h"

#include "testing.h"

START_TEST(one_time)
{
  ck_assert(same_time(0, 0));
  ck_assert(same_time(0.3, 0.1 * 3));
  ck_assert(same_time(1e6, 1e6 + 1e-7));
  ck_assert(!same_time(1e6, 1e6 + 1e-5));
  ck_assert(!same_time(0, 1e-9));
  ck_assert(!same_time(5, 6));
  ck_assert(!same_time(5, NAN));
  ck_assert(!same_time(5, INFINITY));
  ck_assert(!same_time(INFINITY, 0));
  ck_assert(!same_time(-INFINITY, INFINITY));
}
END_TEST

static struct schedule schedule;

static void plan(const struct given *given, int n)
{
  ck_assert_int_eq(schedule_plan(&schedule, given, n), 0);
}

#define BOLUS(t)                                                                               \
  {                                                                                            \
    .time = t, .start = t, .end = t, .size = 1                                                 \
  }
#define INFUSION(t, end_)                                                                      \
  {                                                                                            \
    .time = t, .start = t, .end = end_, .size = 1                                              \
  }
#define OTHER(t, what_)                                                                        \
  {                                                                                            \
    .what = what_, .time = t, .start = t, .end = t                                             \
  }

/* The next moment is this one, at time t. */
static void expect(double t, enum dose_event what, int index)
{
  near_size(schedule_next(&schedule), t, ROUNDING, 1);
  const struct moment *m = schedule_take(&schedule, t);
  ck_assert_ptr_nonnull(m);
  ck_assert_int_eq(m->what, what);
  ck_assert_int_eq(m->index, index);
}

START_TEST(no_doses)
{
  plan(NULL, 0);
  ck_assert_double_infinite(schedule_next(&schedule));
  ck_assert_ptr_null(schedule_take(&schedule, 1e9));
  schedule_free(&schedule);
  schedule_free(&schedule); /* a freed one is an empty one */
}
END_TEST

START_TEST(order_of_time)
{
  const struct given given[] = {
    BOLUS(30),
    INFUSION(10, 15),
    BOLUS(0),
  };
  plan(given, 3);
  ck_assert_ptr_nonnull(schedule_take(&schedule, 0)); /* the bolus at 0 */
  ck_assert_ptr_null(schedule_take(&schedule, 9.99));
  expect(10, DOSE_STARTS, 1);
  ck_assert_int_eq(schedule.n_running, 1);
  expect(15, DOSE_ENDS, 1);
  ck_assert_int_eq(schedule.n_running, 0);
  expect(30, DOSE_BOLUS, 0);
  ck_assert_double_infinite(schedule_next(&schedule));
  schedule_rewind(&schedule);
  expect(0, DOSE_BOLUS, 2);
  schedule_free(&schedule);
}
END_TEST

/* As schedule.h says; among equals as they were given. */
START_TEST(order_at_one_time)
{
  const struct given given[] = {
    BOLUS(8),
    INFUSION(8, 9),
    BOLUS(8),
    INFUSION(4, 8),
    INFUSION(8, 9),
    INFUSION(6, 8),
    OTHER(8, GIVEN_MULTIPLY),
    OTHER(8, GIVEN_REPLACE),
    OTHER(8, GIVEN_STEADY),
    OTHER(8, GIVEN_RESET),
  };
  plan(given, 10);
  expect(4, DOSE_STARTS, 3);
  expect(6, DOSE_STARTS, 5);
  expect(8, DOSE_ENDS, 3);
  expect(8, DOSE_ENDS, 5);
  expect(8, DOSE_RESETS, 9);
  expect(8, DOSE_STEADY, 8);
  expect(8, DOSE_REPLACES, 7);
  expect(8, DOSE_MULTIPLIES, 6);
  expect(8, DOSE_STARTS, 1);
  expect(8, DOSE_STARTS, 4);
  ck_assert_int_eq(schedule.n_running, 2);
  ck_assert_int_eq(schedule.running[0], 1);
  expect(8, DOSE_BOLUS, 0);
  expect(8, DOSE_BOLUS, 2);
  ck_assert_ptr_null(schedule_take(&schedule, 8));
  expect(9, DOSE_ENDS, 1);
  ck_assert_int_eq(schedule.running[0], 4);
  expect(9, DOSE_ENDS, 4);
  schedule_free(&schedule);
}
END_TEST

/* What runs is off, and what was written down before but has not arrived never does. */
START_TEST(forgotten)
{
  const struct given given[] = {
    INFUSION(1, 9),
    { .time = 2, .start = 6, .end = 6 },  /* under way */
    { .time = 2, .start = 6, .end = 12 }, /* under way */
    OTHER(5, GIVEN_RESET),
    { .time = 5, .start = 7, .end = 7 },
    BOLUS(8),
  };
  plan(given, 6);
  expect(1, DOSE_STARTS, 0);
  expect(5, DOSE_RESETS, 3);
  schedule_forget(&schedule, 5);
  ck_assert_int_eq(schedule.n_running, 0);
  expect(7, DOSE_BOLUS, 4);
  expect(8, DOSE_BOLUS, 5);
  ck_assert_double_infinite(schedule_next(&schedule));
  schedule_rewind(&schedule);
  expect(1, DOSE_STARTS, 0);
  expect(5, DOSE_RESETS, 3);
  expect(6, DOSE_STARTS, 2);
  schedule_free(&schedule);
}
END_TEST

/* 0.1 * 3 is a rounding more than 0.3: one time, and its order holds. */
START_TEST(times_that_differ_by_rounding)
{
  ck_assert_double_gt(0.1 * 3, 0.3);
  const struct given given[] = {
    BOLUS(0.3), INFUSION(0.1, 0.1 + 0.1 * 2), /* ends at 0.30000000000000004 */
  };
  plan(given, 2);
  expect(0.1, DOSE_STARTS, 1);
  expect(0.3, DOSE_ENDS, 1);
  expect(0.3, DOSE_BOLUS, 0);
  schedule_free(&schedule);
}
END_TEST

START_TEST(planned_again_with_more)
{
  struct given given[100];
  for (int i = 0; i < 100; i++)
    given[i] = (struct given){ .start = 100 - i, .end = 100 - i + i % 2 };
  plan(given, 3);
  plan(given, 100);
  double last = 0;
  int moments = 0;
  for (double t; isfinite(t = schedule_next(&schedule)); last = t, moments++) {
    ck_assert_double_ge(t, last);
    ck_assert_ptr_nonnull(schedule_take(&schedule, t));
  }
  ck_assert_int_eq(moments, 150);
  ck_assert_int_eq(schedule.n_running, 0);
  schedule_free(&schedule);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("schedule");
  tcase_add_test(tests, one_time);
  tcase_add_test(tests, no_doses);
  tcase_add_test(tests, order_of_time);
  tcase_add_test(tests, order_at_one_time);
  tcase_add_test(tests, times_that_differ_by_rounding);
  tcase_add_test(tests, forgotten);
  tcase_add_test(tests, planned_again_with_more);
  return run_tests("schedule", tests);
}
