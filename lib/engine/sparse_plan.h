/* sparse_plan.h — the lists of operations that sparse_lu.c makes of a pattern. */
#ifndef SPARSE_PLAN_H
#define SPARSE_PLAN_H

/* A pivot less than this part of the terms it was summed from has lost its digits. */
#define SPARSE_LU_CANCELLED 1e-9

/* Streams of integers, read from the start:
 *   eliminate  for each pivot: its entry, its place, number of rows below, number of updates a
 *              row; for each row: entry of the row in the pivot's column, entry in the pivot's row
 *              that updates the row's diagonal (-1: none), the diagonal's entry and place; then
 *              the updates: target, source
 *   lower      for each row with entries left of the diagonal: row, number; entry, column
 *   upper      for each row from the last: row, number, diagonal's entry; entry, column */
struct stream {
  int *code, length, room;
};

struct sparse_plan {
  int n, n_lu;
  const int *colptr, *row; /* the caller's */
  int *load;               /* entry of J to entry of LU */
  int *diagonal;           /* entry of LU, by variable */
  int *place_of;           /* in the order of elimination */
  struct stream eliminate, lower, upper;
  int n_lower; /* rows in that */
};

#endif
