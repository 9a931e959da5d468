/* show_system.c — impakt show SYSTEM.json: what a file wires, and what comes of it. */
#include "command.h"
#include "scenario.h"

#include <stdlib.h>

static void show_words(const struct scenario *system)
{
  static const char *const keys[] = { "purpose", "limits", NULL };
  print_wrapped(stdout, scenario_title(system), 0, terminal_width());
  for (int i = 0; keys[i]; i++) {
    const char *words = scenario_system_text(system, keys[i]);
    if (*words) {
      printf("\n%s\n", i == 0 ? "What it is for" : "Limits");
      print_wrapped(stdout, words, 2, terminal_width());
    }
  }
}

static void show_parts(const struct scenario *system)
{
  static const char *const names[] = { "label", "model", "title", NULL };
  show_heading("Models", scenario_part_count(system));
  struct table *table = table_new("llw");
  show_header(table, names);
  for (int i = 0; i < scenario_part_count(system); i++) {
    table_add(table, "%s", scenario_part_label(system, i));
    table_add(table, "%s", impakt_model_name(scenario_part_model(system, i)));
    table_add(table, "%s", impakt_model_title(scenario_part_model(system, i)));
  }
  show_table(table);
}

static void show_wires(const struct scenario *system)
{
  static const char *const names[] = { "output", "input", "times", NULL };
  if (scenario_wire_count(system) == 0) {
    return;
  }
  show_heading("Wires", scenario_wire_count(system));
  struct table *table = table_new("lll");
  show_header(table, names);
  for (int i = 0; i < scenario_wire_count(system); i++) {
    const struct scenario_wire *wire = scenario_wire_at(system, i);
    char number[NUMBER_TEXT];
    table_add(table, "%s", wire->output);
    table_add(table, "%s", wire->input);
    table_add(table, "%s%s%s", wire->factor == 1 ? "" : number_text(number, wire->factor, 6),
              wire->unit ? " " : "", wire->unit ? wire->unit : "");
  }
  show_table(table);
}

/* Parameters that the system's own presets and settings change. */
static int show_settings(const struct scenario *system)
{
  static const char *const names[] = { "parameter", "value", "unit", "model has", NULL };
  const impakt_model *model = scenario_model(system);
  const int n = impakt_model_size(model, IMPAKT_PARAMETER);
  double *values = need(calloc((size_t)n + 1, sizeof *values));
  char message[SCENARIO_MESSAGE];
  impakt_sim *sim = NULL;
  int set = 0;
  if (scenario_simulation(system, 0, &sim, message, sizeof message) ||
      impakt_sim_get_parameters(sim, values, (size_t)n)) {
    impakt_sim_free(sim);
    free(values);
    return usage_error("%s", sim ? impakt_sim_message(sim) : message);
  }
  struct table *table = table_new("lrlr");
  show_header(table, names);
  for (int i = 0; i < n; i++) {
    const double usual = impakt_model_number(model, IMPAKT_PARAMETER, i, IMPAKT_DEFAULT);
    const int had_none = usual != usual && values[i] == values[i];
    if (had_none || values[i] < usual || values[i] > usual) {
      table_add(table, "%s", impakt_model_text(model, IMPAKT_PARAMETER, i, IMPAKT_NAME));
      table_number(table, values[i], 8);
      table_add(table, "%s", impakt_model_text(model, IMPAKT_PARAMETER, i, IMPAKT_UNIT));
      table_number(table, usual, 8);
      set++;
    }
  }
  if (set > 0) {
    show_heading("Set by the system", set);
    show_table(table);
  } else {
    table_free(table);
  }
  impakt_sim_free(sim);
  free(values);
  return EXIT_FINE;
}

int show_system(const char *path)
{
  char message[SCENARIO_MESSAGE];
  struct scenario *system;
  if (scenario_read_system(&system, path, message, sizeof message)) {
    fflush(stdout);
    fprintf(stderr, "%s\n", message);
    return EXIT_USAGE;
  }
  show_words(system);
  show_parts(system);
  show_wires(system);
  const int status = show_settings(system);
  putchar('\n');
  show_model(scenario_model(system));
  scenario_free(system);
  return status;
}
