/* equations.c — places the parts of a model, and passes numbers of each kind through them. */
#include "equations.h"

#include "../dose_unit.h"
#include "jacobian.h"
#include "sparse_lu.h"

#include <stdlib.h>
#include <string.h>

#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)

#define KIND   d
#define real   double
#define number double
#include "equations_kind.h"

#define KIND   s
#define real   dual
#define number double
#include "equations_kind.h"

#define KIND   z
#define real   dual
#define number dual
#include "equations_kind.h"

static int place_parts(struct equations *e)
{
  const struct impakt_model *m = e->model;
  const struct part alone = { "", m, 0, 0, 0, 0, 0, 0 };
  const struct part *parts = m->n_parts ? m->parts : &alone;
  int at = 0;
  for (int k = 0; k < e->n_parts; k++) {
    const struct part *part = &parts[k];
    const double hours = dose_unit_hours(part->model->time);
    if (hours == 0) return -1;
    e->parts[k] = (struct place){ part->model, part->x, at, part->u, part->y, part->s, hours };
    for (int i = 0; i < part->model->np; i++) e->p_at[part->p + i] = at++;
    for (int i = 0; i < part->model->nq; i++) e->q_at[part->q + i] = at++;
    for (int i = 0; i < part->model->nu; i++) {
      char unit[64];
      if (dose_unit(part->model->u[i].unit, part->model->time, unit, sizeof unit,
                    &e->dose_hours[part->u + i]))
        return -1;
    }
  }
  return 0;
}

struct equations *equations_new(const struct impakt_model *model)
{
  struct equations *e = calloc(1, sizeof *e);
  if (!e) return NULL;
  e->model = model;
  e->n = model->nx, e->np = model->np, e->npq = model->np + model->nq;
  e->nu = model->nu, e->ny = model->ny, e->ns = model->ns;
  e->n_parts = model->n_parts ? model->n_parts : 1;
  e->n_wires = model->n_wires, e->wires = model->wires;
  e->parts = calloc(e->n_parts, sizeof *e->parts);
  e->p_at = calloc(e->np + 1, sizeof *e->p_at);
  e->q_at = calloc(model->nq + 1, sizeof *e->q_at);
  e->dose_hours = calloc(e->nu + 1, sizeof *e->dose_hours);
  if (!e->parts || !e->p_at || !e->q_at || !e->dose_hours || place_parts(e) ||
      jacobian_analyse(e) || !(e->plan = sparse_plan_new(e->n, e->colptr, e->row))) {
    equations_free(e);
    return NULL;
  }
  return e;
}

void equations_free(struct equations *e)
{
  if (!e) return;
  free(e->parts);
  free(e->p_at);
  free(e->q_at);
  free(e->dose_hours);
  free(e->colptr);
  free(e->row);
  free(e->colour);
  free(e->column);
  free(e->column_at);
  free(e->linear);
  sparse_plan_free(e->plan);
  free(e);
}

void equations_defaults(const struct equations *e, double *p)
{
  for (int i = 0; i < e->np; i++) p[e->p_at[i]] = e->model->p[i].value;
  equations_derive_d(e, p);
}

int equations_jumps(const struct equations *e, int event)
{
  const int dose = event >= e->ns, index = dose ? event - e->ns : event;
  for (const struct place *part = e->parts; part < e->parts + e->n_parts; part++) {
    const struct impakt_model *m = part->model;
    const int own = dose ? m->ns + index - part->u : index - part->s;
    for (int i = 0; i < m->n_jumps; i++)
      if (m->jumps[i].event == own) return 1;
  }
  return 0;
}

int workspace_new(struct workspace *w, const struct equations *e)
{
  const size_t wired = (size_t)e->ny + e->nu + 1;
  *w = (struct workspace){ .plain = calloc(wired, sizeof(double)),
                           .wires = calloc(wired, sizeof(dual)),
                           .x = calloc(e->n + 1, sizeof(dual)),
                           .p = calloc(e->npq + 1, sizeof(dual)),
                           .u = calloc(e->nu + 1, sizeof(dual)),
                           .f = calloc(e->n + 1, sizeof(dual)),
                           .y = calloc(e->ny + 1, sizeof(dual)),
                           .g = calloc(e->ns + 1, sizeof(dual)) };
  if (w->plain && w->wires && w->x && w->p && w->u && w->f && w->y && w->g) return 0;
  workspace_free(w);
  return -1;
}

void workspace_free(struct workspace *w)
{
  free(w->plain);
  free(w->wires);
  free(w->x);
  free(w->p);
  free(w->u);
  free(w->f);
  free(w->y);
  free(w->g);
  *w = (struct workspace){ 0 };
}
