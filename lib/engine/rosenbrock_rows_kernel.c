/* rosenbrock_rows_kernel.c — states between the ends of a step: rows of one patient's, from a step of
 * LANES patients side by side.
 *
 * What a row is made of is turned, in all lanes at once, so that each patient's states lie side by side;
 * then a row is a few vectors of states. */
#include "kernels.h"
#include "rosenbrock_rows.h"

typedef void between_fn(struct bundle *);
typedef size_t rows_fn(const struct bundle *, int, double, const double *, size_t, const int *,
                       int, double *);
static between_fn between_rodas5p, between_rodas4;
static rows_fn rows_rodas5p, rows_rodas4;

const struct rows_kernel KERNEL(rows_kernel) = {
  .between = { between_rodas5p, between_rodas4 },
  .rows = { rows_rodas5p, rows_rodas4 },
};

/* Vectors are of states here, of which a patient alone has as many side by side as four have. */
enum { PATIENTS = LANES };
#if LANES == 1
#undef LANES
#define LANES 4
#endif
#include "lanes.h"

#define UNROLL _Pragma("GCC unroll 8")

/* Aligned or not. */
ALWAYS real load_anywhere(const double *from)
{
  real a;
  __builtin_memcpy(&a, from, sizeof a);
  return a;
}

ALWAYS void store_anywhere(double *to, real a) { __builtin_memcpy(to, &a, sizeof a); }

/* The first n, fewer than LANES. */
ALWAYS void store_first(double *to, real a, int n)
{
#if LANES == 8 && defined __AVX512F__
  _mm512_mask_storeu_pd(to, (__mmask8)((1 << n) - 1), a);
#else
  for (int l = 0; l < n; l++) to[l] = a[l];
#endif
}

/* ---- what rows are made of ---------------------------------------------------------------------- */

/* Where it stands in the bundle, for the states from one on. */
struct places {
  const double *from, *to, *v[MOST_STAGES];
};

ALWAYS struct places places_of(const struct bundle *b, const struct method *m, int i)
{
  struct places at = { .from = b->x + i * PATIENTS, .to = b->x1 + i * PATIENTS };
  UNROLL for (int j = 0; j < m->stages; j++) at.v[j] = b->v + (j * b->n + i) * PATIENTS;
  return at;
}

/* Number k of it, in the vector that is so much further on. */
ALWAYS real made_of(const struct places *at, const struct method *m, const int k, int further)
{
  if (k == ROWS_FROM) return load_anywhere(at->from + further);
  if (k == ROWS_TO) return load_anywhere(at->to + further);
  const double *c = m->between[k - ROWS_BEND];
  real sum = AS_v(0);
  UNROLL for (int j = 0; j < m->stages; j++) if (c[j] != 0) sum =
      FMA(c[j], load_anywhere(at->v[j] + further), sum);
  return sum;
}

/* Of two vectors in turn: their even and odd numbers, each beside the other's; then their even and odd
 * pairs, one's before the other's. */
#if LANES == 8
#define EVEN(a, b)       __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define ODD(a, b)        __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define EVEN_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13)
#define ODD_PAIRS(a, b)  __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15)
#else
#define EVEN(a, b)       __builtin_shufflevector(a, b, 0, 4, 2, 6)
#define ODD(a, b)        __builtin_shufflevector(a, b, 1, 5, 3, 7)
#define EVEN_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define ODD_PAIRS(a, b)  __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif

#define EXCHANGE(distance, FIRST, SECOND)                                                      \
  UNROLL for (int i = 0; i < LANES; i++)                                                       \
  {                                                                                            \
    if (i & (distance)) continue;                                                              \
    const real a = square[i], b = square[i + (distance)];                                      \
    square[i] = FIRST(a, b);                                                                   \
    square[i + (distance)] = SECOND(a, b);                                                     \
  }

/* Rows become columns. */
ALWAYS void turn(real square[LANES])
{
  EXCHANGE(1, EVEN, ODD);
  EXCHANGE(2, EVEN_PAIRS, ODD_PAIRS);
#if LANES == 8
  EXCHANGE(4, EVEN_PAIRS, ODD_PAIRS);
#endif
}

/* LANES states of as many patients, no more of them than are left. */
ALWAYS void keep_turned(const struct places *at, const struct method *m, const int k, int left,
                        double *restrict out, int next)
{
  real square[LANES];
  UNROLL for (int s = 0; s < LANES; s++) square[s] =
      s < left ? made_of(at, m, k, s * LANES) : AS_v(0);
  turn(square);
  UNROLL for (int l = 0; l < LANES; l++) STORE(out + l * next, square[l]);
}

/* Of a patient alone, what is read behind the last state is another array's, in the same room. */
ALWAYS void between(struct bundle *b, const struct method *m)
{
  const int next = (ROWS_BEND + m->n_between) * b->padded;
  for (int i = 0; i < b->n; i += LANES) {
    const struct places at = places_of(b, m, i);
    UNROLL for (int k = 0; k < ROWS_BEND + m->n_between; k++)
    {
      double *out = b->between + k * b->padded + i;
      if (PATIENTS == 1) STORE(out, made_of(&at, m, k, 0));
      else keep_turned(&at, m, k, b->n - i, out, next);
    }
  }
  b->interpolates = 1;
}

static void between_rodas5p(struct bundle *b) { between(b, &rodas5p); }
static void between_rodas4(struct bundle *b) { between(b, &rodas4); }

/* ---- rows ------------------------------------------------------------------------------------------ */

/* What a vector of states is made of. */
struct made {
  real from, to, bend[MOST_BETWEEN];
};

ALWAYS struct made made_at(const double *d, int padded, const int bends)
{
  struct made a = { .from = LOAD(d + ROWS_FROM * padded), .to = LOAD(d + ROWS_TO * padded) };
  UNROLL for (int k = 0; k < bends; k++) a.bend[k] = LOAD(d + (ROWS_BEND + k) * padded);
  return a;
}

ALWAYS real value_at(const struct made *a, const int bends, double part)
{
  const real rest = AS_v(1 - part);
  real bend = a->bend[bends - 1];
  UNROLL for (int k = bends - 2; k >= 0; k--) bend = FMA(part, bend, a->bend[k]);
  bend = FMA(rest, bend, a->to);
  return FMA(rest, a->from, part * bend);
}

/* Of one lane: where its part of a step is looked at, and where the rows go. */
struct request {
  const double *made; /* of what, each of so many states */
  int padded, n;
  double t_old, width, until;
  const double *times;
  size_t n_times;
  double *x;
};

ALWAYS int is_wanted(const struct request *r, size_t k)
{
  return k < r->n_times && r->times[k] < r->until;
}

ALWAYS double part_at(const struct request *r, size_t k)
{
  const double part = (r->times[k] - r->t_old) / r->width;
  return least_d(part > 0 ? part : 0, 1);
}

/* All states in one vector. */
ALWAYS size_t rows_of_few(const struct request *r, const int bends)
{
  const struct made a = made_at(r->made, r->padded, bends);
  double *x = r->x;
  size_t k = 0;
  for (; is_wanted(r, k); k++, x += r->n) {
    const real value = value_at(&a, bends, part_at(r, k));
    if (r->n == LANES) store_anywhere(x, value);
    else store_first(x, value, r->n);
  }
  return k;
}

ALWAYS size_t rows_of_many(const struct request *r, const int bends)
{
  const int n = r->n, full = n / LANES * LANES;
  double *x = r->x;
  size_t k = 0;
  for (; is_wanted(r, k); k++, x += n) {
    const double part = part_at(r, k);
    for (int i = 0; i < full; i += LANES) {
      const struct made a = made_at(r->made + i, r->padded, bends);
      store_anywhere(x + i, value_at(&a, bends, part));
    }
    if (full == n) continue;
    const struct made a = made_at(r->made + full, r->padded, bends);
    store_first(x + full, value_at(&a, bends, part), n - full);
  }
  return k;
}

ALWAYS size_t rows_of_some(const struct request *r, const int bends, const int *state)
{
  const int padded = r->padded;
  double *x = r->x;
  size_t k = 0;
  for (; is_wanted(r, k); k++, x += r->n) {
    const double part = part_at(r, k), rest = 1 - part;
    for (int i = 0; i < r->n; i++) {
      const double *at = r->made + state[i];
      double bend = at[(ROWS_BEND + 1) * padded];
      if (bends == 3) bend = __builtin_fma(part, at[(ROWS_BEND + 2) * padded], bend);
      bend = __builtin_fma(part, bend, at[ROWS_BEND * padded]);
      bend = __builtin_fma(rest, bend, at[ROWS_TO * padded]);
      x[i] = __builtin_fma(rest, at[ROWS_FROM * padded], part * bend);
    }
  }
  return k;
}

/* Where the next step's rows will go, if there are as many: a table that is larger than the caches is
 * waited for otherwise.  Into the second level: the first is needed until then. */
ALWAYS void fetch_ahead(const double *x, size_t n)
{
  enum { LINE = 8, MOST_AHEAD = 32 * LINE };
  for (size_t i = 0; i < n && i < MOST_AHEAD; i += LINE) __builtin_prefetch(x + i, 1, 2);
}

/* Each in a function of its own, lest registers be short in all. */
#define APART static __attribute__((noinline))
#define ROWS(METHOD)                                                                           \
  APART size_t few_##METHOD(const struct request *r)                                           \
  {                                                                                            \
    return rows_of_few(r, METHOD.n_between);                                                   \
  }                                                                                            \
  APART size_t many_##METHOD(const struct request *r)                                          \
  {                                                                                            \
    return rows_of_many(r, METHOD.n_between);                                                  \
  }                                                                                            \
  APART size_t some_##METHOD(const struct request *r, const int *state)                        \
  {                                                                                            \
    return rows_of_some(r, METHOD.n_between, state);                                           \
  }                                                                                            \
  static size_t rows_##METHOD(const struct bundle *b, int lane, double until,                  \
                              const double *times, size_t n_times, const int *state, int n,    \
                              double *x)                                                       \
  {                                                                                            \
    const int next = (ROWS_BEND + METHOD.n_between) * b->padded;                               \
    const struct request r = { b->between + lane * next,                                       \
                               b->padded,                                                      \
                               n,                                                              \
                               b->t_old[lane],                                                 \
                               b->width[lane],                                                 \
                               until,                                                          \
                               times,                                                          \
                               n_times,                                                        \
                               x };                                                            \
    const size_t rows = state         ? some_##METHOD(&r, state)                               \
                        : (n > LANES) ? many_##METHOD(&r)                                      \
                                      : few_##METHOD(&r);                                      \
    fetch_ahead(x + rows * n, rows * n);                                                       \
    return rows;                                                                               \
  }
ROWS(rodas5p)
ROWS(rodas4)
