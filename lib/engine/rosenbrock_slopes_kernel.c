/* rosenbrock_slopes_kernel.c — the arithmetic of slopes along Rosenbrock steps, LANES of them side by
 * side.
 *
 * A slope has the same operations, every fused one written as such, in each build, so that its bits do
 * not depend on which and how many others are computed with it. */
#include "rough.h"

#include "kernels.h"
#include "rosenbrock_slopes.h"

#include <string.h>

#define UNROLL        _Pragma("GCC unroll 8")
#define EACH          _Pragma("GCC ivdep") for (size_t i = 0; i < size; i += LANES)
#define AT(v)         LOAD((v) + i)
#define IN_(v)        LOAD((v) + g->at + i)
#define EACH_OF(g, n) _Pragma("GCC ivdep") for (size_t i = 0; i < (size_t)(n)*LANES; i += LANES)

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
  double *restrict B = s->values + s->n_jacobian * POINTS;
  for (int k = 0; k < s->n_entries * POINTS; k += LANES) STORE(B + k, 0);
  for (int m = 0; m < s->n_terms; m++)
    for (int k = 0; k < POINTS; k += LANES) {
      double *to = B + s->term[m].entry * POINTS + k;
      const real partial = LOAD(s->partial + s->term[m].from * POINTS + k);
      STORE(to, FMA(s->term[m].slope, partial, LOAD(to)));
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
  const double *values = s->values, *before = s->before;
  double *restrict uses = s->uses, *restrict B = s->B;
  for (int k = 0; k < USES; k += LANES) {
    const struct weights of_A = weights_at(s->weights + k);
    for (int i = 0; i < s->n_jacobian; i++)
      STORE(uses + i * USES + k, mixed(&of_A, before + i * POINTS, values + i * POINTS));
    const struct weights of_B = weights_at(s->weights_of_B + k);
    for (int i = 0; i < s->n_entries; i++) {
      const int at = (s->n_jacobian + i) * POINTS;
      double use[LANES] __attribute__((aligned(8 * LANES)));
      STORE(use, mixed(&of_B, before + at, values + at));
      UNROLL for (int l = 0; l < LANES; l++) B[(k + l) * s->size + s->entry[i].at] = use[l];
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

/* What a slope may be off by, over rtol times its parameter's size. */
ALWAYS real allowed(const struct slope_steps *s, const struct slope_group *g, size_t i,
                    real before, real after)
{
  return MOST(ABSOLUTE(before), ABSOLUTE(after)) + IN_(s->floor);
}

/* A sum of squares over what is allowed becomes their mean. */
ALWAYS void put_mean(const struct slope_steps *s, double *to, real sum, double weight)
{
  const struct bundle *b = s->run->bundle;
  const double factor = weight / b->rtol;
  STORE(to, sum * (factor * factor / (b->n ? b->n : 1)));
}

/* The slopes at the end, and the estimate of what they are off by. */
ALWAYS void error_by(const struct slope_steps *s, struct slope_group *g, const int stages)
{
  const struct method *m = s->run->method;
  const int n = s->run->bundle->n;
  const double *restrict v = s->stages, *restrict argument = s->argument;
  double *restrict end = s->end + g->at, *restrict lately = s->lately_then + g->at;
  real sum = AS_v(0);
  EACH_OF(g, n)
  {
    const real last = IN_(v + (stages - 1) * s->size), to = IN_(argument) + last;
    real estimate = m->estimate[0] * IN_(v);
    UNROLL for (int j = 1; j < stages - 1; j++) estimate =
        FMA(m->estimate[j], IN_(v + j * s->size), estimate);
    estimate = FMA(m->estimate[stages - 1], last, estimate);
    const real off = estimate * rough_inverse(allowed(s, g, i, IN_(s->lately), to));
    STORE(end + i, to);
    STORE(lately + i, MOST(KEPT * IN_(s->lately), ABSOLUTE(to)));
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
  real sum = AS_v(0);
  EACH_OF(g, s->run->bundle->n)
  {
    const real off =
        IN_(s->moving) * rough_inverse(allowed(s, g, i, IN_(s->start), IN_(s->end)));
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
                             double *restrict out, int row)
{
  const struct method *m = s->run->method;
  const int stages = m->stages;
  const double rest = 1 - part;
  const double *restrict v = s->stages, *restrict start = s->start, *restrict end = s->end;
  real weight[MOST_STAGES];
  UNROLL for (int j = 0; j < MOST_STAGES; j++)
  {
    double bend = 0;
    for (int k = m->n_between - 1; k >= 0; k--) bend = __builtin_fma(part, bend, m->between[k][j]);
    weight[j] = AS_v(part * rest * bend); /* 0 behind the last stage */
  }
  for (int k = 0; k < n; k++) {
    const size_t i = (size_t)(state ? state[k] : k) * LANES;
    real value = FMA(rest, IN_(start), part * IN_(end));
    UNROLL for (int j = 0; j < MOST_STAGES; j++)
    {
      if (j < stages) value = FMA(weight[j], IN_(v + j * s->size), value);
    }
    if (used == LANES) {
      STORE_ANYWHERE(out + k * row, value);
      continue;
    }
    double lane[LANES] __attribute__((aligned(8 * LANES)));
    STORE(lane, value);
    UNROLL for (int l = 0; l < LANES; l++) if (l < used) out[k * row + l] = lane[l];
  }
}

static void interpolate(const struct slope_steps *s, const struct slope_group *g, double part,
                        const int *state, int n, double *out, int row)
{
  switch (g->n) {
  case 1: interpolate_used(s, g, part, state, n, 1, out, row); break;
  case 2: interpolate_used(s, g, part, state, n, 2, out, row); break;
  case LANES > 2 ? LANES: 3 : interpolate_used(s, g, part, state, n, LANES, out, row); break;
  default: interpolate_used(s, g, part, state, n, g->n, out, row);
  }
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
