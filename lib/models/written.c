/* written.c — which builds of the written-out code this processor runs. */
#include "written.h"

#include <stddef.h>

int written_runs(const struct written *written)
{
#ifndef LANES_PORTABLE
  /* by feature: clang 14 does not know the names of levels */
  const int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const int v4 = v3 && __builtin_cpu_supports("avx512f") &&
                 __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (written->processor == PROCESSOR_V3) return v3;
  if (written->processor == PROCESSOR_V4) return v4;
#endif
  return written->processor == PROCESSOR_ANY;
}

const struct written *written_find(const struct impakt_model *model, int lanes)
{
  if (!model->written) return NULL;
  for (const struct written *const *w = model->written; *w; w++)
    if ((*w)->lanes == lanes && written_runs(*w)) return *w;
  return NULL;
}
