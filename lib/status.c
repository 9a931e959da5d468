/* status.c — status codes and their texts, and the version. */
#include "impakt.h"

static const struct {
  impakt_status status;
  const char *text;
} texts[] = {
  { IMPAKT_OK, "success" },
  { IMPAKT_STOPPED, "success; a rule stopped the run" },
  { IMPAKT_REMARK, "success, with a remark" },
  { IMPAKT_E_ARGUMENT, "a pointer is NULL or a number is not finite" },
  { IMPAKT_E_NAME, "no quantity, model or preset of that name" },
  { IMPAKT_E_INDEX, "index outside its list" },
  { IMPAKT_E_LENGTH, "array of the wrong length" },
  { IMPAKT_E_RANGE, "value outside its range" },
  { IMPAKT_E_ORDER, "times do not increase, or call made too early or too late" },
  { IMPAKT_E_UNIT, "a unit is unknown or does not fit" },
  { IMPAKT_E_MEMORY, "out of memory" },
  { IMPAKT_E_STEADY, "there is no steady state" },
  { IMPAKT_E_STEPS, "the integrator used up its steps" },
  { IMPAKT_E_ACCURACY, "the tolerances could not be met" },
  { IMPAKT_E_NOT_FINITE, "the equations gave a value that is not finite" },
  { IMPAKT_E_RULE, "a rule fires too often, or has no slope" },
  { IMPAKT_E_CONVERGENCE, "a search ended before it had found an optimum" },
  { IMPAKT_E_INTERNAL, "internal error: please report it" },
};

const char *impakt_status_text(impakt_status status)
{
  for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++)
    if (texts[i].status == status) return texts[i].text;
  return "unknown status";
}

void impakt_version(int *major, int *minor, int *patch)
{
  if (major) *major = IMPAKT_VERSION_MAJOR;
  if (minor) *minor = IMPAKT_VERSION_MINOR;
  if (patch) *patch = IMPAKT_VERSION_PATCH;
}
