/* units.c — reads unit strings against one table of symbols.
 *
 * Numbers are split by hand into digits and a power of ten and handed to strtod as an integer with
 * an exponent ("0.8" as "8e-1"): strtod rounds correctly, and without a decimal point in its text
 * the locale has no say.  (strtod_l would need a locale object, which newlocale allocates.) */
#include "units.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  LONGEST_SYMBOL = 8,       /* with its NUL; longer words are unknown */
  LONGEST_NUMBER = 100,     /* significant digits */
  SMALLEST_EXPONENT = 1000, /* digits behind the point */
  LONGEST_QUOTE = 48,       /* of the user's text in a message */
  LARGEST_POWER = 99
};

static const double largest_factor = 1e100, smallest_factor = 1e-100;

/* Symbols that stand for themselves come apart into nothing else; the others name their parts. */
struct symbol {
  const char *name;
  double factor, divisor; /* both whole numbers, so that their quotient is rounded once */
  signed char power[UNIT_DIMENSIONS];
  const char *part[2]; /* the symbols it is made of, NULL if it is one itself */
  signed char part_power[2];
};

/* clang-format off */
#define MASS      { 1, 0, 0, 0, 0, 0, 0 }
#define SUBSTANCE { 0, 1, 0, 0, 0, 0, 0 }
#define MOLAR     { 0, 1, -3, 0, 0, 0, 0 }
#define MOLAR_MASS { 1, -1, 0, 0, 0, 0, 0 }
#define LENGTH    { 0, 0, 1, 0, 0, 0, 0 }
#define AREA      { 0, 0, 2, 0, 0, 0, 0 }
#define VOLUME    { 0, 0, 3, 0, 0, 0, 0 }
#define TIME      { 0, 0, 0, 1, 0, 0, 0 }
#define CELL      { 0, 0, 0, 0, 1, 0, 0 }
#define COPIES    { 0, 0, 0, 0, 0, 1, 0 }
#define ACTIVITY  { 0, 0, 0, 0, 0, 0, 1 }
#define NONE      { 0, 0, 0, 0, 0, 0, 0 }
#define ITSELF    { NULL, NULL }, { 0, 0 }
#define IS(name)  { name, NULL }, { 1, 0 }

static const struct symbol symbols_known[] = {
  { "g",      1e12, 1, MASS, ITSELF },
  { "kg",     1e15, 1, MASS, ITSELF },
  { "mg",     1e9,  1, MASS, ITSELF },
  { "ug",     1e6,  1, MASS, ITSELF },
  { "ng",     1e3,  1, MASS, ITSELF },
  { "pg",     1,    1, MASS, ITSELF },
  { "mol",    1e15, 1, SUBSTANCE, ITSELF },
  { "mmol",   1e12, 1, SUBSTANCE, ITSELF },
  { "umol",   1e9,  1, SUBSTANCE, ITSELF },
  { "nmol",   1e6,  1, SUBSTANCE, ITSELF },
  { "pmol",   1e3,  1, SUBSTANCE, ITSELF },
  { "fmol",   1,    1, SUBSTANCE, ITSELF },
  { "M",      1e15, 1e15, MOLAR, { "mol",  "L" }, { 1, -1 } },
  { "mM",     1e12, 1e15, MOLAR, { "mmol", "L" }, { 1, -1 } },
  { "uM",     1e9,  1e15, MOLAR, { "umol", "L" }, { 1, -1 } },
  { "nM",     1e6,  1e15, MOLAR, { "nmol", "L" }, { 1, -1 } },
  { "pM",     1e3,  1e15, MOLAR, { "pmol", "L" }, { 1, -1 } },
  { "Da",     1e12, 1e15, MOLAR_MASS, { "g",  "mol" }, { 1, -1 } },
  { "kDa",    1e15, 1e15, MOLAR_MASS, { "kg", "mol" }, { 1, -1 } },
  { "m",      1e6,  1, LENGTH, ITSELF },
  { "cm",     1e4,  1, LENGTH, ITSELF },
  { "mm",     1e3,  1, LENGTH, ITSELF },
  { "um",     1,    1, LENGTH, ITSELF },
  { "m2",     1e12, 1, AREA, { "m",  NULL }, { 2, 0 } },
  { "cm2",    1e8,  1, AREA, { "cm", NULL }, { 2, 0 } },
  { "mm2",    1e6,  1, AREA, { "mm", NULL }, { 2, 0 } },
  { "um2",    1,    1, AREA, { "um", NULL }, { 2, 0 } },
  { "m3",     1e18, 1, VOLUME, { "m",  NULL }, { 3, 0 } },
  { "cm3",    1e12, 1, VOLUME, { "cm", NULL }, { 3, 0 } },
  { "mm3",    1e9,  1, VOLUME, { "mm", NULL }, { 3, 0 } },
  { "um3",    1,    1, VOLUME, { "um", NULL }, { 3, 0 } },
  { "L",      1e15, 1, VOLUME, ITSELF },
  { "dL",     1e14, 1, VOLUME, ITSELF },
  { "mL",     1e12, 1, VOLUME, ITSELF },
  { "uL",     1e9,  1, VOLUME, ITSELF },
  { "nL",     1e6,  1, VOLUME, ITSELF },
  { "pL",     1e3,  1, VOLUME, ITSELF },
  { "fL",     1,    1, VOLUME, ITSELF },
  { "s",      1,        1, TIME, ITSELF },
  { "min",    60,       1, TIME, ITSELF },
  { "h",      3600,     1, TIME, ITSELF },
  { "d",      86400,    1, TIME, ITSELF },
  { "day",    86400,    1, TIME, IS("d") },
  { "week",   604800,   1, TIME, ITSELF },
  { "month",  2592000,  1, TIME, ITSELF },
  { "y",      31557600, 1, TIME, ITSELF },
  { "cell",   1, 1, CELL, ITSELF },
  { "cells",  1, 1, CELL, IS("cell") },
  { "copies", 1, 1, COPIES, ITSELF },
  { "copy",   1, 1, COPIES, IS("copies") },
  { "IU",     1e3, 1, ACTIVITY, ITSELF },
  { "U",      1e3, 1, ACTIVITY, IS("IU") },
  { "mIU",    1,   1, ACTIVITY, ITSELF },
  { "%",      1, 100, NONE, ITSELF },
};
#undef MASS
#undef SUBSTANCE
#undef MOLAR
#undef MOLAR_MASS
#undef LENGTH
#undef AREA
#undef VOLUME
#undef TIME
#undef CELL
#undef COPIES
#undef ACTIVITY
#undef NONE
#undef ITSELF
#undef IS

/* What people write instead, in lower case; too far from the symbol to be found by likeness. */
static const struct { const char *word, *symbol; } foreign[] = {
  { "hr", "h" }, { "hrs", "h" }, { "hour", "h" }, { "hours", "h" }, { "sec", "s" },
  { "secs", "s" }, { "second", "s" }, { "seconds", "s" }, { "minute", "min" },
  { "minutes", "min" }, { "mins", "min" }, { "days", "d" }, { "wk", "week" }, { "wks", "week" },
  { "weeks", "week" }, { "mo", "month" }, { "months", "month" }, { "yr", "y" }, { "yrs", "y" },
  { "year", "y" }, { "years", "y" }, { "gram", "g" }, { "grams", "g" }, { "gm", "g" },
  { "mcg", "ug" }, { "mcl", "uL" }, { "cc", "mL" }, { "ccm", "cm3" }, { "liter", "L" },
  { "litre", "L" }, { "liters", "L" }, { "litres", "L" }, { "mole", "mol" },
  { "moles", "mol" }, { "molar", "M" }, { "dalton", "Da" }, { "unit", "U" }, { "units", "U" },
  { "percent", "%" }, { "molecule", "1" }, { "molecules", "1" }, { "k", "1000" },
  { "sqm", "m2" }, { "qm", "m2" }, { "m^2", "m2" }, { "m^3", "m3" }, { "m\xc2\xb2", "m2" },
  { "m\xc2\xb3", "m3" },
};
/* clang-format on */

enum {
  KNOWN = sizeof symbols_known / sizeof *symbols_known,
  FOREIGN = sizeof foreign / sizeof *foreign
};

_Static_assert((int)KNOWN <= (int)UNITS_SYMBOLS, "units_symbols has room for every symbol");

const char *units_known(int index)
{
  return index >= 0 && index < KNOWN ? symbols_known[index].name : NULL;
}

/* ---- messages ---------------------------------------------------------------------- */

static int is_micro(const char *text, size_t n)
{
  return n >= 2 && (!memcmp(text, "\xc2\xb5", 2) || !memcmp(text, "\xce\xbc", 2));
}

/* The user's text as it may stand in a message: of bounded length, and valid UTF-8 whatever was
 * given, so of the bytes beyond ASCII only micro signs stay. */
static const char *quote(char out[LONGEST_QUOTE], const char *text, size_t n)
{
  size_t at = 0, i = 0;
  while (i < n && at < LONGEST_QUOTE - 5) {
    if (is_micro(text + i, n - i)) {
      out[at++] = text[i++];
      out[at++] = text[i++];
    } else {
      out[at++] = text[i] >= 0x20 && text[i] < 0x7f ? text[i] : '?';
      i++;
    }
  }
  if (i < n)
    for (int dot = 0; dot < 3; dot++) out[at++] = '.';
  out[at] = 0;
  return out;
}

__attribute__((format(printf, 3, 4))) static int fail(char *message, size_t length,
                                                      const char *format, ...)
{
  if (!message || !length) return -1;
  va_list list;
  va_start(list, format);
  int n = vsnprintf(message, length, format, list);
  va_end(list);
  if (n < 0) message[0] = 0;
  else if ((size_t)n >= length && length > 1 && (unsigned char)message[length - 2] >= 0xc0)
    message[length - 2] = 0; /* half a micro sign */
  return -1;
}

/* ---- numbers ----------------------------------------------------------------------- */

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

enum number { NUMBER_READ, NUMBER_NONE, NUMBER_TOO_LONG, NUMBER_OUT_OF_RANGE };

/* Reads [+-]digits[.digits][e[+-]digits] from the n bytes of text; *used is how many it took. */
static enum number read_number(const char *text, size_t n, double *value, size_t *used)
{
  char plain[LONGEST_NUMBER + 32]; /* sign, digits, e, exponent */
  size_t i = 0, at = 0;
  int any = 0, point = 0, digits = 0, too_long = 0;
  long exponent = 0;
  if (i < n && (text[i] == '+' || text[i] == '-')) {
    if (text[i] == '-') plain[at++] = '-';
    i++;
  }
  for (; i < n && (is_digit(text[i]) || (text[i] == '.' && !point)); i++) {
    if (text[i] == '.') {
      point = 1;
      continue;
    }
    any = 1;
    if (point && --exponent < -SMALLEST_EXPONENT) too_long = 1;
    if (!digits && text[i] == '0') continue; /* leading noughts count for nothing */
    if (digits == LONGEST_NUMBER) {
      too_long = 1;
      continue;
    }
    plain[at++] = text[i];
    digits++;
  }
  if (!any) return NUMBER_NONE;
  if (i < n && (text[i] == 'e' || text[i] == 'E')) {
    size_t j = i + 1;
    int negative = 0;
    if (j < n && (text[j] == '+' || text[j] == '-')) negative = text[j++] == '-';
    if (j < n && is_digit(text[j])) {
      long given = 0;
      for (; j < n && is_digit(text[j]); j++)
        given = given < 100000 ? 10 * given + (text[j] - '0') : given;
      exponent += negative ? -given : given;
      i = j;
    }
  }
  *used = i;
  if (too_long) return NUMBER_TOO_LONG;
  if (!digits) {
    *value = at ? -0.0 : 0.0; /* only a minus was written */
    return NUMBER_READ;
  }
  snprintf(plain + at, sizeof plain - at, "e%ld", exponent);
  int before = errno; /* strtod sets it for numbers that are refused below anyway */
  double read = strtod(plain, NULL);
  errno = before;
  if (!isfinite(read) || fabs(read) < DBL_MIN) return NUMBER_OUT_OF_RANGE;
  *value = read;
  return NUMBER_READ;
}

/* ---- suggestions ------------------------------------------------------------------- */

/* A wrong case weighs 1; a letter too many or too few, or two exchanged, 3; a wrong one 4. */
static int likeness(const char *word, size_t n, const char *symbol)
{
  enum { EDIT = 3, WRONG = 4 };
  int cost[3][LONGEST_SYMBOL + 1];
  size_t m = strlen(symbol);
  for (size_t j = 0; j <= m; j++) cost[0][j] = EDIT * (int)j;
  for (size_t i = 1; i <= n; i++) {
    int *now = cost[i % 3], *last = cost[(i + 2) % 3], *before = cost[(i + 1) % 3];
    now[0] = EDIT * (int)i;
    for (size_t j = 1; j <= m; j++) {
      char a = word[i - 1], b = symbol[j - 1];
      int least = last[j - 1] + (a == b ? 0 : lower(a) == lower(b) ? 1 : WRONG);
      if (last[j] + EDIT < least) least = last[j] + EDIT;
      if (now[j - 1] + EDIT < least) least = now[j - 1] + EDIT;
      if (i > 1 && j > 1 && a == symbol[j - 2] && word[i - 2] == b &&
          before[j - 2] + EDIT < least)
        least = before[j - 2] + EDIT;
      now[j] = least;
    }
  }
  return cost[n % 3][m];
}

/* The symbol that was probably meant, NULL if none is near. */
static const char *nearest(const char *word, size_t n)
{
  enum { NEAR = 4, LONGEST_WORD = 12 };
  if (n > LONGEST_WORD) return NULL;
  for (int k = 0; k < FOREIGN; k++) {
    size_t i = 0;
    while (i < n && foreign[k].word[i] && lower(word[i]) == foreign[k].word[i]) i++;
    if (i == n && !foreign[k].word[i]) return foreign[k].symbol;
  }
  const char *best = NULL;
  int best_cost = NEAR + 1;
  for (int k = 0; k < KNOWN; k++) {
    size_t m = strlen(symbols_known[k].name);
    int cost = likeness(word, n, symbols_known[k].name);
    if (cost >= 3 * (int)(n > m ? n : m)) continue; /* not a letter in common */
    if (cost < best_cost) {
      best_cost = cost;
      best = symbols_known[k].name;
    }
  }
  return best;
}

/* ---- unit strings ------------------------------------------------------------------ */

/* One symbol or number between * and /. */
struct term {
  const char *text;
  size_t n;
  int sign; /* 1 above the line, -1 below it */
};

/* The term that begins at *rest, which moves behind it; 0 at the end of the string. */
static int next_term(const char **rest, struct term *term, int first)
{
  const char *at = *rest;
  if (!*at && !first) return 0;
  term->sign = !first && *at == '/' ? -1 : 1;
  if (!first) at++;
  term->text = at;
  term->n = strcspn(at, "*/");
  *rest = at + term->n;
  return 1;
}

static const struct symbol *find_symbol(const char *text, size_t n)
{
  char name[LONGEST_SYMBOL];
  size_t at = 0;
  if (is_micro(text, n)) {
    name[at++] = 'u';
    text += 2;
    n -= 2;
    if (!n) return NULL;
  }
  if (at + n >= sizeof name) return NULL;
  memcpy(name + at, text, n);
  name[at + n] = 0;
  for (int k = 0; k < KNOWN; k++)
    if (!strcmp(name, symbols_known[k].name)) return &symbols_known[k];
  return NULL;
}

static int too_high(int power) { return power < -LARGEST_POWER || power > LARGEST_POWER; }

/* Why a term is no symbol, with the most helpful thing that can be said of it. */
static int refuse_term(const struct term *term, const char *whole, char *message, size_t length)
{
  char word[LONGEST_QUOTE], in[LONGEST_QUOTE];
  quote(word, term->text, term->n);
  quote(in, whole, strlen(whole));
  for (size_t i = 0; i < term->n; i++) {
    if (strchr(" \t\r\n", term->text[i]))
      return fail(message, length,
                  "a space in unit '%s'; units are written without, as 'mg/m2'", in);
    if (strchr("()[]", term->text[i]))
      return fail(message, length, "a bracket in unit '%s'; instead of a/(b*c) write a/b/c",
                  in);
  }
  const char *meant;
  char plain[16]; /* with u for a micro sign, as the known symbols are written */
  if (is_micro(term->text, term->n) && term->n < sizeof plain) {
    plain[0] = 'u';
    memcpy(plain + 1, term->text + 2, term->n - 2);
    meant = nearest(plain, term->n - 1);
  } else {
    meant = nearest(term->text, term->n);
  }
  if (meant)
    return fail(message, length, "unknown unit '%s' in '%s'; did you mean '%s'?", word, in,
                meant);
  return fail(message, length, "unknown unit '%s' in '%s'", word, in);
}

static int refuse_number(enum number status, const struct term *term, size_t used,
                         const char *whole, char *message, size_t length)
{
  char word[LONGEST_QUOTE], in[LONGEST_QUOTE], behind[LONGEST_QUOTE];
  quote(word, term->text, term->n);
  quote(in, whole, strlen(whole));
  if (status == NUMBER_TOO_LONG)
    return fail(message, length, "the number '%s' has more than %d digits", word,
                LONGEST_NUMBER);
  if (status == NUMBER_OUT_OF_RANGE)
    return fail(message, length, "the number '%s' is out of range", word);
  struct term rest = { term->text + used, term->n - used, 1 };
  if (!find_symbol(rest.text, rest.n)) return refuse_term(term, whole, message, length);
  quote(word, term->text, used);
  quote(behind, rest.text, rest.n);
  return fail(message, length, "no '*' between number and symbol in '%s'; write '%s*%s'", in,
              word, behind);
}

int units_parse(const char *text, struct unit *unit, char *message, size_t length)
{
  char in[LONGEST_QUOTE];
  if (!text || !*text)
    return fail(message, length, "no unit; a quantity without one has unit '1'");
  quote(in, text, strlen(text));
  int power[UNIT_DIMENSIONS] = { 0 };
  double above = 1, below = 1; /* kept apart: whole numbers, mostly exact until they meet */
  const char *rest = text;
  struct term term;
  for (int first = 1; next_term(&rest, &term, first); first = 0) {
    if (!term.n)
      return fail(message, length, "nothing before or after '*' or '/' in unit '%s'", in);
    double factor = 1, divisor = 1;
    if (is_digit(term.text[0])) {
      size_t used = 0;
      enum number status = read_number(term.text, term.n, &factor, &used);
      if (status != NUMBER_READ || used < term.n)
        return refuse_number(status, &term, used, text, message, length);
      if (factor <= 0) return fail(message, length, "a factor of 0 in unit '%s'", in);
    } else {
      const struct symbol *symbol = find_symbol(term.text, term.n);
      if (!symbol) return refuse_term(&term, text, message, length);
      factor = symbol->factor;
      divisor = symbol->divisor;
      for (int k = 0; k < UNIT_DIMENSIONS; k++) {
        power[k] += term.sign * symbol->power[k];
        if (too_high(power[k]))
          return fail(message, length, "a power above %d in unit '%s'", LARGEST_POWER, in);
      }
    }
    above *= term.sign > 0 ? factor : divisor;
    below *= term.sign > 0 ? divisor : factor;
    if (!(above <= DBL_MAX && below <= DBL_MAX && above >= DBL_MIN && below >= DBL_MIN))
      return fail(message, length, "unit '%s' is too large or too small", in);
  }
  double factor = above / below;
  if (!(factor >= smallest_factor && factor <= largest_factor))
    return fail(message, length, "unit '%s' is too large or too small", in);
  unit->factor = factor;
  for (int k = 0; k < UNIT_DIMENSIONS; k++) unit->power[k] = (signed char)power[k];
  return 0;
}

int units_convertible(const struct unit *a, const struct unit *b)
{
  return !memcmp(a->power, b->power, sizeof a->power);
}

double units_ratio(const struct unit *from, const struct unit *to)
{
  return units_convertible(from, to) ? from->factor / to->factor : (double)NAN;
}

static int combine(struct unit *out, const struct unit *a, const struct unit *b, int sign)
{
  struct unit made;
  made.factor = sign > 0 ? a->factor * b->factor : a->factor / b->factor;
  if (!(made.factor >= smallest_factor && made.factor <= largest_factor)) return -1;
  for (int k = 0; k < UNIT_DIMENSIONS; k++) {
    int power = a->power[k] + sign * b->power[k];
    if (too_high(power)) return -1;
    made.power[k] = (signed char)power;
  }
  *out = made;
  return 0;
}

int units_multiply(struct unit *out, const struct unit *a, const struct unit *b)
{
  return combine(out, a, b, 1);
}

int units_divide(struct unit *out, const struct unit *a, const struct unit *b)
{
  return combine(out, a, b, -1);
}

int units_quantity(const char *text, double *value, const char **unit, char *message,
                   size_t length)
{
  char in[LONGEST_QUOTE];
  if (!text) text = "";
  const char *at = text + strspn(text, " \t");
  double read = 0;
  size_t used = 0;
  quote(in, text, strlen(text));
  enum number status = read_number(at, strlen(at), &read, &used);
  if (status == NUMBER_NONE)
    return fail(message, length, "'%s' does not begin with a number; write it as '28 d'", in);
  if (status == NUMBER_TOO_LONG)
    return fail(message, length, "the number in '%s' has more than %d digits", in,
                LONGEST_NUMBER);
  if (status == NUMBER_OUT_OF_RANGE)
    return fail(message, length, "the number in '%s' is out of range", in);
  at += used;
  if (*at == ',' || *at == '.')
    return fail(message, length, "a stray '%c' in the number of '%s'; write it as '1234.5'",
                *at, in);
  if (*at == '*' || *at == '/')
    return fail(message, length, "'%s' needs a number, a space and a unit, as '2 1e6*cell/kg'",
                in);
  if (used == 1 && at[-1] == '0' && (*at == 'x' || *at == 'X'))
    return fail(message, length, "'%s' is not a decimal number", in);
  at += strspn(at, " \t");
  if (*at) {
    struct unit read_unit;
    double second;
    size_t second_used;
    if (units_parse(at, &read_unit, message, length)) return -1;
    /* "1 000" would be taken for 1 in units of 0 or of 1000 */
    if (read_number(at, strlen(at), &second, &second_used) == NUMBER_READ && !at[second_used] &&
        strcmp(at, "1") != 0)
      return fail(message, length, "two numbers in '%s'; write one, without spaces", in);
  }
  *value = read;
  *unit = at;
  return 0;
}

static void add_symbol(struct units_symbol *symbols, int *count, const char *name, int power)
{
  int index = (int)(find_symbol(name, strlen(name)) - symbols_known);
  for (int k = 0; k < *count; k++)
    if (symbols[k].index == index) {
      symbols[k].power += power;
      if (!symbols[k].power) symbols[k] = symbols[--*count];
      return;
    }
  symbols[(*count)++] = (struct units_symbol){ symbols_known[index].name, index, power };
}

int units_symbols(const char *text, struct units_symbol symbols[UNITS_SYMBOLS])
{
  struct unit unit;
  if (!text || units_parse(text, &unit, NULL, 0)) return -1;
  const char *rest = text;
  struct term term;
  int count = 0;
  for (int first = 1; next_term(&rest, &term, first); first = 0) {
    const struct symbol *symbol = find_symbol(term.text, term.n);
    if (!symbol) continue; /* a number */
    if (!symbol->part[0]) add_symbol(symbols, &count, symbol->name, term.sign);
    for (int k = 0; k < 2; k++)
      if (symbol->part[k])
        add_symbol(symbols, &count, symbol->part[k], term.sign * symbol->part_power[k]);
  }
  return count;
}
