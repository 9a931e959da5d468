/* rough.h — numbers that need a few digits only, from their bits, alike in each build. */
#ifndef ROUGH_H
#define ROUGH_H

#include "lanes.h"

#if LANES == 1
#define bits_v      bits_d
#define bits_of_v   bits_of_d
#define number_of_v number_of_d
#endif

/* 1 / x to 0.02 %, which will do for a comparison: a division of 8 lanes takes as long as 30 products.  For x
 * from 1e-300 to 1e300. */
ALWAYS real rough_inverse(real x)
{
  const real guess = number_of_v(0x7FDE623822FC16E6u - bits_of_v(x)); /* to 12 % */
  const real better = guess * FMA(-x, guess, AS_v(2));
  return better * FMA(-x, better, AS_v(2));
}

/* x^n for 0 < x < infinity and a small n, to 1 %, which will do for the size of a step: the bits of a
 * number are nearly its logarithm. */
ALWAYS real rough_power(real x, double n)
{
  const double one = 1023 * 0x1p32, ulp = 0x1p52; /* of 20 bits less */
  const bits_v coarse = bits_of_v(x) >> 20;
  const real logarithm = number_of_v(coarse | 0x4330000000000000u) - ulp - one;
  const bits_v bits = bits_of_v(n * logarithm + one + ulp) << 20;
  const bits_v mantissa = (bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u;
  const real m = number_of_v(mantissa); /* stands for 2^(m - 1), which bends below it */
  return number_of_v(bits) * (1 - 0.2275 * ((m - 1) * (2 - m)));
}

#endif
