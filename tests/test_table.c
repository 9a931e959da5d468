/* test_table.c — dose tables: what a row means, and every way in which one is refused. */
#include "testing.h"

#include <locale.h>
#include <stdio.h>

extern const impakt_model model_unit_one, model_unit_oral, model_unit_two;

static const double tolerance = GATHERED * FINE;
static impakt_table *table;
static impakt_sim *sim;

static void set_up(void)
{
  ck_assert_int_eq(impakt_table_new(&table), IMPAKT_OK);
  sim = new_sim(&model_unit_oral, FINE);
}

static void tear_down(void)
{
  impakt_table_free(table);
  impakt_sim_free(sim);
  table = NULL;
  sim = NULL;
}

static void reads(const char *text)
{
  ck_assert_msg(impakt_table_read(table, "doses.csv", text, strlen(text)) == IMPAKT_OK, "%s",
                impakt_table_message(table));
  ck_assert_str_eq(impakt_table_message(table), "");
}

static void gives(const char *text)
{
  reads(text);
  ck_assert_msg(impakt_table_give(table, NULL, sim) == IMPAKT_OK, "%s",
                impakt_table_message(table));
}

/* The course of gut and plasma is, bit for bit, that of another simulation. */
static void same_course(impakt_sim *other)
{
  double times[40], a[80], b[80];
  for (int i = 0; i < 40; i++) times[i] = 0.7 * i + 0.1;
  impakt_sim *const sims[] = { sim, other };
  double *const results[] = { a, b };
  for (int k = 0; k < 2; k++) {
    fine(sims[k], impakt_sim_watch_clear(sims[k]));
    fine(sims[k], impakt_sim_watch(sims[k], "G"));
    fine(sims[k], impakt_sim_watch(sims[k], "A"));
    fine(sims[k], impakt_sim_run(sims[k], times, 40, results[k], 80));
  }
  for (int i = 0; i < 80; i++)
    ck_assert_msg(a[i] == b[i], "at %g h: %.17g and %.17g", times[i / 2], a[i], b[i]);
}

/* ---- what rows mean -------------------------------------------------------------------------- */

START_TEST(every_kind_of_row)
{
  gives("ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS\n"
        "7,0,1,100,gut,.,8,2,.\n"
        "7,1,1,50,2,10,0,0,0\n"
        "7,2,1,60,gut,-1,,,\n"
        "7,2.5,1,60,1,-2,.,.,.\n"
        "7,3,0,.,.,.,.,.,.\n"
        "7,4,2,0,0,0,0,0,0\n"
        "7,9,1,40,iv,0,12,1,1\n"
        "7,11,1,0,iv,7,0,0,2\n"
        "7,12,5,33,A,.,.,.,.\n"
        "7,13,6,0.5,G,.,.,.,.\n"
        "7,17,3,.,.,.,.,.,.\n"
        "7,20,4,80,gut,0,3,2,0\n");
  impakt_sim *other = new_sim(&model_unit_oral, FINE);
  int dose;
  fine(other, impakt_sim_dose(other, "gut", 0, 100, NULL, 0, &dose));
  fine(other, impakt_sim_dose_repeat(other, dose, 8, 3));
  fine(other, impakt_sim_dose_rate(other, "iv", 1, 50, NULL, 10, NULL, NULL));
  fine(other, impakt_sim_dose_modelled(other, "gut", 2, 60, NULL, "R_gut", NULL));
  fine(other, impakt_sim_dose_modelled(other, "gut", 2.5, 60, NULL, "D_gut", NULL));
  fine(other, impakt_sim_dose(other, "iv", 9, 40, NULL, 0, &dose));
  fine(other, impakt_sim_dose_repeat(other, dose, 12, 2));
  fine(other, impakt_sim_dose_steady(other, dose, 12, IMPAKT_STEADY_ALONE));
  fine(other, impakt_sim_steady_infusion(other, "iv", 11, 7, NULL, IMPAKT_STEADY_ADDED, NULL));
  fine(other, impakt_sim_replace(other, "A", 12, 33, NULL));
  fine(other, impakt_sim_multiply(other, "G", 13, 0.5, NULL));
  fine(other, impakt_sim_reset(other, 17, NULL));
  fine(other, impakt_sim_reset(other, 20, NULL));
  fine(other, impakt_sim_dose(other, "gut", 20, 80, NULL, 0, &dose));
  fine(other, impakt_sim_dose_repeat(other, dose, 3, 3));
  same_course(other);
  impakt_sim_free(other);
  double times[5];
  size_t count;
  ck_assert_int_eq(impakt_table_times(table, "7", times, 5, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 2);
  near(times[0], 3, 0);
  near(times[1], 4, 0);
}
END_TEST

/* One input, no ID, no EVID, no CMT; in one compartment exactly. */
START_TEST(as_little_as_there_can_be)
{
  impakt_sim_free(sim);
  sim = new_sim(&model_unit_one, FINE);
  gives("time,amt\n0,.\n2,100\n5,0\n");
  near(value_at(sim, "A", 7), 100 * exp(-0.2 * 5), tolerance);
  double times[3];
  size_t count;
  ck_assert_int_eq(impakt_table_times(table, NULL, times, 1, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 2);
  ck_assert_int_eq(impakt_table_people(table), 1);
  ck_assert_str_eq(impakt_table_id(table, 0), "");
}
END_TEST

START_TEST(how_text_may_be_written)
{
  impakt_sim_free(sim);
  sim = new_sim(&model_unit_one, FINE);
  gives("\xEF\xBB\xBF\r\n"
        "\"TIME\" , AMT ,\"CMT\"\r\n"
        "\r\n"
        " 0 ,\t1e2 ,\"iv\"\r\n"
        "\n"
        "1,+50.5,1");
  near(value_at(sim, "A", 2), 100 * exp(-0.4) + 50.5 * exp(-0.2), tolerance);
}
END_TEST

START_TEST(people)
{
  const char *text = "ID,TIME,AMT,CMT,DV,MDV\n"
                     "ann,0,100,gut,.,1\n"
                     "ann,1,.,.,3.5,0\n"
                     "ann,1,.,2,4.5,0\n"
                     "ann,2,.,.,9,1\n"
                     "b 2,0,200,iv,.,1\n"
                     "b 2,3,.,.,1.5,.\n";
  double times[4], values[4];
  size_t count;
  reads(text);
  ck_assert_int_eq(impakt_table_people(table), 2);
  ck_assert_str_eq(impakt_table_id(table, 1), "b 2");
  ck_assert_ptr_null(impakt_table_id(table, 2));
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_E_ARGUMENT);
  says(impakt_table_message(table), "2 people");
  ck_assert_int_eq(impakt_table_give(table, "anne", sim), IMPAKT_E_NAME);
  says(impakt_table_message(table), "did you mean 'ann'?");
  ck_assert_int_eq(impakt_table_give(table, "b 2", sim), IMPAKT_OK);
  near(value_at(sim, "A", 3), 200 * exp(-0.6), tolerance);
  ck_assert_int_eq(impakt_table_times(table, "ann", times, 4, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 2); /* 1 and 2 h */
  ck_assert_int_eq(impakt_table_observed(table, "ann", times, values, 4, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 2);
  near(times[1], 1, 0);
  near(values[0], 3.5, 0);
  near(values[1], 4.5, 0);
  ck_assert_int_eq(impakt_table_observed(table, "b 2", NULL, NULL, 0, &count), IMPAKT_OK);
  ck_assert_uint_eq(count, 1);
  ck_assert_int_eq(impakt_table_observed(table, "ann", times, values, 4, NULL),
                   IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_times(table, "ann", times, 4, NULL), IMPAKT_E_ARGUMENT);
}
END_TEST

/* ---- covariates ------------------------------------------------------------------------------ */

static const char *const weights = "TIME,AMT,CMT,WT,CL\n"
                                   "1,100,iv,60,5\n"
                                   "4,.,.,90,5\n"
                                   "6,.,.,.,.\n"
                                   "8,.,.,40,5\n";

START_TEST(covariates_in_time)
{
  for (int rule = IMPAKT_CARRIED_FORWARD; rule <= IMPAKT_LINEAR; rule++) {
    reads(weights);
    ck_assert_int_eq(impakt_table_covariate(table, "WT", rule), IMPAKT_OK);
    ck_assert_int_eq(impakt_table_covariate(table, "CL", rule), IMPAKT_OK);
    ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_OK);
    impakt_sim *other = new_sim(&model_unit_oral, FINE);
    const double times[] = { 0, 1, 4, 8 }, values[] = { 60, 60, 90, 40 };
    fine(other, impakt_sim_set_parameter(other, "CL", 5));
    fine(other, impakt_sim_set_patient_course(other, "WT", rule, times, values, 4));
    fine(other, impakt_sim_dose(other, "iv", 1, 100, NULL, 0, NULL));
    same_course(other);
    impakt_sim_free(other);
    fine(sim, impakt_sim_dose_clear(sim));
  }
}
END_TEST

START_TEST(covariates_that_stay)
{
  reads("TIME,AMT,CMT,WT\n0,100,iv,35\n3,.,.,35\n");
  ck_assert_int_eq(impakt_table_covariate(table, "WT", IMPAKT_LINEAR), IMPAKT_OK);
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_OK);
  near(value_at(sim, "A", 5), 100 * exp(-0.2 * pow(0.5, 0.75) * 5), tolerance);
}
END_TEST

START_TEST(columns_that_are_not_known)
{
  reads(weights);
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_E_NAME);
  says(impakt_table_message(table), "'WT'");
  ck_assert_int_eq(impakt_table_ignore(table, "WT"), IMPAKT_OK);
  ck_assert_int_eq(impakt_table_ignore(table, "CL"), IMPAKT_OK);
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_OK);
  near(value_at(sim, "A", 5), 100 * exp(-0.2 * 4), tolerance);
  ck_assert_int_eq(impakt_table_ignore(table, "Wt"), IMPAKT_E_NAME);
  says(impakt_table_message(table), "did you mean 'WT'?");
  ck_assert_int_eq(impakt_table_ignore(table, "AMT"), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_table_ignore(table, NULL), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_covariate(table, "WT", 3), IMPAKT_E_INDEX);
  reads("TIME,AMT,RTE\n0,1,2\n");
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_E_NAME);
  says(impakt_table_message(table), "did you mean 'RATE'?");
}
END_TEST

static const struct {
  const char *rows, *says;
} bad_covariates[] = {
  { "0,100,.\n1,.,60\n", "first row" },
  { "0,100,60\n0,.,61\n", "one value at a time" },
  { "0,100,heavy\n", "'heavy' is no number" },
  { "0,100,-3\n", "WT" },
  { "0,100,60\n1,.,1000\n", "WT" },
};

START_TEST(covariates_that_are_wrong)
{
  char text[200];
  snprintf(text, sizeof text, "TIME,AMT,WT\n%s", bad_covariates[_i].rows);
  impakt_sim_free(sim);
  sim = new_sim(&model_unit_one, FINE);
  reads(text);
  ck_assert_int_eq(impakt_table_covariate(table, "WT", IMPAKT_LINEAR), IMPAKT_OK);
  ck_assert_int_lt(impakt_table_give(table, NULL, sim), 0);
  says(impakt_table_message(table), bad_covariates[_i].says);
  says(impakt_table_message(table), "doses.csv:");
  near_size(value_at(sim, "A", 5), 0, 0, 0); /* nothing was given */
}
END_TEST

START_TEST(a_covariate_of_no_model)
{
  reads("TIME,AMT,CMT,AGE\n0,100,iv,35\n");
  ck_assert_int_eq(impakt_table_covariate(table, "AGE", IMPAKT_LINEAR), IMPAKT_OK);
  ck_assert_int_lt(impakt_table_give(table, NULL, sim), 0);
  says(impakt_table_message(table), "AGE");
}
END_TEST

/* ---- what is refused ------------------------------------------------------------------------- */

#define ALL "ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS,DV,MDV\n"

static const struct {
  const char *text;
  int line; /* 0: of no line */
  const char *says[3];
} bad[] = {
  /* text */
  { "", 0, { "empty" } },
  { "\n \n", 0, { "empty" } },
  { "TIME\n1\n", 1, { "one column", "commas" } },
  { "TIME;AMT\n1;2\n", 1, { "one column", "commas" } },
  { "TIME,AMT\n", 0, { "no rows" } },
  { "TIME,,AMT\n1,2,3\n", 1, { "column 2 has no name" } },
  { "TIME,AMT\n1,2,3\n", 2, { "3 fields", "expected 2" } },
  { "TIME,AMT\n1,2\n1\n", 3, { "1 field", "expected 2" } },
  { "TIME,AMT\n1,\"2\n", 2, { "AMT", "quotes" } },
  { "TIME,AMT\n1,\"2\"x\n", 2, { "AMT", "quotes" } },
  { "TIME,AMT,AMT\n1,2,3\n", 0, { "columns 2 and 3", "'AMT'" } },
  { "TIME,AMT,amt\n1,2,3\n", 0, { "'AMT' and 'amt'", "same item" } },
  { "TIME,WT,WT\n1,2,3\n", 0, { "columns 2 and 3", "'WT'" } },
  { "ID,AMT\n1,2\n", 0, { "no column TIME" } },
  /* fields */
  { "TIME,AMT\n1,2mg\n", 2, { "AMT", "'2mg' is no number" } },
  { "TIME,AMT\n1,\"2,5\"\n", 2, { "AMT", "'2,5' is no number" } },
  { "TIME,AMT\n1,1e999\n", 2, { "AMT", "'1e999'" } },
  { "TIME,AMT\n1,nan\n", 2, { "AMT", "'nan'" } },
  { "TIME,AMT\n.,2\n", 2, { "TIME is missing" } },
  { "TIME,AMT\n-1,2\n", 2, { "TIME is -1", "0 or more" } },
  { "ID,TIME,AMT\n.,1,2\n", 2, { "ID is missing" } },
  { "TIME,EVID,AMT\n0,1,2\n1,.,2\n", 3, { "EVID is missing" } },
  { ALL "1,0,7,1,1,0,0,0,0,.,.\n", 2, { "EVID is 7", "0 (observation)" } },
  { ALL "1,0,1.5,1,1,0,0,0,0,.,.\n", 2, { "EVID is 1.5" } },
  { ALL "1,0,-1,1,1,0,0,0,0,.,.\n", 2, { "EVID is -1" } },
  { ALL "1,0,1,-5,1,0,0,0,0,.,.\n", 2, { "AMT is -5" } },
  { ALL "1,0,1,5,1,-3,0,0,0,.,.\n", 2, { "RATE is -3", "-2" } },
  { ALL "1,0,1,5,1,0,12,0,3,.,.\n", 2, { "SS is 3" } },
  { ALL "1,0,1,5,1,0,12,-1,0,.,.\n", 2, { "ADDL is -1" } },
  { ALL "1,0,1,5,1,0,12,1.5,0,.,.\n", 2, { "ADDL is 1.5" } },
  { ALL "1,0,1,5,1,0,-12,1,0,.,.\n", 2, { "II is -12" } },
  { ALL "1,0,0,0,1,0,0,0,0,1,2\n", 2, { "MDV is 2" } },
  /* items that contradict one another */
  { ALL "1,0,0,5,1,0,0,0,0,.,.\n", 2, { "EVID is 0", "AMT is 5" } },
  { ALL "1,0,0,0,1,5,0,0,0,.,.\n", 2, { "EVID is 0", "RATE is 5" } },
  { ALL "1,0,2,0,1,0,0,0,1,.,.\n", 2, { "EVID is 2", "SS is 1" } },
  { ALL "1,0,2,0,1,0,0,2,0,.,.\n", 2, { "EVID is 2", "ADDL is 2" } },
  { ALL "1,0,3,5,1,0,0,0,0,.,.\n", 2, { "EVID is 3", "AMT is 5", "EVID 4" } },
  { ALL "1,0,1,0,1,0,0,0,0,.,.\n", 2, { "EVID is 1", "AMT is 0" } },
  { ALL "1,0,1,.,1,0,0,0,0,.,.\n", 2, { "EVID is 1", "AMT is missing" } },
  { ALL "1,0,4,0,1,0,0,0,0,.,.\n", 2, { "EVID is 4", "EVID 3" } },
  { ALL "1,0,1,0,1,5,0,0,0,.,.\n", 2, { "RATE is 5", "AMT is 0" } },
  { ALL "1,0,1,0,1,-1,0,0,1,.,.\n", 2, { "RATE is -1", "AMT is 0", "SS is 1" } },
  { ALL "1,0,1,0,1,5,12,0,1,.,.\n", 2, { "II is 12", "AMT 0", "SS 1" } },
  { ALL "1,0,1,0,1,5,0,3,1,.,.\n", 2, { "ADDL is 3", "AMT 0", "SS 1" } },
  { ALL "1,0,1,5,1,0,0,3,0,.,.\n", 2, { "ADDL is 3", "II is 0" } },
  { ALL "1,0,1,5,1,0,0,0,1,.,.\n", 2, { "SS is 1", "II is 0" } },
  { ALL "1,0,1,5,1,5,0,0,2,.,.\n", 2, { "SS is 2", "II is 0" } },
  { ALL "1,0,1,5,1,0,12,.,.,.,.\n", 2, { "II is 12", "neither ADDL nor SS" } },
  { ALL "1,0,5,.,A,0,0,0,0,.,.\n", 2, { "EVID is 5", "AMT is missing" } },
  { ALL "1,0,6,2,.,0,0,0,0,.,.\n", 2, { "EVID is 6", "CMT is missing" } },
  { ALL "1,0,6,2,A,3,0,0,0,.,.\n", 2, { "EVID is 6", "RATE is 3" } },
  /* rows among themselves */
  { "TIME,AMT\n2,1\n1,1\n", 3, { "TIME is 1", "after 2" } },
  { "ID,TIME,AMT\n1,0,1\n2,0,1\n1,1,1\n", 4, { "ID 1 again" } },
  { ALL "1,0,1,5,1,0,0,0,0,.,.\n1,0,1,7,1,0,0,0,0,.,.\n", 3, { "the same as line 2" } },
  { ALL "1,0,0,0,1,0,0,0,0,.,.\n1,0,1,7,1,0,0,0,0,.,.\n1,0,0,0,1,0,0,0,0,.,.\n",
    4,
    { "the same as line 2" } },
};

START_TEST(refused)
{
  char place[32];
  reads("TIME,AMT\n0,77\n");
  ck_assert_msg(impakt_table_read(table, "doses.csv", bad[_i].text, strlen(bad[_i].text)) < 0,
                "taken: %s", bad[_i].text);
  const char *const message = impakt_table_message(table);
  for (int k = 0; k < 3 && bad[_i].says[k]; k++) says(message, bad[_i].says[k]);
  if (bad[_i].line) snprintf(place, sizeof place, "doses.csv:%d: ", bad[_i].line);
  else snprintf(place, sizeof place, "doses.csv: ");
  ck_assert_msg(!strncmp(message, place, strlen(place)), "\"%s\" does not begin with %s",
                message, place);
  /* what was read before is still there */
  ck_assert_int_eq(impakt_table_people(table), 1);
}
END_TEST

/* What only the model can tell. */
static const struct {
  const char *rows;
  int status;
  const char *says;
} bad_for_the_model[] = {
  { "0,1,5,3,0\n", IMPAKT_E_INDEX, "CMT is 3" },
  { "0,1,5,9999999999999999999999,0\n", IMPAKT_E_INDEX, "2 inputs" },
  { "0,1,5,.,0\n", IMPAKT_E_ARGUMENT, "CMT is missing" },
  { "0,1,5,gun,0\n", IMPAKT_E_NAME, "did you mean 'gut'?" },
  { "0,1,5,iv,-1\n", IMPAKT_E_NAME, "R_iv" },
  { "0,1,5,iv,-2\n", IMPAKT_E_NAME, "D_iv" },
  { "0,5,5,X,0\n", IMPAKT_E_NAME, "X" },
};

START_TEST(refused_by_the_model)
{
  char text[200];
  snprintf(text, sizeof text, "TIME,EVID,AMT,CMT,RATE\n0,1,11,iv,0\n%s",
           bad_for_the_model[_i].rows);
  reads(text);
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), bad_for_the_model[_i].status);
  says(impakt_table_message(table), bad_for_the_model[_i].says);
  says(impakt_table_message(table), "doses.csv:3: ");
  near_size(value_at(sim, "A", 5), 0, 0, 0); /* the row before was not given either */
}
END_TEST

/* ---- the rest -------------------------------------------------------------------------------- */

START_TEST(numbers_in_another_locale)
{
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "de_DE.utf8")) return;
  impakt_sim_free(sim);
  sim = new_sim(&model_unit_one, FINE);
  gives("TIME,AMT\n0.5,1.5\n");
  near(value_at(sim, "A", 1.5), 1.5 * exp(-0.2), tolerance);
}
END_TEST

START_TEST(without_objects)
{
  size_t count;
  ck_assert_int_eq(impakt_table_new(NULL), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_read(NULL, NULL, "", 0), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_read(table, NULL, NULL, 0), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_give(NULL, NULL, sim), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_give(table, NULL, NULL), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_give(table, NULL, sim), IMPAKT_E_ORDER);
  says(impakt_table_message(table), "no table");
  ck_assert_int_eq(impakt_table_covariate(table, "WT", 0), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_table_covariate(NULL, "WT", 0), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_ignore(NULL, "WT"), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_times(table, NULL, NULL, 0, &count), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_table_times(NULL, NULL, NULL, 0, &count), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_observed(NULL, NULL, NULL, NULL, 0, &count), IMPAKT_E_ARGUMENT);
  ck_assert_int_eq(impakt_table_observed(table, NULL, NULL, NULL, 0, &count), IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_table_people(NULL), 0);
  ck_assert_ptr_null(impakt_table_id(NULL, 0));
  ck_assert_str_eq(impakt_table_message(NULL), "");
  impakt_table_free(NULL);
  ck_assert_int_lt(impakt_table_read(table, NULL, "TIME,AMT\n0,1\0", 13), 0);
  says(impakt_table_message(table), "byte 0");
  says(impakt_table_message(table), "table: ");
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("table");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, every_kind_of_row);
  tcase_add_test(tests, as_little_as_there_can_be);
  tcase_add_test(tests, how_text_may_be_written);
  tcase_add_test(tests, people);
  tcase_add_test(tests, covariates_in_time);
  tcase_add_test(tests, covariates_that_stay);
  tcase_add_test(tests, columns_that_are_not_known);
  tcase_add_loop_test(tests, covariates_that_are_wrong, 0, LENGTH_OF(bad_covariates));
  tcase_add_test(tests, a_covariate_of_no_model);
  tcase_add_loop_test(tests, refused, 0, LENGTH_OF(bad));
  tcase_add_loop_test(tests, refused_by_the_model, 0, LENGTH_OF(bad_for_the_model));
  tcase_add_test(tests, numbers_in_another_locale);
  tcase_add_test(tests, without_objects);
  return run_tests("table", tests);
}
