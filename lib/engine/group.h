/* group.h — courses side by side, one in each lane of an integrator; a lane whose course has ended takes
 * the next at once, and the others do not notice. */
#ifndef GROUP_H
#define GROUP_H

#include "drive.h"

struct group {
  const struct integrator_kind *kind;
  int lanes; /* 1: a kind's ordinary integrator */
  struct integrator *faces[MOST_LANES];
};

/* Where courses come from, and where they go.  Both are called with one lane. */
struct supply {
  void *owner;
  /* The next course: 1, or 0 if there are no more.  It is for faces[lane], and all that it needs stays
   * until it is put away. */
  int (*next)(void *owner, int lane, struct track **track, const struct course **course);
  /* It has ended with INTEGRATE_OK, or failed as faces[lane]->failure says. */
  void (*ended)(void *owner, int lane, int status);
};

/* lanes: as equations_lanes() says, 1 for a kind without them.  0, or -1 without memory. */
int group_open(struct group *group, const struct integrator_kind *kind,
               const struct equations *e, const struct control *control, int lanes);
void group_close(struct group *group);
/* Drives all that the supply has. */
void group_run(struct group *group, const struct supply *supply);

#endif
