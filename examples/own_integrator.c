/* The equations alone, for an integrator of one's own: here a Rosenbrock method of two stages
 * (ROS2) with fixed steps, for neutrophils after an hour of infusion, beside the library's run.
 *
 *   cc own_integrator.c $(pkg-config --cflags --libs impakt) -llapack -lm -o own && ./own */
#include <impakt.h>
#include <math.h>
#include <stdio.h>

#define TRY(call)                                                                              \
  do {                                                                                         \
    if ((call) < 0) goto failed;                                                               \
  } while (0)

void dgesv_(const int *n, const int *columns, double *a, const int *lda, int *pivot, double *b,
            const int *ldb, int *info);

enum { MOST = 16 }; /* states, inputs */

/* snippet step */
/* x becomes the states a step h later.  Each stage solves (1 - gamma h J) k = f. */
static impakt_status step(impakt_sim *sim, double t, double h, double *x, int n,
                          const double *input, int n_inputs)
{
  const double gamma = 1 - sqrt(0.5);
  const int entries = impakt_sim_jacobian_entries(sim), one = 1;
  int row[MOST * MOST], column[MOST * MOST], pivot[MOST], info;
  double J[MOST * MOST], matrix[MOST * MOST], k[2][MOST], y[MOST];

  TRY(impakt_sim_jacobian_pattern(sim, row, column, entries));
  TRY(impakt_sim_jacobian(sim, t, x, n, input, n_inputs, J, entries));
  for (int stage = 0; stage < 2; stage++) {
    for (int i = 0; i < n; i++) y[i] = x[i] + (stage ? h * k[0][i] : 0);
    TRY(impakt_sim_rhs(sim, t, y, n, input, n_inputs, k[stage], n));
    for (int i = 0; i < n; i++) k[stage][i] -= stage ? 2 * k[0][i] : 0;

    for (int i = 0; i < n * n; i++) matrix[i] = i % (n + 1) ? 0 : 1;
    for (int e = 0; e < entries; e++) /* column by column, as LAPACK has it */
      matrix[column[e] * n + row[e]] -= gamma * h * J[e];
    dgesv_(&n, &one, matrix, &n, pivot, k[stage], &n, &info);
    if (info) goto failed;
  }
  for (int i = 0; i < n; i++) x[i] += h * (1.5 * k[0][i] + 0.5 * k[1][i]);
  return IMPAKT_OK;

failed:
  return IMPAKT_E_INTERNAL;
}
/* end step */

int main(void)
{
  const double h = 0.125, end = 24 * 14;
  const impakt_model *model = impakt_model_find("neutropenia_friberg2002");
  const int n = impakt_model_size(model, IMPAKT_STATE);
  const int n_inputs = impakt_model_size(model, IMPAKT_INPUT);
  const int pulse = impakt_model_index(model, IMPAKT_INPUT, "pulse");
  double x[MOST], input[MOST] = { 0 }, result[MOST];
  impakt_sim *sim = NULL;
  int wrong = 1;

  if (n < 1 || n > MOST || n_inputs > MOST || pulse < 0) goto failed;
  TRY(impakt_sim_new(&sim, model));
  TRY(impakt_sim_use_preset(sim, "pulses"));
  TRY(impakt_sim_get_initial(sim, x, n));
  for (int i = 0; i * h < end; i++) {
    input[pulse] = i * h < 1 ? 2 : 0; /* umol/L/h in the first hour: no step spans its end */
    TRY(step(sim, i * h, h, x, n, input, n_inputs));
  }

  TRY(impakt_sim_infuse(sim, "pulse", 0, 2, NULL, 1, NULL));
  for (int i = 0; i < n; i++)
    TRY(impakt_sim_watch(sim, impakt_model_text(model, IMPAKT_STATE, i, IMPAKT_NAME)));
  TRY(impakt_sim_run(sim, &end, 1, result, n));

  wrong = 0;
  for (int i = 0; i < n; i++) {
    printf("%-2s  own %.6g  library %.6g %s\n", impakt_sim_column_name(sim, i), x[i], result[i],
           impakt_sim_column_unit(sim, i));
    /* ROS2 is of second order: its error in D, which has a day's half-life and falls for 14, is
     * about 14 ln 2 (h ln 2 / 24 h)^2 / 6 = 2e-5 of D; the library's is about 1e-5. */
    if (!(fabs(x[i] - result[i]) < 1e-4 * fabs(result[i]))) wrong = 1;
  }

failed:
  if (sim) fputs(impakt_sim_message(sim), stderr);
  impakt_sim_free(sim);
  return wrong;
}
