/* 6-mercaptopurine by mouth: thioguanine and methylated nucleotides in red cells, by genotype.
 *
 * Of what is metabolised a small share becomes thioguanine nucleotides, which act, and the rest
 * methylated ones, which harm the liver.  One variant allele of TPMT shifts that share.  Plasma
 * was never measured: absorption, elimination and the 1 L of each metabolite were fixed, so
 * concentrations follow from clearances that only mean something together with that litre.
 *
 * From 19 children, of whom three had a variant allele and none had two: for ratios between
 * patients rather than for levels.  Doses are milligrams of the whole child; body surface acts
 * on the clearance of thioguanine nucleotides only. */
#ifndef MODEL
/* clang-format off */
#define MODEL    mercaptopurine_hawwa2008
#define TITLE    "6-Mercaptopurine: nucleotides in red cells of children, by TPMT genotype"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(hawwa, "10.1111/j.1365-2125.2008.03281.x",                                               \
      "Hawwa AF, Br J Clin Pharmacol, 2008 (Table 4, final model)")

#define STATES(ROW)                                                                            \
  ROW(G, "mg", 1e-6, "drug in the gut")                                                        \
  ROW(A, "mg", 1e-6, "drug in the body")                                                       \
  ROW(T, "mg", 1e-6, "thioguanine nucleotides in red cells")                                   \
  ROW(M, "mg", 1e-5, "methylated nucleotides in red cells")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit   low   high source   meaning */                                    \
  ROW(F,     0.22,    "1",   0,    1,   hawwa,   "part of a dose that reaches blood, fixed")   \
  ROW(ka,    1.3,     "1/h", 0.05, 20,  hawwa,   "absorption, fixed")                          \
  ROW(k20,   0.53,    "1/h", 0.02, 10,  hawwa,   "elimination, fixed")                         \
  ROW(fm,    0.78,    "1",   0,    1,   hawwa,   "part of k20 that makes nucleotides, fixed")  \
  ROW(FM3_ref, 0.0191, "1",  0,    0.2, hawwa,   "part of those that is thioguanine")          \
  ROW(TPMT_FM3, 2.56, "1",   1,    5,   hawwa,   "factor of a variant allele on that part")    \
  ROW(CLT_ref, 0.00914, "L/h", 1e-3, 0.2, hawwa, "clearance of thioguanine nucleotides, 1 m2") \
  ROW(BSA_CLT, 1.16,  "1",   0,    3,   hawwa,   "power of body surface on that clearance")    \
  ROW(CLM,   0.0228,  "L/h", 1e-3, 0.5, hawwa,   "clearance of methylated nucleotides")        \
  ROW(V,     1,       "L",   0.1,  10,  hawwa,   "volume of each metabolite, fixed")           \
  ROW(BSA,   1.14,    "m2",  0.3,  2.5, patient, "body surface")                               \
  ROW(TPMT,  0,       "1",   0,    1,   patient, "1: a variant allele of TPMT, 0: none")       \
  ROW(BSA_ref, 1,     "m2",  0,    0,   exact,   "body surface where it is neutral")

#define DERIVED(ROW)                                                                           \
  ROW(FM3, FM3_ref * power(TPMT_FM3, TPMT), "1", "part of nucleotides that is thioguanine")    \
  ROW(CLT, CLT_ref * power(BSA / BSA_ref, BSA_CLT), "L/h",                                     \
      "clearance of thioguanine nucleotides")                                                  \
  ROW(half_life_TGN, log(2) * V / CLT, "h", "time in which thioguanine nucleotides halve")

#define INPUTS(ROW)                                                                            \
  ROW(oral, "mg/h", F, 0, 152.18, "dose by mouth")

#define OUTPUTS(ROW)                                                                           \
  ROW(TGN,  "mg/L", "thioguanine nucleotides in packed red cells")                             \
  ROW(MMPN, "mg/L", "methylated nucleotides in packed red cells")

#define STUDIED(ROW) ROW(BSA, 0.59, 2, hawwa)

#define VARIES(ROW) /* variances 0.113 and 0.11 */                                             \
  ROW(CLT_ref, log_normal, 0.336154726, hawwa)                                                 \
  ROW(CLM,     log_normal, 0.331662479, hawwa)

#define RESIDUAL(ROW)                                                                          \
  ROW(TGN,  additive, 0.177, hawwa)                                                            \
  ROW(MMPN, additive, 8.42,  hawwa)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(TGN) = T / V;
  out(MMPN) = M / V;
END

EQUATIONS
  const real made = fm * k20 * A;

  ddt(G) = oral - ka * G;
  ddt(A) = ka * G - k20 * A;
  ddt(T) = FM3 * made - CLT / V * T;
  ddt(M) = (1 - FM3) * made - CLM / V * M;
END
