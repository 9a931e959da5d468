/* CAR-T cells that remember, work and tire: antigen decides between memory and effector cells.
 *
 * Memory cells renew themselves where antigen A is low and become effectors TE1, then TE2,
 * where it is high; each TE1 makes 2^N of TE2, which kill, tire to TX, or return to memory.  Of
 * the cells infused 0.1 to 0.3 % engraft: D loses the rest at once.
 *
 * Presets are virtual patients of the authors' ensemble: complete, partial and no response of
 * CLL to tisagenlecleucel, 12 sets each.  Parameters are not identified one by one; take the
 * sets as an ensemble.  Blood of CLL, not marrow of ALL, was fitted.
 *
 * An artefact of the ensemble: 12 of its 36 sets have Bmax below the tumour that the patient
 * starts with (B0 = 1e10), which then shrinks without any CAR-T cell; of those here cr1 and
 * pr1.  Use the others, or set B0 to Bmax.  kt below 1 makes killing infinitely steep at
 * TE2 = 0.  Values are of a public replication; the authors' later correction was not seen. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_kirouac2023
#define TITLE    "CAR-T memory, effector and exhausted cells, switched by antigen"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(kirouac, "10.1038/s41587-023-01687-x",                                                   \
      "Kirouac DC, Nat Biotechnol, 2023 (equations, virtual patients, as replicated)")

#define STATES(ROW)                                                                            \
  ROW(TM,  "cell", 1e-3, "memory cells")                                                       \
  ROW(TE1, "cell", 1e-3, "effector cells, first")                                              \
  ROW(TE2, "cell", 1e-3, "effector cells, second, which kill")                                 \
  ROW(TX,  "cell", 1e-3, "exhausted cells")                                                    \
  ROW(B,   "cell", 1e-3, "tumour cells")                                                       \
  ROW(A,   "cell", 1e-3, "antigen, in tumour cells")                                           \
  ROW(D,   "cell", 1e-3, "infused cells, most of which are lost")                              \
  ROW(X,   "cell", 1e-3, "infused cells that engraft")

#define PARAMETERS(ROW)                                                                        \
  /* name  default      unit     low   high  source   meaning */                               \
  ROW(B50,   2332291690,   "cell",  1e5,  1e11, kirouac, "antigen at half a switch")           \
  ROW(uB,    0.050179283,  "1/d",   0,    1,    kirouac, "growth of the tumour")               \
  ROW(kkill, 0.573717507,  "1/d",   0,    5,    kirouac, "fastest killing")                    \
  ROW(floss, 821.2511336,  "1/d",   0,    1e4,  kirouac, "loss of infused cells")              \
  ROW(TK50,  205383.4545,  "cell",  1e4,  1e10, kirouac, "effectors at half that rate")        \
  ROW(kt,    0.354471515,  "1",     0.1,  5,    kirouac, "steepness of killing")               \
  ROW(kb1,   0.995786403,  "1/d",   0,    5,    kirouac, "antigen from the tumour")            \
  ROW(kb2,   0.525174097,  "1/d",   1e-3, 5,    kirouac, "loss of antigen")                    \
  ROW(um,    0.806998957,  "1/d",   0,    5,    kirouac, "division of memory cells")           \
  ROW(km,    2.864967929,  "1",     0.1,  5,    kirouac, "steepness of self-renewal")          \
  ROW(fmax,  0.693198776,  "1",     0,    1,    kirouac, "largest self-renewal")               \
  ROW(ke,    2.712629776,  "1",     0.1,  5,    kirouac, "steepness of differentiation")       \
  ROW(ue,    0.911053158,  "1/d",   0,    5,    kirouac, "differentiation of first effectors") \
  ROW(N,     5.828872278,  "1",     1,    8,    kirouac, "divisions to second effectors")      \
  ROW(kex,   0.205923474,  "1/d",   0,    5,    kirouac, "exhaustion")                         \
  ROW(dm,    0.358611933,  "1/d",   0,    5,    kirouac, "death of memory cells")              \
  ROW(de1,   0.479389948,  "1/d",   0,    5,    kirouac, "death of first effectors")           \
  ROW(de2,   0.534482049,  "1/d",   0,    5,    kirouac, "death of second effectors")          \
  ROW(dx,    0.004823303,  "1/d",   0,    5,    kirouac, "death of exhausted cells")           \
  ROW(Bmax,  655282000000, "cell",  1e7,  1e13, kirouac, "ceiling of the tumour")              \
  ROW(kx,    1.905935714,  "1",     0.1,  5,    kirouac, "steepness of exhaustion")            \
  ROW(rm,    0.548441583,  "1/d",   0,    5,    kirouac, "return of effectors to memory")      \
  ROW(kr,    2.230903937,  "1",     0.1,  5,    kirouac, "steepness of that return")           \
  ROW(fTm,   1.440499773,  "1/d",   0,    500,  kirouac, "infused cells to memory")            \
  ROW(fTe1,  9.99999999,   "1/d",   0,    500,  kirouac, "to first effectors")                 \
  ROW(fTe2,  30.0019157,   "1/d",   0,    500,  kirouac, "to second effectors")                \
  ROW(fTx,   26.00454135,  "1/d",   0,    500,  kirouac, "to exhausted cells")                 \
  ROW(kD,    1,            "1/d",   0.01, 100,  kirouac, "engraftment of infused cells")       \
  ROW(B0,    1e10,         "cell",  0,    1e13, kirouac, "tumour at the start, and antigen")

#define DERIVED(ROW)                                                                           \
  ROW(engrafted, kD / (kD + floss), "1", "part of the infused cells that engrafts")

#define INPUTS(ROW)                                                                            \
  ROW(cells, "cell/d", 1, 0, 0, "infusion of CAR-T cells")

#define OUTPUTS(ROW)                                                                           \
  ROW(T,    "cell", "CAR-T cells, without those that have not settled")                        \
  ROW(kill, "1/d",  "rate at which a tumour cell is killed")

#define PRESETS(ROW)                                                                           \
  ROW(cr11, kirouac, "complete response, set 11: the defaults",                                \
      SET(B50, 2332291690) SET(uB, 0.050179283) SET(kkill, 0.573717507)                        \
      SET(floss, 821.2511336) SET(TK50, 205383.4545) SET(kt, 0.354471515)                      \
      SET(kb1, 0.995786403) SET(kb2, 0.525174097) SET(um, 0.806998957) SET(km, 2.864967929)    \
      SET(fmax, 0.693198776) SET(ke, 2.712629776) SET(ue, 0.911053158) SET(N, 5.828872278)     \
      SET(kex, 0.205923474) SET(dm, 0.358611933) SET(de1, 0.479389948) SET(de2, 0.534482049)   \
      SET(dx, 0.004823303) SET(Bmax, 655282000000) SET(kx, 1.905935714) SET(rm, 0.548441583)   \
      SET(kr, 2.230903937) SET(fTm, 1.440499773) SET(fTe1, 9.99999999) SET(fTe2, 30.0019157)   \
      SET(fTx, 26.00454135))                                                                   \
  ROW(cr1, kirouac, "complete response, set 1; Bmax below B0",                                 \
      SET(B50, 3236080324) SET(uB, 0.050040188) SET(kkill, 0.958461702)                        \
      SET(floss, 314.5563332) SET(TK50, 1000000000) SET(kt, 0.254191859)                       \
      SET(kb1, 0.996687975) SET(kb2, 0.257136936) SET(um, 0.253162895) SET(km, 0.720743327)    \
      SET(fmax, 0.579686926) SET(ke, 2.708089263) SET(ue, 0.937843482) SET(N, 5.132798082)     \
      SET(kex, 0.15978662) SET(dm, 0.07484827) SET(de1, 0.290634336) SET(de2, 0.007565547)     \
      SET(dx, 0.001000004) SET(Bmax, 227144056.1) SET(kx, 2.998879893) SET(rm, 0.394596635)    \
      SET(kr, 2.795422828) SET(fTm, 1) SET(fTe1, 1.126392921) SET(fTe2, 45.01114367)           \
      SET(fTx, 14.91950294))                                                                   \
  ROW(pr6, kirouac, "partial response, set 6",                                                 \
      SET(B50, 2532201106) SET(uB, 0.050503508) SET(kkill, 0.998918878)                        \
      SET(floss, 826.4502118) SET(TK50, 49993730.95) SET(kt, 0.306299068)                      \
      SET(kb1, 0.699583161) SET(kb2, 0.998948628) SET(um, 0.269396462) SET(km, 0.2)            \
      SET(fmax, 0.511653014) SET(ke, 3) SET(ue, 0.761760946) SET(N, 5.824315029)               \
      SET(kex, 0.0290132) SET(dm, 0.405840343) SET(de1, 0.024917608) SET(de2, 0.985468139)     \
      SET(dx, 0.874063482) SET(Bmax, 484624000000) SET(kx, 0.223910685) SET(rm, 1)             \
      SET(kr, 2.990067652) SET(fTm, 9.112364166) SET(fTe1, 4.459166812)                        \
      SET(fTe2, 62.38612104) SET(fTx, 21.04958233))                                            \
  ROW(pr1, kirouac, "partial response, set 1; Bmax below B0",                                  \
      SET(B50, 4358608053) SET(uB, 0.050939488) SET(kkill, 0.78858779)                         \
      SET(floss, 831.1247888) SET(TK50, 433658848.6) SET(kt, 1.088094142)                      \
      SET(kb1, 0.799691142) SET(kb2, 0.591718135) SET(um, 0.262789329) SET(km, 0.2)            \
      SET(fmax, 0.507134442) SET(ke, 1.093607652) SET(ue, 0.972183107) SET(N, 5.661549079)     \
      SET(kex, 0.036280018) SET(dm, 0.463946788) SET(de1, 0.872918633) SET(de2, 0.463142778)   \
      SET(dx, 0.013034845) SET(Bmax, 226019487.7) SET(kx, 0.812606675) SET(rm, 0.787220929)    \
      SET(kr, 0.223513783) SET(fTm, 9.967686737) SET(fTe1, 1.087221777)                        \
      SET(fTe2, 49.82081056) SET(fTx, 6.89724096))                                             \
  ROW(nr1, kirouac, "no response, set 1",                                                      \
      SET(B50, 3526479554) SET(uB, 0.050841155) SET(kkill, 0.87185846) SET(floss, 1000)        \
      SET(TK50, 158624182.1) SET(kt, 1.859949578) SET(kb1, 1) SET(kb2, 0.351151384)            \
      SET(um, 0.001033884) SET(km, 0.257543429) SET(fmax, 0.965005576) SET(ke, 0.422843528)    \
      SET(ue, 0.112676002) SET(N, 5.996056676) SET(kex, 0.003348089) SET(dm, 1)                \
      SET(de1, 0.001) SET(de2, 0.00156982) SET(dx, 0.001) SET(Bmax, 14581417747)               \
      SET(kx, 0.321686249) SET(rm, 0.352946818) SET(kr, 0.781174063) SET(fTm, 5.698009689)     \
      SET(fTe1, 10) SET(fTe2, 30.77568043) SET(fTx, 5))                                        \
  ROW(nr10, kirouac, "no response, set 10",                                                    \
      SET(B50, 1009460.417) SET(uB, 0.050787422) SET(kkill, 0.837922553)                       \
      SET(floss, 999.920611) SET(TK50, 939459319.4) SET(kt, 2.937722978) SET(kb1, 0.001)       \
      SET(kb2, 0.171681318) SET(um, 0.0010926) SET(km, 0.22258674) SET(fmax, 0.938004394)      \
      SET(ke, 2.973926025) SET(ue, 0.06344142) SET(N, 5.986306009) SET(kex, 0.100752853)       \
      SET(dm, 0.001009357) SET(de1, 0.001084782) SET(de2, 0.001) SET(dx, 0.067737232)          \
      SET(Bmax, 15393221739) SET(kx, 2.996915046) SET(rm, 0.931966616) SET(kr, 1.371167224)    \
      SET(fTm, 8.934654843) SET(fTe1, 9.999120559) SET(fTe2, 30.00881095)                      \
      SET(fTx, 8.027044911))
/* clang-format on */

#include "model.h"
#endif

START
  init(B) = B0;
  init(A) = B0;
END

OBSERVE
  out(T) = TM + TE1 + TE2 + TX;
  out(kill) = kkill * hill(TE2, TK50, kt);
END

EQUATIONS
  const real renewal = fmax * (1 - hill(A, B50, km));
  const real differentiation = ue * hill(A, B50, ke) * TE1;
  const real amplified = power(2, N) * differentiation;
  const real exhaustion = kex * hill(A, B50, kx) * TE2;
  const real return_to_memory = rm * (1 - hill(A, B50, kr)) * TE2;

  ddt(TM) = um * (2 * renewal - 1) * TM - dm * TM + fTm * X + return_to_memory;
  ddt(TE1) = 2 * um * (1 - renewal) * TM - differentiation - de1 * TE1 + fTe1 * X;
  ddt(TE2) = amplified - exhaustion - de2 * TE2 + fTe2 * X - return_to_memory;
  ddt(TX) = exhaustion - dx * TX + fTx * X;
  ddt(B) = uB * B * (1 - B / Bmax) - kill * B;
  ddt(A) = kb1 * B - kb2 * A;
  ddt(D) = cells - (floss + kD) * D;
  ddt(X) = kD * D - (fTm + fTe1 + fTe2 + fTx) * X;
END
