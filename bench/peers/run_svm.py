"""Starling's multi-task support vector machine beside LIBLINEAR on augmented features: measures and prints the tables.

build/peers/venv/bin/python bench/peers/run_svm.py --files FOLDER --loss hinge --sklearn > build/peers/svm.md

A cell is a data set with one C and one mu. Starling is asked for a certified gap of `--target` of the optimum. LIBLINEAR is
measured at the loosest tolerance (a ladder of half decades) whose objective is within the same share of it, with at most its
own 1000 iterations; scikit-learn likewise, with the time of its `fit`. Other times are of the solver alone, on one thread; under
load, --busy counts the processor's seconds instead. Weights are those that the loop over a task's samples reads and writes:
Starling's w_t and where it began, LIBLINEAR's w_0 and all v_t.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
from conversation import Worker
from ladder import tolerance_of
from linear_svc import LinearSvc
from liblinear import EPSILON, SOLVERS, Liblinear
from roster import ROOT
from svm_workloads import FILES, NAMES, Tasks, make, write

PROGRAM = ROOT / "build/release/bench/peers/bench_peer_svm"
HIGHEST_RUNG = 14
EXACT = 1e-9  # gap of the reference
FIT_LIMIT = 100.0
MEMORY_GIB = 16.0
SLOW = 20.0  # seconds after which a ladder ends


LOSSES = {
    "hinge": lambda y, z: np.maximum(0.0, 1.0 - y * z),
    "squared_hinge": lambda y, z: np.maximum(0.0, 1.0 - y * z) ** 2,
    "epsilon_insensitive": lambda y, z: np.maximum(0.0, np.abs(z - y) - EPSILON),
    "squared_epsilon_insensitive": lambda y, z: np.maximum(0.0, np.abs(z - y) - EPSILON) ** 2,
    "logistic": lambda y, z: np.logaddexp(0.0, -y * z),
}


def primal(tasks: Tasks, W: np.ndarray, C: float, mu: float, loss: str) -> float:
    common = W.sum(axis=1) / (W.shape[1] + mu)
    scores = np.concatenate([tasks.X[run] @ W[:, t] for t, run in enumerate(tasks.runs())])
    own = W - common[:, None]
    return 0.5 * ((own**2).sum() + mu * (common**2).sum()) + C * LOSSES[loss](tasks.y, scores).sum()


class Starling:
    """One engine at one cell; `best` is the least objective it knows."""

    def __init__(self, prefix: Path, C: float, mu: float, loss: str, engine: str, busy: bool, threads: int) -> None:
        command = [str(PROGRAM), str(prefix), str(C), str(mu), loss, engine, str(threads)]
        self._worker = Worker(command, threads, MEMORY_GIB)
        self._worker.wait_until_ready()
        self._clock = "busy" if busy else "seconds"

    def reference(self) -> tuple[float, float]:
        """The least objective, and the scale of a relative gap."""
        said = self._worker.fit(EXACT, FIT_LIMIT)
        return said["primal"], said["scale"]

    def seconds(self, gap: float, runs: int) -> float | None:
        times = []
        for _ in range(runs):
            said = self._worker.fit(gap, FIT_LIMIT)
            if not said["status"].startswith("optimal"):
                return None
            times.append(said[self._clock])
            if times[-1] > 2.0:
                break
        return statistics.median(times)

    def end(self) -> None:
        self._worker.end()


def peer_seconds(
    peer: Liblinear | LinearSvc, tasks: Tasks, C: float, mu: float, enough: float, arguments: argparse.Namespace
) -> tuple[float, str]:
    """Of the faster solver that reaches the objective; without one, of the one that comes nearest, and how near."""
    reached, nearest = [], (np.inf, 0.0)
    for solver in peer.solvers:
        for rung in range(2, HIGHEST_RUNG + 1):
            seconds, W = peer.fit(C, solver, tolerance_of(rung), arguments.busy)
            value = primal(tasks, W, C, mu, arguments.loss)
            if value <= enough:
                more = (peer.fit(C, solver, tolerance_of(rung), arguments.busy)[0] for _ in range(arguments.runs - 1))
                reached.append(statistics.median([seconds, *more]))
                break
            nearest = min(nearest, (value, seconds))
            if seconds > SLOW:
                break
    if reached:
        return min(reached), ""
    return nearest[1], f" (off by {nearest[0] / enough - 1.0:.0e})"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=lambda text: text.split(","), default=NAMES, help=f"of {','.join(NAMES)}")
    parser.add_argument("--loss", choices=list(SOLVERS), default="hinge")
    parser.add_argument("--files", type=Path, help="folder of landmine/ and sentiment/; without it these are left out")
    parser.add_argument("--target", type=float, default=1e-6, help="share of the optimum; default 1e-6")
    parser.add_argument("--runs", type=int, default=5, help="runs whose median counts; default 5")
    parser.add_argument("--sklearn", action="store_true", help="measure scikit-learn's linear machines as well")
    parser.add_argument("--task-cd", action="store_true", help="measure lib/solver/task_cd.hpp as well")
    parser.add_argument("--busy", action="store_true", help="processor seconds, for a machine that does other things")
    parser.add_argument("--threads", type=int, default=1, help="of Starling; default 1")
    return parser.parse_args()


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{1e3 * seconds:.3g}"


def cell(
    tasks: Tasks, prefix: Path, C: float, mu: float, peers: dict, arguments: argparse.Namespace
) -> tuple[list[str], dict[str, float]]:
    """The numbers of a row, and the ratios to Starling's time."""
    engines = ["method", *(["task_cd"] if arguments.task_cd else [])]
    sides = {
        engine: Starling(prefix, C, mu, arguments.loss, engine, arguments.busy, arguments.threads) for engine in engines
    }
    best, scale = sides["method"].reference()
    gap = arguments.target * best / scale
    ours = sides["method"].seconds(gap, arguments.runs)
    fields, ratios = [milliseconds(ours)], {}

    def add(label: str, theirs: float | None, note: str) -> None:
        known = ours is not None and theirs is not None
        fields.extend([milliseconds(theirs) + note, f"{theirs / ours:.1f}" if known else "-"])
        if known:
            ratios[label] = theirs / ours

    for label, peer in peers.items():
        add(label, *peer_seconds(peer, tasks, C, mu, best * (1.0 + arguments.target), arguments))
    if arguments.task_cd:
        add("task_cd", sides["task_cd"].seconds(gap, 1), "")
    for side in sides.values():
        side.end()
    return fields, ratios


def weights(tasks: Tasks) -> str:
    """Kilobytes that an inner loop reads and writes, Starling's of LIBLINEAR's."""
    T, d = len(tasks.sizes), tasks.X.shape[1]
    return f"{2 * d * 8 / 1024:.3g} of {(T + 1) * d * 8 / 1024:.3g}"


def main() -> None:
    arguments = parse_arguments()
    folder = ROOT / "build/peers/svm"
    numbers = "insensitive" in arguments.loss
    kinds = {"LIBLINEAR": Liblinear} | ({"scikit-learn": LinearSvc} if arguments.sklearn else {})
    labels = [*kinds, *(["task_cd"] if arguments.task_cd else [])]
    head = ["data", "weights KB", "C", "mu", "starling ms", *(part for label in labels for part in (f"{label} ms", "ratio"))]
    print(f"## {arguments.loss}, {arguments.target:g} of the optimum, {time.strftime('%Y-%m-%d')}\n")
    print("| " + " | ".join(head) + " |\n|" + " - |" * 4 + " -: |" * (len(head) - 4))
    ratios: dict[str, list[float]] = {label: [] for label in labels}
    for name in arguments.names:
        # The files hold classes.
        if name in FILES and (arguments.files is None or numbers):
            continue
        tasks = make(name, arguments.files, numbers)
        prefix = folder / f"{name}{'-numbers' if numbers else ''}"
        write(tasks, prefix)
        for mu in (0.3, 3.0):
            peers = {label: kind(tasks, mu, arguments.loss) for label, kind in kinds.items()}
            for C in (0.01, 1.0):
                fields, of_cell = cell(tasks, prefix, C, mu, peers, arguments)
                print("| " + " | ".join([name, weights(tasks), f"{C:g}", f"{mu:g}", *fields]) + " |", flush=True)
                for label, ratio in of_cell.items():
                    ratios[label].append(ratio)
    for label, values in ratios.items():
        if values:
            mean = statistics.geometric_mean(values)
            print(f"\n{label} / Starling, {len(values)} cells: geometric mean **{mean:.2f}**, minimum {min(values):.2f}.")


if __name__ == "__main__":
    main()
