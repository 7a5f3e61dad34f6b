// Choosing options by k-fold cross-validation within every task.
//
//     const auto estimator = make_estimator("trace_norm");
//     const CrossValidation search =
//         cross_validate(*estimator, data, {.grid = parse_grid({"lambda=auto:30"}, *estimator)});
//     search.points[search.chosen].params, search.refit
//
// METHOD  Scores as fold_scores.hpp says; within a fold, fits that differ in the penalty strength alone run from the
//         largest to the smallest, each from the solution before it. A share of lambda_max is resolved on the training
//         samples of the fold, and for the refit on all samples.
//         "best" has the best mean, the first of equals (the larger strength); "one_se" is the largest strength whose
//         mean lies within one standard error of the best, the other options being those of the best. Without a
//         penalty strength in the grid, or where the best has no standard error, it is the best itself.
// EDGES   As in fold_scores.hpp. Throws InvalidOption also for an empty grid, and for shares of lambda_max with a
//         method that has none. A score that is undefined in a fold leaves that fold out for all points, so that means
//         stay comparable.
// PAPERS  stone1974cross, breiman1984classification (one standard error)
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/estimator/estimator.hpp"
#include "lib/selection/fold_scores.hpp"
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

struct GridPointScore : PointScore {
  Params params;  // of the grid's options
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
