/* patient.c — a patient's record: what was told, what follows, and handing it to a simulation. */
#include "patient.h"

#include "catalogue.h"
#include "sim.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A record may say a surface that its weight and height do not make by Mosteller's formula, but by
 * another: those differ by less than this part. */
static const double other_formula = 0.1;

static int done(impakt_patient *p)
{
  p->message.text[0] = '\0';
  return IMPAKT_OK;
}

int impakt_patient_size(void) { return PATIENT_ROWS; }

const char *impakt_patient_text(int row, int field)
{
  if (row < 0 || row >= PATIENT_ROWS) return NULL;
  const struct patient_quantity *q = &patient_quantities[row];
  return field == IMPAKT_NAME        ? q->name
         : field == IMPAKT_UNIT      ? q->unit
         : field == IMPAKT_MEANING   ? q->meaning
         : field == IMPAKT_SOURCE    ? q->source
         : field == IMPAKT_COVARIATE ? q->covariate
                                     : NULL;
}

impakt_status impakt_patient_new(impakt_patient **out)
{
  if (!out) return IMPAKT_E_ARGUMENT;
  impakt_patient *p = calloc(1, sizeof *p);
  if (!p) return IMPAKT_E_MEMORY;
  for (int i = 0; i < PATIENT_ROWS; i++) p->told[i] = NAN;
  *out = p;
  return IMPAKT_OK;
}

impakt_status impakt_patient_copy(impakt_patient **out, const impakt_patient *patient)
{
  if (!out || !patient) return IMPAKT_E_ARGUMENT;
  impakt_patient *p = malloc(sizeof *p);
  if (!p) return IMPAKT_E_MEMORY;
  *p = *patient;
  *out = p;
  return IMPAKT_OK;
}

void impakt_patient_free(impakt_patient *patient) { free(patient); }

const char *impakt_patient_message(const impakt_patient *patient)
{
  return patient ? patient->message.text : "";
}

/* ---- names and units ------------------------------------------------------------------------- */

static int row_of_covariate(const char *name)
{
  for (int i = 0; i < PATIENT_ROWS; i++)
    if (!strcmp(patient_quantities[i].covariate, name)) return i;
  return -1;
}

static const char *name_of_row(const void *list, int i)
{
  (void)list;
  return i < PATIENT_ROWS ? patient_quantities[i].name : NULL;
}

static int find(impakt_patient *p, const char *name)
{
  if (!name) return message_set(&p->message, IMPAKT_E_ARGUMENT, "the name is NULL");
  for (int i = 0; i < PATIENT_ROWS; i++)
    if (!strcmp(patient_quantities[i].name, name)) return i;
  const int row = *name ? row_of_covariate(name) : -1;
  if (row >= 0) return row;
  char hint[160];
  message_suggest(hint, sizeof hint, message_nearest(name, name_of_row, NULL));
  return message_set(&p->message, IMPAKT_E_NAME, "a patient's record has no '%s'%s", name,
                     hint);
}

/* How many of `to` one of `from` is; NaN if they measure different things.  Laboratories give
 * creatinine by its mass and by its substance. */
static double ratio(enum patient_row row, const char *from, const char *to)
{
  struct unit a, b, molar;
  if (units_parse(from, &a, NULL, 0) || units_parse(to, &b, NULL, 0)) return NAN;
  if (units_convertible(&a, &b)) return units_ratio(&a, &b);
  if (row != PATIENT_CREATININE || units_parse("113.12*g/mol", &molar, NULL, 0)) return NAN;
  struct unit made;
  if (!units_multiply(&made, &a, &molar) && units_convertible(&made, &b))
    return units_ratio(&made, &b);
  if (!units_divide(&made, &a, &molar) && units_convertible(&made, &b))
    return units_ratio(&made, &b);
  return NAN;
}

impakt_status impakt_patient_set(impakt_patient *patient, const char *name, double value,
                                 const char *unit)
{
  if (!patient) return IMPAKT_E_ARGUMENT;
  const int row = find(patient, name);
  if (row < 0) return row;
  const struct patient_quantity *q = &patient_quantities[row];
  const double factor = unit ? ratio(row, unit, q->unit) : 1;
  if (isnan(factor))
    return message_set(&patient->message, IMPAKT_E_UNIT, "%s: '%s' does not convert to %s",
                       q->name, unit, q->unit);
  if (!isfinite(value * factor))
    return message_set(&patient->message, IMPAKT_E_ARGUMENT, "%s is not finite", q->name);
  if (value * factor < q->low || value * factor > q->high)
    return message_set(&patient->message, IMPAKT_E_RANGE, "%s is %g %s; expected %g to %g",
                       q->name, value * factor, q->unit, q->low, q->high);
  if (!strcmp(q->unit, "1") && q->low == 0 && value != 0 && value != 1 &&
      row != PATIENT_MATURATION)
    return message_set(&patient->message, IMPAKT_E_RANGE, "%s is %g; expected 0 or 1 (%s)",
                       q->name, value, q->meaning);
  patient->told[row] = value * factor;
  return done(patient);
}

impakt_status impakt_patient_get(impakt_patient *patient, const char *name, double *value)
{
  if (!patient || !value) return IMPAKT_E_ARGUMENT;
  const int row = find(patient, name);
  if (row < 0) return row;
  int status = 0;
  const double found = patient_value(patient, row, &status);
  if (status) return status;
  *value = found;
  return done(patient);
}

/* ---- to a simulation ------------------------------------------------------------------------- */

static int agrees_with_itself(impakt_patient *p)
{
  impakt_patient formula = *p;
  formula.told[PATIENT_SURFACE] = NAN;
  int status = 0;
  const double made = patient_value(&formula, PATIENT_SURFACE, &status);
  const double told = p->told[PATIENT_SURFACE];
  if (status || isnan(told) || fabs(told / made - 1) <= other_formula) return IMPAKT_OK;
  return message_set(&p->message, IMPAKT_E_RANGE,
                     "surface is %.3g m2, but %.3g kg and %.3g cm make %.3g m2", told,
                     patient_value(&formula, PATIENT_WEIGHT, &status),
                     patient_value(&formula, PATIENT_HEIGHT, &status), made);
}

/* Into values[] what the record tells of the model's covariates. */
static int tell(impakt_patient *p, const impakt_model *m, double *values, int complete)
{
  for (int i = 0; i < m->np; i++) {
    if (m->p[i].source != SOURCE_PATIENT) continue;
    const int row = row_of_covariate(catalogue_bare_name(m->p[i].name));
    const double factor =
        row < 0 ? NAN : ratio(row, patient_quantities[row].unit, m->p[i].unit);
    int status = 0;
    const double value = isnan(factor) ? NAN : factor * patient_value(p, row, &status);
    if (!isnan(value)) {
      values[i] = value;
      continue;
    }
    if (!complete) continue;
    char reason[sizeof p->message.text] = "a record has no such quantity";
    if (status) memcpy(reason, p->message.text, sizeof reason);
    return message_set(&p->message, IMPAKT_E_NAME,
                       "the record does not tell '%s' (%s) that %s asks for: %.200s",
                       m->p[i].name, m->p[i].meaning, m->name, reason);
  }
  return IMPAKT_OK;
}

/* Weight and surface, which doses go by even where no model asks for them. */
static int tell_size(impakt_patient *p, impakt_sim *sim)
{
  static const enum patient_row rows[] = { PATIENT_WEIGHT, PATIENT_SURFACE };
  for (int i = 0; i < 2; i++) {
    int unknown = 0;
    const double value = patient_value(p, rows[i], &unknown);
    const int status =
        unknown ? 0 : impakt_sim_set_patient(sim, patient_quantities[rows[i]].covariate, value);
    if (status) return message_set(&p->message, status, "%s", impakt_sim_message(sim));
  }
  return IMPAKT_OK;
}

impakt_status impakt_patient_apply(impakt_patient *patient, impakt_sim *sim, int complete)
{
  if (!patient || !sim) return IMPAKT_E_ARGUMENT;
  int status = agrees_with_itself(patient);
  if (status) return status;
  const size_t n = sim->model->np;
  double *values = calloc(n + 1, sizeof *values);
  if (!values) return message_set(&patient->message, IMPAKT_E_MEMORY, "out of memory");
  impakt_sim_get_parameters(sim, values, n);
  status = tell(patient, sim->model, values, complete);
  if (!status) {
    status = impakt_sim_set_parameters(sim, values, n);
    if (status) message_set(&patient->message, status, "%s", impakt_sim_message(sim));
  }
  if (!status) status = tell_size(patient, sim);
  free(values);
  return status ? status : done(patient);
}

/* ---- virtual patients ------------------------------------------------------------------------ */

static const double child_correlation = 0.65, adult_correlation = 0.45;
static const struct {
  double weight, weight_sd, height, height_sd;
} adults[2] = { { 88, 18, 176, 7.5 }, { 76, 18, 163, 7 } }; /* men, women */
static const double charts_end = 20;                        /* y */

static double second(double correlation, double z, double independent)
{
  return correlation * z + sqrt(1 - correlation * correlation) * independent;
}

static double within(enum patient_row row, double value)
{
  return fmin(patient_quantities[row].high, fmax(patient_quantities[row].low, value));
}

impakt_status impakt_patient_draw(impakt_patient *patient, double z_height, double z_weight)
{
  if (!patient) return IMPAKT_E_ARGUMENT;
  if (!isfinite(z_height) || !isfinite(z_weight))
    return message_set(&patient->message, IMPAKT_E_ARGUMENT, "a normal number is not finite");
  int status = 0;
  const double age = patient_value(patient, PATIENT_AGE, &status);
  const double female = status ? NAN : patient_value(patient, PATIENT_FEMALE, &status);
  if (status) return status;
  const int sex = female > 0;
  double height, weight;
  if (age < charts_end) {
    const double z = second(child_correlation, z_height, z_weight);
    impakt_growth_value(IMPAKT_GROWTH_HEIGHT, sex, age, z_height, &height);
    impakt_growth_value(IMPAKT_GROWTH_WEIGHT, sex, age, z, &weight);
  } else {
    const double z = second(adult_correlation, z_height, z_weight);
    const double part = adults[sex].weight_sd / adults[sex].weight;
    const double variance = log1p(part * part); /* of the logarithm */
    height = adults[sex].height + adults[sex].height_sd * z_height;
    weight = adults[sex].weight * exp(sqrt(variance) * z - variance / 2);
  }
  patient->told[PATIENT_HEIGHT] = within(PATIENT_HEIGHT, height);
  patient->told[PATIENT_WEIGHT] = within(PATIENT_WEIGHT, weight);
  patient->told[PATIENT_HEIGHT_Z] = patient->told[PATIENT_WEIGHT_Z] = NAN;
  return done(patient);
}
