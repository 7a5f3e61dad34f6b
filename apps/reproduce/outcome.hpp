// What came of a study: every published number beside ours.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/compare/assemble.hpp"
#include "apps/compare/statistics/summary.hpp"
#include "apps/reproduce/study.hpp"

namespace starling::reproduce {

enum class Verdict {
  inside,
  outside,
  no_number,     // some repetition has no result, or the metric is not defined
  not_compared,  // nothing is published, or only remembered
};
std::string_view to_string(Verdict verdict);

struct CellOutcome {
  Cell cell;
  std::optional<compare::MeanSd> ours = {};  // over the repetitions, in the units that are shown
  std::size_t repetitions = 0;               // that have a number
  std::optional<double> relative_gap = {};   // the worst certified one
  Verdict verdict = Verdict::not_compared;
  std::string failure = {};  // of the first repetition without a number
};

// results[e] are those of experiment e. METHOD  Inside: the mean over repetitions is no further from the published
// number than the band says. Spreads do not widen it.
std::vector<CellOutcome> outcomes_of(const Study& study, std::span<const std::vector<compare::JobResult>> results);

struct Tally {
  std::size_t cells = 0, inside = 0;  // cells: those compared
  void add(std::span<const CellOutcome> outcomes);
};

// "12 cells, 10 inside"
std::string to_string(const Tally& tally);

}  // namespace starling::reproduce
