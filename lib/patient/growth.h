/* growth.h — a reference of growth: rows of a table, and what a row says. */
#ifndef GROWTH_H
#define GROWTH_H

/* Of all children of an age, x is at z standard deviations where
 * x = median (1 + power spread z)^(1 / power). */
struct growth_lms {
  double power, median, spread; /* L, M, S */
};

struct growth_row {
  double months;
  struct growth_lms of[2]; /* boys, girls */
};

/* growth_table.c, in order of age */
extern const struct growth_row growth_weight_infant[], growth_weight_child[],
    growth_length_infant[], growth_stature_child[];
extern const int growth_weight_infants, growth_weight_childs, growth_length_infants,
    growth_stature_childs;

#endif
