/* sim_run.c — impakt_sim_run: lays a course out, lets the engine drive it, hands the result over
 * if it succeeded.  Nothing is allocated once the course has started. */
#include "sim.h"

#include "jacobian.h"
#include "scalar.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)INTEGRATE_STEPS == IMPAKT_E_STEPS &&
                  (int)INTEGRATE_ACCURACY == IMPAKT_E_ACCURACY &&
                  (int)INTEGRATE_NOT_FINITE == IMPAKT_E_NOT_FINITE &&
                  (int)INTEGRATE_RULES == IMPAKT_E_RULE &&
                  (int)INTEGRATE_INTERNAL == IMPAKT_E_INTERNAL,
              "the engine's statuses are the public ones");
static_assert((int)MEASURE_CROSSING == IMPAKT_FIRST_CROSSING &&
                  (int)MEASURE_AREA == IMPAKT_AREA,
              "the engine's measures are the public ones");

struct run_room {
  struct room result, slopes; /* until the run has succeeded */
  struct room p_slope, p_slope_rows, slope_size;
  struct room start_slope, start_slope_rows;
  struct room moving;
};

struct run_room *run_room_new(void) { return calloc(1, sizeof(struct run_room)); }

void run_room_free(struct run_room *r)
{
  if (!r) return;
  const struct room all[] = { r->result,           r->slopes,     r->p_slope,
                              r->p_slope_rows,     r->slope_size, r->start_slope,
                              r->start_slope_rows, r->moving };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i].data);
  free(r);
}

void *room_for(struct room *room, size_t n, size_t size)
{
  const size_t bytes = (n + 1) * size;
  if (bytes <= room->bytes) return room->data;
  void *data = realloc(room->data, bytes);
  if (!data) return NULL;
  room->data = data;
  room->bytes = bytes;
  return data;
}

/* ---- checks ---------------------------------------------------------------------------------- */

static int check_times(impakt_sim *sim, const double *times, size_t n)
{
  if (!n && !sim->measures.n)
    return message_set(&sim->message, IMPAKT_E_LENGTH,
                       "no times are given, and no measure says how long to run");
  if (n && !times)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the array of times is NULL");
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(times[i]))
      return message_set(&sim->message, IMPAKT_E_ARGUMENT, "times[%zu] is not finite", i);
    if (times[i] < 0)
      return message_set(&sim->message, IMPAKT_E_ORDER, "times[%zu] is %g h; a run starts at 0",
                         i, times[i]);
    if (i && times[i] <= times[i - 1])
      return message_set(&sim->message, IMPAKT_E_ORDER,
                         "times must increase; times[%zu] is %.10g h after %.10g h", i,
                         times[i], times[i - 1]);
  }
  return IMPAKT_OK;
}

/* ---- laying out ------------------------------------------------------------------------------ */

/* share: of the tolerance that is asked for, what a step may be off by. */
static const struct solver {
  const char *name;
  const struct integrator_kind *kind;
  int stiff;
  double share;
} solvers[] = {
  [IMPAKT_SOLVER_RODAS5P] = { "rodas5p", &integrate_rodas5p, 1, 0.07 },
  [IMPAKT_SOLVER_RODAS4] = { "rodas4", &integrate_rodas4, 1, 0.07 },
  [IMPAKT_SOLVER_CVODE] = { "cvode", &integrate_cvode, 1, 0.1 },
  [IMPAKT_SOLVER_ADAMS] = { "adams", &integrate_cvode, 0, 0.1 },
};

/* A Rosenbrock step needs a Jacobian, with slopes three; so many passes for it make the step dearer
 * than CVODE's. */
enum { MOST_COLOURS = 10 };
/* And at tighter tolerances it needs more steps than CVODE. */
#define TIGHT 1e-9

/* docs/performance.md has the measurements behind AUTO and the shares. */
static const struct solver *choose_solver(const impakt_sim *sim)
{
  const int asked = (int)sim->options[IMPAKT_SOLVER - 100];
  if (asked != IMPAKT_SOLVER_AUTO) return &solvers[asked];
  const int quick = sim->equations->n_colours <= MOST_COLOURS &&
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

/* The integrator for the options and slopes as they are set. */
static int open_integrator(impakt_sim *sim, int n_slopes)
{
  const struct solver *solver = choose_solver(sim);
  const struct control control = control_of(sim, solver, n_slopes);
  sim->solver = solver->name;
  if (sim->integrator) {
    const struct control *c = &sim->integrator->control;
    if (sim->integrator->kind == solver->kind && c->rtol == control.rtol &&
        c->noise_scale == control.noise_scale && c->h_max == control.h_max &&
        c->stiff == control.stiff && c->n_slopes == n_slopes)
      return IMPAKT_OK;
    sim->integrator->kind->close(sim->integrator);
    track_free(sim->track);
    sim->track = NULL;
  }
  sim->integrator = solver->kind->open(sim->equations, &control);
  if (!sim->integrator) return sim_message_memory(sim);
  sim->track = track_new(sim->equations, n_slopes);
  if (sim->track) return IMPAKT_OK;
  sim->integrator->kind->close(sim->integrator);
  sim->integrator = NULL;
  return sim_message_memory(sim);
}

static int lay_out_doses(impakt_sim *sim, struct course *course,
                         const struct slope_seeds *seeds)
{
  const struct control control = control_of(sim, &solvers[IMPAKT_SOLVER_CVODE], 0);
  int status = sim_plan(sim, seeds);
  if (!status) status = sim_solve_steady(sim, seeds, &control);
  if (status) return status;
  const int n_slopes = seeds ? seeds->n : 0;
  const int unruly = sim_lay_out_rules(sim, n_slopes, &course->rules);
  if (unruly) return unruly;
  if (schedule_plan(&sim->schedule, sim->plan->given.data, sim->plan->n_given))
    return sim_message_memory(sim);
  course->schedule = &sim->schedule;
  return IMPAKT_OK;
}

static double end_of(const impakt_sim *sim, const double *times, size_t n_times)
{
  double end = n_times ? times[n_times - 1] : 0;
  const struct measure *measures = sim->measures.rows;
  for (int i = 0; i < sim->measures.n; i++) end = fmax(end, measures[i].to);
  return end;
}

/* ---- laying out slopes ------------------------------------------------------------------------ */

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

static int lay_out_slopes(impakt_sim *sim, struct slope_seeds *seeds)
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

/* ---- running --------------------------------------------------------------------------------- */

static int failed(impakt_sim *sim)
{
  const struct failure *f = &sim->integrator->failure;
  const char *state = f->state >= 0 ? sim->model->x[f->state].name : NULL;
  switch (f->status) {
  case INTEGRATE_STEPS:
    return message_set(
        &sim->message, f->status,
        "%s used up %g steps since the last dose or switch, at %.10g h; a larger "
        "IMPAKT_MAX_STEPS or tolerance may help",
        sim->model->name, sim->options[IMPAKT_MAX_STEPS - 100], f->t);
  case INTEGRATE_ACCURACY:
    return message_set(&sim->message, f->status,
                       "%s could not meet the tolerances at %.10g h; the largest error is that "
                       "of '%s'",
                       sim->model->name, f->t, state ? state : "a switch");
  case INTEGRATE_NOT_FINITE:
    return message_set(&sim->message, f->status,
                       "%s: '%s' or its derivative is not finite at %.10g h", sim->model->name,
                       state ? state : "a state", f->t);
  case INTEGRATE_RULES: return sim_message_rules(sim);
  default:
    return message_set(&sim->message, f->status, "%s: the integrator failed at %.10g h",
                       sim->model->name, f->t);
  }
}

/* Of a covariate, the first value that the publication does not cover, and when; 0 if none. */
static int uncovered(const impakt_sim *sim, const struct studied *s, double *value, double *t)
{
  const struct sim_course *c = sim_course_of(sim, s->parameter);
  const double alone = sim->p[sim->equations->p_at[s->parameter]];
  const double *values = c ? c->moving.values : &alone;
  for (int i = 0; i < (c ? c->moving.n : 1); i++) {
    *value = values[i];
    *t = c ? c->moving.times[i] : 0;
    if (*value < s->low || *value > s->high) return 1;
  }
  return 0;
}

/* A run has succeeded; a remark names what to keep in mind first. */
static int remark(impakt_sim *sim)
{
  const impakt_model *m = sim->model;
  if (sim->steady_error > sim->options[IMPAKT_RELATIVE_TOLERANCE - 100])
    return message_set(
        &sim->message, IMPAKT_REMARK,
        "the steady state was approached by repeating its interval; about %.1g of "
        "it is left",
        sim->steady_error);
  for (int i = 0; i < m->n_studied; i++) {
    const struct studied *s = &m->studied[i];
    const struct quantity *q = &m->p[s->parameter];
    double value, t;
    char when[40] = "";
    if (!uncovered(sim, s, &value, &t)) continue;
    if (sim_course_of(sim, s->parameter)) snprintf(when, sizeof when, " at %g h", t);
    return message_set(&sim->message, IMPAKT_REMARK,
                       "'%s' is %g %s%s; the publication covers %g to %g", q->name, value,
                       q->unit, when, s->low, s->high);
  }
  return sim_done(sim);
}

static int run(impakt_sim *sim, const double *times, size_t n_times, double *result,
               size_t result_length, double *slopes, size_t slopes_length, int n_slopes)
{
  const int n_columns = impakt_sim_columns(sim);
  const size_t length = n_times * n_columns;
  if (n_columns && n_times > SIZE_MAX / sizeof(double) / n_columns / (n_slopes + 1))
    return message_set(&sim->message, IMPAKT_E_LENGTH, "no array holds %zu times", n_times);
  int status = sim_check_array(sim, "results", result, result_length, length);
  if (!status && n_slopes)
    status = sim_check_array(sim, "slopes", slopes, slopes_length, length * n_slopes);
  if (!status) status = check_times(sim, times, n_times);
  if (!status) status = sim_check_needs(sim);
  if (status) return status;

  sim->has_run = 0; /* and rules that fired are forgotten */
  struct course course = {
    .p = sim->p,
    .x_start = sim->states,
    .max_steps = (long)sim->options[IMPAKT_MAX_STEPS - 100],
    .end = end_of(sim, times, n_times),
    .times = times,
    .n_times = n_times,
    .sample_after = sim->options[IMPAKT_SAMPLE_AFTER - 100] == 1,
    .column = sim->watched.n ? sim->watched.rows : sim->columns,
    .n_columns = n_columns,
    .moving = room_for(&sim->room->moving, sim->courses.n, sizeof *course.moving),
    .measures = sim->measures.rows,
    .n_measures = sim->measures.n,
    .result = room_for(&sim->room->result, length, sizeof(double)),
    .slopes = room_for(&sim->room->slopes, length * n_slopes, sizeof(double)),
  };
  if (!course.result || !course.slopes || !course.moving) return sim_message_memory(sim);
  course.n_moving = sim_lay_out_courses(sim, course.moving);
  sim_start(sim, sim->states);
  struct slope_seeds seeds = { .n = n_slopes };
  if (n_slopes) status = lay_out_slopes(sim, &seeds);
  course.p_slope = seeds.p, course.x_start_slope = seeds.start, course.slope_size = seeds.size;
  if (!status) status = lay_out_doses(sim, &course, n_slopes ? &seeds : NULL);
  if (!status) status = open_integrator(sim, n_slopes);
  if (status) return status;

  status = drive(sim->integrator, sim->track, &course);
  sim->counts = sim->integrator->counts;
  if (status) return failed(sim);
  if (length) memcpy(result, course.result, sizeof *result * length);
  if (length && n_slopes) memcpy(slopes, course.slopes, sizeof *slopes * length * n_slopes);
  sim->has_run = 1;
  sim->n_given = course.rules ? course.rules->n_given : sim->plan->n_given;
  sim->ended = sim->integrator->t;
  status = remark(sim);
  return course.rules && course.rules->stopped_by >= 0 ? sim_message_stopped(sim) : status;
}

impakt_status impakt_sim_run(impakt_sim *sim, const double *times, size_t n_times,
                             double *result, size_t result_length)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  return run(sim, times, n_times, result, result_length, NULL, 0, 0);
}

impakt_status impakt_sim_run_slopes(impakt_sim *sim, const double *times, size_t n_times,
                                    double *result, size_t result_length, double *slopes,
                                    size_t slopes_length)
{
  if (!sim) return IMPAKT_E_ARGUMENT;
  if (!sim->slopes.n)
    return message_set(&sim->message, IMPAKT_E_ORDER,
                       "no slopes have been asked for; call impakt_sim_slope_in first");
  return run(sim, times, n_times, result, result_length, slopes, slopes_length, sim->slopes.n);
}
