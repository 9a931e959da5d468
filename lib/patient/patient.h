/* patient.h — the quantities of a patient's record, and how one follows from others. */
#ifndef PATIENT_H
#define PATIENT_H

#include "impakt.h"

#include "message.h"

enum patient_row {
  PATIENT_AGE,
  PATIENT_FEMALE,
  PATIENT_WEIGHT,
  PATIENT_HEIGHT,
  PATIENT_CREATININE,
  PATIENT_GESTATION,
  PATIENT_WEIGHT_Z,
  PATIENT_HEIGHT_Z,
  PATIENT_SURFACE,
  PATIENT_SURFACE_DU_BOIS,
  PATIENT_SURFACE_HAYCOCK,
  PATIENT_BODY_MASS_INDEX,
  PATIENT_LEAN_MASS,
  PATIENT_CLEARANCE,
  PATIENT_FILTRATION,
  PATIENT_MATURATION,
  PATIENT_MATURING_FILTRATION,
  PATIENT_AGE_55,
  PATIENT_ROWS
};

struct impakt_patient {
  double told[PATIENT_ROWS]; /* NaN where it was not */
  struct message message;
};

struct patient_quantity {
  const char *name, *covariate, *unit, *meaning, *source;
  double low, high;
  /* What it is where it was not told; NaN, and the message and *status say why, if it cannot
   * be.  NULL: it must be told. */
  double (*formula)(impakt_patient *patient, int *status);
};

extern const struct patient_quantity patient_quantities[PATIENT_ROWS];

/* As told, or by its formula; NaN, with *status negative and a message, if neither. */
double patient_value(impakt_patient *patient, enum patient_row row, int *status);

#endif
