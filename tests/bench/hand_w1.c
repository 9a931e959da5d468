/* hand_w1.c — workload W1 by hand; models/w1_tmdd6.c says what it is. */
#include "hand_equations.h"

#include <math.h>
#include <nvector/nvector_serial.h>
#include <sunmatrix/sunmatrix_dense.h>

/* As the table of the model has them. */
struct parameters {
  double CL, V1, Q, V2, kon, koff, kdeg, kint, R0, kout1, E10, Imax, IC50, kout2, E20, Emax,
      EO50, hO;
};
enum { C, P, R, X, E1, E2 };

static int rhs(sunrealtype t, N_Vector states, N_Vector derivatives, void *data)
{
  (void)t;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);
  double *dy = NV_DATA_S(derivatives);

  const double binding = p->kon * y[C] * y[R] - p->koff * y[X];
  const double occupied = y[X] / (y[R] + y[X]);
  const double h = occupied > 0 ? pow(occupied / p->EO50, p->hO) : 0;

  dy[C] =
      patient->u / p->V1 - (p->CL / p->V1) * y[C] - (p->Q / p->V1) * (y[C] - y[P]) - binding;
  dy[P] = (p->Q / p->V2) * (y[C] - y[P]);
  dy[R] = p->kdeg * (p->R0 - y[R]) - binding;
  dy[X] = binding - p->kint * y[X];
  dy[E1] = p->kout1 * p->E10 * (1 - p->Imax * y[X] / (p->IC50 + y[X])) - p->kout1 * y[E1];
  dy[E2] = p->kout2 * p->E20 - p->kout2 * (1 + p->Emax * h / (1 + h)) * y[E2];
  return 0;
}

static int jacobian(sunrealtype t, N_Vector states, N_Vector derivatives, SUNMatrix J,
                    void *data, N_Vector t1, N_Vector t2, N_Vector t3)
{
  (void)t, (void)derivatives, (void)t1, (void)t2, (void)t3;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);

  const double on_C = p->kon * y[R], on_R = p->kon * y[C], off = p->koff;
  const double whole = y[R] + y[X], occupied = y[X] / whole;
  const double h = occupied > 0 ? pow(occupied / p->EO50, p->hO) : 0;
  const double slope = occupied > 0 ? p->hO * h / ((1 + h) * (1 + h) * occupied) : 0;
  const double loss = -p->kout2 * p->Emax * slope * y[E2] / (whole * whole);

  SM_ELEMENT_D(J, C, C) = -p->CL / p->V1 - p->Q / p->V1 - on_C;
  SM_ELEMENT_D(J, P, C) = p->Q / p->V2;
  SM_ELEMENT_D(J, R, C) = -on_C;
  SM_ELEMENT_D(J, X, C) = on_C;
  SM_ELEMENT_D(J, C, P) = p->Q / p->V1;
  SM_ELEMENT_D(J, P, P) = -p->Q / p->V2;
  SM_ELEMENT_D(J, C, R) = -on_R;
  SM_ELEMENT_D(J, R, R) = -p->kdeg - on_R;
  SM_ELEMENT_D(J, X, R) = on_R;
  SM_ELEMENT_D(J, E2, R) = -loss * y[X];
  SM_ELEMENT_D(J, C, X) = off;
  SM_ELEMENT_D(J, R, X) = off;
  SM_ELEMENT_D(J, X, X) = -off - p->kint;
  SM_ELEMENT_D(J, E1, X) =
      -p->kout1 * p->E10 * p->Imax * p->IC50 / ((p->IC50 + y[X]) * (p->IC50 + y[X]));
  SM_ELEMENT_D(J, E2, X) = loss * y[R];
  SM_ELEMENT_D(J, E1, E1) = -p->kout1;
  SM_ELEMENT_D(J, E2, E2) = -p->kout2 * (1 + p->Emax * h / (1 + h));
  return 0;
}

static void start(const struct patient *patient, double *y)
{
  const struct parameters *p = (const struct parameters *)patient->p;
  y[C] = y[P] = y[X] = 0;
  y[R] = p->R0;
  y[E1] = p->E10;
  y[E2] = p->E20;
}

const struct hand_equations hand_w1 = { rhs, jacobian, start };
