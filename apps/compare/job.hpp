// One job: the search for its options, the fit, and how good its predictions are.
#pragma once

#include <cstdint>

#include "apps/compare/data_plan.hpp"
#include "apps/compare/method_spec.hpp"
#include "apps/compare/result.hpp"

namespace starling::compare {

struct JobRules {
  int folds = 3;
  std::uint64_t fold_seed = 0;
  double gap = 1e-6;
  int max_iterations = 100000;
};

// The options on a grid are chosen by cross-validation within the training samples, by the metric that is natural to
// the method's loss; the method is then fitted to all of them and judged on the test samples. Fits run on one thread.
Result run_job(const ReadyMethod& method, const Samples& samples, const JobRules& rules);

}  // namespace starling::compare
