/* fuzz_scenario.c — scenario files and schedules of facts from arbitrary bytes.  Built with -DFUZZER
 * -fsanitize=fuzzer it is libFuzzer's; built plainly it feeds itself the same changed copies of
 * its seeds every time (argument: how many). */
#include "../../lib/scenario/scenario.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

static void look_at_rows(const struct scenario *scenario, impakt_sim *sim)
{
  char message[SCENARIO_MESSAGE];
  double *times = NULL;
  size_t n;
  check(scenario_sim_times(scenario, sim, &times, &n, message, sizeof message) == 0);
  for (size_t i = 1; i < n; i++) check(times[i] > times[i - 1]);
  free(times);
}

enum { SCENARIO, SCHEDULES, SYSTEM, KINDS };

static int read_kind(int kind, struct scenario **out, const char *text, size_t size,
                     char *message, size_t room)
{
  return kind == SYSTEM ? scenario_read_system_text(out, "f", text, size, message, room)
         : kind == SCHEDULES
             ? scenario_read_schedules_text(out, "f", text, size,
                                            impakt_model_find("inotuzumab_garrett2019"),
                                            message, room)
             : scenario_read_text(out, "f", text, size, message, room);
}

static void look_at(struct scenario *scenario, int kind)
{
  char message[SCENARIO_MESSAGE];
  double hours;
  size_t n;
  const double *times = scenario_times(scenario, &n);
  check(scenario_model(scenario) != NULL && (kind == SCENARIO ? n > 0 : n == 0));
  for (size_t i = 1; i < n; i++) check(times[i] > times[i - 1]);
  check(n == 0 || times[0] >= 0);
  (void)scenario_time_unit(scenario, &hours);
  check(hours > 0);
  for (int arm = 0; arm < scenario_arm_count(scenario) && arm < 3; arm++) {
    impakt_sim *sim = NULL;
    /* what has been read is right */
    check(scenario_simulation(scenario, arm, &sim, message, sizeof message) == 0);
    if (kind == SCENARIO) look_at_rows(scenario, sim);
    impakt_sim_free(sim);
    (void)scenario_option(scenario, arm, IMPAKT_MAX_STEP);
  }
  for (int i = 0; i < scenario_measure_count(scenario); i++) {
    const struct scenario_measure *measure = scenario_measure_at(scenario, i);
    check(measure->hours > 0 && measure->from < measure->to && measure->name != NULL);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char message[SCENARIO_MESSAGE];
  char *text = malloc(size + 1); /* of the exact size, so that reading past it is seen */
  if (!text) return 0;
  if (size) memcpy(text, data, size);
  for (int kind = 0; kind < KINDS; kind++) {
    struct scenario *scenario = NULL;
    const size_t room = size ? (data[size - 1] % 4 ? sizeof message : data[0]) : 1;
    memset(message, 'x', sizeof message);
    const int status = read_kind(kind, &scenario, text, size, message, room);
    check(status == 0 || (status == -1 && scenario == NULL));
    check(status == 0 || room == 0 || memchr(message, 0, room) != NULL);
    check(status == 0 || room < 3 || strncmp(message, "f:", 2) == 0);
    if (status == 0) look_at(scenario, kind);
    scenario_free(scenario);
  }
  free(text);
  return 0;
}

#ifndef FUZZER

static const char *const seeds[] = {
  "{\"scenario\": \"s\", \"look_at\": \"l\", \"source\": \"s\", \"model\": "
  "\"inotuzumab_garrett2019\",\n"
  "\"presets\": [\"all\"], \"patient\": {\"BSA\": \"1.84 m2\", \"WT\": {\"times\": [0, "
  "\"3 d\"], \"values\": [70, \"72 kg\"], \"rule\": \"carried backward\"}}, \"parameters\": "
  "{\"V2\": "
  "\"5100 mL\"},\n\"initial\": {\"A1\": 1e-3}, \"doses\": [{\"input\": \"iv\", \"amount\": "
  "\"0.8 mg/m2\","
  " \"duration\": \"1 h\",\n\"time\": [\"0 d\", \"7 d\"], \"every\": \"28 d\", \"count\": "
  "3}],\n"
  "\"outputs\": {\"until\": \"9 d\", \"every\": \"1 h\", \"times\": [\"1 h\"], \"watch\": "
  "[\"C\"], "
  "\"time_unit\": \"d\"},\n\"measures\": [{\"name\": \"n\", \"quantity\": \"C\", \"what\": "
  "\"time above\", "
  "\"level\": 3, \"from\": \"1 d\", \"to\": \"2 d\"}],\n\"options\": {\"relative_tolerance\": "
  "1e-7, "
  "\"solver\": \"cvode\", \"max_step\": \"1 h\", \"sample\": \"after\"},\n\"arms\": "
  "[{\"name\": "
  "\"a\"}, "
  "{\"name\": \"b\", \"presets\": [\"nhl\"], \"doses\": []}]}",
  "{\"system\": {\"name\": \"n\", \"models\": {\"a\": \"docetaxel_ozawa2007\", \"b\": "
  "\"neutropenia_friberg2002\"},\n\"connect\": {\"a.Cmol\": [\"b.C\"]}}, \"presets\": "
  "[\"b.docetaxel\"],\n"
  "\"doses\": [{\"input\": \"a.iv\", \"amount\": \"9 mg\", \"rate\": \"3 mg/h\", \"time\": \"2 "
  "h\"},\n"
  "{\"input\": \"b.pulse\", \"amount\": 1, \"time\": 0}], \"outputs\": {\"times\": [\"3 d\"]}}",
  "{\"title\": \"t\", \"limits\": \"l\", \"models\": {\"a\": \"docetaxel_ozawa2007\", \"b\": "
  "\"neutropenia_friberg2002\"},\n\"connect\": {\"a.C\": [{\"to\": \"b.C\", \"times\": \"2 "
  "umol/mg\"}]}, \"presets\": [\"b.pulses\"], \"parameters\": {\"b.X0\": \"4 1e9/L\"}}",
  "{\"model\": \"blinatumomab_clements2020\", \"patient\": {\"age\": \"6 y\", \"sex\": "
  "\"female\", \"weight_z\": 0,\n\"height\": \"115 cm\", \"WT\": 20, \"creatinine\": \"40 "
  "umol/L\", \"complete\": true}, \"regimens\": [{\"file\": \"none.json\", \"names\": {\"a\": "
  "\"iv\", \"b\": null}, \"start\": \"3 d\", \"cycles\": 2}],\n\"outputs\": {\"times\": [\"3 "
  "d\"]}}",
  "{\"schedules\": {\"typical\": {\"presets\": [\"all\"], \"doses\": [{\"input\": \"iv\", "
  "\"rate\": 2, "
  "\"duration\": \"9 h\", \"time\": \"0 d\"}]},\n\"large\": {\"extends\": \"typical\", "
  "\"patient\": "
  "{\"BSA\": 2.2}}}}",
};

/* Pieces that mean something somewhere; put in anywhere. */
static const char *const pieces[] = {
  "\"",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "true",
  "-1",
  "0",
  "1e308",
  "1e-308",
  "NaN",
  "\"\"",
  "{}",
  "[]",
  "\"9 d\"",
  "\"1e300 y\"",
  "\"-1 h\"",
  "\\u0000",
  "\\ud800",
  "\\u00e9",
  "\xff",
  "\xC3",
  "\n",
  "\"rate\": 1,",
  "\"time\": 0,",
  "\"extends\": \"large\",",
  "\"doses\": [],",
  "99999999999999999999",
  "\"BSA\": 3,",
  "\"model\": \"cart_stein2019\",",
  "\"every\": \"1 s\"",
  "\"until\": \"9 y\"",
};
enum { SEEDS = sizeof seeds / sizeof *seeds, PIECES = sizeof pieces / sizeof *pieces };

static uint64_t state = 20240229;

static size_t below(size_t n)
{
  state = state * 6364136223846793005u + 1442695040888963407u;
  return n ? (size_t)(state >> 33) % n : 0;
}

/* Replaces `gone` bytes at `at` by `n` others. */
static size_t splice(char *text, size_t size, size_t room, size_t at, size_t gone,
                     const char *with, size_t n)
{
  if (gone > size - at) gone = size - at;
  if (size - gone + n > room) return size;
  memmove(text + at + n, text + at + gone, size - at - gone);
  memmove(text + at, with, n);
  return size - gone + n;
}

static void mutate(char *text, size_t *size, size_t room)
{
  char copy[64];
  const size_t at = below(*size + 1), length = below(12);
  switch (below(6)) {
  case 0: *size = splice(text, *size, room, at, length, "", 0); break;
  case 1: {
    const char *piece = pieces[below(PIECES)];
    *size = splice(text, *size, room, at, below(2) * length, piece, strlen(piece));
    break;
  }
  case 2:
    if (at < *size) text[at] = (char)below(256);
    break;
  case 3:
    if (at < *size) text[at] ^= (char)(1 << below(8));
    break;
  case 4: { /* a piece of the text somewhere else */
    const size_t from = below(*size), n = below(sizeof copy) % (*size - from + 1);
    memcpy(copy, text + from, n);
    *size = splice(text, *size, room, at, 0, copy, n);
    break;
  }
  default: /* a digit */
    for (size_t i = at; i < *size; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        text[i] = (char)('0' + below(10));
        break;
      }
    }
  }
}

int main(int argc, char **argv)
{
  const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 3000;
  char text[4096];
  long fine = 0;
  for (int i = 0; i < SEEDS; i++) { /* every cut, which must not be read past */
    for (size_t n = 0; n <= strlen(seeds[i]); n++) {
      LLVMFuzzerTestOneInput((const uint8_t *)seeds[i], n);
    }
  }
  for (long i = 0; i < count; i++) {
    const char *seed = seeds[below(SEEDS)];
    size_t size = strlen(seed);
    memcpy(text, seed, size);
    for (size_t k = 1 + below(4); k > 0 && size > 0; k--) mutate(text, &size, sizeof text);
    LLVMFuzzerTestOneInput((const uint8_t *)text, size);
    struct scenario *scenario = NULL;
    if (scenario_read_text(&scenario, "f", text, size, NULL, 0) == 0) fine++;
    scenario_free(scenario);
  }
  printf("%ld texts, of which %ld were right\n", count, fine);
  return count > 100 && fine == 0; /* then nothing behind the parser was reached */
}

#endif
