/* histogram.c — counts in bins, page by page. */
#include "histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of a double the exponent and the first five bits of the fraction: consecutive integers. */
enum { FRACTION_BITS = 52, KEPT_BITS = 5 };

int histogram_bin(double value)
{
  if (value == 0) return 0;
  uint64_t bits;
  const double size = fabs(value);
  memcpy(&bits, &size, sizeof bits);
  const int bin = 1 + (int)(bits >> (FRACTION_BITS - KEPT_BITS));
  return value < 0 ? -bin : bin;
}

double histogram_edge(int bin)
{
  if (bin == 0) return 0;
  const uint64_t bits = (uint64_t)(abs(bin) - (bin > 0)) << (FRACTION_BITS - KEPT_BITS);
  double size;
  memcpy(&size, &bits, sizeof size);
  return bin < 0 ? -size : size;
}

int histogram_first(int bin) { return bin & -PAGE_BINS; }

/* A place for a page before number `at`. */
static struct histogram_page *insert(struct histogram *h, int at, int first)
{
  if (h->n == h->room) {
    const int room = h->room ? 2 * h->room : 2;
    struct histogram_page *pages = realloc(h->pages, sizeof *pages * room);
    if (!pages) return NULL;
    h->pages = pages, h->room = room;
  }
  struct histogram_page *page = h->pages + at;
  memmove(page + 1, page, sizeof *page * (h->n++ - at));
  *page = (struct histogram_page){ .first = first };
  return page;
}

/* Mostly no page is missing between others: then its place is known without a search, whose branches would
 * be taken at random. */
struct histogram_page *histogram_page(struct histogram *h, int first)
{
  const unsigned guess = h->n ? ((unsigned)first - (unsigned)h->pages->first) / PAGE_BINS : 0;
  if (guess < (unsigned)h->n && h->pages[guess].first == first) return &h->pages[guess];
  int low = 0, high = h->n;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (h->pages[middle].first < first) low = middle + 1;
    else high = middle;
  }
  if ((low == h->n || h->pages[low].first != first) && !insert(h, low, first)) return NULL;
  return &h->pages[low];
}

int histogram_add(struct histogram *h, double value)
{
  const int bin = histogram_bin(value), first = histogram_first(bin);
  struct histogram_page *page = histogram_page(h, first);
  if (!page) return -1;
  page->count[bin - first]++;
  return 0;
}

int histogram_merge(struct histogram *h, const struct histogram *other)
{
  for (int i = 0; i < other->n; i++) /* all room first, lest half of it be added */
    if (!histogram_page(h, other->pages[i].first)) return -1;
  for (int i = 0; i < other->n; i++) {
    struct histogram_page *page = histogram_page(h, other->pages[i].first);
    for (int k = 0; k < PAGE_BINS; k++) page->count[k] += other->pages[i].count[k];
  }
  return 0;
}

int histogram_ranked(const struct histogram *h, double rank, double *before, double *within)
{
  int bin = 0;
  double sum = 0;
  *before = *within = 0;
  for (int i = 0; i < h->n; i++)
    for (int k = 0; k < PAGE_BINS; k++) {
      if (!h->pages[i].count[k]) continue;
      bin = h->pages[i].first + k;
      *before = sum;
      *within = (double)h->pages[i].count[k];
      sum += *within;
      if (sum > rank) return bin;
    }
  return bin;
}

void histogram_free(struct histogram *h)
{
  free(h->pages);
  *h = (struct histogram){ 0 };
}
