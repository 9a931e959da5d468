/* amount.c — what a dose must be multiplied by, from the dimensions of two units.
 *
 * Dimensions alone do not tell: mg/kg is a bare number, so "mg/kg" to "mg" and "%" to "mg" look
 * the same.  Body weight and surface are therefore recognised by their symbols, kg and m2 below
 * the line; the powers of substance give the power of the molar mass; and then the dimensions
 * must agree, which is a check and no longer a guess. */
#include "amount.h"

#include "units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the rule ---------------------------------------------------------------------- */

/* One end of a conversion. */
struct end {
  struct unit unit;
  int per_weight, per_area; /* 1 if the text divides by kg, by m2; above 1 is refused later */
  int has_time, has_volume;
};

static int read_end(const char *text, struct end *end, char *message, size_t length)
{
  struct units_symbol symbols[UNITS_SYMBOLS];
  if (units_parse(text, &end->unit, message, length)) return -1;
  int count = units_symbols(text, symbols);
  end->per_weight = end->per_area = end->has_volume = 0;
  for (int k = 0; k < count; k++) {
    const char *name = symbols[k].name;
    size_t n = strlen(name);
    if (!strcmp(name, "kg") && symbols[k].power < 0) end->per_weight = -symbols[k].power;
    /* an odd power of m is no surface; it stays a length and fails the check of dimensions */
    if (!strcmp(name, "m") && symbols[k].power < 0 && symbols[k].power % 2 == 0)
      end->per_area = -symbols[k].power / 2;
    if (name[n - 1] == 'L') end->has_volume = 1;
  }
  end->has_time = end->unit.power[UNITS_TIME] != 0;
  return 0;
}

/* What could have been given instead, by what is wanted. */
static const struct {
  int dimension;
  const char *kind, *amounts, *rates, *concentrations;
} kinds[] = {
  { UNITS_CELL, "cells", "'cell', '1e6*cell/kg' or 'cell/m2'", "'cell/h' or '1e6*cell/kg/day'",
    "'cell/uL' or '1e9*cell/L'" },
  { UNITS_COPIES, "copies", "'copies', 'copies/kg' or '1e6*copies'",
    "'copies/h' or 'copies/day'", "'copies/mL' or 'copies/uL'" },
  { UNITS_ACTIVITY, "activity", "'IU', 'IU/kg' or 'IU/m2'", "'IU/h' or 'IU/m2/day'",
    "'IU/L' or 'mIU/mL'" },
  { UNITS_SUBSTANCE, "mass or substance", "'mg', 'mg/m2', 'mg/kg' or 'nmol'",
    "'ug/h', 'ug/m2/day' or 'nmol/h'", "'ug/mL' or 'nM'" },
  { UNITS_MASS, "mass or substance", "'mg', 'mg/m2', 'mg/kg' or 'nmol'",
    "'ug/h', 'ug/m2/day' or 'nmol/h'", "'ug/mL' or 'nM'" },
};

/* A message cut inside a micro sign is valid UTF-8 again. */
static int tidy(char *message, size_t length)
{
  for (size_t k = 0; k + 1 < length && message[k]; k++)
    if ((unsigned char)message[k] >= 0xc0) {
      if ((unsigned char)message[k + 1] < 0x80) message[k] = '?';
      else k++;
    }
  return -1;
}

static int refuse_pair(const char *given, const char *wanted, const struct end *end,
                       char *message, size_t length)
{
  enum { SHOWN = 40 }; /* of each unit, which is plain text by now but may be long */
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    int dimension = kinds[k].dimension;
    int power = end->unit.power[dimension] + (dimension == UNITS_MASS ? end->per_weight : 0);
    if (power <= 0) continue;
    const char *form = end->has_volume ? "a concentration"
                       : end->has_time ? "a rate"
                                       : "an amount";
    const char *examples = end->has_volume ? kinds[k].concentrations
                           : end->has_time ? kinds[k].rates
                                           : kinds[k].amounts;
    if (end->has_volume && end->has_time)
      break; /* such as nM/h: nothing is prescribed like that */
    snprintf(message, length,
             "unit '%.*s' does not convert to '%.*s', which is %s of %s, such as %s", SHOWN,
             given, SHOWN, wanted, form, kinds[k].kind, examples);
    return tidy(message, length);
  }
  snprintf(
      message, length,
      "unit '%.*s' does not convert to '%.*s'; give '%.*s' or the same with other prefixes",
      SHOWN, given, SHOWN, wanted, SHOWN, wanted);
  return tidy(message, length);
}

int amount_rule(const char *given, const char *wanted, struct amount_rule *rule, char *message,
                size_t length)
{
  static const char *const measures[] = { "kg", "m2", "g/mol" };
  struct end from, to;
  if (!message) length = 0;
  if (read_end(given, &from, message, length) || read_end(wanted, &to, message, length))
    return -1;
  int power[3] = { from.per_weight - to.per_weight, from.per_area - to.per_area,
                   from.unit.power[UNITS_SUBSTANCE] - to.unit.power[UNITS_SUBSTANCE] };
  double factor =
      from.unit.factor; /* not units_multiply: on the way it may leave a unit's range */
  int left[UNIT_DIMENSIONS];
  for (int d = 0; d < UNIT_DIMENSIONS; d++) left[d] = from.unit.power[d] - to.unit.power[d];
  for (int k = 0; k < 3; k++) {
    struct unit measure;
    if (power[k] < -1 || power[k] > 1 || units_parse(measures[k], &measure, message, length))
      return refuse_pair(given, wanted, &to, message, length);
    if (power[k]) factor = power[k] > 0 ? factor * measure.factor : factor / measure.factor;
    for (int d = 0; d < UNIT_DIMENSIONS; d++) left[d] += power[k] * measure.power[d];
  }
  for (int d = 0; d < UNIT_DIMENSIONS; d++)
    if (left[d]) return refuse_pair(given, wanted, &to, message, length);
  *rule = (struct amount_rule){ factor / to.unit.factor, power[0], power[1], power[2] };
  return 0;
}

/* ---- applied to a patient ---------------------------------------------------------- */

static int refuse(char *message, size_t length, const char *text)
{
  if (message && length) snprintf(message, length, "%s", text);
  return -1;
}

/* Multiplies or divides value by a measure of the patient or the drug. */
static int apply(double *value, int power, double measure, const char *unknown,
                 const char *impossible, char *message, size_t length)
{
  if (!power) return 0;
  if (isnan(measure)) return refuse(message, length, unknown);
  if (!(measure > 0 && isfinite(measure))) return refuse(message, length, impossible);
  *value = power > 0 ? *value * measure : *value / measure;
  return 0;
}

int amount_apply(const struct amount_rule *rule, double value, double weight, double area,
                 double molar_mass, double *out, char *message, size_t length)
{
  if (!isfinite(value)) return refuse(message, length, "a dose must be a finite number");
  double result = value * rule->factor;
  if (apply(&result, rule->weight, weight,
            rule->weight > 0
                ? "a dose per kg needs the patient's body weight (kg)"
                : "a model per kg of body weight needs the patient's body weight (kg)",
            "the body weight must be a positive number of kg", message, length) ||
      apply(&result, rule->area, area,
            rule->area > 0
                ? "a dose per m2 needs the patient's body surface (BSA, m2)"
                : "a model per m2 of body surface needs the patient's body surface (BSA, m2)",
            "the body surface (BSA) must be a positive number of m2", message, length) ||
      apply(&result, rule->molar, molar_mass,
            rule->molar < 0
                ? "converting mass to substance, as mg to nmol, needs the input's molar "
                  "mass, which this model does not give"
                : "converting substance to mass, as nmol to mg, needs the input's molar "
                  "mass, which this model does not give",
            "the molar mass must be a positive number of g/mol", message, length))
    return -1;
  if (!isfinite(result))
    return refuse(message, length, "the dose is out of range in the model's unit");
  *out = result;
  return 0;
}
