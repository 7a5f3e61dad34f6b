"""Golden values of LIBLINEAR for tests/golden/liblinear_test.cpp: Crammer and Singer's machine for coupled tasks as one
on augmented features.

Run with numpy and LIBLINEAR's liblinear-train (Debian: liblinear-tools): python make_liblinear_classes.py
Writes liblinear_classes.npz beside itself. Sample x of task t becomes (x / sqrt(mu), 0, .., x in block t, .., 0), so
that w_tk = w_0k / sqrt(mu) + v_tk; a penalised intercept is a feature that is 1 everywhere. Every case is solved far
beyond the tolerance it is compared at.
"""
import pathlib
import subprocess
import tempfile

import numpy as np

TASKS, FEATURES = 3, 4
CASES = [  # classes, samples a task, C, mu, intercept, weight of every class
    (3, 12, 0.1, 0.5, False, None),
    (3, 25, 1.0, 3.0, True, None),
    (4, 20, 0.3, 0.3, True, (1.0, 2.0, 0.5, 1.5)),
    (6, 30, 2.0, 1.0, False, None),
    (2, 25, 0.5, 1.0, False, None),
]


def trained(X, y, classes, C, weights):
    with tempfile.TemporaryDirectory() as folder:
        data, model = pathlib.Path(folder) / "data", pathlib.Path(folder) / "model"
        rows = (" ".join(f"{j + 1}:{v!r}" for j, v in enumerate(map(float, row)) if v != 0) for row in X)
        data.write_text("".join(f"{int(label)} {row}\n" for label, row in zip(y, rows)))
        options = ["-s", "4", "-c", repr(C), "-e", "1e-13", "-q"]
        for label, weight in enumerate(weights):
            options += [f"-w{label}", repr(weight)]
        subprocess.run(["liblinear-train", *options, str(data), str(model)], check=True)
        lines = model.read_text().splitlines()
    labels = next(line.split()[1:] for line in lines if line.startswith("label "))
    w = np.array([line.split() for line in lines[lines.index("w") + 1 :]], dtype=float)
    return w[:, np.argsort([int(label) for label in labels])]  # columns: classes 0, 1, ..


def main():
    arrays = {}
    for k, (classes, n, C, mu, intercept, weights) in enumerate(CASES):
        random = np.random.RandomState(400 + k)
        X = random.standard_normal((TASKS * n, FEATURES))
        task = np.repeat(np.arange(TASKS), n)
        means = random.standard_normal((classes, FEATURES))
        own = 0.5 * random.standard_normal((TASKS, classes, FEATURES))
        scores = np.einsum("ij,ikj->ik", X, means + own[task]) + 0.7 * random.standard_normal((TASKS * n, classes))
        y = scores.argmax(axis=1)
        weights = weights or (1.0,) * classes
        seen = np.hstack([X, np.ones((TASKS * n, 1))]) if intercept else X
        d = seen.shape[1]
        blocks = np.zeros((TASKS * n, d * (TASKS + 1)))
        blocks[:, :d] = seen / np.sqrt(mu)
        for t in range(TASKS):
            blocks[task == t, d * (t + 1) : d * (t + 2)] = seen[task == t]
        w = trained(blocks, y, classes, C, weights).reshape(TASKS + 1, d, classes)
        W = w[0] / np.sqrt(mu) + w[1:]  # tasks x features x classes
        eta = np.einsum("ij,ijk->ik", seen, W[task])
        own_class = np.arange(classes) == y[:, None]
        losses = np.where(own_class, eta, eta + 1).max(axis=1) - eta[own_class]
        objective = 0.5 * (w**2).sum() + C * (np.array(weights)[y] * losses).sum()
        # d x (classes tasks): class after class, of each task after task.
        flat = W.transpose(1, 2, 0).reshape(d, classes * TASKS)
        arrays |= {f"X_{k}": X, f"y_{k}": y[:, None].astype(float), f"W_{k}": flat}
        arrays |= {f"settings_{k}": np.array([[classes, C, mu, float(intercept), objective]])}
        arrays |= {f"weights_{k}": np.array([weights])}
    here = pathlib.Path(__file__).resolve().parent
    np.savez(here / "liblinear_classes.npz", **arrays)
    print(f"numpy {np.__version__}: {len(CASES)} cases")


if __name__ == "__main__":
    main()
