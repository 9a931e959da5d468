/* scenario_folder.h — a folder for one test, with a file that the scenario names beside it. */
#ifndef SCENARIO_FOLDER_H
#define SCENARIO_FOLDER_H

#include "scenarios.h"

#include <unistd.h>

static char folder[32], file[64], scenario_file[64]; /* the scenario itself is never written */

static inline void make_folder(const char *name)
{
  strcpy(folder, "/tmp/impakt_XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(file, sizeof file, "%s/%s", folder, name);
  snprintf(scenario_file, sizeof scenario_file, "%s/scenario.json", folder);
}

static inline void remove_folder(void)
{
  unlink(file);
  rmdir(folder);
}

static inline void write_file(const char *text)
{
  FILE *out = fopen(file, "w");
  ck_assert_ptr_nonnull(out);
  fputs(text, out);
  fclose(out);
}

#endif
