/* message.h — the one sentence that says what went wrong, and the names it suggests. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>

struct message {
  char text[512];
};

/* Writes the sentence (cut if need be) and returns status, so that callers can pass it on. */
int message_set(struct message *message, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The i-th name of a list, NULL behind its end. */
typedef const char *name_at(const void *list, int i);

/* The name most like an unknown one; NULL if none is near enough to be meant. */
const char *message_nearest(const char *name, name_at *at, const void *list);

/* "; did you mean 'kel'?", or "" for NULL; written into text. */
const char *message_suggest(char *text, size_t length, const char *nearest);

#endif
