/* arrivals.c — what becomes of a dose on its way in: the lag delays it; the fraction scales the
 * amount of a bolus, the rate of an infusion of given duration, and the duration of one of given
 * amount and rate.  Input 0 has a fraction and a lag, input 1 has not. */
#include "row.h"

int is_dose(enum kind kind) { return kind <= RATE_FOR_DURATION; }

struct arrival arrival_of(const struct row *row, const struct record *r, double given)
{
  const double F = r->input == 0 ? row->fraction : 1, lag = r->input == 0 ? row->lag : 0;
  struct arrival a = { .input = r->input, .given = given, .start = given + lag };
  double lasts = 0;
  switch (r->kind) {
  case BOLUS:
    a.is_bolus = 1;
    a.amount = F * r->amount;
    break;
  case FOR_DURATION:
    lasts = r->duration;
    a.rate = F * r->amount / r->duration;
    break;
  case FOR_MODELLED_DURATION:
    lasts = row->D1;
    a.rate = F * r->amount / row->D1;
    break;
  case AT_RATE:
    lasts = F * r->amount / r->rate;
    a.rate = r->rate;
    break;
  case AT_MODELLED_RATE:
    lasts = F * r->amount / row->R1;
    a.rate = row->R1;
    break;
  default: /* a rate for a duration */ lasts = r->duration; a.rate = F * r->rate;
  }
  a.end = a.start + lasts;
  return a;
}
