/* facts.c — does each model say what its paper says?
 *
 *   facts FOLDER                a test for every row of FOLDER/<model>.csv
 *   facts FOLDER --table FILE   writes the rows and our values, and whether they agree: Markdown
 *                               if FILE ends with .md, else CSV; fails if a row has no value
 *
 * A row names a schedule of FOLDER/<model>.json (or two: "a over b", a quotient), a quantity, what
 * is measured of it, and the expected value with its tolerance.  Runs are at a relative tolerance
 * of 1e-11, so that what is compared is the model and not the integrator.  A row that cannot be
 * read is a failure, and so is a model without rows.
 *
 * What a model is known to miss is a row, too, of kind unmet: it fails as soon as ours comes
 * within the (absolute) tolerance, so that a page never calls a limit what is none. */
#include "impakt.h"
#include "scenario.h"
#include "units.h"

#include <check.h>
#include <csv.h>
#include <dirent.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUN_TOLERANCE 1e-11

enum field { SCHEDULE, QUANTITY, MEASURE, EXPECTED, TOLERANCE, KIND, EVIDENCE, SOURCE, FIELDS };
static const char *const header[FIELDS] = { "schedule", "quantity", "measure",  "expected",
                                            "tolerance", "kind",    "evidence", "source" };

/* What a message is written into.  Only the first problem of a row is kept. */
struct problem {
  char text[1400];
};

struct row {
  const impakt_model *model;      /* NULL if the file is not called after one */
  const struct scenario *file;    /* its schedules; NULL if they could not be read */
  char *name;                     /* of the model or the file */
  int line;                       /* 0: the problem is the file's */
  char *field[FIELDS];
  double expected, tolerance;
  int relative, bound, unmet; /* bound: -1 at_most, 1 at_least, 0 where a value is expected */
  struct problem problem; /* "" if none */
};

struct facts {
  struct row *rows;
  int n;
  struct scenario **files;
  int n_files;
};
static struct facts all;

__attribute__((format(printf, 2, 3))) static int blame(struct problem *problem,
                                                      const char *format, ...)
{
  if (!*problem->text) {
    va_list list;
    va_start(list, format);
    vsnprintf(problem->text, sizeof problem->text, format, list);
    va_end(list);
  }
  return -1;
}

static void *need(void *memory)
{
  if (!memory) {
    fputs("facts: out of memory\n", stderr);
    exit(2);
  }
  return memory;
}

static char *copy(const char *text) { return strcpy(need(malloc(strlen(text) + 1)), text); }

/* ---- reading ---------------------------------------------------------------------------------- */

static int read_number(const char *text, double *number)
{
  char *end;
  *number = strtod(text, &end);
  return *text && !*end && isfinite(*number) ? 0 : -1;
}

static struct row *new_row(struct facts *facts, const char *name, int line)
{
  facts->rows = need(realloc(facts->rows, sizeof *facts->rows * (size_t)(facts->n + 1)));
  struct row *row = &facts->rows[facts->n++];
  *row = (struct row){ .name = copy(name), .line = line };
  return row;
}

static void free_facts(struct facts *facts)
{
  for (int i = 0; i < facts->n; i++) {
    for (int k = 0; k < FIELDS; k++) free(facts->rows[i].field[k]);
    free(facts->rows[i].name);
  }
  for (int i = 0; i < facts->n_files; i++) scenario_free(facts->files[i]);
  free(facts->rows);
  free(facts->files);
}

struct reading {
  struct facts *facts;
  const char *name;
  const impakt_model *model;
  const struct scenario *file;
  int line, n_fields, header_seen;
  char *field[FIELDS];
};

static void read_field(void *text, size_t length, void *data)
{
  struct reading *reading = data;
  (void)length; /* a NUL within the field ends it, and it is then malformed */
  if (reading->n_fields < FIELDS) reading->field[reading->n_fields] = copy(text ? text : "");
  reading->n_fields++;
}

static int one_of(const char *text, const char *const *list)
{
  for (int i = 0; list[i]; i++)
    if (!strcmp(text, list[i])) return 1;
  return 0;
}

static void check_row(struct row *row, int n_fields)
{
  struct problem *problem = &row->problem;
  if (n_fields != FIELDS) {
    blame(problem, "has %d fields, not %d", n_fields, FIELDS);
    return;
  }
  for (int i = 0; i < FIELDS; i++)
    if (!*row->field[i]) blame(problem, "has no %s", header[i]);
  if (read_number(row->field[EXPECTED], &row->expected))
    blame(problem, "expected: '%s' is no number", row->field[EXPECTED]);
  if (read_number(row->field[TOLERANCE], &row->tolerance) || row->tolerance < 0)
    blame(problem, "tolerance: '%s' is no number from 0", row->field[TOLERANCE]);
  if (!one_of(row->field[KIND], (const char *const[]){ "relative", "absolute", "at_most",
                                                       "at_least", "unmet", NULL }))
    blame(problem, "kind: '%s' is not relative, absolute, at_most, at_least or unmet",
          row->field[KIND]);
  if (!one_of(row->field[EVIDENCE], (const char *const[]){ "published", "recomputed", "closed_form",
                                                           "identity", NULL }))
    blame(problem, "evidence: '%s' is not published, recomputed, closed_form or identity",
         row->field[EVIDENCE]);
  row->relative = !strcmp(row->field[KIND], "relative");
  row->bound = !strcmp(row->field[KIND], "at_least") - !strcmp(row->field[KIND], "at_most");
  row->unmet = !strcmp(row->field[KIND], "unmet");
  if (row->bound && row->tolerance > 0) blame(problem, "a bound has no tolerance but 0");
  if (row->relative && fabs(row->expected) == 0) blame(problem, "nothing is relative to 0");
}

static void end_of_row(int character, void *data)
{
  struct reading *reading = data;
  (void)character;
  if (!reading->header_seen) {
    reading->header_seen = 1;
    int right = reading->n_fields == FIELDS;
    for (int i = 0; i < FIELDS && right; i++) right = !strcmp(reading->field[i], header[i]);
    if (!right)
      blame(&new_row(reading->facts, reading->name, reading->line)->problem,
           "the first line is not schedule,quantity,measure,expected,tolerance,kind,evidence,"
           "source");
    for (int i = 0; i < reading->n_fields && i < FIELDS; i++) free(reading->field[i]);
  } else {
    struct row *row = new_row(reading->facts, reading->name, reading->line);
    row->model = reading->model;
    row->file = reading->file;
    for (int i = 0; i < FIELDS; i++)
      row->field[i] = i < reading->n_fields ? reading->field[i] : copy("");
    check_row(row, reading->n_fields);
  }
  reading->n_fields = 0;
}

/* Line by line, so that a problem has a line. */
static void read_text(struct reading *reading, const char *text, size_t length)
{
  struct csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL)) need(NULL);
  int broken = 0;
  for (size_t at = 0; at < length && !broken;) {
    const char *end = memchr(text + at, '\n', length - at);
    const size_t n = end ? (size_t)(end - text) + 1 - at : length - at;
    reading->line++;
    broken = csv_parse(&parser, text + at, n, read_field, end_of_row, reading) != n;
    at += n;
  }
  if (!broken) broken = csv_fini(&parser, read_field, end_of_row, reading) != 0;
  if (broken)
    blame(&new_row(reading->facts, reading->name, reading->line)->problem, "%s",
         csv_strerror(csv_error(&parser)));
  for (int i = 0; i < reading->n_fields && i < FIELDS; i++) free(reading->field[i]);
  csv_free(&parser);
}

static char *read_whole(const char *path, size_t *length)
{
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  char *text = NULL;
  size_t n = 0, got;
  do {
    text = need(realloc(text, n + 65536));
    n += got = fread(text + n, 1, 65536, file);
  } while (got);
  const int bad = ferror(file);
  fclose(file);
  if (bad) {
    free(text);
    return NULL;
  }
  *length = n;
  return text;
}

static void read_facts(struct facts *facts, const char *folder, const char *name)
{
  char path[1024], message[SCENARIO_MESSAGE];
  struct scenario *schedules = NULL;
  struct reading reading = { .facts = facts, .name = name, .model = impakt_model_find(name) };
  size_t length = 0;
  if (!reading.model) {
    blame(&new_row(facts, name, 0)->problem, "there is no model of this name");
    return;
  }
  snprintf(path, sizeof path, "%s/%s.json", folder, name);
  if (scenario_read_schedules(&schedules, path, reading.model, message, sizeof message))
    blame(&new_row(facts, name, 0)->problem, "%s", message);
  reading.file = schedules; /* lives as long as the rows */
  facts->files = need(realloc(facts->files, sizeof(void *) * (size_t)(facts->n_files + 1)));
  facts->files[facts->n_files++] = schedules;
  snprintf(path, sizeof path, "%s/%s.csv", folder, name);
  char *text = read_whole(path, &length);
  if (!text) blame(&new_row(facts, name, 0)->problem, "%s cannot be read", path);
  else read_text(&reading, text, length);
  free(text);
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_folder(struct facts *facts, const char *folder)
{
  DIR *directory = opendir(folder);
  if (!directory) return -1;
  char **names = NULL;
  size_t n = 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    const size_t length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 4, ".csv")) continue;
    names = need(realloc(names, sizeof *names * (n + 1)));
    names[n] = copy(entry->d_name);
    names[n++][length - 4] = 0;
  }
  closedir(directory);
  if (n) qsort(names, n, sizeof *names, by_name);
  for (size_t i = 0; i < n; i++) {
    read_facts(facts, folder, names[i]);
    free(names[i]);
  }
  free(names);
  for (int i = 0; i < impakt_model_count(); i++) {
    int n_facts = 0;
    for (int k = 0; k < facts->n; k++) n_facts += facts->rows[k].model == impakt_model_at(i);
    if (!n_facts)
      blame(&new_row(facts, impakt_model_name(impakt_model_at(i)), 0)->problem, "has no facts");
  }
  return 0;
}

/* ---- what is measured --------------------------------------------------------------------------- */

enum measure { VALUE, AT, AFTER, HALF_LIFE, SLOPE, OF_THE_RUN };

struct request {
  enum measure measure;
  int what;                     /* of IMPAKT_PEAK, ... for OF_THE_RUN */
  double level, from, to;       /* hours */
  const char *unit_before, *unit_after; /* around the quantity's; NULL: the unit is before alone */
};

/* "24 h" in hours. */
static int read_time(const char *text, double *hours)
{
  const char *unit_text;
  struct unit unit, hour;
  double value;
  if (units_quantity(text, &value, &unit_text, NULL, 0) ||
      units_parse(unit_text, &unit, NULL, 0) || units_parse("h", &hour, NULL, 0) ||
      !units_convertible(&unit, &hour) || !isfinite(value) || value < 0)
    return -1;
  *hours = value * units_ratio(&unit, &hour);
  return 0;
}

/* "0 h to 28 d" */
static int read_span(const char *text, double *from, double *to)
{
  char first[64];
  const char *between = strstr(text, " to ");
  if (!between || (size_t)(between - text) >= sizeof first) return -1;
  memcpy(first, text, (size_t)(between - text));
  first[between - text] = 0;
  return read_time(first, from) || read_time(between + 4, to) || !(*from < *to) ? -1 : 0;
}

static int read_measure(const char *text, struct request *request)
{
  static const struct {
    const char *words;
    enum measure measure;
    int what;
    const char *before, *after;
  } measures[] = { /* the longer of two that begin alike stands first */
    { "peak time ", OF_THE_RUN, IMPAKT_PEAK_TIME, "h", NULL },
    { "peak ", OF_THE_RUN, IMPAKT_PEAK, "", "" },
    { "lowest time ", OF_THE_RUN, IMPAKT_LOWEST_TIME, "h", NULL },
    { "lowest ", OF_THE_RUN, IMPAKT_LOWEST, "", "" },
    { "area ", OF_THE_RUN, IMPAKT_AREA, "", "*h" },
    { "time above ", OF_THE_RUN, IMPAKT_TIME_ABOVE, "h", NULL },
    { "half life ", HALF_LIFE, 0, "h", NULL },
    { "slope ", SLOPE, 0, "1/h", NULL },
    { "at ", AT, 0, "", "" },
    { "after ", AFTER, 0, "", "" },
    { "value", VALUE, 0, "", "" },
  };
  for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
    const size_t n = strlen(measures[i].words);
    if (strncmp(text, measures[i].words, n)) continue;
    *request = (struct request){ .measure = measures[i].measure,
                                 .what = measures[i].what,
                                 .unit_before = measures[i].before,
                                 .unit_after = measures[i].after };
    const char *rest = text + n;
    if (request->measure == VALUE) return *rest ? -1 : 0;
    if (request->measure == AT || request->measure == AFTER)
      return read_time(rest, &request->from);
    if (request->measure == OF_THE_RUN && request->what == IMPAKT_TIME_ABOVE) {
      char *end;
      request->level = strtod(rest, &end);
      if (end == rest || strncmp(end, ", ", 2) || !isfinite(request->level)) return -1;
      rest = end + 2;
    }
    return read_span(rest, &request->from, &request->to);
  }
  return -1;
}

/* The row of a quantity in any of these kinds; *kind is which. */
static int find(const impakt_model *model, const char *name, const int *kinds, int n, int *kind)
{
  for (int i = 0; i < n; i++) {
    const int index = impakt_model_index(model, kinds[i], name);
    if (index >= 0) {
      *kind = kinds[i];
      return index;
    }
  }
  return -1;
}

static int find_quantity(const struct row *row, const struct request *request, int *kind)
{
  const int constant[] = { IMPAKT_PARAMETER, IMPAKT_DERIVED };
  const int changing[] = { IMPAKT_STATE, IMPAKT_OUTPUT };
  return find(row->model, row->field[QUANTITY], request->measure == VALUE ? constant : changing, 2,
              kind);
}

/* ---- our value ------------------------------------------------------------------------------------ */

static int number_of_patient(impakt_sim *sim, const impakt_model *model, int kind, int index,
                             double *value)
{
  const size_t n = (size_t)impakt_model_size(model, kind);
  double *all = need(malloc(sizeof *all * n));
  const int status = kind == IMPAKT_DERIVED ? impakt_sim_get_derived(sim, all, n)
                                            : impakt_sim_get_parameters(sim, all, n);
  if (status >= 0) *value = all[index];
  free(all);
  return status;
}

static int measure(const struct row *row, const struct request *request, int arm, double *value,
                   struct problem *problem)
{
  char message[SCENARIO_MESSAGE];
  const char *quantity = row->field[QUANTITY];
  impakt_sim *sim = NULL;
  int kind = 0, number = 0, status;
  const int index = find_quantity(row, request, &kind);
  if (index < 0) return blame(problem, "there is no such quantity for this measure");
  if (scenario_simulation(row->file, arm, &sim, message, sizeof message))
    return blame(problem, "%s", message);

  double at[2] = { request->from, request->to }, x[2];
  switch (request->measure) {
  case VALUE: status = number_of_patient(sim, row->model, kind, index, value); break;
  case OF_THE_RUN:
    status = impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, RUN_TOLERANCE);
    if (status >= 0) status = impakt_sim_watch(sim, quantity);
    if (status >= 0)
      status = impakt_sim_measure(sim, quantity, request->what, request->level, request->from,
                                  request->to, &number);
    if (status >= 0) status = impakt_sim_run(sim, &at[1], 1, x, 1);
    if (status >= 0) status = impakt_sim_measured(sim, number, value);
    break;
  default: {
    const size_t n = request->measure == AT || request->measure == AFTER ? 1 : 2;
    status = impakt_sim_set_option(sim, IMPAKT_RELATIVE_TOLERANCE, RUN_TOLERANCE);
    if (status >= 0)
      status = impakt_sim_set_option(sim, IMPAKT_SAMPLE_AFTER, request->measure == AFTER);
    if (status >= 0) status = impakt_sim_watch(sim, quantity);
    if (status >= 0) status = impakt_sim_run(sim, at, n, x, n);
    if (status < 0) break;
    const double fall = n == 2 ? log(x[0] / x[1]) / (at[1] - at[0]) : NAN;
    *value = request->measure == HALF_LIFE ? log(2) / fall
             : request->measure == SLOPE   ? -fall
                                           : x[0];
  }
  }
  if (status < 0) blame(problem, "%s: %s", impakt_status_text(status), impakt_sim_message(sim));
  impakt_sim_free(sim);
  return status < 0 ? -1 : 0;
}

/* The value of a row, or the problem that it has. */
static int evaluate(const struct row *row, double *value, struct problem *problem)
{
  struct request request;
  if (*row->problem.text) return blame(problem, "%s", row->problem.text);
  if (!row->file) return blame(problem, "its schedules could not be read");
  if (read_measure(row->field[MEASURE], &request))
    return blame(problem, "measure: '%s' is not understood", row->field[MEASURE]);
  const char *schedule = row->field[SCHEDULE], *over = strstr(schedule, " over ");
  const int arm = scenario_arm_find(row->file, schedule);
  if (arm >= 0) return measure(row, &request, arm, value, problem);
  if (!over) return blame(problem, "schedule: there is no '%s'", schedule);
  char *first = copy(schedule);
  first[over - schedule] = 0;
  const int above = scenario_arm_find(row->file, first);
  const int below = scenario_arm_find(row->file, over + strlen(" over "));
  free(first);
  if (above < 0 || below < 0) return blame(problem, "schedule: there is no '%s'", schedule);
  double a, b;
  if (measure(row, &request, above, &a, problem) || measure(row, &request, below, &b, problem))
    return -1;
  *value = a / b;
  return 0;
}

static int agrees(const struct row *row, double value)
{
  if (row->bound) return (value - row->expected) * row->bound >= 0;
  const double allowed = row->relative ? row->tolerance * fabs(row->expected) : row->tolerance;
  if (row->unmet) return fabs(value - row->expected) > allowed;
  return fabs(value - row->expected) <= allowed; /* no, if it is NaN */
}

/* ---- tests ------------------------------------------------------------------------------------------ */

START_TEST(fact)
{
  const struct row *row = &all.rows[_i];
  struct problem problem = { "" };
  double value = NAN;
  if (!row->line) ck_abort_msg("%s: %s", row->name, row->problem.text);
  if (evaluate(row, &value, &problem))
    ck_abort_msg("%s.csv:%d: %s, %s, %s: %s", row->name, row->line,
                 row->field[0] ? row->field[SCHEDULE] : "",
                 row->field[0] ? row->field[QUANTITY] : "",
                 row->field[0] ? row->field[MEASURE] : "", problem.text);
  ck_assert_msg(agrees(row, value),
                "%s.csv:%d: %s, %s, %s: expected %s, ours %.12g: off by %.3g (%.3g relative), "
                "tolerance %s %s (%s: %s)",
                row->name, row->line, row->field[SCHEDULE], row->field[QUANTITY],
                row->field[MEASURE], row->field[EXPECTED], value, value - row->expected,
                value / row->expected - 1, row->field[TOLERANCE], row->field[KIND],
                row->field[EVIDENCE], row->field[SOURCE]);
}
END_TEST

static void read_test(struct facts *facts, const char *text)
{
  struct reading reading = { .facts = facts, .name = "test" };
  read_text(&reading, text, strlen(text));
}

#define HEADER "schedule,quantity,measure,expected,tolerance,kind,evidence,source\n"

static const struct {
  const char *text, *problem;
} malformed[] = {
  { "schedule,quantity\n", "the first line is not schedule," },
  { HEADER "a,C,at 0 h,1,0.1,relative,recomputed\n", "has 7 fields, not 8" },
  { HEADER "a,C,at 0 h,1,0.1,relative,recomputed,s,t\n", "has 9 fields, not 8" },
  { HEADER "a,,at 0 h,1,0.1,relative,recomputed,s\n", "has no quantity" },
  { HEADER "a,C,at 0 h,1x,0.1,relative,recomputed,s\n", "expected: '1x' is no number" },
  { HEADER "a,C,at 0 h,nan,0.1,relative,recomputed,s\n", "expected: 'nan' is no number" },
  { HEADER "a,C,at 0 h,1,-0.1,relative,recomputed,s\n", "tolerance: '-0.1' is no number from 0" },
  { HEADER "a,C,at 0 h,1,0.1,roughly,recomputed,s\n", "kind: 'roughly' is not" },
  { HEADER "a,C,at 0 h,1,0.1,at_most,published,s\n", "a bound has no tolerance" },
  { HEADER "a,C,at 0 h,1,0.1,relative,rumour,s\n", "evidence: 'rumour' is not" },
  { HEADER "a,C,at 0 h,0,0.1,relative,recomputed,s\n", "nothing is relative to 0" },
  { HEADER "a,C,at 0 h,1,0.1,relative,recomputed,\"s\n", "" /* whatever libcsv says */ },
};

START_TEST(malformed_row)
{
  struct facts facts = { 0 };
  struct problem problem = { "" };
  double value;
  read_test(&facts, malformed[_i].text);
  ck_assert_int_eq(facts.n, 1);
  ck_assert_ptr_nonnull(strstr(facts.rows[0].problem.text, malformed[_i].problem));
  ck_assert_str_ne(facts.rows[0].problem.text, "");
  ck_assert_int_ne(evaluate(&facts.rows[0], &value, &problem), 0);
  free_facts(&facts);
}
END_TEST

START_TEST(right_row)
{
  struct facts facts = { 0 };
  read_test(&facts, HEADER "a,C,\"time above 0.5, 0 h to 2 d\",1,0.1,relative,recomputed,\"b, c\"\n"
                           "a,C,at 0 h,0,0.1,absolute,recomputed,s\n"
                           "a,C,at 0 h,2,0,at_most,published,s\n"
                           "a,C,at 0 h,2,0,at_least,published,s\n"
                           "a,C,at 0 h,2,0.5,unmet,published,s\n");
  ck_assert_int_eq(facts.n, 5);
  const struct row *first = &facts.rows[0], *second = &facts.rows[1];
  ck_assert_str_eq(first->problem.text, "");
  ck_assert_str_eq(first->field[SOURCE], "b, c");
  ck_assert_int_eq(second->line, 3);
  ck_assert(agrees(first, 1.0999) && !agrees(first, 1.1001) && !agrees(first, NAN));
  ck_assert(agrees(second, -0.0999) && !agrees(second, -0.1001));
  const struct row *most = &facts.rows[2], *least = &facts.rows[3], *unmet = &facts.rows[4];
  ck_assert(agrees(unmet, 2.51) && agrees(unmet, 1) && !agrees(unmet, 2.5) && !agrees(unmet, NAN));
  ck_assert(agrees(most, 2) && agrees(most, -9) && !agrees(most, 2.0001) && !agrees(most, NAN));
  ck_assert(agrees(least, 2) && agrees(least, 9) && !agrees(least, 1.9999) && !agrees(least, NAN));
  free_facts(&facts);
}
END_TEST

START_TEST(measures)
{
  struct request r;
  const char *wrong[] = { "", "value 3 h", "at", "at 3", "at 3 mg", "at -3 h", "at nan h", "peak",
                          "peak 3 h", "peak 3 h to 2 h", "peak 3 h to 2 d to 4 d", "time above, 0 h to 1 h",
                          "time above 3 0 h to 1 h", "maximum 0 h to 1 h" };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    ck_assert_msg(read_measure(wrong[i], &r) != 0, "%s", wrong[i]);
  ck_assert_int_eq(read_measure("at 2 d", &r), 0);
  ck_assert(r.measure == AT && fabs(r.from - 48) < 1e-12);
  ck_assert_int_eq(read_measure("lowest time 1 h to 1 week", &r), 0);
  ck_assert(r.what == IMPAKT_LOWEST_TIME && fabs(r.from - 1) < 1e-12 && fabs(r.to - 168) < 1e-12);
  ck_assert_int_eq(read_measure("time above 0.5, 0 h to 28 d", &r), 0);
  ck_assert(r.what == IMPAKT_TIME_ABOVE && fabs(r.level - 0.5) < 1e-15);
}
END_TEST

/* ---- the table ---------------------------------------------------------------------------------------- */

/* A field of CSV, or of a table in Markdown, where a bar would end it. */
static void put(FILE *file, int markdown, const char *text, int last)
{
  const int quoted = !markdown && strpbrk(text, ",\"\n") != NULL;
  if (markdown) fputs(" ", file);
  if (quoted) putc('"', file);
  for (const char *c = text; *c; c++) {
    if ((quoted && *c == '"') || (markdown && *c == '|')) putc(quoted ? '"' : '\\', file);
    putc(*c, file);
  }
  if (quoted) putc('"', file);
  if (markdown) fputs(last ? " |" : " |", file);
  else if (!last) putc(',', file);
  if (last) putc('\n', file);
}

static void unit_of(const struct row *row, char unit[128])
{
  struct request request;
  int kind;
  snprintf(unit, 128, "1");
  if (scenario_arm_find(row->file, row->field[SCHEDULE]) < 0) return; /* a quotient */
  if (read_measure(row->field[MEASURE], &request)) return;
  const int index = find_quantity(row, &request, &kind);
  const char *own = index < 0 ? "" : impakt_model_text(row->model, kind, index, IMPAKT_UNIT);
  snprintf(unit, 128, "%s%s%s", request.unit_before, request.unit_after ? own : "",
           request.unit_after ? request.unit_after : "");
}

static int write_table(const char *path)
{
  static const char *const columns[] = { "model",    "schedule", "quantity", "measure",
                                         "unit",     "expected", "ours",     "off by",
                                         "tolerance", "kind",    "agrees",   "evidence",
                                         "source" };
  const size_t n = sizeof columns / sizeof *columns, length = strlen(path);
  const int markdown = length > 3 && !strcmp(path + length - 3, ".md");
  int failed = 0;
  FILE *file = fopen(path, "w");
  if (!file) return -1;
  if (markdown) putc('|', file);
  for (size_t i = 0; i < n; i++) put(file, markdown, columns[i], i == n - 1);
  if (markdown) {
    putc('|', file);
    for (size_t i = 0; i < n; i++) fputs("---|", file);
    putc('\n', file);
  }
  for (int i = 0; i < all.n; i++) {
    const struct row *row = &all.rows[i];
    struct problem problem = { "" };
    double value;
    char ours[32], off[32], unit[128];
    if (evaluate(row, &value, &problem)) {
      if (row->line) fprintf(stderr, "%s.csv:%d: %s\n", row->name, row->line, problem.text);
      else fprintf(stderr, "%s: %s\n", row->name, problem.text);
      failed = 1;
      continue;
    }
    const int right = agrees(row, value);
    unit_of(row, unit);
    snprintf(ours, sizeof ours, "%.10g", value);
    snprintf(off, sizeof off, "%.2g",
             row->relative ? value / row->expected - 1 : value - row->expected);
    const char *const fields[] = { row->name, row->field[SCHEDULE], row->field[QUANTITY],
                                   row->field[MEASURE], unit, row->field[EXPECTED], ours, off,
                                   row->field[TOLERANCE], row->field[KIND], right ? "yes" : "no",
                                   row->field[EVIDENCE], row->field[SOURCE] };
    if (markdown) putc('|', file);
    for (size_t k = 0; k < n; k++) put(file, markdown, fields[k], k == n - 1);
  }
  const int written = !ferror(file);
  return fclose(file) || !written ? -1 : failed;
}

int main(int argc, char **argv)
{
  if ((argc != 2 && argc != 4) || (argc == 4 && strcmp(argv[2], "--table"))) {
    fprintf(stderr, "usage: %s FOLDER [--table FILE]\n", argv[0]);
    return 2;
  }
  if (read_folder(&all, argv[1])) {
    fprintf(stderr, "%s cannot be read\n", argv[1]);
    return 2;
  }
  if (argc == 4) {
    const int result = write_table(argv[3]);
    if (result < 0) fprintf(stderr, "%s cannot be written\n", argv[3]);
    free_facts(&all);
    return result != 0;
  }
  Suite *suite = suite_create("facts");
  TCase *facts = tcase_create("facts"), *reading = tcase_create("reading");
  tcase_set_timeout(facts, 60);
  tcase_add_loop_test(facts, fact, 0, all.n);
  tcase_add_loop_test(reading, malformed_row, 0, (int)(sizeof malformed / sizeof *malformed));
  tcase_add_test(reading, right_row);
  tcase_add_test(reading, measures);
  suite_add_tcase(suite, facts);
  suite_add_tcase(suite, reading);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  free_facts(&all);
  return failed > 0;
}
