"""One cycle of inotuzumab ozogamicin: a peak, and how it hangs on a clearance.  The readme shows
these lines."""

# snippet cycle
import impakt

with impakt.Simulation("inotuzumab_garrett2019", patient={"BSA": 1.84}) as patient:
    for day, dose in ((0, 0.8), (7, 0.5), (14, 0.5)):
        patient.dose("iv", dose, "mg/m2", time=24 * day, duration=1)
    result = patient.run(range(0, 24 * 21 + 1), slopes=["CL1_ref"])
print(result["C"].max(), result.unit("C"))
# end cycle

# a second integrator has 212.61906 at the end of the first infusion; runs are at 1e-6
assert abs(result["C"].max() / 212.61906 - 1) < 1e-5, result["C"].max()
assert result["C"].argmax() == 1
# more clearance, less drug at the end
assert result.slope("C", "CL1_ref")[-1] < 0
