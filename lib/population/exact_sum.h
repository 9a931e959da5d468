/* exact_sum.h — sums of doubles without any rounding, the same in any order.
 *
 * A number is an integer times a power of 2; all of them fit into one integer of 2,176 bits, kept
 * in 68 words of 32 bits with room above for carries. */
#ifndef EXACT_SUM_H
#define EXACT_SUM_H

#include <stdint.h>

enum { EXACT_WORDS = 68 };

struct exact_sum {
  int64_t word[EXACT_WORDS];
  uint32_t added; /* since the carries were passed on */
};

void exact_add(struct exact_sum *sum, double x); /* x finite */
void exact_add_square(struct exact_sum *sum,
                      double x); /* x * x, without rounding; |x| < 1e150 */
/* x to one, its square to the other. */
void exact_add_both(struct exact_sum *sum, struct exact_sum *squares, double x);
void exact_merge(struct exact_sum *sum, struct exact_sum *other);
/* Passes the carries on: what is left depends on the value alone. */
void exact_settle(struct exact_sum *sum);
/* The nearest value, to a rounding; settles the sum. */
long double exact_value(struct exact_sum *sum);

#endif
