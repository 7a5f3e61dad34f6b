// The solver of regularised multi-task support vector machines, linear.
//
// METHOD  Task-blocked dual coordinate descent with shrinking, and direct methods where it is slow: Cholesky factors of
//         the face of free samples, the interior point method, Newton's method on the primal, extrapolation
//         (lib/solver/svm/engine.hpp says which and when). Any coupling can be solved; where all tasks are coupled
//         alike a visit of a task costs d and not d T (d r where the coupling is of low rank r but for a multiple of
//         the identity), and only where they are alike the direct methods apply.
// ITERATION  One sweep over the samples that are not shrunk away.
// COST    A sweep is 4 flops per stored feature value of its samples, and d T (d or d r, see METHOD) per task. Memory:
// one copy of the features, row by row. EDGES   Intercept::free throws InvalidOption: this solver fits none or a
// penalised one.
//         A sample without features (a zero row) takes the bound its loss drives it to.
// PAPERS  hsieh2008dual, evgeniou2004regularized, mehrotra1992implementation, chapelle2007training
#pragma once

#include <algorithm>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/svm/engine.hpp"

namespace starling {

namespace svm {

template <DualShaped L, TaskCoupling P>
std::vector<DualSample> dual_samples(const Problem<L, P>& problem, double unit) {
  std::vector<DualSample> samples(problem.data.size());
  for (arma::uword i = 0; i < samples.size(); ++i) {
    if (!(problem.c[i] > 0.0)) continue;
    const DualShape shape = dual_shape(problem.loss, problem.data.targets()[i], unit * problem.c[i]);
    samples[i] = {
        .low = shape.low, .high = shape.high, .below = shape.below, .above = shape.above, .shift = shape.shift};
  }
  return samples;
}

}  // namespace svm

// start: only a hint of the dual point can be taken from coefficients: the loss gradient at their predictions.
template <DualShaped L, TaskCoupling P>
Solution svm_engine(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  if (problem.intercept == Intercept::free)
    throw InvalidOption({.what = "dual coordinate descent cannot fit an unpenalised intercept",
                         .where = "intercept",
                         .expected = "none or penalised"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  const MultiTaskData& data = problem.data;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const bool warm = !start.W.is_zero() || !start.b.is_zero();
  // A warm start may be the solution already.
  if (warm && monitor.check(0, certify(problem, start, scale), start)) return monitor.finish();
  const svm::TaskTies ties(problem.penalty.inverse_coupling());
  const svm::SampleRows rows(data, problem.intercept == Intercept::penalised);
  svm::Engine engine(rows, ties, svm::dual_samples(problem, ties.unit()));
  if (warm)
    engine.start_at(ties.unit() *
                    loss_gradient(problem.loss, data.targets(), problem.c, data.forward(start.W, start.b)));
  // The engine's sums are not compensated: where the certificate finds more, the engine must find less.
  double target = rule.gap * scale * ties.unit();
  for (;;) {
    const bool last = monitor.must_stop(engine.iterations());
    if (!last) engine.advance(target, rule.max_iterations - engine.iterations());
    const bool enough = last || engine.gap() <= target;
    if (!enough &&
        monitor.announce(engine.iterations(), engine.primal() / ties.unit(), engine.gap() / (scale * ties.unit())))
      continue;
    const Coefficients at = engine.coefficients();
    const arma::vec hint = engine.dual_point() / ties.unit();
    const bool settled = monitor.check(engine.iterations(), certify(problem, at, scale, &hint), at);
    if (!enough) monitor.give_up(Status::interrupted);
    if (settled || last || !enough) break;
    constexpr double stricter = 0.3;
    target *= stricter;
    engine.refresh();
  }
  return monitor.finish();
}

// The solver as a value, to hand to solve_rescaled().
struct SvmEngine {
  template <DualShaped L, TaskCoupling P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    return svm_engine(problem, rule, std::move(start));
  }
};

}  // namespace starling
