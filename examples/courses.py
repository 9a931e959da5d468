"""Parameters and covariates in time: methotrexate while the kidneys fail, in a child who grows."""

import numpy as np

import impakt

# snippet courses
DAY = 24  # hours
sim = impakt.Simulation("methotrexate_taylor2020", patient={"BSA": 1, "creatinine": 30})
sim.dose("iv", 5000, "mg/m2", duration=DAY, every=14 * DAY, count=2)
times = 12 * np.arange(57.0)
healthy = sim.run(times)["Cmol"]

sim.set_patient_course("creatinine", [0, 1 * DAY, 3 * DAY, 10 * DAY], [30, 35, 160, 30], "linear")
sim.set_patient_course("BSA", [0, 14 * DAY], [1, 1.05], "carried forward")
result = sim.run(times)
for course in result.courses.values():
    print(f"{course.name:10} {course.rule}: {course.values}")
print(f"at 48 h {healthy[4]:.2f}, with failing kidneys {result['Cmol'][4]:.2f} umol/L")
print([dose.amount for dose in sim.doses()], "mg")  # the second by the surface of its day
# end courses

amounts = [dose.amount for dose in sim.doses()]
assert np.allclose(amounts, [5000, 5250], rtol=1e-14)
assert result["Cmol"][4] > 1.2 * healthy[4]
# courses that stay where they begin change nothing beyond the tolerance of a run
sim.set_patient_course("creatinine", [0, 3 * DAY], [30, 30], "linear")
sim.set_patient_course("BSA", [0, 9 * DAY], [1, 1], "carried backward")
assert np.allclose(sim.run(times)["Cmol"], healthy, rtol=1e-5, atol=1e-6)
