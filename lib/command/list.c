/* list.c — impakt list */
#include "command.h"

#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>

const char help_list[] =
    "impakt list - the models that there are\n"
    "\n"
    "  impakt list [--json]\n"
    "\n"
    "Name and title of every model.\n"
    "\n"
    "  --json    as JSON, with revision, unit of time, presets and how many states and "
    "parameters\n";

static json_t *describe(const impakt_model *model)
{
  json_t *presets = json_array();
  for (int i = 0; i < impakt_model_size(model, IMPAKT_PRESET); i++) {
    json_array_append_new(presets,
                          json_string(impakt_model_text(model, IMPAKT_PRESET, i, IMPAKT_NAME)));
  }
  return json_pack("{s:s, s:s, s:i, s:s, s:i, s:i, s:o}", "name", impakt_model_name(model),
                   "title", impakt_model_title(model), "revision", impakt_model_revision(model),
                   "time", impakt_model_time(model), "states",
                   impakt_model_size(model, IMPAKT_STATE), "parameters",
                   impakt_model_size(model, IMPAKT_PARAMETER), "presets", presets);
}

static int list_json(void)
{
  json_t *models = need(json_array());
  for (int i = 0; i < impakt_model_count(); i++) {
    json_array_append_new(models, need(describe(impakt_model_at(i))));
  }
  char *text = need(json_dumps(models, JSON_INDENT(2)));
  puts(text);
  free(text);
  json_decref(models);
  return EXIT_FINE;
}

int command_list(int argc, char **argv)
{
  static const struct option options[] = { { "json", no_argument, NULL, 'j' },
                                           { "help", no_argument, NULL, 'h' },
                                           { 0 } };
  int json = 0;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
    switch (option) {
    case 'j': json = 1; break;
    case 'h': fputs(help_list, stdout); return EXIT_FINE;
    default:
      return usage_error("no option '%s' of list; try 'impakt help list'", argv[optind - 1]);
    }
  }
  if (optind < argc) {
    return usage_error("list takes no names; 'impakt show %s' shows one model", argv[optind]);
  }
  if (json) {
    return list_json();
  }
  struct table *table = table_new("lw");
  table_add(table, "model");
  table_add(table, "title");
  for (int i = 0; i < impakt_model_count(); i++) {
    const impakt_model *model = impakt_model_at(i);
    table_add(table, "%s", impakt_model_name(model));
    table_add(table, "%s", impakt_model_title(model));
  }
  table_print(table, stdout, 0, terminal_width());
  table_free(table);
  return EXIT_FINE;
}
