// Multi-task support vector machines in the space of a kernel between samples.
#pragma once

#include "algorithms/multitask_svm.hpp"
#include "lib/estimator/linear_fit.hpp"

namespace starling::multitask_svm {

// plan: of these options and data.
Fit fit_with_kernel(const MultitaskSvm::Options& options, LinearFitPlan plan, const MultiTaskData& data,
                    const FitControl& control);

}  // namespace starling::multitask_svm
