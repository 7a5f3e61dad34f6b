"""The data sets of the comparison of multi-task support vector machines, written as .npy files that every program reads.

PREFIX-y.npy and PREFIX-sizes.npy (samples of each task, in order) and PREFIX-X.npy (dense) or PREFIX-indptr.npy,
PREFIX-indices.npy and PREFIX-data.npy (compressed rows).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.io
import scipy.sparse as sp

SEED = 5
SIMILARITY = 0.8  # share of the common direction in that of a task
NOISE = 0.3  # in standard deviations of the scores


@dataclass(frozen=True)
class Recipe:
    """T tasks with n/2 to 3n/2 samples of d normal features each, and noisy scores of similar directions."""

    T: int
    d: int
    n: int
    density: float = 1.0

    @property
    def name(self) -> str:
        sparse = "" if self.density == 1.0 else f"-density{self.density:g}"
        return f"T{self.T}-d{self.d}-n{self.n}{sparse}"


RECIPES = [
    Recipe(30, 300, 100),
    Recipe(20, 1000, 200),
    Recipe(500, 50, 40),
    Recipe(29, 9, 500),
    Recipe(20, 5000, 500, 0.01),
]
FILES = ["landmine", "sentiment"]  # where the folder of files has them
NAMES = [recipe.name for recipe in RECIPES] + FILES


@dataclass(frozen=True)
class Tasks:
    X: np.ndarray | sp.csr_matrix  # samples of all tasks, task after task
    y: np.ndarray  # -1 and 1, or numbers
    sizes: np.ndarray  # samples of each task

    def runs(self) -> Iterator[slice]:
        ends = np.cumsum(self.sizes)
        return (slice(end - size, end) for end, size in zip(ends, self.sizes, strict=True))


def generate(recipe: Recipe, numbers: bool) -> Tasks:
    """Targets: the signs of the scores, or the scores in units of their deviation."""
    rng = np.random.default_rng(SEED)
    common = rng.standard_normal(recipe.d)
    X, y = [], []
    for _ in range(recipe.T):
        n = int(rng.integers(max(2, recipe.n // 2), recipe.n * 3 // 2 + 1))
        direction = SIMILARITY * common + (1.0 - SIMILARITY) * rng.standard_normal(recipe.d)
        if recipe.density < 1.0:
            features = sp.random(n, recipe.d, recipe.density, "csr", random_state=rng, data_rvs=rng.standard_normal)
        else:
            features = rng.standard_normal((n, recipe.d))
        scores = features @ direction
        X.append(features)
        noisy = scores / np.std(scores) + NOISE * rng.standard_normal(n)
        y.append(noisy if numbers else np.where(noisy >= 0.0, 1.0, -1.0))
    stacked = sp.vstack(X).tocsr() if recipe.density < 1.0 else np.vstack(X)
    return Tasks(stacked, np.concatenate(y), np.array([len(labels) for labels in y]))


def landmine(folder: Path) -> Tasks:
    file = scipy.io.loadmat(folder / "landmine" / "LandmineData.mat")
    X = [np.asarray(features, dtype=float) for features in file["feature"].ravel()]
    y = [np.where(labels.ravel() > 0, 1.0, -1.0) for labels in file["label"].ravel()]
    return Tasks(np.vstack(X), np.concatenate(y), np.array([len(labels) for labels in y]))


def read_svmlight(path: Path) -> tuple[sp.csr_matrix, np.ndarray]:
    labels, starts, indices, values = [], [0], [], []
    for line in path.read_text().splitlines():
        label, *pairs = line.split()
        labels.append(1.0 if float(label) > 0 else -1.0)
        for pair in pairs:
            index, value = pair.split(":")
            indices.append(int(index))
            values.append(float(value))
        starts.append(len(indices))
    return sp.csr_matrix((values, indices, starts)), np.array(labels)


def sentiment(folder: Path) -> Tasks:
    """The training reviews of four domains, every review of length 1."""
    parts = [read_svmlight(path) for path in sorted((folder / "sentiment").glob("*_train.svmlight"))]
    width = max(X.shape[1] for X, _ in parts)
    X = sp.vstack([sp.csr_matrix((X.data, X.indices, X.indptr), shape=(X.shape[0], width)) for X, _ in parts]).tocsr()
    lengths = np.sqrt(np.asarray(X.multiply(X).sum(axis=1)).ravel())
    X = (sp.diags(1.0 / np.maximum(lengths, 1e-300)) @ X).tocsr()
    X.sort_indices()
    return Tasks(X, np.concatenate([y for _, y in parts]), np.array([len(y) for _, y in parts]))


def make(name: str, files: Path, numbers: bool = False) -> Tasks:
    """numbers: targets for regression, of the generated data."""
    if name == "landmine":
        return landmine(files)
    if name == "sentiment":
        return sentiment(files)
    return generate(next(recipe for recipe in RECIPES if recipe.name == name), numbers)


def write(tasks: Tasks, prefix: Path) -> None:
    prefix.parent.mkdir(parents=True, exist_ok=True)
    arrays = {"y": tasks.y, "sizes": tasks.sizes.astype(float)}
    if isinstance(tasks.X, np.ndarray):
        arrays["X"] = np.asfortranarray(tasks.X)
    else:
        arrays |= {"indptr": tasks.X.indptr, "indices": tasks.X.indices, "data": tasks.X.data}
    for part, array in arrays.items():
        np.save(f"{prefix}-{part}.npy", np.asarray(array, dtype=float))
