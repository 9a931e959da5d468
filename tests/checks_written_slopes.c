/* checks_written_slopes.c — checks of the written-out code: slopes against those of dual passes. */
#include "checks.h"
#include "written_group.h"

#include <fenv.h>
#include <stdlib.h>
#include <string.h>

#define SEED 1e-170 /* scalar.h's, which is not for those who call models */

/* Of each d(x)/dt and each output, in time, each state, each input, each parameter and each derived
 * one, by dual passes. */
static void dual_slopes(model_ptr m, const struct person *a, double *of)
{
  const int npq = m->np + m->nq, nv = 1 + m->nx + m->nu + npq, rows = m->nx + m->ny;
  dual *v = calloc((size_t)(nv + rows), sizeof *v), *w = v + nv;
  dual *x = v + 1, *u = x + m->nx, *p = u + m->nu;
  v[0] = a->t;
  for (int i = 0; i < m->nx; i++) x[i] = a->x[i];
  for (int i = 0; i < m->nu; i++) u[i] = a->u[i];
  for (int i = 0; i < npq; i++) p[i] = a->p[i];
  for (int j = 0; j < nv; j++) {
    __imag__ v[j] = SEED;
    m->rhs_z(v[0], x, p, u, a->s, w);
    m->out_z(v[0], x, p, w + m->nx);
    __imag__ v[j] = 0;
    for (int i = 0; i < rows; i++) of[i * nv + j] = __imag__ w[i] / SEED;
  }
  free(v);
}

/* The slopes of the written-out code in the same places; those that it does not list are 0. */
static void written_slopes(model_ptr m, const struct written *w, const double *v, double *of)
{
  const struct results r = results_of(m, w);
  const int nv = 1 + m->nx + m->nu + m->np + m->nq;
  const int x = 1, u = x + m->nx, p = u + m->nu;
  memset(of, 0, sizeof *of * (size_t)(nv * (m->nx + m->ny)));
  for (int i = 0; i < m->nx; i++) of[i * nv] = v[r.ft + i];
  for (int j = 0; j < m->nx; j++)
    for (int k = w->colptr[j]; k < w->colptr[j + 1]; k++)
      of[w->row[k] * nv + x + j] = v[r.J + k];
  for (int k = 0; k < w->n_fu; k++) of[w->fu_row[k] * nv + u + w->fu_input[k]] = v[r.fu + k];
  for (int k = 0; k < w->n_fp; k++)
    of[w->fp_row[k] * nv + p + w->fp_parameter[k]] = v[r.fp + k];
  for (int k = 0; k < w->n_yx; k++)
    of[(m->nx + w->yx_output[k]) * nv + x + w->yx_state[k]] = v[r.yx + k];
}

/* How far the slopes of either move when what they depend on is moved by 2e-15 of itself, and
 * everything rounded up, down or towards 0 instead: some 2e-15 of the terms that they are summed
 * from, also where these cancel.  Compared are slopes that agree in 1e-13 of themselves or of those
 * terms; below the last number, the dual pass has no digits. */
#define OF_THEMSELVES 1e-13
#define OF_NOISE      50
#define LAST          1e-120 /* SEED times that is where doubles end */

static void move(double *to, const double *from, int n, uint64_t *random)
{
  for (int i = 0; i < n; i++) to[i] = from[i] * (1 + 2e-15 * uniform(random, -1, 1));
}

/* w: of one lane; of, by_dual: the slopes at a */
static void find_noise(model_ptr m, const struct written *w, const struct person *a,
                       uint64_t *random, const double *of, const double *by_dual, int n,
                       double *noise)
{
  static const int modes[] = { FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST };
  struct group g = group_begin(m, 0);
  struct person *b = &g.person[0];
  double *all = numbers(results_of(m, w).n), *moved = numbers(n);
  for (int i = 0; i < n; i++) noise[i] = 0;
  b->t = a->t, b->d = a->d, memcpy(b->s, a->s, sizeof *b->s * (size_t)m->ns);
  for (int k = 0; k < 8; k++) {
    move(b->p, a->p, m->np + m->nq, random);
    move(b->x, a->x, m->nx, random);
    move(b->u, a->u, m->nu, random);
    for (int dual = 0; dual < 2; dual++) {
      fesetround(modes[k % 4]);
      if (dual) dual_slopes(m, b, moved);
      else group_run_lanes(m, w, &g, 0, all);
      fesetround(FE_TONEAREST);
      if (!dual) written_slopes(m, w, all, moved);
      for (int i = 0; i < n; i++)
        noise[i] = fmax(noise[i], fabs(moved[i] - (dual ? by_dual : of)[i]));
    }
  }
  free(all), free(moved);
  group_end(&g);
}

static const char *name_of_variable(model_ptr m, int j)
{
  const int x = 1, u = x + m->nx, p = u + m->nu, q = p + m->np;
  return j >= q   ? m->q[j - q].name
         : j >= p ? m->p[j - p].name
         : j >= u ? m->u[j - u].name
         : j >= x ? m->x[j - x].name
                  : "t";
}

void check_written_slopes(model_ptr m, struct report *report)
{
  const int nv = 1 + m->nx + m->nu + m->np + m->nq, rows = m->nx + m->ny, n = nv * rows;
  const struct written *w = written_find(m, 1);
  struct group g = group_begin(m, 14);
  const struct results r = results_of(m, w);
  double *results = numbers(r.n), *dual = numbers(n), *noise = numbers(n), *ours = numbers(n);
  char *told = calloc((size_t)n + 1, 1);
  for (int k = 0; k < POINTS; k++) {
    group_draw(m, &g, k % 4);
    group_run(m, w, &g, results);
    for (int l = 0; l < PATIENTS; l++) {
      dual_slopes(m, &g.person[l], dual);
      written_slopes(m, w, results + l * r.n, ours);
      find_noise(m, w, &g.person[l], &g.random, ours, dual, n, noise);
      for (int i = 0; i < n; i++) {
        const int row = i / nv, variable = i % nv;
        const int output = row >= m->nx;
        const double f = results[l * r.n + (output ? r.y + row - m->nx : r.rhs + row)];
        if (told[i] || !isfinite(f)) continue; /* a slope of what is not a number */
        if (output && (variable == 0 || variable > m->nx)) continue; /* not written out */
        const double size = OF_THEMSELVES * fabs(dual[i]) + OF_NOISE * noise[i] + LAST;
        if (fabs(ours[i] - dual[i]) <= size) continue;
        told[i] = 1;
        report_say(report, m, "the slope of %s%s%s in %s is %.17g dual and %.17g written out",
                   output ? "out(" : "d(", output ? m->y[row - m->nx].name : m->x[row].name,
                   output ? ")" : ")/dt", name_of_variable(m, variable), dual[i], ours[i]);
      }
    }
  }
  free(results), free(dual), free(noise), free(ours), free(told);
  group_end(&g);
}
