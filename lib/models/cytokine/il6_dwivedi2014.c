/* Interleukin 6, its receptors, STAT3 and C-reactive protein in Crohn's disease, and an
 * antibody against the receptor.
 *
 * Serum, liver and gut hold interleukin 6, soluble receptor and soluble gp130 and what they
 * form; in liver and gut the complex finds gp130, activates and phosphorylates STAT3, which in
 * the liver makes C-reactive protein.  The antibody takes receptors away.  All volumes are 1:
 * what leaves one place arrives in another as the same concentration, so that amounts are not
 * conserved between places; STAT3 and pSTAT3 are, in liver and in gut.
 *
 * It starts at the steady state of the default values, to 1e-12 per h.  With other values the
 * start is not steady: let a run settle for 3000 h before the first dose.
 *
 * Genuinely stiff: after a dose the antibody binds within seconds (7e5 per h), while it stays
 * for weeks.  Its dissociation constant of 2.5 pmol/L is a thousandth of what is measured for
 * tocilizumab: do not carry it elsewhere.  pSTAT3 and C-reactive protein lag by a week, and the
 * receptor hardly clears interleukin 6, so that its four-fold rise under blockade in cytokine
 * release is not here: see cart_cytokine_release. */
#ifndef MODEL
/* clang-format off */
#define MODEL    il6_dwivedi2014
#define TITLE    "Interleukin 6, receptors, STAT3 and CRP under an antibody to the receptor"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(dwivedi, "10.1038/psp.2013.64",                                                          \
      "Dwivedi G, CPT Pharmacometrics Syst Pharmacol, 2014 (curated equations and values)")

#define STATES(ROW)                                                                            \
  ROW(I_s, "nmol/L", 1e-9,  "interleukin 6, serum")                                            \
  ROW(S_s, "nmol/L", 1e-7,  "soluble receptor, serum")                                         \
  ROW(X_s, "nmol/L", 1e-9,  "interleukin 6 on soluble receptor, serum")                        \
  ROW(G_s, "nmol/L", 1e-6,  "soluble gp130, serum")                                            \
  ROW(Z_s, "nmol/L", 1e-7,  "that complex on soluble gp130, serum")                            \
  ROW(C_s, "nmol/L", 1e-4,  "C-reactive protein, serum")                                       \
  ROW(A_s, "nmol/L", 1e-8,  "antibody, serum")                                                 \
  ROW(D_s, "nmol/L", 1e-8,  "antibody on soluble receptor, serum")                             \
  ROW(I_l, "nmol/L", 1e-9,  "interleukin 6, liver")                                            \
  ROW(S_l, "nmol/L", 1e-7,  "soluble receptor, liver")                                         \
  ROW(X_l, "nmol/L", 1e-9,  "interleukin 6 on soluble receptor, liver")                        \
  ROW(G_l, "nmol/L", 1e-6,  "soluble gp130, liver")                                            \
  ROW(Z_l, "nmol/L", 1e-7,  "that complex on soluble gp130, liver")                            \
  ROW(C_l, "nmol/L", 1e-4,  "C-reactive protein, liver")                                       \
  ROW(A_l, "nmol/L", 1e-8,  "antibody, liver")                                                 \
  ROW(D_l, "nmol/L", 1e-8,  "antibody on soluble receptor, liver")                             \
  ROW(R_l, "nmol/L", 1e-7,  "membrane receptor, liver")                                        \
  ROW(H_l, "nmol/L", 1e-11, "interleukin 6 on membrane receptor, liver")                       \
  ROW(P_l, "nmol/L", 1e-7,  "gp130, liver")                                                    \
  ROW(Y_l, "nmol/L", 1e-10, "receptor, interleukin 6 and gp130, liver")                        \
  ROW(Q_l, "nmol/L", 1e-6,  "active receptor, liver")                                          \
  ROW(T_l, "nmol/L", 1e-6,  "STAT3, liver")                                                    \
  ROW(U_l, "nmol/L", 1e-6,  "pSTAT3, liver")                                                   \
  ROW(W_l, "nmol/L", 1e-8,  "antibody on membrane receptor, liver")                            \
  ROW(I_g, "nmol/L", 1e-9,  "interleukin 6, gut")                                              \
  ROW(S_g, "nmol/L", 1e-7,  "soluble receptor, gut")                                           \
  ROW(X_g, "nmol/L", 1e-9,  "interleukin 6 on soluble receptor, gut")                          \
  ROW(G_g, "nmol/L", 1e-6,  "soluble gp130, gut")                                              \
  ROW(Z_g, "nmol/L", 1e-7,  "that complex on soluble gp130, gut")                              \
  ROW(A_g, "nmol/L", 1e-8,  "antibody, gut")                                                   \
  ROW(D_g, "nmol/L", 1e-8,  "antibody on soluble receptor, gut")                               \
  ROW(P_g, "nmol/L", 1e-7,  "gp130, gut")                                                      \
  ROW(Y_g, "nmol/L", 1e-10, "receptor, interleukin 6 and gp130, gut")                          \
  ROW(Q_g, "nmol/L", 1e-6,  "active receptor, gut")                                            \
  ROW(T_g, "nmol/L", 1e-6,  "STAT3, gut")                                                      \
  ROW(U_g, "nmol/L", 1e-6,  "pSTAT3, gut")                                                     \
  ROW(A_p, "nmol/L", 1e-8,  "antibody, periphery")

#define PARAMETERS(ROW)                                                                        \
  /* name     default  unit         low   high  source   meaning */                            \
  ROW(I_made_s, 0.0063, "nmol/L/h", 0,    1,    dwivedi, "interleukin 6 made into serum")      \
  ROW(I_made_g, 0.036, "nmol/L/h",  0,    10,   dwivedi, "interleukin 6 made in the gut")      \
  ROW(I_lost_s, 34.82, "1/h",       1,    500,  dwivedi, "loss of interleukin 6 from serum")   \
  ROW(I_lost_g, 1,     "1/h",       0.01, 50,   dwivedi, "loss of interleukin 6 in the gut")   \
  ROW(S_made,  0.1,    "nmol/L/h",  0,    10,   dwivedi, "soluble receptor made")              \
  ROW(S_shed,  0.0054, "1/h",       0,    0.1,  dwivedi, "and shed, by C-reactive protein")    \
  ROW(S_lost,  0.3,    "1/h",       0.01, 10,   dwivedi, "loss of soluble receptor")           \
  ROW(G_made,  3.9,    "nmol/L/h",  0,    100,  dwivedi, "soluble gp130 made")                 \
  ROW(G_lost,  1,      "1/h",       0.01, 20,   dwivedi, "loss of soluble gp130")              \
  ROW(C_made,  0.42,   "nmol/L/h",  0,    50,   dwivedi, "C-reactive protein made at rest")    \
  ROW(C_max,   165,    "nmol/L/h",  0,    2000, dwivedi, "and made by pSTAT3, at most")        \
  ROW(C_half,  10,     "nmol/L",    0.1,  1000, dwivedi, "pSTAT3 that makes half of that")     \
  ROW(C_lost,  0.36,   "1/h",       0.01, 10,   dwivedi, "loss of C-reactive protein")         \
  ROW(R_made,  0.0685, "nmol/L/h",  0,    2,    dwivedi, "membrane receptor and gp130 made")   \
  ROW(R_lost,  0.1561, "1/h",       0.01, 5,    dwivedi, "their loss")                         \
  ROW(inside,  1.96,   "1/h",       0.01, 50,   dwivedi, "internalisation of occupied ones")   \
  ROW(to_R,    0.384,  "L/nmol/h",  0.01, 10,   dwivedi, "interleukin 6 to its receptor")      \
  ROW(off_R,   1.92,   "1/h",       0.05, 50,   dwivedi, "and off")                            \
  ROW(to_P,    20.52,  "L/nmol/h",  0.5,  500,  dwivedi, "their complex to gp130")             \
  ROW(off_P,   1.026,  "1/h",       0.02, 25,   dwivedi, "and off")                            \
  ROW(to_A,    1000,   "L/nmol/h",  1,    1e4,  dwivedi, "antibody to receptor")               \
  ROW(off_A,   2.5,    "1/h",       0.01, 1000, dwivedi, "and off")                            \
  ROW(active,  155,    "1/h",       1,    2000, dwivedi, "activation of the receptor")         \
  ROW(Q_lost,  0.01,   "1/h",       1e-4, 1,    dwivedi, "loss of active receptor")            \
  ROW(Q_back,  0.525,  "nmol/L/h",  0,    20,   dwivedi, "fastest inactivation")               \
  ROW(Q_half,  155.3,  "nmol/L",    1,    5000, dwivedi, "active receptor at half of that")    \
  ROW(U_made,  145,    "1/h",       1,    2000, dwivedi, "fastest phosphorylation")            \
  ROW(U_half,  219,    "nmol/L",    1,    5000, dwivedi, "STAT3 at half of that")              \
  ROW(T_back,  0.62,   "nmol/L/h",  0.01, 20,   dwivedi, "fastest dephosphorylation")          \
  ROW(T_half,  5.34,   "nmol/L",    0.1,  100,  dwivedi, "pSTAT3 at half of that")             \
  ROW(leave,   1.2125, "1/h",       0.05, 20,   dwivedi, "serum to liver and gut")             \
  ROW(back,    0.8473, "1/h",       0.05, 20,   dwivedi, "and back")                           \
  ROW(A_lost,  0.0018, "1/h",       0,    0.1,  dwivedi, "loss of antibody, free or bound")    \
  ROW(A_out_l, 0.0208333333333333, "1/h", 0, 1, dwivedi, "antibody, serum to liver: 0.5 / d")  \
  ROW(A_out_g, 0.0104166666666667, "1/h", 0, 1, dwivedi, "antibody, serum to gut: 0.25 / d")   \
  ROW(A_back,  0.0208333333333333, "1/h", 0, 1, dwivedi, "and back from both: 0.5 / d")        \
  ROW(A_out_p, 3.472222e-4, "1/h",  0,    0.1,  dwivedi, "antibody, serum to periphery")       \
  ROW(A_back_p, 1.736111e-3, "1/h", 0,    0.1,  dwivedi, "and back")                           \
  ROW(nM_per_mg, 2.346, "nmol/L/mg", 0.1, 20,   derived, "of antibody: 148 kDa in 2.88 L")     \
  ROW(pg_per_nmol, 21000, "pg*L/mL/nmol", 1000, 1e5, recalled,                                 \
      "interleukin 6: its molar mass is 21 kDa")                                               \
  ROW(nM,      1,      "nmol/L",    0,    0,    exact,   "unit of the start")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "mg/h", 1, 0, 148000, "intravenous dose rate of antibody")

#define OUTPUTS(ROW)                                                                           \
  ROW(IL6,    "pg/mL",  "interleukin 6 in serum, free")                                        \
  ROW(sIL6R,  "nmol/L", "soluble receptor in serum, free and bound")                           \
  ROW(STAT_l, "nmol/L", "STAT3 and pSTAT3, liver: does not change")                            \
  ROW(STAT_g, "nmol/L", "STAT3 and pSTAT3, gut: does not change")
/* clang-format on */

#include "model.h"
#endif

/* The curated steady state of the default values. */
START
  init(I_s) = 4.35628896551166e-4 * nM;
  init(S_s) = 4.25350679194445 * nM;
  init(X_s) = 1.09424263781451e-3 * nM;
  init(G_s) = 3.9 * nM;
  init(Z_s) = 0.0874060669217432 * nM;
  init(C_s) = 221.06367608557 * nM;
  init(I_l) = 7.2566581144648e-4 * nM;
  init(S_l) = 6.08704712819469 * nM;
  init(X_l) = 9.76164943878914e-4 * nM;
  init(G_l) = 5.5896988923534 * nM;
  init(Z_l) = 0.116343661809953 * nM;
  init(C_l) = 409.775322370541 * nM;
  init(R_l) = 0.438235811135574 * nM;
  init(H_l) = 1.60036523605187e-5 * nM;
  init(P_l) = 0.388958921403941 * nM;
  init(Y_l) = 6.59935877686372e-5 * nM;
  init(Q_l) = 0.765416493681823 * nM;
  init(T_l) = 0.777537339578333 * nM;
  init(U_l) = 9.22246266042168 * nM;
  init(I_g) = 9.3481986616084e-3 * nM;
  init(S_g) = 6.06410682471754 * nM;
  init(X_g) = 1.30682388893128e-3 * nM;
  init(G_g) = 5.56973864471412 * nM;
  init(Z_g) = 0.136303909449242 * nM;
  init(P_g) = 0.374962692933961 * nM;
  init(Y_g) = 8.44890497633549e-5 * nM;
  init(Q_g) = 0.980272509547246 * nM;
  init(T_g) = 0.610636013508212 * nM;
  init(U_g) = 9.38936398649179 * nM;
END

OBSERVE
  out(IL6) = pg_per_nmol * I_s;
  out(sIL6R) = S_s + X_s + Z_s + D_s;
  out(STAT_l) = T_l + U_l;
  out(STAT_g) = T_g + U_g;
END

EQUATIONS
  /* binding: interleukin 6 to soluble receptor, that to soluble gp130, antibody to receptor */
  const real b_s = to_R * I_s * S_s - off_R * X_s;
  const real b_l = to_R * I_l * S_l - off_R * X_l;
  const real b_g = to_R * I_g * S_g - off_R * X_g;
  const real z_s = to_P * X_s * G_s - off_P * Z_s;
  const real z_l = to_P * X_l * G_l - off_P * Z_l;
  const real z_g = to_P * X_g * G_g - off_P * Z_g;
  const real a_s = to_A * A_s * S_s - off_A * D_s;
  const real a_l = to_A * A_l * S_l - off_A * D_l;
  const real a_g = to_A * A_g * S_g - off_A * D_g;

  /* on membranes; Y dissociates by both ways it is made */
  const real h = to_R * I_l * R_l - off_R * H_l;
  const real w = to_A * A_l * R_l - off_A * W_l;
  const real y_l = to_P * H_l * P_l - off_P * Y_l;
  const real x_l = to_P * X_l * P_l - off_P * Y_l;
  const real x_g = to_P * X_g * P_g - off_P * Y_g;

  const real inactivated_l = Q_back * Q_l / (Q_half + Q_l);
  const real inactivated_g = Q_back * Q_g / (Q_half + Q_g);
  const real dephosphorylated_l = T_back * U_l / (T_half + U_l);
  const real dephosphorylated_g = T_back * U_g / (T_half + U_g);
  const real phosphorylated_l = U_made * Q_l * T_l / (U_half + T_l) - dephosphorylated_l;
  const real phosphorylated_g = U_made * Q_g * T_g / (U_half + T_g) - dephosphorylated_g;

  /* exchange with serum */
  const real I_to_l = leave * I_s - back * I_l, I_to_g = leave * I_s - back * I_g;
  const real S_to_l = leave * S_s - back * S_l, S_to_g = leave * S_s - back * S_g;
  const real X_to_l = leave * X_s - back * X_l, X_to_g = leave * X_s - back * X_g;
  const real G_to_l = leave * G_s - back * G_l, G_to_g = leave * G_s - back * G_g;
  const real Z_to_l = leave * Z_s - back * Z_l, Z_to_g = leave * Z_s - back * Z_g;
  const real C_to_l = leave * C_s - back * C_l;
  const real A_to_l = A_out_l * A_s - A_back * A_l, A_to_g = A_out_g * A_s - A_back * A_g;
  const real D_to_l = A_out_l * D_s - A_back * D_l, D_to_g = A_out_g * D_s - A_back * D_g;
  const real A_to_p = A_out_p * A_s - A_back_p * A_p;

  ddt(I_s) = I_made_s - I_lost_s * I_s - b_s - I_to_l - I_to_g;
  ddt(S_s) = S_made + S_shed * C_s - S_lost * S_s - b_s - a_s - S_to_l - S_to_g;
  ddt(X_s) = b_s - z_s - X_to_l - X_to_g;
  ddt(G_s) = G_made - G_lost * G_s - z_s - G_to_l - G_to_g;
  ddt(Z_s) = z_s - Z_to_l - Z_to_g;
  ddt(C_s) = C_made - C_lost * C_s - C_to_l;
  ddt(A_s) = nM_per_mg * iv - a_s - A_lost * A_s - A_to_l - A_to_g - A_to_p;
  ddt(A_p) = A_to_p;
  ddt(D_s) = a_s - A_lost * D_s - D_to_l - D_to_g;

  ddt(I_l) = I_to_l - b_l - h;
  ddt(S_l) = S_to_l - b_l - a_l;
  ddt(X_l) = X_to_l + b_l - z_l - x_l;
  ddt(G_l) = G_to_l - z_l;
  ddt(Z_l) = Z_to_l + z_l;
  ddt(C_l) = C_max * U_l / (C_half + U_l) + C_to_l;
  ddt(A_l) = A_to_l - a_l - w - A_lost * A_l;
  ddt(D_l) = D_to_l + a_l - A_lost * D_l;
  ddt(W_l) = w - A_lost * W_l;
  ddt(R_l) = R_made - R_lost * R_l - h - w;
  ddt(H_l) = h - y_l - inside * H_l;
  ddt(P_l) = R_made - R_lost * P_l - y_l - x_l;
  ddt(Y_l) = y_l + x_l - (active + inside) * Y_l + inactivated_l;
  ddt(Q_l) = active * Y_l - Q_lost * Q_l - inactivated_l;
  ddt(T_l) = -phosphorylated_l;
  ddt(U_l) = phosphorylated_l;

  ddt(I_g) = I_made_g - I_lost_g * I_g + I_to_g - b_g;
  ddt(S_g) = S_to_g - b_g - a_g;
  ddt(X_g) = X_to_g + b_g - z_g - x_g;
  ddt(G_g) = G_to_g - z_g;
  ddt(Z_g) = Z_to_g + z_g;
  ddt(A_g) = A_to_g - a_g - A_lost * A_g;
  ddt(D_g) = D_to_g + a_g - A_lost * D_g;
  ddt(P_g) = R_made - R_lost * P_g - x_g;
  ddt(Y_g) = x_g - (active + inside) * Y_g + inactivated_g;
  ddt(Q_g) = active * Y_g - Q_lost * Q_g - inactivated_g;
  ddt(T_g) = -phosphorylated_g;
  ddt(U_g) = phosphorylated_g;
END
