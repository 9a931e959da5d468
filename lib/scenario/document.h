/* document.h — a JSON file as text and as values. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "reader.h"

struct document {
  char *file, *text;
  size_t n;
  json_t *root;
};

/* Each returns 0, or -1 after a message; a document that failed is to be freed all the same. */
int document_read(struct document *document, const char *path, char *message, size_t length);
int document_read_text(struct document *document, const char *file, const char *text, size_t n,
                       char *message, size_t length);
/* All bytes of a file, with a NUL behind them.  The caller frees them. */
int document_read_bytes(const char *path, char **bytes, size_t *n, char *message, size_t length);
void document_free(struct document *document);

/* A file that is named in another, relative to where that one lies.  The caller frees it; NULL if
 * there is no memory. */
char *document_beside(const char *file, const char *name);

/* Where a value of this document is refused, by the same message as another's. */
struct reader document_reader(const struct document *document, char *message, size_t length);

/* "file: sentence", without a line.  Always -1. */
__attribute__((format(printf, 4, 5))) int document_fail(char *message, size_t length,
                                                        const char *file, const char *format,
                                                        ...);
/* The sentence of a file within a file, which has its own place.  Always -1. */
int document_pass_on(const struct reader *reader, const char *sentence);

#endif
