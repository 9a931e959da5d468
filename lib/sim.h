/* sim.h — what a simulation keeps: its settings, and the room that its runs use again. */
#ifndef SIM_H
#define SIM_H

#include "impakt.h"

#include "amount.h"
#include "catalogue.h"
#include "drive.h"
#include "message.h"

enum dose_kind { DOSE_FOR_DURATION, DOSE_AT_RATE, DOSE_RATE_FOR_DURATION };

struct dose { /* a record as it was given */
  int input;
  enum dose_kind kind;
  double time, amount, rate, duration;
  struct amount_rule amount_rule, rate_rule; /* to the input's own units */
  double interval;
  int count;
};

enum { OPTIONS = 6 };

/* A list that grows by doubling; rows of one size. */
struct list {
  void *rows;
  int n, room;
};

struct impakt_sim {
  const impakt_model *model;
  struct equations *equations;
  struct workspace work;
  double *p;       /* [npq], derived ones behind each part's parameters; see equations.h */
  double *initial; /* [n], NaN where the model's own start holds */
  double *states;  /* [n], scratch */
  double weight, area; /* kg, m2; NaN if not told */
  double options[OPTIONS];
  struct list doses;    /* struct dose */
  struct list watched;  /* int */
  struct list measures; /* struct measure */
  struct list slopes;   /* int, parameters */
  int *columns;         /* [nx + ny]: 0, 1, ..., what is watched if nothing is named */
  int has_run;
  struct counts counts;
  struct message message;

  struct integrator *integrator; /* as the options and number of slopes stood when it was opened */
  struct track *track;
  struct schedule schedule;
  struct given *given; /* n_given doses one by one, and what made them */
  struct dose_powers *powers;
  int n_given, given_room;
  struct run_room *room;
};

/* Grows a list by one row of size; the row, or NULL. */
void *list_add(struct list *list, size_t size);

/* The patient's weight or surface, from the models that ask for it, or as told; NaN if neither.
 * A negative status if the models of a system disagree. */
int sim_patient(impakt_sim *sim, const char *covariate, double *value);
/* The first parameter that is this covariate, or -1. */
int sim_find_covariate(const impakt_model *model, const char *covariate);

/* The states at time 0. */
void sim_start(const impakt_sim *sim, double *states);

/* Whether a caller's array is there and as long as expected; what names it. */
int sim_check_array(impakt_sim *sim, const char *what, const void *array, size_t length,
                    size_t expected);
int sim_message_memory(impakt_sim *sim);
/* Ends a call that has succeeded. */
int sim_done(impakt_sim *sim);

/* All doses one by one, in the inputs' own units; molar_mass by input.  powers[] has a row for
 * each: by which powers of weight, surface and molar mass its amount or rate, and its duration,
 * were made.  Both arrays live until the next call. */
struct power {
  int weight, area, molar;
};
struct dose_powers {
  struct power amount, duration;
};
int sim_expand_doses(impakt_sim *sim, const double *molar_mass);

struct run_room *run_room_new(void);
void run_room_free(struct run_room *room);

#endif
