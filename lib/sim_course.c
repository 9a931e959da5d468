/* sim_course.c — parameters and covariates in time. */
#include "sim.h"

#include <string.h>

void sim_parameters_at(const impakt_sim *sim, double t, double *p)
{
  (void)t;
  memcpy(p, sim->p, sizeof *p * sim->equations->npq);
}

void sim_parameter_slopes_at(const impakt_sim *sim, double t, double t_slope, const dual *seed,
                             dual *p)
{
  (void)t, (void)t_slope;
  memcpy(p, seed, sizeof *p * sim->equations->npq);
}
