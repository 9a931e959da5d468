/* equations_text.h — the blocks of each registered model as they stand in its file, copied into
 * the library when it is built. */
#ifndef EQUATIONS_TEXT_H
#define EQUATIONS_TEXT_H

struct equations_text {
  const char *name, *text;
};

extern const struct equations_text equations_texts[];
extern const int equations_count;

#endif
