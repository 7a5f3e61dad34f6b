#include "apps/compare/statistics/rank_tests.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "apps/compare/statistics/studentized_range.hpp"

namespace starling::compare {
namespace {

// The sum of t^3 - t over groups of t equal ranks.
double tie_excess(std::vector<double> rank) {
  std::sort(rank.begin(), rank.end());
  double excess = 0.0;
  for (auto first = rank.begin(); first != rank.end();) {
    const auto end = std::upper_bound(first, rank.end(), *first);
    const auto t = static_cast<double>(end - first);
    excess += t * t * t - t;
    first = end;
  }
  return excess;
}

}  // namespace

RankComparison compare_ranks(std::span<const std::vector<double>> scores, std::span<const Better> better) {
  RankComparison result{.data_sets = scores.size(), .mean_ranks = {}, .friedman = {}, .iman_davenport = {}};
  if (scores.empty()) return result;
  const std::size_t methods = scores.front().size();
  const auto n = static_cast<double>(scores.size()), k = static_cast<double>(methods);
  result.mean_ranks.assign(methods, 0.0);
  double excess = 0.0;
  for (std::size_t d = 0; d < scores.size(); ++d) {
    const std::vector<double> rank = ranks(scores[d], better[d]);
    for (std::size_t m = 0; m < methods; ++m) result.mean_ranks[m] += rank[m];
    excess += tie_excess(rank);
  }
  for (double& rank : result.mean_ranks) rank /= n;
  if (methods < 2) return result;
  result.critical_difference = nemenyi_critical_difference(methods, scores.size());
  const double untied = 1.0 - excess / (n * k * (k * k - 1.0));
  if (scores.size() < 2 || !(untied > 0.0)) return result;
  double spread = 0.0;
  for (const double mean : result.mean_ranks) spread += (mean - 0.5 * (k + 1.0)) * (mean - 0.5 * (k + 1.0));
  const double chi = 12.0 * n / (k * (k + 1.0)) * spread / untied;
  result.friedman = {chi, cdf(complement(boost::math::chi_squared(k - 1.0), chi))};
  const double rest = n * (k - 1.0) - chi;
  if (rest <= 1e-9 * n * k) {
    result.iman_davenport = {std::numeric_limits<double>::infinity(), 0.0};
    return result;
  }
  const double f = (n - 1.0) * chi / rest;
  result.iman_davenport = {f, cdf(complement(boost::math::fisher_f(k - 1.0, (k - 1.0) * (n - 1.0)), f))};
  return result;
}

double nemenyi_critical_difference(std::size_t methods, std::size_t data_sets, double level) {
  const auto n = static_cast<double>(data_sets), k = static_cast<double>(methods);
  return studentized_range_quantile(1.0 - level, methods) / std::sqrt(2.0) * std::sqrt(k * (k + 1.0) / (6.0 * n));
}

std::vector<std::vector<std::size_t>> indistinguishable(std::span<const double> mean_ranks,
                                                        double critical_difference) {
  std::vector<std::size_t> order(mean_ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return mean_ranks[a] < mean_ranks[b]; });
  std::vector<std::vector<std::size_t>> groups;
  std::size_t covered = 0;  // where the longest run so far ends
  for (std::size_t first = 0; first < order.size(); ++first) {
    std::size_t end = first + 1;
    while (end < order.size() && mean_ranks[order[end]] - mean_ranks[order[first]] <= critical_difference) ++end;
    if (end - first >= 2 && end > covered)
      groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(first),
                          order.begin() + static_cast<std::ptrdiff_t>(end));
    covered = std::max(covered, end);
  }
  return groups;
}

}  // namespace starling::compare
