// What every solver owes on every hard data set: a certificate that holds when anybody computes it again.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "lib/fit/lambda_max.hpp"
#include "lib/solver/rescaled.hpp"
#include "tests/support/hard_data.hpp"

namespace starling::testing {

inline constexpr double asked_gap = 1e-8;
inline constexpr std::uint64_t matrix_seed = 5;
inline constexpr double shares[] = {0.9, 0.1, 1e-3};

inline bool nearly(double a, double b, double relative) { return a == b || std::abs(a - b) <= relative * std::abs(b); }

template <class L, class P>
void check_proof(const Problem<L, P>& problem, const Solution& solution) {
  const Certificate& proof = solution.report.certificate;
  BOOST_CHECK_MESSAGE(solution.report.status == Status::optimal || solution.report.status == Status::optimal_to_floor,
                      to_string(solution.report.status) << " at " << proof.relative_gap);
  BOOST_CHECK(solution.coefficients.W.is_finite());
  BOOST_CHECK(solution.coefficients.b.is_finite());
  const Certificate again = certify(problem, solution.coefficients, null_objective(problem), &proof.dual_point);
  BOOST_CHECK(nearly(again.primal, proof.primal, 1e-12));
  BOOST_CHECK(std::abs(again.gap - proof.gap) <= 1e-12 * proof.scale);
  // Of two opposite moves one cannot lower the objective, and no lower bound found anywhere exceeds any objective.
  const double size = 1e-6 * std::max(arma::abs(solution.coefficients.W).max(), arma::datum::eps);
  const auto after = [&](double move) {
    return certify(problem, {solution.coefficients.W + move, solution.coefficients.b}, proof.scale);
  };
  const Certificate up = after(size), down = after(-size);
  BOOST_CHECK(std::max(up.primal, down.primal) >= proof.primal - proof.rounding_floor);
  BOOST_CHECK(std::max(up.dual, down.dual) <= proof.primal + proof.rounding_floor);
  BOOST_CHECK(proof.dual <= std::min(up.primal, down.primal) + proof.rounding_floor);
}

template <class L, class P, class Solver>
void prove(const std::string& name, const Problem<L, P>& problem, const Solver& solver) {
  const StopRule rule{.gap = asked_gap};
  BOOST_TEST_CONTEXT(name)
  check_proof(problem, solve_rescaled(problem, rule, zero_coefficients(problem.data), solver));
}

inline std::string title(const NamedData& named, std::string_view what, double share) {
  return named.name + " " + std::string(what) + " " + std::to_string(share);
}

// make(lambda) is the penalty; shares are of lambda_max.
template <class L, class Make, class Solver>
void prove_norm(const NamedData& named, std::string_view what, const L& loss, const Make& make, const Solver& solver) {
  for (const Intercept intercept : {Intercept::free, Intercept::none}) {
    const arma::vec c = named.data.loss_weights(Averaging::task_mean);
    const double largest = lambda_max(Problem<L, decltype(make(1.0))>{named.data, loss, make(1.0), intercept, c});
    if (largest == 0.0) continue;  // constant targets: zero is optimal at every strength
    for (const double share : shares)
      prove(title(named, what, share) + (intercept == Intercept::free ? "" : " without intercept"),
            Problem<L, decltype(make(1.0))>{named.data, loss, make(share * largest), intercept, c}, solver);
    const auto zero = solve_rescaled(Problem<L, decltype(make(1.0))>{named.data, loss, make(largest), intercept, c},
                                     StopRule{.gap = asked_gap}, zero_coefficients(named.data), solver);
    BOOST_TEST_CONTEXT(title(named, what, 1.0)) BOOST_CHECK(arma::abs(zero.coefficients.W).max() == 0.0);
  }
}

// Strengths of a quadratic penalty in the units of the data: shares of the largest curvature.
inline double curvature(const MultiTaskData& data, const arma::vec& c) {
  double largest = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    const arma::vec weights(c.memptr() + data.rows_of(t).begin, data.rows_of(t).size());
    for (arma::uword j = 0; j < X.n_cols; ++j)
      largest = std::max(largest, arma::accu(arma::square(X.col(j)) % weights));
  }
  return largest;
}

}  // namespace starling::testing
