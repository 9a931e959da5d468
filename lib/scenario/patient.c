/* patient.c — "patient" of an arm: a record of the person, and covariates by the models' names.
 *
 * Each key is told to a record, from the lowest layer to the highest, which then tells the
 * simulation what its models ask for.  A key that no record knows, such as blasts in blood, goes
 * to the simulation alone.  Of a covariate in time the record is told the first value; its course
 * is set when the record is done, unless a higher layer tells it otherwise. */
#include "internal.h"

#include <math.h>
#include <string.h>

static const char *const sexes[] = { "male", "female", NULL }; /* as numbers: 0, 1 */

struct task {
  const struct scenario *scenario;
  const struct reader *reader;
  impakt_sim *sim;
  impakt_patient *record;
  int complete;
};

static int row_of(const char *name, int field)
{
  for (int i = 0; i < impakt_patient_size(); i++) {
    if (strcmp(impakt_patient_text(i, field), name) == 0) {
      return i;
    }
  }
  return -1;
}

/* The unit of a covariate.  In a system it belongs to whichever model asks for it. */
static const char *covariate_unit(const struct scenario *scenario, const char *name)
{
  if (strcmp(name, "WT") == 0) {
    return "kg";
  }
  if (strcmp(name, "BSA") == 0) {
    return "m2";
  }
  for (int i = 0; i < scenario->n_parts; i++) {
    const impakt_model *model = scenario->parts[i].model;
    const int row = impakt_model_index(model, IMPAKT_PARAMETER, name);
    if (row >= 0) {
      return impakt_model_text(model, IMPAKT_PARAMETER, row, IMPAKT_UNIT);
    }
  }
  return NULL;
}

/* A key that neither a model nor a record knows. */
static int unknown(const struct task *task, const struct scenario_path *path, const char *name)
{
  enum { MOST = 256 };
  const char *known[MOST] = { "sex", "complete" };
  const struct scenario *s = task->scenario;
  int n = 2;
  for (int i = 0; i < impakt_patient_size() && n < MOST - 1; i++) {
    known[n++] = impakt_patient_text(i, IMPAKT_NAME);
  }
  for (int i = 0; i < s->n_parts; i++) {
    const impakt_model *m = s->parts[i].model;
    for (int k = 0; k < impakt_model_size(m, IMPAKT_PARAMETER) && n < MOST - 1; k++) {
      const char *source = impakt_model_text(m, IMPAKT_PARAMETER, k, IMPAKT_SOURCE);
      if (strcmp(source, "patient") == 0) {
        known[n++] = impakt_model_text(m, IMPAKT_PARAMETER, k, IMPAKT_NAME);
      }
    }
  }
  known[n] = NULL;
  const char *nearest = reader_nearest(name, known);
  return reader_fail(task->reader, path,
                     "neither a covariate of %s nor of a patient's record%s%s%s",
                     impakt_model_name(s->model), nearest ? "; did you mean '" : "",
                     nearest ? nearest : "", nearest ? "'?" : "");
}

static int set_course(const struct task *task, const struct scenario_path *path,
                      const char *name, const json_t *value)
{
  struct scenario_course c;
  const char *unit = covariate_unit(task->scenario, name);
  if (scenario_read_course(task->reader, path, value, unit, &c)) {
    return -1;
  }
  const impakt_status status =
      impakt_sim_set_patient_course(task->sim, name, c.rule, c.times, c.values, c.n);
  scenario_course_free(&c);
  const struct setup setup = { task->scenario, task->reader, task->sim, NULL, NULL };
  return status == IMPAKT_E_NAME ? unknown(task, path, name)
                                 : scenario_course_failed(&setup, path, status);
}

static int to_simulation(const struct task *task, const struct scenario_path *path,
                         const char *name, const json_t *value)
{
  double number;
  if (reader_value(task->reader, path, value, covariate_unit(task->scenario, name), &number)) {
    return -1;
  }
  const impakt_status status = impakt_sim_set_patient(task->sim, name, number);
  const struct setup setup = { task->scenario, task->reader, task->sim, NULL, NULL };
  return status == IMPAKT_E_NAME ? unknown(task, path, name)
                                 : setup_library(&setup, path, status);
}

/* A number alone is in the unit of the model that asks for it, else in the record's. */
static int to_record(const struct task *task, const struct scenario_path *path,
                     const char *name, const json_t *value)
{
  const char *unit;
  double number;
  if (reader_quantity(task->reader, path, value, &number, &unit)) {
    return -1;
  }
  unit = unit ? unit : covariate_unit(task->scenario, name);
  return impakt_patient_set(task->record, name, number, unit) < 0
             ? reader_fail(task->reader, path, "%s", impakt_patient_message(task->record))
             : 0;
}

static int tell_sex(const struct task *task, const struct scenario_path *path,
                    const json_t *value)
{
  const int sex = json_is_string(value) ? reader_choice(json_string_value(value), sexes) : -1;
  if (sex < 0) {
    return reader_fail(task->reader, path, "expected \"female\" or \"male\"");
  }
  return impakt_patient_set(task->record, "female", sex, NULL) < 0 ? reader_memory(task->reader)
                                                                   : 0;
}

/* The row that a key tells, or -1. */
static int row_of_key(const char *key)
{
  const int row = row_of(strcmp(key, "sex") == 0 ? "female" : key, IMPAKT_NAME);
  return row >= 0 || !*key ? row : row_of(key, IMPAKT_COVARIATE);
}

/* A course: of what the record knows, it is told the first value. */
static int tell_course(struct task *task, const struct scenario_path *path, const char *key,
                       const json_t *value)
{
  const struct scenario_path values = { path, "values", 0 }, first = { &values, NULL, 0 };
  const int row = row_of(key, IMPAKT_NAME);
  const char *unit = covariate_unit(task->scenario, key);
  struct scenario_course c;
  if (row >= 0 && !unit) {
    const char *covariate = impakt_patient_text(row, IMPAKT_COVARIATE);
    return reader_fail(task->reader, path, *covariate ? "%s'%s'" : "%s",
                       *covariate ? "in time it goes by the name of its covariate, "
                                  : "one value is expected, not one that changes in time",
                       covariate);
  }
  if (scenario_read_course(task->reader, path, value, unit, &c)) {
    return -1;
  }
  scenario_course_free(&c);
  return row_of_key(key) >= 0
             ? to_record(task, &first, key, json_array_get(member(value, "values"), 0))
             : 0;
}

static int tell(struct task *task, const struct scenario_path *path, const char *key,
                const json_t *value)
{
  if (json_is_object(value) && strcmp(key, "complete") != 0 && strcmp(key, "sex") != 0) {
    return tell_course(task, path, key, value);
  }
  if (strcmp(key, "complete") == 0) {
    task->complete = json_is_true(value);
    return json_is_boolean(value) ? 0
                                  : reader_fail(task->reader, path, "expected true or false");
  }
  if (strcmp(key, "sex") == 0) {
    return tell_sex(task, path, value);
  }
  if (row_of(key, IMPAKT_NAME) >= 0) {
    return to_record(task, path, key, value);
  }
  return to_simulation(task, path, key, value) ||
         (row_of_key(key) >= 0 && to_record(task, path, key, value));
}

/* Two keys of one object that tell one thing must agree. */
static int tell_once(struct task *task, const struct scenario_path *path, const char *key,
                     const json_t *value, double *told)
{
  const int row = row_of_key(key);
  if (tell(task, path, key, value)) {
    return -1;
  }
  if (row < 0) {
    return 0;
  }
  const char *name = impakt_patient_text(row, IMPAKT_NAME);
  double now = NAN;
  impakt_patient_get(task->record, name, &now);
  if (!isnan(told[row]) && fabs(now - told[row]) > 1e-9 * fabs(now)) {
    return reader_fail(task->reader, path, "%s is %g already, not %g %s", name, told[row], now,
                       impakt_patient_text(row, IMPAKT_UNIT));
  }
  told[row] = now;
  return 0;
}

static int tell_layer(struct task *task, const struct layer *layer)
{
  enum { MOST = 64 };
  const struct scenario_path path = { layer->path, "patient", 0 };
  double told[MOST];
  const char *key;
  json_t *value;
  if (impakt_patient_size() > MOST) {
    return reader_fail(task->reader, &path, "a record has too many quantities");
  }
  for (int i = 0; i < MOST; i++) {
    told[i] = NAN;
  }
  json_object_foreach(member(layer->settings, "patient"), key, value)
  {
    const struct scenario_path item = { &path, key, 0 };
    if (tell_once(task, &item, key, value, told)) {
      return -1;
    }
  }
  return 0;
}

/* Whether a layer above number i tells what this key does. */
static int is_told_above(const struct arm *arm, int i, const char *key)
{
  while (++i < arm->n_layers) {
    const char *other;
    json_t *value;
    json_object_foreach(member(arm->layers[i].settings, "patient"), other, value)
    {
      if (strcmp(key, other) == 0 ||
          (row_of_key(key) >= 0 && row_of_key(key) == row_of_key(other))) {
        return 1;
      }
    }
  }
  return 0;
}

static int set_courses(const struct task *task, const struct arm *arm)
{
  for (int i = 0; i < arm->n_layers; i++) {
    const struct scenario_path path = { arm->layers[i].path, "patient", 0 };
    const char *key;
    json_t *value;
    json_object_foreach(member(arm->layers[i].settings, "patient"), key, value)
    {
      const struct scenario_path item = { &path, key, 0 };
      if (json_is_object(value) && !is_told_above(arm, i, key) &&
          set_course(task, &item, key, value)) {
        return -1;
      }
    }
  }
  return 0;
}

/* Whether a layer tells a covariate by its own name. */
static int is_told(const struct arm *arm, const char *name)
{
  for (int i = 0; i < arm->n_layers; i++) {
    if (member(member(arm->layers[i].settings, "patient"), name)) {
      return 1;
    }
  }
  return 0;
}

/* Every covariate of every model is told, or follows from what is. */
static int check_complete(const struct task *task, const struct arm *arm,
                          const struct scenario_path *path)
{
  for (int i = 0; i < task->scenario->n_parts; i++) {
    const impakt_model *m = task->scenario->parts[i].model;
    for (int k = 0; k < impakt_model_size(m, IMPAKT_PARAMETER); k++) {
      const char *name = impakt_model_text(m, IMPAKT_PARAMETER, k, IMPAKT_NAME);
      const char *source = impakt_model_text(m, IMPAKT_PARAMETER, k, IMPAKT_SOURCE);
      double value;
      if (strcmp(source, "patient") == 0 && !is_told(arm, name) &&
          impakt_patient_get(task->record, name, &value) < 0) {
        const int of_record = row_of(name, IMPAKT_COVARIATE) >= 0;
        return reader_fail(task->reader, path, "'%s' (%s) of %s is not told%s%s", name,
                           impakt_model_text(m, IMPAKT_PARAMETER, k, IMPAKT_MEANING),
                           impakt_model_name(m), of_record ? ": " : "",
                           of_record ? impakt_patient_message(task->record) : "");
      }
    }
  }
  return 0;
}

int scenario_set_patient(const struct scenario *s, const struct reader *reader,
                         const struct arm *arm, impakt_sim *sim, impakt_patient **record)
{
  struct task task = { s, reader, sim, NULL, 0 };
  struct scenario_path path = { NULL, "patient", 0 };
  int status = -1, any = 0;
  if (impakt_patient_new(&task.record)) {
    return reader_memory(reader);
  }
  for (int i = 0; i < arm->n_layers; i++) {
    if (tell_layer(&task, &arm->layers[i])) {
      goto done;
    }
    if (member(arm->layers[i].settings, "patient")) {
      path.up = arm->layers[i].path;
      any = 1;
    }
  }
  if (any && task.complete && check_complete(&task, arm, &path)) {
    goto done;
  }
  if (any && impakt_patient_apply(task.record, sim, 0) < 0) {
    reader_fail(reader, &path, "%s", impakt_patient_message(task.record));
    goto done;
  }
  status = set_courses(&task, arm);
done:
  if (status) {
    impakt_patient_free(task.record);
  } else {
    *record = task.record;
  }
  return status;
}

int scenario_patient_row(const char *name) { return row_of(name, IMPAKT_NAME); }
