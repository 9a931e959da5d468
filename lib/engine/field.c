/* field.c — lays out what is written of the parts of a model, and finds where they meet. */
#include "field.h"

#include "integrate.h"
#include "jacobian.h"
#include "kernels.h"
#include "scalar.h"
#include "sparse_lu.h"

#include <stdlib.h>
#include <string.h>

double *field_room(size_t numbers)
{
  const size_t bytes = (numbers * sizeof(double) + 64) / 64 * 64;
  double *room = aligned_alloc(64, bytes);
  if (room) memset(room, 0, bytes);
  return room;
}

/* ---- where nothing is written ---------------------------------------------------------------------- */

static void plain_rhs(const struct field *field, const double *t, const double *x,
                      const double *q, const double *u, const double *s, double *f)
{
  equations_rhs_d(field->equations, *t, x, q, u, s, f, field->work.plain);
}

static void plain_rhs_jacobian(const struct field *field, const double *t, const double *x,
                               const double *q, const double *u, const double *s, double *f,
                               double *J)
{
  const struct equations *e = field->equations;
  struct workspace work = field->work;
  jacobian_values(e, &work, *t, x, q, u, s, J);
  for (int i = 0; i < e->n; i++)
    f[i] = VALUE(work.f[i]); /* which the last pass has left there */
}

static int lay_out_plain(struct field *field)
{
  const struct equations *e = field->equations;
  if (field->lanes != 1) return -1;
  field->kernel.rhs = plain_rhs;
  field->kernel.rhs_jacobian = plain_rhs_jacobian;
  field->nq = e->npq;
  return workspace_new(&field->work, e);
}

/* ---- one model ------------------------------------------------------------------------------------ */

static int same_pattern(const struct equations *e, const struct written *w)
{
  const size_t columns = sizeof *w->colptr * (e->n + 1);
  return !memcmp(w->colptr, e->colptr, columns) &&
         !memcmp(w->row, e->row, sizeof *w->row * e->colptr[e->n]);
}

static int lay_out_alone(struct field *field, const struct written *w)
{
  if (!same_pattern(field->equations, w)) return -1;
  field->alone = w;
  field->nq = w->nq, field->nl = w->nl;
  field->clock = field->equations->parts->hours;
  return 0;
}

/* ---- a system ------------------------------------------------------------------------------------- */

/* Of the whole Jacobian; -1 if it is not in the pattern. */
static int entry_at(const struct equations *e, int row, int column)
{
  for (int k = e->colptr[column]; k < e->colptr[column + 1]; k++)
    if (e->row[k] == row) return k;
  return -1;
}

static int place_entries(struct field *field)
{
  const struct equations *e = field->equations;
  int at = 0;
  for (int i = 0; i < e->n_parts; i++) {
    const struct written *w = field->parts[i].written;
    const int x = field->parts[i].place->x;
    for (int j = 0; j < e->parts[i].model->nx; j++)
      for (int k = w->colptr[j]; k < w->colptr[j + 1]; k++, at++)
        if ((field->entry[at] = entry_at(e, x + w->row[k], x + j)) < 0) return -1;
  }
  return 0;
}

static const struct field_part *part_of(const struct field *field, int at, int input)
{
  const struct field_part *part = field->parts + field->equations->n_parts - 1;
  while (part > field->parts && at < (input ? part->place->u : part->place->y)) part--;
  return part;
}

/* What one wire adds to the Jacobian; products NULL: only counts.  -1: not in the pattern. */
static int wire_products(const struct field *field, const struct wire *wire,
                         struct field_product *products)
{
  const struct field_part *from = part_of(field, wire->output, 0),
                          *to = part_of(field, wire->input, 1);
  const struct written *source = from->written, *target = to->written;
  int n = 0;
  for (int k = 0; k < target->n_fu; k++) {
    if (to->place->u + target->fu_input[k] != wire->input) continue;
    for (int m = 0; m < source->n_yx; m++) {
      if (from->place->y + source->yx_output[m] != wire->output) continue;
      const int entry = entry_at(field->equations, to->place->x + target->fu_row[k],
                                 from->place->x + source->yx_state[m]);
      if (entry < 0) return -1;
      if (products)
        products[n] = (struct field_product){ entry, to->fu + k, from->yx + m,
                                              wire->factor / to->place->hours };
      n++;
    }
  }
  return n;
}

static int place_products(struct field *field)
{
  const struct equations *e = field->equations;
  for (int w = 0; w < e->n_wires; w++) {
    const int n = wire_products(field, &e->wires[w], NULL);
    if (n < 0) return -1;
    field->n_products += n;
  }
  field->products = calloc(field->n_products + 1, sizeof *field->products);
  if (!field->products) return -1;
  struct field_product *at = field->products;
  for (int w = 0; w < e->n_wires; w++) at += wire_products(field, &e->wires[w], at);
  return 0;
}

static int lay_out_system(struct field *field)
{
  const struct equations *e = field->equations;
  field->parts = calloc(e->n_parts, sizeof *field->parts);
  if (!field->parts) return -1;
  struct field_part at = { 0 }; /* and what all parts come to */
  for (int i = 0; i < e->n_parts; i++) {
    const struct written *w = written_find(e->parts[i].model, field->lanes);
    if (!w) return -1;
    at.written = w, at.place = &e->parts[i];
    field->parts[i] = at;
    at.q += w->nq, at.J += w->colptr[at.place->model->nx];
    at.fu += w->n_fu, at.yx += w->n_yx;
  }
  field->nq = at.q;
  field->entry = calloc(at.J + 1, sizeof *field->entry);
  const size_t lanes = field->lanes, numbers = e->ny + e->nu + at.J + at.fu + at.yx;
  field->room = field_room(numbers * lanes);
  if (!field->entry || !field->room) return -1;
  field->y = field->room;
  field->u = field->y + e->ny * lanes;
  field->J = field->u + e->nu * lanes;
  field->fu = field->J + at.J * lanes;
  field->yx = field->fu + at.fu * lanes;
  return place_entries(field) || place_products(field) ? -1 : 0;
}

/* ---- all ------------------------------------------------------------------------------------------ */

static int is_written(const struct equations *e, int lanes)
{
  for (int i = 0; i < e->n_parts; i++)
    if (!written_find(e->parts[i].model, lanes)) return 0;
  return kernels_find(lanes) != NULL;
}

int equations_written(const struct equations *e) { return is_written(e, 1); }

int equations_lanes(const struct equations *e, int asked)
{
  for (int lanes = MOST_LANES; lanes > 1; lanes /= 2)
    if ((!asked || lanes <= asked) && is_written(e, lanes)) return lanes;
  return 1;
}

struct field *field_new(const struct equations *e, int lanes)
{
  const struct kernels *kernels = kernels_find(lanes);
  struct field *field = calloc(1, sizeof *field);
  if (!field || !kernels) {
    free(field);
    return NULL;
  }
  field->equations = e;
  field->lanes = lanes;
  field->kernel = *kernels->field;
  field->timed = e->timed;
  field->clock = 1;
  field->nl = sparse_plan_entries(e->plan);
  const int written = is_written(e, lanes);
  int failed = !written            ? lay_out_plain(field)
               : e->model->n_parts ? lay_out_system(field)
                                   : lay_out_alone(field, written_find(e->model, lanes));
  field->per_clock = 1 / field->clock;
  field->summed = field_room((size_t)e->n * lanes);
  if (!failed && field->summed) return field;
  field_free(field);
  return NULL;
}

void field_free(struct field *field)
{
  if (!field) return;
  free(field->parts);
  free(field->entry);
  free(field->products);
  free(field->room);
  free(field->summed);
  workspace_free(&field->work);
  free(field);
}

void field_once(const struct field *field, const double *p, int lane, double *q)
{
  const int lanes = field->lanes;
  if (field->alone) field->alone->once(p, q + lane, lanes);
  else if (!field->parts) memcpy(q, p, sizeof *q * field->nq);
  else
    for (int i = 0; i < field->equations->n_parts; i++) {
      const struct field_part *part = &field->parts[i];
      part->written->once(p + part->place->p, q + part->q * lanes + lane, lanes);
    }
}

void field_rhs(const struct field *field, double t, const double *x, const double *q,
               const double *u, const double *s, double *f)
{
  if (!field->alone) {
    field->kernel.rhs(field, &t, x, q, u, s, f);
    return;
  }
  const double own = t / field->clock;
  field->alone->rhs(&own, x, q, u, s, f);
  if (field->clock != 1)
    for (int i = 0; i < field->equations->n; i++) f[i] /= field->clock;
}

void field_jacobian(const struct field *field, double t, const double *x, const double *q,
                    const double *u, const double *s, double *f, double *J)
{
  const struct equations *e = field->equations;
  if (!field->alone) {
    field->kernel.rhs_jacobian(field, &t, x, q, u, s, f, J);
    return;
  }
  const double own = t / field->clock;
  field->alone->rhs_jacobian(&own, x, q, u, s, f, J);
  if (field->clock != 1)
    for (int k = 0; k < e->colptr[e->n]; k++) J[k] *= field->per_clock;
}
