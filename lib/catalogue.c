/* catalogue.c — what can be asked of a model. */
#include "catalogue.h"

#include "dose_unit.h"
#include "impakt.h"

#include <math.h>
#include <string.h>

const struct quantity *catalogue_rows(const struct impakt_model *m, int kind, int *count)
{
  switch (kind) {
  case IMPAKT_STATE: *count = m->nx; return m->x;
  case IMPAKT_PARAMETER: *count = m->np; return m->p;
  case IMPAKT_INPUT: *count = m->nu; return m->u;
  case IMPAKT_OUTPUT: *count = m->ny; return m->y;
  case IMPAKT_DERIVED: *count = m->nq; return m->q;
  case IMPAKT_SWITCH: *count = m->ns; return m->s;
  default: *count = 0; return NULL;
  }
}

int catalogue_is_needed(const struct impakt_model *m, int parameter)
{
  for (int i = 0; i < m->n_needs; i++)
    if (m->needs[i].parameter == parameter) return 1;
  return 0;
}

/* A row of any kind, as the public interface shows it. */
struct row {
  const char *text[4]; /* NAME, UNIT, MEANING, SOURCE */
  double number[3];    /* DEFAULT, LOW, HIGH */
};

static const char *source_text(const struct impakt_model *m, int source)
{
  switch (source) {
  case SOURCE_NONE: return "";
  case SOURCE_ASSUMED: return "assumed";
  case SOURCE_FITTED: return "fitted";
  case SOURCE_DERIVED: return "derived";
  case SOURCE_RECALLED: return "recalled";
  case SOURCE_PATIENT: return "patient";
  case SOURCE_EXACT: return "exact";
  default: return m->references[source].key;
  }
}

static const char *const distributions[] = { "normal", "log_normal", "uniform",
                                             "logit_normal" };
static const char *const residuals[] = { "additive", "proportional", "log_additive" };

static struct row quantity_row(const struct impakt_model *m, int kind, int i)
{
  int count;
  const struct quantity *q = &catalogue_rows(m, kind, &count)[i];
  struct row row = { { q->name, q->unit, q->meaning, source_text(m, q->source) },
                     { NAN, NAN, NAN } };
  if (kind == IMPAKT_STATE || kind == IMPAKT_PARAMETER) row.number[IMPAKT_DEFAULT] = q->value;
  if (kind == IMPAKT_PARAMETER) {
    const int exact = q->source == SOURCE_EXACT;
    if (catalogue_is_needed(m, i)) row.number[IMPAKT_DEFAULT] = NAN;
    row.number[IMPAKT_LOW] = exact ? q->value : q->low;
    row.number[IMPAKT_HIGH] = exact ? q->value : q->high;
  }
  return row;
}

static struct row other_row(const struct impakt_model *m, int kind, int i)
{
  struct row row = { { "", "", "", "" }, { NAN, NAN, NAN } };
  switch (kind) {
  case IMPAKT_REFERENCE: {
    const struct reference *r = &m->references[i];
    return (struct row){ { r->key, r->doi, r->text, "" }, { NAN, NAN, NAN } };
  }
  case IMPAKT_PRESET: {
    const struct preset *p = &m->presets[i];
    return (struct row){ { p->name, "", p->meaning, source_text(m, p->source) },
                         { NAN, NAN, NAN } };
  }
  case IMPAKT_VARIES: {
    const struct variation *v = &m->variations[i];
    return (struct row){ { m->p[v->parameter].name, distributions[v->distribution], "",
                           source_text(m, v->source) },
                         { v->spread, NAN, NAN } };
  }
  case IMPAKT_CORRELATION: {
    const struct correlation *c = &m->correlations[i];
    return (struct row){ { m->p[c->a].name, "", m->p[c->b].name, source_text(m, c->source) },
                         { c->rho, NAN, NAN } };
  }
  case IMPAKT_RESIDUAL: {
    const struct residual_error *e = &m->residuals[i];
    return (struct row){ { m->y[e->output].name, residuals[e->kind], "",
                           source_text(m, e->source) },
                         { e->spread, NAN, NAN } };
  }
  case IMPAKT_STUDIED: {
    const struct studied *s = &m->studied[i];
    return (struct row){ { m->p[s->parameter].name, m->p[s->parameter].unit, "",
                           source_text(m, s->source) },
                         { NAN, s->low, s->high } };
  }
  case IMPAKT_NEEDS: {
    const struct need *n = &m->needs[i];
    return (struct row){ { m->u[n->input].name, m->p[n->parameter].name, n->reason, "" },
                         { NAN, NAN, NAN } };
  }
  case IMPAKT_DRIVEN: {
    const struct driven *d = &m->driven[i];
    return (struct row){ { m->u[d->input].name, m->u[d->input].unit, d->reason, "" },
                         { NAN, NAN, NAN } };
  }
  case IMPAKT_JUMP: {
    const struct jump *j = &m->jumps[i];
    const char *event = j->event < m->ns ? m->s[j->event].name : m->u[j->event - m->ns].name;
    return (struct row){ { event, m->x[j->state].name, j->meaning, "" }, { NAN, NAN, NAN } };
  }
  default: return row;
  }
}

int impakt_model_size(const impakt_model *m, int kind)
{
  if (!m) return 0;
  int count;
  if (catalogue_rows(m, kind, &count)) return count;
  switch (kind) {
  case IMPAKT_REFERENCE: return m->n_references;
  case IMPAKT_PRESET: return m->n_presets;
  case IMPAKT_VARIES: return m->n_variations;
  case IMPAKT_CORRELATION: return m->n_correlations;
  case IMPAKT_RESIDUAL: return m->n_residuals;
  case IMPAKT_JUMP: return m->n_jumps;
  case IMPAKT_STUDIED: return m->n_studied;
  case IMPAKT_NEEDS: return m->n_needs;
  case IMPAKT_DRIVEN: return m->n_driven;
  default: return 0;
  }
}

/* 0, or -1 if there is no such row. */
static int find_row(const impakt_model *m, int kind, int index, struct row *row)
{
  if (index < 0 || index >= impakt_model_size(m, kind)) return -1;
  *row = kind <= IMPAKT_OUTPUT || kind == IMPAKT_DERIVED || kind == IMPAKT_SWITCH
             ? quantity_row(m, kind, index)
             : other_row(m, kind, index);
  return 0;
}

const char *impakt_model_text(const impakt_model *m, int kind, int index, int field)
{
  struct row row;
  if (find_row(m, kind, index, &row)) return NULL;
  return field >= IMPAKT_NAME && field <= IMPAKT_SOURCE ? row.text[field] : "";
}

double impakt_model_number(const impakt_model *m, int kind, int index, int field)
{
  struct row row;
  if (find_row(m, kind, index, &row)) return NAN;
  return field >= IMPAKT_DEFAULT && field <= IMPAKT_HIGH ? row.number[field] : NAN;
}

int impakt_model_index(const impakt_model *m, int kind, const char *name)
{
  struct row row;
  for (int i = 0; name && !find_row(m, kind, i, &row); i++)
    if (!strcmp(row.text[IMPAKT_NAME], name)) return i;
  return -1;
}

const char *impakt_model_name(const impakt_model *m) { return m ? m->name : NULL; }
const char *impakt_model_title(const impakt_model *m) { return m ? m->title : NULL; }
const char *impakt_model_time(const impakt_model *m) { return m ? m->time : NULL; }
int impakt_model_revision(const impakt_model *m) { return m ? m->revision : 0; }

/* The unit of time of the model that an input belongs to. */
static const char *time_of_input(const impakt_model *m, int input)
{
  for (int k = 0; k < m->n_parts; k++) {
    const int at = input - m->parts[k].u;
    if (at >= 0 && at < m->parts[k].model->nu) return m->parts[k].model->time;
  }
  return m->time;
}

impakt_status impakt_model_dose_unit(const impakt_model *m, int input, char *unit, size_t n)
{
  if (!m || !unit) return IMPAKT_E_ARGUMENT;
  if (input < 0 || input >= m->nu) return IMPAKT_E_INDEX;
  char text[128];
  double hours;
  if (dose_unit(m->u[input].unit, time_of_input(m, input), text, sizeof text, &hours))
    return IMPAKT_E_INTERNAL;
  if (strlen(text) >= n) return IMPAKT_E_LENGTH;
  strcpy(unit, text);
  return IMPAKT_OK;
}

impakt_status impakt_model_preset(const impakt_model *m, int preset, int *parameter,
                                  double *value, size_t n, size_t *count)
{
  if (!m || !count || (n && (!parameter || !value))) return IMPAKT_E_ARGUMENT;
  if (preset < 0 || preset >= m->n_presets) return IMPAKT_E_INDEX;
  const struct setting *s = m->presets[preset].settings;
  for (*count = 0; s[*count].parameter >= 0; ++*count)
    if (*count < n) {
      parameter[*count] = s[*count].parameter;
      value[*count] = s[*count].value;
    }
  return IMPAKT_OK;
}

/* ---- names, with a message ----------------------------------------------------------------- */

struct names {
  const struct quantity *a, *b;
  int na, nb;
};

static const char *name_of_row(const void *list, int i)
{
  const struct names *l = list;
  return i < l->na ? l->a[i].name : i < l->na + l->nb ? l->b[i - l->na].name : NULL;
}

static const char *name_of_preset(const void *list, int i)
{
  const struct impakt_model *m = list;
  return i < m->n_presets ? m->presets[i].name : NULL;
}

static int no_such(const struct impakt_model *m, const char *what, const char *name,
                   name_at *at, const void *list, struct message *message)
{
  char hint[160];
  message_suggest(hint, sizeof hint, message_nearest(name, at, list));
  return message_set(message, IMPAKT_E_NAME, "no %s '%s' in %s%s", what, name, m->name, hint);
}

int catalogue_find(const struct impakt_model *m, int kind, const char *name,
                   struct message *message)
{
  static const char *const kinds[] = { "state",  "parameter", "input",
                                       "output", "derived",   "switch" };
  struct names names = { 0 };
  names.a = catalogue_rows(m, kind, &names.na);
  if (!name)
    return message_set(message, IMPAKT_E_ARGUMENT, "the name of a %s is NULL", kinds[kind]);
  for (int i = 0; i < names.na; i++)
    if (!strcmp(names.a[i].name, name)) return i;
  return no_such(m, kinds[kind], name, name_of_row, &names, message);
}

int catalogue_find_course(const struct impakt_model *m, const char *name,
                          struct message *message)
{
  const struct names names = { m->x, m->y, m->nx, m->ny };
  if (!name)
    return message_set(message, IMPAKT_E_ARGUMENT, "the name of a state or output is NULL");
  for (int i = 0; i < names.na + names.nb; i++)
    if (!strcmp(name_of_row(&names, i), name)) return i;
  return no_such(m, "state or output", name, name_of_row, &names, message);
}

int catalogue_find_preset(const struct impakt_model *m, const char *name,
                          struct message *message)
{
  if (!name) return message_set(message, IMPAKT_E_ARGUMENT, "the name of a preset is NULL");
  for (int i = 0; i < m->n_presets; i++)
    if (!strcmp(m->presets[i].name, name)) return i;
  return no_such(m, "preset", name, name_of_preset, m, message);
}

const char *catalogue_bare_name(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot ? dot + 1 : name;
}
