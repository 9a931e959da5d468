/* population_run.c — patients on threads, each by itself.
 *
 * A patient's result depends on the seed and its number alone, and what is summed up is the same in
 * any order; hence threads take patients as they come. */
#include "population.h"

#include "summary.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { AT_A_TIME = 16 }; /* patients that a thread takes */

/* What all threads share. */
struct job {
  const impakt_population *population;
  uint64_t seed, first, count;
  const double *times;
  size_t n_times, length; /* length: of one patient's results */
  double *result;         /* [count][length], or NULL */
  impakt_status *status;  /* [count], or NULL */
  atomic_ullong next, failed;
  atomic_int broken; /* a status that ends the whole, such as no memory */
};

struct worker {
  struct job *job;
  impakt_sim *sim;
  struct draw_room room;
  double *result;          /* [length] */
  impakt_summary *summary; /* its own, or NULL */
  pthread_t thread;
};

/* Status of patient number `index` of the job, whose results are in result. */
static int run_patient(struct worker *w, uint64_t patient, double *result)
{
  struct job *job = w->job;
  int status = population_set_patient(job->population, w->sim, &w->room, job->seed, patient);
  if (!status) status = impakt_sim_run(w->sim, job->times, job->n_times, result, job->length);
  if (status < 0) {
    for (size_t i = 0; i < job->length; i++) result[i] = NAN;
    return status;
  }
  if (job->population->residual)
    population_add_residual(job->population, job->seed, patient, job->n_times, result);
  return status;
}

static void take_patient(struct worker *w, uint64_t index)
{
  struct job *job = w->job;
  const uint64_t patient = job->first + index;
  double *result = job->result ? job->result + index * job->length : w->result;
  const int status = run_patient(w, patient, result);
  if (job->status) job->status[index] = status;
  if (status < 0) atomic_fetch_add(&job->failed, 1);
  if (!w->summary) return;
  const int kept = status < 0
                       ? summary_add_failure(w->summary, patient, status, w->sim->message.text)
                       : summary_add(w->summary, w->sim, result);
  if (kept) atomic_store(&job->broken, IMPAKT_E_MEMORY);
}

static void *work(void *data)
{
  struct worker *w = data;
  struct job *job = w->job;
  for (;;) {
    const uint64_t from = atomic_fetch_add(&job->next, AT_A_TIME);
    if (from >= job->count || atomic_load(&job->broken)) return NULL;
    for (uint64_t i = from; i < from + AT_A_TIME && i < job->count; i++) take_patient(w, i);
  }
}

static int worker_open(struct worker *w, struct job *job, const impakt_summary *summary)
{
  *w = (struct worker){ .job = job };
  w->result = malloc(sizeof *w->result * (job->length + 1));
  if (!w->result || draw_room_new(&w->room, job->population) ||
      impakt_sim_copy(&w->sim, job->population->sim))
    return -1;
  if (summary && !(w->summary = summary_like(summary))) return -1;
  return 0;
}

static void worker_close(struct worker *w)
{
  impakt_sim_free(w->sim);
  impakt_summary_free(w->summary);
  draw_room_free(&w->room);
  free(w->result);
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
  struct job job = { .population = population,
                     .seed = seed,
                     .first = first,
                     .count = count,
                     .times = times,
                     .n_times = n_times,
                     .length = length,
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
  return problem;
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
