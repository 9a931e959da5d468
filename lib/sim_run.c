/* sim_run.c — impakt_sim_run: lays a course out, lets the engine drive it, hands the result over
 * if it succeeded.  Nothing is allocated once the course has started. */
#include "sim.h"

#include "jacobian.h"
#include "scalar.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)INTEGRATE_STEPS == IMPAKT_E_STEPS &&
                  (int)INTEGRATE_ACCURACY == IMPAKT_E_ACCURACY &&
                  (int)INTEGRATE_NOT_FINITE == IMPAKT_E_NOT_FINITE &&
                  (int)INTEGRATE_INTERNAL == IMPAKT_E_INTERNAL,
              "the engine's statuses are the public ones");
static_assert((int)MEASURE_CROSSING == IMPAKT_FIRST_CROSSING &&
                  (int)MEASURE_AREA == IMPAKT_AREA,
              "the engine's measures are the public ones");

/* A vector that is kept from run to run and grows when a run needs more. */
struct room {
  void *data;
  size_t bytes;
};

struct run_room {
  struct room result, slopes; /* until the run has succeeded */
  struct room dosing;         /* [3][nu]: fraction, lag, molar mass */
  struct room dosing_dual;    /* [3][nu] */
  struct room dosing_slope;   /* [3][n_slopes][nu] */
  struct room p_slope, p_slope_rows, slope_size;
  struct room start_slope, start_slope_rows;
  struct room log_slope; /* [n_given][2][n_slopes] */
};

struct run_room *run_room_new(void) { return calloc(1, sizeof(struct run_room)); }

void run_room_free(struct run_room *r)
{
  if (!r) return;
  const struct room all[] = { r->result,           r->slopes,       r->dosing,
                              r->dosing_dual,      r->dosing_slope, r->p_slope,
                              r->p_slope_rows,     r->slope_size,   r->start_slope,
                              r->start_slope_rows, r->log_slope };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i].data);
  free(r);
}

/* NULL without memory. */
static void *room_for(struct room *room, size_t n, size_t size)
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

/* Of the tolerance that is asked for, what a step of BDF may be off by.  With the whole of it, the
 * models' results were off by 1 to 10 times the tolerance (root mean square, a few by more). */
static const double SHARE_OF_A_STEP = 0.1;

/* The integrator for the options and slopes as they are set. */
static int open_integrator(impakt_sim *sim, int n_slopes)
{
  const struct control control = {
    .rtol = sim->options[IMPAKT_RELATIVE_TOLERANCE - 100] * SHARE_OF_A_STEP,
    .noise_scale = sim->options[IMPAKT_ABSOLUTE_TOLERANCE - 100],
    .h_max = sim->options[IMPAKT_MAX_STEP - 100],
    .stiff = (int)sim->options[IMPAKT_STIFF - 100],
    .n_slopes = n_slopes,
  };
  if (sim->integrator) {
    const struct control *c = &sim->integrator->control;
    if (c->rtol == control.rtol && c->noise_scale == control.noise_scale &&
        c->h_max == control.h_max && c->stiff == control.stiff && c->n_slopes == n_slopes)
      return IMPAKT_OK;
    sim->integrator->kind->close(sim->integrator);
    track_free(sim->track);
    sim->track = NULL;
  }
  sim->integrator = integrate_cvode.open(sim->equations, &control);
  if (!sim->integrator) return sim_message_memory(sim);
  sim->track = track_new(sim->equations, n_slopes);
  if (sim->track) return IMPAKT_OK;
  sim->integrator->kind->close(sim->integrator);
  sim->integrator = NULL;
  return sim_message_memory(sim);
}

static int check_dosing(impakt_sim *sim, const double *fraction, const double *lag)
{
  const struct quantity *u = sim->model->u;
  for (int i = 0; i < sim->model->nu; i++) {
    if (!(fraction[i] >= 0 && isfinite(fraction[i])))
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "the fraction of '%s' that arrives is %g; expected 0 or more",
                         u[i].name, fraction[i]);
    if (!(lag[i] >= 0 && isfinite(lag[i])))
      return message_set(&sim->message, IMPAKT_E_RANGE,
                         "the lag of '%s' is %g h; expected 0 or more", u[i].name, lag[i]);
  }
  return IMPAKT_OK;
}

static int lay_out_doses(impakt_sim *sim, struct course *course)
{
  const int nu = sim->model->nu;
  double *fraction = room_for(&sim->room->dosing, 3 * (size_t)nu, sizeof *fraction);
  if (!fraction) return sim_message_memory(sim);
  double *lag = fraction + nu, *molar_mass = lag + nu;
  equations_dosing_d(sim->equations, sim->p, fraction, lag, molar_mass);
  int status = check_dosing(sim, fraction, lag);
  if (!status) status = sim_expand_doses(sim, molar_mass);
  if (status) return status;
  if (schedule_plan(&sim->schedule, sim->given, sim->n_given, fraction, lag))
    return sim_message_memory(sim);
  course->schedule = &sim->schedule;
  course->fraction = fraction;
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

/* Slope of the logarithm of the patient's weight or surface in a parameter.  Where several models
 * of a system ask for it, a dose goes by the first one's. */
static double log_size_slope(impakt_sim *sim, int parameter, const char *covariate)
{
  if (parameter != sim_find_covariate(sim->model, covariate)) return 0;
  return 1 / sim->p[sim->equations->p_at[parameter]];
}

static int lay_out_log_slopes(impakt_sim *sim, const double *molar_slope)
{
  const int n_slopes = sim->slopes.n, nu = sim->model->nu;
  const int *parameters = sim->slopes.rows;
  const double *molar_mass = (const double *)sim->room->dosing.data + 2 * nu;
  double *log_slope =
      room_for(&sim->room->log_slope, (size_t)sim->n_given * 2 * n_slopes, sizeof *log_slope);
  if (!log_slope) return sim_message_memory(sim);
  for (int i = 0; i < sim->n_given; i++) {
    struct given *g = &sim->given[i];
    const struct power *powers[] = { &sim->powers[i].amount, &sim->powers[i].duration };
    double *rows[] = { log_slope + 2 * (size_t)i * n_slopes,
                       log_slope + (2 * (size_t)i + 1) * n_slopes };
    g->log_slope = rows[0];
    g->duration_log_slope = rows[1];
    for (int k = 0; k < n_slopes; k++) {
      const double weight = log_size_slope(sim, parameters[k], "WT");
      const double area = log_size_slope(sim, parameters[k], "BSA");
      const double molar = molar_mass[g->input] > 0
                               ? molar_slope[(size_t)k * nu + g->input] / molar_mass[g->input]
                               : 0;
      for (int which = 0; which < 2; which++)
        rows[which][k] = powers[which]->weight * weight + powers[which]->area * area +
                         powers[which]->molar * molar;
    }
  }
  return IMPAKT_OK;
}

static int lay_out_slopes(impakt_sim *sim, struct course *course)
{
  const struct equations *e = sim->equations;
  struct run_room *room = sim->room;
  const int n = e->n, nu = e->nu, n_slopes = sim->slopes.n;
  const int *parameters = sim->slopes.rows;
  dual *p = room_for(&room->p_slope, (size_t)n_slopes * e->npq, sizeof *p);
  const dual **p_rows = room_for(&room->p_slope_rows, n_slopes, sizeof *p_rows);
  double *start = room_for(&room->start_slope, (size_t)n_slopes * n, sizeof *start);
  double *size = room_for(&room->slope_size, n_slopes, sizeof *size);
  const double **start_rows = room_for(&room->start_slope_rows, n_slopes, sizeof *start_rows);
  dual *dosing = room_for(&room->dosing_dual, 3 * (size_t)nu, sizeof *dosing);
  double *dosing_slope =
      room_for(&room->dosing_slope, 3 * (size_t)n_slopes * nu, sizeof *start);
  if (!p || !p_rows || !size || !start || !start_rows || !dosing || !dosing_slope)
    return sim_message_memory(sim);
  double *fraction_slope = dosing_slope, *lag_slope = fraction_slope + n_slopes * nu;
  double *molar_slope = lag_slope + n_slopes * nu;

  for (int k = 0; k < n_slopes; k++, p += e->npq, start += n) {
    for (int i = 0; i < e->npq; i++) p[i] = sim->p[i];
    const int at = e->p_at[parameters[k]];
    p[at] = with_slope(sim->p[at], SEED);
    size[k] = sim->p[at] != 0 ? fabs(sim->p[at]) : 1;
    equations_derive_z(e, p);
    p_rows[k] = p;
    equations_init_z(e, p, sim->work.x);
    for (int i = 0; i < n; i++)
      start[i] = isnan(sim->initial[i]) ? SLOPE(sim->work.x[i]) / SEED : 0;
    start_rows[k] = start;
    equations_dosing_z(e, p, dosing, dosing + nu, dosing + 2 * nu);
    for (int i = 0; i < nu; i++) {
      fraction_slope[k * nu + i] = SLOPE(dosing[i]) / SEED;
      lag_slope[k * nu + i] = SLOPE(dosing[nu + i]) / SEED;
      molar_slope[k * nu + i] = SLOPE(dosing[2 * nu + i]) / SEED;
    }
  }
  course->p_slope = p_rows;
  course->x_start_slope = start_rows;
  course->fraction_slope = fraction_slope;
  course->lag_slope = lag_slope;
  course->slope_size = size;
  return lay_out_log_slopes(sim, molar_slope);
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
  default:
    return message_set(&sim->message, f->status, "%s: the integrator failed at %.10g h",
                       sim->model->name, f->t);
  }
}

/* A run has succeeded; a remark names the first covariate that it does not cover. */
static int remark(impakt_sim *sim)
{
  const impakt_model *m = sim->model;
  for (int i = 0; i < m->n_studied; i++) {
    const struct studied *s = &m->studied[i];
    const struct quantity *q = &m->p[s->parameter];
    const double value = sim->p[sim->equations->p_at[s->parameter]];
    if (value < s->low || value > s->high)
      return message_set(&sim->message, IMPAKT_REMARK,
                         "'%s' is %g %s; the publication covers %g to %g", q->name, value,
                         q->unit, s->low, s->high);
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
  if (status) return status;

  sim->has_run = 0;
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
    .measures = sim->measures.rows,
    .n_measures = sim->measures.n,
    .result = room_for(&sim->room->result, length, sizeof(double)),
    .slopes = room_for(&sim->room->slopes, length * n_slopes, sizeof(double)),
  };
  if (!course.result || !course.slopes) return sim_message_memory(sim);
  sim_start(sim, sim->states);
  status = lay_out_doses(sim, &course);
  if (!status && n_slopes) status = lay_out_slopes(sim, &course);
  if (!status) status = open_integrator(sim, n_slopes);
  if (status) return status;

  status = drive(sim->integrator, sim->track, &course);
  sim->counts = sim->integrator->counts;
  if (status) return failed(sim);
  if (length) memcpy(result, course.result, sizeof *result * length);
  if (length && n_slopes) memcpy(slopes, course.slopes, sizeof *slopes * length * n_slopes);
  sim->has_run = 1;
  return remark(sim);
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
