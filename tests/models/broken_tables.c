/* Broken: every row of its tables is wrong in one way. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_tables
#define TITLE    "Broken: wrong tables"
#define REVISION 0
#define TIME     "mg"

#define REFERENCES(ROW)                                                                        \
  ROW(same,  "10.0000/one",   "the same key in another model has another DOI")                 \
  ROW(other, "10.0000/three", "in the other model this work has another key")                  \
  ROW(page,  "www.page",      "no DOI")

#define STATES(ROW)                                                                            \
  ROW(A, "furlong", 1e-6, "a unit that is not known")                                          \
  ROW(B, "mg",      0,    "no size of noise")

#define PARAMETERS(ROW)                                                                        \
  ROW(_k,       0.01, "1/h", 1e-4, 1, assumed, "a name that begins with _")                    \
  ROW(outside,  2.,   "1",   0,    1, assumed, "a default outside of its range")               \
  ROW(empty,    1.,   "1",   1,    1, assumed, "an empty range")                               \
  ROW(constant_with_range, 1., "1", 0, 1, exact, "a constant with a range")                    \
  ROW(unsaid,   1.,   "1",   0,    2, assumed, "")                                             \
  ROW(a,        1.,   "1",   0,    2, assumed, "varies")                                       \
  ROW(b,        1.,   "1",   0,    2, assumed, "varies")                                       \
  ROW(c,        1.,   "1",   0,    2, assumed, "varies")                                       \
  ROW(narrow,   1.,   "1",   0,    2, assumed, "varies by nothing")

#define INPUTS(ROW)  ROW(given, "mg/h", 1, 0, 0, "what is given")
#define OUTPUTS(ROW) ROW(twice, "mg", "an output")
#define PRESETS(ROW)                                                                           \
  ROW(far, assumed, "a value outside of the range", SET(a, 3) SET(a, 1))                       \
  ROW(sets_constant, assumed, "a constant", SET(constant_with_range, 1))

#define NEEDS(ROW)                                                                             \
  ROW(given, constant_with_range, "a constant")                                                \
  ROW(given, b, "nothing is known")                                                            \
  ROW(given, b, "once more")
#define DRIVEN(ROW)                                                                            \
  ROW(given, "")                                                                               \
  ROW(given, "once more")

#define VARIES(ROW)                                                                            \
  ROW(a, log_normal, 1, assumed)                                                               \
  ROW(b, log_normal, 1, assumed)                                                               \
  ROW(c, log_normal, 1, assumed)                                                               \
  ROW(narrow, log_normal, 0, assumed)
#define CORRELATED(ROW)                                                                        \
  ROW(a, b, 0.9,  assumed)                                                                     \
  ROW(b, c, 0.9,  assumed)                                                                     \
  ROW(a, c, -0.9, assumed)                                                                     \
  ROW(a, unsaid, 0.5, assumed)
#define RESIDUAL(ROW) ROW(twice, additive, 0, assumed)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(twice) = 2 * A;
END

EQUATIONS
  ddt(A) = given - _k * A;
  ddt(B) = -(outside + empty + constant_with_range + unsaid + a + b + c + narrow) * _k * B;
END
