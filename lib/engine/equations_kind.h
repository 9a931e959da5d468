/* equations_kind.h — the functions of equations.h for one KIND of number.  equations.c includes
 * it three times, with KIND, real (time, states, inputs) and number (parameters) defined. */
#define FOR_PARTS(part)                                                                        \
  for (const struct place *part = e->parts; part < e->parts + e->n_parts; part++)

void JOIN(equations_derive, KIND)(const struct equations *e, number *p)
{
  FOR_PARTS(part) part->model->JOIN(derive, KIND)(p + part->p);
}

void JOIN(equations_init, KIND)(const struct equations *e, const number *p, real *x)
{
  for (int i = 0; i < e->n; i++) x[i] = 0;
  FOR_PARTS(part) part->model->JOIN(init, KIND)(p + part->p, x + part->x);
}

void JOIN(equations_dosing, KIND)(const struct equations *e, const number *p, number *fraction,
                                  number *lag, number *molar_mass)
{
  FOR_PARTS(part)
  {
    part->model->JOIN(dosing, KIND)(p + part->p, fraction + part->u, lag + part->u,
                                    molar_mass + part->u);
    for (int i = 0; i < part->model->nu; i++) lag[part->u + i] *= part->hours;
  }
}

void JOIN(equations_out, KIND)(const struct equations *e, real t, const real *x,
                               const number *p, real *y)
{
  FOR_PARTS(part)
  part->model->JOIN(out, KIND)(t / part->hours, x + part->x, p + part->p, y + part->y);
}

void JOIN(equations_guard, KIND)(const struct equations *e, real t, const real *x,
                                 const number *p, real *g)
{
  FOR_PARTS(part)
  part->model->JOIN(guard, KIND)(t / part->hours, x + part->x, p + part->p, g + part->s);
}

void JOIN(equations_jump, KIND)(const struct equations *e, int event, real t, const real *x,
                                const number *p, real *x_new)
{
  const int dose = event >= e->ns, index = dose ? event - e->ns : event;
  FOR_PARTS(part)
  {
    const struct impakt_model *m = part->model;
    const int at = index - (dose ? part->u : part->s);
    if (at < 0 || at >= (dose ? m->nu : m->ns)) continue;
    m->JOIN(jump, KIND)(dose ? m->ns + at : at, t / part->hours, x + part->x, p + part->p,
                        x_new + part->x);
  }
}

void JOIN(equations_rhs, KIND)(const struct equations *e, real t, const real *x,
                               const number *p, const real *u, const double *s, real *f,
                               real *wires)
{
  if (e->n_wires) {
    real *y = wires, *with_wires = wires + e->ny;
    JOIN(equations_out, KIND)(e, t, x, p, y);
    for (int i = 0; i < e->nu; i++) with_wires[i] = u[i];
    for (const struct wire *w = e->wires; w < e->wires + e->n_wires; w++)
      with_wires[w->input] += w->factor * y[w->output];
    u = with_wires;
  }
  FOR_PARTS(part)
  {
    real *restrict dx = f + part->x;
    part->model->JOIN(rhs, KIND)(t / part->hours, x + part->x, p + part->p, u + part->u,
                                 s + part->s, dx);
    if (part->hours != 1)
      for (int i = 0; i < part->model->nx; i++) dx[i] /= part->hours;
  }
}

#undef FOR_PARTS
#undef KIND
#undef real
#undef number
