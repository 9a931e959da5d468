/* random.c — counter-based random numbers. */
#include "random.h"

#include "impakt.h"

#include <Random123/philox.h>

double random_uniform(uint64_t seed, uint64_t patient, uint32_t stream, uint32_t draw)
{
  const philox4x32_ctr_t place = { { (uint32_t)patient, (uint32_t)(patient >> 32), stream,
                                     draw } };
  const philox4x32_key_t key = { { (uint32_t)seed, (uint32_t)(seed >> 32) } };
  const philox4x32_ctr_t words = philox4x32(place, key);
  const uint64_t bits = (uint64_t)words.v[0] << 32 | words.v[1];
  return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

double random_normal(uint64_t seed, uint64_t patient, uint32_t stream, uint32_t draw)
{
  return impakt_normal_z(random_uniform(seed, patient, stream, draw));
}
