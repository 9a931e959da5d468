/* system.c — impakt_system_*: models under labels become one model with the lists of all. */
#include "impakt.h"

#include "catalogue.h"
#include "units.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct named_part {
  char *label;
  const struct impakt_model *model; /* of one file */
};

struct impakt_system {
  char *name;
  struct named_part *parts;
  int n_parts, finished;
  struct wire *wires;
  int n_wires;
  struct impakt_model model; /* tables grow with each part; wires are indices into them */
  struct message message;
};

/* ---- lists that grow ------------------------------------------------------------------------ */

/* Room for one more list of rows behind n; the old one stays valid if there is no memory. */
static void *grown(const void *rows, int n, int more, size_t size)
{
  return realloc((void *)rows, ((size_t)n + more + 1) * size);
}

static char *label_name(const char *label, const char *name)
{
  const size_t length = strlen(label) + strlen(name) + 2;
  char *text = malloc(length);
  if (text) snprintf(text, length, "%s.%s", label, name);
  return text;
}

/* Each append_... either appends all rows of the part, or leaves the list as it was. */
static int append_quantities(const struct quantity **rows, int *n, const char *label,
                             const struct quantity *more, int n_more, int first_reference)
{
  struct quantity *list = grown(*rows, *n, n_more, sizeof *list);
  if (!list) return -1;
  *rows = list;
  for (int i = 0; i < n_more; i++) {
    struct quantity q = more[i];
    q.name = label_name(label, q.name);
    if (q.source >= 0) q.source += first_reference;
    if (!q.name) {
      while (i--) free((char *)list[*n + i].name);
      return -1;
    }
    list[*n + i] = q;
  }
  *n += n_more;
  return 0;
}

static void drop_quantities(const struct quantity *rows, int *n, int from)
{
  for (int i = from; i < *n; i++) free((char *)rows[i].name);
  *n = from;
}

static struct setting *shifted_settings(const struct setting *settings, int first_parameter)
{
  int n = 0;
  while (settings[n].parameter >= 0) n++;
  struct setting *list = calloc(n + 1, sizeof *list);
  if (!list) return NULL;
  for (int i = 0; i < n; i++)
    list[i] = (struct setting){ settings[i].parameter + first_parameter, settings[i].value };
  list[n].parameter = -1;
  return list;
}

static void drop_presets(struct impakt_model *m, int from)
{
  for (int i = from; i < m->n_presets; i++) {
    free((char *)m->presets[i].name);
    free((struct setting *)m->presets[i].settings);
  }
  m->n_presets = from;
}

static int append_presets(struct impakt_model *m, const char *label,
                          const struct impakt_model *part, const struct part *at,
                          int first_reference)
{
  struct preset *list = grown(m->presets, m->n_presets, part->n_presets, sizeof *list);
  if (!list) return -1;
  m->presets = list;
  const int before = m->n_presets;
  for (int i = 0; i < part->n_presets; i++) {
    struct preset p = part->presets[i];
    p.name = label_name(label, p.name);
    p.settings = shifted_settings(p.settings, at->p);
    if (p.source >= 0) p.source += first_reference;
    list[m->n_presets++] = p;
    if (!p.name || !p.settings) {
      drop_presets(m, before);
      return -1;
    }
  }
  return 0;
}

/* References and what varies: rows without text of their own. */
static int append_rest(struct impakt_model *m, const struct impakt_model *part,
                       const struct part *at, int first_reference)
{
  struct reference *references =
      grown(m->references, m->n_references, part->n_references, sizeof *references);
  if (references) m->references = references;
  struct variation *variations =
      grown(m->variations, m->n_variations, part->n_variations, sizeof *variations);
  if (variations) m->variations = variations;
  struct correlation *correlations =
      grown(m->correlations, m->n_correlations, part->n_correlations, sizeof *correlations);
  if (correlations) m->correlations = correlations;
  struct residual_error *residuals =
      grown(m->residuals, m->n_residuals, part->n_residuals, sizeof *residuals);
  if (residuals) m->residuals = residuals;
  struct studied *studied = grown(m->studied, m->n_studied, part->n_studied, sizeof *studied);
  if (studied) m->studied = studied;
  struct need *needs = grown(m->needs, m->n_needs, part->n_needs, sizeof *needs);
  if (needs) m->needs = needs;
  struct driven *driven = grown(m->driven, m->n_driven, part->n_driven, sizeof *driven);
  if (driven) m->driven = driven;
  if (!references || !variations || !correlations || !residuals || !studied || !needs ||
      !driven)
    return -1;

  for (int i = 0; i < part->n_references; i++)
    references[m->n_references++] = part->references[i];
  for (int i = 0; i < part->n_variations; i++) {
    struct variation v = part->variations[i];
    v.parameter += at->p;
    if (v.source >= 0) v.source += first_reference;
    variations[m->n_variations++] = v;
  }
  for (int i = 0; i < part->n_correlations; i++) {
    struct correlation c = part->correlations[i];
    c.a += at->p, c.b += at->p;
    if (c.source >= 0) c.source += first_reference;
    correlations[m->n_correlations++] = c;
  }
  for (int i = 0; i < part->n_residuals; i++) {
    struct residual_error r = part->residuals[i];
    r.output += at->y;
    if (r.source >= 0) r.source += first_reference;
    residuals[m->n_residuals++] = r;
  }
  for (int i = 0; i < part->n_studied; i++) {
    struct studied s = part->studied[i];
    s.parameter += at->p;
    if (s.source >= 0) s.source += first_reference;
    studied[m->n_studied++] = s;
  }
  for (int i = 0; i < part->n_needs; i++) {
    const struct need *n = &part->needs[i];
    needs[m->n_needs++] = (struct need){ n->input + at->u, n->parameter + at->p, n->reason };
  }
  for (int i = 0; i < part->n_driven; i++) {
    const struct driven *d = &part->driven[i];
    driven[m->n_driven++] = (struct driven){ d->input + at->u, d->reason };
  }
  return 0;
}

/* Cuts the lists back to what they were before a part that could not be added. */
static void drop_part(struct impakt_model *m, const struct part *at)
{
  drop_quantities(m->x, &m->nx, at->x);
  drop_quantities(m->p, &m->np, at->p);
  drop_quantities(m->q, &m->nq, at->q);
  drop_quantities(m->u, &m->nu, at->u);
  drop_quantities(m->y, &m->ny, at->y);
  drop_quantities(m->s, &m->ns, at->s);
}

/* Adds a model of one file; its label is kept. */
static int append_part(struct impakt_system *system, char *label,
                       const struct impakt_model *part)
{
  struct impakt_model *m = &system->model;
  const struct part at = { label, part, m->nx, m->np, m->nq, m->nu, m->ny, m->ns };
  const int r = m->n_references, presets = m->n_presets;
  struct part *parts = grown(m->parts, m->n_parts, 1, sizeof *parts);
  if (!parts) return -1;
  m->parts = parts;
  if (append_quantities(&m->x, &m->nx, label, part->x, part->nx, r) ||
      append_quantities(&m->p, &m->np, label, part->p, part->np, r) ||
      append_quantities(&m->q, &m->nq, label, part->q, part->nq, r) ||
      append_quantities(&m->u, &m->nu, label, part->u, part->nu, r) ||
      append_quantities(&m->y, &m->ny, label, part->y, part->ny, r) ||
      append_quantities(&m->s, &m->ns, label, part->s, part->ns, r) ||
      append_presets(m, label, part, &at, r) || append_rest(m, part, &at, r)) {
    drop_presets(m, presets);
    drop_part(m, &at);
    return -1;
  }
  parts[m->n_parts++] = at;
  return 0;
}

static void drop_last_part(struct impakt_model *m, const struct impakt_model *part)
{
  const struct part *at = &m->parts[--m->n_parts];
  drop_part(m, at);
  drop_presets(m, m->n_presets - part->n_presets);
  m->n_references -= part->n_references;
  m->n_variations -= part->n_variations;
  m->n_correlations -= part->n_correlations;
  m->n_residuals -= part->n_residuals;
  m->n_studied -= part->n_studied;
  m->n_needs -= part->n_needs;
  m->n_driven -= part->n_driven;
  free((char *)at->label);
}

/* ---- the interface ---------------------------------------------------------------------------- */

static char *copied(const char *text)
{
  char *copy = malloc(strlen(text) + 1);
  return copy ? strcpy(copy, text) : NULL;
}

static int forget(struct message *message)
{
  message->text[0] = '\0';
  return IMPAKT_OK;
}

static int no_memory(struct impakt_system *system)
{
  return message_set(&system->message, IMPAKT_E_MEMORY, "out of memory");
}

impakt_status impakt_system_new(impakt_system **out, const char *name)
{
  if (!out || !name) return IMPAKT_E_ARGUMENT;
  struct impakt_system *system = calloc(1, sizeof *system);
  if (!system) return IMPAKT_E_MEMORY;
  system->name = copied(name);
  if (!system->name) {
    free(system);
    return IMPAKT_E_MEMORY;
  }
  system->model.name = system->name;
  system->model.title = "models wired together";
  system->model.time = "h";
  system->model.revision = 1;
  *out = system;
  return IMPAKT_OK;
}

void impakt_system_free(impakt_system *system)
{
  if (!system) return;
  struct impakt_model *m = &system->model;
  drop_part(m, &(struct part){ 0 });
  drop_presets(m, 0);
  for (int k = 0; k < m->n_parts; k++) free((char *)m->parts[k].label);
  const void *lists[] = { m->x,         m->p,       m->q,          m->u,
                          m->y,         m->s,       m->references, m->presets,
                          m->jumps,     m->studied, m->variations, m->correlations,
                          m->residuals, m->needs,   m->driven,     m->parts,
                          m->wires };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) free((void *)lists[i]);
  free(system->name);
  free(system);
}

const char *impakt_system_message(const impakt_system *system)
{
  return system ? system->message.text : "";
}

static int valid_label(const char *label)
{
  if (!*label) return 0;
  for (const char *c = label; *c; c++)
    if (!isalnum((unsigned char)*c) && *c != '_') return 0;
  return 1;
}

/* Whether a label, or labels below it, are taken. */
static int taken(const struct impakt_model *m, const char *label)
{
  const size_t length = strlen(label);
  for (int k = 0; k < m->n_parts; k++) {
    const char *other = m->parts[k].label;
    if (!strncmp(other, label, length) && (!other[length] || other[length] == '.')) return 1;
  }
  return 0;
}

/* The parts of a system that is put into another are put in one by one. */
static int append_all(struct impakt_system *system, const char *label,
                      const struct impakt_model *model)
{
  const struct part alone = { NULL, model, 0, 0, 0, 0, 0, 0 };
  const int n = model->n_parts ? model->n_parts : 1;
  for (int k = 0; k < n; k++) {
    const struct part *part = model->n_parts ? &model->parts[k] : &alone;
    char *name = part->label ? label_name(label, part->label) : copied(label);
    if (!name || append_part(system, name, part->model)) {
      free(name);
      while (k--)
        drop_last_part(&system->model, system->model.parts[system->model.n_parts - 1].model);
      return -1;
    }
  }
  return 0;
}

static int append_wires(struct impakt_model *m, const struct impakt_model *inner,
                        int first_output, int first_input)
{
  struct wire *wires = grown(m->wires, m->n_wires, inner->n_wires, sizeof *wires);
  if (!wires) return -1;
  m->wires = wires;
  for (int i = 0; i < inner->n_wires; i++) {
    const struct wire *w = &inner->wires[i];
    wires[m->n_wires++] =
        (struct wire){ w->output + first_output, w->input + first_input, w->factor };
  }
  return 0;
}

impakt_status impakt_system_add(impakt_system *system, const char *label,
                                const impakt_model *model)
{
  if (!system) return IMPAKT_E_ARGUMENT;
  struct message *message = &system->message;
  if (!label || !model)
    return message_set(message, IMPAKT_E_ARGUMENT, "%s is NULL",
                       label ? "the model" : "the label");
  if (system->finished)
    return message_set(message, IMPAKT_E_ORDER,
                       "'%s' comes too late: the system's model has been handed out", label);
  if (!valid_label(label))
    return message_set(message, IMPAKT_E_NAME,
                       "the label '%s' may have letters, digits and _ only", label);
  if (taken(&system->model, label))
    return message_set(message, IMPAKT_E_NAME, "the label '%s' is taken", label);
  if (model == &system->model)
    return message_set(message, IMPAKT_E_ARGUMENT, "a system cannot be put into itself");
  const int first_output = system->model.ny, first_input = system->model.nu;
  if (append_wires(&system->model, model, first_output, first_input)) return no_memory(system);
  if (append_all(system, label, model)) {
    system->model.n_wires -= model->n_wires;
    return no_memory(system);
  }
  return forget(message);
}

impakt_status impakt_system_connect(impakt_system *system, const char *output,
                                    const char *input)
{
  return impakt_system_connect_times(system, output, input, 1, NULL);
}

impakt_status impakt_system_connect_times(impakt_system *system, const char *output,
                                          const char *input, double factor, const char *unit)
{
  if (!system) return IMPAKT_E_ARGUMENT;
  struct message *message = &system->message;
  struct impakt_model *m = &system->model;
  if (system->finished)
    return message_set(message, IMPAKT_E_ORDER,
                       "the wire comes too late: the system's model has been handed out");
  const int from = catalogue_find(m, IMPAKT_OUTPUT, output, message);
  if (from < 0) return from;
  const int to = catalogue_find(m, IMPAKT_INPUT, input, message);
  if (to < 0) return to;
  for (int i = 0; i < m->n_wires; i++)
    if (m->wires[i].output == from && m->wires[i].input == to)
      return message_set(message, IMPAKT_E_NAME, "'%s' is wired to '%s' already", output,
                         input);

  if (!isfinite(factor))
    return message_set(message, IMPAKT_E_ARGUMENT, "the factor of '%s' is not finite", output);
  struct unit given, times, wanted;
  char problem[256];
  if (units_parse(m->y[from].unit, &given, problem, sizeof problem) ||
      units_parse(unit ? unit : "1", &times, problem, sizeof problem) ||
      units_parse(m->u[to].unit, &wanted, problem, sizeof problem))
    return message_set(message, IMPAKT_E_UNIT, "%s", problem);
  if (units_multiply(&given, &given, &times) || !units_convertible(&given, &wanted))
    return message_set(
        message, IMPAKT_E_UNIT, "'%s' is in %s%s%s, which is not what '%s' takes: %s", output,
        m->y[from].unit, unit ? ", times " : "", unit ? unit : "", input, m->u[to].unit);
  struct wire *wires = grown(m->wires, m->n_wires, 1, sizeof *wires);
  if (!wires) return no_memory(system);
  m->wires = wires;
  wires[m->n_wires++] = (struct wire){ from, to, factor * units_ratio(&given, &wanted) };
  return forget(message);
}

/* Events are counted switches first, so that they are known once all parts are there. */
static int list_jumps(struct impakt_model *m)
{
  int n = 0;
  for (int k = 0; k < m->n_parts; k++) n += m->parts[k].model->n_jumps;
  struct jump *jumps = calloc((size_t)n + 1, sizeof *jumps);
  if (!jumps) return -1;
  m->jumps = jumps;
  for (int k = 0; k < m->n_parts; k++) {
    const struct part *at = &m->parts[k];
    for (int i = 0; i < at->model->n_jumps; i++) {
      struct jump j = at->model->jumps[i];
      j.event += j.event < at->model->ns ? at->s : m->ns - at->model->ns + at->u;
      j.state += at->x;
      jumps[m->n_jumps++] = j;
    }
  }
  return 0;
}

impakt_status impakt_system_model(impakt_system *system, const impakt_model **out)
{
  if (!system) return IMPAKT_E_ARGUMENT;
  if (!out) return message_set(&system->message, IMPAKT_E_ARGUMENT, "out is NULL");
  if (!system->model.n_parts)
    return message_set(&system->message, IMPAKT_E_ORDER, "the system has no models yet");
  if (!system->finished && list_jumps(&system->model)) return no_memory(system);
  system->finished = 1;
  *out = &system->model;
  return forget(&system->message);
}
