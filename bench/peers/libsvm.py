"""LIBSVM on a precomputed kernel. The library is called in this process, so that a time is that of its solver alone."""

from __future__ import annotations

import ctypes
import ctypes.util
import time

import numpy as np

C_SVC, PRECOMPUTED = 0, 4
CACHE_MB = 2000.0


class Node(ctypes.Structure):
    _fields_ = [("index", ctypes.c_int), ("value", ctypes.c_double)]


class Problem(ctypes.Structure):
    _fields_ = [
        ("l", ctypes.c_int),
        ("y", ctypes.POINTER(ctypes.c_double)),
        ("x", ctypes.POINTER(ctypes.POINTER(Node))),
    ]


class Parameter(ctypes.Structure):
    _fields_ = [
        ("svm_type", ctypes.c_int),
        ("kernel_type", ctypes.c_int),
        ("degree", ctypes.c_int),
        ("gamma", ctypes.c_double),
        ("coef0", ctypes.c_double),
        ("cache_size", ctypes.c_double),
        ("eps", ctypes.c_double),
        ("C", ctypes.c_double),
        ("nr_weight", ctypes.c_int),
        ("weight_label", ctypes.POINTER(ctypes.c_int)),
        ("weight", ctypes.POINTER(ctypes.c_double)),
        ("nu", ctypes.c_double),
        ("p", ctypes.c_double),
        ("shrinking", ctypes.c_int),
        ("probability", ctypes.c_int),
    ]


class Model(ctypes.Structure):
    _fields_ = [
        ("param", Parameter),
        ("nr_class", ctypes.c_int),
        ("l", ctypes.c_int),
        ("SV", ctypes.POINTER(ctypes.POINTER(Node))),
        ("sv_coef", ctypes.POINTER(ctypes.POINTER(ctypes.c_double))),
        ("rho", ctypes.POINTER(ctypes.c_double)),
        ("probA", ctypes.POINTER(ctypes.c_double)),
        ("probB", ctypes.POINTER(ctypes.c_double)),
        ("sv_indices", ctypes.POINTER(ctypes.c_int)),
    ]


Printer = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
silent = Printer(lambda _: None)


def library() -> ctypes.CDLL:
    name = ctypes.util.find_library("svm")
    if name is None:
        raise SystemExit("LIBSVM is missing: apt-get install libsvm3")
    loaded = ctypes.CDLL(name)
    version = ctypes.c_int.in_dll(loaded, "libsvm_version").value
    if version != 324:
        raise SystemExit(f"LIBSVM {version} has other structures than 324, which this module knows")
    loaded.svm_train.restype = ctypes.POINTER(Model)
    loaded.svm_set_print_string_function(silent)
    return loaded


class Libsvm:
    def __init__(self, K: np.ndarray, y: np.ndarray) -> None:
        self._library = library()
        n = len(y)
        # A row begins with its own number, at index 0, and ends with index -1.
        nodes = np.zeros((n, n + 2), dtype=np.dtype([("index", "<i4"), ("value", "<f8")], align=True))
        nodes["index"] = np.arange(n + 2)
        nodes["index"][:, -1] = -1
        nodes["value"][:, 0] = np.arange(1, n + 1)
        nodes["value"][:, 1:-1] = K
        first = nodes.ctypes.data + np.arange(n, dtype=np.int64) * (n + 2) * nodes.itemsize
        # LIBSVM calls the label of the first sample positive; the first is made +1, and the machine changes sign with it.
        self._sign = y[0]
        self._kept = (nodes, np.ascontiguousarray(first), np.ascontiguousarray(y * self._sign))
        self._problem = Problem(
            n,
            self._kept[2].ctypes.data_as(ctypes.POINTER(ctypes.c_double)),
            self._kept[1].ctypes.data_as(ctypes.POINTER(ctypes.POINTER(Node))),
        )

    def fit(self, C: float, tolerance: float, busy: bool) -> tuple[float, np.ndarray]:
        """Seconds (busy: of the processor), and the coefficients of all samples."""
        clock = time.process_time if busy else time.perf_counter
        parameter = Parameter(
            svm_type=C_SVC, kernel_type=PRECOMPUTED, cache_size=CACHE_MB, eps=tolerance, C=C, p=0.1, shrinking=1
        )
        start = clock()
        model = self._library.svm_train(ctypes.byref(self._problem), ctypes.byref(parameter))
        seconds = clock() - start
        found = model.contents
        coefficients = np.zeros(self._problem.l)
        coefficients[np.ctypeslib.as_array(found.sv_indices, shape=(found.l,)) - 1] = np.ctypeslib.as_array(
            found.sv_coef[0], shape=(found.l,)
        )
        self._library.svm_free_and_destroy_model(ctypes.byref(model))
        return seconds, self._sign * coefficients
