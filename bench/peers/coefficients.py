"""The file in which a solver hands over its coefficients: doubles, little endian, one block for each lambda.

s, the s row numbers from 0, the s x T values task after task
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from certificate import RowsOfW


class Damaged(Exception):
    """A file that is not what its writer meant."""


def rows_of(W: np.ndarray) -> RowsOfW:
    rows = np.flatnonzero(W.any(axis=1))
    return RowsOfW(rows, W[rows])


def write(path: Path, blocks: Iterable[RowsOfW]) -> None:
    with path.open("wb") as file:
        for block in blocks:
            numbers = np.concatenate((np.array([block.rows.size]), block.rows, block.values.ravel(order="F")))
            file.write(numbers.astype("<f8").tobytes())


def read(path: Path, n_tasks: int) -> Iterator[RowsOfW]:
    numbers = np.fromfile(path, dtype="<f8")
    at = 0
    while at < numbers.size:
        s = int(numbers[at])
        values_at, end = at + 1 + s, at + 1 + s + s * n_tasks
        if end > numbers.size:
            raise Damaged(f"{path.name} ends within a block")
        rows = numbers[at + 1 : values_at].astype(np.intp)
        yield RowsOfW(rows, numbers[values_at:end].reshape((s, n_tasks), order="F"))
        at = end
