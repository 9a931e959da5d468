/* sim_arrival.h — one record as it arrives, with its slope in one direction. */
#ifndef SIM_ARRIVAL_H
#define SIM_ARRIVAL_H

#include "sim.h"

/* What a record goes by, in one direction of slopes. */
struct basis {
  int slope; /* number of the slope, -1 for none */
  double t;  /* when it is given; NaN: not yet found */
  double t_slope;
  int by_weight, by_area; /* whether any dose goes by them */
  double weight, area;    /* of the patient, else NaN */
  double weight_log_slope, area_log_slope;
  const dual *fraction, *lag, *molar_mass; /* [nu] */
  const double *plain;                     /* [npq] */
  const dual *p;                           /* [npq], NULL without slopes */
};

struct arrival {
  dual amount, duration; /* before the fraction */
  dual start, end, size;
};

/* To begin with; its time is not found yet. */
struct basis arrival_basis(const impakt_sim *sim, int slope);
/* The basis becomes that of time t, unless it is; seeds: NULL without slopes. */
int arrival_find_basis(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
                       double t, double t_slope);
/* The record's first, by a basis of its time. */
int arrival_find(impakt_sim *sim, const struct basis *b, int record, struct arrival *a);
/* What record gives as number j, but for the intervals that it is given later.  Without courses
 * all that it gives is alike. */
int arrival_find_given(impakt_sim *sim, struct basis *b, const struct slope_seeds *seeds,
                       int record, int j, struct arrival *a);
/* Whether the slope of this basis is in this property of the record. */
int arrival_is_in(const impakt_sim *sim, const struct basis *b, int record, int what);
/* A value in the prescriber's unit, in the input's. */
int arrival_convert(impakt_sim *sim, const struct basis *b, const struct dose *d,
                    const struct amount_rule *rule, dual given, dual *out);

#endif
