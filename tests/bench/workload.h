/* workload.h — what the benchmarks run: a model, its infusions, its patients, and how its results
 * are judged.
 *
 * The error of a value y is |y - y*| / (|y*| + 1e-3 max|y*| over time), y* the reference. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "impakt.h"

enum {
  MOST_STATES = 102,
  MOST_PARAMETERS = 64,
  MOST_EDGES = 120,
  MOST_VARIED = 10,
  MOST_HOURS = 840,
  PATIENTS = 64
};

struct workload {
  const char *name;
  const impakt_model *model;
  int n, n_parameters;
  const double *scale; /* [n]: usual size of a state */
  int n_edges;
  const double *edge, *rate; /* from edge[k] on, full hours, the infusion runs at rate[k] */
  double end;                /* h */
  const char *varied[MOST_VARIED + 1]; /* parameters that differ between patients; then NULL */
};

/* W1 and W2; and W3, of a size, for its cost by the number of states. */
enum { WORKLOADS = 2, SIZES = 4 };
extern const struct workload *const workloads[WORKLOADS], *const workloads_by_size[SIZES];

/* W1 with its drug in so many infusions of an hour. */
struct schedule {
  struct workload workload;
  double edge[MOST_EDGES], rate[MOST_EDGES];
};
const struct workload *workload_with_doses(struct schedule *s, int doses);

/* Of the output, every so many hours, time 0 included; their times, if hours is not NULL. */
int workload_rows(const struct workload *w, int every, double *hours);
/* Patient 0 is typical; the others vary by a log-normal factor of standard deviation 0.3. */
void workload_patient(const struct workload *w, int id, double *p);
/* A state such as may occur, for trying equations at. */
void workload_somewhere(const struct workload *w, int salt, double *y);

/* A simulation by Rodas5P with the workload's infusions, the states as its columns; NULL if it
 * failed. */
impakt_sim *workload_sim(const struct workload *w, double rtol);

/* A registered model with one unit into each input over 2 h at 24 h, its needs met by the middle of their
 * ranges; the caller's. */
impakt_sim *registered_sim(const impakt_model *model);
/* Whether parameter k is the model's own, neither a constant nor the patient's. */
int registered_owns(const impakt_model *model, int k);

struct errors {
  double squares, most;
  long n;
};
void errors_add(struct errors *e, const struct workload *w, const double *result,
                const double *reference);
double errors_rms(const struct errors *e);

/* ---- time ---------------------------------------------------------------------------------- */
double cpu_seconds(void); /* of all threads */
double clock_seconds(void);
struct spread {
  double least, median, most;
};
struct spread spread_of(const double *values, int n);

/* Prints to the terminal and says where; for what must not happen. */
#define CHECK(condition, ...)                                                                  \
  do {                                                                                         \
    if (!(condition)) {                                                                        \
      fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                          \
      fprintf(stderr, __VA_ARGS__);                                                            \
      fputc('\n', stderr);                                                                     \
      exit(1);                                                                                 \
    }                                                                                          \
  } while (0)

#endif
