// The solver of regularised multi-task support vector machines, linear.
//
// METHOD  Task-blocked dual coordinate descent with shrinking, and direct methods where it is slow: Cholesky factors of
//         the face of free samples, the interior point method, Newton's method on the primal, extrapolation
//         (lib/solver/svm/engine.hpp says which and when). Any coupling can be solved; where all tasks are coupled
//         alike a visit of a task costs d and not d T (d r where the coupling is of low rank r but for a multiple of
//         the identity), and only where they are alike the direct methods apply.
// ITERATION  One sweep over the samples that are not shrunk away.
// COST    A sweep is 4 flops per stored feature value of its samples, and d T (d or d r, see METHOD) per task.
//         Memory: one copy of the features, row by row.
// EDGES   Unpenalised intercepts are moved to one after another (svm/free_intercepts.hpp): some rounds of the above.
//         A sample without features (a zero row) takes the bound its loss drives it to.
// PAPERS  hsieh2008dual, evgeniou2004regularized, mehrotra1992implementation, chapelle2007training,
//         rockafellar1976augmented
#pragma once

#include <algorithm>
#include <vector>

#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/svm/dual_samples.hpp"
#include "lib/solver/svm/engine.hpp"
#include "lib/solver/svm/free_intercepts.hpp"

namespace starling {

namespace svm {

// The coefficients and the dual point of the engine as the problem has them, with the best intercepts where these are
// free.
template <DualShaped L, TaskCoupling P>
Certificate certified(const Problem<L, P>& problem, const Engine& engine, double scale, Coefficients& at) {
  const double unit = engine.state().ties.unit();
  at = engine.coefficients();
  arma::vec hint = engine.dual_point();
  if (engine.state().has_intercepts()) {
    const arma::rowvec none(at.b.n_elem, arma::fill::zeros);
    at.b = best_intercepts(problem.loss, problem.data, problem.c, problem.data.forward(at.W, none), at.b);
    settle(engine.state(), hint);
  }
  hint /= unit;
  return certify(problem, at, scale, &hint);
}

inline LastColumn last_column(Intercept intercept) {
  if (intercept == Intercept::none) return LastColumn::feature;
  return intercept == Intercept::penalised ? LastColumn::constant : LastColumn::intercept;
}

// The intercepts a fit starts from: those of the start, or the best without features.
template <DualShaped L, TaskCoupling P>
arma::rowvec first_intercepts(const Problem<L, P>& problem, const Coefficients& start) {
  if (!start.W.is_zero() || !start.b.is_zero()) return start.b;
  return best_intercepts(problem.loss, problem.data, problem.c, arma::vec(problem.data.size(), arma::fill::zeros),
                         start.b);
}

}  // namespace svm

// start: only a hint of the dual point can be taken from coefficients: the loss gradient at their predictions.
template <DualShaped L, TaskCoupling P>
Solution svm_engine(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  const MultiTaskData& data = problem.data;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const bool warm = !start.W.is_zero() || !start.b.is_zero();
  // A warm start may be the solution already.
  if (warm && monitor.check(0, certify(problem, start, scale), start)) return monitor.finish();
  const svm::TaskTies ties(problem.penalty.inverse_coupling());
  const svm::SampleRows rows(data, svm::last_column(problem.intercept));
  std::vector<svm::DualSample> samples = svm::dual_samples(problem, ties.unit());
  std::vector<svm::TaskIntercept> intercepts;
  if (problem.intercept == Intercept::free)
    intercepts = svm::free_intercepts(rows, ties, samples, svm::first_intercepts(problem, start));
  svm::Engine engine(rows, ties, std::move(samples), std::move(intercepts));
  if (warm)
    engine.start_at(ties.unit() *
                    loss_gradient(problem.loss, data.targets(), problem.c, data.forward(start.W, start.b)));
  // The engine's sums are not compensated: where the certificate finds more, the engine must find less.
  double target = rule.gap * scale * ties.unit();
  svm::Centres centres;
  for (;;) {
    const bool last = monitor.must_stop(engine.iterations());
    if (!last) engine.advance(centres.enough(target), rule.max_iterations - engine.iterations());
    const bool settled = centres.settled(engine, target), enough = last || settled;
    if (!enough &&
        monitor.announce(engine.iterations(), engine.primal() / ties.unit(), engine.gap() / (scale * ties.unit())))
      continue;
    Coefficients at;
    const Certificate proof = svm::certified(problem, engine, scale, at);
    const bool reached = monitor.check(engine.iterations(), proof, at);
    if (!enough) monitor.give_up(Status::interrupted);
    if (reached || last || !enough) break;
    constexpr double stricter = 0.3;
    target *= stricter;
    if (problem.intercept == Intercept::free)
      engine.recentre(1.0);
    else
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
