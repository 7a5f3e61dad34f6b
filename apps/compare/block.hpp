// The results of all methods on one data set, and what they amount to.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/compare/result.hpp"
#include "apps/compare/statistics/summary.hpp"

namespace starling::compare {

// The metric a table compares by: its exact name, averaging included, and how it is printed.
struct ShownMetric {
  std::string name;
  Better better = Better::higher;
  bool percent = false;  // times 100
};

struct MethodRow {
  std::string method;
  std::vector<std::optional<Result>> results;  // one a repetition; none: not run yet
  bool alone = false;                          // it learns every task by itself
};

// One data set. Repetition r of every row, of which there are `repetitions`, saw the same training and test samples.
struct DatasetBlock {
  std::string dataset;
  ShownMetric metric;
  std::vector<MethodRow> rows;
  std::size_t repetitions = 1;
  double test_over_train = 0.0;  // of repeated splits of the same samples; 0: every repetition draws its own
};

// What a row amounts to.
struct RowSummary {
  std::optional<MeanSd> score;         // over the repetitions that have the metric
  bool complete = false;               // every repetition has it
  bool best = false;                   // of the complete rows
  std::optional<double> rank;          // mean over repetitions of the rank among the rows that have the metric
  double seconds = 0.0;                // tuning, fit and prediction of one repetition, mean
  std::optional<double> relative_gap;  // the worst certified one
};
std::vector<RowSummary> summarise(const DatasetBlock& block);

// In the units that are shown; none: not run, or undefined.
std::optional<double> score_of(const std::optional<Result>& result, const ShownMetric& metric);

// Digits after the point so that the largest score has four in all.
int decimals_for(const std::vector<RowSummary>& rows);

// "ev_global in %, higher is better"
std::string describe(const ShownMetric& metric);

// What the numbers of a row do not say: "trace_norm: skipped (3 of 3): the targets are not classes".
std::vector<std::string> footnotes_of(const MethodRow& row, std::size_t repetitions);

// The methods of all blocks, in the order in which they come first.
std::vector<std::string> methods_of(std::span<const DatasetBlock> blocks);

}  // namespace starling::compare
