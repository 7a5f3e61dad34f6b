// The tables a comparison prints, at most 80 characters wide.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
};

// One data set. Repetition r of every row, of which there are `repetitions`, saw the same training and test samples.
struct DatasetBlock {
  std::string dataset;
  ShownMetric metric;
  std::vector<MethodRow> rows;
  std::size_t repetitions = 1;
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

// A row per method: metric mean +- sd, rank, time, gap; failures as footnotes.
std::string block_table(const DatasetBlock& block);

// A row per method, a column per data set, and the mean rank over data sets.
std::string matrix_table(std::span<const DatasetBlock> blocks);

}  // namespace starling::compare
