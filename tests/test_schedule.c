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
static const double whole[] = { 1, 1, 1 }, no_lag[] = { 0, 0, 0 };

static void plan(const struct given *given, int n, const double *fraction, const double *lag)
{
  ck_assert_int_eq(schedule_plan(&schedule, given, n, fraction, lag), 0);
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
  plan(NULL, 0, whole, no_lag);
  ck_assert_double_infinite(schedule_next(&schedule));
  ck_assert_ptr_null(schedule_take(&schedule, 1e9));
  schedule_free(&schedule);
  schedule_free(&schedule); /* a freed one is an empty one */
}
END_TEST

START_TEST(order_of_time)
{
  const struct given given[] = {
    { .input = 0, .time = 30, .amount = 1 },
    { .input = 1, .time = 10, .duration = 5, .rate = 1 },
    { .input = 0, .time = 0, .amount = 1 },
  };
  plan(given, 3, whole, no_lag);
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

/* Infusions end, infusions start, boluses; among equals as they were given. */
START_TEST(order_at_one_time)
{
  const struct given given[] = {
    { .time = 8, .amount = 1 },
    { .time = 8, .duration = 1, .rate = 1 },
    { .time = 8, .amount = 2 },
    { .time = 4, .duration = 4, .rate = 1 },
    { .time = 8, .duration = 1, .rate = 2 },
    { .time = 6, .duration = 2, .rate = 3 },
  };
  plan(given, 6, whole, no_lag);
  expect(4, DOSE_STARTS, 3);
  expect(6, DOSE_STARTS, 5);
  expect(8, DOSE_ENDS, 3);
  expect(8, DOSE_ENDS, 5);
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

/* 0.1 * 3 is a rounding more than 0.3: one time, and its order holds. */
START_TEST(times_that_differ_by_rounding)
{
  ck_assert_double_gt(0.1 * 3, 0.3);
  const struct given given[] = {
    { .time = 0.3, .amount = 1 },
    { .time = 0.1, .duration = 0.1 * 2, .rate = 1 }, /* ends at 0.30000000000000004 */
  };
  plan(given, 2, whole, no_lag);
  expect(0.1, DOSE_STARTS, 1);
  expect(0.3, DOSE_ENDS, 1);
  expect(0.3, DOSE_BOLUS, 0);
  schedule_free(&schedule);
}
END_TEST

START_TEST(lag_and_fraction)
{
  const double fraction[] = { 0.5, 0.25, 1 }, lag[] = { 2, 0, 0.5 };
  const struct given given[] = {
    { .input = 0, .time = 1, .amount = 1 },
    { .input = 1, .time = 1, .duration = 8, .rate = 1, .fraction_stretches = 1 },
    { .input = 0, .time = 1, .duration = 8, .rate = 1 },
    { .input = 2, .time = 0, .amount = 1 },
  };
  plan(given, 4, fraction, lag);
  expect(0.5, DOSE_BOLUS, 3);
  expect(1, DOSE_STARTS, 1);
  expect(3, DOSE_ENDS, 1); /* 1 + 8 / 4 */
  expect(3, DOSE_STARTS, 2);
  expect(3, DOSE_BOLUS, 0);
  expect(11, DOSE_ENDS, 2);
  schedule_free(&schedule);
}
END_TEST

START_TEST(planned_again_with_more)
{
  struct given given[100];
  for (int i = 0; i < 100; i++)
    given[i] = (struct given){ .time = 100 - i, .amount = i, .duration = i % 2 };
  plan(given, 3, whole, no_lag);
  plan(given, 100, whole, no_lag);
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
  tcase_add_test(tests, lag_and_fraction);
  tcase_add_test(tests, planned_again_with_more);
  return run_tests("schedule", tests);
}
