/* The numbers that lanes are compared with. */
#include "lanes_rows.h"
#include "words.h"

#define KIND   d
#define UNUSED __attribute__((unused))
typedef double real;

#define WORD(name, lines)                                                                      \
  static real word_##name(UNUSED real x, UNUSED real y, UNUSED real z) { lines }
#define LANE(name, lanes, number)                                                              \
  static real lane_##name(UNUSED real x, UNUSED real y, UNUSED real z) { return number; }
ROWS_OF_WORDS(WORD)
ROWS_OF_LANES(LANE)

#define WORD_ROW(name, lines)         { #name, word_##name },
#define LANE_ROW(name, lanes, number) { #name, lane_##name },
const struct lanes_plain lanes_plain[] = { ROWS_OF_WORDS(WORD_ROW) ROWS_OF_LANES(LANE_ROW) };
