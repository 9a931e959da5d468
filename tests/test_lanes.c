/* Lanes: each gives the bits of the plain number, whatever its neighbours hold.  Compiled for 1, 4
 * and 8 lanes, with and without AVX2 and AVX-512; a program that the processor cannot run is
 * skipped. */
#include "lanes.h"
#include "lanes_rows.h"

#include <stdio.h>
#include <string.h>

#define KIND v
#include "words.h"

#define LENGTH_OF(array) (int)(sizeof(array) / sizeof *(array))
#define UNUSED           __attribute__((unused))
#define ALIGNED          __attribute__((aligned(64)))

enum { SKIPPED = 77, ROUNDS = 20000 };

typedef void function(const double *x, const double *y, const double *z, double *to);

#define WORD(name, lines)                                                                      \
  ALWAYS real word_##name(UNUSED real x, UNUSED real y, UNUSED real z) { lines }               \
  static void in_lanes_##name(const double *x, const double *y, const double *z, double *to)   \
  {                                                                                            \
    STORE(to, word_##name(LOAD(x), LOAD(y), LOAD(z)));                                         \
  }
#define LANE(name, lanes, number) WORD(name, return lanes;)
ROWS_OF_WORDS(WORD)
ROWS_OF_LANES(LANE)

#define WORD_ROW(name, lines)         in_lanes_##name,
#define LANE_ROW(name, lanes, number) in_lanes_##name,
static function *const functions[] = { ROWS_OF_WORDS(WORD_ROW) ROWS_OF_LANES(LANE_ROW) };

static const double special[] = {
  0,         -0.0,      1,       -1,       0.5,      2,      3,       -2,        1e-300,
  -1e-300,   5e-324,    -5e-324, 2.3e-308, -1e-310,  1e300,  -1e300,  1.79e308,  -1.79e308,
  INFINITY,  -INFINITY, NAN,     700,      709.79,   -708.5, -745.2,  1 + 2e-16, 1 - 1e-16,
  1.4142135, 0.70711,   1e-17,   36.7368,  -36.0437, 1e15,   123.456, -20.5,     0.999
};

static uint64_t state = 1;
static double uniform(void)
{
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) * 0x1p-53;
}

/* Ordinary numbers mostly, of all sizes; then any at all, and special ones. */
static double number(void)
{
  const double choice = uniform();
  if (choice < 0.4) return 4 * uniform();
  if (choice < 0.5) return 20 * uniform() - 10;
  if (choice < 0.7) return pow(10, 20 * uniform() - 10);
  if (choice < 0.8) return special[(int)(uniform() * LENGTH_OF(special))];
  uint64_t bits = 0;
  for (int i = 0; i < 4; i++) bits = bits << 16 | (uint64_t)(uniform() * 65536);
  double any;
  memcpy(&any, &bits, sizeof any);
  return any;
}

static int same_bits(double a, double b)
{
  return (a != a && b != b) || memcmp(&a, &b, sizeof a) == 0;
}

static int differs(int f)
{
  double x[LANES] ALIGNED, y[LANES] ALIGNED, z[LANES] ALIGNED, to[LANES] ALIGNED;
  for (int l = 0; l < LANES; l++) x[l] = number(), y[l] = number(), z[l] = number();
  functions[f](x, y, z, to);
  for (int l = 0; l < LANES; l++) {
    const double expected = lanes_plain[f].function(x[l], y[l], z[l]);
    if (same_bits(to[l], expected)) continue;
    printf("%s(%a, %a, %a) is %.17g in lane %d of %d; expected %.17g\n", lanes_plain[f].name,
           x[l], y[l], z[l], to[l], l, LANES, expected);
    return 1;
  }
  return 0;
}

static int masks_differ(void)
{
  for (unsigned lanes = 0; lanes <= ALL_LANES; lanes++)
    if (LANES_OF(MASK_OF(lanes)) != lanes) return printf("the mask of lanes %x\n", lanes), 1;
  return 0;
}

static int runs_here(void)
{
#if defined __AVX512DQ__
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
#elif defined __AVX2__
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 1;
#endif
}

int main(void)
{
  if (!runs_here()) return SKIPPED;
  int wrong = masks_differ();
  for (int f = 0; f < LENGTH_OF(functions); f++)
    for (int i = 0; i < ROUNDS; i++)
      if (differs(f)) {
        wrong = 1;
        break;
      }
  return wrong != 0;
}
