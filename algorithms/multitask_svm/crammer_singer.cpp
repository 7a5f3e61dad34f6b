#include "algorithms/multitask_svm/crammer_singer.hpp"

#include <array>

#include "algorithms/multitask_svm/coupling.hpp"
#include "lib/base/error.hpp"
#include "lib/estimator/classes_fit.hpp"
#include "lib/solver/crammer_singer.hpp"

namespace starling {

std::span<const std::string_view> enum_names(SvmClasses) {
  static constexpr std::array<std::string_view, 2> names = {"one_vs_rest", "crammer_singer"};
  return names;
}

namespace multitask_svm {

void check_crammer_singer(const MultitaskSvm::Options& options) {
  const auto need = [](bool is_met, std::string_view option, std::string expected, std::string got) {
    if (is_met) return;
    throw InvalidOption({.what = "classes = crammer_singer does not go with this",
                         .where = "option " + std::string(option),
                         .expected = std::move(expected),
                         .got = std::move(got)});
  };
  need(options.loss == LossName::hinge, "loss", "hinge", spelling::print_value(options.loss));
  need(options.kernel == KernelName::linear, "kernel", "linear", spelling::print_value(options.kernel));
  need(!options.intercept || options.penalise_intercept, "penalise_intercept", "true, or intercept = false", "false");
}

Fit fit_crammer_singer(const MultitaskSvm::Options& options, LinearFitPlan plan, const MultiTaskData& data,
                       const FitControl& control) {
  plan.many_classes = true;
  plan.intercept = options.intercept ? Intercept::penalised : Intercept::none;
  const QuadraticCoupling coupling = coupling_of(options, data.n_tasks());
  return fit_classes(plan, data, control, [&](const PreparedData& ready, arma::uword n_classes) -> LinearSolution {
    const ClassProblem problem{ready.data, n_classes, coupling, ready.intercept, options.C * ready.c};
    return {solve_crammer_singer(problem, ready.stop), 0.0, common_share(options, data.n_tasks())};
  });
}

}  // namespace multitask_svm
}  // namespace starling
