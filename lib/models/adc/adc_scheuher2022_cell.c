/* Trastuzumab emtansine at cells in a well, with endosomes that return what they take in.
 *
 * Amounts in the whole well.  Conjugate or antibody that has lost its payload binds HER2,
 * all three kinds of receptor are taken in and return or break down, payload goes from
 * endosome to cytosol, binds its target or leaves.  Payload is neither lost nor made.
 *
 * As printed, payload enters cells at kin times the AMOUNT in the whole medium; that
 * should be the part of it within reach, kin N Vcell / Vm.  scaled = 0 is the print, 1 the
 * other.  It matters: after 3 d cells hold 564 or 58 nmol/L, the medium 13 or 33.  The
 * supplement's second drug, trastuzumab deruxtecan, cannot be run: its cleavage kcl is not
 * tabulated. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_scheuher2022_cell
#define TITLE    "Antibody-drug conjugate at cells in a well: recycling, release, target"
#define REVISION 1
#define TIME     "s"

#define REFERENCES(ROW)                                                                        \
  ROW(scheuher, "10.1007/s10928-023-09884-6",                                                  \
      "Scheuher B, J Pharmacokinet Pharmacodyn, 2024 (supplement: model of cells)")

#define STATES(ROW)                                                                            \
  ROW(A,   "nmol", 1e-7,  "conjugate in the medium")                                           \
  ROW(B,   "nmol", 1e-7,  "naked antibody in the medium")                                      \
  ROW(Pm,  "nmol", 1e-7,  "payload in the medium")                                             \
  ROW(R,   "nmol", 1e-7,  "free receptor at the surface")                                      \
  ROW(RA,  "nmol", 1e-7,  "receptor with conjugate at the surface")                            \
  ROW(RB,  "nmol", 1e-7,  "receptor with antibody at the surface")                             \
  ROW(Re,  "nmol", 1e-7,  "free receptor in endosomes")                                        \
  ROW(RAe, "nmol", 1e-7,  "receptor with conjugate in endosomes")                              \
  ROW(RBe, "nmol", 1e-7,  "receptor with antibody in endosomes")                               \
  ROW(Pe,  "nmol", 1e-7,  "payload in endosomes")                                              \
  ROW(P,   "nmol", 1e-7,  "payload in the cytosol")                                            \
  ROW(T,   "nmol", 1e-8,  "free target of the payload")                                        \
  ROW(TP,  "nmol", 1e-8,  "target with payload")

#define PARAMETERS(ROW)                                                                        \
  /* name default    unit        low    high   source    meaning */                            \
  ROW(ADC0, 10,      "nmol/L",   0,     1e4,   assumed,                                        \
      "conjugate in the medium at the start")                                                  \
  ROW(DAR,  3.5,     "1",        0.5,   20,    scheuher, "payloads on an antibody")            \
  ROW(kdec, 6.41e-7, "1/s",      0,     1e-4,  scheuher, "loss of payload in the medium")      \
  ROW(kon,  1e-4,    "L/nmol/s", 1e-6,  1e-2,  scheuher, "association with the receptor")      \
  ROW(KD,   0.314,   "nmol/L",   0.01,  100,   scheuher, "dissociation constant")              \
  ROW(ke,   4.27e-5, "1/s",      1e-6,  1e-2,  scheuher, "uptake of receptors")                \
  ROW(kr,   2.4e-5,  "1/s",      0,     1e-2,  scheuher, "return of receptors")                \
  ROW(kd,   1.27e-4, "1/s",      1e-6,  1e-2,  scheuher, "breakdown in endosomes")             \
  ROW(kcl,  0,       "1/s",      0,     1e-2,  scheuher, "cleavage of payload in endosomes")   \
  ROW(kin,  5.95e-5, "1/s",      1e-7,  0.1,   scheuher, "payload into the cytosol")           \
  ROW(kout, 3.95e-5, "1/s",      1e-7,  0.1,   scheuher, "payload out of the cell")            \
  ROW(konP, 1e-3,    "L/nmol/s", 1e-6,  0.1,   scheuher,                                       \
      "association of payload with its target")                                                \
  ROW(KDP,  950,     "nmol/L",   1,     1e5,   scheuher, "its dissociation constant")          \
  ROW(Tar,  65,      "nmol/L",   0,     1e4,   scheuher, "target in a cell")                   \
  ROW(Pc,   0.51,    "1",        0.01,  10,    scheuher, "partition of payload")               \
  ROW(Vcell, 3.82e-12, "L/cell", 1e-13, 1e-11, scheuher, "volume of a cell (SKBr3)")           \
  ROW(RPC,  1.12e6,  "copies/cell", 1e2, 1e7,  scheuher, "receptors on a cell (SKBr3)")        \
  ROW(Vm,   1e-3,    "L",        1e-5,  0.1,   scheuher, "medium")                             \
  ROW(N,    1e7,     "cell",     1e3,   1e8,   scheuher, "cells, constant")                    \
  ROW(scaled, 0,     "1",        0,     1,     assumed,                                        \
      "1: payload enters by the part of the medium in reach, 0: as printed")                   \
  ROW(NA,   6.02214076e14, "copies/nmol", 0, 0, exact,   "molecules in a nanomole")

#define DERIVED(ROW)                                                                           \
  ROW(R_start, N * RPC / NA, "nmol", "receptors at the surface without drug")                  \
  ROW(ks, R_start * ke * kd / (kd + kr), "nmol/s", "synthesis of receptors")                   \
  ROW(reach, 1 + scaled * (N * Vcell / Vm - 1), "1", "part of the medium in reach of influx")

#define INPUTS(ROW) ROW(adc, "nmol/s", 1, 0, 148781, "conjugate added to the medium")

#define OUTPUTS(ROW)                                                                           \
  ROW(Am,    "nmol/L", "conjugate in the medium")                                              \
  ROW(Pcell, "nmol/L", "payload in cells, off antibody")                                       \
  ROW(Pmed,  "nmol/L", "payload in the medium, off antibody")                                  \
  ROW(payload, "nmol", "payload wherever it is: constant without input")

#define PRESETS(ROW)                                                                           \
  ROW(skbr3, scheuher, "SKBr3", SET(Vcell, 3.82e-12) SET(RPC, 1.12e6))                         \
  ROW(bt474, scheuher, "BT474", SET(Vcell, 3.96e-12) SET(RPC, 4.7e5))                          \
  ROW(mcf7,  scheuher, "MCF7",  SET(Vcell, 3.65e-12) SET(RPC, 1.3e6))
/* clang-format on */

#include "model.h"
#endif

START
  init(A) = ADC0 * Vm;
  init(R) = R_start;
  init(Re) = R_start * ke / (kr + kd);
  init(T) = Tar * N * Vcell;
END

OBSERVE
  out(Am) = A / Vm;
  out(Pcell) = (Pe + P + TP) / (N * Vcell);
  out(Pmed) = Pm / Vm;
  out(payload) = DAR * (A + RA + RAe) + Pm + Pe + P + TP;
END

EQUATIONS
  /* numbers as in the supplement */
  const real v1 = kdec * A;
  const real v3 = kon / Vm * R * A - kon * KD * RA;
  const real v4 = kon / Vm * R * B - kon * KD * RB;
  const real v5 = ke * R - kr * Re;
  const real v6 = ke * RA - kr * RAe;
  const real v7 = ke * RB - kr * RBe;
  const real v11 = kcl * RAe;
  const real v12 = kin * Pe;
  const real v13 = konP / (Pc * N * Vcell) * T * P - konP * KDP * TP;
  const real v14 = kout * P - kin * reach * Pm;

  ddt(A) = adc - v1 - v3;
  ddt(B) = v1 - v4;
  ddt(Pm) = DAR * v1 + v14;
  ddt(R) = ks - v5 - v3 - v4;
  ddt(RA) = v3 - v6;
  ddt(RB) = v4 - v7;
  ddt(Re) = v5 - kd * Re;
  ddt(RAe) = v6 - kd * RAe - v11;
  ddt(RBe) = v7 - kd * RBe + v11;
  ddt(Pe) = DAR * (kd * RAe + v11) - v12;
  ddt(P) = v12 - v13 - v14;
  ddt(T) = -v13;
  ddt(TP) = v13;
END
