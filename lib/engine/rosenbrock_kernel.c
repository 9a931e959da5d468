/* rosenbrock_kernel.c — the arithmetic of Rosenbrock steps, for LANES patients side by side.
 *
 * rosenbrock_tables.h says what a step is.  A method's functions are compiled with its coefficients as
 * constants; a stage's two sums over the stages before it are one pass over the states. */
#include "rough.h"

#include "kernels.h"
#include "rosenbrock_bundle.h"

#include <float.h>

/* Step size: to SAFETY of what the estimate allows, and no more than these times the last. */
#define SAFETY  0.9
#define LEAST_  0.2
#define MOST_   6.0
#define RETREAT 0.25 /* where a derivative was not finite, or the matrix singular */

#define UNROLL _Pragma("GCC unroll 8")
#define EACH   _Pragma("GCC ivdep") for (int i = 0; i < n * LANES; i += LANES)
#define AT(v)  LOAD((v) + i)

ALWAYS void copy(int n, const double *restrict from, double *restrict to)
{
  EACH STORE(to + i, AT(from));
}

/* ---- the equations ----------------------------------------------------------------------------- */

/* The time on the only model's own clock. */
#define ON_CLOCK(field, time)                                                                  \
  double clock_[LANES] __attribute__((aligned(8 * LANES)));                                    \
  if ((field)->clock != 1) STORE(clock_, LOAD(time) / (field)->clock), (time) = clock_

ALWAYS void derivatives(struct bundle *b, const double *t, const double *x, double *f)
{
  const struct field *field = b->field;
  if (b->moving_parameters) b->parameters_at(b, t);
  if (field->alone) {
    ON_CLOCK(field, t);
    field->alone->rhs(t, x, b->q, b->u, b->s, f);
  } else field->kernel.rhs(field, t, x, b->q, b->u, b->s, f);
}

ALWAYS void derivatives_and_jacobian(struct bundle *b)
{
  const struct field *field = b->field;
  const double *t = b->t;
  if (b->moving_parameters) b->parameters_at(b, t);
  if (field->alone) {
    ON_CLOCK(field, t);
    field->alone->rhs_jacobian(t, b->x, b->q, b->u, b->s, b->f, b->jacobian);
    if (field->timed) field->alone->time_slope(t, b->x, b->q, b->u, b->s, b->moving);
  } else field->kernel.rhs_jacobian(field, t, b->x, b->q, b->u, b->s, b->f, b->jacobian);
  b->moves = field->timed ? ALL_LANES : b->moving_parameters;
  b->by_duals = field->alone ? b->moving_parameters : b->moves & b->busy;
  if (b->by_duals) b->rates(b);
}

ALWAYS void factor(struct bundle *b)
{
  const struct field *field = b->field;
  const unsigned cancelled =
      field->alone ? field->alone->factor(b->jacobian, b->diagonal, b->factors)
                   : field->kernel.factor(field, b->jacobian, b->diagonal, b->factors);
  b->by_lapack = cancelled & b->busy;
  if (b->by_lapack) b->factor_alone(b);
}

ALWAYS void solve(struct bundle *b, double *x)
{
  const struct field *field = b->field;
  if (b->by_lapack) b->set_aside(b, x);
  if (field->alone) field->alone->solve(b->factors, x);
  else field->kernel.solve(field, b->factors, x);
  if (b->by_lapack) b->solve_alone(b, x);
}

/* ---- the beginning of a step ----------------------------------------------------------------------- */

ALWAYS real tolerance(const struct bundle *b, int i, real size)
{
  return b->rtol * (size + b->noise[i / LANES]);
}

/* A first step: a part of the time in which the second derivative undoes the first, the smaller the
 * tighter the tolerance.  One that is too long costs no Jacobian; one too short costs many steps. */
static void first_width(struct bundle *b)
{
  const struct equations *e = b->field->equations;
  const int n = b->n;
  double *second = b->stage;
  const mask moves = MASK_OF(b->moves);
  EACH STORE(second + i, SELECT(moves, AT(b->moving), 0));
  for (int j = 0; j < n; j++)
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) {
      double *sum = second + e->row[k] * LANES;
      STORE(sum, FMA(LOAD(b->jacobian + k * LANES), LOAD(b->f + j * LANES), LOAD(sum)));
    }
  real speed = AS_v(0), bend = AS_v(0);
  for (int i = 0; i < n * LANES; i += LANES) {
    const real inverse = rough_inverse(tolerance(b, i, ABSOLUTE(AT(b->x))));
    const real once = AT(b->f) * inverse, twice = AT(second) * inverse;
    speed = FMA(once, once, speed);
    bend = FMA(twice, twice, bend);
  }
  const real part = speed / bend, rest = LOAD(b->t_stop) - LOAD(b->t);
  const mask known = AND(LESS(0, part), LESS(part, INFINITY));
  const real h = b->first * sqrt_v(part) * b->field->clock;
  const mask begins = MASK_OF(b->fresh);
  STORE(b->h, SELECT(begins, SELECT(known, LEAST(rest, h), rest), LOAD(b->h)));
  STORE(b->most, SELECT(begins, MOST_, LOAD(b->most)));
}

static void look(struct bundle *b)
{
  const int n = b->n;
  const mask held = MASK_OF(b->held);
  if (b->held == ALL_LANES) copy(n, b->x1, b->x);
  else if (b->held) EACH STORE(b->x + i, SELECT(held, AT(b->x1), AT(b->x)));
  b->held = 0;
  derivatives_and_jacobian(b);
  if (b->fresh) first_width(b);
  b->fresh = 0;
}

/* ---- an attempt ------------------------------------------------------------------------------------- */

/* h, cut to what is left and to the caller's limit, and even where two steps are left. */
ALWAYS real fitted(const struct bundle *b)
{
  const real rest = LOAD(b->t_stop) - LOAD(b->t), h = LEAST(b->h_max, LOAD(b->h));
  const real even = SELECT(LESS(rest, 2 * h), 0.5 * rest, h);
  return SELECT(AT_MOST(rest, 1.0001 * h), rest, even);
}

/* out += what time itself adds to the right side of stage s. */
ALWAYS real with_time(const struct bundle *b, const struct method *m, const int s, int i,
                      real sum)
{
  if (!b->moves || m->moving[s] == 0) return sum;
  const real width = LOAD(b->width) * b->field->per_clock;
  return SELECT(MASK_OF(b->moves), FMA(m->moving[s] * width, AT(b->moving), sum), sum);
}

/* The argument of stage s. */
ALWAYS void gather(struct bundle *b, const struct method *m, const int s)
{
  const int n = b->n;
  const double *restrict v = b->v, *restrict x = b->x;
  double *restrict stage = b->stage;
  STORE(b->at, FMA(m->node[s], LOAD(b->width), LOAD(b->t)));
  EACH
  {
    if (s < m->rows) {
      real sum = AT(x);
      UNROLL for (int j = 0; j < s; j++) sum = FMA(m->a[s][j], AT(v + j * n * LANES), sum);
      STORE(stage + i, sum);
    } else STORE(stage + i, AT(stage) + AT(v + (s - 1) * n * LANES));
  }
}

/* v of stage s, whose derivatives are known. */
ALWAYS void solve_stage(struct bundle *b, const struct method *m, const int s,
                        const double *restrict f)
{
  const int n = b->n;
  const real inverse = LOAD(b->inverse);
  const double *restrict v = b->v;
  double *restrict right = b->v + s * n * LANES;
  EACH
  {
    real sum = AT(f);
    if (s) {
      real others = m->c[s][0] * AT(v);
      UNROLL for (int j = 1; j < s; j++) others =
          FMA(m->c[s][j], AT(v + j * n * LANES), others);
      sum = FMA(others, inverse, sum);
    }
    STORE(right + i, with_time(b, m, s, i, sum));
  }
  solve(b, right);
}

ALWAYS void make_stage(struct bundle *b, const struct method *m, const int s)
{
  if (s >= m->stages) return;
  gather(b, m, s);
  derivatives(b, b->at, b->stage, b->right);
  solve_stage(b, m, s, b->right);
}

ALWAYS void set_out(struct bundle *b)
{
  const real width = fitted(b), inverse = 1 / (width * b->field->per_clock);
  b->interpolates = 0;
  STORE(b->width, width);
  STORE(b->inverse, inverse);
}

/* The states at the end, and the mean square of the estimate, in tolerances. */
ALWAYS void finish(struct bundle *b, const struct method *m)
{
  const int n = b->n;
  const double *restrict v = b->v, *restrict last = v + (m->stages - 1) * n * LANES;
  const double *restrict x = b->x;
  double *restrict x1 = b->x1;
  real sum = AS_v(0);
  for (int i = 0; i < n * LANES; i += LANES) {
    const real to = AT(b->stage) + AT(last);
    real estimate = AS_v(0);
    UNROLL for (int j = 0; j < m->stages; j++) if (m->estimate[j] != 0) estimate =
        FMA(m->estimate[j], AT(v + j * n * LANES), estimate);
    const real off =
        estimate * rough_inverse(tolerance(b, i, MOST(ABSOLUTE(AT(x)), ABSOLUTE(to))));
    STORE(x1 + i, to);
    sum = FMA(off, off, FMA(to, 0, sum)); /* NaN, if the end is not finite */
  }
  STORE(b->error, sum / (n ? n : 1));
}

ALWAYS void attempt(struct bundle *b, const struct method *m)
{
  set_out(b);
  STORE(b->diagonal, LOAD(b->inverse) * (1 / m->gamma));
  factor(b);
  solve_stage(b, m, 0, b->f);
  make_stage(b, m, 1);
  make_stage(b, m, 2);
  make_stage(b, m, 3);
  make_stage(b, m, 4);
  make_stage(b, m, 5);
  make_stage(b, m, 6);
  make_stage(b, m, 7);
  finish(b, m);
}

static void attempt_rodas5p(struct bundle *b) { attempt(b, &rodas5p); }
static void attempt_rodas4(struct bundle *b) { attempt(b, &rodas4); }

/* The last attempt's lanes that hold go on; all get a new width. */
static unsigned judge(struct bundle *b, double power)
{
  const real error = LOAD(b->error), width = LOAD(b->width), most = LOAD(b->most);
  const real t = LOAD(b->t), t_stop = LOAD(b->t_stop);
  const mask good = AT_MOST(error, 1), finite = LESS(error, INFINITY);
  const real allowed = SAFETY * rough_power(MOST(error, 1e-20), power);
  STORE(b->h, width * SELECT(finite, LEAST(MOST(allowed, LEAST_), most), RETREAT));
  STORE(b->most, SELECT(good, MOST_, 1));
  const real end = SELECT(AT_MOST(t_stop - t, width), t_stop, LEAST(t + width, t_stop));
  STORE(b->t_old, t);
  STORE(b->t, SELECT(good, end, t));
  return LANES_OF(good) & b->busy;
}

const struct rosenbrock_kernel KERNEL(rosenbrock_kernel) = {
  .look = look,
  .attempt = { attempt_rodas5p, attempt_rodas4 },
  .judge = judge,
};
