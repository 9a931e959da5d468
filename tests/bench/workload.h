/* workload.h — what the benchmarks run: a model, its infusions, its patients, and how its results
 * are judged.
 *
 * The error of a value y is |y - y*| / (|y*| + 1e-3 max|y*| over time), y* the reference. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "impakt.h"

#include <cvodes/cvodes.h>
#include <cvodes/cvodes_ls.h>

enum { MOST_STATES = 20, MOST_PARAMETERS = 64, VARIED = 10, PATIENTS = 64 };

/* What the equations written by hand are given. */
struct patient {
  double p[MOST_PARAMETERS]; /* in the order of the model's table */
  double u;                  /* the infusion as it runs */
};

struct workload {
  const char *name;
  const impakt_model *model;
  int n, n_parameters;
  const double *scale; /* [n]: usual size of a state */
  int n_edges;
  const double *edge, *rate;  /* from edge[k] on, h, the infusion runs at rate[k] */
  double end;                 /* h; output every hour */
  const char *varied[VARIED]; /* parameters that differ between patients */
  CVRhsFn rhs;                /* by hand */
  CVLsJacFn jacobian;
  void (*start)(const double *p, double *y);
};

enum { WORKLOADS = 2 };
extern const struct workload *const workloads[WORKLOADS];

int workload_rows(const struct workload *w); /* of the output, time 0 included */
/* Patient 0 is typical; the others vary by a log-normal factor of standard deviation 0.3. */
void workload_patient(const struct workload *w, int id, double *p);
/* A state such as may occur, for trying equations at. */
void workload_somewhere(const struct workload *w, int salt, double *y);

/* A simulation with the workload's infusions, the states as its columns; NULL if it failed. */
impakt_sim *workload_sim(const struct workload *w, double rtol);

struct errors {
  double squares, most;
  long n;
};
void errors_add(struct errors *e, const struct workload *w, const double *result,
                const double *reference);
double errors_rms(const struct errors *e);

/* ---- time ---------------------------------------------------------------------------------- */
double cpu_seconds(void);
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
