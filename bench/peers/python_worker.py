"""A Python peer as the process that conversation.py talks to.

python_worker.py SOLVER X.npy Y.npy LAMBDA[,LAMBDA...] THREADS
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import coefficients
import numpy as np
from python_solvers import PACKAGES, SOLVERS, Solver, Task


def say(answer: Mapping[str, object]) -> None:
    print(json.dumps(answer), flush=True)


def warm_up(solve: Solver, task: Task) -> None:
    """The same call on a small problem, so that just-in-time compilation and imports are over."""
    rng = np.random.default_rng(0)
    X = np.asfortranarray(rng.standard_normal((60, 80)))
    Y = np.asfortranarray(rng.standard_normal((60, task.n_tasks)))
    largest = np.linalg.norm(X.T @ Y, axis=1).max() / 60
    shares = np.geomspace(0.9, 0.3, task.lambdas.size) if task.is_path else np.array([0.3])
    solve(Task(X, Y, largest * shares, task.threads), 1e-6)


def answer(solve: Solver, task: Task, request: str) -> None:
    tolerance, _, target = request.strip().partition(" ")
    start = time.perf_counter()
    W = solve(task, float(tolerance))
    say({"seconds": time.perf_counter() - start})
    expected = (task.X.shape[1], task.n_tasks, task.lambdas.size)
    if W.shape != expected:
        raise RuntimeError(f"coefficients of shape {W.shape} instead of {expected}")
    if target:
        coefficients.write(Path(target), (coefficients.rows_of(W[:, :, k]) for k in range(W.shape[2])))
        say({"written": target})


def main() -> None:
    name, X_file, Y_file, lambdas, threads = sys.argv[1:]
    warnings.filterwarnings("ignore")
    X, Y = np.asfortranarray(np.load(X_file)), np.asfortranarray(np.load(Y_file))
    task = Task(X, Y, np.array([float(value) for value in lambdas.split(",")]), int(threads))
    solve = SOLVERS[name]
    warm_up(solve, task)
    say({"ready": f"{PACKAGES[name]} {version(PACKAGES[name])}"})
    for request in sys.stdin:
        answer(solve, task, request)


if __name__ == "__main__":
    main()
