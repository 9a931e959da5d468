/* population_run.c — patients on threads, and side by side in the lanes of each.
 *
 * A patient's result depends on the seed and its number alone, and what is summed up is the same in
 * any order; hence lanes take patients as they come. */
#include "population.h"

#include "group.h"
#include "sim_run.h"
#include "summary.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What all threads share. */
struct job {
  const impakt_population *population;
  uint64_t seed, first, count;
  const double *times;
  size_t n_times, length; /* length: of one patient's results */
  int lanes;
  double *result;        /* [count][length], or NULL */
  impakt_status *status; /* [count], or NULL */
  atomic_ullong next, failed;
  atomic_int broken; /* a status that ends the whole, such as no memory */
};

struct lane {
  impakt_sim *sim; /* a copy of the typical patient */
  uint64_t index;  /* the patient's, in the job */
  double *room;    /* [length] */
  double *result;  /* there, or in the job's */
};

struct worker {
  struct job *job;
  struct group group;
  struct lane lanes[MOST_LANES];
  struct draw_room room;
  impakt_summary *summary; /* its own, or NULL */
  pthread_t thread;
};

/* The patient of a lane has come to an end. */
static void put_away(struct worker *w, struct lane *lane, int status)
{
  struct job *job = w->job;
  const uint64_t patient = job->first + lane->index;
  if (status < 0)
    for (size_t i = 0; i < job->length; i++) lane->result[i] = NAN;
  else if (job->population->residual)
    population_add_residual(job->population, job->seed, patient, job->n_times, lane->result);
  if (job->status) job->status[lane->index] = status;
  if (status < 0) atomic_fetch_add(&job->failed, 1);
  if (status == IMPAKT_E_MEMORY)
    atomic_store(&job->broken, status); /* not the patient's fault */
  if (!w->summary) return;
  const int kept =
      status < 0 ? summary_add_failure(w->summary, patient, status, lane->sim->message.text)
                 : summary_add(w->summary, lane->sim, lane->result);
  if (kept) atomic_store(&job->broken, IMPAKT_E_MEMORY);
}

static void ended(void *owner, int lane, int status)
{
  struct worker *w = owner;
  put_away(w, &w->lanes[lane], sim_end(w->lanes[lane].sim, status));
}

/* The next patient that can be laid out. */
static int next(void *owner, int k, struct track **track, const struct course **course)
{
  struct worker *w = owner;
  struct job *job = w->job;
  struct lane *lane = &w->lanes[k];
  for (;;) {
    if (atomic_load(&job->broken)) return 0;
    lane->index = atomic_fetch_add(&job->next, 1);
    if (lane->index >= job->count) return 0;
    lane->result = job->result ? job->result + lane->index * job->length : lane->room;
    int status = population_set_patient(job->population, lane->sim, &w->room, job->seed,
                                        job->first + lane->index);
    if (!status) status = sim_begin(lane->sim, job->times, job->n_times, 0, lane->result);
    if (!status) break;
    put_away(w, lane, status);
  }
  *track = lane->sim->track;
  *course = &lane->sim->room->course;
  return 1;
}

static void *work(void *data)
{
  const struct supply supply = { data, next, ended };
  group_run(&((struct worker *)data)->group, &supply);
  return NULL;
}

static int lane_open(struct lane *lane, const struct job *job, struct integrator *face)
{
  lane->room = malloc(sizeof *lane->room * (job->length + 1));
  if (!lane->room || sim_copy_beside(&lane->sim, job->population->sim)) return -1;
  sim_borrow(lane->sim, face);
  return 0;
}

static int worker_open(struct worker *w, struct job *job, const impakt_summary *summary)
{
  const impakt_sim *sim = job->population->sim;
  const struct control control = sim_control(sim, 0);
  *w = (struct worker){ .job = job };
  if (draw_room_new(&w->room, job->population) ||
      group_open(&w->group, sim_kind(sim, NULL), sim->equations, &control, job->lanes))
    return -1;
  for (int k = 0; k < job->lanes; k++)
    if (lane_open(&w->lanes[k], job, w->group.faces[k])) return -1;
  if (summary && !(w->summary = summary_like(summary))) return -1;
  return 0;
}

static void worker_close(struct worker *w)
{
  for (int k = 0; k < MOST_LANES; k++) {
    impakt_sim_free(w->lanes[k].sim);
    free(w->lanes[k].room);
  }
  group_close(&w->group);
  impakt_summary_free(w->summary);
  draw_room_free(&w->room);
}

/* The first worker is this thread itself. */
static void run_workers(struct worker *workers, int n)
{
  int started = 1, failed = 0;
  for (; started < n && !failed; started++)
    failed = pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0;
  if (failed) started--; /* fewer threads do the same work */
  work(&workers[0]);
  for (int i = 1; i < started; i++) pthread_join(workers[i].thread, NULL);
}

static int check_run(impakt_population *population, uint64_t first, uint64_t count,
                     const double *times, size_t n_times, int threads)
{
  struct message *message = &population->message;
  if (!count) return message_set(message, IMPAKT_E_RANGE, "no patients: the count is 0");
  if (first + count < first)
    return message_set(message, IMPAKT_E_RANGE, "no numbers are left for %llu patients",
                       (unsigned long long)count);
  if (threads < 1 || threads > 4096)
    return message_set(message, IMPAKT_E_RANGE, "%d threads; expected 1 to 4096", threads);
  if (n_times && !times)
    return message_set(message, IMPAKT_E_ARGUMENT, "the array of times is NULL");
  return IMPAKT_OK;
}

static int check_result(impakt_population *population, const double *result,
                        size_t result_length, uint64_t count, size_t length)
{
  if (!result || (length <= SIZE_MAX / count && result_length == count * length))
    return IMPAKT_OK;
  return message_set(&population->message, IMPAKT_E_LENGTH,
                     "the array of results has %zu elements; expected %llu patients of %zu",
                     result_length, (unsigned long long)count, length);
}

/* Side by side in each thread: as asked and as the processor can, but no more than there are patients
 * for, so that none is idle from the start. */
static int lanes_for(const impakt_sim *sim, uint64_t patients)
{
  if (!sim_kind(sim, NULL)->open_lanes) return 1;
  int lanes = equations_lanes(sim->equations, (int)sim->options[IMPAKT_LANES - 100]);
  while (lanes > 1 && patients < (uint64_t)lanes)
    lanes = equations_lanes(sim->equations, lanes / 2);
  return lanes;
}

static int gather(impakt_population *population, struct worker *workers, int n,
                  impakt_summary *summary, struct job *job)
{
  for (int i = 0; i < n && summary && !atomic_load(&job->broken); i++)
    if (summary_absorb(summary, workers[i].summary))
      atomic_store(&job->broken, IMPAKT_E_MEMORY);
  if (atomic_load(&job->broken))
    return message_set(&population->message, IMPAKT_E_MEMORY, "out of memory");
  if (summary) summary_covers(summary, job->first, job->count);
  const unsigned long long failed = atomic_load(&job->failed);
  population->message.text[0] = '\0';
  if (!failed) return IMPAKT_OK;
  return message_set(&population->message, IMPAKT_REMARK, "%llu of %llu patients failed",
                     failed, (unsigned long long)job->count);
}

impakt_status impakt_population_run(impakt_population *population, uint64_t seed,
                                    uint64_t first, uint64_t count, const double *times,
                                    size_t n_times, int threads, impakt_summary *summary,
                                    double *result, size_t result_length, impakt_status *status)
{
  if (!population) return IMPAKT_E_ARGUMENT;
  const size_t length = n_times * impakt_sim_columns(population->sim);
  int problem = check_run(population, first, count, times, n_times, threads);
  if (!problem) problem = check_result(population, result, result_length, count, length);
  if (!problem) problem = population_prepare(population);
  if (!problem && summary)
    problem = summary_check_run(summary, population, seed, first, count, times, n_times);
  if (problem) return problem;
  const int n = count < (uint64_t)threads ? (int)count : threads;
  const int lanes = lanes_for(population->sim, count / (uint64_t)n);
  struct job job = { .population = population,
                     .seed = seed,
                     .first = first,
                     .count = count,
                     .times = times,
                     .n_times = n_times,
                     .length = length,
                     .lanes = lanes,
                     .result = result,
                     .status = status };
  struct worker *workers = calloc(n, sizeof *workers);
  int open = 0;
  while (workers && open < n && !worker_open(&workers[open], &job, summary)) open++;
  if (open < n) {
    if (workers) worker_close(&workers[open]);
    problem = message_set(&population->message, IMPAKT_E_MEMORY, "out of memory");
  } else {
    run_workers(workers, n);
    problem = gather(population, workers, n, summary, &job);
  }
  for (int i = 0; i < open; i++) worker_close(&workers[i]);
  free(workers);
  population->lanes = lanes;
  sim_kind(population->sim, &population->solver);
  return problem;
}

int impakt_population_lanes(const impakt_population *population)
{
  return population ? population->lanes : 0;
}

const char *impakt_population_solver(const impakt_population *population)
{
  return population && population->solver ? population->solver : "";
}

impakt_status impakt_population_patient(impakt_population *population, uint64_t seed,
                                        uint64_t patient, impakt_sim **out)
{
  if (!population || !out) return IMPAKT_E_ARGUMENT;
  int status = population_prepare(population);
  if (status) return status;
  struct draw_room room;
  impakt_sim *sim = NULL;
  if (draw_room_new(&room, population))
    return message_set(&population->message, IMPAKT_E_MEMORY, "out of memory");
  status = impakt_sim_copy(&sim, population->sim);
  if (status) status = message_set(&population->message, status, "out of memory");
  else status = population_set_patient(population, sim, &room, seed, patient);
  draw_room_free(&room);
  if (status < 0) {
    if (sim) message_set(&population->message, status, "%s", impakt_sim_message(sim));
    impakt_sim_free(sim);
    return status;
  }
  *out = sim;
  return IMPAKT_OK;
}
