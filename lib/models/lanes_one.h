/* lanes_one.h — kind v where it is one lane: kind d. */
#ifndef LANES_ONE_H
#define LANES_ONE_H

#include "root.h"

typedef double real;
typedef int mask;

#define AS_v(x)      ((real)(x))
#define LOAD(from)   (*(from))
#define STORE(to, a) (*(to) = AS_v(a))

#define less_v         less_d
#define at_most_v      at_most_d
#define equal_v        equal_d
#define AND(m, n)      ((m) & (n))
#define OR(m, n)       ((m) | (n))
#define NOT(m)         (!(m))
#define select_v       select_d
#define LANES_OF(m)    ((unsigned)(m))
#define MASK_OF(lanes) ((int)(lanes)&1)

#define fma_v fma_d
ALWAYS real absolute_v(real a) { return __builtin_fabs(a); }
#define least_v least_d
#define most_v  most_d

#define exp_v           exp_d
#define expm1_v         expm1_d
#define log_v           log_d
#define log1p_v         log1p_d
#define sqrt_v          sqrt_d
#define normal_v        normal_d
#define step_v          step_d
#define positive_v      positive_d
#define larger_v        larger_d
#define power_v         power_d
#define log_high_v      log_high_d
#define log_low_v       log_low_d
#define against_v       against_d
#define hill_v          hill_d
#define positive_root_v positive_root_d
#define root_v          root_d
#define root_begin_v    root_begin_d
#define root_next_v     root_next_d
#define root_value_v    root_value_d

#endif
