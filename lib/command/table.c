/* table.c — aligned columns on a terminal.
 *
 * Columns are as wide as their longest cell.  Where the line is too long, the widest of those
 * that may wrap gives way until it fits, or until all are at their narrowest.  Rather than become
 * a narrow strip, the last one moves below its row. */
#define _GNU_SOURCE /* vasprintf */
#include "command.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { GAP = 2, NARROWEST = 14, STRIP = 30, MOST_COLUMNS = 32 };

struct table {
  char columns[MOST_COLUMNS + 1];
  size_t n_columns, n_cells, room;
  char **cells;
};

struct table *table_new(const char *columns)
{
  struct table *table = need(calloc(1, sizeof *table));
  snprintf(table->columns, sizeof table->columns, "%s", columns);
  table->n_columns = strlen(table->columns);
  return table;
}

void table_free(struct table *table)
{
  for (size_t i = 0; i < table->n_cells; i++) {
    free(table->cells[i]);
  }
  free(table->cells);
  free(table);
}

void table_add(struct table *table, const char *format, ...)
{
  va_list rest;
  char *text;
  va_start(rest, format);
  const int length = vasprintf(&text, format, rest);
  va_end(rest);
  need(length < 0 ? NULL : text);
  if (table->n_cells == table->room) {
    table->room = table->room ? 2 * table->room : 64;
    table->cells = need(realloc(table->cells, table->room * sizeof *table->cells));
  }
  table->cells[table->n_cells++] = text;
}

const char *number_text(char text[NUMBER_TEXT], double value, int digits)
{
  snprintf(text, NUMBER_TEXT, "%.*e", digits - 1, value);
  const double rounded = strtod(text, NULL), size = fabs(rounded);
  if (!isfinite(value) || size == 0 || (size >= 1e-4 && size < 1e6)) {
    snprintf(text, NUMBER_TEXT, "%.12g", rounded);
    return text;
  }
  char *exponent = strchr(text, 'e'), *end = exponent;
  const int power = atoi(exponent + 1);
  while (end[-1] == '0') {
    end--;
  }
  end -= end[-1] == '.';
  sprintf(end, "e%d", power);
  return text;
}

void table_number(struct table *table, double value, int digits)
{
  char text[NUMBER_TEXT];
  table_add(table, "%s", number_text(text, value, digits));
}

void table_range(struct table *table, double low, double high)
{
  char from[NUMBER_TEXT], to[NUMBER_TEXT];
  table_add(table, "%s to %s", number_text(from, low, 6), number_text(to, high, 6));
}

/* Characters, not bytes: continuation bytes of UTF-8 take no place. */
static int width_of(const char *text, size_t n)
{
  int width = 0;
  for (size_t i = 0; i < n; i++) {
    width += ((unsigned char)text[i] & 0xC0) != 0x80;
  }
  return width;
}

static size_t bytes_of(const char *text, int width)
{
  size_t n = 0;
  while (text[n] && (width > 0 || ((unsigned char)text[n] & 0xC0) == 0x80)) {
    width -= ((unsigned char)text[n] & 0xC0) != 0x80;
    n++;
  }
  return n;
}

/* How many bytes of text make the next line; a word that is too long is cut. */
static size_t next_line(const char *text, int width)
{
  const size_t all = strlen(text), fits = bytes_of(text, width);
  size_t end = fits;
  if (fits == all || text[fits] == ' ') {
    return fits;
  }
  while (end > 0 && text[end - 1] != ' ') {
    end--;
  }
  while (end > 0 && text[end - 1] == ' ') {
    end--;
  }
  return end > 0 ? end : fits;
}

static int wraps(char column) { return column == 'w' || column == 'h'; }
static int is_right(char column) { return column == 'r' || column == 'h'; }

/* The width of each of the first columns; returns that of all. */
static int lay_out(const struct table *table, size_t columns, int indent, int width,
                   int *widths)
{
  int total = indent - GAP;
  for (size_t c = 0; c < columns; c++) {
    widths[c] = 0;
    for (size_t i = c; i < table->n_cells; i += table->n_columns) {
      const int w = width_of(table->cells[i], strlen(table->cells[i]));
      widths[c] = w > widths[c] ? w : widths[c];
    }
    total += widths[c] + GAP;
  }
  while (total > width) {
    size_t widest = columns;
    for (size_t c = 0; c < columns; c++) {
      if (wraps(table->columns[c]) && widths[c] > NARROWEST &&
          (widest == columns || widths[c] > widths[widest])) {
        widest = c;
      }
    }
    if (widest == columns) {
      break;
    }
    widths[widest]--;
    total--;
  }
  return total;
}

int table_fits(const struct table *table, int indent, int width)
{
  int widths[MOST_COLUMNS];
  return lay_out(table, table->n_columns, indent, width, widths) <= width;
}

void table_print(const struct table *table, FILE *out, int indent, int width)
{
  int widths[MOST_COLUMNS];
  const char *rest[MOST_COLUMNS];
  size_t columns = table->n_columns;
  lay_out(table, columns, indent, INT_MAX, widths);
  const int longest = widths[columns - 1];
  lay_out(table, columns, indent, width, widths);
  const int narrow = widths[columns - 1] < longest && widths[columns - 1] < STRIP;
  const int below = narrow && table->columns[columns - 1] == 'w' && columns > 2;
  if (below) {
    lay_out(table, --columns, indent, width, widths);
  }
  for (size_t row = 0; row + table->n_columns <= table->n_cells; row += table->n_columns) {
    int more = 1;
    for (size_t c = 0; c < columns; c++) {
      rest[c] = table->cells[row + c];
    }
    while (more) {
      int pending = indent; /* spaces are held back, so that no line ends in them */
      more = 0;
      for (size_t c = 0; c < columns; c++) {
        const size_t n =
            wraps(table->columns[c]) ? next_line(rest[c], widths[c]) : strlen(rest[c]);
        const int w = width_of(rest[c], n), space = widths[c] > w ? widths[c] - w : 0;
        pending += is_right(table->columns[c]) && w > 0 ? space : 0;
        if (n > 0) {
          fprintf(out, "%*s%.*s", pending, "", (int)n, rest[c]);
          pending = 0;
        }
        pending += (is_right(table->columns[c]) && w > 0 ? 0 : space) + GAP;
        rest[c] += n;
        rest[c] += strspn(rest[c], " ");
        more |= *rest[c] != '\0';
      }
      putc('\n', out);
    }
    if (below) {
      print_wrapped(out, table->cells[row + columns], indent + 3 * GAP, width);
    }
  }
}

void print_wrapped(FILE *out, const char *text, int indent, int width)
{
  while (*text) {
    const size_t n = next_line(text, width - indent);
    fprintf(out, "%*s%.*s\n", indent, "", (int)n, text);
    text += n;
    text += strspn(text, " ");
  }
}

int terminal_width(void)
{
  struct winsize size = { 0 };
  const char *columns = getenv("COLUMNS");
  int width = columns ? atoi(columns) : 0;
  if (width <= 0 && isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    width = size.ws_col;
  }
  return width <= 0 ? 100 : width < 60 ? 60 : width > 120 ? 120 : width;
}
