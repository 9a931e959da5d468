/* catalogue.h — finding rows of a model by name, with a message if there is none. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "description.h"
#include "message.h"

/* The rows of a kind that are quantities (states, parameters, inputs, outputs, derived,
 * switches); NULL for another kind. */
const struct quantity *catalogue_rows(const struct impakt_model *m, int kind, int *count);

/* The index of a quantity, or a negative status with a message that suggests the nearest. */
int catalogue_find(const struct impakt_model *m, int kind, const char *name,
                   struct message *message);
/* Of a state or output: the state, or the number of states plus the output. */
int catalogue_find_course(const struct impakt_model *m, const char *name,
                          struct message *message);
int catalogue_find_preset(const struct impakt_model *m, const char *name,
                          struct message *message);

/* Whether something needs the user to have set a parameter, which has no default then. */
int catalogue_is_needed(const struct impakt_model *m, int parameter);

/* "WT" of "ino.WT": the name within the model that a system has taken it from. */
const char *catalogue_bare_name(const char *name);

#endif
