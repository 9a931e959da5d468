/* message.c — sentences, and which name was meant. */
#include "message.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int message_set(struct message *message, int status, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message->text, sizeof message->text, format, arguments);
  va_end(arguments);
  return status;
}

enum { LONGEST = 64 };

static int smallest(int a, int b, int c) { return a < b ? (a < c ? a : c) : b < c ? b : c; }

/* How many letters must be changed, left out, put in or swapped with a neighbour; case is free. */
static int distance(const char *a, const char *b)
{
  const int na = (int)strlen(a), nb = (int)strlen(b);
  if (na > LONGEST || nb > LONGEST) return na > nb ? na : nb;
  int rows[3][LONGEST + 1]; /* two before, the one before, this one */
  for (int j = 0; j <= nb; j++) rows[0][j] = j;
  int *before2 = rows[2], *before = rows[0], *now = rows[1];
  for (int i = 1; i <= na; i++) {
    now[0] = i;
    for (int j = 1; j <= nb; j++) {
      const int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
      now[j] = smallest(before[j] + 1, now[j - 1] + 1, before[j - 1] + (x != y));
      const int swapped = i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
                          y == tolower((unsigned char)a[i - 2]);
      if (swapped && before2[j - 2] + 1 < now[j]) now[j] = before2[j - 2] + 1;
    }
    int *free_row = before2;
    before2 = before, before = now, now = free_row;
  }
  return before[nb];
}

/* "CL" is near "ino.CL", and "garrett" near "inotuzumab_garrett2019". */
static int contains(const char *whole, const char *part)
{
  return strlen(part) >= 2 && strstr(whole, part) != NULL;
}

const char *message_nearest(const char *name, name_at *at, const void *list)
{
  const char *nearest = NULL, *candidate;
  int least = (int)strlen(name) / 2 + 1; /* at most half of the letters may be wrong */
  for (int i = 0; (candidate = at(list, i)); i++) {
    const int d = distance(name, candidate);
    if (d < least) least = d, nearest = candidate;
  }
  for (int i = 0; !nearest && (candidate = at(list, i)); i++)
    if (contains(candidate, name) || contains(name, candidate)) nearest = candidate;
  return nearest;
}

const char *message_suggest(char *text, size_t length, const char *nearest)
{
  if (nearest) snprintf(text, length, "; did you mean '%s'?", nearest);
  else if (length) text[0] = '\0';
  return text;
}
