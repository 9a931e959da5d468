/* Workload W2 of the benchmarks: a bispecific antibody between T cells and tumour cells, the
 * cytokines that follow, and the neutrophils.
 *
 * Drug D binds A on T cells and B on tumour cells; the trimer ADB activates.  Fast binding beside
 * slow cells makes it stiff throughout, and 20 states act on few others each. */
#ifndef MODEL
/* clang-format off */
#define MODEL    w2_cart20
#define TITLE    "Benchmark W2: bispecific antibody, T cells, cytokines and neutrophils"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                             \
  ROW(D,    "nmol/L",   1e-5, "drug in plasma")                                                 \
  ROW(Dp,   "nmol/L",   1e-5, "drug in the periphery")                                          \
  ROW(A,    "nmol/L",   1e-4, "free target on T cells")                                         \
  ROW(B,    "nmol/L", 2.5e-3, "free target on tumour cells")                                    \
  ROW(DA,   "nmol/L",   1e-7, "drug on T cells")                                                \
  ROW(DB,   "nmol/L",   1e-5, "drug on tumour cells")                                           \
  ROW(ADB,  "nmol/L",   1e-6, "drug between both")                                              \
  ROW(Tr,   "1e9*cell", 1e-3, "resting T cells")                                                \
  ROW(Ta,   "1e9*cell", 1e-3, "active T cells")                                                 \
  ROW(Tx,   "1e9*cell", 1e-3, "exhausted T cells")                                              \
  ROW(Tu,   "1e9*cell", 5e-3, "tumour cells")                                                   \
  ROW(TNF,  "pg/mL",    1e-2, "tumour necrosis factor")                                         \
  ROW(IFN,  "pg/mL",    5e-2, "interferon gamma")                                               \
  ROW(IL2,  "pg/mL",    1e-2, "interleukin-2")                                                  \
  ROW(IL6,  "pg/mL",    1e-1, "interleukin-6")                                                  \
  ROW(IL10, "pg/mL",    5e-3, "interleukin-10")                                                 \
  ROW(Pr,   "1e9/L",    5e-3, "proliferating precursors of neutrophils")                        \
  ROW(T1,   "1e9/L",    5e-3, "maturing, first stage")                                          \
  ROW(T2,   "1e9/L",    5e-3, "maturing, second stage")                                         \
  ROW(Ci,   "1e9/L",    5e-3, "circulating neutrophils")

#define PARAMETERS(ROW)                                                                         \
  ROW(CL,    2.5,   "L/h",               0.01, 100, assumed, "clearance")                       \
  ROW(V1,    3.0,   "L",                 0.1,  100, assumed, "central volume")                  \
  ROW(Q,     1.0,   "L/h",               0.01, 100, assumed, "exchange with the periphery")     \
  ROW(V2,    2.0,   "L",                 0.1,  100, assumed, "peripheral volume")               \
  ROW(konA,  1.0,   "L/nmol/h",          1e-3, 1e3, assumed, "association with A")              \
  ROW(koffA, 100.0, "1/h",               1e-2, 1e4, assumed, "dissociation from A")             \
  ROW(konB,  5.0,   "L/nmol/h",          1e-3, 1e3, assumed, "association with B")              \
  ROW(koffB, 7.5,   "1/h",               1e-2, 1e4, assumed, "dissociation from B")             \
  ROW(ax,    10.0,  "1",                 0.1,  1e3, assumed, "gain of the second binding")      \
  ROW(kiA,   0.05,  "1/h",               1e-3, 10,  assumed, "loss of DA")                      \
  ROW(kiB,   0.05,  "1/h",               1e-3, 10,  assumed, "loss of DB")                      \
  ROW(kiX,   0.2,   "1/h",               1e-3, 10,  assumed, "loss of ADB")                     \
  ROW(kdA,   0.10,  "1/h",               1e-3, 10,  assumed, "turnover of A")                   \
  ROW(kdB,   0.10,  "1/h",               1e-3, 10,  assumed, "turnover of B")                   \
  ROW(sA,    0.10,  "nmol/L/cell/1e9",   1e-3, 10,  assumed, "A on a T cell")                   \
  ROW(sB,    0.50,  "nmol/L/cell/1e9",   1e-3, 10,  assumed, "B on a tumour cell")              \
  ROW(EC50,  2e-4,  "nmol/L",            1e-6, 1,   assumed, "ADB at half activation")          \
  ROW(nh,    1.3,   "1",                 0.5,  4,   assumed, "steepness of activation")         \
  ROW(T0,    1.0,   "1e9*cell",          0.01, 100, assumed, "resting T cells at baseline")     \
  ROW(kTr,   0.01,  "1/h",               1e-4, 1,   assumed, "turnover of resting T cells")     \
  ROW(kact,  0.10,  "1/h",               1e-4, 10,  assumed, "activation")                      \
  ROW(krev,  0.02,  "1/h",               1e-4, 1,   assumed, "return to rest")                  \
  ROW(kpro,  0.06,  "1/h",               1e-4, 1,   assumed, "proliferation")                   \
  ROW(Tmax,  20.0,  "1e9*cell",          1,    1e3, assumed, "most active T cells")             \
  ROW(kexh,  0.015, "1/h",               1e-4, 1,   assumed, "exhaustion")                      \
  ROW(dTa,   0.01,  "1/h",               1e-4, 1,   assumed, "loss of active T cells")          \
  ROW(dTx,   0.01,  "1/h",               1e-4, 1,   assumed, "loss of exhausted T cells")       \
  ROW(kg,    0.004, "1/h",               0,    1,   assumed, "growth of the tumour")            \
  ROW(TuMax, 20.0,  "1e9*cell",          1,    1e3, assumed, "most tumour cells")               \
  ROW(Tu0,   5.0,   "1e9*cell",          0.01, 1e3, assumed, "tumour cells at the start")       \
  ROW(kkill, 0.08,  "1/h",               1e-4, 10,  assumed, "killing by a T cell")             \
  ROW(KmTu,  1.0,   "1e9*cell",          1e-2, 100, assumed, "tumour cells at half the killing")\
  ROW(fx,    0.1,   "1",                 0,    1,   assumed, "killing by exhausted T cells")    \
  ROW(pTNF,  20.0,  "pg/mL/h/cell/1e9",  0.01, 1e4, assumed, "release of TNF")                  \
  ROW(kcTNF, 0.7,   "1/h",               0.01, 100, assumed, "loss of TNF")                     \
  ROW(pIFN,  40.0,  "pg/mL/h/cell/1e9",  0.01, 1e4, assumed, "release of IFN")                  \
  ROW(kcIFN, 0.3,   "1/h",               0.01, 100, assumed, "loss of IFN")                     \
  ROW(eIL2,  2.0,   "1",                 0,    100, assumed, "gain of IFN by IL-2")             \
  ROW(pIL2,  10.0,  "pg/mL/h/cell/1e9",  0.01, 1e4, assumed, "release of IL-2")                 \
  ROW(kcIL2, 0.5,   "1/h",               0.01, 100, assumed, "loss of IL-2")                    \
  ROW(kup,   2.0,   "pg/mL/h/cell/1e9",  0,    100, assumed, "uptake of IL-2")                  \
  ROW(KIL2,  5.0,   "pg/mL",             0.01, 1e3, assumed, "IL-2 at half its effect")         \
  ROW(Ki10,  10.0,  "pg/mL",             0.01, 1e3, assumed, "IL-10 at half inhibition")        \
  ROW(pIL6,  300.0, "pg/mL/h",           0.01, 1e5, assumed, "release of IL-6")                 \
  ROW(b6,    0.001, "1",                 1e-6, 1,   assumed, "basal release of IL-6")           \
  ROW(K6,    20.0,  "pg/mL",             0.01, 1e3, assumed, "TNF at half release of IL-6")     \
  ROW(n6,    2.2,   "1",                 0.5,  5,   assumed, "steepness of that")               \
  ROW(KIFN,  50.0,  "pg/mL",             0.01, 1e3, assumed, "IFN at half release of IL-6")     \
  ROW(kcIL6, 0.2,   "1/h",               0.01, 100, assumed, "loss of IL-6")                    \
  ROW(pIL10, 4.0,   "pg/mL/h",           0.01, 1e3, assumed, "release of IL-10")                \
  ROW(b10,   0.02,  "1",                 1e-6, 1,   assumed, "basal release of IL-10")          \
  ROW(K10,   100.0, "pg/mL",             0.01, 1e4, assumed, "IL-6 at half release of IL-10")   \
  ROW(kcIL10, 0.2,  "1/h",               0.01, 100, assumed, "loss of IL-10")                   \
  ROW(ktr,   0.045, "1/h",               1e-3, 1,   assumed, "maturation")                      \
  ROW(gam,   0.17,  "1",                 0.01, 1,   assumed, "steepness of the feedback")       \
  ROW(Ci0,   5.0,   "1e9/L",             0.1,  100, assumed, "neutrophils at baseline")         \
  ROW(slp,   0.5,   "1",                 0,    1,   assumed, "largest effect of TNF")           \
  ROW(KE,    10.0,  "pg/mL",             0.01, 1e3, assumed, "TNF at half that effect")

#define INPUTS(ROW)  ROW(u, "nmol/h", 1, 0, 0, "infusion")
#define OUTPUTS(ROW) ROW(activity, "1", "activation of T cells, as a part of the largest")
/* clang-format on */
#include "model.h"
#endif

START
  init(A) = sA * T0;
  init(B) = sB * Tu0;
  init(Tr) = T0;
  init(Tu) = Tu0;
  init(IL6) = pIL6 * b6 / kcIL6;
  init(IL10) = pIL10 * b10 / kcIL10;
  init(Pr) = Ci0;
  init(T1) = Ci0;
  init(T2) = Ci0;
  init(Ci) = Ci0;
END

OBSERVE
  out(activity) = hill(ADB, EC50, nh);
END

EQUATIONS
  const real bindA = konA * D * A - koffA * DA;
  const real bindB = konB * D * B - koffB * DB;
  const real bridgeA = ax * konA * DB * A - koffA * ADB;
  const real bridgeB = ax * konB * DA * B - koffB * ADB;
  const real response = IL2 / (KIL2 + IL2);
  const real suppressed = 1 / (1 + IL10 / Ki10);
  const real toxic = slp * TNF / (KE + TNF);

  ddt(D) = u / V1 - (CL / V1) * D - (Q / V1) * (D - Dp) - bindA - bindB;
  ddt(Dp) = (Q / V2) * (D - Dp);
  ddt(A) = kdA * (sA * (Tr + Ta + Tx) - A) - bindA - bridgeA;
  ddt(B) = kdB * (sB * Tu - B) - bindB - bridgeB;
  ddt(DA) = bindA - bridgeB - kiA * DA;
  ddt(DB) = bindB - bridgeA - kiB * DB;
  ddt(ADB) = bridgeA + bridgeB - kiX * ADB;

  ddt(Tr) = kTr * (T0 - Tr) - kact * activity * Tr + krev * Ta;
  ddt(Ta) = kact * activity * Tr + kpro * activity * Ta * (1 - Ta / Tmax) * response -
            (krev + dTa) * Ta - kexh * activity * Ta;
  ddt(Tx) = kexh * activity * Ta - dTx * Tx;
  ddt(Tu) = kg * Tu * (1 - Tu / TuMax) - kkill * activity * (Ta + fx * Tx) * Tu / (KmTu + Tu);

  ddt(TNF) = pTNF * activity * Ta - kcTNF * TNF;
  ddt(IFN) = pIFN * activity * Ta * (1 + eIL2 * response) - kcIFN * IFN;
  ddt(IL2) = pIL2 * activity * (Tr + Ta) * suppressed - kcIL2 * IL2 - kup * Ta * response;
  ddt(IL6) = pIL6 * (b6 + hill(TNF, K6, n6) * IFN / (KIFN + IFN)) * suppressed - kcIL6 * IL6;
  ddt(IL10) = pIL10 * (b10 + IL6 / (K10 + IL6)) - kcIL10 * IL10;

  ddt(Pr) = ktr * Pr * ((1 - toxic) * power(Ci0 / Ci, gam) - 1);
  ddt(T1) = ktr * (Pr - T1);
  ddt(T2) = ktr * (T1 - T2);
  ddt(Ci) = ktr * (T2 - Ci);
END
