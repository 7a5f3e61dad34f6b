"""Golden values of LIBLINEAR for tests/golden/liblinear_test.cpp: multi-task machines as one on augmented features.

Run with numpy and LIBLINEAR's liblinear-train (Debian: liblinear-tools): python make_liblinear_svm.py
Writes liblinear_svm.npz beside itself. Sample x of task t becomes (x / sqrt(mu), 0, .., x in block t, .., 0), so that
w_t = w_0 / sqrt(mu) + v_t. Every case is solved far beyond the tolerance it is compared at.
"""
import pathlib
import subprocess
import tempfile

import numpy as np

TASKS, FEATURES = 3, 4
CASES = [  # solver, loss, samples a task, C, mu
    (3, "hinge", 12, 0.1, 0.5),
    (3, "hinge", 25, 1.0, 3.0),
    (2, "squared_hinge", 25, 0.5, 0.3),
    (1, "squared_hinge", 6, 2.0, 3.0),
    (13, "epsilon_insensitive", 12, 0.2, 1.0),
    (11, "squared_epsilon_insensitive", 25, 0.3, 0.5),
    (12, "squared_epsilon_insensitive", 6, 2.0, 3.0),
    (13, "epsilon_insensitive", 25, 0.02, 3.0),
    (0, "logistic", 25, 1.0, 0.5),
    (7, "logistic", 12, 10.0, 3.0),
]
LOSSES = {
    "hinge": lambda y, z, eps: np.maximum(0, 1 - y * z),
    "squared_hinge": lambda y, z, eps: np.maximum(0, 1 - y * z) ** 2,
    "logistic": lambda y, z, eps: np.logaddexp(0, -y * z),
    "epsilon_insensitive": lambda y, z, eps: np.maximum(0, abs(z - y) - eps),
    "squared_epsilon_insensitive": lambda y, z, eps: np.maximum(0, abs(z - y) - eps) ** 2,
}
EPSILON = 0.1


def trained(X, y, solver, C):
    with tempfile.TemporaryDirectory() as folder:
        data, model = pathlib.Path(folder) / "data", pathlib.Path(folder) / "model"
        rows = (" ".join(f"{j + 1}:{v!r}" for j, v in enumerate(map(float, row)) if v != 0) for row in X)
        data.write_text("".join(f"{float(label)!r} {row}\n" for label, row in zip(y, rows)))
        options = ["-s", str(solver), "-c", repr(C), "-e", "1e-12", "-p", repr(EPSILON), "-q"]
        subprocess.run(["liblinear-train", *options, str(data), str(model)], check=True)
        lines = model.read_text().splitlines()
    w = np.array([float(line) for line in lines[lines.index("w") + 1 :]])
    labels = [line.split()[1] for line in lines if line.startswith("label ")]
    return -w if labels and float(labels[0]) < 0 else w


def main():
    arrays = {}
    for k, (solver, loss, n, C, mu) in enumerate(CASES):
        random = np.random.RandomState(300 + k)
        X = random.standard_normal((TASKS * n, FEATURES))
        common = random.standard_normal(FEATURES)
        task = np.repeat(np.arange(TASKS), n)
        own = random.standard_normal((TASKS, FEATURES))
        y = (X * (common + 0.5 * own[task])).sum(axis=1) + 0.5 * random.standard_normal(TASKS * n)
        if "insensitive" not in loss:
            y = np.where(y > 0, 1.0, -1.0)
        blocks = np.zeros((TASKS * n, FEATURES * (TASKS + 1)))
        blocks[:, :FEATURES] = X / np.sqrt(mu)
        for t in range(TASKS):
            blocks[task == t, FEATURES * (t + 1) : FEATURES * (t + 2)] = X[task == t]
        w = trained(blocks, y, solver, C).reshape(TASKS + 1, FEATURES)
        W = (w[0] / np.sqrt(mu) + w[1:]).T
        objective = 0.5 * (w**2).sum() + C * LOSSES[loss](y, (X * W.T[task]).sum(axis=1), EPSILON).sum()
        arrays |= {f"X_{k}": X, f"y_{k}": y[:, None], f"W_{k}": W, f"settings_{k}": np.array([[C, mu, objective]])}
    here = pathlib.Path(__file__).resolve().parent
    np.savez(here / "liblinear_svm.npz", **arrays)
    print(f"numpy {np.__version__}: {len(CASES)} cases")


if __name__ == "__main__":
    main()
