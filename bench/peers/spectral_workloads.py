"""The data and the cells of the comparison of spectral penalties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.io
from numpy_fista import Cluster, Tasks, Trace, largest_lambda

SEED = 3
NOISE = 0.5  # of the standard deviation of one task's scores


@dataclass(frozen=True)
class Recipe:
    """T tasks of n samples with d normal features, whose coefficients have a rank."""

    T: int
    d: int
    n: int
    rank: int = 5

    @property
    def name(self) -> str:
        return f"T{self.T}-d{self.d}-n{self.n}"


@dataclass(frozen=True)
class Cell:
    data: str
    share: float | None = None  # of lambda_max: a trace norm
    rho: float | None = None  # rho1 = rho2, five clusters

    @property
    def name(self) -> str:
        return f"{self.data} trace {self.share:g}" if self.share else f"{self.data} clustered {self.rho:g}"


RECIPES = [Recipe(60, 60, 300), Recipe(150, 400, 120), Recipe(300, 200, 30), Recipe(200, 1000, 150)]
CELLS = [
    *(Cell("school", share=share) for share in (0.3, 0.1, 0.01, 1e-3, 1e-4)),
    *(Cell("school", rho=rho) for rho in (1.0, 0.1, 0.01, 1e-3)),
    *(Cell(recipe.name, share=share) for recipe in RECIPES[:3] for share in (0.3, 0.1, 0.01)),
    *(Cell(RECIPES[3].name, share=share) for share in (0.3, 0.1)),
]


def generate(recipe: Recipe) -> Tasks:
    rng = np.random.default_rng(SEED)
    W = rng.standard_normal((recipe.d, recipe.rank)) @ rng.standard_normal((recipe.rank, recipe.T))
    W /= np.sqrt(recipe.rank)
    X = [rng.standard_normal((recipe.n, recipe.d)) for _ in range(recipe.T)]
    noise = NOISE * np.sqrt(recipe.d)
    return Tasks(X, [x @ W[:, t] + noise * rng.standard_normal(recipe.n) for t, x in enumerate(X)])


def school(folder: Path) -> Tasks:
    """MALSAR's file, without its constant column; every feature of a school has mean 0 and variance 1."""
    file = scipy.io.loadmat(folder / "school" / "malsar_school.mat")
    X, y = [], []
    for features, scores in zip(file["X"].ravel(), file["Y"].ravel(), strict=True):
        columns = np.asarray(features, dtype=float)
        if np.ptp(columns[:, -1]) == 0.0:
            columns = columns[:, :-1]
        deviation = columns.std(axis=0)
        X.append((columns - columns.mean(axis=0)) / np.where(deviation > 0.0, deviation, 1.0))
        y.append(np.asarray(scores, dtype=float).ravel())
    return Tasks(X, y)


def make(name: str, files: Path) -> Tasks:
    if name == "school":
        return school(files)
    return generate(next(recipe for recipe in RECIPES if recipe.name == name))


def write(tasks: Tasks, prefix: Path) -> None:
    prefix.parent.mkdir(parents=True, exist_ok=True)
    np.save(f"{prefix}-X.npy", np.asfortranarray(np.vstack(tasks.X)))
    np.save(f"{prefix}-y.npy", np.concatenate(tasks.y))
    np.save(f"{prefix}-sizes.npy", np.array([len(y) for y in tasks.y], dtype=float))


def penalty_of(cell: Cell, tasks: Tasks) -> Trace | Cluster:
    return Trace(cell.share * largest_lambda(tasks)) if cell.share else Cluster(cell.rho, cell.rho, 5)


def spelt(penalty: Trace | Cluster) -> str:
    """As starling_spectral.cpp reads it."""
    if isinstance(penalty, Trace):
        return f"trace:{penalty.lam!r}"
    return f"cluster:{penalty.rho1!r},{penalty.rho2!r},{penalty.k}"
