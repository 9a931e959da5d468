/* fit.h — what a fit keeps, and its parts.
 *
 *   fit.c           making and setting up             fit_run.c      a fit, a plan, one evaluation
 *   fit_unknowns.c  the list of unknowns, scales      fit_result.c   covariance, what is identified
 *   fit_course.c    one run of each subject           fit_answers.c  handing results over
 *   fit_term.c      what one observation adds         fit_profile.c  intervals
 *   fit_point.c     objective, gradient, information  fit_normal.c   normal and Student's t
 *   fit_search.c    Levenberg and Marquardt's method
 *
 * Every objective is a sum |b|^2 plus logarithms, with rows A such that its gradient is 2 A'b and
 * 2 A'A is the expectation of its second derivatives: A'A is the Fisher information.  b of a
 * variance that is estimated is (1 - r^2) / sqrt(2) to the row of its logarithm over sqrt(2), so
 * that one least squares problem gives the step of Fisher scoring. */
#ifndef FIT_H
#define FIT_H

#include "impakt.h"

#include "catalogue.h"
#include "message.h"
#include "sim.h"

enum { FIT_OPTIONS = 4, FIT_SIZES = 2 };

struct fit_subject {
  impakt_sim *sim;
  /* laid out for a run: */
  double *times; /* [n_times], each once */
  int n_times;
  int *quantity; /* [n_columns] */
  int n_columns;
  double *result, *slopes; /* [n_times][n_columns], [..][parameters] */
};

struct fit_observation {
  int subject, quantity, error;
  double time, value, weight;
  int below, planned;
  size_t at; /* row of the subject's result: time times columns plus column */
};

/* Sizes: additive or log-normal, then proportional. */
struct fit_error {
  int quantity;
  int log_normal;
  int given[FIT_SIZES], estimated[FIT_SIZES];
  double size[FIT_SIZES];
  int unknown[FIT_SIZES]; /* -1 if not estimated */
};

struct fit_parameter {
  int parameter;           /* of the model */
  double start, low, high; /* start NaN: as the simulations have it */
  int scale, own;
  int has_prior, log_prior;
  double center, deviation;
  int first; /* unknown */
};

struct fit_unknown {
  const struct fit_parameter *parameter; /* NULL: a size */
  int subject;                           /* -1: of all */
  int scale;
  double start, low, high; /* in its unit */
  char name[160];
};

/* The objective at one place. */
struct fit_point {
  double *u, *x; /* [n]: on the scales of the search, and in the unknowns' units */
  double *rate;  /* [n]: dx / du */
  double objective;
  double noise;  /* what the error of integration may add to it */
  double *A, *b; /* [room][n] by columns, [room]: rows, which their QR replaces */
  int n_rows;
  double *R, *c; /* [n][n] by columns, [n]: A = Q R, c = Q'b; half the gradient is R'c */
  double *predicted, *residual; /* [observations] */
  double *work;                 /* [2 n + 1] */
};

struct fit_result {
  int is_plan;
  double *u, *x, *covariance; /* covariance on the scales of the search */
  double *rate;
  double objective, noise, condition;
  double factor; /* of the variance: 1, or what least squares finds */
  double *predicted, *residual;
};

struct impakt_fit {
  const impakt_model *model;
  double options[FIT_OPTIONS];
  struct list subjects, observations, errors, parameters; /* rows as above */
  struct message message;

  int is_laid_out;
  struct fit_unknown *unknowns;
  int n, room; /* unknowns, rows of A */
  struct fit_point points[2];
  double *scratch; /* 8 n^2 + 40 n */
  char *held;      /* [n]: 1 while an unknown is not searched for */
  int has_result;
  struct fit_result result;
};

/* The rows of the lists. */
struct fit_subject *fit_subject(const impakt_fit *fit, int i);
struct fit_observation *fit_observation(const impakt_fit *fit, size_t i);
struct fit_error *fit_error_row(const impakt_fit *fit, int i);
struct fit_parameter *fit_parameter(const impakt_fit *fit, int i);
int fit_least_squares(const impakt_fit *fit);
/* Of an observation: as given, or additive of size 1 for least squares. */
const struct fit_error *fit_error_of(const impakt_fit *fit, const struct fit_observation *o);

/* Ends a call: one that has succeeded, one without memory. */
int fit_done(impakt_fit *fit);
int fit_message_memory(impakt_fit *fit);
int fit_check_array(impakt_fit *fit, const void *array, size_t length, size_t expected,
                    const char *what);

/* ---- unknowns -------------------------------------------------------------------------------- */

int fit_count_unknowns(const impakt_fit *fit);
/* Names, starts and bounds; IMPAKT_OK or a failure with its message. */
int fit_list_unknowns(impakt_fit *fit);
double fit_to_scale(const struct fit_unknown *unknown, double x);
double fit_from_scale(const struct fit_unknown *unknown, double u, double *rate);
/* Where the search ends on the scale. */
double fit_lowest(const struct fit_unknown *unknown);
double fit_highest(const struct fit_unknown *unknown);

/* ---- runs, points ---------------------------------------------------------------------------- */

/* All that a search needs; nothing is laid out again before the set-up changes. */
int fit_lay_out(impakt_fit *fit, int needs_values);
void fit_forget_layout(impakt_fit *fit);
int fit_lay_out_courses(impakt_fit *fit);
void fit_forget_course(struct fit_subject *subject);
/* Runs a subject with these values, [n] in the unknowns' units. */
int fit_run_subject(impakt_fit *fit, int subject, const double *x);

enum fit_purpose { FIT_OBSERVED, FIT_PLANNED };
/* Moves a point to u, on the scales; a failure has its message and leaves u and x alone set. */
int fit_point_move(impakt_fit *fit, struct fit_point *point, const double *u,
                   enum fit_purpose purpose);
/* Then brings sizes of errors that are far off near their best for what is predicted there. */
int fit_point_settle(impakt_fit *fit, struct fit_point *point);
/* Whether a run that ended so may succeed elsewhere. */
int fit_may_recover(int status);

/* What one observation adds.  Row r of A is by_prediction[r] times the slope of the prediction, plus
 * by_size[r][k] in the logarithm of size k; rest[r] its b. */
struct fit_term {
  double objective, residual;
  int n_rows;
  double by_prediction[2], by_size[2][FIT_SIZES], rest[2];
};
enum fit_trouble { FIT_FINE, FIT_NOT_POSITIVE, FIT_NO_VARIANCE, FIT_NOT_FINITE };
enum fit_trouble fit_term(struct fit_term *term, const struct fit_observation *observation,
                          const struct fit_error *error, const double *size, double prediction,
                          int least_squares);

/* ---- search and result ----------------------------------------------------------------------- */

/* From where fit->points[0] is; ends there.  held[i] stay. */
int fit_search(impakt_fit *fit);
/* Whether it is on a bound, and the objective would fall behind it. */
int fit_on_bound(const impakt_fit *fit, const struct fit_point *point, int unknown);
/* Singular values of the scaled information's root below this part of the largest are 0: twice what
 * errors of integration make of a 0. */
double fit_rank_tolerance(const impakt_fit *fit);
/* Of a column of R: the root of the information about this unknown alone. */
double fit_column_length(const impakt_fit *fit, const struct fit_point *point, int unknown);
/* The columns of R that are in which[0..m), each divided by its length, which is left in length; 1 for
 * a column of 0. */
void fit_scaled_columns(const impakt_fit *fit, const struct fit_point *point, const int *which,
                        int m, double *columns, double *length);
/* Keeps fit->points[0] as the result, with covariance; IMPAKT_OK or IMPAKT_REMARK. */
int fit_conclude(impakt_fit *fit, enum fit_purpose purpose);
/* The half of the objective's slope in an unknown, on the scale of the search. */
double fit_half_slope(const impakt_fit *fit, const struct fit_point *point, int unknown);
/* Degrees of freedom of least squares. */
int fit_freedom(const impakt_fit *fit);

/* ---- distributions --------------------------------------------------------------------------- */

/* log Phi(z), and its slope phi(z) / Phi(z). */
double fit_log_normal_below(double z, double *slope);
/* z such that a normal, or Student's t with that many degrees of freedom, lies within -z and z with
 * this probability. */
double fit_normal_width(double level);
double fit_student_width(double level, double freedom);

#endif
