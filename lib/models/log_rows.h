/* log_rows.h — the table of elementary.h's logarithm: for each part of the mantissas, c near 1 / x
 * and l = -log c.
 *
 * Each c was sought so that l, which is a multiple of 2^-42, is off by less than 2^-64: so l plus an
 * exponent times the leading bits of log 2 is exact. */
#ifndef LOG_ROWS_H
#define LOG_ROWS_H

/* The bits of the least mantissa, 0.703125; a part has 2^48 of them. */
#define FIRST_MANTISSA 0x3FE6800000000000u

#define LOG_ROWS(ROW)                                                                          \
  ROW(0x1.642cd0a0c4000p+0, -0x1.522bb841a7000p-2)                                             \
  ROW(0x1.55552b6942000p+0, -0x1.2695a34f0c000p-2)                                             \
  ROW(0x1.47ae86b8fd000p+0, -0x1.f99490ceec000p-3)                                             \
  ROW(0x1.3b13dd64d5000p+0, -0x1.a93ff2d802000p-3)                                             \
  ROW(0x1.2f67e239c3000p+0, -0x1.5bf13dbaac000p-3)                                             \
  ROW(0x1.2492771cd9000p+0, -0x1.117a29ec54000p-3)                                             \
  ROW(0x1.1a7bcf4f9b000p+0, -0x1.933923d788000p-4)                                             \
  ROW(0x1.111091d55f000p+0, -0x1.085216d8b8000p-4)                                             \
  ROW(0x1.084197d56e000p+0, -0x1.04073b7370000p-5)                                             \
  ROW(0x1.0000000000000p+0, 0x0.0p+0)                                                          \
  ROW(0x1.e1e15c7f08000p-1, 0x1.f0abe792c8000p-5)                                              \
  ROW(0x1.c71d282380000p-1, 0x1.e26a0da478000p-4)                                              \
  ROW(0x1.af277c5e0c000p-1, 0x1.5ff7784cfc000p-3)                                              \
  ROW(0x1.9999e6ca52000p-1, 0x1.c8fdfa8634000p-3)                                              \
  ROW(0x1.86176bd1dc000p-1, 0x1.16784fb4a4000p-2)                                              \
  ROW(0x1.745d417a4a000p-1, 0x1.4618481181000p-2)

#define LOG_ROW(c, l) { c, l },
static const double log_rows[16][2] __attribute__((unused)) = { LOG_ROWS(LOG_ROW) };

#endif
