/* rosenbrock_rows_kernel.c — states between the ends of a step: rows of one patient's, from a step of
 * LANES patients side by side.
 *
 * What a row is made of is turned, in all lanes at once, so that each patient's states lie side by side;
 * then a row is a few vectors of states. */
#include "kernels.h"
#include "rosenbrock_rows.h"

typedef void between_fn(struct bundle *);
typedef void rows_fn(const struct bundle *, int, const double *, size_t, const int *, int,
                     double *);
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

/* Number k of it, of what stands at an index of the bundle's arrays and behind. */
ALWAYS real made_of(const struct bundle *b, const struct method *m, const int k, int at)
{
  if (k == ROWS_FROM) return load_anywhere(b->x + at);
  if (k == ROWS_TO) return load_anywhere(b->x1 + at);
  const double *restrict v = b->v + at;
  const int n = b->n * PATIENTS;
  real sum = AS_v(0);
  UNROLL for (int j = 0; j < m->stages; j++) if (m->between[k - ROWS_BEND][j] != 0) sum =
      FMA(m->between[k - ROWS_BEND][j], load_anywhere(v + j * n), sum);
  return sum;
}

#if LANES == 8
#define TURN(EACH_PAIR)                                                                        \
  EACH_PAIR(1, (0, 8, 2, 10, 4, 12, 6, 14), (1, 9, 3, 11, 5, 13, 7, 15))                       \
  EACH_PAIR(2, (0, 1, 8, 9, 4, 5, 12, 13), (2, 3, 10, 11, 6, 7, 14, 15))                       \
  EACH_PAIR(4, (0, 1, 2, 3, 8, 9, 10, 11), (4, 5, 6, 7, 12, 13, 14, 15))
#else
#define TURN(EACH_PAIR)                                                                        \
  EACH_PAIR(1, (0, 4, 2, 6), (1, 5, 3, 7))                                                     \
  EACH_PAIR(2, (0, 1, 4, 5), (2, 3, 6, 7))
#endif
#define BARE(...)        __VA_ARGS__
#define SHUFFLE(a, b, c) __builtin_shufflevector(a, b, c)

/* Swaps what is beside the diagonal, in squares of 1, 2, 4. */
#define SWAP(SIZE, LOWER, UPPER)                                                               \
  UNROLL for (int i = 0; i < LANES; i++) if (!(i & SIZE))                                      \
  {                                                                                            \
    const real a = square[i], b = square[i + SIZE];                                            \
    square[i] = SHUFFLE(a, b, BARE LOWER);                                                     \
    square[i + SIZE] = SHUFFLE(a, b, BARE UPPER);                                              \
  }

ALWAYS void turn(real square[LANES]) { TURN(SWAP); }

/* LANES states from state i on of all patients. */
ALWAYS void keep_side_by_side(struct bundle *b, const struct method *m, const int k, int i)
{
  const int left = b->n - i, of_one = (ROWS_BEND + m->n_between) * b->padded;
  double *restrict out = b->between + k * b->padded + i;
  real square[LANES];
  UNROLL for (int s = 0; s < LANES; s++) square[s] =
      s < left ? made_of(b, m, k, (i + s) * LANES) : AS_v(0);
  turn(square);
  UNROLL for (int l = 0; l < LANES; l++) STORE(out + l * of_one, square[l]);
}

/* What is read behind the last state is of another array, in the same room. */
ALWAYS void keep_alone(struct bundle *b, const struct method *m, const int k, int i)
{
  STORE(b->between + k * b->padded + i, made_of(b, m, k, i));
}

ALWAYS void between(struct bundle *b, const struct method *m)
{
  for (int i = 0; i < b->n; i += LANES)
    UNROLL for (int k = 0; k < ROWS_BEND + m->n_between; k++)
    {
      if (PATIENTS == 1) keep_alone(b, m, k, i);
      else keep_side_by_side(b, m, k, i);
    }
  b->interpolates = 1;
}

static void between_rodas5p(struct bundle *b) { between(b, &rodas5p); }
static void between_rodas4(struct bundle *b) { between(b, &rodas4); }

/* ---- rows ------------------------------------------------------------------------------------------ */

/* d: what the row is made of, each of so many states. */
ALWAYS void row_of_all(const double *restrict d, int padded, const int bends, double part,
                       int n, double *restrict x)
{
  const real s = AS_v(part), rest = AS_v(1 - part);
  for (int i = 0; i < n; i += LANES) {
    real bend = LOAD(d + (ROWS_BEND + 1) * padded + i);
    if (bends == 3) bend = FMA(s, LOAD(d + (ROWS_BEND + 2) * padded + i), bend);
    bend = FMA(s, bend, LOAD(d + ROWS_BEND * padded + i));
    bend = FMA(rest, bend, LOAD(d + ROWS_TO * padded + i));
    const real value = FMA(rest, LOAD(d + i), s * bend);
    if (i + LANES <= n) store_anywhere(x + i, value);
    else store_first(x + i, value, n - i);
  }
}

ALWAYS void row_of_some(const double *restrict d, int padded, const int bends, double part,
                        const int *state, int n, double *restrict x)
{
  const double rest = 1 - part;
  for (int k = 0; k < n; k++) {
    const double *at = d + state[k];
    double bend = at[(ROWS_BEND + 1) * padded];
    if (bends == 3) bend = __builtin_fma(part, at[(ROWS_BEND + 2) * padded], bend);
    bend = __builtin_fma(part, bend, at[ROWS_BEND * padded]);
    bend = __builtin_fma(rest, bend, at[ROWS_TO * padded]);
    x[k] = __builtin_fma(rest, *at, part * bend);
  }
}

ALWAYS void rows(const struct bundle *b, const struct method *m, int lane, const double *times,
                 size_t n_times, const int *state, int n, double *x)
{
  const int padded = b->padded;
  const double *d = b->between + lane * (ROWS_BEND + m->n_between) * padded;
  const double t = b->t_old[lane], width = b->width[lane];
  for (size_t k = 0; k < n_times; k++, x += n) {
    const double since = (times[k] - t) / width, part = least_d(since > 0 ? since : 0, 1);
    if (state) row_of_some(d, padded, m->n_between, part, state, n, x);
    else row_of_all(d, padded, m->n_between, part, n, x);
  }
}

#define ROWS(METHOD)                                                                           \
  static void rows_##METHOD(const struct bundle *b, int lane, const double *times,             \
                            size_t n_times, const int *state, int n, double *x)                \
  {                                                                                            \
    rows(b, &METHOD, lane, times, n_times, state, n, x);                                       \
  }
ROWS(rodas5p)
ROWS(rodas4)
