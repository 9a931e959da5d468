/* sim_solver.c — which integrator a simulation runs with, and how exactly; its own, or a lane that it
 * is lent. */
#include "sim_run.h"

/* share: of the tolerance that is asked for, what a step may be off by. */
static const struct solver {
  const char *name;
  const struct integrator_kind *kind;
  int stiff;
  double share;
} solvers[] = {
  [IMPAKT_SOLVER_RODAS5P] = { "rodas5p", &integrate_rodas5p, 1, 0.03 },
  [IMPAKT_SOLVER_RODAS4] = { "rodas4", &integrate_rodas4, 1, 0.07 },
  [IMPAKT_SOLVER_CVODE] = { "cvode", &integrate_cvode, 1, 0.1 },
  [IMPAKT_SOLVER_ADAMS] = { "adams", &integrate_cvode, 0, 0.1 },
};

/* A Rosenbrock step needs a Jacobian.  Where none is written out, so many dual passes for it make the
 * step dearer than CVODE's. */
enum { MOST_COLOURS = 10 };
/* And at tighter tolerances it needs more steps than CVODE. */
#define TIGHT 1e-9

/* docs/performance.md has the measurements behind AUTO and the shares. */
static const struct solver *choose_solver(const impakt_sim *sim)
{
  const int asked = (int)sim->options[IMPAKT_SOLVER - 100];
  if (asked != IMPAKT_SOLVER_AUTO) return &solvers[asked];
  const struct equations *e = sim->equations;
  const int quick = (equations_written(e) || e->n_colours <= MOST_COLOURS) &&
                    sim->options[IMPAKT_RELATIVE_TOLERANCE - 100] >= TIGHT;
  return &solvers[quick ? IMPAKT_SOLVER_RODAS5P : IMPAKT_SOLVER_CVODE];
}

static struct control control_of(const impakt_sim *sim, const struct solver *solver,
                                 int n_slopes)
{
  return (struct control){
    .rtol = sim->options[IMPAKT_RELATIVE_TOLERANCE - 100] * solver->share,
    .noise_scale = sim->options[IMPAKT_ABSOLUTE_TOLERANCE - 100],
    .h_max = sim->options[IMPAKT_MAX_STEP - 100],
    .stiff = solver->stiff,
    .n_slopes = n_slopes,
  };
}

const struct integrator_kind *sim_kind(const impakt_sim *sim, const char **name)
{
  const struct solver *solver = choose_solver(sim);
  if (name) *name = solver->name;
  return solver->kind;
}

struct control sim_control(const impakt_sim *sim, int n_slopes)
{
  return control_of(sim, choose_solver(sim), n_slopes);
}

struct control sim_steady_control(const impakt_sim *sim)
{
  return control_of(sim, &solvers[IMPAKT_SOLVER_CVODE], 0);
}

static int is_as_asked(const struct integrator *I, const struct integrator_kind *kind,
                       const struct control *c)
{
  const struct control *is = &I->control;
  return I->kind == kind && is->rtol == c->rtol && is->noise_scale == c->noise_scale &&
         is->h_max == c->h_max && is->stiff == c->stiff && is->n_slopes == c->n_slopes;
}

void sim_close_integrator(impakt_sim *sim)
{
  if (sim->integrator && !sim->borrows) sim->integrator->kind->close(sim->integrator);
  track_free(sim->track);
  sim->integrator = NULL;
  sim->track = NULL;
  sim->borrows = 0;
}

void sim_borrow(impakt_sim *sim, struct integrator *face)
{
  sim_close_integrator(sim);
  sim->integrator = face;
  sim->borrows = 1;
}

int sim_open_integrator(impakt_sim *sim, int n_slopes)
{
  const struct solver *solver = choose_solver(sim);
  const struct control control = control_of(sim, solver, n_slopes);
  sim->solver = solver->name;
  if (sim->integrator && !is_as_asked(sim->integrator, solver->kind, &control))
    sim_close_integrator(sim);
  if (!sim->integrator) sim->integrator = solver->kind->open(sim->equations, &control);
  if (sim->integrator && !sim->track) sim->track = track_new(sim->equations, n_slopes);
  if (sim->track) return IMPAKT_OK;
  sim_close_integrator(sim);
  return sim_message_memory(sim);
}
