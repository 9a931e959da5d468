/* moving.h — parameters that follow a course of their own in time.
 *
 * Carried forward, a value holds from its time on; carried backward, a value holds up to its time,
 * and the next from there; linear ones move from one to the next.  After the last time all hold. */
#ifndef MOVING_H
#define MOVING_H

enum moving_rule { MOVING_FORWARD, MOVING_BACKWARD, MOVING_LINEAR }; /* the public numbers */

struct moving {
  int at; /* in p */
  enum moving_rule rule;
  int n;
  const double *times, *values; /* times increase; the first is 0, unless carried backward */

  /* while a course is integrated */
  int next;                /* of the times: where it changes next */
  double from, since, rate; /* the value at `since`, and how much more each hour */
  double low, high;         /* between which it moves */
};

/* What is given at t goes by this. */
double moving_value(const struct moving *m, double t);
/* Per h, in the time that follows t. */
double moving_rate(const struct moving *m, double t);

/* ---- while a course is integrated ------------------------------------------------------------ */

struct integrator;
struct track;
struct course;

void moving_begin(struct integrator *I, struct track *track, const struct course *course);
/* When a parameter changes next; INFINITY if none does. */
double moving_next(const struct track *track);
/* Parameters that change at I->t take their value from there on: those carried forward and linear
 * ones, which what is given then goes by, or those carried backward. */
int moving_change(struct integrator *I, struct track *track, int backward);
/* Parameters that move within the piece are NaN, with all that follows from them. */
void moving_hide(struct integrator *I, struct track *track);
void moving_show(struct integrator *I, struct track *track);
/* The slopes of parameters become those along with an event, whose time has the slopes event_slope;
 * or those at a fixed time again. */
void moving_along(struct integrator *I, struct track *track, int along);

#endif
