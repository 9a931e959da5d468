/* checks.h — what every model must satisfy, whatever it describes.
 *
 * A check looks at one model and writes a sentence into the report for each thing that is wrong.
 * contract.c runs them over the registry, and over models that are broken on purpose. */
#ifndef CHECKS_H
#define CHECKS_H

#include "description.h"

struct report {
  int count;       /* sentences so far */
  char text[8192]; /* one a line; the later ones are left out if they do not fit */
};

/* A sentence about the model. */
__attribute__((format(printf, 3, 4))) void report_say(struct report *report,
                                                      const struct impakt_model *model,
                                                      const char *format, ...);

/* Whether the report has this sentence, or part of one. */
int report_says(const struct report *report, const char *part);

/* (1) names, units, ranges, presets, sources, spread between patients */
void check_tables(const struct impakt_model *model, struct report *report);
/* (1) a key stands for one work, and a work has one key, in all models */
void check_references(const struct impakt_model *const *models, int n, struct report *report);
/* (2) everything that the equations should assign is assigned, and finite at the start */
void check_assigned(const struct impakt_model *model, struct report *report);
/* (3) every parameter and input acts on something */
void check_used(const struct impakt_model *model, struct report *report);
/* (4) dual passes give the plain values */
void check_bits(const struct impakt_model *model, struct report *report);
/* (5) slopes, and the Jacobian of the public interface, are those of differences */
void check_slopes(const struct impakt_model *model, struct report *report);
/* (6) the pattern of the Jacobian misses nothing */
void check_pattern(const struct impakt_model *model, struct report *report);
/* (7) the equations keep their form under other units */
void check_units(const struct impakt_model *model, struct report *report);
/* (8) no state turns negative from zero */
void check_positive(const struct impakt_model *model, struct report *report);
/* (9) a year without dosing can be integrated: at the defaults, in each preset, at corners */
void check_year(const struct impakt_model *model, struct report *report);
/* (11) every switch is on somewhere in the ranges and off elsewhere */
void check_switches(const struct impakt_model *model, struct report *report);
/* (12) nothing jumps but states at switches and doses, and outputs that are said to step */
void check_jumps(const struct impakt_model *model, struct report *report);

/* The written-out code (written.h), in each build that this processor runs; checks_written.c. */
/* (13) values are those of the plain pass in every bit */
void check_written_values(const struct impakt_model *model, struct report *report);
/* (14) slopes are those of the dual passes */
void check_written_slopes(const struct impakt_model *model, struct report *report);
/* (15) all builds have the same bits in everything, and no lane sees what is in another */
void check_written_lanes(const struct impakt_model *model, struct report *report);
/* (16) the elimination solves, and refuses what the engine's list refuses */
void check_written_solve(const struct impakt_model *model, struct report *report);
/* (17) the pattern is the engine's */
void check_written_pattern(const struct impakt_model *model, struct report *report);

#endif
