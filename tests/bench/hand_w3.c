/* hand_w3.c — workload W3 by hand, for any number of organs; models/w3_pbpk.py says what it is. */
#include "hand_equations.h"

#include <nvector/nvector_serial.h>
#include <sunmatrix/sunmatrix_dense.h>

/* As the table of the model has them. */
struct parameters {
  double CL, Vp, Q, Vv, PS, Vi, Lk, qL, kon, koff, kdeg, kint, R0, VL;
};
enum { CP, L, FIRST }; /* then of each organ: */
enum { V, I, R, X, OF_AN_ORGAN };

struct organ {
  double flow, exchange, baseline;
};

static struct organ organ(const struct parameters *p, int k, int organs)
{
  const double place = (k + 0.5) / organs;
  return (struct organ){ p->Q * (0.6 + 0.8 * place) / organs, p->PS * (1.5 - place) / organs,
                         p->R0 * (0.5 + (k + 1.) / organs) };
}

static int rhs(sunrealtype t, N_Vector states, N_Vector derivatives, void *data)
{
  (void)t;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);
  double *dy = NV_DATA_S(derivatives);
  const int organs = (patient->n - FIRST) / OF_AN_ORGAN;
  const double Vv = p->Vv / organs, Vi = p->Vi / organs, Lk = p->Lk / organs;

  double plasma = patient->u - p->CL * y[CP] + p->qL * y[L], lymph = -p->qL * y[L];
  for (int k = 0; k < organs; k++) {
    const struct organ o = organ(p, k, organs);
    const double *s = y + FIRST + OF_AN_ORGAN * k;
    double *ds = dy + FIRST + OF_AN_ORGAN * k;
    const double flow = o.flow * (y[CP] - s[V]), across = o.exchange * (s[V] - s[I]);
    const double binding = p->kon * s[I] * s[R] - p->koff * s[X];
    plasma -= flow;
    lymph += Lk * s[I];
    ds[V] = (flow - across) / Vv;
    ds[I] = (across - Lk * s[I]) / Vi - binding;
    ds[R] = p->kdeg * (o.baseline - s[R]) - binding;
    ds[X] = binding - p->kint * s[X];
  }
  dy[CP] = plasma / p->Vp;
  dy[L] = lymph / p->VL;
  return 0;
}

static int jacobian(sunrealtype t, N_Vector states, N_Vector derivatives, SUNMatrix J,
                    void *data, N_Vector t1, N_Vector t2, N_Vector t3)
{
  (void)t, (void)derivatives, (void)t1, (void)t2, (void)t3;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);
  const int organs = (patient->n - FIRST) / OF_AN_ORGAN;
  const double Vv = p->Vv / organs, Vi = p->Vi / organs, Lk = p->Lk / organs;

  double lost = p->CL;
  for (int k = 0; k < organs; k++) {
    const struct organ o = organ(p, k, organs);
    const int s = FIRST + OF_AN_ORGAN * k;
    const double on_I = p->kon * y[s + R], on_R = p->kon * y[s + I], off = p->koff;
    lost += o.flow;
    SM_ELEMENT_D(J, s + V, CP) = o.flow / Vv;
    SM_ELEMENT_D(J, CP, s + V) = o.flow / p->Vp;
    SM_ELEMENT_D(J, s + V, s + V) = -(o.flow + o.exchange) / Vv;
    SM_ELEMENT_D(J, s + I, s + V) = o.exchange / Vi;
    SM_ELEMENT_D(J, L, s + I) = Lk / p->VL;
    SM_ELEMENT_D(J, s + V, s + I) = o.exchange / Vv;
    SM_ELEMENT_D(J, s + I, s + I) = -(o.exchange + Lk) / Vi - on_I;
    SM_ELEMENT_D(J, s + R, s + I) = -on_I;
    SM_ELEMENT_D(J, s + X, s + I) = on_I;
    SM_ELEMENT_D(J, s + I, s + R) = -on_R;
    SM_ELEMENT_D(J, s + R, s + R) = -p->kdeg - on_R;
    SM_ELEMENT_D(J, s + X, s + R) = on_R;
    SM_ELEMENT_D(J, s + I, s + X) = off;
    SM_ELEMENT_D(J, s + R, s + X) = off;
    SM_ELEMENT_D(J, s + X, s + X) = -off - p->kint;
  }
  SM_ELEMENT_D(J, CP, CP) = -lost / p->Vp;
  SM_ELEMENT_D(J, CP, L) = p->qL / p->Vp;
  SM_ELEMENT_D(J, L, L) = -p->qL / p->VL;
  return 0;
}

static void start(const struct patient *patient, double *y)
{
  const struct parameters *p = (const struct parameters *)patient->p;
  const int organs = (patient->n - FIRST) / OF_AN_ORGAN;
  for (int i = 0; i < patient->n; i++) y[i] = 0;
  for (int k = 0; k < organs; k++)
    y[FIRST + OF_AN_ORGAN * k + R] = organ(p, k, organs).baseline;
}

const struct hand_equations hand_w3 = { rhs, jacobian, start };
