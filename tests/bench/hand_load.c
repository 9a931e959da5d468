/* hand_load.c — loads a program by hand. */
#include "hand.h"

#include <dlfcn.h>
#include <stdio.h>

const struct hand_program *hand_load(const char *which)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/hand_%s.so", HAND_FOLDER, which);
  void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  return module ? dlsym(module, "hand_program") : NULL;
}
