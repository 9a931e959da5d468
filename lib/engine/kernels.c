/* kernels.c — which kernels this processor runs. */
#include "kernels.h"

#define LISTED(n, asks)                                                                        \
  { { .lanes = n, .processor = PROCESSOR_##asks },                                             \
    &field_kernel_##n##_##asks,                                                                \
    &rosenbrock_kernel_##n##_##asks,                                                           \
    &rows_kernel_##n##_##asks,                                                                 \
    &slope_kernel_##n##_##asks },

const struct kernels *kernels_find(int lanes)
{
  static const struct kernels all[] = { BUILDS(LISTED) };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i].build.lanes == lanes && written_runs(&all[i].build)) return &all[i];
  return NULL;
}
