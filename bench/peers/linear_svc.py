"""scikit-learn's linear machines on the augmented features of liblinear.py: what its user would call.

They hand over to a LIBLINEAR of their own, after copying the features into its form: that is part of their time.
"""

from __future__ import annotations

import time
import warnings

import numpy as np
from liblinear import EPSILON, augmented
from svm_workloads import Tasks

# Of every loss the ways to solve it: dual or primal.
DUALS = {
    "hinge": (True,),
    "squared_hinge": (True, False),
    "epsilon_insensitive": (True,),
    "squared_epsilon_insensitive": (True, False),
    "logistic": (True, False),
}


class LinearSvc:
    def __init__(self, tasks: Tasks, mu: float, loss: str) -> None:
        self._X, self._y, self._loss, self._mu = augmented(tasks, mu), tasks.y, loss, mu
        self._n_tasks = len(tasks.sizes)
        self.solvers = DUALS[loss]

    def _machine(self, C: float, dual: bool, tolerance: float):  # noqa: ANN202
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC, LinearSVR

        common = {"C": C, "dual": dual, "tol": tolerance, "fit_intercept": False, "random_state": 0, "max_iter": 1000}
        if self._loss == "logistic":
            return LogisticRegression(solver="liblinear", **common)
        if "insensitive" in self._loss:
            return LinearSVR(loss=self._loss, epsilon=EPSILON, **common)
        return LinearSVC(loss=self._loss, **common)

    def fit(self, C: float, dual: bool, tolerance: float, busy: bool) -> tuple[float, np.ndarray]:
        """Seconds (busy: of the processor), and W (d x T)."""
        clock = time.process_time if busy else time.perf_counter
        machine = self._machine(C, dual, tolerance)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the iterations did not converge, which the objective says
            start = clock()
            machine.fit(self._X, self._y)
            seconds = clock() - start
        w = machine.coef_.reshape(self._n_tasks + 1, -1)
        return seconds, (w[0] / np.sqrt(self._mu) + w[1:]).T
