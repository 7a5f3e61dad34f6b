#include "lib/selection/cross_validate.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

// The names of the penalty strengths in the grid: points that differ in them alone are one path.
std::vector<std::string> strengths_of(const Grid& grid) {
  std::vector<std::string> names;
  for (const GridAxis& axis : grid)
    if (axis.is_lambda) names.push_back(axis.name);
  return names;
}

Params without(Params params, const std::vector<std::string>& names) {
  for (const std::string& name : names) params.erase(name);
  return params;
}

void check_shares(const Estimator& estimator, const MultiTaskData& data, const Grid& grid) {
  for (const GridAxis& axis : grid)
    if (axis.is_relative && !estimator.lambda_max(data))
      throw InvalidOption({.what = "shares of lambda_max for a method that has none",
                           .where = "grid of " + axis.name + ", method " + estimator.name(),
                           .hint = "give absolute strengths"});
}

// The points that differ in the penalty strength alone, from the largest on; a point of a grid without strengths is
// alone.
std::vector<ScoredPath> paths_of(const Estimator& estimator, const std::vector<Params>& points) {
  const std::string name = strength_name(estimator).value_or("");
  std::vector<ScoredPath> paths;
  for (std::size_t k = 0; k < points.size(); ++k) {
    Params rest = points[k];
    const auto strength = rest.extract(name);
    auto path = std::ranges::find_if(paths, [&](const ScoredPath& p) { return p.rest == rest; });
    if (path == paths.end()) path = paths.insert(path, {.rest = rest, .points = {}});
    path->points.push_back(k);
    if (!strength.empty()) path->strengths.push_back(spelling::parse_lambda(strength.mapped()).value());
  }
  return paths;
}

// The first point on the path of the best that is within one standard error of it: the largest strength.
std::size_t one_error_from_best(const FoldScores& scores, const std::vector<Params>& points,
                                const std::vector<std::string>& strengths) {
  for (std::size_t k = 0; k < scores.best && !strengths.empty(); ++k)
    if (without(points[k], strengths) == without(points[scores.best], strengths) && scores.within_one_error(k))
      return k;
  return scores.best;
}

}  // namespace

std::span<const std::string_view> enum_names(SelectionRule) {
  static constexpr std::array<std::string_view, 2> names = {"best", "one_se"};
  return names;
}

CrossValidation cross_validate(const Estimator& estimator, const MultiTaskData& data, const CrossValidationPlan& plan) {
  const std::vector<Params> points = grid_points(plan.grid);
  if (!plan.metric.empty()) find_metric(plan.metric);
  with_threads(plan.control.threads, [&] { check_shares(estimator, data, plan.grid); });
  FoldScores scores =
      score_folds(estimator, data, paths_of(estimator, points),
                  {.folds = plan.folds, .metric = plan.metric, .seed = plan.seed, .control = plan.control});
  CrossValidation search;
  search.interrupted = scores.interrupted();
  if (search.interrupted) return search;
  search.metric = scores.metric;
  search.higher_is_better = scores.higher_is_better;
  search.folds_used = scores.folds_used;
  search.best = scores.best;
  search.one_se = one_error_from_best(scores, points, strengths_of(plan.grid));
  search.chosen = plan.rule == SelectionRule::one_se ? search.one_se : search.best;
  for (std::size_t k = 0; k < points.size(); ++k) search.points.push_back({std::move(scores.points[k]), points[k]});
  const auto chosen = estimator.clone();
  chosen->set_params(points[search.chosen]);
  search.refit = chosen->fit(data, plan.control);
  search.interrupted = search.refit.report.status == Status::interrupted;
  return search;
}

}  // namespace starling
