"""The measurements, one JSON object a line, written as they come: an interrupted run loses the cell it was in."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    cell: str
    peer: str
    threads: int
    target: float  # relative gap asked for
    status: str = ""  # ok, gap (no tolerance reaches the target), timeout, error, skipped
    note: str = ""
    version: str = ""
    tolerance: float | None = None  # the peer's own
    gap: float | None = None  # certified, at that tolerance; without success the smallest one seen
    nonzero_rows: int | None = None  # of the last lambda
    cold: float | None = None  # seconds of the first fit after the small problem
    warm: list[float] = field(default_factory=list)  # seconds of the fits after it
    seconds: float | None = None  # median of the warm ones
    pass_seconds: float | None = None  # one X'R in double, one thread, just before
    said: dict = field(default_factory=dict)  # what the peer itself reports

    @property
    def key(self) -> tuple[str, str, int, float]:
        return (self.cell, self.peer, self.threads, self.target)


def append(path: Path, row: Row) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(json.dumps(asdict(row)) + "\n")


def read(path: Path) -> dict[tuple[str, str, int, float], Row]:
    """The last row of every key. A last line that was cut short is no row."""
    rows: dict[tuple[str, str, int, float], Row] = {}
    if not path.exists():
        return rows
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        try:
            row = Row(**json.loads(line))
        except ValueError:
            if number + 1 == len(lines):
                break
            raise
        rows[row.key] = row
    return rows
