/* test_allocation.c — every allocation of a complete scenario fails in turn.
 *
 * This program's malloc and its kin stand before the C library's, also for what SUNDIALS and LAPACK
 * ask for.  The n-th call fails, once, or all from the n-th on.  The function in which it happens
 * must say IMPAKT_E_MEMORY and write nothing; called again, once there is memory, it must work,
 * and the scenario end with the same bits as ever.  No block may be lost.
 *
 * SUNDIALS does not survive all of it.  Where the program ends within one of its functions that is
 * listed below, nobody but SUNDIALS can help; how often that is, is printed.  Anywhere else it is a
 * failure.
 *
 * Sanitizers have a malloc of their own: there is no test under them. */
#include "impakt.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern const impakt_model model_misuse_drug, model_misuse_effect, model_cart_stein2019;

/* ---- memory that ends -------------------------------------------------------------------- */

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static int armed;     /* calls are counted */
static int for_ever;  /* those after the n-th fail too */
static long n_calls;  /* while armed */
static long fails_at; /* 0: none */
static long n_failed; /* so far */
static long n_blocks; /* that have not been freed, since the program began */

static int fails(void)
{
  if (!armed) return 0;
  n_calls++;
  if (fails_at == 0 || (for_ever ? n_calls < fails_at : n_calls != fails_at)) return 0;
  n_failed++;
  errno = ENOMEM;
  return 1;
}

static void *counted(void *block)
{
  n_blocks += block != NULL;
  return block;
}

void *malloc(size_t size) { return fails() ? NULL : counted(__libc_malloc(size)); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : counted(__libc_calloc(n, size)); }
void *memalign(size_t to, size_t size);
void *memalign(size_t to, size_t size)
{
  return fails() ? NULL : counted(__libc_memalign(to, size));
}
void *aligned_alloc(size_t to, size_t size) { return memalign(to, size); }

int posix_memalign(void **block, size_t to, size_t size)
{
  void *got = memalign(to, size);
  if (!got) return ENOMEM;
  *block = got;
  return 0;
}

void *realloc(void *block, size_t size)
{
  if (fails()) return NULL;
  void *moved = __libc_realloc(block, size);
  if (!block) return counted(moved);
  n_blocks -= size == 0 && moved == NULL;
  return moved;
}

void free(void *block)
{
  n_blocks -= block != NULL;
  __libc_free(block);
}

/* ---- where SUNDIALS is known not to survive (6.4.1) -------------------------------------- */

/* The linker sends our calls of these here (--wrap, in meson.build).
 *   SUNContext_Create  SUNHashMap_New, called for the logger, uses what malloc gave before it looks
 *   SUNContext_Free    the logger's map is NULL if its second malloc failed, and is used
 *   CVodeSensInit      N_VClone uses what the clone function returns before it looks, here that of
 *                      the vectors which SUNNonlinSol_NewtonSens wraps ours in
 *   CVodeFree          after a CVodeSensInit that could not make its solver: frees its vectors again.
 *                      Whoever does not call it then loses blocks; nobody is to be blamed for it. */
enum place { OURS, CONTEXT_CREATE, CONTEXT_FREE, SENSITIVITIES_INIT, CVODE_FREE, PLACES };
static const char *const place_names[PLACES] = { "our own code", "SUNContext_Create",
                                                 "SUNContext_Free", "CVodeSensInit",
                                                 "CVodeFree" };
static volatile sig_atomic_t place;
static int sensitivities_failed;

/* Pointers and integers alone: their types do not matter to the call. */
#define WITHIN(where, name, parameters, arguments)                                             \
  int __real_##name parameters;                                                                \
  int __wrap_##name parameters;                                                                \
  int __wrap_##name parameters                                                                 \
  {                                                                                            \
    place = where;                                                                             \
    const int status = __real_##name arguments;                                                \
    place = OURS;                                                                              \
    sensitivities_failed |= where == SENSITIVITIES_INIT && status != 0;                        \
    return status;                                                                             \
  }
WITHIN(CONTEXT_CREATE, SUNContext_Create, (void *a, void *b), (a, b))
WITHIN(CONTEXT_FREE, SUNContext_Free, (void *a), (a))
WITHIN(SENSITIVITIES_INIT, CVodeSensInit, (void *a, int b, int c, void *d, void *e),
       (a, b, c, d, e))
WITHIN(CVODE_FREE, CVodeFree, (void *a), (a)) /* gives nothing, and nobody looks */

/* ---- the scenario ------------------------------------------------------------------------ */

enum { TIMES = 6, NX = 4, NY = 3, NP = 10, NU = 5, COLUMNS = 3, SLOPES = 2 };

struct answers {
  double result[TIMES * COLUMNS], slopes[TIMES * COLUMNS * SLOPES], of_copy[TIMES * COLUMNS];
  double peak, area, initial[NX], derived[1], rhs[NX], outputs[NY], jacobian[NX * NX];
  double dose_times[8];
};

/* What went wrong first; written without allocating, reported when memory is whole again. */
static char trouble[512];
static long n_refusals; /* calls that said IMPAKT_E_MEMORY */

static void note(const char *call, int status, const char *what)
{
  if (!*trouble) snprintf(trouble, sizeof trouble, "%s: %s (status %d)", call, what, status);
}

static int untouched(const struct answers *answers)
{
  const unsigned char *byte = (const unsigned char *)answers;
  for (size_t i = 0; i < sizeof *answers; i++)
    if (byte[i] != 0xa5) return 0;
  return 1;
}

/* Moves what a call has written, given that it succeeded. */
static void keep(void *to, void *from, size_t size)
{
  memcpy(to, from, size);
  memset(from, 0xa5, size);
}

/* One call; if it finds no memory, once more.  Those that write, write into fresh, a scratch full of
 * canaries, and say where it is to be kept. */
#define CALL(message, call)                                                                    \
  do {                                                                                         \
    int status_ = (call);                                                                      \
    if (status_ == IMPAKT_E_MEMORY) {                                                          \
      n_refusals++;                                                                            \
      if (!untouched(&fresh)) note(#call, status_, "wrote into an array of the caller's");     \
      if (!*(message)) note(#call, status_, "left no message");                                \
      if (for_ever) goto done;                                                                 \
      status_ = (call);                                                                        \
    }                                                                                          \
    if (status_ != IMPAKT_OK) {                                                                \
      note(#call, status_, message);                                                           \
      goto done;                                                                               \
    }                                                                                          \
  } while (0)
#define OF_SYSTEM(call)  CALL(impakt_system_message(system), call)
#define OF_SIM(call)     CALL(impakt_sim_message(sim), call)
#define OF_COPY(call)    CALL(impakt_sim_message(copy), call)
#define OF_PATIENT(call) CALL(impakt_patient_message(patient), call)
#define OF_TABLE(call)   CALL(impakt_table_message(table), call)
#define OF_NOBODY(call)  CALL("no object", call)
#define KEEP(field)      keep(a->field, fresh.field, sizeof a->field)

static void scenario(struct answers *a)
{
  static const double times[TIMES] = { 0, 1, 5, 24, 72, 240 };
  static const double x[NX] = { 1, 2, 0.5, 0.9 }, u[NU] = { 0 };
  static const int table_input[2] = { 0, 1 };
  static const double table_time[2] = { 100, 110 }, table_amount[2] = { 10, 20 };
  static const double table_duration[2] = { 0, 3 };
  static const double course_time[2] = { 0, 100 }, course_WT[2] = { 60, 65 };
  static const double course_kel[2] = { 0.05, 0.07 };
  static const char rows[] = "TIME,AMT,CMT,RATE,WT\n50,1,drug.iv,1,60\n60,.,.,.,65\n";
  struct answers fresh;
  impakt_system *system = NULL;
  impakt_sim *sim = NULL, *copy = NULL;
  impakt_patient *patient = NULL, *same = NULL;
  impakt_table *table = NULL;
  const impakt_model *model = NULL;
  int dose = 0, rescue = 0, rule = 0, peak = 0, area = 0;
  size_t n = 0, entries = 0;
  memset(&fresh, 0xa5, sizeof fresh);
  memset(a, 0, sizeof *a);

  OF_NOBODY(impakt_system_new(&system, "two"));
  OF_SYSTEM(impakt_system_add(system, "drug", &model_misuse_drug));
  OF_SYSTEM(impakt_system_add(system, "effect", &model_misuse_effect));
  OF_SYSTEM(impakt_system_connect(system, "drug.level", "effect.drug"));
  OF_SYSTEM(impakt_system_model(system, &model));
  OF_NOBODY(impakt_sim_new(&sim, model));
  OF_SIM(impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-7));
  OF_SIM(impakt_sim_use_preset(sim, "drug.slow"));
  OF_SIM(impakt_sim_set_parameter(sim, "drug.V", 5));
  OF_SIM(impakt_sim_set_patient(sim, "BSA", 1.5));
  OF_SIM(impakt_sim_set_patient(sim, "WT", 60));
  OF_NOBODY(impakt_patient_new(&patient));
  OF_PATIENT(impakt_patient_set(patient, "weight", 60, NULL));
  OF_PATIENT(impakt_patient_set(patient, "surface", 1.5, NULL));
  OF_NOBODY(impakt_patient_copy(&same, patient));
  OF_PATIENT(impakt_patient_apply(patient, sim, 0));
  OF_SIM(impakt_sim_set_patient_course(sim, "WT", IMPAKT_LINEAR, course_time, course_WT, 2));
  OF_SIM(impakt_sim_set_course(sim, "drug.kel", IMPAKT_LINEAR, course_time, course_kel, 2));
  OF_SIM(impakt_sim_set_course(sim, "drug.kel", IMPAKT_CARRIED_BACKWARD, course_time,
                               course_kel, 2));
  OF_SIM(impakt_sim_set_initial(sim, "effect.E", 0.9));
  OF_SIM(impakt_sim_dose(sim, "drug.iv", 1, 0.5, "mg/m2", 2, &dose));
  OF_SIM(impakt_sim_dose_repeat(sim, dose, 12, 3));
  OF_SIM(impakt_sim_dose(sim, "drug.sc", 24, 1, "nmol/kg", 0, NULL));
  OF_SIM(impakt_sim_dose_rate(sim, "drug.sc", 30, 10, NULL, 2, NULL, NULL));
  OF_SIM(impakt_sim_infuse(sim, "drug.heat", 3, 1, NULL, 4, NULL));
  OF_SIM(impakt_sim_dose_table(sim, 2, table_input, table_time, table_amount, table_duration));
  OF_NOBODY(impakt_table_new(&table));
  OF_TABLE(impakt_table_read(table, "doses", rows, sizeof rows - 1));
  OF_TABLE(impakt_table_covariate(table, "WT", IMPAKT_LINEAR));
  OF_TABLE(impakt_table_give(table, NULL, sim));
  OF_SIM(impakt_sim_dose(sim, "drug.iv", 0, 1, NULL, 2, &rescue));
  OF_SIM(impakt_sim_rule(sim, "drug.C", IMPAKT_FALLING, 0.05, &rule));
  OF_SIM(impakt_sim_rule_rest(sim, rule, 30, 1));
  OF_SIM(impakt_sim_rule_dose(sim, rule, rescue, 1));
  OF_SIM(impakt_sim_rule_scale(sim, rule, "drug.heat", 0.5, 2));
  OF_SIM(impakt_sim_check(sim, dose, "drug.C", IMPAKT_RISING, 0.01, IMPAKT_DELAY, 6, NULL));
  OF_SIM(impakt_sim_watch(sim, "drug.C"));
  OF_SIM(impakt_sim_watch(sim, "effect.E"));
  OF_SIM(impakt_sim_watch(sim, "drug.hot"));
  OF_SIM(impakt_sim_measure(sim, "drug.C", IMPAKT_PEAK, 0, 0, 240, &peak));
  OF_SIM(impakt_sim_measure(sim, "effect.E", IMPAKT_AREA, 0, 0, 240, &area));
  OF_SIM(impakt_sim_slope_in(sim, "drug.kel"));
  OF_SIM(impakt_sim_slope_in(sim, "drug.lag"));
  OF_SIM(impakt_sim_get_initial(sim, fresh.initial, NX));
  KEEP(initial);
  OF_SIM(impakt_sim_get_derived(sim, fresh.derived, 1));
  KEEP(derived);
  OF_SIM(impakt_sim_doses(sim, NULL, fresh.dose_times, NULL, NULL, 8, &n));
  KEEP(dose_times);

  OF_SIM(impakt_sim_run_slopes(sim, times, TIMES, fresh.result, TIMES * COLUMNS, fresh.slopes,
                               TIMES * COLUMNS * SLOPES));
  KEEP(result);
  KEEP(slopes);
  OF_SIM(impakt_sim_measured(sim, peak, &a->peak));
  OF_SIM(impakt_sim_measured(sim, area, &a->area));
  OF_NOBODY(impakt_sim_copy(&copy, sim));
  OF_COPY(impakt_sim_set_option(copy, IMPAKT_SOLVER, IMPAKT_SOLVER_ADAMS));
  OF_COPY(impakt_sim_run(copy, times, TIMES, fresh.of_copy, TIMES * COLUMNS));
  KEEP(of_copy);
  OF_SIM(impakt_sim_rhs(sim, 2, x, NX, u, NU, fresh.rhs, NX));
  KEEP(rhs);
  OF_SIM(impakt_sim_outputs(sim, 2, x, NX, fresh.outputs, NY));
  KEEP(outputs);
  entries = (size_t)impakt_sim_jacobian_entries(sim);
  OF_SIM(impakt_sim_jacobian(sim, 2, x, NX, NULL, 0, fresh.jacobian, entries));
  KEEP(jacobian);
done:
  impakt_patient_free(same);
  impakt_patient_free(patient);
  impakt_sim_free(copy);
  impakt_sim_free(sim);
  impakt_table_free(table);
  impakt_system_free(system);
}

/* ---- a population ------------------------------------------------------------------------ */

/* Patients side by side, as many as the processor can.  A status; what is not there is not summed up. */
static int people(double *mean)
{
  static const double times[2] = { 24, 240 };
  impakt_sim *sim = NULL;
  impakt_population *population = NULL;
  impakt_summary *summary = NULL;
  *mean = NAN;
  int status = impakt_sim_new(&sim, &model_cart_stein2019);
  if (!status) status = impakt_sim_measure(sim, "C", IMPAKT_AREA, 0, 0, 240, NULL);
  if (!status) status = impakt_population_new(&population, sim);
  if (!status) status = impakt_population_correlate(population, "Tmax", "Cmax", 0.3);
  if (!status) status = impakt_summary_new(&summary, population, times, 2, NULL);
  if (!status)
    status = impakt_population_run(population, 1, 0, 20, times, 2, 1, summary, NULL, 0, NULL);
  if (!status) status = impakt_summary_value(summary, IMPAKT_SUMMARY_MEAN, 1, 0, 0, mean);
  impakt_summary_free(summary);
  impakt_population_free(population);
  impakt_sim_free(sim);
  return status;
}

/* The n-th allocation fails, or all from there on. */
static int people_armed(long n, int mode, double *mean)
{
  const long blocks = n_blocks;
  for_ever = mode;
  fails_at = n;
  n_calls = n_failed = 0;
  armed = 1;
  const int status = people(mean);
  armed = 0;
  ck_assert_msg(n_blocks == blocks, "%ld blocks lost where allocation %ld failed",
                n_blocks - blocks, n);
  return status;
}

START_TEST(populations)
{
  double whole, mean;
  ck_assert_int_eq(people_armed(0, 0, &whole), IMPAKT_OK);
  const long needed = n_calls;
  ck_assert(isfinite(whole) && needed > 100);
  for (int mode = 0; mode < 2; mode++)
    for (long n = 1; n <= needed; n++)
      ck_assert_int_eq(people_armed(n, mode, &mean), IMPAKT_E_MEMORY);
  ck_assert_int_eq(people_armed(0, 0, &mean), IMPAKT_OK);
  ck_assert(!memcmp(&whole, &mean, sizeof mean));
}
END_TEST

/* ---- tests ------------------------------------------------------------------------------- */

static struct answers expected;
static long n_needed; /* allocations of the whole scenario */

static void run_armed(struct answers *answers, long n, int mode)
{
  const long blocks = n_blocks;
  for_ever = mode;
  fails_at = n;
  n_calls = n_failed = n_refusals = 0;
  *trouble = 0;
  armed = 1;
  scenario(answers);
  armed = 0;
  if (n_blocks != blocks && !sensitivities_failed)
    snprintf(trouble + strlen(trouble), sizeof trouble - strlen(trouble),
             "; %ld blocks were lost", n_blocks - blocks);
}

START_TEST(succeeds)
{
  struct answers again;
  run_armed(&again, 0, 0);
  ck_assert_msg(!*trouble, "%s", trouble);
  ck_assert_mem_eq(&again, &expected, sizeof again);
  ck_assert_int_eq(n_calls, n_needed);
  ck_assert(isfinite(again.peak) && again.peak > 0 && isfinite(again.area));
}
END_TEST

/* What a process with a failing allocation leaves behind. */
struct verdict {
  int finished;
  enum place ended_in;
  long n_failed, n_refusals;
  int same;
  char trouble[sizeof trouble];
};
static struct verdict *verdict; /* shared with the child */

static void on_signal(int number)
{
  verdict->ended_in = (enum place)place;
  _exit(100 + number);
}

static void child(long n, int mode)
{
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE };
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], on_signal);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere < 0 || dup2(nowhere, 2) < 0) _exit(99); /* CVodeCreate prints, unasked */
  struct answers answers;
  run_armed(&answers, n, mode);
  verdict->n_failed = n_failed;
  verdict->n_refusals = n_refusals;
  verdict->same = !memcmp(&answers, &expected, sizeof answers);
  memcpy(verdict->trouble, trouble, sizeof trouble);
  verdict->finished = 1;
  _exit(0);
}

/* Every allocation in a process of its own, since some of them end it. */
static void try_all(int mode)
{
  long ended[PLACES] = { 0 };
  char complaints[4096] = "";
  int n_complaints = 0;
  for (long n = 1; n <= n_needed; n++) {
    memset(verdict, 0, sizeof *verdict);
    fflush(stdout);
    const pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) child(n, mode);
    int status = 0;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);

    char line[640] = "";
    if (!verdict->finished) {
      ended[verdict->ended_in]++;
      if (verdict->ended_in == OURS || !WIFEXITED(status))
        snprintf(line, sizeof line, "the program ended, with status %d",
                 WIFEXITED(status) ? WEXITSTATUS(status) : status);
    } else if (*verdict->trouble) snprintf(line, sizeof line, "%s", verdict->trouble);
    else if (verdict->n_failed < 1) snprintf(line, sizeof line, "it was not reached");
    else if (verdict->n_refusals != 1)
      snprintf(line, sizeof line, "%ld calls said so", verdict->n_refusals);
    else if (!mode && !verdict->same) snprintf(line, sizeof line, "the results are others");
    if (*line && ++n_complaints <= 12) {
      const size_t used = strlen(complaints);
      snprintf(complaints + used, sizeof complaints - used, "\nallocation %ld of %ld: %s", n,
               n_needed, line);
    }
  }
  for (int i = 1; i < PLACES; i++)
    if (ended[i])
      printf("%ld of %ld allocations: SUNDIALS does not survive it in %s\n", ended[i], n_needed,
             place_names[i]);
  ck_assert_msg(!n_complaints, "%d complaints%s%s", n_complaints,
                n_complaints > 12 ? ", the first 12:" : ":", complaints);
}

START_TEST(fails_once) { try_all(0); }
END_TEST

START_TEST(fails_for_ever) { try_all(1); }
END_TEST

/* The integrator allocates when a run starts, and not in its steps. */
START_TEST(none_while_integrating)
{
  static const double course_time[2] = { 0, 300 }, course_kel[2] = { 0.05, 0.07 };
  long needed[2];
  for (int longer = 0; longer < 2; longer++)
    for (int slopes = 0; slopes < 2; slopes++) {
      const double times[2] = { 0, longer ? 480 : 24 };
      double result[2], slope[2];
      impakt_sim *sim = NULL;
      ck_assert_int_eq(impakt_sim_new(&sim, &model_misuse_drug), IMPAKT_OK);
      ck_assert_int_eq(impakt_sim_dose(sim, "iv", 0, 100, NULL, 0, NULL), IMPAKT_OK);
      int rescue = 0, rule = 0; /* given again and again */
      ck_assert_int_eq(impakt_sim_dose(sim, "iv", 0, 10, NULL, 1, &rescue), IMPAKT_OK);
      ck_assert_int_eq(impakt_sim_rule(sim, "C", IMPAKT_FALLING, 1, &rule), IMPAKT_OK);
      ck_assert_int_eq(impakt_sim_rule_dose(sim, rule, rescue, 0), IMPAKT_OK);
      ck_assert_int_eq(
          impakt_sim_check(sim, rescue, "C", IMPAKT_RISING, 2, IMPAKT_DELAY, 1, NULL),
          IMPAKT_OK);
      ck_assert_int_eq(impakt_sim_watch(sim, "C"), IMPAKT_OK);
      ck_assert_int_eq(impakt_sim_slope_in(sim, "kel"), IMPAKT_OK);
      ck_assert_int_eq(
          impakt_sim_set_course(sim, "kel", IMPAKT_LINEAR, course_time, course_kel, 2),
          IMPAKT_OK);
      n_calls = fails_at = 0;
      armed = 1;
      const int status = slopes ? impakt_sim_run_slopes(sim, times, 2, result, 2, slope, 2)
                                : impakt_sim_run(sim, times, 2, result, 2);
      armed = 0;
      ck_assert_int_eq(status, IMPAKT_OK);
      size_t fired = 0;
      ck_assert_int_eq(impakt_sim_fired(sim, rule, NULL, 0, &fired), IMPAKT_OK);
      ck_assert_msg(!longer || fired > 3, "fired %zu times", fired);
      if (!longer) needed[slopes] = n_calls;
      else ck_assert_int_eq(n_calls, needed[slopes]);
      impakt_sim_free(sim);
    }
}
END_TEST

int main(void)
{
  /* what libraries keep for ever they keep from here on; a failure here is told by the first test */
  scenario(&expected);
  run_armed(&expected, 0, 0);
  n_needed = n_calls;
  verdict =
      mmap(NULL, sizeof *verdict, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (verdict == MAP_FAILED) return 2;
  Suite *suite = suite_create("allocation");
  TCase *tcase = tcase_create("allocation");
  tcase_set_timeout(tcase, 120);
  tcase_add_test(tcase, succeeds);
  tcase_add_test(tcase, none_while_integrating);
  tcase_add_test(tcase, populations);
  tcase_add_test(tcase, fails_once);
  tcase_add_test(tcase, fails_for_ever);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed > 0;
}
