#include "lib/selection/cross_validate.hpp"

#include <array>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/sum.hpp"
#include "lib/data/split.hpp"
#include "lib/estimator/metrics.hpp"

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

// One fold: all points of the grid, each path from its largest strength on.
class FoldRun {
 public:
  FoldRun(const CrossValidationPlan& plan, const MultiTaskData& data, const Split& split)
      : plan_(plan),
        train_(data.subset(split.train)),
        test_(data.subset(split.test)),
        strengths_(strengths_of(plan.grid)) {}

  Fit fit(const Estimator& base, const Params& point) {
    const auto estimator = base.clone();
    estimator->set_params(point);
    Params path = without(point, strengths_);
    if (path != path_) start_.reset();
    path_ = std::move(path);
    FitControl control = plan_.control;
    control.start = start_ ? &*start_ : nullptr;
    Fit fitted = estimator->fit(train_, control);
    if (dynamic_cast<const LinearModel*>(fitted.model.get()) != nullptr) start_ = fitted.coefficients();
    return fitted;
  }
  std::optional<double> score(const Metric& metric, const Fit& fitted) const {
    return metric.score(judge(*fitted.model, test_, &train_)).value;
  }

 private:
  const CrossValidationPlan& plan_;
  MultiTaskData train_, test_;
  std::vector<std::string> strengths_;
  Params path_;
  std::optional<Coefficients> start_;
};

// The folds in which every point has a score.
std::vector<std::size_t> common_folds(const std::vector<GridPointScore>& points, std::size_t folds) {
  std::vector<std::size_t> common;
  for (std::size_t k = 0; k < folds; ++k) {
    bool everywhere = true;
    for (const GridPointScore& point : points) everywhere = everywhere && point.folds[k].has_value();
    if (everywhere) common.push_back(k);
  }
  return common;
}

void summarise(GridPointScore& point, const std::vector<std::size_t>& folds) {
  const auto count = static_cast<double>(folds.size());
  Sum sum, squares;
  for (const std::size_t k : folds) sum.add(*point.folds[k]);
  point.mean = sum.value() / count;
  for (const std::size_t k : folds) squares.add((*point.folds[k] - point.mean) * (*point.folds[k] - point.mean));
  point.standard_error = folds.size() < 2 ? 0.0 : std::sqrt(squares.value() / (count - 1.0) / count);
}

void choose(CrossValidation& search, const CrossValidationPlan& plan) {
  const auto better = [&](double a, double b) { return search.higher_is_better ? a > b : a < b; };
  for (std::size_t k = 1; k < search.points.size(); ++k)
    if (better(search.points[k].mean, search.points[search.best].mean)) search.best = k;
  const GridPointScore& best = search.points[search.best];
  const double bound = best.mean + (search.higher_is_better ? -1.0 : 1.0) * best.standard_error;
  const auto strengths = strengths_of(plan.grid);
  search.one_se = search.best;
  // Points of one path stand from the largest strength on, so the first within the bound is the one.
  for (std::size_t k = 0; k < search.best && !strengths.empty(); ++k) {
    const GridPointScore& point = search.points[k];
    if (without(point.params, strengths) != without(best.params, strengths) || better(bound, point.mean)) continue;
    search.one_se = k;
    break;
  }
  search.chosen = plan.rule == SelectionRule::one_se ? search.one_se : search.best;
}

}  // namespace

std::span<const std::string_view> enum_names(SelectionRule) {
  static constexpr std::array<std::string_view, 2> names = {"best", "one_se"};
  return names;
}

CrossValidation cross_validate(const Estimator& estimator, const MultiTaskData& data, const CrossValidationPlan& plan) {
  CrossValidation search;
  for (Params& params : grid_points(plan.grid)) search.points.push_back({.params = std::move(params), .folds = {}});
  const Metric* metric = plan.metric.empty() ? nullptr : &find_metric(plan.metric);
  check_shares(estimator, data, plan.grid);
  const auto splits = k_folds(data, {.folds = plan.folds, .stratified = estimator.is_classifier(), .seed = plan.seed});
  const auto stopped = [](const Fit& fit) { return fit.report.status == Status::interrupted; };
  for (const Split& split : splits) {
    FoldRun run(plan, data, split);
    for (GridPointScore& point : search.points) {
      const Fit fitted = run.fit(estimator, point.params);
      if (stopped(fitted)) {
        search.points.clear();
        search.interrupted = true;
        return search;
      }
      if (metric == nullptr) metric = &natural_metric(fitted.model->info());
      point.folds.push_back(run.score(*metric, fitted));
    }
  }
  search.metric = metric->name;
  search.higher_is_better = metric->higher_is_better;
  const auto folds = common_folds(search.points, splits.size());
  search.folds_used = folds.size();
  if (folds.empty())
    throw InvalidData({.what = "metric " + search.metric + " is undefined in every fold",
                       .hint = "take another metric or fewer folds"});
  for (GridPointScore& point : search.points) summarise(point, folds);
  choose(search, plan);
  const auto chosen = estimator.clone();
  chosen->set_params(search.points[search.chosen].params);
  search.refit = chosen->fit(data, plan.control);
  search.interrupted = stopped(search.refit);
  return search;
}

}  // namespace starling
