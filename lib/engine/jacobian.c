/* jacobian.c — pattern by NaN, colours, Jacobian by dual passes. */
#include "jacobian.h"

#include "scalar.h"

#include <stdlib.h>
#include <string.h>

/* A point of no significance: positive, no two numbers alike. */
static double somewhere(int i, int salt)
{
  return 0.5 + fmod(0.6180339887498949 * (i + 7 * salt + 1), 1);
}

struct probe { /* a point at which the equations are asked */
  double *x, *p, *u, *s, *f;
};

static int probe_new(struct probe *a, const struct equations *e)
{
  a->x = calloc(e->n + 1, sizeof(double));
  a->p = calloc(e->npq + 1, sizeof(double));
  a->u = calloc(e->nu + 1, sizeof(double));
  a->s = calloc(e->ns + 1, sizeof(double));
  a->f = calloc(e->n + 1, sizeof(double));
  return a->x && a->p && a->u && a->s && a->f ? 0 : -1;
}

static void probe_free(struct probe *a)
{
  free(a->x);
  free(a->p);
  free(a->u);
  free(a->s);
  free(a->f);
}

/* Parameters: the defaults, or anywhere within their ranges. */
static void probe_parameters(struct probe *a, const struct equations *e, int salt)
{
  for (int i = 0; i < e->np; i++) {
    const struct quantity *q = &e->model->p[i];
    const int free = salt && q->source != SOURCE_EXACT;
    a->p[e->p_at[i]] =
        free ? q->low + (q->high - q->low) * (somewhere(i, salt) - 0.5) : q->value;
  }
  equations_derive_d(e, a->p);
}

static void probe_move(struct probe *a, const struct equations *e, int salt)
{
  for (int i = 0; i < e->n; i++) a->x[i] = somewhere(i, salt);
  for (int i = 0; i < e->nu; i++) a->u[i] = somewhere(i, salt + 1);
  for (int i = 0; i < e->ns; i++) a->s[i] = salt & 1;
}

static int find_pattern(struct equations *e, struct probe *a, struct workspace *w)
{
  const int n = e->n;
  char *acts = calloc((size_t)n * n + 1, 1);
  e->colptr = calloc(n + 1, sizeof(int));
  if (!acts || !e->colptr) {
    free(acts);
    return -1;
  }
  probe_move(a, e, 0);
  int entries = 0;
  for (int j = 0; j < n; j++) {
    const double keep = a->x[j];
    a->x[j] = NAN;
    equations_rhs_d(e, 1, a->x, a->p, a->u, a->s, a->f, w->plain);
    a->x[j] = keep;
    for (int i = 0; i < n; i++) entries += acts[j * n + i] = i == j || isnan(a->f[i]);
  }
  e->row = calloc(entries + 1, sizeof(int));
  if (e->row)
    for (int j = 0, k = 0; j < n; j++) {
      for (int i = 0; i < n; i++)
        if (acts[j * n + i]) e->row[k++] = i;
      e->colptr[j + 1] = k;
    }
  free(acts);
  return e->row ? 0 : -1;
}

/* Each column takes the first colour that none of its rows shows yet. */
static int find_colours(struct equations *e)
{
  const int n = e->n;
  char *shows = calloc((size_t)n * n + 1, 1); /* [colour][row] */
  e->colour = calloc(n + 1, sizeof(int));
  if (!shows || !e->colour) {
    free(shows);
    return -1;
  }
  for (int j = 0; j < n; j++) {
    int c = 0;
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++)
      if (shows[c * n + e->row[k]]) c++, k = e->colptr[j] - 1;
    for (int k = e->colptr[j]; k < e->colptr[j + 1]; k++) shows[c * n + e->row[k]] = 1;
    e->colour[j] = c;
    if (c >= e->n_colours) e->n_colours = c + 1;
  }
  free(shows);
  e->column = calloc(n + 1, sizeof(int));
  e->column_at = calloc(e->n_colours + 1, sizeof(int));
  if (!e->column || !e->column_at) return -1;
  for (int c = 0, k = 0; c < e->n_colours; c++) {
    for (int j = 0; j < n; j++)
      if (e->colour[j] == c) e->column[k++] = j;
    e->column_at[c + 1] = k;
  }
  return 0;
}

static void find_time(struct equations *e, struct probe *a, struct workspace *w)
{
  probe_move(a, e, 0);
  equations_rhs_d(e, NAN, a->x, a->p, a->u, a->s, a->f, w->plain);
  for (int i = 0; i < e->n; i++) e->timed |= isnan(a->f[i]);
}

static void slopes_in_input(const struct equations *e, struct workspace *w, double t,
                            const double *x, const double *p, const double *u, const double *s,
                            int input)
{
  for (int i = 0; i < e->n; i++) w->x[i] = x[i];
  for (int i = 0; i < e->nu; i++) w->u[i] = with_slope(u[i], i == input ? SEED : 0);
  equations_rhs_s(e, t, w->x, p, w->u, s, w->f, w->wires);
}

/* Linear: with the same parameters the slope is the same at several states, inputs and settings
 * of the switches. */
static int find_linear(struct equations *e, struct probe *a, struct workspace *w)
{
  enum { SETS = 3, PLACES = 4 };
  const int n = e->n;
  double *first = calloc(n + 1, sizeof(double));
  e->linear = calloc(e->nu + 1, 1);
  if (!first || !e->linear) {
    free(first);
    return -1;
  }
  for (int input = 0; input < e->nu; input++) {
    e->linear[input] = 1;
    for (int set = 0; set < SETS * PLACES; set++) {
      const int place = set % PLACES;
      if (place == 0) probe_parameters(a, e, set);
      probe_move(a, e, place);
      slopes_in_input(e, w, 1 + place, a->x, a->p, a->u, a->s, input);
      for (int i = 0; i < n; i++) {
        const double slope = SLOPE(w->f[i]) / SEED;
        if (place == 0) first[i] = slope;
        else if (fabs(slope - first[i]) > 1e-12 * fabs(first[i])) e->linear[input] = 0;
      }
    }
  }
  free(first);
  return 0;
}

int jacobian_analyse(struct equations *e)
{
  struct probe a = { 0 };
  struct workspace w = { 0 };
  int failed = probe_new(&a, e) || workspace_new(&w, e);
  if (!failed) {
    probe_parameters(&a, e, 0);
    failed = find_pattern(e, &a, &w) || find_colours(e) || find_linear(e, &a, &w);
    probe_parameters(&a, e, 0);
    find_time(e, &a, &w);
  }
  probe_free(&a);
  workspace_free(&w);
  return failed ? -1 : 0;
}

void jacobian_values(const struct equations *e, struct workspace *w, double t, const double *x,
                     const double *p, const double *u, const double *s, double *values)
{
  for (int i = 0; i < e->nu; i++) w->u[i] = u[i];
  for (int j = 0; j < e->n; j++) w->x[j] = x[j];
  for (int c = 0; c < e->n_colours; c++) {
    const int *from = e->column + e->column_at[c], *to = e->column + e->column_at[c + 1];
    for (const int *j = from; j < to; j++) SLOPE(w->x[*j]) = SEED;
    equations_rhs_s(e, t, w->x, p, w->u, s, w->f, w->wires);
    for (const int *j = from; j < to; j++) {
      for (int k = e->colptr[*j]; k < e->colptr[*j + 1]; k++)
        values[k] = SLOPE(w->f[e->row[k]]) / SEED;
      SLOPE(w->x[*j]) = 0;
    }
  }
}

void jacobian_bolus(const struct equations *e, struct workspace *w, double t, const double *x,
                    const double *p, const double *u, const double *s, int input, double amount,
                    double *jump)
{
  slopes_in_input(e, w, t, x, p, u, s, input);
  const double area = amount * e->dose_hours[input];
  for (int i = 0; i < e->n; i++) jump[i] = SLOPE(w->f[i]) / SEED * area;
}
