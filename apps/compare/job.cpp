#include "apps/compare/job.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "lib/base/clock.hpp"
#include "lib/estimator/coefficient_metrics.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/model/linear_model.hpp"
#include "lib/selection/cross_validate.hpp"
#include "lib/solver/staged.hpp"

namespace starling::compare {
namespace {

Outcome outcome_of(Status status) {
  switch (status) {
    case Status::optimal:
    case Status::optimal_to_floor:
    case Status::stationary:
      return Outcome::ok;
    case Status::interrupted:
      return Outcome::interrupted;
    default:
      return Outcome::not_converged;
  }
}

// The options of the fit, and the strength that a share of lambda_max came to.
Params params_of(const ModelInfo& info) {
  Params params = info.params;
  if (info.lambda > 0.0) params.emplace("lambda.absolute", spelling::print(info.lambda));
  return params;
}

std::map<std::string, double> all_metrics(const Judged& judged) {
  std::map<std::string, double> values;
  const auto needs = judged.classes ? MetricNeeds::classification : MetricNeeds::regression;
  for (const Metric& metric : metrics()) {
    if (metric.needs != needs) continue;
    const Score score = metric.score(judged);
    if (score.value && std::isfinite(*score.value)) values.emplace(metric.name, *score.value);
  }
  return values;
}

// Each task judged by itself.
TaskScores task_scores(const Judged& judged) {
  TaskScores scores;
  static constexpr std::array<std::string_view, 1> of_numbers = {"mse"};
  static constexpr std::array<std::string_view, 2> of_classes = {"error", "auc"};
  const auto names = judged.classes ? std::span<const std::string_view>(of_classes) : of_numbers;
  for (const JudgedTask& task : judged.tasks) {
    const Judged alone{
        .tasks = {task}, .classes = judged.classes, .log_odds = judged.log_odds, .n_classes = judged.n_classes};
    for (const std::string_view name : names)
      scores[std::string(name)].push_back(
          find_metric(name).score(alone).value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return scores;
}

std::optional<PlantedTruth> planted(const Samples& samples) {
  if (!samples.truth) return {};
  const Truth& truth = *samples.truth;
  return PlantedTruth{
      .W = truth.W, .clusters = truth.clusters, .rank = truth.rank, .outlier_tasks = truth.outlier_tasks};
}

// The final fit with its history from zero, and the search before it.
struct Fitted {
  Fit fit;
  Trace trace;
  Search search = {};
  double tune_seconds = 0.0;
};

Fitted only_fitted(Fit fit) {
  Trace trace = trace_of(fit.report);
  return {.fit = std::move(fit), .trace = std::move(trace)};
}

// The search compares predictions, whose differences are far larger than this gap; the final fit goes on from there.
constexpr double search_gap = 1e-4;

Fitted tune_and_fit(const ReadyMethod& method, const MultiTaskData& train, const JobRules& rules) {
  FitControl control{.stop = {.gap = rules.gap, .max_iterations = rules.max_iterations}, .threads = 1};
  if (method.grids.empty()) return only_fitted(method.estimator->fit(train, control));
  const Stopwatch clock;
  FitControl rough = control;
  rough.stop.gap = std::max(rules.gap, search_gap);
  const CrossValidation search = cross_validate(*method.estimator, train,
                                                {.grid = method.grid(),
                                                 .folds = rules.folds,
                                                 .metric = tuning_metric(*method.estimator, rules.tune_by),
                                                 .seed = rules.fold_seed,
                                                 .control = rough});
  const double tune_seconds = clock.seconds();
  const auto chosen = method.estimator->clone();
  chosen->set_params(search.points[search.chosen].params);
  Coefficients start;
  if (search.refit.is_linear()) {
    start = search.refit.coefficients();
    control.start = &start;
  }
  Fitted fitted = only_fitted(chosen->fit(train, control));
  if (control.start != nullptr) fitted.trace = trace_of(joined(search.refit.report, fitted.fit.report));
  fitted.search = search_of(search);
  fitted.tune_seconds = tune_seconds;
  return fitted;
}

}  // namespace

std::string tuning_metric(const Estimator& estimator, const std::string& asked) {
  const MetricNeeds kind = estimator.is_classifier() ? MetricNeeds::classification : MetricNeeds::regression;
  return asked.empty() || find_metric(asked).needs != kind ? "" : asked;
}

Result run_job(const ReadyMethod& method, const Samples& samples, const JobRules& rules) {
  if (const auto reason = method.estimator->unsuited(samples.train))
    return {.outcome = Outcome::skipped, .message = *reason};
  auto [fit, trace, search, tune_seconds] = tune_and_fit(method, samples.train, rules);
  Result result{.outcome = outcome_of(fit.report.status),
                .status = std::string(to_string(fit.report.status)),
                .relative_gap = fit.report.certificate.proved_relative_gap(),
                .iterations = fit.report.iterations,
                .seconds = {.tune = tune_seconds, .fit = fit.report.seconds},
                .params = params_of(fit.model->info()),
                .trace = std::move(trace),
                .search = std::move(search),
                .kept = kept_of(*fit.model, rules.keep)};
  const Stopwatch clock;
  const Judged judged = judge(*fit.model, samples.test, &samples.train);
  result.seconds.predict = clock.seconds();
  result.metrics = all_metrics(judged);
  result.task_scores = task_scores(judged);
  const auto* linear = dynamic_cast<const LinearModel*>(fit.model.get());
  if (linear != nullptr) result.metrics.merge(coefficient_scores(*linear, planted(samples)));
  result.train_samples = static_cast<std::int64_t>(samples.train.n_samples());
  result.test_samples = static_cast<std::int64_t>(samples.test.n_samples());
  return result;
}

}  // namespace starling::compare
