/* summary_file.c — summaries as bytes: little-endian numbers of 64 bits, the same on every machine.
 *
 *   magic; seed, fingerprint, times, columns, measures, failed, kept failures, ranges, names
 *   times; names; failures; ranges; cells */
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = { 'i', 'm', 'p', 'a', 'k', 't', 'S', '2' };

/* ---- writing --------------------------------------------------------------------------------- */

struct writer {
  unsigned char *bytes;
  size_t n, at; /* what does not fit is counted */
};

static void put(struct writer *w, const void *bytes, size_t n)
{
  if (w->at <= w->n && n <= w->n - w->at) memcpy(w->bytes + w->at, bytes, n);
  w->at += n;
}

static void put_integer(struct writer *w, uint64_t value)
{
  unsigned char bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(value >> (8 * i));
  put(w, bytes, sizeof bytes);
}

static void put_number(struct writer *w, double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  put_integer(w, bits);
}

static void put_sum(struct writer *w, const struct exact_sum *sum)
{
  struct exact_sum settled = *sum;
  exact_settle(&settled);
  for (int i = 0; i < EXACT_WORDS; i++) put_integer(w, (uint64_t)settled.word[i]);
}

static void put_cell(struct writer *w, const struct cell *c)
{
  put_integer(w, c->n);
  put_integer(w, c->absent);
  put_number(w, c->least);
  put_number(w, c->most);
  put_sum(w, &c->sum);
  put_sum(w, &c->squares);
  put_integer(w, (uint64_t)c->histogram.n);
  for (int i = 0; i < c->histogram.n; i++) {
    const struct histogram_page *page = &c->histogram.pages[i];
    put_integer(w, (uint64_t)(int64_t)page->first);
    for (int k = 0; k < PAGE_BINS; k++) put_integer(w, page->count[k]);
  }
}

static void put_all(struct writer *w, const impakt_summary *s)
{
  const size_t names = strlen(s->names);
  put(w, magic, sizeof magic);
  const uint64_t head[] = { s->seed,
                            s->fingerprint,
                            s->n_times,
                            (uint64_t)s->n_columns,
                            (uint64_t)s->n_measures,
                            s->failed,
                            (uint64_t)s->n_failures,
                            (uint64_t)s->n_ranges,
                            names };
  for (size_t i = 0; i < sizeof head / sizeof *head; i++) put_integer(w, head[i]);
  for (size_t i = 0; i < s->n_times; i++) put_number(w, s->times[i]);
  put(w, s->names, names);
  for (int i = 0; i < s->n_failures; i++) {
    put_integer(w, s->failures[i].patient);
    put_integer(w, (uint64_t)(int64_t)s->failures[i].status);
    put(w, s->failures[i].why, sizeof s->failures[i].why);
  }
  for (int i = 0; i < s->n_ranges; i++) {
    put_integer(w, s->ranges[i].first);
    put_integer(w, s->ranges[i].count);
  }
  for (size_t i = 0; i < s->n_cells; i++) put_cell(w, &s->cells[i]);
}

impakt_status impakt_summary_save(const impakt_summary *s, void *bytes, size_t n,
                                  size_t *needed)
{
  if (!s || !needed || (n && !bytes)) return IMPAKT_E_ARGUMENT;
  struct writer count = { .at = 0 };
  put_all(&count, s);
  *needed = count.at;
  if (!n) return IMPAKT_OK;
  if (n != count.at) return IMPAKT_E_LENGTH;
  struct writer w = { bytes, n, 0 };
  put_all(&w, s);
  return IMPAKT_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct bytes {
  const unsigned char *bytes;
  size_t n, at;
  int short_of; /* what was asked for is not there */
};

static const unsigned char *take(struct bytes *r, size_t n)
{
  if (r->short_of || n > r->n - r->at) {
    r->short_of = 1;
    return NULL;
  }
  r->at += n;
  return r->bytes + r->at - n;
}

static uint64_t take_integer(struct bytes *r)
{
  const unsigned char *bytes = take(r, 8);
  uint64_t value = 0;
  for (int i = 0; bytes && i < 8; i++) value |= (uint64_t)bytes[i] << (8 * i);
  return value;
}

static double take_number(struct bytes *r)
{
  const uint64_t bits = take_integer(r);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void take_sum(struct bytes *r, struct exact_sum *sum)
{
  for (int i = 0; i < EXACT_WORDS; i++) sum->word[i] = (int64_t)take_integer(r);
  for (int i = 0; i < EXACT_WORDS - 1; i++) r->short_of |= sum->word[i] >> 32 != 0;
}

/* 1 if the bytes are not those of a cell, -1 without memory. */
static int take_cell(struct bytes *r, struct cell *c)
{
  enum { LAST_PAGE = 1 << 18 };
  c->n = take_integer(r);
  c->absent = take_integer(r);
  c->least = take_number(r);
  c->most = take_number(r);
  take_sum(r, &c->sum);
  take_sum(r, &c->squares);
  uint64_t counted = 0;
  int64_t last = -LAST_PAGE;
  for (uint64_t left = take_integer(r); left && !r->short_of; left--) {
    const int64_t first = (int64_t)take_integer(r);
    if (first <= last || first >= LAST_PAGE || first % PAGE_BINS) return 1;
    last = first;
    struct histogram_page *page = histogram_page(&c->histogram, (int)first);
    if (!page) return -1;
    for (int k = 0; k < PAGE_BINS; k++) counted += page->count[k] = take_integer(r);
  }
  return r->short_of || counted != c->n;
}

static int take_lists(struct bytes *r, impakt_summary *s, uint64_t n_failures,
                      uint64_t n_ranges)
{
  struct range *ranges = realloc(s->ranges, sizeof *ranges * (n_ranges + 1));
  if (!ranges) return -1;
  s->ranges = ranges;
  for (uint64_t i = 0; i < n_failures; i++) {
    struct failed_patient *f = &s->failures[s->n_failures++];
    f->patient = take_integer(r);
    f->status = (int32_t)(int64_t)take_integer(r);
    const unsigned char *why = take(r, sizeof f->why);
    if (why) memcpy(f->why, why, sizeof f->why);
    f->why[sizeof f->why - 1] = '\0';
  }
  for (uint64_t i = 0; i < n_ranges; i++) {
    struct range *range = &s->ranges[s->n_ranges++];
    range->first = take_integer(r);
    range->count = take_integer(r);
  }
  return r->short_of;
}

static impakt_summary *take_shape(struct bytes *r, uint64_t *n_failures, uint64_t *n_ranges,
                                  int *status)
{
  const unsigned char *begin = take(r, sizeof magic);
  *status = IMPAKT_E_ARGUMENT;
  if (!begin || memcmp(begin, magic, sizeof magic)) return NULL;
  const uint64_t seed = take_integer(r), fingerprint = take_integer(r);
  const uint64_t n_times = take_integer(r), n_columns = take_integer(r);
  const uint64_t n_measures = take_integer(r), failed = take_integer(r);
  *n_failures = take_integer(r), *n_ranges = take_integer(r);
  const uint64_t n_names = take_integer(r);
  /* no list is longer than the bytes that are left */
  const uint64_t most = r->n / 8;
  if (r->short_of || n_times > most || n_columns > 100000 || n_measures > most ||
      *n_failures > MOST_FAILURES || *n_ranges > most || n_names > r->n ||
      (n_columns && n_times > most / n_columns))
    return NULL;
  double *times = malloc(sizeof *times * (n_times + 1));
  char *names = calloc(n_names + 1, 1);
  impakt_summary *s = NULL;
  for (uint64_t i = 0; times && i < n_times; i++) times[i] = take_number(r);
  const unsigned char *text = take(r, n_names);
  if (names && text) memcpy(names, text, n_names);
  if (!r->short_of) *status = IMPAKT_E_MEMORY;
  if (times && names && !r->short_of)
    s = summary_of_shape(n_times, (int)n_columns, (int)n_measures, times, names);
  free(times);
  free(names);
  if (s) s->seed = seed, s->fingerprint = fingerprint, s->failed = failed;
  return s;
}

impakt_status impakt_summary_load(impakt_summary **out, const void *bytes, size_t n)
{
  if (!out || !bytes) return IMPAKT_E_ARGUMENT;
  struct bytes r = { bytes, n, 0, 0 };
  uint64_t n_failures, n_ranges;
  int status;
  impakt_summary *s = take_shape(&r, &n_failures, &n_ranges, &status);
  if (!s) return status;
  int problem = take_lists(&r, s, n_failures, n_ranges);
  for (size_t i = 0; i < s->n_cells && !problem; i++) problem = take_cell(&r, &s->cells[i]);
  if (!problem && r.at != r.n) problem = 1;
  if (problem) {
    impakt_summary_free(s);
    return problem < 0 ? IMPAKT_E_MEMORY : IMPAKT_E_ARGUMENT;
  }
  *out = s;
  return IMPAKT_OK;
}
