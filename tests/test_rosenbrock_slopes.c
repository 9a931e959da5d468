/* test_rosenbrock_slopes.c — slopes along Rosenbrock steps: that each build of the written-out code gives
 * them the same bits, and dual passes the same numbers. */
#include "integrate.h"

#include "scalar.h"
#undef exp /* which a model's body means in its own way */
#include "testing.h"
#include "written.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 80, SLOPES = 11, STEPS = 6, ROWS = 80 };

static const struct integrator_kind *const kinds[] = { &integrate_rodas5p, &integrate_rodas4 };

/* Numbers that are alike for nobody: 0.5 to 1.5. */
static double vary(int i) { return 0.5 + fmod(0.6180339887498949 * (i + 1), 1); }

/* ---- one course, in steps of one size ------------------------------------------------------------------ */

struct course {
  const struct equations *e;
  double *p, *u, *s;
  dual **p_slope, **u_slope;
  double size[SLOPES];
  double slope[ROWS][SLOPES][MOST]; /* within each step and at its end */
  int rows;
  long lapack;
};

/* The last slope is one in the inputs and in all parameters at once, the others in one parameter each. */
static void seed(struct course *c)
{
  const struct equations *e = c->e;
  for (int k = 0; k < SLOPES; k++) {
    for (int i = 0; i < e->npq; i++) c->p_slope[k][i] = c->p[i];
    for (int i = 0; i < e->nu; i++)
      c->u_slope[k][i] = with_slope(c->u[i], k == SLOPES - 1 ? vary(i) * SEED : 0);
    for (int i = 0; i < e->np; i++)
      if (k == SLOPES - 1 || i == k)
        c->p_slope[k][e->p_at[i]] =
            with_slope(c->p[e->p_at[i]], vary(i) * c->p[e->p_at[i]] * SEED);
    equations_derive_z(e, c->p_slope[k]);
  }
}

static struct course *course_new(const struct equations *e)
{
  struct course *c = calloc(1, sizeof *c);
  ck_assert_ptr_nonnull(c);
  c->e = e;
  c->p = calloc(e->npq + 1, sizeof *c->p);
  c->u = calloc(e->nu + 1, sizeof *c->u);
  c->s = calloc(e->ns + 1, sizeof *c->s);
  c->p_slope = calloc(SLOPES, sizeof *c->p_slope);
  c->u_slope = calloc(SLOPES, sizeof *c->u_slope);
  ck_assert(c->p && c->u && c->s && c->p_slope && c->u_slope);
  for (int k = 0; k < SLOPES; k++) {
    c->p_slope[k] = calloc(e->npq + 1, sizeof(dual));
    c->u_slope[k] = calloc(e->nu + 1, sizeof(dual));
    ck_assert(c->p_slope[k] && c->u_slope[k]);
  }
  equations_defaults(e, c->p);
  for (int i = 0; i < e->nu; i++) c->u[i] = 0.1 * vary(i);
  seed(c);
  return c;
}

static void course_free(struct course *c)
{
  for (int k = 0; k < SLOPES; k++) {
    free(c->p_slope[k]);
    free(c->u_slope[k]);
  }
  free(c->p_slope);
  free(c->u_slope);
  free(c->p);
  free(c->u);
  free(c->s);
  free(c);
}

static void note(struct integrator *I, struct course *c, int row, double t)
{
  double *rows[SLOPES], some[SLOPES];
  const int last = c->e->n - 1;
  for (int k = 0; k < SLOPES; k++) rows[k] = c->slope[row][k];
  I->kind->slopes(I, t, rows);
  I->kind->slopes_of(I, t, &last, 1, some);
  for (int k = 0; k < SLOPES; k++) ck_assert(!memcmp(&some[k], &rows[k][last], sizeof *some));
}

/* At the parameters as they are, whatever the time. */
static void stay(struct integrator *I, double t) { (void)I, (void)t; }

/* size: of the parameters; where it is 0, slopes do not count for the steps. */
static struct course *run(const impakt_model *model, const struct integrator_kind *kind,
                          int as_if_moving, double size)
{
  enum { PIECES = 2 };
  const double width = 0.05;
  const struct control control = {
    .rtol = 1e-3, .noise_scale = 1, .h_max = width, .stiff = 1, .n_slopes = SLOPES
  };
  struct equations *e = equations_new(model);
  ck_assert_ptr_nonnull(e);
  ck_assert_int_le(e->n, MOST);
  struct course *c = course_new(e);
  struct integrator *I = kind->open(e, &control);
  ck_assert_ptr_nonnull(I);
  I->p = c->p, I->u = c->u, I->s = c->s, I->p_edition = 1;
  I->p_slope = (const dual *const *)c->p_slope, I->u_slope = (const dual *const *)c->u_slope;
  for (int k = 0; k < SLOPES; k++) c->size[k] = size;
  I->slope_size = c->size;
  I->parameters_at = as_if_moving ? stay : NULL;
  equations_init_d(e, c->p, I->x);
  for (int i = 0; i < e->n; i++)
    I->x[i] += 1e3 * model->x[i].value * vary(i); /* what starts at 0 takes part */
  int row = 0;
  for (int piece = 0; piece < PIECES; piece++) {
    if (piece)
      for (int i = 0; i < e->nu; i++) c->u[i] = 0;
    if (piece) seed(c);
    I->t_stop = I->t + width * STEPS / PIECES;
    kind->begin(I);
    while (I->t < I->t_stop && row < ROWS - 1) {
      ck_assert_int_eq(kind->step(I), INTEGRATE_OK);
      note(I, c, row++, I->t_old + 0.3 * (I->t - I->t_old));
      note(I, c, row++, I->t);
    }
    kind->slopes(I, I->t, I->x_slope);
  }
  ck_assert_int_ge(row, 2 * STEPS);
  c->rows = row;
  c->lapack = I->counts.lapack;
  kind->close(I);
  c->e = NULL;
  equations_free(e);
  return c;
}

/* ---- in one build or another ------------------------------------------------------------------------ */

/* A model whose written-out code has these numbers of lanes alone; -1 for the plainest build, NULL
 * for none. */
static void restrict_to(impakt_model *model, const struct written **list, const int *lanes)
{
  const struct written *const *all = model->written;
  int n = 0;
  model->written = lanes ? list : NULL;
  for (int k = 0; lanes && all && all[k]; k++)
    for (const int *l = lanes; *l; l++)
      if (*l == -1 ? all[k]->processor == PROCESSOR_ANY : all[k]->lanes == *l) {
        list[n++] = all[k];
        break;
      }
  list[n] = NULL;
}

START_TEST(same_bits_in_each_build)
{
  static const int builds[][3] = { { 1 }, { 4, 1 }, { -1 } };
  const impakt_model *model = impakt_model_at(_i);
  if (!model->nx) return;
  for (unsigned m = 0; m < LENGTH_OF(kinds); m++) {
    struct course *best = run(model, kinds[m], 0, 1);
    for (unsigned k = 0; k < LENGTH_OF(builds); k++) {
      impakt_model plainer = *model;
      const struct written *list[8];
      restrict_to(&plainer, list, builds[k]);
      ck_assert_ptr_nonnull(list[0]);
      struct course *other = run(&plainer, kinds[m], 0, 1);
      ck_assert_msg(!memcmp(best->slope, other->slope, sizeof best->slope),
                    "%s: other bits in lanes of %d", model->name, builds[k][0]);
      course_free(other);
    }
    course_free(best);
  }
}
END_TEST

static double largest(const struct course *a, int k, int i)
{
  double most = 0;
  for (int row = 0; row < a->rows; row++) most = fmax(most, fabs(a->slope[row][k][i]));
  return most;
}

/* Largest difference over the largest of the slope of a state in the course, which counts for no less
 * than 1e-8 of its largest slope: some are 0 but for what their terms leave when they cancel. */
static double apart(const struct course *a, const struct course *b, int n)
{
  double most = 0;
  ck_assert_int_eq(a->rows, b->rows);
  for (int i = 0; i < n; i++) {
    double least = 0;
    for (int k = 0; k < SLOPES; k++) least = fmax(least, 1e-8 * largest(a, k, i));
    for (int k = 0; k < SLOPES; k++) {
      const double size = fmax(least, largest(a, k, i));
      for (int row = 0; row < a->rows; row++) {
        const double off = fabs(a->slope[row][k][i] - b->slope[row][k][i]);
        if (!(off <= most * size)) most = off / size;
      }
    }
  }
  return most;
}

/* B by written-out code against B by dual passes; and both A and B.  In the same steps, though only
 * written-out code says that there is no kink to be looked for. */
START_TEST(dual_passes_agree)
{
  /* Both are exact but for rounding, 1e-16, which a step enlarges by its coefficients, up to 150,
   * and sums that cancel by what they cancel. */
  const double rounding = 1e-8;
  const impakt_model *model = impakt_model_at(_i);
  if (!model->nx) return;
  impakt_model bare = *model;
  const struct written *list[8];
  restrict_to(&bare, list, NULL);
  struct course *written = run(model, &integrate_rodas5p, 0, 0);
  struct course *moving = run(model, &integrate_rodas5p, 1, 0);
  struct course *dual_passes = run(&bare, &integrate_rodas5p, 0, 0);
  const double B = apart(written, moving, model->nx),
               both = apart(written, dual_passes, model->nx);
  if (getenv("MEASURE")) printf("%s: %.1e, %.1e apart\n", model->name, B, both);
  ck_assert_msg(B < rounding, "%s: B is %g apart", model->name, B);
  ck_assert_msg(both < rounding, "%s: A and B are %g apart", model->name, both);
  course_free(written);
  course_free(moving);
  course_free(dual_passes);
}
END_TEST

/* ---- matrices that go to LAPACK ------------------------------------------------------------------------ */

static unsigned cancelled(const double *J, const double *d, double *L)
{
  (void)J, (void)d, (void)L;
  return 1;
}

START_TEST(pivots_cancel)
{
  const impakt_model *model = impakt_model_find("teclistamab_marrow");
  impakt_model other = *model;
  const struct written *list[8], one = *written_find(model, 1);
  static const int all[] = { 8, 4, 1, 0 };
  struct written claims = one;
  claims.factor = cancelled;
  restrict_to(&other, list, all);
  for (int k = 0; list[k]; k++)
    if (list[k] == written_find(model, 1)) list[k] = &claims;
  struct course *by_list = run(model, &integrate_rodas5p, 0, 0);
  struct course *by_lapack = run(&other, &integrate_rodas5p, 0, 0);
  ck_assert_int_eq(by_list->lapack, 0);
  ck_assert_int_ge(by_lapack->lapack, STEPS);
  ck_assert_double_lt(apart(by_list, by_lapack, model->nx), 1e-8); /* as above */
  course_free(by_list);
  course_free(by_lapack);
}
END_TEST

int main(void)
{
  TCase *tests = tcase_create("slopes");
  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, same_bits_in_each_build, 0, impakt_model_count());
  tcase_add_loop_test(tests, dual_passes_agree, 0, impakt_model_count());
  tcase_add_test(tests, pivots_cancel);
  return run_tests("rosenbrock slopes", tests);
}
