"""One simulation: blinatumomab in serum during four weeks of continuous infusion."""

# snippet simulate
import numpy as np
import impakt

sim = impakt.Simulation("blinatumomab_clements2020", patient={"BSA": 1.2})
sim.infuse("iv", 28, "ug/d", duration=24 * 28)
peak = sim.measure("C", "peak", 0, 24 * 30)
area = sim.measure("C", "area", 0, 24 * 30)
sim.watch("C")

result = sim.run(24 * np.arange(31.0))  # hours
for hours, concentration in zip(result.times, result["C"]):
    print(f"{hours / 24:2.0f} d  {concentration:.4g} {result.unit('C')}")
print(f"peak {result.measured[peak]:.4g} ng/mL, area {result.measured[area]:.4g} ng*h/mL")
# end simulate

# snippet close
with impakt.Simulation("blinatumomab_clements2020", parameters={"V": 12}) as other:
    other.dose("iv", 9, "ug")
    print(other.run([0, 1, 2])["C"])
# freed here; without `with`, as soon as nothing refers to it
# end close

# snippet errors
try:
    sim.parameters["CLO"] = 2
except impakt.UnknownNameError as error:
    print(error)  # one sentence, with the nearest name
try:
    sim.dose("iv", 5, "mL")
except impakt.Error as error:
    print(error.status, error)
# end errors

# All that went in must have left: area = dose / CL.
expected = 28 * 28 * 1000 / 1000 / sim.derived["CL"]
assert abs(result.measured[area] / expected - 1) < 1e-4, (result.measured[area], expected)
