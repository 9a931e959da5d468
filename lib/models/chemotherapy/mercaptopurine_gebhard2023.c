/* 6-mercaptopurine in maintenance: thioguanine nucleotides in red cells, and neutrophils.
 *
 * Uptake into red cells saturates, so that doubling the dose does not double the nucleotides.
 * They lower the proliferation of precursors; few neutrophils raise it.  In the long run
 * neutrophils are X0 * (1 - sl * T)^(1/g), but they ring for two years until then.
 *
 * The chain is far slower (27 d) than in neutropenia_friberg2002: it describes years of
 * titrated doses and must not be used for blocks of chemotherapy.  The preset in_therapy starts
 * as the data did; else all starts free of drug.  The preset pk_only has nucleotides fitted
 * without neutrophils, to which no effect belongs: the two sets must not be mixed.  Genotype is
 * not here; see mercaptopurine_hawwa2008.  Residual errors are read as variances.  Volumes are
 * per body surface, so that it cancels from doses per m2.  The feedback sees no fewer cells
 * than a millionth of the baseline, since it would diverge at zero. */
#ifndef MODEL
/* clang-format off */
#define MODEL    mercaptopurine_gebhard2023
#define TITLE    "6-Mercaptopurine in maintenance: nucleotides in red cells, and neutrophils"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(gebhard, "10.1038/s41598-023-38414-0",                                                   \
      "Gebhard A, Sci Rep, 2023 (Tables 3 and 5, supplement: S2 and S11)")                     \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(G,  "umol",   1e-5, "drug in the gut")                                                   \
  ROW(A,  "umol",   1e-5, "drug in plasma")                                                    \
  ROW(T,  "umol/L", 1e-7, "thioguanine nucleotides in red cells")                              \
  ROW(P,  "1e9/L",  1e-4, "proliferating precursors")                                          \
  ROW(M1, "1e9/L",  1e-4, "maturing, first stage")                                             \
  ROW(M2, "1e9/L",  1e-4, "maturing, second stage")                                            \
  ROW(M3, "1e9/L",  1e-4, "maturing, third stage")                                             \
  ROW(X,  "1e9/L",  1e-5, "neutrophils in blood")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit       low    high source   meaning */                                 \
  ROW(F,   0.12,    "1",       0,     1,   gebhard,                                            \
      "part of a dose that reaches plasma, fixed")                                             \
  ROW(ka,  21.07,   "1/d",     1,     200, gebhard, "absorption, fixed")                       \
  ROW(ke,  15.4,    "1/d",     1,     200, gebhard, "elimination, fixed")                      \
  ROW(V_m2, 20.1911, "L/m2",   2,     200, gebhard, "volume per body surface, fixed")          \
  ROW(Vm,  0.21,    "umol/L/d", 0.01, 2,   gebhard, "fastest uptake into red cells")           \
  ROW(Km,  0.14,    "umol/L",  1e-3,  5,   gebhard,                                            \
      "plasma concentration of half that uptake")                                              \
  ROW(kout, 0.050,  "1/d",     0.005, 0.5, gebhard, "loss from red cells")                     \
  ROW(X0,  2.17,    "1e9/L",   0.2,   20,  gebhard, "neutrophils without drug")                \
  ROW(ktr, 0.15,    "1/d",     0.02,  1,   gebhard,                                            \
      "proliferation, and passage from stage to stage")                                        \
  ROW(kc,  2.3765,  "1/d",     0.5,   10,  gebhard, "loss from blood, fixed")                  \
  ROW(sl,  0.16,    "L/umol",  0,     1,   gebhard, "effect of a unit of nucleotides")         \
  ROW(g,   0.79,    "1",       0.1,   1.2, gebhard, "steepness of the feedback")               \
  ROW(f0,  1,       "1",       0.02,  5,   assumed,                                            \
      "neutrophils at the start, of those without drug; 1: no drug before")                    \
  ROW(T0,  0,       "umol/L",  0,     8,   patient, "nucleotides at the start")                \
  ROW(grade1, 2,    "1e9/L",   0.1,   5,   assumed, "lower limit of normal: grade 1 below")    \
  ROW(grade2, 1.5,  "1e9/L",   0.1,   5,   ctcae,   "grade 2 below")                           \
  ROW(grade3, 1,    "1e9/L",   0.1,   5,   ctcae,   "grade 3 below")                           \
  ROW(grade4, 0.5,  "1e9/L",   0.1,   5,   ctcae,   "grade 4 below")                           \
  ROW(BSA, 1,       "m2",      0.3,   2.5, patient, "body surface")

#define DERIVED(ROW)                                                                           \
  ROW(V, V_m2 * BSA, "L", "volume")

#define INPUTS(ROW)                                                                            \
  ROW(oral, "umol/d", F, 0, 152.18, "dose by mouth")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,   "umol/L", "6-mercaptopurine in plasma")                                             \
  ROW(TGN, "umol/L", "thioguanine nucleotides in red cells")                                   \
  ROW(ANC, "1e9/L",  "neutrophils in blood")                                                   \
  ROW(grade, "1",    "grade of neutropenia, 0 to 4", STEPS)

#define PRESETS(ROW)                                                                           \
  ROW(in_therapy, gebhard, "starts within maintenance, as the data did; median nucleotides",   \
      SET(f0, 0.87) SET(T0, 0.83))                                                             \
  ROW(pk_only, gebhard, "nucleotides fitted alone; neutrophils are not driven",                \
      SET(Vm, 0.096) SET(Km, 0.016) SET(kout, 0.041) SET(sl, 0))

#define STUDIED(ROW) ROW(T0, 0, 7.6, gebhard)

/* of the joint fit, printed as coefficients of variation, 56, 54, 27, 72, 81 and 11 %:
 * sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(Vm,   log_normal, 0.522275272, gebhard)                                                  \
  ROW(kout, log_normal, 0.505847566, gebhard)                                                  \
  ROW(X0,   log_normal, 0.265264515, gebhard)                                                  \
  ROW(ktr,  log_normal, 0.646263993, gebhard)                                                  \
  ROW(sl,   log_normal, 0.710257306, gebhard)                                                  \
  ROW(g,    log_normal, 0.109669413, gebhard)

#define RESIDUAL(ROW) /* variances 0.024, 0.061 and 0.25 */                                    \
  ROW(TGN, additive,     0.154919334, gebhard)                                                 \
  ROW(TGN, proportional, 0.246981781, gebhard)                                                 \
  ROW(ANC, proportional, 0.5,         gebhard)
/* clang-format on */

#include "model.h"
#endif

START
  const number chain = f0 * X0 * kc / ktr;

  init(T) = T0;
  init(P) = chain;
  init(M1) = chain;
  init(M2) = chain;
  init(M3) = chain;
  init(X) = f0 * X0;
END

OBSERVE
  out(C) = A / V;
  out(TGN) = T;
  out(ANC) = X;
  out(grade) = step(grade1 - X) + step(grade2 - X) + step(grade3 - X) + step(grade4 - X);
END

EQUATIONS
  const real feedback = power(X0 / larger(X, 1e-6 * X0), g);

  ddt(G) = oral - ka * G;
  ddt(A) = ka * G - ke * A;
  ddt(T) = Vm * C / (Km + C) - kout * T;
  ddt(P) = ktr * P * (1 - sl * T) * feedback - ktr * P;
  ddt(M1) = ktr * (P - M1);
  ddt(M2) = ktr * (M1 - M2);
  ddt(M3) = ktr * (M2 - M3);
  ddt(X) = ktr * M3 - kc * X;
END
