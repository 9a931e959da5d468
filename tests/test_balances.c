/* test_balances.c — what a model neither makes nor loses stays what was given, or what was there:
 * drug and receptors of conjugates and of T-cell engagers.
 *
 * A sum of states, with weights that do not change, whose derivative is 0 or the dose rate.  BDF
 * and Newton's method keep such sums whatever the size of the steps, so they must close to
 * rounding at the default tolerance as well as at a fine one: 1e-10 of what was given, 8e-13
 * measured (MEASURE=1 prints each).  Losses that a model does not count are set to 0 here; what
 * is then left is that exchange, binding, uptake and release take from one place what they give
 * to another. */
#include "testing.h"

#include <stdio.h>

enum { DAYS = 42, SETTINGS = 8 };
static const double closes = 1e-10;

/* At one time; names are looked up, so that no order is assumed. */
struct look {
  const impakt_sim *sim;
  const impakt_model *model;
  const double *states, *outputs;
};

static double find(const struct look *at, const char *name)
{
  double values[128];
  const int state = impakt_model_index(at->model, IMPAKT_STATE, name);
  if (state >= 0) return at->states[state];
  const int output = impakt_model_index(at->model, IMPAKT_OUTPUT, name);
  if (output >= 0) return at->outputs[output];
  const int parameter = impakt_model_index(at->model, IMPAKT_PARAMETER, name);
  const int derived = impakt_model_index(at->model, IMPAKT_DERIVED, name);
  ck_assert_msg(parameter >= 0 || derived >= 0, "no %s", name);
  const int n =
      impakt_model_size(at->model, parameter >= 0 ? IMPAKT_PARAMETER : IMPAKT_DERIVED);
  ck_assert_int_le(n, (int)LENGTH_OF(values));
  if (parameter >= 0)
    ck_assert_int_eq(impakt_sim_get_parameters(at->sim, values, n), IMPAKT_OK);
  else ck_assert_int_ge(impakt_sim_get_derived((impakt_sim *)at->sim, values, n), 0);
  return values[parameter >= 0 ? parameter : derived];
}
#define GET(name) find(at, #name)

static double species(const struct look *at, int by_payload)
{
  double sum = 0;
  for (int n = 0; n < 8; n++)
    for (int place = 1; place <= 3; place++) {
      char name[32];
      snprintf(name, sizeof name, "X%d_%d", n, place);
      sum += (by_payload ? n : 1) * find(at, name);
    }
  return sum;
}
static double antibody(const struct look *at) { return species(at, 0); }
static double payloads(const struct look *at) { return species(at, 1) / GET(dose_DAR); }
static double total(const struct look *at) { return GET(T1) + GET(T2) + GET(T3); }
static double conjugated(const struct look *at)
{
  return (GET(P1) + GET(P2) + GET(P3)) / GET(DAR0);
}
static double payload_DAR(const struct look *at) { return GET(payload) / GET(DAR); }
static double payload_DAR0(const struct look *at) { return GET(payload) / GET(DAR0); }
static double in_the_well(const struct look *at) { return GET(total); }
static double CD33(const struct look *at) /* doses do not add to it */
{
  return GET(T) + GET(X);
}
static double garrett(const struct look *at)
{
  return GET(A1) + GET(A2) + GET(CL1) * GET(AUC) * GET(mL_per_L) / GET(ng_per_mg);
}
static double leukemia(
    const struct look *at) /* released payload stays in its cell: kout is 0 */
{
  return GET(A1) + GET(A2) + GET(CLlin) * GET(AUC) * GET(mL_per_L) / GET(MW) +
         GET(L) / GET(NA) * (GET(RC) + GET(RI) + GET(P) / GET(DAR));
}
static double conjugate_lu(const struct look *at)
{
  const double given = GET(a1) + GET(a2) + GET(CLi) * GET(AUC) * GET(mL_per_L) / GET(ng_per_ug);
  return given / (GET(ug_per_mg) * GET(payload));
}
static double free_lu(const struct look *at) /* set free so far, and that still to come */
{
  const double sum = GET(m1) + GET(m2) +
                     GET(CLm) * GET(AUC_m) * GET(mL_per_L) / GET(ng_per_ug) +
                     GET(FRACi) * (GET(a1) + GET(a2));
  return sum / (GET(FRACi) * GET(ug_per_mg) * GET(payload));
}

/* ---- T-cell engagers ------------------------------------------------------------------------ */

static double all_drug(const struct look *at) { return GET(drug); }
static double target_A(const struct look *at) { return GET(At); }
static double target_B(const struct look *at) { return GET(Bt); }
static double under_the_skin(const struct look *at)
{
  return GET(D) + GET(Q) + GET(CL) * GET(AUC);
}
static double engager_and_depot(const struct look *at)
{
  return GET(D1) + GET(D2) + GET(Dsc) / GET(F);
}
static double soluble_BCMA(const struct look *at)
{
  return GET(V1) * (GET(S) + GET(F) + GET(G)) + GET(Vm) * (GET(b) + GET(f) + GET(h));
}
static double membrane_BCMA(const struct look *at) { return GET(m) + GET(g) + GET(z); }
static double T_cells(const struct look *at)
{
  static const char *const places[] = { "P", "S", "L", "M" };
  double sum = 0;
  for (size_t i = 0; i < LENGTH_OF(places); i++)
    for (const char *kind = "RAZ"; *kind; kind++) {
      char name[8];
      snprintf(name, sizeof name, "%c_%s", *kind, places[i]);
      sum += find(at, name);
    }
  return sum;
}

struct setting {
  const char *name;
  double value;
};

#define LINEAR_LU                                                                              \
  {                                                                                            \
    { "E_NS", 0 }, { "CL_T0", 0 }, { "Vmax", 0 }, { "E_FRAC", 0 }, { "VmaxM", 0 }              \
  }

/* k12 is 0 by default, so that nothing would be exchanged */
#define NO_LOSS                                                                                \
  {                                                                                            \
    { "kel", 0 }, { "kiA", 0 }, { "kiB", 0 }, { "kiAB", 0 }, { "k12", 0.05 }                   \
  }
/* free and bound target are lost at one rate, at which it is made: there is always as much */
#define ALL_LOST_ALIKE                                                                         \
  {                                                                                            \
    { "kiA", 0.1 }, { "kiB", 0.1 }, { "kiAB", 0.1 }                                            \
  }
#define ONLY_TRAFFIC                                                                           \
  {                                                                                            \
    { "VmT", 0 }, { "kgen", 0 }, { "w24", 0 }                                                  \
  }
#define NO_LOSS_LI                                                                             \
  {                                                                                            \
    { "CL", 0 }, { "Vmax", 0 }, { "kint", 0 }, { "dT", 0 }, { "dB", 0 }, { "kk", 0 },          \
    {                                                                                          \
      "kkt", 0                                                                                 \
    }                                                                                          \
  }
#define NO_LOSS_BCMA                                                                           \
  {                                                                                            \
    { "CLss", 0 }, { "CLt", 0 }, { "ki", 0 }, { "kS", 0 }, { "kf", 0 }, { "shed", 0 }          \
  }

static const struct balance {
  const char *model, *presets[2];
  struct setting settings[SETTINGS];
  const char *input;
  double dose;                          /* at 0; half of it again by infusion on day 7 */
  double (*sum)(const struct look *at); /* counted in the dose */
} balances[] = {
  { "adc_bender2014", { NULL }, { { "CL", 0 } }, "iv", 9e4, antibody },
  { "adc_bender2014", { "rat", "lot_1_5" }, { { "CL", 0 } }, "iv", 5e3, antibody },
  { "adc_bender2014",
    { NULL },
    { { "CL", 0 }, { "k3", 0 }, { "k2", 0 }, { "k1", 0 } },
    "iv",
    9e4,
    payloads },
  { "adc_gibiansky2014", { "cyno" }, { { "CL", 0 } }, "iv", 600, total },
  { "adc_gibiansky2014", { "cyno" }, { { "CL", 0 }, { "kdec", 0 } }, "iv", 600, conjugated },
  { "adc_scheuher2022", { "human" }, { { NULL, 0 } }, "iv", 1700, payload_DAR },
  { "adc_scheuher2022", { "mouse", "bt474eei" }, { { "kcl", 1e-5 } }, "iv", 0.4, payload_DAR },
  { "adc_scheuher2022_cell", { "skbr3" }, { { NULL, 0 } }, "adc", 0.01, payload_DAR },
  { "adc_scheuher2022_cell",
    { "mcf7" },
    { { "scaled", 1 }, { "kcl", 1e-5 } },
    "adc",
    0.01,
    payload_DAR },
  { "adc_shah2012",
    { "mouse_l540cy" },
    { { "returned", 1 }, { "kge", 0 }, { "kkmax", 0 } },
    "iv",
    13,
    payload_DAR0 },
  { "adc_shah2012",
    { "human" },
    { { "returned", 1 }, { "kge", 0 }, { "kkmax", 0 } },
    "iv",
    12,
    payload_DAR0 },
  { "adc_shah2012_cell", { "l540cy" }, { { NULL, 0 } }, "adc", 1.33, in_the_well },
  { "adc_shah2012_cell", { "karpas299" }, { { NULL, 0 } }, "adc", 1.33, in_the_well },
  { "gemtuzumab_jager2011", { NULL }, { { "ke", 0.624 } }, "iv", 0.107, CD33 },
  { "inotuzumab_garrett2019", { "all" }, { { "CL2_ref", 0 } }, "iv", 1.472, garrett },
  { "inotuzumab_leukemia",
    { NULL },
    { { "Emax", 0 }, { "kg", 0 }, { "kout", 0 } },
    "iv",
    9.2,
    leukemia },
  { "inotuzumab_leukemia",
    { NULL },
    { { "Emax", 0 }, { "kg", 0 }, { "kout", 0 }, { "krec", 0.3 } },
    "iv",
    9.2,
    leukemia },
  { "inotuzumab_wu2024", { "child" }, { { "CL2_ref", 0 } }, "iv", 0.944, garrett },
  { "polatuzumab_lu2019", { "relapsed" }, LINEAR_LU, "iv", 135, conjugate_lu },
  { "polatuzumab_lu2019", { "first_cd20" }, LINEAR_LU, "iv", 135, free_lu },

  { "bispecific_schropp2019", { NULL }, NO_LOSS, "sc", 400, all_drug },
  { "bispecific_schropp2019", { NULL }, NO_LOSS, "iv", 1000, all_drug },
  { "bispecific_schropp2019", { NULL }, ALL_LOST_ALIKE, "sc", 1000, target_A },
  { "bispecific_schropp2019", { NULL }, ALL_LOST_ALIKE, "sc", 1000, target_B },
  { "bispecific_schropp2019_qe", { NULL }, NO_LOSS, "sc", 400, all_drug },
  { "bispecific_schropp2019_qe", { NULL }, NO_LOSS, "iv", 1000, all_drug },
  { "bispecific_schropp2019_qe", { NULL }, ALL_LOST_ALIKE, "sc", 1000, target_A },
  { "bispecific_schropp2019_qe", { NULL }, ALL_LOST_ALIKE, "sc", 1000, target_B },
  { "blinatumomab_clements2020", { NULL }, { { NULL, 0 } }, "iv", 28, under_the_skin },
  { "blinatumomab_clements2020",
    { NULL },
    { { "ka", 0.1 }, { "F", 1 } },
    "sc",
    250,
    under_the_skin },
  { "blinatumomab_leukemia", { NULL }, ONLY_TRAFFIC, "blin", 15, T_cells },
  { "tcell_engager_hosseini2020", { "all" }, ONLY_TRAFFIC, "blin", 15, T_cells },
  { "tcell_engager_hosseini2020", { "dlbcl" }, { { "Cl", 0 } }, "tdb", 70, engager_and_depot },
  { "tcell_engager_hosseini2020",
    { "dlbcl" },
    { { "Cl", 0 }, { "F", 1 } },
    "tdb_sc",
    70,
    engager_and_depot },
  { "synapse_vandevyver2021", { NULL }, { { NULL, 0 } }, "drug", 5, in_the_well },
  { "synapse_vandevyver2021", { "tight" }, { { NULL, 0 } }, "drug", 20, in_the_well },
  { "epcoritamab_li2022", { NULL }, NO_LOSS_LI, "sc", 320, all_drug },
  { "epcoritamab_li2022", { "dlbcl" }, NO_LOSS_LI, "sc", 5, all_drug },
  { "teclistamab_marrow", { NULL }, NO_LOSS_BCMA, "sc", 10, soluble_BCMA },
  { "teclistamab_marrow", { NULL }, { { "shed", 0 } }, "sc", 10, membrane_BCMA },
};

/* Receptors and cells: doses do not add to them. */
static int is_there(double (*sum)(const struct look *at))
{
  return sum == CD33 || sum == target_A || sum == target_B || sum == T_cells ||
         sum == soluble_BCMA || sum == membrane_BCMA;
}

/* What the sum is off by, at worst, of what was given or there at the start. */
static double off_by(const struct balance *b, double tolerance)
{
  const impakt_model *model = impakt_model_find(b->model);
  ck_assert_ptr_nonnull(model);
  impakt_sim *sim = new_sim(model, tolerance);
  for (int i = 0; i < 2 && b->presets[i]; i++)
    fine(sim, impakt_sim_use_preset(sim, b->presets[i]));
  for (int i = 0; i < SETTINGS && b->settings[i].name; i++)
    fine(sim, impakt_sim_set_parameter(sim, b->settings[i].name, b->settings[i].value));
  fine(sim, impakt_sim_dose(sim, b->input, 0, b->dose, NULL, 0, NULL));
  fine(sim, impakt_sim_dose(sim, b->input, 24 * 7, b->dose / 2, NULL, 1.5, NULL));

  const int n = impakt_model_size(model, IMPAKT_STATE);
  const int m = impakt_model_size(model, IMPAKT_OUTPUT);
  double times[DAYS], *states = calloc((size_t)(DAYS + 1) * n, sizeof(double));
  double *outputs = calloc((size_t)m + 1, sizeof(double));
  ck_assert(states && outputs);
  for (int i = 0; i < n; i++)
    fine(sim, impakt_sim_watch(sim, impakt_model_text(model, IMPAKT_STATE, i, IMPAKT_NAME)));
  for (int k = 0; k < DAYS; k++) times[k] = 24.0 * (k + 1);
  fine(sim, impakt_sim_get_initial(sim, states, n));
  fine(sim, impakt_sim_run(sim, times, DAYS, states + n, (size_t)DAYS * n));

  double start = 0, most = 0;
  for (int k = 0; k <= DAYS; k++) { /* 0: the start, before the dose */
    fine(sim, impakt_sim_outputs(sim, 24.0 * k, states + k * n, n, outputs, m));
    const struct look at = { sim, model, states + k * n, outputs };
    const double sum = b->sum(&at);
    if (!k) start = sum;
    const double given = is_there(b->sum) ? 0 : k > 7 ? 1.5 * b->dose : k ? b->dose : 0;
    most = fmax(most, fabs(sum / (start + given) - 1) * (k > 0));
  }
  free(states);
  free(outputs);
  impakt_sim_free(sim);
  return most;
}

START_TEST(closed)
{
  const struct balance *b = &balances[_i];
  const double coarse = off_by(b, 1e-6), exact = off_by(b, 1e-11);
  if (getenv("MEASURE"))
    printf("%-24s %-12s off by %.1e at 1e-6, %.1e at 1e-11\n", b->model,
           b->presets[0] ? b->presets[0] : "", coarse, exact);
  ck_assert_msg(coarse <= closes, "%s: off by %.3g at 1e-6", b->model, coarse);
  ck_assert_msg(exact <= closes, "%s: off by %.3g at 1e-11", b->model, exact);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("balances");
  tcase_add_loop_test(tests, closed, 0, (int)LENGTH_OF(balances));
  return run_tests("balances", tests);
}
