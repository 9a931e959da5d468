/* One simulation: blinatumomab in serum during four weeks of continuous infusion.
 *
 *   cc first_run.c $(pkg-config --cflags --libs impakt) -lm -o first_run && ./first_run */
#include <impakt.h>
#include <math.h>
#include <stdio.h>

/* snippet try */
#define TRY(call)                                                                              \
  do {                                                                                         \
    if ((call) < 0) goto failed;                                                               \
  } while (0)
/* end try */

int main(void)
{
  int wrong = 1;

  /* snippet simulate */
  enum { DAYS = 30 };
  impakt_sim *sim = NULL;
  double times[DAYS + 1], C[DAYS + 1];
  for (int day = 0; day <= DAYS; day++) times[day] = 24.0 * day; /* hours */

  TRY(impakt_sim_new(&sim, impakt_model_find("blinatumomab_clements2020")));
  TRY(impakt_sim_set_patient(sim, "BSA", 1.2));
  TRY(impakt_sim_infuse(sim, "iv", 0, 28, "ug/d", 24 * 28, NULL));
  TRY(impakt_sim_watch(sim, "C"));
  TRY(impakt_sim_run(sim, times, DAYS + 1, C, DAYS + 1));

  for (int day = 0; day <= DAYS; day++)
    printf("%2d d  %.4g %s\n", day, C[day], impakt_sim_column_unit(sim, 0));
  /* end simulate */

  /* At rest as much leaves as enters: C = rate / CL, here in ug/h and L/h. */
  const double expected = 28.0 / 24 / (2.22 * pow(1.2 / 1.876, 0.620));
  wrong = fabs(C[28] - expected) > 1e-4 * expected;

  /* snippet end */
failed:
  if (sim) fputs(impakt_sim_message(sim), stderr);
  impakt_sim_free(sim);
  return wrong;
  /* end end */
}
