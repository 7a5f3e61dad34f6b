// Samples to be predicted whose targets nobody knows yet.
#pragma once

#include <optional>

#include "apps/cli/data_argument.hpp"
#include "lib/model/model.hpp"

namespace starling::cli {

// The samples, with 0 for every target; none where DATA is no such file or an option names its targets. Read are
//   CSV, TSV  features and, if there is one, a task column; no column y
//   NPZ       X (n x d) and, if there is one, task; neither y nor Y
//   MATLAB    a matrix X (n x d); no Y
// With tasks, these are in the order in which they first occur; without, every sample is one of every task of the
// model. Every column of a table but the task's and the ignored ones is a feature. Throws InvalidData.
std::optional<MultiTaskData> load_unlabelled(const DataArgument& argument, const Model& model);

}  // namespace starling::cli
