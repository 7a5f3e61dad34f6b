#include "lib/selection/cross_validate.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>

#include "lib/base/error.hpp"
#include "lib/base/sum.hpp"
#include "lib/data/split.hpp"
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
struct Path {
  Params rest;  // the other options
  std::vector<std::size_t> points;
  std::vector<Lambda> strengths;
};

std::vector<Path> paths_of(const Estimator& estimator, const std::vector<GridPointScore>& points) {
  const std::string name = strength_name(estimator).value_or("");
  std::vector<Path> paths;
  for (std::size_t k = 0; k < points.size(); ++k) {
    Params rest = points[k].params;
    const auto strength = rest.extract(name);
    auto path = std::ranges::find_if(paths, [&](const Path& p) { return p.rest == rest; });
    if (path == paths.end()) path = paths.insert(path, {.rest = rest, .points = {}, .strengths = {}});
    path->points.push_back(k);
    if (!strength.empty()) path->strengths.push_back(spelling::parse_lambda(strength.mapped()).value());
  }
  return paths;
}

// What the folds, which run side by side, tell one another: to end when the caller's callback says so, or when a fold
// before them has failed. The failure that is reported is then the same for any number of threads.
class Watch {
 public:
  explicit Watch(std::size_t folds) : failures_(folds), first_failed_(folds) {}

  bool may_go_on(std::size_t fold) const { return !stopped_ && fold < first_failed_; }
  bool stopped() const { return stopped_; }
  // The caller's callback, for the fits of a fold: asked by one fold at a time.
  std::function<bool(const Progress&)> progress_of(std::size_t fold, const StopRule& rule) {
    return [this, fold, &rule](const Progress& now) {
      const std::scoped_lock lock(mutex_);
      if (may_go_on(fold) && rule.on_progress && !rule.on_progress(now)) stopped_ = true;
      return may_go_on(fold);
    };
  }
  void fail(std::size_t fold, std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    failures_[fold] = std::move(failure);
    first_failed_ = std::min(first_failed_.load(), fold);
  }
  void rethrow_first() const {
    if (first_failed_ < failures_.size()) std::rethrow_exception(failures_[first_failed_]);
  }

 private:
  std::mutex mutex_;
  std::vector<std::exception_ptr> failures_;
  std::atomic<std::size_t> first_failed_;
  std::atomic<bool> stopped_ = false;
};

// The scores of one fold at all points.
struct FoldScores {
  const Metric* metric = nullptr;
  std::vector<std::optional<double>> scores;
};

FoldScores score_fold(const Estimator& estimator, const MultiTaskData& data, const Split& split,
                      const std::vector<Path>& paths, std::size_t n_points, const Metric* metric,
                      const FitControl& control, const std::function<bool()>& may_go_on) {
  const MultiTaskData train = data.subset(split.train), test = data.subset(split.test);
  FoldScores fold{metric, std::vector<std::optional<double>>(n_points)};
  for (const Path& path : paths) {
    if (!may_go_on()) break;
    const auto at = estimator.clone();
    at->set_params(path.rest);
    auto point = path.points.begin();
    const auto take = [&](double, const Fit& fit) {
      if (fit.report.status == Status::interrupted) return false;
      if (fold.metric == nullptr) fold.metric = &natural_metric(fit.model->info());
      fold.scores[*point++] = fold.metric->score(judge(*fit.model, test, &train)).value;
      return may_go_on();
    };
    if (path.strengths.empty())
      take(0.0, at->fit(train, control));
    else
      at->fit_path(train, path.strengths, control, take);
  }
  return fold;
}

// All folds, on as many threads as the plan allows. A fold holds its training samples only while it runs.
std::vector<FoldScores> score_folds(const Estimator& estimator, const MultiTaskData& data,
                                    const CrossValidationPlan& plan, const std::vector<Split>& splits,
                                    const std::vector<GridPointScore>& points, Watch& watch) {
  const Metric* metric = plan.metric.empty() ? nullptr : &find_metric(plan.metric);
  const auto paths = paths_of(estimator, points);
  std::vector<FoldScores> folds(splits.size());
  const auto run = [&](std::size_t k) {
    if (!watch.may_go_on(k)) return;
    FitControl control{.stop = plan.control.stop, .threads = plan.control.threads};
    control.stop.on_progress = watch.progress_of(k, plan.control.stop);
    try {
      folds[k] = score_fold(estimator, data, splits[k], paths, points.size(), metric, control,
                            [&] { return watch.may_go_on(k); });
    } catch (...) {
      watch.fail(k, std::current_exception());
    }
  };
  with_threads(plan.control.threads, [&] { parallel_for_large(splits.size(), run); });
  watch.rethrow_first();
  return folds;
}

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
  if (!plan.metric.empty()) find_metric(plan.metric);
  with_threads(plan.control.threads, [&] { check_shares(estimator, data, plan.grid); });
  const auto splits = k_folds(data, {.folds = plan.folds, .stratified = estimator.is_classifier(), .seed = plan.seed});
  Watch watch(splits.size());
  const auto scored = score_folds(estimator, data, plan, splits, search.points, watch);
  if (watch.stopped()) {
    search.points.clear();
    search.interrupted = true;
    return search;
  }
  for (const FoldScores& fold : scored)
    for (std::size_t k = 0; k < search.points.size(); ++k) search.points[k].folds.push_back(fold.scores[k]);
  const Metric* metric = scored.front().metric;
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
  search.interrupted = search.refit.report.status == Status::interrupted;
  return search;
}

}  // namespace starling
