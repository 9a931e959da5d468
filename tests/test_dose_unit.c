/* test_dose_unit.c — the time is taken out of a rate. */
#include "dose_unit.h"

#include "testing.h"

#include <string.h>

static const struct {
  const char *input, *time, *unit;
  double hours;
} cases[] = {
  { "mg/h", "h", "mg", 1 },
  { "mg/d", "d", "mg", 24 },
  { "mg/h", "d", "mg", 1 }, /* the input's own time counts, not the model's */
  { "ug/min", "h", "ug", 1. / 60 },
  { "mg/week", "d", "mg", 168 },
  { "nmol/L/h", "h", "nmol/L", 1 },
  { "mg/h/kg", "h", "mg/kg", 1 },
  { "mg/h*L", "h", "mg*L", 1 }, /* units are read from left to right */
  { "1e9*cell/d", "d", "1e9*cell", 24 },
  { "cell/1000/h", "h", "cell/1000", 1 },
  { "1/h", "h", "1", 1 },
  { "ng/mL", "h", "ng/mL*h", 1 }, /* no time: held for a time */
  { "ng/mL", "d", "ng/mL*d", 24 },
  { "1", "d", "1*d", 24 },
  { "ng*h/mL", "d", "ng*h/mL*d", 24 }, /* a time above the line is none to be taken out */
  { "ng*h/mL/h", "d", "ng*h/mL", 1 },
  { "mg/h/h", "h", "mg/h", 1 }, /* once */
};

START_TEST(time_taken_out)
{
  char unit[64];
  double hours = NAN;
  ck_assert_int_eq(dose_unit(cases[_i].input, cases[_i].time, unit, sizeof unit, &hours), 0);
  ck_assert_str_eq(unit, cases[_i].unit);
  near(hours, cases[_i].hours, ROUNDING);
}
END_TEST

START_TEST(lengths)
{
  char unit[8] = "zzzzzzz";
  double hours;
  ck_assert_int_eq(dose_unit("mg/h", "h", unit, 3, &hours), 0);
  ck_assert_str_eq(unit, "mg");
  ck_assert_int_eq(dose_unit("mg/h", "h", unit, 2, &hours), -1);
  ck_assert_int_eq(dose_unit("ng/mL", "h", unit, 8, &hours), 0);
  ck_assert_int_eq(dose_unit("ng/mL", "h", unit, 7, &hours), -1);
}
END_TEST

START_TEST(no_time)
{
  char unit[64];
  double hours;
  ck_assert_int_eq(dose_unit("ng/mL", "mg", unit, sizeof unit, &hours), -1);
  ck_assert_int_eq(dose_unit("ng/mL", "", unit, sizeof unit, &hours), -1);
}
END_TEST

START_TEST(hours_in_units)
{
  near(dose_unit_hours("h"), 1, ROUNDING);
  near(dose_unit_hours("d"), 24, ROUNDING);
  near(dose_unit_hours("day"), 24, ROUNDING);
  near(dose_unit_hours("min"), 1. / 60, ROUNDING);
  near(dose_unit_hours("s"), 1. / 3600, ROUNDING);
  near(dose_unit_hours("week"), 168, ROUNDING);
  ck_assert_double_eq(dose_unit_hours("1000"), 0);
  ck_assert_double_eq(dose_unit_hours("mg"), 0);
  ck_assert_double_eq(dose_unit_hours("hour and a half"), 0);
  ck_assert_double_eq(dose_unit_hours("1/h"), 0);
  ck_assert_double_eq(dose_unit_hours(""), 0);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("dose_unit");
  tcase_add_loop_test(tests, time_taken_out, 0, LENGTH_OF(cases));
  tcase_add_test(tests, lengths);
  tcase_add_test(tests, no_time);
  tcase_add_test(tests, hours_in_units);
  return run_tests("dose_unit", tests);
}
