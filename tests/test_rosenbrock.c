/* test_rosenbrock.c — orders of the Rosenbrock methods, of what lies between their steps, and of the
 * slopes along them, at steps of equal size, against solutions in closed form. */
#include "rosenbrock.h"

#include "scalar.h"
#undef exp /* which a model's body means in its own way */
#undef log
#include "testing.h"

#include <stdio.h>
#include <string.h>

extern const impakt_model model_unit_order;

enum { A, Y, Z, P, Q, V, W, STATES };
enum { K, B, G, R, E, C, PARAMETERS };

static const struct {
  const struct integrator_kind *kind;
  double order;
} methods[] = { { &integrate_rodas5p, 5 }, { &integrate_rodas4, 4 } };

static void exact(const double *p, double t, double *x)
{
  x[A] = 1 / (1 + t) + p[B] * exp(-p[K] * t);
  x[Y] = 1 / (1 + p[G] * t * t);
  x[Z] = 1 / (1 + 9 * exp(-p[R] * t));
  x[P] = exp(-2 * t);
  x[Q] = exp(-t);
  x[V] = p[C] * t;
  x[W] = p[C] * t < 1 ? t - p[C] * t * t / 2 : 0.5 / p[C];
}

/* Slope of each state in each parameter; those of p and q in e are 0 whatever e is. */
static void exact_slopes(const double *p, double t, double slope[PARAMETERS][STATES])
{
  double x[STATES];
  exact(p, t, x);
  memset(slope, 0, sizeof(double) * PARAMETERS * STATES);
  slope[K][A] = -t * p[B] * exp(-p[K] * t);
  slope[B][A] = exp(-p[K] * t);
  slope[G][Y] = -t * t * x[Y] * x[Y];
  slope[C][V] = t;
  slope[C][W] = p[C] * t < 1 ? -t * t / 2 : -0.5 / (p[C] * p[C]);
  slope[R][Z] = 9 * t * exp(-p[R] * t) * x[Z] * x[Z];
}

struct errors { /* the largest, over the steps */
  double end[STATES], between[STATES];
  double slope_end[STATES], slope_between[STATES]; /* and over the parameters */
  double estimate;                                 /* of the states */
};

static void note_slopes(struct integrator *I, const double *p, double t, double *errors)
{
  double slope[PARAMETERS][STATES], right[PARAMETERS][STATES], *rows[PARAMETERS];
  for (int k = 0; k < PARAMETERS; k++) rows[k] = slope[k];
  I->kind->slopes(I, t, rows);
  exact_slopes(p, t, right);
  for (int k = 0; k < PARAMETERS; k++)
    for (int i = 0; i < STATES; i++)
      errors[i] = fmax(errors[i], fabs(slope[k][i] - right[k][i]));
}

static void note(struct integrator *I, const double *p, double t, double *errors)
{
  double x[STATES], right[STATES];
  I->kind->dense(I, t, x);
  exact(p, t, right);
  for (int i = 0; i < STATES; i++) errors[i] = fmax(errors[i], fabs(x[i] - right[i]));
}

/* From 0 to 2 in so many steps, whatever they are off by. */
static struct errors errors_of(const struct integrator_kind *kind, const double *p, int steps)
{
  struct equations *e = equations_new(&model_unit_order);
  ck_assert_ptr_nonnull(e);
  const struct control control = {
    .rtol = 1e9, .noise_scale = 1, .h_max = 2. / steps, .stiff = 1, .n_slopes = PARAMETERS
  };
  struct integrator *I = kind->open(e, &control);
  ck_assert_ptr_nonnull(I);
  dual seeded[PARAMETERS][PARAMETERS], no_input[1] = { 0 };
  const dual *p_rows[PARAMETERS], *u_rows[PARAMETERS];
  double size[PARAMETERS], start[PARAMETERS][STATES];
  exact_slopes(p, 0, start);
  for (int k = 0; k < PARAMETERS; k++) {
    for (int i = 0; i < PARAMETERS; i++) seeded[k][i] = with_slope(p[i], i == k ? SEED : 0);
    p_rows[k] = seeded[k], u_rows[k] = no_input, size[k] = 1;
    memcpy(I->x_slope[k], start[k], sizeof start[k]);
  }
  I->p = p;
  I->p_slope = p_rows, I->u_slope = u_rows, I->slope_size = size;
  I->t = 0, I->t_stop = 2;
  exact(p, 0, I->x);
  kind->begin(I);
  struct errors errors = { 0 };
  while (I->t < 2) {
    ck_assert_int_eq(kind->step(I), INTEGRATE_OK);
    note(I, p, I->t, errors.end);
    errors.estimate = fmax(errors.estimate, *((struct run *)I)->bundle->error);
    note_slopes(I, p, I->t, errors.slope_end);
    for (int k = 1; k < 8; k++) {
      const double t = I->t_old + (I->t - I->t_old) * k / 8;
      note(I, p, t, errors.between);
      note_slopes(I, p, t, errors.slope_between);
    }
  }
  ck_assert_int_eq(I->counts.steps, steps);
  errors.estimate = sqrt(errors.estimate) * control.rtol;
  kind->close(I);
  equations_free(e);
  return errors;
}

/* That the errors of a state shrink with the order, or are down to rounding. */
static void shrinks(const char *what, int state, double few, double many, double order)
{
  const double rounding = 1e-13, /* of 80 steps */
      least = order - 0.25;      /* higher powers of the step still show */
  ck_assert_msg(many < rounding || log(few / many) / log(2) > least,
                "%s of state %d: %.3g, then %.3g with half the step: order %.2f", what, state,
                few, many, log(few / many) / log(2));
}

static void show(int way, double fast, int i, const struct errors *few,
                 const struct errors *many)
{
  if (!getenv("MEASURE")) return;
  const double *all[][2] = { { few->end, many->end },
                             { few->between, many->between },
                             { few->slope_end, many->slope_end },
                             { few->slope_between, many->slope_between } };
  printf("%s, fast %g, state %d:", methods[way].kind->name, fast, i);
  for (unsigned k = 0; k < LENGTH_OF(all); k++)
    printf(" %.2e %.2e order %.2f;", all[k][0][i], all[k][1][i],
           log(all[k][0][i] / all[k][1][i]) / log(2));
  printf("\n");
}

START_TEST(orders)
{
  const double p[PARAMETERS] = { [K] = 3, [B] = 0.5, [G] = 1, [R] = 1, [E] = 2 };
  const struct errors few = errors_of(methods[_i].kind, p, 40),
                      many = errors_of(methods[_i].kind, p, 80);
  for (int i = 0; i < STATES; i++) {
    show(_i, 3, i, &few, &many);
    shrinks("the end", i, few.end[i], many.end[i], methods[_i].order);
    shrinks("what lies between", i, few.between[i], many.between[i], methods[_i].order);
    shrinks("slopes", i, few.slope_end[i], many.slope_end[i], methods[_i].order);
    shrinks("slopes between", i, few.slope_between[i], many.slope_between[i],
            methods[_i].order);
  }
}
END_TEST

/* A step's estimate is the error of a solution one order lower, in the step alone: with other coefficients
 * lower powers of the step are left. */
START_TEST(estimates)
{
  const double p[PARAMETERS] = { [K] = 3, [B] = 0.5, [G] = 1, [R] = 1, [E] = 2 };
  const struct errors few = errors_of(methods[_i].kind, p, 40),
                      many = errors_of(methods[_i].kind, p, 80);
  const double order = log(few.estimate / many.estimate) / log(2);
  ck_assert_msg(order > methods[_i].order - 0.25, "%.3g, then %.3g: order %.2f",
                few.estimate, many.estimate, order);
}
END_TEST

/* Prothero and Robinson, and Kaps, with a time constant far below the step: the ends hardly notice,
 * since the methods are stiffly accurate; between them an order is lost. */
START_TEST(stiff)
{
  for (double fast = 1e6; fast < 1e13; fast *= 1000) {
    const double p[PARAMETERS] = { [K] = fast, [G] = 1, [R] = 1, [E] = fast };
    const struct errors few = errors_of(methods[_i].kind, p, 40),
                        many = errors_of(methods[_i].kind, p, 80);
    for (int i = 0; i < STATES; i++) {
      show(_i, fast, i, &few, &many);
      shrinks("what lies between", i, few.between[i], many.between[i], methods[_i].order - 1);
      ck_assert_double_lt(many.end[i], 1e-8);
    }
  }
}
END_TEST

/* The slopes' own equations jump where w stops growing, which their cubics cannot follow: a step must
 * be refused for that. */
START_TEST(slopes_about_a_kink)
{
  for (double c = 0.4; c < 2; c += 0.13) {
    const double p[PARAMETERS] = { [K] = 3, [C] = c };
    double x[STATES], right[STATES], slope[STATES], slopes[PARAMETERS][STATES], end = 3;
    impakt_sim *sim = new_sim(&model_unit_order, 1e-6);
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_RODAS5P + _i));
    fine(sim, impakt_sim_set_parameter(sim, "c", c));
    fine(sim, impakt_sim_slope_in(sim, "c"));
    fine(sim, impakt_sim_run_slopes(sim, &end, 1, x, STATES, slope, STATES));
    exact(p, end, right);
    exact_slopes(p, end, slopes);
    near(x[W], right[W], 1e-6);
    if (getenv("MEASURE")) printf("c %.2f: %.1e\n", c, slope[W] / slopes[C][W] - 1);
    near(slope[W], slopes[C][W], 1e-6);
    impakt_sim_free(sim);
  }
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("rosenbrock");
  tcase_add_loop_test(tests, orders, 0, LENGTH_OF(methods));
  tcase_add_loop_test(tests, estimates, 0, LENGTH_OF(methods));
  tcase_add_loop_test(tests, stiff, 0, LENGTH_OF(methods));
  tcase_add_loop_test(tests, slopes_about_a_kink, 0, LENGTH_OF(methods));
  return run_tests("rosenbrock", tests);
}
