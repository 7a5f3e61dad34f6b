#include "algorithms/multitask_svm.hpp"

#include "algorithms/multitask_svm/coupling.hpp"
#include "algorithms/multitask_svm/crammer_singer.hpp"
#include "algorithms/multitask_svm/with_kernel.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/solver/coupled_newton.hpp"
#include "lib/solver/linear_machine.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {

Fit MultitaskSvm::fit(const MultiTaskData& data, const FitControl& control) const {
  LinearFitPlan plan = plan_linear(*this);
  plan.unsuited = unsuited(data);
  const bool joint = options.classes == SvmClasses::crammer_singer;
  if (joint) multitask_svm::check_crammer_singer(options);
  if (joint && has_many_classes(data))
    return multitask_svm::fit_crammer_singer(options, std::move(plan), data, control);
  if (options.kernel != KernelName::linear)
    return multitask_svm::fit_with_kernel(options, std::move(plan), data, control);
  if (options.intercept && options.penalise_intercept) plan.intercept = Intercept::penalised;
  const QuadraticCoupling coupling = multitask_svm::coupling_of(options, data.n_tasks());
  const auto share = multitask_svm::common_share(options, data.n_tasks());
  return fit_linear(plan, data, control, [&](const PreparedData& ready) {
    return visit_one_of<Hinge, SquaredHinge, EpsilonInsensitive, SquaredEpsilonInsensitive, Logistic>(
        loss_choice(options), [&]<class L>(const L& loss) -> LinearSolution {
          using Solver = std::conditional_t<DualShaped<L>, LinearMachine, CoupledNewton>;
          auto problem = pose(ready, loss, coupling);
          // Between two classes W_1 = -W_2: a machine with W_2 - W_1 and half the penalty.
          problem.c *= joint ? 2.0 * options.C : options.C;
          // The constant feature of a penalised intercept does not scale with the others.
          if (problem.intercept == Intercept::penalised)
            return {Solver{}(problem, ready.stop, ready.start), 0.0, share};
          return {solve_rescaled(problem, ready.stop, ready.start, Solver{}), 0.0, share};
        });
  });
}

std::optional<std::string> MultitaskSvm::unsuited(const MultiTaskData& data) const {
  return takes_many_classes() ? not_classes(data) : unsuited_for_loss(options.loss, data);
}

}  // namespace starling
