#include "apps/compare/block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace starling::compare {

std::optional<double> score_of(const std::optional<Result>& result, const ShownMetric& metric) {
  if (!result) return {};
  const auto found = result->metrics.find(metric.name);
  if (found == result->metrics.end()) return {};
  return metric.percent ? 100.0 * found->second : found->second;
}

std::vector<RowSummary> summarise(const DatasetBlock& block) {
  std::vector<RowSummary> summaries(block.rows.size());
  std::vector<std::vector<double>> row_ranks(block.rows.size());
  for (std::size_t r = 0; r < block.repetitions; ++r) {
    std::vector<double> scores;
    std::vector<std::size_t> who;
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      const auto score = score_of(block.rows[i].results[r], block.metric);
      if (!score) continue;
      scores.push_back(*score);
      who.push_back(i);
    }
    const std::vector<double> order = ranks(scores, block.metric.better);
    for (std::size_t k = 0; k < who.size(); ++k) row_ranks[who[k]].push_back(order[k]);
  }
  std::optional<double> best;
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    RowSummary& summary = summaries[i];
    std::vector<double> scores, seconds;
    for (const auto& result : block.rows[i].results) {
      if (const auto score = score_of(result, block.metric)) scores.push_back(*score);
      if (!result || result->outcome == Outcome::skipped) continue;
      seconds.push_back(result->seconds.total());
      if (result->relative_gap)
        summary.relative_gap = std::max(summary.relative_gap.value_or(0.0), *result->relative_gap);
    }
    summary.score = mean_sd(scores);
    summary.complete = scores.size() == block.repetitions;
    if (const auto mean = mean_sd(row_ranks[i])) summary.rank = mean->mean;
    if (const auto mean = mean_sd(seconds)) summary.seconds = mean->mean;
    if (!summary.complete) continue;
    const double score = summary.score->mean;
    if (!best || (block.metric.better == Better::higher ? score > *best : score < *best)) best = score;
  }
  for (RowSummary& summary : summaries) summary.best = summary.complete && summary.score->mean == best;
  return summaries;
}

int decimals_for(const std::vector<RowSummary>& rows) {
  double largest = 0.0;
  for (const RowSummary& row : rows)
    if (row.score) largest = std::max(largest, std::abs(row.score->mean));
  if (largest == 0.0) return 3;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 0, 6);
}

std::string describe(const ShownMetric& metric) {
  return fmt::format("{}{}, {} is better", metric.name, metric.percent ? " in %" : "",
                     metric.better == Better::higher ? "higher" : "lower");
}

std::vector<std::string> footnotes_of(const MethodRow& row, std::size_t repetitions) {
  std::map<std::pair<Outcome, std::string>, std::size_t> counts;
  std::size_t missing = 0;
  for (const auto& result : row.results) {
    if (!result)
      ++missing;
    else if (result->outcome != Outcome::ok)
      ++counts[{result->outcome, result->message.empty() ? result->status : result->message}];
  }
  std::vector<std::string> notes;
  for (const auto& [kind, count] : counts)
    notes.push_back(fmt::format("{}: {} ({} of {}){}{}", row.method, to_string(kind.first), count, repetitions,
                                kind.second.empty() ? "" : ": ", kind.second));
  if (missing > 0) notes.push_back(fmt::format("{}: not run yet ({} of {})", row.method, missing, repetitions));
  return notes;
}

std::vector<std::string> methods_of(std::span<const DatasetBlock> blocks) {
  std::vector<std::string> methods;
  for (const DatasetBlock& block : blocks)
    for (const MethodRow& row : block.rows)
      if (std::find(methods.begin(), methods.end(), row.method) == methods.end()) methods.push_back(row.method);
  return methods;
}

}  // namespace starling::compare
