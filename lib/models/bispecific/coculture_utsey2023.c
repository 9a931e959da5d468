/* T-cell engager in a co-culture: binding, turnover of CD3 and antigen, kill of tumour cells
 * by trimers.
 *
 * For carrying potency from a well over to other cells, densities and affinities: drug D binds
 * free CD3 c (dimer X) and free antigen a (dimer Y), both make the trimer Z, and a tumour cell
 * dies at a rate that rises with its trimers s.  A kill frees the CD3 of its trimers; their
 * drug is lost, and so is antigen of dead cells.
 *
 * Limits.  T cells stay as many as they are.  The kill of the set for teclistamab is slower
 * than growth with a doubling below 32 h: cells never fall then, a sign that kap is a constant
 * of the fit.  Kill, half-life and e50 for other engagers were not to be had. */
#ifndef MODEL
/* clang-format off */
#define MODEL    coculture_utsey2023
#define TITLE    "T-cell engager in a co-culture: trimers and kill"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(utsey, "", "Utsey, poster at ACoP, 2023 (structure)")                                    \
  ROW(utsey_port, "",                                                                          \
      "Public port of Utsey 2023: repository yuezheli/TCE-archives (parameters, teclistamab)")

#define STATES(ROW)                                                                            \
  ROW(D, "nmol/L", 1e-8,  "free drug")                                                         \
  ROW(c, "nmol/L", 1e-8,  "free CD3")                                                          \
  ROW(a, "nmol/L", 1e-8,  "free antigen")                                                      \
  ROW(X, "nmol/L", 1e-9,  "drug with CD3")                                                     \
  ROW(Y, "nmol/L", 1e-9,  "drug with antigen")                                                 \
  ROW(Z, "nmol/L", 1e-12, "trimers")                                                           \
  ROW(N, "cell",   1e-2,  "tumour cells in the well")

#define PARAMETERS(ROW)                                                                        \
  ROW(kon,    2.52,   "L/nmol/h",    0.01, 100, utsey_port, "association: 7e-4 L/nmol/s")      \
  ROW(K3,     28.03,  "nmol/L",      0.01, 1e4, utsey_port, "dissociation constant, CD3")      \
  ROW(KA,     0.18,   "nmol/L",      1e-3, 1e3, utsey_port, "dissociation constant, antigen")  \
  ROW(lam,    1.,     "1",           0.01, 100, utsey_port,                                    \
      "association of dimers over that of drug")                                               \
  ROW(thalf3, 0.5,    "h",           0.1,  1e6, utsey_port, "half-life of CD3")                \
  ROW(thalfA, 5.8,    "h",           0.1,  1e6, utsey_port, "half-life of antigen")            \
  ROW(n3,     57000., "copies/cell", 1e3,  1e6, utsey_port, "CD3 on a T cell")                 \
  ROW(nA,     13173., "copies/cell", 1e2,  1e6, utsey_port, "antigen on a tumour cell")        \
  ROW(kap,    0.0216, "1/h",         0,    1,   utsey_port, "fastest kill: 6e-6 1/s")          \
  ROW(e50,    1e-4,   "copies/cell", 1e-6, 1e3, utsey_port, "trimers on a cell at half of it") \
  ROW(n,      1.,     "1",           0.5,  4,   utsey_port, "steepness of kill")               \
  ROW(td,     30.,    "h",           10,   1e3, utsey_port, "doubling of tumour cells")        \
  ROW(T0,     1e5,    "cell",        1e2,  1e7, utsey_port, "T cells in the well")             \
  ROW(N0,     2e4,    "cell",        1e2,  1e7, utsey_port, "tumour cells at the start")       \
  ROW(V,      2e-4,   "L",           1e-5, 1e-2, utsey_port, "volume of the well")             \
  ROW(least,  1.,     "cell",        1e-3, 10,  utsey_port, "fewer cells count as this many")  \
  ROW(NA,     6.02214076e14, "copies/nmol", 0, 0, exact,    "molecules in a nanomole")

#define DERIVED(ROW)                                                                           \
  ROW(u,  1 / (NA * V),     "nmol/L/copies", "concentration of one molecule in the well")      \
  ROW(d3, log(2.0) / thalf3, "1/h",    "turnover of CD3")                                      \
  ROW(dA, log(2.0) / thalfA, "1/h",    "turnover of antigen")                                  \
  ROW(g,  log(2.0) / td,     "1/h",    "growth of tumour cells")                               \
  ROW(c0, n3 * T0 * u,       "nmol/L", "CD3 without drug")

#define INPUTS(ROW) ROW(drug, "nmol/L/h", 1, 0, 0, "drug added to the medium")

#define OUTPUTS(ROW)                                                                           \
  ROW(s,     "copies/cell", "trimers on a tumour cell")                                        \
  ROW(v,     "1/h",         "kill")                                                            \
  ROW(total, "nmol/L",      "drug, free and bound")
/* clang-format on */

#include "model.h"
#endif

START
  init(c) = c0;
  init(a) = nA * N0 * u;
  init(N) = N0;
END

OBSERVE
  const real trimers = Z / u / larger(N, least);

  out(s) = trimers;
  out(v) = kap * hill(trimers, e50, n);
  out(total) = D + X + Y + Z;
END

EQUATIONS
  const real f1 = kon * D * c - kon * K3 * X;
  const real f2 = kon * D * a - kon * KA * Y;
  const real f3 = lam * kon * Y * c - kon * K3 * Z;
  const real f4 = lam * kon * X * a - kon * KA * Z;

  ddt(D) = drug - f1 - f2;
  ddt(c) = d3 * (c0 - c) - f1 - f3 + v * Z;
  ddt(a) = dA * (nA * N * u - a) - f2 - f4 - v * a + g * N * nA * u;
  ddt(X) = f1 - f4 - d3 * X;
  ddt(Y) = f2 - f3 - dA * Y - v * Y;
  ddt(Z) = f3 + f4 - v * Z;
  ddt(N) = g * N - v * N;
END
