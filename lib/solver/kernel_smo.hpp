// The solver of multi-task support vector machines in the space of a kernel between samples.
//
// METHOD  Sequential minimal optimisation with second-order working sets, shrinking and a cache of kernel rows
//         (lib/solver/svm/pair_descent.hpp). The tolerance of a run follows from the gap it is to reach.
// ITERATION  As many steps as there are samples; a step is in two samples, or in one where there is no intercept.
// COST    A step is two kernel rows (from the cache, or 2 nnz flops each) and 4 N flops; a certificate the rows of all
//         support vectors. Memory: the cache's budget and a few N-vectors.
// EDGES   Intercept::penalised throws InvalidOption: a kernel of features has no feature that is 1 everywhere.
//         The kernel must be positive semidefinite (KernelRows::check_semidefinite).
//         Solution: coefficients.W is empty (0 x T); u is report.certificate.dual_point.
// PAPERS  platt1998fast, fan2005working, evgeniou2005learning
#pragma once

#include <algorithm>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/svm/dual_samples.hpp"
#include "lib/solver/svm/pair_descent.hpp"

namespace starling {

namespace svm {

// What a dual point is worth by the decisions that descent keeps.
struct Look {
  double primal = 0.0, gap = 0.0;
};

template <DualShaped L, TaskCoupling P>
Look look_at(const Problem<L, P>& problem, const PairDescent& descent, arma::rowvec& b) {
  const MultiTaskData& data = problem.data;
  arma::vec eta = descent.predictions();
  double quadratic = 0.0, loss = 0.0, phi = 0.0;
  for (arma::uword i = 0; i < eta.n_elem; ++i) quadratic -= descent.samples()[i].u * eta[i];
  if (problem.intercept == Intercept::free) {
    b = best_intercepts(problem.loss, data, problem.c, eta, b);
    eta += constant_predictions(data, b);
  }
  for (arma::uword i = 0; i < eta.n_elem; ++i) {
    loss += descent.samples()[i].loss(eta[i]);
    phi += descent.samples()[i].phi();
  }
  return {0.5 * quadratic + loss, quadratic + loss + phi};
}

}  // namespace svm

struct KernelSmo {
  std::uint64_t cache_bytes = std::uint64_t{256} << 20;

  // kernel: of the problem's data, which must be the same object.
  template <DualShaped L, TaskCoupling P>
  Solution operator()(const Problem<L, P>& problem, const KernelSamples& kernel, const StopRule& rule) const {
    if (problem.intercept == Intercept::penalised)
      throw InvalidOption(
          {.what = "a kernel machine cannot penalise its intercept", .where = "intercept", .expected = "none or free"});
    constexpr std::int64_t most_steps = 100000;
    constexpr int most_looks_in_vain = 3;
    const auto n = static_cast<std::int64_t>(problem.data.size());
    Monitor monitor(rule);
    const double scale = null_objective(problem);
    svm::PairDescent descent(kernel, problem.penalty.inverse_coupling(), svm::dual_samples(problem, 1.0),
                             problem.intercept == Intercept::free, cache_bytes);
    Coefficients at{arma::mat(0, problem.data.n_tasks()), arma::rowvec(problem.data.n_tasks(), arma::fill::zeros)};
    double target = rule.gap * scale, tolerance = arma::datum::inf, best_gap = arma::datum::inf;
    std::int64_t steps = 0;
    for (int iterations = 0, in_vain = 0;;) {
      const bool last = monitor.must_stop(iterations);
      if (!last)
        steps += descent.run(tolerance, static_cast<int>(std::min(most_steps, rule.max_iterations * n - steps)));
      iterations = static_cast<int>((steps + n - 1) / n);
      const svm::Look look = svm::look_at(problem, descent, at.b);
      in_vain = look.gap < best_gap ? 0 : in_vain + 1;
      best_gap = std::min(best_gap, look.gap);
      const bool stuck = in_vain >= most_looks_in_vain, enough = last || stuck || look.gap <= target;
      if (!enough && monitor.announce(iterations, look.primal, look.gap / scale)) {
        // The gap falls about as the violation does.
        if (descent.violation() <= tolerance)
          tolerance = descent.violation() * std::clamp(0.5 * target / look.gap, 1e-3, 0.3);
        continue;
      }
      const bool reached =
          monitor.check(iterations, certify_kernel(problem, kernel, descent.dual_point(), scale, at.b), at);
      if (!enough)
        monitor.give_up(Status::interrupted);
      else if (stuck && !reached)
        monitor.give_up(Status::no_progress);
      if (reached || last || stuck || !enough) break;
      target *= 0.3;
    }
    return monitor.finish();
  }
};

}  // namespace starling
