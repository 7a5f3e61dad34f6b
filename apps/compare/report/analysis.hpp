// What may be said of the differences between methods, on one data set and over all of them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/statistics/paired_tests.hpp"
#include "apps/compare/statistics/rank_tests.hpp"

namespace starling::compare {

inline constexpr double significance_level = 0.05;
// Tests over fewer data sets find next to nothing.
inline constexpr std::size_t enough_data_sets = 6;

// On one data set: p-values of every row against the best one by the corrected resampled t-test over repetitions,
// adjusted by Holm. None: the best row itself, rows without every repetition, fewer than two repetitions.
std::vector<std::optional<double>> p_against_best(const DatasetBlock& block);

// Over data sets: one mean per method and data set. Only methods with a score on every data set take part.
struct AcrossDataSets {
  std::vector<std::string> methods, left_out;
  RankComparison ranked;                       // of `methods`
  std::size_t reference = 0;                   // the best mean rank; the first of equal ones
  std::vector<PairedTest> against_reference;   // Wilcoxon's test of each method; meaningless for the reference itself
  std::vector<double> adjusted;                // its p-values by Holm; 1 for the reference
  std::vector<std::vector<WinTieLoss>> duels;  // [a][b]: over the data sets, how often a is better than b
};
AcrossDataSets compare_across(std::span<const DatasetBlock> blocks);

}  // namespace starling::compare
