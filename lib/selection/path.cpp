#include "lib/selection/path.hpp"

#include "lib/base/error.hpp"
#include "lib/selection/grid.hpp"

namespace starling {

// A list goes to fit_path() as it is.
std::vector<Lambda> path_strengths(const Estimator& estimator, const PathPlan& plan) {
  if (!plan.lambdas.empty()) return plan.lambdas;
  const auto name = strength_name(estimator);
  if (!name) return {Lambda::share_of_max(1.0)};  // there is no path, as fit_path() will say
  if (!(plan.least_share > 0.0 && plan.least_share < 1.0))
    throw InvalidOption({.what = "invalid value",
                         .where = "option least_share",
                         .expected = "a number > 0 and < 1",
                         .got = spelling::print(plan.least_share)});
  const GridAxis axis = parse_axis(
      *name + "=1max:" + spelling::print(Lambda::share_of_max(plan.least_share)) + ":" + std::to_string(plan.count),
      estimator);
  return axis_strengths(axis);
}

void lambda_path(const Estimator& estimator, const MultiTaskData& data, const PathPlan& plan,
                 const std::function<bool(PathPoint)>& sink) {
  estimator.fit_path(data, path_strengths(estimator, plan), plan.control, [&](double lambda, Fit fit) {
    const arma::uword nonzero_rows = fit.is_linear() ? fit.linear().nonzero_rows() : data.n_features();
    return sink({lambda, std::move(fit), nonzero_rows});
  });
}

std::vector<PathPoint> lambda_path(const Estimator& estimator, const MultiTaskData& data, const PathPlan& plan) {
  std::vector<PathPoint> path;
  lambda_path(estimator, data, plan, [&](PathPoint point) {
    path.push_back(std::move(point));
    return true;
  });
  return path;
}

}  // namespace starling
