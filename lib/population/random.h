/* random.h — numbers that depend on nothing but where they belong: seed, patient, stream, draw.
 *
 * Philox 4x32-10 (Salmon et al., SC 2011), a counter-based generator: a number is computed from its
 * place and none is stepped over, so that it is the same in any order, thread or shard. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

/* One number between 0 and 1, neither of them, on a grid of 2^-53. */
double random_uniform(uint64_t seed, uint64_t patient, uint32_t stream, uint32_t draw);
/* One of a standard normal distribution, by its inverse: one uniform number each. */
double random_normal(uint64_t seed, uint64_t patient, uint32_t stream, uint32_t draw);

#endif
