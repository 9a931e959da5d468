/* amount.h — doses in the prescriber's unit ("mg/m2", "cell/kg", "ug/day") become the unit of a
 * model's input ("nmol", "1e9*cell", "nmol/h").
 *
 * The rule is found once from the two units; it says which of the patient's weight, surface and
 * the drug's molar mass a value is multiplied by, so that it can be applied to any patient.
 * "kg" below the line is body weight and "m2" below the line body surface, in either unit; no
 * other unit of mass or area is.  Mass and substance convert by the molar mass. */
#ifndef AMOUNT_H
#define AMOUNT_H

#include <stddef.h>

/* wanted = given * factor * weight^weight * area^area * molar mass^molar, in kg, m2 and g/mol;
 * each power is -1, 0 or 1. */
struct amount_rule {
  double factor;
  int weight, area, molar;
};

/* Works for amounts, rates and concentrations, as long as both are the same of these.  Messages
 * and failures are as in units.h. */
int amount_rule(const char *given, const char *wanted, struct amount_rule *rule, char *message,
                size_t length);

/* weight in kg, area in m2, molar_mass in g/mol: NaN if not known.  What the rule does not need
 * is not looked at. */
int amount_apply(const struct amount_rule *rule, double value, double weight, double area,
                 double molar_mass, double *out, char *message, size_t length);

#endif
