/* dose_unit.c — takes the time out of a rate. */
#include "dose_unit.h"

#include "units.h"

#include <stdio.h>
#include <string.h>

double dose_unit_hours(const char *time)
{
  struct unit unit, hour;
  char message[1];
  if (units_parse(time, &unit, message, sizeof message) ||
      units_parse("h", &hour, message, sizeof message) || !units_convertible(&unit, &hour))
    return 0;
  return units_ratio(&unit, &hour);
}

int dose_unit(const char *input_unit, const char *time, char *unit, size_t length,
              double *hours)
{
  for (const char *slash = strchr(input_unit, '/'); slash; slash = strchr(slash + 1, '/')) {
    char symbol[16] = "";
    const size_t n = strcspn(slash + 1, "*/");
    if (n >= sizeof symbol) continue;
    memcpy(symbol, slash + 1, n);
    const double symbol_hours = dose_unit_hours(symbol);
    if (symbol_hours == 0) continue;
    *hours = symbol_hours;
    const int written =
        snprintf(unit, length, "%.*s%s", (int)(slash - input_unit), input_unit, slash + 1 + n);
    return written < 0 || (size_t)written >= length ? -1 : 0;
  }
  *hours = dose_unit_hours(time);
  const int written = snprintf(unit, length, "%s*%s", input_unit, time);
  return *hours == 0 || written < 0 || (size_t)written >= length ? -1 : 0;
}
