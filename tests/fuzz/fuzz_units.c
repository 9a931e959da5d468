/* fuzz_units.c — unit strings, quantities and dose conversions from arbitrary bytes.  The bytes
 * are cut at a newline into two texts.  Built with -DFUZZER -fsanitize=fuzzer it is libFuzzer's;
 * built plainly it feeds itself the same strings every time (argument: how many). */
#include "../../lib/amount.h"
#include "../../lib/units.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  enum { ROOM = 96 };
  char message[ROOM];
  size_t length = size ? data[0] % ROOM : 0;
  char *text = malloc(size + 1); /* of the exact size, so that reading past it is seen */
  if (!text) return 0;
  if (size) memcpy(text, data, size);
  text[size] = 0;
  char *second = strchr(text, '\n');
  if (second) *second++ = 0;
  else second = text;

  struct unit unit, product;
  struct units_symbol symbols[UNITS_SYMBOLS];
  double value;
  const char *rest;
  int status = units_parse(text, &unit, message, length);
  check(status == 0 || status == -1);
  check(status == 0 || !length || memchr(message, 0, length) != NULL);
  int count = units_symbols(text, symbols);
  check((count < 0) == (status < 0) && count <= UNITS_SYMBOLS);
  if (!status) {
    check(unit.factor >= 1e-100 && unit.factor <= 1e100);
    check(units_ratio(&unit, &unit) == 1);
    (void)units_multiply(&product, &unit, &unit);
    check(units_divide(&product, &unit, &unit) == 0 && product.factor == 1);
  }
  if (units_quantity(text, &value, &rest, message, length) == 0) {
    check(value - value == 0); /* finite */
    check(rest >= text && rest <= text + size);
    check(!*rest || units_parse(rest, &unit, NULL, 0) == 0);
  }
  struct amount_rule rule;
  if (amount_rule(text, second, &rule, message, length) == 0) {
    check(rule.factor > 0);
    check(abs(rule.weight) <= 1 && abs(rule.area) <= 1 && abs(rule.molar) <= 1);
    (void)amount_apply(&rule, 1, 70, 1.8, 1000, &value, message, length);
    check(amount_rule(second, text, &rule, NULL, 0) == 0);
  }
  free(text);
  return 0;
}

#ifndef FUZZER
static uint64_t next(uint64_t *seed)
{
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return *seed >> 33;
}

int main(int argc, char **argv)
{
  static const char *const words[] = { "mg",       "kg",   "m2",       "nmol", "day",  "h",
                                       "1e9",      "cell", "/",        "*",    " ",    "\n",
                                       "1",        "0.8",  "-",        "e",    "1e99", ".5",
                                       "\xc2\xb5", "L",    "\xce\xbc", "%",    "M",    "kDa" };
  enum { WORDS = sizeof words / sizeof *words };
  long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
  uint64_t seed = 1;
  for (long round = 0; round < rounds; round++) {
    uint8_t data[80];
    size_t size = 0, most = next(&seed) % 64;
    while (size < most) {
      if (round % 3 == 0) {
        data[size++] = (uint8_t)next(&seed);
        continue;
      }
      const char *word = words[next(&seed) % WORDS];
      size_t n = strlen(word);
      memcpy(data + size, word, n);
      size += n;
      if (round % 3 == 1 && next(&seed) % 16 == 0)
        data[next(&seed) % size] ^= (uint8_t)(1u << next(&seed) % 8);
    }
    LLVMFuzzerTestOneInput(data, size);
  }
  return 0;
}
#endif
