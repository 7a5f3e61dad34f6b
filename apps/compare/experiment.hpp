// Data sets x methods x repetitions: which jobs there are, how one is run, and the tables of their results.
//
//     const Experiment experiment({.data = {"school"}, .methods = {"pooled_ridge", "trace_norm"}});
//     run_jobs(experiment.jobs(), {.execute = [&](const Job& job) { return experiment.run(job); }}, store, progress);
//     for (const DatasetBlock& block : experiment.blocks(store)) std::cout << block_table(block);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/assemble.hpp"
#include "apps/compare/data_plan.hpp"
#include "apps/compare/method_spec.hpp"
#include "apps/compare/result.hpp"
#include "apps/compare/store.hpp"

namespace starling::compare {

struct ExperimentPlan {
  std::vector<std::string> data = {};     // specs, each once
  std::vector<std::string> methods = {};  // specs, each label once
  int repetitions = 3;
  SplitRule split = {};
  int folds = 3;             // of the search inside every job
  std::string tune_by = {};  // a metric of one kind of targets; none: the one natural to every method
  double gap = 1e-6;         // of the final fit; fits of the search stop at 1e-4 or this
  int max_iterations = 100000;
  std::vector<std::string> metrics = {};  // to show: the first that a data set has; none: ev_global or auc
  // What the first repetition keeps of its models to be drawn: names of Keep. Results are the same with and without.
  std::vector<std::string> keep = {};
  DataSource source = {};
};

class Experiment {
 public:
  // Reads the files of real data sets. Throws InvalidOption for specs and numbers that cannot be kept; IoError and
  // InvalidData for files.
  explicit Experiment(ExperimentPlan plan);

  // Data set by data set, repetition by repetition, method by method.
  const std::vector<Job>& jobs() const { return jobs_; }
  // Draws or splits the samples of a job, where they are not there already.
  void prepare(const Job& job) const;
  Result run(const Job& job) const;
  // Every job with what the store holds of it now.
  std::vector<JobResult> results(const Store& store) const;
  // The same, one block per data set.
  std::vector<DatasetBlock> blocks(const Store& store) const;

 private:
  const DataPlan& data_of(const Job& job) const;
  Job make_job(const DataPlan& data, const MethodSpec& method, int repetition) const;

  ExperimentPlan plan_;
  std::vector<std::unique_ptr<DataPlan>> data_;
  std::vector<MethodSpec> methods_;
  std::vector<Keep> keep_;
  std::vector<Job> jobs_;
};

// What is compared when nothing is named: methods of every kind on four generated data sets, a few minutes of work.
ExperimentPlan embedded_plan();

}  // namespace starling::compare
