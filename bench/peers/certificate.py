"""One proof for everybody: how far coefficients are from the least objective, from the data and the coefficients alone.

Objective: 1/(2n) |Y - XW|_F^2 + lambda sum_j |w^j|_2 without intercept. By weak duality

    D(U) = <U, Y> - n/2 |U|_F^2    with |x_j'U|_2 <= lambda for all j

is a lower bound of the least objective. U is the multiple of the residual with the largest D that is feasible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

# Dual norms are inflated by some rounding errors before they are compared with lambda.
INFLATION = 1.0 + 1e-13


@dataclass(frozen=True)
class RowsOfW:
    """The rows of W that are not all zero."""

    rows: np.ndarray  # s
    values: np.ndarray  # s x T


def relative_gap(X: np.ndarray, Y: np.ndarray, W: RowsOfW, lam: float) -> float:
    """(primal - dual) / (|Y|^2/(2n)); infinite for coefficients that are not finite."""
    n = X.shape[0]
    residual = Y - X[:, W.rows] @ W.values
    squares = float(np.vdot(residual, residual))
    if not np.isfinite(squares):
        return np.inf
    primal = 0.5 / n * squares + lam * float(np.linalg.norm(W.values, axis=1).sum())
    dual_norm = float(np.linalg.norm(X.T @ residual, axis=1).max()) / n * INFLATION
    dual = best_dual(float(np.vdot(residual, Y)) / n, squares / n, lam / dual_norm if dual_norm > 0.0 else np.inf)
    return (primal - dual) / (0.5 / n * float(np.vdot(Y, Y)))


def best_dual(linear: float, squares: float, largest: float) -> float:
    """max of s linear - s^2/2 squares over |s| <= largest."""
    if squares == 0.0:
        return 0.0
    scale = float(np.clip(linear / squares, -largest, largest))
    return scale * linear - 0.5 * scale * scale * squares


def worst_gap(X: np.ndarray, Y: np.ndarray, path: Iterable[RowsOfW], lambdas: list[float]) -> float:
    return max(relative_gap(X, Y, W, lam) for W, lam in zip(path, lambdas, strict=True))
