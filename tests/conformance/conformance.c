/* conformance.c — everything that can be given, against an independent answer.
 *
 *   conformance PAGE           checks every row, and that PAGE shows these rows
 *   conformance --page PAGE    checks every row, and writes PAGE
 *   conformance --row N        prints the courses of one row
 *
 * The error of a row is the largest difference in any state at any sample, relative to the peak of
 * that state in the course (its largest value, at the samples; 1 mg where it stays 0).  Linear
 * models have to agree within 1e-8, others within 1e-6.  The library runs at 1e-11, so that what is
 * compared is what a record means and not how closely one integrates; the references are good to
 * about 1e-12, and where there are two of them they have to agree within 1e-10. */
#include "row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_tables;
static const double linear_within = 1e-8, others_within = 1e-6, references_within = 1e-10;

/* ---- samples --------------------------------------------------------------------------------- */

static int by_size(const void *left, const void *right)
{
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* A grid on which nothing happens, and all times of records and arrivals. */
static void choose_times(const struct row *row, struct samples *s)
{
  memset(s, 0, sizeof *s);
  for (int k = 0; k < 60; k++) s->time[s->n++] = 0.37 + 0.793 * k;
  for (int i = 0; i < row->n_records; i++) {
    const struct record *r = &row->records[i];
    s->time[s->n++] = r->time;
    if (r->repeats) s->time[s->n++] = r->time + r->interval;
    if (row->lag > 0 && r->input == 0) s->time[s->n++] = r->time + row->lag;
  }
  qsort(s->time, (size_t)s->n, sizeof *s->time, by_size);
  int kept = 0;
  for (int i = 0; i < s->n; i++)
    if (!kept || s->time[i] > s->time[kept - 1]) s->time[kept++] = s->time[i];
  s->n = kept;
}

static double difference(const struct samples *a, const struct samples *b, int states)
{
  double most = 0;
  for (int j = 0; j < states; j++) {
    double peak = 0, off = 0;
    for (int i = 0; i < a->n; i++) {
      peak = fmax(peak, fabs(b->state[i][j]));
      off = fmax(off, fabs(a->state[i][j] - b->state[i][j]));
      if (!isfinite(a->state[i][j])) return INFINITY;
    }
    most = fmax(most, off / (peak > 0 ? peak : 1));
  }
  return most;
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct verdict {
  double error, within;
  int failed;
};

static void complain(int number, const struct row *row, const char *why)
{
  char given[512];
  words_given(row, given, sizeof given);
  printf("row %d (%s; %s): %s\n", number, words_model(row->model), given, why);
}

/* As a dose table the row is the same in every bit. */
static int check_table(int number, const struct row *row, const struct samples *ours)
{
  static struct samples by_table;
  char why[512];
  by_table = *ours;
  const int status = tables_course(row, &by_table, why, sizeof why);
  n_tables += status == 1;
  if (status < 0) complain(number, row, why);
  if (status != 1) return status < 0;
  if (!memcmp(ours->state, by_table.state, sizeof ours->state)) return 0;
  complain(number, row, "another course as a dose table");
  return 1;
}

static struct verdict check(int number, const struct row *row)
{
  static struct samples ours, expected, other;
  struct verdict v = { 0, table_is_linear(row->model) ? linear_within : others_within, 0 };
  char message[600];
  choose_times(row, &ours);
  expected = other = ours;
  brute_course(row, &expected);
  if (table_is_linear(row->model) && !row->n_weights) {
    superposition_course(row, &other);
    const double off = difference(&other, &expected, table_states(row->model));
    if (off > references_within) {
      snprintf(message, sizeof message, "the references differ by %.2g", off);
      complain(number, row, message);
      v.failed = 1;
    }
    expected = other;
  }
  char why[512];
  if (ours_course(row, &ours, why, sizeof why)) {
    complain(number, row, why);
    v.error = INFINITY;
  } else {
    v.error = difference(&ours, &expected, table_states(row->model));
    snprintf(message, sizeof message, "off by %.2g, expected %.0g", v.error, v.within);
    if (!(v.error <= v.within)) complain(number, row, message);
    v.failed |= check_table(number, row, &ours);
  }
  v.failed |= !(v.error <= v.within);
  return v;
}

static void print_row(int number, const struct row *row)
{
  static struct samples ours, brute, exact;
  char why[512];
  choose_times(row, &ours);
  brute = exact = ours;
  if (ours_course(row, &ours, why, sizeof why)) complain(number, row, why);
  brute_course(row, &brute);
  if (table_is_linear(row->model) && !row->n_weights) superposition_course(row, &exact);
  else exact = brute;
  complain(number, row,
           "time; of each state the library's, what it is off by from exponentials, from brute "
           "force");
  for (int i = 0; i < ours.n; i++) {
    printf("%8.4f", ours.time[i]);
    for (int j = 0; j < table_states(row->model); j++)
      printf("  %14.9g %9.2g %9.2g", ours.state[i][j], ours.state[i][j] - exact.state[i][j],
             ours.state[i][j] - brute.state[i][j]);
    printf("\n");
  }
}

/* ---- the page -------------------------------------------------------------------------------- */

static const char head[] =
    "# Conformance of doses\n"
    "\n"
    "Written by `meson compile -C build conformance_page`, which runs every row; a test runs "
    "them\n"
    "again and compares the rows with this page.  Each is a course of 48 h with samples every "
    "0.793 h and at the times of its "
    "records,\n"
    "run at a relative tolerance of 1e-11.  The error is the largest difference in any state "
    "at\n"
    "any sample, relative to the peak of that state in the course.\n"
    "\n"
    "The reference shares no code with the library.  *Exponentials*: the sum of what each "
    "dose\n"
    "leaves, in closed form; a steady state is the sum over the doses of the past, one by "
    "one.\n"
    "*Brute force*: the equations written out again, stepped by an extrapolated midpoint rule "
    "of\n"
    "order 12 with steps of a quarter of an hour; a steady state is the doses given until "
    "nothing\n"
    "changes.  Linear models without covariates are run both ways, and the two agree within "
    "1e-10.\n"
    "Rows that NONMEM's items can say are given as a dose table too, and are the same in every "
    "bit.\n"
    "\n"
    "Records are written as in a dose table: AMT in mg, RATE in mg/h (-1: modelled rate R, "
    "-2:\n"
    "modelled duration D), II in h, ADDL, SS 1 (alone) and 2 (added), EVID 3 (reset) and 4 "
    "(reset\n"
    "and dose).  F and lag are those of the first input (by mouth where there is one).  The "
    "models\n"
    "are `tests/models/unit_one.c`, `unit_two.c`, `unit_oral.c`, `unit_oral_two.c`, "
    "`unit_mm.c` and\n"
    "`unit_turnover.c`.  What each record means is in `include/impakt.h`.\n"
    "\n"
    "| | model | given | reference | error | within |\n"
    "|---|---|---|---|---|---|\n";

/* Up to the error. */
static void row_text(int number, const struct row *row, char *text, int size)
{
  char given[512];
  words_given(row, given, sizeof given);
  snprintf(text, (size_t)size, "| %d | %s | %s | %s | ", number, words_model(row->model), given,
           words_reference(row));
}

static void page_row(FILE *page, int number, const struct row *row, const struct verdict *v)
{
  char text[700];
  row_text(number, row, text, sizeof text);
  fprintf(page, "%s%.0e | %.0e |\n", text, v->error, v->within);
}

static const char nonmem_head[] =
    "\n"
    "## Beside NONMEM\n"
    "\n"
    "Numbers that NONMEM 7.4.3 printed for [mrgsolve's and nlmixr2's "
    "comparisons](https://github.com/nlmixr2/nmtests)\n"
    "(`TAB`, cases by their numbers there): one compartment, CL 1.1 L/h, V 20 L, absorption "
    "1.5/h,\n"
    "ng/mL.  They agree to the last digit of five, but where a lag is longer than the interval "
    "and\n"
    "before the first dose arrives: there NONMEM takes the steady state at the arrival and "
    "follows\n"
    "the equations backwards, past the doses that arrive in between, which can make "
    "concentrations\n"
    "negative.  Ours are those of doses since ever.\n"
    "\n"
    "| case | given | h | NONMEM | impakt | |\n"
    "|---|---|---|---|---|---|\n";

static int put(void *page, const char *line) { return fputs(line, page) < 0; }

/* The next line of a page that is a row of a table and no head. */
static int next_row(FILE *page, char *line, int size)
{
  while (fgets(line, size, page))
    if (!strncmp(line, "| ", 2) && strncmp(line, "| |", 3) && strncmp(line, "| case", 6))
      return 1;
  return 0;
}

static int is_next(void *page, const char *expected)
{
  char line[1024];
  return !next_row(page, line, sizeof line) || strcmp(line, expected) != 0;
}

/* Whether the page that is there shows these rows, the figures of the errors aside. */
static int page_is_current(const char *file, const struct row *rows, int n)
{
  FILE *page = fopen(file, "r");
  char line[1024], text[700];
  int at = 0;
  if (!page) {
    printf("%s cannot be read\n", file);
    return 0;
  }
  for (; at < n && next_row(page, line, sizeof line); at++) {
    row_text(at + 1, &rows[at], text, sizeof text);
    if (strncmp(line, text, strlen(text))) break;
  }
  const int current =
      at == n && !nonmem_lines(is_next, page) && !next_row(page, line, sizeof line);
  fclose(page);
  if (!current)
    printf("%s is out of date at row %d: write it anew with conformance --page\n", file,
           at + 1);
  return current;
}

int main(int argc, char **argv)
{
  int n, failed = 0;
  const struct row *rows = table_rows(&n);
  if (argc == 3 && !strcmp(argv[1], "--row")) {
    const int number = atoi(argv[2]);
    if (number < 1 || number > n) return EXIT_FAILURE;
    print_row(number, &rows[number - 1]);
    return EXIT_SUCCESS;
  }
  const int writes = argc == 3 && !strcmp(argv[1], "--page");
  if (argc != 2 && !writes) {
    printf("conformance PAGE, conformance --page PAGE, or conformance --row NUMBER\n");
    return EXIT_FAILURE;
  }
  FILE *page = writes ? fopen(argv[2], "w") : NULL;
  if (writes && !page) {
    printf("%s cannot be written\n", argv[2]);
    return EXIT_FAILURE;
  }
  if (page) fputs(head, page);
  double worst[2] = { 0, 0 };
  for (int i = 0; i < n; i++) {
    const struct verdict v = check(i + 1, &rows[i]);
    double *const w = &worst[!table_is_linear(rows[i].model)];
    failed += v.failed;
    *w = fmax(*w, v.error);
    if (page) page_row(page, i + 1, &rows[i], &v);
  }
  if (page) {
    fputs(nonmem_head, page);
    failed += nonmem_lines(put, page);
    fclose(page);
  } else failed += !page_is_current(argv[1], rows, n);
  printf("%d of them also as dose tables, in the same bits\n"
         "worst: %.1e linear, %.1e others\n%d passed, %d failed\n",
         n_tables, worst[0], worst[1], n - failed, failed);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
