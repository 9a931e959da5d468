/* test_group.c — courses side by side (group.c), each against itself alone, in every bit.
 *
 * The lanes are integrators of their own here, stepped in turn, and some attempts do nothing, as when a
 * step is refused in one lane and not in the others. */
#include "testing.h"

#include "group.h"
#include "sim_run.h"

#include <stdio.h>
#include <string.h>

extern const impakt_model model_unit_reset;

/* ---- lanes that are integrators of their own ----------------------------------------------------- */

static int open_lanes(const struct equations *e, const struct control *control, int lanes,
                      struct integrator **faces)
{
  for (int k = 0; k < lanes; k++)
    if (!(faces[k] = integrate_rodas5p.open(e, control))) return -1;
  return 0;
}

static void close_lanes(struct integrator **faces, int lanes)
{
  for (int k = 0; k < lanes; k++) integrate_rodas5p.close(faces[k]);
}

static unsigned step_lanes(struct integrator **faces, int lanes, unsigned busy,
                           unsigned *failed)
{
  static unsigned mixed = 1;
  unsigned stepped = 0;
  ck_assert_uint_ne(busy, 0);
  for (int k = 0; k < lanes; k++) {
    if (!(busy >> k & 1)) continue;
    mixed = mixed * 1664525 + 1013904223;
    if (mixed >> 30 == 0) continue; /* refused */
    if (faces[k]->kind->step(faces[k])) *failed |= 1u << k;
    else stepped |= 1u << k;
  }
  return stepped;
}

static const struct integrator_kind in_turn = { .open_lanes = open_lanes,
                                                .close_lanes = close_lanes,
                                                .step_lanes = step_lanes };

/* ---- patients, each on a schedule of its own ----------------------------------------------------- */

enum { PATIENTS = 60, TIMES = 81, COLUMNS = 4, LENGTH = TIMES * COLUMNS };

static double times[TIMES];

static void rules_of(impakt_sim *sim, int i)
{
  int rule, dose;
  fine(sim, impakt_sim_rule(sim, "x", 1, 25 + i % 7, &rule));
  fine(sim, impakt_sim_rule_rearm(sim, rule, 22));
  if (i % 3 == 0) fine(sim, impakt_sim_rule_set(sim, rule, "K", 40 + i % 5, 0.5));
  if (i % 3 == 1) fine(sim, impakt_sim_rule_scale(sim, rule, "feed", 0.5, 0));
  if (i % 9 == 5) fine(sim, impakt_sim_rule_stop(sim, rule, 10));
  if (i % 4 == 0) {
    fine(sim, impakt_sim_dose(sim, "feed", 0.25, 3, NULL, 0, &dose));
    fine(sim, impakt_sim_rule_dose(sim, rule, dose, 1));
  }
}

static impakt_sim *patient(int i)
{
  const double at[] = { 0, 3 + i % 4, 9, 15 }, ceiling[] = { 50, 44, 47, 60 + i % 3 };
  impakt_sim *sim = new_sim(&model_unit_reset, 1e-6);
  int dose;
  fine(sim, impakt_sim_set_parameter(sim, "k", 0.1 + 0.005 * i));
  fine(sim, impakt_sim_infuse(sim, "feed", 1 + 0.3 * (i % 11), 2 + i % 5, NULL, 1.5, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 5, 3));
  fine(sim, impakt_sim_dose(sim, "feed", 2 + i % 6, 4, NULL, 0, NULL));
  if (i % 5 == 1) fine(sim, impakt_sim_reset(sim, 11 + 0.1 * i, NULL));
  if (i % 5 == 2) fine(sim, impakt_sim_multiply(sim, "x", 8, 0.4, NULL));
  if (i % 5 != 4 && i % 3) /* which a rule may not set as well */
    fine(sim, impakt_sim_set_course(sim, "K", i % 3, at, ceiling, LENGTH_OF(at)));
  if (i % 2) rules_of(sim, i);
  fine(sim, impakt_sim_measure(sim, "x", IMPAKT_AREA, 0, 1, 18, NULL));
  if (i == 7 || i == 8 || i == 55) fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 2));
  return sim;
}

struct outcome {
  int status, runs;
  double result[LENGTH], area;
  int64_t counts[6];
  size_t fired;
  char message[400];
};

static void keep(impakt_sim *sim, int status, struct outcome *o)
{
  o->status = status;
  o->runs++;
  impakt_sim_measured(sim, 0, &o->area);
  impakt_sim_fired(sim, 0, NULL, 0,
                   &o->fired); /* which leaves the message, if there is no rule */
  for (int c = 0; c < 6; c++) o->counts[c] = impakt_sim_counter(sim, c);
}

static void alone(int i, struct outcome *o)
{
  impakt_sim *sim = patient(i);
  const int status = impakt_sim_run(sim, times, TIMES, o->result, LENGTH);
  snprintf(o->message, sizeof o->message, "%s", impakt_sim_message(sim));
  keep(sim, status, o);
  impakt_sim_free(sim);
}

/* ---- the owner of a group ------------------------------------------------------------------------- */

struct owner {
  struct group group;
  impakt_sim *sims[PATIENTS];
  struct outcome *outcomes;
  int next, last, of_lane[MOST_LANES];
  unsigned lanes; /* that were used */
};

static int next(void *data, int lane, struct track **track, const struct course **course)
{
  struct owner *owner = data;
  if (owner->next == owner->last) return 0;
  const int i = owner->of_lane[lane] = owner->next++;
  impakt_sim *sim = owner->sims[i];
  owner->lanes |= 1u << lane;
  sim_borrow(sim, owner->group.faces[lane]);
  fine(sim, sim_begin(sim, times, TIMES, 0, owner->outcomes[i].result));
  *track = sim->track;
  *course = &sim->room->course;
  return 1;
}

static void ended(void *data, int lane, int status)
{
  struct owner *owner = data;
  const int i = owner->of_lane[lane];
  impakt_sim *sim = owner->sims[i];
  status = sim_end(sim, status);
  snprintf(owner->outcomes[i].message, sizeof owner->outcomes[i].message, "%s",
           impakt_sim_message(sim));
  keep(sim, status, &owner->outcomes[i]);
}

static void compare(const struct outcome *o, const struct outcome *single)
{
  ck_assert_int_eq(o->runs, 1);
  ck_assert_int_eq(o->status, single->status);
  ck_assert_str_eq(o->message, single->message);
  ck_assert_mem_eq(o->counts, single->counts, sizeof o->counts);
  ck_assert_uint_eq(o->fired, single->fired);
  if (o->status < 0) return;
  ck_assert_mem_eq(o->result, single->result, sizeof o->result);
  ck_assert_mem_eq(&o->area, &single->area, sizeof o->area);
}

/* The number of lanes is the test's own; a single one is an ordinary integrator's. */
START_TEST(side_by_side)
{
  struct owner *owner = calloc(1, sizeof *owner);
  struct outcome *together = calloc(PATIENTS, sizeof *together), single;
  int failed = 0, stopped = 0, fired = 0;
  for (int i = 0; i < TIMES; i++) times[i] = 0.25 * i;
  for (int i = 0; i < PATIENTS; i++) owner->sims[i] = patient(i);
  const impakt_sim *first = owner->sims[0];
  const struct control control = sim_control(first, 0);
  const struct supply supply = { owner, next, ended };
  ck_assert_int_eq(group_open(&owner->group, _i > 1 ? &in_turn : &integrate_rodas5p,
                              first->equations, &control, _i),
                   0);
  owner->outcomes = together;
  const int ends[] = { 3, PATIENTS, PATIENTS }; /* fewer than lanes, the rest, and none */
  for (size_t part = 0; part < LENGTH_OF(ends); part++) {
    owner->last = ends[part];
    group_run(&owner->group, &supply);
    ck_assert_int_eq(owner->next, owner->last);
  }
  ck_assert_uint_eq(owner->lanes, (1u << _i) - 1);
  for (int i = 0; i < PATIENTS; i++) {
    memset(&single, 0, sizeof single);
    alone(i, &single);
    compare(&together[i], &single);
    failed += single.status == IMPAKT_E_STEPS;
    stopped += single.status == IMPAKT_STOPPED;
    fired += single.fired > 0;
    impakt_sim_free(owner->sims[i]);
  }
  ck_assert_int_eq(failed, 3);
  ck_assert_int_gt(stopped, 2);
  ck_assert_int_gt(fired, 20);
  group_close(&owner->group);
  free(owner);
  free(together);
}
END_TEST

/* A course without a step, in which a group must not wait for one. */
START_TEST(nothing_to_integrate)
{
  struct owner *owner = calloc(1, sizeof *owner);
  struct outcome *outcomes = calloc(PATIENTS, sizeof *outcomes);
  for (int i = 0; i < PATIENTS; i++) {
    owner->sims[i] = new_sim(&model_unit_reset, 1e-6);
    if (i % 2) fine(owner->sims[i], impakt_sim_set_initial(owner->sims[i], "x", 1e308));
    if (i % 2) fine(owner->sims[i], impakt_sim_multiply(owner->sims[i], "x", 0, 1e10, NULL));
  }
  memset(times, 0, sizeof times);
  for (int i = 1; i < TIMES; i++) times[i] = 1e-15 * i; /* the same time, but for rounding */
  const struct control control = sim_control(owner->sims[0], 0);
  const struct supply supply = { owner, next, ended };
  owner->outcomes = outcomes;
  owner->last = PATIENTS;
  ck_assert_int_eq(group_open(&owner->group, &in_turn, owner->sims[0]->equations, &control, 4),
                   0);
  group_run(&owner->group, &supply);
  for (int i = 0; i < PATIENTS; i++) {
    ck_assert_int_eq(outcomes[i].status, i % 2 ? IMPAKT_E_NOT_FINITE : IMPAKT_OK);
    if (i % 2 == 0) near(outcomes[i].result[LENGTH - COLUMNS], 10, 0);
    impakt_sim_free(owner->sims[i]);
  }
  group_close(&owner->group);
  free(owner);
  free(outcomes);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("group");
  tcase_add_loop_test(tests, side_by_side, 1, MOST_LANES + 1);
  tcase_add_test(tests, nothing_to_integrate);
  return run_tests("group", tests);
}
