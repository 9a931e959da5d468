/* hand_cvode.c — CVODE as one uses it by hand. */
#include "hand_cvode.h"

#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_version.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#if SUNDIALS_VERSION_MAJOR >= 7
#define NOBODY SUN_COMM_NULL
#else
#define NOBODY NULL
#endif

struct hand { /* one CVODE memory for all patients */
  const struct workload *workload;
  const struct hand_equations *equations;
  struct patient patient;
  SUNContext context;
  void *cvode;
  N_Vector y, atol;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  long counts[4]; /* of all runs so far */
};

const struct hand_equations *hand_equations_of(const struct workload *w)
{
  return w->name[1] == '1' ? &hand_w1 : w->name[1] == '2' ? &hand_w2 : &hand_w3;
}

struct hand *hand_open(const struct workload *w, double rtol, double atol)
{
  struct hand *h = calloc(1, sizeof *h);
  CHECK(h && !SUNContext_Create(NOBODY, &h->context), "no context");
  h->workload = w;
  h->equations = hand_equations_of(w);
  h->patient.n = w->n;
  h->y = N_VNew_Serial(w->n, h->context);
  h->atol = N_VNew_Serial(w->n, h->context);
  h->matrix = SUNDenseMatrix(w->n, w->n, h->context);
  h->cvode = CVodeCreate(CV_BDF, h->context);
  CHECK(h->y && h->atol && h->matrix && h->cvode, "out of memory");
  N_VConst(0, h->y);
  for (int i = 0; i < w->n; i++) NV_Ith_S(h->atol, i) = atol * w->scale[i];
  h->solver = SUNLinSol_Dense(h->y, h->matrix, h->context);
  CHECK(h->solver && !CVodeInit(h->cvode, h->equations->rhs, 0, h->y) &&
            !CVodeSVtolerances(h->cvode, rtol, h->atol) &&
            !CVodeSetUserData(h->cvode, &h->patient) &&
            !CVodeSetLinearSolver(h->cvode, h->solver, h->matrix) &&
            !CVodeSetJacFn(h->cvode, h->equations->jacobian) &&
            !CVodeSetMaxNumSteps(h->cvode, 1000000),
        "CVODE could not be set up");
  return h;
}

void hand_close(struct hand *h)
{
  CVodeFree(&h->cvode);
  SUNLinSolFree(h->solver);
  SUNMatDestroy(h->matrix);
  N_VDestroy(h->y);
  N_VDestroy(h->atol);
  SUNContext_Free(&h->context);
  free(h);
}

static void count(struct hand *h)
{
  long n;
  if (!CVodeGetNumSteps(h->cvode, &n)) h->counts[0] += n;
  if (!CVodeGetNumRhsEvals(h->cvode, &n)) h->counts[1] += n;
  if (!CVodeGetNumJacEvals(h->cvode, &n)) h->counts[2] += n;
  if (!CVodeGetNumLinSolvSetups(h->cvode, &n)) h->counts[3] += n;
}

void hand_counts(const struct hand *h, long counts[4])
{
  memcpy(counts, h->counts, sizeof h->counts);
}

int hand_run(struct hand *h, const double *p, int every, double *result)
{
  const struct workload *w = h->workload;
  double *y = NV_DATA_S(h->y), t = 0;
  memcpy(h->patient.p, p, sizeof *p * (size_t)w->n_parameters);
  h->equations->start(&h->patient, y);
  memcpy(result, y, sizeof *y * (size_t)w->n);
  int row = 1;
  for (int k = 0; k < w->n_edges; k++) {
    const double to = k + 1 < w->n_edges ? w->edge[k + 1] : w->end;
    h->patient.u = w->rate[k];
    t = w->edge[k];
    int status = CVodeReInit(h->cvode, t, h->y);
    if (!status) status = CVodeSetStopTime(h->cvode, to);
    for (; status >= 0 && row * every <= to; row++) {
      status = CVode(h->cvode, row * every, h->y, &t, CV_NORMAL);
      memcpy(result + (size_t)row * w->n, y, sizeof *y * (size_t)w->n);
    }
    if (status >= 0 && t < to) status = CVode(h->cvode, to, h->y, &t, CV_NORMAL);
    if (status < 0) return status;
    count(h);
  }
  return 0;
}

/* ---- the Jacobian against differences -------------------------------------------------------- */

static void difference(const struct hand_equations *equations, struct patient *patient,
                       N_Vector y, N_Vector f, int j, double *column)
{
  const double keep = NV_Ith_S(y, j), h = 1e-5 * keep;
  for (int i = 0; i < patient->n; i++) column[i] = 0;
  for (int side = -1; side <= 1; side += 2) {
    NV_Ith_S(y, j) = keep + side * h;
    equations->rhs(0, y, f, patient);
    for (int i = 0; i < patient->n; i++) column[i] += side * NV_Ith_S(f, i) / (2 * h);
  }
  NV_Ith_S(y, j) = keep;
}

double hand_check(const struct workload *w, const double *p, double *values)
{
  const struct hand_equations *equations = hand_equations_of(w);
  SUNContext context;
  CHECK(!SUNContext_Create(NOBODY, &context), "no context");
  N_Vector y = N_VMake_Serial(w->n, values, context), f = N_VNew_Serial(w->n, context);
  SUNMatrix J = SUNDenseMatrix(w->n, w->n, context);
  CHECK(y && f && J, "out of memory");
  struct patient patient = { .u = w->rate[0], .n = w->n };
  memcpy(patient.p, p, sizeof *p * (size_t)w->n_parameters);
  SUNMatZero(J);
  equations->jacobian(0, y, f, J, &patient, NULL, NULL, NULL);
  double worst = 0;
  for (int j = 0; j < w->n; j++) {
    double column[MOST_STATES];
    difference(equations, &patient, y, f, j, column);
    for (int i = 0; i < w->n; i++) {
      double size = 1e-300;
      for (int k = 0; k < w->n; k++)
        size = fmax(size, fabs(SM_ELEMENT_D(J, i, k) * NV_Ith_S(y, k)));
      worst = fmax(worst, fabs(column[i] - SM_ELEMENT_D(J, i, j)) * NV_Ith_S(y, j) / size);
    }
  }
  SUNMatDestroy(J);
  N_VDestroy(y);
  N_VDestroy(f);
  SUNContext_Free(&context);
  return worst;
}
