// Accelerated proximal gradient for any smooth loss with any penalty that has a prox.
//
// METHOD  FISTA with gradient-based adaptive restart and two-way backtracking of the step. Free intercepts are
//         eliminated: the smooth part is min_b of the loss, whose gradient is the loss gradient at the best b.
//         The step test compares gradients, not function values, so it stays exact near the optimum.
// COST    An iteration is one forward and one adjoint product and one prox; every tenth adds a certificate.
// EDGES   Intercept::penalised is refused: it is for coupling penalties only.
// PAPERS  beck2009fast, odonoghue2015adaptive, scheinberg2014fast
#pragma once

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

namespace fista_steps {

// A point of the smooth part: coefficients, predictions without intercept, best intercepts, and u = loss gradient.
struct Point {
  arma::mat W;
  arma::vec z;
  arma::rowvec b;
  arma::vec u;
};

template <class L, class P>
void complete(const Problem<L, P>& problem, Point& at) {
  const MultiTaskData& data = problem.data;
  if (problem.intercept == Intercept::free) at.b = best_intercepts(problem.loss, data, problem.c, at.z, at.b);
  arma::vec eta = at.z;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i) eta[i] += at.b[t];
  at.u = loss_gradient(problem.loss, data.targets(), problem.c, eta);
}

template <class L, class P>
Point at_coefficients(const Problem<L, P>& problem, arma::mat W, arma::rowvec b) {
  Point at{std::move(W), {}, std::move(b), {}};
  at.z = problem.data.forward(at.W, {});
  complete(problem, at);
  return at;
}

// Curvature of the smooth part along the gradient: where backtracking starts.
template <class L, class P>
double first_curvature(const Problem<L, P>& problem, const arma::mat& G) {
  const double norm = arma::norm(G, "fro");
  if (norm == 0.0) return 1.0;
  const arma::mat direction = G / norm;
  const arma::vec moved = problem.data.forward(direction, {});
  const double curvature = L::max_curvature * arma::dot(problem.c % moved, moved);
  return curvature > 0.0 ? curvature : 1.0;
}

// One step from y with gradient G: raises the curvature until it bounds the loss between y and the new point.
template <class L, class P>
Point step(const Problem<L, P>& problem, const Point& y, const arma::mat& G, double& curvature) {
  constexpr int most_doublings = 200;
  Point next;
  for (int attempt = 0; attempt < most_doublings; ++attempt) {
    next = at_coefficients(problem, problem.penalty.prox(y.W - G / curvature, 1.0 / curvature), y.b);
    const double length = arma::accu(arma::square(next.W - y.W));
    const arma::vec moved = next.z - y.z;
    const double bend = arma::dot(next.u - y.u, moved);
    // The gradients carry rounding errors of their own: below them a bend means nothing.
    const double noise = 4.0 * arma::datum::eps * arma::dot(arma::abs(y.u), arma::abs(moved));
    if (length == 0.0 || !(bend > curvature * length + noise)) break;
    curvature = std::max(1.5 * curvature, std::min(bend / length, 4.0 * curvature));
  }
  return next;
}

inline Point extrapolate(const Point& at, const Point& before, double momentum) {
  return {at.W + momentum * (at.W - before.W),
          at.z + momentum * (at.z - before.z),
          at.b + momentum * (at.b - before.b),
          {}};
}

}  // namespace fista_steps

template <SmoothLoss L, Proximable P>
Solution fista(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  using namespace fista_steps;
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "FISTA does not take a penalised intercept", .expected = "none or free"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  constexpr int check_every = 10;
  constexpr double relaxation = 0.95;  // how fast the curvature estimate may fall again
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  if (problem.intercept == Intercept::none) start.b.zeros(problem.data.n_tasks());
  Point at = at_coefficients(problem, std::move(start.W), std::move(start.b));
  Point before = at, y = at;
  arma::mat G = problem.data.adjoint(y.u);
  double curvature = first_curvature(problem, G), t = 1.0;
  bool stuck = false;
  for (int iteration = 0;; ++iteration) {
    const bool last = monitor.must_stop(iteration) || stuck;
    if (last || iteration % check_every == 0) {
      const Coefficients now{at.W, at.b};
      if (monitor.check(iteration, certify(problem, now, scale), now)) break;
      if (stuck) monitor.give_up(Status::no_progress);
      if (last) break;
    }
    const double old_curvature = curvature;
    curvature *= relaxation;
    Point next = step(problem, y, G, curvature);
    const bool overshoot = arma::dot(y.W - next.W, next.W - at.W) > 0.0;
    stuck = t == 1.0 && arma::approx_equal(next.W, at.W, "absdiff", 0.0);
    before = std::move(at);
    at = std::move(next);
    const double t_next = overshoot ? 1.0 : 0.5 * (1.0 + std::sqrt(1.0 + 4.0 * (curvature / old_curvature) * t * t));
    y = overshoot ? at : extrapolate(at, before, (t - 1.0) / t_next);
    if (!overshoot) complete(problem, y);
    t = t_next;
    G = problem.data.adjoint(y.u);
  }
  return monitor.finish();
}

// The solver as a value, to hand to solve_rescaled().
struct Fista {
  template <SmoothLoss L, Proximable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    return fista(problem, rule, std::move(start));
  }
};

}  // namespace starling
