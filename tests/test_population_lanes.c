/* test_population_lanes.c — patients side by side: whatever happens to one, all have the bits that they
 * have alone, in any number of lanes, threads and parts. */
#include "testing.h"

#include "sim_run.h"

extern const impakt_model model_mercaptopurine_hawwa2008, model_inotuzumab_garrett2019,
    model_cart_stein2019, model_cart_barros2021, model_neutropenia_friberg2002;

enum { TIMES = 30, PATIENTS = 41, SEED = 12 };

static double times[TIMES];

#define held(people, call)                                                                     \
  ck_assert_msg((call) == IMPAKT_OK, "%s: %s", #call, impakt_population_message(people))

/* ---- populations ---------------------------------------------------------------------------------- */

static impakt_population *people_like(impakt_sim *sim)
{
  impakt_population *people;
  ck_assert_int_eq(impakt_population_new(&people, sim), IMPAKT_OK);
  impakt_sim_free(sim);
  return people;
}

/* Doses, a measure, and what sets the states anew. */
static impakt_population *doses(void)
{
  impakt_sim *sim = new_sim(&model_inotuzumab_garrett2019, 1e-6);
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 1, 0.8, "mg/m2", 1, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 168, 3));
  fine(sim, impakt_sim_reset(sim, 300, NULL));
  fine(sim, impakt_sim_multiply(sim, "A1", 400, 0.5, NULL));
  fine(sim, impakt_sim_replace(sim, "AUC", 500, 7, NULL));
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK_TIME, 0, 0, 600, NULL));
  impakt_population *people = people_like(sim);
  held(people, impakt_population_covariate(people, "BSA", IMPAKT_NORMAL, 1.84, 0.3, 1.2, 2.9));
  held(people, impakt_population_residual(people, 1));
  return people;
}

/* A steady state to each. */
static impakt_population *steady(void)
{
  impakt_sim *sim = new_sim(&model_mercaptopurine_hawwa2008, 1e-6);
  int dose;
  fine(sim, impakt_sim_dose(sim, "oral", 24, 50, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_steady(sim, dose, 24, IMPAKT_STEADY_ALONE));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 24, 20));
  impakt_population *people = people_like(sim);
  return people;
}

/* Switches at times that differ. */
static impakt_population *switches(void)
{
  impakt_sim *sim = new_sim(&model_cart_stein2019, 1e-6);
  fine(sim, impakt_sim_set_parameter(sim, "ttoci", 5));
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 0, 672, NULL));
  return people_like(sim);
}

/* Switches that the states throw, and that make them jump. */
static impakt_population *extinctions(void)
{
  impakt_sim *sim = new_sim(&model_cart_barros2021, 1e-6);
  fine(sim, impakt_sim_dose(sim, "cells", 24 * 3, 2e6, NULL, 0, NULL));
  impakt_population *people = people_like(sim);
  held(people, impakt_population_vary(people, "phi", IMPAKT_LOG_NORMAL, 0.3));
  held(people, impakt_population_vary(people, "gamma", IMPAKT_LOG_NORMAL, 0.5));
  held(people, impakt_population_vary(people, "T0", IMPAKT_LOG_NORMAL, 1));
  return people;
}

/* Doses that wait for their patient's counts, and a run that ends. */
static impakt_population *rules(void)
{
  impakt_sim *sim = new_sim(&model_neutropenia_friberg2002, 1e-6);
  int rule, dose;
  fine(sim, impakt_sim_dose(sim, "pulse", 0, 0.25, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 168, 3));
  fine(sim, impakt_sim_check(sim, dose, "count", -1, 3, IMPAKT_DELAY, 24, NULL));
  fine(sim, impakt_sim_rule(sim, "count", -1, 1.5, &rule));
  fine(sim, impakt_sim_rule_scale(sim, rule, "pulse", 0.5, 0));
  fine(sim, impakt_sim_rule(sim, "count", -1, 0.3, &rule));
  fine(sim, impakt_sim_rule_stop(sim, rule, 5));
  impakt_population *people = people_like(sim);
  held(people, impakt_population_vary(people, "sl", IMPAKT_LOG_NORMAL, 0.7));
  held(people, impakt_population_vary(people, "MTT", IMPAKT_LOG_NORMAL, 0.3));
  return people;
}

/* A parameter that steps, and one that moves in straight lines. */
static impakt_population *courses(void)
{
  impakt_sim *sim = new_sim(&model_inotuzumab_garrett2019, 1e-6);
  const double at[] = { 0, 100, 350 }, surface[] = { 1.8, 1.7, 1.9 }, blasts[] = { 60, 5, 0.1 };
  fine(sim, impakt_sim_infuse(sim, "iv", 1, 0.05, NULL, 500, NULL));
  fine(sim, impakt_sim_set_patient_course(sim, "BSA", IMPAKT_CARRIED_FORWARD, at, surface, 3));
  fine(sim, impakt_sim_set_patient_course(sim, "BLSTPB", IMPAKT_LINEAR, at, blasts, 3));
  return people_like(sim);
}

/* Some cannot be laid out, some fail on the way. */
static impakt_population *failures(void)
{
  impakt_sim *sim = new_sim(&model_neutropenia_friberg2002, 1e-6);
  fine(sim, impakt_sim_dose(sim, "pulse", 5, 0.3, NULL, 0, NULL));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 200));
  impakt_population *people = people_like(sim);
  held(people, impakt_population_vary(people, "g", IMPAKT_NORMAL, 0.15));
  held(people, impakt_population_vary(people, "sl", IMPAKT_LOG_NORMAL, 0.7));
  return people;
}

static impakt_population *(*const made[])(void) = { doses, steady,  switches, extinctions,
                                                    rules, courses, failures };

/* ---- in every bit --------------------------------------------------------------------------------- */

struct outcome {
  size_t length, n_bytes;
  double *result;
  impakt_status status[PATIENTS];
  unsigned char *bytes; /* the summary */
};

static void free_outcome(struct outcome *o)
{
  free(o->result);
  free(o->bytes);
}

/* In parts, the last first. */
static struct outcome outcome_of(impakt_population *people, int lanes, int threads, int parts)
{
  struct outcome o = { 0 };
  impakt_sim *sim;
  impakt_summary *whole;
  held(people, impakt_population_set_option(people, IMPAKT_LANES, lanes));
  ck_assert_int_ge(impakt_population_patient(people, SEED, 2, &sim), 0);
  o.length = (size_t)TIMES * impakt_sim_columns(sim);
  impakt_sim_free(sim);
  o.result = malloc(sizeof *o.result * o.length * PATIENTS);
  ck_assert_int_eq(impakt_summary_new(&whole, people, times, TIMES, NULL), IMPAKT_OK);
  for (int k = parts - 1; k >= 0; k--) {
    const int from = PATIENTS * k / parts, n = PATIENTS * (k + 1) / parts - from;
    impakt_summary *part;
    ck_assert_int_eq(impakt_summary_new(&part, people, times, TIMES, NULL), IMPAKT_OK);
    const int status =
        impakt_population_run(people, SEED, from, n, times, TIMES, threads, part,
                              o.result + o.length * from, o.length * n, o.status + from);
    ck_assert_msg(status >= 0, "%s", impakt_population_message(people));
    ck_assert_int_eq(impakt_summary_merge(whole, part), IMPAKT_OK);
    impakt_summary_free(part);
  }
  ck_assert_int_eq(impakt_summary_save(whole, NULL, 0, &o.n_bytes), IMPAKT_OK);
  o.bytes = malloc(o.n_bytes);
  ck_assert_int_eq(impakt_summary_save(whole, o.bytes, o.n_bytes, &o.n_bytes), IMPAKT_OK);
  impakt_summary_free(whole);
  return o;
}

/* NaN is NaN, in whatever bits. */
static void expect_bits(const double *a, const double *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    ck_assert_msg(!memcmp(&a[i], &b[i], sizeof *a) || (isnan(a[i]) && isnan(b[i])),
                  "%zu: %.17g, %.17g", i, a[i], b[i]);
}

static void expect_same(const struct outcome *a, const struct outcome *b)
{
  expect_bits(a->result, b->result, a->length * PATIENTS);
  ck_assert_mem_eq(a->status, b->status, sizeof a->status);
  ck_assert_uint_eq(a->n_bytes, b->n_bytes);
  ck_assert_mem_eq(a->bytes, b->bytes, a->n_bytes);
}

static void set_times(void)
{
  for (int i = 0; i < TIMES; i++) times[i] = 24 * i;
}

START_TEST(in_any_lanes)
{
  static const int lanes[] = { 0, 8, 4, 1 }, threads[] = { 2, 1 }, parts[] = { 7, 1 };
  set_times();
  impakt_population *people = made[_i]();
  const struct outcome one = outcome_of(people, 1, 1, 1);
  ck_assert_int_eq(impakt_population_lanes(people), 1);
  for (int i = 0; i < 16; i++) {
    struct outcome other = outcome_of(people, lanes[i / 4], threads[i / 2 % 2], parts[i % 2]);
    expect_same(&one, &other);
    free_outcome(&other);
  }
  free_outcome((struct outcome *)&one);
  impakt_population_free(people);
}
END_TEST

/* By impakt_sim_run, without residual error, which a single run has not. */
START_TEST(as_alone)
{
  set_times();
  impakt_population *people = made[_i]();
  held(people, impakt_population_residual(people, 0));
  struct outcome all = outcome_of(people, 0, 1, 1);
  double *result = malloc(sizeof *result * all.length);
  int failed = 0;
  for (int i = 0; i < PATIENTS; i++) {
    impakt_sim *sim;
    int status = impakt_population_patient(people, SEED, i, &sim);
    if (status >= 0) {
      status = impakt_sim_run(sim, times, TIMES, result, all.length);
      impakt_sim_free(sim);
    }
    ck_assert_int_eq(all.status[i], status);
    if (status >= 0) expect_bits(result, all.result + all.length * i, all.length);
    else ck_assert_double_nan(all.result[all.length * i]);
    failed += status < 0;
  }
  if (made[_i] == failures) ck_assert(failed > PATIENTS / 10 && failed < PATIENTS / 2);
  else ck_assert_int_eq(failed, 0);
  free(result);
  free_outcome(&all);
  impakt_population_free(people);
}
END_TEST

/* The populations are what they are meant to be. */
START_TEST(each_on_its_own)
{
  set_times();
  impakt_population *people = rules();
  struct outcome o = outcome_of(people, 0, 2, 1);
  int stopped = 0;
  for (int i = 0; i < PATIENTS; i++) stopped += o.status[i] == IMPAKT_STOPPED;
  ck_assert(stopped > 2 && stopped < PATIENTS - 10);
  free_outcome(&o);
  impakt_population_free(people);
  people = failures();
  o = outcome_of(people, 0, 2, 1);
  int out_of_range = 0, used_up = 0;
  for (int i = 0; i < PATIENTS; i++) {
    out_of_range += o.status[i] == IMPAKT_E_RANGE;
    used_up += o.status[i] == IMPAKT_E_STEPS;
  }
  ck_assert(out_of_range > 0 && used_up > 0);
  free_outcome(&o);
  impakt_population_free(people);
}
END_TEST

/* ---- what ran --------------------------------------------------------------------------------------- */

static int lanes_of(impakt_population *people, int asked, uint64_t count, int threads)
{
  held(people, impakt_population_set_option(people, IMPAKT_LANES, asked));
  const int status =
      impakt_population_run(people, SEED, 0, count, times, TIMES, threads, NULL, NULL, 0, NULL);
  ck_assert_int_ge(status, 0);
  return impakt_population_lanes(people);
}

START_TEST(what_ran)
{
  set_times();
  impakt_population *people = doses();
  impakt_sim *sim;
  held(people, impakt_population_patient(people, SEED, 0, &sim));
  const int most = equations_lanes(sim->equations, 0);
  ck_assert(most == 1 || most == 4 || most == 8);
  ck_assert_int_eq(equations_lanes(sim->equations, 1), 1);
  ck_assert_int_eq(equations_lanes(sim->equations, 4), most < 4 ? most : 4);
  impakt_sim_free(sim);
  ck_assert_int_eq(impakt_population_lanes(people), 0);
  ck_assert_str_eq(impakt_population_solver(people), "");
  ck_assert_int_eq(lanes_of(people, 0, 100, 1), most);
  ck_assert_int_eq(lanes_of(people, 8, 100, 2), most);
  ck_assert_int_eq(lanes_of(people, 4, 100, 2), most < 4 ? most : 4);
  ck_assert_int_eq(lanes_of(people, 1, 100, 2), 1);
  ck_assert_int_eq(lanes_of(people, 0, 14, 2), most < 4 ? most : 4); /* seven to a thread */
  ck_assert_int_eq(lanes_of(people, 0, 3, 1), 1);
  ck_assert_int_eq(lanes_of(people, 0, 1, 2), 1);
  ck_assert_str_eq(impakt_population_solver(people), "rodas5p");
  held(people, impakt_population_set_option(people, IMPAKT_SOLVER, IMPAKT_SOLVER_CVODE));
  ck_assert_int_eq(lanes_of(people, 8, 20, 1), 1);
  ck_assert_str_eq(impakt_population_solver(people), "cvode");
  ck_assert_int_eq(impakt_population_set_option(people, IMPAKT_LANES, 2), IMPAKT_E_RANGE);
  says(impakt_population_message(people), "0, 1, 4 or 8");
  ck_assert_int_eq(impakt_population_set_option(people, 999, 2), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_population_set_option(NULL, IMPAKT_LANES, 1), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_population_lanes(NULL), 0);
  ck_assert_str_eq(impakt_population_solver(NULL), "");
  impakt_population_free(people);
}
END_TEST

/* One summary may hold what was run with different lanes. */
START_TEST(lanes_are_no_other_population)
{
  set_times();
  impakt_population *people = doses();
  impakt_summary *summary;
  ck_assert_int_eq(impakt_summary_new(&summary, people, times, TIMES, NULL), IMPAKT_OK);
  for (int i = 0; i < 2; i++) {
    held(people, impakt_population_set_option(people, IMPAKT_LANES, i ? 1 : 8));
    held(people, impakt_population_run(people, SEED, 10 * i, 10, times, TIMES, 1, summary, NULL,
                                       0, NULL));
  }
  ck_assert_uint_eq(impakt_summary_patients(summary), 20);
  impakt_summary_free(summary);
  impakt_population_free(people);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("lanes");
  tcase_add_loop_test(tests, in_any_lanes, 0, LENGTH_OF(made));
  tcase_add_loop_test(tests, as_alone, 0, LENGTH_OF(made));
  tcase_add_test(tests, each_on_its_own);
  tcase_add_test(tests, what_ran);
  tcase_add_test(tests, lanes_are_no_other_population);
  return run_tests("population_lanes", tests);
}
