// Tests of paired differences: two methods on the same data sets, splits or tasks.
//
//     const std::vector<double> differences = ...;                   // a minus b, one a data set
//     const PairedTest test = wilcoxon_signed_rank(differences);     // test.p_value
//     const std::vector<double> adjusted = holm(p_values);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace starling::compare {

// What is shown when the hypothesis "no difference" is refused.
enum class Alternative { two_sided, greater, less };

struct PairedTest {
  double statistic = 0.0;
  double p_value = 1.0;
  std::size_t n = 0;  // differences that took part
};

// PROBLEM  Are the differences symmetric about 0?
// METHOD   The statistic is the sum of the ranks of the positive ones among all absolute differences; zeros are dropped
//          and equal ones share the mean of their ranks (SciPy's zero_method="wilcox"). The p-value is exact, over all
//          2^n signs and with ties as they are, up to n = 200; beyond that normal, with the variance corrected for
//          ties.
// COST     n^3 additions.
// EDGES    Nothing but zeros: p = 1.
// PAPERS   wilcoxon1945individual, demsar2006statistical
PairedTest wilcoxon_signed_rank(std::span<const double> differences, Alternative alternative = Alternative::two_sided);

// PROBLEM  Is the mean difference over repeated random splits of one data set 0?
// METHOD   Student's t with n - 1 degrees of freedom, where the variance of the mean is (1 / n + test_over_train) times
//          that of the differences, because training sets overlap. test_over_train = 0, for independent draws of the
//          data, is the usual paired test.
// EDGES    Fewer than two differences: p = 1. Without any spread: p = 1 for a mean of 0, else 0.
// PAPERS   nadeau2003inference
PairedTest corrected_resampled_t(std::span<const double> differences, double test_over_train,
                                 Alternative alternative = Alternative::two_sided);

// p-values adjusted for their number, step by step down from the least, in the order given: those below a level are
// significant with a family-wise error of at most that level.
// PAPERS   holm1979simple
std::vector<double> holm(std::span<const double> p_values);

struct WinTieLoss {
  std::size_t wins = 0, ties = 0, losses = 0;
};
// Of positive, zero and negative differences.
WinTieLoss win_tie_loss(std::span<const double> differences);

}  // namespace starling::compare
