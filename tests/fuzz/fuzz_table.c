/* fuzz_table.c — dose tables from arbitrary bytes.  Built with -DFUZZER -fsanitize=fuzzer it is
 * libFuzzer's; built plainly it feeds itself the same changed copies of its seeds every time
 * (argument: how many). */
#include "impakt.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

/* Whoever is refused is told why, and what was read is in order. */
static void look_at(impakt_table *table)
{
  static const char *const columns[] = { "BSA", "SITE" };
  for (int k = 0; k < 2; k++)
    if (k == 0 ? impakt_table_covariate(table, columns[k], IMPAKT_LINEAR)
               : impakt_table_ignore(table, columns[k]))
      check(*impakt_table_message(table) != '\0');
  for (int i = 0; i < impakt_table_people(table) && i < 3; i++) {
    const char *const id = impakt_table_id(table, i);
    double times[8], values[8];
    size_t n;
    impakt_sim *sim = NULL;
    check(impakt_table_times(table, id, times, 8, &n) == IMPAKT_OK);
    for (size_t k = 1; k < n && k < 8; k++) check(times[k] > times[k - 1]);
    check(n == 0 || times[0] >= 0);
    check(impakt_table_observed(table, id, times, values, 8, &n) == IMPAKT_OK);
    for (size_t k = 0; k < n && k < 8; k++) check(isfinite(values[k]));
    check(impakt_sim_new(&sim, impakt_model_find("inotuzumab_garrett2019")) == IMPAKT_OK);
    if (impakt_table_give(table, id, sim)) {
      check(*impakt_table_message(table) != '\0');
      check(impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 0, &n) == IMPAKT_OK && n == 0);
    }
    impakt_sim_free(sim);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  impakt_table *table = NULL;
  char *const exact = malloc(size + !size); /* so that a sanitizer sees a byte too far */
  check(exact != NULL && impakt_table_new(&table) == IMPAKT_OK);
  memcpy(exact, data, size);
  if (impakt_table_read(table, "f", exact, size)) {
    check(impakt_table_people(table) == 0 && *impakt_table_message(table) != '\0');
  } else {
    check(impakt_table_people(table) > 0);
    look_at(table);
  }
  impakt_table_free(table);
  free(exact);
  return 0;
}

#ifndef FUZZER
static const char *const seeds[] = {
  "ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS,BSA,SITE,DV,MDV\n"
  "1,0,1,1.4,iv,1.4,24,3,.,1.5,A,.,1\n1,5,0,.,.,.,.,.,.,.,A,3.5,0\n"
  "1,9,4,2,1,-2,0,0,0,1.6,A,.,.\n2,0,5,3,A1,.,.,.,.,2,B,.,.\n2,1,3,.,.,.,.,.,.,.,B,.,.\n",
  "\xEF\xBB\xBFTIME,AMT,\"CMT\"\r\n0,1e2,\"iv\"\r\n\r\n 3.5 ,.,1\r\n7,\"2\",\"i\"\"v\"",
  "time,amt,rate,ss,ii\n0,0,5,1,0\n2,5,0,2,12\n",
};
static const char *const parts[] = { ",",  "\n", "\"", ".",   "-1", "0", "1e9", "\r",
                                     "iv", "ID", "II", "1.5", "-2", " ", "nan", "\t" };

static uint64_t state = 88172645463325252u;

static size_t any(size_t n)
{
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (size_t)(state % n);
}

/* Some bytes changed, left out, or replaced by a part. */
static size_t change(const char *seed, char *text, size_t room)
{
  size_t n = strlen(seed);
  memcpy(text, seed, n);
  for (size_t times = 1 + any(6); times && n; times--) {
    const size_t at = any(n);
    const char *const part = parts[any(sizeof parts / sizeof *parts)];
    const size_t length = strlen(part), out = any(4) % (n - at + 1);
    if (any(4) == 0) text[at] = (char)any(256);
    else if (n - out + length < room) {
      memmove(text + at + length, text + at + out, n - at - out);
      memcpy(text + at, part, length);
      n += length - out;
    }
  }
  return n;
}

int main(int argc, char **argv)
{
  const long rounds = argc > 1 ? atol(argv[1]) : 20000;
  char text[1024];
  for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
    LLVMFuzzerTestOneInput((const uint8_t *)seeds[i], strlen(seeds[i]));
  for (long i = 0; i < rounds; i++) {
    const size_t n = change(seeds[any(sizeof seeds / sizeof *seeds)], text, sizeof text);
    LLVMFuzzerTestOneInput((const uint8_t *)text, n);
  }
  printf("%ld tables\n", rounds);
  return 0;
}
#endif
