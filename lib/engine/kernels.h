/* kernels.h — the builds of what runs in lanes: one for each number of lanes and kind of processor.
 *
 * field_kernel.c, rosenbrock_kernel.c, rosenbrock_rows_kernel.c and rosenbrock_slopes_kernel.c are compiled
 * for each, with LANES and PROCESSOR defined. */
#ifndef KERNELS_H
#define KERNELS_H

#include "field.h"

struct rosenbrock_kernel;
struct rows_kernel;
struct slope_kernel;

#define KERNEL__(name, lanes, processor) name##_##lanes##_##processor
#define KERNEL_(name, lanes, processor)  KERNEL__(name, lanes, processor)
#define KERNEL(name)                     KERNEL_(name, LANES, PROCESSOR)

#define KERNEL_ROW(lanes, processor)                                                           \
  extern const struct field_kernel field_kernel_##lanes##_##processor;                         \
  extern const struct rosenbrock_kernel rosenbrock_kernel_##lanes##_##processor;               \
  extern const struct rows_kernel rows_kernel_##lanes##_##processor;                           \
  extern const struct slope_kernel slope_kernel_##lanes##_##processor;
BUILDS(KERNEL_ROW)

struct kernels {
  struct written build; /* what it asks of the processor */
  const struct field_kernel *field;
  const struct rosenbrock_kernel *rosenbrock;
  const struct rows_kernel *rows;
  const struct slope_kernel *slopes;
};

/* The best for so many lanes that this processor runs, or NULL. */
const struct kernels *kernels_find(int lanes);

#endif
