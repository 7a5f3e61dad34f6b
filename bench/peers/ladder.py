"""The loosest tolerance of a solver whose answer passes, on a ladder of half decades.

Rung k is the tolerance 10^(-k/2). Every package means something else by its tolerance, and none of them means our
certificate; a solver is measured at the rung that is kindest to it.
"""

from __future__ import annotations

from collections.abc import Callable

LOWEST, HIGHEST = 0, 32
DECADE = 2


def tolerance_of(rung: int) -> float:
    return 10.0 ** (-rung / DECADE)


def rung_of(tolerance: float) -> int:
    """The loosest rung that is at most the tolerance."""
    return next(k for k in range(LOWEST, HIGHEST + 1) if tolerance_of(k) <= tolerance * (1.0 + 1e-9))


def loosest_passing(passes: Callable[[int], bool], first: int, lowest: int = LOWEST) -> int | None:
    """Searches from the rung `first` in whole decades, then tries the half decade before; none when no rung passes."""
    rung = first
    if passes(rung):
        while rung - DECADE >= lowest and passes(rung - DECADE):
            rung -= DECADE
    else:
        rung += DECADE
        while rung <= HIGHEST and not passes(rung):
            rung += DECADE
        if rung > HIGHEST:
            return None
    return rung - 1 if rung - 1 >= lowest and rung - 1 != first - DECADE and passes(rung - 1) else rung
