"""Every way to give a dose, and what a sample at the time of a dose shows."""

import impakt

# snippet dose
DAY = 24  # hours
sim = impakt.Simulation("inotuzumab_garrett2019", patient={"BSA": 1.9})
sim.dose("iv", 0.8, "mg/m2", duration=1)                     # an amount over an hour
sim.dose("iv", 0.5, "mg/m2", time=7 * DAY, duration=1,       # twice, a week apart
         every=7 * DAY, count=2)
sim.dose("iv", 900, "ug", time=21 * DAY)                     # a bolus
sim.dose("iv", 0.9, "mg", time=28 * DAY,                     # an amount at a rate
         rate=0.3, rate_unit="mg/h")
sim.infuse("iv", 30, "ug/h", time=35 * DAY, duration=30)     # a rate for a time

for dose in sim.doses():  # as they will be given, in the input's own unit
    print(f"{dose.time:5.0f} h  {dose.amount:.3f} mg in {dose.duration:g} h")
# end dose

# snippet samples
before = sim.run([21 * DAY])["C"][0]
sim.set_options(sample_after=True)
after = sim.run([21 * DAY])["C"][0]
print(f"{before:.1f} ng/mL before the bolus, {after:.1f} after it")
# end samples

given = sim.doses()
assert [d.time / DAY for d in given] == [0, 7, 14, 21, 28, 35]
assert all(abs(d.amount - 1e-3 * amount) < 1e-12 for d, amount in zip(
    given, (1520, 950, 950, 900, 900, 900)))
assert abs(given[4].duration - 3) < 1e-12
# a bolus of 0.9 mg into the central volume; the run is good to its tolerance of 1e-6
assert abs((after - before) / (900e3 / (1000 * sim.derived["V1"])) - 1) < 1e-4
