// Newton's method, task by task, for a smooth loss with the ridge penalty mu/2 |W|^2.
//
// METHOD  Newton directions from a Cholesky factor on the short side of X_t (lib/solver/ridge_direction.hpp), a line
//         search, and the exact best intercept after every step. For squared loss the first step is the solution.
// ITERATION  One step of every task, tasks side by side.
// COST    sum_t n_t d min(n_t, d) + min(n_t, d)^3 / 3 flops; 1 iteration for squared loss, 5 to 15 otherwise.
// EDGES   Intercept::penalised and mu <= 0 throw InvalidOption.
// PAPERS  hoerl1970ridge, boyd2004convex
#pragma once

#include <cmath>
#include <type_traits>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"
#include "lib/penalty/ridge.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/ridge_direction.hpp"

namespace starling {

namespace ridge_newton_steps {

// Moves task t by one Newton step; eta holds the predictions without intercept. False when nothing changed.
template <SmoothLoss L>
bool step(const Problem<L, Ridge>& problem, arma::uword t, Coefficients& at, arma::vec& eta) {
  const MultiTaskData& data = problem.data;
  const Rows rows = data.rows_of(t);
  const double mu = problem.penalty.mu, b = at.b[t];
  const double* y = data.targets().memptr() + rows.begin;
  const double* c = problem.c.memptr() + rows.begin;
  arma::vec z = eta.subvec(rows.begin, rows.end - 1), u(rows.size()), v(rows.size());
  double loss = 0.0;
  for (arma::uword i = 0; i < rows.size(); ++i) {
    u[i] = c[i] * problem.loss.derivative(y[i], z[i] + b);
    v[i] = c[i] * problem.loss.second_derivative(y[i], z[i] + b);
    loss += c[i] > 0.0 ? c[i] * problem.loss.value(y[i], z[i] + b) : 0.0;
  }
  const bool free = problem.intercept == Intercept::free;
  const arma::vec w = at.W.col(t);
  arma::vec g(w.n_elem);
  multiply_transposed(data.design(t), {u.memptr(), u.n_elem, 1, u.n_elem}, {g.memptr(), g.n_elem, 1, g.n_elem});
  g += mu * w;
  const RidgeDirection direction = ridge_direction({data.design(t), v, mu, free}, g);
  const double slope = arma::dot(g, direction.step), along = arma::dot(w, direction.step);
  const double square = arma::dot(direction.step, direction.step);
  const double noise = 4.0 * arma::datum::eps * (loss + 0.5 * mu * arma::dot(w, w));
  if (!(slope < 0.0)) return false;
  for (double length = 1.0; length > 1e-12; length *= 0.5) {
    Sum rise;
    for (arma::uword i = 0; i < rows.size(); ++i)
      if (c[i] > 0.0)
        rise.add(c[i] * (problem.loss.value(y[i], z[i] + b + length * direction.change[i]) -
                         problem.loss.value(y[i], z[i] + b)));
    rise.add(mu * length * (along + 0.5 * length * square));
    if (rise.value() > 1e-4 * length * slope + noise) continue;
    at.W.col(t) = w + length * direction.step;
    const blas::View column = blas::column(std::as_const(at.W), t);
    multiply(data.design(t), column, {eta.memptr() + rows.begin, rows.size(), 1, rows.size()});
    if (free) at.b[t] = best_intercept(problem.loss, data.targets(), problem.c, eta, rows, b);
    return true;
  }
  return false;
}

}  // namespace ridge_newton_steps

template <SmoothLoss L>
Solution ridge_newton(const Problem<L, Ridge>& problem, const StopRule& rule, Coefficients start) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidOption({.what = "Newton's method for ridge cannot penalise the intercept", .where = "intercept"});
  if (!(problem.penalty.mu > 0.0))
    throw InvalidOption({.what = "Newton's method for ridge needs a ridge", .where = "mu", .expected = "a number > 0"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  const MultiTaskData& data = problem.data;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  Coefficients at = std::move(start);
  const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
  arma::vec eta = data.forward(at.W, none);
  at.b = problem.intercept == Intercept::free ? best_intercepts(problem.loss, data, problem.c, eta, at.b) : none;
  std::vector<char> moved(data.n_tasks(), 1);
  for (int iteration = 0, idle = 0;; ++iteration) {
    const bool last = monitor.must_stop(iteration);
    const double gap_before = monitor.best().gap;
    if (monitor.check(iteration, certify(problem, at, scale), at) || last) break;
    // Newton's method is done when steps no longer lower the gap; a few more settle the rounding.
    idle = monitor.best().gap < gap_before ? 0 : idle + 1;
    if (idle > 50 || std::find(moved.begin(), moved.end(), 1) == moved.end()) {
      monitor.give_up(Status::no_progress);
      break;
    }
    parallel_for(data.n_tasks(),
                 [&](std::size_t t) { moved[t] = ridge_newton_steps::step(problem, t, at, eta) ? 1 : 0; });
  }
  return monitor.finish();
}

// The solver as a value, to hand to solve_rescaled().
struct RidgeNewton {
  template <SmoothLoss L>
  Solution operator()(const Problem<L, Ridge>& problem, const StopRule& rule, Coefficients start) const {
    return ridge_newton(problem, rule, std::move(start));
  }
};

}  // namespace starling
