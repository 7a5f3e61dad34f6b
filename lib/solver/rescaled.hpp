// Solving problems whose numbers are so large or small that squares of squares would overflow.
//
// Features and targets are multiplied by powers of two (no rounding), the penalty and the loss are converted, and the
// solution is converted back and certified on the original problem: its status is what that certificate proves.
// Ordinary data are passed on untouched.
//
// EDGES   Throws InvalidData where the objective or the coefficients overflow.
#pragma once

#include <cmath>

#include "lib/base/error.hpp"
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
  const DataScale scale = data_scale(problem.data, has_target_units<L>());
  if (scale.ordinary()) return solver(problem, rule, std::move(start));
  const double null_value = null_objective(problem);
  if (!std::isfinite(null_value))
    throw InvalidData({.what = "targets so large that the objective overflows", .hint = "divide them by their size"});
  const arma::vec factors(problem.data.n_features(), arma::fill::value(scale.x));
  const MultiTaskData data = problem.data.map_designs([&](const Design& X) { return X.scale_columns(factors); })
                                 .with_targets(scale.y * problem.data.targets());
  const Problem<L, P> scaled{data, problem.loss.with_target_scale(scale.y), problem.penalty.rescaled(scale.x, scale.y),
                             problem.intercept, problem.c};
  Solution solution = solver(scaled, rule, {start.W * scale.y / scale.x, start.b * scale.y});
  solution.coefficients = unscaled(solution.coefficients, scale);
  FitReport& report = solution.report;
  const arma::vec hint = report.certificate.dual_point / scale.y;
  report.certificate = certify(problem, solution.coefficients, null_value, &hint);
  if (report.status == Status::optimal && report.certificate.proved_relative_gap() > rule.gap)
    report.status =
        report.certificate.gap <= report.certificate.rounding_floor ? Status::optimal_to_floor : Status::no_progress;
  return solution;
}

}  // namespace starling
