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


def read(path: Path, shape: tuple[int, int]) -> Iterator[RowsOfW]:
    """The blocks of a file for W of the shape d x T. Throws Damaged for what cannot be one."""
    d, T = shape
    numbers = np.fromfile(path, dtype="<f8")
    at = 0
    while at < numbers.size:
        if not 0.0 <= numbers[at] <= d:
            raise Damaged(f"a block of {numbers[at]} rows among {d}")
        s = int(numbers[at])
        values_at, end = at + 1 + s, at + 1 + s + s * T
        if end > numbers.size:
            raise Damaged(f"{path.name} ends within a block")
        rows = numbers[at + 1 : values_at]
        if s > 0 and not (0.0 <= rows[0] and rows[-1] < d and np.all(np.diff(rows) >= 1.0)):
            raise Damaged("row numbers that do not rise")
        yield RowsOfW(rows.astype(np.intp), numbers[values_at:end].reshape((s, T), order="F"))
        at = end
