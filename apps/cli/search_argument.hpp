// The options of a search over a grid by cross-validation, for `fit --cv` and `cv`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/command_line.hpp"
#include "apps/cli/method_argument.hpp"
#include "apps/cli/progress.hpp"
#include "lib/selection/cross_validate.hpp"

namespace starling::cli {

struct SearchArgument {
  RunArgument run;
  std::vector<std::string> grid;
  int folds = 5;
  std::string rule = "best", metric;
  std::uint64_t seed = 0;
};

// Declares --grid, --rule, --metric and --seed; the verb itself declares how many folds.
void add_search_argument(Verb& verb, SearchArgument& argument);

// What is tried: --grid, or what is usual. Throws InvalidOption.
Grid grid_of(const SearchArgument& argument, const Estimator& estimator);

// Throws InvalidOption; Interrupted after a signal. The progress of the single fits is not shown.
CrossValidation search(const Estimator& estimator, const MultiTaskData& data, const SearchArgument& argument,
                       ProgressDisplay& display);

}  // namespace starling::cli
