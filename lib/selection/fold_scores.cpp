#include "lib/selection/fold_scores.hpp"

#include <algorithm>
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

// What the jobs, which run side by side, tell one another: to end when the caller's callback says so, or when a job
// before them has failed. The failure that is reported is then the same for any number of threads.
class Watch {
 public:
  explicit Watch(std::size_t jobs) : failures_(jobs), first_failed_(jobs) {}

  bool may_go_on(std::size_t job) const { return !stopped_ && job < first_failed_; }
  bool stopped() const { return stopped_; }
  void stop() { stopped_ = true; }
  // The caller's callback, for the fits of a job: asked by one job at a time.
  std::function<bool(const Progress&)> progress_of(std::size_t job, const StopRule& rule) {
    return [this, job, &rule](const Progress& now) {
      const std::scoped_lock lock(mutex_);
      if (may_go_on(job) && rule.on_progress && !rule.on_progress(now)) stopped_ = true;
      return may_go_on(job);
    };
  }
  void fail(std::size_t job, std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    failures_[job] = std::move(failure);
    first_failed_ = std::min(first_failed_.load(), job);
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
struct OneFold {
  const Metric* metric = nullptr;
  std::vector<std::optional<double>> scores;
};

OneFold score_fold(const Estimator& estimator, const MultiTaskData& data, const Split& split,
                   const std::vector<ScoredPath>& paths, OneFold fold, const FitControl& control,
                   const std::function<bool()>& may_go_on) {
  const MultiTaskData train = data.subset(split.train), test = data.subset(split.test);
  for (const ScoredPath& path : paths) {
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

// All folds and the work beside them, on as many threads as the plan allows. A fold holds its training samples only
// while it runs. No fold where the work was stopped.
std::vector<OneFold> run_folds(const Estimator& estimator, const MultiTaskData& data,
                               const std::vector<ScoredPath>& paths, std::size_t n_points, const FoldScoring& plan) {
  const Metric* metric = plan.metric.empty() ? nullptr : &find_metric(plan.metric);
  const auto splits = k_folds(data, {.folds = plan.folds, .stratified = estimator.is_classifier(), .seed = plan.seed});
  const std::size_t besides = plan.beside ? 1 : 0;  // the longest job comes first
  Watch watch(besides + splits.size());
  std::vector<OneFold> folds(splits.size(), {metric, std::vector<std::optional<double>>(n_points)});
  const auto run = [&](std::size_t job) {
    if (!watch.may_go_on(job)) return;
    FitControl control{.stop = plan.control.stop, .threads = plan.control.threads};
    control.stop.on_progress = watch.progress_of(job, plan.control.stop);
    try {
      if (job < besides) {
        if (!plan.beside(control)) watch.stop();
        return;
      }
      OneFold& fold = folds[job - besides];
      fold = score_fold(estimator, data, splits[job - besides], paths, std::move(fold), control,
                        [&] { return watch.may_go_on(job); });
    } catch (...) {
      watch.fail(job, std::current_exception());
    }
  };
  with_threads(plan.control.threads, [&] { parallel_for_large(besides + splits.size(), run); });
  watch.rethrow_first();
  if (watch.stopped()) folds.clear();
  return folds;
}

// The folds in which every point has a score.
std::vector<std::size_t> common_folds(const std::vector<OneFold>& folds) {
  std::vector<std::size_t> common;
  for (std::size_t k = 0; k < folds.size(); ++k)
    if (std::ranges::all_of(folds[k].scores, [](const auto& score) { return score.has_value(); })) common.push_back(k);
  return common;
}

void summarise(PointScore& point, const std::vector<std::size_t>& folds) {
  const auto count = static_cast<double>(folds.size());
  Sum sum, squares;
  for (const std::size_t k : folds) sum.add(*point.folds[k]);
  point.mean = sum.value() / count;
  for (const std::size_t k : folds) squares.add((*point.folds[k] - point.mean) * (*point.folds[k] - point.mean));
  point.standard_error = folds.size() < 2 ? 0.0 : std::sqrt(squares.value() / (count - 1.0) / count);
}

}  // namespace

bool FoldScores::within_one_error(std::size_t k) const {
  const double error = points[best].standard_error;
  return higher_is_better ? points[k].mean >= points[best].mean - error : points[k].mean <= points[best].mean + error;
}

FoldScores score_folds(const Estimator& estimator, const MultiTaskData& data, const std::vector<ScoredPath>& paths,
                       const FoldScoring& plan) {
  std::size_t n_points = 0;
  for (const ScoredPath& path : paths) n_points += path.points.size();
  const std::vector<OneFold> folds = run_folds(estimator, data, paths, n_points, plan);
  FoldScores scores;
  if (folds.empty()) return scores;
  const Metric* metric = folds.front().metric;
  scores.metric = metric->name;
  scores.higher_is_better = metric->higher_is_better;
  const auto common = common_folds(folds);
  scores.folds_used = common.size();
  if (common.empty())
    throw InvalidData({.what = "metric " + scores.metric + " is undefined in every fold",
                       .hint = "take another metric or fewer folds"});
  scores.points.resize(n_points);
  for (std::size_t k = 0; k < n_points; ++k) {
    for (const OneFold& fold : folds) scores.points[k].folds.push_back(fold.scores[k]);
    summarise(scores.points[k], common);
    const double mean = scores.points[k].mean, best = scores.points[scores.best].mean;
    if (scores.higher_is_better ? mean > best : mean < best) scores.best = k;
  }
  return scores;
}

}  // namespace starling
