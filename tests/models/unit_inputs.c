/* For the tests: inputs that enter the equations in other ways than linearly. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_inputs
#define TITLE    "Test: inputs that take no bolus, and one that does"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(x, "mg", 1e-6, "gains by all inputs")                                                    \
  ROW(y, "1",  1e-6, "a second one")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,      0.5, "1/h",  1e-3, 10,  assumed, "loss")                                         \
  ROW(bend,   0.,  "h/mg", 0,    10,  assumed, "how much bent enters by its square")           \
  ROW(one_mg, 1.,  "mg",   0,    0,   exact,   "a milligram")                                  \
  ROW(one_h,  1.,  "h",    0,    0,   exact,   "an hour")

#define INPUTS(ROW)                                                                            \
  ROW(line,   "mg/h", 1, 0, 0, "enters linearly")                                              \
  ROW(square, "mg/h", 1, 0, 0, "enters by its square")                                         \
  ROW(times,  "1/h",  1, 0, 0, "enters times a state")                                         \
  ROW(when,   "mg/h", 1, 0, 0, "enters times the time")                                        \
  ROW(gated,  "mg/h", 1, 0, 0, "enters while a switch is on")                                  \
  ROW(bent,   "mg/h", 1, 0, 0, "enters by its square if a parameter says so")

#define OUTPUTS(ROW)
#define SWITCHES(ROW) ROW(open, one_mg - x, "less than a milligram")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(x) = line + square * square * one_h / one_mg + times * x + when * t / one_h +
           gated * open + bent + bend * bent * bent - k * x;
  ddt(y) = -k * y;
END
