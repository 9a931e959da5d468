/* test_derivatives.c — that written code, put together for a system, has the values of the models'
 * bodies in every bit, and the Jacobian of dual passes. */
#include "derivatives.h"

#include "jacobian.h"
#include "testing.h"

/* Numbers that are alike for nobody: 0.5 to 1.5. */
static double vary(int i, int salt)
{
  return 0.5 + fmod(0.6180339887498949 * (i + 7 * salt), 1);
}

static void compare(const impakt_model *model)
{
  struct equations *e = equations_new(model);
  ck_assert_ptr_nonnull(e);
  ck_assert(equations_written(e));
  const int n = e->n, entries = e->colptr[n];
  double *x = calloc(n + 1, sizeof *x), *f = calloc(n + 1, sizeof *f);
  double *right = calloc(n + 1, sizeof *right), *u = calloc(e->nu + 1, sizeof *u);
  double *p = calloc(e->npq + 1, sizeof *p), *s = calloc(e->ns + 1, sizeof *s);
  double *J = calloc(entries + 1, sizeof *J), *exact = calloc(entries + 1, sizeof *exact);
  struct derivatives *d = derivatives_new(e);
  struct integrator I = { .equations = e, .p = p, .u = u, .s = s };
  ck_assert(x && f && right && u && p && s && J && exact && d);
  ck_assert_int_eq(workspace_new(&I.work, e), 0);
  equations_defaults(e, p);
  for (int salt = 1; salt <= 4; salt++) {
    const double t = 3.7 * salt;
    for (int i = 0; i < n; i++) x[i] = vary(i, salt);
    for (int i = 0; i < e->nu; i++) u[i] = vary(i, salt + 1);
    for (int i = 0; i < e->ns; i++) s[i] = (i + salt) & 1;
    equations_rhs_d(e, t, x, p, u, s, right, I.work.plain);
    derivatives_rhs(d, &I, t, x, f);
    ck_assert_msg(!memcmp(f, right, sizeof *f * n), "%s: other bits", model->name);
    jacobian_values(e, &I.work, t, x, p, u, s, exact);
    derivatives_jacobian(d, &I, t, x, J);
    for (int j = 0; j < n; j++) {
      double most = 0; /* of the column: what cancels is not better than that */
      for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) most = fmax(most, fabs(exact[k]));
      for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++)
        near_size(J[k], exact[k], 1e-12, most);
    }
  }
  derivatives_free(d);
  workspace_free(&I.work);
  free(x), free(f), free(right), free(u), free(p), free(s), free(J), free(exact);
  equations_free(e);
}

START_TEST(every_model) { compare(impakt_model_at(_i)); }
END_TEST

/* Parts in hours and in days, inputs that are fed by two wires, one of them times a factor, and a part
 * that feeds one which feeds another. */
START_TEST(wired)
{
  static const char *const parts[][2] = { { "engager", "tcell_engager_hosseini2020" },
                                          { "cytarabine", "cytarabine_saturable" },
                                          { "white", "neutropenia_friberg2002" },
                                          { "marrow", "neutropenia" } };
  impakt_system *system;
  const impakt_model *model;
  ck_assert_int_eq(impakt_system_new(&system, "wired"), IMPAKT_OK);
  for (unsigned i = 0; i < LENGTH_OF(parts); i++)
    built(system, impakt_system_add(system, parts[i][0], impakt_model_find(parts[i][1])));
  built(system, impakt_system_connect(system, "cytarabine.C", "white.C"));
  built(system, impakt_system_connect(system, "engager.IL6", "marrow.S"));
  built(system,
        impakt_system_connect_times(system, "white.relative", "marrow.blasts", 0.3, "1"));
  built(system, impakt_system_connect(system, "marrow.relative", "marrow.E"));
  built(system, impakt_system_connect(system, "white.relative", "marrow.E"));
  built(system, impakt_system_model(system, &model));
  compare(model);
  impakt_system_free(system);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("derivatives");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, every_model, 0, impakt_model_count());
  tcase_add_test(tests, wired);
  return run_tests("derivatives", tests);
}
