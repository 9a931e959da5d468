/* locate.h — where in a JSON text a value stands: jansson's values do not know their line. */
#ifndef LOCATE_H
#define LOCATE_H

#include <stddef.h>

/* A value by the way to it: a key of an object, or an index of an array where key is NULL.  up is
 * the way to what holds it, NULL for the document itself.  The way to the document is NULL. */
struct scenario_path {
  const struct scenario_path *up;
  const char *key;
  size_t index;
};

enum { SCENARIO_DEPTH = 16 }; /* no path of ours is longer */

/* The line, from 1, of the value's key, or of the value itself if it has none.  text has been
 * parsed without error.  Of a way that leads nowhere, the line of the last step that exists. */
int scenario_line(const char *text, size_t length, const struct scenario_path *path);

/* Writes the way as "doses[1].amount"; "" for the document.  Cut to fit, always ended. */
void scenario_path_write(char *out, size_t size, const struct scenario_path *path);

#endif
