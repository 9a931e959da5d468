/* exponential.h — exponentials of matrices. */
#ifndef EXPONENTIAL_H
#define EXPONENTIAL_H

/* Room for matrices of n rows; NULL without memory. */
struct exponential;
struct exponential *exponential_new(int n);
void exponential_free(struct exponential *room);

/* A (by columns) becomes exp(A); 0, or 1 if it is not finite. */
int exponential_of(struct exponential *room, double *A);

#endif
