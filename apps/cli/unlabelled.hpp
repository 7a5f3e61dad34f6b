// Samples to be predicted whose targets nobody knows yet: a table with a task column and without a target column.
#pragma once

#include <optional>

#include "apps/cli/data_argument.hpp"

namespace starling::cli {

// The samples, with 0 for every target; none where DATA is no CSV or TSV file, or where its targets are there or are
// named by an option. Tasks are in the order in which they first occur; every column but the task's and the ignored
// ones is a feature. Throws InvalidData with file:line:column.
std::optional<MultiTaskData> load_unlabelled(const DataArgument& argument);

}  // namespace starling::cli
