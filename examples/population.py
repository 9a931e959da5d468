"""population.py — a thousand patients: the band in which concentrations lie.

    python3 population.py [PLOT.png]
"""

import sys

import numpy as np

import impakt

DAY = 24  # hours
sim = impakt.Simulation("blinatumomab_clements2020")
sim.infuse("iv", 9, "ug/d", duration=7 * DAY)
sim.infuse("iv", 28, "ug/d", time=7 * DAY, duration=21 * DAY)
sim.watch("C")
times = np.arange(0.0, 30 * DAY + 1, 6)

# snippet population
people = impakt.Population(sim, seed=1)          # sim: the typical patient, with doses and columns
people.covariate("BSA", 1.8, 0.15, low=1.2, high=2.6)
people.vary("CL0", 0.4)                          # another spread than the published one
summary = people.summarise(5000, times)          # on all cores, without keeping the results
low, median, high = (summary.quantile(p)[:, 0] for p in (0.05, 0.5, 0.95))
# end population

for day in (6, 20, 28.25):
    at = int(np.searchsorted(times, day * DAY))
    print(f"day {day:5.2f}: {median[at]:.3f} ng/mL, nine of ten between {low[at]:.3f} and {high[at]:.3f}")
print(f"{summary.patients} patients, {summary.failed} failed")

if len(sys.argv) > 1:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    axes.fill_between(times / DAY, low, high, alpha=0.3, label="5th to 95th centile")
    axes.plot(times / DAY, median, label="median")
    axes.set(xlabel="time (d)", ylabel="blinatumomab (ng/mL)",
             title="9 then 28 ug/d, 5000 patients")
    axes.legend(loc="upper left")
    figure.savefig(sys.argv[1], dpi=150)
