"""dask_population.py — a population on Dask's workers, in parts that merge to the same bits.

    python3 dask_population.py [SCHEDULER_ADDRESS]

Without an address it runs on processes of this machine.  Needs the packages dask and distributed.
"""

import sys

import numpy as np

import impakt

DAY, PATIENTS, PART = 24, 20_000, 1_000
TIMES = np.arange(0.0, 30 * DAY + 1, 6)


def people():
    """The population, made anew wherever it is needed: it is small."""
    sim = impakt.Simulation("blinatumomab_clements2020")
    sim.infuse("iv", 28, "ug/d", duration=28 * DAY)
    sim.watch("C")
    return impakt.Population(sim, seed=1)


def part(first):
    """A summary of some patients, as bytes."""
    return people().summarise(PART, TIMES, first=first, threads=1).save()


def merged(parts):
    population = people()
    summary = population.summary(TIMES)
    for saved in parts:
        summary.merge(population.load(saved, TIMES))
    return summary


if __name__ == "__main__":
    from distributed import Client, as_completed

    with Client(*sys.argv[1:2]) as client:
        futures = client.map(part, range(0, PATIENTS, PART))
        summary = merged(future.result() for future in as_completed(futures))
    at = int(np.searchsorted(TIMES, 20 * DAY))
    print(f"{summary.patients} patients, day 20: median {summary.quantile(0.5)[at, 0]:.3f} ng/mL")
