/* hand_equations.h — the equations of the workloads and their Jacobians, written by hand as one
 * writes them for CVODE.  The data is a struct patient. */
#ifndef HAND_EQUATIONS_H
#define HAND_EQUATIONS_H

#include <cvodes/cvodes.h>
#include <sundials/sundials_matrix.h>

int hand_w1_rhs(sunrealtype t, N_Vector y, N_Vector dy, void *data);
int hand_w1_jacobian(sunrealtype t, N_Vector y, N_Vector dy, SUNMatrix J, void *data, N_Vector t1,
                     N_Vector t2, N_Vector t3);
void hand_w1_start(const double *p, double *y);

int hand_w2_rhs(sunrealtype t, N_Vector y, N_Vector dy, void *data);
int hand_w2_jacobian(sunrealtype t, N_Vector y, N_Vector dy, SUNMatrix J, void *data, N_Vector t1,
                     N_Vector t2, N_Vector t3);
void hand_w2_start(const double *p, double *y);

#endif
