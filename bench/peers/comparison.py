"""What the rows of one cell say: Starling against the fastest peer that proved the gap."""

from __future__ import annotations

import math
from dataclasses import dataclass

from results import Row
from roster import CONTESTANTS, PACKAGES, PEERS
from workloads import Cell

Rows = dict[tuple[str, str, int, float], Row]


@dataclass(frozen=True)
class Finish:
    """A row of status "ok"."""

    package: str
    seconds: float
    cold: float
    pass_seconds: float
    nonzero_rows: int

    @staticmethod
    def of(row: Row | None) -> Finish | None:
        if row is None or row.status != "ok":
            return None
        if row.seconds is None or row.cold is None or row.pass_seconds is None or row.nonzero_rows is None:
            raise ValueError(f"{row.cell}, {row.peer}: a row without its times")
        return Finish(CONTESTANTS[row.peer].package, row.seconds, row.cold, row.pass_seconds, row.nonzero_rows)


class Comparison:
    """Rows by package, and "starling"."""

    def __init__(self, cell: Cell, rows: dict[str, Row]) -> None:
        self.cell = cell
        self.rows = rows
        self.starling = Finish.of(rows.get("starling"))
        self.finishes = [finish for name in PACKAGES if (finish := Finish.of(rows.get(name))) is not None]
        self.fastest = min(self.finishes, key=lambda finish: finish.seconds, default=None)

    @property
    def ratio(self) -> float | None:
        if self.fastest is None or self.starling is None:
            return None
        return self.fastest.seconds / self.starling.seconds

    @property
    def cold_ratio(self) -> float | None:
        if self.starling is None or not self.finishes:
            return None
        return min(finish.cold for finish in self.finishes) / self.starling.cold

    @property
    def passes(self) -> float | None:
        return None if self.starling is None else self.starling.seconds / self.starling.pass_seconds

    @property
    def nonzero_rows(self) -> int | None:
        """As Starling finds them; without it, as the fastest peer does."""
        finish = self.starling or self.fastest
        return None if finish is None else finish.nonzero_rows


def compare(cell: Cell, rows: Rows, threads: int, target: float) -> Comparison | None:
    """None when nothing was measured. A package counts with its fastest run, on fewer threads or in steps too."""
    found = {}
    if (cell.name, "starling", threads, target) in rows:
        found["starling"] = rows[cell.name, "starling", threads, target]
    for package in PACKAGES:
        names = [name for name in PEERS if CONTESTANTS[name].package == package]
        if any((cell.name, name, threads, target) in rows for name in names):
            keys = [(cell.name, name, fewer, target) for fewer in range(threads, 0, -1) for name in names]
            found[package] = kindest([rows.get(key) for key in keys])
    return Comparison(cell, found) if found else None


def kindest(rows: list[Row | None]) -> Row:
    """The fastest row that finished, otherwise the first one."""
    present = [row for row in rows if row is not None]
    return min(present, key=lambda row: math.inf if row.status != "ok" or row.seconds is None else row.seconds)


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(math.log(value) for value in values) / len(values))
