/* test_units.c — unit strings.  Expected sizes are written here by hand from the definitions of
 * the units, not taken from the table under test.  Factors are quotients of whole numbers that a
 * double holds exactly, so a ratio is off by three roundings at most: 4 DBL_EPSILON. */
#include "../lib/units.h"

#include <check.h>
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_OF(array) ((int)(sizeof(array) / sizeof *(array)))

static void close_to(double got, double expected, const char *what)
{
  ck_assert_msg(fabs(got - expected) <= 4 * DBL_EPSILON * fabs(expected),
                "%s: %.17g, not %.17g", what, got, expected);
}

static struct unit parsed(const char *text)
{
  struct unit unit;
  char message[200] = "";
  ck_assert_msg(units_parse(text, &unit, message, sizeof message) == 0, "%s", message);
  return unit;
}

static double ratio(const char *from, const char *to)
{
  struct unit a = parsed(from), b = parsed(to);
  return units_ratio(&a, &b);
}

/* ---- symbols ----------------------------------------------------------------------- */

/* Each symbol in terms of one of its kind. */
static const struct {
  const char *symbol, *of;
  double size;
} sizes[] = {
  { "g", "g", 1 },           { "kg", "g", 1e3 },       { "mg", "g", 1e-3 },
  { "ug", "g", 1e-6 },       { "ng", "g", 1e-9 },      { "pg", "g", 1e-12 },
  { "mol", "mol", 1 },       { "mmol", "mol", 1e-3 },  { "umol", "mol", 1e-6 },
  { "nmol", "mol", 1e-9 },   { "pmol", "mol", 1e-12 }, { "fmol", "mol", 1e-15 },
  { "M", "mol/L", 1 },       { "mM", "mol/L", 1e-3 },  { "uM", "mol/L", 1e-6 },
  { "nM", "mol/L", 1e-9 },   { "pM", "mol/L", 1e-12 }, { "Da", "g/mol", 1 },
  { "kDa", "g/mol", 1e3 },   { "m", "m", 1 },          { "cm", "m", 1e-2 },
  { "mm", "m", 1e-3 },       { "um", "m", 1e-6 },      { "m2", "m*m", 1 },
  { "cm2", "m*m", 1e-4 },    { "mm2", "m*m", 1e-6 },   { "um2", "m*m", 1e-12 },
  { "m3", "m*m*m", 1 },      { "cm3", "mL", 1 },       { "mm3", "uL", 1 },
  { "um3", "fL", 1 },        { "L", "m3", 1e-3 },      { "dL", "L", 1e-1 },
  { "mL", "L", 1e-3 },       { "uL", "L", 1e-6 },      { "nL", "L", 1e-9 },
  { "pL", "L", 1e-12 },      { "fL", "L", 1e-15 },     { "s", "s", 1 },
  { "min", "s", 60 },        { "h", "min", 60 },       { "d", "h", 24 },
  { "day", "h", 24 },        { "week", "d", 7 },       { "month", "h", 720 },
  { "y", "h", 8766 },        { "cell", "cell", 1 },    { "cells", "cell", 1 },
  { "copies", "copies", 1 }, { "copy", "copies", 1 },  { "IU", "IU", 1 },
  { "U", "IU", 1 },          { "mIU", "IU", 1e-3 },    { "%", "1", 0.01 },
};

START_TEST(every_symbol)
{
  close_to(ratio(sizes[_i].symbol, sizes[_i].of), sizes[_i].size, sizes[_i].symbol);
  close_to(ratio(sizes[_i].of, sizes[_i].symbol), 1 / sizes[_i].size, sizes[_i].symbol);
}
END_TEST

START_TEST(list_is_complete)
{
  int n = 0;
  for (; units_known(n); n++) {
    int found = 0;
    for (int k = 0; k < LENGTH_OF(sizes); k++)
      found |= !strcmp(units_known(n), sizes[k].symbol);
    ck_assert_msg(found, "no expected size for '%s'", units_known(n));
  }
  ck_assert_int_eq(n, LENGTH_OF(sizes));
  ck_assert_ptr_null(units_known(-1));
  ck_assert_ptr_null(units_known(n + 1));
}
END_TEST

START_TEST(micro_signs)
{
  static const char *const names[] = { "g", "mol", "M", "m", "m2", "m3", "L" };
  static const char *const micro[] = { "\xc2\xb5", "\xce\xbc" };
  for (int k = 0; k < LENGTH_OF(names); k++)
    for (int s = 0; s < 2; s++) {
      char with[16], plain[16];
      snprintf(with, sizeof with, "%s%s/h", micro[s], names[k]);
      snprintf(plain, sizeof plain, "u%s/h", names[k]);
      ck_assert_double_eq(ratio(with, plain), 1);
    }
  struct unit unit;
  ck_assert_int_eq(units_parse("\xc2\xb5", &unit, NULL, 0), -1);
  ck_assert_int_eq(units_parse("\xc2", &unit, NULL, 0), -1);
  ck_assert_int_eq(units_parse("\xc2\xb5\xc2\xb5g", &unit, NULL, 0), -1);
  ck_assert_int_eq(units_parse("m\xc2\xb5g", &unit, NULL, 0), -1);
}
END_TEST

/* ---- strings ----------------------------------------------------------------------- */

static const struct {
  const char *text;
  double factor; /* in g, mol, m, h, cell, copies, IU */
  int power[UNIT_DIMENSIONS];
} strings[] = {
  { "mg", 1e-3, { 1, 0, 0, 0, 0, 0, 0 } },
  { "1/h", 1, { 0, 0, 0, -1, 0, 0, 0 } },
  { "nmol/L/h", 1e-6, { 0, 1, -3, -1, 0, 0, 0 } },
  { "cell/uL", 1e9, { 0, 0, -3, 0, 1, 0, 0 } },
  { "L/nmol/h", 1e6, { 0, -1, 3, -1, 0, 0, 0 } },
  { "ng*h/mL", 1e-3, { 1, 0, -3, 1, 0, 0, 0 } },
  { "1e9/L", 1e12, { 0, 0, -3, 0, 0, 0, 0 } },
  { "1", 1, { 0 } },
  { "m2", 1, { 0, 0, 2, 0, 0, 0, 0 } },
  { "%", 0.01, { 0 } },
  { "1e9*cell", 1e9, { 0, 0, 0, 0, 1, 0, 0 } },
  { "1000", 1000, { 0 } },
  { "0.5*g", 0.5, { 1, 0, 0, 0, 0, 0, 0 } },
  { "2.5E-3*g", 2.5e-3, { 1, 0, 0, 0, 0, 0, 0 } },
  { "1e+3*g", 1e3, { 1, 0, 0, 0, 0, 0, 0 } },
  { "1/1e3/g", 1e-3, { -1, 0, 0, 0, 0, 0, 0 } },
  { "g/g", 1, { 0 } },
  { "mg/kg", 1e-6, { 0 } },
  { "ug/m2/day", 1e-6 / 24, { 1, 0, -2, -1, 0, 0, 0 } },
  { "um2/s", 3600e-12, { 0, 0, 2, -1, 0, 0, 0 } },
  { "L/d/kg", 1e-6 / 24, { -1, 0, 3, -1, 0, 0, 0 } },
  { "copies/ug", 1e6, { -1, 0, 0, 0, 0, 1, 0 } },
  { "mIU/mL", 1e3, { 0, 0, -3, 0, 0, 0, 1 } },
  { "U/L", 1e3, { 0, 0, -3, 0, 0, 0, 1 } },
  { "kDa", 1e3, { 1, -1, 0, 0, 0, 0, 0 } },
  { "nM*h", 1e-6, { 0, 1, -3, 1, 0, 0, 0 } },
  { "m*m/m*m", 1, { 0, 0, 2, 0, 0, 0, 0 } }, /* from left to right */
  { "1/g*h", 1, { -1, 0, 0, 1, 0, 0, 0 } },
};

START_TEST(whole_strings)
{
  static const char *const bases[UNIT_DIMENSIONS] = { "g",    "mol",    "m", "h",
                                                      "cell", "copies", "IU" };
  struct unit unit = parsed(strings[_i].text), base = parsed("1");
  for (int k = 0; k < UNIT_DIMENSIONS; k++) {
    int power = strings[_i].power[k];
    ck_assert_msg(unit.power[k] == power, "%s: dimension %d", strings[_i].text, k);
    struct unit one = parsed(bases[k]);
    for (; power > 0; power--) ck_assert_int_eq(units_multiply(&base, &base, &one), 0);
    for (; power < 0; power++) ck_assert_int_eq(units_divide(&base, &base, &one), 0);
  }
  /* up to six more roundings in building the base */
  double got = units_ratio(&unit, &base);
  ck_assert_msg(fabs(got - strings[_i].factor) <= 8 * DBL_EPSILON * strings[_i].factor,
                "%s: %.17g", strings[_i].text, got);
}
END_TEST

START_TEST(plain_prefixes_are_exact)
{
  ck_assert_double_eq(ratio("mg", "ug"), 1000);
  ck_assert_double_eq(ratio("ug", "mg"), 0.001);
  ck_assert_double_eq(ratio("d", "h"), 24);
  ck_assert_double_eq(ratio("kg", "pg"), 1e15);
  ck_assert_double_eq(ratio("nM", "nmol/L"), 1);
  ck_assert_double_eq(ratio("1e9*cell", "1e6*cell"), 1000);
}
END_TEST

START_TEST(convertible)
{
  struct unit a = parsed("ng/mL"), b = parsed("ug/L"), c = parsed("nM"), d = parsed("1e9/L"),
              e = parsed("cell/uL");
  ck_assert_int_eq(units_convertible(&a, &b), 1);
  ck_assert_double_eq(units_ratio(&a, &b), 1);
  ck_assert_int_eq(units_convertible(&a, &c), 0);
  ck_assert(isnan(units_ratio(&a, &c)));
  ck_assert_int_eq(units_convertible(&d, &e), 0); /* a cell is no bare number */
}
END_TEST

START_TEST(products)
{
  struct unit a = parsed("nmol/L"), h = parsed("h"), expected = parsed("nM*h"), out;
  ck_assert_int_eq(units_multiply(&out, &a, &h), 0);
  ck_assert_int_eq(units_convertible(&out, &expected), 1);
  close_to(units_ratio(&out, &expected), 1, "nM*h");
  ck_assert_int_eq(units_divide(&out, &out, &h), 0);
  ck_assert_int_eq(units_convertible(&out, &a), 1);
  close_to(units_ratio(&out, &a), 1, "nM");

  struct unit large = parsed("1e60"), kept = out;
  ck_assert_int_eq(units_multiply(&out, &large, &large), -1);
  ck_assert(out.factor == kept.factor && !memcmp(out.power, kept.power, sizeof out.power));
  struct unit small = parsed("1/1e60");
  ck_assert_int_eq(units_divide(&out, &small, &large), -1);

  struct unit m = parsed("um"), power = m; /* factor 1, so that only the power can fail */
  for (int k = 2; k <= 99; k++) ck_assert_int_eq(units_multiply(&power, &power, &m), 0);
  ck_assert_int_eq(power.power[UNITS_LENGTH], 99);
  ck_assert_int_eq(units_multiply(&power, &power, &m), -1);
  ck_assert_int_eq(power.power[UNITS_LENGTH], 99);
}
END_TEST

/* ---- refusals ---------------------------------------------------------------------- */

static const struct {
  const char *text, *part, *also; /* parts of the message */
} refused[] = {
  { "", "no unit", "'1'" },
  { "mgg/L", "unknown unit 'mgg' in 'mgg/L'", "did you mean 'mg'?" },
  { "hr", "unknown unit 'hr' in 'hr'", "did you mean 'h'?" },
  { "ng/mL/hours", "'hours'", "did you mean 'h'?" },
  { "Hours", "'Hours'", "did you mean 'h'?" },
  { "l", "unknown unit 'l'", "did you mean 'L'?" },
  { "mg/ml", "unknown unit 'ml' in 'mg/ml'", "did you mean 'mL'?" },
  { "ML", "'ML'", "did you mean 'mL'?" },
  { "mcg", "'mcg'", "did you mean 'ug'?" },
  { "KG", "'KG'", "did you mean 'kg'?" },
  { "nmoll", "'nmoll'", "did you mean 'nmol'?" },
  { "nmlo", "'nmlo'", "did you mean 'nmol'?" },
  { "cel", "'cel'", "did you mean 'cell'?" },
  { "copeis/mL", "'copeis'", "did you mean 'copies'?" },
  { "mg/m^2", "'m^2'", "did you mean 'm2'?" },
  { "mg/m\xc2\xb2",
    "'m?"
    "?'",
    "did you mean 'm2'?" },
  { "K/uL", "'K'", "did you mean '1000'?" },
  { "days", "'days'", "did you mean 'd'?" },
  { "weeks", "'weeks'", "did you mean 'week'?" },
  { "\xc2\xb5gg", "unknown unit '\xc2\xb5gg'", "did you mean 'ug'?" },
  { "xylophone", "unknown unit 'xylophone' in 'xylophone'", NULL },
  { "mg /L", "space in unit 'mg /L'", NULL },
  { " mg", "space", NULL },
  { "mg ", "space", NULL },
  { "1/(nM*h)", "bracket in unit '1/(nM*h)'", "a/b/c" },
  { "mg//L", "nothing before or after", "'mg//L'" },
  { "/h", "nothing before or after", "'/h'" },
  { "mg*", "nothing before or after", "'mg*'" },
  { "*", "nothing before or after", NULL },
  { "1e9cell", "no '*' between number and symbol", "write '1e9*cell'" },
  { "2mg/L", "no '*' between number and symbol", "write '2*mg'" },
  { "1e9xyz", "unknown unit '1e9xyz'", NULL },
  { "1e9..", "unknown unit", NULL },
  { "0*mg", "a factor of 0 in unit '0*mg'", NULL },
  { "-1*mg", "unknown unit '-1'", NULL },
  { "1e400", "'1e400' is out of range", NULL },
  { "1e-400", "'1e-400' is out of range", NULL },
  { "1e99999999999999999999", "out of range", NULL },
  { "1e200*mg", "too large or too small", NULL },
  { "mg/1e200", "too large or too small", NULL },
  { "1e200*1e200/1e200/1e200", "too large or too small", NULL },
  { "nan", "unknown unit 'nan'", NULL },
  { "inf", "unknown unit 'inf'", NULL },
  { "0x10", "unknown unit '0x10'", NULL },
  { "a\nb", "a space in unit 'a?b'", NULL },
  { "\x01\x7f\xff",
    "unknown unit '?"
    "?"
    "?'",
    NULL },
};

START_TEST(refusals)
{
  struct unit unit, before;
  char message[200] = "";
  memset(&unit, 0x5a, sizeof unit);
  memcpy(&before, &unit, sizeof unit);
  ck_assert_int_eq(units_parse(refused[_i].text, &unit, message, sizeof message), -1);
  ck_assert(!memcmp(&unit, &before, sizeof unit));
  ck_assert_msg(strstr(message, refused[_i].part) != NULL, "%s", message);
  if (refused[_i].also) ck_assert_msg(strstr(message, refused[_i].also) != NULL, "%s", message);
  else ck_assert_msg(!strstr(message, "did you mean"), "%s", message);
  struct units_symbol symbols[UNITS_SYMBOLS];
  ck_assert_int_eq(units_symbols(refused[_i].text, symbols), -1);
}
END_TEST

START_TEST(refusal_of_long_texts)
{
  struct unit unit;
  char message[300], text[5000], digits[300];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = 0;
  ck_assert_int_eq(units_parse(text, &unit, message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "xxx...'"));

  memset(digits, '7', sizeof digits - 1);
  digits[sizeof digits - 1] = 0;
  ck_assert_int_eq(units_parse(digits, &unit, message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "more than 100 digits"));

  text[0] = 0; /* a power of 100 */
  for (int k = 0; k < 100; k++) strcat(text, k ? "*um" : "um");
  ck_assert_int_eq(units_parse(text, &unit, message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "a power above 99"));
  ck_assert_int_eq(units_parse(text + 3, &unit, NULL, 0), 0); /* 99 */
  ck_assert_int_eq(unit.power[UNITS_LENGTH], 99);

  ck_assert_int_eq(units_parse(NULL, &unit, message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "no unit"));
}
END_TEST

START_TEST(message_bounds)
{
  char whole[200], message[200];
  struct unit unit;
  ck_assert_int_eq(units_parse("\xc2\xb5gg/L", &unit, whole, sizeof whole), -1);
  ck_assert_int_eq(units_parse("\xc2\xb5gg/L", &unit, NULL, 0), -1);
  ck_assert_int_eq(units_parse("\xc2\xb5gg/L", &unit, NULL, 10), -1);
  for (size_t length = 0; length <= strlen(whole) + 1; length++) {
    memset(message, '#', sizeof message);
    ck_assert_int_eq(units_parse("\xc2\xb5gg/L", &unit, message, length), -1);
    ck_assert_int_eq(message[length], '#');
    if (!length) continue;
    size_t n = strlen(message);
    ck_assert_uint_lt(n, length);
    ck_assert_int_eq(memcmp(message, whole, n), 0);
    if (n) /* no half of a micro sign */
      ck_assert_int_ne((unsigned char)message[n - 1], 0xc2);
  }
  double value;
  const char *rest;
  memset(message, '#', sizeof message);
  ck_assert_int_eq(units_quantity("x", &value, &rest, message, 1), -1);
  ck_assert_int_eq(message[0], 0);
  ck_assert_int_eq(message[1], '#');
  ck_assert_int_eq(units_quantity("x", &value, &rest, NULL, 0), -1);
}
END_TEST

/* ---- quantities -------------------------------------------------------------------- */

static const struct {
  const char *text;
  double value; /* by the compiler, which rounds correctly */
  const char *unit;
} quantities[] = {
  { "0.8 mg/m2", 0.8, "mg/m2" },
  { "28 d", 28, "d" },
  { "3", 3, "" },
  { "3 ", 3, "" },
  { "  3\t mg", 3, "mg" },
  { "0.8mg", 0.8, "mg" },
  { "-2.5e-3 nM", -2.5e-3, "nM" },
  { "+7 %", 7, "%" },
  { ".5 h", .5, "h" },
  { "5. h", 5., "h" },
  { "1E3", 1e3, "" },
  { "1e+3 h", 1e3, "h" },
  { "2 1e6*cell/kg", 2, "1e6*cell/kg" },
  { "50 1e9/L", 50, "1e9/L" },
  { "0.3 1", 0.3, "1" },
  { "0 mg", 0, "mg" },
  { "0e99999 mg", 0, "mg" },
  { "000000.100 mg", 0.1, "mg" },
  { "2e8cells", 2e8, "cells" },
  { "9007199254740993", 9007199254740993., "" },
  { "0.1234567890123456789012345678901234567890", 0.1234567890123456789012345678901234567890,
    "" },
  { "1.7976931348623157e308", DBL_MAX, "" },
  { "2.2250738585072014e-308", DBL_MIN, "" },
  { "0.00000000000000000000000000000001e32", 1, "" },
  { "123456789012345678901234567890e-29", 1.23456789012345678901234567890, "" },
  { "2.2250738585072011e-308", 0, NULL },
  { "1.8e308", 0, NULL },
  { "1e999", 0, NULL },
  { "1e-999", 0, NULL },
};

START_TEST(quantity)
{
  double value = -12345;
  const char *unit = NULL;
  char message[200] = "";
  int before = errno = 77;
  int status = units_quantity(quantities[_i].text, &value, &unit, message, sizeof message);
  ck_assert_int_eq(errno, before);
  if (!quantities[_i].unit) {
    ck_assert_int_eq(status, -1);
    ck_assert_ptr_nonnull(strstr(message, "out of range"));
    ck_assert_double_eq(value, -12345);
    return;
  }
  ck_assert_msg(status == 0, "%s", message);
  ck_assert_double_eq(value, quantities[_i].value);
  ck_assert_str_eq(unit, quantities[_i].unit);
  ck_assert(unit >= quantities[_i].text &&
            unit <= quantities[_i].text + strlen(quantities[_i].text));
}
END_TEST

START_TEST(minus_nought)
{
  double value = 1;
  const char *unit;
  ck_assert_int_eq(units_quantity("-0.0", &value, &unit, NULL, 0), 0);
  ck_assert(value == 0 && signbit(value));
  ck_assert_int_eq(units_quantity("+0.0", &value, &unit, NULL, 0), 0);
  ck_assert(value == 0 && !signbit(value));
}
END_TEST

static const struct {
  const char *text, *part;
} no_quantities[] = {
  { "", "does not begin with a number" },
  { "   ", "does not begin with a number" },
  { "mg", "'mg' does not begin with a number" },
  { "nan mg", "does not begin with a number" },
  { "NaN", "does not begin with a number" },
  { "inf", "does not begin with a number" },
  { "-infinity h", "does not begin with a number" },
  { ".", "does not begin with a number" },
  { "+-3", "does not begin with a number" },
  { "- 3", "does not begin with a number" },
  { "0x10", "not a decimal number" },
  { "0X1p3 mg", "not a decimal number" },
  { "1,5 mg", "stray ','" },
  { "1.5.2 mg", "stray '.'" },
  { "1 000 mg", "space" },
  { "3 4", "two numbers" },
  { "1 1000", "two numbers" },
  { "28 d x", "space" },
  { "28 d ", "space" },
  { "28 dd", "did you mean 'd'?" },
  { "3 mg!", "unknown unit 'mg!'" },
  { "1e", "unknown unit 'e'" },
  { "1e+ mg", "space" },
  { "1e3e4", "unknown unit 'e4'" },
  { "1/h", "a number, a space and a unit" },
  { "1e9*cell", "a number, a space and a unit" },
  { "5 /h", "nothing before or after" },
};

START_TEST(no_quantity)
{
  double value = -12345;
  const char *unit = "kept";
  char message[200] = "";
  ck_assert_int_eq(
      units_quantity(no_quantities[_i].text, &value, &unit, message, sizeof message), -1);
  ck_assert_msg(strstr(message, no_quantities[_i].part) != NULL, "%s: %s",
                no_quantities[_i].text, message);
  ck_assert_double_eq(value, -12345);
  ck_assert_str_eq(unit, "kept");
}
END_TEST

START_TEST(no_quantity_at_all)
{
  double value;
  const char *unit;
  char message[200], digits[300];
  ck_assert_int_eq(units_quantity(NULL, &value, &unit, message, sizeof message), -1);
  memset(digits, '1', sizeof digits - 1);
  digits[sizeof digits - 1] = 0;
  ck_assert_int_eq(units_quantity(digits, &value, &unit, message, sizeof message), -1);
  ck_assert_ptr_nonnull(strstr(message, "more than 100 digits"));
  char noughts[2100] = "0."; /* 1, but nobody writes it so */
  memset(noughts + 2, '0', 2000);
  strcpy(noughts + 2002, "1e2001");
  ck_assert_int_eq(units_quantity(noughts, &value, &unit, message, sizeof message), -1);
  memset(digits, '0', sizeof digits - 2); /* leading noughts are no digits to keep */
  ck_assert_int_eq(units_quantity(digits, &value, &unit, message, sizeof message), 0);
  ck_assert_double_eq(value, 1);
}
END_TEST

/* Against strtod in the C locale, which rounds correctly too: equal bit for bit. */
START_TEST(numbers_round_correctly)
{
  uint64_t seed = 1;
  for (int k = 0; k < 100000; k++) {
    char text[80];
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    unsigned long long a = seed >> 1;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    int exponent = (int)((seed >> 33) % 560) - 290;
    snprintf(text, sizeof text, "%s%llu.%llue%d", seed >> 63 ? "-" : "", a >> (seed >> 40) % 60,
             (unsigned long long)(seed >> (seed >> 50) % 60), exponent);
    double value;
    const char *unit;
    ck_assert_int_eq(units_quantity(text, &value, &unit, NULL, 0), 0);
    ck_assert_msg(value == strtod(text, NULL), "%s", text);
  }
}
END_TEST

START_TEST(locale_does_not_matter)
{
  static const char *const commas[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE",
                                        "fr_FR.UTF-8", "fr_FR",      "pl_PL.UTF-8",
                                        "tr_TR.UTF-8" };
  int k = 0;
  while (k < LENGTH_OF(commas) && !setlocale(LC_ALL, commas[k])) k++;
  if (k == LENGTH_OF(commas)) return; /* none is installed */
  char shown[8];
  snprintf(shown, sizeof shown, "%.1f", 0.5);
  double value = 0;
  const char *unit = "";
  int point = units_quantity("0.8 mg/m2", &value, &unit, NULL, 0);
  int comma = units_quantity("0,8 mg/m2", &value, &unit, NULL, 0);
  struct unit half = parsed("0.5*g"), ig = parsed("mIU"); /* Turkish has another capital i */
  setlocale(LC_ALL, "C");
  ck_assert_str_eq(shown, "0,5");
  ck_assert_int_eq(point, 0);
  ck_assert_int_eq(comma, -1);
  ck_assert_double_eq(value, 0.8);
  ck_assert_str_eq(unit, "mg/m2");
  ck_assert_double_eq(half.factor, parsed("g").factor / 2);
  ck_assert_double_eq(ig.factor, 1);
}
END_TEST

/* ---- symbols of a string ----------------------------------------------------------- */

static const struct {
  const char *text, *symbols; /* as name^power, sorted by hand */
} taken_apart[] = {
  { "mg", "mg^1" },
  { "1", "" },
  { "1e9*cell", "cell^1" },
  { "cells/uL", "cell^1 uL^-1" },
  { "nM/h", "nmol^1 L^-1 h^-1" },
  { "kDa", "kg^1 mol^-1" },
  { "Da*mol", "g^1" },
  { "L/h/m2", "L^1 h^-1 m^-2" },
  { "m2/m/m", "" },
  { "day*d", "d^2" },
  { "U/L", "IU^1 L^-1" },
  { "\xc2\xb5g/\xce\xbcL", "ug^1 uL^-1" },
  { "%/h", "%^1 h^-1" },
  { "mg/mg*ng", "ng^1" },
  { "copies/copy/h", "h^-1" },
  { "mm3/uL", "mm^3 uL^-1" },
};

START_TEST(symbols)
{
  struct units_symbol got[UNITS_SYMBOLS];
  int n = units_symbols(taken_apart[_i].text, got), expected = 0;
  char list[100], *at = NULL;
  snprintf(list, sizeof list, "%s", taken_apart[_i].symbols);
  for (char *word = strtok_r(list, " ", &at); word;
       word = strtok_r(NULL, " ", &at), expected++) {
    int found = 0;
    for (int k = 0; k < n; k++) {
      char shown[20];
      snprintf(shown, sizeof shown, "%s^%d", got[k].name, got[k].power);
      found |= !strcmp(shown, word);
      ck_assert_int_ge(got[k].index, 0);
      ck_assert_int_lt(got[k].index, UNITS_SYMBOLS);
      ck_assert_str_eq(units_known(got[k].index), got[k].name);
    }
    ck_assert_msg(found, "%s: no %s", taken_apart[_i].text, word);
  }
  ck_assert_int_eq(n, expected);
}
END_TEST

/* The symbols with their powers are the dimensions of the whole. */
START_TEST(symbols_add_up)
{
  char text[2000] = "1";
  for (int k = 0; units_known(k); k++) {
    strcat(text, k % 3 ? "/" : "*");
    strcat(text, units_known(k));
  }
  struct units_symbol got[UNITS_SYMBOLS];
  int n = units_symbols(text, got);
  ck_assert_int_gt(n, 0);
  struct unit whole = parsed(text), made = parsed("1");
  for (int k = 0; k < n; k++) {
    struct unit one = parsed(got[k].name);
    ck_assert_int_ne(got[k].power, 0);
    for (int p = got[k].power; p; p += p > 0 ? -1 : 1)
      ck_assert_int_eq(
          p > 0 ? units_multiply(&made, &made, &one) : units_divide(&made, &made, &one), 0);
  }
  ck_assert_int_eq(units_convertible(&whole, &made), 1);
  /* some hundred roundings */
  ck_assert_double_eq_tol(units_ratio(&whole, &made), 1, 100 * DBL_EPSILON);
  ck_assert_int_eq(units_symbols(NULL, got), -1);
}
END_TEST

/* ---- anything ---------------------------------------------------------------------- */

START_TEST(random_bytes)
{
  static const char alphabet[] = "mgkunpLMdh12/*/*/* .e-+%\xc2\xb5\xce\xbc,(^IUDacelsy0x";
  uint64_t seed = 42;
  char text[24], message[64];
  int read = 0;
  for (int round = 0; round < 300000; round++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    size_t n = (seed >> 33) % sizeof text;
    for (size_t k = 0; k < n; k++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      text[k] = round % 2 ? (char)(seed >> 40) : alphabet[(seed >> 40) % (sizeof alphabet - 1)];
    }
    text[n < sizeof text ? n : sizeof text - 1] = 0;
    struct unit unit;
    struct units_symbol got[UNITS_SYMBOLS];
    double value;
    const char *rest;
    message[0] = 0;
    if (units_parse(text, &unit, message, (seed >> 20) % sizeof message) == 0) {
      read++;
      ck_assert(unit.factor >= 1e-100 && unit.factor <= 1e100);
      ck_assert_double_eq(units_ratio(&unit, &unit), 1);
      ck_assert_int_ge(units_symbols(text, got), 0);
    }
    if (units_quantity(text, &value, &rest, message, sizeof message) == 0)
      ck_assert(isfinite(value));
  }
  ck_assert_int_gt(read, 1000); /* the alphabet makes units often enough to matter */
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("units");
  TCase *tests = tcase_create("units");
  tcase_set_timeout(tests, 60); /* under valgrind */
  tcase_add_loop_test(tests, every_symbol, 0, LENGTH_OF(sizes));
  tcase_add_test(tests, list_is_complete);
  tcase_add_test(tests, micro_signs);
  tcase_add_loop_test(tests, whole_strings, 0, LENGTH_OF(strings));
  tcase_add_test(tests, plain_prefixes_are_exact);
  tcase_add_test(tests, convertible);
  tcase_add_test(tests, products);
  tcase_add_loop_test(tests, refusals, 0, LENGTH_OF(refused));
  tcase_add_test(tests, refusal_of_long_texts);
  tcase_add_test(tests, message_bounds);
  tcase_add_loop_test(tests, quantity, 0, LENGTH_OF(quantities));
  tcase_add_test(tests, minus_nought);
  tcase_add_loop_test(tests, no_quantity, 0, LENGTH_OF(no_quantities));
  tcase_add_test(tests, no_quantity_at_all);
  tcase_add_test(tests, numbers_round_correctly);
  tcase_add_test(tests, locale_does_not_matter);
  tcase_add_loop_test(tests, symbols, 0, LENGTH_OF(taken_apart));
  tcase_add_test(tests, symbols_add_up);
  tcase_add_test(tests, random_bytes);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
