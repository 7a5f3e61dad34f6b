// One job: the search for its options, the fit, and how good its predictions are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/compare/data_plan.hpp"
#include "apps/compare/method_spec.hpp"
#include "apps/compare/result.hpp"

namespace starling::compare {

struct JobRules {
  int folds = 3;
  std::string tune_by = {};  // as tuning_metric() says
  std::uint64_t fold_seed = 0;
  double gap = 1e-6;
  int max_iterations = 100000;
  std::vector<Keep> keep = {};  // of the final model
};

// The metric that was asked for where it is of the method's kind of targets; none: the one natural to its loss.
std::string tuning_metric(const Estimator& estimator, const std::string& asked);

// The options on a grid are chosen by cross-validation within the training samples; the method is then fitted to all of
// them and judged on the test samples. Fits run on one thread.
Result run_job(const ReadyMethod& method, const Samples& samples, const JobRules& rules);

}  // namespace starling::compare
