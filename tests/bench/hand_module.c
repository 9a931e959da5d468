/* hand_module.c — the program by hand as what hand_load finds. */
#include "hand_cvode.h"

#include <sundials/sundials_config.h>

#ifdef SUNDIALS_INT64_T
#define INDEX ", 64-bit indices"
#else
#define INDEX ", 32-bit indices"
#endif

__attribute__((visibility("default"))) extern const struct hand_program hand_program;
const struct hand_program hand_program = {
  .sundials = SUNDIALS_VERSION INDEX,
  .open = hand_open,
  .close = hand_close,
  .run = hand_run,
  .counts = hand_counts,
  .check = hand_check,
};
