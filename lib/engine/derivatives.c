/* derivatives.c — a field of one lane, whose q follows the integrator's parameters. */
#include "derivatives.h"

#include "field.h"

#include <stdlib.h>

struct derivatives {
  struct field *field;
  double *q, *f;
  unsigned long edition; /* of the parameters that q is made from */
  int known;             /* that edition means anything */
};

struct derivatives *derivatives_new(const struct equations *e)
{
  struct derivatives *d = calloc(1, sizeof *d);
  if (!d) return NULL;
  d->field = field_new(e, 1);
  d->q = d->field ? field_room(d->field->nq) : NULL;
  d->f = field_room(e->n);
  if (d->field && d->q && d->f) return d;
  derivatives_free(d);
  return NULL;
}

void derivatives_free(struct derivatives *d)
{
  if (!d) return;
  field_free(d->field);
  free(d->q);
  free(d->f);
  free(d);
}

static void follow(struct derivatives *d, struct integrator *I, double t)
{
  integrate_at(I, t);
  if (d->known && d->edition == I->p_edition) return;
  field_once(d->field, I->p, 0, d->q);
  d->edition = I->p_edition;
  d->known = 1;
}

void derivatives_rhs(struct derivatives *d, struct integrator *I, double t, const double *x,
                     double *f)
{
  follow(d, I, t);
  field_rhs(d->field, t, x, d->q, I->u, I->s, f);
}

void derivatives_jacobian(struct derivatives *d, struct integrator *I, double t,
                          const double *x, double *J)
{
  follow(d, I, t);
  field_jacobian(d->field, t, x, d->q, I->u, I->s, d->f, J);
}
