/* Broken together with broken_tables: keys and DOIs that contradict its. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_references
#define TITLE    "Broken: a key that stands for two works"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(same,    "10.0000/two",   "a second work under this key")                                \
  ROW(another, "10.0000/three", "a second key of this work")

#define STATES(ROW)     ROW(A, "mg", 1e-6, "drug")
#define PARAMETERS(ROW) ROW(k, 0.01, "1/h", 1e-4, 1, same, "elimination")
#define INPUTS(ROW)
#define OUTPUTS(ROW)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(A) = -k * A;
END
