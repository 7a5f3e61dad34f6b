#include "apps/compare/report/profiles.hpp"

#include <algorithm>
#include <optional>

namespace starling::compare {
namespace {

const MethodRow* row_of(const DatasetBlock& block, const std::string& method) {
  const auto row =
      std::find_if(block.rows.begin(), block.rows.end(), [&](const MethodRow& one) { return one.method == method; });
  return row == block.rows.end() ? nullptr : &*row;
}

std::optional<double> seconds_of(const MethodRow* row, std::size_t repetition) {
  if (row == nullptr || !row->results[repetition] || row->results[repetition]->outcome != Outcome::ok) return {};
  // No clock tells less than a microsecond from nothing.
  return std::max(row->results[repetition]->seconds.total(), 1e-6);
}

// Rises by 1 / total at every value, and holds its last height up to `end`.
Curve rising(std::string label, std::vector<double> values, std::size_t total, double end) {
  std::sort(values.begin(), values.end());
  Curve curve{.label = std::move(label), .x = {}, .y = {}};
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (k + 1 < values.size() && values[k + 1] == values[k]) continue;
    curve.x.push_back(values[k]);
    curve.y.push_back(static_cast<double>(k + 1) / static_cast<double>(total));
  }
  if (!curve.x.empty() && curve.x.back() < end) {
    curve.x.push_back(end);
    curve.y.push_back(curve.y.back());
  }
  return curve;
}

double largest_of(std::span<const std::vector<double>> lists) {
  double largest = 0.0;
  for (const std::vector<double>& list : lists)
    for (const double value : list) largest = std::max(largest, value);
  return largest;
}

std::vector<Curve> curves_of(const std::vector<std::string>& methods, const std::vector<std::vector<double>>& values,
                             const std::vector<std::size_t>& totals) {
  const double end = largest_of(values);
  std::vector<Curve> curves;
  for (std::size_t m = 0; m < methods.size(); ++m)
    if (totals[m] > 0) curves.push_back(rising(methods[m], values[m], totals[m], end));
  return curves;
}

}  // namespace

std::vector<Curve> performance_profiles(std::span<const DatasetBlock> blocks) {
  const std::vector<std::string> methods = methods_of(blocks);
  std::vector<std::vector<double>> ratios(methods.size());
  std::size_t problems = 0;
  for (const DatasetBlock& block : blocks)
    for (std::size_t r = 0; r < block.repetitions; ++r) {
      std::vector<std::optional<double>> seconds;
      for (const std::string& method : methods) seconds.push_back(seconds_of(row_of(block, method), r));
      std::optional<double> fastest;
      for (const auto& one : seconds)
        if (one && (!fastest || *one < *fastest)) fastest = one;
      if (!fastest) continue;
      ++problems;
      for (std::size_t m = 0; m < methods.size(); ++m)
        if (seconds[m]) ratios[m].push_back(*seconds[m] / *fastest);
    }
  return curves_of(methods, ratios, std::vector<std::size_t>(methods.size(), problems));
}

}  // namespace starling::compare
