"""Doses that stand in a table with NONMEM's items, a simulation for each of its people."""

from pathlib import Path

import impakt

file = Path(__file__).parent / "scenarios" / "dose_table.csv"
sim = impakt.Simulation("inotuzumab_garrett2019", presets="all")

# snippet table
table = sim.read_table(file, id="late", covariates={"BSA": "carried forward"}, ignore=["SITE"])
result = sim.run(table.times("late"))
# end table

print(f"late: {result['C'][0]:.1f} {result.unit('C')} at {result.times[0]:g} h,",
      "surface", result.courses["BSA"].rule)

# the same by hand
other = impakt.Simulation("inotuzumab_garrett2019", presets="all")
other.set_patient_course("BSA", [0, 504], [2, 1.9], "carried forward")
for time, amount in (0, 1.6), (168, 1), (504, 0.95):
    other.dose("iv", amount, time=time, duration=1)
assert abs(result["C"][0] / other.run(table.times("late"))["C"][0] - 1) < 1e-9

# everyone of the table
for person in table.people:
    one = impakt.Simulation("inotuzumab_garrett2019", presets="all")
    table.give(one, person)
    peak = one.measure("C", "peak", 0, 24 * 28)
    one.run([24 * 28])
    print(f"{person}: peak {one.measured(peak):.1f} ng/mL")
