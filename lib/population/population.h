/* population.h — what a population keeps: the typical patient, and how the others differ. */
#ifndef POPULATION_H
#define POPULATION_H

#include "impakt.h"

#include "message.h"
#include "sim.h"

/* One number that differs from patient to patient. */
struct variate {
  int distribution; /* IMPAKT_NORMAL, ... */
  double centre, spread;
  double low, high; /* drawn again outside */
};

struct effect { /* of a parameter around its typical value; spread 0: none */
  struct variate of;
  int truncated;
};

enum { NAME_ROOM = 64 }; /* of a covariate, its end included */

struct covariate {
  char name[NAME_ROOM];
  struct variate of;
};

struct correlated {
  int a, b; /* parameters */
  double rho;
};

struct impakt_population {
  impakt_sim *sim;                    /* the typical patient */
  struct effect *effects, *uncertain; /* [np] */
  struct list correlations;           /* struct correlated */
  struct list covariates;             /* struct covariate */
  struct list columns;                /* char[NAME_ROOM], of the table */
  double *table;                      /* [table_rows][columns.n] */
  size_t table_rows;
  int table_drawn;
  uint64_t replicate; /* patients to each */
  int residual;

  /* derived when anything has changed */
  int prepared, n_varied, n_correlated, n_drawn;
  int *varied;     /* parameters with an effect; the correlated ones first */
  int *drawn;      /* parameters with an effect, or uncertain, in order */
  double *typical; /* [np]; NaN for what has neither a default nor been set */
  double *factor;  /* [n_correlated][n_correlated], lower Cholesky factor by columns */
  struct message message;

  /* of the last run */
  int lanes;
  const char *solver;
};

/* Streams of random numbers; parameters have their own from STREAM_EFFECTS and so on. */
enum {
  STREAM_EFFECTS = 0,
  STREAM_UNCERTAIN = 1 << 20,
  STREAM_COVARIATES = 2 << 20,
  STREAM_TABLE = 3 << 20,
  STREAM_RESIDUAL = 4 << 20
};

/* Factors the correlations; a status with a message. */
int population_prepare(impakt_population *population);

/* Room for one patient's draw, one a thread. */
struct draw_room {
  double *z, *p; /* [np] */
};
int draw_room_new(struct draw_room *room, const impakt_population *population);
void draw_room_free(struct draw_room *room);

/* Sets a copy of the typical patient to patient number i; a status with the copy's message. */
int population_set_patient(const impakt_population *population, impakt_sim *sim,
                           struct draw_room *room, uint64_t seed, uint64_t patient);
/* Adds residual error to a patient's results. */
void population_add_residual(const impakt_population *population, uint64_t seed,
                             uint64_t patient, size_t n_times, double *result);

#endif
