/* test_integrate.c — the seam: pieces, steps and what lies between them, without the scheduler, for
 * each of the integrators. */
#include "integrate.h"

#include "scalar.h"
#undef exp /* which a model's body means in its own way */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_exchange, model_unit_blowup,
    model_unit_chain;

static const double tolerance = GATHERED * FINE;

enum { MOST = 16 };

static const struct {
  const struct integrator_kind *kind;
  int stiff;
} ways[] = { { &integrate_cvode, 1 },
             { &integrate_cvode, 0 },
             { &integrate_rodas5p, 1 },
             { &integrate_rodas4, 1 } };
enum { BDF = 0, ADAMS = 1, RODAS5P = 2 };

/* An integrator, and what the scheduler would keep. */
struct bench {
  struct equations *e;
  struct integrator *I;
  double p[MOST], u[MOST], s[MOST], size[1];
  dual p_slope[MOST], u_slope[MOST];
  const dual *p_rows[1], *u_rows[1];
};

/* The slope, if any, is in parameter `slope`; -1: none. */
static void open_bench(struct bench *b, const impakt_model *model, int way, int slope)
{
  memset(b, 0, sizeof *b);
  b->e = equations_new(model);
  ck_assert_ptr_nonnull(b->e);
  const struct control control = {
    .rtol = FINE, .noise_scale = 1, .stiff = ways[way].stiff, .n_slopes = slope >= 0
  };
  b->I = ways[way].kind->open(b->e, &control);
  ck_assert_ptr_nonnull(b->I);
  equations_defaults(b->e, b->p);
  b->I->p = b->p, b->I->u = b->u, b->I->s = b->s;
  if (slope < 0) return;
  for (int i = 0; i < b->e->npq; i++)
    b->p_slope[i] = with_slope(b->p[i], i == slope ? SEED : 0);
  b->size[0] = 1;
  b->p_rows[0] = b->p_slope, b->u_rows[0] = b->u_slope;
  b->I->p_slope = b->p_rows, b->I->u_slope = b->u_rows, b->I->slope_size = b->size;
}

static void close_bench(struct bench *b)
{
  b->I->kind->close(b->I);
  equations_free(b->e);
}

/* A piece from t to stop; how many steps it took. */
static int run_piece(struct bench *b, double t, double stop)
{
  int steps = 0;
  b->I->t = t;
  b->I->t_stop = stop;
  b->I->kind->begin(b->I);
  while (b->I->t < stop) {
    ck_assert_int_eq(b->I->kind->step(b->I), INTEGRATE_OK);
    ck_assert_int_lt(++steps, 100000);
  }
  return steps;
}

START_TEST(a_piece)
{
  struct bench b;
  open_bench(&b, &model_unit_depot, _i, -1);
  b.I->x[1] = 20;
  const int steps = run_piece(&b, 3, 13);
  ck_assert_double_eq(b.I->t, 13); /* hit exactly */
  near(b.I->x[1], 20 * exp(-2), tolerance);
  ck_assert_int_eq(b.I->counts.steps, steps);
  ck_assert_int_eq(b.I->counts.restarts, 1);
  ck_assert_int_ge(b.I->counts.rhs, steps);
  close_bench(&b);
  ways[_i].kind->close(NULL);
}
END_TEST

/* Within the last step, at its ends, and a rounding beyond them. */
START_TEST(between_steps)
{
  struct bench b;
  open_bench(&b, &model_unit_depot, _i, -1);
  double x[4], before[4] = { 0, 20, 0, 0 };
  b.I->x[1] = 20;
  b.I->t = 0;
  b.I->t_stop = 10;
  b.I->kind->begin(b.I);
  while (b.I->t < 10) {
    ck_assert_int_eq(b.I->kind->step(b.I), INTEGRATE_OK);
    const double a = b.I->t_old, width = b.I->t - a;
    for (int k = 0; k <= 4; k++) {
      const double t = a + width * k / 4;
      b.I->kind->dense(b.I, t, x);
      near(x[1], 20 * exp(-0.2 * t), tolerance);
    }
    b.I->kind->dense(b.I, b.I->t, x);
    ck_assert(!memcmp(x, b.I->x, sizeof x));
    b.I->kind->dense(b.I, b.I->t * (1 + 1e-15), x);
    near(x[1], b.I->x[1], ROUNDING);
    b.I->kind->dense(b.I, a * (1 - 1e-15), x);
    near(x[1], before[1], tolerance);
    memcpy(before, b.I->x, sizeof before);
  }
  close_bench(&b);
}
END_TEST

/* A new piece forgets the last: inputs, states and time may jump. */
START_TEST(pieces)
{
  struct bench b;
  open_bench(&b, &model_unit_depot, _i, -1);
  run_piece(&b, 0, 5);
  b.u[2] = 10; /* mg/h into 5 L */
  b.I->x[1] = 0;
  run_piece(&b, 5, 9);
  near(b.I->x[1], 10 / (5 * 0.2) * (1 - exp(-0.8)), tolerance);
  b.u[2] = 0;
  b.I->x[1] = 7;
  run_piece(&b, 0, 1); /* back to the start, as in the next run */
  near(b.I->x[1], 7 * exp(-0.2), tolerance);
  ck_assert_int_eq(b.I->counts.restarts, 3);
  close_bench(&b);
}
END_TEST

START_TEST(slopes_beside_the_states)
{
  enum { KE = 1 };
  struct bench b;
  open_bench(&b, &model_unit_depot, _i, KE);
  double slope[4], *rows[] = { slope };
  b.I->x[1] = 20;
  b.I->x_slope[0][1] = 3; /* at the start of a piece */
  b.I->t = 0;
  b.I->t_stop = 10;
  b.I->kind->begin(b.I);
  while (b.I->t < 10) {
    ck_assert_int_eq(b.I->kind->step(b.I), INTEGRATE_OK);
    const double t = 0.5 * (b.I->t_old + b.I->t);
    b.I->kind->slopes(b.I, t, rows);
    near_size(slope[1], (3 - 20 * t) * exp(-0.2 * t), tolerance, 20);
  }
  b.I->kind->slopes(b.I, 10, rows);
  near_size(slope[1], -197 * exp(-2), tolerance, 20);
  close_bench(&b);
}
END_TEST

/* An exchange of 1e13 an hour: the second pivot is what is left of it after the first. */
START_TEST(pivots)
{
  struct bench b;
  open_bench(&b, &model_unit_exchange, _i, -1);
  b.I->x[0] = b.I->x[1] = 4;
  run_piece(&b, 0, 5);
  near(b.I->x[0] + b.I->x[1], 8 * exp(-0.1 * 5), tolerance); /* half of it is lost at 0.2 / h */
  near(b.I->x[0], b.I->x[1], 1e-9);
  ck_assert_int_gt(b.I->counts.lapack, 0);
  ck_assert_int_le(b.I->counts.lapack, b.I->counts.factors);
  close_bench(&b);

  /* and without need, never */
  open_bench(&b, &model_unit_chain, _i, -1);
  b.I->x[0] = 5;
  run_piece(&b, 0, 500);
  ck_assert_int_gt(b.I->counts.factors, 0);
  ck_assert_int_eq(b.I->counts.lapack, 0);
  close_bench(&b);
}
END_TEST

START_TEST(pivots_of_a_run)
{
  impakt_sim *sim = new_sim(&model_unit_exchange, FINE);
  double end = 5, sum;
  fine(sim, impakt_sim_watch(sim, "sum"));
  fine(sim, impakt_sim_run(sim, &end, 1, &sum, 1));
  near(sum, 8 * exp(-0.5), tolerance);
  ck_assert_int_gt(impakt_sim_counter(sim, IMPAKT_COUNT_LAPACK), 0);
  fine(sim, impakt_sim_set_parameter(sim, "fast", 1));
  fine(sim, impakt_sim_run(sim, &end, 1, &sum, 1));
  ck_assert_int_eq(impakt_sim_counter(sim, IMPAKT_COUNT_LAPACK), 0);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(failure)
{
  struct bench b;
  open_bench(&b, &model_unit_blowup, _i, -1);
  b.p[0] = 0.5;
  b.I->x[1] = 0.5;
  b.I->t = 0;
  b.I->t_stop = 10;
  b.I->kind->begin(b.I);
  int status;
  do status = b.I->kind->step(b.I);
  while (status == INTEGRATE_OK && b.I->t < 10);
  ck_assert(status == INTEGRATE_NOT_FINITE || status == INTEGRATE_ACCURACY);
  ck_assert_int_eq(b.I->failure.status, status);
  ck_assert_int_eq(b.I->failure.state, 1);
  near(b.I->failure.t, 4, 1e-3);
  /* another piece */
  b.I->x[0] = b.I->x[2] = 0;
  b.I->x[1] = 0.5;
  run_piece(&b, 0, 2);
  near(b.I->x[1], 1, 4 * tolerance); /* errors grow as the state does, squared */
  close_bench(&b);
}
END_TEST

/* A derivative that is infinite at once. */
START_TEST(failure_in_the_first_step)
{
  struct bench b;
  open_bench(&b, &model_unit_blowup, _i, -1);
  b.p[0] = 1;
  b.I->x[1] = 1e200;
  b.I->t = 2;
  b.I->t_stop = 10;
  b.I->kind->begin(b.I);
  ck_assert_int_eq(b.I->kind->step(b.I), INTEGRATE_NOT_FINITE);
  ck_assert_int_eq(b.I->failure.state, 1);
  near(b.I->failure.t, 2, ROUNDING);
  close_bench(&b);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("integrate");
  tcase_add_loop_test(tests, a_piece, 0, LENGTH_OF(ways));
  tcase_add_loop_test(tests, between_steps, 0, LENGTH_OF(ways));
  tcase_add_loop_test(tests, pieces, 0, LENGTH_OF(ways));
  tcase_add_loop_test(tests, slopes_beside_the_states, 0, LENGTH_OF(ways));
  /* Adams takes steps too short for the pivot to cancel */
  tcase_add_loop_test(tests, pivots, BDF, BDF + 1);
  tcase_add_loop_test(tests, pivots, RODAS5P, LENGTH_OF(ways));
  tcase_add_test(tests, pivots_of_a_run);
  tcase_add_loop_test(tests, failure, 0, LENGTH_OF(ways));
  tcase_add_loop_test(tests, failure_in_the_first_step, 0, LENGTH_OF(ways));
  return run_tests("integrate", tests);
}
