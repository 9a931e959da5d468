/* words.h — what a body writes besides + - * /: functions found by the KIND of the pass that is
 * being compiled.  Their arguments are widened to it first, so that literals, integers and
 * parameters may stand anywhere.  Included last: exp, log and sqrt mean these from here on. */
#ifndef WORDS_H
#define WORDS_H

#include "scalar.h"

/* widened to the kind of the pass */
#define AS_d(x) ((double)(x))
#define AS_s(x) ((dual)(x))
#define AS_z(x) ((dual)(x))
#define AS(x)   JOIN(AS, KIND)(x)

/* pass s computes as pass z does */
#define exp_s           exp_z
#define expm1_s         expm1_z
#define log_s           log_z
#define log1p_s         log1p_z
#define normal_s        normal_z
#define step_s          step_z
#define sqrt_s          sqrt_z
#define positive_s      positive_z
#define larger_s        larger_z
#define power_s         power_z
#define hill_s          hill_z
#define positive_root_s positive_root_z

#define exp(x)                 JOIN(exp, KIND)(AS(x))
#define expm1(x)               JOIN(expm1, KIND)(AS(x))
#define log(x)                 JOIN(log, KIND)(AS(x))
#define log1p(x)               JOIN(log1p, KIND)(AS(x))
#define step(x)                JOIN(step, KIND)(AS(x))
#define normal(x)              JOIN(normal, KIND)(AS(x))
#define sqrt(x)                JOIN(sqrt, KIND)(AS(x))
#define positive(x)            JOIN(positive, KIND)(AS(x))
#define larger(a, b)           JOIN(larger, KIND)(AS(a), AS(b))
#define power(x, n)            JOIN(power, KIND)(AS(x), AS(n))
#define hill(x, k, n)          JOIN(hill, KIND)(AS(x), AS(k), AS(n))
#define positive_root(a, b, c) JOIN(positive_root, KIND)(AS(a), AS(b), AS(c))

/* factor(s, f): f while the switch s is on, else 1; choose(s, a, b): a while on, else b */
#define factor(s, f)    (1 + (s) * ((f)-1))
#define choose(s, a, b) ((s) * (a) + (1 - (s)) * (b))
#define constant(c)     AS(c)

#include "root.h"
#endif
