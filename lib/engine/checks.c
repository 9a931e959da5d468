/* checks.c — what is looked at before a dose that is due is given. */
#include "rules.h"
#include "track.h"

static int holds(struct integrator *I, struct track *track, const struct check *k)
{
  const double value = rules_quantity(I, track, k->quantity);
  return k->direction > 0 ? value > k->level : value < k->level;
}

static int note(struct integrator *I, const struct course *c, int check)
{
  struct rules *all = c->rules;
  if (all->n_acted == all->acted_room) return rules_fail(I, c, RULES_CHECKED_OUT, check);
  all->acted[all->n_acted++] = (struct acted){ check, I->t };
  all->checks[check].n_acted++;
  return INTEGRATE_OK;
}

static int not_before(const struct given *g, double t)
{
  return g->time >= t || same_time(g->time, t);
}

/* What is due now or later: of the course, or of the record alone. */
static int follows(const struct given *g, const struct given *due, double t)
{
  const int together =
      g->record == due->record || (due->course >= 0 && g->course == due->course);
  return together && !g->by_rule && not_before(g, t);
}

/* The one that is due and all that follow in its course come later, and are looked at again. */
static void delay(struct integrator *I, const struct course *c, const struct given *due,
                  double hours)
{
  struct rules *all = c->rules;
  for (struct given *g = all->given; g < all->given + all->n_given; g++) {
    g->moves = follows(g, due, I->t);
    if (!g->moves) continue;
    g->time += hours, g->start += hours, g->end += hours;
    g->scaled = 0;
  }
  schedule_delay(c->schedule, hours);
  for (int i = 0; i < all->n_given; i++) {
    struct given *g = &all->given[i];
    if (g->moves && g->looked && !g->dropped)
      schedule_insert(c->schedule, (struct moment){ g->time, DOSE_DUE, i });
    if (g->moves) g->looked = g->moves = 0;
  }
}

static void end(struct integrator *I, const struct course *c, int record)
{
  struct rules *all = c->rules;
  for (struct given *g = all->given; g < all->given + all->n_given; g++)
    if (g->record == record && !g->by_rule && not_before(g, I->t)) g->dropped = 1;
}

static void scale(struct given *g, double factor)
{
  g->scaled = (g->scaled > 0 ? g->scaled : 1) * factor;
  g->dropped |= factor == 0;
}

int checks_due(struct integrator *I, struct track *track, const struct course *c, int index)
{
  struct rules *all = c->rules;
  struct given *g = &all->given[index];
  g->looked = 1;
  for (int i = 0; i < all->n_checks && !g->dropped; i++) {
    const struct check *k = &all->checks[i];
    if (k->record != g->record || !holds(I, track, k)) continue;
    const int status = note(I, c, i);
    if (status) return status;
    switch (k->act) {
    case CHECK_SKIPS: g->dropped = 1; break;
    case CHECK_DELAYS: delay(I, c, g, k->value); return INTEGRATE_OK;
    case CHECK_SCALES: scale(g, k->value); break;
    case CHECK_ENDS: end(I, c, g->record); break;
    }
  }
  return INTEGRATE_OK;
}
