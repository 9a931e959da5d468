/* lanes.h — kind v: LANES plain values side by side, each with the bits of kind d.
 *
 * Compiled with LANES defined as 1, 4 or 8: real is a double, or the compiler's vector of LANES
 * of them, with + - * / of the language.  Any processor runs any width; the compiler is told of
 * AVX2 or AVX-512 by its flags, and FMA is one instruction there.
 *
 *   exp_v log_v sqrt_v power_v hill_v positive_v larger_v step_v positive_root_v
 *   expm1_v log1p_v normal_v             a body's functions; with KIND v, words.h finds them as
 *                                        exp(x), power(x, n), ..., SOLVE and ZERO too
 *   LESS AT_MOST EQUAL  AND OR NOT  SELECT(mask, a, b)    masks: a where it holds, else b
 *   LANES_OF(mask)  MASK_OF(lanes)       as unsigned: bit l is lane l
 *   FMA(a, b, c)                         a * b + c rounded once
 *   ABSOLUTE(a)  MOST(a, b)  LEAST(a, b) the latter are b where a or b is NaN
 *   LOAD(from)  STORE(to, a)             LANES doubles, aligned to all of them
 *   AS_v(c)                              in every lane
 *
 * Arguments of the words in capitals are widened, so that a literal or a double may stand there.
 * Plain numbers in the same file, such as what depends on parameters alone: exp_d, power_d, ... */
#ifndef LANES_H
#define LANES_H

#include "scalar.h"

#include <stdint.h>
#if defined __AVX2__ || defined __FMA__
#include <immintrin.h>
#endif

#define LESS(a, b)      less_v(AS_v(a), AS_v(b))
#define AT_MOST(a, b)   at_most_v(AS_v(a), AS_v(b))
#define EQUAL(a, b)     equal_v(AS_v(a), AS_v(b))
#define SELECT(m, a, b) select_v(m, AS_v(a), AS_v(b))
#define FMA(a, b, c)    fma_v(AS_v(a), AS_v(b), AS_v(c))
#define ABSOLUTE(a)     absolute_v(AS_v(a))
#define MOST(a, b)      most_v(AS_v(a), AS_v(b))
#define LEAST(a, b)     least_v(AS_v(a), AS_v(b))
#define ALL_LANES       ((1u << LANES) - 1)

#if LANES == 1
#include "lanes_one.h"
#else
#include "lanes_many.h"
#endif
#endif
