"""Tocilizumab by rule: given when cytokine release reaches grade 3, and counted."""

import impakt

DAY = 24  # hours
sim = impakt.Simulation("cart_cytokine_release", patient={"WT": 120})
sim.dose("cells", 1e8, "cell")
sim.watch("score")

# snippet rule
tocilizumab = sim.dose("tocilizumab", 8, "mg/kg", duration=1)  # 1 h, from the firing on
sim.dose_most(tocilizumab, 800, "mg")
severe = sim.rule("open_score", rises_above=3, limit=4, rest=8, again=True)
severe.limit(3, within=24).give(tocilizumab)

result = sim.run(range(0, 30 * DAY, 6), slopes=[("level", severe)])
print("fired on day", *(f"{time / DAY:.2f}" for time in severe.fired))
for given in sim.given():
    print(f"record {given.dose}: {given.amount:g} at {given.time:.2f} h")
# end rule

assert len(severe.fired) == 1 and 6 < severe.fired[0] / DAY < 8
assert [(given.dose, given.amount) for given in sim.given()] == [(0, 1.5e7), (1, 800)]
after = result["score"][result.times > severe.fired[0] + 1]
assert after.max() < 3 < result["score"][result.times < severe.fired[0]].max() + 0.5
# a higher level lets the signal rise further before the dose comes
slopes = result.slope("score", ("level", severe))
assert (slopes[result.times < severe.fired[0]] == 0).all() and abs(slopes).max() > 1e-3
