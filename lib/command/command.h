/* command.h — the pieces of the program impakt.
 *
 * The program never asks for the locale, so that numbers have a decimal point everywhere. */
#ifndef COMMAND_H
#define COMMAND_H

#include "impakt.h"

#include <stddef.h>
#include <stdio.h>

enum { EXIT_FINE = 0, EXIT_RUN = 1, EXIT_USAGE = 2 }; /* done, a run failed, wrong input */

int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_run(int argc, char **argv);
int command_population(int argc, char **argv);
int command_merge(int argc, char **argv);

/* show.c: one model, and what other listings share */
struct table;
void show_model(const impakt_model *model);
void show_heading(const char *title, int n);
void show_header(struct table *table, const char *const *names);
void show_table(struct table *table); /* and ends it */
/* show_system.c; an exit status */
int show_system(const char *path);

extern const char help_list[], help_show[], help_run[], help_population[], help_merge[];

/* "impakt: " and the sentence on standard error; returns EXIT_USAGE. */
__attribute__((format(printf, 1, 2))) int usage_error(const char *format, ...);
/* Ends the program with EXIT_RUN: memory is out. */
void *need(void *memory);

/* ---- table.c: aligned columns, of which the last and others wrap ------------------------- */

struct table;
/* columns: one character each, 'l' left, 'r' right, 'w' left and 'h' right, both wrapped where space
 * is short */
struct table *table_new(const char *columns);
void table_free(struct table *table);
/* One more cell, row by row.  NULL is "". */
__attribute__((format(printf, 2, 3))) void table_add(struct table *table, const char *format,
                                                     ...);
/* A number as it would be written by hand: 0.0288811, 171770, 1.1e7; returns text. */
enum { NUMBER_TEXT = 48 };
const char *number_text(char text[NUMBER_TEXT], double value, int digits);
/* The next cell is a number, or two: "0.1 to 5". */
void table_number(struct table *table, double value, int digits);
void table_range(struct table *table, double low, double high);
/* Whether it fits, wrapped where it may be. */
int table_fits(const struct table *table, int indent, int width);
void table_print(const struct table *table, FILE *out, int indent, int width);
/* Text wrapped to the width, each line indented. */
void print_wrapped(FILE *out, const char *text, int indent, int width);
/* The columns of the terminal, between 60 and 120; 100 where there is none. */
int terminal_width(void);

/* ---- csv.c ------------------------------------------------------------------------------- */

/* One field; quoted if it has to be.  The separator or end of line is the caller's. */
void csv_text(FILE *out, const char *text);
/* Ten digits; "NaN" and "Inf" have one spelling. */
void csv_number(FILE *out, double value);
/* A number above last, with as many more digits as make it so on paper; returns what it wrote. */
double csv_next(FILE *out, double value, double last);

#endif
