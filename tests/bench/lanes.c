/* lanes.c — steps of patients side by side, without the scheduler: what a patient of the workloads
 * costs in 1, 4 and 8 lanes, states read once a day.
 *
 *   lanes [RTOL [PATIENTS [LANES [WORKLOAD]]]]
 *   lanes --smoke          few patients; checks that all widths have the same bits
 *
 * A lane that has come to its end is given the next patient, as populations do. */
#include "workload.h"

#include "integrate.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 9 };

struct patients {
  const struct workload *w;
  const struct equations *e;
  int n, next;
  double *p;      /* [n][npq] */
  double *start;  /* [n][states] */
  uint64_t *bits; /* [n]: of all that was read */
  long steps, attempts;
};

struct lane {
  struct integrator *I;
  int patient, edge;
  double u, read; /* when to read next */
};

static struct patients *patients_new(const struct workload *w, int n)
{
  struct patients *all = calloc(1, sizeof *all);
  CHECK(all, "no memory");
  struct equations *e = equations_new(w->model);
  CHECK(e, "%s: no equations", w->name);
  *all = (struct patients){ .w = w, .e = e, .n = n };
  all->p = calloc((size_t)n * e->npq, sizeof *all->p);
  all->start = calloc((size_t)n * e->n, sizeof *all->start);
  all->bits = calloc(n, sizeof *all->bits);
  CHECK(all->p && all->start && all->bits, "no memory");
  for (int i = 0; i < n; i++) {
    double *p = all->p + (size_t)i * e->npq;
    workload_patient(w, i, p);
    equations_derive_d(e, p);
    equations_init_d(e, p, all->start + (size_t)i * e->n);
  }
  return all;
}

static void patients_free(struct patients *all)
{
  equations_free((struct equations *)all->e);
  free(all->p);
  free(all->start);
  free(all->bits);
  free(all);
}

static void note_bits(uint64_t *bits, const double *x, int n)
{
  for (int i = 0; i < n; i++) {
    uint64_t word;
    memcpy(&word, &x[i], sizeof word);
    *bits = (*bits ^ word) * 0x100000001B3u;
  }
}

/* The piece from an edge of the infusion on. */
static void begin_piece(const struct patients *all, struct lane *lane)
{
  const struct workload *w = all->w;
  lane->u = w->rate[lane->edge];
  lane->I->t_stop = lane->edge + 1 < w->n_edges ? w->edge[lane->edge + 1] : w->end;
  lane->I->kind->begin(lane->I);
}

/* 0 if there is none left. */
static int next_patient(struct patients *all, struct lane *lane)
{
  static const double no_switch[1];
  const size_t n = all->e->n, npq = all->e->npq;
  if (all->next == all->n) return 0;
  struct integrator *I = lane->I;
  lane->patient = all->next++;
  lane->edge = 0;
  lane->read = 24;
  all->bits[lane->patient] = 0;
  I->p = all->p + lane->patient * npq;
  I->p_edition++;
  I->u = &lane->u;
  I->s = no_switch;
  I->t = 0;
  memcpy(I->x, all->start + lane->patient * n, sizeof *I->x * n);
  begin_piece(all, lane);
  return 1;
}

/* After a step; 0 if nothing is left to do in the lane. */
static int stepped(struct patients *all, struct lane *lane)
{
  double x[MOST_STATES];
  struct integrator *I = lane->I;
  for (; lane->read <= I->t; lane->read += 24) {
    I->kind->dense(I, lane->read, x);
    note_bits(&all->bits[lane->patient], x, all->e->n);
  }
  if (I->t < I->t_stop) return 1;
  if (++lane->edge == all->w->n_edges) return next_patient(all, lane);
  begin_piece(all, lane);
  return 1;
}

static void run(struct patients *all, struct integrator **faces, int lanes)
{
  struct lane lane[MOST_LANES];
  unsigned busy = 0;
  all->next = 0, all->steps = all->attempts = 0;
  for (int l = 0; l < lanes; l++) {
    lane[l].I = faces[l];
    if (next_patient(all, &lane[l])) busy |= 1u << l;
  }
  while (busy) {
    unsigned failed;
    const unsigned held = faces[0]->kind->step_lanes(faces, lanes, busy, &failed);
    CHECK(!failed, "%s: a patient failed", all->w->name);
    all->attempts += __builtin_popcount(busy), all->steps += __builtin_popcount(held);
    for (int l = 0; l < lanes; l++)
      if (held >> l & 1 && !stepped(all, &lane[l])) busy &= ~(1u << l);
  }
}

/* All patients' bits. */
static uint64_t measure(struct patients *all, const struct integrator_kind *kind, double rtol,
                        int lanes, int rounds)
{
  const struct control control = { .rtol = rtol, .noise_scale = 1, .stiff = 1 };
  struct integrator *faces[MOST_LANES];
  double seconds[ROUNDS];
  uint64_t bits = 0;
  CHECK(!kind->open_lanes(all->e, &control, lanes, faces), "no memory");
  for (int round = 0; round < rounds; round++) {
    const double before = cpu_seconds();
    run(all, faces, lanes);
    seconds[round] = cpu_seconds() - before;
  }
  kind->close_lanes(faces, lanes);
  for (int i = 0; i < all->n; i++) bits = (bits ^ all->bits[i]) * 0x100000001B3u;
  const struct spread s = spread_of(seconds, rounds);
  printf("  %-3s %-8s rtol %-6g lanes %d: %8.2f us a patient (median %.2f), %.1f steps, %.1f "
         "attempts; bits %016llx\n",
         all->w->name, kind->name, rtol, lanes, s.least / all->n * 1e6, s.median / all->n * 1e6,
         (double)all->steps / all->n, (double)all->attempts / all->n, (unsigned long long)bits);
  return bits;
}

int main(int argc, char **argv)
{
  const int smoke = argc > 1 && !strcmp(argv[1], "--smoke");
  const double rtol = argc > 1 && !smoke ? atof(argv[1]) : 1e-6;
  const int patients = smoke ? 11 : argc > 2 ? atoi(argv[2]) : 128;
  const int only = argc > 3 ? atoi(argv[3]) : 0; /* so many lanes */
  const struct integrator_kind *kinds[] = { &integrate_rodas5p, &integrate_rodas4 };
  for (int k = 0; k < WORKLOADS; k++) {
    if (argc > 4 && strcmp(argv[4], workloads[k]->name)) continue;
    struct patients *all = patients_new(workloads[k], patients);
    for (int m = 0; m < 2; m++) {
      uint64_t alone = 0;
      for (int lanes = 1; lanes <= equations_lanes(all->e, 0); lanes *= 2) {
        if (equations_lanes(all->e, lanes) != lanes || (only && lanes != only)) continue;
        const uint64_t bits = measure(all, kinds[m], rtol, lanes, smoke ? 1 : ROUNDS);
        if (lanes == 1) alone = bits;
        CHECK(bits == alone || only, "%s: %d lanes have other bits", all->w->name, lanes);
      }
    }
    patients_free(all);
  }
  return 0;
}
