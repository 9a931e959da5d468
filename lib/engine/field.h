/* field.h — a set of equations, prepared for patients side by side from what is written of its models.
 *
 * Arrays are double[quantity][lanes].  Derivatives are on the field's clock: a model's own where there
 * is one part, so that nothing is divided by the hours in its unit of time; else hours.  q is what
 * follows from the parameters alone, part by part.  Where a model has no written code, one patient runs
 * by dual passes. */
#ifndef FIELD_H
#define FIELD_H

#include "equations.h"
#include "written.h"

struct field;

/* The same functions as in written.h, t in hours, for systems and where nothing is written. */
struct field_kernel {
  void (*rhs)(const struct field *, const double *t, const double *x, const double *q,
              const double *u, const double *s, double *f);
  void (*rhs_jacobian)(const struct field *, const double *t, const double *x, const double *q,
                       const double *u, const double *s, double *f, double *J);
  unsigned (*factor)(const struct field *, const double *J, const double *d, double *L);
  void (*solve)(const struct field *, const double *L, double *b);
};

struct field_part {
  const struct written *written;
  const struct place *place;
  int q, J, fu, yx; /* where its own begin in q and in the field's room */
};

struct field_product { /* what a wire adds to the Jacobian: factor df/du dy/dx */
  int entry, fu, yx;
  double factor;
};

struct field {
  const struct equations *equations;
  struct field_kernel kernel;
  const struct written
      *alone; /* of a model on its own: called directly, its time in its unit */
  int lanes, nq, nl;
  int timed;    /* time enters the derivatives */
  double clock; /* hours in the unit of time of the derivatives, and of the only model's time */
  double per_clock;

  struct field_part *parts; /* of a system */
  int *entry; /* of the whole Jacobian, for each of the parts' one after the other */
  int n_products;
  struct field_product *products;
  double *room;                /* what the next five point into */
  double *y, *u, *J, *fu, *yx; /* outputs and inputs with what wires bring; the parts' own */
  double *summed;              /* magnitude of what each pivot was summed from */

  struct workspace work; /* where nothing is written */
};

/* NULL without memory, or if the equations do not run in so many lanes. */
struct field *field_new(const struct equations *e, int lanes);
void field_free(struct field *field);
/* A lane of q, from p as in equations.h. */
void field_once(const struct field *field, const double *p, int lane, double *q);
/* Derivatives, with the bits of equations_rhs_d, and the Jacobian, in hours, of a field of one lane;
 * f: room for n. */
void field_rhs(const struct field *field, double t, const double *x, const double *q,
               const double *u, const double *s, double *f);
void field_jacobian(const struct field *field, double t, const double *x, const double *q,
                    const double *u, const double *s, double *f, double *J);

/* Aligned to whole vectors; all 0. */
double *field_room(size_t numbers);

#endif
