/* elementary.h — exp, log, powers and shares in IEEE operations: one text for a double and for lanes.
 *
 * The same operations in the same order, each rounded once: what is fused is written as FUSED, and
 * nothing else is.  So every kind, width, compiler and processor gives the same bits, whatever its
 * libm.  No division and no branch.  The polynomials are minimax: relative to the answer they are
 * off by 2^-62 in log and 2^-57.9 in exp; the rest of the errors that test_elementary bounds is
 * rounding.
 *
 * Included once for each kind, which OF names (d or v).  The kind has number_d, a number, and
 * bits_d, its bits as unsigned integers; number_of_d and bits_of_d, one from the other; fma_d,
 * select_d, less_d, at_most_d, equal_d, least_d and most_d, of which lanes.h says what they are; and
 * log_row_d, which looks up LOG_ROWS.  Where it has an exponent and a mantissa from the processor
 * it defines split_d and scaled_d itself, and TAKES_APART. */
#define NAME(name)     JOIN(name, OF)
#define NUMBER         NAME(number)
#define BITS           NAME(bits)
#define FILLED(c)      ((NUMBER){ 0 } + (c)) /* in every lane; c is not -0 */
#define PICK(m, a, b)  NAME(select)(m, a, b)
#define BELOW(a, b)    NAME(less)(a, b)
#define WIDE(c)        ((c) - (NUMBER){ 0 })                /* of -0 too */
#define FUSED(a, b, c) NAME(fma)(WIDE(a), WIDE(b), WIDE(c)) /* a * b + c rounded once */

#ifndef TAKES_APART
/* x = m 2^k with m from 0.703125 to twice that, for x > 0.  The k of infinity is 2^900: so large
 * that its powers are infinity, 1 or 0, and finite, so that nothing is NaN.  NaN has NaN. */
ALWAYS NUMBER NAME(split)(NUMBER x, NUMBER *k)
{
  const NUMBER made_normal = PICK(BELOW(x, FILLED(0x1p-1022)), x * 0x1p54, x);
  const NUMBER zero =
      PICK(BELOW(x, FILLED(0x1p-1022)), FILLED(0x1p52 + 1077), FILLED(0x1p52 + 1023));
  const BITS bits = NAME(bits_of)(made_normal);
  const BITS exponent = (bits + (0x3FF0000000000000u - FIRST_MANTISSA)) >> 52;
  const NUMBER raised = NAME(number_of)(exponent | 0x4330000000000000u); /* 2^52 + exponent */
  *k = PICK(BELOW(x, FILLED(INFINITY)), raised - zero, NAME(least)(FILLED(0x1p900), x));
  return NAME(number_of)(bits - ((exponent - 1023u) << 52));
}

/* y 2^k, rounded once; raised: k + 2046 + 1.5 * 2^52, for y near 1 and k of any double's */
ALWAYS NUMBER NAME(scaled)(NUMBER y, NUMBER raised)
{
  const BITS whole = NAME(bits_of)(raised), half = whole >> 1;
  return y * NAME(number_of)(half << 52) * NAME(number_of)((whole - half) << 52);
}
#endif

#define LN2_HIGH 0x1.62e42fefp-1 /* 33 bits: exact times any exponent */
#define LN2_LOW  0x1.473de6af278edp-34

/* log x for x > 0 as the sum of what is returned and *low, which is up to 0.03 of it.  By
 * log x = k log 2 + l + log(c m), where c m = 1 + r + rest without any rounding. */
ALWAYS NUMBER NAME(log_parts)(NUMBER x, NUMBER *low)
{
  NUMBER k, l;
  const NUMBER m = NAME(split)(x, &k);
  const NUMBER c = NAME(log_row)((NAME(bits_of)(m) - FIRST_MANTISSA) >> 48, &l);
  const NUMBER near_1 = c * m, r = near_1 - 1.0, rest = FUSED(c, m, -near_1);

  const NUMBER z = r * r, w = z * z;
  const NUMBER p0 = FUSED(r, -0x1.ffffffffffdf6p-3, 0x1.55555555554efp-2);
  const NUMBER p1 = FUSED(r, -0x1.55555558c0faap-3, 0x1.9999999b8fc61p-3);
  const NUMBER p2 = FUSED(r, -0x1.ffffc0a1d4d84p-4, 0x1.2492315cd4374p-3);
  const NUMBER p3 = FUSED(r, -0x1.9a8f5430ff2ccp-4, 0x1.c7ff4a2d0c73fp-4);
  const NUMBER p = FUSED(w, FUSED(z, p3, p2), FUSED(z, p1, p0));

  const NUMBER known = FUSED(k, LN2_HIGH, l), high = known + r;
  const NUMBER small = FUSED(k, LN2_LOW, FUSED(-rest, r, rest));
  *low = FUSED(z, FUSED(r, p, -0.5), ((known - high) + r) + small);
  return high;
}

/* exp(high + low), for a high of -800 to 800, where the answer is 0 and infinite, and a low that is
 * small where it is neither. */
ALWAYS NUMBER NAME(exp_parts)(NUMBER high, NUMBER low)
{
  const double shift = 0x1.8p52 + 2046; /* what is added to it becomes an integer */
  const NUMBER raised = FUSED(high, 0x1.71547652b82fep0, shift), k = raised - shift;
  const NUMBER r1 = FUSED(k, -LN2_HIGH, high), r2 = FUSED(k, -LN2_LOW, low);
  const NUMBER r = r1 + r2, z = r * r, w = z * z;
  const NUMBER p0 = FUSED(r, 0x1.55555555554f9p-3, 0x1.000000000000ap-1);
  const NUMBER p1 = FUSED(r, 0x1.1111111127d10p-7, 0x1.555555555083fp-5);
  const NUMBER p2 = FUSED(r, 0x1.a01a012a0e7e8p-13, 0x1.6c16c18438a89p-10);
  const NUMBER p3 = FUSED(r, 0x1.71df25b516d4cp-19, 0x1.a01999e274b14p-16);
  const NUMBER p4 = FUSED(r, 0x1.ad7f3b22740dcp-26, 0x1.28ad9b7868661p-22);
  const NUMBER p = FUSED(w, FUSED(w, p4, FUSED(z, p3, p2)), FUSED(z, p1, p0));
  return NAME(scaled)(1.0 + (r1 + FUSED(z, p, r2)), raised);
}

ALWAYS NUMBER NAME(exp)(NUMBER x)
{
  const NUMBER near = NAME(most)(FILLED(-800), NAME(least)(FILLED(800), x));
  return NAME(exp_parts)(near, FILLED(0));
}

ALWAYS NUMBER NAME(log)(NUMBER x)
{
  NUMBER low;
  const NUMBER high = NAME(log_parts)(x, &low);
  const NUMBER finite = PICK(BELOW(x, FILLED(INFINITY)), high + low, x);
  const NUMBER none = PICK(NAME(equal)(x, FILLED(0)), FILLED(-INFINITY), FILLED(NAN));
  return PICK(BELOW(FILLED(0), x), finite, none);
}

/* x^n where x > 0, else 0; NaN if either is NaN. */
ALWAYS NUMBER NAME(power)(NUMBER x, NUMBER n)
{
  NUMBER low;
  const NUMBER first = NAME(log_parts)(x, &low), high = first + low;
  const NUMBER rest = (first - high) + low, product = n * high;
  const NUMBER y = NAME(exp_parts)(product, FUSED(n, rest, FUSED(n, high, -product)));
  const NUMBER large = PICK(BELOW(FILLED(800), product), FILLED(INFINITY), y);
  const NUMBER any = PICK(BELOW(product, FILLED(-800)), FILLED(0), large);
  return PICK(NAME(at_most)(x, FILLED(0)), 0.0 * n, any);
}

/* log x in two parts, of which high is nearly all; x at or below 0 is as 0, of which it is -2^900. */
ALWAYS NUMBER NAME(log_high)(NUMBER x)
{
  NUMBER low;
  const NUMBER high = NAME(log_parts)(x, &low);
  return PICK(NAME(at_most)(x, FILLED(0)), FILLED(-0x1p900), high);
}
ALWAYS NUMBER NAME(log_low)(NUMBER x)
{
  NUMBER low;
  NAME(log_parts)(x, &low);
  return PICK(NAME(at_most)(x, FILLED(0)), FILLED(0), low);
}

/* (k / x)^n of log k in two parts: what stands against x in hill(x, k, n) = 1 / (1 + (k / x)^n).
 * Infinite for x at or below 0, NaN if any is NaN. */
ALWAYS NUMBER NAME(against)(NUMBER x, NUMBER n, NUMBER log_k, NUMBER log_k_low)
{
  NUMBER low;
  const NUMBER high = NAME(log_parts)(x, &low);
  const NUMBER y = NAME(exp)(n * ((log_k - high) + (log_k_low - low)));
  const NUMBER none = FUSED(0.0, n, FUSED(0.0, log_k, INFINITY));
  return PICK(NAME(at_most)(x, FILLED(0)), none, y);
}
ALWAYS NUMBER NAME(hill_against)(NUMBER x, NUMBER k, NUMBER n)
{
  return NAME(against)(x, n, NAME(log_high)(k), NAME(log_low)(k));
}

#undef NAME
#undef NUMBER
#undef BITS
#undef FILLED
#undef PICK
#undef BELOW
#undef WIDE
#undef FUSED
#undef LN2_HIGH
#undef LN2_LOW
