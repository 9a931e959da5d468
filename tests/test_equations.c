/* test_equations.c — a model or wired models as one set of equations in hours. */
#include "equations.h"

#include "scalar.h"
#include "testing.h"

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_static,
    model_unit_reset;

static struct equations *of_model(const impakt_model *model)
{
  struct equations *e = equations_new(model);
  ck_assert_ptr_nonnull(e);
  return e;
}

START_TEST(one_model)
{
  struct equations *e = of_model(&model_unit_depot);
  ck_assert_int_eq(e->n, 4);
  ck_assert_int_eq(e->np, 10);
  ck_assert_int_eq(e->npq, 11);
  ck_assert_int_eq(e->n_parts, 1);
  for (int i = 0; i < e->np; i++) ck_assert_int_eq(e->p_at[i], i);
  ck_assert_int_eq(e->q_at[0], 10);
  double p[11], x[4], fraction[5], lag[5], molar[5], f[4], wires[16];
  equations_defaults(e, p);
  near(p[e->q_at[0]], 5 * 0.2, ROUNDING);
  p[e->p_at[2]] = 10;
  equations_derive_d(e, p);
  near(p[e->q_at[0]], 10 * 0.2, ROUNDING);
  equations_init_d(e, p, x);
  near_size(x[0], 0, 0, 0);
  near(x[2], 3, 0);
  equations_dosing_d(e, p, fraction, lag, molar);
  near(fraction[0], 0.6, 0);
  near(lag[0], 0.5, 0);
  near(fraction[2], 1, 0);
  near(molar[3], 50e3, 0);
  const double at[] = { 1, 2, 3, 4 }, u[] = { 7, 0, 30, 5, 0 };
  equations_rhs_d(e, 0, at, p, u, NULL, f, wires);
  near(f[0], 7 - 0.9, ROUNDING);
  near(f[1], (30 + 0.9) / 10 - 0.4, ROUNDING);
  near(f[2], 5 - 0.6, ROUNDING);
  equations_free(e);
  equations_free(NULL);
}
END_TEST

/* A model in days gives its derivatives per hour, and takes and gives times in hours. */
START_TEST(days)
{
  struct equations *e = of_model(&model_unit_clock);
  double p[16], x[5] = { 0, 0, 10, 0, 0 }, f[5], g[4], lag[2], fraction[2], molar[2];
  equations_defaults(e, p);
  equations_dosing_d(e, p, fraction, lag, molar);
  near(lag[0], 0.15 * 24, ROUNDING);
  near(e->dose_hours[0], 24, ROUNDING);
  near(e->dose_hours[1], 24, ROUNDING);
  const double u[] = { 3, 5 }, s[] = { 1, 1, 1, 0 };
  equations_rhs_d(e, 0, x, p, u, s, f, NULL);
  near(f[0], 2. / 24, ROUNDING);
  near(f[2], (3 - 0.7 * 10) / 24, ROUNDING);
  near(f[3], 5. / 24, ROUNDING);
  equations_guard_d(e, 48, x, p, g);
  near(g[0], 0.5, ROUNDING);
  near(g[1], 2 * 2 * 2.25, ROUNDING);
  near(g[2], 1, ROUNDING);
  double after[5] = { 0, 1, 10, 0, 0 };
  equations_jump_d(e, 0, 36, x, p, after);
  near(after[1], 3, ROUNDING);
  near(after[2], 10, 0);

  /* a slope in time is per hour too: the guard t - begin rises by 1/24 an hour */
  dual xs[5] = { 0 }, ps[16], gs[4], lags[2], fractions[2], molars[2];
  for (int i = 0; i < e->npq; i++) ps[i] = p[i];
  equations_guard_z(e, with_slope(48, SEED), xs, ps, gs);
  near(SLOPE(gs[0]) / SEED, 1. / 24, ROUNDING);
  near(VALUE(gs[0]), 0.5, ROUNDING);
  ps[e->p_at[1]] = with_slope(1.5, SEED);
  equations_dosing_z(e, ps, fractions, lags, molars);
  near(SLOPE(lags[0]) / SEED, 2.4, ROUNDING);
  equations_free(e);
}
END_TEST

START_TEST(no_states)
{
  struct equations *e = of_model(&model_unit_static);
  ck_assert_int_eq(e->n, 0);
  double p[1], y[1];
  equations_defaults(e, p);
  equations_out_d(e, 36, NULL, p, y);
  near(y[0], 30 * 2.5, ROUNDING);
  equations_free(e);
}
END_TEST

START_TEST(unknown_time)
{
  impakt_model strange = model_unit_depot;
  strange.time = "fortnight";
  ck_assert_ptr_null(equations_new(&strange));
}
END_TEST

/* Two of each wired: places, events, wires with their factor, in the three kinds of number. */
START_TEST(wired)
{
  impakt_system *system;
  const impakt_model *m;
  ck_assert_int_eq(impakt_system_new(&system, "wired"), IMPAKT_OK);
  built(system, impakt_system_add(system, "first", &model_unit_reset));
  built(system, impakt_system_add(system, "drug", &model_unit_depot));
  built(system, impakt_system_add(system, "clock", &model_unit_clock));
  built(system, impakt_system_connect(system, "drug.Cng", "clock.C"));
  built(system, impakt_system_model(system, &m));
  struct equations *e = of_model(m);
  enum { N = 3 + 4 + 5, NPQ = 4 + 11 + 9, NU = 1 + 5 + 2, NY = 1 + 2 + 1, NS = 1 + 4 };
  ck_assert_int_eq(e->n, N);
  ck_assert_int_eq(e->npq, NPQ);
  ck_assert_int_eq(e->nu, NU);
  ck_assert_int_eq(e->ns, NS);
  ck_assert_int_eq(e->p_at[4], 4);
  ck_assert_int_eq(e->p_at[14], 15); /* drug's derived one lies before clock's first */
  ck_assert_int_eq(e->q_at[0], 14);

  double p[NPQ], x[N] = { 0 }, u[NU] = { 0 }, s[NS] = { 0 }, f[N], wires[NY + NU];
  equations_defaults(e, p);
  x[4] = 2;   /* drug.C, mg/L */
  u[7] = 100; /* into clock.C, ng/mL, beside the wire */
  equations_rhs_d(e, 0, x, p, u, s, f, wires);
  near(f[10], (2000 + 100) / 24., ROUNDING); /* clock.E */
  near(u[7], 100, 0);
  dual xs[N], us[NU], fs[N], ps[NPQ], wire_room[NY + NU];
  for (int i = 0; i < N; i++) xs[i] = with_slope(x[i], i == 4 ? SEED : 0);
  for (int i = 0; i < NU; i++) us[i] = u[i];
  equations_rhs_s(e, 0, xs, p, us, s, fs, wire_room);
  near(VALUE(fs[10]), f[10], 0);
  near(SLOPE(fs[10]) / SEED, 1000 / 24., ROUNDING);
  for (int i = 0; i < N; i++) xs[i] = x[i];
  for (int i = 0; i < NPQ; i++)
    ps[i] = with_slope(p[i], i == e->p_at[5] ? SEED : 0); /* drug.ke */
  equations_rhs_z(e, 0, xs, ps, us, s, fs, wire_room);
  near(SLOPE(fs[4]) / SEED, -2, ROUNDING);

  /* event 0 is first.full, 1 to 4 are clock's, then the doses: 5 first.feed, 10 drug.counted */
  double after[N] = { 0 };
  equations_jump_d(e, 1, 36, x, p, after);
  near(after[8], 3, ROUNDING); /* clock.jmp */
  double counted[N] = { 0 };
  equations_jump_d(e, NS + 5, 36, x, p, counted);
  near(counted[6], -0.25, ROUNDING); /* drug.J */
  for (int i = 0; i < N; i++)
    if (i != 6) ck_assert_double_eq(counted[i], 0);
  equations_free(e);
  impakt_system_free(system);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("equations");
  tcase_add_test(tests, one_model);
  tcase_add_test(tests, days);
  tcase_add_test(tests, no_states);
  tcase_add_test(tests, unknown_time);
  tcase_add_test(tests, wired);
  return run_tests("equations", tests);
}
