/* track.c — room for the state of a course. */
#include "track.h"

#include <stdlib.h>

struct track *track_new(const struct equations *e, int n_slopes)
{
  struct track *k = calloc(1, sizeof *k);
  if (!k) return NULL;
  const size_t n = e->n + 1, nu = e->nu + 1, ns = e->ns + 1, ny = e->ny + 1;
  k->n_slopes = n_slopes;
  k->p = calloc(e->npq + 1, sizeof(double));
  k->u = calloc(nu, sizeof(double));
  k->mode = calloc(nu, sizeof *k->mode);
  k->s = calloc(ns, sizeof(double));
  k->switch_time = calloc(ns, sizeof(double));
  k->last_switch_time = calloc(ns, sizeof(double));
  k->guard = calloc(ns * MEASURE_NODES, sizeof(double));
  k->x = calloc(n * MEASURE_NODES, sizeof(double));
  k->y = calloc(ny * MEASURE_NODES, sizeof(double));
  k->jump = calloc(n, sizeof(double));
  k->before = calloc(n, sizeof(double));
  k->event_slope = calloc(n_slopes + 1, sizeof(double));
  k->p_slope = calloc(n_slopes + 1, sizeof *k->p_slope);
  k->u_slope = calloc(n_slopes + 1, sizeof *k->u_slope);
  k->x_slope = calloc(n_slopes + 1, sizeof *k->x_slope);
  int failed = !k->p || !k->p_slope || !k->u || !k->mode || !k->s || !k->switch_time ||
               !k->last_switch_time || !k->guard || !k->x || !k->y || !k->jump || !k->before ||
               !k->event_slope || !k->u_slope || !k->x_slope;
  for (int i = 0; !failed && i < n_slopes; i++) {
    k->p_slope[i] = calloc(e->npq + 1, sizeof(dual));
    k->u_slope[i] = calloc(nu, sizeof(dual));
    k->x_slope[i] = calloc(n, sizeof(double));
    failed = !k->p_slope[i] || !k->u_slope[i] || !k->x_slope[i];
  }
  if (!failed) return k;
  track_free(k);
  return NULL;
}

void track_free(struct track *k)
{
  if (!k) return;
  for (int i = 0; i < k->n_slopes; i++) {
    if (k->p_slope) free(k->p_slope[i]);
    if (k->u_slope) free(k->u_slope[i]);
    if (k->x_slope) free(k->x_slope[i]);
  }
  free(k->p);
  free(k->u);
  free(k->mode);
  free(k->s);
  free(k->switch_time);
  free(k->last_switch_time);
  free(k->guard);
  free(k->x);
  free(k->y);
  free(k->jump);
  free(k->before);
  free(k->event_slope);
  free(k->p_slope);
  free(k->u_slope);
  free(k->x_slope);
  free(k);
}
