/* scenario.h — treatments written down as JSON: read, checked and set up as simulations.
 *
 * docs/scenarios.md says what may stand in a file.  A file that has been read is right: every key,
 * name, unit and number of every arm has been tried on a simulation, and lines are known only
 * here.  What can still fail is the run.
 *
 * Functions that take a message return 0, or -1 after writing one sentence there, of less than
 * length bytes and ended: "treatment.json:14: doses[1].amuont: unknown key; did you mean
 * 'amount'?".  A failing call leaves its other outputs untouched.  Nothing prints.  Strings that
 * come back live as long as the scenario. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "impakt.h"

struct scenario;

enum { SCENARIO_MESSAGE = 1024 }; /* a length that holds any message */

extern const char *const scenario_rules[]; /* of courses, by their numbers; ended by NULL */

/* A scenario file, or its text as if it stood in a file of that name. */
int scenario_read(struct scenario **out, const char *path, char *message, size_t length);
int scenario_read_text(struct scenario **out, const char *file, const char *text, size_t n,
                       char *message, size_t length);

/* The schedules of a file of facts: {"schedules": {name: ...}}.  Each is an arm; it may extend
 * another as an arm does its scenario.  There are no outputs and no measures.  model: whose
 * schedules they are, or NULL if the file names a model or system itself. */
int scenario_read_schedules(struct scenario **out, const char *path, const impakt_model *model,
                            char *message, size_t length);
int scenario_read_schedules_text(struct scenario **out, const char *file, const char *text,
                                 size_t n, const impakt_model *model, char *message,
                                 size_t length);
/* A file of a system alone: its models, wires, presets and parameters.  There is one arm, and no
 * doses, outputs or measures. */
int scenario_read_system(struct scenario **out, const char *path, char *message, size_t length);
int scenario_read_system_text(struct scenario **out, const char *file, const char *text,
                              size_t n, char *message, size_t length);
void scenario_free(struct scenario *scenario); /* accepts NULL */

const char *scenario_title(const struct scenario *scenario);   /* "" if none */
const char *scenario_look_at(const struct scenario *scenario); /* "" if none */
/* Lives as long as the scenario; so must every simulation made from it. */
const impakt_model *scenario_model(const struct scenario *scenario);
/* The models of a system and their labels; of a model alone, itself under the label "". */
int scenario_part_count(const struct scenario *scenario);
const char *scenario_part_label(const struct scenario *scenario, int part);
const impakt_model *scenario_part_model(const struct scenario *scenario, int part);

/* What a system says of itself: "name", "title", "purpose", "limits"; "" if it does not. */
const char *scenario_system_text(const struct scenario *scenario, const char *key);
/* How its models are wired: output times factor to input.  unit is NULL for a bare number. */
struct scenario_wire {
  const char *output, *input, *unit;
  double factor;
};
int scenario_wire_count(const struct scenario *scenario);
const struct scenario_wire *scenario_wire_at(const struct scenario *scenario, int wire);

/* A scenario without arms has one, named "". */
int scenario_arm_count(const struct scenario *scenario);
const char *scenario_arm_name(const struct scenario *scenario, int arm);
/* What a regimen says of a patient outside of its range; "" if nothing. */
const char *scenario_arm_remark(const struct scenario *scenario, int arm);
int scenario_arm_find(const struct scenario *scenario, const char *name); /* -1 if unknown */

/* A new simulation of one arm: presets, patient, parameters, initial values, doses, options, what
 * is watched, and the measures, numbered from 0 in the order of scenario_measure.  The caller
 * ends it with impakt_sim_free. */
int scenario_simulation(const struct scenario *scenario, int arm, impakt_sim **out,
                        char *message, size_t length);

/* How many patients, and how they differ around that arm; what "population" does not say is as the
 * models publish it.  The caller ends population with impakt_population_free. */
enum { SCENARIO_QUANTILES = 32 };
struct scenario_population {
  impakt_population *population;
  uint64_t patients, seed;
  double quantiles[SCENARIO_QUANTILES];
  int n_quantiles;
};
int scenario_population(const struct scenario *scenario, int arm, struct scenario_population *out,
                        char *message, size_t length);
/* The whole of the file. */
const char *scenario_text(const struct scenario *scenario);

/* The options as they are in that arm; a NaN where the file leaves the library's default. */
double scenario_option(const struct scenario *scenario, int arm, int option);

/* Output times in hours, increasing; NULL and 0 for schedules. */
const double *scenario_times(const struct scenario *scenario, size_t *n);
/* The same, and unless the file says otherwise the start and end of whatever sim is given up to
 * the last of them, and shortly after a bolus; lags play no part.  sim is one that
 * scenario_simulation made; not for schedules.  The caller frees *times. */
int scenario_sim_times(const struct scenario *scenario, impakt_sim *sim, double **times,
                       size_t *n, char *message, size_t length);
/* The same once sim has run, with what rules gave and checks delayed.  More times do not change what
 * a run does, so that it can be run again with them. */
int scenario_ran_times(const struct scenario *scenario, impakt_sim *sim, double **times,
                       size_t *n, char *message, size_t length);
/* The unit in which times are to be shown, and its length in hours. */
const char *scenario_time_unit(const struct scenario *scenario, double *hours);

/* Rules of an arm have the numbers that they have on its simulation, from 0; the name is what the
 * file says, or what the rule watches. */
int scenario_rule_count(const struct scenario *scenario, int arm);
void scenario_rule_name(const struct scenario *scenario, int arm, int rule, char *text,
                        size_t length);
/* The same for all checks; NULL without memory, or if the arm cannot be set up.  The caller frees each
 * name, and the list. */
char **scenario_check_names(const struct scenario *scenario, int arm, int *n);

/* One number a run.  If the file names none: peak, its time and area of each watched quantity, or
 * of each output, or state if there is no output. */
struct scenario_measure {
  const char *name, *quantity, *what; /* what: "peak", "time above", ... */
  const char *quantity_unit;
  char unit[96];          /* of the value as it is to be shown */
  double hours;           /* divide what impakt_sim_measured gives by this to have that unit */
  double level, from, to; /* in the unit of the quantity, NaN if not used; hours; hours */
  int kind;               /* IMPAKT_PEAK, ... */
};
int scenario_measure_count(const struct scenario *scenario);
const struct scenario_measure *scenario_measure_at(const struct scenario *scenario,
                                                   int measure);

#endif
