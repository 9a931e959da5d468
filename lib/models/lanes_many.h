/* lanes_many.h — kind v where it is several lanes.  What lanes.h says, for vectors. */
#ifndef LANES_MANY_H
#define LANES_MANY_H

#include "log_rows.h"

typedef double real __attribute__((vector_size(8 * LANES)));
typedef double real_in_memory __attribute__((vector_size(8 * LANES), may_alias));
typedef int64_t integers __attribute__((vector_size(8 * LANES)));

#define AS_v(x)      ((x) - (real){ 0 }) /* x + 0 would change -0 */
#define LOAD(from)   ((real)(*(const real_in_memory *)(from)))
#define STORE(to, a) (*(real_in_memory *)(to) = AS_v(a))

/* ---- masks ------------------------------------------------------------------------------- */
#define AND(m, n) ((mask)((m) & (n)))
#define OR(m, n)  ((mask)((m) | (n)))
#define NOT(m)    ((mask)(~(m)))
#if LANES == 8 && defined __AVX512DQ__
typedef __mmask8 mask;
ALWAYS mask less_v(real a, real b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
ALWAYS mask at_most_v(real a, real b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }
ALWAYS mask equal_v(real a, real b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
ALWAYS real select_v(mask m, real a, real b) { return _mm512_mask_blend_pd(m, b, a); }
#define LANES_OF(m)    ((unsigned)(m))
#define MASK_OF(lanes) ((mask)(lanes))
#else
typedef integers mask;
ALWAYS mask less_v(real a, real b) { return a < b; }
ALWAYS mask at_most_v(real a, real b) { return a <= b; }
ALWAYS mask equal_v(real a, real b) { return a == b; }
#if LANES == 4 && defined __AVX2__
ALWAYS real select_v(mask m, real a, real b) { return _mm256_blendv_pd(b, a, (real)m); }
ALWAYS unsigned lanes_of_v(mask m) { return (unsigned)_mm256_movemask_pd((real)m); }
#else
ALWAYS real select_v(mask m, real a, real b)
{
  return (real)((m & (integers)a) | (~m & (integers)b));
}
ALWAYS unsigned lanes_of_v(mask m)
{
  unsigned lanes = 0;
  for (int l = 0; l < LANES; l++) lanes |= (unsigned)(m[l] & 1) << l;
  return lanes;
}
#endif
ALWAYS mask mask_of_v(unsigned lanes)
{
  mask m;
  for (int l = 0; l < LANES; l++) m[l] = -(int64_t)(lanes >> l & 1);
  return m;
}
#define LANES_OF(m)    lanes_of_v(m)
#define MASK_OF(lanes) mask_of_v(lanes)
#endif

/* ---- arithmetic ------------------------------------------------------------------------------ */
ALWAYS real each_v(double function(double), real x)
{
  real y;
  for (int l = 0; l < LANES; l++) y[l] = function(x[l]);
  return y;
}
ALWAYS real sqrt_v(real x)
{
#if LANES == 8 && defined __AVX512F__
  return _mm512_sqrt_pd(x);
#elif LANES == 4 && defined __AVX__
  return _mm256_sqrt_pd(x);
#else
  return each_v(sqrt_d, x);
#endif
}
#if defined __FP_FAST_FMA || defined __FMA__ || defined __aarch64__
#define FUSED_OR_CALLED ALWAYS
#else /* calls of fma(): in line, thousands of them keep a compiler for minutes */
#define FUSED_OR_CALLED static __attribute__((noinline, unused))
#endif
FUSED_OR_CALLED real fma_v(real a, real b, real c)
{
#if LANES == 8 && defined __AVX512F__
  return _mm512_fmadd_pd(a, b, c);
#elif LANES == 4 && defined __FMA__
  return _mm256_fmadd_pd(a, b, c);
#else
  for (int l = 0; l < LANES; l++) c[l] = __builtin_fma(a[l], b[l], c[l]);
  return c;
#endif
}
ALWAYS real absolute_v(real a) { return (real)((integers)a & INT64_MAX); }
#if LANES == 8 && defined __AVX512F__
ALWAYS real most_v(real a, real b) { return _mm512_max_pd(a, b); }
ALWAYS real least_v(real a, real b) { return _mm512_min_pd(a, b); }
#elif LANES == 4 && defined __AVX__
ALWAYS real most_v(real a, real b) { return _mm256_max_pd(a, b); }
ALWAYS real least_v(real a, real b) { return _mm256_min_pd(a, b); }
#else
ALWAYS real most_v(real a, real b) { return SELECT(LESS(b, a), a, b); }
ALWAYS real least_v(real a, real b) { return SELECT(LESS(a, b), a, b); }
#endif

/* ---- a body's functions ------------------------------------------------------------------------ */
#if LANES == 8 && defined __AVX512DQ__
#define TAKES_APART
/* with the bounds of elementary.h's own */
ALWAYS real split_v(real x, real *k)
{
  const real m = _mm512_getmant_pd(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src);
  const real e = _mm512_getexp_pd(x);
  const mask halve = AT_MOST(0x1.68p0, m);
  *k = LEAST(0x1p900, SELECT(halve, e + 1, e));
  return SELECT(halve, m * 0.5, m);
}
ALWAYS real scaled_v(real y, real raised)
{
  return _mm512_scalef_pd(y, raised - (0x1.8p52 + 2046));
}
#endif
typedef real number_v;
typedef uint64_t bits_v __attribute__((vector_size(8 * LANES)));
#if LANES == 8 && defined __AVX512DQ__
#define C_OF(c, l) c,
#define L_OF(c, l) l,
static const double log_c[16] __attribute__((aligned(64))) = { LOG_ROWS(C_OF) };
static const double log_l[16] __attribute__((aligned(64))) = { LOG_ROWS(L_OF) };
ALWAYS real log_row_v(bits_v i, real *l)
{
  *l = _mm512_permutex2var_pd(LOAD(log_l), (__m512i)i, LOAD(log_l + 8));
  return _mm512_permutex2var_pd(LOAD(log_c), (__m512i)i, LOAD(log_c + 8));
}
#elif LANES == 4 && defined __AVX2__
ALWAYS real log_row_v(bits_v i, real *l)
{
  i &= 15;
  const real even = _mm256_loadu2_m128d(log_rows[i[2]], log_rows[i[0]]);
  const real odd = _mm256_loadu2_m128d(log_rows[i[3]], log_rows[i[1]]);
  *l = _mm256_unpackhi_pd(even, odd);
  return _mm256_unpacklo_pd(even, odd);
}
#else
ALWAYS real log_row_v(bits_v i, real *l)
{
  real c;
  for (int lane = 0; lane < LANES; lane++) {
    const double *row = log_rows[i[lane] & 15];
    c[lane] = row[0];
    (*l)[lane] = row[1];
  }
  return c;
}
#endif
ALWAYS real number_of_v(bits_v bits) { return (real)bits; }
ALWAYS bits_v bits_of_v(real x) { return (bits_v)x; }
#define OF v
#include "elementary.h"
#undef OF

ALWAYS real expm1_v(real x) { return each_v(expm1_d, x); }
ALWAYS real log1p_v(real x) { return each_v(log1p_d, x); }
ALWAYS real normal_v(real x) { return each_v(normal_d, x); }
ALWAYS real positive_v(real x) { return SELECT(AT_MOST(x, 0), 0, x); }
ALWAYS real larger_v(real a, real b)
{
  return SELECT(AT_MOST(b, a), a, SELECT(LESS(a, b), b, a + b));
}
ALWAYS real step_v(real x) { return SELECT(LESS(0, x), 1, SELECT(AT_MOST(x, 0), 0, x)); }
ALWAYS real hill_v(real x, real k, real n) { return 1 / (1 + hill_against_v(x, k, n)); }
ALWAYS real positive_root_v(real a, real b, real c)
{
  const real q = absolute_v(b) + sqrt_v(b * b + 4 * a * c);
  const mask rises = AT_MOST(0, b);
  const real x = SELECT(rises, 2 * c, q) / SELECT(rises, q, 2 * a);
  return SELECT(EQUAL(q, 0), 0, x);
}

#include "root_lanes.h"
#endif
