/* test_system.c — models wired together. */
#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_static,
    model_unit_reset;

static const double tolerance = GATHERED * FINE;
static impakt_system *system_;

static void set_up(void)
{
  system_ = NULL;
  ck_assert_int_eq(impakt_system_new(&system_, "ours"), IMPAKT_OK);
}
static void tear_down(void) { impakt_system_free(system_); }

static void add(const char *label, const impakt_model *model)
{
  built(system_, impakt_system_add(system_, label, model));
}
static void wire(const char *output, const char *input)
{
  built(system_, impakt_system_connect(system_, output, input));
}
static const impakt_model *finish(void)
{
  const impakt_model *model = NULL;
  built(system_, impakt_system_model(system_, &model));
  return model;
}

static const char *name(const impakt_model *m, int kind, int i)
{
  return impakt_model_text(m, kind, i, IMPAKT_NAME);
}
static const char *source(const impakt_model *m, int kind, const char *row)
{
  return impakt_model_text(m, kind, impakt_model_index(m, kind, row), IMPAKT_SOURCE);
}

/* ---- labels, names, lists --------------------------------------------------------------------- */

START_TEST(labels)
{
  static const char *const refused[] = { "", "a.b", "a b", "a-b", "\xc3\xa4" };
  for (unsigned i = 0; i < LENGTH_OF(refused); i++)
    ck_assert_int_eq(impakt_system_add(system_, refused[i], &model_unit_depot), IMPAKT_E_NAME);
  add("drug", &model_unit_depot);
  ck_assert_int_eq(impakt_system_add(system_, "drug", &model_unit_clock), IMPAKT_E_NAME);
  says(impakt_system_message(system_), "'drug'");
  add("drug_2", &model_unit_depot);
  add("dru", &model_unit_depot);
  add("2", &model_unit_depot);
  ck_assert_str_eq(impakt_system_message(system_), "");
  ck_assert_int_eq(impakt_system_add(system_, NULL, &model_unit_clock), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_system_add(system_, "x", NULL), IMPAKT_E_ARGUMENT);
}
END_TEST

START_TEST(lists_of_all)
{
  add("drug", &model_unit_depot);
  add("clock", &model_unit_clock);
  const impakt_model *m = finish();
  ck_assert_str_eq(impakt_model_name(m), "ours");
  ck_assert_str_eq(impakt_model_time(m), "h");
  ck_assert_str_eq(impakt_model_equations(m), "");
  for (int kind = IMPAKT_STATE; kind <= IMPAKT_RESIDUAL; kind++)
    ck_assert_int_eq(impakt_model_size(m, kind),
                     impakt_model_size(&model_unit_depot, kind) +
                         impakt_model_size(&model_unit_clock, kind));
  ck_assert_str_eq(name(m, IMPAKT_STATE, 1), "drug.C");
  ck_assert_str_eq(name(m, IMPAKT_STATE, 4), "clock.on");
  ck_assert_int_eq(impakt_model_index(m, IMPAKT_PARAMETER, "clock.WT"), 18);
  ck_assert_str_eq(name(m, IMPAKT_DERIVED, 0), "drug.CL");
  ck_assert_str_eq(name(m, IMPAKT_SWITCH, 0), "clock.begun");
  ck_assert_str_eq(name(m, IMPAKT_PRESET, 2), "clock.early");
  /* sources follow their references */
  ck_assert_str_eq(source(m, IMPAKT_PARAMETER, "drug.ke"), "second");
  ck_assert_str_eq(source(m, IMPAKT_PARAMETER, "clock.rate"), "third");
  ck_assert_str_eq(source(m, IMPAKT_PARAMETER, "clock.WT"), "patient");
  ck_assert_str_eq(source(m, IMPAKT_PRESET, "clock.early"), "third");
  ck_assert_str_eq(source(m, IMPAKT_PRESET, "drug.tiny"), "assumed");
  ck_assert_str_eq(name(m, IMPAKT_REFERENCE, 2), "third");
  /* spread between patients, by the system's names */
  ck_assert_str_eq(name(m, IMPAKT_VARIES, 0), "drug.V");
  ck_assert_str_eq(name(m, IMPAKT_VARIES, 2), "clock.rate");
  ck_assert_str_eq(source(m, IMPAKT_VARIES, "clock.rate"), "third");
  near(impakt_model_number(m, IMPAKT_VARIES, 2, IMPAKT_DEFAULT), 0.1, 0);
  ck_assert_str_eq(name(m, IMPAKT_CORRELATION, 0), "drug.V");
  ck_assert_str_eq(impakt_model_text(m, IMPAKT_CORRELATION, 0, IMPAKT_MEANING), "drug.ke");
  ck_assert_str_eq(name(m, IMPAKT_RESIDUAL, 0), "drug.total");
  /* units of doses by the part's own time */
  char unit[16];
  ck_assert_int_eq(impakt_model_dose_unit(m, 5, unit, sizeof unit), IMPAKT_OK);
  ck_assert_str_eq(unit, "mg");
  ck_assert_int_eq(impakt_model_dose_unit(m, 6, unit, sizeof unit), IMPAKT_OK);
  ck_assert_str_eq(unit, "ng/mL*d");
  /* settings of a preset point at the system's parameters */
  int parameter[3];
  double value[3];
  size_t count;
  ck_assert_int_eq(impakt_model_preset(m, 2, parameter, value, 3, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 2);
  ck_assert_str_eq(name(m, IMPAKT_PARAMETER, parameter[0]), "clock.begin");
  ck_assert_str_eq(name(m, IMPAKT_PARAMETER, parameter[1]), "clock.stop");
}
END_TEST

/* The same model twice, with the second's lists behind the first's. */
START_TEST(one_model_twice)
{
  add("left", &model_unit_depot);
  add("right", &model_unit_depot);
  const impakt_model *m = finish();
  ck_assert_str_eq(name(m, IMPAKT_VARIES, 3), "right.ke");
  ck_assert_str_eq(impakt_model_text(m, IMPAKT_CORRELATION, 1, IMPAKT_MEANING), "right.ke");
  ck_assert_str_eq(name(m, IMPAKT_RESIDUAL, 1), "right.total");
  ck_assert_str_eq(source(m, IMPAKT_PARAMETER, "right.ke"), "second");
  impakt_sim *sim = new_sim(m, FINE);
  fine(sim, impakt_sim_use_preset(sim, "right.tiny"));
  fine(sim, impakt_sim_set_parameter(sim, "left.ke", 0.5));
  fine(sim, impakt_sim_dose(sim, "left.iv", 0, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "right.iv", 1, 10, "mg", 0, NULL));
  near(value_at(sim, "left.C", 3), 2 * exp(-1.5), tolerance);
  near(value_at(sim, "right.C", 3), 10 / 1.5 * exp(-0.4), tolerance);
  double CL[2];
  fine(sim, impakt_sim_get_derived(sim, CL, 2));
  near(CL[0], 2.5, ROUNDING);
  near(CL[1], 0.3, ROUNDING);
  impakt_sim_free(sim);
}
END_TEST

/* ---- wires --------------------------------------------------------------------------------------- */

/* ng/mL to ng/mL, and hours to days: exposure in ng*d/mL is the area in mg*h/L * 1000 / 24. */
START_TEST(between_units_of_time)
{
  add("drug", &model_unit_depot);
  add("clock", &model_unit_clock);
  wire("drug.Cng", "clock.C");
  impakt_sim *sim = new_sim(finish(), FINE);
  fine(sim, impakt_sim_dose(sim, "drug.iv", 0, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_set_patient(sim, "WT", 50));
  const double area = 2 / 0.2 * (1 - exp(-0.2 * 30));
  near(value_at(sim, "clock.E", 30), area * 1000 / 24, tolerance);
  /* a dose into the input adds to the wire */
  fine(sim, impakt_sim_infuse(sim, "clock.C", 6, 100, "ng/mL", 12, NULL));
  near(value_at(sim, "clock.E", 30), area * 1000 / 24 + 50, tolerance);
  /* and the dose in days keeps its time and weight */
  fine(sim, impakt_sim_dose(sim, "clock.dose", 0, 2, "mg/kg", 0, NULL));
  near(value_at(sim, "clock.D", 48), 100 * exp(-0.7 * (2 - 0.15)), tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* Two wires into one input. */
START_TEST(converted_and_added)
{
  add("left", &model_unit_static);
  add("right", &model_unit_static);
  add("clock", &model_unit_clock);
  wire("left.C", "clock.C");
  wire("right.C", "clock.C");
  impakt_sim *sim = new_sim(finish(), FINE);
  fine(sim, impakt_sim_set_parameter(sim, "right.C0", 12));
  /* C0 (1 + t) each: 42 (t + t^2 / 2) */
  near(value_at(sim, "clock.E", 72), 42 * (3 + 4.5), tolerance);
  near(slope_at(sim, "clock.E", "right.C0", 72), 7.5, tolerance);
  impakt_sim_free(sim);
}
END_TEST

/* mg/L becomes ng/mL, a thousandfold; mg/L and umol/L measure different things. */
START_TEST(factor_of_a_wire)
{
  add("chemo", impakt_model_find("docetaxel_ozawa2007"));
  add("marrow", impakt_model_find("neutropenia_friberg2002"));
  add("clock", &model_unit_clock);
  ck_assert_int_eq(impakt_system_connect(system_, "chemo.C", "marrow.C"), IMPAKT_E_UNIT);
  says(impakt_system_message(system_), "mg/L");
  says(impakt_system_message(system_), "umol/L");
  wire("chemo.C", "clock.C");
  impakt_sim *sim = new_sim(finish(), FINE);
  fine(sim, impakt_sim_dose(sim, "chemo.iv", 0, 100, "mg", 1, NULL));
  /* the model sums up the same area in mg*h/L */
  near(value_at(sim, "clock.E", 50), value_at(sim, "chemo.AUC", 50) * 1000 / 24, tolerance);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(wrong_wires)
{
  add("drug", &model_unit_depot);
  add("clock", &model_unit_clock);
  ck_assert_int_eq(impakt_system_connect(system_, "drug.Cgn", "clock.C"), IMPAKT_E_NAME);
  says(impakt_system_message(system_), "'drug.Cng'"); /* meant, perhaps */
  ck_assert_int_eq(impakt_system_connect(system_, "drug.Cng", "clock.c"), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_system_connect(system_, "drug.C", "clock.C"),
                   IMPAKT_E_NAME); /* state */
  ck_assert_int_eq(impakt_system_connect(system_, "drug.total", "clock.C"), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_system_connect(system_, "drug.total", "clock.dose"), IMPAKT_E_UNIT);
  ck_assert_int_eq(impakt_system_connect(system_, NULL, "clock.C"), IMPAKT_E_ARGUMENT);
  wire("drug.Cng", "clock.C");
  ck_assert_int_eq(impakt_system_connect(system_, "drug.Cng", "clock.C"), IMPAKT_E_NAME);
  const impakt_model *m = finish();
  ck_assert_int_eq(impakt_system_connect(system_, "drug.Cng", "clock.C"), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_system_add(system_, "late", &model_unit_clock), IMPAKT_E_ORDER);
  ck_assert_ptr_eq(finish(), m);
  impakt_sim *sim = new_sim(m, FINE); /* the wire counts once */
  fine(sim, impakt_sim_set_initial(sim, "drug.C", 2));
  near(value_at(sim, "clock.E", 24), 2000 / 0.2 * (1 - exp(-0.2 * 24)) / 24, tolerance);
  impakt_sim_free(sim);
}
END_TEST

START_TEST(an_empty_system)
{
  const impakt_model *m = NULL;
  ck_assert_int_eq(impakt_system_model(system_, &m), IMPAKT_E_ORDER);
  ck_assert_ptr_null(m);
  ck_assert_int_eq(impakt_system_model(system_, NULL), IMPAKT_E_ARGUMENT);
  impakt_system_free(NULL);
  ck_assert_str_eq(impakt_system_message(NULL), "");
}
END_TEST

/* ---- systems within systems -------------------------------------------------------------------------- */

START_TEST(nested)
{
  add("drug", &model_unit_depot);
  add("clock", &model_unit_clock);
  wire("drug.Cng", "clock.C");
  const impakt_model *inner = finish();
  impakt_system *outer;
  ck_assert_int_eq(impakt_system_new(&outer, "outer"), IMPAKT_OK);
  built(outer, impakt_system_add(outer, "first", &model_unit_static));
  built(outer, impakt_system_add(outer, "arm", inner));
  built(outer, impakt_system_add(outer, "other", inner));
  ck_assert_int_eq(impakt_system_add(outer, "arm", &model_unit_static), IMPAKT_E_NAME);
  built(outer, impakt_system_connect(outer, "first.C", "other.clock.C"));
  const impakt_model *m;
  built(outer, impakt_system_model(outer, &m));
  impakt_system_free(system_); /* what was put in has been copied */
  system_ = NULL;
  ck_assert_int_eq(impakt_model_index(m, IMPAKT_STATE, "other.clock.E"), 4 + 5 + 4 + 3);
  ck_assert_str_eq(source(m, IMPAKT_PARAMETER, "other.clock.rate"), "third");
  ck_assert_str_eq(name(m, IMPAKT_PRESET, 5), "other.clock.early");
  impakt_sim *sim = new_sim(m, FINE);
  fine(sim, impakt_sim_use_preset(sim, "other.clock.early"));
  fine(sim, impakt_sim_set_initial(sim, "arm.drug.C", 2));
  near(value_at(sim, "arm.clock.E", 24), 2000 / 0.2 * (1 - exp(-0.2 * 24)) / 24, tolerance);
  near(value_at(sim, "other.clock.E", 24), 30 * 1.5, tolerance);
  near(value_at(sim, "other.clock.jmp", 7), 3, tolerance); /* 0.25 d, not 1.5 d */
  near_size(value_at(sim, "arm.clock.jmp", 7), 0, 0, 0);
  fine(sim, impakt_sim_set_patient(sim, "WT", 44)); /* in all four */
  double p[64];
  const int np = impakt_model_size(m, IMPAKT_PARAMETER);
  ck_assert_int_eq(impakt_sim_get_parameters(sim, p, np), IMPAKT_OK);
  static const char *const weights[] = { "arm.drug.WT", "arm.clock.WT", "other.drug.WT",
                                         "other.clock.WT" };
  for (int i = 0; i < 4; i++)
    near(p[impakt_model_index(m, IMPAKT_PARAMETER, weights[i])], 44, 0);
  impakt_sim_free(sim);
  impakt_system_free(outer);
}
END_TEST

/* Not even an unfinished system's model can be put into the system itself; nothing is left behind
 * by calls that fail. */
START_TEST(a_failing_call_changes_nothing)
{
  add("drug", &model_unit_depot);
  const impakt_model *m = finish();
  const int states = impakt_model_size(m, IMPAKT_STATE);
  ck_assert_int_lt(impakt_system_add(system_, "self", m), 0);
  ck_assert_int_eq(impakt_model_size(m, IMPAKT_STATE), states);
  impakt_system *other;
  ck_assert_int_eq(impakt_system_new(&other, "other"), IMPAKT_OK);
  built(other, impakt_system_add(other, "a", m));
  ck_assert_int_eq(impakt_system_add(other, "a", m), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_system_add(other, "a b", m), IMPAKT_E_NAME);
  const impakt_model *result;
  built(other, impakt_system_model(other, &result));
  ck_assert_int_eq(impakt_model_size(result, IMPAKT_STATE), states);
  ck_assert_int_eq(impakt_model_size(result, IMPAKT_PRESET), 2);
  impakt_system_free(other);
}
END_TEST

/* ---- patients ------------------------------------------------------------------------------------- */

/* Models that see different patients are a contradiction only to a dose that goes by them. */
START_TEST(sizes_that_differ)
{
  add("drug", &model_unit_depot);
  add("clock", &model_unit_clock); /* 70 and 60 kg by default */
  impakt_sim *sim = new_sim(finish(), FINE);
  double end = 1, result[12];
  fine(sim, impakt_sim_dose(sim, "drug.iv", 0, 10, "mg", 0, NULL));
  fine(sim, impakt_sim_dose(sim, "drug.iv", 0, 10, "mg/m2", 0, NULL));
  near(value_at(sim, "drug.C", 1), (10 + 18) / 5. * exp(-0.2), tolerance);
  fine(sim, impakt_sim_dose(sim, "drug.iv", 0, 1, "mg/kg", 0, NULL));
  ck_assert_int_eq(impakt_sim_run(sim, &end, 1, result, 12), IMPAKT_E_RANGE);
  says(impakt_sim_message(sim), "drug.WT");
  says(impakt_sim_message(sim), "clock.WT");
  fine(sim, impakt_sim_set_patient(sim, "WT", 50));
  near(value_at(sim, "drug.C", 1), (10 + 18 + 50) / 5. * exp(-0.2), tolerance);
  impakt_sim_free(sim);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("system");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, labels);
  tcase_add_test(tests, lists_of_all);
  tcase_add_test(tests, one_model_twice);
  tcase_add_test(tests, between_units_of_time);
  tcase_add_test(tests, converted_and_added);
  tcase_add_test(tests, factor_of_a_wire);
  tcase_add_test(tests, wrong_wires);
  tcase_add_test(tests, an_empty_system);
  tcase_add_test(tests, nested);
  tcase_add_test(tests, a_failing_call_changes_nothing);
  tcase_add_test(tests, sizes_that_differ);
  return run_tests("system", tests);
}
