/* Clearance and volume of a patient, from five samples by weighted least squares.
 *
 *   cc fit.c $(pkg-config --cflags --libs impakt) -lm -o fit && ./fit */
#include <impakt.h>
#include <math.h>
#include <stdio.h>

#define TRY(call)                                                                              \
  do {                                                                                         \
    if ((call) < 0) goto failed;                                                               \
  } while (0)

enum { SAMPLES = 5 };

int main(void)
{
  static const double times[SAMPLES] = { 4, 12, 24, 30, 36 };           /* hours */
  static const double C[SAMPLES] = { 0.42, 0.51, 0.55, 0.044, 0.0036 }; /* ng/mL; made up */
  const impakt_model *model = impakt_model_find("blinatumomab_clements2020");
  impakt_sim *sim = NULL;
  impakt_fit *fit = NULL;
  int wrong = 1;

  TRY(impakt_sim_new(&sim, model));
  TRY(impakt_sim_set_patient(sim, "BSA", 1.8));
  TRY(impakt_sim_infuse(sim, "iv", 0, 28, "ug/d", 24, NULL));

  /* snippet fit */
  double values[2], errors[2], objective;
  TRY(impakt_fit_new(&fit, model));
  TRY(impakt_fit_set_option(fit, IMPAKT_FIT_LEAST_SQUARES, 1));
  TRY(impakt_fit_add(fit, sim, NULL)); /* a copy: subject 0 */
  TRY(impakt_fit_observe(fit, 0, "C", times, C, NULL, NULL, SAMPLES));
  TRY(impakt_fit_error(fit, "C", IMPAKT_ERROR_LOG_NORMAL, 1, 0));
  TRY(impakt_fit_estimate(fit, "CL0", NAN, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  TRY(impakt_fit_estimate(fit, "V", NAN, NAN, NAN, IMPAKT_SCALE_LOG, 0));
  TRY(impakt_fit_run(fit));

  TRY(impakt_fit_estimates(fit, values, 2));
  TRY(impakt_fit_standard_errors(fit, errors, 2));
  TRY(impakt_fit_objective(fit, &objective));
  for (int k = 0; k < impakt_fit_unknowns(fit); k++)
    printf("%s %.4g +- %.2g\n", impakt_fit_unknown_name(fit, k), values[k], errors[k]);
  /* end fit */

  /* It is the least: a step of a standard error to any side makes it worse. */
  wrong = 0;
  for (int k = 0; k < 4; k++) {
    double beside = 0, moved[2] = { values[0], values[1] };
    moved[k / 2] += (k % 2 ? 1 : -1) * errors[k / 2];
    TRY(impakt_fit_evaluate(fit, moved, 2, &beside, NULL, 0));
    if (!(beside > objective)) wrong = 1;
  }

failed:
  if (fit) fputs(impakt_fit_message(fit), stderr);
  if (sim) fputs(impakt_sim_message(sim), stderr);
  impakt_fit_free(fit);
  impakt_sim_free(sim);
  return wrong;
}
