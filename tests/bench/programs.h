/* programs.h — what is compared: a program by hand for CVODE with each SUNDIALS that is there, one
 * simulation after another, and a population in each number of lanes.  All are given the patients
 * that the population draws, and return all states. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "hand.h"
#include "people.h"

enum { SEED = 3 };

/* The patients of a workload. */
struct cohort {
  const struct workload *w;
  int n, judged;  /* patients, and how many of them are compared with what is exact */
  double *p;      /* [n][MOST_PARAMETERS] */
  double *result; /* [n][rows][states] */
  double *exact;  /* [judged][rows][states], every hour */
};
void cohort_open(struct cohort *c, const struct workload *w, int n, int judged);
void cohort_find_exact(struct cohort *c);
void cohort_close(struct cohort *c);

enum program_kind { BY_HAND, ONE_BY_ONE, POPULATION };
enum { MOST_PROGRAMS = 3 + MOST_WIDTHS };
struct program {
  char name[40];
  enum program_kind kind;
  int lanes;
  const struct hand_program *by_hand;
  /* when opened */
  double rtol;
  struct hand *hand;
  impakt_sim *sim;
  impakt_population *people;
};
/* Those that can run here; how many. */
int programs_all(struct program *programs);
void program_open(struct program *a, const struct workload *w, double rtol);
void program_close(struct program *a);

/* Runs the cohort, with output every so many hours.  summed: a population's results go into a summary
 * and are not kept.  Returns processor seconds a patient. */
double program_run(struct program *a, struct cohort *c, int every, int summed);
struct errors program_errors(struct program *a, struct cohort *c);
/* A patient in the last run of all: steps, rhs, Jacobians, factorisations.  0 for populations. */
void program_counts(struct program *a, struct cohort *c, double counts[4]);

#endif
