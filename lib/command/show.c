/* show.c — impakt show */
#include "command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

const char help_show[] =
    "impakt show - one model: its sources, quantities and equations\n"
    "\n"
    "  impakt show MODEL...\n"
    "  impakt show SYSTEM.json   models wired together in a file: how, and all of them\n"
    "  impakt show patient       what a patient's record tells, and by which formulas\n"
    "\n"
    "Every quantity with its unit and meaning; parameters with their default, range and "
    "source.\n"
    "A source is one of the references listed first, or\n"
    "\n"
    "  derived    follows from published numbers; the meaning says how\n"
    "  recalled   remembered from the publication, which was not at hand\n"
    "  assumed    nobody published it\n"
    "  fitted     fitted by this project to published data\n"
    "  patient    a covariate: the patient's own\n"
    "  exact      cannot be set; shown among the constants\n"
    "\n"
    "Spreads are standard deviations of the random effect between patients.\n";

static const char *text(const impakt_model *model, int kind, int row, int field)
{
  const char *found = impakt_model_text(model, kind, row, field);
  return found ? found : "";
}

void show_heading(const char *title, int n) { printf("\n%s (%d)\n", title, n); }

void show_header(struct table *table, const char *const *names)
{
  for (; *names; names++) {
    table_add(table, "%s", *names);
  }
}

void show_table(struct table *table)
{
  table_print(table, stdout, 2, terminal_width());
  table_free(table);
}

static void show_references(const impakt_model *model)
{
  const int n = impakt_model_size(model, IMPAKT_REFERENCE);
  if (n == 0) {
    return;
  }
  show_heading("References", n);
  struct table *table = table_new("lwl");
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, IMPAKT_REFERENCE, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_REFERENCE, i, IMPAKT_MEANING));
    table_add(table, "doi:%s", text(model, IMPAKT_REFERENCE, i, IMPAKT_UNIT));
  }
  show_table(table);
}

/* Kinds that have a name, a unit and a meaning.  values may be NULL; otherwise they stand under
 * the heading value. */
static void show_plain(const impakt_model *model, int kind, const char *title,
                       const char *value, const double *values)
{
  const char *const names[] = { "name", "unit", "meaning", NULL };
  const char *const with_value[] = { "name", value, "unit", "meaning", NULL };
  const int n = impakt_model_size(model, kind);
  if (n == 0) {
    return;
  }
  show_heading(title, n);
  struct table *table = table_new(values ? "lrlw" : "llw");
  show_header(table, values ? with_value : names);
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, kind, i, IMPAKT_NAME));
    if (values) {
      table_number(table, values[i], 6);
    }
    table_add(table, "%s", text(model, kind, i, IMPAKT_UNIT));
    table_add(table, "%s", text(model, kind, i, IMPAKT_MEANING));
  }
  show_table(table);
}

static void show_switches(const impakt_model *model)
{
  static const char *const names[] = { "name", "meaning", NULL };
  const int n = impakt_model_size(model, IMPAKT_SWITCH);
  if (n == 0) {
    return;
  }
  show_heading("Switches", n);
  struct table *table = table_new("lw");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, IMPAKT_SWITCH, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_SWITCH, i, IMPAKT_MEANING));
  }
  show_table(table);
}

/* States at the start and derived quantities, with all parameters at their defaults. */
static void show_computed(const impakt_model *model, int kind, const char *title,
                          const char *value)
{
  const size_t n = (size_t)impakt_model_size(model, kind);
  double *values = need(calloc(n + 1, sizeof *values));
  impakt_sim *sim = NULL;
  impakt_status status = impakt_sim_new(&sim, model);
  if (status == IMPAKT_OK) {
    status = kind == IMPAKT_STATE ? impakt_sim_get_initial(sim, values, n)
                                  : impakt_sim_get_derived(sim, values, n);
  }
  show_plain(model, kind, title, value, status == IMPAKT_OK ? values : NULL);
  impakt_sim_free(sim);
  free(values);
}

static int is_constant(const impakt_model *model, int parameter)
{
  return strcmp(text(model, IMPAKT_PARAMETER, parameter, IMPAKT_SOURCE), "exact") == 0;
}

static int constants(const impakt_model *model)
{
  int count = 0;
  for (int i = 0; i < impakt_model_size(model, IMPAKT_PARAMETER); i++) {
    count += is_constant(model, i);
  }
  return count;
}

static void show_parameters(const impakt_model *model)
{
  static const char *const names[] = { "name",   "default", "unit", "range",
                                       "source", "meaning", NULL };
  const int n = impakt_model_size(model, IMPAKT_PARAMETER), settable = n - constants(model);
  if (settable == 0) {
    return;
  }
  show_heading("Parameters", settable);
  struct table *table = table_new("lrlllw");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    if (is_constant(model, i)) {
      continue;
    }
    const double value = impakt_model_number(model, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT);
    const int none = value != value;
    table_add(table, "%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_NAME));
    if (none) {
      table_add(table, "none");
    } else {
      table_number(table, value, 8);
    }
    table_add(table, "%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_UNIT));
    table_range(table, impakt_model_number(model, IMPAKT_PARAMETER, i, IMPAKT_LOW),
                impakt_model_number(model, IMPAKT_PARAMETER, i, IMPAKT_HIGH));
    table_add(table, "%s", none ? "" : text(model, IMPAKT_PARAMETER, i, IMPAKT_SOURCE));
    table_add(table, "%s%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_MEANING),
              none ? " (none published; set it)" : "");
  }
  show_table(table);
}

static void show_constants(const impakt_model *model)
{
  static const char *const names[] = { "name", "value", "unit", "meaning", NULL };
  const int n = impakt_model_size(model, IMPAKT_PARAMETER);
  if (constants(model) == 0) {
    return;
  }
  show_heading("Constants", constants(model));
  struct table *table = table_new("lrlw");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    if (!is_constant(model, i)) {
      continue;
    }
    table_add(table, "%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_NAME));
    table_number(table, impakt_model_number(model, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT), 8);
    table_add(table, "%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_UNIT));
    table_add(table, "%s", text(model, IMPAKT_PARAMETER, i, IMPAKT_MEANING));
  }
  show_table(table);
}

static void show_inputs(const impakt_model *model)
{
  static const char *const names[] = { "name", "unit", "dose in", "meaning", NULL };
  const int n = impakt_model_size(model, IMPAKT_INPUT);
  if (n == 0) {
    return;
  }
  show_heading("Inputs", n);
  struct table *table = table_new("lllw");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    char unit[64];
    const int known = impakt_model_dose_unit(model, i, unit, sizeof unit) == IMPAKT_OK;
    table_add(table, "%s", text(model, IMPAKT_INPUT, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_INPUT, i, IMPAKT_UNIT));
    table_add(table, "%s", known ? unit : "");
    table_add(table, "%s", text(model, IMPAKT_INPUT, i, IMPAKT_MEANING));
  }
  show_table(table);
}

/* What a run asks of inputs. */
static void show_needs(const impakt_model *model)
{
  static const char *const names[] = { "given into", "needs", "because", NULL };
  const int needs = impakt_model_size(model, IMPAKT_NEEDS);
  const int driven = impakt_model_size(model, IMPAKT_DRIVEN);
  if (needs + driven == 0) {
    return;
  }
  show_heading("Needed for a run", needs + driven);
  struct table *table = table_new("llw");
  show_header(table, names);
  for (int i = 0; i < needs; i++) {
    table_add(table, "%s", text(model, IMPAKT_NEEDS, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_NEEDS, i, IMPAKT_UNIT));
    table_add(table, "%s", text(model, IMPAKT_NEEDS, i, IMPAKT_MEANING));
  }
  for (int i = 0; i < driven; i++) {
    table_add(table, "%s", text(model, IMPAKT_DRIVEN, i, IMPAKT_NAME));
    table_add(table, "a wire or dose");
    table_add(table, "%s", text(model, IMPAKT_DRIVEN, i, IMPAKT_MEANING));
  }
  show_table(table);
}

static void show_jumps(const impakt_model *model)
{
  static const char *const names[] = { "at", "state", "meaning", NULL };
  const int n = impakt_model_size(model, IMPAKT_JUMP);
  if (n == 0) {
    return;
  }
  show_heading("Jumps", n);
  struct table *table = table_new("llw");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, IMPAKT_JUMP, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_JUMP, i, IMPAKT_UNIT));
    table_add(table, "%s", text(model, IMPAKT_JUMP, i, IMPAKT_MEANING));
  }
  show_table(table);
}

static void show_presets(const impakt_model *model)
{
  static const char *const names[] = { "name", "source", "meaning", "sets", NULL };
  const int n = impakt_model_size(model, IMPAKT_PRESET);
  if (n == 0) {
    return;
  }
  show_heading("Presets", n);
  struct table *table = table_new("llww");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    enum { MOST = 256 };
    int parameter[MOST];
    double value[MOST];
    char sets[4096] = "";
    size_t count = 0, used = 0;
    impakt_model_preset(model, i, parameter, value, MOST, &count);
    for (size_t k = 0; k < count && k < MOST && used < sizeof sets; k++) {
      char number[NUMBER_TEXT];
      used += (size_t)snprintf(sets + used, sizeof sets - used, "%s%s=%s", k ? ", " : "",
                               text(model, IMPAKT_PARAMETER, parameter[k], IMPAKT_NAME),
                               number_text(number, value[k], 8));
    }
    table_add(table, "%s", text(model, IMPAKT_PRESET, i, IMPAKT_NAME));
    table_add(table, "%s", text(model, IMPAKT_PRESET, i, IMPAKT_SOURCE));
    table_add(table, "%s", text(model, IMPAKT_PRESET, i, IMPAKT_MEANING));
    table_add(table, "%s", sets);
  }
  show_table(table);
}

static void show_studied(const impakt_model *model)
{
  static const char *const names[] = { "covariate", "range", "unit", "source", NULL };
  const int n = impakt_model_size(model, IMPAKT_STUDIED);
  if (n == 0) {
    return;
  }
  show_heading("Covered by the publication", n);
  struct table *table = table_new("llll");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, IMPAKT_STUDIED, i, IMPAKT_NAME));
    table_range(table, impakt_model_number(model, IMPAKT_STUDIED, i, IMPAKT_LOW),
                impakt_model_number(model, IMPAKT_STUDIED, i, IMPAKT_HIGH));
    table_add(table, "%s", text(model, IMPAKT_STUDIED, i, IMPAKT_UNIT));
    table_add(table, "%s", text(model, IMPAKT_STUDIED, i, IMPAKT_SOURCE));
  }
  show_table(table);
}

/* Kinds that are about a parameter or output: how it varies, correlates or errs. */
static void show_spread(const impakt_model *model, int kind, const char *title,
                        const char *const *names)
{
  const int n = impakt_model_size(model, kind);
  if (n == 0) {
    return;
  }
  show_heading(title, n);
  struct table *table = table_new("llrl");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    table_add(table, "%s", text(model, kind, i, IMPAKT_NAME));
    table_add(table, "%s",
              text(model, kind, i, kind == IMPAKT_CORRELATION ? IMPAKT_MEANING : IMPAKT_UNIT));
    table_number(table, impakt_model_number(model, kind, i, IMPAKT_DEFAULT), 6);
    table_add(table, "%s", text(model, kind, i, IMPAKT_SOURCE));
  }
  show_table(table);
}

void show_model(const impakt_model *model)
{
  static const char *const varies[] = { "parameter", "distribution", "spread", "source", NULL };
  static const char *const correlates[] = { "parameter", "with", "correlation", "source",
                                            NULL };
  static const char *const errs[] = { "output", "kind", "size", "source", NULL };
  printf("%s, revision %d; its own time is in %s\n", impakt_model_name(model),
         impakt_model_revision(model), impakt_model_time(model));
  print_wrapped(stdout, impakt_model_title(model), 0, terminal_width());
  show_references(model);
  show_computed(model, IMPAKT_STATE, "States", "at start");
  show_inputs(model);
  show_needs(model);
  show_plain(model, IMPAKT_OUTPUT, "Outputs", NULL, NULL);
  show_parameters(model);
  show_constants(model);
  show_computed(model, IMPAKT_DERIVED, "Derived from parameters", "default");
  show_switches(model);
  show_jumps(model);
  show_presets(model);
  show_studied(model);
  show_spread(model, IMPAKT_VARIES, "Variation between patients", varies);
  show_spread(model, IMPAKT_CORRELATION, "Correlations between these", correlates);
  show_spread(model, IMPAKT_RESIDUAL, "Residual errors", errs);
  if (*impakt_model_equations(model)) {
    printf("\nEquations\n\n%s", impakt_model_equations(model));
  }
}

static int is_file_name(const char *name)
{
  const size_t n = strlen(name);
  return strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".json") == 0);
}

/* What a record of a patient tells, and how. */
static void show_patient(void)
{
  static const char *const names[] = { "name", "covariate", "unit", "meaning", "source", NULL };
  show_heading("A patient's record", impakt_patient_size());
  struct table *table = table_new("lllww");
  show_header(table, names);
  for (int i = 0; i < impakt_patient_size(); i++) {
    table_add(table, "%s", impakt_patient_text(i, IMPAKT_NAME));
    table_add(table, "%s", impakt_patient_text(i, IMPAKT_COVARIATE));
    table_add(table, "%s", impakt_patient_text(i, IMPAKT_UNIT));
    table_add(table, "%s", impakt_patient_text(i, IMPAKT_MEANING));
    table_add(table, "%s", impakt_patient_text(i, IMPAKT_SOURCE));
  }
  show_table(table);
}

int command_show(int argc, char **argv)
{
  static const struct option options[] = { { "help", no_argument, NULL, 'h' }, { 0 } };
  int status = EXIT_FINE;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
    if (option == 'h') {
      fputs(help_show, stdout);
      return EXIT_FINE;
    }
    return usage_error("no option '%s' of show; try 'impakt help show'", argv[optind - 1]);
  }
  if (optind == argc) {
    return usage_error("show needs the name of a model; 'impakt list' has them");
  }
  for (int i = optind, shown = 0; i < argc; i++) {
    const impakt_model *model = impakt_model_find(argv[i]);
    if (strcmp(argv[i], "patient") == 0) {
      shown++;
      show_patient();
      continue;
    }
    if (!model && is_file_name(argv[i])) {
      fputs(shown++ ? "\n\n" : "", stdout);
      const int failed = show_system(argv[i]);
      status = failed ? failed : status;
      continue;
    }
    if (model) {
      fputs(shown++ ? "\n\n" : "", stdout);
      show_model(model);
      continue;
    }
    const char *nearest = impakt_model_nearest(argv[i]);
    status = nearest ? usage_error("no model '%s'; did you mean '%s'?", argv[i], nearest)
                     : usage_error("no model '%s'; 'impakt list' has them", argv[i]);
  }
  return status;
}
