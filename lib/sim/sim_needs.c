/* sim_needs.c — what the inputs of a run need.
 *
 * A parameter that nobody has published has no default.  Its row holds a place, so that the
 * equations are whole as long as nothing enters the input that needs it; from then on only a
 * value that the user has set will do.  An input whose 0 means something that nobody would leave
 * to an oversight, such as a patient without neutrophils, must be driven. */
#include "sim.h"

int sim_lacks(const impakt_sim *sim, int parameter)
{
  return !sim->told[parameter] && catalogue_is_needed(sim->model, parameter);
}

static int is_wired(const impakt_model *m, int input)
{
  for (int i = 0; i < m->n_wires; i++)
    if (m->wires[i].input == input) return 1;
  return 0;
}

static int has_dose(const impakt_sim *sim, int input)
{
  const struct dose *doses = sim->doses.rows;
  for (int i = 0; i < sim->doses.n; i++)
    if (doses[i].kind <= RECORD_STEADY_INFUSION && doses[i].input == input) return 1;
  return 0;
}

int sim_check_needs(impakt_sim *sim)
{
  const impakt_model *m = sim->model;
  for (int i = 0; i < m->n_needs; i++) {
    const struct need *n = &m->needs[i];
    const struct quantity *p = &m->p[n->parameter];
    if (sim->told[n->parameter] || !(is_wired(m, n->input) || has_dose(sim, n->input)))
      continue;
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "'%s' cannot be given before '%s' is set (%g to %g %s; %s): %s",
                       m->u[n->input].name, p->name, p->low, p->high, p->unit, p->meaning,
                       n->reason);
  }
  for (int i = 0; i < m->n_driven; i++) {
    const struct driven *d = &m->driven[i];
    if (is_wired(m, d->input) || has_dose(sim, d->input)) continue;
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "nothing drives '%s': %s; wire an output to it, or infuse it in %s",
                       m->u[d->input].name, d->reason, m->u[d->input].unit);
  }
  return IMPAKT_OK;
}
