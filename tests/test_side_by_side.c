/* test_side_by_side.c — that a patient has the same bits in 1, 4 and 8 lanes, whatever happens in the
 * others: they begin and end at different times, reject steps, fail, have parameters that move, and
 * matrices that are factored with pivots. */
#include "integrate.h"

#include "testing.h"
#include "written.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PATIENTS = 13, PIECES = 3, MOST = 64 };

extern const impakt_model model_unit_depot;

static const struct integrator_kind *const kinds[] = { &integrate_rodas5p, &integrate_rodas4 };

/* ---- patients --------------------------------------------------------------------------------------- */

struct patient {
  const struct equations *e;
  int number, piece;
  double *p, *u, *s, *x; /* x: where it starts */
  double rate;           /* of the first parameter, where parameters move */
  double first, at;      /* the parameter at 0; when p holds */
  uint64_t bits;         /* of all that was seen of it */
  struct counts counts;
  struct failure failure;
};

/* Numbers that are alike for nobody: 0.5 to 1.5. */
static double vary(int number, int i)
{
  return 0.5 + fmod(0.6180339887498949 * (number * 31 + i + 1), 1);
}

static void patient_open(struct patient *a, const struct equations *e, int number)
{
  *a = (struct patient){ .e = e, .number = number };
  a->p = calloc(e->npq + 1, sizeof(double));
  a->u = calloc(e->nu + 1, sizeof(double));
  a->s = calloc(e->ns + 1, sizeof(double));
  a->x = calloc(e->n + 1, sizeof(double));
  ck_assert(a->p && a->u && a->s && a->x);
  equations_defaults(e, a->p);
  for (int i = 0; i < e->np; i++)
    if (e->model->p[i].source != SOURCE_EXACT)
      a->p[e->p_at[i]] *= 1 + 0.1 * (vary(number, i) - 1);
  equations_derive_d(e, a->p);
  equations_init_d(e, a->p, a->x);
  a->first = a->p[0];
  if (number == 3) /* far from where it would be: steps are rejected */
    for (int i = 0; i < e->n; i++) a->x[i] *= 1e3;
  if (number == 7 && e->n) a->x[e->n - 1] = NAN;
  if (number % 4 == 2) a->rate = 1e-3 * a->first;
}

static void patient_close(struct patient *a)
{
  free(a->p);
  free(a->u);
  free(a->s);
  free(a->x);
}

static void parameters_at(struct integrator *I, double t)
{
  struct patient *a = (struct patient *)I->track;
  if (t == a->at) return;
  a->at = t;
  a->p[0] = a->first + a->rate * t;
  I->p_edition++;
  equations_derive_d(a->e, a->p);
}

static void parameter_rates(struct integrator *I, dual *p)
{
  const struct patient *a = (const struct patient *)I->track;
  p[0] += _Complex_I * (a->rate * 1e-170); /* scalar.h's SEED */
  equations_derive_z(a->e, p);
}

static void piece_begins(struct integrator *I, struct patient *a)
{
  const struct equations *e = a->e;
  for (int i = 0; i < e->nu; i++) a->u[i] = a->piece == 1 ? 0 : vary(a->number, a->piece + i);
  for (int i = 0; i < e->ns; i++) a->s[i] = (a->number + a->piece + i) % 2;
  I->t_stop = I->t + 10 + 5 * vary(a->number, a->piece);
  I->kind->begin(I);
}

static void patient_begins(struct integrator *I, struct patient *a)
{
  I->p = a->p, I->u = a->u, I->s = a->s;
  I->p_edition++;
  I->track = (struct track *)a;
  I->parameters_at = a->rate != 0 ? parameters_at : NULL;
  I->parameter_rates = a->rate != 0 ? parameter_rates : NULL;
  I->counts = (struct counts){ 0 };
  I->failure = (struct failure){ 0 };
  I->t = I->t_old = 0;
  a->piece = 0;
  a->at = NAN;
  a->bits = 0;
  memcpy(I->x, a->x, sizeof *I->x * a->e->n);
  piece_begins(I, a);
}

static void note(struct patient *a, double number)
{
  uint64_t word;
  memcpy(&word, &number, sizeof word);
  a->bits = (a->bits ^ word) * 0x100000001B3u;
}

/* After a step; 0 when the patient is through. */
static int patient_stepped(struct integrator *I, struct patient *a)
{
  enum { STEPS = 400, TIMES = 3 };
  double x[MOST], t[TIMES], rows[TIMES * MOST + 1], some[TIMES + 1];
  const int n = a->e->n, last = n - 1;
  note(a, I->t);
  for (int k = 0; k < TIMES; k++)
    t[k] = k + 1 == TIMES ? I->t : I->t_old + (I->t - I->t_old) * (k + 1) / TIMES;
  rows[TIMES * n] = some[TIMES] = 17; /* nobody's */
  I->kind->rows(I, t, TIMES, NULL, n, rows);
  if (n) I->kind->rows(I, t, TIMES, &last, 1, some);
  ck_assert(rows[TIMES * n] == 17 && some[TIMES] == 17);
  for (int k = 0; k < TIMES; k++) {
    I->kind->dense(I, t[k], x);
    for (int i = 0; i < n; i++) note(a, x[i]);
    ck_assert(!memcmp(x, rows + k * n, sizeof *x * n));
    if (n) ck_assert(!memcmp(&some[k], &x[last], sizeof *some));
  }
  if (I->counts.steps > STEPS) return 0;
  if (I->t < I->t_stop) return 1;
  ck_assert(!memcmp(x, I->x, sizeof *x * a->e->n));
  if (a->number == 5 && a->piece == 0) { /* a switch within the step sets it back */
    I->t = I->t_old + 0.7 * (I->t - I->t_old);
    I->kind->dense(I, I->t, x);
    memcpy(I->x, x, sizeof *x * a->e->n);
  }
  if (++a->piece == PIECES) return 0;
  piece_begins(I, a);
  return 1;
}

static void patient_ends(struct integrator *I, struct patient *a)
{
  a->counts = I->counts;
  a->failure = I->failure;
  note(a, I->failure.t);
}

/* ---- in lanes ---------------------------------------------------------------------------------------- */

static const struct control control = { .rtol = 1e-5, .noise_scale = 1, .stiff = 1 };

static void run_alone(const struct integrator_kind *kind, const struct equations *e,
                      struct patient *all)
{
  struct integrator *I = kind->open(e, &control);
  ck_assert_ptr_nonnull(I);
  for (int i = 0; i < PATIENTS; i++) {
    patient_begins(I, &all[i]);
    while (kind->step(I) == INTEGRATE_OK && patient_stepped(I, &all[i])) continue;
    patient_ends(I, &all[i]);
  }
  kind->close(I);
}

static void run_in_lanes(const struct integrator_kind *kind, const struct equations *e,
                         struct patient *all, int lanes)
{
  struct integrator *faces[MOST_LANES];
  int at[MOST_LANES], next = 0;
  unsigned busy = 0;
  ck_assert_int_eq(kind->open_lanes(e, &control, lanes, faces), 0);
  for (int l = 0; l < lanes; l++) {
    at[l] = next++;
    patient_begins(faces[l], &all[at[l]]);
    busy |= 1u << l;
  }
  while (busy) {
    unsigned failed, held = kind->step_lanes(faces, lanes, busy, &failed);
    ck_assert(!((failed | held) & ~busy) && !(failed & held));
    for (int l = 0; l < lanes; l++) {
      if (!((failed | held) >> l & 1)) continue;
      if (held >> l & 1 && patient_stepped(faces[l], &all[at[l]])) continue;
      patient_ends(faces[l], &all[at[l]]);
      at[l] = next++;
      if (at[l] < PATIENTS) patient_begins(faces[l], &all[at[l]]);
      else busy &= ~(1u << l);
    }
  }
  kind->close_lanes(faces, lanes);
}

static void same(const char *model, int lanes, const struct patient *a, const struct patient *b)
{
  const char *text = "%s, %d lanes, patient %d: %s: %ld, alone %ld";
#define SAME(what)                                                                             \
  ck_assert_msg(a->what == b->what, text, model, lanes, a->number, #what, (long)a->what,       \
                (long)b->what)
  SAME(failure.status);
  SAME(failure.state);
  SAME(counts.steps);
  SAME(counts.rhs);
  SAME(counts.jacobians);
  SAME(counts.lapack);
  SAME(counts.restarts);
  ck_assert_msg(a->bits == b->bits, "%s, %d lanes, patient %d: other bits", model, lanes,
                a->number);
}

struct total {
  long steps, failed, rejected, lapack;
};

static struct total compare(const impakt_model *model, const struct integrator_kind *kind)
{
  struct total total = { 0 };
  struct equations *e = equations_new(model);
  struct patient alone[PATIENTS], beside[PATIENTS];
  ck_assert_ptr_nonnull(e);
  ck_assert_int_le(e->n, MOST);
  for (int i = 0; i < PATIENTS; i++) patient_open(&alone[i], e, i);
  run_alone(kind, e, alone);
  for (int lanes = equations_lanes(e, 0); lanes >= 1; lanes /= 2) {
    if (equations_lanes(e, lanes) != lanes) continue;
    for (int i = 0; i < PATIENTS; i++) patient_open(&beside[i], e, i);
    run_in_lanes(kind, e, beside, lanes);
    for (int i = 0; i < PATIENTS; i++) {
      same(model->name, lanes, &beside[i], &alone[i]);
      patient_close(&beside[i]);
    }
  }
  for (int i = 0; i < PATIENTS; i++) {
    const struct counts *c = &alone[i].counts;
    total.steps += c->steps;
    total.rejected += c->factors - c->steps;
    total.lapack += c->lapack;
    total.failed += alone[i].failure.status != 0;
    patient_close(&alone[i]);
  }
  equations_free(e);
  return total;
}

static void show(const char *name, struct total t)
{
  if (getenv("MEASURE"))
    printf("%s: %ld steps, %ld rejected, %ld by LAPACK, %ld patients failed\n", name, t.steps,
           t.rejected, t.lapack, t.failed);
}

START_TEST(every_model)
{
  const impakt_model *model = impakt_model_at(_i);
  if (model->nx > MOST) return;
  for (unsigned k = 0; k < LENGTH_OF(kinds); k++) {
    const struct total t = compare(model, kinds[k]);
    show(model->name, t);
    ck_assert_int_gt(t.steps, PATIENTS);
  }
}
END_TEST

/* ---- systems ------------------------------------------------------------------------------------------- */

static void add(impakt_system *system, const char *label, const char *model)
{
  built(system, impakt_system_add(system, label, impakt_model_find(model)));
}

START_TEST(wired_system)
{
  impakt_system *system;
  const impakt_model *model;
  ck_assert_int_eq(impakt_system_new(&system, "wired"), IMPAKT_OK);
  add(system, "engager", "tcell_engager_hosseini2020"); /* in days */
  add(system, "cytarabine", "cytarabine_saturable");    /* in hours */
  add(system, "white", "neutropenia_friberg2002");
  add(system, "marrow", "neutropenia");
  built(system, impakt_system_connect(system, "cytarabine.C", "white.C"));
  built(system, impakt_system_connect(system, "engager.IL6", "marrow.S"));
  built(system, impakt_system_connect(system, "white.relative", "marrow.blasts"));
  built(system, impakt_system_model(system, &model));
  for (unsigned k = 0; k < LENGTH_OF(kinds); k++) show("wired", compare(model, kinds[k]));
  impakt_system_free(system);
}
END_TEST

/* Of no written code: one lane, by dual passes. */
START_TEST(nothing_written)
{
  struct equations *e = equations_new(&model_unit_depot);
  ck_assert_ptr_nonnull(e);
  ck_assert_int_eq(equations_lanes(e, 0), 1);
  equations_free(e);
  for (unsigned k = 0; k < LENGTH_OF(kinds); k++) compare(&model_unit_depot, kinds[k]);
}
END_TEST

/* ---- pivots -------------------------------------------------------------------------------------------- */

static const struct written *real_of[MOST_LANES + 1]; /* by lanes */

/* Some of the matrices pass for cancelled: which, is told by a bit of what is on their diagonal. */
static unsigned claim(const double *J, const double *d, double *L, int lanes)
{
  unsigned cancelled = real_of[lanes]->factor(J, d, L);
  for (int l = 0; l < lanes; l++) {
    uint64_t word;
    memcpy(&word, &d[l], sizeof word);
    if (word >> 3 & 1) cancelled |= 1u << l;
  }
  return cancelled;
}
static unsigned claim_1(const double *J, const double *d, double *L)
{
  return claim(J, d, L, 1);
}
static unsigned claim_4(const double *J, const double *d, double *L)
{
  return claim(J, d, L, 4);
}
static unsigned claim_8(const double *J, const double *d, double *L)
{
  return claim(J, d, L, 8);
}

START_TEST(pivots_cancel)
{
  struct impakt_model model = *impakt_model_find("teclistamab_marrow");
  struct written builds[3];
  const struct written *list[4] = { NULL };
  unsigned (*const claims[])(const double *, const double *, double *) = { claim_1, claim_4,
                                                                           claim_8 };
  int n = 0;
  for (int k = 0; k < 3; k++) {
    const int lanes = k == 0 ? 1 : 4 * k;
    real_of[lanes] = written_find(&model, lanes);
    if (!real_of[lanes]) continue;
    builds[n] = *real_of[lanes];
    builds[n].factor = claims[k];
    list[n] = &builds[n];
    n++;
  }
  model.written = list;
  for (unsigned k = 0; k < LENGTH_OF(kinds); k++) {
    const struct total t = compare(&model, kinds[k]);
    show("pivots", t);
    ck_assert_int_gt(t.lapack, t.steps / 4);
    ck_assert_int_lt(t.lapack, t.steps);
  }
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("side by side");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, every_model, 0, impakt_model_count());
  tcase_add_test(tests, wired_system);
  tcase_add_test(tests, nothing_written);
  tcase_add_test(tests, pivots_cancel);
  return run_tests("side by side", tests);
}
