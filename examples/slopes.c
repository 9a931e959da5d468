/* How much a result depends on each parameter: forward sensitivities beside the run itself.
 *
 *   cc slopes.c $(pkg-config --cflags --libs impakt) -lm -o slopes && ./slopes */
#include <impakt.h>
#include <math.h>
#include <stdio.h>

#define TRY(call)                                                                              \
  do {                                                                                         \
    if ((call) < 0) goto failed;                                                               \
  } while (0)

enum { TIMES = 4, PARAMETERS = 3 };

int main(void)
{
  static const double times[TIMES] = { 24, 24 * 7, 24 * 14, 24 * 21 };
  static const char *const names[PARAMETERS] = { "CL1_ref", "V1_ref", "kdes_ref" };
  const impakt_model *model = impakt_model_find("inotuzumab_garrett2019");
  impakt_sim *sim = NULL;
  double AUC[TIMES], up[TIMES], down[TIMES];
  int wrong = 1;

  /* The first cycle of inotuzumab ozogamicin. */
  TRY(impakt_sim_new(&sim, model));
  TRY(impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, 1e-10));
  TRY(impakt_sim_dose(sim, "iv", 0, 0.8, "mg/m2", 1, NULL));
  TRY(impakt_sim_dose(sim, "iv", 24 * 7, 0.5, "mg/m2", 1, NULL));
  TRY(impakt_sim_dose(sim, "iv", 24 * 14, 0.5, "mg/m2", 1, NULL));
  TRY(impakt_sim_watch(sim, "AUC"));

  /* snippet slopes */
  double slopes[TIMES][1][PARAMETERS]; /* time, column, parameter */
  for (int p = 0; p < PARAMETERS; p++) TRY(impakt_sim_slope_in(sim, names[p]));
  TRY(impakt_sim_run_slopes(sim, times, TIMES, AUC, TIMES, &slopes[0][0][0],
                            TIMES * 1 * PARAMETERS));
  /* end slopes */

  wrong = 0;
  for (int p = 0; p < PARAMETERS; p++) {
    /* The same by two runs, with the parameter a little higher and lower.  Their difference is
     * good to the step squared, 1e-6, and to the run's own error over the step, 1e-7. */
    const int row = impakt_model_index(model, IMPAKT_PARAMETER, names[p]);
    const double value = impakt_model_number(model, IMPAKT_PARAMETER, row, IMPAKT_DEFAULT);
    const double step = 1e-3 * value;
    TRY(impakt_sim_set_parameter(sim, names[p], value + step));
    TRY(impakt_sim_run(sim, times, TIMES, up, TIMES));
    TRY(impakt_sim_set_parameter(sim, names[p], value - step));
    TRY(impakt_sim_run(sim, times, TIMES, down, TIMES));
    TRY(impakt_sim_set_parameter(sim, names[p], value));
    for (int i = 0; i < TIMES; i++) {
      const double slope = slopes[i][0][p] * value / AUC[i]; /* % of change per % */
      const double difference = (up[i] - down[i]) / (2 * step) * value / AUC[i];
      printf("day %2.0f  AUC by %-8s  %+.5f  by differences %+.5f\n", times[i] / 24, names[p],
             slope, difference);
      if (!(fabs(slope - difference) < 1e-5)) wrong = 1;
    }
  }

failed:
  if (sim) fputs(impakt_sim_message(sim), stderr);
  impakt_sim_free(sim);
  return wrong;
}
