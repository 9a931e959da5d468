/* csv.c — fields of comma-separated tables, as RFC 4180 has them. */
#include "command.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void csv_text(FILE *out, const char *text)
{
  if (!strpbrk(text, ",\"\r\n") && text[0] != ' ' &&
      (!*text || text[strlen(text) - 1] != ' ')) {
    fputs(text, out);
    return;
  }
  putc('"', out);
  for (; *text; text++) {
    if (*text == '"') {
      putc('"', out);
    }
    putc(*text, out);
  }
  putc('"', out);
}

void csv_number(FILE *out, double value)
{
  if (isnan(value)) {
    fputs("NaN", out);
  } else if (isinf(value)) {
    fputs(value > 0 ? "Inf" : "-Inf", out);
  } else {
    fprintf(out, "%.10g", value);
  }
}

double csv_next(FILE *out, double value, double last)
{
  char text[40];
  double written;
  int digits = 10;
  do {
    snprintf(text, sizeof text, "%.*g", digits, value);
    written = strtod(text, NULL);
  } while (written <= last && ++digits <= 17);
  fputs(text, out);
  return written;
}
