/* For the tests: a decay, and by how many limits it is below them. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_grade
#define TITLE    "Test: an output that steps"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW) ROW(A, "1", 1e-6, "what decays")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,      1,    "1/h", 0.01, 10, assumed, "decay")                                         \
  ROW(below1, 0.8,  "1",   0.01, 10, assumed, "limit of grade 1")                              \
  ROW(below2, 0.5,  "1",   0.01, 10, assumed, "limit of grade 2")                              \
  ROW(below3, 0.45, "1",   0.01, 10, assumed, "limit of grade 3")

#define INPUTS(ROW) ROW(in, "1/h", 1, 0, 0, "added")
#define OUTPUTS(ROW) ROW(grade, "1", "limits that A is below", STEPS)
/* clang-format on */

#include "model.h"
#endif

START
  init(A) = 1;
END

OBSERVE
  out(grade) = step(below1 - A) + step(below2 - A) + step(below3 - A);
END

EQUATIONS
  ddt(A) = in - k * A;
END
