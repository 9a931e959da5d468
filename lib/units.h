/* units.h — unit strings: read, compared, multiplied, converted.
 *
 * A unit string is symbols and positive numbers joined by * and /, read from left to right with
 * no spaces or brackets: "mg", "1/h", "nmol/L/h", "ng*h/mL", "1e9/L", "1e9*cell", "%", "1".
 *
 *   mass        g kg mg ug ng pg
 *   substance   mol mmol umol nmol pmol fmol; M mM uM nM pM are these per L
 *   molar mass  Da = g/mol, kDa = kg/mol
 *   length      m cm mm um; m2 cm2 mm2 um2; m3 cm3 mm3 um3; L dL mL uL nL pL fL
 *   time        s min h d week month y, also day; a month is 30 d (720 h), a year 365.25 d (8766 h)
 *   counts      cell, also cells; copies, also copy.  Neither is a bare number.
 *   activity    IU mIU; U is the same as IU, as laboratories use them
 *   no unit     %, and numbers such as 1, 1000 or 1e9
 *
 * The u of a symbol may also be either micro sign in UTF-8 (U+00B5, U+03BC).
 *
 * Nothing here allocates, keeps state or asks for the locale.  Functions that take a message
 * return 0, or -1 after writing one sentence of less than length bytes there (cut if need be;
 * always UTF-8 and ended if length > 0; message may be NULL if length is 0).  A failing call
 * leaves its other outputs untouched. */
#ifndef UNITS_H
#define UNITS_H

#include <stddef.h>

enum units_dimension {
  UNITS_MASS,
  UNITS_SUBSTANCE,
  UNITS_LENGTH,
  UNITS_TIME,
  UNITS_CELL,
  UNITS_COPIES,
  UNITS_ACTIVITY,
  UNIT_DIMENSIONS
};

/* Factor is the size in pg, fmol, um, s, cell, copies and mIU to their powers: base units so
 * small that every symbol is a whole number of them, hence exact.  Compare only by units_ratio. */
struct unit {
  double factor;
  signed char power[UNIT_DIMENSIONS];
};

int units_parse(const char *text, struct unit *unit, char *message, size_t length);

/* Whether one converts into the other: 1 or 0. */
int units_convertible(const struct unit *a, const struct unit *b);

/* A value in `from` times this is the value in `to`; NaN if they are not convertible. */
double units_ratio(const struct unit *from, const struct unit *to);

/* out = a * b and a / b; out may be a or b.  -1 if a power or the factor leaves what a unit holds
 * (powers of at most 99, factors from 1e-100 to 1e100). */
int units_multiply(struct unit *out, const struct unit *a, const struct unit *b);
int units_divide(struct unit *out, const struct unit *a, const struct unit *b);

/* Reads "0.8 mg/m2", "28 d" or "3" (decimal, with a point whatever the locale).  *unit points into
 * text at the unit, which has been checked, or at the closing NUL if there is none. */
int units_quantity(const char *text, double *value, const char **unit, char *message,
                   size_t length);

/* A symbol of a unit string and its power.  Aliases are resolved ("cells" is cell, "m2" is m to
 * the power 2, "nM" is nmol/L, "kDa" is kg/mol, "U" is IU) and numbers are left out, so a model
 * that is right stays right if every symbol is given a size at random. */
struct units_symbol {
  const char *name;
  int index; /* of the symbol, the same in every unit string: 0 to UNITS_SYMBOLS - 1 */
  int power; /* not 0 */
};

enum { UNITS_SYMBOLS = 64 }; /* no unit string has more symbols than this */

/* Fills symbols[] in no particular order.  The number of symbols, or -1 if text is no unit. */
int units_symbols(const char *text, struct units_symbol symbols[UNITS_SYMBOLS]);

/* The symbols and aliases that can be written, in the order above; NULL outside of the list. */
const char *units_known(int index);

#endif
