"""The measurements of run_lasso.py as Markdown tables, one for each grid and number of threads.

build/peers/venv/bin/python bench/peers/table.py > build/peers/lasso.md
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import results
from comparison import Comparison, Rows, compare, geometric_mean
from measure import WARM_RUNS
from results import Row
from roster import IN_STEPS, PACKAGES, ROOT
from workloads import GRIDS

PREFACE = """# Multi-task Lasso beside its peers

{versions}.

Seconds of the fit alone, median of five warm runs unless stated, with the certified relative gap in brackets. With two
threads a peer is shown with the faster of its runs on one and on two. [steps]: a short path to the one strength was
faster than the strength alone. t/pass: Starling's time in units of one product X'R in double on one thread.
"""


def text(value: object) -> str:
    return "-" if value is None else str(value)


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def result_of(row: Row | None) -> str:
    """Seconds and certified gap, or what happened instead."""
    if row is None:
        return "-"
    if row.status == "ok":
        runs = max(1, len(row.warm))
        remarks = ["steps"] if row.peer.endswith(IN_STEPS) else []
        remarks += [] if runs == WARM_RUNS else [f"runs: {runs}"]
        return f"{number(row.seconds)} ({row.gap:.1e})" + (f" [{', '.join(remarks)}]" if remarks else "")
    if row.status == "error":
        return f"error: {row.note[:60]}".replace("|", "/")
    reached = "" if row.gap is None else f"gap {row.gap:.1e} reached"
    return reached if row.status == "gap" else f"{row.status} {reached}".strip()


def table_line(fields: Iterable[str]) -> str:
    return "| " + " | ".join(fields) + " |"


def cell_line(comparison: Comparison) -> str:
    fields = [comparison.cell.name, text(comparison.nonzero_rows), number(comparison.passes)]
    fields.append(result_of(comparison.rows.get("starling")))
    for name in PACKAGES:
        result = result_of(comparison.rows.get(name))
        fields.append(f"**{result}**" if comparison.fastest and comparison.fastest.package == name else result)
    return table_line([*fields, number(comparison.ratio), number(comparison.cold_ratio)])


def ratios_of(comparisons: list[Comparison], threads: int) -> str:
    ratios = {c.cell.name: c.ratio for c in comparisons if c.ratio is not None}
    cold = [c.cold_ratio for c in comparisons if c.cold_ratio is not None]
    if not ratios:
        return "No cell has both sides."
    least = min(ratios, key=lambda name: ratios[name])
    return (
        f"Fastest peer / Starling, {threads} thread(s), {len(ratios)} cells: geometric mean "
        f"**{geometric_mean(list(ratios.values())):.2f}**, minimum **{ratios[least]:.2f}** ({least}); "
        f"cold: {geometric_mean(cold):.2f}, minimum {min(cold):.2f}."
    )


def unfinished(comparisons: list[Comparison]) -> list[str]:
    """The cells that no mean contains, and how often each peer finished."""
    lines = []
    without = [c.cell.name for c in comparisons if c.fastest is None]
    unproved = [c.cell.name for c in comparisons if "starling" in c.rows and c.starling is None]
    if without:
        lines.append(f"No peer finished (not in the mean): {', '.join(without)}.")
    if unproved:
        lines.append(f"Starling did not finish (not in the mean): {', '.join(unproved)}.")
    counts = []
    for name in PACKAGES:
        finished = sum(finish.package == name for c in comparisons for finish in c.finishes)
        first = sum(c.fastest is not None and c.fastest.package == name for c in comparisons)
        counts.append(f"{name} {finished} of {sum(name in c.rows for c in comparisons)} (fastest in {first})")
    return [*lines, f"Finished: {', '.join(counts)}."]


def section(grid: str, rows: Rows, threads: int, target: float) -> str:
    comparisons = [c for cell in GRIDS[grid] if (c := compare(cell, rows, threads, target)) is not None]
    if not comparisons:
        return ""
    head = ["cell", "nonzero rows", "t/pass", "starling", *PACKAGES, "ratio", "ratio cold"]
    lines = [f"## {grid}, {threads} thread(s), certified relative gap {target:g}", ""]
    lines += [table_line(head), table_line("-" if k == 0 else "-:" for k in range(len(head)))]
    lines += [cell_line(comparison) for comparison in comparisons]
    return "\n".join([*lines, "", ratios_of(comparisons, threads), *unfinished(comparisons), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=ROOT / "build/peers/lasso.jsonl")
    rows = results.read(parser.parse_args().results)
    print(PREFACE.format(versions=", ".join(sorted({row.version for row in rows.values() if row.version}))))
    for target in sorted({row.target for row in rows.values()}, reverse=True):
        for grid in GRIDS:
            for threads in sorted({row.threads for row in rows.values()}):
                part = section(grid, rows, threads, target)
                if part:
                    print(part)


if __name__ == "__main__":
    main()
