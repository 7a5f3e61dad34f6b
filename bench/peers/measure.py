"""One contestant at one cell: the tolerance that its certificate needs, then the times at that tolerance."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import coefficients
import numpy as np
from certificate import RowsOfW, worst_gap
from conversation import Died, TookTooLong, Worker
from ladder import loosest_passing, rung_of, tolerance_of
from results import Row
from roster import Contestant
from threadpoolctl import threadpool_limits
from workloads import DataSet

WARM_RUNS = 5
WARM_BUDGET = 50.0  # seconds: a run of more than 10 s is repeated less often


@dataclass(frozen=True)
class Limits:
    fit: float  # seconds of one fit
    cell: float  # seconds of all fits of one contestant at one cell
    memory_gib: float


@dataclass(frozen=True)
class Attempt:
    tolerance: float
    gap: float
    said: dict
    nonzero_rows: int
    first_in_process: bool

    @property
    def seconds(self) -> float:
        return float(self.said["seconds"])


class Measurement:
    """Keeps the process, the clock of the cell and what was tried."""

    def __init__(self, contestant: Contestant, data: DataSet, lambdas: list[float], row: Row, limits: Limits) -> None:
        self._contestant, self._data, self._lambdas, self._row, self._limits = contestant, data, lambdas, row, limits
        self._sequence = contestant.sequence(lambdas, data.lambda_max)
        self._spent = 0.0
        self._attempts: dict[float, Attempt] = {}
        self._worker: Worker | None = None
        self._fits_in_process = 0

    def run(self, handover: Path, known_tolerance: float | None) -> None:
        """Fills the row; `handover` is where coefficients pass from process to process."""
        try:
            chosen = self._choose(handover, known_tolerance)
            if chosen is None:
                self._fail("gap", "no tolerance reaches it")
            else:
                self._succeed(chosen, handover)
        except TookTooLong as late:
            self._fail("timeout", str(late))
        except (Died, coefficients.Damaged) as death:
            self._fail("error", str(death))
        finally:
            self._end_worker()
            handover.unlink(missing_ok=True)

    def _choose(self, handover: Path, known_tolerance: float | None) -> Attempt | None:
        target = self._row.target

        def passes(rung: int) -> bool:
            return self._attempt(tolerance_of(rung), handover).gap <= target

        first, lowest = self._contestant.first_rung(target), self._contestant.lowest_rung(target)
        if known_tolerance is not None:
            first = lowest = rung_of(known_tolerance)
        try:
            rung = loosest_passing(passes, first, lowest)
        except (TookTooLong, Died):
            passed = [a for a in self._attempts.values() if a.gap <= target]
            if not passed:
                raise
            return max(passed, key=lambda a: a.tolerance)
        return None if rung is None else self._attempts[tolerance_of(rung)]

    def _succeed(self, chosen: Attempt, handover: Path) -> None:
        row = self._row
        cold = self._cold(chosen, handover)
        row.status, row.tolerance, row.cold = "ok", chosen.tolerance, cold.seconds
        row.gap = max(chosen.gap, cold.gap)
        row.nonzero_rows, row.said = cold.nonzero_rows, cold.said
        try:
            while len(row.warm) < WARM_RUNS and sum(row.warm) + cold.seconds <= self._left_for_warm_runs():
                row.warm.append(float(self._fit(chosen.tolerance, None)["seconds"]))
        except (TookTooLong, Died) as failure:
            row.note = f"{len(row.warm)} warm runs, then: {failure}"
        row.seconds = statistics.median(row.warm or [row.cold])

    def _left_for_warm_runs(self) -> float:
        return min(WARM_BUDGET, self._limits.cell - self._spent + sum(self._row.warm))

    def _cold(self, chosen: Attempt, handover: Path) -> Attempt:
        """A first fit at the chosen tolerance: the attempt itself, or one in a fresh process while time remains."""
        if chosen.first_in_process and self._fits_in_process == 1:
            return chosen
        if self._spent + chosen.seconds > self._limits.cell:
            return chosen
        self._end_worker()
        del self._attempts[chosen.tolerance]
        try:
            return self._attempt(chosen.tolerance, handover)
        except (TookTooLong, Died) as failure:
            self._row.note = f"not repeated: {failure}"
            return chosen

    def _fail(self, status: str, note: str) -> None:
        self._row.status, self._row.note = status, note
        best = min(self._attempts.values(), key=lambda a: a.gap, default=None)
        if best is not None:
            self._row.gap, self._row.tolerance = best.gap, best.tolerance
            self._row.nonzero_rows, self._row.said = best.nonzero_rows, best.said

    def _attempt(self, tolerance: float, handover: Path) -> Attempt:
        if tolerance not in self._attempts:
            said = self._fit(tolerance, handover)
            blocks = list(coefficients.read(handover, (self._data.X.shape[1], self._data.Y.shape[1])))
            gap = self._certify(blocks)
            is_first = self._fits_in_process == 1
            self._attempts[tolerance] = Attempt(tolerance, gap, said, blocks[-1].rows.size, is_first)
        return self._attempts[tolerance]

    def _certify(self, blocks: list[RowsOfW]) -> float:
        if len(blocks) != len(self._sequence):
            raise Died(f"{len(blocks)} of {len(self._sequence)} solutions")
        return worst_gap(self._data.X, self._data.Y, blocks[-len(self._lambdas) :], self._lambdas)

    def _fit(self, tolerance: float, handover: Path | None) -> dict:
        left = self._limits.cell - self._spent
        if left <= 0.0:
            raise TookTooLong(f"{self._spent:.0f} s are spent")
        worker = self._running_worker()
        begin = time.monotonic()
        try:
            said = worker.fit(tolerance, min(left, self._limits.fit), handover)
        except TookTooLong:
            spent = f"{self._limits.fit:g} s" if left >= self._limits.fit else f"the cell's {self._limits.cell:g} s"
            raise TookTooLong(f"a fit took more than {spent}") from None
        self._spent += time.monotonic() - begin
        self._fits_in_process += 1
        return said

    def _running_worker(self) -> Worker:
        if self._worker is None:
            command = self._contestant.command_line(self._data, self._sequence, self._row.threads)
            self._worker = Worker(command, self._row.threads, self._limits.memory_gib)
            self._fits_in_process = 0
            self._row.version = self._worker.wait_until_ready()
        return self._worker

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def seconds_of_a_pass(data: DataSet) -> float:
    """The least time of five products X'R in double on one thread."""
    times = []
    with threadpool_limits(1):
        for _ in range(5):
            begin = time.perf_counter()
            np.dot(data.X.T, data.Y)
            times.append(time.perf_counter() - begin)
    return min(times)
