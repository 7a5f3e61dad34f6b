"""The data sets and the cells of the comparison.

A cell is a data set and either one share of lambda_max or the whole path of 100 strengths from lambda_max to a hundredth
of it. The data are written once, so that every program reads the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

SEED = 11
SIGNAL_TO_NOISE = 3.0
PATH_COUNT = 100
PATH_LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Recipe:
    """n samples, d features with correlation rho between neighbours (AR(1)), T tasks that share max(5, d/100) features."""

    n: int
    d: int
    T: int
    rho: float
    seed: int = SEED

    @property
    def name(self) -> str:
        return f"{self.n}x{self.d}x{self.T}-rho{self.rho:g}"


@dataclass(frozen=True)
class Cell:
    recipe: Recipe
    share: float | None  # of lambda_max; None: the path

    @property
    def name(self) -> str:
        return f"{self.recipe.name}-" + ("path" if self.share is None else f"f{self.share:g}")

    def lambdas(self, lambda_max: float) -> list[float]:
        if self.share is not None:
            return [self.share * lambda_max]
        return [lambda_max * PATH_LEAST_SHARE ** (k / (PATH_COUNT - 1)) for k in range(PATH_COUNT)]


@dataclass(frozen=True)
class DataSet:
    """What a program reads: two .npy files of doubles, column by column."""

    X: np.ndarray
    Y: np.ndarray
    lambda_max: float
    X_file: Path
    Y_file: Path


MAIN_SHAPES = [
    (200, 10000, 20),
    (500, 4000, 50),
    (2000, 1000, 50),
    (5000, 2000, 50),
    (300, 20000, 100),
    (20000, 200, 20),
    (100, 5000, 1),
]

# Outside the main grid: few tasks, more tasks than samples, far more samples than features, a support far larger than
# the number of samples, very many features, one task with many samples.
OTHER_CELLS = [
    (300, 5000, 2, 0.5, 0.1),
    (300, 5000, 2, 0.5, 0.02),
    (500, 8000, 3, 0.9, 0.1),
    (500, 8000, 3, 0.9, 0.03),
    (400, 6000, 5, 0.5, 0.05),
    (1000, 10000, 5, 0.5, 0.1),
    (3000, 500, 5, 0.5, 0.1),
    (3000, 500, 5, 0.9, 0.01),
    (10000, 100, 2, 0.9, 0.1),
    (100, 1000, 8, 0.95, 0.01),
    (50, 2000, 100, 0.5, 0.1),
    (50, 2000, 100, 0.9, 0.03),
    (100, 3000, 300, 0.5, 0.1),
    (150, 3000, 30, 0.0, 0.5),
    (1000, 1000, 100, 0.5, 0.02),
    (400, 3000, 10, 0.5, 0.02),
    (400, 3000, 10, 0.9, 0.02),
    (2000, 2000, 20, 0.5, 0.05),
    (200, 50000, 10, 0.5, 0.2),
    (200, 50000, 10, 0.9, 0.05),
    (100, 50000, 1, 0.5, 0.1),
    (1000, 2000, 1, 0.5, 0.02),
    (1000, 2000, 1, 0.9, 0.02),
    (5000, 500, 1, 0.5, 0.05),
]


def main_recipes() -> list[Recipe]:
    return [Recipe(n, d, T, rho) for n, d, T in MAIN_SHAPES for rho in (0.5, 0.9)]


GRIDS: dict[str, list[Cell]] = {
    "main": [Cell(recipe, share) for recipe in main_recipes() for share in (0.3, 0.1, 0.03)],
    "other": [Cell(Recipe(n, d, T, rho), share) for n, d, T, rho, share in OTHER_CELLS],
    "paths": [Cell(recipe, None) for recipe in main_recipes()],
}


def generate(recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(recipe.seed)
    X = np.asfortranarray(rng.standard_normal((recipe.n, recipe.d)))
    innovation = np.sqrt(1.0 - recipe.rho**2)
    for j in range(1, recipe.d):
        X[:, j] = recipe.rho * X[:, j - 1] + innovation * X[:, j]
    W = np.zeros((recipe.d, recipe.T))
    relevant = rng.choice(recipe.d, max(5, recipe.d // 100), replace=False)
    W[relevant] = rng.standard_normal((relevant.size, recipe.T))
    signal = X @ W
    noise = rng.standard_normal(signal.shape)
    noise *= np.linalg.norm(signal) / (np.linalg.norm(noise) * SIGNAL_TO_NOISE)
    return X, np.asfortranarray(signal + noise)


def largest_lambda(X: np.ndarray, Y: np.ndarray) -> float:
    """The least strength at which every coefficient is zero."""
    return float(np.linalg.norm(X.T @ Y, axis=1).max() / X.shape[0])


def write(recipe: Recipe, folder: Path) -> None:
    X, Y = generate(recipe)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{recipe.name}-X.npy", X)
    np.save(folder / f"{recipe.name}-Y.npy", Y)
    # The header last: with it the files are whole.
    header = {"n": recipe.n, "d": recipe.d, "T": recipe.T, "rho": recipe.rho, "seed": recipe.seed}
    header["lambda_max"] = largest_lambda(X, Y)
    (folder / f"{recipe.name}.json").write_text(json.dumps(header) + "\n")


@cache
def header_of(recipe: Recipe, folder: Path) -> dict[str, float]:
    path = folder / f"{recipe.name}.json"
    if not path.exists():
        write(recipe, folder)
    header = json.loads(path.read_text())
    if (header["n"], header["d"], header["T"], header["rho"], header["seed"]) != (
        (recipe.n, recipe.d, recipe.T, recipe.rho, recipe.seed)
    ):
        raise SystemExit(f"{path} is of another recipe; delete the folder {folder}")
    return header


def load(recipe: Recipe, folder: Path) -> DataSet:
    """The data set from the folder, where it is written on first use."""
    header = header_of(recipe, folder)
    X_file, Y_file = folder / f"{recipe.name}-X.npy", folder / f"{recipe.name}-Y.npy"
    X, Y = np.load(X_file), np.load(Y_file)
    # A matrix of one column is saved as if row by row; its bytes are the same.
    return DataSet(np.asfortranarray(X), np.asfortranarray(Y), header["lambda_max"], X_file, Y_file)
