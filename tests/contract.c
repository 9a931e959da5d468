/* contract.c — what every registered model must satisfy (checks.h), and proof that each check can
 * fail: models that are broken on purpose, and what has to be said of them. */
#include "checks.h"

#include "impakt.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

extern const struct impakt_model model_broken_units, model_broken_assigned, model_broken_used,
    model_broken_dual, model_broken_sign, model_broken_year, model_broken_switches,
    model_broken_tables, model_broken_references, model_broken_jumps;

typedef void check_function(const struct impakt_model *, struct report *);

static void holds(int index, check_function *check)
{
  struct report report = { 0 };
  check(impakt_model_at(index), &report);
  ck_assert_msg(report.count == 0, "\n%s", report.text);
}

START_TEST(tables) { holds(_i, check_tables); }
END_TEST
START_TEST(assigned) { holds(_i, check_assigned); }
END_TEST
START_TEST(used) { holds(_i, check_used); }
END_TEST
START_TEST(bits) { holds(_i, check_bits); }
END_TEST
START_TEST(slopes) { holds(_i, check_slopes); }
END_TEST
START_TEST(pattern) { holds(_i, check_pattern); }
END_TEST
START_TEST(units) { holds(_i, check_units); }
END_TEST
START_TEST(positive) { holds(_i, check_positive); }
END_TEST
START_TEST(year) { holds(_i, check_year); }
END_TEST
START_TEST(switches) { holds(_i, check_switches); }
END_TEST

START_TEST(no_jumps) { holds(_i, check_jumps); }
END_TEST

START_TEST(registered)
{
  const int n = impakt_model_count();
  ck_assert_int_gt(n, 0);
  const struct impakt_model **models = malloc(sizeof(void *) * (size_t)n);
  for (int i = 0; i < n; i++) {
    models[i] = impakt_model_at(i);
    ck_assert_ptr_eq(impakt_model_find(models[i]->name), models[i]);
  }
  struct report report = { 0 };
  check_references(models, n, &report);
  free(models);
  ck_assert_msg(report.count == 0, "\n%s", report.text);
}
END_TEST

/* ---- the checks find what is wrong, and nothing else ------------------------------------- */

/* said: a list of what must be said, one sentence each, ended by NULL */
static void finds(const struct impakt_model *model, check_function *check,
                  const char *const *said)
{
  struct report report = { 0 };
  int n = 0;
  check(model, &report);
  for (; said[n]; n++)
    ck_assert_msg(report_says(&report, said[n]), "nobody says: %s\n%s", said[n], report.text);
  ck_assert_msg(report.count == n, "%d complaints, not %d\n%s", report.count, n, report.text);
}
#define SAID(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(finds_units)
{
  finds(&model_broken_units, check_units,
        SAID("broken_units: d(C)/dt is not in nmol/L/h\n",
             "broken_units: init(B) is not in cell/uL\n",
             "broken_units: out(wrong) is not in nmol/L\n",
             "broken_units: the expression of switch few mixes units\n"));
}
END_TEST

START_TEST(finds_unassigned)
{
  finds(&model_broken_assigned, check_assigned,
        SAID("d(P)/dt is never assigned\n", "out(low) is never assigned\n",
             "init(B) is not finite at the start, with all switches off",
             "d(B)/dt is not finite at the start, with all switches off",
             "init(B) is not finite at the start, with all switches on",
             "d(B)/dt is not finite at the start, with all switches on"));
}
END_TEST

START_TEST(finds_unused)
{
  finds(&model_broken_used, check_used,
        SAID("parameter idle acts on nothing", "input unheard acts on nothing"));
}
END_TEST

START_TEST(finds_bits)
{
  finds(&model_broken_dual, check_bits, SAID("broken_dual: d(A)/dt is "));
}
END_TEST

START_TEST(finds_slopes)
{
  struct report report = { 0 };
  check_slopes(&model_broken_dual, &report);
  ck_assert_msg(report_says(&report, "the slope of d(B)/dt in B is "), "%s", report.text);
  ck_assert_msg(report_says(&report, "the Jacobian has ") &&
                    report_says(&report, " for d(B)/dt in B; differences "),
                "%s", report.text);
  ck_assert_msg(report_says(&report, " for d(C)/dt in A; differences "), "%s", report.text);
  ck_assert_msg(!report_says(&report, "d(A)/dt"), "%s", report.text);
}
END_TEST

START_TEST(finds_pattern)
{
  finds(&model_broken_dual, check_pattern, SAID("the pattern misses d(C)/dt in A"));
}
END_TEST

START_TEST(finds_negative)
{
  finds(&model_broken_sign, check_positive, SAID("d(A)/dt is -", "B jumps below 0"));
}
END_TEST

START_TEST(finds_year)
{
  struct report report = { 0 };
  check_year(&model_broken_year, &report);
  ck_assert_msg(report_says(&report, "broken_year: a year at corner h"), "%s", report.text);
  ck_assert_msg(!report_says(&report, "a year at corner l"), "%s", report.text);
  ck_assert_msg(!report_says(&report, "a year at the defaults"), "%s", report.text);
}
END_TEST

START_TEST(finds_switches)
{
  finds(&model_broken_switches, check_switches,
        SAID("switch never is always off", "switch ever is always on"));
}
END_TEST

START_TEST(finds_jumps)
{
  finds(&model_broken_jumps, check_jumps,
        SAID("d(A)/dt jumps in A", "the expression of switch high jumps in A",
             "out(unsaid) jumps in A", "out(slides) is said to step, and has a slope in A",
             "out(stays) is said to step, and is the same at every point"));
}
END_TEST

START_TEST(finds_tables)
{
  finds(&model_broken_tables, check_tables,
        SAID("its revision is below 1", "'mg' is no unit of time", "the unit of state A: ",
             "state B: its size of noise is not above 0", "parameter '_k' is no name",
             "parameter outside: its default 2 is outside of 0 to 1",
             "parameter empty: its range 1 to 1 is empty or infinite",
             "constant constant_with_range: its value must be finite and its range 0, 0",
             "parameter unsaid has no meaning", "preset far: a = 3 is outside of 0 to 2",
             "preset far sets a twice", "preset sets_constant sets the constant ",
             "the spread of narrow is not above 0",
             "a and unsaid are correlated but do not both vary",
             "the covariance of the varied parameters is not positive definite",
             "given needs constant_with_range, which is not assumed, or says no reason",
             "preset sets_constant sets constant_with_range, which has no published value",
             "given needs b twice", "given must be driven, for no reason",
             "given must be driven twice",
             "the residual error of twice has no source, or is not above 0",
             "'www.page' of reference page is no DOI"));
}
END_TEST

START_TEST(finds_references)
{
  const struct impakt_model *models[] = { &model_broken_tables, &model_broken_references };
  struct report report = { 0 };
  check_references(models, 2, &report);
  ck_assert_msg(report_says(&report,
                            "broken_references: reference same is 10.0000/two here and "
                            "10.0000/one in broken_tables"),
                "%s", report.text);
  ck_assert_msg(report_says(&report,
                            "broken_references: 10.0000/three is called another here and "
                            "other in broken_tables"),
                "%s", report.text);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("contract");
  const int n = impakt_model_count();
  const struct {
    const char *name;
    const TTest *test;
  } checks[] = { { "tables", tables },     { "assigned", assigned }, { "used", used },
                 { "bits", bits },         { "slopes", slopes },     { "pattern", pattern },
                 { "units", units },       { "positive", positive }, { "year", year },
                 { "switches", switches }, { "jumps", no_jumps } };
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    TCase *tcase = tcase_create(checks[i].name);
    tcase_set_timeout(tcase, 120); /* of one model, under sanitizers too */
    tcase_add_loop_test(tcase, checks[i].test, 0, n);
    suite_add_tcase(suite, tcase);
  }
  TCase *all = tcase_create("all");
  tcase_add_test(all, registered);
  tcase_add_test(all, finds_units);
  tcase_add_test(all, finds_unassigned);
  tcase_add_test(all, finds_unused);
  tcase_add_test(all, finds_bits);
  tcase_add_test(all, finds_slopes);
  tcase_add_test(all, finds_pattern);
  tcase_add_test(all, finds_negative);
  tcase_add_test(all, finds_year);
  tcase_add_test(all, finds_switches);
  tcase_add_test(all, finds_jumps);
  tcase_add_test(all, finds_tables);
  tcase_add_test(all, finds_references);
  suite_add_tcase(suite, all);

  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
