#include "apps/compare/report/negative_transfer.hpp"

#include <cmath>

#include "apps/compare/report/analysis.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::compare {
namespace {

// scores[repetition][task]; empty when a repetition has none, or another number of tasks.
using Scores = std::vector<std::vector<double>>;

Scores scores_of(const MethodRow& row, const std::string& name) {
  Scores scores;
  for (const auto& result : row.results) {
    const auto found = result ? result->task_scores.find(name) : TaskScores::const_iterator{};
    if (!result || found == result->task_scores.end()) return {};
    if (!scores.empty() && scores.front().size() != found->second.size()) return {};
    scores.push_back(found->second);
  }
  return scores;
}

const MethodRow* reference_of(const DatasetBlock& block, std::string_view alone) {
  std::vector<std::string_view> names;
  for (const MethodRow& row : block.rows) {
    if (alone.empty() ? row.alone && row.results.front() && !row.results.front()->task_scores.empty()
                      : row.method == alone)
      return &row;
    names.push_back(row.method);
  }
  if (!alone.empty())
    throw InvalidOption({.what = "no row of data set '" + block.dataset + "' is '" + std::string(alone) + "'",
                         .where = "option --alone",
                         .hint = name_hint(alone, names)});
  return nullptr;
}

TransferRow compare_tasks(const std::string& method, const Scores& alone, const Scores& with, double test_over_train) {
  TransferRow row{.method = method, .tasks = {}, .surely_worse = {}};
  std::vector<double> p_values, changes;
  const auto repetitions = static_cast<double>(alone.size());
  for (std::size_t t = 0; t < alone.front().size(); ++t) {
    std::vector<double> differences;
    double before = 0.0, after = 0.0;
    for (std::size_t r = 0; r < alone.size(); ++r) {
      differences.push_back(with[r][t] - alone[r][t]);
      before += alone[r][t] / repetitions;
      after += with[r][t] / repetitions;
    }
    if (!std::isfinite(before) || !std::isfinite(after) || before <= 0.0) continue;
    row.tasks.push_back({.task = t, .alone = before, .change = (after - before) / before});
    p_values.push_back(corrected_resampled_t(differences, test_over_train, Alternative::greater).p_value);
    changes.push_back(row.tasks.back().change);
    row.worse += after > before;
  }
  if (row.tasks.empty()) return row;
  const std::vector<double> adjusted = holm(p_values);
  for (std::size_t k = 0; k < adjusted.size(); ++k) {
    row.tasks[k].p_value = adjusted[k];
    if (adjusted[k] < significance_level) row.surely_worse.push_back(row.tasks[k].task);
  }
  row.mean_change = mean_sd(changes)->mean;
  row.p_tasks = wilcoxon_signed_rank(changes).p_value;
  return row;
}

}  // namespace

std::optional<NegativeTransfer> negative_transfer(const DatasetBlock& block, std::string_view alone) {
  const MethodRow* reference = reference_of(block, alone);
  if (reference == nullptr) return {};
  for (const std::string name : {"mse", "error"}) {
    const Scores before = scores_of(*reference, name);
    if (before.empty()) continue;
    NegativeTransfer transfer{.dataset = block.dataset, .alone = reference->method, .score = name, .rows = {}};
    for (const MethodRow& row : block.rows) {
      const Scores after = scores_of(row, name);
      if (&row == reference || after.empty() || after.front().size() != before.front().size()) continue;
      transfer.rows.push_back(compare_tasks(row.method, before, after, block.test_over_train));
    }
    if (!transfer.rows.empty()) return transfer;
  }
  return {};
}

}  // namespace starling::compare
