// The solver of linear multi-task support vector machines under any coupling of the tasks.
//
// METHOD  The engine (lib/solver/svm_engine.hpp). Where tasks are not all coupled alike its direct methods do not
//         apply, and features that are few at a high cost can keep it from the end: after 2000 iterations sequential
//         minimal optimisation with the linear kernel (lib/solver/kernel_smo.hpp) takes its place, which has steps of
//         its own for that, as long as there are at most 4000 samples. The better of their results counts.
// ITERATION  As theirs.
// COST    As theirs; the kernel of all samples, at most 128 MB, while minimal optimisation is at work.
// PAPERS  hsieh2008dual, platt1998fast, fan2005working
#pragma once

#include <utility>

#include "lib/solver/kernel_smo.hpp"
#include "lib/solver/staged.hpp"
#include "lib/solver/svm_engine.hpp"

namespace starling {

namespace linear_machine {

// By the linear kernel, in which a penalised intercept is a constant.
template <DualShaped L, TaskCoupling P>
Solution by_kernel(const Problem<L, P>& problem, const StopRule& rule) {
  const MultiTaskData& data = problem.data;
  const bool penalised = problem.intercept == Intercept::penalised;
  Problem<L, P> of_kernel = problem;
  if (penalised) of_kernel.intercept = Intercept::none;
  const KernelSamples kernel(data, {.name = KernelName::linear, .constant = penalised ? 1.0 : 0.0});
  Solution found = KernelSmo{}(of_kernel, kernel, rule);
  Coefficients at{{}, found.coefficients.b};
  arma::mat G;
  arma::rowvec g;
  data.adjoint(found.report.certificate.dual_point, G, g);
  const arma::mat A = problem.penalty.inverse_coupling();
  at.W = -G * A;
  if (penalised) at.b = -g * A;
  const Certificate& said = found.report.certificate;
  const Certificate proof = certify(problem, at, said.scale, &said.dual_point);
  // The kernel's sums round differently from those of features.
  if (found.report.status == Status::optimal && proof.proved_relative_gap() > rule.gap)
    found.report.status = Status::no_progress;
  found.report.certificate = proof;
  found.coefficients = std::move(at);
  return found;
}

}  // namespace linear_machine

struct LinearMachine {
  int patience = 2000;              // iterations of the engine before minimal optimisation is tried
  arma::uword most_samples = 4000;  // that it is tried for

  template <DualShaped L, TaskCoupling P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, const Coefficients& start) const {
    if (problem.data.size() > most_samples || rule.max_iterations <= patience ||
        svm::TaskTies::are_alike(problem.penalty.inverse_coupling()))
      return svm_engine(problem, rule, start);
    StopRule first = rule;
    first.max_iterations = patience;
    const Solution stalled = svm_engine(problem, first, start);
    if (stalled.report.status != Status::iteration_limit) return stalled;
    Solution best = better(stalled, linear_machine::by_kernel(problem, rest_of(rule, stalled.report)));
    if (best.report.status != Status::no_progress) return best;
    return better(best, svm_engine(problem, rest_of(rule, best.report), best.coefficients));
  }

 private:
  // The coefficients with the smaller gap, with the report of both.
  static Solution better(const Solution& first, Solution second) {
    const bool is_first = first.report.certificate.gap < second.report.certificate.gap;
    const Certificate proof = is_first ? first.report.certificate : second.report.certificate;
    Solution best{is_first ? first.coefficients : std::move(second.coefficients),
                  joined(first.report, std::move(second.report))};
    best.report.certificate = proof;
    return best;
  }
};

}  // namespace starling
