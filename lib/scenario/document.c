/* document.c — a JSON file as text and as values: what every file of ours is read with. */
#include "document.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t largest_file = 16u << 20;

int document_fail(char *message, size_t length, const char *file, const char *format, ...)
{
  char sentence[256];
  va_list rest;
  va_start(rest, format);
  vsnprintf(sentence, sizeof sentence, format, rest);
  va_end(rest);
  if (length > 0) {
    snprintf(message, length, "%.255s: %s", file, sentence);
  }
  return -1;
}

int document_read_bytes(const char *path, char **text, size_t *n, char *message, size_t length)
{
  struct stat about;
  char *buffer = NULL;
  size_t room = 0, used = 0;
  int status = -1;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return document_fail(message, length, path, "cannot be opened: %s", strerror(errno));
  }
  if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
    document_fail(message, length, path, "is a directory, not a file");
    goto done;
  }
  for (;;) {
    if (room - used < 4096) {
      room = room ? 2 * room : 65536;
      char *larger = realloc(buffer, room);
      if (!larger) {
        document_fail(message, length, path, "out of memory");
        goto done;
      }
      buffer = larger;
    }
    const ssize_t got = read(file, buffer + used, room - used - 1);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      document_fail(message, length, path, "cannot be read: %s", strerror(errno));
      goto done;
    }
    if (got == 0) {
      break;
    }
    used += (size_t)got;
    if (used > largest_file) {
      document_fail(message, length, path, "is larger than 16 MiB, no scenario");
      goto done;
    }
  }
  buffer[used] = '\0';
  *text = buffer;
  *n = used;
  buffer = NULL;
  status = 0;
done:
  free(buffer);
  close(file);
  return status;
}

/* Parses the text; the sentences of the parser are kept, but say more where they are short. */
static int parse(struct document *s, char *message, size_t length)
{
  json_error_t error;
  size_t blank = 0;
  if (s->n >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0) {
    memset(s->text, ' ', 3); /* a mark of UTF-8 that some editors write */
  }
  blank = strspn(s->text, " \t\r\n");
  if (blank >= s->n) {
    return document_fail(message, length, s->file, "is empty; expected an object {...}");
  }
  s->root = json_loadb(s->text, s->n, JSON_REJECT_DUPLICATES, &error);
  if (!s->root) {
    if (length > 0) {
      snprintf(message, length, "%.255s:%d: not valid JSON: %s", s->file,
               error.line > 0 ? error.line : 1, error.text);
    }
    return -1;
  }
  return 0;
}

int document_read_text(struct document *document, const char *file, const char *text, size_t n,
                       char *message, size_t length)
{
  if (n > largest_file) {
    return document_fail(message, length, file, "is larger than 16 MiB, no scenario");
  }
  document->file = strdup(file);
  document->text = malloc(n + 1);
  document->n = n;
  if (!document->file || !document->text) {
    return document_fail(message, length, file, "out of memory");
  }
  if (n > 0) {
    memcpy(document->text, text, n);
  }
  document->text[n] = '\0';
  return parse(document, message, length);
}

int document_read(struct document *document, const char *path, char *message, size_t length)
{
  if (document_read_bytes(path, &document->text, &document->n, message, length)) {
    return -1;
  }
  document->file = strdup(path);
  return document->file ? parse(document, message, length)
                        : document_fail(message, length, path, "out of memory");
}

void document_free(struct document *document)
{
  json_decref(document->root);
  free(document->text);
  free(document->file);
  *document = (struct document){ 0 };
}

char *document_beside(const char *file, const char *name)
{
  const char *slash = strrchr(file, '/');
  const size_t folder = slash && *name != '/' ? (size_t)(slash - file) + 1 : 0;
  char *path = malloc(folder + strlen(name) + 1);
  if (path) {
    memcpy(path, file, folder);
    strcpy(path + folder, name);
  }
  return path;
}

struct reader document_reader(const struct document *document, char *message, size_t length)
{
  return (struct reader){ document->file, document->text, document->n, message, length };
}

int document_pass_on(const struct reader *reader, const char *sentence)
{
  if (reader->length > 0) {
    snprintf(reader->message, reader->length, "%s", sentence);
  }
  return -1;
}
