/* rosenbrock_slope_weights.c — where in a step the equation of slopes is looked at, and what the cubics
 * through these values are at a part of the step. */
#include "rosenbrock_slopes.h"

enum { CUBIC = 4 };
static const double node[CUBIC] = { 0, 0.27639320225002103, 0.72360679774997897, 1 };
static const double part[POINTS] = { 0.27639320225002103, 0.72360679774997897, 0.5, 1 };
/* Their place among the weights, where the middle is another. */
static const int place[CUBIC] = { 0, 1 + INNER, 1 + INNER_TOO, 1 + END };

static double lagrange(int k, double part)
{
  double product = 1;
  for (int j = 0; j < CUBIC; j++)
    if (j != k) product *= (part - node[j]) / (node[k] - node[j]);
  return product;
}

static double lagrange_slant(int k) /* at 0 */
{
  double sum = 0;
  for (int skip = 0; skip < CUBIC; skip++) {
    double product = skip == k ? 0 : 1 / (node[k] - node[skip]);
    for (int j = 0; j < CUBIC; j++)
      if (j != k && j != skip) product *= -node[j] / (node[k] - node[j]);
    sum += product;
  }
  return sum;
}

/* Stages at one time have one use. */
static void find_uses(struct slope_steps *s)
{
  const struct method *m = s->run->method;
  int uses = 0;
  for (int i = 0; i < m->stages; i++) {
    int same = 0;
    while (m->node[same] < m->node[i] || m->node[same] > m->node[i]) same++;
    s->use[i] = same < i ? s->use[same] : uses++;
  }
}

/* The first stage's A is with what it takes of the derivative in time; so is every stage's B. */
static void find_weights(struct slope_steps *s)
{
  const struct method *m = s->run->method;
  for (int k = 0; k < CUBIC; k++) {
    double *of_A = s->weights + place[k] * USES, *of_B = s->weights_of_B + place[k] * USES;
    const double slant = lagrange_slant(k);
    for (int i = m->stages - 1; i >= 0; i--) {
      of_A[s->use[i]] = lagrange(k, m->node[i]);
      of_B[s->use[i]] = of_A[s->use[i]] + m->moving[i] * slant;
    }
    of_A[s->use[0]] += m->moving[0] * slant;
    of_A[SLANT] = slant;
    of_A[LEFT_OUT] = of_B[LEFT_OUT] = -lagrange(k, 0.5);
  }
  s->weights[(1 + MIDDLE) * USES + LEFT_OUT] = 1;
  s->weights_of_B[(1 + MIDDLE) * USES + LEFT_OUT] = 1;
}

static void find_points(struct slope_steps *s)
{
  const struct method *m = s->run->method;
  for (int k = 0; k < POINTS; k++) {
    s->part[k] = part[k];
    for (int j = 0; j < m->stages; j++) {
      double bend = 0;
      for (int i = m->n_between - 1; i >= 0; i--) bend = part[k] * bend + m->between[i][j];
      s->bend[j * POINTS + k] = part[k] * (1 - part[k]) * bend;
    }
  }
}

void slope_weights_find(struct slope_steps *s)
{
  find_uses(s);
  find_weights(s);
  find_points(s);
}
