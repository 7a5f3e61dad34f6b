// Newton's method for smooth losses of tasks that a coupling ties: logistic machines.
//
// METHOD  Steps of lib/solver/coupled_system.hpp, where the smaller the gradient the more exactly, and halved until the
//         objective falls; the exact best free intercepts after every step. The loss gradient at the coefficients is
//         the dual point: its gap is half the square of the objective's gradient, so the last steps square it.
// ITERATION  One Newton step.
// COST    5 to 15 iterations; an iteration a linear system and a certificate, two passes over the features.
// PAPERS  boyd2004convex, lin2008trust
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/coupled_system.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

namespace coupled_newton_steps {

// Derivatives of all samples' losses at predictions eta, times their factors.
template <SmoothLoss L>
void derivatives(const Problem<L, QuadraticCoupling>& problem, const arma::vec& eta, arma::vec& u, arma::vec& v) {
  const arma::vec& y = problem.data.targets();
  u.zeros(eta.n_elem);
  v.zeros(eta.n_elem);
  for (arma::uword i = 0; i < eta.n_elem; ++i) {
    if (!(problem.c[i] > 0.0)) continue;
    u[i] = problem.c[i] * problem.loss.derivative(y[i], eta[i]);
    v[i] = problem.c[i] * problem.loss.second_derivative(y[i], eta[i]);
  }
}

// The length, halved from 1, at which the objective falls; 0 where none does. change: of eta, a unit of length.
template <SmoothLoss L>
double length_of(const Problem<L, QuadraticCoupling>& problem, const CoupledPoint& at, const CoupledPoint& step,
                 const arma::vec& eta, const arma::vec& change, double slope) {
  constexpr double shortest = 1e-12, decrease = 1e-4;
  const arma::vec& y = problem.data.targets();
  const Sum loss = loss_sum(problem.loss, y, problem.c, eta);
  const double along = arma::accu(at.V % step.V), square = arma::accu(arma::square(step.V));
  const double noise = 4.0 * arma::datum::eps * (loss.value() + 0.5 * arma::accu(arma::square(at.V)));
  for (double length = 1.0; length > shortest; length *= 0.5) {
    Sum rise;
    for (arma::uword i = 0; i < eta.n_elem; ++i)
      if (problem.c[i] > 0.0)
        rise.add(problem.c[i] *
                 (problem.loss.value(y[i], eta[i] + length * change[i]) - problem.loss.value(y[i], eta[i])));
    rise.add(length * (along + 0.5 * length * square));
    if (rise.value() <= decrease * length * slope + noise) return length;
  }
  return 0.0;
}

}  // namespace coupled_newton_steps

template <SmoothLoss L>
Solution coupled_newton(const Problem<L, QuadraticCoupling>& problem, const StopRule& rule, Coefficients start) {
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  constexpr double loosest = 0.1, tightest = 1e-10;
  constexpr int most_in_vain = 20;
  const MultiTaskData& data = problem.data;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const CoupledSystem system(data, problem.penalty, problem.intercept);
  CoupledPoint at = system.point(start);
  double first_size = 0.0;
  arma::vec u, v;
  for (int iteration = 0, in_vain = 0;; ++iteration) {
    Coefficients now = system.coefficients(at);
    arma::vec eta = data.forward(now.W, now.b);
    if (problem.intercept == Intercept::free) {
      eta -= constant_predictions(data, now.b);
      at.b = now.b = best_intercepts(problem.loss, data, problem.c, eta, now.b);
      eta += constant_predictions(data, now.b);
    }
    const bool last = monitor.must_stop(iteration);
    const double gap_before = monitor.best().gap;
    if (monitor.check(iteration, certify(problem, now, scale), now) || last) break;
    // A few more steps settle the rounding.
    in_vain = monitor.best().gap < gap_before ? 0 : in_vain + 1;
    coupled_newton_steps::derivatives(problem, eta, u, v);
    const CoupledPoint gradient = system.gradient(at, u);
    const double size = std::sqrt(inner_product(gradient, gradient));
    first_size = std::max(first_size, size);
    const CoupledPoint step =
        system.step(gradient, v, std::clamp(std::sqrt(size / first_size) * loosest, tightest, loosest));
    const Coefficients direction = system.coefficients(step);
    const double slope = inner_product(gradient, step);
    const double length = slope < 0.0 ? coupled_newton_steps::length_of(problem, at, step, eta,
                                                                        data.forward(direction.W, direction.b), slope)
                                      : 0.0;
    if (!(length > 0.0) || in_vain > most_in_vain) {
      monitor.give_up(Status::no_progress);
      break;
    }
    at.V += length * step.V;
    at.b += length * step.b;
  }
  return monitor.finish();
}

// The solver as a value, to hand to solve_rescaled().
struct CoupledNewton {
  template <SmoothLoss L>
  Solution operator()(const Problem<L, QuadraticCoupling>& problem, const StopRule& rule, Coefficients start) const {
    return coupled_newton(problem, rule, std::move(start));
  }
};

}  // namespace starling
