/* internal.h — a scenario as it is kept: the document, and what follows from it once. */
#ifndef SCENARIO_INTERNAL_H
#define SCENARIO_INTERNAL_H

#include "document.h"
#include "scenario.h"

struct regimen;

/* Settings lie on one another: an arm's over its scenario's, a schedule's over the one that it
 * extends.  path is NULL for the document itself; document is NULL for the scenario's own. */
struct layer {
  const json_t *settings;
  const struct scenario_path *path;
  const struct document *document;
};

enum { SCENARIO_LAYERS = 8 }; /* of schedules that extend one another */

struct arm {
  const char *name;
  struct layer layers[SCENARIO_LAYERS + 1]; /* lowest first, that of the system */
  int n_layers;
  struct scenario_path path[2]; /* of its own settings */
  char remark[384];             /* "" unless a regimen has one */
};

struct part_of_scenario {
  const char *label;
  const impakt_model *model;
};

struct scenario {
  struct document document, system_document; /* the second is empty unless a file was named */
  struct layer system_layer;                 /* its settings are NULL without a system */
  const char *title, *look_at;
  const impakt_model *model;
  impakt_system *system; /* NULL unless the scenario wires one */
  struct part_of_scenario *parts;
  int n_parts;
  struct scenario_wire *wires;
  int n_wires;
  struct regimen *regimens; /* the files that regimens were read from */
  int n_regimens;
  struct arm *arms;
  int n_arms;
  json_t *watch; /* borrowed; NULL: everything */
  double *times;
  size_t n_times;
  int dose_rows; /* rows at the times of doses, too */
  const char *time_unit;
  double time_hours;
  struct scenario_measure *measures;
  int n_measures;
  json_t *names; /* strings made here, kept alive for the measures */
};

/* outputs.c: "outputs" and "measures" of the document */
int scenario_read_outputs(struct scenario *s, const struct reader *reader);
int scenario_read_measures(struct scenario *s, const struct reader *reader);
/* and what follows from them for an arm: scenario_sim_times */
int scenario_rows(const struct scenario *s, const struct reader *reader, impakt_sim *sim,
                  int ran, double **out, size_t *n);

/* The records of doses that have been made since first was set to -1. */
struct made {
  int first, last;
};

/* What a step of setting up needs. */
struct setup {
  const struct scenario *scenario;
  const struct reader *reader;
  impakt_sim *sim;
  struct made *made;   /* NULL where no doses are made */
  json_t *check_names; /* where names of checks are gathered, or NULL */
};
/* Passes the library's sentence on, with its place; -1 if status is a failure. */
int setup_library(const struct setup *setup, const struct scenario_path *path,
                  impakt_status status);

/* course.c: a parameter or covariate in time, in a unit; freed by its caller */
struct scenario_course {
  double *times, *values;
  size_t n;
  int rule;
};
int scenario_read_course(const struct reader *reader, const struct scenario_path *path,
                         const json_t *value, const char *unit, struct scenario_course *course);
void scenario_course_free(struct scenario_course *course);
/* Passes the library's sentence on, if status is a failure, with the place of the list or value
 * that is wrong. */
int scenario_course_failed(const struct setup *setup, const struct scenario_path *path,
                           impakt_status status);

/* dose.c: a dose's keys; then all doses of an arm */
int scenario_check_dose(const struct reader *reader, const struct scenario_path *path,
                        const json_t *value);
int scenario_set_doses(const struct setup *setup, const struct arm *arm);
int scenario_set_dose(const struct setup *setup, const struct scenario_path *path,
                      const json_t *value);
/* Whether weight and surface are known for all doses so far. */
int scenario_check_weights(const struct setup *setup, const struct scenario_path *path);

/* regimen_read.c: the files of a layer's regimens, read and checked; regimen.c: then their doses, for the
 * patient.
 * remark: what is to be said of one outside of a regimen's range, "" before. */
int scenario_check_regimens(struct scenario *s, const struct reader *reader,
                            const struct layer *layer);
int scenario_set_regimens(const struct setup *setup, const struct arm *arm,
                          impakt_patient *record, char *remark, size_t length);
void scenario_free_regimens(struct scenario *s);

/* dose_table.c: doses that stand in a file; its keys, then what it gives */
int scenario_check_table(const struct reader *reader, const struct scenario_path *path,
                         const json_t *value);
int scenario_set_table(const struct setup *setup, const struct scenario_path *path,
                       const json_t *value);

/* The same for one of a rule, whose time may be left out: it counts from the firing. */
int scenario_set_dose_of_rule(const struct setup *setup, const struct scenario_path *path,
                              const json_t *value);
/* The highest layer that has this key, or NULL. */
const struct layer *scenario_highest(const struct arm *arm, const char *key);

/* rules.c: the keys of a rule, or of the checks of a dose; then all rules of an arm, after its
 * doses */
int scenario_check_rule(const struct reader *reader, const struct scenario_path *path,
                        const json_t *value);
int scenario_check_checks(const struct reader *reader, const struct scenario_path *path,
                          const json_t *value);
int scenario_set_checks(const struct setup *setup, const struct scenario_path *path,
                        const json_t *checks, int record);
/* rule_names.c: the name of a check that has been set; -1 without memory */
int scenario_note_check(const struct setup *setup, const json_t *check);
int scenario_set_rules(const struct setup *setup, const struct arm *arm);

/* setup.c: one layer's keys and types; then everything on a simulation, with its errors */
extern const char *const scenario_arm_keys[], *const scenario_schedule_keys[];
/* keys: all that there may be; NULL if that has been checked */
int scenario_check_layer(const struct reader *reader, const struct layer *layer,
                         const char *const *keys);
int scenario_set_up(const struct scenario *s, const struct reader *reader, int arm,
                    impakt_sim **out, char *remark, size_t length, json_t *check_names);

/* The reader of a layer's document, with the message of another. */
static inline struct reader reader_in(const struct reader *reader, const struct layer *layer)
{
  return layer->document ? document_reader(layer->document, reader->message, reader->length)
                         : *reader;
}

/* system.c: a system that is a document of its own */
int scenario_read_whole_system(struct scenario *s, const struct reader *reader);
/* "model" or "system" of the document.  given: the model of schedules where the file
 * names none. */
int scenario_read_model(struct scenario *s, const struct reader *reader,
                        const impakt_model *given);

/* setup.c: whether an input that must be driven (IMPAKT_DRIVEN) is left open in an arm */
int scenario_check_driven(const struct scenario *s, const struct reader *reader, int arm,
                          impakt_sim *sim);

/* population.c */
int scenario_population_of(const struct scenario *s, const struct reader *reader, int arm,
                           struct scenario_population *out);

/* patient.c: what the arm tells of the person; the caller ends the record */
int scenario_set_patient(const struct scenario *s, const struct reader *reader,
                         const struct arm *arm, impakt_sim *sim, impakt_patient **record);
int scenario_patient_row(const char *name); /* of a record, or -1 */

/* The key's value in a borrowed document; NULL if it is not there. */
static inline json_t *member(const json_t *object, const char *key)
{
  return json_object_get(object, key);
}

#endif
