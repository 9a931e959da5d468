/* test_jacobian.c — pattern, colours, values, and what a bolus does. */
#include "jacobian.h"

#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_inputs,
    model_unit_ternary, model_unit_static;

struct setting_out {
  struct equations *e;
  struct workspace work;
  double p[64];
};

static struct setting_out set_out(const impakt_model *model)
{
  struct setting_out a = { .e = equations_new(model) };
  ck_assert_ptr_nonnull(a.e);
  ck_assert_int_eq(workspace_new(&a.work, a.e), 0);
  equations_defaults(a.e, a.p);
  return a;
}

static void clear_up(struct setting_out *a)
{
  workspace_free(&a->work);
  equations_free(a->e);
}

/* Whether the pattern has an entry. */
static int has(const struct equations *e, int row, int column)
{
  for (int k = e->colptr[column]; k < e->colptr[column + 1]; k++)
    if (e->row[k] == row) return 1;
  return 0;
}

START_TEST(pattern)
{
  struct setting_out a = set_out(&model_unit_depot);
  const char acts[4][4] = { { 1, 0, 0, 0 }, { 1, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++) ck_assert_int_eq(has(a.e, i, j), acts[i][j]);
  ck_assert_int_eq(a.e->colptr[4], 5);
  ck_assert_int_eq(a.e->n_colours, 2);
  clear_up(&a);
}
END_TEST

/* Columns of one colour share no row. */
START_TEST(colours)
{
  const impakt_model *const models[] = { &model_unit_depot, &model_unit_clock,
                                         &model_unit_ternary, &model_unit_inputs,
                                         &model_unit_static };
  for (int which = 0; which < impakt_model_count() + (int)LENGTH_OF(models); which++) {
    const int own = which - impakt_model_count();
    struct equations *e = equations_new(own < 0 ? impakt_model_at(which) : models[own]);
    for (int j = 0; j < e->n; j++) {
      ck_assert(has(e, j, j));
      ck_assert_int_lt(e->colour[j], e->n_colours);
      for (int other = 0; other < j; other++)
        for (int i = 0; e->colour[j] == e->colour[other] && i < e->n; i++)
          ck_assert(!has(e, i, j) || !has(e, i, other));
    }
    equations_free(e);
  }
}
END_TEST

START_TEST(values)
{
  struct setting_out a = set_out(&model_unit_inputs);
  const double x[] = { 2, 3 }, u[] = { 1, 2, 0.25, 4, 5, 6 }, s[] = { 1 };
  double J[4];
  ck_assert_int_eq(a.e->colptr[2], 2); /* two states that do not meet */
  jacobian_values(a.e, &a.work, 7, x, a.p, u, s, J);
  near(J[0], 0.25 - 0.5, ROUNDING);
  near(J[1], -0.5, ROUNDING);
  clear_up(&a);
}
END_TEST

/* Through an unknown that solves an equation: against differences of fourth order.  Their step of
 * 1e-3 leaves an error of 1e-12 times the fifth derivative, and rounding over the step 1e-12. */
START_TEST(through_a_root)
{
  struct setting_out a = set_out(&model_unit_ternary);
  const double u[] = { 0 };
  for (double Bt = 0.5; Bt < 40; Bt *= 1.7) {
    double x[] = { Bt, 0 }, J[4], f[2], slope = 0;
    jacobian_values(a.e, &a.work, 0, x, a.p, u, NULL, J);
    ck_assert(has(a.e, 1, 0));
    static const double weight[] = { 1. / 12, -8. / 12, 0, 8. / 12, -1. / 12 };
    for (int k = -2; k <= 2; k++) {
      x[0] = Bt + k * 1e-3;
      equations_rhs_d(a.e, 0, x, a.p, u, NULL, f, a.work.plain);
      slope += weight[k + 2] * f[1] / 1e-3;
    }
    near(J[0], -0.1, ROUNDING);
    near_size(J[1], slope, 1e-9, 1e-2);
  }
  clear_up(&a);
}
END_TEST

START_TEST(whether_time_enters)
{
  struct setting_out a = set_out(&model_unit_clock);
  ck_assert(a.e->timed);
  clear_up(&a);
  a = set_out(&model_unit_depot);
  ck_assert(!a.e->timed);
  clear_up(&a);
}
END_TEST

START_TEST(linear_inputs)
{
  struct setting_out a = set_out(&model_unit_inputs);
  static const char linear[] = { 1, 0, 0, 0, 0, 0 }; /* line alone */
  for (int i = 0; i < 6; i++)
    ck_assert_msg(a.e->linear[i] == linear[i], "%s", model_unit_inputs.u[i].name);
  clear_up(&a);
  a = set_out(&model_unit_depot);
  for (int i = 0; i < 5; i++) ck_assert_int_eq(a.e->linear[i], 1);
  clear_up(&a);
  a = set_out(&model_unit_clock);
  for (int i = 0; i < 2; i++) ck_assert_int_eq(a.e->linear[i], 1);
  clear_up(&a);
}
END_TEST

START_TEST(bolus)
{
  struct setting_out a = set_out(&model_unit_depot);
  const double x[] = { 1, 2, 3, 4 }, u[] = { 7, 8, 9, 1, 2 };
  double jump[4];
  jacobian_bolus(a.e, &a.work, 3, x, a.p, u, NULL, 2, 20, jump); /* iv: into mg/L */
  near_size(jump[0], 0, 0, 0);
  near(jump[1], 20 / 5., ROUNDING);
  near_size(jump[2], 0, 0, 0);
  clear_up(&a);
}
END_TEST

START_TEST(bolus_in_days)
{
  struct setting_out a = set_out(&model_unit_clock);
  const double x[] = { 1, 2, 3, 4, 5 }, u[] = { 7, 8 }, s[] = { 1, 0, 1, 0 };
  double jump[5];
  jacobian_bolus(a.e, &a.work, 3, x, a.p, u, s, 0, 20, jump);
  near(jump[2], 20, ROUNDING);
  jacobian_bolus(a.e, &a.work, 3, x, a.p, u, s, 1, 20, jump); /* ng/mL*d into ng*d/mL */
  near(jump[3], 20, ROUNDING);
  near_size(jump[2], 0, 0, 0);
  clear_up(&a);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("jacobian");
  tcase_add_test(tests, pattern);
  tcase_add_test(tests, colours);
  tcase_add_test(tests, values);
  tcase_add_test(tests, through_a_root);
  tcase_add_test(tests, whether_time_enters);
  tcase_add_test(tests, linear_inputs);
  tcase_add_test(tests, bolus);
  tcase_add_test(tests, bolus_in_days);
  return run_tests("jacobian", tests);
}
