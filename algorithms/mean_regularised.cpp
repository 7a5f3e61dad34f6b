#include "algorithms/mean_regularised.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/solver/coupled_ridge.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {
namespace {

// One fit by a solver that may have seen the data before.
Fit fit_by(CoupledRidge& solver, const MeanRegularised& method, const MultiTaskData& data, const FitControl& control) {
  const double lambda = absolute(method.options.lambda);
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const MeanCoupling penalty(lambda, method.options.mu);
    return {solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, solver.as_solver()), lambda};
  });
}

}  // namespace

Fit MeanRegularised::fit(const MultiTaskData& data, const FitControl& control) const {
  CoupledRidge solver;
  return fit_by(solver, *this, data, control);
}

void MeanRegularised::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                               const PathSink& sink) const {
  CoupledRidge solver;
  fit_path_by(*this, data, strengths, control, sink,
              [&](const MeanRegularised& at, const FitControl& next) { return fit_by(solver, at, data, next); });
}

}  // namespace starling
