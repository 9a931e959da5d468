/* exp, log, powers and shares against those of long double, at random and at hard points, and what C says
 * of zeros, infinities and NaN. */
#include "scalar.h"
#include "testing.h"

#include <float.h>

enum { POINTS = 200000 };

/* The largest error at 150 million points was 0.93, 0.54, 1.5e-16 and 3.2e-15. */
#define EXP_ULPS   1.0
#define LOG_ULPS   0.6
#define ORDINARY   2.5e-16
#define EVERYWHERE 4e-15

static uint64_t state = 1;
static double uniform(double low, double high)
{
  state = state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * ((double)(state >> 11) * 0x1p-53);
}
static double sign(void) { return uniform(-1, 1) < 0 ? -1 : 1; }
/* equally likely in all decades */
static double decades(double low, double high) { return pow(10, uniform(low, high)); }

static double ulp(double y) { return nextafter(fabs(y), INFINITY) - fabs(y); }

static void within(const char *what, double x, double n, double actual, long double expected,
                   double most)
{
  ck_assert_msg(fabsl((long double)actual - expected) <= (long double)most,
                "%s of %a, %g is %.17g; expected %.20Lg", what, x, n, actual, expected);
}

static void exp_is_near(double x)
{
  const long double expected = expl(x);
  within("exp", x, 0, exp_d(x), expected, EXP_ULPS * ulp((double)expected));
}

START_TEST(test_exp)
{
  for (int i = 0; i < POINTS; i++) {
    exp_is_near(uniform(-745, 709.78));
    exp_is_near(uniform(-1, 1));
    exp_is_near(sign() * decades(-20, 0));
    exp_is_near((floor(uniform(-1020, 1020)) + 0.5) * 0.6931471805599453 +
                uniform(-1e-9, 1e-9)); /* between two powers of 2 */
  }
}
END_TEST

static void log_is_near(double x)
{
  const long double expected = logl(x);
  within("log", x, 0, log_d(x), expected, LOG_ULPS * ulp((double)expected));
}

START_TEST(test_log)
{
  for (int i = 0; i < POINTS; i++) {
    log_is_near(decades(-307, 308));
    log_is_near(uniform(0.4, 2.5));
    log_is_near(1 + sign() * decades(-15.9, -1));
    log_is_near(0.703125 + uniform(-1e-9, 1e-9)); /* where the exponent changes */
    log_is_near(5e-324 * floor(uniform(1, 0x1p52)));
  }
}
END_TEST

/* To a relative error; where the answer is subnormal, to its last bit. */
static void power_is_near(double x, double n, double tolerance)
{
  const long double expected = powl(x, n);
  const double nearest = (double)expected;
  const double most = tolerance * fabs(nearest) + (nearest < 2.3e-308 ? 5e-324 : 0);
  if (nearest > 1.79e308) return; /* next to overflow either is right */
  within("power", x, n, power_d(x, n), expected, most);
}

START_TEST(test_power)
{
  for (int i = 0; i < POINTS / 2; i++) {
    power_is_near(decades(-3, 3), uniform(0.3, 5), ORDINARY);
    power_is_near(decades(-10, 10), uniform(-10, 10), ORDINARY);
    /* answers of any size, down to 0: from any x; near 1; where log's parts are worst */
    const double any = decades(-320, 308), near_one = 1 + sign() * decades(-15.5, -1);
    const double worst = uniform(0.96, 1.06);
    power_is_near(any, uniform(-750, 709) / log(any), EVERYWHERE);
    power_is_near(near_one, uniform(-750, 709) / log(near_one), EVERYWHERE);
    power_is_near(worst, uniform(-750, 709) / log(worst), EVERYWHERE);
  }
}
END_TEST

/* the same number, or both NaN; 0 and -0 differ */
static void same(const char *what, double x, double n, double actual, double expected)
{
  const int both_nan = actual != actual && expected != expected;
  ck_assert_msg(both_nan || memcmp(&actual, &expected, sizeof actual) == 0,
                "%s of %g, %g is %g; expected %g", what, x, n, actual, expected);
}

START_TEST(test_special)
{
  static const double at[] = { 0,     -0.0,  1,       -1,     INFINITY, -INFINITY,
                               NAN,   710,   -745.14, -800,   801,      1e22,
                               -1e22, 1e300, -1e300,  5e-324, -5e-324,  1e-17 };
  for (size_t i = 0; i < LENGTH_OF(at); i++) {
    const double x = at[i];
    if (x == 0 || !isnormal(exp(x))) same("exp", x, 0, exp_d(x), exp(x));
    if (x == 1 || !isnormal(log(x))) same("log", x, 0, log_d(x), log(x));
  }
}
END_TEST

/* x^n is C's for x > 0, but NaN for 1 to an infinite power; else it is 0. */
START_TEST(test_special_powers)
{
  static const double base[] = { 5e-324, 1e-310, 0.5, 1, 2, 1e300, INFINITY };
  static const double exponent[] = { 0,     -0.0,   1e-250,   1e20,     -1e20,
                                     1e300, -1e300, INFINITY, -INFINITY };
  for (size_t i = 0; i < LENGTH_OF(base); i++)
    for (size_t j = 0; j < LENGTH_OF(exponent); j++) {
      const double x = base[i], n = exponent[j];
      same("power", x, n, power_d(x, n), x == 1 && isinf(n) ? NAN : pow(x, n));
    }
  static const double none[] = { 0, -0.0, -5e-324, -1, -1e300, -INFINITY };
  for (size_t i = 0; i < LENGTH_OF(none); i++) {
    ck_assert(power_d(none[i], 0) == 0 && power_d(none[i], 1) == 0 &&
              power_d(none[i], 0.5) == 0);
    ck_assert(power_d(none[i], -2) == 0);
    same("power", none[i], NAN, power_d(none[i], NAN), NAN);
  }
  same("power", NAN, 0, power_d(NAN, 0), NAN);
  same("power", NAN, 2, power_d(NAN, 2), NAN);
  same("power", 1, NAN, power_d(1, NAN), NAN);
  same("power", INFINITY, NAN, power_d(INFINITY, NAN), NAN);
}
END_TEST

/* Shares of ordinary and of all sizes; the error is that of log and exp, times n log(k / x). */
START_TEST(test_hill)
{
  for (int i = 0; i < POINTS; i++) {
    const double k = decades(-10, 10), x = k * decades(-3, 3), n = uniform(0.3, 8);
    const long double against = powl((long double)k / x, n), share = 1 / (1 + against);
    within("hill", x, n, hill_d(x, k, n), share,
           (1e-15 + 4e-16 * fabs(n * log(k / x))) * (double)share);
    const double steep = (double)(share * share * against);
    const dual y = hill_z(with_slope(x, SEED * x), with_slope(k, 0), with_slope(n, 0));
    within("dhill/dlog x", x, n, SLOPE(y) / SEED, (long double)n * steep,
           (1e-15 + 1e-15 * fabs(n * log(k / x))) * n * steep);
  }
}
END_TEST

/* with slopes that are of size 1 or 0 */
static void hill_is(double x, double k, double n, double value, double by_x, double by_k,
                    double by_n)
{
  same("hill", x, n, hill_d(x, k, n), value);
  const dual in_x = hill_z(with_slope(x, SEED), k, n), in_k = hill_z(x, with_slope(k, SEED), n);
  const dual in_n = hill_z(x, k, with_slope(n, SEED));
  same("hill_z", x, n, VALUE(in_x), value);
  within("dhill/dx", x, n, SLOPE(in_x) / SEED, by_x, 1e-15);
  within("dhill/dk", x, n, SLOPE(in_k) / SEED, by_k, 1e-15);
  within("dhill/dn", x, n, SLOPE(in_n) / SEED, by_n, 1e-15);
}

/* Where powers overflow or underflow; x or k at or below 0 are as 0. */
START_TEST(test_hill_special)
{
  hill_is(1e7, 1, 50, 1, 0, 0, 0);
  hill_is(1, 1e7, 50, 0, 0, 0, 0);
  hill_is(1e-300, 1e300, 1, 0, 0, 0, 0);
  hill_is(1e300, 1e-300, 1, 1, 0, 0, 0);
  hill_is(3, 3, 4, 0.5, 1.0 / 3, -1.0 / 3, 0);
  hill_is(0, 2, 1, 0, 0.5, 0, 0);
  hill_is(0, 2, 3, 0, 0, 0, 0);
  hill_is(-1, 2, 3, 0, 0, 0, 0);
  hill_is(2, 0, 3, 1, 0, 0, 0);
  hill_is(2, -1, 3, 1, 0, 0, 0);
  hill_is(0, 0, 3, 0, 0, 0, 0);
  ck_assert(hill_d(INFINITY, 2, 3) == 1 && hill_d(2, INFINITY, 3) == 0);
  ck_assert(hill_d(8, 2, -1) == 0.2 && hill_d(8, 2, 0) == 0.5);
  ck_assert(hill_d(0, 2, -1) == 0);
  for (int i = 0; i < 27; i++) {
    const double at[] = { NAN, -1, 2 };
    const double x = at[i % 3], k = at[i / 3 % 3], n = at[i / 9];
    ck_assert(x != x || k != k || n != n ? isnan(hill_d(x, k, n)) : hill_d(x, k, n) >= 0);
  }
}
END_TEST

/* Not whether they are right, but whether they are the same: what gcc 12 and clang 14 gave on x86-64
 * with and without AVX-512 is what every compiler, processor and libm must give. */
START_TEST(test_bits)
{
  uint64_t hash = 0xcbf29ce484222325u;
  state = 1;
  for (int i = 0; i < POINTS; i++) {
    const double x = uniform(0, 3) * number_of_d((uint64_t)uniform(950, 1100) << 52);
    const double n = uniform(-8, 8);
    const double y[] = { exp_d(90 * n), log_d(x), power_d(x, n), hill_d(x, 2, n) };
    for (size_t j = 0; j < LENGTH_OF(y); j++) hash = (hash ^ bits_of_d(y[j])) * 0x100000001b3u;
  }
  ck_assert_msg(hash == 0xf3e84a8ba56b6700u, "other bits than elsewhere: %llx",
                (unsigned long long)hash);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("elementary");
  if (LDBL_MANT_DIG > DBL_MANT_DIG) {
    tcase_add_test(tests, test_exp);
    tcase_add_test(tests, test_log);
    tcase_add_test(tests, test_power);
    tcase_add_test(tests, test_hill);
  }
  tcase_add_test(tests, test_bits);
  tcase_add_test(tests, test_special);
  tcase_add_test(tests, test_special_powers);
  tcase_add_test(tests, test_hill_special);
  return run_tests("elementary", tests);
}
