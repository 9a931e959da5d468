"""Estimates a patient's clearance and volume from a few samples, with what is known of others.

    PYTHONPATH=lib/python python3 examples/fit.py

The samples are made up: by the model itself, with a clearance that is 30 % lower, and some error."""
import numpy as np

import impakt

DAY = 24
times = np.array([1, 4, 24, 48, 72, 169, 192, 216])  # hours
error = np.array([0.13, -0.11, 0.21, -0.15, 0.05, -0.24, 0.16, -0.08])


def patient():
    sim = impakt.Simulation("inotuzumab_garrett2019", "all", patient={"BSA": 1.8})
    sim.dose("iv", 0.8, "mg/m2", duration=1)
    sim.dose("iv", 0.5, "mg/m2", time=7 * DAY, duration=1)
    sim.set_options(relative_tolerance=1e-8)
    return sim


truth = patient()
truth.parameters["CL2_ref"] *= 0.7
truth.watch("C")
samples = truth.run(times)["C"] * np.exp(error)
limit = 50.0  # ng/mL, below which the assay gives no number
below = samples < limit

# snippet fit
fit = impakt.Fit("inotuzumab_garrett2019")
subject = fit.add(patient())  # with doses and covariates, as it stands
fit.observe(subject, "C", times, np.where(below, limit, samples), below=below)
fit.error("C", log_normal=0.3)  # where the search begins; estimated=False: known
fit.estimate("CL2_ref")
fit.estimate("V1_ref")
fit.prior("CL2_ref", 0.369, 0.672)  # median, and spread between patients
fit.prior("V1_ref", 6.70, 0.412)

found = fit.run()
for name, value, deviation in zip(found.names, found.estimates, found.standard_errors):
    print(f"{name:14} {value:.3f} +- {deviation:.3f}")
low, high = fit.interval("CL2_ref", kind="profile")
print(f"CL2_ref between {low:.3f} and {high:.3f}; -2 log likelihood {found.objective:.2f}")
# end fit

# snippet plan
plan = impakt.Fit("inotuzumab_garrett2019")
subject = plan.add(patient())
plan.observe(subject, "C", [1, 24, 72, 169, 192])  # times alone
plan.error("C", log_normal=0.3, estimated=False)
plan.estimate("CL2_ref")
plan.estimate("V1_ref")
promised = plan.plan()
print("a plan promises", dict(zip(promised.names, promised.standard_errors.round(3))))
# end plan

assert low < 0.7 * 0.369 < high and low < found["CL2_ref"] < high
assert below.any() and (promised.standard_errors > 0).all()
