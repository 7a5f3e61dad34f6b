"""Who takes part, and how each is started."""

from __future__ import annotations

import itertools
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from ladder import LOWEST, rung_of
from workloads import Cell, DataSet

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STARLING = ROOT / "build/release/bench/peers/bench_peer_lasso"
IN_STEPS = "-steps"
STEP = 0.65  # from one strength of the short path to the next


@dataclass(frozen=True)
class Contestant:
    name: str
    command: tuple[str, ...]
    first_tolerance: float | None  # where the search begins; None: the gap asked for is what the tolerance means
    in_steps: bool = False  # a single strength is reached by a short path

    @property
    def package(self) -> str:
        return self.name.removesuffix(IN_STEPS)

    def takes(self, cell: Cell) -> bool:
        return not (self.in_steps and cell.share is None)

    def sequence(self, lambdas: list[float], lambda_max: float) -> list[float]:
        """The strengths to solve for; they end with `lambdas`."""
        if not self.in_steps:
            return lambdas
        steps = (lambda_max * STEP**k for k in range(1, 1000))
        return [*itertools.takewhile(lambda lam: lam > lambdas[0] * (1.0 + 1e-9), steps), *lambdas]

    def command_line(self, data: DataSet, lambdas: list[float], threads: int) -> list[str]:
        strengths = ",".join(repr(lam) for lam in lambdas)
        return [*self.command, str(data.X_file), str(data.Y_file), strengths, str(threads)]

    def first_rung(self, gap: float) -> int:
        return rung_of(self.first_tolerance or gap)

    def lowest_rung(self, gap: float) -> int:
        return LOWEST if self.first_tolerance else rung_of(gap)


def python_peer(name: str, first_tolerance: float) -> Contestant:
    return Contestant(name, (sys.executable, str(HERE / "python_worker.py"), name), first_tolerance)


def in_steps(contestant: Contestant) -> Contestant:
    return replace(contestant, name=contestant.name + IN_STEPS, in_steps=True)


ADELIE = python_peer("adelie", 1e-8)
GLMNET = Contestant("glmnet", ("Rscript", str(HERE / "glmnet_worker.R")), 1e-8)


CONTESTANTS: dict[str, Contestant] = {
    contestant.name: contestant
    for contestant in (
        Contestant("starling", (str(STARLING),), None),
        python_peer("sklearn", 1e-6),
        python_peer("celer", 1e-6),
        python_peer("skglm", 1e-3),
        # Both are made for paths: sometimes several times faster, sometimes slower than at the one strength alone.
        ADELIE,
        in_steps(ADELIE),
        GLMNET,
        in_steps(GLMNET),
    )
}
PEERS = [name for name in CONTESTANTS if name != "starling"]
PACKAGES = list(dict.fromkeys(CONTESTANTS[name].package for name in PEERS))
