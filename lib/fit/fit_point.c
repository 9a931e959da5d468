/* fit_point.c — the objective at one place, with its gradient and information; see fit.h. */
#include "fit.h"

#include "linalg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LOG_2_PI = 1.83787706640934548356;
static const double FAR_OFF = 0.3; /* of a size's logarithm: more is not left to the search */

/* ---- laying out ------------------------------------------------------------------------------ */

static void point_free(struct fit_point *p)
{
  free(p->u); /* the first of one block */
  *p = (struct fit_point){ 0 };
}

/* All of a point's vectors, in one block. */
static int point_new(struct fit_point *p, size_t n, size_t room, size_t observations)
{
  double *block = calloc(6 * n + room * n + room + n * n + 2 * observations + 2, sizeof *block);
  if (!block) return -1;
  p->u = block;
  p->x = p->u + n;
  p->rate = p->x + n;
  p->c = p->rate + n;
  p->A = p->c + n;
  p->b = p->A + room * n;
  p->R = p->b + room;
  p->predicted = p->R + n * n;
  p->residual = p->predicted + observations;
  p->work = p->residual + observations;
  return 0;
}

static void result_free(struct fit_result *r)
{
  free(r->u); /* the first of one block */
  *r = (struct fit_result){ 0 };
}

static int result_new(struct fit_result *r, size_t n, size_t observations)
{
  double *block = calloc(3 * n + n * n + 2 * observations + 1, sizeof *block);
  if (!block) return -1;
  r->u = block;
  r->x = r->u + n;
  r->rate = r->x + n;
  r->covariance = r->rate + n;
  r->predicted = r->covariance + n * n;
  r->residual = r->predicted + observations;
  return 0;
}

void fit_forget_layout(impakt_fit *fit)
{
  for (int i = 0; i < 2; i++) point_free(&fit->points[i]);
  result_free(&fit->result);
  for (int i = 0; i < fit->subjects.n; i++) fit_forget_course(fit_subject(fit, i));
  free(fit->unknowns);
  free(fit->scratch);
  free(fit->held);
  fit->unknowns = NULL;
  fit->scratch = NULL;
  fit->held = NULL;
  fit->n = fit->room = 0;
  fit->is_laid_out = fit->has_result = 0;
}

static const char *quantity_name(const impakt_fit *fit, int quantity)
{
  const impakt_model *m = fit->model;
  return quantity < m->nx ? m->x[quantity].name : m->y[quantity - m->nx].name;
}

const struct fit_error *fit_error_of(const impakt_fit *fit, const struct fit_observation *o)
{
  static const struct fit_error one = { .given = { 1 }, .size = { 1 }, .unknown = { -1, -1 } };
  return o->error < 0 ? &one : fit_error_row(fit, o->error);
}

static int find_errors(impakt_fit *fit)
{
  for (size_t i = 0; i < impakt_fit_observations(fit); i++) {
    struct fit_observation *o = fit_observation(fit, i);
    o->error = -1;
    for (int k = 0; k < fit->errors.n; k++)
      if (fit_error_row(fit, k)->quantity == o->quantity) o->error = k;
    if (o->error < 0 && !fit_least_squares(fit))
      return message_set(&fit->message, IMPAKT_E_ORDER,
                         "'%s' is observed, but has no residual error; call impakt_fit_error",
                         quantity_name(fit, o->quantity));
  }
  return IMPAKT_OK;
}

static int check_values(impakt_fit *fit, int needed)
{
  for (size_t i = 0; i < impakt_fit_observations(fit); i++) {
    const struct fit_observation *o = fit_observation(fit, i);
    const char *name = quantity_name(fit, o->quantity);
    if (o->planned && !needed) continue;
    if (o->planned)
      return message_set(&fit->message, IMPAKT_E_ORDER,
                         "observations of '%s' in subject %d are planned, without values", name,
                         o->subject);
    if (fit_error_of(fit, o)->log_normal && !(o->value > 0))
      return message_set(
          &fit->message, IMPAKT_E_RANGE,
          "'%s' of subject %d at %g h is %g; a log-normal error needs more than 0", name,
          o->subject, o->time, o->value);
    if (o->below && fit_least_squares(fit))
      return message_set(&fit->message, IMPAKT_E_RANGE,
                         "'%s' of subject %d at %g h is below the limit; least squares cannot "
                         "use it, likelihood can",
                         name, o->subject, o->time);
  }
  return IMPAKT_OK;
}

static int check_least_squares(impakt_fit *fit)
{
  for (int i = 0; i < fit->errors.n; i++) {
    const struct fit_error *e = fit_error_row(fit, i);
    if (e->given[1] || e->estimated[0])
      return message_set(&fit->message, IMPAKT_E_RANGE,
                         "the error of '%s' is %s; least squares takes fixed sizes of additive "
                         "or log-normal errors",
                         quantity_name(fit, e->quantity),
                         e->given[1] ? "proportional" : "estimated");
  }
  for (int i = 0; i < fit->parameters.n; i++)
    if (fit_parameter(fit, i)->has_prior)
      return message_set(&fit->message, IMPAKT_E_RANGE,
                         "'%s' has a prior; least squares cannot use it, likelihood can",
                         fit->model->p[fit_parameter(fit, i)->parameter].name);
  return IMPAKT_OK;
}

/* Doubles of scratch: what the step of the search and the result need beside a point. */
static size_t scratch_length(size_t n) { return 8 * n * n + 40 * n + 16; }

static int allocate(impakt_fit *fit)
{
  const size_t n = fit->n, observations = impakt_fit_observations(fit);
  fit->room = (int)(2 * observations + n); /* at most two rows each, and one of a prior */
  fit->scratch = calloc(scratch_length(n), sizeof *fit->scratch);
  fit->held = calloc(n + 1, 1);
  if (!fit->scratch || !fit->held || point_new(&fit->points[0], n, fit->room, observations) ||
      point_new(&fit->points[1], n, fit->room, observations) ||
      result_new(&fit->result, n, observations))
    return fit_message_memory(fit);
  return IMPAKT_OK;
}

int fit_lay_out(impakt_fit *fit, int needs_values)
{
  if (!impakt_fit_observations(fit))
    return message_set(&fit->message, IMPAKT_E_ORDER, "the fit has no observations yet");
  int status = find_errors(fit);
  if (!status && fit_least_squares(fit)) status = check_least_squares(fit);
  if (!status) status = check_values(fit, needs_values);
  if (!status && !fit_count_unknowns(fit))
    status = message_set(&fit->message, IMPAKT_E_ORDER,
                         "nothing is searched for; call impakt_fit_estimate");
  if (!status && !fit->is_laid_out) {
    status = fit_list_unknowns(fit);
    if (!status) status = fit_lay_out_courses(fit);
    if (!status) status = allocate(fit);
    if (status) {
      struct message kept = fit->message;
      fit_forget_layout(fit);
      fit->message = kept;
      return status;
    }
    fit->is_laid_out = 1;
  }
  return status;
}

/* ---- moving ---------------------------------------------------------------------------------- */

int fit_may_recover(int status)
{
  return status == IMPAKT_E_STEPS || status == IMPAKT_E_ACCURACY ||
         status == IMPAKT_E_NOT_FINITE || status == IMPAKT_E_RANGE ||
         status == IMPAKT_E_STEADY || status == IMPAKT_E_RULE;
}

static int say_trouble(impakt_fit *fit, const struct fit_observation *o,
                       enum fit_trouble trouble, double f)
{
  static const char *const sentences[] = {
    [FIT_FINE] = "",
    [FIT_NOT_POSITIVE] = "; a log-normal error needs more than 0",
    [FIT_NO_VARIANCE] = ", so that its proportional error is 0; an additive one too would help",
    [FIT_NOT_FINITE] = ", and its likelihood not finite",
  };
  const int status = trouble == FIT_NOT_FINITE ? IMPAKT_E_NOT_FINITE : IMPAKT_E_RANGE;
  return message_set(&fit->message, status, "subject %d: '%s' at %g h is predicted to be %g%s",
                     o->subject, quantity_name(fit, o->quantity), o->time, f,
                     sentences[trouble]);
}

/* What an observation adds at a point; purpose FIT_PLANNED: whatever was observed. */
static int find_term(impakt_fit *fit, const struct fit_point *p, size_t i,
                     enum fit_purpose purpose, struct fit_term *term)
{
  struct fit_observation o = *fit_observation(fit, i);
  const struct fit_error *error = fit_error_of(fit, &o);
  const double f = fit_subject(fit, o.subject)->result[o.at];
  double size[FIT_SIZES];
  for (int part = 0; part < FIT_SIZES; part++)
    size[part] = error->estimated[part] ? p->x[error->unknown[part]] : error->size[part];
  if (purpose == FIT_PLANNED) o.value = NAN;
  const enum fit_trouble trouble = fit_term(term, &o, error, size, f, fit_least_squares(fit));
  return trouble ? say_trouble(fit, &o, trouble, f) : IMPAKT_OK;
}

/* Adds rows of one observation. */
static void add_rows(const impakt_fit *fit, struct fit_point *p,
                     const struct fit_observation *o, const struct fit_term *term)
{
  const int n_parameters = fit->parameters.n;
  const double *slopes = fit_subject(fit, o->subject)->slopes + o->at * n_parameters;
  const struct fit_error *error = fit_error_of(fit, o);
  for (int r = 0; r < term->n_rows; r++) {
    double *row = p->A + p->n_rows;
    for (int i = 0; i < n_parameters; i++) {
      const struct fit_parameter *parameter = fit_parameter(fit, i);
      const size_t k = parameter->first + (parameter->own ? o->subject : 0);
      row[k * fit->room] = term->by_prediction[r] * slopes[i] * p->rate[k];
    }
    for (int part = 0; part < FIT_SIZES; part++)
      if (error->estimated[part])
        row[(size_t)error->unknown[part] * fit->room] = term->by_size[r][part];
    p->b[p->n_rows++] = term->rest[r];
  }
}

static int add_observation(impakt_fit *fit, struct fit_point *p, size_t i,
                           enum fit_purpose purpose)
{
  struct fit_term term;
  const int status = find_term(fit, p, i, purpose, &term);
  if (status) return status;
  const struct fit_observation *o = fit_observation(fit, i);
  const struct fit_subject *s = fit_subject(fit, o->subject);
  const double f = s->result[o->at];
  p->predicted[i] = f;
  p->residual[i] = term.residual;
  p->objective += term.objective;
  for (int r = 0; r < term.n_rows; r++)
    p->noise += 2 * fabs(term.rest[r] * term.by_prediction[r] * f) *
                s->sim->options[IMPAKT_RELATIVE_TOLERANCE - 100];
  add_rows(fit, p, o, &term);
  return IMPAKT_OK;
}

static void add_prior(const impakt_fit *fit, struct fit_point *p, int k)
{
  const struct fit_parameter *prior = fit->unknowns[k].parameter;
  if (!prior || !prior->has_prior) return;
  const double x = p->x[k];
  const double away = prior->log_prior ? log(x / prior->center) : x - prior->center;
  const double rate = prior->log_prior ? p->rate[k] / x : p->rate[k];
  p->A[(size_t)k * fit->room + p->n_rows] = rate / prior->deviation;
  p->b[p->n_rows++] = away / prior->deviation;
  p->objective += away / prior->deviation * (away / prior->deviation) + LOG_2_PI +
                  2 * log(prior->deviation);
}

/* A = Q R and c = Q'b; the gradient is R'c, and R'R the information. */
static void reduce(const impakt_fit *fit, struct fit_point *p)
{
  const size_t n = fit->n, room = fit->room;
  linalg_qr((int)room, (int)n, p->A, p->b, p->work);
  for (size_t j = 0; j < n; j++) {
    for (size_t i = 0; i < n; i++) p->R[j * n + i] = i <= j ? p->A[j * room + i] : 0;
    p->c[j] = p->b[j];
  }
}

static void place(const impakt_fit *fit, struct fit_point *p, int k, double u)
{
  p->u[k] = u;
  p->x[k] = fit_from_scale(&fit->unknowns[k], u, &p->rate[k]);
}

/* The sum over observations and priors, of runs that have been made. */
static int add_up(impakt_fit *fit, struct fit_point *p, enum fit_purpose purpose)
{
  const size_t n = fit->n;
  p->objective = p->noise = 0;
  p->n_rows = 0;
  memset(p->A, 0, sizeof *p->A * n * fit->room);
  memset(p->b, 0, sizeof *p->b * fit->room);
  for (size_t i = 0; i < impakt_fit_observations(fit); i++) {
    const int status = add_observation(fit, p, i, purpose);
    if (status) return status;
  }
  for (size_t k = 0; k < n; k++) add_prior(fit, p, (int)k);
  reduce(fit, p);
  return isfinite(p->objective)
             ? IMPAKT_OK
             : message_set(&fit->message, IMPAKT_E_NOT_FINITE, "the objective is not finite");
}

int fit_point_move(impakt_fit *fit, struct fit_point *p, const double *u,
                   enum fit_purpose purpose)
{
  int status = IMPAKT_OK;
  for (int k = 0; k < fit->n; k++) place(fit, p, k, u[k]);
  for (int s = 0; s < fit->subjects.n && !status; s++) status = fit_run_subject(fit, s, p->x);
  if (!status) status = add_up(fit, p, purpose);
  return status;
}

/* ---- sizes of errors for given predictions --------------------------------------------------- */

/* By how much one step of Fisher scoring would move a size alone, on its logarithm. */
static int scoring_step(impakt_fit *fit, const struct fit_point *p, int error, int part,
                        double *step)
{
  double slope = 0, curvature = 0;
  for (size_t i = 0; i < impakt_fit_observations(fit); i++) {
    struct fit_term term;
    if (fit_observation(fit, i)->error != error) continue;
    const int status = find_term(fit, p, i, FIT_OBSERVED, &term);
    if (status) return status;
    for (int r = 0; r < term.n_rows; r++) {
      slope += term.by_size[r][part] * term.rest[r];
      curvature += term.by_size[r][part] * term.by_size[r][part];
    }
  }
  *step = curvature > 0 ? -slope / curvature : 0;
  return IMPAKT_OK;
}

/* Fisher scoring moves a size that is far too large by half a logarithm a step, and one that is far too
 * small by any distance, so that it is bracketed: stepping by factors of e, then halving. */
static int settle_size(impakt_fit *fit, struct fit_point *p, int error, int part)
{
  const int k = fit_error_row(fit, error)->unknown[part];
  const double low = fit_lowest(&fit->unknowns[k]), high = fit_highest(&fit->unknowns[k]);
  const double begin = p->u[k];
  double step, by = 1;
  int status = scoring_step(fit, p, error, part, &step);
  if (status || fabs(step) < FAR_OFF) return status;
  const double side = step > 0 ? 1 : -1;
  double near = begin, far = begin;
  for (int turned = 0; !turned && far > low && far < high;) {
    near = far;
    far = fmin(fmax(far + side, low), high);
    place(fit, p, k, far);
    status = scoring_step(fit, p, error, part, &step);
    if (status) return status;
    turned = step * side <= 0;
  }
  for (by = fabs(far - near); by > 0.1 * FAR_OFF && !status; by *= 0.5) {
    const double middle = 0.5 * (near + far);
    place(fit, p, k, middle);
    status = scoring_step(fit, p, error, part, &step);
    if (step * side > 0) near = middle;
    else far = middle;
  }
  return status;
}

int fit_point_settle(impakt_fit *fit, struct fit_point *p)
{
  int moved = 0, status = IMPAKT_OK;
  for (int i = 0; i < fit->errors.n && !status; i++)
    for (int part = 0; part < FIT_SIZES && !status; part++) {
      const int k = fit_error_row(fit, i)->unknown[part];
      if (!fit_error_row(fit, i)->estimated[part] || fit->held[k]) continue;
      const double before = p->u[k];
      status = settle_size(fit, p, i, part);
      moved |= p->u[k] != before;
    }
  if (!status && moved) status = add_up(fit, p, FIT_OBSERVED);
  return status;
}
