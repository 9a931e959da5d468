/* elementary.h — exp, log and powers in IEEE operations: one text for a double and for lanes.
 *
 * The same operations in the same order, each rounded once, none of them fused: so every kind,
 * width, compiler and processor gives the same bits, whatever its libm.  No table and no branch.
 * The polynomials are minimax: relative to the answer they are off by 2^-59.5 in log and 2^-57.9
 * in exp; the rest of the errors that test_elementary bounds is rounding.
 *
 * Included once for each kind, which OF names (d or v).  The kind has number_d, a number, and
 * bits_d, its bits as unsigned integers; number_of_d and bits_of_d, one from the other; select_d,
 * less_d, at_most_d, equal_d and least_d, of which lanes.h says what they are.  Where it
 * has an exponent and a mantissa from the processor it defines split_d and scaled_d itself, and
 * TAKES_APART. */
#define NAME(name)    JOIN(name, OF)
#define NUMBER        NAME(number)
#define BITS          NAME(bits)
#define FILLED(c)     ((NUMBER){ 0 } + (c)) /* in every lane; c is not -0 */
#define PICK(m, a, b) NAME(select)(m, a, b)
#define BELOW(a, b)   NAME(less)(a, b)

#ifndef TAKES_APART
/* x = m 2^k with m from sqrt(1/2) to sqrt(2), for x > 0.  The k of infinity is 2^900: so large
 * that its powers are infinity, 1 or 0, and finite, so that nothing is NaN.  NaN has NaN. */
ALWAYS NUMBER NAME(split)(NUMBER x, NUMBER *k)
{
  const NUMBER made_normal = PICK(BELOW(x, FILLED(0x1p-1022)), x * 0x1p54, x);
  const NUMBER zero =
      PICK(BELOW(x, FILLED(0x1p-1022)), FILLED(0x1p52 + 1077), FILLED(0x1p52 + 1023));
  const BITS bits = NAME(bits_of)(made_normal);
  const BITS exponent = (bits + (0x3FF0000000000000u - 0x3FE6A09E667F3BCDu)) >> 52;
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

/* The 26 leading bits of x: the product of two such numbers is exact. */
ALWAYS NUMBER NAME(leading)(NUMBER x)
{
  return NAME(number_of)(NAME(bits_of)(x) & 0xFFFFFFFFF8000000u);
}

#define LN2_HIGH 0x1.62e42fefp-1 /* 33 bits: exact times any exponent */
#define LN2_LOW  0x1.473de6af278edp-34

/* log x for x > 0: its leading bits, and the rest in *low.  By s = 2 (m - 1) / (m + 1), of which
 * log m = s + s^3 / 12 + s^5 / 80 + ...; s too is in two parts, what the division leaves over
 * being divided in its turn. */
ALWAYS NUMBER NAME(log_parts)(NUMBER x, NUMBER *low)
{
  NUMBER k;
  const NUMBER m = NAME(split)(x, &k);
  const NUMBER above = m - 1.0, below = m + 1.0, inverse = 1.0 / below;
  const NUMBER top = above + above, s = top * inverse;
  const NUMBER s1 = NAME(leading)(s), below1 = NAME(leading)(below);
  const NUMBER s2 = ((top - s1 * below1) - s1 * (m - (below1 - 1.0))) * inverse;

  const NUMBER z = s * s, w = z * z;
  const NUMBER p0 = 0x1.5555555555592p-4 + z * 0x1.999999997fea9p-7;
  const NUMBER p1 = 0x1.24924941e48e5p-9 + z * 0x1.c71c521300759p-12;
  const NUMBER p2 = 0x1.74663d0b4d770p-14 + z * 0x1.39a1e80ed7092p-16;
  const NUMBER cubic = s * z * p0, fifth = s * z * w;
  const NUMBER tail = fifth * (p1 + w * (p2 + w * 0x1.2f03b4aea7496p-18));

  /* the leading bits need not wait for the tail */
  const NUMBER k1 = k * LN2_HIGH, high = NAME(leading)(k1 + s + cubic);
  *low = ((k1 - high) + s1) + ((s2 + k * LN2_LOW) + cubic) + tail;
  return high;
}

/* exp(high + low), for a low that is small where the answer is neither 0 nor infinite. */
ALWAYS NUMBER NAME(exp_parts)(NUMBER high, NUMBER low)
{
  const double shift = 0x1.8p52 + 2046; /* what is added to it becomes an integer */
  const NUMBER raised = high * 0x1.71547652b82fep0 + shift, k = raised - shift;
  const NUMBER r1 = high - k * LN2_HIGH, r2 = low - k * LN2_LOW;
  const NUMBER r = r1 + r2, z = r * r, w = z * z;
  const NUMBER p0 = 0x1.000000000000ap-1 + r * 0x1.55555555554f9p-3;
  const NUMBER p1 = 0x1.555555555083fp-5 + r * 0x1.1111111127d10p-7;
  const NUMBER p2 = 0x1.6c16c18438a89p-10 + r * 0x1.a01a012a0e7e8p-13;
  const NUMBER p3 = 0x1.a01999e274b14p-16 + r * 0x1.71df25b516d4cp-19;
  const NUMBER p4 = 0x1.28ad9b7868661p-22 + r * 0x1.ad7f3b22740dcp-26;
  const NUMBER rest = z * (p0 + z * p1) + r2 + z * w * (p2 + z * p3 + w * p4);
  const NUMBER y = NAME(scaled)(1.0 + (r1 + rest), raised);
  return PICK(BELOW(FILLED(800), high), FILLED(INFINITY),
              PICK(BELOW(high, FILLED(-800)), FILLED(0), y));
}

ALWAYS NUMBER NAME(exp)(NUMBER x) { return NAME(exp_parts)(x, FILLED(0)); }

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
  const NUMBER high = NAME(log_parts)(x, &low), n1 = NAME(leading)(n);
  const NUMBER y = NAME(exp_parts)(n1 * high, (n - n1) * high + n * low);
  return PICK(NAME(at_most)(x, FILLED(0)), 0.0 * n, y);
}

#undef NAME
#undef NUMBER
#undef BITS
#undef FILLED
#undef PICK
#undef BELOW
#undef LN2_HIGH
#undef LN2_LOW
