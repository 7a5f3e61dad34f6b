"""Writes the MATLAB files beside this script with SciPy (made with SciPy 1.17, NumPy 2.4)."""
import os
import numpy as np
import scipy.io
import scipy.sparse

here = os.path.dirname(os.path.abspath(__file__))
X = np.array([[1.5, -2.0], [0.1, 1e300], [np.nan, 4.0]])
S = scipy.sparse.csc_matrix(np.array([[0.0, 2.5, 0.0], [1.0, 0.0, 0.0]]))


def cell(items):
    out = np.empty((1, len(items)), dtype=object)
    out[0, :] = items
    return out


variables = {
    "X": X,
    "small": np.array([[1, 2], [250, 4]], dtype=np.uint8),
    "wide": np.array([[-(2**40), 7]], dtype=np.int64),
    "single": np.array([[0.1]], dtype=np.float32),
    "S": S,
    "name": "school",
    "cells": cell([X, S, cell([np.array([[7.0]])])]),
    "record": {"a": 1.0},
    "imaginary": np.array([[1 + 2j]]),
    "cube": np.zeros((2, 2, 2)),
    "nothing": np.zeros((0, 0)),
    "yes": np.array([[True, False]]),
}
scipy.io.savemat(os.path.join(here, "kinds.mat"), variables, do_compression=False)
scipy.io.savemat(os.path.join(here, "kinds_compressed.mat"), variables, do_compression=True)
tasks = {
    "X": cell([np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0]])]),
    "Y": cell([np.array([[1.0], [-1.0]]), np.array([[1.0]])]),
}
scipy.io.savemat(os.path.join(here, "tasks.mat"), tasks, do_compression=True)
