/* test_amount.c — doses in a prescriber's unit to the unit of an input.  Expected values are
 * worked out by hand for a patient of 70 kg and 1.8 m2 and a drug of 160 kg/mol; some twelve
 * roundings lie between, hence 12 DBL_EPSILON. */
#include "../lib/amount.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_OF(array) ((int)(sizeof(array) / sizeof *(array)))

static const double weight = 70, area = 1.8, molar_mass = 160000;

static const struct {
  const char *given, *wanted;
  double value, expected;
  int weight, area, molar; /* the powers that the rule must have */
} conversions[] = {
  /* amounts: mass */
  { "mg", "mg", 3, 3, 0, 0, 0 },
  { "mg", "ug", 3, 3000, 0, 0, 0 },
  { "mg/m2", "mg", 0.8, 0.8 * 1.8, 0, 1, 0 },
  { "mg/kg", "mg", 2, 140, 1, 0, 0 },
  { "ug/kg", "mg", 2, 0.14, 1, 0, 0 },
  { "g/m2", "mg", 1, 1800, 0, 1, 0 },
  /* 1 mg is 1e-3 g / 160000 g/mol = 6.25e-9 mol = 6.25 nmol */
  { "mg", "nmol", 1, 6.25, 0, 0, -1 },
  { "mg/m2", "nmol", 1, 11.25, 0, 1, -1 },
  { "mg/kg", "nmol", 1, 437.5, 1, 0, -1 },
  { "ug", "pmol", 1, 6.25, 0, 0, -1 },
  { "nmol", "mg", 6.25, 1, 0, 0, 1 },
  { "nmol/kg", "mg", 6.25, 70, 1, 0, 1 },
  { "nmol/m2", "mg", 6.25, 1.8, 0, 1, 1 },
  { "nmol", "umol", 5, 0.005, 0, 0, 0 },
  { "nmol/kg", "nmol", 5, 350, 1, 0, 0 },
  { "umol/m2", "nmol", 5, 9000, 0, 1, 0 },
  /* models per kg or per m2 */
  { "mg/kg", "mg/kg", 2, 2, 0, 0, 0 },
  { "ug/kg", "mg/kg", 2, 0.002, 0, 0, 0 },
  { "mg/kg", "nmol/kg", 1, 6.25, 0, 0, -1 },
  { "nmol/kg", "mg/kg", 6.25, 1, 0, 0, 1 },
  { "mg", "mg/kg", 140, 2, -1, 0, 0 },
  { "mg", "nmol/kg", 70, 6.25, -1, 0, -1 },
  { "nmol", "mg/kg", 437.5, 1, -1, 0, 1 },
  { "nmol", "nmol/kg", 350, 5, -1, 0, 0 },
  { "mg", "mg/m2", 1.8, 1, 0, -1, 0 },
  { "mg/m2", "mg/m2", 5, 5, 0, 0, 0 },
  { "mg/m2", "nmol/m2", 1, 6.25, 0, 0, -1 },
  { "mg/m2", "mg/kg", 70, 1.8, -1, 1, 0 },
  { "mg/kg", "mg/m2", 1.8, 70, 1, -1, 0 },
  { "mg/m2", "nmol/kg", 70, 11.25, -1, 1, -1 },
  /* cells, copies, activity */
  { "cell", "cell", 7, 7, 0, 0, 0 },
  { "cells/kg", "1e9*cell", 2e6, 0.14, 1, 0, 0 },
  { "1e6*cell/kg", "1e9*cell", 2, 0.14, 1, 0, 0 },
  { "1e6*cells", "cell", 2, 2e6, 0, 0, 0 },
  { "cell/m2", "cell", 1e6, 1.8e6, 0, 1, 0 },
  { "cell", "cell/kg", 140, 2, -1, 0, 0 },
  { "copies/kg", "copies", 2, 140, 1, 0, 0 },
  { "IU/m2", "IU", 1000, 1800, 0, 1, 0 },
  { "U/kg", "mIU", 1, 70000, 1, 0, 0 },
  /* rates */
  { "ug/m2/day", "ug/h", 20, 1.5, 0, 1, 0 },
  { "ug/d", "nmol/h", 24 * 160, 1, 0, 0, -1 },
  { "ug/day", "ug/h", 24, 1, 0, 0, 0 },
  { "ug/h", "ug/d", 1, 24, 0, 0, 0 },
  { "mg/kg/day", "nmol/h", 24, 437.5, 1, 0, -1 },
  { "ug/kg/min", "mg/h", 1, 4.2, 1, 0, 0 },
  { "ng/m2/week", "pg/h", 168, 1800, 0, 1, 0 },
  { "cell/kg/d", "cell/h", 24, 70, 1, 0, 0 },
  { "IU/m2/week", "IU/d", 7, 1.8, 0, 1, 0 },
  { "mg/d", "mg/kg/h", 24 * 70, 1, -1, 0, 0 },
  { "nmol/h", "ug/d", 1, 24 * 160, 0, 0, 1 },
  /* concentrations, and what else has equal dimensions */
  { "ug/mL", "nM", 1, 6.25, 0, 0, -1 },
  { "nM", "ug/mL", 6.25, 1, 0, 0, 1 },
  { "ng/mL", "pg/mL", 1, 1000, 0, 0, 0 },
  { "nM/h", "nmol/L/d", 1, 24, 0, 0, 0 },
  { "ug/mL/h", "nM/d", 1, 150, 0, 0, -1 },
  { "1e9/L", "1/uL", 1, 1000, 0, 0, 0 },
  { "mL/kg", "L", 10, 0.7, 1, 0, 0 },
  { "mL/min", "L/h", 100, 6, 0, 0, 0 },
  { "%", "1", 5, 0.05, 0, 0, 0 },
  { "1", "1", 5, 5, 0, 0, 0 },
  { "kg", "g", 1, 1000, 0, 0, 0 },
  { "\xc2\xb5g/kg", "ug", 1, 70, 1, 0, 0 },
  { "mg/m/m", "mg", 1, 1.8, 0, 1, 0 },
  { "mg", "mg", -1, -1, 0, 0, 0 }, /* whether a dose may be negative is for the caller */
  { "mg", "mg", 0, 0, 0, 0, 0 },
};

START_TEST(converts)
{
  struct amount_rule rule;
  char message[300] = "";
  double got = 0;
  const char *given = conversions[_i].given, *wanted = conversions[_i].wanted;
  ck_assert_msg(amount_rule(given, wanted, &rule, message, sizeof message) == 0, "%s", message);
  ck_assert_msg(rule.weight == conversions[_i].weight && rule.area == conversions[_i].area &&
                    rule.molar == conversions[_i].molar,
                "%s to %s: powers %d %d %d", given, wanted, rule.weight, rule.area, rule.molar);
  ck_assert_int_eq(amount_apply(&rule, conversions[_i].value, weight, area, molar_mass, &got,
                                message, sizeof message),
                   0);
  double expected = conversions[_i].expected;
  ck_assert_msg(fabs(got - expected) <= 12 * DBL_EPSILON * fabs(expected), "%s to %s: %.17g",
                given, wanted, got);

  /* back again */
  double back = 0;
  ck_assert_int_eq(amount_rule(wanted, given, &rule, message, sizeof message), 0);
  ck_assert_int_eq(amount_apply(&rule, got, weight, area, molar_mass, &back, NULL, 0), 0);
  ck_assert_msg(fabs(back - conversions[_i].value) <=
                    24 * DBL_EPSILON * fabs(conversions[_i].value),
                "%s to %s and back: %.17g", given, wanted, back);
}
END_TEST

/* What a rule does not need is not looked at. */
START_TEST(needs_only_what_it_uses)
{
  struct amount_rule rule;
  double got, no = NAN;
  ck_assert_int_eq(amount_rule("mg/m2", "mg", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, no, area, no, &got, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, -1, area, 0, &got, NULL, 0), 0);
  ck_assert_int_eq(amount_rule("mg/kg", "mg", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, weight, no, no, &got, NULL, 0), 0);
  ck_assert_int_eq(amount_rule("mg", "nmol", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, no, no, molar_mass, &got, NULL, 0), 0);
  ck_assert_int_eq(amount_rule("mg/kg", "nmol/kg", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, no, no, molar_mass, &got, NULL, 0), 0);
}
END_TEST

static const struct {
  const char *given, *wanted, *part;
} refused[] = {
  { "mgg", "nmol", "unknown unit 'mgg'" },
  { "mg", "nmoll", "unknown unit 'nmoll'" },
  { "", "mg", "no unit" },
  { "mg", "", "no unit" },
  { "mg", "nmol/h", "a rate of mass or substance, such as 'ug/h', 'ug/m2/day'" },
  { "mg/m2/day", "mg", "an amount of mass or substance, such as 'mg', 'mg/m2'" },
  { "cell", "mg", "an amount of mass or substance" },
  { "mg", "cell", "an amount of cells, such as 'cell', '1e6*cell/kg'" },
  { "cell", "cell/h", "a rate of cells" },
  { "1e9", "1e9*cell", "an amount of cells" },
  { "copies", "cell", "an amount of cells" },
  { "cell", "copies", "an amount of copies" },
  { "mg", "IU", "an amount of activity, such as 'IU', 'IU/kg'" },
  { "IU", "IU/h", "a rate of activity" },
  { "mg", "nM", "a concentration of mass or substance" },
  { "mg", "ug/mL", "a concentration of mass or substance" },
  { "cell", "cell/uL", "a concentration of cells" },
  { "mg", "nM/h", "give 'nM/h'" },
  { "mg", "1", "give '1'" },
  { "mg", "L", "give 'L'" },
  { "mg", "mg/kg/h", "a rate" },
  { "cell/h", "mg/kg", "an amount of mass or substance" },
  /* the traps of a dimensionless mg/kg */
  { "1", "mg", "an amount" },
  { "%", "mg", "an amount" },
  { "mg/kg", "1", "give '1'" },
  { "mg/kg", "%", "give '%'" },
  { "mg/g", "mg", "an amount" },
  { "mg/m3", "mg", "an amount" },
  { "mg/m", "mg", "an amount" },
  { "mg/cm2", "mg", "an amount" },
  { "mg/kg/kg", "mg", "an amount" },
  { "mg/m2/m2", "mg", "an amount" },
  { "mg", "mg/kg/kg", "an amount" },
  { "mg*kg", "mg", "an amount" },
  { "mg*mg", "nmol", "an amount" },
  { "mg*mg", "nmol*nmol", "an amount" },
  { "mg/mol", "cell", "an amount of cells" },
};

START_TEST(refusals)
{
  struct amount_rule rule = { 7, 7, 7, 7 };
  char message[300] = "";
  const char *given = refused[_i].given, *wanted = refused[_i].wanted;
  ck_assert_int_eq(amount_rule(given, wanted, &rule, message, sizeof message), -1);
  ck_assert_msg(strstr(message, refused[_i].part) != NULL, "%s to %s: %s", given, wanted,
                message);
  if (!strstr(message, "unknown") && !strstr(message, "no unit")) {
    char both[100];
    snprintf(both, sizeof both, "unit '%s' does not convert to '%s'", given, wanted);
    ck_assert_msg(strstr(message, both) != NULL, "%s", message);
  }
  ck_assert(rule.factor == 7 && rule.weight == 7 && rule.area == 7 && rule.molar == 7);
}
END_TEST

/* The examples in the messages are themselves accepted. */
START_TEST(examples_convert)
{
  static const char *const wanted[] = { "nmol",      "mg",      "mg/kg",  "nmol/h",
                                        "ug/mL",     "nM",      "cell",   "1e9*cell",
                                        "cell/h",    "cell/uL", "copies", "copies/h",
                                        "copies/mL", "IU",      "IU/h",   "IU/L" };
  for (int k = 0; k < LENGTH_OF(wanted); k++) {
    struct amount_rule rule;
    char message[300] = "", example[50];
    ck_assert_int_eq(amount_rule("y", wanted[k], &rule, message, sizeof message), -1);
    const char *at = strstr(message, "such as ");
    ck_assert_msg(at != NULL, "%s", message);
    int n = 0;
    while ((at = strchr(at, '\'')) != NULL) {
      size_t length = strcspn(++at, "'");
      snprintf(example, sizeof example, "%.*s", (int)length, at);
      at += length + 1;
      ck_assert_msg(amount_rule(example, wanted[k], &rule, NULL, 0) == 0, "%s to %s", example,
                    wanted[k]);
      n++;
    }
    ck_assert_int_ge(n, 2);
  }
}
END_TEST

static const struct {
  const char *given, *wanted;
  double value, weight, area, molar_mass;
  const char *part;
} impossible[] = {
  { "mg/kg", "mg", 1, NAN, 1, 1, "a dose per kg needs the patient's body weight" },
  { "mg", "mg/kg", 1, NAN, 1, 1, "a model per kg of body weight needs" },
  { "mg/kg", "mg", 1, 0, 1, 1, "body weight must be a positive number of kg" },
  { "mg/kg", "mg", 1, -70, 1, 1, "body weight must be a positive number of kg" },
  { "mg/kg", "mg", 1, INFINITY, 1, 1, "body weight must be a positive number of kg" },
  { "mg", "mg/kg", 1, 0, 1, 1, "body weight must be a positive number of kg" },
  { "mg/m2", "mg", 1, 1, NAN, 1, "a dose per m2 needs the patient's body surface (BSA" },
  { "mg", "mg/m2", 1, 1, NAN, 1, "a model per m2 of body surface needs" },
  { "mg/m2", "mg", 1, 1, 0, 1, "body surface (BSA) must be a positive number of m2" },
  { "mg/m2", "mg", 1, 1, -1.8, 1, "body surface (BSA) must be a positive number of m2" },
  { "mg/m2", "mg", 1, 1, INFINITY, 1, "body surface (BSA) must be a positive number of m2" },
  { "mg", "nmol", 1, 1, 1, NAN,
    "converting mass to substance, as mg to nmol, needs the input's molar mass, which this "
    "model "
    "does not give" },
  { "nmol", "mg", 1, 1, 1, NAN,
    "converting substance to mass, as nmol to mg, needs the input's" },
  { "mg", "nmol", 1, 1, 1, 0, "molar mass must be a positive number of g/mol" },
  { "mg", "nmol", 1, 1, 1, -1, "molar mass must be a positive number of g/mol" },
  { "nmol", "mg", 1, 1, 1, INFINITY, "molar mass must be a positive number of g/mol" },
  { "mg", "mg", NAN, 1, 1, 1, "a finite number" },
  { "mg", "mg", INFINITY, 1, 1, 1, "a finite number" },
  { "mg", "mg", -INFINITY, 1, 1, 1, "a finite number" },
  { "kg", "pg", 1e300, 1, 1, 1, "out of range" },
  { "mg/kg", "mg", 1e300, 1e300, 1, 1, "out of range" },
};

START_TEST(not_applied)
{
  struct amount_rule rule;
  double out = -12345;
  char message[300] = "";
  ck_assert_int_eq(amount_rule(impossible[_i].given, impossible[_i].wanted, &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, impossible[_i].value, impossible[_i].weight,
                                impossible[_i].area, impossible[_i].molar_mass, &out, message,
                                sizeof message),
                   -1);
  ck_assert_msg(strstr(message, impossible[_i].part) != NULL, "%s", message);
  ck_assert_double_eq(out, -12345);
}
END_TEST

/* Never more than length bytes, always ended, never half a character. */
static void check_bounds(const char *given, const char *wanted)
{
  struct amount_rule rule;
  char message[400];
  for (size_t length = 0; length < 300; length++) {
    memset(message, '#', sizeof message);
    ck_assert_int_eq(amount_rule(given, wanted, &rule, message, length), -1);
    ck_assert_int_eq(message[length], '#');
    if (!length) continue;
    size_t n = strlen(message);
    ck_assert_uint_lt(n, length);
    for (size_t k = 0; k < n; k++)
      if ((unsigned char)message[k] >= 0x80) {
        ck_assert(!memcmp(message + k, "\xc2\xb5", 2));
        k++;
      }
  }
  ck_assert_int_eq(amount_rule(given, wanted, &rule, NULL, 0), -1);
  ck_assert_int_eq(amount_rule(given, wanted, &rule, NULL, 100), -1);
}

START_TEST(message_bounds)
{
  check_bounds("mg", "nmol/h");
  check_bounds("mg", "L");
  check_bounds("mgg", "nmol");
  check_bounds("\xc2\xb5g", "\xc2\xb5mol/h");
  check_bounds(
      "mg/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/"
      "\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L/\xc2\xb5L",
      "1*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*\xc2\xb5L*"
      "\xc2\xb5L");
  struct amount_rule rule;
  double out;
  char message[4] = "###";
  ck_assert_int_eq(amount_rule("mg/kg", "mg", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, NAN, 1, 1, &out, message, 0), -1);
  ck_assert_str_eq(message, "###");
  ck_assert_int_eq(amount_apply(&rule, 1, NAN, 1, 1, &out, message, 1), -1);
  ck_assert_int_eq(message[0], 0);
  ck_assert_int_eq(message[1], '#');
  ck_assert_int_eq(amount_apply(&rule, 1, NAN, 1, 1, &out, NULL, 0), -1);
  ck_assert_int_eq(amount_rule(NULL, "mg", &rule, NULL, 0), -1);
  ck_assert_int_eq(amount_rule("mg", NULL, &rule, NULL, 0), -1);
}
END_TEST

START_TEST(extreme_values)
{
  struct amount_rule rule;
  double out = 0;
  ck_assert_int_eq(amount_rule("kg/m2", "fmol", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1e-300, 1, 1e-3, 1e6, &out, NULL, 0), 0);
  /* 1e-303 kg is 1e-300 g is 1e-306 mol is 1e-291 fmol */
  ck_assert_double_eq_tol(out / 1e-291, 1, 12 * DBL_EPSILON);
  ck_assert_int_eq(amount_rule("1e90*mg/kg", "1e-9*mg", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, 1, 1, 1, &out, NULL, 0), 0);
  ck_assert_double_eq_tol(out / 1e99, 1, 12 * DBL_EPSILON);
  /* the product of two units outside of what a unit holds */
  ck_assert_int_eq(amount_rule("1e90*mg", "1/1e90*nmol", &rule, NULL, 0), 0);
  ck_assert_int_eq(amount_apply(&rule, 1, 1, 1, 1000, &out, NULL, 0), 0);
  ck_assert_double_eq_tol(out / 1e183, 1, 24 * DBL_EPSILON);
}
END_TEST

START_TEST(random_pairs)
{
  static const char *const words[] = {
    "mg", "nmol", "kg", "m2", "h", "day", "1e6", "cell",
    "L",  "IU",   "g",  "m",  "1", "kDa", "nM",  "\xc2\xb5g"
  };
  uint64_t seed = 7;
  int made = 0;
  for (int round = 0; round < 200000; round++) {
    char text[2][64];
    for (int side = 0; side < 2; side++) {
      text[side][0] = 0;
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      int n = 1 + (int)((seed >> 40) % 4);
      for (int k = 0; k < n; k++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        if (k) strcat(text[side], (seed >> 50) % 3 ? "/" : "*");
        strcat(text[side], words[(seed >> 33) % LENGTH_OF(words)]);
      }
    }
    struct amount_rule rule, back;
    double out = 0, again = 0;
    if (amount_rule(text[0], text[1], &rule, NULL, 0)) continue;
    made++;
    ck_assert_int_eq(amount_rule(text[1], text[0], &back, NULL, 0), 0);
    ck_assert_int_eq(amount_apply(&rule, 3, weight, area, molar_mass, &out, NULL, 0), 0);
    ck_assert_int_eq(amount_apply(&back, out, weight, area, molar_mass, &again, NULL, 0), 0);
    ck_assert_msg(fabs(again - 3) <= 3 * 40 * DBL_EPSILON, "%s to %s: %.17g", text[0], text[1],
                  again);
  }
  ck_assert_int_gt(made, 500);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("amount");
  TCase *tests = tcase_create("amount");
  tcase_set_timeout(tests, 60); /* under valgrind */
  tcase_add_loop_test(tests, converts, 0, LENGTH_OF(conversions));
  tcase_add_test(tests, needs_only_what_it_uses);
  tcase_add_loop_test(tests, refusals, 0, LENGTH_OF(refused));
  tcase_add_test(tests, examples_convert);
  tcase_add_loop_test(tests, not_applied, 0, LENGTH_OF(impossible));
  tcase_add_test(tests, message_bounds);
  tcase_add_test(tests, extreme_values);
  tcase_add_test(tests, random_pairs);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
