"""Squared loss with a spectral penalty, and the straightforward way to solve it: the baseline of run_spectral.py.

    min sum_t 1/(2 n_t) |y_t - X_t w_t - b_t|^2 + R(W)     W d x T, b free

FISTA with gradient restart, constant step 1/L, and a full singular value decomposition in every step. The certificate is
its own: any W, from the data alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

CHECK_EVERY = 20


@dataclass(frozen=True)
class Tasks:
    X: list[np.ndarray]
    y: list[np.ndarray]

    def centred(self) -> Tasks:
        return Tasks([X - X.mean(axis=0) for X in self.X], [y - y.mean() for y in self.y])


class Penalty(Protocol):
    def value(self, W: np.ndarray) -> float: ...
    def prox(self, V: np.ndarray, step: float) -> np.ndarray: ...
    # The best lower bound at multiples of a dual point whose gradient is G and whose loss conjugate is given.
    def dual(self, conjugate: Callable[[float], float], G: np.ndarray) -> float: ...


def singular_values(W: np.ndarray) -> np.ndarray:
    return np.linalg.svd(W, compute_uv=False)


@dataclass(frozen=True)
class Trace:
    lam: float

    def value(self, W: np.ndarray) -> float:
        return self.lam * float(singular_values(W).sum())

    def prox(self, V: np.ndarray, step: float) -> np.ndarray:
        U, s, Vt = np.linalg.svd(V, full_matrices=False)
        return (U * np.maximum(s - step * self.lam, 0.0)) @ Vt

    def dual(self, conjugate: Callable[[float], float], G: np.ndarray) -> float:
        norm = float(np.linalg.norm(G, 2)) * (1.0 + 1e-13)
        return -conjugate(min(1.0, self.lam / norm) if norm > 0.0 else 1.0)


@dataclass(frozen=True)
class Cluster:
    rho1: float
    rho2: float
    k: int

    @property
    def eta(self) -> float:
        return self.rho2 / self.rho1

    @property
    def kappa(self) -> float:
        return self.rho1 * self.eta * (1.0 + self.eta)

    def value(self, W: np.ndarray) -> float:
        s = singular_values(W)
        return self.kappa * float((s**2 / (self.eta + water_fill(s, self.eta, self.k))).sum())

    def prox(self, V: np.ndarray, step: float) -> np.ndarray:
        U, s, Vt = np.linalg.svd(V, full_matrices=False)
        pull = 2.0 * step * self.kappa
        m = water_fill(s, self.eta + pull, self.k)
        return (U * (s * (self.eta + m) / (self.eta + m + pull))) @ Vt

    def dual(self, conjugate: Callable[[float], float], G: np.ndarray) -> float:
        s = singular_values(G)
        return -conjugate(1.0) - (self.eta * (s**2).sum() + (s[: self.k] ** 2).sum()) / (4.0 * self.kappa)


def water_fill(s: np.ndarray, offset: float, total: int) -> np.ndarray:
    """clip(s / nu - offset, 0, 1) that adds up to `total`, by bisection on nu."""
    if total >= np.count_nonzero(s):
        return np.ones_like(s)
    low, high = 1e-300, 2.0 * s.max() / offset
    for _ in range(200):
        nu = np.sqrt(low * high) if high > 4.0 * low else 0.5 * (low + high)
        if np.clip(s / nu - offset, 0.0, 1.0).sum() > total:
            low = nu
        else:
            high = nu
    return np.clip(s / high - offset, 0.0, 1.0)


def gradient(tasks: Tasks, W: np.ndarray) -> np.ndarray:
    pairs = enumerate(zip(tasks.X, tasks.y, strict=True))
    return np.column_stack([X.T @ (X @ W[:, t] - y) / len(y) for t, (X, y) in pairs])


def largest_lambda(tasks: Tasks) -> float:
    centred = tasks.centred()
    return float(np.linalg.norm(gradient(centred, np.zeros((centred.X[0].shape[1], len(centred.X)))), 2))


def relative_gap(tasks: Tasks, W: np.ndarray, penalty: Penalty) -> float:
    """(primal - dual) over the objective of W = 0."""
    centred = tasks.centred()
    pairs = list(zip(centred.X, centred.y, strict=True))
    dual = [(X @ W[:, t] - y) / len(y) for t, (X, y) in enumerate(pairs)]
    squares = sum(len(u) * float(u @ u) for u in dual)
    aligned = sum(float(u @ y) for u, (_, y) in zip(dual, pairs, strict=True))
    G = np.column_stack([X.T @ u for u, (X, _) in zip(dual, pairs, strict=True)])
    primal = 0.5 * squares + penalty.value(W)
    bound = penalty.dual(lambda s: 0.5 * s * s * squares + s * aligned, G)
    return (primal - bound) / sum(float(y @ y) / (2 * len(y)) for y in centred.y)


def fista(tasks: Tasks, penalty: Penalty, target: float, limit: float = 120.0) -> tuple[float, np.ndarray, int]:
    """Seconds, W and iterations until the gap is proved; after `limit` seconds what there is."""
    start = time.perf_counter()
    centred = tasks.centred()
    linear = -gradient(centred, np.zeros((centred.X[0].shape[1], len(centred.X))))
    few_rows = sum(len(y) for y in centred.y) < linear.size  # then Gram matrices would not pay
    if few_rows:
        L = max(np.linalg.norm(X, 2) ** 2 / len(X) for X in centred.X)
    else:
        A = np.stack([X.T @ X / len(X) for X in centred.X])
        L = np.linalg.norm(A, 2, axis=(1, 2)).max()
    W = np.zeros_like(linear)
    V, momentum, iteration = W, 1.0, 0
    while True:
        iteration += 1
        G = gradient(centred, V) if few_rows else np.matmul(A, V.T[:, :, None])[:, :, 0].T - linear
        new = penalty.prox(V - G / L, 1.0 / L)
        if ((V - new) * (new - W)).sum() > 0.0:
            momentum = 1.0
        following = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * momentum**2))
        V = new + (momentum - 1.0) / following * (new - W)
        W, momentum = new, following
        if iteration % CHECK_EVERY == 0:
            spent = time.perf_counter() - start
            if relative_gap(tasks, W, penalty) <= target or spent > limit:
                return time.perf_counter() - start, W, iteration
