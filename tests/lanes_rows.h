/* lanes_rows.h — what test_lanes compares: every word of a body, compiled for kind v in test_lanes.c
 * and for kind d, without any extension of a processor, in lanes_plain.c.  x, y and z are reals. */
#ifndef LANES_ROWS_H
#define LANES_ROWS_H

#define ROWS_OF_WORDS(ROW)                                                                     \
  ROW(add, return x + y;)                                                                      \
  ROW(divide, return x / y;)                                                                   \
  ROW(widened, return AS(x);)                                                                  \
  ROW(exp, return exp(x);)                                                                     \
  ROW(expm1, return expm1(x);)                                                                 \
  ROW(log, return log(x);)                                                                     \
  ROW(log1p, return log1p(x);)                                                                 \
  ROW(normal, return normal(x);)                                                               \
  ROW(sqrt, return sqrt(x);)                                                                   \
  ROW(step, return step(x);)                                                                   \
  ROW(positive, return positive(x);)                                                           \
  ROW(larger, return larger(x, y);)                                                            \
  ROW(power, return power(x, y);)                                                              \
  ROW(hill, return hill(x, y, z);)                                                             \
  ROW(positive_root, return positive_root(x, y, z);)                                           \
  ROW(factor, return factor(step(x), y);)                                                      \
  ROW(choose, return choose(step(x), y, z);)                                                   \
  /* a line, a curve that the secant crawls on, and what has no root in most brackets */       \
  ROW(line, SOLVE(u, x, y) ZERO(u, u - z) return u;)                                           \
  ROW(curve, SOLVE(u, 0, y) const real v = u * u * u; ZERO(u, v * v * v - z) return u + v;)    \
  ROW(bound, SOLVE(u, 0, y) const real c = x / (1 + u); ZERO(u, u + c * u - y) return c - u;)

/* Words of lanes alone; what they are for one number. */
#define ROWS_OF_LANES(ROW)                                                                     \
  ROW(fma, FMA(x, y, z), fma(x, y, z))                                                         \
  ROW(absolute, ABSOLUTE(x), fabs(x))                                                          \
  ROW(most, MOST(x, y), x > y ? x : y)                                                         \
  ROW(least, LEAST(x, y), x < y ? x : y)                                                       \
  ROW(less, SELECT(LESS(x, y), z, 2), x < y ? z : 2)                                           \
  ROW(at_most, SELECT(AT_MOST(x, y), z, 2), x <= y ? z : 2)                                    \
  ROW(equal, SELECT(EQUAL(x, 1), y, z), x == 1 ? y : z)                                        \
  ROW(both, SELECT(AND(LESS(0, x), LESS(x, y)), 1, z), 0 < x && x < y ? 1 : z)                 \
  ROW(either, SELECT(OR(LESS(x, 0), LESS(y, 0)), 1, z), x < 0 || y < 0 ? 1 : z)                \
  ROW(neither, SELECT(NOT(LESS(x, y)), 1, z), !(x < y) ? 1 : z)

struct lanes_plain {
  const char *name;
  double (*function)(double x, double y, double z);
};
extern const struct lanes_plain lanes_plain[];

#endif
