// The time of a solver from zero, after its certificate was computed again from the coefficients and its dual point.
#pragma once

#include "bench/random_data.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/row_predictions.hpp"
#include "lib/solver/solution.hpp"

namespace starling::bench {

template <Loss L, Penalty P, class Solver>
void time_certified(benchmark::State& state, const Problem<L, P>& problem, const StopRule& rule, const Solver& solver) {
  const Coefficients zero = zero_coefficients(problem.data);
  const Solution solution = solver(problem, rule, zero);
  const Certificate proof =
      certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
  if (!(proof.proved_relative_gap() <= rule.gap)) return state.SkipWithError("the gap is not certified");
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(solver(problem, rule, zero));
  state.counters["gap"] = proof.proved_relative_gap();
  state.counters["iterations"] = solution.report.iterations;
  state.counters["rows"] = static_cast<double>(nonzero_rows(solution.coefficients.W).size());
}

}  // namespace starling::bench
