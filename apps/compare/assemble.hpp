// From jobs and their results to blocks that can be compared.
//
//     const Assembled found = assemble(records_of(read_store("comparison.db")), {});
//     found.blocks, found.warnings
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/store.hpp"

namespace starling::compare {

struct JobResult {
  Job job;
  std::optional<Result> result;  // none: not run yet
};

struct Assembled {
  std::vector<DatasetBlock> blocks;   // data sets and methods in the order of their positions, then of their names
  std::vector<std::string> warnings;  // what a reader of the tables has to know, as sentences
};

// METHOD  A block is a data set, the content of its files and a way to split it: only repetitions that saw the same
//         samples stand beside each other. Of two results for one cell (a method was run again with another gap, say)
//         the later one in `all` is shown, and a warning counts the others.
// `metrics` are the exact names to show: the first that a data set has; none: ev_global or auc. Throws InvalidOption
// for an unknown one.
Assembled assemble(std::span<const JobResult> all, std::span<const std::string> metrics);

std::vector<JobResult> records_of(StoreContent content);

}  // namespace starling::compare
