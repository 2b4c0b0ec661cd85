"""How long hostile input may take before it is a hang. A bound on growth and no figure: `bench/` measures speed."""

from __future__ import annotations

HANG = 60.0  # seconds, on the slowest machine that runs the tests
