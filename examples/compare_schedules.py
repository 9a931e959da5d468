"""Schedules side by side: interleukin-6 after a T-cell engager, whole or in steps.

The first dose releases most.  Starting low spends that on a small dose; the whole dose then
meets a system that tolerates it."""

import numpy as np
import impakt

# snippet compare
schedules = {
    "whole from the start": [6000, 6000, 6000],
    "one step": [600, 6000, 6000],
    "two steps": [60, 600, 6000],
}
week = 24 * 7
times = np.arange(0.0, 4 * week)
results = {}
for name, doses in schedules.items():
    sim = impakt.Simulation("il6_chen2019")
    for number, amount in enumerate(doses):
        sim.dose("iv", amount, "ug", time=number * week)
    peaks = [sim.measure("C", "peak", n * week, (n + 1) * week) for n in range(len(doses))]
    results[name] = sim.run(times)
    print(f"{name:22}", *(f"{results[name].measured[p]:8.0f}" for p in peaks), "pg/mL")
# end compare

highest = {name: result["C"].max() for name, result in results.items()}
assert highest["two steps"] < highest["one step"] < highest["whole from the start"], highest
