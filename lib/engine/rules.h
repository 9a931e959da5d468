/* rules.h — what is done when a quantity crosses a level, and before a dose that is due.
 *
 * A rule is armed while its quantity is not beyond its level.  It crosses between two of the nodes of
 * a step, where it is located on the step's own interpolant as switches are, or by a jump.  All rules
 * that have crossed by the time of an event act in order of number, each with its undelayed actions at
 * once; then those act that this made cross.  A delayed action is a moment of the schedule.  The slope
 * of the time of a firing, which all that follows from it inherits, is -(dq - dlevel) / (dq/dt) of the
 * quantity q, or that of the event that made q jump, or that of the firing whose rest has ended. */
#ifndef RULES_H
#define RULES_H

#include "drive.h"

enum rule_act { RULE_GIVES, RULE_SCALES, RULE_RUNS, RULE_SETS, RULE_STOPS };

struct rule_action {
  int rule;
  enum rule_act what;
  int index;    /* gives: the first of given[]; scales, runs: the input; sets: the place in p */
  int count;    /* gives: how many of given[] */
  double value; /* scales: the factor; runs: the rate in the input's unit; sets: the value */
  const double *value_slope; /* [n_slopes] */
  double delay;              /* h */
};

struct rule {
  int quantity;  /* state, or number of states plus output */
  int direction; /* 1 rising, -1 falling */
  double level, rearm;
  const double *level_slope;     /* [n_slopes]; NULL for 0 */
  int most, most_within;         /* firings in all, and within a time; 0: no limit */
  double within, rest, from, to; /* h */
  int again;                     /* acts once more when it may, if still beyond the level */

  /* while the course runs */
  int armed, beyond;
  int shows_beyond, shows_back, crosses; /* scratch: at a node, and in a round */
  int looks;                             /* it is time to look again */
  int waits; /* the firing whose rest or limit such a time is counted from; -1 for none */
  int n_fired, room;
  double *fired;       /* [room] */
  double *fired_slope; /* [room + 1][n_slopes]; behind the last firing, of the next */
};

enum check_act { CHECK_SKIPS, CHECK_DELAYS, CHECK_SCALES, CHECK_ENDS };

struct check {
  int record, quantity, direction;
  double level;
  enum check_act act;
  double value; /* h, or a factor */
  int n_acted;  /* while the course runs */
};

struct acted {
  int check;
  double t;
};

struct under_way { /* a delayed action */
  const struct rule_action *action;
  int firing; /* of all rules' */
  int cancelled;
  double *slope; /* [n_slopes] of its time */
};

enum rules_trouble { RULES_FIRED_OUT, RULES_GIVEN_OUT, RULES_CHECKED_OUT, RULES_NO_SLOPE };

struct rules {
  struct rule *rules;
  struct check *checks;
  const struct rule_action *actions;
  int n, n_checks, n_actions;
  struct given *given; /* the schedule's; behind it is room for what rules give */
  int n_given, given_room;
  double *given_slope; /* [room for what rules give][3][n_slopes] */
  struct under_way *under_way;
  int n_firings;
  int n_under_way; /* room for n_actions times the most firings that a rule has room for */
  struct acted *acted;
  int n_acted, acted_room;

  /* while the course runs */
  int first_added; /* of given[] */
  int shows_outputs;
  int stopped_by;             /* rule, -1 if none has */
  enum rules_trouble trouble; /* when INTEGRATE_RULES */
  int troubled;               /* rule or check that had it */
};

/* For time 0, before anything happens there. */
void rules_begin(struct integrator *I, struct track *track, const struct course *c);
/* When in the last step, up to the time limit, a rule crosses first; INFINITY if none does.  Rules
 * are armed by what the step shows before that, or before the limit. */
double rules_find(struct integrator *I, struct track *track, const struct course *c,
                  double limit);
/* An event is about to happen at I->t: which rules have crossed by themselves. */
int rules_cross(struct integrator *I, struct track *track, const struct course *c);
/* Part of an event has happened, and may have made rules cross. */
void rules_note(struct integrator *I, struct track *track, const struct course *c);
/* All has happened at I->t but what rules do. */
int rules_settle(struct integrator *I, struct track *track, const struct course *c);
/* A moment of the schedule: a delayed action, or the end of a rule's rest. */
int rules_act(struct integrator *I, struct track *track, const struct course *c, int index);
void rules_look(struct track *track, const struct course *c, int index);

/* given[index] is due: looks at its checks (checks.c). */
int checks_due(struct integrator *I, struct track *track, const struct course *c, int index);

/* A state or output at I->t. */
double rules_quantity(struct integrator *I, struct track *track, int quantity);
int rules_fail(struct integrator *I, const struct course *c, enum rules_trouble trouble,
               int which);

#endif
