#include "lib/selection/path.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/selection/grid.hpp"

namespace starling {
namespace {

// The name of the method's penalty strength.
std::string strength_of(const Estimator& estimator) {
  for (const FieldDescription& field : estimator.fields())
    if (field.type == spelling::type_name<Lambda>()) return field.name;
  throw InvalidOption(
      {.what = "a method without the strength of a penalty has no path", .where = "method " + estimator.name()});
}

// The strengths as one axis of a grid: whatever breaks its rules is refused there.
GridAxis axis_of(const Estimator& estimator, const PathPlan& plan) {
  const std::string name = strength_of(estimator);
  if (plan.lambdas.empty()) {
    if (!(plan.least_share > 0.0 && plan.least_share < 1.0))
      throw InvalidOption({.what = "invalid value",
                           .where = "option least_share",
                           .expected = "a number > 0 and < 1",
                           .got = spelling::print(plan.least_share)});
    return parse_axis(
        name + "=1max:" + spelling::print(Lambda::share_of_max(plan.least_share)) + ":" + std::to_string(plan.count),
        estimator);
  }
  std::string list;
  for (const Lambda& lambda : plan.lambdas) {
    if (!list.empty()) list += ',';
    list += spelling::print(lambda);
  }
  for (std::size_t k = 1; k < plan.lambdas.size(); ++k)
    if (!(plan.lambdas[k].value < plan.lambdas[k - 1].value))
      throw InvalidOption({.what = "strengths that do not fall", .where = "path of " + name, .got = list});
  return parse_axis(name + "=" + list, estimator);
}

}  // namespace

std::vector<PathPoint> lambda_path(const Estimator& estimator, const MultiTaskData& data, const PathPlan& plan) {
  const GridAxis axis = axis_of(estimator, plan);
  if (axis.is_relative && !estimator.lambda_max(data))
    throw InvalidOption({.what = "shares of lambda_max for a method that has none",
                         .where = "method " + estimator.name(),
                         .hint = "give absolute strengths"});
  std::vector<PathPoint> path;
  FitControl control = plan.control;
  Coefficients start;
  for (const std::string& value : axis.values) {
    const auto at = estimator.clone();
    at->set_params({{axis.name, value}});
    Fit fit = at->fit(data, control);
    const double lambda = fit.model->info().lambda;
    start = fit.coefficients();
    control.start = &start;
    const arma::uword nonzero_rows = fit.linear().nonzero_rows();
    path.push_back({lambda, std::move(fit), nonzero_rows});
    if (path.back().fit.report.status == Status::interrupted) break;
  }
  return path;
}

}  // namespace starling
