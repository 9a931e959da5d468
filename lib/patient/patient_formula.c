/* patient_formula.c — what follows from age, sex, weight, height and creatinine.
 *
 * Every formula is a row of the table at the end, with its source.  Units within are those of the
 * table: y, kg, cm, mg/dL, m2. */
#include "patient.h"

#include <math.h>

static const double adult = 18; /* y, from which the formulas of adults are taken */
static const double grown = 20; /* y, to which the growth charts go */
static const double weeks_of_year = 365.25 / 7;

static double fail(impakt_patient *p, int *status, enum patient_row row, const char *reason)
{
  *status = message_set(&p->message, IMPAKT_E_RANGE, "%s cannot be told: %s",
                        patient_quantities[row].name, reason);
  return NAN;
}

/* ---- size ------------------------------------------------------------------------------------ */

static double size_by_z(impakt_patient *p, int *status, int measure, enum patient_row row)
{
  const enum patient_row z_row =
      measure == IMPAKT_GROWTH_WEIGHT ? PATIENT_WEIGHT_Z : PATIENT_HEIGHT_Z;
  const char *name = patient_quantities[row].name;
  double value = NAN;
  if (isnan(p->told[z_row])) {
    *status = message_set(&p->message, IMPAKT_E_ORDER, "%s is not known", name);
    return NAN;
  }
  const double age = patient_value(p, PATIENT_AGE, status);
  const double female = patient_value(p, PATIENT_FEMALE, status);
  if (*status) return NAN;
  if (impakt_growth_value(measure, female > 0, age, p->told[z_row], &value))
    return fail(p, status, row, "the growth charts end at 20 y");
  return value;
}

static double weight(impakt_patient *p, int *status)
{
  return size_by_z(p, status, IMPAKT_GROWTH_WEIGHT, PATIENT_WEIGHT);
}

static double height(impakt_patient *p, int *status)
{
  return size_by_z(p, status, IMPAKT_GROWTH_HEIGHT, PATIENT_HEIGHT);
}

static double z_by_size(impakt_patient *p, int *status, int measure, enum patient_row row)
{
  const enum patient_row size =
      measure == IMPAKT_GROWTH_WEIGHT ? PATIENT_WEIGHT : PATIENT_HEIGHT;
  double z = NAN;
  const double value = patient_value(p, size, status),
               age = patient_value(p, PATIENT_AGE, status);
  const double female = patient_value(p, PATIENT_FEMALE, status);
  if (*status) return NAN;
  if (age > grown || impakt_growth_z(measure, female > 0, age, value, &z))
    return fail(p, status, row, "the growth charts end at 20 y");
  return z;
}

static double weight_z(impakt_patient *p, int *status)
{
  return z_by_size(p, status, IMPAKT_GROWTH_WEIGHT, PATIENT_WEIGHT_Z);
}

static double height_z(impakt_patient *p, int *status)
{
  return z_by_size(p, status, IMPAKT_GROWTH_HEIGHT, PATIENT_HEIGHT_Z);
}

struct size {
  double weight, height;
};

/* NaN in both if *status says so. */
static struct size size(impakt_patient *p, int *status)
{
  const double w = patient_value(p, PATIENT_WEIGHT, status);
  const double h = *status ? NAN : patient_value(p, PATIENT_HEIGHT, status);
  return (struct size){ w, h };
}

static double mosteller(impakt_patient *p, int *status)
{
  const struct size s = size(p, status);
  return sqrt(s.weight * s.height / 3600);
}

static double du_bois(impakt_patient *p, int *status)
{
  const struct size s = size(p, status);
  return 0.007184 * pow(s.weight, 0.425) * pow(s.height, 0.725);
}

static double haycock(impakt_patient *p, int *status)
{
  const struct size s = size(p, status);
  return 0.024265 * pow(s.weight, 0.5378) * pow(s.height, 0.3964);
}

static double body_mass_index(impakt_patient *p, int *status)
{
  const struct size s = size(p, status);
  return s.weight / (s.height / 100 * (s.height / 100));
}

/* Peters for children, Boer for adults. */
static double lean_mass(impakt_patient *p, int *status)
{
  const struct size s = size(p, status);
  const double age = *status ? NAN : patient_value(p, PATIENT_AGE, status);
  if (age < adult) return 3.8 * 0.0215 * pow(s.weight, 0.6469) * pow(s.height, 0.7236);
  const double female = *status ? NAN : patient_value(p, PATIENT_FEMALE, status);
  return female > 0 ? 0.252 * s.weight + 0.473 * s.height - 48.3
                    : 0.407 * s.weight + 0.267 * s.height - 19.2;
}

/* ---- kidneys --------------------------------------------------------------------------------- */

static double cockcroft_gault(impakt_patient *p, int *status)
{
  const double age = patient_value(p, PATIENT_AGE, status);
  if (*status) return NAN;
  if (age < adult)
    return fail(p, status, PATIENT_CLEARANCE,
                "its formula is for adults; egfr is for children");
  const double w = patient_value(p, PATIENT_WEIGHT, status);
  const double creatinine = *status ? NAN : patient_value(p, PATIENT_CREATININE, status);
  const double female = *status ? NAN : patient_value(p, PATIENT_FEMALE, status);
  if (*status) return NAN;
  return fmax(0, 140 - age) * w / (72 * creatinine) * (female > 0 ? 0.85 : 1);
}

static double ckd_epi(double age, double female, double creatinine)
{
  const double relative = creatinine / (female > 0 ? 0.7 : 0.9);
  return 142 * pow(fmin(relative, 1), female > 0 ? -0.241 : -0.302) *
         pow(fmax(relative, 1), -1.2) * pow(0.9938, age) * (female > 0 ? 1.012 : 1);
}

static double filtration(impakt_patient *p, int *status)
{
  const double age = patient_value(p, PATIENT_AGE, status);
  const double creatinine = *status ? NAN : patient_value(p, PATIENT_CREATININE, status);
  if (*status) return NAN;
  if (age < 1) return fail(p, status, PATIENT_FILTRATION, "its formula starts at 1 y");
  if (age >= adult) {
    const double female = patient_value(p, PATIENT_FEMALE, status);
    return ckd_epi(age, female, creatinine);
  }
  return 0.413 * patient_value(p, PATIENT_HEIGHT, status) / creatinine;
}

static double maturation(impakt_patient *p, int *status)
{
  const double age = patient_value(p, PATIENT_AGE, status);
  if (*status) return NAN;
  const double weeks = patient_value(p, PATIENT_GESTATION, status) + age * weeks_of_year;
  const double power = pow(weeks, 3.4);
  return power / (pow(47.7, 3.4) + power);
}

static double maturing_filtration(impakt_patient *p, int *status)
{
  const double part = patient_value(p, PATIENT_MATURATION, status);
  const double w = *status ? NAN : patient_value(p, PATIENT_WEIGHT, status);
  return 121.2 * pow(w / 70, 0.75) * part;
}

static double gestation(impakt_patient *p, int *status)
{
  (void)p, (void)status;
  return 40;
}

static double age_55(impakt_patient *p, int *status)
{
  const double age = patient_value(p, PATIENT_AGE, status);
  return *status ? NAN : age >= 55;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define GROWTH_SOURCE "Kuczmarski, Vital Health Stat 11(246), 2002"

const struct patient_quantity patient_quantities[PATIENT_ROWS] = {
  [PATIENT_AGE] = { "age", "AGE", "y", "age", "", 0, 120, NULL },
  [PATIENT_FEMALE] = { "female", "female", "1", "1: girl or woman, 0: boy or man", "", 0, 1,
                       NULL },
  [PATIENT_WEIGHT] = { "weight", "WT", "kg", "body weight; by weight_z if that is told",
                       GROWTH_SOURCE, 0.01, 400,
                       weight }, /* mice too, as some models have them */
  [PATIENT_HEIGHT] = { "height", "HT", "cm", "height; by height_z if that is told",
                       GROWTH_SOURCE, 20, 250, height },
  [PATIENT_CREATININE] = { "creatinine", "creatinine", "mg/dL", "creatinine in serum", "", 0.02,
                           30, NULL },
  [PATIENT_GESTATION] = { "gestation", "", "week", "pregnancy's length at birth", "assumed: 40",
                          22, 44, gestation },
  [PATIENT_WEIGHT_Z] = { "weight_z", "", "1", "weight for age, in standard deviations",
                         GROWTH_SOURCE, -6, 6, weight_z },
  [PATIENT_HEIGHT_Z] = { "height_z", "", "1", "height for age, in standard deviations",
                         GROWTH_SOURCE, -6, 6, height_z },
  [PATIENT_SURFACE] = { "surface", "BSA", "m2", "body surface",
                        "Mosteller, N Engl J Med 1987;317:1098", 0.05, 5, mosteller },
  [PATIENT_SURFACE_DU_BOIS] = { "surface_du_bois", "", "m2", "body surface",
                                "Du Bois, Arch Intern Med 1916;17:863", 0.05, 5, du_bois },
  [PATIENT_SURFACE_HAYCOCK] = { "surface_haycock", "", "m2", "body surface",
                                "Haycock, J Pediatr 1978;93:62", 0.05, 5, haycock },
  [PATIENT_BODY_MASS_INDEX] = { "body_mass_index", "BMI", "kg/m2", "weight by height squared",
                                "definition", 5, 100, body_mass_index },
  [PATIENT_LEAN_MASS] = { "lean_mass", "LBM", "kg", "lean body mass",
                          "below 18 y Peters, Br J Anaesth 2011;106:719; "
                          "adults Boer, Am J Physiol 1984;247:F632",
                          0.2, 150, lean_mass },
  [PATIENT_CLEARANCE] = { "creatinine_clearance", "CrCl", "mL/min",
                          "creatinine clearance of adults, not by surface",
                          "Cockcroft and Gault, Nephron 1976;16:31", 0, 400, cockcroft_gault },
  [PATIENT_FILTRATION] = { "egfr", "eGFR", "mL/min",
                           "glomerular filtration by 1.73 m2, from creatinine",
                           "1 to 18 y Schwartz 2009 (bedside); "
                           "adults CKD-EPI, N Engl J Med 2021;385:1737",
                           0, 400, filtration },
  [PATIENT_MATURATION] = { "gfr_maturation", "", "1",
                           "glomerular filtration for size, as part of an adult's",
                           "Rhodin, Pediatr Nephrol 2009", 0, 1, maturation },
  [PATIENT_MATURING_FILTRATION] = { "gfr_typical", "", "mL/min",
                                    "glomerular filtration of healthy kidneys at that age and "
                                    "weight, not by surface",
                                    "Rhodin, Pediatr Nephrol 2009", 0, 400,
                                    maturing_filtration },
  [PATIENT_AGE_55] = { "older", "age55", "1", "1: 55 y or older", "definition", 0, 1, age_55 },
};

double patient_value(impakt_patient *p, enum patient_row row, int *status)
{
  if (!isnan(p->told[row])) return p->told[row];
  const struct patient_quantity *q = &patient_quantities[row];
  if (!q->formula) {
    *status = message_set(&p->message, IMPAKT_E_ORDER, "%s is not known", q->name);
    return NAN;
  }
  const double value = q->formula(p, status);
  if (*status == 0 && !(value >= q->low && value <= q->high)) {
    *status = message_set(&p->message, IMPAKT_E_RANGE, "%s would be %g %s; expected %g to %g",
                          q->name, value, q->unit, q->low, q->high);
  }
  return *status ? NAN : value;
}
