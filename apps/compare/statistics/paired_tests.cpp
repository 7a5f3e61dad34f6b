#include "apps/compare/statistics/paired_tests.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "apps/compare/statistics/summary.hpp"

namespace starling::compare {
namespace {

constexpr std::size_t exact_limit = 200;

double combine(double below, double above, Alternative alternative) {
  if (alternative == Alternative::greater) return std::min(1.0, above);
  if (alternative == Alternative::less) return std::min(1.0, below);
  return std::min(1.0, 2.0 * std::min(below, above));
}

// P(W <= w) and P(W >= w) of the sum of ranks with random signs. Twice a rank is whole even when ranks are shared, so
// sums are counted by a table over whole numbers, in probabilities, which do not overflow.
double exact_p(std::span<const double> rank, double positive, Alternative alternative) {
  const auto doubled = [](double value) { return static_cast<std::size_t>(std::llround(2.0 * value)); };
  std::vector<double> probability(doubled(std::accumulate(rank.begin(), rank.end(), 0.0)) + 1, 0.0);
  probability[0] = 1.0;
  std::size_t reached = 0;
  for (const double one : rank) {
    const std::size_t step = doubled(one);
    reached += step;
    for (std::size_t sum = reached + 1; sum-- > 0;)
      probability[sum] = 0.5 * (probability[sum] + (sum >= step ? probability[sum - step] : 0.0));
  }
  const auto at = probability.begin() + static_cast<std::ptrdiff_t>(doubled(positive));
  return combine(std::accumulate(probability.begin(), at + 1, 0.0), std::accumulate(at, probability.end(), 0.0),
                 alternative);
}

double normal_p(std::span<const double> rank, double positive, Alternative alternative) {
  const double mean = 0.5 * std::accumulate(rank.begin(), rank.end(), 0.0);
  double squares = 0.0;  // the sum of squared shared ranks holds the correction for ties
  for (const double one : rank) squares += one * one;
  const double z = (positive - mean) / std::sqrt(0.25 * squares);
  return combine(0.5 * std::erfc(-z / std::sqrt(2.0)), 0.5 * std::erfc(z / std::sqrt(2.0)), alternative);
}

}  // namespace

PairedTest wilcoxon_signed_rank(std::span<const double> differences, Alternative alternative) {
  std::vector<double> sizes;
  std::vector<bool> positive;
  for (const double difference : differences) {
    if (difference == 0.0) continue;
    sizes.push_back(std::abs(difference));
    positive.push_back(difference > 0.0);
  }
  PairedTest test{.n = sizes.size()};
  if (sizes.empty()) return test;
  const std::vector<double> rank = ranks(sizes, Better::lower);
  for (std::size_t i = 0; i < rank.size(); ++i)
    if (positive[i]) test.statistic += rank[i];
  test.p_value =
      test.n <= exact_limit ? exact_p(rank, test.statistic, alternative) : normal_p(rank, test.statistic, alternative);
  return test;
}

PairedTest corrected_resampled_t(std::span<const double> differences, double test_over_train, Alternative alternative) {
  PairedTest test{.n = differences.size()};
  if (test.n < 2) return test;
  const MeanSd spread = *mean_sd(differences);
  const double error = spread.sd * std::sqrt(1.0 / static_cast<double>(test.n) + test_over_train);
  if (error == 0.0) {
    if (spread.mean == 0.0) return test;
    test.statistic = std::copysign(std::numeric_limits<double>::infinity(), spread.mean);
    test.p_value = combine(spread.mean > 0.0, spread.mean < 0.0, alternative);
    return test;
  }
  test.statistic = spread.mean / error;
  const boost::math::students_t t(static_cast<double>(test.n - 1));
  test.p_value = combine(cdf(t, test.statistic), cdf(complement(t, test.statistic)), alternative);
  return test;
}

std::vector<double> holm(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0.0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(order.size() - k) * p_values[order[k]]));
    adjusted[order[k]] = largest;
  }
  return adjusted;
}

WinTieLoss win_tie_loss(std::span<const double> differences) {
  WinTieLoss count;
  for (const double difference : differences)
    ++(difference > 0.0 ? count.wins : difference < 0.0 ? count.losses : count.ties);
  return count;
}

}  // namespace starling::compare
