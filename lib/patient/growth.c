/* growth.c — how large children are, how old patients are, and the normal distribution.
 *
 * Nothing here draws a random number: each function takes a place in its distribution, and gives
 * the same answer for the same place. */
#include "impakt.h"

#include "growth.h"

#include <math.h>
#include <stddef.h>

static const double months_of_year = 12;

/* ---- the normal distribution ----------------------------------------------------------------- */

double impakt_normal_p(double z) { return 0.5 * erfc(-z / sqrt(2)); }

/* Below the median: a rational approximation (Abramowitz and Stegun 26.2.23, good to 4.5e-4), then
 * the inverse's Taylor series from there, whose sixth power adds nothing. */
static double lower_z(double p)
{
  const double t = sqrt(-2 * log(p));
  const double z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                             (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  const double density = exp(-0.5 * z * z) / sqrt(2 * acos(-1.0));
  const double u = (p - impakt_normal_p(z)) / density, zz = z * z;
  const double fifth = (7 + zz * (46 + zz * 24)) / 120, fourth = z * (7 + zz * 6) / 24,
               third = (1 + zz * 2) / 6;
  return z + u * (1 + u * (0.5 * z + u * (third + u * (fourth + u * fifth))));
}

double impakt_normal_z(double p)
{
  if (!(p >= 0 && p <= 1)) return NAN;
  if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
  return p <= 0.5 ? lower_z(p) : -lower_z(1 - p);
}

/* ---- growth ---------------------------------------------------------------------------------- */

struct table {
  const struct growth_row *rows;
  int n;
};

static double between(double a, double b, double part) { return a + part * (b - a); }

/* Power, median and spread each go along a straight line from one row to the next. */
static int look_up(int measure, int female, double age, struct growth_lms *out)
{
  const double months = age * months_of_year;
  if ((measure != IMPAKT_GROWTH_WEIGHT && measure != IMPAKT_GROWTH_HEIGHT) ||
      (female != 0 && female != 1))
    return IMPAKT_E_INDEX;
  const struct table tables[2][2] = {
    { { growth_weight_infant, growth_weight_infants },
      { growth_weight_child, growth_weight_childs } },
    { { growth_length_infant, growth_length_infants },
      { growth_stature_child, growth_stature_childs } },
  };
  const struct table *t = &tables[measure == IMPAKT_GROWTH_HEIGHT][months >= 24];
  if (!(months >= 0 && months <= t->rows[t->n - 1].months)) return IMPAKT_E_RANGE;
  int i = 0;
  while (i < t->n - 2 && t->rows[i + 1].months <= months) i++;
  const struct growth_lms *a = &t->rows[i].of[female], *b = &t->rows[i + 1].of[female];
  const double part =
      (months - t->rows[i].months) / (t->rows[i + 1].months - t->rows[i].months);
  out->power = between(a->power, b->power, part);
  out->median = between(a->median, b->median, part);
  out->spread = between(a->spread, b->spread, part);
  return IMPAKT_OK;
}

/* In a heavy tail the reference reaches infinity at a finite z; it is cut before that. */
static const double least_base = 0.05, no_power = 1e-8;

impakt_status impakt_growth_value(int measure, int female, double age, double z, double *value)
{
  struct growth_lms at;
  if (!value || !isfinite(z)) return IMPAKT_E_ARGUMENT;
  const int status = look_up(measure, female, age, &at);
  if (status) return status;
  *value = fabs(at.power) < no_power
               ? at.median * exp(at.spread * z)
               : at.median * pow(fmax(least_base, 1 + at.power * at.spread * z), 1 / at.power);
  return IMPAKT_OK;
}

impakt_status impakt_growth_z(int measure, int female, double age, double value, double *z)
{
  struct growth_lms at;
  if (!z || !isfinite(value)) return IMPAKT_E_ARGUMENT;
  if (value <= 0) return IMPAKT_E_RANGE;
  const int status = look_up(measure, female, age, &at);
  if (status) return status;
  *z = fabs(at.power) < no_power
           ? log(value / at.median) / at.spread
           : (pow(value / at.median, at.power) - 1) / (at.power * at.spread);
  return IMPAKT_OK;
}

/* ---- ages of patients ------------------------------------------------------------------------ */

static const struct {
  const char *name, *meaning, *source;
  double median, low, high; /* y */
  double spread;            /* of the logarithm of age */
} cohorts[] = {
  { "frontline_children", "first treatment of children (AIEOP-BFM); 42 % are girls",
    "Wurthwein 2021 (median and range); spread assumed", 5.1, 1, 18, 0.6 },
  { "nopho_children", "high-dose methotrexate, first treatment of children (NOPHO)",
    "Taylor 2020 (median and range); spread assumed", 4, 1, 18.8, 0.6 },
  { "eliana", "tisagenlecleucel, children and young adults (ELIANA)",
    "recalled (median and range); spread assumed", 11, 3, 24, 0.6 },
  { "ino_vate", "inotuzumab ozogamicin, adults in relapse (INO-VATE)",
    "recalled (median and range); spread assumed", 47, 18, 79, 0.4 },
  { "e1910", "blinatumomab beside chemotherapy, first treatment of adults (E1910)",
    "E1910 (median and range); spread assumed", 51, 30, 70, 0.4 },
};
enum { COHORTS = sizeof cohorts / sizeof cohorts[0] };

int impakt_cohort_size(void) { return COHORTS; }

const char *impakt_cohort_text(int cohort, int field)
{
  if (cohort < 0 || cohort >= COHORTS) return NULL;
  return field == IMPAKT_NAME      ? cohorts[cohort].name
         : field == IMPAKT_UNIT    ? "y"
         : field == IMPAKT_MEANING ? cohorts[cohort].meaning
         : field == IMPAKT_SOURCE  ? cohorts[cohort].source
                                   : NULL;
}

double impakt_cohort_number(int cohort, int field)
{
  if (cohort < 0 || cohort >= COHORTS) return NAN;
  return field == IMPAKT_DEFAULT ? cohorts[cohort].median
         : field == IMPAKT_LOW   ? cohorts[cohort].low
         : field == IMPAKT_HIGH  ? cohorts[cohort].high
                                 : NAN;
}

/* Where the normal distribution of the logarithm must be centred for the ages between low and high
 * to have their published median: halved until it is found. */
static double centre(int c)
{
  const double low = log(cohorts[c].low), high = log(cohorts[c].high), s = cohorts[c].spread;
  const double wanted = log(cohorts[c].median);
  double from = low - 3, to = high + 3;
  for (int i = 0; i < 100; i++) {
    const double middle = 0.5 * (from + to);
    const double half =
        0.5 * (impakt_normal_p((low - middle) / s) + impakt_normal_p((high - middle) / s));
    if (impakt_normal_p((wanted - middle) / s) > half) from = middle;
    else to = middle;
  }
  return 0.5 * (from + to);
}

impakt_status impakt_cohort_age(int cohort, double u, double *age)
{
  if (!age || !isfinite(u)) return IMPAKT_E_ARGUMENT;
  if (cohort < 0 || cohort >= COHORTS) return IMPAKT_E_INDEX;
  if (u < 0 || u > 1) return IMPAKT_E_RANGE;
  const double low = cohorts[cohort].low, high = cohorts[cohort].high;
  const double s = cohorts[cohort].spread, m = centre(cohort);
  const double p =
      between(impakt_normal_p((log(low) - m) / s), impakt_normal_p((log(high) - m) / s), u);
  *age = fmin(high, fmax(low, exp(m + s * impakt_normal_z(p))));
  return IMPAKT_OK;
}
