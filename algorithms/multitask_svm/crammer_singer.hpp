// One multi-task support vector machine for several classes.
#pragma once

#include "algorithms/multitask_svm.hpp"
#include "lib/estimator/linear_fit.hpp"

namespace starling::multitask_svm {

// Throws InvalidOption for options that this machine does not take.
void check_crammer_singer(const MultitaskSvm::Options& options);

// plan: of these options and data, which hold more than two classes.
Fit fit_crammer_singer(const MultitaskSvm::Options& options, LinearFitPlan plan, const MultiTaskData& data,
                       const FitControl& control);

}  // namespace starling::multitask_svm
