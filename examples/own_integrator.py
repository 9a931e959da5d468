"""The equations alone, for an integrator of one's own: here SciPy's, beside the library's run.

Leaves with 77, for a test that was skipped, where there is no SciPy."""

import sys

import numpy as np
import impakt

try:
    from scipy.integrate import solve_ivp
except ImportError:
    sys.exit(77)

# snippet solve
sim = impakt.Simulation("neutropenia_friberg2002", "pulses", relative_tolerance=1e-9)
times = np.linspace(0, 24 * 21, 505)  # every hour

x = sim.initial.array()
states = x[np.newaxis]
for begin, end, rate in [(0, 1, 2.0), (1, times[-1], 0.0)]:  # an hour of infusion, then none
    inputs = {"pulse": rate}
    piece = solve_ivp(
        lambda t, x: sim.rhs(t, x, inputs), (begin, end), x, "BDF",
        jac=lambda t, x: sim.jacobian(t, x, inputs),
        t_eval=times[(times > begin) & (times <= end)], rtol=1e-8, atol=1e-10)
    states = np.vstack([states, piece.y.T])
    x = states[-1]
# end solve

sim.infuse("pulse", 2, duration=1)
result = sim.run(times)
ours = np.column_stack([result[name] for name in sim.model.states.names])
error = np.abs(states - ours) / np.abs(ours).max(axis=0)
print(f"largest difference {error.max():.1e} of each state's largest value")
# SciPy's own tolerance, over about a hundred steps
assert error.max() < 1e-6, error.max()
