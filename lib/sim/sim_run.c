/* sim_run.c — impakt_sim_run: a course is laid out (sim_begin.c), driven, and handed over if that has
 * succeeded (sim_end.c).  Nothing is allocated once it has started. */
#include "sim_run.h"

#include <assert.h>
#include <string.h>

static_assert((int)MEASURE_CROSSING == IMPAKT_FIRST_CROSSING &&
                  (int)MEASURE_AREA == IMPAKT_AREA,
              "the engine's measures are the public ones");

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
  if (!status) status = sim_begin(sim, times, n_times, n_slopes, NULL);
  if (status) return status;
  const struct course *course = &sim->room->course;
  status = sim_end(sim, drive(sim->integrator, sim->track, course));
  if (status < 0) return status;
  if (length) memcpy(result, course->result, sizeof *result * length);
  if (length && n_slopes) memcpy(slopes, course->slopes, sizeof *slopes * length * n_slopes);
  return status;
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
