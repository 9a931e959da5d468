/* sim_run.h — a run in its parts, for those who do the stepping themselves. */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "sim.h"

struct run_room {
  struct course course;       /* between sim_begin and sim_end */
  struct room result, slopes; /* until the run has succeeded */
  struct room p_slope, p_slope_rows, slope_size;
  struct room start_slope, start_slope_rows;
  struct room moving;
};

/* Lays a run out: sim->room->course, which sim->integrator and sim->track are ready to drive.  result:
 * where rows are written as they come, NULL for room of its own.  times must stay. */
int sim_begin(impakt_sim *sim, const double *times, size_t n_times, int n_slopes,
              double *result);
/* The course has ended with this status of the engine's: counts, what rules did, the message. */
int sim_end(impakt_sim *sim, int status);

int sim_lay_out_seeds(impakt_sim *sim, struct slope_seeds *seeds);

/* ---- what integrates: sim_solver.c ---- */

/* As the options say; name: NULL, or the public one. */
const struct integrator_kind *sim_kind(const impakt_sim *sim, const char **name);
struct control sim_control(const impakt_sim *sim, int n_slopes);
/* CVODE's, which solves steady states. */
struct control sim_steady_control(const impakt_sim *sim);
/* The integrator and track for the options and slopes as they are set. */
int sim_open_integrator(impakt_sim *sim, int n_slopes);
/* Runs from here on with a lane of somebody else's, which is of sim_kind() and sim_control() and
 * outlives the simulation. */
void sim_borrow(impakt_sim *sim, struct integrator *face);

#endif
