/* test_misuse.c — every public function, called wrongly: the status says what kind of mistake it
 * was, the message which, arrays keep what was in them, and the object works as if the call had
 * not been. */
#include "impakt.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern const impakt_model model_misuse_drug, model_misuse_effect;
static const impakt_model *const drug = &model_misuse_drug;
static const impakt_model *const effect = &model_misuse_effect;

enum { NX = 3, NP = 8, NQ = 1, NU = 4, NY = 2, TIMES = 4, COLUMNS = NX + NY };

/* ---- what is untouched ------------------------------------------------------------------- */

enum { CANARIES = 64 };
static double numbers[CANARIES];
static int integers[CANARIES];
static size_t size;
static impakt_sim *no_sim;
static impakt_system *no_system;
static const impakt_model *no_model;
static const double canary = 1234.5;

static void set_canaries(void)
{
  for (int i = 0; i < CANARIES; i++) numbers[i] = canary, integers[i] = 12345;
  size = 54321;
  no_sim = NULL;
  no_system = NULL;
  no_model = NULL;
}

static void check_canaries(void)
{
  for (int i = 0; i < CANARIES; i++) {
    ck_assert_msg(!memcmp(&numbers[i], &canary, sizeof canary), "number %d was written", i);
    ck_assert_msg(integers[i] == 12345, "integer %d was written", i);
  }
  ck_assert_uint_eq(size, 54321);
  ck_assert_ptr_null(no_sim);
  ck_assert_ptr_null(no_system);
  ck_assert_ptr_null(no_model);
}

/* ---- one simulation, set up before each test and run after it ---------------------------- */

static impakt_sim *sim;
static const double times[TIMES] = { 0, 2, 24, 72 };

static impakt_sim *new_sim(void)
{
  impakt_sim *made = NULL;
  int dose;
  ck_assert_int_eq(impakt_sim_new(&made, drug), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_dose(made, "iv", 1, 100, NULL, 2, &dose), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_dose(made, "sc", 24, 50, NULL, 0, NULL), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_dose_repeat(made, dose, 12, 3), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_set_parameter(made, "V", 5), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_measure(made, "C", IMPAKT_PEAK, 0, 0, 72, NULL), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_slope_in(made, "kel"), IMPAKT_OK);
  return made;
}

struct outcome {
  double result[TIMES * COLUMNS], slopes[TIMES * COLUMNS], peak;
};

static struct outcome outcome_of(impakt_sim *of)
{
  struct outcome a;
  memset(&a, 0, sizeof a);
  const int status = impakt_sim_run_slopes(of, times, TIMES, a.result, TIMES * COLUMNS,
                                           a.slopes, TIMES * COLUMNS);
  ck_assert_msg(status == IMPAKT_OK, "%s", impakt_sim_message(of));
  ck_assert_int_eq(impakt_sim_measured(of, 0, &a.peak), IMPAKT_OK);
  return a;
}

static void set_up(void)
{
  set_canaries();
  sim = new_sim();
}

/* The simulation gives what one gives that was never misused, in every bit. */
static void tear_down(void)
{
  check_canaries();
  impakt_sim *other = new_sim();
  const struct outcome a = outcome_of(sim), b = outcome_of(other);
  ck_assert_mem_eq(&a, &b, sizeof a);
  ck_assert(isfinite(a.peak) && a.peak > 0);
  impakt_sim_free(sim);
  impakt_sim_free(other);
}

static void check_refusal(int status, int expected, const char *part, const char *call)
{
  const char *message = impakt_sim_message(sim);
  ck_assert_msg(status == expected, "%s: status %d (%s), not %d; %s", call, status,
                impakt_status_text(status), expected, message);
  ck_assert_msg(*message && strstr(message, part), "%s: the message lacks '%s': %s", call, part,
                message);
  check_canaries();
}

/* A call on sim is refused, with a message that has this part. */
#define REFUSES(expected, part, call) check_refusal(call, IMPAKT_E_##expected, part, #call)
/* A call without an object to keep a message, or on a constant one. */
#define FAILS(expected, call)                                                                  \
  do {                                                                                         \
    const int status_ = (call);                                                                \
    ck_assert_msg(status_ == IMPAKT_E_##expected, "%s: %d", #call, status_);                   \
    check_canaries();                                                                          \
  } while (0)

static const double wrong_numbers[] = { NAN, INFINITY, -INFINITY };
enum { WRONG_NUMBERS = 3 };

/* ---- models ------------------------------------------------------------------------------ */

START_TEST(status_and_version)
{
  for (int status = -120; status < 120; status++)
    ck_assert_ptr_nonnull(impakt_status_text(status));
  ck_assert_str_eq(impakt_status_text(1000000), "unknown status");
  ck_assert_str_ne(impakt_status_text(IMPAKT_E_UNIT), "unknown status");
  int major = -1, minor = -1, patch = -1;
  impakt_version(NULL, NULL, NULL);
  impakt_version(&major, NULL, NULL);
  impakt_version(NULL, &minor, NULL);
  impakt_version(NULL, NULL, &patch);
  ck_assert_int_eq(major, IMPAKT_VERSION_MAJOR);
  ck_assert_int_eq(minor, IMPAKT_VERSION_MINOR);
  ck_assert_int_eq(patch, IMPAKT_VERSION_PATCH);
}
END_TEST

START_TEST(models)
{
  ck_assert_ptr_null(impakt_model_at(-1));
  ck_assert_ptr_null(impakt_model_at(impakt_model_count()));
  ck_assert_ptr_null(impakt_model_find(NULL));
  ck_assert_ptr_null(impakt_model_find(""));
  ck_assert_ptr_null(impakt_model_find("no such model"));
  ck_assert_ptr_null(impakt_model_nearest(NULL));
  ck_assert_ptr_null(impakt_model_nearest("0123456789 0123456789 0123456789"));
  char name[128];
  strcpy(name, impakt_model_name(impakt_model_at(0)));
  name[1] = '#';
  ck_assert_str_eq(impakt_model_nearest(name), impakt_model_name(impakt_model_at(0)));

  ck_assert_ptr_null(impakt_model_name(NULL));
  ck_assert_ptr_null(impakt_model_title(NULL));
  ck_assert_ptr_null(impakt_model_time(NULL));
  ck_assert_int_eq(impakt_model_revision(NULL), 0);
  ck_assert_ptr_nonnull(impakt_model_equations(NULL));
  ck_assert_ptr_nonnull(impakt_model_equations(drug)); /* not a registered one */
  for (int kind = -3; kind < 14; kind++) {
    const int n = impakt_model_size(drug, kind);
    ck_assert_int_ge(n, 0);
    ck_assert_int_eq(impakt_model_size(NULL, kind), 0);
    ck_assert_int_eq(impakt_model_index(NULL, kind, "V"), -1);
    ck_assert_int_eq(impakt_model_index(drug, kind, NULL), -1);
    ck_assert_int_eq(impakt_model_index(drug, kind, "no such row"), -1);
    for (int field = -3; field < 7; field++) {
      ck_assert_ptr_null(impakt_model_text(NULL, kind, 0, field));
      ck_assert_ptr_null(impakt_model_text(drug, kind, -1, field));
      ck_assert_ptr_null(impakt_model_text(drug, kind, n, field));
      ck_assert_double_nan(impakt_model_number(NULL, kind, 0, field));
      ck_assert_double_nan(impakt_model_number(drug, kind, -1, field));
      ck_assert_double_nan(impakt_model_number(drug, kind, n, field));
      for (int i = 0; i < n; i++) {
        ck_assert_ptr_nonnull(impakt_model_text(drug, kind, i, field));
        const double number = impakt_model_number(drug, kind, i, field);
        if (field < 0 || field > IMPAKT_HIGH) ck_assert_double_nan(number);
      }
    }
  }
}
END_TEST

START_TEST(model_arrays)
{
  char unit[8];
  memset(unit, 'x', sizeof unit);
  FAILS(ARGUMENT, impakt_model_dose_unit(NULL, 0, unit, sizeof unit));
  FAILS(ARGUMENT, impakt_model_dose_unit(drug, 0, NULL, 8));
  FAILS(INDEX, impakt_model_dose_unit(drug, -1, unit, sizeof unit));
  FAILS(INDEX, impakt_model_dose_unit(drug, NU, unit, sizeof unit));
  FAILS(LENGTH, impakt_model_dose_unit(drug, 0, unit, 0));
  FAILS(LENGTH, impakt_model_dose_unit(drug, 0, unit, 4)); /* nmol and its end are 5 */
  for (size_t i = 0; i < sizeof unit; i++) ck_assert_int_eq(unit[i], 'x');
  ck_assert_int_eq(impakt_model_dose_unit(drug, 0, unit, 5), IMPAKT_OK);
  ck_assert_str_eq(unit, "nmol");

  FAILS(ARGUMENT, impakt_model_preset(NULL, 0, integers, numbers, 2, &size));
  FAILS(ARGUMENT, impakt_model_preset(drug, 0, integers, numbers, 2, NULL));
  FAILS(ARGUMENT, impakt_model_preset(drug, 0, NULL, numbers, 2, &size));
  FAILS(ARGUMENT, impakt_model_preset(drug, 0, integers, NULL, 2, &size));
  FAILS(INDEX, impakt_model_preset(drug, -1, integers, numbers, 2, &size));
  FAILS(INDEX, impakt_model_preset(drug, 2, integers, numbers, 2, &size));
  ck_assert_int_eq(impakt_model_preset(drug, 1, NULL, NULL, 0, &size), IMPAKT_OK);
  ck_assert_uint_eq(size, 2);
  ck_assert_int_eq(impakt_model_preset(drug, 1, integers, numbers, 1, &size), IMPAKT_OK);
  ck_assert_uint_eq(size, 2);
  ck_assert_int_eq(integers[1], 12345);
  ck_assert_double_eq_tol(numbers[0], 1.5, 1e-15);
  set_canaries();
}
END_TEST

/* ---- systems ----------------------------------------------------------------------------- */

static impakt_system *made_system(void)
{
  impakt_system *system = NULL;
  ck_assert_int_eq(impakt_system_new(&system, "two"), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(system, "drug", drug), IMPAKT_OK);
  ck_assert_int_eq(impakt_system_add(system, "effect", effect), IMPAKT_OK);
  return system;
}

static void check_system_refusal(impakt_system *system, int status, int expected,
                                 const char *part, const char *call)
{
  const char *message = impakt_system_message(system);
  ck_assert_msg(status == expected, "%s: status %d, not %d; %s", call, status, expected,
                message);
  ck_assert_msg(*message && strstr(message, part), "%s: the message lacks '%s': %s", call, part,
                message);
  check_canaries();
}
#define SYSTEM_REFUSES(expected, part, call)                                                   \
  check_system_refusal(system, call, IMPAKT_E_##expected, part, #call)

START_TEST(systems)
{
  FAILS(ARGUMENT, impakt_system_new(NULL, "two"));
  FAILS(ARGUMENT, impakt_system_new(&no_system, NULL));
  impakt_system_free(NULL);
  ck_assert_str_eq(impakt_system_message(NULL), "");
  FAILS(ARGUMENT, impakt_system_add(NULL, "a", drug));
  FAILS(ARGUMENT, impakt_system_connect(NULL, "a.b", "c.d"));
  FAILS(ARGUMENT, impakt_system_model(NULL, &no_model));

  impakt_system *system = NULL;
  ck_assert_int_eq(impakt_system_new(&system, "two"), IMPAKT_OK);
  ck_assert_str_eq(impakt_system_message(system), "");
  SYSTEM_REFUSES(ORDER, "no models", impakt_system_model(system, &no_model));
  impakt_system_free(system);

  system = made_system();
  SYSTEM_REFUSES(ARGUMENT, "NULL", impakt_system_add(system, NULL, drug));
  SYSTEM_REFUSES(ARGUMENT, "NULL", impakt_system_add(system, "a", NULL));
  SYSTEM_REFUSES(NAME, "drug", impakt_system_add(system, "drug", effect));
  const char *const labels[] = { "", "a b", "a.b", "a-b", "\xc3\xa4" };
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    SYSTEM_REFUSES(NAME, labels[i], impakt_system_add(system, labels[i], drug));
  SYSTEM_REFUSES(ARGUMENT, "NULL", impakt_system_connect(system, NULL, "effect.drug"));
  SYSTEM_REFUSES(ARGUMENT, "NULL", impakt_system_connect(system, "drug.level", NULL));
  SYSTEM_REFUSES(NAME, "did you mean 'drug.level'",
                 impakt_system_connect(system, "drug.levle", "effect.drug"));
  SYSTEM_REFUSES(NAME, "did you mean 'effect.drug'",
                 impakt_system_connect(system, "drug.level", "effect.drgu"));
  SYSTEM_REFUSES(NAME, "drug.C", impakt_system_connect(system, "drug.C", "effect.drug"));
  SYSTEM_REFUSES(UNIT, "nmol/L", impakt_system_connect(system, "drug.amount", "effect.drug"));
  SYSTEM_REFUSES(ARGUMENT, "NULL", impakt_system_model(system, NULL));

  /* none of this has been noticed */
  ck_assert_int_eq(impakt_system_connect(system, "drug.level", "effect.drug"), IMPAKT_OK);
  ck_assert_str_eq(impakt_system_message(system), "");
  const impakt_model *both = NULL;
  ck_assert_int_eq(impakt_system_model(system, &both), IMPAKT_OK);
  ck_assert_int_eq(impakt_model_size(both, IMPAKT_STATE), NX + 1);
  ck_assert_int_eq(impakt_model_size(both, IMPAKT_PARAMETER), NP + 2);
  SYSTEM_REFUSES(ORDER, "late", impakt_system_add(system, "third", drug));
  SYSTEM_REFUSES(ORDER, "late", impakt_system_connect(system, "drug.level", "effect.drug"));
  impakt_sim *run = NULL;
  double result[2];
  ck_assert_int_eq(impakt_sim_new(&run, both), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_dose(run, "drug.iv", 0, 100, NULL, 0, NULL), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_watch(run, "effect.E"), IMPAKT_OK);
  ck_assert_msg(impakt_sim_run(run, times + 1, 2, result, 2) == IMPAKT_OK, "%s",
                impakt_sim_message(run));
  ck_assert(result[1] > 0.1 && result[1] < 0.9);
  impakt_sim_free(run);
  impakt_system_free(system);
}
END_TEST

/* A system's own model in itself would never end. */
START_TEST(system_in_itself)
{
  impakt_system *system = made_system();
  const impakt_model *own = NULL;
  ck_assert_int_eq(impakt_system_model(system, &own), IMPAKT_OK);
  ck_assert_int_lt(impakt_system_add(system, "again", own), 0);
  impakt_system_free(system);
}
END_TEST

/* ---- a simulation: life, options, parameters --------------------------------------------- */

START_TEST(no_object)
{
  double t = 1;
  FAILS(ARGUMENT, impakt_sim_new(NULL, drug));
  FAILS(ARGUMENT, impakt_sim_new(&no_sim, NULL));
  FAILS(ARGUMENT, impakt_sim_copy(NULL, sim));
  FAILS(ARGUMENT, impakt_sim_copy(&no_sim, NULL));
  impakt_sim_free(NULL);
  ck_assert_str_eq(impakt_sim_message(NULL), "");
  FAILS(ARGUMENT, impakt_sim_set_option(NULL, IMPAKT_SOLVER, 1));
  FAILS(ARGUMENT, impakt_sim_use_preset(NULL, "slow"));
  FAILS(ARGUMENT, impakt_sim_set_parameter(NULL, "V", 2));
  FAILS(ARGUMENT, impakt_sim_set_parameters(NULL, numbers, NP));
  FAILS(ARGUMENT, impakt_sim_get_parameters(NULL, numbers, NP));
  FAILS(ARGUMENT, impakt_sim_get_derived(NULL, numbers, NQ));
  FAILS(ARGUMENT, impakt_sim_set_patient(NULL, "BSA", 1));
  FAILS(ARGUMENT, impakt_sim_set_initial(NULL, "C", 1));
  FAILS(ARGUMENT, impakt_sim_get_initial(NULL, numbers, NX));
  FAILS(ARGUMENT, impakt_sim_dose(NULL, "iv", 0, 1, NULL, 0, integers));
  FAILS(ARGUMENT, impakt_sim_dose_rate(NULL, "iv", 0, 1, NULL, 1, NULL, integers));
  FAILS(ARGUMENT, impakt_sim_infuse(NULL, "iv", 0, 1, NULL, 1, integers));
  FAILS(ARGUMENT, impakt_sim_dose_repeat(NULL, 0, 1, 1));
  FAILS(ARGUMENT, impakt_sim_dose_table(NULL, 1, integers, &t, &t, &t));
  FAILS(ARGUMENT, impakt_sim_dose_clear(NULL));
  FAILS(ARGUMENT, impakt_sim_doses(NULL, integers, numbers, numbers, numbers, 1, &size));
  FAILS(ARGUMENT, impakt_sim_measure(NULL, "C", IMPAKT_PEAK, 0, 0, 1, integers));
  FAILS(ARGUMENT, impakt_sim_measured(NULL, 0, numbers));
  FAILS(ARGUMENT, impakt_sim_measure_clear(NULL));
  FAILS(ARGUMENT, impakt_sim_watch(NULL, "C"));
  FAILS(ARGUMENT, impakt_sim_watch_clear(NULL));
  ck_assert_int_eq(impakt_sim_columns(NULL), 0);
  ck_assert_ptr_null(impakt_sim_column_name(NULL, 0));
  ck_assert_ptr_null(impakt_sim_column_unit(NULL, 0));
  FAILS(ARGUMENT, impakt_sim_run(NULL, &t, 1, numbers, COLUMNS));
  FAILS(ARGUMENT, impakt_sim_slope_in(NULL, "V"));
  FAILS(ARGUMENT, impakt_sim_slope_clear(NULL));
  FAILS(ARGUMENT, impakt_sim_run_slopes(NULL, &t, 1, numbers, COLUMNS, numbers, COLUMNS));
  ck_assert_int_eq(impakt_sim_counter(NULL, IMPAKT_COUNT_STEPS), 0);
  FAILS(ARGUMENT, impakt_sim_rhs(NULL, 0, &t, 1, NULL, 0, numbers, 1));
  FAILS(ARGUMENT, impakt_sim_outputs(NULL, 0, &t, 1, numbers, 1));
  ck_assert_int_eq(impakt_sim_jacobian_entries(NULL), 0);
  FAILS(ARGUMENT, impakt_sim_jacobian_pattern(NULL, integers, integers, 1));
  FAILS(ARGUMENT, impakt_sim_jacobian(NULL, 0, &t, 1, NULL, 0, numbers, 1));
}
END_TEST

START_TEST(options)
{
  double low, high;
  FAILS(INDEX, impakt_option_range(99, &numbers[0], &numbers[1]));
  FAILS(INDEX, impakt_option_range(108, &numbers[0], &numbers[1]));
  REFUSES(INDEX, "option", impakt_sim_set_option(sim, 99, 1));
  REFUSES(INDEX, "option", impakt_sim_set_option(sim, 108, 1));
  for (int option = IMPAKT_RELATIVE_TOLERANCE; option <= IMPAKT_SOLVER; option++) {
    if (option == 104) continue; /* was another, once */
    ck_assert_int_eq(impakt_option_range(option, &low, &high), IMPAKT_OK);
    double low_alone = canary, high_alone = canary; /* what is not asked for may be NULL */
    ck_assert_int_eq(impakt_option_range(option, NULL, NULL), IMPAKT_OK);
    ck_assert_int_eq(impakt_option_range(option, &low_alone, NULL), IMPAKT_OK);
    ck_assert_int_eq(impakt_option_range(option, NULL, &high_alone), IMPAKT_OK);
    ck_assert_mem_eq(&low, &low_alone, sizeof low);
    ck_assert_mem_eq(&high, &high_alone, sizeof high);
    ck_assert(low < high);
    for (int i = 0; i < WRONG_NUMBERS; i++) {
      const int status = impakt_sim_set_option(sim, option, wrong_numbers[i]);
      ck_assert(status == IMPAKT_E_ARGUMENT || status == IMPAKT_E_RANGE);
      ck_assert_str_ne(impakt_sim_message(sim), "");
    }
    REFUSES(RANGE, "", impakt_sim_set_option(sim, option, -1));
    if (isfinite(high)) REFUSES(RANGE, "", impakt_sim_set_option(sim, option, 2 * high + 1));
  }
  REFUSES(RANGE, "whole", impakt_sim_set_option(sim, IMPAKT_SOLVER, 0.5));
  REFUSES(RANGE, "whole", impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 10.5));
}
END_TEST

START_TEST(parameters)
{
  double all[NP];
  REFUSES(ARGUMENT, "NULL", impakt_sim_use_preset(sim, NULL));
  REFUSES(NAME, "did you mean 'slow'", impakt_sim_use_preset(sim, "solw"));
  REFUSES(ARGUMENT, "NULL", impakt_sim_set_parameter(sim, NULL, 1));
  REFUSES(NAME, "did you mean 'kel'", impakt_sim_set_parameter(sim, "kell", 1));
  REFUSES(NAME, "misuse_drug", impakt_sim_set_parameter(sim, "CL", 1)); /* derived */
  REFUSES(NAME, "''", impakt_sim_set_parameter(sim, "", 1));
  REFUSES(RANGE, "V", impakt_sim_set_parameter(sim, "V", 0.999));
  REFUSES(RANGE, "V", impakt_sim_set_parameter(sim, "V", 20.001));
  REFUSES(RANGE, "V", impakt_sim_set_parameter(sim, "V", -5));
  REFUSES(RANGE, "per_h", impakt_sim_set_parameter(sim, "per_h", 2)); /* exact */
  for (int i = 0; i < WRONG_NUMBERS; i++)
    REFUSES(ARGUMENT, "V", impakt_sim_set_parameter(sim, "V", wrong_numbers[i]));

  FAILS(LENGTH, impakt_sim_get_parameters(sim, numbers, NP - 1));
  FAILS(LENGTH, impakt_sim_get_parameters(sim, numbers, NP + 1));
  FAILS(ARGUMENT, impakt_sim_get_parameters(sim, NULL, NP));
  ck_assert_int_eq(impakt_sim_get_parameters(sim, all, NP), IMPAKT_OK);
  REFUSES(ARGUMENT, "NULL", impakt_sim_set_parameters(sim, NULL, NP));
  REFUSES(LENGTH, "8", impakt_sim_set_parameters(sim, all, NP - 1));
  REFUSES(LENGTH, "8", impakt_sim_set_parameters(sim, all, NP + 1));
  REFUSES(LENGTH, "8", impakt_sim_set_parameters(sim, all, 0));
  /* the first is right, a later one wrong: none is taken */
  all[0] = 0.2;
  all[2] = NAN;
  REFUSES(ARGUMENT, "V", impakt_sim_set_parameters(sim, all, NP));
  all[2] = 100;
  REFUSES(RANGE, "V", impakt_sim_set_parameters(sim, all, NP));

  REFUSES(ARGUMENT, "NULL", impakt_sim_get_derived(sim, NULL, NQ));
  REFUSES(LENGTH, "1", impakt_sim_get_derived(sim, numbers, NQ + 1));
  REFUSES(LENGTH, "1", impakt_sim_get_derived(sim, numbers, 0));
}
END_TEST

START_TEST(patient_and_start)
{
  REFUSES(ARGUMENT, "NULL", impakt_sim_set_patient(sim, NULL, 1));
  REFUSES(NAME, "did you mean 'BSA'", impakt_sim_set_patient(sim, "BAS", 1));
  REFUSES(NAME, "'V'", impakt_sim_set_patient(sim, "V", 5)); /* not of the patient */
  REFUSES(RANGE, "BSA", impakt_sim_set_patient(sim, "BSA", 0));
  REFUSES(RANGE, "BSA", impakt_sim_set_patient(sim, "BSA", 100));
  REFUSES(RANGE, "WT", impakt_sim_set_patient(sim, "WT", 0)); /* asked for by no model */
  REFUSES(RANGE, "WT", impakt_sim_set_patient(sim, "WT", -70));
  for (int i = 0; i < WRONG_NUMBERS; i++) {
    REFUSES(ARGUMENT, "BSA", impakt_sim_set_patient(sim, "BSA", wrong_numbers[i]));
    REFUSES(ARGUMENT, "WT", impakt_sim_set_patient(sim, "WT", wrong_numbers[i]));
    REFUSES(ARGUMENT, "C", impakt_sim_set_initial(sim, "C", wrong_numbers[i]));
  }
  REFUSES(ARGUMENT, "NULL", impakt_sim_set_initial(sim, NULL, 1));
  REFUSES(NAME, "did you mean 'depot'", impakt_sim_set_initial(sim, "deopt", 1));
  REFUSES(NAME, "amount", impakt_sim_set_initial(sim, "amount", 1)); /* an output */
  REFUSES(ARGUMENT, "NULL", impakt_sim_get_initial(sim, NULL, NX));
  REFUSES(LENGTH, "3", impakt_sim_get_initial(sim, numbers, NX - 1));
  REFUSES(LENGTH, "3", impakt_sim_get_initial(sim, numbers, NX + 1));
}
END_TEST

/* ---- doses ------------------------------------------------------------------------------- */

static void check_negative(int status, const char *call)
{
  ck_assert_msg(status == IMPAKT_E_RANGE || status == IMPAKT_E_ARGUMENT ||
                    status == IMPAKT_E_ORDER,
                "%s: %d", call, status);
  ck_assert_msg(*impakt_sim_message(sim), "%s: no message", call);
  check_canaries();
}
/* The header does not say which of three statuses a negative time or amount is. */
#define REFUSES_NEGATIVE(call) check_negative(call, #call)

START_TEST(doses)
{
  REFUSES(ARGUMENT, "NULL", impakt_sim_dose(sim, NULL, 0, 1, NULL, 0, integers));
  REFUSES(ARGUMENT, "NULL", impakt_sim_dose_rate(sim, NULL, 0, 1, NULL, 1, NULL, integers));
  REFUSES(ARGUMENT, "NULL", impakt_sim_infuse(sim, NULL, 0, 1, NULL, 1, integers));
  REFUSES(NAME, "did you mean 'iv'", impakt_sim_dose(sim, "vi", 0, 1, NULL, 0, integers));
  REFUSES(NAME, "did you mean 'heat'",
          impakt_sim_dose_rate(sim, "haet", 0, 1, NULL, 1, NULL, integers));
  REFUSES(NAME, "did you mean 'mass'", impakt_sim_infuse(sim, "mas", 0, 1, NULL, 1, integers));
  REFUSES(NAME, "C", impakt_sim_dose(sim, "C", 0, 1, NULL, 0, integers)); /* a state */
  for (int i = 0; i < WRONG_NUMBERS; i++) {
    const double x = wrong_numbers[i];
    REFUSES(ARGUMENT, "", impakt_sim_dose(sim, "iv", x, 1, NULL, 0, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose(sim, "iv", 0, x, NULL, 0, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose(sim, "iv", 0, 1, NULL, x, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose_rate(sim, "iv", x, 1, NULL, 1, NULL, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose_rate(sim, "iv", 0, x, NULL, 1, NULL, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose_rate(sim, "iv", 0, 1, NULL, x, NULL, integers));
    REFUSES(ARGUMENT, "", impakt_sim_infuse(sim, "iv", x, 1, NULL, 1, integers));
    REFUSES(ARGUMENT, "", impakt_sim_infuse(sim, "iv", 0, x, NULL, 1, integers));
    REFUSES(ARGUMENT, "", impakt_sim_infuse(sim, "iv", 0, 1, NULL, x, integers));
    REFUSES(ARGUMENT, "", impakt_sim_dose_repeat(sim, 0, x, 2));
  }
  REFUSES_NEGATIVE(impakt_sim_dose(sim, "iv", -1, 1, NULL, 0, integers));
  REFUSES_NEGATIVE(impakt_sim_dose(sim, "iv", 0, -1, NULL, 0, integers));
  REFUSES_NEGATIVE(impakt_sim_dose(sim, "iv", 0, 1, NULL, -1, integers));
  REFUSES_NEGATIVE(impakt_sim_dose_rate(sim, "iv", -1, 1, NULL, 1, NULL, integers));
  REFUSES_NEGATIVE(impakt_sim_dose_rate(sim, "iv", 0, -1, NULL, 1, NULL, integers));
  REFUSES_NEGATIVE(impakt_sim_dose_rate(sim, "iv", 0, 1, NULL, -1, NULL, integers));
  REFUSES_NEGATIVE(impakt_sim_dose_rate(sim, "iv", 0, 1, NULL, 0, NULL, integers));
  REFUSES_NEGATIVE(impakt_sim_infuse(sim, "iv", -1, 1, NULL, 1, integers));
  REFUSES_NEGATIVE(impakt_sim_infuse(sim, "iv", 0, 1, NULL, -1, integers));
}
END_TEST

START_TEST(dose_units)
{
  REFUSES(UNIT, "furlong", impakt_sim_dose(sim, "iv", 0, 1, "furlong", 0, integers));
  REFUSES(UNIT, "", impakt_sim_dose(sim, "iv", 0, 1, "", 0, integers));
  REFUSES(UNIT, "", impakt_sim_dose(sim, "iv", 0, 1, "nmol/", 0, integers));
  REFUSES(UNIT, "cell", impakt_sim_dose(sim, "iv", 0, 1, "cell", 0, integers));
  REFUSES(UNIT, "nmol/h", impakt_sim_dose(sim, "iv", 0, 1, "nmol/h", 0, integers)); /* a rate */
  REFUSES(UNIT, "nmol",
          impakt_sim_infuse(sim, "iv", 0, 1, "nmol", 1, integers)); /* an amount */
  REFUSES(UNIT, "h", impakt_sim_dose_rate(sim, "iv", 0, 1, "h", 1, NULL, integers));
  REFUSES(UNIT, "h", impakt_sim_dose_rate(sim, "iv", 0, 1, NULL, 1, "h", integers));
  REFUSES(UNIT, "mg", impakt_sim_dose(sim, "heat", 0, 1, "mg", 1, integers));
}
END_TEST

START_TEST(dose_records)
{
  const int input[2] = { 1, 1 }, wrong_input[2] = { 1, NU }, negative_input[2] = { 1, -1 };
  const double time[2] = { 0, 1 }, amount[2] = { 1, 1 }, duration[2] = { 0, 1 };
  REFUSES(INDEX, "", impakt_sim_dose_repeat(sim, -1, 1, 2));
  REFUSES(INDEX, "", impakt_sim_dose_repeat(sim, 2, 1, 2)); /* there are two */
  REFUSES_NEGATIVE(impakt_sim_dose_repeat(sim, 0, -1, 2));
  REFUSES_NEGATIVE(impakt_sim_dose_repeat(sim, 0, 0, 2));
  REFUSES_NEGATIVE(impakt_sim_dose_repeat(sim, 0, 1, 0));
  REFUSES_NEGATIVE(impakt_sim_dose_repeat(sim, 0, 1, -1));

  REFUSES(ARGUMENT, "NULL", impakt_sim_dose_table(sim, 2, NULL, time, amount, duration));
  REFUSES(ARGUMENT, "NULL", impakt_sim_dose_table(sim, 2, input, NULL, amount, duration));
  REFUSES(ARGUMENT, "NULL", impakt_sim_dose_table(sim, 2, input, time, NULL, duration));
  REFUSES(ARGUMENT, "NULL", impakt_sim_dose_table(sim, 2, input, time, amount, NULL));
  REFUSES(INDEX, "", impakt_sim_dose_table(sim, 2, wrong_input, time, amount, duration));
  REFUSES(INDEX, "", impakt_sim_dose_table(sim, 2, negative_input, time, amount, duration));
  for (int i = 0; i < WRONG_NUMBERS; i++) {
    const double wrong[2] = { 1, wrong_numbers[i] };
    REFUSES(ARGUMENT, "", impakt_sim_dose_table(sim, 2, input, wrong, amount, duration));
    REFUSES(ARGUMENT, "", impakt_sim_dose_table(sim, 2, input, time, wrong, duration));
    REFUSES(ARGUMENT, "", impakt_sim_dose_table(sim, 2, input, time, amount, wrong));
  }
  const double negative[2] = { 1, -1 };
  REFUSES_NEGATIVE(impakt_sim_dose_table(sim, 2, input, negative, amount, duration));
  REFUSES_NEGATIVE(impakt_sim_dose_table(sim, 2, input, time, negative, duration));
  REFUSES_NEGATIVE(impakt_sim_dose_table(sim, 2, input, time, amount, negative));
  ck_assert_int_eq(impakt_sim_dose_table(sim, 0, NULL, NULL, NULL, NULL), IMPAKT_OK);

  REFUSES(ARGUMENT, "NULL",
          impakt_sim_doses(sim, integers, numbers, numbers, numbers, 4, NULL));
  ck_assert_int_eq(impakt_sim_doses(sim, NULL, NULL, NULL, NULL, 10, &size), IMPAKT_OK);
  ck_assert_uint_eq(size, 4); /* three infusions and a bolus: nothing has been added above */
  size = 54321;
}
END_TEST

/* A dose that cannot be given.  Some of it is known only when the run starts. */
static void run_is_refused(int status, const char *part, int dose_status)
{
  const int got =
      dose_status ? dose_status : impakt_sim_run(sim, times, TIMES, numbers, TIMES * COLUMNS);
  ck_assert_msg(got == status, "%d (%s), not %d", got, impakt_sim_message(sim), status);
  ck_assert_msg(strstr(impakt_sim_message(sim), part), "'%s' lacks '%s'",
                impakt_sim_message(sim), part);
  check_canaries();
  ck_assert_int_eq(impakt_sim_measured(sim, 0, numbers), IMPAKT_E_ORDER);
  check_canaries();
  impakt_sim_free(sim); /* a new one for tear_down; what to mend is the caller's to say */
  sim = new_sim();
}

START_TEST(doses_that_a_run_refuses)
{
  run_is_refused(IMPAKT_E_RANGE, "weight",
                 impakt_sim_dose(sim, "iv", 0, 1, "nmol/kg", 0, NULL));
  run_is_refused(IMPAKT_E_RANGE, "molar mass",
                 impakt_sim_dose(sim, "mass", 0, 1, "mg", 0, NULL));
  run_is_refused(IMPAKT_E_RANGE, "heat", impakt_sim_dose(sim, "heat", 0, 1, NULL, 0, NULL));
}
END_TEST

/* ---- what is watched, measured and run --------------------------------------------------- */

START_TEST(watching)
{
  REFUSES(ARGUMENT, "NULL", impakt_sim_watch(sim, NULL));
  REFUSES(NAME, "did you mean 'amount'", impakt_sim_watch(sim, "amuont"));
  REFUSES(NAME, "'V'", impakt_sim_watch(sim, "V")); /* a parameter */
  ck_assert_int_eq(impakt_sim_columns(sim), COLUMNS);
  ck_assert_ptr_null(impakt_sim_column_name(sim, -1));
  ck_assert_ptr_null(impakt_sim_column_name(sim, COLUMNS));
  ck_assert_ptr_null(impakt_sim_column_unit(sim, -1));
  ck_assert_ptr_null(impakt_sim_column_unit(sim, COLUMNS));
  for (int i = 0; i < COLUMNS; i++) {
    ck_assert_str_ne(impakt_sim_column_name(sim, i), "");
    ck_assert_str_ne(impakt_sim_column_unit(sim, i), "");
  }

  REFUSES(ARGUMENT, "NULL", impakt_sim_slope_in(sim, NULL));
  REFUSES(NAME, "did you mean 'Cmax'", impakt_sim_slope_in(sim, "Cmx"));
  REFUSES(RANGE, "per_h", impakt_sim_slope_in(sim, "per_h")); /* a constant */
  REFUSES(NAME, "C", impakt_sim_slope_in(sim, "C"));          /* a state */
}
END_TEST

START_TEST(measures)
{
  REFUSES(ARGUMENT, "NULL", impakt_sim_measure(sim, NULL, IMPAKT_PEAK, 0, 0, 1, integers));
  REFUSES(NAME, "did you mean 'depot'",
          impakt_sim_measure(sim, "dept", IMPAKT_PEAK, 0, 0, 1, integers));
  REFUSES(INDEX, "", impakt_sim_measure(sim, "C", -1, 0, 0, 1, integers));
  REFUSES(INDEX, "", impakt_sim_measure(sim, "C", 8, 0, 0, 1, integers));
  for (int i = 0; i < WRONG_NUMBERS; i++) {
    const double x = wrong_numbers[i];
    REFUSES(ARGUMENT, "", impakt_sim_measure(sim, "C", IMPAKT_TIME_ABOVE, x, 0, 1, integers));
    REFUSES(ARGUMENT, "", impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, x, 1, integers));
    REFUSES(ARGUMENT, "", impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 0, x, integers));
  }
  REFUSES(ORDER, "", impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 2, 1, integers));
  REFUSES_NEGATIVE(impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, -1, 1, integers));

  FAILS(ORDER, impakt_sim_measured(sim, 0, numbers)); /* nothing has run */
  ck_assert_int_eq(outcome_of(sim).peak > 0, 1);
  FAILS(ARGUMENT, impakt_sim_measured(sim, 0, NULL));
  FAILS(INDEX, impakt_sim_measured(sim, -1, numbers));
  FAILS(INDEX, impakt_sim_measured(sim, 1, numbers));
}
END_TEST

START_TEST(running)
{
  const size_t n = TIMES * COLUMNS;
  REFUSES(ARGUMENT, "NULL", impakt_sim_run(sim, NULL, TIMES, numbers, n));
  REFUSES(ARGUMENT, "NULL", impakt_sim_run(sim, times, TIMES, NULL, n));
  REFUSES(LENGTH, "", impakt_sim_run(sim, times, TIMES, numbers, n - 1));
  REFUSES(LENGTH, "", impakt_sim_run(sim, times, TIMES, numbers, n + 1));
  REFUSES(LENGTH, "", impakt_sim_run(sim, times, TIMES, numbers, 0));

  const double back[TIMES] = { 0, 3, 2, 4 }, twice[TIMES] = { 0, 1, 1, 2 };
  const double negative[TIMES] = { -1, 0, 1, 2 };
  REFUSES(ORDER, "", impakt_sim_run(sim, back, TIMES, numbers, n));
  REFUSES(ORDER, "", impakt_sim_run(sim, twice, TIMES, numbers, n));
  REFUSES_NEGATIVE(impakt_sim_run(sim, negative, TIMES, numbers, n));
  for (int i = 0; i < WRONG_NUMBERS; i++)
    for (int k = 0; k < TIMES; k++) {
      double wrong[TIMES];
      memcpy(wrong, times, sizeof wrong);
      wrong[k] = wrong_numbers[i];
      REFUSES(ARGUMENT, "", impakt_sim_run(sim, wrong, TIMES, numbers, n));
    }

  REFUSES(ARGUMENT, "NULL", impakt_sim_run_slopes(sim, NULL, TIMES, numbers, n, numbers, n));
  REFUSES(ARGUMENT, "NULL", impakt_sim_run_slopes(sim, times, TIMES, NULL, n, numbers, n));
  REFUSES(ARGUMENT, "NULL", impakt_sim_run_slopes(sim, times, TIMES, numbers, n, NULL, n));
  REFUSES(LENGTH, "", impakt_sim_run_slopes(sim, times, TIMES, numbers, n - 1, numbers, n));
  REFUSES(LENGTH, "", impakt_sim_run_slopes(sim, times, TIMES, numbers, n, numbers, n - 1));
  REFUSES(LENGTH, "", impakt_sim_run_slopes(sim, times, TIMES, numbers, n, numbers, n + 1));
  REFUSES(ORDER, "", impakt_sim_run_slopes(sim, back, TIMES, numbers, n, numbers, n));

  ck_assert_int_eq(impakt_sim_counter(sim, -1), 0);
  ck_assert_int_eq(impakt_sim_counter(sim, 6), 0);
}
END_TEST

/* Times are not looked at before the lengths have been found to agree, and a product of lengths
 * that wraps around does not agree: a caller who counts wrongly hears of it. */
START_TEST(lengths_before_times)
{
  const size_t n = TIMES * COLUMNS;
  REFUSES(LENGTH, "", impakt_sim_run(sim, times, 1000, numbers, n));
  REFUSES(LENGTH, "", impakt_sim_run(sim, times, SIZE_MAX / COLUMNS + 1, numbers, 4));
  REFUSES(LENGTH, "",
          impakt_sim_run_slopes(sim, times, SIZE_MAX / COLUMNS + 1, numbers, 4, numbers, 4));
}
END_TEST

/* A run that fails on the way writes nothing, and its measures are not those of the run before. */
START_TEST(failing_run)
{
  outcome_of(sim);
  ck_assert_int_eq(impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 3), IMPAKT_OK);
  REFUSES(STEPS, "", impakt_sim_run(sim, times, TIMES, numbers, TIMES * COLUMNS));
  FAILS(ORDER, impakt_sim_measured(sim, 0, numbers));
  REFUSES(STEPS, "",
          impakt_sim_run_slopes(sim, times, TIMES, numbers, TIMES * COLUMNS, numbers,
                                TIMES * COLUMNS));
  ck_assert_int_eq(impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 100000), IMPAKT_OK);
  ck_assert_str_eq(impakt_sim_message(sim), "");
}
END_TEST

/* Equations that leave the numbers: a start at the end of what double holds. */
START_TEST(not_finite)
{
  ck_assert_int_eq(impakt_sim_set_initial(sim, "hot", 1e308), IMPAKT_OK);
  const int status = impakt_sim_run(sim, times, TIMES, numbers, TIMES * COLUMNS);
  if (status < 0)
    check_canaries(); /* whether it can be integrated is the integrator's affair */
  set_canaries();
  ck_assert_int_eq(impakt_sim_infuse(sim, "heat", 0, 1e200, NULL, 1, NULL), IMPAKT_OK);
  REFUSES(NOT_FINITE, "hot", impakt_sim_run(sim, times, TIMES, numbers, TIMES * COLUMNS));
  impakt_sim_free(sim);
  sim = new_sim();
}
END_TEST

/* ---- the equations alone ----------------------------------------------------------------- */

START_TEST(equations)
{
  const double x[NX] = { 1, 2, 0.5 }, u[NU] = { 1, 0, 1, 0 };
  const int n = impakt_sim_jacobian_entries(sim);
  ck_assert_int_ge(n, NX);
  ck_assert_int_le(n, NX * NX);
  const size_t entries = (size_t)n;
  REFUSES(ARGUMENT, "NULL", impakt_sim_rhs(sim, 0, NULL, NX, u, NU, numbers, NX));
  REFUSES(ARGUMENT, "NULL", impakt_sim_rhs(sim, 0, x, NX, u, NU, NULL, NX));
  REFUSES(LENGTH, "", impakt_sim_rhs(sim, 0, x, NX - 1, u, NU, numbers, NX));
  REFUSES(LENGTH, "", impakt_sim_rhs(sim, 0, x, NX, u, NU + 1, numbers, NX));
  REFUSES(LENGTH, "", impakt_sim_rhs(sim, 0, x, NX, u, NU, numbers, NX + 1));
  REFUSES(ARGUMENT, "NULL", impakt_sim_outputs(sim, 0, NULL, NX, numbers, NY));
  REFUSES(ARGUMENT, "NULL", impakt_sim_outputs(sim, 0, x, NX, NULL, NY));
  REFUSES(LENGTH, "", impakt_sim_outputs(sim, 0, x, NX + 1, numbers, NY));
  REFUSES(LENGTH, "", impakt_sim_outputs(sim, 0, x, NX, numbers, NY - 1));
  FAILS(ARGUMENT, impakt_sim_jacobian_pattern(sim, NULL, integers, entries));
  FAILS(ARGUMENT, impakt_sim_jacobian_pattern(sim, integers, NULL, entries));
  FAILS(LENGTH, impakt_sim_jacobian_pattern(sim, integers, integers, entries - 1));
  FAILS(LENGTH, impakt_sim_jacobian_pattern(sim, integers, integers, entries + 1));
  REFUSES(ARGUMENT, "NULL", impakt_sim_jacobian(sim, 0, NULL, NX, u, NU, numbers, entries));
  REFUSES(ARGUMENT, "NULL", impakt_sim_jacobian(sim, 0, x, NX, u, NU, NULL, entries));
  REFUSES(LENGTH, "", impakt_sim_jacobian(sim, 0, x, NX + 1, u, NU, numbers, entries));
  REFUSES(LENGTH, "", impakt_sim_jacobian(sim, 0, x, NX, u, NU - 1, numbers, entries));
  REFUSES(LENGTH, "", impakt_sim_jacobian(sim, 0, x, NX, u, NU, numbers, entries - 1));
  for (int i = 0; i < WRONG_NUMBERS; i++) {
    REFUSES(ARGUMENT, "", impakt_sim_rhs(sim, wrong_numbers[i], x, NX, u, NU, numbers, NX));
    REFUSES(ARGUMENT, "", impakt_sim_outputs(sim, wrong_numbers[i], x, NX, numbers, NY));
    REFUSES(ARGUMENT, "",
            impakt_sim_jacobian(sim, wrong_numbers[i], x, NX, u, NU, numbers, entries));
  }
  double d[NX], without[NX], zero[NU] = { 0 };
  ck_assert_int_eq(impakt_sim_rhs(sim, 0, x, NX, NULL, 0, without, NX), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_rhs(sim, 0, x, NX, zero, NU, d, NX), IMPAKT_OK);
  ck_assert_mem_eq(d, without, sizeof d);
}
END_TEST

/* ---- copies ------------------------------------------------------------------------------ */

START_TEST(copies)
{
  impakt_sim *copy = NULL;
  const struct outcome before = outcome_of(sim);
  ck_assert_int_eq(impakt_sim_copy(&copy, sim), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_measured(copy, 0, numbers), IMPAKT_E_ORDER); /* without results */
  check_canaries();
  const struct outcome of_copy = outcome_of(copy);
  ck_assert_mem_eq(&before, &of_copy, sizeof before);
  /* neither notices what becomes of the other */
  ck_assert_int_eq(impakt_sim_set_parameter(copy, "V", 10), IMPAKT_OK);
  ck_assert_int_eq(impakt_sim_dose_clear(copy), IMPAKT_OK);
  const struct outcome after = outcome_of(sim);
  ck_assert_mem_eq(&before, &after, sizeof before);
  impakt_sim_free(copy);
}
END_TEST

/* What was said of a failing call is gone after the next one that succeeds. */
START_TEST(messages)
{
  ck_assert_str_eq(impakt_sim_message(sim), "");
  REFUSES(NAME, "kell", impakt_sim_set_parameter(sim, "kell", 1));
  REFUSES(NAME, "deopt", impakt_sim_watch(sim, "deopt"));
  ck_assert_ptr_null(strstr(impakt_sim_message(sim), "kell"));
  ck_assert_int_eq(impakt_sim_set_parameter(sim, "V", 5), IMPAKT_OK);
  ck_assert_str_eq(impakt_sim_message(sim), "");
  char longest[5000]; /* a name longer than any message */
  memset(longest, 'a', sizeof longest);
  longest[sizeof longest - 1] = 0;
  REFUSES(NAME, "aaa", impakt_sim_set_parameter(sim, longest, 1));
  REFUSES(NAME, "%s%n", impakt_sim_set_parameter(sim, "%s%n%s", 1));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("misuse");
  TCase *alone = tcase_create("no simulation"), *with = tcase_create("simulation");
  tcase_add_checked_fixture(alone, set_canaries, check_canaries);
  tcase_add_test(alone, status_and_version);
  tcase_add_test(alone, models);
  tcase_add_test(alone, model_arrays);
  tcase_add_test(alone, systems);
  tcase_add_test(alone, system_in_itself);
  tcase_add_checked_fixture(with, set_up, tear_down);
  tcase_set_timeout(with, 30);
  tcase_add_test(with, no_object);
  tcase_add_test(with, options);
  tcase_add_test(with, parameters);
  tcase_add_test(with, patient_and_start);
  tcase_add_test(with, doses);
  tcase_add_test(with, dose_units);
  tcase_add_test(with, dose_records);
  tcase_add_test(with, doses_that_a_run_refuses);
  tcase_add_test(with, watching);
  tcase_add_test(with, measures);
  tcase_add_test(with, running);
  tcase_add_test(with, lengths_before_times);
  tcase_add_test(with, failing_run);
  tcase_add_test(with, not_finite);
  tcase_add_test(with, equations);
  tcase_add_test(with, copies);
  tcase_add_test(with, messages);
  suite_add_tcase(suite, alone);
  suite_add_tcase(suite, with);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
