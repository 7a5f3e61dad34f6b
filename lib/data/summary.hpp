// What multi-task data look like, and what to mind before learning from them.
//
//     const DataSummary summary = summarize(data);
//     for (const std::string& advice : summary.advice) print(advice);
//
// Columns are looked at over the rows of all tasks together (over the one X once when it is shared). Rows of weight 0
// count in what is constant or equal, not in deviations. COST: three passes over the features, and one 64-bit number a
// column.
#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

struct TaskSummary {
  std::string name;
  arma::uword n_samples = 0;                         // samples of positive weight
  arma::uword n_missing = 0;                         // missing targets, or samples of weight 0
  double target_mean = 0.0, target_deviation = 0.0;  // of the samples, unweighted; divisor n
  arma::uword n_target_values = 0;                   // distinct values, counted up to 3
  double larger_class = 0.0;                         // share of the larger of two target values; 0 for other numbers
};

// A column and the first one it equals.
struct DuplicateColumn {
  arma::uword column = 0, first = 0;
};

struct DataSummary {
  arma::uword n_tasks = 0, n_features = 0, n_samples = 0, n_missing = 0;
  bool shared = false, sparse = false;
  double nonzero_share = 0.0;  // of the entries of X
  bool two_classes = false;    // two target values in all tasks together
  std::vector<TaskSummary> tasks = {};
  std::vector<arma::uword> constant_columns = {};
  std::vector<DuplicateColumn> duplicate_columns = {};       // constant columns are not listed again
  double smallest_deviation = 0.0, largest_deviation = 0.0;  // of the columns that are not constant
  std::vector<std::string> advice = {};                      // sentences for a person
};

DataSummary summarize(const MultiTaskData& data);

}  // namespace starling
