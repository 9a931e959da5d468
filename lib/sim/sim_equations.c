/* sim_equations.c — the equations alone, for other integrators. */
#include "sim.h"

#include "jacobian.h"

#include <math.h>
#include <stdlib.h>

/* Inputs and switches at one point; NULL without memory. */
struct point {
  double *u, *s;
};

static int check_time(impakt_sim *sim, double time)
{
  if (isfinite(time)) return IMPAKT_OK;
  return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the time is not finite");
}

static int point_new(impakt_sim *sim, struct point *at, double time, const double *states,
                     const double *inputs)
{
  const struct equations *e = sim->equations;
  at->u = calloc((size_t)e->nu + e->ns + 1, sizeof *at->u);
  if (!at->u) return sim_message_memory(sim);
  at->s = at->u + e->nu;
  for (int i = 0; inputs && i < e->nu; i++) at->u[i] = inputs[i];
  sim_parameters_at(sim, time, sim->p_now);
  equations_guard_d(e, time, states, sim->p_now, at->s);
  for (int i = 0; i < e->ns; i++) at->s[i] = at->s[i] > 0;
  return IMPAKT_OK;
}

static int check_point(impakt_sim *sim, double time, const double *states, size_t n,
                       const double *inputs, size_t n_inputs)
{
  int status = check_time(sim, time);
  if (!status) status = sim_check_array(sim, "states", states, n, sim->equations->n);
  if (!status && inputs)
    status = sim_check_array(sim, "inputs", inputs, n_inputs, sim->equations->nu);
  return status;
}

impakt_status impakt_sim_rhs(impakt_sim *sim, double time, const double *states, size_t n,
                             const double *inputs, size_t n_inputs, double *derivatives,
                             size_t n_derivatives)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  struct point at;
  int status = check_point(sim, time, states, n, inputs, n_inputs);
  if (!status)
    status = sim_check_array(sim, "derivatives", derivatives, n_derivatives, sim->equations->n);
  if (!status) status = point_new(sim, &at, time, states, inputs);
  if (status) return status;
  equations_rhs_d(sim->equations, time, states, sim->p_now, at.u, at.s, derivatives,
                  sim->work.plain);
  free(at.u);
  return sim_done(sim);
}

impakt_status impakt_sim_outputs(impakt_sim *sim, double time, const double *states, size_t n,
                                 double *outputs, size_t n_outputs)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  int status = check_time(sim, time);
  if (!status) status = sim_check_array(sim, "states", states, n, sim->equations->n);
  if (!status) status = sim_check_array(sim, "outputs", outputs, n_outputs, sim->equations->ny);
  if (status) return status;
  sim_parameters_at(sim, time, sim->p_now);
  equations_out_d(sim->equations, time, states, sim->p_now, outputs);
  return sim_done(sim);
}

int impakt_sim_jacobian_entries(const impakt_sim *sim)
{
  return sim ? sim->equations->colptr[sim->equations->n] : 0;
}

impakt_status impakt_sim_jacobian_pattern(const impakt_sim *sim, int *row, int *column,
                                          size_t entries)
{
  if (!sim || !row || !column) return IMPAKT_E_ARGUMENT;
  const struct equations *e = sim->equations;
  if (entries != (size_t)e->colptr[e->n]) return IMPAKT_E_LENGTH;
  for (int j = 0; j < e->n; j++)
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) row[k] = e->row[k], column[k] = j;
  return IMPAKT_OK;
}

impakt_status impakt_sim_jacobian(impakt_sim *sim, double time, const double *states, size_t n,
                                  const double *inputs, size_t n_inputs, double *values,
                                  size_t entries)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  struct point at;
  int status = check_point(sim, time, states, n, inputs, n_inputs);
  if (!status)
    status = sim_check_array(sim, "entries", values, entries, impakt_sim_jacobian_entries(sim));
  if (!status) status = point_new(sim, &at, time, states, inputs);
  if (status) return status;
  jacobian_values(sim->equations, &sim->work, time, states, sim->p_now, at.u, at.s, values);
  free(at.u);
  return sim_done(sim);
}
