"""Starling's multi-task support vector machine beside LIBLINEAR on augmented features: measures and prints the tables.

build/peers/venv/bin/python bench/peers/run_svm.py --files FOLDER > build/peers/svm.md

A cell is a data set with one C and one mu. Starling is asked for a certified gap of `--target` of the optimum. LIBLINEAR is
measured at the loosest tolerance (a ladder of half decades) whose objective is within the same share of it, with at most its
own 1000 iterations. Times are of the solver alone, on one thread; under load, --busy counts the processor's seconds instead.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
from conversation import Worker
from ladder import tolerance_of
from liblinear import SOLVERS, Liblinear
from roster import ROOT
from svm_workloads import FILES, NAMES, Tasks, make, write

PROGRAM = ROOT / "build/release/bench/peers/bench_peer_svm"
HIGHEST_RUNG = 14
EXACT = 1e-9  # gap of the reference
FIT_LIMIT = 100.0
MEMORY_GIB = 16.0


def primal(tasks: Tasks, W: np.ndarray, C: float, mu: float, loss: str) -> float:
    common = W.sum(axis=1) / (W.shape[1] + mu)
    scores = np.concatenate([tasks.X[run] @ W[:, t] for t, run in enumerate(tasks.runs())])
    slack = np.maximum(0.0, 1.0 - tasks.y * scores)
    own = W - common[:, None]
    return 0.5 * ((own**2).sum() + mu * (common**2).sum()) + C * (slack if loss == "hinge" else slack**2).sum()


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


def liblinear_seconds(
    peer: Liblinear, tasks: Tasks, C: float, mu: float, loss: str, enough: float, runs: int, busy: bool
) -> tuple[float, str]:
    """Of the faster solver that reaches the objective; without one, of the one that comes nearest, and how near."""
    reached, nearest = [], (np.inf, 0.0)
    for solver in SOLVERS[loss]:
        for rung in range(2, HIGHEST_RUNG + 1):
            seconds, W = peer.fit(C, solver, tolerance_of(rung), busy)
            value = primal(tasks, W, C, mu, loss)
            if value <= enough:
                times = [seconds, *(peer.fit(C, solver, tolerance_of(rung), busy)[0] for _ in range(runs - 1))]
                reached.append(statistics.median(times))
                break
            nearest = min(nearest, (value, seconds))
            if seconds > 20.0:
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
    parser.add_argument("--task-cd", action="store_true", help="measure lib/solver/task_cd.hpp as well")
    parser.add_argument("--busy", action="store_true", help="processor seconds, for a machine that does other things")
    parser.add_argument("--threads", type=int, default=1, help="of Starling; default 1")
    return parser.parse_args()


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{1e3 * seconds:.3g}"


def main() -> None:
    arguments = parse_arguments()
    folder = ROOT / "build/peers/svm"
    head = ["data", "C", "mu", "starling ms", "LIBLINEAR ms", "ratio", *(["task_cd ms", "ratio"] if arguments.task_cd else [])]
    print(f"## {arguments.loss}, {arguments.target:g} of the optimum, {time.strftime('%Y-%m-%d')}\n")
    print("| " + " | ".join(head) + " |\n|" + " - |" * 3 + " -: |" * (len(head) - 3))
    ratios, old_ratios = [], []
    for name in arguments.names:
        if name in FILES and arguments.files is None:
            continue
        tasks = make(name, arguments.files)
        write(tasks, folder / name)
        for mu in (0.3, 3.0):
            peer = Liblinear(tasks, mu)
            for C in (0.01, 1.0):
                sides = {
                    engine: Starling(folder / name, C, mu, arguments.loss, engine, arguments.busy, arguments.threads)
                    for engine in ("method", *(["task_cd"] if arguments.task_cd else []))
                }
                best, scale = sides["method"].reference()
                gap = arguments.target * best / scale
                ours = sides["method"].seconds(gap, arguments.runs)
                enough = best * (1.0 + arguments.target)
                theirs, note = liblinear_seconds(
                    peer, tasks, C, mu, arguments.loss, enough, arguments.runs, arguments.busy
                )
                fields = [name, f"{C:g}", f"{mu:g}", milliseconds(ours), milliseconds(theirs) + note]
                fields.append("-" if ours is None else f"{theirs / ours:.1f}")
                if ours is not None:
                    ratios.append(theirs / ours)
                if arguments.task_cd:
                    old = sides["task_cd"].seconds(gap, 1)
                    fields += [milliseconds(old), "-" if old is None or ours is None else f"{old / ours:.1f}"]
                    if old is not None and ours is not None:
                        old_ratios.append(old / ours)
                print("| " + " | ".join(fields) + " |", flush=True)
                for side in sides.values():
                    side.end()
    for label, values in (("LIBLINEAR", ratios), ("task_cd", old_ratios)):
        if values:
            mean = statistics.geometric_mean(values)
            print(f"\n{label} / Starling, {len(values)} cells: geometric mean **{mean:.2f}**, minimum {min(values):.2f}.")


if __name__ == "__main__":
    main()
