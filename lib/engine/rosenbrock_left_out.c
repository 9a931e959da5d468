/* rosenbrock_left_out.c — whether cubics do for a step's slopes.
 *
 * Where the equations have a kink, A and B jump, and no polynomial follows; yet the linear equation
 * with the cubics is smooth, and its error estimate sees nothing.  So in the middle of the step the
 * derivative of one mixture of all slopes, from a dual pass, is compared with that by the cubics. */
#include "rosenbrock_lanes.h"

#include "jacobian.h"
#include "scalar.h"
#undef sqrt /* which a model's body means in its own way */

/* What is missing in the middle counts as if it were missing all along this many times the step: too
 * much by far for a smooth course, where the error of a cubic changes its sign there, and yet it
 * costs 3 % more steps than 1, with which slopes about a kink were off by twice as much. */
#define WEIGHT 4

/* The mixture about the middle, and the largest of the slopes in it. */
static void mix(const struct run *r, double *mixture, double *largest)
{
  const int n = r->base.equations->n;
  for (int i = 0; i < n; i++) mixture[i] = largest[i] = 0;
  for (int k = 0; k < r->base.control.n_slopes; k++) {
    const struct group group = slope_group(r, k / LANES);
    const double part = r->slopes->mixture[k];
    for (int i = 0; i < n; i++) {
      const double there = part * 0.5 * (group.start[i][k % LANES] + group.end[i][k % LANES]);
      mixture[i] += there;
      largest[i] = fmax(largest[i], fabs(there));
    }
  }
}

/* What the cubics make of the mixture's derivative, subtracted from out. */
static void subtract_cubics(const struct run *r, const double *mixture, double *out)
{
  const struct equations *e = r->base.equations;
  struct slope_steps *s = r->slopes;
  const int entries = e->colptr[e->n];
  const double *A =
      slope_steps_mixed((const double *const *)s->A, s->middle, entries, s->stage_A);
  const double *B =
      slope_steps_mixed((const double *const *)s->B, s->middle, s->n_entries, s->stage_B);
  for (int j = 0; j < e->n; j++)
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) out[e->row[k]] -= A[k] * mixture[j];
  for (int j = 0; j < s->n_entries; j++)
    out[s->entry[j].row] -= B[j] * s->mixture[s->entry[j].slope];
}

double slope_steps_left_out(struct run *r)
{
  struct integrator *I = &r->base;
  const struct equations *e = I->equations;
  struct slope_steps *s = r->slopes;
  struct workspace *w = &I->work;
  double *mixture = s->mixed, *largest = s->largest, *missing = s->x;
  const dual *p = s->seeded + s->n_colours * (e->npq + e->nu);
  const double t = I->t + 0.5 * r->width;
  mix(r, mixture, largest);
  rosenbrock_between(r, 0.5, s->x);
  integrate_at(I, t);
  if (I->parameters_at) slope_steps_seed(r);
  for (int i = 0; i < e->n; i++) w->x[i] = with_slope(s->x[i], mixture[i] * SEED);
  equations_rhs_z(e, t, w->x, p, p + e->npq, I->s, w->f, w->wires);
  for (int i = 0; i < e->n; i++) missing[i] = SLOPE(w->f[i]) / SEED;
  subtract_cubics(r, mixture, missing);
  sparse_lu_solve(s->lu, missing);
  double sum = 0;
  for (int i = 0; i < e->n; i++) {
    const double off = missing[i] / rosenbrock_tolerance(r, i, largest[i]);
    sum += off * off;
  }
  return e->n ? WEIGHT / r->method->gamma * sqrt(sum / e->n) : 0;
}
