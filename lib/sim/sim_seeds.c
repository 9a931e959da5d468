/* sim_seeds.c — what each slope of a run starts from: parameters, states, and the size of what the
 * slope is in. */
#include "sim_run.h"

#include "jacobian.h"
#include "scalar.h"

#include <math.h>

static double size_of(double value) { return value != 0 ? fabs(value) : 1; }

/* The parameters with their slope of number k. */
static void seed_parameters(const impakt_sim *sim, int k, dual *p)
{
  const struct equations *e = sim->equations;
  const struct slope *s = (const struct slope *)sim->slopes.rows + k;
  for (int i = 0; i < e->npq; i++) p[i] = sim->p[i];
  if (s->kind != IN_PARAMETER) return;
  const int at = e->p_at[s->index];
  p[at] = with_slope(sim->p[at], SEED);
  equations_derive_z(e, p);
}

static void seed_start(impakt_sim *sim, int k, const dual *p, double *start)
{
  const struct slope *s = (const struct slope *)sim->slopes.rows + k;
  equations_init_z(sim->equations, p, sim->work.x);
  for (int i = 0; i < sim->equations->n; i++)
    start[i] = isnan(sim->initial[i]) ? SLOPE(sim->work.x[i]) / SEED : 0;
  if (s->kind == IN_INITIAL) start[s->index] = 1;
}

/* Of what slope number k is in; the states have started. */
static double slope_size(const impakt_sim *sim, int k)
{
  const struct slope *s = (const struct slope *)sim->slopes.rows + k;
  if (s->kind == IN_PARAMETER) return size_of(sim->p[sim->equations->p_at[s->index]]);
  if (s->kind == IN_INITIAL) return size_of(sim->states[s->index]);
  if (s->kind == IN_LEVEL)
    return size_of(((const struct rule_record *)sim->rules.rows)[s->index].level);
  const struct dose *d = (const struct dose *)sim->doses.rows + s->index;
  if (s->what == IMPAKT_DOSE_AMOUNT) return size_of(d->amount);
  if (s->what == IMPAKT_DOSE_RATE) return size_of(d->rate);
  return 1; /* a time or fraction */
}

int sim_lay_out_seeds(impakt_sim *sim, struct slope_seeds *seeds)
{
  const struct equations *e = sim->equations;
  struct run_room *room = sim->room;
  const int n = seeds->n;
  dual *p = room_for(&room->p_slope, (size_t)n * e->npq, sizeof *p);
  const dual **p_rows = room_for(&room->p_slope_rows, n, sizeof *p_rows);
  double *start = room_for(&room->start_slope, (size_t)n * e->n, sizeof *start);
  double *size = room_for(&room->slope_size, n, sizeof *size);
  const double **start_rows = room_for(&room->start_slope_rows, n, sizeof *start_rows);
  if (!p || !p_rows || !size || !start || !start_rows) return sim_message_memory(sim);
  for (int k = 0; k < n; k++, p += e->npq, start += e->n) {
    seed_parameters(sim, k, p);
    seed_start(sim, k, p, start);
    size[k] = slope_size(sim, k);
    p_rows[k] = p;
    start_rows[k] = start;
  }
  seeds->p = p_rows, seeds->start = start_rows, seeds->size = size;
  return IMPAKT_OK;
}
