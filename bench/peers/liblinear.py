"""LIBLINEAR on augmented features: the multi-task machine of Evgeniou and Pontil as one machine.

Sample x of task t becomes (x / sqrt(mu), 0, .., x in block t, .., 0); then w_t = w_0 / sqrt(mu) + v_t. The library is called
in this process, so that a time is that of its solver alone.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import time

import numpy as np
import scipy.sparse as sp
from svm_workloads import Tasks

SOLVERS = {  # dual; dual and primal
    "hinge": (3,),
    "squared_hinge": (1, 2),
    "epsilon_insensitive": (13,),
    "squared_epsilon_insensitive": (12, 11),
    "logistic": (7, 0),
}
EPSILON = 0.1  # error that costs nothing, for losses that are epsilon insensitive


class Node(ctypes.Structure):
    _fields_ = [("index", ctypes.c_int), ("value", ctypes.c_double)]


class Problem(ctypes.Structure):
    _fields_ = [
        ("l", ctypes.c_int),
        ("n", ctypes.c_int),
        ("y", ctypes.POINTER(ctypes.c_double)),
        ("x", ctypes.POINTER(ctypes.POINTER(Node))),
        ("bias", ctypes.c_double),
    ]


class Parameter(ctypes.Structure):
    _fields_ = [
        ("solver_type", ctypes.c_int),
        ("eps", ctypes.c_double),
        ("C", ctypes.c_double),
        ("nr_weight", ctypes.c_int),
        ("weight_label", ctypes.POINTER(ctypes.c_int)),
        ("weight", ctypes.POINTER(ctypes.c_double)),
        ("p", ctypes.c_double),
        ("init_sol", ctypes.POINTER(ctypes.c_double)),
    ]


class Model(ctypes.Structure):
    _fields_ = [
        ("param", Parameter),
        ("nr_class", ctypes.c_int),
        ("nr_feature", ctypes.c_int),
        ("w", ctypes.POINTER(ctypes.c_double)),
        ("label", ctypes.POINTER(ctypes.c_int)),
        ("bias", ctypes.c_double),
    ]


Printer = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
silent = Printer(lambda _: None)


def library() -> ctypes.CDLL:
    name = ctypes.util.find_library("linear")
    if name is None:
        raise SystemExit("LIBLINEAR is missing: apt-get install liblinear4")
    loaded = ctypes.CDLL(name)
    version = ctypes.c_int.in_dll(loaded, "liblinear_version").value
    if version != 230:
        raise SystemExit(f"LIBLINEAR {version} has other structures than 230, which this module knows")
    loaded.train.restype = ctypes.POINTER(Model)
    loaded.set_print_string_function(silent)
    return loaded


def augmented(tasks: Tasks, mu: float) -> sp.csr_matrix:
    X = sp.csr_matrix(tasks.X)
    n, d = X.shape
    own = np.repeat(np.repeat(np.arange(1, len(tasks.sizes) + 1), tasks.sizes) * d, np.diff(X.indptr))
    # Within a row the common entries come before the own ones.
    starts = 2 * X.indptr
    indices, values = np.empty(2 * X.nnz, dtype=np.int64), np.empty(2 * X.nnz)
    row = np.repeat(np.arange(n), np.diff(X.indptr))
    common_at = np.arange(X.nnz) + X.indptr[row]
    own_at = common_at + np.diff(X.indptr)[row]
    indices[common_at], values[common_at] = X.indices, X.data / np.sqrt(mu)
    indices[own_at], values[own_at] = X.indices + own, X.data
    return sp.csr_matrix((values, indices, starts), shape=(n, d * (len(tasks.sizes) + 1)))


class Liblinear:
    def __init__(self, tasks: Tasks, mu: float, loss: str) -> None:
        self._library = library()
        self.solvers = SOLVERS[loss]
        self._tasks, self._mu = tasks, mu
        X = augmented(tasks, mu)
        n = X.shape[0]
        # Every row ends with a node of index -1.
        nodes = np.zeros(X.nnz + n, dtype=np.dtype([("index", "<i4"), ("value", "<f8")], align=True))
        at = np.arange(X.nnz) + np.repeat(np.arange(n), np.diff(X.indptr))
        nodes["index"] = -1
        nodes["index"][at], nodes["value"][at] = X.indices + 1, X.data
        first = nodes.ctypes.data + (X.indptr[:-1].astype(np.int64) + np.arange(n)) * nodes.itemsize
        # LIBLINEAR calls the label of the first sample positive; the first is made +1, and w changes sign with it.
        self._sign = tasks.y[0] if set(np.unique(tasks.y)) == {-1.0, 1.0} else 1.0
        self._kept = (nodes, np.ascontiguousarray(first), np.ascontiguousarray(tasks.y * self._sign))
        self._problem = Problem(
            n,
            X.shape[1],
            self._kept[2].ctypes.data_as(ctypes.POINTER(ctypes.c_double)),
            self._kept[1].ctypes.data_as(ctypes.POINTER(ctypes.POINTER(Node))),
            -1.0,
        )

    def fit(self, C: float, solver: int, tolerance: float, busy: bool) -> tuple[float, np.ndarray]:
        """Seconds (busy: of the processor), and W (d x T)."""
        clock = time.process_time if busy else time.perf_counter
        parameter = Parameter(solver_type=solver, eps=tolerance, C=C, p=EPSILON)
        start = clock()
        model = self._library.train(ctypes.byref(self._problem), ctypes.byref(parameter))
        seconds = clock() - start
        w = np.ctypeslib.as_array(model.contents.w, shape=(self._problem.n,)).copy()
        self._library.free_and_destroy_model(ctypes.byref(model))
        w = self._sign * w.reshape(len(self._tasks.sizes) + 1, -1)
        return seconds, (w[0] / np.sqrt(self._mu) + w[1:]).T
