/* Immunoglobulin G when B cells are gone, and what is given in its place.
 *
 * Ours.  The body's own, G, is made by plasma cells: a part f, long-lived and without CD19,
 * goes on for good, the rest follows the B cells with a lag, Bl.  What is given is disposed of
 * as in immunoglobulin_cheng2026, with the clearance of secondary deficiency from the start.
 *
 * B is the number of normal B cells as part of their normal number, from a model of treatment.
 * It must be driven, by 0 too where there are none, as after CAR-T cells or under an engager; a
 * run of a healthy person needs B = 1.
 *
 * f was chosen to meet a mean of 640 to 375 mg/dL under blinatumomab (0.586 after some 3
 * months; 0.61 in an adult and 0.44 in a child here); CAR-T cells lowered it in adults by
 * 17.5 % only.  Half-lives and lag are assumed.  Loss does not depend on the level, though the
 * receptor that protects the antibody saturates, and the lag is also that of recovery. */
#ifndef MODEL
/* clang-format off */
#define MODEL    immunoglobulin
#define TITLE    "Immunoglobulin G without B cells, and its replacement (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(cheng, "10.1002/bcp.70420",                                                              \
      "Cheng IL, Br J Clin Pharmacol, 2026 (disposition of what is given)")

#define STATES(ROW)                                                                            \
  ROW(G,  "g/L", 1e-6, "immunoglobulin that the body makes, in serum")                         \
  ROW(Bl, "1",   1e-7, "B cells as short-lived plasma cells show them, part of normal")        \
  ROW(A1, "g",   1e-5, "immunoglobulin that was given, central")                               \
  ROW(A2, "g",   1e-5, "immunoglobulin that was given, peripheral")

#define PARAMETERS(ROW)                                                                        \
  /* name   default  unit   low   high  source   meaning */                                    \
  ROW(G0,    10,     "g/L", 1,    30,   assumed, "immunoglobulin before depletion, adult")     \
  ROW(f,     0.55,   "1",   0,    1,    fitted,  "part of it that needs no B cells, adult")    \
  ROW(kG,    0.0277258872223978, "1/d", 0.005, 0.2, assumed, "its loss: in 25 d by half")      \
  ROW(lag,   20,     "d",   1,    200,  assumed, "lag of plasma cells behind B cells")         \
  ROW(Bl0,   1,      "1",   0,    1,    assumed, "B cells before the start, part of normal")   \
  ROW(CL_70, 0.308,  "L/d", 0.02, 3,    cheng,   "clearance at 70 kg, primary deficiency")     \
  ROW(secondary_CL, 0.542, "1", 0.1, 5, cheng,   "CL in secondary deficiency, relative")       \
  ROW(V1_70, 3.59,   "L",   0.3,  30,   cheng,   "central volume at 70 kg")                    \
  ROW(Q_70,  1.08,   "L/d", 0.05, 20,   cheng,   "exchange with the periphery at 70 kg")       \
  ROW(V2_70, 7.37,   "L",   0.2,  100,  cheng,   "peripheral volume at 70 kg")                 \
  ROW(WT_CL, 0.75,   "1",   0,    2,    cheng,   "power of weight on CL and Q")                \
  ROW(WT_V,  1,      "1",   0,    2,    cheng,   "power of weight on V1 and V2")               \
  ROW(WT,    70,     "kg",  2,    200,  patient, "body weight")                                \
  ROW(WT_ref, 70,    "kg",  0,    0,    exact,   "weight where it is neutral")

#define DERIVED(ROW)                                                                           \
  ROW(CL, CL_70 * secondary_CL * power(WT / WT_ref, WT_CL), "L/d",                             \
      "clearance of what is given")                                                            \
  ROW(Q,  Q_70 * power(WT / WT_ref, WT_CL), "L/d", "its exchange with the periphery")          \
  ROW(V1, V1_70 * power(WT / WT_ref, WT_V), "L",   "its central volume")                       \
  ROW(V2, V2_70 * power(WT / WT_ref, WT_V), "L",   "its peripheral volume")

#define INPUTS(ROW)                                                                            \
  ROW(B,  "1",   1, 0, 0,      "normal B cells, part of their normal number")                  \
  ROW(iv, "g/d", 1, 0, 150000, "into the vein; infusions take 4 h; the molar mass is recalled")

#define DRIVEN(ROW)                                                                            \
  ROW(B, "0 would be a patient without B cells")

#define OUTPUTS(ROW)                                                                           \
  ROW(IgG,      "g/L", "immunoglobulin G in serum")                                            \
  ROW(given,    "g/L", "that of it which was given")                                           \
  ROW(relative, "1",   "what the body makes, part of that before depletion")

#define PRESETS(ROW)                                                                           \
  ROW(child, assumed, "from 2 y on", SET(G0, 8) SET(f, 0.35))

#define STUDIED(ROW) ROW(WT, 3.15, 95.3, cheng)

#define VARIES(ROW) /* CV 42.7 and 138.6 % */                                                  \
  ROW(CL_70, log_normal, 0.409251, cheng)                                                      \
  ROW(V2_70, log_normal, 1.035338, cheng)
/* clang-format on */

#include "model.h"
#endif

START
  init(G) = G0 * (f + (1 - f) * Bl0);
  init(Bl) = Bl0;
END

OBSERVE
  out(IgG) = G + A1 / V1;
  out(given) = A1 / V1;
  out(relative) = G / G0;
END

EQUATIONS
  const real exchange = Q * (A1 / V1 - A2 / V2);

  ddt(G) = kG * (G0 * (f + (1 - f) * Bl) - G);
  ddt(Bl) = (B - Bl) / lag;
  ddt(A1) = iv - CL * given - exchange;
  ddt(A2) = exchange;
END
