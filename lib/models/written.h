/* written.h — a model's functions and derivatives as derive/ writes them out, for patients side
 * by side.
 *
 * Arrays are double[quantity][lanes], aligned to 64 bytes, and t is double[lanes]; lane l is
 * patient l.  Time and derivatives are on the model's own clock.  Values have the bits of the
 * plain pass, and all that is here has the same bits in each build. */
#ifndef WRITTEN_H
#define WRITTEN_H

#include "description.h"

/* What a build asks of the processor beyond what the whole library does. */
enum processor {
  PROCESSOR_ANY,
  PROCESSOR_V3, /* AVX2 and FMA */
  PROCESSOR_V4  /* AVX-512 F, CD, BW, DQ, VL too */
};

/* The builds, best first: lanes, processor. */
#ifdef LANES_PORTABLE
#define BUILDS(ROW) ROW(4, ANY) ROW(1, ANY)
#else
#define BUILDS(ROW) ROW(8, V4) ROW(4, V3) ROW(1, V3) ROW(1, ANY)
#endif

enum { ENTRY_APART = 8 };

/* One build. */
struct written {
  int lanes;
  enum processor processor;
  int nq;    /* what is worked out once a patient */
  int nl;    /* entries of L and U, with 1 / pivot on the diagonal */
  int timed;  /* time enters the equations */
  int smooth; /* no function with a kink in a state, an input or time */

  /* The Jacobian by columns, with the whole diagonal: where NaN in a state would show. */
  const int *colptr, *row;

  /* One patient, plain numbers: q[i * stride].  p: parameters, and behind them derived ones as
   * derive_d leaves them. */
  void (*once)(const double *p, double *q, int stride);

  void (*rhs)(const double *t, const double *x, const double *q, const double *u,
              const double *s, double *f);
  void (*rhs_jacobian)(const double *t, const double *x, const double *q, const double *u,
                       const double *s, double *f, double *J);
  void (*time_slope)(const double *t, const double *x, const double *q, const double *u,
                     const double *s, double *ft); /* NULL if not timed */
  void (*out)(const double *t, const double *x, const double *q,
              double *y); /* NULL if there is no output */
  void (*guard)(const double *t, const double *x, const double *q,
                double *g); /* NULL if there is no switch */

  /* diag(d) - J without pivoting; d[lanes].  Returns the lanes, lane l as bit l, in which a pivot
   * cancelled or is not finite, and whose L must not be used. */
  unsigned (*factor)(const double *J, const double *d, double *L);
  void (*solve)(const double *L, double *b);
  /* The same with one J and one L for all lanes, for slopes side by side: b + J x in place of b, and
   * what solves for that.  Entry k of J is J[k * ENTRY_APART], of L L[k]. */
  void (*add_product)(const double *J, const double *x, double *b);
  void (*add_product_and_solve)(const double *J, const double *L, const double *x, double *b);

  /* For wires: the entries of df/du and dy/dx that are not 0 everywhere. */
  int n_fu;
  const int *fu_row, *fu_input;
  void (*input_slopes)(const double *t, const double *x, const double *q, const double *u,
                       const double *s, double *fu);
  int n_yx;
  const int *yx_output, *yx_state;
  void (*output_slopes)(const double *t, const double *x, const double *q, double *yx);

  /* For slopes: those of df/dp, p over parameters and derived ones, each taken as independent. */
  int n_fp;
  const int *fp_row, *fp_parameter;
  void (*parameter_slopes)(const double *t, const double *x, const double *q, const double *u,
                           const double *s, double *fp);
};

/* Whether the processor that this runs on can run the build. */
int written_runs(const struct written *written);

/* The best build for that number of lanes that this processor runs; NULL: none, or the model has
 * no written-out code. */
const struct written *written_find(const struct impakt_model *model, int lanes);

#endif
