/* test_population.c — draws against their distributions, runs against one another. */
#include "testing.h"

#include "exact_sum.h"
#include "random.h"
#include "summary_cell.h"

extern const impakt_model model_unit_depot, model_inotuzumab_garrett2019, model_cart_stein2019;

/* ---- random numbers ------------------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* A million: moments within five standard errors, Kolmogorov and Smirnov's distance below what one
 * in a thousand samples exceeds, 1.95 / sqrt(n). */
START_TEST(a_million_draws)
{
  enum { N = 1000000 };
  double *z = malloc(sizeof *z * N), moment[5] = { 0 };
  for (int i = 0; i < N; i++) {
    z[i] = random_normal(7, i, 3, 0);
    for (int k = 1; k < 5; k++) moment[k] += pow(z[i], k) / N;
  }
  const double error = 5 / sqrt(N);
  near_size(moment[1], 0, error, 1);
  near_size(moment[2], 1, error * sqrt(2), 1);
  near_size(moment[3], 0, error * sqrt(15), 1);
  near_size(moment[4], 3, error * sqrt(96), 1);
  qsort(z, N, sizeof *z, by_size);
  double distance = 0;
  for (int i = 0; i < N; i++)
    distance = fmax(distance, fabs(impakt_normal_p(z[i]) - (i + 0.5) / N));
  ck_assert_double_lt(distance, 1.95 / sqrt(N));
  free(z);
}
END_TEST

/* Philox 4x32-10 of Random123's own known answers: counter and key 0, and all bits set. */
START_TEST(known_answers)
{
  near(random_uniform(0, 0, 0, 0), (double)((0x6627e8d5e169c58dull >> 12) + 0.5) * 0x1p-52, 0);
  near(random_uniform(~0ull, ~0ull, ~0u, ~0u),
       (double)((0x408f276d41c83b0eull >> 12) + 0.5) * 0x1p-52, 0);
}
END_TEST

/* ---- sums ------------------------------------------------------------------------------------------ */

START_TEST(sums_are_exact)
{
  struct exact_sum a = { 0 }, b = { 0 }, c = { 0 };
  const double x[] = { 1e300, 1, -1e300, 1e-300, 0x1p-1074, -3, 1e16, -1e16, 0.1 };
  enum { N = LENGTH_OF(x) };
  for (int i = 0; i < N; i++) exact_add(&a, x[i]);
  for (int i = N - 1; i >= 0; i--) exact_add(i % 2 ? &b : &c, x[i]);
  exact_merge(&b, &c);
  exact_settle(&a);
  ck_assert_mem_eq(a.word, b.word, sizeof a.word);
  near((double)exact_value(&a), -1.9, ROUNDING);
  struct exact_sum square = { 0 };
  exact_add_square(&square, 1 + 0x1p-30); /* 1 + 2^-29 + 2^-60 */
  exact_add(&square, -1 - 0x1p-29);
  near((double)exact_value(&square), 0x1p-60, 0);
  struct exact_sum minus = { 0 };
  for (int i = 0; i < 1000; i++) exact_add(&minus, -0.1);
  near((double)exact_value(&minus), -100, ROUNDING);
}
END_TEST

START_TEST(bins)
{
  for (int i = 0; i < 2000; i++) {
    const double x = (i % 2 ? -1 : 1) * exp(20 * random_normal(1, i, 0, 0));
    const int bin = histogram_bin(x);
    ck_assert(histogram_edge(bin) <= x && x <= histogram_edge(bin + 1));
  }
  ck_assert_int_eq(histogram_bin(0), 0);
  ck_assert_int_lt(histogram_bin(-2), histogram_bin(-1));
  struct cell cell;
  cell_begin(&cell);
  enum { N = 20000 };
  static double x[N];
  for (int i = 0; i < N; i++) {
    x[i] = random_normal(2, i, 0, 0);
    ck_assert_int_eq(cell_add(&cell, x[i]), 0);
  }
  ck_assert_int_eq(cell_add(&cell, NAN), 0);
  ck_assert_int_eq(cell.absent, 1);
  qsort(x, N, sizeof *x, by_size);
  for (double p = 0; p <= 1; p += 0.01) {
    const double expected = x[(int)round(p * (N - 1))];
    near_size(cell_quantile(&cell, p), expected, 0.032, 0.05);
  }
  near(cell_quantile(&cell, 0), x[0], 0);
  near(cell_quantile(&cell, 1), x[N - 1], 0);
  double mean = 0, square = 0;
  for (int i = 0; i < N; i++) mean += x[i] / N;
  for (int i = 0; i < N; i++) square += (x[i] - mean) * (x[i] - mean) / (N - 1);
  near_size(cell_mean(&cell), mean, 1e-12, 1);
  near(cell_standard_deviation(&cell), sqrt(square), 1e-12);
  cell_free(&cell);
}
END_TEST

/* Bins far apart cost a page each, in whatever order they come and are merged. */
START_TEST(bins_far_apart)
{
  static const double x[] = { 1e149, 0, -3, 1e-300, 1000, -1e-149, 7 };
  enum { N = sizeof x / sizeof *x };
  struct histogram all = { 0 }, parts[2] = { { 0 }, { 0 } };
  for (int i = 0; i < N; i++) ck_assert_int_eq(histogram_add(&all, x[i]), 0);
  for (int i = N - 1; i >= 0; i--) ck_assert_int_eq(histogram_add(&parts[i % 2], x[i]), 0);
  ck_assert_int_eq(histogram_merge(&parts[0], &parts[1]), 0);
  ck_assert_int_le(all.n, N);
  ck_assert_int_eq(parts[0].n, all.n);
  static const double sorted[] = { -3, -1e-149, 0, 1e-300, 7, 1000, 1e149 };
  for (int i = 0; i < N; i++) {
    double before, within;
    ck_assert_int_eq(histogram_ranked(&all, i, &before, &within), histogram_bin(sorted[i]));
    near(before, i, 0);
    near(within, 1, 0);
  }
  for (int i = 0; i < all.n; i++) {
    ck_assert_int_eq(parts[0].pages[i].first, all.pages[i].first);
    ck_assert_mem_eq(parts[0].pages[i].count, all.pages[i].count, sizeof all.pages[i].count);
    ck_assert_int_eq(all.pages[i].first % PAGE_BINS, 0);
  }
  histogram_free(&all);
  for (int i = 0; i < 2; i++) histogram_free(&parts[i]);
}
END_TEST

/* ---- patients -------------------------------------------------------------------------------------- */

static impakt_population *population_of(const impakt_model *model, const char *input,
                                        double amount)
{
  impakt_sim *sim = new_sim(model, 1e-6);
  impakt_population *population;
  if (input) fine(sim, impakt_sim_dose(sim, input, 0, amount, NULL, 0, NULL));
  ck_assert_int_eq(impakt_population_new(&population, sim), IMPAKT_OK);
  impakt_sim_free(sim);
  return population;
}

#define held(population, call)                                                                 \
  ck_assert_msg((call) == IMPAKT_OK, "%s: %s", #call, impakt_population_message(population))

static double parameter_of(impakt_population *population, const impakt_model *model,
                           uint64_t seed, uint64_t patient, const char *name)
{
  impakt_sim *sim;
  double p[200];
  held(population, impakt_population_patient(population, seed, patient, &sim));
  ck_assert_int_eq(
      impakt_sim_get_parameters(sim, p, impakt_model_size(model, IMPAKT_PARAMETER)), IMPAKT_OK);
  impakt_sim_free(sim);
  return p[impakt_model_index(model, IMPAKT_PARAMETER, name)];
}

/* Mean, standard deviation and correlation of the logarithms of two parameters. */
struct spread {
  double mean[2], sd[2], rho;
};

static struct spread spread_of(impakt_population *population, const impakt_model *model,
                               const char *a, const char *b, int n)
{
  double sum[2] = { 0 }, square[2] = { 0 }, product = 0;
  for (int i = 0; i < n; i++) {
    const double x = log(parameter_of(population, model, 11, i, a));
    const double y = log(parameter_of(population, model, 11, i, b));
    sum[0] += x, sum[1] += y, square[0] += x * x, square[1] += y * y, product += x * y;
  }
  struct spread s;
  for (int k = 0; k < 2; k++) {
    s.mean[k] = sum[k] / n;
    s.sd[k] = sqrt(square[k] / n - s.mean[k] * s.mean[k]);
  }
  s.rho = (product / n - s.mean[0] * s.mean[1]) / (s.sd[0] * s.sd[1]);
  return s;
}

/* Garrett's and Stein's printed spreads, within four standard errors of 4000 patients. */
START_TEST(published_spreads)
{
  enum { N = 4000 };
  const double error = 4 / sqrt(2 * N);
  impakt_population *garrett = population_of(&model_inotuzumab_garrett2019, "iv", 1);
  struct spread s = spread_of(garrett, &model_inotuzumab_garrett2019, "CL1_ref", "V1_ref", N);
  near(s.sd[0], 0.423, error);
  near(s.sd[1], 0.412, error);
  near_size(s.rho, 0.75, 0.15, 1); /* printed rounded; see the model's file */
  impakt_population_free(garrett);
  impakt_population *stein = population_of(&model_cart_stein2019, NULL, 0);
  s = spread_of(stein, &model_cart_stein2019, "Tmax", "Cmax", N);
  near(s.sd[0], 0.38, error);
  near(s.sd[1], 0.65, error);
  near_size(s.rho, 0, 4 / sqrt(N), 1);
  impakt_population_free(stein);
}
END_TEST

START_TEST(correlations)
{
  enum { N = 4000 };
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  held(population, impakt_population_vary(population, "V", IMPAKT_LOG_NORMAL, 0.3));
  held(population, impakt_population_vary(population, "ke", IMPAKT_LOG_NORMAL, 0.2));
  held(population, impakt_population_vary(population, "ka", IMPAKT_LOG_NORMAL, 0.1));
  held(population, impakt_population_correlate(population, "V", "ke", -0.8));
  held(population, impakt_population_correlate(population, "ka", "ke", 0.5));
  struct spread s = spread_of(population, &model_unit_depot, "V", "ke", N);
  near_size(s.rho, -0.8, 4 * (1 - 0.64) / sqrt(N), 1);
  s = spread_of(population, &model_unit_depot, "ka", "ke", N);
  near_size(s.rho, 0.5, 4 * (1 - 0.25) / sqrt(N), 1);
  near_size(s.mean[0], log(0.9), 4 * 0.1 / sqrt(N), 1);
  held(population, impakt_population_correlate(population, "V", "ka", 0.9));
  impakt_sim *sim;
  ck_assert_int_eq(impakt_population_patient(population, 1, 0, &sim), IMPAKT_E_RANGE);
  says(impakt_population_message(population), "positive definite");
  impakt_population_free(population);
}
END_TEST

START_TEST(limits_and_covariates)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  held(population, impakt_population_vary(population, "ke", IMPAKT_NORMAL, 0));
  held(population, impakt_population_vary(population, "V", IMPAKT_NORMAL, 3));
  held(population, impakt_population_truncate(population, "V", 4, 6));
  held(population, impakt_population_vary(population, "F", IMPAKT_LOGIT_NORMAL, 2));
  held(population, impakt_population_vary(population, "ka", IMPAKT_UNIFORM, 0.1));
  held(population,
       impakt_population_covariate(population, "WT", IMPAKT_LOG_NORMAL, 70, 0.3, 40, 120));
  const char *const names[] = { "BSA" };
  const double surfaces[] = { 1.5, 1.75, 2 };
  held(population, impakt_population_table(population, names, 1, surfaces, 3, 0));
  double F = 0;
  for (uint64_t i = 0; i < 2000; i++) {
    const double V = parameter_of(population, &model_unit_depot, 5, i, "V");
    ck_assert(V >= 4 && V <= 6);
    const double WT = parameter_of(population, &model_unit_depot, 5, i, "WT");
    ck_assert(WT >= 40 && WT <= 120);
    const double ka = parameter_of(population, &model_unit_depot, 5, i, "ka");
    ck_assert_double_le(fabs(ka - 0.9), 0.1 * sqrt(3));
    near(parameter_of(population, &model_unit_depot, 5, i, "BSA"), surfaces[i % 3], 0);
    F += parameter_of(population, &model_unit_depot, 5, i, "F") > 0.6;
  }
  near_size(F / 2000, 0.5, 4 * 0.5 / sqrt(2000), 1); /* its median is the typical value */
  held(population, impakt_population_truncate(population, "V", 400, 600));
  impakt_sim *sim;
  ck_assert_int_eq(impakt_population_patient(population, 5, 0, &sim), IMPAKT_E_RANGE);
  says(impakt_population_message(population), "'V'");
  impakt_population_free(population);
}
END_TEST

START_TEST(replicates_share_typical_values)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  held(population, impakt_population_vary(population, "V", IMPAKT_LOG_NORMAL, 0));
  held(population, impakt_population_uncertain(population, "V", IMPAKT_LOG_NORMAL, 0.2));
  held(population, impakt_population_replicate(population, 10));
  const double first = parameter_of(population, &model_unit_depot, 5, 0, "V");
  near(parameter_of(population, &model_unit_depot, 5, 9, "V"), first, 0);
  ck_assert_double_ne(parameter_of(population, &model_unit_depot, 5, 10, "V"), first);
  impakt_population_free(population);
}
END_TEST

/* ---- runs ------------------------------------------------------------------------------------------ */

enum { TIMES = 6, PATIENTS = 300 };
static const double times[TIMES] = { 1, 2, 4, 8, 16, 32 };

static impakt_summary *summed(impakt_population *population, uint64_t first, uint64_t count,
                              int threads)
{
  impakt_summary *summary;
  ck_assert_int_eq(impakt_summary_new(&summary, population, times, TIMES, "key"), IMPAKT_OK);
  const int status = impakt_population_run(population, 3, first, count, times, TIMES, threads,
                                           summary, NULL, 0, NULL);
  ck_assert_msg(status >= 0, "%s", impakt_population_message(population));
  return summary;
}

static unsigned char *saved(const impakt_summary *summary, size_t *n)
{
  ck_assert_int_eq(impakt_summary_save(summary, NULL, 0, n), IMPAKT_OK);
  unsigned char *bytes = malloc(*n);
  ck_assert_int_eq(impakt_summary_save(summary, bytes, *n, n), IMPAKT_OK);
  return bytes;
}

static void expect_same(const impakt_summary *a, const impakt_summary *b)
{
  size_t n, m;
  unsigned char *x = saved(a, &n), *y = saved(b, &m);
  ck_assert_uint_eq(n, m);
  ck_assert_mem_eq(x, y, n);
  free(x);
  free(y);
}

/* Threads, shards in any order, saved and read again: the same bits. */
START_TEST(any_split_gives_the_same_bits)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  held(population, impakt_population_residual(population, 1));
  impakt_summary *whole = summed(population, 1000, PATIENTS, 1);
  impakt_summary *threaded = summed(population, 1000, PATIENTS, 3);
  expect_same(whole, threaded);
  ck_assert_uint_eq(impakt_summary_patients(whole), PATIENTS);
  const uint64_t cuts[] = { 1000, 1007, 1100, 1101, 1180, 1222, 1291, 1300 };
  const int order[] = { 4, 0, 6, 2, 1, 5, 3 };
  impakt_summary *merged = NULL;
  for (int i = 0; i < 7; i++) {
    const uint64_t first = cuts[order[i]], count = cuts[order[i] + 1] - first;
    impakt_summary *shard = summed(population, first, count, 1 + i % 2), *again;
    size_t n;
    unsigned char *bytes = saved(shard, &n);
    ck_assert_int_eq(impakt_summary_load(&again, bytes, n), IMPAKT_OK);
    free(bytes);
    impakt_summary_free(shard);
    if (!merged) {
      merged = again;
      continue;
    }
    ck_assert_msg(impakt_summary_merge(merged, again) == IMPAKT_OK, "%s",
                  impakt_summary_message(merged));
    ck_assert_int_eq(impakt_summary_merge(merged, again), IMPAKT_E_ORDER); /* twice */
    impakt_summary_free(again);
  }
  expect_same(whole, merged);
  uint64_t first, count;
  ck_assert_int_eq(impakt_summary_range(merged, 0, &first, &count), IMPAKT_OK);
  ck_assert(first == 1000 && count == PATIENTS);
  ck_assert_int_eq(impakt_summary_range(merged, 1, &first, &count), IMPAKT_E_INDEX);
  impakt_summary_free(whole);
  impakt_summary_free(threaded);
  impakt_summary_free(merged);
  impakt_population_free(population);
}
END_TEST

/* What is summed up is what the results say. */
START_TEST(summaries_of_results)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  impakt_summary *summary;
  held(population, impakt_population_truncate(population, "ke", 0.01, 1));
  ck_assert_int_eq(impakt_summary_new(&summary, population, times, TIMES, NULL), IMPAKT_OK);
  const int columns = impakt_model_size(&model_unit_depot, IMPAKT_STATE) +
                      impakt_model_size(&model_unit_depot, IMPAKT_OUTPUT);
  const size_t length = (size_t)TIMES * columns * PATIENTS;
  double *result = malloc(sizeof *result * length), value;
  held(population, impakt_population_run(population, 3, 0, PATIENTS, times, TIMES, 2, summary,
                                         result, length, NULL));
  for (int t = 0; t < TIMES; t++)
    for (int j = 0; j < columns; j++) {
      double mean = 0, most = -INFINITY;
      for (int i = 0; i < PATIENTS; i++) {
        const double x = result[((size_t)i * TIMES + t) * columns + j];
        mean += x / PATIENTS;
        most = fmax(most, x);
      }
      ck_assert_int_eq(impakt_summary_value(summary, IMPAKT_SUMMARY_MEAN, t, j, 0, &value), 0);
      near_size(value, mean, 1e-12, 1e-9);
      ck_assert_int_eq(impakt_summary_value(summary, IMPAKT_SUMMARY_MOST, t, j, 0, &value), 0);
      near(value, most, 0);
    }
  /* one patient of them by itself */
  impakt_sim *sim;
  double *alone = malloc(sizeof *alone * TIMES * columns);
  held(population, impakt_population_patient(population, 3, 77, &sim));
  fine(sim, impakt_sim_run(sim, times, TIMES, alone, (size_t)TIMES * columns));
  ck_assert_mem_eq(alone, result + (size_t)77 * TIMES * columns,
                   sizeof *alone * TIMES * columns);
  impakt_sim_free(sim);
  free(alone);
  free(result);
  impakt_summary_free(summary);
  impakt_population_free(population);
}
END_TEST

/* Patients beyond a parameter's range fail, are named, and spoil nothing. */
START_TEST(failures)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  held(population, impakt_population_vary(population, "ke", IMPAKT_NORMAL, 0));
  held(population, impakt_population_vary(population, "F", IMPAKT_NORMAL, 0.3));
  impakt_summary *summary = summed(population, 0, PATIENTS, 2),
                 *alone = summed(population, 0, PATIENTS, 1);
  expect_same(summary, alone);
  const uint64_t failed = impakt_summary_failed(summary);
  ck_assert(failed > PATIENTS / 50 && failed < PATIENTS / 2);
  uint64_t patient;
  impakt_status status;
  const char *why;
  ck_assert_int_eq(impakt_summary_failure(summary, 0, &patient, &status, &why), IMPAKT_OK);
  ck_assert_int_eq(status, IMPAKT_E_RANGE);
  says(why, "'F'");
  double count;
  ck_assert_int_eq(impakt_summary_value(summary, IMPAKT_SUMMARY_COUNT, 0, 0, 0, &count), 0);
  near(count, (double)(PATIENTS - failed), 0);
  impakt_summary_free(summary);
  impakt_summary_free(alone);
  impakt_population_free(population);
}
END_TEST

START_TEST(bad_input)
{
  impakt_population *population = population_of(&model_unit_depot, "iv", 10);
  ck_assert_int_eq(impakt_population_vary(population, "Vd", 1, 1), IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_population_vary(population, "V", 9, 1), IMPAKT_E_INDEX);
  ck_assert_int_eq(impakt_population_vary(population, "V", 1, -1), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_population_truncate(population, "V", 2, 1), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_population_correlate(population, "V", "V", 0.5), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_population_correlate(population, "V", "ke", 1), IMPAKT_E_RANGE);
  ck_assert_int_eq(impakt_population_covariate(population, "AGE", 0, 50, 10, 0, 100),
                   IMPAKT_E_NAME);
  ck_assert_int_eq(impakt_population_covariate(population, "WT", 0, 50, 10, 60, 100),
                   IMPAKT_E_RANGE);
  ck_assert_int_eq(
      impakt_population_run(population, 1, 0, 0, times, TIMES, 1, NULL, NULL, 0, NULL),
      IMPAKT_E_RANGE);
  ck_assert_int_eq(
      impakt_population_run(population, 1, 0, 1, times, TIMES, 0, NULL, NULL, 0, NULL),
      IMPAKT_E_RANGE);
  double x;
  ck_assert_int_eq(
      impakt_population_run(population, 1, 0, 1, times, TIMES, 1, NULL, &x, 1, NULL),
      IMPAKT_E_LENGTH);
  impakt_summary *summary = summed(population, 0, 5, 1), *other;
  ck_assert_int_eq(
      impakt_population_run(population, 3, 4, 5, times, TIMES, 1, summary, NULL, 0, NULL),
      IMPAKT_E_ORDER);
  ck_assert_int_eq(
      impakt_population_run(population, 4, 5, 5, times, TIMES, 1, summary, NULL, 0, NULL),
      IMPAKT_E_ORDER);
  ck_assert_int_eq(impakt_summary_new(&other, population, times, TIMES, "another"), IMPAKT_OK);
  ck_assert_int_eq(impakt_summary_merge(summary, other), IMPAKT_E_ORDER);
  says(impakt_summary_message(summary), "different scenarios");
  impakt_summary_free(other);
  impakt_population *twice = population_of(&model_unit_depot, "iv", 20);
  other = summed(twice, 5, 5, 1);
  ck_assert_int_eq(impakt_summary_merge(summary, other), IMPAKT_E_ORDER);
  impakt_summary_free(other);
  impakt_population_free(twice);
  size_t n;
  unsigned char *bytes = saved(summary, &n);
  for (size_t cut = 0; cut < n; cut += 97)
    ck_assert_int_lt(impakt_summary_load(&other, bytes, cut), 0);
  bytes[0] ^= 1;
  ck_assert_int_lt(impakt_summary_load(&other, bytes, n), 0);
  free(bytes);
  impakt_summary_free(summary);
  impakt_population_free(population);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("population");
  tcase_add_test(tests, a_million_draws);
  tcase_add_test(tests, known_answers);
  tcase_add_test(tests, sums_are_exact);
  tcase_add_test(tests, bins);
  tcase_add_test(tests, bins_far_apart);
  tcase_add_test(tests, published_spreads);
  tcase_add_test(tests, correlations);
  tcase_add_test(tests, limits_and_covariates);
  tcase_add_test(tests, replicates_share_typical_values);
  tcase_add_test(tests, any_split_gives_the_same_bits);
  tcase_add_test(tests, summaries_of_results);
  tcase_add_test(tests, failures);
  tcase_add_test(tests, bad_input);
  return run_tests("population", tests);
}
