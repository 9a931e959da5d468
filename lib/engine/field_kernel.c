/* field_kernel.c — wired models, and elimination by lists, for LANES patients side by side.
 *
 * Values have the bits of equations_kind.h: the same operations, none of them fused. */
#include "lanes.h"

#include "field.h"
#include "kernels.h"
#include "sparse_plan.h"

#define AT(v, i) LOAD((v) + (i)*LANES)
#define EACH_PART                                                                              \
  for (const struct field_part *part = field->parts;                                           \
       part < field->parts + field->equations->n_parts; part++)
#define CLOCK(part, t)                                                                         \
  double clock[LANES] __attribute__((aligned(8 * LANES)));                                     \
  STORE(clock, LOAD(t) / (part)->place->hours)

/* Inputs with what the wires bring. */
static const double *wired(const struct field *field, const double *t, const double *x,
                           const double *q, const double *u)
{
  const struct equations *e = field->equations;
  if (!e->n_wires) return u;
  EACH_PART
  {
    const struct written *w = part->written;
    const struct place *at = part->place;
    CLOCK(part, t);
    if (w->out) w->out(clock, x + at->x * LANES, q + part->q * LANES, field->y + at->y * LANES);
  }
  for (int i = 0; i < e->nu * LANES; i += LANES) STORE(field->u + i, LOAD(u + i));
  for (const struct wire *w = e->wires; w < e->wires + e->n_wires; w++) {
    double *input = field->u + w->input * LANES;
    STORE(input, LOAD(input) + w->factor * AT(field->y, w->output));
  }
  return field->u;
}

static void per_hour(const struct place *at, double *f)
{
  if (at->hours != 1)
    for (int i = at->x; i < at->x + at->model->nx; i++)
      STORE(f + i * LANES, AT(f, i) / at->hours);
}

static void rhs(const struct field *field, const double *t, const double *x, const double *q,
                const double *u, const double *s, double *f)
{
  u = wired(field, t, x, q, u);
  EACH_PART
  {
    const struct place *at = part->place;
    CLOCK(part, t);
    part->written->rhs(clock, x + at->x * LANES, q + part->q * LANES, u + at->u * LANES,
                       s + at->s * LANES, f + at->x * LANES);
    per_hour(at, f);
  }
}

static void add_wires(const struct field *field, double *J)
{
  for (const struct field_product *p = field->products; p < field->products + field->n_products;
       p++) {
    double *sum = J + p->entry * LANES;
    STORE(sum, FMA(p->factor * AT(field->fu, p->fu), AT(field->yx, p->yx), LOAD(sum)));
  }
}

static void rhs_jacobian(const struct field *field, const double *t, const double *x,
                         const double *q, const double *u, const double *s, double *f,
                         double *J)
{
  const struct equations *e = field->equations;
  const int *entry = field->entry;
  u = wired(field, t, x, q, u);
  for (int k = 0; k < e->colptr[e->n]; k++) STORE(J + k * LANES, AS_v(0));
  EACH_PART
  {
    const struct written *w = part->written;
    const struct place *at = part->place;
    const double *own_x = x + at->x * LANES, *own_q = q + part->q * LANES;
    const double *own_u = u + at->u * LANES, *own_s = s + at->s * LANES;
    double *own = field->J + part->J * LANES;
    const int entries = w->colptr[at->model->nx];
    const double per = 1 / at->hours;
    CLOCK(part, t);
    w->rhs_jacobian(clock, own_x, own_q, own_u, own_s, f + at->x * LANES, own);
    per_hour(at, f);
    for (int k = 0; k < entries; k++) STORE(J + entry[k] * LANES, per * AT(own, k));
    entry += entries;
    if (!field->n_products) continue;
    if (w->n_fu)
      w->input_slopes(clock, own_x, own_q, own_u, own_s, field->fu + part->fu * LANES);
    if (w->n_yx) w->output_slopes(clock, own_x, own_q, field->yx + part->yx * LANES);
  }
  add_wires(field, J);
}

/* ---- by lists: sparse_plan.h --------------------------------------------------------------------- */

static void load(const struct field *field, const double *J, real d, double *L)
{
  const struct sparse_plan *plan = field->equations->plan;
  for (int k = 0; k < plan->n_lu; k++) STORE(L + k * LANES, AS_v(0));
  for (int k = 0; k < plan->colptr[plan->n]; k++) STORE(L + plan->load[k] * LANES, -AT(J, k));
  for (int i = 0; i < plan->n; i++) {
    double *diagonal = L + plan->diagonal[i] * LANES;
    const real before = LOAD(diagonal);
    STORE(diagonal, d + before);
    STORE(field->summed + plan->place_of[i] * LANES, ABSOLUTE(d) + ABSOLUTE(before));
  }
}

static unsigned factor(const struct field *field, const double *J, const double *d, double *L)
{
  const struct sparse_plan *plan = field->equations->plan;
  const int *code = plan->eliminate.code;
  double *summed = field->summed;
  mask good = EQUAL(0, 0);
  load(field, J, LOAD(d), L);
  for (int e = 0; e < plan->n; e++) {
    double *diagonal = L + code[0] * LANES;
    const int below = code[2], right = code[3];
    const real pivot = LOAD(diagonal);
    good = AND(good, LESS(SPARSE_LU_CANCELLED * AT(summed, code[1]), ABSOLUTE(pivot)));
    const real inverse = 1 / pivot;
    STORE(diagonal, inverse);
    code += 4;
    for (int r = 0; r < below; r++) {
      const real m = AT(L, code[0]) * inverse;
      STORE(L + code[0] * LANES, m);
      int updates = right;
      if (code[1] >= 0) {
        const real update = m * AT(L, code[1]);
        STORE(L + code[2] * LANES, AT(L, code[2]) - update);
        STORE(summed + code[3] * LANES, AT(summed, code[3]) + ABSOLUTE(update));
        updates--;
      }
      code += 4;
      for (int k = 0; k < updates; k++, code += 2)
        STORE(L + code[0] * LANES, FMA(-m, AT(L, code[1]), AT(L, code[0])));
    }
  }
  return ~LANES_OF(good) & ALL_LANES;
}

/* A row's sum stays in a register: through memory every term would wait for the last store. */
ALWAYS const int *row_sum(const int *code, int number, const double *L, const double *b,
                          real *sum)
{
  for (int k = 0; k < number; k++, code += 2) *sum = FMA(-AT(L, code[0]), AT(b, code[1]), *sum);
  return code;
}

static void solve(const struct field *field, const double *L, double *b)
{
  const struct sparse_plan *plan = field->equations->plan;
  const int *code = plan->lower.code;
  for (int r = 0; r < plan->n_lower; r++) {
    double *at = b + code[0] * LANES;
    real sum = LOAD(at);
    code = row_sum(code + 2, code[1], L, b, &sum);
    STORE(at, sum);
  }
  code = plan->upper.code;
  for (int r = 0; r < plan->n; r++) {
    double *at = b + code[0] * LANES;
    const real inverse = AT(L, code[2]);
    real sum = LOAD(at);
    code = row_sum(code + 3, code[1], L, b, &sum);
    STORE(at, sum * inverse);
  }
}

const struct field_kernel KERNEL(field_kernel) = { rhs, rhs_jacobian, factor, solve };
