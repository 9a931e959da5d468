/* Transaminases and bilirubin under treatment.
 *
 * Ours.  Each treatment raises the inflow of an enzyme or of bilirubin while it is present, by
 * its coefficient; loss goes on as ever, so that values follow within days.  The inputs are
 * 0 to 1, present or not, or a part of its usual intensity where another model tells it.
 *
 * Coefficients of alanine aminotransferase were chosen so that as many patients as in trials
 * come to grade 3 (5 times the upper limit) if they spread log-normally with a deviation of
 * 1.2: chemotherapy block 39 %, blinatumomab 12 %, pegylated asparaginase 33.5 % of doses in
 * adults; those of bilirubin likewise (3 times; 7, 2 and 12.4 %).  For inotuzumab they are a
 * guess: that of blinatumomab, and of the block for bilirubin.  Dexamethasone makes inotuzumab
 * worse, as seen in children; by how much is a guess.  Aspartate aminotransferase is taken to
 * follow the same coefficients.  The times of loss are recalled.
 *
 * Coefficients add, though the spread of one patient's may be one trait: in a population all
 * vary alone.  Grades are against the upper limit, also where the baseline is above it, where
 * version 5 grades against the baseline.  Tolerance, asparaginase's long stay and obesity are
 * not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    liver_enzymes
#define TITLE    "Transaminases and bilirubin under treatment (chosen to meet rates of grade 3)"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(ALT, "IU/L",  1e-4, "alanine aminotransferase")                                          \
  ROW(AST, "IU/L",  1e-4, "aspartate aminotransferase")                                        \
  ROW(Bil, "mg/dL", 1e-6, "bilirubin")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit    low   high  source    meaning */                                 \
  ROW(ALT0,   25,     "IU/L", 5,    200,  assumed,  "ALT at rest")                             \
  ROW(AST0,   25,     "IU/L", 5,    200,  assumed,  "AST at rest")                             \
  ROW(Bil0,   0.6,    "mg/dL", 0.1, 10,   assumed,  "bilirubin at rest")                       \
  ROW(ALT_limit, 40,  "IU/L", 20,   80,   assumed,  "upper limit of normal of ALT")            \
  ROW(AST_limit, 40,  "IU/L", 20,   80,   assumed,  "upper limit of normal of AST")            \
  ROW(Bil_limit, 1.2, "mg/dL", 0.5, 3,    assumed,  "upper limit of normal of bilirubin")      \
  ROW(kALT,   0.0147478123523393, "1/h", 1e-3, 0.2, recalled, "loss of ALT: in 47 h by half")  \
  ROW(kAST,   0.0407733635623497, "1/h", 1e-3, 0.5, recalled, "loss of AST: in 17 h by half")  \
  ROW(kBil,   0.0144405662616655, "1/h", 1e-3, 0.2, assumed,                                   \
      "loss of bilirubin: in 2 d by half")                                                     \
  ROW(s_block, 5,     "1",    0,    500,  derived,  "rise of ALT by a block of chemotherapy")  \
  ROW(s_blina, 1.71,  "1",    0,    500,  derived,  "by blinatumomab")                         \
  ROW(s_peg,  4.2,    "1",    0,    500,  derived,  "by pegylated asparaginase, adult")        \
  ROW(s_ino,  1.71,   "1",    0,    500,  assumed,  "by inotuzumab")                           \
  ROW(b_block, 0.85,  "1",    0,    500,  derived,  "rise of bilirubin by a block")            \
  ROW(b_blina, 0.425, "1",    0,    500,  derived,  "by blinatumomab")                         \
  ROW(b_peg,  1.25,   "1",    0,    500,  derived,  "by pegylated asparaginase, adult")        \
  ROW(b_ino,  0.85,   "1",    0,    500,  assumed,  "by inotuzumab")                           \
  ROW(b_vod,  6,      "1",    0,    500,  assumed,  "by veno-occlusive disease, for 21 d")     \
  ROW(dex_ino, 0.5,   "1",    0,    10,   assumed,                                             \
      "rise of what inotuzumab does by a daily dose of dexamethasone of dex_ref")              \
  ROW(dex_ref, 10,    "mg/m2", 1,   100,  assumed,  "that dose")                               \
  ROW(A_grade2, 3,    "1",    1,    100,  ctcae,    "transaminases over limit, grade 2 above") \
  ROW(A_grade3, 5,    "1",    1,    100,  ctcae,    "grade 3 above")                           \
  ROW(A_grade4, 20,   "1",    1,    100,  ctcae,    "grade 4 above")                           \
  ROW(B_grade2, 1.5,  "1",    1,    100,  ctcae,    "bilirubin, of its limit: grade 2 above")  \
  ROW(B_grade3, 3,    "1",    1,    100,  ctcae,    "grade 3 above")                           \
  ROW(B_grade4, 10,   "1",    1,    100,  ctcae,    "grade 4 above")

#define INPUTS(ROW)                                                                            \
  ROW(block, "1",     1, 0, 0, "block of chemotherapy, 0 to 1")                                \
  ROW(blina, "1",     1, 0, 0, "blinatumomab, 0 to 1")                                         \
  ROW(peg,   "1",     1, 0, 0, "pegylated asparaginase, 0 to 1")                               \
  ROW(ino,   "1",     1, 0, 0, "inotuzumab, 0 to 1")                                           \
  ROW(vod,   "1",     1, 0, 0, "veno-occlusive disease: 1 for 21 d, or its probability")       \
  ROW(dex,   "mg/m2", 1, 0, 0, "daily dose of dexamethasone, per body surface")

#define OUTPUTS(ROW)                                                                           \
  ROW(ALT_over, "1", "ALT over its upper limit")                                               \
  ROW(AST_over, "1", "AST over its upper limit")                                               \
  ROW(Bil_over, "1", "bilirubin over its upper limit")                                         \
  ROW(grade_ALT, "1", "grade of ALT, 0 to 4", STEPS)                                           \
  ROW(grade_AST, "1", "grade of AST, 0 to 4", STEPS)                                           \
  ROW(grade_Bil, "1", "grade of bilirubin, 0 to 4", STEPS)

#define VARIES(ROW)                                                                            \
  ROW(s_block, log_normal, 1.2, assumed)                                                       \
  ROW(s_blina, log_normal, 1.2, assumed)                                                       \
  ROW(s_peg,   log_normal, 1.2, assumed)                                                       \
  ROW(s_ino,   log_normal, 1.2, assumed)                                                       \
  ROW(b_block, log_normal, 1.2, assumed)                                                       \
  ROW(b_blina, log_normal, 1.2, assumed)                                                       \
  ROW(b_peg,   log_normal, 1.2, assumed)                                                       \
  ROW(b_ino,   log_normal, 1.2, assumed)
/* clang-format on */

#include "model.h"
#endif

START
  init(ALT) = ALT0;
  init(AST) = AST0;
  init(Bil) = Bil0;
END

OBSERVE
  out(ALT_over) = ALT / ALT_limit;
  out(AST_over) = AST / AST_limit;
  out(Bil_over) = Bil / Bil_limit;
  out(grade_ALT) = step(ALT / ALT_limit - 1) + step(ALT / ALT_limit - A_grade2) +
                   step(ALT / ALT_limit - A_grade3) + step(ALT / ALT_limit - A_grade4);
  out(grade_AST) = step(AST / AST_limit - 1) + step(AST / AST_limit - A_grade2) +
                   step(AST / AST_limit - A_grade3) + step(AST / AST_limit - A_grade4);
  out(grade_Bil) = step(Bil / Bil_limit - 1) + step(Bil / Bil_limit - B_grade2) +
                   step(Bil / Bil_limit - B_grade3) + step(Bil / Bil_limit - B_grade4);
END

EQUATIONS
  const real ino_and_dex = ino * (1 + dex_ino * dex / dex_ref);
  const real enzymes = s_block * block + s_blina * blina + s_peg * peg + s_ino * ino_and_dex;
  const real bilirubin =
      b_block * block + b_blina * blina + b_peg * peg + b_ino * ino_and_dex + b_vod * vod;

  ddt(ALT) = kALT * (ALT0 * (1 + enzymes) - ALT);
  ddt(AST) = kAST * (AST0 * (1 + enzymes) - AST);
  ddt(Bil) = kBil * (Bil0 * (1 + bilirubin) - Bil);
END
