// What every method with a kernel model does around its solver: check, encode labels, standardise, weigh the samples,
// find gamma, and afterwards keep the support vectors and say where they came from.
//
// An intercept that is penalised is a constant in the kernel: its value for task t is the constant times what task t
// believes of all duals.
#pragma once

#include "lib/base/kernel_gamma.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/fit/kernel_terms.hpp"

namespace starling {

struct KernelFitPlan {
  LinearFitPlan linear;   // what does not depend on the kernel
  SampleKernel kernel;    // with a constant where the intercept is penalised; its gamma is found from:
  KernelGamma gamma;      // relative: in units of 1 / (d v) of the prepared data
  arma::mat task_kernel;  // A, T x T
  // What a new task has of the sum of all tasks; none: their mean.
  std::optional<double> common_share = {};
};

// certificate.dual_point is the solution.
using KernelSolve = std::function<Solution(const PreparedData&, const KernelSamples&)>;

// Throws as fit_linear() does, InvalidData for features so large that the kernel overflows, and InvalidInput for a warm
// start: a dual point is none of coefficients, and for a kernel that is not positive semidefinite.
Fit fit_kernel(KernelFitPlan plan, const MultiTaskData& data, const FitControl& control, const KernelSolve& solve);

// 1 / (d v), v the variance of all feature values of all tasks; 1 where they are all the same.
double gamma_scale(const MultiTaskData& data);

}  // namespace starling
