"""Tests of the instrument itself.

build/peers/venv/bin/python -m unittest discover -s bench/peers -p '*_test.py'
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

import coefficients
import numpy as np
import results
from certificate import RowsOfW, relative_gap
from comparison import compare
from conversation import Died, TookTooLong, Worker
from roster import CONTESTANTS
from ladder import loosest_passing, rung_of, tolerance_of
from results import Row
from workloads import GRIDS, Cell, Recipe, largest_lambda, load


def orthogonal_problem() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """X'X = n I, whose solution is the row-wise shrunken X'Y/n."""
    rng = np.random.default_rng(3)
    X = np.linalg.qr(rng.standard_normal((30, 8)))[0] * np.sqrt(30)
    Y = rng.standard_normal((30, 4))
    G = X.T @ Y / 30
    norms = np.linalg.norm(G, axis=1, keepdims=True)
    lam = 0.5 * float(norms.max())
    return X, Y, G * np.maximum(0.0, 1.0 - lam / norms), lam


class Certificate(unittest.TestCase):
    def test_proves_the_closed_form_of_an_orthogonal_design(self) -> None:
        X, Y, W, lam = orthogonal_problem()
        self.assertLess(abs(relative_gap(X, Y, coefficients.rows_of(W), lam)), 1e-12)

    def test_is_at_least_the_distance_to_the_least_objective(self) -> None:
        X, Y, W, lam = orthogonal_problem()

        def objective(V: np.ndarray) -> float:
            return float(((Y - X @ V) ** 2).sum() / 60 + lam * np.linalg.norm(V, axis=1).sum())

        for step in (1e-1, 1e-3, 1e-5):
            moved = W + step * np.ones_like(W)
            distance = (objective(moved) - objective(W)) / float((Y**2).sum() / 60)
            self.assertGreaterEqual(relative_gap(X, Y, coefficients.rows_of(moved), lam), distance)

    def test_zero_is_proved_from_lambda_max_on_and_not_below(self) -> None:
        X, Y, _, _ = orthogonal_problem()
        zero = RowsOfW(np.zeros(0, dtype=np.intp), np.zeros((0, 4)))
        self.assertLess(abs(relative_gap(X, Y, zero, 1.001 * largest_lambda(X, Y))), 1e-12)
        self.assertGreater(relative_gap(X, Y, zero, 0.5 * largest_lambda(X, Y)), 1e-2)

    def test_coefficients_that_are_not_finite_prove_nothing(self) -> None:
        X, Y, W, lam = orthogonal_problem()
        W[0] = np.nan
        self.assertEqual(relative_gap(X, Y, coefficients.rows_of(W), lam), np.inf)


class Coefficients(unittest.TestCase):
    def test_come_back_as_they_were_written_and_a_cut_file_is_refused(self) -> None:
        W = np.zeros((5, 3))
        W[[1, 4]] = np.arange(6.0).reshape(2, 3) + 1.0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "W.f64"
            coefficients.write(path, [coefficients.rows_of(W), coefficients.rows_of(np.zeros((5, 3)))])
            first, second = coefficients.read(path, (5, 3))
            np.testing.assert_array_equal(first.rows, [1, 4])
            np.testing.assert_array_equal(first.values, W[[1, 4]])
            self.assertEqual(second.values.shape, (0, 3))
            for wrong_shape in ((5, 2), (3, 3)):
                with self.assertRaises(coefficients.Damaged):
                    list(coefficients.read(path, wrong_shape))
            path.write_bytes(path.read_bytes()[:-16])
            with self.assertRaises(coefficients.Damaged):
                list(coefficients.read(path, (5, 3)))


class Ladder(unittest.TestCase):
    def test_finds_the_loosest_rung_from_wherever_it_begins(self) -> None:
        for first in range(2, 30):
            self.assertEqual(loosest_passing(lambda rung: rung >= 13, first), 13, f"from {first}")

    def test_tries_no_rung_looser_than_the_lowest(self) -> None:
        tried: list[int] = []

        def passes(rung: int) -> bool:
            tried.append(rung)
            return True

        self.assertEqual(loosest_passing(passes, 12, lowest=12), 12)
        self.assertEqual(tried, [12])

    def test_says_so_when_no_rung_passes(self) -> None:
        self.assertIsNone(loosest_passing(lambda rung: False, 12))

    def test_rungs_and_tolerances_belong_to_each_other(self) -> None:
        self.assertEqual(rung_of(1e-6), 12)
        self.assertEqual([rung_of(tolerance_of(rung)) for rung in range(20)], list(range(20)))


class Workloads(unittest.TestCase):
    def test_names_are_unique_and_grids_have_their_sizes(self) -> None:
        names = [cell.name for grid in GRIDS.values() for cell in grid]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual({name: len(grid) for name, grid in GRIDS.items()}, {"main": 42, "other": 24, "paths": 14})

    def test_data_are_the_same_from_memory_and_from_files(self) -> None:
        recipe = Recipe(20, 30, 1, 0.5)
        with tempfile.TemporaryDirectory() as folder:
            written = load(recipe, Path(folder))
            again = load(recipe, Path(folder))
        np.testing.assert_array_equal(written.X, again.X)
        self.assertEqual(written.Y.shape, (20, 1))
        self.assertEqual(written.lambda_max, largest_lambda(written.X, written.Y))

    def test_a_path_falls_from_lambda_max_to_a_hundredth(self) -> None:
        lambdas = Cell(Recipe(20, 30, 1, 0.5), None).lambdas(2.0)
        self.assertEqual((len(lambdas), lambdas[0]), (100, 2.0))
        self.assertAlmostEqual(lambdas[-1], 0.02)


class Roster(unittest.TestCase):
    def test_steps_fall_from_below_lambda_max_to_the_strength_and_leave_paths_alone(self) -> None:
        steps = CONTESTANTS["glmnet-steps"].sequence([0.1], 1.0)
        self.assertEqual((steps[0], steps[-1], len(steps)), (0.65, 0.1, 6))
        self.assertEqual(steps, sorted(steps, reverse=True))
        self.assertEqual(CONTESTANTS["glmnet"].sequence([0.1], 1.0), [0.1])
        self.assertFalse(CONTESTANTS["glmnet-steps"].takes(GRIDS["paths"][0]))


class Conversation(unittest.TestCase):
    def worker(self, program: str) -> Worker:
        return Worker([sys.executable, "-c", program], threads=1, memory_gib=4.0)

    def test_passes_over_chatter(self) -> None:
        program = """print('hello'); print('{"ready": "x 1"}'); input(); print('3'); print('{"seconds": 2.5}')"""
        with self.worker(program) as worker:
            self.assertEqual(worker.wait_until_ready(), "x 1")
            self.assertEqual(worker.fit(1e-3, 10.0)["seconds"], 2.5)

    def test_ends_a_process_that_hangs(self) -> None:
        with self.worker(
            """print('{"ready": ""}', flush=True); import threading; threading.Event().wait()"""
        ) as worker:
            worker.wait_until_ready()
            with self.assertRaises(TookTooLong):
                worker.fit(1e-3, 0.2)

    def test_tells_the_last_words_of_one_that_dies(self) -> None:
        with self.worker("""print('{"ready": ""}', flush=True); input(); raise ValueError('singular')""") as worker:
            worker.wait_until_ready()
            with self.assertRaisesRegex(Died, "ValueError: singular .exit code 1."):
                worker.fit(1e-3, 10.0)

    def test_memory_is_limited(self) -> None:
        with self.worker("""print('{"ready": ""}', flush=True); input(); bytearray(2**33)""") as worker:
            worker.wait_until_ready()
            with self.assertRaisesRegex(Died, "MemoryError"):
                worker.fit(1e-3, 10.0)


def finished(peer: str, threads: int, seconds: float) -> Row:
    cell = GRIDS["main"][0].name
    row = Row(cell, peer, threads, 1e-6, "ok", seconds=seconds, cold=2.0 * seconds, pass_seconds=0.5, nonzero_rows=3)
    row.gap = 1e-7
    return row


class Results(unittest.TestCase):
    def test_the_last_row_of_a_key_counts_and_a_cut_line_is_no_row(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.jsonl"
            for row in (finished("celer", 1, 4.0), finished("celer", 1, 3.0), finished("glmnet", 1, 9.0)):
                results.append(path, row)
            path.write_text(path.read_text()[:-20])
            rows = results.read(path)
        self.assertEqual([row.seconds for row in rows.values()], [3.0])

    def test_the_ratio_is_to_the_fastest_peer_on_at_most_as_many_threads(self) -> None:
        rows = [finished("starling", 2, 1.0), finished("celer", 1, 4.0), finished("celer", 2, 6.0)]
        rows += [finished("glmnet", 1, 2.0), Row(rows[0].cell, "glmnet", 2, 1e-6, "timeout")]
        rows += [finished("glmnet-steps", 2, 2.5)]
        rows += [Row(rows[0].cell, "skglm", 2, 1e-6, "error")]
        comparison = compare(GRIDS["main"][0], {row.key: row for row in rows}, 2, 1e-6)
        assert comparison is not None
        self.assertEqual((comparison.ratio, comparison.cold_ratio, comparison.passes), (2.0, 2.0, 2.0))
        self.assertEqual(comparison.rows["skglm"].status, "error")


if __name__ == "__main__":
    unittest.main()
