/* test_sim_dose.c — every way to give a dose, against the exact course of one compartment. */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_inputs;

static const double ka = 0.9, ke = 0.2, V = 5, F = 0.6, lag = 0.5;
static const double tolerance = GATHERED * FINE;
static impakt_sim *sim;

static void set_up(void) { sim = new_sim(&model_unit_depot, FINE); }
static void tear_down(void)
{
  impakt_sim_free(sim);
  sim = NULL;
}

/* ---- exact courses, at t hours after the start ------------------------------------------------ */

static double bolus(double amount, double t) { return t < 0 ? 0 : amount / V * exp(-ke * t); }

static double infusion(double rate, double duration, double t)
{
  if (t < 0) return 0;
  const double in = fmin(t, duration);
  return rate / (V * ke) * (1 - exp(-ke * in)) * exp(-ke * (t - in));
}

static double absorbed(double amount, double t)
{
  return t < 0 ? 0 : amount * ka / (V * (ka - ke)) * (exp(-ke * t) - exp(-ka * t));
}

static double C(double t) { return value_at(sim, "C", t); }

/* ---- one dose ----------------------------------------------------------------------------------- */

START_TEST(a_bolus)
{
  fine(sim, impakt_sim_dose(sim, "iv", 2, 100, "mg", 0, NULL));
  near_size(C(1.9), 0, 0, 0);
  near_size(C(2), 0, 0, 0); /* before it */
  for (double t = 2.5; t < 40; t += 7) near(C(t), bolus(100, t - 2), tolerance);
}
END_TEST

START_TEST(a_depot)
{
  fine(sim, impakt_sim_dose(sim, "depot", 2, 100, NULL, 0, NULL));
  for (double t = 3; t < 40; t += 7) near(C(t), absorbed(F * 100, t - 2 - lag), tolerance);
  near_size(C(2.4), 0, 0, 0);
  near(value_at(sim, "A", 3), F * 100 * exp(-ka * 0.5), tolerance);
}
END_TEST

START_TEST(an_infusion_for_a_duration)
{
  fine(sim, impakt_sim_dose(sim, "iv", 2, 100, "mg", 6, NULL));
  for (double t = 0.5; t < 20; t += 1.5) near(C(t), infusion(100. / 6, 6, t - 2), tolerance);
  impakt_sim_dose_clear(sim);
  near_size(C(10), 0, 0, 0);
}
END_TEST

START_TEST(an_infusion_at_a_rate)
{
  fine(sim, impakt_sim_dose_rate(sim, "iv", 2, 100, "mg", 25, "mg/h", NULL));
  for (double t = 0.5; t < 20; t += 1.5) near(C(t), infusion(25, 4, t - 2), tolerance);
}
END_TEST

START_TEST(a_rate_for_a_duration)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 2, 600, "mg/d", 4, NULL));
  for (double t = 0.5; t < 20; t += 1.5) near(C(t), infusion(25, 4, t - 2), tolerance);
}
END_TEST

/* The fraction scales the rate where the duration is given, and the duration at a given rate. */
START_TEST(fraction_of_infusions)
{
  fine(sim, impakt_sim_dose(sim, "part", 1, 100, "mg", 4, NULL));
  for (double t = 0.5; t < 20; t += 1.5)
    near(C(t), infusion(F * 25, 4, t - 1 - lag), tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_infuse(sim, "part", 1, 25, "mg/h", 4, NULL));
  for (double t = 0.5; t < 20; t += 1.5)
    near(C(t), infusion(F * 25, 4, t - 1 - lag), tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose_rate(sim, "part", 1, 100, "mg", 25, "mg/h", NULL));
  for (double t = 0.5; t < 20; t += 1.5)
    near(C(t), infusion(25, F * 4, t - 1 - lag), tolerance);
}
END_TEST

START_TEST(fraction_of_nothing)
{
  fine(sim, impakt_sim_set_parameter(sim, "F", 0));
  fine(sim, impakt_sim_dose(sim, "part", 1, 100, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "part", 1, 100, "mg", 4, NULL));
  fine(sim, impakt_sim_dose_rate(sim, "part", 1, 100, "mg", 25, "mg/h", NULL));
  near_size(C(20), 0, 0, 0);
}
END_TEST

/* So short that start and end are one time: what it brings must not be lost, nor run on. */
START_TEST(infusion_of_no_length)
{
  fine(sim, impakt_sim_dose(sim, "iv", 1000, 100, "mg", 1e-10, NULL));
  near(C(1003), bolus(100, 3), tolerance);
  near(C(1050), bolus(100, 50), tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose_rate(sim, "part", 1000, 1e-9, "mg", 1e6, "mg/h", NULL));
  near_size(C(1010), 0, 1e-9, 1);
}
END_TEST

START_TEST(zero_amounts)
{
  fine(sim, impakt_sim_dose(sim, "iv", 1, 0, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "depot", 1, 0, "mg", 3, NULL));
  fine(sim, impakt_sim_infuse(sim, "iv", 1, 0, NULL, 3, NULL));
  near_size(C(10), 0, 0, 0);
  ck_assert_int_eq(impakt_sim_dose_rate(sim, "iv", 1, 5, NULL, 0, NULL, NULL), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_infuse(sim, "iv", 1, 5, NULL, 0, NULL), IMPAKT_E_RANGE);
}
END_TEST

/* ---- units ---------------------------------------------------------------------------------------- */

static const struct {
  const char *input, *unit;
  double amount, own; /* at 70 kg, 1.8 m2, 50 kg/mol */
} units[] = {
  { "iv", NULL, 3, 3 },     { "iv", "mg", 3, 3 },        { "iv", "ug", 3000, 3 },
  { "iv", "g", 0.003, 3 },  { "iv", "mg/kg", 0.5, 35 },  { "iv", "mg/m2", 10, 18 },
  { "iv", "nmol", 20, 1 },  { "iv", "nmol/kg", 2, 7 },   { "molar", NULL, 3, 3 },
  { "molar", "mg", 1, 20 }, { "molar", "mg/m2", 1, 36 }, { "molar", "umol", 0.25, 250 },
};

START_TEST(units_of_amounts)
{
  const char *state = strcmp(units[_i].input, "molar") ? "C" : "N";
  const double volume = *state == 'C' ? V : 1;
  fine(sim, impakt_sim_set_initial(sim, "N", 0));
  fine(sim,
       impakt_sim_dose(sim, units[_i].input, 1, units[_i].amount, units[_i].unit, 0, NULL));
  near(value_at(sim, state, 6), units[_i].own / volume * exp(-ke * 5), tolerance);
  double amount;
  size_t count;
  fine(sim, impakt_sim_doses(sim, NULL, NULL, &amount, NULL, 1, &count));
  ck_assert_uint_eq(count, 1);
  near(amount, units[_i].own, ROUNDING);
  impakt_sim_dose_clear(sim);
  fine(sim,
       impakt_sim_dose(sim, units[_i].input, 0, units[_i].amount, units[_i].unit, 5, NULL));
  near(value_at(sim, state, 5), infusion(units[_i].own / 5, 5, 5) * V / volume, tolerance);
}
END_TEST

START_TEST(units_of_rates)
{
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 24, "ug/kg/d", 5, NULL)); /* 0.07 mg/h */
  near(C(5), infusion(0.07, 5, 5), tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose_rate(sim, "iv", 0, 1, "mg/m2", 10, "ug/min", NULL)); /* 3 h */
  near(C(5), infusion(0.6, 3, 5), tolerance);
  double duration, amount;
  size_t count;
  fine(sim, impakt_sim_doses(sim, NULL, NULL, &amount, &duration, 1, &count));
  near(duration, 3, ROUNDING);
  near(amount, 1.8, ROUNDING);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose_rate(sim, "iv", 0, 20, "nmol", 0.5, "mg/h", NULL)); /* 1 mg, 2 h */
  near(C(5), infusion(0.5, 2, 5), tolerance);
}
END_TEST

START_TEST(units_that_do_not_fit)
{
  ck_assert_int_eq(impakt_sim_dose(sim, "iv", 0, 1, "mg/h", 0, NULL), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_sim_dose(sim, "iv", 0, 1, "cell", 0, NULL), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_sim_infuse(sim, "iv", 0, 1, "mg", 1, NULL), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_sim_dose_rate(sim, "iv", 0, 1, "mg", 1, "mg", NULL), IMPAKT_E_UNIT);
  /* counted has no molar mass: known when the run starts */
  fine(sim, impakt_sim_dose(sim, "counted", 3, 1, "nmol", 0, NULL));
  double time = 5, result[6] = { 1, 2, 3, 4, 5, 6 };
  ck_assert_int_eq(impakt_sim_run(sim, &time, 1, result, 6), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "counted");
  says(impakt_sim_message(sim), "molar mass");
  near(result[5], 6, 0);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_run(sim, &time, 1, result, 6));
}
END_TEST

/* The patient's own size, if the model does not ask for it. */
START_TEST(size_of_the_patient)
{
  impakt_sim *other = new_sim(&model_unit_inputs, FINE);
  double time = 1, result[2];
  fine(other, impakt_sim_dose(other, "line", 0, 2, "mg/kg", 0, NULL));
  ck_assert_int_eq(impakt_sim_run(other, &time, 1, result, 2), IMPAKT_E_RANGE);
  says(impakt_sim_message(other), "weight");
  fine(other, impakt_sim_set_patient(other, "WT", 30));
  near(value_at(other, "x", 1), 60 * exp(-0.5), tolerance);
  fine(other, impakt_sim_set_patient(other, "WT", 40)); /* looked up when the run starts */
  near(value_at(other, "x", 1), 80 * exp(-0.5), tolerance);
  impakt_sim_free(other);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 2, "mg/kg", 0, NULL));
  fine(sim, impakt_sim_set_parameter(sim, "WT", 35));
  near(C(1), bolus(70, 1), tolerance);
  fine(sim, impakt_sim_set_patient(sim, "WT", 70));
  near(C(1), bolus(140, 1), tolerance);
  fine(sim, impakt_sim_use_preset(sim, "tiny")); /* 10 kg, 1.5 L */
  near(C(1), bolus(20, 1) * V / 1.5, tolerance);
}
END_TEST

/* ---- in days, and what is no dose ------------------------------------------------------------------ */

START_TEST(a_model_in_days)
{
  impakt_sim *days = new_sim(&model_unit_clock, FINE);
  const double k = 0.7 / 24, delay = 0.15 * 24;
  fine(days, impakt_sim_dose(days, "dose", 24, 10, "mg", 0, NULL));
  near(value_at(days, "D", 96), 10 * exp(-k * (72 - delay)), tolerance);
  impakt_sim_dose_clear(days);
  fine(days, impakt_sim_dose(days, "dose", 24, 10, "mg", 12, NULL)); /* 20 mg/d */
  const double in = 20 / 0.7 * (1 - exp(-k * 12));
  near(value_at(days, "D", 24 + delay + 12), in, tolerance);
  near(value_at(days, "D", 96), in * exp(-k * (60 - delay)), tolerance);
  impakt_sim_dose_clear(days);
  fine(days, impakt_sim_dose_rate(days, "dose", 24, 10, "mg", 20, NULL, NULL)); /* for 12 h */
  near(value_at(days, "D", 96), in * exp(-k * (60 - delay)), tolerance);
  impakt_sim_dose_clear(days);
  fine(days, impakt_sim_dose_rate(days, "dose", 24, 10, "mg", 5. / 6, "mg/h", NULL));
  near(value_at(days, "D", 96), in * exp(-k * (60 - delay)), tolerance);
  impakt_sim_free(days);
}
END_TEST

START_TEST(a_driving_concentration)
{
  impakt_sim *days = new_sim(&model_unit_clock, FINE);
  fine(days, impakt_sim_infuse(days, "C", 12, 2, "ug/mL", 36, NULL)); /* 2000 ng/mL for 1.5 d */
  near(value_at(days, "E", 24), 1000, tolerance);
  near(value_at(days, "E", 100), 3000, tolerance);
  double amount, duration;
  size_t count;
  fine(days, impakt_sim_doses(days, NULL, NULL, &amount, &duration, 1, &count));
  near(amount, 3000, ROUNDING); /* ng/mL*d */
  near(duration, 36, ROUNDING);
  impakt_sim_dose_clear(days);
  fine(days, impakt_sim_dose(days, "C", 12, 3000, NULL, 0, NULL)); /* a bolus of exposure */
  near(value_at(days, "E", 13), 3000, tolerance);
  impakt_sim_free(days);
}
END_TEST

START_TEST(inputs_that_take_no_bolus)
{
  impakt_sim *other = new_sim(&model_unit_inputs, FINE);
  static const char *const refused[] = { "square", "times", "when", "gated" };
  for (unsigned i = 0; i < LENGTH_OF(refused); i++) {
    ck_assert_int_eq(impakt_sim_dose(other, refused[i], 0, 1, NULL, 0, NULL), IMPAKT_E_RANGE);
    ck_assert_ptr_nonnull(strstr(impakt_sim_message(other), refused[i]));
  }
  /* not linear whatever the parameters are: it is by default */
  ck_assert_int_eq(impakt_sim_dose(other, "bent", 0, 1, NULL, 0, NULL), IMPAKT_E_RANGE);
  fine(other,
       impakt_sim_dose(other, "square", 1, 8, NULL, 4, NULL)); /* 2 mg/h: 4 mg/h arrive */
  near(value_at(other, "x", 5), 4 / 0.5 * (1 - exp(-2)), tolerance);
  impakt_sim_free(other);
}
END_TEST

/* ---- several ---------------------------------------------------------------------------------------- */

START_TEST(repeats)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "iv", 3, 10, "mg", 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 8, 12));
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += bolus(10, 100 - 3 - 8 * i);
  near(C(100), sum, tolerance);
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", 3, 10, "mg", 2, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 8, 12));
  sum = 0;
  for (int i = 0; i < 12; i++) sum += infusion(5, 2, 100 - 3 - 8 * i);
  near(C(100), sum, tolerance);
  /* longer than the interval: they overlap */
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", 3, 10, "mg", 20, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 8, 12));
  sum = 0;
  for (int i = 0; i < 12; i++) sum += infusion(0.5, 20, 100 - 3 - 8 * i);
  near(C(100), sum, tolerance);
}
END_TEST

START_TEST(records_as_given)
{
  int dose, input[8], none = -7;
  double time[8], amount[8], duration[8];
  size_t count;
  fine(sim, impakt_sim_dose(sim, "iv", 10, 1, "mg/kg", 2, &dose));
  ck_assert_int_eq(dose, 0);
  fine(sim, impakt_sim_dose(sim, "depot", 0, 50, "mg", 0, &dose));
  ck_assert_int_eq(dose, 1);
  fine(sim, impakt_sim_dose_repeat(sim, dose, 12, 3));
  fine(sim, impakt_sim_doses(sim, input, time, amount, duration, 8, &count));
  ck_assert_uint_eq(count, 4);
  static const double times[] = { 0, 10, 12, 24 }, amounts[] = { 50, 70, 50, 50 };
  for (int i = 0; i < 4; i++) {
    near_size(time[i], times[i], 0, 0);    /* before the lag */
    near(amount[i], amounts[i], ROUNDING); /* before the fraction */
    ck_assert_int_eq(input[i], i == 1 ? 2 : 0);
    near_size(duration[i], i == 1 ? 2 : 0, 0, 0);
  }
  input[1] = none;
  fine(sim, impakt_sim_doses(sim, input, NULL, NULL, NULL, 1, &count));
  ck_assert_uint_eq(count, 4);
  ck_assert_int_eq(input[1], none);
  /* that does not disturb a run */
  near(C(30),
       absorbed(F * 50, 29.5) + absorbed(F * 50, 17.5) + absorbed(F * 50, 5.5) +
           infusion(35, 2, 20),
       tolerance);
}
END_TEST

START_TEST(a_table)
{
  const int input[] = { 2, 0, 2 };
  const double time[] = { 1, 0, 4 }, amount[] = { 10, 20, 30 }, duration[] = { 0, 0, 5 };
  fine(sim, impakt_sim_dose_table(sim, 3, input, time, amount, duration));
  near(C(12), bolus(10, 11) + absorbed(F * 20, 11.5) + infusion(6, 5, 8), tolerance);
  const double wrong[] = { 1, -1, 4 };
  ck_assert_int_eq(impakt_sim_dose_table(sim, 3, input, wrong, amount, duration),
                   IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "row 1");
  near(C(12), bolus(10, 11) + absorbed(F * 20, 11.5) + infusion(6, 5, 8), tolerance);
  fine(sim, impakt_sim_dose_table(sim, 0, NULL, NULL, NULL, NULL));
}
END_TEST

/* What runs into an input is summed anew whenever it changes: thirds leave nothing behind. */
START_TEST(overlapping_infusions_end_at_zero)
{
  fine(sim, impakt_sim_infuse(sim, "counted", 0, 0.1, NULL, 3, NULL));
  fine(sim, impakt_sim_infuse(sim, "counted", 1, 0.2, NULL, 1, NULL));
  fine(sim, impakt_sim_infuse(sim, "counted", 1.5, 0.3, NULL, 7, NULL));
  fine(sim, impakt_sim_infuse(sim, "counted", 2, 1. / 3, NULL, 1, NULL));
  const double end = lag + 8.5;
  const double sum = 0.3 + 0.2 + 2.1 + 1. / 3 - 4 * 0.25;
  double times[] = { end, end + 1, end + 1000 }, J[3];
  fine(sim, impakt_sim_watch(sim, "J"));
  fine(sim, impakt_sim_run(sim, times, 3, J, 3));
  near(J[0], sum, tolerance);
  near(J[1], J[0], ROUNDING); /* its derivative is 0, not the rest of a sum */
  near(J[2], J[0], ROUNDING);
}
END_TEST

START_TEST(several_at_one_time)
{
  fine(sim, impakt_sim_dose(sim, "iv", 5, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 5, 20, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 5, 30, "mg", 2, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 1, 40, "mg", 4, NULL)); /* ends there */
  fine(sim, impakt_sim_dose(sim, "depot", 4.5, 50, "mg", 0, NULL));
  near(C(9), bolus(30, 4) + infusion(15, 2, 4) + infusion(10, 4, 8) + absorbed(F * 50, 4),
       tolerance);
}
END_TEST

/* Each start of a dose loses a little: an infusion and a bolus, once each. */
START_TEST(jumps_at_doses)
{
  int dose;
  fine(sim, impakt_sim_dose(sim, "counted", 0, 10, NULL, 0, &dose));
  fine(sim, impakt_sim_dose_repeat(sim, dose, 2, 3));
  fine(sim, impakt_sim_dose(sim, "counted", 2, 6, NULL, 3, NULL));
  near(value_at(sim, "J", 20), 3 * 9.75 + 5.75, tolerance);
  near(value_at(sim, "J", 1), 9.75, tolerance);
}
END_TEST

/* ---- times ------------------------------------------------------------------------------------------- */

START_TEST(samples_at_a_dose)
{
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 6, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 12, 10, "mg", 0, NULL)); /* at the end */
  fine(sim, impakt_sim_watch(sim, "C"));
  const double times[] = { 0, 6, 12 };
  double before[3], after[3];
  fine(sim, impakt_sim_run(sim, times, 3, before, 3));
  fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, 1));
  fine(sim, impakt_sim_run(sim, times, 3, after, 3));
  near_size(before[0], 0, 0, 0);
  near(after[0], 2, ROUNDING);
  near(before[1], bolus(10, 6), tolerance);
  near(after[1] - before[1], 2, 10 * ROUNDING);
  near(before[2], bolus(10, 6) + bolus(10, 12), tolerance);
  near(after[2] - before[2], 2, 10 * ROUNDING);
}
END_TEST

/* 0.1 * 3 and 0.3 are one time, whichever of dose and sample is the larger. */
START_TEST(times_that_differ_by_rounding)
{
  const double low = 0.3, high = 0.1 * 3;
  ck_assert_double_gt(high, low);
  for (int which = 0; which < 4; which++) {
    const double dose = which & 1 ? low : high, sample = which & 1 ? high : low;
    impakt_sim_dose_clear(sim);
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, which & 2 ? 1 : 0));
    fine(sim, impakt_sim_dose(sim, "iv", dose, 10, "mg", 0, NULL));
    near_size(C(sample), which & 2 ? 2 : 0, ROUNDING, 0);
    const double times[] = { sample, 1 };
    double result[2];
    impakt_sim_watch_clear(sim);
    fine(sim, impakt_sim_watch(sim, "C"));
    fine(sim, impakt_sim_run(sim, times, 2, result, 2));
    near_size(result[0], which & 2 ? 2 : 0, ROUNDING, 0);
    near(result[1], bolus(10, 0.7), tolerance);
  }
  /* a measure that ends a rounding after the dose */
  int measure;
  double value;
  fine(sim, impakt_sim_measure(sim, "C", IMPAKT_PEAK, 0, 0, high, &measure));
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", low, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_run(sim, NULL, 0, NULL, 0));
  ck_assert_int_eq(impakt_sim_measured(sim, measure, &value), IMPAKT_OK);
  near(value, 2, ROUNDING);
  impakt_sim_measure_clear(sim);
  /* two doses a rounding apart, and an infusion from one to the other */
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", low, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", high, 10, "mg", 0, NULL));
  near(C(1), bolus(20, 0.7), tolerance);
}
END_TEST

/* Three hundred days without a step being needed must not hide a minute's dose. */
START_TEST(a_short_pulse_after_quiet)
{
  const double start = 300 * 24, minute = 1. / 60;
  fine(sim, impakt_sim_dose(sim, "iv", start, 10, "mg", minute, NULL));
  for (int solver = IMPAKT_SOLVER_RODAS5P; solver <= IMPAKT_SOLVER_ADAMS; solver++) {
    fine(sim, impakt_sim_set_option(sim, IMPAKT_SOLVER, solver));
    near(C(start + 5), infusion(10 / minute, minute, 5), tolerance);
    near(C(start + minute), infusion(10 / minute, minute, minute), tolerance);
  }
}
END_TEST

START_TEST(doses_after_the_end)
{
  fine(sim, impakt_sim_dose(sim, "iv", 2, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 8, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 4, 10, "mg", 1e6, NULL));
  near(C(7), bolus(10, 5) + infusion(1e-5, 1e6, 3), tolerance);
}
END_TEST

/* A model that counts per m2 takes no amount, nor an amount per day, whatever the surface. */
START_TEST(amounts_where_per_m2_is_wanted)
{
  static const char *const models[] = { "tcell_engager_hosseini2020", "blinatumomab_leukemia" };
  for (size_t i = 0; i < LENGTH_OF(models); i++) {
    impakt_sim *per_m2 = new_sim(impakt_model_find(models[i]), 1e-6);
    fine(per_m2, impakt_sim_set_patient(per_m2, "BSA", 1.8));
    const int refused[] = {
      impakt_sim_infuse(per_m2, "blin", 0, 9, "ug/d", 24, NULL),
      impakt_sim_infuse(per_m2, "blin", 0, 9, "ug/kg/d", 24, NULL),
      impakt_sim_dose(per_m2, "blin", 0, 9, "ug", 24, NULL),
      impakt_sim_dose(per_m2, "blin", 0, 9, "nmol", 24, NULL),
      impakt_sim_dose_rate(per_m2, "blin", 0, 9, "ug/m2", 3, "ug/h", NULL),
    };
    for (size_t k = 0; k < LENGTH_OF(refused); k++) ck_assert_int_eq(refused[k], IMPAKT_E_UNIT);
    says(impakt_sim_message(per_m2), "'ug/h' is no dose per m2 of body surface");
    says(impakt_sim_message(per_m2), "such as '5 ug/m2/d'");
    fine(per_m2, impakt_sim_infuse(per_m2, "blin", 0, 5, "ug/m2/d", 24, NULL));
    double amount;
    size_t n;
    fine(per_m2, impakt_sim_doses(per_m2, NULL, NULL, &amount, NULL, 1, &n));
    ck_assert(n == 1 && amount == 5); /* and nothing of what was refused is left */
    impakt_sim_free(per_m2);
  }
}
END_TEST

/* ---- states set anew ----------------------------------------------------------------------------- */

START_TEST(a_reset)
{
  int dose;
  fine(sim, impakt_sim_infuse(sim, "iv", 0, 2, NULL, 20, NULL));
  fine(sim, impakt_sim_dose(sim, "part", 7.8, 10, NULL, 0, &dose)); /* would arrive at 8.3 */
  fine(sim, impakt_sim_dose_repeat(sim, dose, 4, 2));
  fine(sim, impakt_sim_reset(sim, 8, NULL));
  near(value_at(sim, "C", 8), 2 / (V * ke) * (1 - exp(-ke * 8)), tolerance);
  near_size(value_at(sim, "C", 10), 0, 0, 0);
  near(value_at(sim, "N", 10), 3 * exp(-ke * 2), tolerance); /* from its start again */
  near(value_at(sim, "C", 14), F * 10 / V * exp(-ke * 1.7), tolerance); /* the repeat */
  /* a dose at the time of a reset comes after it */
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", 0, 10, NULL, 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 8, 10, NULL, 0, NULL));
  fine(sim, impakt_sim_reset(sim, 8, NULL));
  near(value_at(sim, "C", 9), 10 / V * exp(-ke), tolerance);
}
END_TEST

START_TEST(replaced_and_multiplied)
{
  int factor;
  fine(sim, impakt_sim_replace(sim, "C", 1, 8, NULL));
  fine(sim, impakt_sim_multiply(sim, "C", 2, 0.5, &factor));
  fine(sim, impakt_sim_dose_repeat(sim, factor, 1, 3));
  near(value_at(sim, "C", 4.5), 8 * exp(-ke * 3.5) / 8, tolerance);
  /* replaced first, then multiplied, then the bolus */
  impakt_sim_dose_clear(sim);
  fine(sim, impakt_sim_dose(sim, "iv", 1, 10, NULL, 0, NULL));
  fine(sim, impakt_sim_multiply(sim, "C", 1, 0.5, NULL));
  fine(sim, impakt_sim_replace(sim, "C", 1, 8, NULL));
  near(value_at(sim, "C", 2), (4 + 10 / V) * exp(-ke), tolerance);
  ck_assert_int_eq(impakt_sim_replace(sim, "c", 1, 8, NULL), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_sim_replace(sim, "C", -1, 8, NULL), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_sim_multiply(sim, "C", 1, NAN, NULL), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_sim_reset(sim, -1, NULL), IMPAKT_E_RANGE);
}
END_TEST

/* RATE -1 and -2: ke stands for a rate only by its unit's leave. */
START_TEST(modelled)
{
  fine(sim, impakt_sim_set_parameter(sim, "lag", 3));
  fine(sim, impakt_sim_dose_modelled(sim, "iv", 1, 9, NULL, "lag", NULL)); /* over 3 h */
  near(value_at(sim, "C", 5), 3 / (V * ke) * (exp(-ke) - exp(-ke * 4)), tolerance);
  near(slope_at(sim, "C", "lag", 5),
       -1 / (V * ke) * (exp(-ke) - exp(-ke * 4)) + 3 / V * exp(-ke), 1e-6);
  ck_assert_int_eq(impakt_sim_dose_modelled(sim, "iv", 1, 9, NULL, "ka", NULL), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_sim_dose_modelled(sim, "iv", 1, 9, NULL, "kb", NULL), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_sim_dose_modelled(sim, "iv", 1, 0, NULL, "lag", NULL),
                   IMPAKT_E_RANGE);
  fine(sim, impakt_sim_set_parameter(sim, "lag", 0));
  const double t = 5;
  double x[10];
  ck_assert_int_eq(impakt_sim_run(sim, &t, 1, x, impakt_sim_columns(sim)), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "lag");
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("sim_dose");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, a_bolus);
  tcase_add_test(tests, a_depot);
  tcase_add_test(tests, an_infusion_for_a_duration);
  tcase_add_test(tests, an_infusion_at_a_rate);
  tcase_add_test(tests, a_rate_for_a_duration);
  tcase_add_test(tests, fraction_of_infusions);
  tcase_add_test(tests, fraction_of_nothing);
  tcase_add_test(tests, infusion_of_no_length);
  tcase_add_test(tests, zero_amounts);
  tcase_add_loop_test(tests, units_of_amounts, 0, LENGTH_OF(units));
  tcase_add_test(tests, units_of_rates);
  tcase_add_test(tests, units_that_do_not_fit);
  tcase_add_test(tests, size_of_the_patient);
  tcase_add_test(tests, a_model_in_days);
  tcase_add_test(tests, a_driving_concentration);
  tcase_add_test(tests, inputs_that_take_no_bolus);
  tcase_add_test(tests, repeats);
  tcase_add_test(tests, records_as_given);
  tcase_add_test(tests, a_table);
  tcase_add_test(tests, overlapping_infusions_end_at_zero);
  tcase_add_test(tests, several_at_one_time);
  tcase_add_test(tests, jumps_at_doses);
  tcase_add_test(tests, samples_at_a_dose);
  tcase_add_test(tests, times_that_differ_by_rounding);
  tcase_add_test(tests, a_short_pulse_after_quiet);
  tcase_add_test(tests, doses_after_the_end);
  tcase_add_test(tests, amounts_where_per_m2_is_wanted);
  tcase_add_test(tests, a_reset);
  tcase_add_test(tests, replaced_and_multiplied);
  tcase_add_test(tests, modelled);
  return run_tests("sim_dose", tests);
}
