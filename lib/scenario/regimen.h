/* regimen.h — schedules of doses in files of their own, which scenarios name. */
#ifndef REGIMEN_H
#define REGIMEN_H

#include "document.h"

struct regimen {
  struct document document;
  char *path;
};

struct scenario;

/* The regimen that a file names, relative to its folder; NULL if it was not read. */
const struct regimen *regimen_loaded(const struct scenario *s, const char *file,
                                     const char *name);

#endif
