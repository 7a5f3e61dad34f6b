#include "algorithms/multitask_svm/with_kernel.hpp"

#include "algorithms/multitask_svm/coupling.hpp"
#include "lib/estimator/kernel_fit.hpp"
#include "lib/solver/kernel_smo.hpp"

namespace starling::multitask_svm {

Fit fit_with_kernel(const MultitaskSvm::Options& options, LinearFitPlan plan, const MultiTaskData& data,
                    const FitControl& control) {
  const QuadraticCoupling coupling = coupling_of(options, data.n_tasks());
  const KernelSmo solver{.cache_bytes = static_cast<std::uint64_t>(options.cache_mb) << 20};
  SampleKernel kernel{.name = options.kernel, .coef0 = options.coef0, .degree = options.degree};
  if (options.intercept && options.penalise_intercept) {
    // A constant in the kernel is a feature that is 1 everywhere, penalised like the others.
    kernel.constant = 1.0;
    plan.intercept = Intercept::none;
  }
  const KernelFitPlan with_kernel{.linear = std::move(plan),
                                  .kernel = kernel,
                                  .gamma = options.gamma,
                                  .task_kernel = coupling.inverse_coupling(),
                                  .common_share = common_share(options, data.n_tasks())};
  return fit_kernel(with_kernel, data, control, [&](const PreparedData& ready, const KernelSamples& samples) {
    return visit_one_of<Hinge, SquaredHinge, EpsilonInsensitive, SquaredEpsilonInsensitive>(
        loss_choice(options), [&](const auto& loss) {
          auto problem = pose(ready, loss, coupling);
          problem.c *= options.C;
          return solver(problem, samples, ready.stop);
        });
  });
}

}  // namespace starling::multitask_svm
