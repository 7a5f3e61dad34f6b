"""Starling's spectral methods beside a straightforward NumPy FISTA and Starling's own: measures and prints the table.

build/peers/venv/bin/python bench/peers/run_spectral.py --files FOLDER > build/peers/spectral.md

A cell is a data set with one penalty. All sides are asked for the same gap, as a share of the objective of W = 0; what
they return is proved by numpy_fista.relative_gap from the coefficients alone. Under load, --busy counts the processor's
seconds instead of the clock's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

# Before NumPy is loaded: its BLAS reads them once.
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--files", type=Path, help="folder of school/; without it the School cells are left out")
parser.add_argument("--target", type=float, default=1e-6, help="gap; default 1e-6")
parser.add_argument("--runs", type=int, default=7, help="runs of Starling whose median counts; default 7")
parser.add_argument("--threads", type=int, default=1, help="of all sides; default 1")
parser.add_argument("--cells", default="", help="only cells whose names contain this")
parser.add_argument("--busy", action="store_true", help="processor seconds, for a machine that does other things")
parser.add_argument("--own-fista", action="store_true", help="measure lib/solver/fista.hpp as well")
parser.add_argument("--limit", type=float, default=120.0, help="seconds a FISTA may take; default 120")
arguments = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(arguments.threads)

import numpy as np  # noqa: E402
from conversation import Worker  # noqa: E402
from numpy_fista import Cluster, Tasks, Trace, fista, relative_gap  # noqa: E402
from roster import ROOT  # noqa: E402
from spectral_workloads import CELLS, make, penalty_of, spelt, write  # noqa: E402

PROGRAM = ROOT / "build/release/bench/peers/bench_peer_spectral"
FOLDER = ROOT / "build/peers/spectral"
MEMORY_GIB = 16.0
FIT_LIMIT = 200.0
PROOF_SLACK = 1.0 + 1e-3  # of two programs' rounding


def starling(prefix: Path, penalty: Trace | Cluster, tasks: Tasks, engine: str, runs: int) -> tuple[float, int, float]:
    """Median seconds after a first fit, iterations, and the gap that the coefficients prove."""
    command = [str(PROGRAM), str(prefix), spelt(penalty), engine, str(arguments.threads)]
    target = FOLDER / "W.f64"
    with Worker(command, arguments.threads, MEMORY_GIB) as worker:
        worker.wait_until_ready()
        said = worker.fit(arguments.target, FIT_LIMIT, target)
        clock = "busy" if arguments.busy else "seconds"
        times = [worker.fit(arguments.target, FIT_LIMIT)[clock] for _ in range(runs)] or [said[clock]]
    W = np.fromfile(target).reshape((tasks.X[0].shape[1], len(tasks.X)), order="F")
    return statistics.median(times), said["iterations"], relative_gap(tasks, W, penalty)


def baseline(tasks: Tasks, penalty: Trace | Cluster) -> tuple[float, int, float]:
    busy = time.process_time()
    seconds, W, iterations = fista(tasks, penalty, arguments.target, arguments.limit)
    busy = time.process_time() - busy
    return busy if arguments.busy else seconds, iterations, relative_gap(tasks, W, penalty)


def milliseconds(measured: tuple[float, int, float]) -> str:
    seconds, iterations, gap = measured
    note = "" if gap <= PROOF_SLACK * arguments.target else f", gap {gap:.0e}"
    return f"{1e3 * seconds:.3g} ({iterations}{note})"


def main() -> None:
    clock = "processor time" if arguments.busy else "clock"
    print(f"## gap {arguments.target:g}, {arguments.threads} thread(s), {clock}, {time.strftime('%Y-%m-%d')}\n")
    head = ["cell", "starling ms (iterations)", "NumPy FISTA", "ratio", *(["own FISTA", "ratio"] if arguments.own_fista else [])]
    print("| " + " | ".join(head) + " |\n| - |" + " -: |" * (len(head) - 1))
    ratios, data, tasks = [], "", None
    for cell in CELLS:
        if arguments.cells not in cell.name or (cell.data == "school" and arguments.files is None):
            continue
        if cell.data != data:
            data, tasks = cell.data, make(cell.data, arguments.files)
            write(tasks, FOLDER / data)
        penalty = penalty_of(cell, tasks)
        ours = starling(FOLDER / data, penalty, tasks, "method", arguments.runs)
        theirs = baseline(tasks, penalty)
        ratios.append(theirs[0] / ours[0])
        fields = [cell.name, milliseconds(ours), milliseconds(theirs), f"{ratios[-1]:.1f}"]
        if arguments.own_fista:
            own = starling(FOLDER / data, penalty, tasks, "fista", 0)
            fields += [milliseconds(own), f"{own[0] / ours[0]:.1f}"]
        print("| " + " | ".join(fields) + " |", flush=True)
    if ratios:
        mean = statistics.geometric_mean(ratios)
        print(f"\nNumPy FISTA / Starling, {len(ratios)} cells: geometric mean **{mean:.1f}**, minimum {min(ratios):.1f}.")


if __name__ == "__main__":
    main()
