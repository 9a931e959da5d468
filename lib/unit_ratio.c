/* unit_ratio.c — conversion of units for callers. */
#include "impakt.h"

#include "units.h"

#include <math.h>

double impakt_unit_ratio(const char *from, const char *to)
{
  struct unit a, b;
  if (!from || !to || units_parse(from, &a, NULL, 0) || units_parse(to, &b, NULL, 0)) return NAN;
  return units_ratio(&a, &b);
}
