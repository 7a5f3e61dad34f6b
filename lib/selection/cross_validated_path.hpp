// A path of solutions together with what cross-validation says of its strengths.
//
//     const CrossValidatedPath found = cross_validate_path(*estimator, data, {.path = {.count = 100}},
//         [&](PathPoint point) { ...; return true; });     // the fits to all data, one by one
//     found.points[found.best].lambda, found.points[found.one_se].mean
//
// METHOD  The path as path.hpp says, and the same strengths in every fold as fold_scores.hpp says, all side by side.
//         The scores are those of cross_validate() with these strengths as its grid; nothing is fitted again.
//         "best" has the best mean, the first of equals; "one_se" is the largest strength whose mean lies within one
//         standard error of the best.
// EDGES   Those of both. Shares of lambda_max are those of the training samples of a fold; `lambda` is the strength on
//         all data. A path that sink ends, or the progress callback, has no scores. sink is called from any thread, by
//         one fit at a time.
// PAPERS  stone1974cross, breiman1984classification (one standard error)
#pragma once

#include "lib/selection/fold_scores.hpp"
#include "lib/selection/path.hpp"

namespace starling {

struct CrossValidatedPathPlan {
  PathPlan path = {};
  int folds = 5;
  std::string metric = {};  // name; empty: the natural one of the method
  std::uint64_t seed = 0;   // of the folds
};

struct PathScore : PointScore {
  double lambda = 0.0;  // absolute, on all data
};

struct CrossValidatedPath {
  std::string metric;
  bool higher_is_better = false;
  std::vector<PathScore> points;  // one a strength; none where the path was stopped
  std::size_t folds_used = 0;     // in which the metric is defined at every point
  std::size_t best = 0, one_se = 0;

  bool interrupted() const { return points.empty(); }
};

CrossValidatedPath cross_validate_path(const Estimator& estimator, const MultiTaskData& data,
                                       const CrossValidatedPathPlan& plan, const std::function<bool(PathPoint)>& sink);

}  // namespace starling
