"""Writes the NumPy files beside this script (made with NumPy 2.4, SciPy 1.17)."""
import os
import numpy as np
import scipy.sparse

here = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(here, name)


M = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, 6.0]])
np.save(path("c_order.npy"), M)
np.save(path("fortran_order.npy"), np.asfortranarray(M))
np.save(path("big_endian.npy"), M.astype(">f8"))
np.save(path("big_endian_int16.npy"), M.astype(">i2"))
np.save(path("float32.npy"), M.astype(np.float32))
np.save(path("int8.npy"), M.astype(np.int8))
np.save(path("bool.npy"), np.array([True, False]))
np.save(path("text.npy"), np.array(["a", "köln", ""]))
np.save(path("bytes.npy"), np.array([b"a", b"bcd"]))
np.save(path("object.npy"), np.array([1, "a"], dtype=object), allow_pickle=True)
np.save(path("structured.npy"), np.zeros(2, dtype=[("a", "<f8"), ("b", "<i4")]))
np.save(path("complex.npy"), M.astype(complex))
np.save(path("half.npy"), M.astype(np.float16))
np.save(path("cube.npy"), np.zeros((2, 2, 2)))

X = np.array([[0.1, 2.0], [0.0, -0.0], [1e-310, 1e300]])
Y = np.array([[1.0, np.nan], [2.0, 3.0], [np.nan, 4.0]])
np.savez(path("wide.npz"), X=X, Y=Y, task_names=np.array(["u", "v"]), feature_names=np.array(["a", "b"]))
np.savez_compressed(path("wide_compressed.npz"), X=X, Y=Y, weights=np.ones((3, 2)) / 2)
np.savez(path("long.npz"), X=np.asfortranarray(np.minimum(X, 7.25).astype(np.float32)), y=np.array([1, 2, 3]),
         task=np.array(["b", "a", "b"]), weights=np.array([1.0, 2.0, 0.5]))
np.savez(path("long_integers.npz"), X=X, y=np.array([np.nan, 2.0, 3.0]), task=np.array([7, -1, 7]))
S = scipy.sparse.csr_matrix(np.array([[0.0, 2.5, 0.0], [1.0, 0.0, -3.0]]))
np.savez(path("per_task.npz"), X_0_data=S.data, X_0_indices=S.indices, X_0_indptr=S.indptr, X_0_shape=S.shape,
         y_0=np.array([1.0, 2.0]), X_1=np.ones((1, 3)), y_1=np.array([5.0]), weights_1=np.array([2.0]))
