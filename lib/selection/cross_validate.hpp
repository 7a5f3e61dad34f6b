// Choosing options by k-fold cross-validation within every task.
//
//     const auto estimator = make_estimator("trace_norm");
//     const CrossValidation search =
//         cross_validate(*estimator, data, {.grid = parse_grid({"lambda=auto:30"}, *estimator)});
//     search.points[search.chosen].params, search.refit
//
// METHOD  Every task is cut into folds; a model is fitted to the other folds of all tasks and judged on the ones left
//         out. Within a fold, fits that differ in the penalty strength alone run from the largest to the smallest, each
//         from the solution before it. A share of lambda_max is resolved on the training samples of the fold, and for
//         the refit on all samples. The mean and the standard error (sd / sqrt(folds)) of a grid point are over folds.
//         "best" has the best mean, the first of equals (the larger strength); "one_se" is the largest strength whose
//         mean lies within one standard error of the best, the other options being those of the best. Without a
//         penalty strength in the grid, or where the best has no standard error, it is the best itself.
//         Folds run side by side on control.threads threads, which also bound the threads of the fits inside them.
// MEMORY  The training and test samples of as many folds as run at once; where folds of a shared X differ between
// tasks,
//         its matrix is used by all of them.
// EDGES   Throws InvalidOption for an empty grid, an unknown metric, folds < 2 or more than a task has samples, and for
//         shares of lambda_max with a method that has none; InvalidData when the metric is undefined at every point.
//         A score that is undefined in a fold leaves that fold out for all points, so that means stay comparable.
//         The same inputs give the same bits, for any number of threads.
//         The progress callback is called by one fold at a time, from any thread; once it says stop, every fold ends at
//         its next check. An exception in a fold ends the folds after it; the one of the first such fold is thrown.
// PAPERS  stone1974cross, breiman1984classification (one standard error)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/estimator/estimator.hpp"
#include "lib/selection/grid.hpp"

namespace starling {

enum class SelectionRule { best, one_se };
std::span<const std::string_view> enum_names(SelectionRule);

struct CrossValidationPlan {
  Grid grid;
  int folds = 5;
  std::string metric = {};  // name; empty: the natural one of the method (see natural_metric)
  SelectionRule rule = SelectionRule::best;
  std::uint64_t seed = 0;   // of the folds
  FitControl control = {};  // of every fit; its start is for the refit alone, its threads are for the whole search
};

struct GridPointScore {
  Params params;                             // of the grid's options
  std::vector<std::optional<double>> folds;  // none: undefined
  double mean = 0.0, standard_error = 0.0;
};

struct CrossValidation {
  std::string metric;
  bool higher_is_better = false;
  std::vector<GridPointScore> points;  // in the order of grid_points()
  std::size_t folds_used = 0;          // folds in which the metric is defined at every point
  std::size_t best = 0, one_se = 0, chosen = 0;
  Fit refit;  // with the chosen options, on all data
  // The progress callback stopped a fit: there are no points, or no refit.
  bool interrupted = false;
};

CrossValidation cross_validate(const Estimator& estimator, const MultiTaskData& data, const CrossValidationPlan& plan);

}  // namespace starling
