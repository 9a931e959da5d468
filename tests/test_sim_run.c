/* test_sim_run.c — slopes in parameters, and runs that fail.
 *
 * A slope that is expected comes from the exact course by a complex step: the imaginary part of
 * f(p + i h) / h, which for h = 1e-100 is the derivative without any error of its own.  Slopes are
 * integrated as accurately as the states: to rtol of themselves, or of the state over the
 * parameter where that is more. */
#include "testing.h"

#include <complex.h>
#include <string.h>

typedef double complex number;

extern const impakt_model model_unit_depot, model_unit_reset, model_unit_extinct,
    model_unit_clock, model_unit_chain, model_unit_ternary, model_unit_blowup,
    model_unit_static;

enum { MOST = 16 };

/* A quantity's exact course; p in the order of the model. */
typedef number course(const number *p, double t);

/* Slopes of a quantity in every parameter, at times from first on, each factor later. */
static void check_slopes_at(impakt_sim *sim, const impakt_model *model, const char *quantity,
                            course *exact, double t, double rtol)
{
  double p[MOST], value, slope[MOST];
  number moved[MOST];
  const int np = impakt_model_size(model, IMPAKT_PARAMETER);
  int asked[MOST], n = 0;
  impakt_sim *copy;
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  fine(copy, impakt_sim_get_parameters(copy, p, np));
  fine(copy, impakt_sim_watch(copy, quantity));
  for (int k = 0; k < np; k++) {
    if (!strcmp(impakt_model_text(model, IMPAKT_PARAMETER, k, IMPAKT_SOURCE), "exact"))
      continue;
    fine(copy,
         impakt_sim_slope_in(copy, impakt_model_text(model, IMPAKT_PARAMETER, k, IMPAKT_NAME)));
    asked[n++] = k;
  }
  fine(copy, impakt_sim_run_slopes(copy, &t, 1, &value, 1, slope, n));
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < np; k++) moved[k] = p[k] + (k == asked[i] ? 1e-100 * I : 0);
    const number f = exact(moved, t);
    const double expected = cimag(f) / 1e-100, tolerance = 2 * GATHERED * rtol;
    const double size = p[asked[i]] == 0 ? 1 : fmax(fabs(creal(f)), 1e-3) / fabs(p[asked[i]]);
    ck_assert_msg(fabs(value - creal(f)) <= tolerance * fmax(fabs(creal(f)), 1e-3),
                  "%s at %g h is %.17g; expected %.17g", quantity, t, value, creal(f));
    ck_assert_msg(fabs(slope[i] - expected) <= tolerance * fmax(fabs(expected), size),
                  "slope of %s in %s at %g h is %.12g; expected %.12g within %.3g", quantity,
                  impakt_model_text(model, IMPAKT_PARAMETER, asked[i], IMPAKT_NAME), t,
                  slope[i], expected, tolerance * fmax(fabs(expected), size));
  }
  impakt_sim_free(copy);
}

/* ---- one compartment with a depot --------------------------------------------------------------- */

enum { KA, KE, VOLUME, FRACTION, LAG, MASS, N0, LOSS, WEIGHT, SURFACE };

static number bolus(const number *p, number amount, number t)
{
  return creal(t) < 0 ? 0 : amount / p[VOLUME] * cexp(-p[KE] * t);
}

static number infusion(const number *p, number rate, number duration, number t)
{
  if (creal(t) < 0) return 0;
  const number in = creal(t) < creal(duration) ? t : duration;
  return rate / (p[VOLUME] * p[KE]) * (1 - cexp(-p[KE] * in)) * cexp(-p[KE] * (t - in));
}

static number absorbed(const number *p, number amount, number t)
{
  if (creal(t) < 0) return 0;
  return amount * p[KA] / (p[VOLUME] * (p[KA] - p[KE])) * (cexp(-p[KE] * t) - cexp(-p[KA] * t));
}

/* One way to give doses, and what follows. */
struct way {
  const char *quantity;
  void (*give)(impakt_sim *sim);
  course *exact;
};

static void give_depot(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose(sim, "depot", 1, 100, "mg", 0, NULL));
}
static number depot_C(const number *p, double t)
{
  return absorbed(p, p[FRACTION] * 100, t - 1 - p[LAG]);
}
static number depot_A(const number *p, double t)
{
  return t < 1 + creal(p[LAG]) ? 0 : p[FRACTION] * 100 * cexp(-p[KA] * (t - 1 - p[LAG]));
}
static number depot_total(const number *p, double t)
{
  return depot_A(p, t) + p[VOLUME] * depot_C(p, t);
}
static number depot_Cng(const number *p, double t) { return 1000 * depot_C(p, t); }

static void give_surface(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose(sim, "iv", 1, 30, "mg/m2", 0, NULL));
}
static number surface_C(const number *p, double t) { return bolus(p, 30 * p[SURFACE], t - 1); }

static void give_weight(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose(sim, "iv", 1, 2, "mg/kg", 3, NULL));
}
static number weight_C(const number *p, double t)
{
  return infusion(p, 2 * p[WEIGHT] / 3, 3, t - 1);
}

static void give_part(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose(sim, "part", 1, 100, "mg", 4, NULL));
  fine(sim, impakt_sim_dose(sim, "part", 2, 100, "mg", 0, NULL));
  fine(sim, impakt_sim_infuse(sim, "part", 3, 10, "mg/h", 4, NULL));
}
static number part_C(const number *p, double t)
{
  const number F = p[FRACTION], lag = p[LAG];
  return infusion(p, F * 25, 4, t - 1 - lag) + bolus(p, F * 100, t - 2 - lag) +
         infusion(p, F * 10, 4, t - 3 - lag);
}

/* The fraction stretches the duration; weight and surface make amount and rate. */
static void give_stretched(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose_rate(sim, "part", 1, 2, "mg/kg", 30, "mg/m2/h", NULL));
  fine(sim, impakt_sim_dose_rate(sim, "iv", 2, 2000, "nmol", 25, "mg/h", NULL));
}
static number stretched_C(const number *p, double t)
{
  const number rate = 30 * p[SURFACE], hours = p[FRACTION] * 2 * p[WEIGHT] / rate;
  const number amount = 2000 * p[MASS] * 1e-6;
  return infusion(p, rate, hours, t - 1 - p[LAG]) + infusion(p, 25, amount / 25, t - 2);
}

static void give_molar(impakt_sim *sim)
{
  fine(sim, impakt_sim_dose(sim, "molar", 1, 3, "mg/kg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "molar", 2, 5, "mg", 3, NULL));
}
static number molar_N(const number *p, double t)
{
  const number nmol = 1e6 / p[MASS];
  return p[N0] * cexp(-p[KE] * t) + p[VOLUME] * (bolus(p, 3 * p[WEIGHT] * nmol, t - 1) +
                                                 infusion(p, 5 * nmol / 3, 3, t - 2));
}

static void give_counted(impakt_sim *sim)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "counted", 0, 10, NULL, 6, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 2, 4)); /* each overlaps the next two */
}
static number counted_J(const number *p, double t)
{
  number sum = 0;
  for (int i = 0; i < 4; i++) {
    const number s = t - 2 * i - p[LAG];
    if (creal(s) > 0) sum += (creal(s) < 6 ? s : 6) * 10 / 6 - p[LOSS];
  }
  return sum;
}

static const struct way ways[] = {
  { "C", give_depot, depot_C },         { "A", give_depot, depot_A },
  { "total", give_depot, depot_total }, { "Cng", give_depot, depot_Cng },
  { "C", give_surface, surface_C },     { "C", give_weight, weight_C },
  { "C", give_part, part_C },           { "C", give_stretched, stretched_C },
  { "N", give_molar, molar_N },         { "J", give_counted, counted_J },
};

static const struct {
  double rtol;
  int solver;
} integrated[] = { { FINE, IMPAKT_SOLVER_RODAS5P }, { FINE, IMPAKT_SOLVER_RODAS4 },
                   { FINE, IMPAKT_SOLVER_CVODE },   { FINE, IMPAKT_SOLVER_ADAMS },
                   { 1e-6, IMPAKT_SOLVER_RODAS5P }, { 1e-6, IMPAKT_SOLVER_CVODE } };

START_TEST(slopes_of_doses)
{
  const double rtol = integrated[_i % LENGTH_OF(integrated)].rtol;
  const struct way *way = &ways[_i / LENGTH_OF(integrated)];
  impakt_sim *sim = new_sim(&model_unit_depot, rtol);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER,
                                  integrated[_i % LENGTH_OF(integrated)].solver));
  way->give(sim);
  for (double t = 0.77; t < 20; t += 1.7)
    check_slopes_at(sim, &model_unit_depot, way->quantity, way->exact, t, rtol);
  /* other sizes of parameters: a large volume makes small slopes */
  fine(sim, impakt_sim_set_parameter(sim, "V", 1e5));
  fine(sim, impakt_sim_set_parameter(sim, "ke", 0.02));
  check_slopes_at(sim, &model_unit_depot, way->quantity, way->exact, 9.3, rtol);
  impakt_sim_free(sim);
}
END_TEST

/* Doses of all kinds at random, many at one time; what is expected is their sum. */
static struct {
  int kind;
  double time, amount, size; /* size: duration or rate */
} drawn[24];

static unsigned long seed;

static double draw(int n) /* 0 to n - 1 */
{
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (double)((seed >> 33) % n);
}

static void give_drawn(impakt_sim *sim)
{
  for (unsigned i = 0; i < LENGTH_OF(drawn); i++) {
    const double t = drawn[i].time, amount = drawn[i].amount, size = drawn[i].size;
    switch (drawn[i].kind) {
    case 0: fine(sim, impakt_sim_dose(sim, "iv", t, amount, "mg", 0, NULL)); break;
    case 1: fine(sim, impakt_sim_dose(sim, "iv", t, amount, "mg/m2", size, NULL)); break;
    case 2: fine(sim, impakt_sim_dose(sim, "part", t, amount, "mg/kg", 0, NULL)); break;
    case 3: fine(sim, impakt_sim_dose(sim, "part", t, amount, "mg", size, NULL)); break;
    case 4:
      fine(sim, impakt_sim_dose_rate(sim, "part", t, amount, "mg/m2", size, "mg/h", NULL));
      break;
    case 5: fine(sim, impakt_sim_dose(sim, "depot", t, amount, "nmol", 0, NULL)); break;
    default: fine(sim, impakt_sim_infuse(sim, "iv", t, amount, "mg/kg/h", size, NULL));
    }
  }
}

static number drawn_C(const number *p, double t)
{
  number sum = 0;
  for (unsigned i = 0; i < LENGTH_OF(drawn); i++) {
    const number s = t - drawn[i].time, late = s - p[LAG];
    const double amount = drawn[i].amount, size = drawn[i].size;
    switch (drawn[i].kind) {
    case 0: sum += bolus(p, amount, s); break;
    case 1: sum += infusion(p, amount * p[SURFACE] / size, size, s); break;
    case 2: sum += bolus(p, p[FRACTION] * amount * p[WEIGHT], late); break;
    case 3: sum += infusion(p, p[FRACTION] * amount / size, size, late); break;
    case 4: sum += infusion(p, size, p[FRACTION] * amount * p[SURFACE] / size, late); break;
    case 5: sum += absorbed(p, p[FRACTION] * amount * p[MASS] * 1e-6, late); break;
    default: sum += infusion(p, amount * p[WEIGHT], size, s);
    }
  }
  return sum;
}

START_TEST(slopes_of_random_doses)
{
  seed = 1 + _i;
  for (unsigned i = 0; i < LENGTH_OF(drawn); i++) {
    drawn[i].kind = (int)draw(7);
    drawn[i].time = draw(16) / 2;
    drawn[i].amount = 1 + draw(9);
    drawn[i].size = (1 + draw(12)) / 2;
  }
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, IMPAKT_SOLVER_RODAS5P + _i % 4));
  give_drawn(sim);
  for (double t = 0.313; t < 24; t += 2.417)
    check_slopes_at(sim, &model_unit_depot, "C", drawn_C, t, 3 * FINE);
  impakt_sim_free(sim);
}
END_TEST

/* A start that is set does not depend on the parameter any more. */
START_TEST(a_start_that_is_set)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  near(slope_at(sim, "N", "N0", 5), exp(-1), GATHERED * FINE);
  fine(sim, impakt_sim_set_initial(sim, "N", 3));
  near_size(slope_at(sim, "N", "N0", 5), 0, 0, 0);
  near(slope_at(sim, "N", "ke", 5), -5 * 3 * exp(-1), GATHERED * FINE);
  impakt_sim_free(sim);
}
END_TEST

/* ---- switches ------------------------------------------------------------------------------------ */

static number reset_x(const number *p, double t) /* k, K, x0, xr */
{
  const number T1 = clog(p[1] / p[2]) / p[0], T2 = clog(p[1] / p[3]) / p[0];
  if (t < creal(T1)) return p[2] * cexp(p[0] * t);
  const double n = floor((t - creal(T1)) / creal(T2));
  return p[3] * cexp(p[0] * (t - T1 - n * T2));
}

static number reset_w(const number *p, double t)
{
  (void)p, (void)t;
  return 0;
}

static number reset_n(const number *p, double t)
{
  const number T1 = clog(p[1] / p[2]) / p[0], T2 = clog(p[1] / p[3]) / p[0];
  return t < creal(T1) ? 0 : 1 + floor((t - creal(T1)) / creal(T2));
}

START_TEST(slopes_through_resets)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  for (double t = 1; t < 15; t += 1.3) {
    check_slopes_at(sim, &model_unit_reset, "x", reset_x, t, 3 * FINE);
    check_slopes_at(sim, &model_unit_reset, "w", reset_w, t, 3 * FINE);
    check_slopes_at(sim, &model_unit_reset, "n", reset_n, t, 3 * FINE);
  }
  fine(sim, impakt_sim_set_parameter(sim, "xr", 0)); /* nothing grows from nothing */
  near_size(slope_at(sim, "x", "K", 20), 0, 0, 0);
  near_size(slope_at(sim, "w", "K", 20), 0, 0, 0);
  near(slope_at(sim, "x", "xr", 8), exp(0.25 * (8 - log(5) / 0.25)), GATHERED * FINE);
  impakt_sim_free(sim);
}
END_TEST

/* A bolus over the ceiling: the reset is at the dose's time, which does not move. */
START_TEST(slopes_through_a_dose_over_the_ceiling)
{
  impakt_sim *sim = new_sim(&model_unit_reset, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  fine(sim, impakt_sim_dose(sim, "feed", 1, 100, NULL, 0, NULL));
  near(slope_at(sim, "x", "xr", 3), exp(0.25 * 2), GATHERED * FINE);
  near(slope_at(sim, "x", "k", 3), 20 * 2 * exp(0.25 * 2), GATHERED * FINE);
  near_size(slope_at(sim, "x", "x0", 3), 0, 1e-12, 1);
  near_size(slope_at(sim, "x", "K", 3), 0, 1e-12, 1);
  near_size(slope_at(sim, "w", "K", 3), 0, 1e-12, 1);
  impakt_sim_free(sim);
}
END_TEST

static number extinct_x(const number *p, double t) /* k, x0, xmin, ymin, a */
{
  return t < creal(clog(p[1] / p[2]) / p[0]) ? p[1] * cexp(-p[0] * t) : 0;
}
static number extinct_w(const number *p, double t)
{
  const number T = clog(p[1] / p[2]) / p[0];
  return t < creal(T) ? 0 : p[4] * (t - T);
}
static number extinct_y(const number *p, double t)
{
  const number T = clog(p[1] / p[3]) / p[0];
  return t < creal(T) ? p[1] * cexp(-p[0] * t) : p[3] * cexp(-2 * p[0] * (t - T));
}

START_TEST(slopes_through_extinction)
{
  impakt_sim *sim = new_sim(&model_unit_extinct, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  for (double t = 2; t < 20; t += 3.1) {
    check_slopes_at(sim, &model_unit_extinct, "x", extinct_x, t, FINE);
    check_slopes_at(sim, &model_unit_extinct, "w", extinct_w, t, FINE);
    check_slopes_at(sim, &model_unit_extinct, "y", extinct_y, t, 3 * FINE);
  }
  impakt_sim_free(sim);
}
END_TEST

/* rate, begin, stop, size, k, a, b, one, WT; times in days */
static number clock_on(const number *p, double t)
{
  const number day = t / 24, end = creal(day) < creal(p[2]) ? day : p[2];
  return creal(day) < creal(p[1]) ? 0 : p[0] * (end - p[1]);
}
static number clock_jmp(const number *p, double t) { return t / 24 < creal(p[1]) ? 0 : p[3]; }
static number clock_tt(const number *p, double t)
{
  const number day = t / 24;
  return creal(day) < creal(p[2]) ? 0 : day * day - p[2] * p[2];
}
static number clock_D(const number *p, double t)
{
  const number since = t / 24 - 1 - p[1] / 10;
  return creal(since) < 0 ? 0 : 2 * p[8] * cexp(-p[4] * since);
}
static number clock_E(const number *p, double t)
{
  (void)p;
  return 5 * fmin(t, 48) / 24;
}
static number clock_effect(const number *p, double t)
{
  return clock_on(p, t) + clock_jmp(p, t);
}

START_TEST(slopes_through_known_times)
{
  static const struct {
    const char *quantity;
    course *exact;
  } rows[] = { { "on", clock_on }, { "jmp", clock_jmp }, { "tt", clock_tt },
               { "D", clock_D },   { "E", clock_E },     { "effect", clock_effect } };
  impakt_sim *sim = new_sim(&model_unit_clock, FINE);
  fine(sim, impakt_sim_dose(sim, "dose", 24, 2, "mg/kg", 0, NULL));
  fine(sim, impakt_sim_infuse(sim, "C", 0, 5, NULL, 48, NULL));
  for (double t = 12; t < 200; t += 31)
    check_slopes_at(sim, &model_unit_clock, rows[_i].quantity, rows[_i].exact, t, FINE);
  impakt_sim_free(sim);
}
END_TEST

/* ---- others ------------------------------------------------------------------------------------- */

static number chain_c(const number *p, double t)
{
  number sum = 0;
  for (int i = 0; i < 3; i++) {
    number product = 1;
    for (int j = 0; j < 3; j++)
      if (j != i) product *= p[j] - p[i];
    sum += p[3] * p[0] * p[1] * cexp(-p[i] * t) / product;
  }
  return sum;
}

START_TEST(slopes_of_a_stiff_chain)
{
  impakt_sim *sim = new_sim(&model_unit_chain, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  for (double t = 0.1; t < 2000; t *= 5)
    check_slopes_at(sim, &model_unit_chain, "c", chain_c, t, FINE);
  impakt_sim_free(sim);
}
END_TEST

/* Expansion, comedication, contraction: foldx, Tmax, Cmax, alpha, FB, beta, Ftoci, Fster, ttoci,
 * tster; all in days. */
static number stein_C(const number *p, double t)
{
  const number day = t / 24, rho = clog(p[0]) / p[1];
  const number end = creal(day) < creal(p[1]) ? day : p[1];
  const number before = creal(end) < creal(p[8]) ? end : p[8];
  const number peak = p[2] / p[0] * cexp(rho * (before + p[6] * (end - before)));
  const number s = day - end;
  return peak * cexp(-p[3] * s) + p[4] * peak * (cexp(-p[5] * s) - cexp(-p[3] * s));
}

START_TEST(slopes_of_car_t_cells)
{
  const impakt_model *model = impakt_model_find("cart_stein2019");
  ck_assert_ptr_nonnull(model);
  impakt_sim *sim = new_sim(model, FINE);
  fine(sim, impakt_sim_set_parameter(sim, "ttoci", 6));
  fine(sim, impakt_sim_set_parameter(sim, "FB", 0.05));
  for (double day = 2.5; day < 60; day *= 1.6)
    check_slopes_at(sim, model, "C", stein_C, 24 * day, 3 * FINE);
  impakt_sim_free(sim);
}
END_TEST

/* Differences of sixth order over steps of 1 % of the parameter: their own error is about
 * 1e-12 times the seventh derivative, and 1e-12 * GATHERED / 1e-2 = 3e-8 from the runs. */
static double difference(impakt_sim *sim, const char *quantity, const char *parameter, double p,
                         double t)
{
  static const double weight[] = {
    -1. / 60, 9. / 60, -45. / 60, 0, 45. / 60, -9. / 60, 1. / 60
  };
  const double h = 0.01 * p;
  double sum = 0;
  fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-12));
  for (int i = -3; i <= 3; i++) {
    if (!i) continue;
    fine(sim, impakt_sim_set_parameter(sim, parameter, p + i * h));
    sum += weight[i + 3] * value_at(sim, quantity, t) / h;
  }
  fine(sim, impakt_sim_set_parameter(sim, parameter, p));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, FINE));
  return sum;
}

START_TEST(slopes_through_a_root)
{
  impakt_sim *sim = new_sim(&model_unit_ternary, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  static const struct {
    const char *name;
    double p;
  } rows[] = {
    { "k", 0.1 }, { "B0", 20 }, { "At", 3 }, { "Dt", 5 }, { "KA", 0.5 }, { "KD", 2 }
  };
  for (unsigned i = 0; i < LENGTH_OF(rows); i++)
    for (double t = 3; t < 40; t *= 3) {
      const double size = value_at(sim, "S", t) / rows[i].p;
      near_size(slope_at(sim, "S", rows[i].name, t),
                difference(sim, "S", rows[i].name, rows[i].p, t), 1e-6, size);
      near_size(slope_at(sim, "abd", rows[i].name, t),
                difference(sim, "abd", rows[i].name, rows[i].p, t), 1e-6,
                value_at(sim, "abd", t) / rows[i].p);
    }
  impakt_sim_free(sim);
}
END_TEST

/* Docetaxel that drives the loss of neutrophils: slopes pass through the wire. */
START_TEST(slopes_through_a_wire)
{
  impakt_system *system;
  const impakt_model *model;
  ck_assert_int_eq(impakt_system_new(&system, "chemo and marrow"), IMPAKT_OK);
  built(system, impakt_system_add(system, "chemo", impakt_model_find("docetaxel_ozawa2007")));
  built(system,
        impakt_system_add(system, "marrow", impakt_model_find("neutropenia_friberg2002")));
  built(system, impakt_system_connect(system, "chemo.Cmol", "marrow.C"));
  built(system, impakt_system_model(system, &model));
  impakt_sim *sim = new_sim(model, FINE);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, _i));
  fine(sim, impakt_sim_set_patient(sim, "BSA", 1.8));
  fine(sim, impakt_sim_dose(sim, "chemo.iv", 0, 60, "mg/m2", 1, NULL));
  static const struct {
    const char *name;
    double p;
  } rows[] = { { "chemo.CL", 35.7 },  { "chemo.V3", 225 },   { "marrow.MTT", 88.7 },
               { "marrow.sl", 8.58 }, { "marrow.g", 0.161 }, { "marrow.X0", 5.05 } };
  for (unsigned i = 0; i < LENGTH_OF(rows); i++)
    for (double t = 100; t < 500; t += 150)
      near_size(slope_at(sim, "marrow.count", rows[i].name, t),
                difference(sim, "marrow.count", rows[i].name, rows[i].p, t), 1e-6,
                5 / rows[i].p);
  impakt_sim_free(sim);
  impakt_system_free(system);
}
END_TEST

/* [time][column][parameter], and the values of a run without slopes. */
START_TEST(layout_of_slopes)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  give_depot(sim);
  const double times[] = { 0, 4, 9 };
  double plain[6], result[6], slopes[12];
  fine(sim, impakt_sim_watch(sim, "Cng"));
  fine(sim, impakt_sim_watch(sim, "A"));
  fine(sim, impakt_sim_slope_in(sim, "F"));
  fine(sim, impakt_sim_slope_in(sim, "V"));
  fine(sim, impakt_sim_run(sim, times, 3, plain, 6));
  fine(sim, impakt_sim_run_slopes(sim, times, 3, result, 6, slopes, 12));
  for (int i = 0; i < 6; i++) {
    near_size(result[i], plain[i], GATHERED * FINE, 1e-3);
    near_size(slopes[2 * i], result[i] / 0.6, GATHERED * FINE,
              1e-3); /* all is in proportion to F */
    near_size(slopes[2 * i + 1], i % 2 ? 0 : -result[i] / 5, GATHERED * FINE, 1e-3);
  }
  ck_assert_int_eq(impakt_sim_run_slopes(sim, times, 3, result, 6, slopes, 11),
                   IMPAKT_E_LENGTH);
  fine(sim, impakt_sim_slope_clear(sim));
  ck_assert_int_eq(impakt_sim_run_slopes(sim, times, 3, result, 6, slopes, 12), IMPAKT_E_ORDER);
  impakt_sim_free(sim);
}
END_TEST

/* ---- runs that fail ------------------------------------------------------------------------------ */

static impakt_status run_to(impakt_sim *sim, double end, double *result)
{
  const double times[] = { end / 4, end };
  return impakt_sim_run(sim, times, 2, result, 6);
}

/* The time that a message ends with. */
static double time_in(const char *message)
{
  const char *at = strstr(message, " at ");
  while (at && strstr(at + 1, " at ")) at = strstr(at + 1, " at ");
  ck_assert_msg(at != NULL, "%s", message);
  return strtod(at + 4, NULL);
}

/* The error grows beyond its bound, or the state beyond all numbers: whichever comes first. */
static int ended(impakt_status status)
{
  return status == IMPAKT_E_NOT_FINITE || status == IMPAKT_E_ACCURACY;
}

START_TEST(a_state_that_grows_beyond_bounds)
{
  impakt_sim *sim = new_sim(&model_unit_blowup, 1e-6);
  double result[6], untouched[6];
  memset(result, 0x5a, sizeof result);
  memcpy(untouched, result, sizeof result);
  fine(sim, impakt_sim_set_parameter(sim, "a", 0.5));
  for (int solver = IMPAKT_SOLVER_RODAS5P; solver <= IMPAKT_SOLVER_ADAMS; solver++) {
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, solver));
    ck_assert(ended(run_to(sim, 10, result)));
    says(impakt_sim_message(sim), "'x'");
    near(time_in(impakt_sim_message(sim)), 4, 1e-3); /* 1 / (0.5 * 0.5) */
    ck_assert(!memcmp(result, untouched, sizeof result));
  }
  fine(sim, run_to(sim, 3, result));                   /* usable */
  near(result[4], 1 / (2 - 1.5), 4 * GATHERED * 1e-6); /* errors grow fourfold until then */
  impakt_sim_free(sim);
}
END_TEST

START_TEST(a_derivative_that_is_no_number)
{
  impakt_sim *sim = new_sim(&model_unit_blowup, 1e-6);
  double result[6], untouched[6];
  memset(result, 0x5a, sizeof result);
  memcpy(untouched, result, sizeof result);
  fine(sim, impakt_sim_set_parameter(sim, "T", 7));
  for (int solver = IMPAKT_SOLVER_RODAS5P; solver <= IMPAKT_SOLVER_ADAMS; solver++) {
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, solver));
    ck_assert_int_eq(run_to(sim, 10, result), IMPAKT_E_NOT_FINITE);
    ck_assert_msg(strstr(impakt_sim_message(sim), "'y'") != NULL, "%s",
                  impakt_sim_message(sim));
    near(time_in(impakt_sim_message(sim)), 7, 1e-3);
    ck_assert(!memcmp(result, untouched, sizeof result));
  }
  fine(sim, run_to(sim, 6, result));
  fine(sim, impakt_sim_slope_in(sim, "x0"));
  double slopes[6];
  const double end = 10;
  ck_assert_int_eq(impakt_sim_run_slopes(sim, &end, 1, result, 3, slopes, 3),
                   IMPAKT_E_NOT_FINITE);
  near(time_in(impakt_sim_message(sim)), 7, 1e-3);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(not_finite_at_the_start)
{
  impakt_sim *sim = new_sim(&model_unit_blowup, 1e-6);
  double result[6];
  fine(sim, impakt_sim_set_parameter(sim, "a", 10));
  fine(sim, impakt_sim_set_initial(sim, "x", 1e200));
  ck_assert_int_eq(run_to(sim, 1, result), IMPAKT_E_NOT_FINITE);
  says(impakt_sim_message(sim), "'x'");
  near_size(time_in(impakt_sim_message(sim)), 0, 0, 0);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(too_few_steps)
{
  impakt_sim *sim = new_sim(&model_unit_depot, FINE);
  int measure;
  double end = 100, result[6], value = 7;
  give_depot(sim);
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 0, 10, &measure));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 20));
  ck_assert_int_eq(impakt_sim_run(sim, &end, 1, result, 6), IMPAKT_E_STEPS);
  says(impakt_sim_message(sim), "20 steps");
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_E_ORDER);
  near(value, 7, 0);
  fine(sim, impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 1e5));
  fine(sim, impakt_sim_run(sim, &end, 1, result, 6));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  const char *last = impakt_sim_message(sim);
  ck_assert_str_eq(last, "");
  impakt_sim_free(sim);
}
END_TEST

/* As tight as can be asked for: it succeeds, or says that it cannot be done. */
START_TEST(the_tightest_tolerances)
{
  const impakt_model *const models[] = { &model_unit_depot,   &model_unit_reset,
                                         &model_unit_extinct, &model_unit_clock,
                                         &model_unit_chain,   &model_unit_ternary };
  for (unsigned i = 0; i < LENGTH_OF(models); i++) {
    double least, end = 20, result[MOST];
    ck_assert_int_eq(impakt_option_range(IMPAKT_RELATIVE_TOLERANCE, &least, NULL), IMPAKT_OK);
    impakt_sim *sim = new_sim(models[i], least);
    const int columns = impakt_sim_columns(sim);
    fine(sim, impakt_sim_set_option(sim, IMPAKT_ABSOLUTE_TOLERANCE, 1e-6));
    const impakt_status status = impakt_sim_run(sim, &end, 1, result, columns);
    ck_assert_msg(status == IMPAKT_OK || status == IMPAKT_E_ACCURACY ||
                      status == IMPAKT_E_STEPS,
                  "%s: %s", impakt_model_name(models[i]), impakt_sim_message(sim));
    fine(sim, impakt_sim_set_option(sim, IMPAKT_ABSOLUTE_TOLERANCE, 1));
    fine(sim, impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-6));
    fine(sim, impakt_sim_run(sim, &end, 1, result, columns));
    impakt_sim_free(sim);
  }
}
END_TEST

/* A failed run leaves no trace in the next. */
START_TEST(after_a_failure_as_before)
{
  impakt_sim *sim = new_sim(&model_unit_blowup, 1e-6), *fresh;
  double result[6], again[6];
  fine(sim, impakt_sim_set_parameter(sim, "a", 0.5));
  ck_assert(ended(run_to(sim, 10, result)));
  fine(sim, run_to(sim, 3, result));
  ck_assert_int_eq(impakt_sim_copy(&fresh, sim), IMPAKT_OK);
  fine(fresh, run_to(fresh, 3, again));
  ck_assert(!memcmp(result, again, sizeof result));
  impakt_sim_free(sim);
  impakt_sim_free(fresh);
}
END_TEST

START_TEST(times_and_lengths)
{
  impakt_sim *sim = new_sim(&model_unit_static, FINE);
  double result[3] = { 7, 7, 7 };
  const double falls[] = { 1, 2, 2 }, negative[] = { -1 }, not_finite[] = { 1, INFINITY };
  ck_assert_int_eq(impakt_sim_run(sim, falls, 3, result, 3), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_sim_run(sim, negative, 1, result, 1), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_sim_run(sim, not_finite, 2, result, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_run(sim, falls, 2, result, 3), IMPAKT_E_LENGTH);
  ck_assert_int_eq(impakt_sim_run(sim, falls, 2, NULL, 2), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_run(sim, NULL, 0, NULL, 0), IMPAKT_E_LENGTH);
  near(result[0], 7, 0);
  const double start = 0;
  fine(sim, impakt_sim_run(sim, &start, 1, result, 1)); /* the start alone */
  near(result[0], 30, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("sim_run");
  tcase_add_loop_test(tests, slopes_of_doses, 0, LENGTH_OF(integrated) * LENGTH_OF(ways));
  tcase_add_loop_test(tests, slopes_of_random_doses, 0, 20);
  tcase_add_test(tests, a_start_that_is_set);
  tcase_add_loop_test(tests, slopes_through_resets, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_loop_test(tests, slopes_through_a_dose_over_the_ceiling, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_loop_test(tests, slopes_through_extinction, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_loop_test(tests, slopes_through_known_times, 0, 6);
  tcase_add_loop_test(tests, slopes_of_a_stiff_chain, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_test(tests, slopes_of_car_t_cells);
  tcase_add_loop_test(tests, slopes_through_a_root, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_loop_test(tests, slopes_through_a_wire, IMPAKT_SOLVER_RODAS5P,
                      IMPAKT_SOLVER_CVODE + 1);
  tcase_add_test(tests, layout_of_slopes);
  tcase_add_test(tests, a_state_that_grows_beyond_bounds);
  tcase_add_test(tests, a_derivative_that_is_no_number);
  tcase_add_test(tests, not_finite_at_the_start);
  tcase_add_test(tests, too_few_steps);
  tcase_add_test(tests, the_tightest_tolerances);
  tcase_add_test(tests, after_a_failure_as_before);
  tcase_add_test(tests, times_and_lengths);
  return run_tests("sim_run", tests);
}
