/* Two models wired together: docetaxel in plasma lowers the neutrophils in blood.
 *
 *   cc wiring.c $(pkg-config --cflags --libs impakt) -lm -o wiring && ./wiring */
#include <impakt.h>
#include <math.h>
#include <stdio.h>

#define TRY(call)                                                                              \
  do {                                                                                         \
    if ((call) < 0) goto failed;                                                               \
  } while (0)

int main(void)
{
  enum { END = 24 * 21 };
  impakt_system *system = NULL;
  impakt_sim *sim = NULL;
  int wrong = 1;

  /* snippet wire */
  const impakt_model *both;
  TRY(impakt_system_new(&system, "docetaxel_and_marrow"));
  TRY(impakt_system_add(system, "drug", impakt_model_find("docetaxel_ozawa2007")));
  TRY(impakt_system_add(system, "marrow", impakt_model_find("neutropenia_friberg2002")));
  TRY(impakt_system_connect(system, "drug.Cmol", "marrow.C"));
  TRY(impakt_system_model(system, &both));

  TRY(impakt_sim_new(&sim, both));
  TRY(impakt_sim_set_patient(sim, "BSA", 1.8));
  TRY(impakt_sim_dose(sim, "drug.iv", 0, 75, "mg/m2", 1, NULL));
  TRY(impakt_sim_watch(sim, "marrow.count"));
  /* end wire */

  /* snippet measure */
  int lowest, when;
  TRY(impakt_sim_measure(sim, "marrow.count", IMPAKT_LOWEST, 0, 0, END, &lowest));
  TRY(impakt_sim_measure(sim, "marrow.count", IMPAKT_LOWEST_TIME, 0, 0, END, &when));

  double times[END + 1], counts[END + 1], count, hours;
  for (int i = 0; i <= END; i++) times[i] = i;
  TRY(impakt_sim_run(sim, times, END + 1, counts, END + 1));

  TRY(impakt_sim_measured(sim, lowest, &count));
  TRY(impakt_sim_measured(sim, when, &hours));
  printf("lowest count %.3g %s on day %.1f\n", count, impakt_sim_column_unit(sim, 0),
         hours / 24);
  /* end measure */

  /* The same by looking at every hour, between which the count moves by less than 1 %. */
  double least = INFINITY;
  for (int i = 0; i <= END; i++) least = fmin(least, counts[i]);
  wrong = count > least || count < 0.99 * least;

failed:
  if (system) fputs(impakt_system_message(system), stderr);
  if (sim) fputs(impakt_sim_message(sim), stderr);
  impakt_sim_free(sim); /* before the system, which owns its model */
  impakt_system_free(system);
  return wrong;
}
