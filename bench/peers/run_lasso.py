"""Starling's multi-task Lasso beside its peers: measures every cell that has no row yet and appends one.

build/peers/venv/bin/python bench/peers/run_lasso.py --grid main,other,paths --threads 1,2
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import results
from measure import Limits, Measurement, seconds_of_a_pass
from results import Row
from roster import CONTESTANTS, PEERS, ROOT, STARLING
from workloads import GRIDS, Cell, DataSet, Recipe, load


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grid", type=words, default=list(GRIDS), help=f"of {','.join(GRIDS)}; default all")
    parser.add_argument("--cells", type=re.compile, default=re.compile(""), help="regular expression of cell names")
    parser.add_argument("--peers", type=words, default=PEERS, help=f"of {','.join(PEERS)}; default all")
    parser.add_argument("--only", choices=["starling", "peers"], help="one side; default both")
    parser.add_argument("--threads", type=words, default=["1", "2"], help="default 1,2")
    parser.add_argument("--target", type=float, default=1e-6, help="certified relative gap; default 1e-6")
    parser.add_argument("--fit-limit", type=float, default=60.0, help="seconds of one fit; default 60")
    parser.add_argument("--cell-limit", type=float, default=180.0, help="seconds of one peer at a cell; default 180")
    parser.add_argument("--path-factor", type=float, default=3.0, help="how much longer a path may take; default 3")
    parser.add_argument("--memory", type=float, default=16.0, help="GiB of address space of a peer; default 16")
    parser.add_argument("--skip-hopeless", action="store_true", help="skip where an easier cell timed out")
    parser.add_argument("--fresh", action="store_true", help="measure again what has a row")
    parser.add_argument("--hints", type=Path, help="rows of an earlier run, whose tolerances need no search")
    parser.add_argument("--list", action="store_true", help="print the names of the chosen cells and stop")
    parser.add_argument("--results", type=Path, default=ROOT / "build/peers/lasso.jsonl")
    parser.add_argument("--data", type=Path, default=ROOT / "build/peers/data")
    return parser.parse_args()


def chosen_cells(arguments: argparse.Namespace) -> list[Cell]:
    return [cell for grid in arguments.grid for cell in GRIDS[grid] if arguments.cells.search(cell.name)]


def chosen_names(arguments: argparse.Namespace) -> list[str]:
    names = [
        *(["starling"] if arguments.only != "peers" else []),
        *(arguments.peers if arguments.only != "starling" else []),
    ]
    unknown = [name for name in arguments.peers if name not in PEERS]
    if unknown:
        raise SystemExit(f"unknown peer {unknown[0]}; there are {', '.join(PEERS)}")
    if "starling" in names and not STARLING.exists():
        raise SystemExit(
            "build Starling's side first: cmake --preset release && ninja -C build/release bench_peer_lasso"
        )
    return names


def limits_of(cell: Cell, arguments: argparse.Namespace) -> Limits:
    factor = arguments.path_factor if cell.share is None else 1.0
    return Limits(arguments.fit_limit * factor, arguments.cell_limit * factor, arguments.memory)


class Run:
    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        earlier = results.read(arguments.results)
        self._done = {} if arguments.fresh else earlier
        self._hints = (results.read(arguments.hints) if arguments.hints else {}) | earlier
        self._loaded: tuple[Recipe, DataSet] | None = None
        self._handover = arguments.data / f"coefficients-{os.getpid()}.f64"

    def keys_to_do(self) -> Iterator[tuple[Cell, Row]]:
        """Data set by data set; one thread before two, because two begin at the tolerance that one found."""
        for cell in chosen_cells(self._arguments):
            for name in chosen_names(self._arguments):
                if not CONTESTANTS[name].takes(cell):
                    continue
                for threads in sorted(int(text) for text in self._arguments.threads):
                    row = Row(cell.name, name, threads, self._arguments.target)
                    if not self._is_done(row):
                        yield cell, row

    def measure(self, cell: Cell, row: Row) -> None:
        hopeless = self._easier_timeout(cell, row) if self._arguments.skip_hopeless else None
        if hopeless is not None:
            row.status, row.note = "skipped", f"{hopeless} timed out"
        else:
            data = self._data_of(cell.recipe)
            row.pass_seconds = seconds_of_a_pass(data)
            lambdas = cell.lambdas(data.lambda_max)
            measurement = Measurement(CONTESTANTS[row.peer], data, lambdas, row, limits_of(cell, self._arguments))
            measurement.run(self._handover, self._known_tolerance(row))
        results.append(self._arguments.results, row)
        self._done[row.key] = self._hints[row.key] = row

    def _is_done(self, row: Row) -> bool:
        done = self._done.get(row.key)
        return done is not None and (done.status != "skipped" or self._arguments.skip_hopeless)

    def _known_tolerance(self, row: Row) -> float | None:
        """Of the same peer at the same cell: what passes does not depend on the machine or on the threads."""
        for threads in (row.threads, 1):
            known = self._hints.get((row.cell, row.peer, threads, row.target))
            if known is not None and known.status == "ok":
                return known.tolerance
        return None

    def _easier_timeout(self, cell: Cell, row: Row) -> str | None:
        """A cell of the same data with a larger lambda, or this one with fewer threads, that took too long."""
        for done in self._done.values():
            if (done.peer, done.target) != (row.peer, row.target) or done.status != "timeout":
                continue
            fewer_threads = done.cell == cell.name and done.threads < row.threads
            if fewer_threads or (done.threads <= row.threads and done.cell in self._easier(cell)):
                return done.cell
        return None

    def _easier(self, cell: Cell) -> set[str]:
        own = cell.share or 0.0
        cells = [other for grid in GRIDS.values() for other in grid if other.recipe == cell.recipe]
        return {other.name for other in cells if other.share is not None and other.share > own}

    def _data_of(self, recipe: Recipe) -> DataSet:
        if self._loaded is None or self._loaded[0] != recipe:
            self._loaded = (recipe, load(recipe, self._arguments.data))
        return self._loaded[1]


def summary(row: Row) -> str:
    gap = "" if row.gap is None else f"  gap {row.gap:.1e}"
    time = "" if row.seconds is None else f"  {row.seconds:.4g} s (cold {row.cold:.4g})"
    return f"{row.cell}  {row.peer}  {row.threads} thread(s)  {row.status}{time}{gap}  {row.note}".rstrip()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the process of a peer ends with this one
    arguments = parse_arguments()
    unknown = [grid for grid in arguments.grid if grid not in GRIDS]
    if unknown:
        raise SystemExit(f"unknown grid {unknown[0]}; there are {', '.join(GRIDS)}")
    if arguments.list:
        print("\n".join(cell.name for cell in chosen_cells(arguments)))
        return
    run = Run(arguments)
    for cell, row in list(run.keys_to_do()):
        run.measure(cell, row)
        print(summary(row), flush=True)


if __name__ == "__main__":
    main()
