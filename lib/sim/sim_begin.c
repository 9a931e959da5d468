/* sim_begin.c — lays a run out, up to the point where the engine may drive it. */
#include "sim_run.h"

#include <math.h>
#include <stdlib.h>

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

/* Finite, from 0 on, and increasing. */
static int in_order(const double *times, size_t n)
{
  int increasing = 1;
  for (size_t i = 1; i < n; i++) increasing &= times[i - 1] < times[i];
  return increasing && times[0] >= 0 && times[n - 1] < INFINITY;
}

/* A lane of a population is given the same times for each of its patients. */
static int same_as_before(const impakt_sim *sim, const double *times, size_t n)
{
  const struct course *last = &sim->room->course;
  return sim->borrows && n && last->times == times && last->n_times == n;
}

static int check_times(impakt_sim *sim, const double *times, size_t n)
{
  if (same_as_before(sim, times, n)) return IMPAKT_OK;
  if (!n && !sim->measures.n)
    return message_set(&sim->message, IMPAKT_E_LENGTH,
                       "no times are given, and no measure says how long to run");
  if (n && !times)
    return message_set(&sim->message, IMPAKT_E_ARGUMENT, "the array of times is NULL");
  if (!n || in_order(times, n)) return IMPAKT_OK;
  for (size_t i = 0; i < n; i++) { /* what is wrong */
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

static int lay_out_doses(impakt_sim *sim, struct course *course,
                         const struct slope_seeds *seeds)
{
  const struct control control = sim_steady_control(sim);
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

int sim_begin(impakt_sim *sim, const double *times, size_t n_times, int n_slopes,
              double *result)
{
  const int n_columns = impakt_sim_columns(sim);
  const size_t length = n_times * n_columns;
  int status = check_times(sim, times, n_times);
  if (!status) status = sim_check_needs(sim);
  if (status) return status;

  sim->has_run = 0; /* and rules that fired are forgotten */
  struct run_room *room = sim->room;
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
    .moving = room_for(&room->moving, sim->courses.n, sizeof *course.moving),
    .measures = sim->measures.rows,
    .n_measures = sim->measures.n,
    .result = result ? result : room_for(&room->result, length, sizeof(double)),
    .slopes = room_for(&room->slopes, length * n_slopes, sizeof(double)),
  };
  if (!course.result || !course.slopes || !course.moving) return sim_message_memory(sim);
  course.n_moving = sim_lay_out_courses(sim, course.moving);
  sim_start(sim, sim->states);
  struct slope_seeds seeds = { .n = n_slopes };
  if (n_slopes) status = sim_lay_out_seeds(sim, &seeds);
  course.p_slope = seeds.p, course.x_start_slope = seeds.start, course.slope_size = seeds.size;
  if (!status) status = lay_out_doses(sim, &course, n_slopes ? &seeds : NULL);
  if (!status) status = sim_open_integrator(sim, n_slopes);
  room->course = course;
  return status;
}
