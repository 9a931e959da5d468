/* exact_sum.c — sums without rounding. */
#include "exact_sum.h"

#include <math.h>
#include <string.h>

enum { LOWEST = 1074, BITS = 32, FRACTION = 52 }; /* the least double is 2^-1074 */
#define MOST_ADDED (1u << 29)                     /* each adds less than 2^33 to a word */

void exact_settle(struct exact_sum *s)
{
  int64_t carry = 0;
  for (int i = 0; i < EXACT_WORDS - 1; i++) {
    const int64_t all = s->word[i] + carry;
    const int64_t low = all & 0xffffffff;
    carry = (all - low) / ((int64_t)1 << BITS); /* exact, for either sign */
    s->word[i] = low;
  }
  s->word[EXACT_WORDS - 1] += carry;
  s->added = 0;
}

/* A number is an integer of 53 bits times 2^place times the least one: 2^(exponent - 1), by the exponent
 * as it is stored, and 1 below the normal numbers, where that is 0. */
struct scaled {
  uint64_t integer;
  int place, negative;
};

static inline struct scaled scaled(double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> FRACTION & 0x7ff);
  const uint64_t fraction = bits & (((uint64_t)1 << FRACTION) - 1);
  return (struct scaled){ exponent ? fraction | (uint64_t)1 << FRACTION : fraction,
                          exponent ? exponent - 1 : 0, (int)(bits >> 63) };
}

static inline void add(struct exact_sum *s, const struct scaled *x)
{
  const unsigned shift = (unsigned)x->place % BITS;
  const uint64_t low = x->integer << shift;
  const int64_t sign = x->negative ? -1 : 1;
  int64_t *word = s->word + (unsigned)x->place / BITS;
  word[0] += sign * (int64_t)(low & 0xffffffff);
  word[1] += sign * (int64_t)(low >> BITS);
  word[2] += sign * (int64_t)(x->integer >> 1 >> (63 - shift));
}

static inline void count(struct exact_sum *s, unsigned added)
{
  s->added += added;
  if (s->added >= MOST_ADDED) exact_settle(s);
}

/* One whose lowest bits are less than the least number is rounded, and what that lost as well. */
__attribute__((noinline)) static void add_tiny_square(struct exact_sum *s, double x)
{
  const struct scaled square = scaled(x * x), lost = scaled(fma(x, x, -(x * x)));
  add(s, &square);
  add(s, &lost);
}

/* The square of the integer, which has 106 bits. */
static inline void add_square(struct exact_sum *s, double x, const struct scaled *parts)
{
  const int place = 2 * parts->place - LOWEST;
  if (place < 0) {
    add_tiny_square(s, x);
    return;
  }
  const uint64_t high = parts->integer >> BITS, low = parts->integer & 0xffffffff;
  const uint64_t cross = 2 * high * low, lowest = low * low; /* high has 21 bits */
  const uint64_t below = lowest + (cross << BITS), carry = below < lowest;
  const uint64_t above = high * high + (cross >> BITS) + carry;
  const unsigned shift = (unsigned)place % BITS;
  int64_t *word = s->word + (unsigned)place / BITS;
  word[0] += (int64_t)(below << shift & 0xffffffff);
  word[1] += (int64_t)(below << shift >> BITS);
  word[2] += (int64_t)((below >> 1 >> (63 - shift)) + (above << shift & 0xffffffff));
  word[3] += (int64_t)(above << shift >> BITS);
  word[4] += (int64_t)(above >> 1 >> (63 - shift));
}

void exact_add(struct exact_sum *s, double x)
{
  const struct scaled parts = scaled(x);
  add(s, &parts);
  count(s, 1);
}

void exact_add_square(struct exact_sum *s, double x)
{
  const struct scaled parts = scaled(x);
  add_square(s, x, &parts);
  count(s, 2);
}

void exact_add_both(struct exact_sum *sum, struct exact_sum *squares, double x)
{
  const struct scaled parts = scaled(x);
  add(sum, &parts);
  add_square(squares, x, &parts);
  count(sum, 1);
  count(squares, 2);
}

void exact_merge(struct exact_sum *s, struct exact_sum *other)
{
  exact_settle(s);
  exact_settle(other);
  for (int i = 0; i < EXACT_WORDS; i++) s->word[i] += other->word[i];
  exact_settle(s);
}

long double exact_value(struct exact_sum *s)
{
  exact_settle(s);
  struct exact_sum size = *s;
  const int negative = size.word[EXACT_WORDS - 1] < 0;
  if (negative) {
    for (int i = 0; i < EXACT_WORDS; i++) size.word[i] = -size.word[i];
    exact_settle(&size);
  }
  int top = EXACT_WORDS - 1;
  while (top > 0 && size.word[top] == 0) top--;
  long double value = 0;
  for (int i = top; i >= 0 && i > top - 4; i--)
    value += ldexpl((long double)size.word[i], i * BITS - LOWEST);
  return negative ? -value : value;
}
