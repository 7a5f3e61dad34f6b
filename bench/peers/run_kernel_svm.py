"""Starling's kernel machine beside LIBSVM and scikit-learn on the kernel of all tasks: measures and prints a table.

build/peers/venv/bin/python bench/peers/run_kernel_svm.py --files FOLDER > build/peers/kernel_svm.md

All are given the same matrix (1 / mu + [s = t]) k(x, z), computed beforehand, and solve for hinge loss with one intercept that is
not penalised, which is the only one LIBSVM has. Starling is asked for a certified gap of `--target` of the optimum; the others
are measured at the loosest tolerance (a ladder of half decades) whose objective, with the best intercept, is within the same
share of it. Times are of the solver alone, on one thread; under load, --busy counts the processor's seconds instead.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
from conversation import Worker
from ladder import tolerance_of
from libsvm import CACHE_MB, Libsvm
from roster import ROOT
from svm_workloads import Tasks, landmine, sentiment

PROGRAM = ROOT / "build/release/bench/peers/bench_peer_kernel_svm"
HIGHEST_RUNG = 14
EXACT = 1e-9  # gap of the reference
FIT_LIMIT = 200.0
MEMORY_GIB = 16.0
SLOW = 20.0  # seconds after which a ladder ends
NAMES = ["rings", "wide", "landmine", "sentiment"]
FILES = ["landmine", "sentiment"]


def thinned(tasks: Tasks, step: int) -> Tasks:
    """Every so many samples of each task."""
    kept = [np.arange(run.start, run.stop, step) for run in tasks.runs()]
    rows = np.concatenate(kept)
    return Tasks(tasks.X[rows], tasks.y[rows], np.array([len(of_task) for of_task in kept]))


def rings(T: int, d: int, n: int) -> Tasks:
    """Classes by the distance from a centre that moves a little from task to task, with one label in twenty wrong."""
    rng = np.random.default_rng(7)
    X = rng.standard_normal((T * n, d))
    centres = 0.3 * rng.standard_normal((T, d))
    distance = ((X - np.repeat(centres, n, axis=0)) ** 2).sum(axis=1)
    y = np.where(distance > np.median(distance), 1.0, -1.0)
    return Tasks(X, np.where(rng.random(T * n) < 0.05, -y, y), np.full(T, n))


def make(name: str, files: Path | None) -> tuple[Tasks, str]:
    """The tasks and the kernel between their samples."""
    if name == "rings":
        return rings(20, 5, 150), "rbf"
    if name == "wide":
        return rings(10, 30, 200), "rbf"
    assert files is not None
    if name == "landmine":
        return thinned(landmine(files), 5), "rbf"
    return thinned(sentiment(files), 4), "linear"


def kernel_of(tasks: Tasks, kernel: str, mu: float) -> np.ndarray:
    X = tasks.X
    products = X @ X.T if isinstance(X, np.ndarray) else (X @ X.T).toarray()
    if kernel == "rbf":
        squares = np.diag(products)
        gamma = 1.0 / (X.shape[1] * X.var())
        products = np.exp(-gamma * np.maximum(0.0, squares[:, None] + squares - 2.0 * products))
        np.fill_diagonal(products, 1.0)
    task = np.repeat(np.arange(len(tasks.sizes)), tasks.sizes)
    K = (1.0 / mu + (task[:, None] == task)) * products
    return np.asfortranarray(np.triu(K) + np.triu(K, 1).T)  # symmetric to the last bit


def primal(K: np.ndarray, y: np.ndarray, coefficients: np.ndarray, C: float) -> float:
    """With the best intercept: the hinge losses are piecewise linear in it, with corners at y - f."""
    f = K @ coefficients
    order = np.argsort(y - f)
    # Walking right over a corner, a positive sample stops pulling and a negative one starts.
    slopes = np.arange(1, len(y) + 1) - (y > 0).sum()
    b = (y - f)[order][int(np.searchsorted(slopes, 0))]
    return 0.5 * coefficients @ f + C * np.maximum(0.0, 1.0 - y * (f + b)).sum()


class Sklearn:
    def __init__(self, K: np.ndarray, y: np.ndarray) -> None:
        self._K, self._y = np.ascontiguousarray(K), y

    def fit(self, C: float, tolerance: float, busy: bool) -> tuple[float, np.ndarray]:
        from sklearn.svm import SVC

        clock = time.process_time if busy else time.perf_counter
        machine = SVC(C=C, kernel="precomputed", tol=tolerance, cache_size=CACHE_MB)
        start = clock()
        machine.fit(self._K, self._y)
        seconds = clock() - start
        coefficients = np.zeros(len(self._y))
        coefficients[machine.support_] = machine.dual_coef_[0]
        return seconds, coefficients


def starling(prefix: Path, C: float, arguments: argparse.Namespace) -> tuple[float, float]:
    """The least objective, and the seconds of a certified fit."""
    with Worker([str(PROGRAM), str(prefix), str(C), "1"], 1, MEMORY_GIB) as worker:
        worker.wait_until_ready()
        exact = worker.fit(EXACT, FIT_LIMIT)
        times = []
        for _ in range(arguments.runs):
            said = worker.fit(arguments.target * exact["primal"] / exact["scale"], FIT_LIMIT)
            if not said["status"].startswith("optimal"):
                raise SystemExit(f"Starling ends with {said['status']}")
            times.append(said["busy" if arguments.busy else "seconds"])
            if times[-1] > 2.0:
                break
    return exact["primal"], statistics.median(times)


def peer_seconds(
    peer: Libsvm | Sklearn, K: np.ndarray, y: np.ndarray, C: float, enough: float, arguments: argparse.Namespace
) -> tuple[float, str]:
    """At the loosest tolerance that reaches the objective; without one, where it comes nearest, and how near."""
    nearest = (np.inf, 0.0)
    for rung in range(2, HIGHEST_RUNG + 1):
        seconds, coefficients = peer.fit(C, tolerance_of(rung), arguments.busy)
        value = primal(K, y, coefficients, C)
        if value <= enough:
            more = arguments.runs - 1 if seconds < 2.0 else 0
            times = [seconds, *(peer.fit(C, tolerance_of(rung), arguments.busy)[0] for _ in range(more))]
            return statistics.median(times), ""
        nearest = min(nearest, (value, seconds))
        if seconds > SLOW:
            break
    return nearest[1], f" (off by {nearest[0] / enough - 1.0:.0e})"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=lambda text: text.split(","), default=NAMES, help=f"of {','.join(NAMES)}")
    parser.add_argument("--files", type=Path, help="folder of landmine/ and sentiment/; without it these are left out")
    parser.add_argument("--target", type=float, default=1e-6, help="share of the optimum; default 1e-6")
    parser.add_argument("--runs", type=int, default=3, help="runs whose median counts; default 3")
    parser.add_argument("--busy", action="store_true", help="processor seconds, for a machine that does other things")
    parser.add_argument("--sklearn", action="store_true", help="measure scikit-learn's SVC as well")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    folder = ROOT / "build/peers/kernel_svm"
    folder.mkdir(parents=True, exist_ok=True)
    peers = {"LIBSVM": Libsvm} | ({"SVC": Sklearn} if arguments.sklearn else {})
    head = ["data", "N", "C", "mu", "starling ms", *(part for name in peers for part in (f"{name} ms", "ratio"))]
    print(f"## {arguments.target:g} of the optimum, {time.strftime('%Y-%m-%d')}\n")
    print("| " + " | ".join(head) + " |\n|" + " - |" + " -: |" * (len(head) - 1))
    ratios: dict[str, list[float]] = {name: [] for name in peers}
    for name in arguments.names:
        if name in FILES and arguments.files is None:
            continue
        tasks, kernel = make(name, arguments.files)
        for mu in (0.3, 3.0):
            K = kernel_of(tasks, kernel, mu)
            prefix = folder / name
            np.save(f"{prefix}-X.npy", K)
            np.save(f"{prefix}-y.npy", tasks.y)
            np.save(f"{prefix}-sizes.npy", np.array([float(len(tasks.y))]))
            sides = {label: peer(K, tasks.y) for label, peer in peers.items()}
            for C in (0.1, 1.0, 10.0, 100.0):
                best, ours = starling(prefix, C, arguments)
                fields = [name, str(len(tasks.y)), f"{C:g}", f"{mu:g}", f"{1e3 * ours:.3g}"]
                for label, peer in sides.items():
                    enough = best * (1.0 + arguments.target)
                    theirs, note = peer_seconds(peer, K, tasks.y, C, enough, arguments)
                    ratios[label].append(theirs / ours)
                    fields += [f"{1e3 * theirs:.3g}{note}", f"{theirs / ours:.1f}"]
                print("| " + " | ".join(fields) + " |", flush=True)
    for label, values in ratios.items():
        if values:
            mean = statistics.geometric_mean(values)
            print(f"\n{label} / Starling, {len(values)} cells: geometric mean **{mean:.2f}**, minimum {min(values):.2f}.")


if __name__ == "__main__":
    main()
