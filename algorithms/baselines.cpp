#include "algorithms/baselines.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/ridge_newton.hpp"
#include "lib/solver/row_bcd.hpp"

namespace starling {
namespace {

// One task's fit as a model of all tasks. The mean over its one task was the mean over the samples of all.
Fit spread_over_tasks(const Fit& pooled, const MultiTaskData& data) {
  const LinearModel& one = pooled.linear();
  ModelInfo info = one.info();
  info.task_names = data.task_names();
  const arma::uword T = data.n_tasks();
  return {std::make_shared<LinearModel>(arma::repmat(one.W(), 1, T), arma::repmat(one.b(), 1, T), std::move(info)),
          pooled.report, pooled.averaging == Averaging::task_mean ? Averaging::pooled_mean : pooled.averaging};
}

// The mean of the columns, exactly each of them where they are equal.
arma::vec mean_column(const arma::mat& columns) {
  return columns.col(0) + arma::mean(columns.each_col() - columns.col(0), 1);
}

// A warm start of all tasks starts the pooled fit at their mean. The stacked samples are another copy every time: there
// is nothing to keep of their preparation.
template <class F>
Fit fit_pooled(const MultiTaskData& data, const FitControl& control, const F& fit) {
  FitControl from_mean = control;
  from_mean.preparation = nullptr;
  if (control.start == nullptr) return spread_over_tasks(fit(data.pooled(), from_mean), data);
  if (control.start->W.n_cols != data.n_tasks() || control.start->b.n_elem != data.n_tasks())
    throw InvalidInput({.what = "coefficients of the wrong shape",
                        .where = "warm start",
                        .expected = std::to_string(data.n_tasks()) + " tasks",
                        .got = std::to_string(control.start->W.n_cols) + " tasks"});
  const Coefficients mean{mean_column(control.start->W), mean_column(control.start->b).t()};
  from_mean.start = &mean;
  return spread_over_tasks(fit(data.pooled(), from_mean), data);
}

template <class R>
LinearFitPlan plan_of(const R& recipe, const MultiTaskData& data) {
  LinearFitPlan plan = plan_linear(recipe);
  plan.loss = R::loss;
  plan.unsuited = recipe.unsuited(data);
  return plan;
}

template <class R>
Fit fit_ridge(const R& recipe, const MultiTaskData& data, const FitControl& control) {
  const LinearFitPlan plan = plan_of(recipe, data);
  const double lambda = absolute(recipe.options.lambda);
  return fit_linear(plan, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const Ridge penalty{lambda};
    if constexpr (R::loss == LossName::logistic)
      return {solve_rescaled(pose(ready, Logistic{}, penalty), ready.stop, ready.start, RidgeNewton{}), lambda};
    else
      return {solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, RidgeNewton{}), lambda};
  });
}

double smallest_zero_lambda(const ElasticNetOptions& options, const PreparedData& ready) {
  return starling::lambda_max(pose(ready, Squared{}, Lasso{1.0})) / options.l1_ratio;
}

template <class R>
Fit fit_elastic_net(const R& recipe, const MultiTaskData& data, const FitControl& control) {
  const ElasticNetOptions& options = recipe.options;
  return fit_linear(plan_of(recipe, data), data, control, [&](const PreparedData& ready) -> LinearSolution {
    const double lambda =
        options.lambda.relative ? options.lambda.resolve(smallest_zero_lambda(options, ready)) : options.lambda.value;
    const Ridged<Lasso> penalty(Lasso{lambda * options.l1_ratio}, lambda * (1.0 - options.l1_ratio));
    return {solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, RowBcd{}), lambda};
  });
}

}  // namespace

Fit IndependentRidge::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_ridge(*this, data, control);
}
Fit IndependentLogistic::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_ridge(*this, data, control);
}
Fit IndependentElasticNet::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_elastic_net(*this, data, control);
}

Fit PooledRidge::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_pooled(data, control,
                    [&](const MultiTaskData& all, const FitControl& c) { return fit_ridge(*this, all, c); });
}
Fit PooledLogistic::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_pooled(data, control,
                    [&](const MultiTaskData& all, const FitControl& c) { return fit_ridge(*this, all, c); });
}
Fit PooledElasticNet::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_pooled(data, control,
                    [&](const MultiTaskData& all, const FitControl& c) { return fit_elastic_net(*this, all, c); });
}

std::optional<std::string> IndependentLogistic::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(loss, data);
}
std::optional<std::string> PooledLogistic::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(loss, data);
}

std::optional<double> IndependentElasticNet::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data,
                           [&](const PreparedData& ready) { return smallest_zero_lambda(options, ready); });
}
std::optional<double> PooledElasticNet::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data.pooled(),
                           [&](const PreparedData& ready) { return smallest_zero_lambda(options, ready); });
}

}  // namespace starling
