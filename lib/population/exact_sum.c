/* exact_sum.c — sums without rounding. */
#include "exact_sum.h"

#include <math.h>
#include <string.h>

enum { LOWEST = 1074, BITS = 32 }; /* the least double is 2^-1074 */
#define MOST_ADDED (1u << 29)      /* each adds less than 2^33 to a word */

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

void exact_add(struct exact_sum *s, double x)
{
  int exponent;
  const double part = frexp(fabs(x), &exponent); /* x = part * 2^exponent, part < 1 */
  if (part == 0) return;
  uint64_t integer = (uint64_t)(part * 0x1p53);
  int place = exponent - 53 + LOWEST;
  if (place < 0) { /* below the normal numbers the lowest bits are 0 */
    integer >>= -place;
    place = 0;
  }
  const int word = place / BITS, shift = place % BITS;
  const uint64_t low = (integer & 0xffffffff) << shift, high = (integer >> BITS) << shift;
  const int64_t sign = x < 0 ? -1 : 1;
  s->word[word] += sign * (int64_t)(low & 0xffffffff);
  s->word[word + 1] += sign * (int64_t)((low >> BITS) + (high & 0xffffffff));
  s->word[word + 2] += sign * (int64_t)(high >> BITS);
  if (++s->added >= MOST_ADDED) exact_settle(s);
}

void exact_add_square(struct exact_sum *s, double x)
{
  const double square = x * x;
  exact_add(s, square);
  exact_add(s, fma(x, x, -square)); /* what the product lost */
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
