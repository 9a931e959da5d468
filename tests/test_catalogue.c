/* test_catalogue.c — the list of models, and every kind of row of one. */
#include "catalogue.h"

#include "testing.h"

#include <string.h>

extern const impakt_model model_unit_depot, model_unit_clock, model_unit_static;
static const impakt_model *const depot = &model_unit_depot;

static const char *text(int kind, const char *name, int field)
{
  return impakt_model_text(depot, kind, impakt_model_index(depot, kind, name), field);
}

static double number(int kind, const char *name, int field)
{
  return impakt_model_number(depot, kind, impakt_model_index(depot, kind, name), field);
}

/* ---- the registry ---------------------------------------------------------------------------- */

START_TEST(every_model_is_found_by_name)
{
  ck_assert_int_gt(impakt_model_count(), 0);
  for (int i = 0; i < impakt_model_count(); i++) {
    const impakt_model *m = impakt_model_at(i);
    ck_assert_ptr_nonnull(m);
    ck_assert_ptr_eq(impakt_model_find(impakt_model_name(m)), m);
    ck_assert_str_eq(impakt_model_nearest(impakt_model_name(m)), impakt_model_name(m));
    ck_assert_ptr_nonnull(strstr(impakt_model_equations(m), "EQUATIONS"));
    ck_assert_ptr_nonnull(strstr(impakt_model_equations(m), "START"));
    ck_assert_ptr_nonnull(strstr(impakt_model_equations(m), "END"));
  }
}
END_TEST

START_TEST(outside_the_registry)
{
  ck_assert_ptr_null(impakt_model_at(-1));
  ck_assert_ptr_null(impakt_model_at(impakt_model_count()));
  ck_assert_ptr_null(impakt_model_find("unit_depot"));
  ck_assert_ptr_null(impakt_model_find(NULL));
  ck_assert_ptr_null(impakt_model_nearest(NULL));
  ck_assert_ptr_null(impakt_model_nearest("zzzzzzzz"));
  ck_assert_str_eq(impakt_model_nearest("cart_stien2019"), "cart_stein2019");
  ck_assert_str_eq(impakt_model_nearest("friberg"), "neutropenia_friberg2002");
  ck_assert_str_eq(impakt_model_equations(depot), "");
  ck_assert_str_eq(impakt_model_equations(NULL), "");
}
END_TEST

/* ---- rows --------------------------------------------------------------------------------------- */

START_TEST(the_model_itself)
{
  ck_assert_str_eq(impakt_model_name(depot), "unit_depot");
  ck_assert_str_eq(impakt_model_title(depot), "Test: one compartment with a depot");
  ck_assert_str_eq(impakt_model_time(depot), "h");
  ck_assert_str_eq(impakt_model_time(&model_unit_clock), "d");
  ck_assert_int_eq(impakt_model_revision(depot), 1);
}
END_TEST

START_TEST(sizes)
{
  static const int sizes[] = { 4, 10, 5, 2, 1, 0, 2, 2, 2, 1, 1 };
  for (int kind = IMPAKT_STATE; kind <= IMPAKT_RESIDUAL; kind++)
    ck_assert_int_eq(impakt_model_size(depot, kind), sizes[kind]);
  ck_assert_int_eq(impakt_model_size(depot, -1), 0);
  ck_assert_int_eq(impakt_model_size(depot, IMPAKT_DRIVEN + 1), 0);
  ck_assert_int_eq(impakt_model_size(NULL, IMPAKT_STATE), 0);
  ck_assert_int_eq(impakt_model_size(&model_unit_clock, IMPAKT_SWITCH), 4);
  ck_assert_int_eq(impakt_model_size(&model_unit_static, IMPAKT_STATE), 0);
}
END_TEST

START_TEST(texts)
{
  ck_assert_str_eq(text(IMPAKT_STATE, "C", IMPAKT_UNIT), "mg/L");
  ck_assert_str_eq(text(IMPAKT_STATE, "C", IMPAKT_MEANING), "drug in plasma");
  ck_assert_str_eq(text(IMPAKT_STATE, "C", IMPAKT_SOURCE), "");
  ck_assert_str_eq(text(IMPAKT_PARAMETER, "ke", IMPAKT_UNIT), "1/h");
  ck_assert_str_eq(text(IMPAKT_PARAMETER, "ke", IMPAKT_SOURCE), "second");
  ck_assert_str_eq(text(IMPAKT_PARAMETER, "MW", IMPAKT_SOURCE), "assumed");
  ck_assert_str_eq(text(IMPAKT_PARAMETER, "WT", IMPAKT_SOURCE), "patient");
  ck_assert_str_eq(text(IMPAKT_INPUT, "molar", IMPAKT_UNIT), "nmol/h");
  ck_assert_str_eq(text(IMPAKT_OUTPUT, "Cng", IMPAKT_UNIT), "ng/mL");
  ck_assert_str_eq(text(IMPAKT_DERIVED, "CL", IMPAKT_UNIT), "L/h");
  ck_assert_str_eq(text(IMPAKT_REFERENCE, "second", IMPAKT_UNIT), "10.0000/second");
  ck_assert_str_eq(text(IMPAKT_REFERENCE, "second", IMPAKT_MEANING), "nobody else");
  ck_assert_str_eq(text(IMPAKT_PRESET, "slow", IMPAKT_SOURCE), "first");
  ck_assert_str_eq(text(IMPAKT_PRESET, "tiny", IMPAKT_MEANING), "a child");
  ck_assert_str_eq(text(IMPAKT_VARIES, "V", IMPAKT_UNIT), "log_normal");
  ck_assert_str_eq(text(IMPAKT_VARIES, "V", IMPAKT_SOURCE), "second");
  ck_assert_str_eq(text(IMPAKT_VARIES, "ke", IMPAKT_UNIT), "normal");
  ck_assert_str_eq(text(IMPAKT_CORRELATION, "V", IMPAKT_MEANING), "ke");
  ck_assert_str_eq(text(IMPAKT_RESIDUAL, "total", IMPAKT_UNIT), "additive");
  ck_assert_str_eq(text(IMPAKT_STATE, "C", 4), "");
  ck_assert_str_eq(text(IMPAKT_STATE, "C", -1), "");
  ck_assert_ptr_null(text(IMPAKT_STATE, "none", IMPAKT_NAME));
  ck_assert_ptr_null(impakt_model_text(depot, IMPAKT_STATE, 4, IMPAKT_NAME));
  ck_assert_ptr_null(impakt_model_text(depot, 99, 0, IMPAKT_NAME));
  ck_assert_ptr_null(impakt_model_text(NULL, IMPAKT_STATE, 0, IMPAKT_NAME));
  ck_assert_str_eq(impakt_model_text(&model_unit_clock, IMPAKT_SWITCH, 0, IMPAKT_NAME),
                   "begun");
  ck_assert_str_eq(impakt_model_text(&model_unit_clock, IMPAKT_PARAMETER, 7, IMPAKT_SOURCE),
                   "exact");
}
END_TEST

START_TEST(numbers)
{
  near(number(IMPAKT_STATE, "C", IMPAKT_DEFAULT), 1e-6, 0);
  ck_assert_double_nan(number(IMPAKT_STATE, "C", IMPAKT_LOW));
  near(number(IMPAKT_PARAMETER, "ke", IMPAKT_DEFAULT), 0.2, 0);
  near(number(IMPAKT_PARAMETER, "ke", IMPAKT_LOW), 1e-3, 0);
  near(number(IMPAKT_PARAMETER, "ke", IMPAKT_HIGH), 50, 0);
  near(number(IMPAKT_VARIES, "V", IMPAKT_DEFAULT), 0.3, 0);
  near(number(IMPAKT_CORRELATION, "V", IMPAKT_DEFAULT), -0.5, 0);
  near(number(IMPAKT_RESIDUAL, "total", IMPAKT_DEFAULT), 0.1, 0);
  ck_assert_double_nan(number(IMPAKT_OUTPUT, "Cng", IMPAKT_DEFAULT));
  ck_assert_double_nan(number(IMPAKT_DERIVED, "CL", IMPAKT_DEFAULT));
  ck_assert_double_nan(number(IMPAKT_PARAMETER, "none", IMPAKT_DEFAULT));
  ck_assert_double_nan(number(IMPAKT_PARAMETER, "ke", 3));
  ck_assert_double_nan(number(IMPAKT_PARAMETER, "ke", -1));
  /* a constant's range is itself */
  near(impakt_model_number(&model_unit_clock, IMPAKT_PARAMETER, 7, IMPAKT_LOW), 1, 0);
  near(impakt_model_number(&model_unit_clock, IMPAKT_PARAMETER, 7, IMPAKT_HIGH), 1, 0);
}
END_TEST

START_TEST(indices)
{
  for (int kind = IMPAKT_STATE; kind <= IMPAKT_RESIDUAL; kind++)
    for (int i = 0; i < impakt_model_size(depot, kind); i++)
      ck_assert_int_eq(
          impakt_model_index(depot, kind, impakt_model_text(depot, kind, i, IMPAKT_NAME)), i);
  ck_assert_int_eq(impakt_model_index(depot, IMPAKT_STATE, "ke"), -1);
  ck_assert_int_eq(impakt_model_index(depot, IMPAKT_STATE, NULL), -1);
  ck_assert_int_eq(impakt_model_index(depot, 99, "C"), -1);
  ck_assert_int_eq(impakt_model_index(NULL, IMPAKT_STATE, "C"), -1);
}
END_TEST

START_TEST(dose_units)
{
  char unit[16] = "untouched";
  const int molar = impakt_model_index(depot, IMPAKT_INPUT, "molar");
  ck_assert_int_eq(impakt_model_dose_unit(depot, molar, unit, sizeof unit), IMPAKT_OK);
  ck_assert_str_eq(unit, "nmol");
  ck_assert_int_eq(impakt_model_dose_unit(depot, molar, unit, 4), IMPAKT_E_LENGTH);
  ck_assert_int_eq(impakt_model_dose_unit(depot, molar, unit, 5), IMPAKT_OK);
  ck_assert_int_eq(impakt_model_dose_unit(depot, 5, unit, sizeof unit), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_model_dose_unit(depot, -1, unit, sizeof unit), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_model_dose_unit(&model_unit_clock, 1, unit, sizeof unit), IMPAKT_OK);
  ck_assert_str_eq(unit, "ng/mL*d");
}
END_TEST

START_TEST(presets)
{
  const int tiny = impakt_model_index(depot, IMPAKT_PRESET, "tiny");
  int parameter[4] = { -7, -7, -7, -7 };
  double value[4] = { -7, -7, -7, -7 };
  size_t count = 0;
  ck_assert_int_eq(impakt_model_preset(depot, tiny, parameter, value, 4, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 3);
  ck_assert_int_eq(parameter[0], impakt_model_index(depot, IMPAKT_PARAMETER, "V"));
  ck_assert_int_eq(parameter[1], impakt_model_index(depot, IMPAKT_PARAMETER, "WT"));
  near(value[0], 1.5, 0);
  near(value[2], 0.5, 0);
  ck_assert_int_eq(parameter[3], -7);
  parameter[1] = -7;
  ck_assert_int_eq(impakt_model_preset(depot, tiny, parameter, value, 1, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 3);
  ck_assert_int_eq(parameter[1], -7);
  ck_assert_int_eq(impakt_model_preset(depot, tiny, NULL, NULL, 0, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 3);
  ck_assert_int_eq(impakt_model_preset(depot, 2, parameter, value, 4, &count), IMPAKT_E_INDEX);
}
END_TEST

/* ---- with a message ---------------------------------------------------------------------------- */

START_TEST(finding_with_a_message)
{
  struct message message = { "" };
  ck_assert_int_eq(catalogue_find(depot, IMPAKT_PARAMETER, "ke", &message), 1);
  ck_assert_int_eq(catalogue_find(depot, IMPAKT_PARAMETER, "kee", &message), IMPAKT_E_NAME);
  says(message.text, "'kee'");
  says(message.text, "unit_depot");
  says(message.text, "'ke'"); /* meant, perhaps */
  ck_assert_int_eq(catalogue_find(depot, IMPAKT_SWITCH, "any", &message), IMPAKT_E_NAME);
  says(message.text, "'any'");
  ck_assert_int_eq(catalogue_find(depot, IMPAKT_STATE, NULL, &message), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(catalogue_find_course(depot, "C", &message), 1);
  ck_assert_int_eq(catalogue_find_course(depot, "total", &message), 5);
  ck_assert_int_eq(catalogue_find_course(depot, "iv", &message), IMPAKT_E_NAME);
  ck_assert_int_eq(catalogue_find_course(depot, "totla", &message), IMPAKT_E_NAME);
  says(message.text, "'total'");
  ck_assert_int_eq(catalogue_find_preset(depot, "tiny", &message), 1);
  ck_assert_int_eq(catalogue_find_preset(depot, "tinny", &message), IMPAKT_E_NAME);
  says(message.text, "'tiny'");
  ck_assert_int_eq(catalogue_find_preset(depot, NULL, &message), IMPAKT_E_ARGUMENT);
}
END_TEST

START_TEST(bare_names)
{
  ck_assert_str_eq(catalogue_bare_name("WT"), "WT");
  ck_assert_str_eq(catalogue_bare_name("ino.WT"), "WT");
  ck_assert_str_eq(catalogue_bare_name("outer.inner.WT"), "WT");
}
END_TEST

START_TEST(statuses_and_version)
{
  for (impakt_status s = -150; s < 50; s++) ck_assert_ptr_nonnull(impakt_status_text(s));
  ck_assert_str_eq(impakt_status_text(IMPAKT_OK), "success");
  ck_assert_str_eq(impakt_status_text(17), "unknown status");
  ck_assert_str_ne(impakt_status_text(IMPAKT_E_STEPS), "unknown status");
  ck_assert_str_ne(impakt_status_text(IMPAKT_E_INTERNAL), "unknown status");
  int major = -1, minor = -1, patch = -1;
  impakt_version(&major, &minor, &patch);
  ck_assert_int_eq(major, IMPAKT_VERSION_MAJOR);
  ck_assert_int_eq(minor, IMPAKT_VERSION_MINOR);
  ck_assert_int_eq(patch, IMPAKT_VERSION_PATCH);
  impakt_version(NULL, NULL, NULL);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("catalogue");
  tcase_add_test(tests, every_model_is_found_by_name);
  tcase_add_test(tests, outside_the_registry);
  tcase_add_test(tests, the_model_itself);
  tcase_add_test(tests, sizes);
  tcase_add_test(tests, texts);
  tcase_add_test(tests, numbers);
  tcase_add_test(tests, indices);
  tcase_add_test(tests, dose_units);
  tcase_add_test(tests, presets);
  tcase_add_test(tests, finding_with_a_message);
  tcase_add_test(tests, bare_names);
  tcase_add_test(tests, statuses_and_version);
  return run_tests("catalogue", tests);
}
