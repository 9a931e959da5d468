/* rosenbrock_slopes_kernel.c — the arithmetic of slopes along Rosenbrock steps, LANES of them side by
 * side.
 *
 * What is one number for all slopes, an entry of the equation or of the factors, is spread over the
 * lanes.  A slope has the same operations, every fused one written as such, in each build, so that its
 * bits do not depend on which and how many others are computed with it. */
#include "lanes.h"

#include "kernels.h"
#include "rosenbrock_slopes.h"

#include <string.h>

#define UNROLL _Pragma("GCC unroll 8")
#define EACH   _Pragma("GCC ivdep") for (int i = 0; i < n * LANES; i += LANES)
#define AT(v)  LOAD((v) + i)

/* What is missing in the middle counts as if it were missing all along this many times the step: too
 * much by far for a smooth course, where the error of a cubic changes its sign there, and yet it
 * costs 3 % more steps than 1, with which slopes about a kink were off by twice as much. */
#define WEIGHT 4

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
#endif

static void mix(struct slope_steps *s)
{
  const int listed = s->n_listed;
  double *restrict uses = s->uses;
  for (int k = 0; k < USES; k += LANES) {
    const real a = LOAD(s->weights + 0 * USES + k), b = LOAD(s->weights + 1 * USES + k),
               c = LOAD(s->weights + 2 * USES + k), d = LOAD(s->weights + 3 * USES + k),
               e = LOAD(s->weights + 4 * USES + k);
    for (int i = 0; i < listed; i++) {
      const double *at = s->values + s->from[i] * POINTS;
      real sum = a * s->before[s->from[i] * POINTS + END];
      sum = FMA(b, at[INNER], sum);
      sum = FMA(c, at[INNER_TOO], sum);
      sum = FMA(d, at[MIDDLE], sum);
      STORE(uses + i * USES + k, FMA(e, at[END], sum));
    }
  }
}

#define EACH_VECTOR UNROLL for (int l = 0; l < vectors; l++)

/* A piece of a row, of so many entries: to += their use times the argument.  In two sums, since each
 * multiplication waits for the one before it in its own. */
ALWAYS void add_piece(const struct slope_group *g, const int vectors, const int length,
                      const double *entry, const int *offset, double *to)
{
  const double *argument = g->argument;
  const int next = g->rows * LANES, own = g->n_states * LANES;
  real sum[2], other[2];
  EACH_VECTOR sum[l] = LOAD(to + l * own), other[l] = AS_v(0);
  UNROLL for (int k = 0; k < length; k++)
  {
    const real value = AS_v(entry[k * USES]);
    const double *at = argument + offset[k];
    if (k < length / 2) EACH_VECTOR other[l] = FMA(value, LOAD(at + l * next), other[l]);
    else EACH_VECTOR sum[l] = FMA(value, LOAD(at + l * next), sum[l]);
  }
  EACH_VECTOR STORE(to + l * own, length < 2 ? sum[l] : sum[l] + other[l]);
}

#define PIECES(length)                                                                         \
  for (int k = 0; k < s->pieces[length]; k++, entry += length * USES, offset += length)        \
  add_piece(g, vectors, length, entry, offset, to + *row++ * LANES)

/* to += all entries, put to this use, times the argument. */
ALWAYS void add_product(const struct slope_steps *s, const struct slope_group *g,
                        const int vectors, int use, double *to)
{
  const double *entry = s->uses + use;
  const int *offset = g->offset, *row = s->row;
  PIECES(1);
  PIECES(2);
  PIECES(3);
  PIECES(4);
  PIECES(5);
  PIECES(6);
  PIECES(7);
  PIECES(8);
}

ALWAYS void solve(const struct slope_steps *s, const struct slope_group *g, const int vectors,
                  double *x)
{
  const int next = s->run->bundle->n * LANES;
  if (s->run->bundle->by_lapack) s->solve_dense(s, g, x);
  else
    for (int l = 0; l < vectors; l++)
      if (g->alone) g->alone->solve(g->factors, x + l * next);
      else g->lists->solve(s->field, g->factors, x + l * next);
}

/* ---- a step ---------------------------------------------------------------------------------------- */

/* The first stage, with the derivative in time of all that the slopes are multiplied by. */
ALWAYS void first(struct slope_steps *s, struct slope_group *g, const int vectors)
{
  const struct run *r = s->run;
  const int n = r->bundle->n, nl = r->bundle->field->nl, next = n * LANES;
  const double *factors = r->bundle->factors;
  if (s->goes_on) {
    double *keep = g->start;
    g->start = g->end, g->end = keep;
  }
  for (int l = 0; l < vectors; l++) {
    const double *restrict start = g->start + l * next;
    double *restrict argument = g->argument + l * g->rows * LANES;
    EACH STORE(argument + i, AT(start));
  }
  for (int i = 0; i < nl; i++) STORE(g->factors + i * LANES, AS_v(factors[i]));
  const int all = vectors * next;
  double *restrict moving = g->moving, *restrict right = g->stages;
  for (int i = 0; i < all; i += LANES) STORE(moving + i, AS_v(0));
  add_product(s, g, vectors, SLANT, moving);
  const real moves = AS_v(r->method->moving[0]);
  for (int i = 0; i < all; i += LANES) STORE(right + i, moves * AT(moving));
  add_product(s, g, vectors, s->use[0], right);
  solve(s, g, vectors, g->stages);
}

/* The argument of a stage and the start of its right side, from the stages before it. */
ALWAYS void gather(const struct slope_steps *s, struct slope_group *g, const int vectors,
                   const int stage)
{
  const struct run *r = s->run;
  const struct method *m = r->method;
  const int n = r->bundle->n, all = vectors * n * LANES, whole = stage < m->rows;
  const double inverse = *r->bundle->inverse;
  real a[MOST_STAGES], c[MOST_STAGES];
  UNROLL for (int j = 0; j < stage; j++)
  {
    a[j] = AS_v(whole ? m->a[stage][j] : 0);
    c[j] = AS_v(m->c[stage][j] * inverse);
  }
  const real moves = AS_v(m->moving[stage]);
  for (int l = 0; l < vectors; l++) {
    const int next = l * n * LANES;
    const double *restrict v = g->stages + next, *restrict start = g->start + next,
                           *restrict moving = g->moving + next;
    double *restrict argument = g->argument + l * g->rows * LANES;
    double *restrict right = g->stages + stage * all + next;
    if (whole) EACH
      {
        real x = AT(start), b = moves * AT(moving);
        UNROLL for (int j = 0; j < stage; j++)
        {
          const real u = AT(v + j * all);
          x = FMA(a[j], u, x);
          b = FMA(c[j], u, b);
        }
        STORE(argument + i, x);
        STORE(right + i, b);
      }
    else EACH
      {
        real b = AS_v(0);
        UNROLL for (int j = 0; j < stage; j++) b = FMA(c[j], AT(v + j * all), b);
        STORE(argument + i, AT(argument) + AT(v + (stage - 1) * all));
        STORE(right + i, b);
      }
  }
}

ALWAYS void make_stage(struct slope_steps *s, struct slope_group *g, const int vectors,
                       const int stage)
{
  const int n = s->run->bundle->n, next = n * LANES;
  double *right = g->stages + stage * vectors * next;
  if (!stage) {
    first(s, g, vectors);
    return;
  }
  gather(s, g, vectors, stage);
  add_product(s, g, vectors, s->use[stage], right);
  solve(s, g, vectors, right);
}

ALWAYS void stage_of(struct slope_steps *s, struct slope_group *g, const int vectors, int stage)
{
  switch (stage) {
  case 0: make_stage(s, g, vectors, 0); break;
  case 1: make_stage(s, g, vectors, 1); break;
  case 2: make_stage(s, g, vectors, 2); break;
  case 3: make_stage(s, g, vectors, 3); break;
  case 4: make_stage(s, g, vectors, 4); break;
  case 5: make_stage(s, g, vectors, 5); break;
  case 6: make_stage(s, g, vectors, 6); break;
  default: make_stage(s, g, vectors, 7);
  }
}

static void stage(struct slope_steps *s, struct slope_group *g, int number)
{
  if (g->vectors == 2) stage_of(s, g, 2, number);
  else stage_of(s, g, 1, number);
}

/* What a slope times its parameter's size may be off by. */
ALWAYS real tolerance(const struct bundle *g, int i, const double *start, const double *end,
                      real size)
{
  const real larger = MOST(ABSOLUTE(AT(start)), ABSOLUTE(AT(end)));
  return g->rtol * FMA(larger, size, g->noise[i / LANES]);
}

/* Adds what a state is off by, in tolerances, squared. */
ALWAYS void count(int i, real per, const double *u, const double *missing, const double *end,
                  real *error, real *left_out)
{
  const real off = AT(u) * per, out = AT(missing) * per;
  *error = FMA(off, off, FMA(AT(end), 0, *error)); /* NaN, if the end is not finite */
  *left_out = FMA(out, out, *left_out);
}

/* The slopes at the end, their errors, and what the cubics leave out in the middle. */
ALWAYS void finish_all(struct slope_steps *s, struct slope_group *g, const int vectors)
{
  const struct bundle *bundle = s->run->bundle;
  const struct method *m = s->run->method;
  const int n = bundle->n, next = n * LANES;
  const double weight = WEIGHT / m->gamma, *last = g->stages + (m->stages - 1) * vectors * next;
  for (int l = 0; l < vectors; l++) {
    const double *restrict start = g->start + l * next, *restrict u = last + l * next;
    double *restrict end = g->end + l * next;
    double *restrict argument = g->argument + l * g->rows * LANES;
    EACH
    {
      const real to = AT(argument) + AT(u);
      STORE(end + i, to);
      STORE(argument + i, 0.5 * (AT(start) + to));
    }
  }
  for (int i = 0; i < vectors * next; i += LANES) STORE(g->moving + i, AS_v(0));
  add_product(s, g, vectors, LEFT_OUT, g->moving);
  solve(s, g, vectors, g->moving);
  for (int l = 0; l < vectors; l++) {
    const double *start = g->start + l * next, *u = last + l * next, *end = g->end + l * next,
                 *missing = g->moving + l * next;
    const real size = LOAD(g->size + l * LANES);
    real error = AS_v(0), left_out = AS_v(0);
    for (int i = 0; i < next; i += 2 * LANES) {
      const int j = i + LANES < next ? i + LANES : i; /* one division for two states */
      const real a = tolerance(bundle, i, start, end, size);
      const real b = tolerance(bundle, j, start, end, size), per = size / (a * b);
      count(i, per * b, u, missing, end, &error, &left_out);
      if (j > i) count(j, per * a, u, missing, end, &error, &left_out);
    }
    STORE(g->error + l * LANES, error / (n ? n : 1));
    STORE(g->left_out + l * LANES, left_out * (weight * weight / (n ? n : 1)));
  }
}

static void finish(struct slope_steps *s, struct slope_group *g)
{
  if (g->vectors == 2) finish_all(s, g, 2);
  else finish_all(s, g, 1);
}

/* ---- between the ends ------------------------------------------------------------------------------ */

static void between(const struct run *r, struct slope_group *g)
{
  const struct method *m = r->method;
  const int n = r->bundle->n * g->vectors;
  for (int k = 0; k < m->n_between; k++) {
    double *restrict out = g->between + k * n * LANES;
    const double *restrict v = g->stages;
    EACH
    {
      real sum = AS_v(0);
      for (int j = 0; j < m->stages; j++)
        sum = FMA(m->between[k][j], AT(v + j * n * LANES), sum);
      STORE(out + i, sum);
    }
  }
}

/* Aligned or not. */
#define STORE_ANYWHERE(to, a)                                                                  \
  do {                                                                                         \
    const real value_ = (a);                                                                   \
    memcpy(to, &value_, sizeof value_);                                                        \
  } while (0)

/* The used ones of a vector's slopes. */
ALWAYS void interpolate_vector(const struct run *r, const struct slope_group *g, int l,
                               double part, const int *state, int n, const int used,
                               double *restrict out, int row)
{
  const int own = r->bundle->n * LANES, bends = r->method->n_between, next = own * g->vectors;
  const double rest = 1 - part;
  const double *restrict d = g->between + l * own, *restrict start = g->start + l * own,
                         *restrict end = g->end + l * own;
  for (int k = 0; k < n; k++) {
    const int i = (state ? state[k] : k) * LANES;
    real bend = AT(d + next);
    if (bends == 3) bend = FMA(part, AT(d + 2 * next), bend);
    bend = FMA(part, bend, AT(d));
    bend = FMA(rest, bend, AT(end));
    const real value = FMA(rest, AT(start), part * bend);
    if (used == LANES) {
      STORE_ANYWHERE(out + k * row, value);
      continue;
    }
    double lane[LANES] __attribute__((aligned(8 * LANES)));
    STORE(lane, value);
    UNROLL for (int m = 0; m < LANES; m++) if (m < used) out[k * row + m] = lane[m];
  }
}

static void interpolate(const struct run *r, const struct slope_group *g, double part,
                        const int *state, int n, double *out, int row)
{
  for (int l = 0; l < g->vectors; l++) {
    const int used = g->n - l * LANES;
    double *to = out + l * LANES;
    switch (used < LANES ? used : LANES) {
    case 1: interpolate_vector(r, g, l, part, state, n, 1, to, row); break;
    case 2: interpolate_vector(r, g, l, part, state, n, 2, to, row); break;
    case LANES > 2 ? LANES:
      3 : interpolate_vector(r, g, l, part, state, n, LANES, to, row);
      break;
    default: interpolate_vector(r, g, l, part, state, n, used, to, row);
    }
  }
}

const struct slope_kernel KERNEL(slope_kernel) = {
#if LANES <= 4
  .points = points,
#endif
  .mix = mix,
  .stage = stage,
  .finish = finish,
  .between = between,
  .interpolate = interpolate,
};
