/* Broken: helpers of its own that break their promises.  off() gives another value in dual passes,
 * steep() another slope, and blind() a number for a NaN, which hides a state from the pattern. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_dual
#define TITLE    "Broken: dual numbers that differ from plain ones"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(A, "1", 1e-3, "the value differs")                                                       \
  ROW(B, "1", 1e-6, "the slope differs")                                                       \
  ROW(C, "1", 1e-6, "the pattern lacks A")

#define PARAMETERS(ROW) ROW(k, 0.5, "1/h", 0.1, 1, assumed, "loss")
#define INPUTS(ROW)
#define OUTPUTS(ROW)
/* clang-format on */

#include "scalar.h"

ALWAYS double off_d(double x) { return x; }
ALWAYS dual off_z(dual x) { return x * (1 + 4e-16); }
ALWAYS double steep_d(double x) { return x * x; }
ALWAYS dual steep_z(dual x) { return with_slope(VALUE(x) * VALUE(x), VALUE(x) * SLOPE(x)); }
ALWAYS double blind_d(double x) { return x > 1 ? x : 1; }
ALWAYS dual blind_z(dual x) { return VALUE(x) > 1 ? x : 1; }
#define off_s    off_z
#define steep_s  steep_z
#define blind_s  blind_z
#define off(x)   JOIN(off, KIND)(AS(x))
#define steep(x) JOIN(steep, KIND)(AS(x))
#define blind(x) JOIN(blind, KIND)(AS(x))

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(A) = -k * off(A);
  ddt(B) = -k * steep(B);
  ddt(C) = k * blind(A) - k * C;
END
