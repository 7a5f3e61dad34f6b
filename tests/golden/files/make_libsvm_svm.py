"""Golden values of LIBSVM for tests/golden/libsvm_test.cpp: machines with an unpenalised intercept.

Run with numpy and LIBSVM's svm-train (Debian: libsvm-tools): python make_libsvm_svm.py
Writes libsvm_svm.npz beside itself. One machine each, f = sum_j coefficient_j k(x_j, .) + b, and the objective at them in double
precision. LIBSVM keeps its kernel in single precision, which limits how exact its solution is. The last cases have the kernel
(1 / mu + [s = t]) k(x, z) of three tasks, computed beforehand, and one intercept for all.
"""
import pathlib
import subprocess
import tempfile

import numpy as np

LINEAR, POLYNOMIAL, RBF, PRECOMPUTED = range(4)
CASES = [  # LIBSVM's type, kernel, samples, features, C, share of positive targets
    (0, LINEAR, 40, 4, 0.1, 0.5),
    (0, LINEAR, 60, 3, 10.0, 0.5),
    (0, LINEAR, 30, 8, 1.0, 0.2),
    (0, LINEAR, 25, 30, 0.5, 0.4),
    (3, LINEAR, 40, 4, 0.3, None),
    (3, LINEAR, 30, 6, 3.0, None),
    (0, RBF, 50, 4, 1.0, 0.5),
    (0, RBF, 40, 3, 20.0, 0.3),
    (3, RBF, 40, 4, 2.0, None),
    (0, POLYNOMIAL, 40, 3, 0.5, 0.5),
    (3, POLYNOMIAL, 30, 3, 0.05, None),
    (0, PRECOMPUTED, 45, 4, 1.0, 0.4),
    (3, PRECOMPUTED, 36, 4, 0.5, None),
]
EPSILON, GAMMA, COEF0, DEGREE, MU, TASKS = 0.1, 0.3, 1.0, 3, 0.5, 3


def kernel_of(X, kernel):
    products = X @ X.T
    if kernel == POLYNOMIAL:
        return (GAMMA * products + COEF0) ** DEGREE
    if kernel == LINEAR:
        return products
    squares = np.diag(products)
    rbf = np.exp(-GAMMA * np.maximum(0, squares[:, None] + squares - 2 * products))
    np.fill_diagonal(rbf, 1.0)
    if kernel == RBF:
        return rbf
    task = np.arange(len(X)) % TASKS
    return (1 / MU + (task[:, None] == task)) * rbf


def trained(X, K, y, kind, kernel, C):
    """The coefficients of all samples and b."""
    with tempfile.TemporaryDirectory() as folder:
        data, model = pathlib.Path(folder) / "data", pathlib.Path(folder) / "model"
        # As a precomputed kernel, so that support vectors are known by their numbers.
        lines = (f"{float(label)!r} 0:{i + 1} " + " ".join(f"{j + 1}:{float(v)!r}" for j, v in enumerate(row))
                 for i, (label, row) in enumerate(zip(y, K)))
        data.write_text("\n".join(lines) + "\n")
        options = ["-s", str(kind), "-t", "4", "-c", repr(C), "-e", "1e-9", "-p", repr(EPSILON), "-h", "0", "-q"]
        subprocess.run(["svm-train", *options, str(data), str(model)], check=True)
        lines = model.read_text().splitlines()
    head, body = lines[: lines.index("SV")], lines[lines.index("SV") + 1 :]
    b = -float(next(line.split()[1] for line in head if line.startswith("rho")))
    coefficients = np.zeros(len(y))
    for line in body:
        coefficient, number = line.split()[:2]
        coefficients[int(number.split(":")[1]) - 1] += float(coefficient)
    labels = next((line.split()[1:] for line in head if line.startswith("label")), None)
    return (-coefficients, -b) if labels and float(labels[0]) < 0 else (coefficients, b)


def main():
    arrays = {}
    for k, (kind, kernel, n, d, C, share) in enumerate(CASES):
        random = np.random.RandomState(500 + k)
        X = random.standard_normal((n, d)) + 0.5
        y = X @ random.standard_normal(d) + 0.8 * random.standard_normal(n) + 3.0
        if kernel != LINEAR:
            y = y + np.sin(2.0 * X[:, 0])
        if share is not None:
            y = np.where(y > np.quantile(y, 1.0 - share), 1.0, -1.0)
        K = kernel_of(X, kernel)
        coefficients, b = trained(X, K, y, kind, kernel, C)
        f = K @ coefficients + b
        losses = np.maximum(0, 1 - y * f) if share is not None else np.maximum(0, abs(f - y) - EPSILON)
        objective = 0.5 * coefficients @ K @ coefficients + C * losses.sum()
        settings = [C, b, objective, kernel, 0.0 if share is None else 1.0, GAMMA, COEF0, DEGREE, EPSILON]
        arrays |= {f"X_{k}": K if kernel == PRECOMPUTED else X, f"y_{k}": y[:, None], f"f_{k}": f[:, None],
                   f"settings_{k}": np.array([settings])}
    here = pathlib.Path(__file__).resolve().parent
    np.savez(here / "libsvm_svm.npz", **arrays)
    print(f"numpy {np.__version__}: {len(CASES)} cases")


if __name__ == "__main__":
    main()
