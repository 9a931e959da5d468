"""sensitivity.py — docetaxel and neutrophils: whose variance is it, and who gets grade 4?

    python3 sensitivity.py [PLOT.png]
"""

import sys

import numpy as np

import impakt

DAY = 24  # hours
system = impakt.System("docetaxel_and_marrow")
system.add("drug", "docetaxel_ozawa2007")
system.add("marrow", "neutropenia_friberg2002")
system.connect("drug.Cmol", "marrow.C")
sim = impakt.Simulation(system, patient={"BSA": 1.8})
sim.dose("drug.iv", 75, "mg/m2", duration=1)
sim.watch("marrow.count")
area = sim.measure("drug.Cmol", "area", 0, 21 * DAY)
lowest = sim.measure("marrow.count", "lowest", 0, 21 * DAY)

# snippet sobol
spread = {"drug.CL": 0.38, "drug.V1": 0.26, "marrow.X0": 0.33, "marrow.MTT": 0.17, "marrow.sl": 0.42}
inputs = {name: ("log_normal", sim.parameters[name], sd) for name, sd in spread.items()}
function = impakt.response(sim, inputs, [21 * DAY], lambda result: np.log(result.measured[lowest]))
parts = impakt.sobol(function, inputs)
for name, first, total, error in zip(parts.names, parts.first, parts.total, parts.total_error):
    print(f"{name:11} alone {first:5.2f}, in all {total:5.2f} +- {error:.2f} of the variance")
# end sobol

# snippet exposure
people = impakt.Population(sim, seed=1)  # as the publications say
measured = people.answers(2000, [21 * DAY], lambda result: result.measured)
groups = impakt.exposure_response(measured[:, area], measured[:, lowest] < 0.5)
for group in groups:
    print(f"{group.low:5.2f} to {group.high:5.2f} umol h/L: grade 4 in {group.response:.0%} "
          f"({group.lower:.0%} to {group.upper:.0%})")
# end exposure

steps = impakt.morris(function, inputs, trajectories=10)
order = sorted(zip(steps.mean_size, steps.names), reverse=True)
print("largest effects:", ", ".join(name for _, name in order[:3]))

assert abs(parts.first.sum() - 1) < 0.2 and parts.total[1] < 0.05  # the volume does little
assert groups[-1].response > groups[0].response

if len(sys.argv) > 1:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    at = np.arange(len(parts.names))
    left.barh(at - 0.2, parts.first, 0.4, xerr=parts.first_error, label="alone")
    left.barh(at + 0.2, parts.total, 0.4, xerr=parts.total_error, label="in all")
    left.set(yticks=at, yticklabels=parts.names, xlabel="part of the variance", xlim=(0, None),
             title="log of the lowest count")
    left.invert_yaxis()
    left.legend(loc="center right")
    middle = [group.exposure for group in groups]
    part = np.array([(g.response, g.response - g.lower, g.upper - g.response) for g in groups]).T
    right.errorbar(middle, 100 * part[0], 100 * part[1:], fmt="o", capsize=3)
    right.set(xlabel="area under docetaxel (umol h/L)", ylim=(0, None),
              ylabel="patients with grade 4 (%)", title="75 mg/m2, quarters of 2000 patients")
    figure.savefig(sys.argv[1], dpi=150)
