/* dose_unit.h — the unit of a dose into an input. */
#ifndef DOSE_UNIT_H
#define DOSE_UNIT_H

#include <stddef.h>

/* "mg" for an input in "mg/h"; an input without "per time" is held for a time: "ng/mL*h".  time is
 * the unit of time of the input's model.  *hours: hours in the unit of time that was taken away or
 * added.  0, or -1 if unit is too short or time is none. */
int dose_unit(const char *input_unit, const char *time, char *unit, size_t length,
              double *hours);

/* Hours in a unit of time; 0 if it is none. */
double dose_unit_hours(const char *time);

#endif
