/* group.c — the loop that keeps lanes full. */
#include "group.h"

#include <string.h>

int group_open(struct group *g, const struct integrator_kind *kind, const struct equations *e,
               const struct control *control, int lanes)
{
  *g = (struct group){ .kind = kind, .lanes = lanes };
  if (lanes > 1) {
    if (!kind->open_lanes(e, control, lanes, g->faces)) return 0;
    memset(g->faces, 0, sizeof g->faces);
    return -1;
  }
  g->faces[0] = kind->open(e, control);
  return g->faces[0] ? 0 : -1;
}

void group_close(struct group *g)
{
  if (!g->faces[0]) return;
  if (g->lanes > 1) g->kind->close_lanes(g->faces, g->lanes);
  else g->kind->close(g->faces[0]);
  memset(g->faces, 0, sizeof g->faces);
}

/* What each lane drives. */
struct courses {
  struct track *track[MOST_LANES];
  const struct course *course[MOST_LANES];
};

/* Takes courses until one asks for a step; 0 if there are no more. */
static int fill(struct group *g, const struct supply *supply, struct courses *way, int lane)
{
  while (supply->next(supply->owner, lane, &way->track[lane], &way->course[lane])) {
    const int status = drive_begin(g->faces[lane], way->track[lane], way->course[lane]);
    if (status == DRIVE_STEP) return 1;
    supply->ended(supply->owner, lane, status);
  }
  return 0;
}

static unsigned step(struct group *g, unsigned busy, unsigned *failed)
{
  *failed = 0;
  if (g->lanes > 1) return g->kind->step_lanes(g->faces, g->lanes, busy, failed);
  *failed = g->kind->step(g->faces[0]) != INTEGRATE_OK;
  return !*failed;
}

void group_run(struct group *g, const struct supply *supply)
{
  struct courses way;
  unsigned busy = 0, failed;
  for (int lane = 0; lane < g->lanes; lane++)
    if (fill(g, supply, &way, lane)) busy |= 1u << lane;
  while (busy) {
    const unsigned stepped = step(g, busy, &failed);
    for (int lane = 0; lane < g->lanes; lane++) {
      struct integrator *I = g->faces[lane];
      int status;
      if (stepped >> lane & 1) status = drive_stepped(I, way.track[lane], way.course[lane]);
      else if (failed >> lane & 1) status = I->failure.status;
      else continue;
      if (status == DRIVE_STEP) continue;
      supply->ended(supply->owner, lane, status);
      if (!fill(g, supply, &way, lane)) busy &= ~(1u << lane);
    }
  }
}
