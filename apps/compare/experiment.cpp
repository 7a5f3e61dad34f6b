#include "apps/compare/experiment.hpp"

#include <algorithm>
#include <set>

#include "apps/compare/job.hpp"
#include "apps/compare/shown_metric.hpp"
#include "lib/base/version.hpp"
#include "lib/estimator/metrics.hpp"

namespace starling::compare {
namespace {

// Versions of what a job does; it changes when the same identity would give other numbers.
constexpr const char* job_version = "2";

void refuse_twice(const std::vector<std::string>& labels, std::string_view what) {
  std::set<std::string> seen;
  for (const std::string& label : labels)
    if (!seen.insert(label).second)
      throw InvalidOption({.what = std::string(what) + " '" + label + "' is given twice"});
}

void require_between(double value, double low, double high, std::string_view option) {
  if (value >= low && value <= high) return;
  throw InvalidOption({.what = "invalid value",
                       .where = "option " + std::string(option),
                       .expected = "a number from " + spelling::print(low) + " to " + spelling::print(high),
                       .got = "'" + spelling::print(value) + "'"});
}

void check_plan(const ExperimentPlan& plan) {
  if (plan.data.empty()) throw InvalidOption({.what = "no data set is given", .hint = "--data NAME, or --embedded"});
  if (plan.methods.empty()) throw InvalidOption({.what = "no method is given", .hint = "--method NAME, or --embedded"});
  refuse_twice(plan.data, "data set");
  require_between(plan.repetitions, 1, 10000, "--seeds");
  require_between(plan.folds, 2, 1000, "--folds");
  require_between(plan.gap, 1e-15, 1, "--gap");
  require_between(plan.max_iterations, 0, 1e9, "--max-iter");
  require_between(plan.split.train_share, 0.001, 1, "--train-share");
  require_between(plan.split.train_per_task, 0, 1e9, "--train-per-task");
  for (const std::string& name : plan.metrics) find_shown_metric(name);
  if (!plan.tune_by.empty()) find_metric(plan.tune_by);
}

std::vector<Keep> keeps_of(const ExperimentPlan& plan) {
  std::vector<Keep> keeps;
  for (const std::string& name : plan.keep) {
    const auto keep = spelling::parse<Keep>(name);
    if (!keep)
      throw InvalidOption({.what = "invalid value",
                           .where = "option --keep",
                           .expected = "coefficients or relations",
                           .got = "'" + name + "'",
                           .hint = name_hint(name, enum_names(Keep{}))});
    keeps.push_back(*keep);
  }
  return keeps;
}

}  // namespace

Experiment::Experiment(ExperimentPlan plan) : plan_(std::move(plan)) {
  check_plan(plan_);
  keep_ = keeps_of(plan_);
  std::vector<std::string> labels;
  for (const std::string& spec : plan_.methods) {
    methods_.push_back(parse_method_spec(spec));
    labels.push_back(methods_.back().label);
  }
  refuse_twice(labels, "method");
  for (const std::string& spec : plan_.data)
    data_.push_back(std::make_unique<DataPlan>(spec, plan_.split, plan_.repetitions, plan_.source));
  for (const auto& data : data_)
    for (int repetition = 0; repetition < plan_.repetitions; ++repetition)
      for (const MethodSpec& method : methods_) jobs_.push_back(make_job(*data, method, repetition));
}

Job Experiment::make_job(const DataPlan& data, const MethodSpec& method, int repetition) const {
  Job job{
      .dataset = data.label(), .method = method.label, .repetition = repetition, .identity = data.identity(repetition)};
  const ReadyMethod ready = make_ready(method, data.classification());
  job.identity.emplace("method", ready.estimator->name());
  for (const auto& [key, value] : ready.estimator->params())
    if (!ready.grids.contains(key)) job.identity.emplace("method." + key, value);
  for (const auto& [key, grid] : ready.grids) job.identity.emplace("grid." + key, grid);
  job.identity.emplace("folds", ready.grids.empty() ? "0" : std::to_string(plan_.folds));
  const std::string tune_by = tuning_metric(*ready.estimator, plan_.tune_by);
  if (!ready.grids.empty() && !tune_by.empty()) job.identity.emplace("tune_by", tune_by);
  job.identity.emplace("gap", spelling::print(plan_.gap));
  job.identity.emplace("max_iterations", std::to_string(plan_.max_iterations));
  job.identity.emplace("repetition", std::to_string(repetition));
  job.identity.emplace("version", STARLING_VERSION);
  job.identity.emplace("job", job_version);
  for (std::size_t d = 0; d < data_.size(); ++d)
    if (data_[d].get() == &data) job.data_position = static_cast<int>(d);
  for (std::size_t m = 0; m < methods_.size(); ++m)
    if (methods_[m].label == method.label) job.method_position = static_cast<int>(m);
  return job;
}

void Experiment::prepare(const Job& job) const { data_of(job).samples(job.repetition); }

const DataPlan& Experiment::data_of(const Job& job) const {
  const auto data = std::find_if(data_.begin(), data_.end(), [&](const auto& d) { return d->label() == job.dataset; });
  if (data == data_.end()) throw Error("this job is not one of the experiment");
  return **data;
}

Result Experiment::run(const Job& job) const {
  const DataPlan& data = data_of(job);
  const auto method =
      std::find_if(methods_.begin(), methods_.end(), [&](const auto& m) { return m.label == job.method; });
  if (method == methods_.end()) throw Error("this job is not one of the experiment");
  const ReadyMethod ready = make_ready(*method, data.classification());
  if (!ready.mismatch.empty()) return {.outcome = Outcome::skipped, .message = ready.mismatch};
  return run_job(ready, *data.samples(job.repetition),
                 {.folds = plan_.folds,
                  .tune_by = plan_.tune_by,
                  .fold_seed = static_cast<std::uint64_t>(job.repetition),
                  .gap = plan_.gap,
                  .max_iterations = plan_.max_iterations,
                  .keep = job.repetition == 0 ? keep_ : std::vector<Keep>{}});
}

std::vector<JobResult> Experiment::results(const Store& store) const {
  std::vector<JobResult> all;
  for (const Job& job : jobs_) all.push_back({job, store.find(job.key())});
  return all;
}

std::vector<DatasetBlock> Experiment::blocks(const Store& store) const {
  return assemble(results(store), plan_.metrics).blocks;
}

}  // namespace starling::compare
