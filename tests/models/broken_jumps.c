/* Broken: an equation, the expression of a switch and an output that jump, and outputs that are said
 * to step but slide or stay. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_jumps
#define TITLE    "Broken: jumps where there must be none"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)     ROW(A, "1", 1e-3, "changes its loss at 1")
#define PARAMETERS(ROW) ROW(k, 0.01, "1/h", 1e-4, 1, assumed, "loss")
#define INPUTS(ROW)
#define OUTPUTS(ROW)                                                                           \
  ROW(grade,  "1", "as it should be", STEPS)                                                   \
  ROW(unsaid, "1", "steps, and does not say so")                                               \
  ROW(slides, "1", "does not step, and says so", STEPS)                                        \
  ROW(stays,  "1", "never steps", STEPS)
#define SWITCHES(ROW) ROW(high, A + grade - 3, "a step within")
/* clang-format on */

#include "model.h"
#endif

START
  init(A) = 1;
END

OBSERVE
  out(grade) = step(A - 1) + step(A - 10);
  out(unsaid) = A + 10 * step(A - 1);
  out(slides) = A;
  out(stays) = step(A + 1);
END

EQUATIONS
  ddt(A) = -k * A * (1 + grade + high);
END
