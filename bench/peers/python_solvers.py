"""The peers that are Python packages: one call each, for one strength or for a path.

Every call minimises 1/(2n) |Y - XW|^2 + lambda sum_j |w^j|, no intercept, up to the package's own meaning of
`tolerance`, and returns W for each lambda as an array d x T x count. Limits of iterations are so high that only the
tolerance decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Task:
    X: np.ndarray  # n x d, column by column
    Y: np.ndarray  # n x T, column by column
    lambdas: np.ndarray  # falling
    threads: int

    @property
    def n_tasks(self) -> int:
        return self.Y.shape[1]

    @property
    def is_path(self) -> bool:
        return self.lambdas.size > 1

    @property
    def lam(self) -> float:
        return float(self.lambdas[0])


Solver = Callable[[Task, float], np.ndarray]


def sklearn(task: Task, tolerance: float) -> np.ndarray:
    from sklearn.linear_model import Lasso, MultiTaskLasso, lasso_path

    options = {"tol": tolerance, "max_iter": 1_000_000}
    single = task.n_tasks == 1
    Y = task.Y.ravel() if single else task.Y
    if task.is_path:
        coefficients = lasso_path(task.X, Y, alphas=task.lambdas, copy_X=False, **options)[1]
        return coefficients[:, None, :] if single else coefficients.swapaxes(0, 1)
    if single:
        # With more samples than features its Gram matrix is the faster way, and lasso_path's own choice.
        model = Lasso(
            task.lam, fit_intercept=False, copy_X=False, precompute=task.X.shape[0] > task.X.shape[1], **options
        )
    else:
        model = MultiTaskLasso(task.lam, fit_intercept=False, copy_X=False, **options)
    return np.atleast_2d(model.fit(task.X, Y).coef_).T[:, :, None]


def celer(task: Task, tolerance: float) -> np.ndarray:
    # The functions behind its estimators, whose classes fail with current versions of scikit-learn.
    from celer.homotopy import celer_path, mtl_path

    options = {"alphas": task.lambdas, "tol": tolerance, "max_iter": 1000}
    if task.n_tasks == 1:
        return celer_path(task.X, task.Y.ravel(), pb="lasso", prune=1, **options)[1][:, None, :]
    return mtl_path(task.X, task.Y, **options)[1].swapaxes(0, 1)


def skglm(task: Task, tolerance: float) -> np.ndarray:
    from skglm import Lasso, MultiTaskLasso

    # Its tolerance bounds a violation of the optimality conditions, which are in units of lambda.
    options = {"tol": tolerance * float(task.lambdas[-1]), "max_iter": 1000, "fit_intercept": False}
    single = task.n_tasks == 1
    model = (Lasso if single else MultiTaskLasso)(task.lam, **options)
    Y = task.Y.ravel() if single else task.Y
    if task.is_path:
        coefficients = model.path(task.X, Y, task.lambdas)[1]
        return coefficients[:, None, :] if single else coefficients.swapaxes(0, 1)
    return np.atleast_2d(model.fit(task.X, Y).coef_).T[:, :, None]


def adelie(task: Task, tolerance: float) -> np.ndarray:
    import adelie as ad

    d, T = task.X.shape[1], task.n_tasks
    glm = ad.glm.gaussian(task.Y.ravel()) if T == 1 else ad.glm.multigaussian(np.ascontiguousarray(task.Y))
    # Its loss of several tasks is their mean, so its lambda is ours over T; without `penalty` it would weight by sqrt(T).
    state = ad.grpnet(
        task.X,
        glm,
        penalty=np.ones(d),
        lmda_path=task.lambdas / T,
        tol=tolerance,
        intercept=False,
        early_exit=False,
        progress_bar=False,
        n_threads=task.threads,
        max_iters=10_000_000,
    )
    if len(state.lmdas) != task.lambdas.size:
        raise RuntimeError(f"{len(state.lmdas)} of {task.lambdas.size} strengths were solved")
    return np.moveaxis(state.betas.toarray().reshape(-1, d, T), 0, 2)


SOLVERS: dict[str, Solver] = {"sklearn": sklearn, "celer": celer, "skglm": skglm, "adelie": adelie}
PACKAGES = {"sklearn": "scikit-learn", "celer": "celer", "skglm": "skglm", "adelie": "adelie"}
