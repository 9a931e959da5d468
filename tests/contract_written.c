/* contract_written.c — what the written-out code of every model must satisfy (checks.h), and proof
 * that each check can fail: the code of one model with one thing put wrong. */
#include "checks.h"
#include "impakt.h"
#include "written.h"

#include <check.h>
#include <string.h>

extern const struct impakt_model model_w1_tmdd6, model_w2_cart20, model_unit_clock,
    model_unit_extinct, model_unit_ternary;
static const struct impakt_model *const others[] = { &model_w1_tmdd6, &model_w2_cart20,
                                                     &model_unit_clock, &model_unit_extinct,
                                                     &model_unit_ternary };
enum { N_OTHERS = sizeof others / sizeof *others };

typedef void check_function(const struct impakt_model *, struct report *);

static void holds(int index, check_function *check)
{
  const struct impakt_model *m =
      index < N_OTHERS ? others[index] : impakt_model_at(index - N_OTHERS);
  struct report report = { 0 };
  ck_assert_ptr_nonnull(m->written);
  check(m, &report);
  ck_assert_msg(report.count == 0, "\n%.6000s", report.text);
}

START_TEST(values) { holds(_i, check_written_values); }
END_TEST
START_TEST(slopes) { holds(_i, check_written_slopes); }
END_TEST
START_TEST(lanes) { holds(_i, check_written_lanes); }
END_TEST
START_TEST(solves) { holds(_i, check_written_solve); }
END_TEST
START_TEST(pattern) { holds(_i, check_written_pattern); }
END_TEST

/* ---- the checks find what is wrong, and nothing else ------------------------------------------ */

static const struct written *sound; /* the build of one lane that is put wrong */

#define ARGUMENTS                                                                              \
  const double *t, const double *x, const double *q, const double *u, const double *s
static void rhs_off(ARGUMENTS, double *f)
{
  sound->rhs(t, x, q, u, s, f);
  f[1] *= 1 + 3e-16;
}
static void jacobian_off(ARGUMENTS, double *f, double *J)
{
  sound->rhs_jacobian(t, x, q, u, s, f, J);
  J[0] *= 1 + 1e-11;
}
static void time_off(ARGUMENTS, double *ft)
{
  sound->time_slope(t, x, q, u, s, ft);
  ft[0] += 1;
}
static void input_off(ARGUMENTS, double *fu)
{
  sound->input_slopes(t, x, q, u, s, fu);
  fu[0] *= -1;
}
static void parameter_off(ARGUMENTS, double *fp)
{
  sound->parameter_slopes(t, x, q, u, s, fp);
  fp[0] = 0;
}
static void guard_off(const double *t, const double *x, const double *q, double *g)
{
  sound->guard(t, x, q, g);
  g[0] = -g[0];
}
static double seen; /* of the patient before */
static void rhs_sees(ARGUMENTS, double *f)
{
  sound->rhs(t, x, q, u, s, f);
  f[0] += 0 * seen;
  seen = f[0];
}
static unsigned factor_anything(const double *J, const double *d, double *L)
{
  sound->factor(J, d, L);
  return 0;
}
static void solve_off(const double *L, double *b)
{
  sound->solve(L, b);
  for (int i = 0; i < model_w1_tmdd6.nx; i++) b[i] *= 1 + 1e-5;
}

static void product_off(const double *J, const double *x, double *b)
{
  sound->add_product(J, x, b);
  b[1] += 1;
}
static void both_off(const double *J, const double *L, const double *x, double *b)
{
  sound->add_product_and_solve(J, L, x, b);
  b[0] = -b[0];
}

/* The sentences about the model with this as its only build, or beside the others. */
static struct report report_of(const struct impakt_model *model, struct written wrong,
                               int alone, check_function *check)
{
  const struct written *const others_too[] = { written_find(model, 4), &wrong, NULL };
  struct impakt_model copy = *model;
  struct report report = { 0 };
  copy.written = others_too + alone;
  check(&copy, &report);
  return report;
}

/* what: a member of struct written and its value; the sentence that must be said */
#define FINDS(model, check, alone, sentence, ...)                                              \
  do {                                                                                         \
    sound = written_find(model, 1);                                                            \
    struct written wrong = *sound;                                                             \
    wrong.__VA_ARGS__;                                                                         \
    const struct report report = report_of(model, wrong, alone, check);                        \
    ck_assert_msg(report.count == 1 && report_says(&report, sentence), "%d complaints\n%s",    \
                  report.count, report.text);                                                  \
  } while (0)

START_TEST(finds_values)
{
  FINDS(&model_w1_tmdd6, check_written_values, 1, "d(P)/dt is ", rhs = rhs_off);
  FINDS(&model_unit_clock, check_written_values, 1, "the expression of switch begun is ",
        guard = guard_off);
}
END_TEST

START_TEST(finds_slopes)
{
  FINDS(&model_w1_tmdd6, check_written_slopes, 1, "the slope of d(C)/dt in C is ",
        rhs_jacobian = jacobian_off);
  FINDS(&model_unit_clock, check_written_slopes, 1, " in t is ", time_slope = time_off);
  FINDS(&model_w1_tmdd6, check_written_slopes, 1, "the slope of d(C)/dt in u is ",
        input_slopes = input_off);
  FINDS(&model_w1_tmdd6, check_written_slopes, 1, "the slope of d(C)/dt in CL is ",
        parameter_slopes = parameter_off);
  FINDS(&model_w1_tmdd6, check_written_slopes, 1, "the slope of d(E2)/dt in hO is ", n_fp--);
  FINDS(&model_w1_tmdd6, check_written_slopes, 1, "the slope of out(occupancy) in X is ",
        n_yx--);
}
END_TEST

START_TEST(finds_lanes)
{
  FINDS(&model_w1_tmdd6, check_written_lanes, 0, "d(P)/dt is ", rhs = rhs_off);
  FINDS(&model_w1_tmdd6, check_written_lanes, 1, "sees what is in lane 0", rhs = rhs_sees);
}
END_TEST

START_TEST(finds_solve)
{
  FINDS(&model_w1_tmdd6, check_written_solve, 1, "accepted, and by the engine's list refused",
        factor = factor_anything);
  FINDS(&model_w1_tmdd6, check_written_solve, 1, "the solution is off by 1e-05",
        solve = solve_off);
  FINDS(&model_w1_tmdd6, check_written_solve, 1,
        "in 1 lanes, the product with the Jacobian is wrong", add_product = product_off);
  FINDS(&model_w1_tmdd6, check_written_solve, 1, "are not one after the other",
        add_product_and_solve = both_off);
}
END_TEST

START_TEST(finds_pattern)
{
  int row[64];
  const struct written *w = written_find(&model_w1_tmdd6, 1);
  memcpy(row, w->row, sizeof *row * (size_t)w->colptr[model_w1_tmdd6.nx]);
  row[1]++;
  FINDS(&model_w1_tmdd6, check_written_pattern, 1, "the pattern of the Jacobian", row = row);
  FINDS(&model_w1_tmdd6, check_written_pattern, 1, "L and U have ", nl++);
  FINDS(&model_w1_tmdd6, check_written_pattern, 1, "time does not enter", timed = 1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("contract of written-out code");
  const struct {
    const char *name;
    const TTest *holds, *finds;
  } checks[] = { { "values", values, finds_values },
                 { "slopes", slopes, finds_slopes },
                 { "lanes", lanes, finds_lanes },
                 { "solve", solves, finds_solve },
                 { "pattern", pattern, finds_pattern } };
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    TCase *tcase = tcase_create(checks[i].name);
    tcase_set_timeout(tcase, 120); /* of one model, under sanitizers too */
    tcase_add_loop_test(tcase, checks[i].holds, 0, N_OTHERS + impakt_model_count());
    tcase_add_test(tcase, checks[i].finds);
    suite_add_tcase(suite, tcase);
  }
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
