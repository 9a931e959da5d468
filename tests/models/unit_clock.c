/* For the tests: in days, with switches that follow from time and parameters alone, a dose per day
 * and a driving concentration. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_clock
#define TITLE    "Test: switches of known times, in days"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW) ROW(third, "10.0000/third", "nobody, for the tests of this library")

#define STATES(ROW)                                                                            \
  ROW(on,  "1",        1e-6, "grows by rate from begin to stop")                               \
  ROW(jmp, "1",        1e-6, "set to size at begin")                                           \
  ROW(D,   "mg",       1e-6, "dose so far, less what has decayed")                             \
  ROW(E,   "ng*d/mL",  1e-6, "exposure so far")                                                \
  ROW(tt,  "1",        1e-6, "square of the time")

#define PARAMETERS(ROW)                                                                        \
  ROW(rate,  2.,   "1/d",  0,    100, third,   "growth")                                       \
  ROW(begin, 1.5,  "d",    0,    1000, assumed, "when it begins")                               \
  ROW(stop,  4.25, "d",    0,    1000, assumed, "when it stops")                                \
  ROW(size,  3.,   "1",    0,    100, assumed, "of the jump")                                  \
  ROW(k,     0.7,  "1/d",  0,    10,  assumed, "decay of D")                                   \
  ROW(a,     2.,   "1",    0,    10,  assumed, "more than b: extra is on")                     \
  ROW(b,     1.,   "1",    0,    10,  assumed, "see a")                                        \
  ROW(one,   1.,   "1/d",  0,    0,   exact,   "once a day")                                   \
  ROW(WT,    60.,  "kg",   1,    200, patient, "body weight")

#define INPUTS(ROW)                                                                            \
  ROW(dose, "mg/d",  1, begin / 10, 100000, "given")                                           \
  ROW(C,    "ng/mL", 1, 0,          0,      "concentration that drives")

#define OUTPUTS(ROW) ROW(effect, "1", "sum of both")

#define SWITCHES(ROW)                                                                          \
  ROW(begun,   t - begin,          "after begin")                                              \
  ROW(running, 2 * rate * (stop - t), "before stop")                                           \
  ROW(extra,   a - b,              "follows from parameters alone")                            \
  ROW(late,    t * t - stop * stop, "after stop; of no known time, since not linear")

#define JUMPS(ROW) ROW(begun, jmp, jmp + size, "at begin")
#define PRESETS(ROW) ROW(early, third, "begins early", SET(begin, 0.25) SET(stop, 1))
#define VARIES(ROW) ROW(rate, uniform, 0.1, third)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(effect) = on + jmp;
END

EQUATIONS
  ddt(on) = begun * running * rate;
  ddt(jmp) = 0 * late * one;
  ddt(D) = dose - k * D * extra;
  ddt(E) = C;
  ddt(tt) = 2 * t * one * one * late;
END
