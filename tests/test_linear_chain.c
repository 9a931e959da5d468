/* test_linear_chain.c — the linear models of conjugates against the matrix exponential.
 *
 * The matrices are written here from the papers' equations.  Between the start and the end of a
 * dose the states are exp(M t) x, where M has a column more for the infusion.  exp(M t) is by
 * scaling and squaring with the Pade approximant of degree 13 (Higham 2005), solved by LAPACK's
 * dgesv.  How exact that is, is tested against a Taylor series in long double: within 1e-13 of each
 * state's peak; measured 2e-14.
 *
 * Tolerance: at a relative tolerance of 1e-12 a step may be off by 1e-13 of a state.  Were the
 * errors of a thousand steps to add up and none to fade, that would be 1e-10 of the peak; BDF takes
 * 1400 to 4300 for six weeks and two doses, and most errors fade.  Measured: 9e-12 at most
 * (MEASURE=1 prints each). */
#include "testing.h"

#include <stdio.h>

enum { MOST = 25 }; /* 8 species in 3 places, and the infusion */

static const double agreement = 1e-10, own_accuracy = 1e-13;

void dgesv_(const int *n, const int *columns, double *a, const int *lda, int *pivot, double *b,
            const int *ldb, int *info);

/* ---- exp(M t) ------------------------------------------------------------------------------- */

struct matrix {
  int n;
  double at[MOST * MOST]; /* by columns */
};

static void multiply(struct matrix *c, const struct matrix *a, const struct matrix *b)
{
  struct matrix product = { .n = a->n };
  const int n = a->n;
  for (int j = 0; j < n; j++)
    for (int k = 0; k < n; k++)
      for (int i = 0; i < n; i++) product.at[i + n * j] += a->at[i + n * k] * b->at[k + n * j];
  *c = product;
}

static double norm(const struct matrix *a) /* largest sum of a column */
{
  double most = 0;
  for (int j = 0; j < a->n; j++) {
    double sum = 0;
    for (int i = 0; i < a->n; i++) sum += fabs(a->at[i + a->n * j]);
    most = fmax(most, sum);
  }
  return most;
}

static struct matrix exponential(const struct matrix *M, double t)
{
  static const double b[] = { 64764752532480000.,
                              32382376266240000.,
                              7771770303897600.,
                              1187353796428800.,
                              129060195264000.,
                              10559470521600.,
                              670442572800.,
                              33522128640.,
                              1323241920.,
                              40840800.,
                              960960.,
                              16380.,
                              182.,
                              1. };
  const double largest =
      5.371920351148152; /* norm up to which degree 13 is as exact as double */
  const int n = M->n, nn = n * n;
  struct matrix A = *M, power[4] = { { .n = n } }, U = { .n = n }, V = { .n = n }, W, Z;
  const double size = norm(M) * t;
  const int halvings = size > largest ? (int)ceil(log2(size / largest)) : 0;
  for (int i = 0; i < nn; i++) A.at[i] *= ldexp(t, -halvings);
  for (int i = 0; i < n; i++) power[0].at[i * (n + 1)] = 1;
  multiply(&power[1], &A, &A);
  multiply(&power[2], &power[1], &power[1]);
  multiply(&power[3], &power[2], &power[1]);
  W.n = Z.n = n;
  for (int i = 0; i < nn; i++) {
    W.at[i] = b[13] * power[3].at[i] + b[11] * power[2].at[i] + b[9] * power[1].at[i];
    Z.at[i] = b[12] * power[3].at[i] + b[10] * power[2].at[i] + b[8] * power[1].at[i];
  }
  multiply(&W, &power[3], &W);
  multiply(&V, &power[3], &Z);
  for (int k = 0; k < 4; k++)
    for (int i = 0; i < nn; i++) {
      W.at[i] += b[2 * k + 1] * power[k].at[i];
      V.at[i] += b[2 * k] * power[k].at[i];
    }
  multiply(&U, &A, &W);
  struct matrix below, above;
  below.n = above.n = n;
  for (int i = 0; i < nn; i++) {
    below.at[i] = V.at[i] - U.at[i];
    above.at[i] = V.at[i] + U.at[i];
  }
  int pivot[MOST], info;
  dgesv_(&n, &n, below.at, &n, pivot, above.at, &n, &info);
  ck_assert_int_eq(info, 0);
  for (int i = 0; i < halvings; i++) multiply(&above, &above, &above);
  return above;
}

static void apply(const struct matrix *M, double t, const double *x, double *y)
{
  const struct matrix E = exponential(M, t);
  for (int i = 0; i < M->n; i++) y[i] = 0;
  for (int j = 0; j < M->n; j++)
    for (int i = 0; i < M->n; i++) y[i] += E.at[i + M->n * j] * x[j];
}

/* The same by another way: a Taylor series with 64 bits, in steps so short that it converges. */
static void apply_taylor(const struct matrix *M, double t, const double *x, double *y)
{
  const int n = M->n, steps = (int)ceil(norm(M) * t) + 1;
  long double now[MOST], term[MOST], next[MOST];
  for (int i = 0; i < n; i++) now[i] = x[i];
  for (int step = 0; step < steps; step++) {
    for (int i = 0; i < n; i++) term[i] = now[i];
    for (int k = 1; k <= 30; k++) {
      for (int i = 0; i < n; i++) next[i] = 0;
      for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++) next[i] += M->at[i + n * j] * term[j];
      for (int i = 0; i < n; i++) now[i] += term[i] = next[i] * t / steps / k;
    }
  }
  for (int i = 0; i < n; i++) y[i] = (double)now[i];
}

/* ---- the models' equations ------------------------------------------------------------------ */

static double parameter(const impakt_sim *sim, const impakt_model *model, const char *name)
{
  double values[64];
  const int n = impakt_model_size(model, IMPAKT_PARAMETER);
  const int index = impakt_model_index(model, IMPAKT_PARAMETER, name);
  ck_assert_int_le(n, 64);
  ck_assert_int_ge(index, 0);
  ck_assert_int_eq(impakt_sim_get_parameters(sim, values, n), IMPAKT_OK);
  return values[index];
}
#define VALUE(name) const double name = parameter(sim, model, #name)

/* Disposition of what is in places first, first + 1, first + 2; the rest of its loss by k. */
static void three_places(struct matrix *M, int first, const impakt_sim *sim,
                         const impakt_model *model, double k)
{
  VALUE(CL);
  VALUE(V1);
  VALUE(Q2);
  VALUE(V2);
  VALUE(Q3);
  VALUE(V3);
  const int n = M->n, a = first, b = first + 1, c = first + 2;
  M->at[a + n * a] = -(CL + Q2 + Q3) / V1 - k;
  M->at[b + n * a] = Q2 / V1;
  M->at[c + n * a] = Q3 / V1;
  M->at[a + n * b] = Q2 / V2;
  M->at[b + n * b] = -Q2 / V2;
  M->at[a + n * c] = Q3 / V3;
  M->at[c + n * c] = -Q3 / V3;
}

/* Per day; the last column is what a dose rate of 1 a day does.  States in the order of name(). */
static struct matrix bender(const impakt_sim *sim, const impakt_model *model)
{
  struct matrix M = { .n = 25 };
  for (int n = 0; n < 8; n++) {
    char name[3] = { 'k', 0, 0 }, fraction[3] = { 'f', (char)('0' + n), 0 };
    name[1] = (char)(n > 3 ? '3' : '0' + n);
    const double k = n ? parameter(sim, model, name) : 0;
    three_places(&M, 3 * n, sim, model, k);
    if (n) M.at[3 * (n - 1) + M.n * 3 * n] = k;
    M.at[3 * n + M.n * 24] = parameter(sim, model, fraction);
  }
  return M;
}

static struct matrix gibiansky(const impakt_sim *sim, const impakt_model *model)
{
  struct matrix M = { .n = 7 };
  three_places(&M, 0, sim, model, 0);
  three_places(&M, 3, sim, model, parameter(sim, model, "kdec"));
  M.at[0 + M.n * 6] = 1;
  M.at[3 + M.n * 6] = parameter(sim, model, "DAR0");
  return M;
}

static const struct linear_case {
  const char *model, *presets[2];
  struct matrix (*matrix)(const impakt_sim *sim, const impakt_model *model);
} cases[] = {
  { "adc_bender2014", { NULL }, bender },
  { "adc_bender2014", { "cyno" }, bender },
  { "adc_bender2014", { "rat" }, bender },
  { "adc_bender2014", { "cyno_tube" }, bender },
  { "adc_bender2014", { "rat_tube" }, bender },
  { "adc_bender2014", { "lot_1_5" }, bender },
  { "adc_bender2014", { "rat", "lot_1_5" }, bender },
  { "adc_gibiansky2014", { NULL }, gibiansky },
  { "adc_gibiansky2014", { "cyno" }, gibiansky },
  { "adc_gibiansky2014", { "rat" }, gibiansky },
  { "adc_gibiansky2014", { "inotuzumab" }, gibiansky },
};

/* ---- the comparison ------------------------------------------------------------------------- */

enum { DAYS = 42, A_DAY = 4, A_WEEK = 7 * A_DAY, TIMES = DAYS * A_DAY };       /* every 6 h */
static const double bolus = 1000, infused = 700, starts = 7, lasts = 1.5 / 24; /* and d */

/* Runs on from the start of the piece that each time lies in; every 1: all times. */
static void exact(const struct matrix *M, double *table, int every,
                  void (*by)(const struct matrix *, double, const double *, double *))
{
  const int n = M->n - 1;
  double x[3][MOST] = { { 0 } }, y[MOST];
  for (int i = 0; i < n; i++) x[0][i] = bolus * M->at[i + M->n * n];
  by(M, starts, x[0], x[1]);
  x[1][n] = infused / lasts; /* the rate */
  by(M, lasts, x[1], x[2]);
  x[2][n] = 0;
  const double from[] = { 0, starts, starts + lasts };
  for (int k = 0; k < TIMES; k++) {
    const double t = (k + 1.0) / A_DAY;
    if (k % every) continue;
    const int piece = t > from[2] ? 2 : t > from[1] ? 1 : 0;
    by(M, t - from[piece], x[piece], y);
    memcpy(&table[k * n], y, sizeof *y * (size_t)n);
  }
}

static double peak(const double *table, int n, int state)
{
  double most = 0;
  for (int k = 0; k < TIMES; k++) most = fmax(most, fabs(table[k * n + state]));
  return most;
}

/* The largest difference of two tables over the peak of the state in the second; a state that has
 * none must be 0 in both. */
static double difference(const double *a, const double *b, int n, int every)
{
  double most = 0;
  for (int i = 0; i < n; i++) {
    const double scale = peak(b, n, i);
    for (int k = 0; k < TIMES; k += every) {
      const double off = fabs(a[k * n + i] - b[k * n + i]);
      if (scale > 0) most = fmax(most, off / scale);
      else ck_assert_double_eq(off, 0);
    }
  }
  return most;
}

START_TEST(as_the_exponential)
{
  static double ours[TIMES * MOST], expected[TIMES * MOST], taylor[TIMES * MOST];
  const struct linear_case *c = &cases[_i];
  const impakt_model *model = impakt_model_find(c->model);
  ck_assert_ptr_nonnull(model);
  impakt_sim *sim = new_sim(model, 1e-12);
  for (int i = 0; i < 2 && c->presets[i]; i++)
    fine(sim, impakt_sim_use_preset(sim, c->presets[i]));
  fine(sim, impakt_sim_dose(sim, "iv", 0, bolus, NULL, 0, NULL));
  fine(sim, impakt_sim_dose(sim, "iv", 24 * starts, infused, NULL, 24 * lasts, NULL));

  const struct matrix M = c->matrix(sim, model);
  const int n = M.n - 1;
  ck_assert_int_eq(impakt_model_size(model, IMPAKT_STATE), n);
  for (int i = 0; i < n; i++) { /* the order of the matrix */
    char name[32];
    if (n == 24) snprintf(name, sizeof name, "X%d_%d", i / 3, i % 3 + 1);
    else snprintf(name, sizeof name, "%c%d", i < 3 ? 'T' : 'P', i % 3 + 1);
    fine(sim, impakt_sim_watch(sim, name));
  }
  double times[TIMES];
  for (int k = 0; k < TIMES; k++) times[k] = 24.0 * (k + 1) / A_DAY;
  fine(sim, impakt_sim_run(sim, times, TIMES, ours, (size_t)TIMES * n));

  exact(&M, expected, 1, apply);
  exact(&M, taylor, A_WEEK, apply_taylor);
  const double own = difference(taylor, expected, n, A_WEEK),
               off = difference(ours, expected, n, 1);
  if (getenv("MEASURE"))
    printf("%s %s: exponential %.1e, ours %.1e, %d steps\n", c->model,
           c->presets[0] ? c->presets[0] : "", own, off,
           (int)impakt_sim_counter(sim, IMPAKT_COUNT_STEPS));
  ck_assert_msg(own <= own_accuracy, "the exponential itself is off by %.3g", own);
  ck_assert_msg(off <= agreement, "%s: off by %.3g of the peak", c->model, off);
  impakt_sim_free(sim);
}
END_TEST

/* No preset is left out. */
START_TEST(all_presets)
{
  static const char *const models[] = { "adc_bender2014", "adc_gibiansky2014" };
  for (size_t m = 0; m < LENGTH_OF(models); m++) {
    const impakt_model *model = impakt_model_find(models[m]);
    for (int i = 0; i < impakt_model_size(model, IMPAKT_PRESET); i++) {
      const char *preset = impakt_model_text(model, IMPAKT_PRESET, i, IMPAKT_NAME);
      int found = 0;
      for (size_t k = 0; k < LENGTH_OF(cases); k++)
        found += !strcmp(cases[k].model, models[m]) && cases[k].presets[0] &&
                 !strcmp(cases[k].presets[0], preset);
      ck_assert_msg(found, "%s of %s is not tested", preset, models[m]);
    }
  }
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("linear chain");
  tcase_add_loop_test(tests, as_the_exponential, 0, (int)LENGTH_OF(cases));
  tcase_add_test(tests, all_presets);
  return run_tests("linear chain", tests);
}
