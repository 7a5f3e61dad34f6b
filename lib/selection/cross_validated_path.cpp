#include "lib/selection/cross_validated_path.hpp"

#include <numeric>

namespace starling {

CrossValidatedPath cross_validate_path(const Estimator& estimator, const MultiTaskData& data,
                                       const CrossValidatedPathPlan& plan, const std::function<bool(PathPoint)>& sink) {
  PathPlan path = plan.path;
  path.lambdas = path_strengths(estimator, plan.path);
  check_strengths(estimator, path.lambdas);
  std::vector<double> lambdas;
  const auto follow = [&](const FitControl& control) {
    path.control.stop = control.stop;
    bool goes_on = true;
    lambda_path(estimator, data, path, [&](PathPoint point) {
      lambdas.push_back(point.lambda);
      return goes_on = sink(std::move(point));
    });
    return goes_on;
  };
  std::vector<std::size_t> places(path.lambdas.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  FoldScores scores = score_folds(
      estimator, data, {{.points = places, .strengths = path.lambdas}},
      {.folds = plan.folds, .metric = plan.metric, .seed = plan.seed, .control = plan.path.control, .beside = follow});
  CrossValidatedPath found{.metric = scores.metric,
                           .higher_is_better = scores.higher_is_better,
                           .points = {},
                           .folds_used = scores.folds_used,
                           .best = scores.best,
                           .one_se = scores.best};
  for (std::size_t k = scores.best; k-- > 0;)
    if (scores.within_one_error(k)) found.one_se = k;
  for (std::size_t k = 0; k < scores.points.size(); ++k)
    found.points.push_back({std::move(scores.points[k]), lambdas[k]});
  return found;
}

}  // namespace starling
