/* differences.h — courses that can be changed a little, and slopes in what is changed. */
#ifndef DIFFERENCES_H
#define DIFFERENCES_H

#include "ours.h"

enum { MOST_TIMES = 80, MOST_COLUMNS = 40, MOST_TARGETS = 64 };
enum what { IN_PARAMETER, IN_INITIAL, IN_DOSE };

struct target {
  enum what what;
  int index; /* parameter, state or record */
  int property;
  double step;
  char name[64];
};

/* One dose and its repeats; model and end are for whoever needs them. */
struct published {
  const char *model, *input;
  double time, amount, duration, interval;
  int count;
  double end;
};

/* Of a row or of a published model; one of the two is NULL. */
struct course {
  const char *name;
  const impakt_model *model;
  const struct row *row;
  const struct published *published;
  double times[MOST_TIMES];
  int n_times, n_columns;
  struct target targets[MOST_TARGETS];
  int n_targets;
};

struct tally {
  int passed, failed, zero; /* zero: of those that passed */
  int tells;                /* prints how near each course came */
};
extern struct tally tally;

/* Every slope that there is in the course, against differences. */
void check_course(struct course *c);

#endif
