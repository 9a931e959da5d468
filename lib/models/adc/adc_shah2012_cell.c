/* A conjugate in a well with cells: binding, internalisation, release and escape of payload.
 *
 * First step of the multiscale model of brentuximab vedotin.  All concentrations are those in
 * the volume of the medium, also of what is bound or within cells.  The receptor pool is
 * constant: an internalised receptor is replaced at once.  Payload is neither lost nor made, so
 * total stays at what was put in: A + B + (Pi + Pe) / DAR. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_shah2012_cell
#define TITLE    "Antibody-drug conjugate at cells in a well: uptake and release of payload"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(shah, "10.1007/s10928-012-9276-y",                                                       \
      "Shah DK, J Pharmacokinet Pharmacodyn, 2012 (Table 2, equations of the cell)")

#define STATES(ROW)                                                                            \
  ROW(A,  "nmol/L", 1e-5, "conjugate free in the medium")                                      \
  ROW(B,  "nmol/L", 1e-5, "conjugate bound at the surface")                                    \
  ROW(Pi, "nmol/L", 1e-5, "payload within cells, per volume of medium")                        \
  ROW(Pe, "nmol/L", 1e-5, "payload in the medium")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit        low   high  source   meaning */                                \
  ROW(ADC0,  1.33,  "nmol/L",   0,    1e4,  shah,                                              \
      "conjugate in the medium at the start (200 ng/mL)")                                      \
  ROW(Ag,    0.49,  "nmol/L",   1e-3, 1e3,  shah,    "all receptors in the well")              \
  ROW(kon,   6.22,  "L/nmol/d", 1e-2, 1e3,  shah,    "association")                            \
  ROW(koff,  12.5,  "1/d",      1e-2, 1e3,  shah,    "dissociation")                           \
  ROW(kint,  0.61,  "1/d",      1e-3, 100,  shah,                                              \
      "internalisation and breakdown of what is bound")                                        \
  ROW(DAR,   4.4,   "1",        0.5,  20,   shah,    "payloads on an antibody")                \
  ROW(kout,  1.1,   "1/d",      1e-3, 100,  shah,    "escape of payload from the cell")        \
  ROW(N,     5e8,   "cell/L",   1e6,  1e11, shah,    "cells in the medium")                    \
  ROW(Vcell, 1e-12, "L/cell",   1e-13, 1e-11, shah,  "volume of a cell")                       \
  ROW(NA,    6.02214076e14, "1/nmol", 0, 0, exact,   "molecules in a nanomole")

#define DERIVED(ROW)                                                                           \
  ROW(KD,        koff / kon,       "nmol/L", "dissociation constant")                          \
  ROW(phi,       N * Vcell,        "1",      "part of the volume that is cells")               \
  ROW(Ag_packed, Ag / phi,         "nmol/L", "receptors in packed cells")                      \
  ROW(sites,     Ag * NA / N,      "1/cell", "receptors on a cell")

#define INPUTS(ROW) ROW(adc, "nmol/L/d", 1, 0, 150000, "conjugate added to the medium")

#define OUTPUTS(ROW)                                                                           \
  ROW(Pcell,     "nmol/L", "payload within cells, per volume of cells")                        \
  ROW(occupancy, "1",      "part of the receptors that is bound")                              \
  ROW(total,     "nmol/L",                                                                     \
      "conjugate and payload, counted in conjugate: constant without input")

#define PRESETS(ROW)                                                                           \
  ROW(l540cy,    shah, "L540cy (Hodgkin lymphoma)",             SET(Ag, 0.49) SET(kout, 1.1))  \
  ROW(karpas299, shah, "Karpas 299 (anaplastic large-cell lymphoma)",                          \
      SET(Ag, 0.24) SET(kout, 0.68))
/* clang-format on */

#include "model.h"
#endif

START
  init(A) = ADC0;
END

OBSERVE
  out(Pcell) = Pi / phi;
  out(occupancy) = B / Ag;
  out(total) = A + B + (Pi + Pe) / DAR;
END

EQUATIONS
  const real binding = kon * A * (Ag - B) - koff * B;

  ddt(A) = adc - binding;
  ddt(B) = binding - kint * B;
  ddt(Pi) = DAR * kint * B - kout * Pi;
  ddt(Pe) = kout * Pi;
END
