/* header_c99.c — the header on its own, in strict C99, and that it fits the library. */
#include "impakt.h"

int main(void)
{
  int major = -1, minor = -1, patch = -1;
  impakt_version(&major, &minor, &patch);
  return major != IMPAKT_VERSION_MAJOR || minor != IMPAKT_VERSION_MINOR ||
         patch != IMPAKT_VERSION_PATCH;
}
