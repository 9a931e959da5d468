/* rosenbrock_slopes_kernel.c — the arithmetic of slopes along Rosenbrock steps, LANES of them side by
 * side.
 *
 * A slope has the same operations, every fused one written as such, in each build, so that its bits do
 * not depend on which and how many others are computed with it. */
#include "rough.h"

#include "kernels.h"
#include "rosenbrock_slopes.h"

#include <string.h>

#define UNROLL _Pragma("GCC unroll 8")
#define EACH   _Pragma("GCC ivdep") for (size_t i = 0; i < size; i += LANES)
#define AT(v)  LOAD((v) + i)

/* What is missing in the middle counts as if it were missing all along this many times the step: too
 * much by far for a smooth course, where the error of a cubic changes its sign there.  With a quarter
 * slopes about a kink were off by twice as much. */
#define WEIGHT 13

/* Of the largest that a slope has been lately, so much counts a step later: where a slope passes 0, or
 * nearly, it need not be exact to a part of the little that it is there. */
#define KEPT 0.7

/* ---- the equation -------------------------------------------------------------------------------- */

#if LANES <= 4 /* points */
static void points(const struct slope_steps *s, double *restrict x)
{
  const struct bundle *b = s->run->bundle;
  const int n = b->n, stages = s->run->method->stages;
  const double *from = b->x, *to = b->x1, *v = b->v;
  for (int k = 0; k < POINTS; k += LANES) {
    const real part = LOAD(s->part + k), rest = 1 - part;
    const double *weight = s->bend + k;
    for (int i = 0; i < n; i++) {
      real sum = FMA(rest, from[i], part * to[i]);
      for (int j = 0; j < stages; j++) sum = FMA(LOAD(weight + j * POINTS), v[j * n + i], sum);
      STORE(x + i * POINTS + k, sum);
    }
  }
}

static void sum_terms(const struct slope_steps *s)
{
  const int n = s->n_terms;
  const struct slope_term *restrict term = s->term;
  const struct slope_entry *restrict entry = s->entry;
  double *values = s->values;
  for (int k = 0; k < POINTS; k += LANES) {
    for (int m = 0; m < n; m++) STORE(values + entry[term[m].entry].from * POINTS + k, 0);
    for (int m = 0; m < n; m++) {
      double *to = values + entry[term[m].entry].from * POINTS + k;
      STORE(to, FMA(term[m].slope, LOAD(values + term[m].from * POINTS + k), LOAD(to)));
    }
  }
}
#endif

struct weights {
  real of[POINTS + 1];
};

ALWAYS struct weights weights_at(const double *weights)
{
  struct weights w;
  UNROLL for (int k = 0; k <= POINTS; k++) w.of[k] = LOAD(weights + k * USES);
  return w;
}

ALWAYS real mixed(const struct weights *w, const double *before, const double *at)
{
  real sum = w->of[0] * before[END];
  UNROLL for (int k = 0; k < POINTS; k++) sum = FMA(w->of[1 + k], at[k], sum);
  return sum;
}

static void mix(struct slope_steps *s)
{
  const int n_jacobian = s->n_jacobian, n_entries = s->n_entries;
  const size_t size = s->size;
  const struct slope_entry *restrict entry = s->entry;
  const double *restrict values = s->values, *restrict before = s->before;
  double *restrict uses = s->uses, *restrict B = s->B;
  for (int k = 0; k < USES; k += LANES) {
    const struct weights of_A = weights_at(s->weights + k),
                         of_B = weights_at(s->weights_of_B + k);
    for (int i = 0; i < n_jacobian; i++)
      STORE(uses + i * USES + k, mixed(&of_A, before + i * POINTS, values + i * POINTS));
    for (int i = 0; i < n_entries; i++) {
      const int at = entry[i].from * POINTS;
      double use[LANES] __attribute__((aligned(8 * LANES)));
      STORE(use, mixed(&of_B, before + at, values + at));
      double *restrict to = B + k * size + entry[i].at;
      UNROLL for (int l = 0; l < LANES; l++) to[l * size] = use[l];
    }
  }
}

/* ---- flat arrays ------------------------------------------------------------------------------------ */

/* Whose argument is the start. */
static void gather_first(struct slope_steps *s)
{
  const size_t size = s->size;
  const double *restrict B = s->B + s->use[0] * size;
  if (s->goes_on) {
    double *keep = s->start;
    s->start = s->end, s->end = keep;
  }
  double *restrict moving = s->moving, *restrict right = s->stages;
  EACH
  {
    STORE(moving + i, 0);
    STORE(right + i, AT(B));
  }
}

ALWAYS void gather_stage(struct slope_steps *s, const int stage)
{
  const struct method *m = s->run->method;
  const size_t size = s->size;
  const double inverse = *s->run->bundle->inverse;
  const double *restrict v = s->stages, *restrict start = s->start,
                         *restrict moving = s->moving,
                         *restrict B = s->B + s->use[stage] * size;
  double *restrict argument = s->argument, *restrict right = s->stages + stage * size;
  real a[MOST_STAGES], c[MOST_STAGES];
  UNROLL for (int j = 0; j < stage; j++)
  {
    a[j] = AS_v(m->a[stage][j]);
    c[j] = AS_v(m->c[stage][j] * inverse);
  }
  const real moves = AS_v(m->moving[stage]);
  if (stage < m->rows) EACH
    {
      real x = AT(start), b = FMA(moves, AT(moving), AT(B));
      UNROLL for (int j = 0; j < stage; j++)
      {
        const real u = AT(v + j * size);
        x = FMA(a[j], u, x);
        b = FMA(c[j], u, b);
      }
      STORE(argument + i, x);
      STORE(right + i, b);
    }
  else EACH
    {
      real b = AT(B), last = b;
      UNROLL for (int j = 0; j < stage; j++) b = FMA(c[j], last = AT(v + j * size), b);
      STORE(argument + i, AT(argument) + last);
      STORE(right + i, b);
    }
}

static void gather(struct slope_steps *s, int stage)
{
  switch (stage) {
  case 0: gather_first(s); break;
  case 1: gather_stage(s, 1); break;
  case 2: gather_stage(s, 2); break;
  case 3: gather_stage(s, 3); break;
  case 4: gather_stage(s, 4); break;
  case 5: gather_stage(s, 5); break;
  case 6: gather_stage(s, 6); break;
  default: gather_stage(s, 7);
  }
}

static void middle(struct slope_steps *s)
{
  const size_t size = s->size;
  const double *restrict start = s->start, *restrict end = s->end,
                         *restrict B = s->B + LEFT_OUT * size;
  double *restrict argument = s->argument, *restrict moving = s->moving;
  EACH
  {
    STORE(argument + i, 0.5 * (AT(start) + AT(end)));
    STORE(moving + i, AT(B));
  }
}

/* ---- a group ---------------------------------------------------------------------------------------- */

static void add_product(const struct slope_steps *s, const struct slope_group *g, int use,
                        const double *x, double *b)
{
  const int n = s->run->bundle->n;
  const double *uses = s->uses + use;
  (void)g;
  for (int i = 0; i < n; i++) {
    real sum = LOAD(b + i * LANES);
    for (int k = s->row_at[i]; k < s->row_at[i + 1]; k++)
      sum = FMA(uses[s->from[k] * USES], LOAD(x + s->column[k] * LANES), sum);
    STORE(b + i * LANES, sum);
  }
}

static void spread(const struct slope_steps *s, struct slope_group *g)
{
  const struct bundle *b = s->run->bundle;
  for (int i = 0; i < b->field->nl; i++) STORE(g->factors + i * LANES, b->factors[i]);
}

/* A sum of squares over what is allowed becomes their mean. */
ALWAYS void put_mean(const struct slope_steps *s, double *to, real sum, double weight)
{
  const struct bundle *b = s->run->bundle;
  const double factor = weight / b->rtol;
  STORE(to, sum * (factor * factor / (b->n ? b->n : 1)));
}

/* How far, over rtol times the parameter's size. */
ALWAYS real off_by(real estimate, real before, real after, real floor)
{
  return estimate * rough_inverse(MOST(ABSOLUTE(before), ABSOLUTE(after)) + floor);
}

/* The slopes at the end, and the estimate of what they are off by. */
ALWAYS void error_by(const struct slope_steps *s, struct slope_group *g, const int stages)
{
  const struct method *m = s->run->method;
  const size_t size = s->run->bundle->n * LANES, next = s->size;
  const double *restrict v = s->stages + g->at, *restrict argument = s->argument + g->at,
                         *restrict before = s->lately + g->at,
                         *restrict floor = s->floor + g->at;
  double *restrict end = s->end + g->at, *restrict after = s->lately_then + g->at;
  real weight[MOST_STAGES], sum = AS_v(0);
  UNROLL for (int j = 0; j < stages; j++) weight[j] = AS_v(m->estimate[j]);
  EACH
  {
    const real last = AT(v + (stages - 1) * next), to = AT(argument) + last;
    real estimate = weight[stages - 1] * last;
    UNROLL for (int j = 0; j < stages - 1; j++) estimate =
        FMA(weight[j], AT(v + j * next), estimate);
    const real lately = AT(before), off = off_by(estimate, lately, to, AT(floor));
    STORE(end + i, to);
    STORE(after + i, MOST(KEPT * lately, ABSOLUTE(to)));
    sum = FMA(off, off, FMA(to, 0, sum)); /* NaN, if the end is not finite */
  }
  put_mean(s, g->error, sum, 1);
}

static void error(const struct slope_steps *s, struct slope_group *g)
{
  if (s->run->method->stages == MOST_STAGES) error_by(s, g, MOST_STAGES);
  else error_by(s, g, rodas4.stages);
}

static void left_out(const struct slope_steps *s, struct slope_group *g)
{
  const size_t size = s->run->bundle->n * LANES;
  const double *restrict missing = s->moving + g->at, *restrict start = s->start + g->at,
                         *restrict end = s->end + g->at, *restrict floor = s->floor + g->at;
  real sum = AS_v(0);
  EACH
  {
    const real off = off_by(AT(missing), AT(start), AT(end), AT(floor));
    sum = FMA(off, off, sum);
  }
  put_mean(s, g->left_out, sum, WEIGHT / s->run->method->gamma);
}

/* ---- between the ends ------------------------------------------------------------------------------ */

/* Aligned or not. */
#define STORE_ANYWHERE(to, a)                                                                  \
  do {                                                                                         \
    const real value_ = (a);                                                                   \
    memcpy(to, &value_, sizeof value_);                                                        \
  } while (0)

/* The used ones of a vector's slopes.  From the stages themselves: most steps are looked at once or twice,
 * which is less than to sum up first what does not depend on the part. */
ALWAYS void interpolate_used(const struct slope_steps *s, const struct slope_group *g,
                             double part, const int *state, int n, const int used,
                             const int stages, double *restrict out, int row)
{
  const struct method *m = s->run->method;
  const size_t next = s->size;
  const double *restrict v = s->stages + g->at, *restrict start = s->start + g->at,
                         *restrict end = s->end + g->at;
  const real of_start = AS_v(1 - part), of_end = AS_v(part);
  real weight[MOST_STAGES];
  UNROLL for (int j = 0; j < stages; j++)
  {
    double bend = 0;
    for (int k = m->n_between - 1; k >= 0; k--)
      bend = __builtin_fma(part, bend, m->between[k][j]);
    weight[j] = AS_v(part * (1 - part) * bend);
  }
  for (int k = 0; k < n; k++) {
    const size_t i = (size_t)(state ? state[k] : k) * LANES;
    real value = FMA(of_start, AT(start), of_end * AT(end));
    UNROLL for (int j = 0; j < stages; j++) value = FMA(weight[j], AT(v + j * next), value);
    if (used == LANES) {
      STORE_ANYWHERE(out + k * row, value);
      continue;
    }
    double lane[LANES] __attribute__((aligned(8 * LANES)));
    STORE(lane, value);
    UNROLL for (int l = 0; l < LANES; l++) if (l < used) out[k * row + l] = lane[l];
  }
}

ALWAYS void interpolate_by(const struct slope_steps *s, const struct slope_group *g,
                           double part, const int *state, int n, const int stages, double *out,
                           int row)
{
  switch (g->n) {
  case 1: interpolate_used(s, g, part, state, n, 1, stages, out, row); break;
  case 2: interpolate_used(s, g, part, state, n, 2, stages, out, row); break;
  case LANES > 2 ? LANES:
    3 : interpolate_used(s, g, part, state, n, LANES, stages, out, row);
    break;
  default: interpolate_used(s, g, part, state, n, g->n, stages, out, row);
  }
}

static void interpolate(const struct slope_steps *s, const struct slope_group *g, double part,
                        const int *state, int n, double *out, int row)
{
  if (s->run->method->stages == MOST_STAGES)
    interpolate_by(s, g, part, state, n, MOST_STAGES, out, row);
  else interpolate_by(s, g, part, state, n, rodas4.stages, out, row);
}

const struct slope_kernel KERNEL(slope_kernel) = {
#if LANES <= 4
  .points = points,
  .sum_terms = sum_terms,
#endif
  .mix = mix,
  .gather = gather,
  .middle = middle,
  .add_product = add_product,
  .spread = spread,
  .error = error,
  .left_out = left_out,
  .interpolate = interpolate,
};
