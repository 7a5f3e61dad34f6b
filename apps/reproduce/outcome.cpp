#include "apps/reproduce/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace starling::reproduce {
namespace {

bool is_compared(Mark mark) { return mark == Mark::verified || mark == Mark::second_hand; }

std::string failure_of(const std::optional<compare::Result>& result) {
  if (!result) return "not run";
  if (result->message.empty()) return std::string(compare::to_string(result->outcome));
  return fmt::format("{}: {}", compare::to_string(result->outcome), result->message);
}

CellOutcome outcome_of(const Cell& cell, const std::vector<compare::JobResult>& results) {
  CellOutcome outcome{.cell = cell};
  std::vector<double> scores;
  std::size_t repetitions = 0;
  for (const compare::JobResult& one : results) {
    if (one.job.method != cell.method) continue;
    ++repetitions;
    const auto score = compare::score_of(one.result, cell.metric);
    if (score)
      scores.push_back(*score);
    else if (outcome.failure.empty())
      outcome.failure = failure_of(one.result);
    if (one.result && one.result->relative_gap)
      outcome.relative_gap = std::max(outcome.relative_gap.value_or(0.0), *one.result->relative_gap);
  }
  outcome.ours = compare::mean_sd(scores);
  outcome.repetitions = scores.size();
  if (scores.size() < repetitions || scores.empty())
    outcome.verdict = Verdict::no_number;
  else if (is_compared(cell.mark))
    outcome.verdict = std::abs(outcome.ours->mean - *cell.published) <= cell.band ? Verdict::inside : Verdict::outside;
  return outcome;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  static constexpr std::array<std::string_view, 4> names = {"inside", "outside", "no number", ""};
  return names[static_cast<std::size_t>(verdict)];
}

std::vector<CellOutcome> outcomes_of(const Study& study, std::span<const std::vector<compare::JobResult>> results) {
  std::vector<CellOutcome> outcomes;
  for (const Cell& cell : study.cells)
    for (std::size_t e = 0; e < study.experiments.size(); ++e)
      if (study.experiments[e].label == cell.experiment) outcomes.push_back(outcome_of(cell, results[e]));
  return outcomes;
}

void Tally::add(std::span<const CellOutcome> outcomes) {
  for (const CellOutcome& outcome : outcomes) {
    cells += is_compared(outcome.cell.mark) ? 1 : 0;
    inside += outcome.verdict == Verdict::inside ? 1 : 0;
  }
}

std::string to_string(const Tally& tally) {
  return fmt::format("{} cell{}, {} inside", tally.cells, tally.cells == 1 ? "" : "s", tally.inside);
}

}  // namespace starling::reproduce
