/* ours.h — a row as a simulation of the library. */
#ifndef OURS_H
#define OURS_H

#include "impakt.h"

#include "row.h"

const impakt_model *ours_model(enum model model);
/* Options, parameters, records in their order, and all states as columns; a status. */
int ours_set_up(impakt_sim *sim, const struct row *row);
/* The states at the times of the samples; a status. */
int ours_run(impakt_sim *sim, const struct row *row, struct samples *samples);
/* Parameters of the first input that RATE -1 and -2 stand for. */
const char *ours_rate_name(const struct row *row);
const char *ours_duration_name(const struct row *row);

#endif
