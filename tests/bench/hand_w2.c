/* hand_w2.c — workload W2 by hand; models/w2_cart20.c says what it is. */
#include "hand_equations.h"

#include <math.h>
#include <nvector/nvector_serial.h>
#include <sunmatrix/sunmatrix_dense.h>

/* As the table of the model has them. */
struct parameters {
  double CL, V1, Q, V2, konA, koffA, konB, koffB, ax, kiA, kiB, kiX, kdA, kdB, sA, sB, EC50, nh,
      T0, kTr, kact, krev, kpro, Tmax, kexh, dTa, dTx, kg, TuMax, Tu0, kkill, KmTu, fx, pTNF,
      kcTNF, pIFN, kcIFN, eIL2, pIL2, kcIL2, kup, KIL2, Ki10, pIL6, b6, K6, n6, KIFN, kcIL6,
      pIL10, b10, K10, kcIL10, ktr, gam, Ci0, slp, KE;
};
enum { D, Dp, A, B, DA, DB, ADB, Tr, Ta, Tx, Tu, TNF, IFN, IL2, IL6, IL10, Pr, T1, T2, Ci };

static int rhs(sunrealtype t, N_Vector states, N_Vector derivatives, void *data)
{
  (void)t;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);
  double *dy = NV_DATA_S(derivatives);

  const double h = y[ADB] > 0 ? pow(y[ADB] / p->EC50, p->nh) : 0, S = h / (1 + h);
  const double g = y[TNF] > 0 ? pow(y[TNF] / p->K6, p->n6) : 0, G = g / (1 + g);
  const double feedback = pow(p->Ci0 / y[Ci], p->gam);
  const double bindA = p->konA * y[D] * y[A] - p->koffA * y[DA];
  const double bindB = p->konB * y[D] * y[B] - p->koffB * y[DB];
  const double bridgeA = p->ax * p->konA * y[DB] * y[A] - p->koffA * y[ADB];
  const double bridgeB = p->ax * p->konB * y[DA] * y[B] - p->koffB * y[ADB];
  const double response = y[IL2] / (p->KIL2 + y[IL2]);
  const double suppressed = 1 / (1 + y[IL10] / p->Ki10);

  dy[D] = patient->u / p->V1 - (p->CL / p->V1) * y[D] - (p->Q / p->V1) * (y[D] - y[Dp]) -
          bindA - bindB;
  dy[Dp] = (p->Q / p->V2) * (y[D] - y[Dp]);
  dy[A] = p->kdA * (p->sA * (y[Tr] + y[Ta] + y[Tx]) - y[A]) - bindA - bridgeA;
  dy[B] = p->kdB * (p->sB * y[Tu] - y[B]) - bindB - bridgeB;
  dy[DA] = bindA - bridgeB - p->kiA * y[DA];
  dy[DB] = bindB - bridgeA - p->kiB * y[DB];
  dy[ADB] = bridgeA + bridgeB - p->kiX * y[ADB];

  dy[Tr] = p->kTr * (p->T0 - y[Tr]) - p->kact * S * y[Tr] + p->krev * y[Ta];
  dy[Ta] = p->kact * S * y[Tr] + p->kpro * S * y[Ta] * (1 - y[Ta] / p->Tmax) * response -
           (p->krev + p->dTa) * y[Ta] - p->kexh * S * y[Ta];
  dy[Tx] = p->kexh * S * y[Ta] - p->dTx * y[Tx];
  dy[Tu] = p->kg * y[Tu] * (1 - y[Tu] / p->TuMax) -
           p->kkill * S * (y[Ta] + p->fx * y[Tx]) * y[Tu] / (p->KmTu + y[Tu]);

  dy[TNF] = p->pTNF * S * y[Ta] - p->kcTNF * y[TNF];
  dy[IFN] = p->pIFN * S * y[Ta] * (1 + p->eIL2 * response) - p->kcIFN * y[IFN];
  dy[IL2] = p->pIL2 * S * (y[Tr] + y[Ta]) * suppressed - p->kcIL2 * y[IL2] -
            p->kup * y[Ta] * response;
  dy[IL6] =
      p->pIL6 * (p->b6 + G * y[IFN] / (p->KIFN + y[IFN])) * suppressed - p->kcIL6 * y[IL6];
  dy[IL10] = p->pIL10 * (p->b10 + y[IL6] / (p->K10 + y[IL6])) - p->kcIL10 * y[IL10];

  dy[Pr] = p->ktr * y[Pr] * ((1 - p->slp * y[TNF] / (p->KE + y[TNF])) * feedback - 1);
  dy[T1] = p->ktr * (y[Pr] - y[T1]);
  dy[T2] = p->ktr * (y[T1] - y[T2]);
  dy[Ci] = p->ktr * (y[T2] - y[Ci]);
  return 0;
}

static int jacobian(sunrealtype t, N_Vector states, N_Vector derivatives, SUNMatrix J,
                    void *data, N_Vector t1, N_Vector t2, N_Vector t3)
{
  (void)t, (void)derivatives, (void)t1, (void)t2, (void)t3;
  const struct patient *patient = data;
  const struct parameters *p = (const struct parameters *)patient->p;
  const double *y = NV_DATA_S(states);

  const double h = y[ADB] > 0 ? pow(y[ADB] / p->EC50, p->nh) : 0, S = h / (1 + h);
  const double dS = y[ADB] > 0 ? p->nh * S / ((1 + h) * y[ADB]) : 0;
  const double g = y[TNF] > 0 ? pow(y[TNF] / p->K6, p->n6) : 0, G = g / (1 + g);
  const double dG = y[TNF] > 0 ? p->n6 * G / ((1 + g) * y[TNF]) : 0;
  const double feedback = pow(p->Ci0 / y[Ci], p->gam);
  const double response = y[IL2] / (p->KIL2 + y[IL2]);
  const double dresponse = p->KIL2 / ((p->KIL2 + y[IL2]) * (p->KIL2 + y[IL2]));
  const double suppressed = 1 / (1 + y[IL10] / p->Ki10);
  const double dsuppressed = -suppressed * suppressed / p->Ki10;
  const double axA = p->ax * p->konA, axB = p->ax * p->konB;

  SM_ELEMENT_D(J, D, D) = -p->CL / p->V1 - p->Q / p->V1 - p->konA * y[A] - p->konB * y[B];
  SM_ELEMENT_D(J, Dp, D) = p->Q / p->V2;
  SM_ELEMENT_D(J, A, D) = -p->konA * y[A];
  SM_ELEMENT_D(J, B, D) = -p->konB * y[B];
  SM_ELEMENT_D(J, DA, D) = p->konA * y[A];
  SM_ELEMENT_D(J, DB, D) = p->konB * y[B];

  SM_ELEMENT_D(J, D, Dp) = p->Q / p->V1;
  SM_ELEMENT_D(J, Dp, Dp) = -p->Q / p->V2;

  SM_ELEMENT_D(J, D, A) = -p->konA * y[D];
  SM_ELEMENT_D(J, A, A) = -p->kdA - p->konA * y[D] - axA * y[DB];
  SM_ELEMENT_D(J, DA, A) = p->konA * y[D];
  SM_ELEMENT_D(J, DB, A) = -axA * y[DB];
  SM_ELEMENT_D(J, ADB, A) = axA * y[DB];

  SM_ELEMENT_D(J, D, B) = -p->konB * y[D];
  SM_ELEMENT_D(J, B, B) = -p->kdB - p->konB * y[D] - axB * y[DA];
  SM_ELEMENT_D(J, DA, B) = -axB * y[DA];
  SM_ELEMENT_D(J, DB, B) = p->konB * y[D];
  SM_ELEMENT_D(J, ADB, B) = axB * y[DA];

  SM_ELEMENT_D(J, D, DA) = p->koffA;
  SM_ELEMENT_D(J, A, DA) = p->koffA;
  SM_ELEMENT_D(J, B, DA) = -axB * y[B];
  SM_ELEMENT_D(J, DA, DA) = -p->koffA - axB * y[B] - p->kiA;
  SM_ELEMENT_D(J, ADB, DA) = axB * y[B];

  SM_ELEMENT_D(J, D, DB) = p->koffB;
  SM_ELEMENT_D(J, A, DB) = -axA * y[A];
  SM_ELEMENT_D(J, B, DB) = p->koffB;
  SM_ELEMENT_D(J, DB, DB) = -p->koffB - axA * y[A] - p->kiB;
  SM_ELEMENT_D(J, ADB, DB) = axA * y[A];

  SM_ELEMENT_D(J, A, ADB) = p->koffA;
  SM_ELEMENT_D(J, B, ADB) = p->koffB;
  SM_ELEMENT_D(J, DA, ADB) = p->koffB;
  SM_ELEMENT_D(J, DB, ADB) = p->koffA;
  SM_ELEMENT_D(J, ADB, ADB) = -p->koffA - p->koffB - p->kiX;
  SM_ELEMENT_D(J, Tr, ADB) = -p->kact * dS * y[Tr];
  SM_ELEMENT_D(J, Ta, ADB) = dS * (p->kact * y[Tr] - p->kexh * y[Ta] +
                                   p->kpro * y[Ta] * (1 - y[Ta] / p->Tmax) * response);
  SM_ELEMENT_D(J, Tx, ADB) = p->kexh * dS * y[Ta];
  SM_ELEMENT_D(J, Tu, ADB) =
      -p->kkill * dS * (y[Ta] + p->fx * y[Tx]) * y[Tu] / (p->KmTu + y[Tu]);
  SM_ELEMENT_D(J, TNF, ADB) = p->pTNF * dS * y[Ta];
  SM_ELEMENT_D(J, IFN, ADB) = p->pIFN * dS * y[Ta] * (1 + p->eIL2 * response);
  SM_ELEMENT_D(J, IL2, ADB) = p->pIL2 * dS * (y[Tr] + y[Ta]) * suppressed;

  SM_ELEMENT_D(J, A, Tr) = p->kdA * p->sA;
  SM_ELEMENT_D(J, Tr, Tr) = -p->kTr - p->kact * S;
  SM_ELEMENT_D(J, Ta, Tr) = p->kact * S;
  SM_ELEMENT_D(J, IL2, Tr) = p->pIL2 * S * suppressed;

  SM_ELEMENT_D(J, A, Ta) = p->kdA * p->sA;
  SM_ELEMENT_D(J, Tr, Ta) = p->krev;
  SM_ELEMENT_D(J, Ta, Ta) =
      p->kpro * S * (1 - 2 * y[Ta] / p->Tmax) * response - p->krev - p->dTa - p->kexh * S;
  SM_ELEMENT_D(J, Tx, Ta) = p->kexh * S;
  SM_ELEMENT_D(J, Tu, Ta) = -p->kkill * S * y[Tu] / (p->KmTu + y[Tu]);
  SM_ELEMENT_D(J, TNF, Ta) = p->pTNF * S;
  SM_ELEMENT_D(J, IFN, Ta) = p->pIFN * S * (1 + p->eIL2 * response);
  SM_ELEMENT_D(J, IL2, Ta) = p->pIL2 * S * suppressed - p->kup * response;

  SM_ELEMENT_D(J, A, Tx) = p->kdA * p->sA;
  SM_ELEMENT_D(J, Tx, Tx) = -p->dTx;
  SM_ELEMENT_D(J, Tu, Tx) = -p->kkill * S * p->fx * y[Tu] / (p->KmTu + y[Tu]);

  SM_ELEMENT_D(J, B, Tu) = p->kdB * p->sB;
  SM_ELEMENT_D(J, Tu, Tu) =
      p->kg * (1 - 2 * y[Tu] / p->TuMax) - p->kkill * S * (y[Ta] + p->fx * y[Tx]) * p->KmTu /
                                               ((p->KmTu + y[Tu]) * (p->KmTu + y[Tu]));

  SM_ELEMENT_D(J, TNF, TNF) = -p->kcTNF;
  SM_ELEMENT_D(J, IL6, TNF) = p->pIL6 * dG * y[IFN] / (p->KIFN + y[IFN]) * suppressed;
  SM_ELEMENT_D(J, Pr, TNF) =
      -p->ktr * y[Pr] * feedback * p->slp * p->KE / ((p->KE + y[TNF]) * (p->KE + y[TNF]));

  SM_ELEMENT_D(J, IFN, IFN) = -p->kcIFN;
  SM_ELEMENT_D(J, IL6, IFN) =
      p->pIL6 * G * p->KIFN / ((p->KIFN + y[IFN]) * (p->KIFN + y[IFN])) * suppressed;

  SM_ELEMENT_D(J, Ta, IL2) = p->kpro * S * y[Ta] * (1 - y[Ta] / p->Tmax) * dresponse;
  SM_ELEMENT_D(J, IFN, IL2) = p->pIFN * S * y[Ta] * p->eIL2 * dresponse;
  SM_ELEMENT_D(J, IL2, IL2) = -p->kcIL2 - p->kup * y[Ta] * dresponse;

  SM_ELEMENT_D(J, IL6, IL6) = -p->kcIL6;
  SM_ELEMENT_D(J, IL10, IL6) = p->pIL10 * p->K10 / ((p->K10 + y[IL6]) * (p->K10 + y[IL6]));

  SM_ELEMENT_D(J, IL2, IL10) = p->pIL2 * S * (y[Tr] + y[Ta]) * dsuppressed;
  SM_ELEMENT_D(J, IL6, IL10) =
      p->pIL6 * (p->b6 + G * y[IFN] / (p->KIFN + y[IFN])) * dsuppressed;
  SM_ELEMENT_D(J, IL10, IL10) = -p->kcIL10;

  SM_ELEMENT_D(J, Pr, Pr) = p->ktr * ((1 - p->slp * y[TNF] / (p->KE + y[TNF])) * feedback - 1);
  SM_ELEMENT_D(J, T1, Pr) = p->ktr;
  SM_ELEMENT_D(J, T1, T1) = -p->ktr;
  SM_ELEMENT_D(J, T2, T1) = p->ktr;
  SM_ELEMENT_D(J, T2, T2) = -p->ktr;
  SM_ELEMENT_D(J, Ci, T2) = p->ktr;
  SM_ELEMENT_D(J, Pr, Ci) =
      -p->ktr * y[Pr] * (1 - p->slp * y[TNF] / (p->KE + y[TNF])) * p->gam * feedback / y[Ci];
  SM_ELEMENT_D(J, Ci, Ci) = -p->ktr;
  return 0;
}

static void start(const struct patient *patient, double *y)
{
  const struct parameters *p = (const struct parameters *)patient->p;
  for (int i = 0; i <= Ci; i++) y[i] = 0;
  y[A] = p->sA * p->T0;
  y[B] = p->sB * p->Tu0;
  y[Tr] = p->T0;
  y[Tu] = p->Tu0;
  y[IL6] = p->pIL6 * p->b6 / p->kcIL6;
  y[IL10] = p->pIL10 * p->b10 / p->kcIL10;
  y[Pr] = y[T1] = y[T2] = y[Ci] = p->Ci0;
}

const struct hand_equations hand_w2 = { rhs, jacobian, start };
