/* sim.h — what a simulation keeps: its settings, and the room that its runs use again. */
#ifndef SIM_H
#define SIM_H

#include "impakt.h"

#include "amount.h"
#include "catalogue.h"
#include "drive.h"
#include "message.h"
#include "rules.h"

enum record_kind {
  DOSE_FOR_DURATION,
  DOSE_AT_RATE,
  DOSE_RATE_FOR_DURATION,
  DOSE_AT_PARAMETER,  /* amount, at a rate that is a parameter */
  DOSE_FOR_PARAMETER, /* amount, over a duration that is a parameter */
  RECORD_STEADY_INFUSION,
  RECORD_RESET,
  RECORD_REPLACE,
  RECORD_MULTIPLY
};

struct dose { /* a record as it was written down */
  enum record_kind kind;
  int input, state, parameter; /* as its kind needs them */
  double time, amount, rate, duration; /* replace, multiply: amount is the value or factor */
  struct amount_rule amount_rule, rate_rule; /* to the input's own units */
  double parameter_hours;                    /* in the unit of a duration that is a parameter */
  double interval;
  int count;
  int steady; /* 0, IMPAKT_STEADY_ALONE or IMPAKT_STEADY_ADDED */
  double steady_interval;
  double most; /* the amount is cut to this; NaN if not */
  struct amount_rule most_rule;
  int course;   /* of records that are delayed together, -1 for its own */
  int by_rules; /* given by rules only */
};

/* A parameter that follows a course of its own in time; it owns times and values. */
enum { OF_WEIGHT = -1, OF_AREA = -2 }; /* of the patient, as doses go by them */
struct sim_course {
  int parameter; /* or one of these two */
  struct moving moving;
};

struct rule_record { /* as it was written down */
  int quantity, direction;
  double level, rearm;
  int most, most_within;
  double within, rest, from, to;
  int again;
};

struct action_record {
  int rule;
  enum rule_act what;
  int index; /* record, input or parameter */
  double value;
  struct amount_rule unit; /* of a rate, to the input's own */
  double delay;
};

enum slope_kind { IN_PARAMETER, IN_INITIAL, IN_DOSE, IN_LEVEL };

struct slope {
  enum slope_kind kind;
  int index; /* of a parameter, a state, a record or a rule */
  int what;  /* of a record: IMPAKT_DOSE_AMOUNT, ... */
};

enum { OPTIONS = 8 };

/* A list that grows by doubling; rows of one size. */
struct list {
  void *rows;
  int n, room;
};

struct impakt_sim {
  const impakt_model *model;
  const struct equations *equations;
  struct equations *own_equations; /* those, or NULL if they are another simulation's */
  struct workspace work;
  char *told;      /* [np], whether the user has set it: sim_needs.c */
  double *p;       /* [npq], derived ones behind each part's parameters; see equations.h */
  double *initial; /* [n], NaN where the model's own start holds */
  double *states;  /* [n], scratch */
  double *p_now;   /* [npq], scratch */
  double weight, area; /* kg, m2; NaN if not told */
  double options[OPTIONS];
  struct list courses;  /* struct sim_course */
  struct list doses;    /* struct dose */
  struct list watched;  /* int */
  struct list measures; /* struct measure */
  struct list slopes;   /* struct slope */
  struct list rules;    /* struct rule_record */
  struct list actions;  /* struct action_record */
  struct list checks;   /* struct check, of the engine */
  int *columns;         /* [nx + ny]: 0, 1, ..., what is watched if nothing is named */
  int has_run;
  int n_given;   /* of the plan, with what rules added, in the last run */
  double ended;  /* h, when it ended */
  int rules_ran; /* rules and checks as they are; also in a run that failed */
  struct counts counts;
  const char *solver; /* that ran last; NULL before */
  struct message message;

  struct integrator *integrator; /* as the options and number of slopes stood when it was opened */
  int borrows; /* the integrator is not its own */
  struct track *track;
  struct schedule schedule;
  double steady_error; /* relative, of the steady states of the last run */
  struct plan *plan; /* what the records mean, one by one */
  struct rule_room *rule_room;
  struct run_room *room;
};

/* Grows a list by one row of size; the row, or NULL. */
void *list_add(struct list *list, size_t size);

/* The patient's weight or surface at a time, from the models that ask for it, or as told; NaN if
 * neither.  p: the parameters at that time.  A negative status if the models of a system disagree. */
int sim_patient(impakt_sim *sim, const char *covariate, double t, const double *p,
                double *value);
/* The first parameter that is this covariate, or -1. */
int sim_find_covariate(const impakt_model *model, const char *covariate);

/* Whether there is a record of this number. */
int sim_check_record(impakt_sim *sim, int number);
/* The records are gone, and the slopes in them. */
void sim_drop_dose_slopes(impakt_sim *sim);
/* ... and what gives them and looks at them. */
void sim_drop_dose_rules(impakt_sim *sim);
/* The rules are gone, and the slopes in them. */
void sim_drop_level_slopes(impakt_sim *sim);
/* Whether a check looks at a record. */
int sim_is_checked(const impakt_sim *sim, int record);
/* Whether there is a rule of this number. */
int sim_check_rule(impakt_sim *sim, int number);
int sim_check_direction(impakt_sim *sim, int direction);
/* Whether a parameter can be set to a value. */
int sim_check_parameter(impakt_sim *sim, int index, double value);
/* How to convert from a unit, NULL for the wanted one. */
int sim_find_unit(impakt_sim *sim, const char *given, const char *wanted,
                  struct amount_rule *rule);
/* Whether an input takes a bolus. */
int sim_check_bolus(impakt_sim *sim, int input);
/* A run's inputs have what they need: parameters without a default are set, and what must be
 * driven is. */
int sim_check_needs(impakt_sim *sim);
/* Whether a parameter has neither a default nor been set. */
int sim_lacks(const impakt_sim *sim, int parameter);

/* Whether a parameter can have this value. */
int sim_check_parameter(impakt_sim *sim, int index, double value);
int sim_is_covariate(const impakt_model *model, int index, const char *name);
/* OF_WEIGHT or OF_AREA, 0 for another covariate. */
int sim_size_of_patient(const char *covariate);
/* No model of the system asks for the covariate, nor does a dose. */
int sim_no_covariate(impakt_sim *sim, const char *covariate);

/* The course of a parameter, or of the patient's weight or surface; NULL if it has none. */
struct sim_course *sim_course_of(const impakt_sim *sim, int parameter);
void sim_drop_course(impakt_sim *sim, int parameter);
int sim_copy_courses(impakt_sim *to, const impakt_sim *from); /* 0, or -1 without memory */
void sim_free_courses(impakt_sim *sim);
/* Those of parameters, in the engine's terms, into room for as many rows; how many there are. */
int sim_lay_out_courses(const impakt_sim *sim, struct moving *moving);
/* Whether what is given at one time may go by other values than what is given at the other. */
int sim_courses_differ(const impakt_sim *sim, double t1, double t2);
/* The patient's own weight or surface, which no model asks for, and how fast it changes per h. */
double sim_size_at(const impakt_sim *sim, int size, double t);
double sim_size_rate(const impakt_sim *sim, int size, double t);
/* The parameters and derived ones that hold at a time, as what is given then goes by them. */
void sim_parameters_at(const impakt_sim *sim, double t, double *p);
/* The same with their slopes; seed: those at time 0 with theirs, as in slope_seeds.  The time itself
 * has the slope t_slope. */
void sim_parameter_slopes_at(const impakt_sim *sim, double t, double t_slope, const dual *seed,
                             dual *p);

/* A copy that goes by the same equations, and must not outlive their owner. */
int sim_copy_beside(impakt_sim **out, const impakt_sim *sim);

/* The states at time 0. */
void sim_start(const impakt_sim *sim, double *states);

/* Whether a caller's array is there and as long as expected; what names it. */
int sim_check_array(impakt_sim *sim, const char *what, const void *array, size_t length,
                    size_t expected);
int sim_message_memory(impakt_sim *sim);
/* Ends a call that has succeeded. */
int sim_done(impakt_sim *sim);

/* A vector that is kept from run to run and grows when a run needs more. */
struct room {
  void *data;
  size_t bytes;
};
/* NULL without memory. */
void *room_for(struct room *room, size_t n, size_t size);

/* Of each slope, the parameters with theirs, and how fast the states at the start change. */
struct slope_seeds {
  int n;
  const dual *const *p;      /* [n][npq] */
  const double *const *start; /* [n][nx] */
  const double *size;        /* [n]: of what the slope is in, not 0 */
};

/* Where a row of given[] comes from. */
enum given_part {
  PART_WHOLE,
  PART_RUNNING, /* began before the record at steady state, and is taken up at its time */
  PART_STEADY
};
struct origin {
  int record, repeat; /* of doses before a record at steady state -1, -2, ... */
  enum given_part part;
};

/* Lays out what the records mean; seeds: NULL for a run without slopes.  The plan lives until the
 * next call. */
struct plan {
  int n_given;
  int given_room;             /* behind the given, for what rules give */
  struct room given, origins; /* [n_given] */
  struct room slopes;
  struct room action, action_slope; /* [actions], [..][n_slopes]: the rates that rules set */
  struct room dosing, dosing_dual; /* [3][nu]: fraction, lag, molar mass */
  struct room steady;
  struct room p, p_dual;           /* [npq]: at the time of what is given */
};
int sim_plan(impakt_sim *sim, const struct slope_seeds *seeds);
void plan_free(struct plan *plan);
/* Solves the steady states of a plan. */
int sim_solve_steady(impakt_sim *sim, const struct slope_seeds *seeds,
                     const struct control *control);

/* How many things rules can give in one run. */
int sim_rules_give(const impakt_sim *sim);
/* Rules and checks for the engine, once the schedule and all slopes are laid out; NULL if there are
 * none.  They live until the next call. */
int sim_lay_out_rules(impakt_sim *sim, int n_slopes, struct rules **rules);
/* A rule has stopped the last run: says so. */
int sim_message_stopped(impakt_sim *sim);
/* The run has failed over a rule. */
int sim_message_rules(impakt_sim *sim);
struct rule_room *rule_room_new(void);
void rule_room_free(struct rule_room *room);

struct run_room *run_room_new(void);
void run_room_free(struct run_room *room);
void sim_close_integrator(impakt_sim *sim);

#endif
