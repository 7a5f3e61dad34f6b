"""Golden values of scikit-learn's MultiTaskLasso and MultiTaskElasticNet for tests/golden/sklearn_test.cpp.

Run with scikit-learn and numpy installed: python make_sklearn_multitask_lasso.py
Writes sklearn_multitask_lasso.npz beside itself. Every case is solved far beyond the tolerance it is compared at.
"""
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import MultiTaskElasticNet, MultiTaskLasso

CASES = [  # n, d, T, alpha / alpha_max, l1_ratio, fit_intercept
    (40, 15, 4, 0.5, 1.0, True),
    (40, 15, 4, 0.05, 1.0, True),
    (40, 15, 4, 0.05, 1.0, False),
    (20, 30, 3, 0.1, 1.0, True),
    (30, 12, 1, 0.1, 1.0, True),
    (40, 15, 4, 0.05, 0.5, True),
    (20, 30, 3, 0.1, 0.2, False),
]


def objective(X, Y, coef, intercept, alpha, l1_ratio):
    residual = Y - X @ coef.T - intercept
    rows = np.linalg.norm(coef, axis=0).sum()
    ridge = 0.5 * (coef**2).sum()
    return (residual**2).sum() / (2 * len(X)) + alpha * (l1_ratio * rows + (1 - l1_ratio) * ridge)


def main():
    arrays = {}
    for k, (n, d, tasks, share, l1_ratio, fit_intercept) in enumerate(CASES):
        random = np.random.RandomState(100 + k)
        X = random.standard_normal((n, d)) + 0.3
        W = random.standard_normal((d, tasks)) * (random.uniform(size=(d, 1)) < 0.4)
        Y = X @ W + 0.5 * random.standard_normal((n, tasks)) + 1.0
        centred = Y - Y.mean(axis=0) if fit_intercept else Y
        Xc = X - X.mean(axis=0) if fit_intercept else X
        alpha = share * np.linalg.norm(Xc.T @ centred, axis=1).max() / (n * l1_ratio)
        settings = dict(alpha=alpha, fit_intercept=fit_intercept, tol=1e-14, max_iter=1000000)
        model = (
            MultiTaskLasso(**settings) if l1_ratio == 1.0 else MultiTaskElasticNet(l1_ratio=l1_ratio, **settings)
        ).fit(X, Y)
        intercept = np.broadcast_to(model.intercept_, (tasks,)).astype(float)
        arrays |= {
            f"X_{k}": X,
            f"Y_{k}": Y,
            f"coef_{k}": model.coef_,
            f"intercept_{k}": intercept[None, :],
            f"settings_{k}": np.array(
                [[alpha, l1_ratio, float(fit_intercept), objective(X, Y, model.coef_, intercept, alpha, l1_ratio)]]
            ),
        }
    here = pathlib.Path(__file__).resolve().parent
    np.savez(here / "sklearn_multitask_lasso.npz", **arrays)
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: {len(CASES)} cases")


if __name__ == "__main__":
    main()
