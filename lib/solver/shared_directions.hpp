// Tasks that are sparse combinations of directions which they share, squared loss:
//
//     sum_t loss_t(L s_t, b_t) + l1 sum_it |S_it| + l2 / 2 |L|_F^2      over L (d x k), S (k x T) and b.
//
// METHOD  Descent (lib/solver/factors/factor_descent.hpp) from several starts (lib/solver/factors/starts.hpp), a warm
//         one first; the best goes on to a stationary point.
// ITERATION  One sweep of one start.
// PROOF   `stationary` where the first-order residual is at most the gap asked for, or 1e-9. The dual bound is that of
//         tasks which share nothing (lib/penalty/sparse_factors.hpp): it holds for all factors, and in general lies
//         below the optimum. Where it closes the gap, at zero, the status is `optimal`.
// COST    lib/solver/factors/factor_descent.hpp, and memory T d^2.
// EDGES   Intercept::penalised throws InvalidInput.
// PAPERS  kumar2012learning
#pragma once

#include <cstdint>
#include <vector>

#include "lib/fit/problem.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/sparse_factors.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

struct DirectionOptions {
  int n_starts = 10;
  std::uint64_t seed = 0;
};

// What was found besides coefficients.
struct DirectionFindings {
  Factors factors;                             // directions by falling cost, their largest entries positive
  double residual = 0.0;                       // first_order_residual() at them
  arma::vec start_objectives;                  // where every start ended
  std::vector<std::vector<double>> histories;  // of every start and of what the best went on to, after each sweep
};

using FactorProblem = Problem<Squared, SparseFactors>;

Solution shared_directions(const FactorProblem& problem, const StopRule& rule, const Coefficients& start,
                           const DirectionOptions& options, DirectionFindings& findings);

// The certificate of factors and intercepts, W = L S, and findings.residual.
Certificate certify_factors(const FactorProblem& problem, const Coefficients& at, DirectionFindings& findings);

}  // namespace starling
