/* draws.h — random numbers of the checks, from a seed made of the model's name: the same in every
 * run. */
#ifndef DRAWS_H
#define DRAWS_H

#include "description.h"

#include <math.h>
#include <stdint.h>

static inline uint64_t random_begin(const struct impakt_model *model, uint64_t salt)
{
  uint64_t seed = 14695981039346656037u + salt;
  for (const char *c = model->name; *c; c++) seed = (seed ^ (unsigned char)*c) * 1099511628211u;
  return seed;
}

static inline uint64_t random_bits(uint64_t *state) /* splitmix64 */
{
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static inline double uniform(uint64_t *state, double low, double high)
{
  return low + (high - low) * (((double)(random_bits(state) >> 11) + 0.5) * 0x1p-53);
}

static inline double log_uniform(uint64_t *state, double low, double high)
{
  return exp(uniform(state, log(low), log(high)));
}

static inline int coin(uint64_t *state) { return (int)(random_bits(state) >> 40 & 1); }

enum where {
  SOMEWHERE, /* parameters anywhere in their ranges, states over many orders of size */
  NEAR,      /* parameters near their defaults, states about as large as they usually are */
  NEAR_ZERO, /* the same parameters, states below the size of their noise */
  AT_ZERO    /* the same parameters, all states 0 */
};

static inline double draw_parameter(const struct quantity *row, enum where where, uint64_t *random)
{
  if (row->source == SOURCE_EXACT) return row->value;
  double low = row->low, high = row->high;
  if (where != SOMEWHERE) {
    const double x = row->value;
    const double a = x != 0 ? x * exp(uniform(random, -0.7, 0.7))
                            : low + (high - low) * uniform(random, 1e-3, 1e-2);
    return a < low ? low : a > high ? high : a;
  }
  if (low > 0 && high / low > 4) return log_uniform(random, low, high);
  if (low == 0 && coin(random)) return log_uniform(random, 1e-4 * high, high);
  return uniform(random, low, high);
}

#endif
