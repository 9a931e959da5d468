/* fit_coverage.c — do intervals of 95 % hold the truth in 95 % of the fits?
 *
 *   fit_coverage [REPLICATES [TOLERANCE]]
 *
 * Observations of two designs are simulated again and again with known parameters, fitted, and counted:
 * how often does a parameter lie within 1.96 standard errors of its estimate, and within its interval?
 * With 1000 replicates both must be 95 +- 3 %.  With fewer, as in the quick suite, the binomial scatter
 * is wider, and so is the tolerance: four standard deviations if none is given.
 *
 * The size of an error is an exception that theory knows.  By likelihood its square is chi squared with n - p
 * degrees of freedom over n, too small by p / n, so that less than 95 % is right; how much less follows from
 * that distribution.
 *
 * Random numbers are a hash of replicate, subject and observation, so that every replicate can be had
 * again alone. */
#include "impakt.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TIMES = 24, MOST_SUBJECTS = 10, MOST_UNKNOWNS = 8, DAY = 24 };

#define TRY(what, message)                                                                     \
  do {                                                                                         \
    if ((what) < 0) {                                                                          \
      printf("%s: %s\n", #what, message);                                                      \
      exit(EXIT_FAILURE);                                                                      \
    }                                                                                          \
  } while (0)
#define OF_SIM(call) TRY(call, impakt_sim_message(sim))
#define OF_FIT(call) TRY(call, impakt_fit_message(fit))

/* ---- random numbers ----------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/* A normal deviate for a place, by Box and Muller's method. */
static double deviate(int replicate, int subject, int observation)
{
  const uint64_t key =
      mix(mix(mix((uint64_t)replicate) + (uint64_t)subject) + (uint64_t)observation);
  const double u = ((double)(mix(key) >> 11) + 0.5) / 9007199254740992.0;
  const double v = (double)(mix(key + 1) >> 11) / 9007199254740992.0;
  return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* ---- designs ------------------------------------------------------------------------------------ */

struct design {
  const char *name, *quantity, *parameters[MOST_UNKNOWNS];
  int error; /* IMPAKT_ERROR_... */
  double size, limit;
  int n_subjects, n_times;
  double times[MOST_TIMES];
  impakt_sim *(*subject)(int number);
  /* made from these: */
  impakt_sim *subjects[MOST_SUBJECTS];
  double course[MOST_SUBJECTS][MOST_TIMES], truth[MOST_UNKNOWNS];
  int n_unknowns;
};

/* Leukaemia, inotuzumab ozogamicin 0.8 and twice 0.5 mg/m2 a cycle, two cycles; values below 20 ng/mL,
 * a limit that is assumed, are known only as that. */
static impakt_sim *inotuzumab(int number)
{
  impakt_sim *sim = NULL;
  TRY(impakt_sim_new(&sim, impakt_model_find("inotuzumab_garrett2019")), "no simulation");
  OF_SIM(impakt_sim_use_preset(sim, "all"));
  OF_SIM(impakt_sim_set_patient(sim, "BSA", 1.5 + 0.08 * number));
  OF_SIM(impakt_sim_set_patient(sim, "BLSTPB", number % 3 == 0 ? 1e-4 : 7. * number));
  for (int cycle = 0; cycle < 2; cycle++)
    for (int week = 0; week < 3; week++)
      OF_SIM(impakt_sim_dose(sim, "iv", (28 * cycle + 7 * week) * DAY, week ? 0.5 : 0.8,
                             "mg/m2", 1, NULL));
  return sim;
}

/* Neutrophils under two cycles of docetaxel: the concentration is a square of a day with the area that
 * 60, 75 or 100 mg/m2 leave behind, about 3.4, 4.3 and 5.8 umol*h/L. */
static impakt_sim *neutrophils(int number)
{
  static const double areas[] = { 3.4, 4.3, 5.8 };
  impakt_sim *sim = NULL;
  int dose;
  TRY(impakt_sim_new(&sim, impakt_model_find("neutropenia_friberg2002")), "no simulation");
  OF_SIM(impakt_sim_infuse(sim, "C", 0, areas[number % 3] / DAY, "umol/L", DAY, &dose));
  OF_SIM(impakt_sim_dose_repeat(sim, dose, 21 * DAY, 2));
  return sim;
}

static struct design designs[] = {
  { .name = "inotuzumab_garrett2019",
    .quantity = "C",
    .parameters = { "CL1_ref", "CL2_ref", "V1_ref", "kdes_ref" },
    .error = IMPAKT_ERROR_LOG_NORMAL,
    .size = 0.3,
    .limit = 20,
    .n_subjects = 10,
    .n_times = 14,
    .times = { 1, 4, 24, 48, 72, 169, 192, 337, 384, 673, 744, 839, 1100, 1300 },
    .subject = inotuzumab },
  { .name = "neutropenia_friberg2002",
    .quantity = "count",
    .parameters = { "X0", "MTT", "g", "sl" },
    .error = IMPAKT_ERROR_PROPORTIONAL,
    .size = 0.2,
    .n_subjects = 10,
    .n_times = 14,
    .times = { 0, 72, 120, 168, 216, 264, 336, 408, 504, 624, 672, 720, 840, 1008 },
    .subject = neutrophils },
};

/* Subjects, and their courses without error. */
static void lay_out(struct design *d)
{
  for (int s = 0; s < d->n_subjects; s++) {
    impakt_sim *sim = d->subjects[s] = d->subject(s);
    OF_SIM(impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-7));
    OF_SIM(impakt_sim_watch(sim, d->quantity));
    OF_SIM(impakt_sim_run(sim, d->times, d->n_times, d->course[s], d->n_times));
    d->n_unknowns = 0;
    double values[256];
    const impakt_model *model = impakt_model_find(d->name);
    const int np = impakt_model_size(model, IMPAKT_PARAMETER);
    TRY(impakt_sim_get_parameters(sim, values, np), "parameters");
    for (; d->parameters[d->n_unknowns]; d->n_unknowns++)
      d->truth[d->n_unknowns] =
          values[impakt_model_index(model, IMPAKT_PARAMETER, d->parameters[d->n_unknowns])];
    d->truth[d->n_unknowns++] = d->size;
  }
}

static void observe(const struct design *d, impakt_fit *fit, int replicate)
{
  for (int s = 0; s < d->n_subjects; s++) {
    double values[MOST_TIMES];
    int below[MOST_TIMES];
    for (int i = 0; i < d->n_times; i++) {
      const double e = d->size * deviate(replicate, s, i), f = d->course[s][i];
      values[i] = d->error == IMPAKT_ERROR_LOG_NORMAL ? f * exp(e) : f * (1 + e);
      below[i] = values[i] < d->limit;
      if (below[i]) values[i] = d->limit;
    }
    OF_FIT(impakt_fit_add(fit, d->subjects[s], NULL));
    OF_FIT(impakt_fit_observe(fit, s, d->quantity, d->times, values, below, NULL, d->n_times));
  }
}

struct counts {
  int fits, failed, by_error[MOST_UNKNOWNS], by_interval[MOST_UNKNOWNS];
  double mean[MOST_UNKNOWNS], square[MOST_UNKNOWNS], error[MOST_UNKNOWNS];
};

/* Starts half as high or half again as high as the truth, in turn. */
static impakt_fit *new_fit(const struct design *d, int replicate)
{
  impakt_fit *fit = NULL;
  const impakt_model *model = impakt_model_find(d->name);
  TRY(impakt_fit_new(&fit, model), "no fit");
  /* a thousandth of a standard error, which is nothing beside their scatter */
  OF_FIT(impakt_fit_set_option(fit, IMPAKT_FIT_TOLERANCE, 1e-6));
  observe(d, fit, replicate);
  for (int k = 0; d->parameters[k]; k++) {
    const double away = (replicate + k) % 2 ? 1.5 : 1 / 1.5;
    OF_FIT(impakt_fit_estimate(fit, d->parameters[k], d->truth[k] * away, NAN, NAN,
                               IMPAKT_SCALE_LOG, 0));
  }
  OF_FIT(impakt_fit_error(fit, d->quantity, d->error, 2 * d->size, 1));
  return fit;
}

static void count(const struct design *d, int replicate, struct counts *counts)
{
  double values[MOST_UNKNOWNS], errors[MOST_UNKNOWNS], low, high;
  impakt_fit *fit = new_fit(d, replicate);
  counts->fits++;
  if (impakt_fit_run(fit) != IMPAKT_OK) {
    printf("replicate %d: %s\n", replicate, impakt_fit_message(fit));
    counts->failed++;
    impakt_fit_free(fit);
    return;
  }
  OF_FIT(impakt_fit_estimates(fit, values, d->n_unknowns));
  OF_FIT(impakt_fit_standard_errors(fit, errors, d->n_unknowns));
  for (int k = 0; k < d->n_unknowns; k++) {
    OF_FIT(impakt_fit_interval(fit, k, IMPAKT_WALD, 0.95, &low, &high));
    counts->by_error[k] += fabs(values[k] - d->truth[k]) <= 1.959963984540054 * errors[k];
    counts->by_interval[k] += low <= d->truth[k] && d->truth[k] <= high;
    counts->mean[k] += values[k] / d->truth[k] - 1;
    counts->square[k] += pow(values[k] / d->truth[k] - 1, 2);
    counts->error[k] += errors[k] / d->truth[k];
  }
  impakt_fit_free(fit);
}

/* Wilson and Hilferty's approximation, good to 1e-3 here. */
static double chi_squared_below(double x, double freedom)
{
  const double third = 2 / (9 * freedom);
  return 0.5 * erfc(-(cbrt(x / freedom) - 1 + third) / sqrt(2 * third));
}

/* How often the size is within that range of its estimate: from low to high times the truth. */
static double coverage_of_size(double n, double p, double low, double high)
{
  return chi_squared_below(n * high * high, n - p) - chi_squared_below(n * low * low, n - p);
}

/* Prints a row for each unknown; how many of them miss. */
static int report(const struct design *d, const struct counts *c, double tolerance)
{
  const int n = c->fits - c->failed, observations = d->n_subjects * d->n_times;
  int missed = 0;
  printf("%s: %d fits of %d observations in %d subjects, %d failed; what is expected (in "
         "brackets) +- %.1f %% is right\n",
         d->name, c->fits, observations, d->n_subjects, c->failed, 100 * tolerance);
  printf("  %-16s %9s %9s %9s %14s %14s\n", "unknown", "bias", "scatter", "stated",
         "1.96 errors", "interval");
  for (int k = 0; k < d->n_unknowns; k++) {
    const double mean = c->mean[k] / n, by_error = (double)c->by_error[k] / c->fits;
    const double by_interval = (double)c->by_interval[k] / c->fits;
    double expected[2] = { 0.95, 0.95 };
    if (!d->parameters[k]) {
      const double half = 1.959963984540054 / sqrt(2. * observations);
      expected[0] =
          coverage_of_size(observations, d->n_unknowns, 1 / (1 + half), 1 / (1 - half));
      expected[1] = coverage_of_size(observations, d->n_unknowns, exp(-half), exp(half));
    }
    const int right = fabs(by_error - expected[0]) <= tolerance &&
                      fabs(by_interval - expected[1]) <= tolerance;
    missed += !right;
    printf("  %-16s %8.2f%% %8.2f%% %8.2f%% %6.1f%% (%.1f) %6.1f%% (%.1f)%s\n",
           d->parameters[k] ? d->parameters[k] : "size of error", 100 * mean,
           100 * sqrt((c->square[k] - n * mean * mean) / (n - 1)), 100 * c->error[k] / n,
           100 * by_error, 100 * expected[0], 100 * by_interval, 100 * expected[1],
           right ? "" : "  <- wrong");
  }
  return missed;
}

int main(int argc, char **argv)
{
  const int replicates = argc > 1 ? atoi(argv[1]) : 1000;
  if (replicates < 2) return EXIT_FAILURE;
  const double scatter = sqrt(0.95 * 0.05 / replicates);
  const double tolerance = argc > 2 ? atof(argv[2]) : replicates >= 1000 ? 0.03 : 4 * scatter;
  int missed = 0;
  for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
    struct design *d = &designs[i];
    struct counts counts = { 0 };
    lay_out(d);
    for (int r = 0; r < replicates; r++) count(d, r, &counts);
    missed += report(d, &counts, tolerance);
    for (int s = 0; s < d->n_subjects; s++) impakt_sim_free(d->subjects[s]);
  }
  return missed ? EXIT_FAILURE : EXIT_SUCCESS;
}
