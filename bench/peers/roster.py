"""Who takes part, and how each is started."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from ladder import LOWEST, rung_of
from workloads import DataSet

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STARLING = ROOT / "build/release/bench/peers/bench_peer_lasso"


@dataclass(frozen=True)
class Contestant:
    name: str
    command: tuple[str, ...]
    first_tolerance: float | None  # where the search begins; None: the gap asked for is what the tolerance means

    def command_line(self, data: DataSet, lambdas: list[float], threads: int) -> list[str]:
        strengths = ",".join(repr(lam) for lam in lambdas)
        return [*self.command, str(data.X_file), str(data.Y_file), strengths, str(threads)]

    def first_rung(self, gap: float) -> int:
        return rung_of(self.first_tolerance or gap)

    def lowest_rung(self, gap: float) -> int:
        return LOWEST if self.first_tolerance else rung_of(gap)


def python_peer(name: str, first_tolerance: float) -> Contestant:
    return Contestant(name, (sys.executable, str(HERE / "python_worker.py"), name), first_tolerance)


CONTESTANTS: dict[str, Contestant] = {
    contestant.name: contestant
    for contestant in (
        Contestant("starling", (str(STARLING),), None),
        python_peer("sklearn", 1e-6),
        python_peer("celer", 1e-6),
        python_peer("skglm", 1e-3),
        python_peer("adelie", 1e-8),
        Contestant("glmnet", ("Rscript", str(HERE / "glmnet_worker.R")), 1e-8),
    )
}
PEERS = [name for name in CONTESTANTS if name != "starling"]
