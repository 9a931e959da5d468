/* reader.h — pieces of a JSON document, each checked and refused with its place. */
#ifndef READER_H
#define READER_H

#include "locate.h"

#include <jansson.h>

struct reader {
  const char *file, *text; /* its name for messages; all of it */
  size_t n;
  char *message;
  size_t length;
};

/* Writes "file:line: path: " and the sentence; path NULL is the document.  Always -1. */
__attribute__((format(printf, 3, 4))) int reader_fail(const struct reader *reader,
                                                      const struct scenario_path *path,
                                                      const char *format, ...);
int reader_memory(const struct reader *reader); /* -1: out of memory */

/* The word of the list (ended by NULL) that is most like it; NULL if none is near. */
const char *reader_nearest(const char *word, const char *const *known);
/* Which word of the list text is, or -1. */
int reader_choice(const char *text, const char *const *known);
/* "'a', 'b' or 'c'" of a list. */
void reader_list(char *out, size_t size, const char *const *known);

/* Each: value is of that type, else fails with what was expected. */
int reader_object(const struct reader *reader, const struct scenario_path *path,
                  const json_t *value, const char *expected);
int reader_array(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, const char *expected);
int reader_string(const struct reader *reader, const struct scenario_path *path,
                  const json_t *value, const char *expected);
/* value is an object whose keys are all of the list. */
int reader_keys(const struct reader *reader, const struct scenario_path *path,
                const json_t *value, const char *expected, const char *const *known);

/* A number, or a string of number and unit.  *unit is NULL if there is none. */
int reader_quantity(const struct reader *reader, const struct scenario_path *path,
                    const json_t *value, double *number, const char **unit);
/* The same converted to a unit; a number without one is in it already.  wanted NULL: whatever
 * stands there, unconverted. */
int reader_value(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, const char *wanted, double *number);
/* A time or duration at or after 0, in hours.  It has its unit unless it is 0. */
int reader_hours(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, double *hours);
/* A whole number from 1 to a hundred thousand. */
int reader_count(const struct reader *reader, const struct scenario_path *path,
                 const json_t *value, int *count);

#endif
