/* scenarios.h — what the tests of scenario files share. */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "../lib/scenario/scenario.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_OF(array) ((int)(sizeof(array) / sizeof *(array)))

static inline struct scenario *readable(const char *text)
{
  struct scenario *scenario = NULL;
  char message[SCENARIO_MESSAGE] = "";
  const int status =
      scenario_read_text(&scenario, "t.json", text, strlen(text), message, sizeof message);
  ck_assert_msg(status == 0, "%s", message);
  return scenario;
}

/* place: what the message begins with, such as "t.json:3: "; part: what else it says */
static inline void refused_at(const char *text, const char *place, const char *part)
{
  struct scenario *const untouched = (struct scenario *)text, *scenario = untouched;
  char message[SCENARIO_MESSAGE] = "";
  const int status =
      scenario_read_text(&scenario, "t.json", text, strlen(text), message, sizeof message);
  ck_assert_msg(status == -1, "accepted: %s", text);
  ck_assert_ptr_eq(scenario, untouched);
  ck_assert_msg(strncmp(message, place, strlen(place)) == 0, "not at %s%s", place, message);
  ck_assert_msg(strstr(message, part) != NULL, "'%s' is not in: %s", part, message);
}

static inline void refused(const char *text, int line, const char *part)
{
  char place[32];
  snprintf(place, sizeof place, "t.json:%d: ", line);
  refused_at(text, place, part);
}

static inline impakt_sim *simulation(const struct scenario *scenario, int arm)
{
  impakt_sim *sim = NULL;
  char message[SCENARIO_MESSAGE] = "";
  ck_assert_msg(scenario_simulation(scenario, arm, &sim, message, sizeof message) == 0, "%s",
                message);
  return sim;
}

static inline double parameter(const struct scenario *scenario, int arm, const char *name)
{
  const impakt_model *model = scenario_model(scenario);
  const size_t n = (size_t)impakt_model_size(model, IMPAKT_PARAMETER);
  const int row = impakt_model_index(model, IMPAKT_PARAMETER, name);
  impakt_sim *sim = simulation(scenario, arm);
  double *values = calloc(n, sizeof *values), found = NAN;
  ck_assert_int_ge(row, 0);
  ck_assert_int_eq(impakt_sim_get_parameters(sim, values, n), IMPAKT_OK);
  found = values[row];
  free(values);
  impakt_sim_free(sim);
  return found;
}

static inline void close_to(double got, double expected, double tolerance)
{
  ck_assert_msg(fabs(got - expected) <= tolerance * fabs(expected), "%.12g, not %.12g", got,
                expected);
}

#endif
