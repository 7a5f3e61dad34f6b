"""Golden values of LIBSVM for tests/golden/libsvm_test.cpp: multi-task machines as one with a task kernel.

Run with numpy and LIBSVM's svm-train (Debian: libsvm-tools): python make_libsvm_task_kernels.py
Writes libsvm_task_kernels.npz beside itself. The kernel is A_st (k(x, z) + constant), computed beforehand; a constant of 1 is a
penalised intercept, 0 is none. LIBSVM always has an intercept of its own: every sample is given twice, as it is and mirrored,
f(-x) = -f(x) with the target -y, and half of C, so that the intercept is 0 by symmetry and the machine is the one without.
LIBSVM keeps its kernel in single precision, which limits how exact its solution is.
"""
import pathlib
import subprocess
import tempfile

import numpy as np

LINEAR, POLYNOMIAL, RBF = range(3)
MEAN, CHAIN, MATRIX = range(3)
TASKS = 3
CASES = [  # LIBSVM's type, kernel, coupling, mu, samples a task, features, C, constant
    (0, LINEAR, MEAN, 0.5, 20, 4, 0.3, 0.0),
    (0, LINEAR, CHAIN, 0.4, 20, 4, 2.0, 1.0),
    (0, RBF, MEAN, 0.3, 20, 4, 1.0, 0.0),
    (0, RBF, MEAN, 3.0, 15, 3, 5.0, 1.0),
    (0, RBF, CHAIN, 0.5, 20, 4, 1.0, 1.0),
    (0, RBF, MATRIX, None, 20, 4, 2.0, 0.0),
    (0, POLYNOMIAL, MEAN, 0.5, 15, 3, 0.1, 1.0),
    (3, LINEAR, MEAN, 0.5, 15, 4, 0.3, 1.0),
    (3, RBF, MEAN, 0.5, 15, 4, 1.0, 0.0),
    (3, RBF, CHAIN, 2.0, 15, 4, 2.0, 1.0),
    (3, POLYNOMIAL, MATRIX, None, 12, 3, 0.05, 1.0),
]
EPSILON, GAMMA, COEF0, DEGREE = 0.1, 0.3, 1.0, 3
TASK_MATRIX = np.array([[2.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 1.0]])


def coupling_of(coupling, mu):
    if coupling == MEAN:
        return np.eye(TASKS) + 1.0 / mu
    if coupling == MATRIX:
        return TASK_MATRIX
    edges = np.diag(np.ones(TASKS - 1), 1)
    edges += edges.T
    return np.linalg.inv(np.eye(TASKS) + (np.diag(edges.sum(axis=1)) - edges) / mu)


def kernel_of(X, Z, kernel):
    products = X @ Z.T
    if kernel == LINEAR:
        return products
    if kernel == POLYNOMIAL:
        return (GAMMA * products + COEF0) ** DEGREE
    squares = (X**2).sum(axis=1)[:, None] + (Z**2).sum(axis=1)
    return np.exp(-GAMMA * np.maximum(0, squares - 2 * products))


def trained(K, y, kind, C):
    """The coefficients of all samples of the machine without an intercept."""
    n = len(y)
    mirrored = np.block([[K, -K], [-K, K]])
    with tempfile.TemporaryDirectory() as folder:
        data, model = pathlib.Path(folder) / "data", pathlib.Path(folder) / "model"
        lines = (f"{float(label)!r} 0:{i + 1} " + " ".join(f"{j + 1}:{float(v)!r}" for j, v in enumerate(row))
                 for i, (label, row) in enumerate(zip(np.concatenate([y, -y]), mirrored)))
        data.write_text("\n".join(lines) + "\n")
        options = ["-s", str(kind), "-t", "4", "-c", repr(C / 2), "-e", "1e-9", "-p", repr(EPSILON), "-h", "0", "-q"]
        subprocess.run(["svm-train", *options, str(data), str(model)], check=True)
        lines = model.read_text().splitlines()
    head, body = lines[: lines.index("SV")], lines[lines.index("SV") + 1 :]
    coefficients = np.zeros(2 * n)
    for line in body:
        coefficient, number = line.split()[:2]
        coefficients[int(number.split(":")[1]) - 1] += float(coefficient)
    labels = next((line.split()[1:] for line in head if line.startswith("label")), None)
    sign = -1.0 if labels and float(labels[0]) < 0 else 1.0
    return sign * (coefficients[:n] - coefficients[n:])


def main():
    arrays = {}
    for k, (kind, kernel, coupling, mu, n, d, C, constant) in enumerate(CASES):
        random = np.random.RandomState(700 + k)
        task = np.repeat(np.arange(TASKS), n)
        X, Z = random.standard_normal((TASKS * n, d)) + 0.3, random.standard_normal((8, d))
        directions = random.standard_normal(d) + 0.5 * random.standard_normal((TASKS, d))
        y = (X * directions[task]).sum(axis=1) + np.sin(2.0 * X[:, 0]) + 0.5 * random.standard_normal(TASKS * n)
        if kind == 0:
            y = np.where(y > np.quantile(y, 0.6), 1.0, -1.0)
        A = coupling_of(coupling, mu)
        K = A[np.ix_(task, task)] * (kernel_of(X, X, kernel) + constant)
        coefficients = trained(K, y, kind, C)
        f = K @ coefficients
        losses = np.maximum(0, 1 - y * f) if kind == 0 else np.maximum(0, abs(f - y) - EPSILON)
        objective = 0.5 * coefficients @ f + C * losses.sum()
        # Of samples that were not there, column t as a sample of task t.
        unseen = np.stack([(A[t][task] * (kernel_of(Z, X, kernel) + constant)) @ coefficients for t in range(TASKS)], 1)
        settings = [C, mu or 1.0, objective, kernel, kind, coupling, constant, GAMMA, COEF0, DEGREE, EPSILON]
        arrays |= {f"X_{k}": X, f"y_{k}": y[:, None], f"f_{k}": f[:, None], f"Z_{k}": Z, f"unseen_{k}": unseen,
                   f"settings_{k}": np.array([settings])}
    here = pathlib.Path(__file__).resolve().parent
    np.savez(here / "libsvm_task_kernels.npz", **arrays, task_matrix=TASK_MATRIX)
    print(f"numpy {np.__version__}: {len(CASES)} cases")


if __name__ == "__main__":
    main()
