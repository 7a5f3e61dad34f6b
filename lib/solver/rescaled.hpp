// Solving problems whose numbers are so large or small that squares of squares would overflow.
//
// Features and targets are multiplied by powers of two (no rounding), the penalty and the loss are converted, and the
// solution is converted back and certified on the original problem. Ordinary data are passed on untouched.
#pragma once

#include <cmath>

#include "lib/fit/certify.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

struct DataScale {
  double x = 1.0, y = 1.0;  // powers of two to multiply features and targets with
  bool ordinary() const { return x == 1.0 && y == 1.0; }
};

// Factors that bring the largest feature and target to about 1, or 1 where they lie within 2^-100 .. 2^100.
DataScale data_scale(const MultiTaskData& data, bool scale_targets);

// Coefficients of the scaled data in the units of the original ones. Throws InvalidData when they overflow.
Coefficients unscaled(const Coefficients& scaled, const DataScale& scale);

template <Loss L, Penalty P, class Solver>
Solution solve_rescaled(const Problem<L, P>& problem, const StopRule& rule, Coefficients start, const Solver& solver) {
  const DataScale scale = data_scale(problem.data, !L::is_classification);
  if (scale.ordinary()) return solver(problem, rule, std::move(start));
  const arma::vec factors(problem.data.n_features(), arma::fill::value(scale.x));
  const MultiTaskData data = problem.data.map_designs([&](const Design& X) { return X.scale_columns(factors); })
                                 .with_targets(scale.y * problem.data.targets());
  const Problem<L, P> scaled{data, problem.loss.with_target_scale(scale.y), problem.penalty.rescaled(scale.x, scale.y),
                             problem.intercept, problem.c};
  Solution solution = solver(scaled, rule, {start.W * scale.y / scale.x, start.b * scale.y});
  solution.coefficients = unscaled(solution.coefficients, scale);
  const arma::vec hint = solution.report.certificate.dual_point / scale.y;
  solution.report.certificate = certify(problem, solution.coefficients, null_objective(problem), &hint);
  return solution;
}

}  // namespace starling
