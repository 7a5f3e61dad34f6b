// Douglas-Rachford splitting (ADMM) for squared loss with any penalty that has a prox.
//
// Where FISTA's steps shrink with the worst conditioned task, this one solves every task exactly in each iteration:
// tens of iterations where FISTA needs thousands (raw School data: 30 against 5000).
//
// METHOD  v <- v + 1.6 (x - z),  z = prox(v) of the penalty,  x = the tasks' proximal points of 2 z - v, accelerated by
//         Anderson mixing of the last few v. The stiffness rho starts from the data and is balanced when primal and
//         dual residuals differ by more than ten times. z is returned: it has exact zeros and exact rank.
// PROOF   The certificate of z with the loss gradient at x as a hint.
// COST    Factors once (lib/solver/quadratic_factors.hpp). An iteration is 4 d m flops a task, m = min(n_t, d), and one
//         prox; every fifth adds a certificate.
// EDGES   Sparse features, none at all, and factors that would not fit are left to FISTA; so is what has not ended
// after 1000
//         iterations. Intercept::penalised is refused, as by FISTA.
// PAPERS  eckstein1992douglas, boyd2011distributed, anderson1965iterative
#pragma once

#include <cmath>

#include "lib/loss/squared.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/mixing.hpp"
#include "lib/solver/quadratic_factors.hpp"

namespace starling {

namespace splitting_steps {

constexpr int check_every = 5;
constexpr int most_iterations = 1000;

// Where rho starts: the curvature at which the penalty and the loss pull alike, judged along q. Where q says nothing
// (targets that no feature explains) any positive number will do.
template <Proximable P>
double first_stiffness(const P& penalty, const QuadraticFactors& factors) {
  const arma::mat& q = factors.linear();
  const double size = arma::accu(arma::square(q));
  const double curvature = size > 0.0 ? arma::dot(q, factors.multiply(q)) / size : 1.0;
  double rho = curvature;
  if constexpr (NormPenalty<P>) {
    rho *= penalty.lambda / (0.3 * penalty.dual_norm(q));
  } else {
    rho = std::min(curvature, penalty.curvature());
  }
  return std::isnormal(rho) && rho > 0.0 ? rho : 1.0;
}

// The coefficients W with their best intercepts, and the loss gradient there.
template <class P>
fista_steps::Point centred(const Problem<Squared, P>& problem, const arma::mat& W) {
  return fista_steps::at_coefficients(problem, W, arma::rowvec(W.n_cols, arma::fill::zeros));
}

}  // namespace splitting_steps

template <Proximable P>
Solution splitting(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start) {
  using namespace splitting_steps;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  // The start as it is given, before anything is set up.
  const bool done = monitor.check(0, certify(problem, start, scale), start);
  if (done || monitor.must_stop(0)) return monitor.finish();
  const QuadraticFactors factors(problem.data, problem.c, problem.intercept == Intercept::free);
  double rho = first_stiffness(problem.penalty, factors);
  arma::mat v = start.W + (factors.linear() - factors.multiply(start.W)) / rho;
  arma::mat z = problem.penalty.prox(v, 1.0 / rho), z_before = z;
  Mixing mixing(4);
  for (int iteration = 1;; ++iteration) {
    const arma::mat x = factors.proximal_point(2.0 * z - v, rho);
    const arma::mat step = 1.6 * (x - z);
    v = iteration < 5 ? arma::mat(v + step) : mixing.next(v, step);
    z_before = z;
    z = problem.penalty.prox(v, 1.0 / rho);
    const bool last = monitor.must_stop(iteration) || iteration == most_iterations;
    if (last || iteration % check_every == 0) {
      const auto primal = centred(problem, z), dual = centred(problem, x);
      const Coefficients now{primal.W, primal.b};
      if (monitor.check(iteration, certify(problem, now, scale, &dual.u), now)) break;
      if (last) break;
    }
    // Residuals of the two halves: both vanish at the solution, and rho trades one for the other.
    if (iteration % 10 == 0) {
      const double primal = arma::norm(x - z, "fro") / (arma::norm(z, "fro") + arma::norm(x, "fro") + 1e-300);
      const double dual = rho * arma::norm(z - z_before, "fro") / (rho * arma::norm(v - z, "fro") + 1e-300);
      if (primal > 10.0 * dual || dual > 10.0 * primal) {
        const double factor = std::clamp(std::sqrt(primal / std::max(dual, 1e-300)), 0.2, 5.0);
        v = z + (v - z) / factor;  // the same subgradient at another stiffness
        rho *= factor;
        mixing.forget();
      }
    }
  }
  return monitor.finish();
}

// Splitting where it is suited, FISTA elsewhere and for what splitting leaves.
struct Splitting {
  template <SmoothLoss L, Proximable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    constexpr double most_numbers = 5e7;  // 400 MB of factors
    if constexpr (std::is_same_v<L, Squared>) {
      const double numbers = QuadraticFactors::size(problem.data);
      if (!problem.data.any_sparse() && numbers > 0.0 && numbers <= most_numbers) {
        Solution first = splitting(problem, rule, std::move(start));
        const bool unfinished =
            first.report.status == Status::iteration_limit && first.report.iterations < rule.max_iterations;
        if (!unfinished) return first;
        StopRule rest = rule;
        rest.max_iterations -= first.report.iterations;
        rest.time_limit -= first.report.seconds;
        Solution second = fista(problem, rest, first.coefficients);
        second.report.iterations += first.report.iterations;
        second.report.seconds += first.report.seconds;
        return second;
      }
    }
    return fista(problem, rule, std::move(start));
  }
};

}  // namespace starling
