/* registry.c — the list of models, and finding one. */
#include "impakt.h"

#include "description.h"
#include "equations_text.h"
#include "message.h"

#include <string.h>

#define MODEL(name) extern const struct impakt_model model_##name;
#include "model_list.h"
#undef MODEL

#define MODEL(name) &model_##name,
static const struct impakt_model *const models[] = {
#include "model_list.h"
};
#undef MODEL

enum { COUNT = sizeof models / sizeof *models };

int impakt_model_count(void) { return COUNT; }

const impakt_model *impakt_model_at(int index)
{
  return index >= 0 && index < COUNT ? models[index] : NULL;
}

const impakt_model *impakt_model_find(const char *name)
{
  for (int i = 0; name && i < COUNT; i++)
    if (!strcmp(models[i]->name, name)) return models[i];
  return NULL;
}

static const char *name_of_model(const void *list, int i)
{
  (void)list;
  return i < COUNT ? models[i]->name : NULL;
}

const char *impakt_model_nearest(const char *name)
{
  return name ? message_nearest(name, name_of_model, NULL) : NULL;
}

const char *impakt_model_equations(const impakt_model *model)
{
  for (int i = 0; model && i < equations_count; i++)
    if (!strcmp(equations_texts[i].name, model->name) && !model->n_parts)
      return equations_texts[i].text;
  return "";
}
