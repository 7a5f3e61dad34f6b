"""Golden values of SciPy, statsmodels and scikit-posthocs for tests/apps/compare/statistics/.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 scikit-posthocs==0.17.1
    python make_compare_statistics.py

Writes compare_statistics.npz beside itself.
"""
import pathlib

import numpy as np
import scikit_posthocs
from scipy import stats
from statsmodels.stats.multitest import multipletests

ALTERNATIVES = ["two-sided", "greater", "less"]
ALL_SIGNS = stats.PermutationMethod(n_resamples=np.inf)


def wilcoxon_cases(random):
    plain = random.normal(0.3, 1.0, 25)
    ties = np.array([0.5, 0.5, -0.5, 1.0, 0.0, 1.5, -1.0, 2.0, 0.0, 1.5, 3.0])
    one = np.array([0.25])
    for name, differences, method in [
        ("plain", plain, "exact"),
        ("short", np.array([1.2, 0.4, 0.9, 2.2, 0.1, 0.7]), "exact"),
        ("ties", ties, ALL_SIGNS),
        ("one", one, "exact"),
        ("long", random.normal(0.05, 1.0, 300).round(1), "asymptotic"),
    ]:
        found = [stats.wilcoxon(differences, alternative=a, method=method, correction=False) for a in ALTERNATIVES]
        yield f"wilcoxon_{name}", differences
        yield f"wilcoxon_{name}_p", np.array([f.pvalue for f in found])
        yield f"wilcoxon_{name}_statistic", np.array([found[1].statistic])


def friedman_cases(random):
    plain = random.normal(size=(12, 5)) + np.arange(5) * 0.4
    ties = random.integers(0, 4, size=(9, 4)).astype(float)
    for name, scores in [("plain", plain), ("ties", ties)]:
        n, k = scores.shape
        chi, p = stats.friedmanchisquare(*scores.T)
        f = (n - 1) * chi / (n * (k - 1) - chi)
        ranks = np.apply_along_axis(stats.rankdata, 1, scores)
        yield f"friedman_{name}", scores
        yield f"friedman_{name}_ranks", ranks.mean(axis=0)
        yield f"friedman_{name}_found", np.array([chi, p, f, stats.f.sf(f, k - 1, (k - 1) * (n - 1))])
        yield f"friedman_{name}_nemenyi_p", scikit_posthocs.posthoc_nemenyi_friedman(scores).to_numpy()


def t_cases(random):
    differences = random.normal(0.4, 0.5, 10)
    for ratio in [0.0, 1.0 / 3.0]:
        error = np.sqrt((1 / len(differences) + ratio) * differences.var(ddof=1))
        t = differences.mean() / error
        law = stats.t(len(differences) - 1)
        yield f"t_{0 if ratio == 0 else 3}", np.array([t, 2 * law.sf(abs(t)), law.sf(t), law.cdf(t)])
    plain = stats.ttest_1samp(differences, 0.0)
    yield "t_scipy", np.array([plain.statistic, plain.pvalue])
    yield "t_differences", differences


def main():
    random = np.random.default_rng(20)
    golden = dict(wilcoxon_cases(random)) | dict(friedman_cases(random)) | dict(t_cases(random))
    p = np.array([0.01, 0.04, 0.03, 0.005, 0.8, 0.03])
    golden["holm_p"] = p
    golden["holm_adjusted"] = multipletests(p, method="holm")[1]
    groups = np.array([2, 3, 5, 10, 20, 50])
    golden["range_groups"] = groups.astype(float)
    law = stats.studentized_range
    golden["range_quantiles"] = np.array([[law.ppf(level, k, np.inf) for k in groups] for level in (0.9, 0.95, 0.99)])
    golden["range_cdf"] = np.array([[law.cdf(q, k, np.inf) for k in groups] for q in (0.5, 2.0, 5.0)])
    matrices = {name: np.atleast_2d(values) for name, values in golden.items()}  # the reader knows two dimensions
    np.savez(pathlib.Path(__file__).with_name("compare_statistics.npz"), **matrices)


if __name__ == "__main__":
    main()
