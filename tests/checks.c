/* checks.c — the checks of checks.h.
 *
 * All functions of a model are seen as one: from variables v, which are time, states, inputs and
 * parameters, to results w, which are derived parameters, initial states, dosing, outputs, guards,
 * jumps and derivatives.  What is asked of one is asked of all of them.
 *
 * Points are drawn at random, from a seed made of the model's name: the same in every run. */
#include "checks.h"

#include "draws.h"
#include "impakt.h"
#include "units.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef const struct impakt_model *model_ptr;

/* ---- reports ----------------------------------------------------------------------------- */

void report_say(struct report *report, model_ptr model, const char *format, ...)
{
  char line[512];
  int n = snprintf(line, sizeof line, "%s: ", model->name);
  va_list list;
  va_start(list, format);
  vsnprintf(line + n, sizeof line - (size_t)n, format, list);
  va_end(list);
  report->count++;
  const size_t used = strlen(report->text);
  if (used + strlen(line) + 2 <= sizeof report->text)
    snprintf(report->text + used, sizeof report->text - used, "%s\n", line);
}

int report_says(const struct report *report, const char *part)
{
  return strstr(report->text, part) != NULL;
}

/* ---- a model as one function ------------------------------------------------------------- */

/* Where things stand in v and in w. */
struct layout {
  int t, x, u, p, nv;
  int q, init, fraction, lag, molar_mass, y, guard, jump, rhs, nw;
};

static struct layout lay_out(model_ptr m)
{
  struct layout l = { 0 };
  l.x = 1;
  l.u = l.x + m->nx;
  l.p = l.u + m->nu;
  l.nv = l.p + m->np;
  l.init = l.q + m->nq;
  l.fraction = l.init + m->nx;
  l.lag = l.fraction + m->nu;
  l.molar_mass = l.lag + m->nu;
  l.y = l.molar_mass + m->nu;
  l.guard = l.y + m->ny;
  l.jump = l.guard + m->ns;
  l.rhs = l.jump + (m->ns + m->nu) * m->nx;
  l.nw = l.rhs + m->nx;
  return l;
}

static double plain(double x) { return x; }
static double value(dual x) { return __real__ x; }
static dual both(dual x) { return x; }

/* What w holds before where something must be assigned is kept where it is not.  States that a
 * model does not start are 0; those that do not jump stay. */
#define EVALUATE(kind, any, number, NUMBER)                                                    \
  static void evaluate_##kind(model_ptr m, const any *v, const double *s, any *w)              \
  {                                                                                            \
    const struct layout l = lay_out(m);                                                        \
    number *p = malloc(sizeof *p * (size_t)(m->np + m->nq + 3 * m->nu + 1));                   \
    number *dosing = p + m->np + m->nq;                                                        \
    for (int i = 0; i < m->np; i++) p[i] = NUMBER(v[l.p + i]);                                 \
    for (int i = 0; i < m->nq; i++) p[m->np + i] = NUMBER(w[l.q + i]);                         \
    for (int i = 0; i < 3 * m->nu; i++) dosing[i] = NUMBER(w[l.fraction + i]);                 \
    for (int i = 0; i < m->nx; i++) w[l.init + i] = 0;                                         \
    m->derive_##kind(p);                                                                       \
    m->dosing_##kind(p, dosing, dosing + m->nu, dosing + 2 * m->nu);                           \
    m->init_##kind(p, w + l.init);                                                             \
    m->out_##kind(v[l.t], v + l.x, p, w + l.y);                                                \
    m->guard_##kind(v[l.t], v + l.x, p, w + l.guard);                                          \
    for (int event = 0; event < m->ns + m->nu; event++) {                                      \
      any *jump = w + l.jump + event * m->nx;                                                  \
      for (int i = 0; i < m->nx; i++) jump[i] = v[l.x + i];                                    \
      m->jump_##kind(event, v[l.t], v + l.x, p, jump);                                         \
    }                                                                                          \
    m->rhs_##kind(v[l.t], v + l.x, p, v + l.u, s, w + l.rhs);                                  \
    for (int i = 0; i < m->nq; i++) w[l.q + i] = p[m->np + i];                                 \
    for (int i = 0; i < 3 * m->nu; i++) w[l.fraction + i] = dosing[i];                         \
    free(p);                                                                                   \
  }
EVALUATE(d, double, double, plain)
EVALUATE(s, dual, double, value)
EVALUATE(z, dual, dual, both)

/* What a result is called. */
static const char *name_of(model_ptr m, int result, char name[160])
{
  const struct layout l = lay_out(m);
  const size_t n = 160;
  if (result >= l.rhs) snprintf(name, n, "d(%s)/dt", m->x[result - l.rhs].name);
  else if (result >= l.jump) {
    const int event = (result - l.jump) / m->nx;
    snprintf(name, n, "the jump of %s at %s", m->x[(result - l.jump) % m->nx].name,
             event < m->ns ? m->s[event].name : m->u[event - m->ns].name);
  } else if (result >= l.guard)
    snprintf(name, n, "the expression of switch %s", m->s[result - l.guard].name);
  else if (result >= l.y) snprintf(name, n, "out(%s)", m->y[result - l.y].name);
  else if (result >= l.molar_mass)
    snprintf(name, n, "the molar mass of %s", m->u[result - l.molar_mass].name);
  else if (result >= l.lag) snprintf(name, n, "the lag of %s", m->u[result - l.lag].name);
  else if (result >= l.fraction)
    snprintf(name, n, "the fraction of %s", m->u[result - l.fraction].name);
  else if (result >= l.init) snprintf(name, n, "init(%s)", m->x[result - l.init].name);
  else snprintf(name, n, "derived %s", m->q[result - l.q].name);
  return name;
}

static const char *name_of_variable(model_ptr m, int variable)
{
  const struct layout l = lay_out(m);
  return variable >= l.p   ? m->p[variable - l.p].name
         : variable >= l.u ? m->u[variable - l.u].name
         : variable >= l.x ? m->x[variable - l.x].name
                           : "t";
}

/* Hours in the model's unit of time. */
static double hours_of(model_ptr m)
{
  struct unit own, hour;
  if (units_parse(m->time, &own, NULL, 0) || units_parse("h", &hour, NULL, 0)) return NAN;
  return units_ratio(&own, &hour);
}

/* ---- points ------------------------------------------------------------------------------ */

/* A variable, a switch of each, and all results: the workspace of most checks. */
struct point {
  struct layout l;
  uint64_t random;
  double *v, *s, *w;
};

static struct point point_begin(model_ptr m, uint64_t salt)
{
  struct point a = { .l = lay_out(m), .random = random_begin(m, salt) };
  a.v = calloc((size_t)(a.l.nv + m->ns + a.l.nw) + 1, sizeof *a.v);
  a.s = a.v + a.l.nv;
  a.w = a.s + m->ns;
  return a;
}

static void point_end(struct point *a) { free(a->v); }

static void draw(model_ptr m, struct point *a, enum where where)
{
  uint64_t *random = &a->random;
  a->v[a->l.t] = log_uniform(random, 0.1, 2e4) / hours_of(m);
  for (int i = 0; i < m->np; i++) a->v[a->l.p + i] = draw_parameter(&m->p[i], where, random);
  for (int i = 0; i < m->nu; i++)
    a->v[a->l.u + i] = where == AT_ZERO ? 0 : log_uniform(random, 1e-3, 1e3);
  for (int i = 0; i < m->ns; i++) a->s[i] = coin(random);
  for (int i = 0; i < m->nx; i++) a->v[a->l.x + i] = 1;
  evaluate_d(m, a->v, a->s, a->w);
  for (int i = 0; i < m->nx; i++) {
    const double noise = m->x[i].value, start = a->w[a->l.init + i];
    double x;
    if (where == AT_ZERO) x = 0;
    else if (where == NEAR_ZERO) x = noise * uniform(random, 0.1, 1);
    else if (start > 0 && coin(random)) x = start * exp(uniform(random, -1, 1));
    else x = noise * log_uniform(random, where == NEAR ? 1e2 : 1, 1e6);
    a->v[a->l.x + i] = x;
  }
}

/* Slopes of all results in one variable, by the dual pass of parameters. */
static void slopes_of(model_ptr m, const struct point *a, int variable, dual *vz, dual *wz,
                      double *slopes)
{
  const double seed = 1e-170; /* as scalar.h: its square is below the least double */
  for (int i = 0; i < a->l.nv; i++) vz[i] = a->v[i];
  __imag__ vz[variable] = seed;
  for (int i = 0; i < a->l.nw; i++) wz[i] = 0;
  evaluate_z(m, vz, a->s, wz);
  for (int i = 0; i < a->l.nw; i++) slopes[i] = __imag__ wz[i] / seed;
}

/* How large the terms of each result are together: sum of |slope * variable|, and its own size.
 * A result may be far smaller, by cancellation; rounding goes by the terms. */
static void scales_of(model_ptr m, const struct point *a, double *scale)
{
  dual *z = malloc(sizeof *z * (size_t)(a->l.nv + a->l.nw));
  double *slope = malloc(sizeof *slope * (size_t)a->l.nw);
  for (int i = 0; i < a->l.nw; i++) scale[i] = fabs(a->w[i]);
  for (int j = 0; j < a->l.nv; j++) {
    slopes_of(m, a, j, z, z + a->l.nv, slope);
    for (int i = 0; i < a->l.nw; i++) scale[i] += fabs(slope[i] * a->v[j]);
  }
  free(z);
  free(slope);
}

/* ---- (1) tables -------------------------------------------------------------------------- */

extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info,
                    size_t length_of_uplo);

static int valid_name(const char *name)
{
  const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (!name || !*name || !strchr(letters, *name)) return 0;
  for (const char *c = name; *c; c++)
    if (!strchr(letters, *c) && !strchr("0123456789_", *c)) return 0;
  return 1;
}

static int valid_source(model_ptr m, int source)
{
  return source >= SOURCE_EXACT && source < m->n_references && source != SOURCE_NONE;
}

static void check_quantity(model_ptr m, struct report *report, const char *kind,
                           const struct quantity *row)
{
  char why[256];
  struct unit unit;
  if (!valid_name(row->name)) report_say(report, m, "%s '%s' is no name", kind, row->name);
  if (!row->meaning || !*row->meaning)
    report_say(report, m, "%s %s has no meaning", kind, row->name);
  if (units_parse(row->unit, &unit, why, sizeof why))
    report_say(report, m, "the unit of %s %s: %s", kind, row->name, why);
}

static void check_parameter(model_ptr m, struct report *report, const struct quantity *row)
{
  const double x = row->value, low = row->low, high = row->high;
  if (!valid_source(m, row->source))
    report_say(report, m, "parameter %s has no source", row->name);
  if (row->source == SOURCE_EXACT) {
    if (!isfinite(x) || low != 0 || high != 0)
      report_say(report, m, "constant %s: its value must be finite and its range 0, 0",
                 row->name);
  } else {
    if (!isfinite(low) || !isfinite(high) || !(low < high))
      report_say(report, m, "parameter %s: its range %g to %g is empty or infinite", row->name,
                 low, high);
    if (!(x >= low && x <= high))
      report_say(report, m, "parameter %s: its default %g is outside of %g to %g", row->name, x,
                 low, high);
  }
}

static void check_preset(model_ptr m, struct report *report, const struct preset *preset)
{
  if (!valid_name(preset->name)) report_say(report, m, "preset '%s' is no name", preset->name);
  if (!*preset->meaning) report_say(report, m, "preset %s has no meaning", preset->name);
  if (!valid_source(m, preset->source))
    report_say(report, m, "preset %s has no source", preset->name);
  for (const struct setting *a = preset->settings; a->parameter >= 0; a++) {
    const struct quantity *row = &m->p[a->parameter];
    if (row->source == SOURCE_EXACT)
      report_say(report, m, "preset %s sets the constant %s", preset->name, row->name);
    else if (!(a->value >= row->low && a->value <= row->high))
      report_say(report, m, "preset %s: %s = %g is outside of %g to %g", preset->name,
                 row->name, a->value, row->low, row->high);
    for (const struct setting *b = preset->settings; b < a; b++)
      if (b->parameter == a->parameter)
        report_say(report, m, "preset %s sets %s twice", preset->name, row->name);
  }
}

/* Spread, and correlations as one matrix: with blocks on its diagonal it is positive definite if
 * each of them is. */
static void check_spread(model_ptr m, struct report *report)
{
  const int n = m->n_variations;
  double *omega = calloc((size_t)n * (size_t)n + 1, sizeof *omega);
  for (int i = 0; i < n; i++) {
    const struct variation *row = &m->variations[i];
    const struct quantity *p = &m->p[row->parameter];
    if (!valid_source(m, row->source))
      report_say(report, m, "the spread of %s has no source", p->name);
    if (p->source == SOURCE_EXACT) report_say(report, m, "the constant %s varies", p->name);
    if (!(row->spread > 0) || !isfinite(row->spread))
      report_say(report, m, "the spread of %s is not above 0", p->name);
    if ((row->distribution == DISTRIBUTION_LOG_NORMAL && !(p->value > 0)) ||
        (row->distribution == DISTRIBUTION_LOGIT_NORMAL && !(p->value > 0 && p->value < 1)))
      report_say(report, m, "the default of %s is outside of its distribution", p->name);
    for (int k = 0; k < i; k++)
      if (m->variations[k].parameter == row->parameter)
        report_say(report, m, "%s varies twice", p->name);
    omega[i * n + i] = row->spread * row->spread;
  }
  for (int i = 0; i < m->n_correlations; i++) {
    const struct correlation *row = &m->correlations[i];
    const char *a_name = m->p[row->a].name, *b_name = m->p[row->b].name;
    int a = -1, b = -1;
    for (int k = 0; k < n; k++) {
      if (m->variations[k].parameter == row->a) a = k;
      if (m->variations[k].parameter == row->b) b = k;
    }
    if (!valid_source(m, row->source))
      report_say(report, m, "the correlation of %s and %s has no source", a_name, b_name);
    if (!(fabs(row->rho) < 1))
      report_say(report, m, "the correlation of %s and %s is not between -1 and 1", a_name,
                 b_name);
    if (a < 0 || b < 0 || a == b)
      report_say(report, m, "%s and %s are correlated but do not both vary", a_name, b_name);
    else {
      if (omega[a * n + b] != 0)
        report_say(report, m, "the correlation of %s and %s is given twice", a_name, b_name);
      omega[a * n + b] = omega[b * n + a] =
          row->rho * m->variations[a].spread * m->variations[b].spread;
    }
  }
  int info = 0;
  if (n > 0) dpotrf_("L", &n, omega, &n, &info, 1);
  if (info != 0)
    report_say(report, m, "the covariance of the varied parameters is not positive definite");
  free(omega);
}

static void check_needs(model_ptr m, struct report *report)
{
  for (int i = 0; i < m->n_needs; i++) {
    const struct need *row = &m->needs[i];
    const struct quantity *p = &m->p[row->parameter];
    if (p->source != SOURCE_ASSUMED || !*row->reason)
      report_say(report, m, "%s needs %s, which is not assumed, or says no reason",
                 m->u[row->input].name, p->name);
    for (int k = 0; k < m->n_presets; k++)
      for (const struct setting *s = m->presets[k].settings; s->parameter >= 0; s++)
        if (s->parameter == row->parameter && m->presets[k].source == SOURCE_ASSUMED)
          report_say(report, m, "preset %s sets %s, which has no published value",
                     m->presets[k].name, p->name);
    for (int k = 0; k < i; k++)
      if (m->needs[k].input == row->input && m->needs[k].parameter == row->parameter)
        report_say(report, m, "%s needs %s twice", m->u[row->input].name, p->name);
  }
  for (int i = 0; i < m->n_driven; i++) {
    if (!*m->driven[i].reason)
      report_say(report, m, "%s must be driven, for no reason", m->u[m->driven[i].input].name);
    for (int k = 0; k < i; k++)
      if (m->driven[k].input == m->driven[i].input)
        report_say(report, m, "%s must be driven twice", m->u[m->driven[i].input].name);
  }
}

void check_tables(model_ptr m, struct report *report)
{
  struct unit unit, hour;
  if (!valid_name(m->name)) report_say(report, m, "is no name");
  if (!m->title || !*m->title) report_say(report, m, "has no title");
  if (m->revision < 1) report_say(report, m, "its revision is below 1");
  if (units_parse(m->time, &unit, NULL, 0) || units_parse("h", &hour, NULL, 0) ||
      !units_convertible(&unit, &hour))
    report_say(report, m, "'%s' is no unit of time", m->time);

  const struct {
    const char *kind;
    const struct quantity *row;
    int n;
  } lists[] = { { "state", m->x, m->nx },   { "parameter", m->p, m->np },
                { "derived", m->q, m->nq }, { "input", m->u, m->nu },
                { "output", m->y, m->ny },  { "switch", m->s, m->ns } };
  const int n_lists = (int)(sizeof lists / sizeof *lists);
  for (int k = 0; k < n_lists; k++)
    for (int i = 0; i < lists[k].n; i++) {
      check_quantity(m, report, lists[k].kind, &lists[k].row[i]);
      /* one name space: "out", facts and scenarios find all of them by name alone */
      for (int h = 0; h <= k; h++)
        for (int j = 0; j < (h < k ? lists[h].n : i); j++)
          if (!strcmp(lists[k].row[i].name, lists[h].row[j].name))
            report_say(report, m, "%s and %s are both called %s", lists[h].kind, lists[k].kind,
                       lists[k].row[i].name);
    }
  for (int i = 0; i < m->nx; i++)
    if (!(m->x[i].value > 0) || !isfinite(m->x[i].value))
      report_say(report, m, "state %s: its size of noise is not above 0", m->x[i].name);
  for (int i = 0; i < m->np; i++) check_parameter(m, report, &m->p[i]);
  for (int i = 0; i < m->n_presets; i++) {
    check_preset(m, report, &m->presets[i]);
    for (int k = 0; k < i; k++)
      if (!strcmp(m->presets[k].name, m->presets[i].name))
        report_say(report, m, "two presets are called %s", m->presets[i].name);
  }
  check_spread(m, report);
  for (int i = 0; i < m->n_studied; i++) {
    const struct studied *row = &m->studied[i];
    const struct quantity *p = &m->p[row->parameter];
    if (p->source != SOURCE_PATIENT || !valid_source(m, row->source) ||
        !(row->low < row->high) || row->low < p->low || row->high > p->high)
      report_say(report, m,
                 "what is studied of %s is no part of a covariate's range, or has no source",
                 p->name);
  }
  check_needs(m, report);
  for (int i = 0; i < m->n_residuals; i++) {
    const struct residual_error *row = &m->residuals[i];
    if (!valid_source(m, row->source) || !(row->spread > 0))
      report_say(report, m, "the residual error of %s has no source, or is not above 0",
                 m->y[row->output].name);
  }
  for (int i = 0; i < m->n_references; i++)
    if (!valid_name(m->references[i].key) || !*m->references[i].text)
      report_say(report, m, "reference '%s' has no valid key, or no text",
                 m->references[i].key);
  check_references(&m, 1, report);
}

/* A label of a drug, say, has no DOI: that is an empty one. */
void check_references(const struct impakt_model *const *models, int n, struct report *report)
{
  for (int i = 0; i < n; i++)
    for (int a = 0; a < models[i]->n_references; a++) {
      const struct reference *mine = &models[i]->references[a];
      if (*mine->doi &&
          (strncmp(mine->doi, "10.", 3) || !strchr(mine->doi, '/') || strchr(mine->doi, ' ')))
        report_say(report, models[i], "'%s' of reference %s is no DOI", mine->doi, mine->key);
      for (int j = 0; j <= i; j++)
        for (int b = 0; b < (j < i ? models[j]->n_references : a); b++) {
          const struct reference *other = &models[j]->references[b];
          const int same_key = !strcmp(mine->key, other->key);
          const int same_doi = !strcmp(mine->doi, other->doi);
          if (same_key && !same_doi)
            report_say(report, models[i], "reference %s is %s here and %s in %s", mine->key,
                       mine->doi, other->doi, models[j]->name);
          else if (same_key && i == j)
            report_say(report, models[i], "two references %s", mine->key);
          else if (same_doi && !same_key && *mine->doi)
            report_say(report, models[i], "%s is called %s here and %s in %s", mine->doi,
                       mine->key, other->key, models[j]->name);
        }
    }
}

/* ---- (2) everything is assigned ---------------------------------------------------------- */

/* A NaN that arithmetic does not make. */
static double canary(void)
{
  const uint64_t bits = 0x7ff8cafe12345678u;
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

void check_assigned(model_ptr m, struct report *report)
{
  struct point a = point_begin(m, 2);
  const double unset = canary();
  char name[160];
  draw(m, &a, NEAR);
  for (int i = 0; i < a.l.nw; i++) a.w[i] = unset;
  evaluate_d(m, a.v, a.s, a.w);
  for (int i = 0; i < a.l.nw; i++)
    if (!memcmp(&a.w[i], &unset, sizeof unset))
      report_say(report, m, "%s is never assigned", name_of(m, i, name));

  /* where every run starts: defaults, initial states, time 0, no input */
  a.v[a.l.t] = 0;
  for (int i = 0; i < m->np; i++) a.v[a.l.p + i] = m->p[i].value;
  for (int i = 0; i < m->nu; i++) a.v[a.l.u + i] = 0;
  evaluate_d(m, a.v, a.s, a.w);
  memcpy(a.v + a.l.x, a.w + a.l.init, sizeof *a.v * (size_t)m->nx);
  for (int on = 0; on < 2; on++) {
    for (int i = 0; i < m->ns; i++) a.s[i] = on;
    for (int i = 0; i < a.l.nw; i++) a.w[i] = 0;
    evaluate_d(m, a.v, a.s, a.w);
    for (int i = 0; i < a.l.nw; i++)
      if (!isfinite(a.w[i]))
        report_say(report, m, "%s is not finite at the start, with all switches %s",
                   name_of(m, i, name), on ? "on" : "off");
  }
  point_end(&a);
}

/* ---- (3) everything acts ----------------------------------------------------------------- */

void check_used(model_ptr m, struct report *report)
{
  enum { POINTS = 60 };
  struct point a = point_begin(m, 3);
  double *changed = malloc(sizeof *changed * (size_t)a.l.nw);
  char *acts = calloc((size_t)a.l.nv, 1);
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, k % 2 ? SOMEWHERE : NEAR);
    evaluate_d(m, a.v, a.s, a.w);
    for (int j = a.l.u; j < a.l.nv; j++) {
      if (acts[j]) continue;
      const double kept = a.v[j];
      a.v[j] = j < a.l.p ? 2 * kept
               : m->p[j - a.l.p].source == SOURCE_EXACT
                   ? 2 * kept
                   : draw_parameter(&m->p[j - a.l.p], SOMEWHERE, &a.random);
      memcpy(changed, a.w, sizeof *changed * (size_t)a.l.nw);
      evaluate_d(m, a.v, a.s, changed);
      for (int i = 0; i < a.l.nw && !acts[j]; i++)
        acts[j] = changed[i] < a.w[i] || changed[i] > a.w[i];
      a.v[j] = kept;
    }
  }
  for (int j = a.l.u; j < a.l.nv; j++) {
    int used = acts[j];
    /* an input that makes a state jump at a dose acts, whatever the equations make of it */
    if (j < a.l.p)
      for (int i = 0; i < m->nx && !used; i++) {
        const int jump = a.l.jump + (m->ns + j - a.l.u) * m->nx + i;
        used = a.w[jump] < a.v[a.l.x + i] || a.w[jump] > a.v[a.l.x + i];
      }
    if (!used)
      report_say(report, m, "%s %s acts on nothing", j < a.l.p ? "input" : "parameter",
                 name_of_variable(m, j));
  }
  free(changed);
  free(acts);
  point_end(&a);
}

/* ---- (4) dual values are plain values ---------------------------------------------------- */

/* The rule: equal in every bit, but for two freedoms that no later number can show.  Minus zero
 * is zero: (+0) - (+0) and (+0) - (-0) differ in sign, and the vanishing product of two slopes
 * has either.  One NaN is as good as another.
 *
 * gcc, and clang with gcc's run-time library, keep the rule.  clang's own library divides complex
 * numbers by multiplying out, so that quotients differ in the last bit.  Where that is so, the two
 * passes may differ as two ways to round do: by 1e-13 of the terms (scales_of), 500 roundings. */
static int quotients_keep_bits(void)
{
  uint64_t random = 1;
  for (int i = 0; i < 1000; i++) {
    volatile dual a = uniform(&random, 0, 1), b = uniform(&random, 0, 1);
    const volatile double plain_quotient = value(a) / value(b);
    __imag__ a = __imag__ b = 1e-170;
    const dual quotient = a / b;
    if (value(quotient) < plain_quotient || value(quotient) > plain_quotient) return 0;
  }
  return 1;
}

static int same(double a, double b, double tolerance)
{
  if (a != a || b != b) return a != a && b != b;
  if (fabs(a) == 0 && fabs(b) == 0) return 1;
  return !memcmp(&a, &b, sizeof a) || (tolerance > 0 && fabs(a - b) <= tolerance);
}

void check_bits(model_ptr m, struct report *report)
{
  enum { POINTS = 40 };
  struct point a = point_begin(m, 4);
  char name[160];
  dual *v = malloc(sizeof *v * (size_t)(a.l.nv + a.l.nw)), *w = v + a.l.nv;
  double *scale = malloc(sizeof *scale * (size_t)a.l.nw);
  char *told = calloc((size_t)a.l.nw, 1);
  const double tolerance = quotients_keep_bits() ? 0 : 1e-13;
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, (enum where)(k % 4));
    memset(a.w, 0, sizeof *a.w * (size_t)a.l.nw);
    evaluate_d(m, a.v, a.s, a.w);
    scales_of(m, &a, scale);
    for (int kind = 0; kind < 2; kind++) {
      for (int j = 0; j < a.l.nv; j++) {
        v[j] = a.v[j];
        __imag__ v[j] = 1e-170 * a.v[j] * uniform(&a.random, -1, 1);
      }
      for (int i = 0; i < a.l.nw; i++) w[i] = 0;
      (kind ? evaluate_z : evaluate_s)(m, v, a.s, w);
      for (int i = 0; i < a.l.nw; i++)
        if (!told[i] && !same(a.w[i], __real__ w[i], tolerance * scale[i])) {
          told[i] = 1;
          report_say(report, m, "%s is %.17g plain and %.17g dual (%s)", name_of(m, i, name),
                     a.w[i], __real__ w[i], kind ? "z" : "s");
        }
    }
  }
  free(v);
  free(scale);
  free(told);
  point_end(&a);
}

/* ---- (5) slopes -------------------------------------------------------------------------- */

/* Central differences at steps that shrink by 1.4, extrapolated after Ridders: for each component
 * of a function of one variable, the estimate whose neighbours differ least, and by how much. */
enum { ROWS = 12 };
#define FIRST_STEP 0.1 /* of the variable */
#define SHRINK     1.4
#define LEAST_STEP 2.4e-3 /* FIRST_STEP / SHRINK^(ROWS - 1) */
typedef int function_of_one(void *context, double x, double *f);

static int ridders(function_of_one *function, void *context, double x, int n, double *slope,
                   double *error)
{
  double *table = malloc(sizeof *table * (size_t)n * (2 * ROWS + 2));
  double *above = table + 2 * ROWS * n, *below = above + n, step = FIRST_STEP * x;
  for (int i = 0; i < n; i++) error[i] = INFINITY, slope[i] = NAN;
  int failed = 0;
  for (int row = 0; row < ROWS && !failed; row++, step /= SHRINK) {
    double *now = table + (row % 2) * ROWS * n, *last = table + (1 - row % 2) * ROWS * n;
    failed = function(context, x + step, above) || function(context, x - step, below);
    for (int i = 0; i < n && !failed; i++) {
      now[i] = (above[i] - below[i]) / ((x + step) - (x - step));
      double power = SHRINK * SHRINK;
      for (int k = 1; k <= row; k++, power *= SHRINK * SHRINK) {
        now[k * n + i] = (now[(k - 1) * n + i] * power - last[(k - 1) * n + i]) / (power - 1);
        const double e = fmax(fabs(now[k * n + i] - now[(k - 1) * n + i]),
                              fabs(now[k * n + i] - last[(k - 1) * n + i]));
        if (e <= error[i]) error[i] = e, slope[i] = now[k * n + i];
      }
    }
  }
  free(table);
  return failed;
}

/* Tolerance.  TRUNCATION: what the extrapolation leaves, in units of its own estimate, which is
 * mostly too large; 4 was never needed.  ROUNDING: differences at the least step lose
 * epsilon / LEAST_STEP = 1e-13 of the terms, extrapolation a few times that.  RELATIVE: an estimate
 * can be small by chance.  Where these allow more than 1e-4 of the slope, nothing is learned there,
 * and another point has to. */
#define RELATIVE   1e-7
#define TRUNCATION 10
#define ROUNDING   1e-11
#define LEARNED    1e-4

struct verdict {
  int wrong, learned;
};

static struct verdict compare_slopes(double exact, double difference, double error,
                                     double terms)
{
  const double size = fmax(fabs(exact), fabs(difference));
  const double tolerance = RELATIVE * size + TRUNCATION * error + ROUNDING * terms;
  if (!isfinite(difference) || !isfinite(error)) return (struct verdict){ 0, 0 };
  return (struct verdict){ .wrong = !(fabs(exact - difference) <= tolerance),
                           .learned = tolerance <= LEARNED * size };
}

struct moved {
  model_ptr model;
  struct point *at;
  int variable;
  /* or, for the public interface */
  impakt_sim *sim;
  double hours;
};

static int all_results(void *context, double x, double *f)
{
  struct moved *a = context;
  const double kept = a->at->v[a->variable];
  a->at->v[a->variable] = x;
  memset(f, 0, sizeof *f * (size_t)a->at->l.nw);
  evaluate_d(a->model, a->at->v, a->at->s, f);
  a->at->v[a->variable] = kept;
  return 0;
}

static int public_rhs(void *context, double x, double *f)
{
  struct moved *a = context;
  const model_ptr m = a->model;
  double *v = a->at->v;
  const double kept = v[a->variable];
  v[a->variable] = x;
  const int status = impakt_sim_rhs(a->sim, a->hours, v + a->at->l.x, (size_t)m->nx,
                                    v + a->at->l.u, (size_t)m->nu, f, (size_t)m->nx);
  v[a->variable] = kept;
  return status;
}

/* What has been seen of each pair of result and variable over all points. */
enum { ALWAYS_ZERO, UNLEARNED, LEARNED_ONCE, WRONG };

static void note(char *seen, struct verdict verdict, double exact, double weight)
{
  if (verdict.wrong) *seen = WRONG;
  else if (*seen < LEARNED_ONCE && verdict.learned) *seen = LEARNED_ONCE;
  /* a term below 1e-6 of the others cannot be found by differences */
  else if (*seen == ALWAYS_ZERO && fabs(exact) > 0 && weight > 1e-6) *seen = UNLEARNED;
}

static void check_slopes_inside(model_ptr m, struct report *report)
{
  enum { POINTS = 24 };
  struct point a = point_begin(m, 5);
  char name[160];
  const size_t nw = (size_t)a.l.nw, nv = (size_t)a.l.nv;
  double *slope = malloc(sizeof *slope * nw * 4), *error = slope + nw, *scale = error + nw;
  double *dual_slope = scale + nw;
  dual *z = malloc(sizeof *z * (nv + nw));
  char *seen = calloc(nv * nw, 1);
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, k % 3 == 0 ? NEAR_ZERO : k % 3 == 1 ? NEAR : SOMEWHERE);
    memset(a.w, 0, sizeof *a.w * nw);
    evaluate_d(m, a.v, a.s, a.w);
    scales_of(m, &a, scale);
    for (int j = 0; j < a.l.nv; j++) {
      if (!(fabs(a.v[j]) > 0)) continue;
      struct moved moved = { .model = m, .at = &a, .variable = j };
      ridders(all_results, &moved, a.v[j], a.l.nw, slope, error);
      slopes_of(m, &a, j, z, z + nv, dual_slope);
      for (int i = 0; i < a.l.nw; i++) {
        char *mine = &seen[(size_t)j * nw + (size_t)i];
        const int before = *mine;
        const double terms = scale[i] / fabs(a.v[j]);
        note(mine, compare_slopes(dual_slope[i], slope[i], error[i], terms), dual_slope[i],
             fabs(dual_slope[i]) / terms);
        if (*mine == WRONG && before != WRONG)
          report_say(
              report, m, "the slope of %s in %s is %.12g; differences give %.12g (within %.1g)",
              name_of(m, i, name), name_of_variable(m, j), dual_slope[i], slope[i], error[i]);
      }
    }
  }
  for (int j = 0; j < a.l.nv; j++)
    for (int i = 0; i < a.l.nw; i++)
      if (seen[(size_t)j * nw + (size_t)i] == UNLEARNED)
        report_say(report, m, "the slope of %s in %s could not be compared at any point",
                   name_of(m, i, name), name_of_variable(m, j));
  free(slope);
  free(z);
  free(seen);
  point_end(&a);
}

/* A simulation with the parameters of a point. */
static impakt_sim *sim_at(model_ptr m, const struct point *a, struct report *report)
{
  impakt_sim *sim = NULL;
  if (impakt_sim_new(&sim, m) != IMPAKT_OK) {
    report_say(report, m, "no simulation of it can be made");
    return NULL;
  }
  if (impakt_sim_set_parameters(sim, a->v + a->l.p, (size_t)m->np) != IMPAKT_OK)
    report_say(report, m, "%s", impakt_sim_message(sim));
  return sim;
}

static void check_slopes_outside(model_ptr m, struct report *report)
{
  enum { POINTS = 24 };
  struct point a = point_begin(m, 55);
  const size_t nx = (size_t)m->nx, nu = (size_t)m->nu;
  double *scale = malloc(sizeof *scale * ((size_t)a.l.nw + 2 * nx)), *slope = scale + a.l.nw;
  double *error = slope + nx;
  char *seen = calloc(nx * nx + 1, 1);
  double *dense = malloc(sizeof *dense * (nx * nx + 1)), *entries = NULL;
  int *row = NULL;
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, k % 3 == 0 ? NEAR_ZERO : k % 3 == 1 ? NEAR : SOMEWHERE);
    impakt_sim *sim = sim_at(m, &a, report);
    if (!sim) break;
    const size_t n = (size_t)impakt_sim_jacobian_entries(sim);
    row = malloc(sizeof *row * (2 * n + 1));
    entries = malloc(sizeof *entries * (n + 1));
    int *column = row + n;
    const double hours = a.v[a.l.t] * hours_of(m);
    memset(dense, 0, sizeof *dense * nx * nx);
    if (impakt_sim_jacobian_pattern(sim, row, column, n) != IMPAKT_OK ||
        impakt_sim_jacobian(sim, hours, a.v + a.l.x, nx, a.v + a.l.u, nu, entries, n) !=
            IMPAKT_OK)
      report_say(report, m, "no Jacobian: %s", impakt_sim_message(sim));
    else
      for (size_t i = 0; i < n; i++)
        dense[(size_t)row[i] * nx + (size_t)column[i]] = entries[i];
    free(row);
    free(entries);

    /* the switches as they are there, for the size of the terms */
    evaluate_d(m, a.v, a.s, a.w);
    for (int i = 0; i < m->ns; i++) a.s[i] = a.w[a.l.guard + i] > 0;
    evaluate_d(m, a.v, a.s, a.w);
    scales_of(m, &a, scale);
    for (int j = 0; j < m->nx; j++) {
      struct moved moved = { m, &a, a.l.x + j, sim, hours };
      const double x = a.v[a.l.x + j];
      if (ridders(public_rhs, &moved, x, m->nx, slope, error)) {
        report_say(report, m, "%s", impakt_sim_message(sim));
        break;
      }
      for (int i = 0; i < m->nx; i++) {
        char *mine = &seen[i * m->nx + j];
        const int before = *mine;
        const double exact = dense[i * m->nx + j];
        const double terms = scale[a.l.rhs + i] / hours_of(m) / x;
        note(mine, compare_slopes(exact, slope[i], error[i], terms), exact,
             fabs(exact) / terms);
        if (*mine == WRONG && before != WRONG)
          report_say(
              report, m,
              "the Jacobian has %.12g for d(%s)/dt in %s; differences %.12g (within %.1g)",
              exact, m->x[i].name, m->x[j].name, slope[i], error[i]);
      }
    }
    impakt_sim_free(sim);
  }
  free(scale);
  free(seen);
  free(dense);
  point_end(&a);
}

void check_slopes(model_ptr m, struct report *report)
{
  check_slopes_inside(m, report);
  check_slopes_outside(m, report);
}

/* ---- (6) pattern ------------------------------------------------------------------------- */

void check_pattern(model_ptr m, struct report *report)
{
  enum { POINTS = 60 };
  struct point a = point_begin(m, 6);
  const size_t nx = (size_t)m->nx, nw = (size_t)a.l.nw, nv = (size_t)a.l.nv;
  char *listed = calloc(nx * nx + 1, 1);
  double *slope = malloc(sizeof *slope * nw);
  dual *z = malloc(sizeof *z * (nv + nw));
  for (int i = 0; i < m->np; i++) a.v[a.l.p + i] = m->p[i].value;
  impakt_sim *sim = sim_at(m, &a, report);
  if (!sim) goto done;
  const int n = impakt_sim_jacobian_entries(sim);
  int *row = malloc(sizeof *row * (2 * (size_t)n + 1)), *column = row + n;
  if (impakt_sim_jacobian_pattern(sim, row, column, (size_t)n) != IMPAKT_OK)
    report_say(report, m, "no pattern: %s", impakt_sim_message(sim));
  else
    for (int i = 0; i < n; i++) {
      if (row[i] < 0 || row[i] >= m->nx || column[i] < 0 || column[i] >= m->nx) {
        report_say(report, m, "the pattern has an entry outside of the Jacobian");
        continue;
      }
      char *mine = &listed[row[i] * m->nx + column[i]];
      if (*mine) report_say(report, m, "the pattern has an entry twice");
      *mine = 1;
      if (i > 0 && column[i] < column[i - 1])
        report_say(report, m, "the pattern does not go column by column");
    }
  free(row);
  for (int i = 0; i < m->nx; i++)
    if (!listed[i * m->nx + i])
      report_say(report, m, "the pattern lacks the diagonal of %s", m->x[i].name);
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, (enum where)(k % 4));
    for (int j = 0; j < m->nx; j++) {
      slopes_of(m, &a, a.l.x + j, z, z + nv, slope);
      for (int i = 0; i < m->nx; i++) {
        const double s = slope[a.l.rhs + i];
        if (!listed[i * m->nx + j] && (s < 0 || s > 0)) {
          report_say(report, m, "the pattern misses d(%s)/dt in %s", m->x[i].name,
                     m->x[j].name);
          listed[i * m->nx + j] = 1;
        }
      }
    }
  }
done:
  impakt_sim_free(sim);
  free(listed);
  free(slope);
  free(z);
  point_end(&a);
}

/* ---- (7) units --------------------------------------------------------------------------- */

/* The number of a unit when every symbol has the size 2^exponent.  Sizes are powers of two so that
 * rescaled equations round alike: what differs, differs because of a unit. */
static double size_of(const char *unit, const int *exponent)
{
  struct units_symbol symbols[UNITS_SYMBOLS];
  const int n = units_symbols(unit, symbols);
  int sum = 0;
  for (int i = 0; i < n; i++) sum += exponent[symbols[i].index] * symbols[i].power;
  return ldexp(1, sum);
}

/* Fills the size of the unit of each variable and result; NaN where a result has none of its own. */
static void sizes_of(model_ptr m, const int *exponent, double *v, double *w)
{
  const struct layout l = lay_out(m);
  const double time = size_of(m->time, exponent);
  v[l.t] = time;
  for (int i = 0; i < m->nx; i++) {
    const double x = size_of(m->x[i].unit, exponent);
    v[l.x + i] = w[l.init + i] = x;
    w[l.rhs + i] = x / time;
    for (int event = 0; event < m->ns + m->nu; event++) w[l.jump + event * m->nx + i] = x;
  }
  for (int i = 0; i < m->nu; i++) {
    v[l.u + i] = size_of(m->u[i].unit, exponent);
    w[l.fraction + i] = 1;
    w[l.lag + i] = time;
    w[l.molar_mass + i] = NAN; /* a literal, always in g/mol */
  }
  for (int i = 0; i < m->np; i++) v[l.p + i] = size_of(m->p[i].unit, exponent);
  for (int i = 0; i < m->nq; i++) w[l.q + i] = size_of(m->q[i].unit, exponent);
  for (int i = 0; i < m->ny; i++) w[l.y + i] = size_of(m->y[i].unit, exponent);
  for (int i = 0; i < m->ns; i++) w[l.guard + i] = NAN; /* only its sign counts; see below */
}

static const char *unit_of(model_ptr m, int result, char unit[160])
{
  const struct layout l = lay_out(m);
  const char *own = result >= l.jump       ? m->x[(result - l.jump) % m->nx].unit
                    : result >= l.y        ? m->y[result - l.y].unit
                    : result >= l.lag      ? m->time
                    : result >= l.fraction ? "1"
                    : result >= l.init     ? m->x[result - l.init].unit
                                           : m->q[result - l.q].unit;
  snprintf(unit, 160, result >= l.rhs ? "%s/%s" : "%s", own, m->time);
  return unit;
}

void check_units(model_ptr m, struct report *report)
{
  enum { DRAWS = 6, POINTS = 12 };
  struct point a = point_begin(m, 7);
  char name[160], unit[160];
  const size_t nw = (size_t)a.l.nw, nv = (size_t)a.l.nv;
  double *v_size = malloc(sizeof *v_size * (2 * nv + 3 * nw)), *w_size = v_size + nv;
  double *v = w_size + nw, *w = v + nv, *scale = w + nw;
  double *guard_size = malloc(sizeof *guard_size * (size_t)(m->ns + 1));
  char *told = calloc(nw, 1);
  for (int k = 0; k < DRAWS; k++) {
    int exponent[UNITS_SYMBOLS];
    for (int i = 0; i < UNITS_SYMBOLS; i++) {
      const double x = uniform(&a.random, 1, 12);
      exponent[i] = coin(&a.random) ? (int)x : -(int)x;
    }
    sizes_of(m, exponent, v_size, w_size);
    for (int i = 0; i < m->ns; i++) guard_size[i] = NAN;
    for (int point = 0; point < POINTS; point++) {
      draw(m, &a, point % 2 ? NEAR : SOMEWHERE);
      memset(a.w, 0, sizeof *a.w * nw);
      evaluate_d(m, a.v, a.s, a.w);
      scales_of(m, &a, scale);
      for (int j = 0; j < a.l.nv; j++) v[j] = a.v[j] * v_size[j];
      memset(w, 0, sizeof *w * nw);
      evaluate_d(m, v, a.s, w);
      for (int i = 0; i < a.l.nw; i++) {
        double expected = a.w[i] * w_size[i];
        if (!isfinite(a.w[i])) continue;
        if (i >= a.l.guard && i < a.l.jump) {
          /* whatever its unit is, it is the same unit at every point */
          double *size = &guard_size[i - a.l.guard];
          if (*size != *size && fabs(a.w[i]) > 1e-9 * scale[i]) *size = w[i] / a.w[i];
          w_size[i] = *size;
          expected = a.w[i] * *size;
        }
        if (w_size[i] != w_size[i] || told[i]) continue;
        /* powers of two leave only the rounding of powers and roots */
        if (fabs(w[i] - expected) <= 1e-10 * scale[i] * fabs(w_size[i])) continue;
        told[i] = 1;
        if (i >= a.l.guard && i < a.l.jump)
          report_say(report, m, "%s mixes units", name_of(m, i, name));
        else report_say(report, m, "%s is not in %s", name_of(m, i, name), unit_of(m, i, unit));
      }
    }
  }
  free(v_size);
  free(guard_size);
  free(told);
  point_end(&a);
}

/* ---- (8) no state turns negative from zero ----------------------------------------------- */

void check_positive(model_ptr m, struct report *report)
{
  enum { POINTS = 200 };
  struct point a = point_begin(m, 8);
  double *scale = malloc(sizeof *scale * (size_t)a.l.nw);
  char *told = calloc((size_t)m->nx + 1, 1);
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, (enum where)(k % 4));
    for (int i = 0; i < m->nx; i++) {
      const double kept = a.v[a.l.x + i];
      a.v[a.l.x + i] = 0;
      evaluate_d(m, a.v, a.s, a.w);
      double rate = a.w[a.l.rhs + i];
      if (rate < 0 && !told[i]) {
        scales_of(m, &a, scale);
        if (rate < -1e-12 * scale[a.l.rhs + i]) {
          told[i] = 1;
          report_say(report, m, "d(%s)/dt is %g where %s is 0", m->x[i].name, rate,
                     m->x[i].name);
        }
      }
      for (int event = 0; event < m->ns + m->nu; event++)
        if (a.w[a.l.jump + event * m->nx + i] < 0 && !told[i]) {
          told[i] = 1;
          report_say(report, m, "%s jumps below 0", m->x[i].name);
        }
      a.v[a.l.x + i] = kept;
    }
  }
  free(scale);
  free(told);
  point_end(&a);
}

/* ---- (9) a year -------------------------------------------------------------------------- */

enum { MONTHS = 13 };
#define YEAR 8766.0 /* h */

static void run_year(model_ptr m, impakt_sim *sim, const char *which, struct report *report)
{
  double times[MONTHS];
  for (int i = 0; i < MONTHS; i++) times[i] = YEAR * i / (MONTHS - 1);
  const int columns = m->nx + m->ny;
  double *result = malloc(sizeof *result * (size_t)(MONTHS * columns + 1));
  char told = 0;
  for (int i = 0; i < m->n_driven; i++) {
    const char *driven = m->u[m->driven[i].input].name;
    if (impakt_sim_infuse(sim, driven, 0, 1, NULL, YEAR, NULL) != IMPAKT_OK)
      report_say(report, m, "%s cannot be driven: %s", driven, impakt_sim_message(sim));
  }
  /* a corner is to be cheap as well: a year of hours, and some */
  impakt_sim_set_option(sim, IMPAKT_MAX_STEPS, 20000);
  if (impakt_sim_run(sim, times, MONTHS, result, (size_t)(MONTHS * columns)) < 0)
    report_say(report, m, "a year at %s: %s", which, impakt_sim_message(sim));
  else
    for (int i = 0; i < MONTHS * columns && !told; i++) {
      const int column = i % columns;
      const struct quantity *q = column < m->nx ? &m->x[column] : &m->y[column - m->nx];
      /* the integrator may pass zero by the error it is allowed: 1e-6 of noise a step */
      if (!isfinite(result[i]) || (column < m->nx && result[i] < -1e-2 * q->value)) {
        told = 1;
        report_say(report, m, "a year at %s: %s is %g after %g h", which, q->name, result[i],
                   times[i / columns]);
      }
    }
  free(result);
}

void check_year(model_ptr m, struct report *report)
{
  enum { CORNERS = 24 };
  struct point a = point_begin(m, 9);
  for (int k = 0; k < CORNERS + 1 + m->n_presets; k++) {
    char which[320] = "the defaults";
    for (int i = 0; i < m->np; i++) {
      const struct quantity *p = &m->p[i];
      a.v[a.l.p + i] = k >= CORNERS || p->source == SOURCE_EXACT ? p->value
                       : (k == 0 || (k > 1 && coin(&a.random)))  ? p->low
                                                                 : p->high;
    }
    impakt_sim *sim = sim_at(m, &a, report);
    if (!sim) break;
    if (k > CORNERS) {
      const char *preset = m->presets[k - CORNERS - 1].name;
      snprintf(which, sizeof which, "preset %s", preset);
      if (impakt_sim_use_preset(sim, preset) != IMPAKT_OK)
        report_say(report, m, "%s", impakt_sim_message(sim));
    } else if (k < CORNERS) {
      int n = snprintf(which, sizeof which, "corner ");
      for (int i = 0; i < m->np && n < (int)sizeof which - 1; i++)
        which[n++] = m->p[i].source == SOURCE_EXACT  ? '.'
                     : a.v[a.l.p + i] < m->p[i].high ? 'l'
                                                     : 'h';
      which[n] = 0;
    }
    run_year(m, sim, which, report);
    impakt_sim_free(sim);
  }
  point_end(&a);
}

/* ---- (11) switches ----------------------------------------------------------------------- */

void check_switches(model_ptr m, struct report *report)
{
  enum { POINTS = 4000 };
  if (m->ns == 0) return;
  struct point a = point_begin(m, 11);
  char *on = calloc(2 * (size_t)m->ns, 1), *off = on + m->ns;
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, (enum where)(k % 4));
    evaluate_d(m, a.v, a.s, a.w);
    for (int i = 0; i < m->ns; i++) {
      if (a.w[a.l.guard + i] > 0) on[i] = 1;
      if (a.w[a.l.guard + i] <= 0) off[i] = 1;
    }
  }
  for (int i = 0; i < m->ns; i++)
    if (!on[i] || !off[i])
      report_say(report, m, "switch %s is always %s", m->s[i].name, on[i] ? "on" : "off");
  free(on);
  point_end(&a);
}

/* ---- (12) jumps ------------------------------------------------------------------------------ */

struct section { /* one result along one variable, all else as at a point */
  model_ptr model;
  struct point *at;
  int variable, result;
};

static double along(struct section *c, double x)
{
  const double kept = c->at->v[c->variable];
  c->at->v[c->variable] = x;
  evaluate_d(c->model, c->at->v, c->at->s, c->at->w);
  c->at->v[c->variable] = kept;
  return c->at->w[c->result];
}

/* Follows the larger change into ever smaller parts of [low, high]: a jump is what is left of it
 * where nothing else is. */
static int jumps(struct section *c, double low, double high, double scale)
{
  double f_low = along(c, low), f_high = along(c, high);
  const double change = fabs(f_high - f_low);
  if (!(change > 1e-9 * scale)) return 0;
  for (int i = 0; i < 48; i++) {
    const double middle = sqrt(low) * sqrt(high), f = along(c, middle);
    if (fabs(f - f_low) > fabs(f_high - f)) high = middle, f_high = f;
    else low = middle, f_low = f;
  }
  return fabs(f_high - f_low) > 1e-3 * change;
}

/* Equations, expressions of switches and outputs must not jump in time, a state or an input; an
 * output that is said to step must do so, and do nothing else. */
void check_jumps(model_ptr m, struct report *report)
{
  enum { POINTS = 60 };
  struct point a = point_begin(m, 12);
  const size_t nw = (size_t)a.l.nw, nv = (size_t)a.l.nv;
  double *scale = malloc(sizeof *scale * 3 * nw), *slope = scale + nw, *first = slope + nw;
  dual *z = malloc(sizeof *z * (nv + nw));
  char *told = calloc(nw, 1), *stepped = calloc(nw, 1), name[160];
  for (int k = 0; k < POINTS; k++) {
    draw(m, &a, k % 3 ? NEAR : SOMEWHERE);
    evaluate_d(m, a.v, a.s, a.w);
    if (k == 0) memcpy(first, a.w, sizeof *first * nw);
    for (int i = a.l.y; i < a.l.y + m->ny; i++)
      stepped[i] |= a.w[i] < first[i] || a.w[i] > first[i];
    scales_of(m, &a, scale);
    for (int j = 0; j < a.l.nv; j++) {
      slopes_of(m, &a, j, z, z + nv, slope);
      for (int i = a.l.y; i < a.l.nw; i++) {
        if (told[i] || (i >= a.l.jump && i < a.l.rhs)) continue;
        const int steps = i < a.l.guard && m->y[i - a.l.y].value > 0;
        if (steps && (slope[i] < 0 || slope[i] > 0)) {
          told[i] = 1;
          report_say(report, m, "%s is said to step, and has a slope in %s",
                     name_of(m, i, name), name_of_variable(m, j));
        }
        struct section section = { m, &a, j, i };
        if (steps || j >= a.l.p || !jumps(&section, a.v[j] / 3, a.v[j] * 3, scale[i])) continue;
        told[i] = 1;
        report_say(report, m, "%s jumps in %s", name_of(m, i, name), name_of_variable(m, j));
      }
    }
  }
  for (int i = 0; i < m->ny; i++)
    if (m->y[i].value > 0 && !stepped[a.l.y + i])
      report_say(report, m, "out(%s) is said to step, and is the same at every point",
                 m->y[i].name);
  free(scale);
  free(z);
  free(told);
  free(stepped);
  point_end(&a);
}
