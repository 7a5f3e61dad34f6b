#include "apps/compare/statistics/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace starling::compare {

std::optional<MeanSd> mean_sd(std::span<const double> values) {
  if (values.empty()) return {};
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return MeanSd{.mean = mean, .sd = values.size() > 1 ? std::sqrt(squares / (n - 1.0)) : 0.0};
}

std::vector<double> ranks(std::span<const double> values, Better better) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return better == Better::higher ? values[a] > values[b] : values[a] < values[b];
  });
  std::vector<double> result(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double shared = 0.5 * static_cast<double>(first + 1 + end);
    for (std::size_t i = first; i < end; ++i) result[order[i]] = shared;
    first = end;
  }
  return result;
}

}  // namespace starling::compare
