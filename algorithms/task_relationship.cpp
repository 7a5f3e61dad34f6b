#include "algorithms/task_relationship.hpp"

#include <cmath>

#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/penalty/squared_trace_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/spectral_engine.hpp"

namespace starling {
namespace {

// The best covariance for W. Where W is zero every one is best, and that of equal, unrelated tasks is given.
LearnedStructure relations(const arma::mat& W) {
  const arma::uword T = W.n_cols;
  const ThinSvd svd = thin_svd(W);
  arma::mat S = arma::eye(T, T) / static_cast<double>(T);
  if (!svd.s.is_empty()) S = svd.V * arma::diagmat(svd.s / arma::accu(svd.s)) * svd.V.t();
  S = arma::symmatu(S);
  arma::mat correlation(T, T, arma::fill::eye);
  for (arma::uword t = 0; t < T; ++t)
    for (arma::uword s = 0; s < t; ++s)
      if (const double size = std::sqrt(S(s, s)) * std::sqrt(S(t, t)); size > 0.0)
        correlation(s, t) = correlation(t, s) = S(s, t) / size;
  return {{"task_covariance", std::move(S)}, {"task_correlation", std::move(correlation)}};
}

// One fit by an engine that may have seen the data before.
Fit fit_by(SpectralEngine& engine, const TaskRelationship& method, const MultiTaskData& data,
           const FitControl& control) {
  const SquaredTraceNorm penalty{absolute(method.options.lambda), method.options.mu};
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    Solution found = visit_smooth(loss_choice(method.options), [&](const auto& loss) {
      return solve_rescaled(pose(ready, loss, penalty), ready.stop, ready.start, engine.as_solver());
    });
    LearnedStructure learned = relations(found.coefficients.W);
    return {.solution = std::move(found), .lambda = penalty.lambda, .learned = std::move(learned)};
  });
}

}  // namespace

Fit TaskRelationship::fit(const MultiTaskData& data, const FitControl& control) const {
  SpectralEngine engine;
  return fit_by(engine, *this, data, control);
}

void TaskRelationship::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                                const PathSink& sink) const {
  SpectralEngine engine(SpectralEngine::Use::path);
  fit_path_by(*this, data, strengths, control, sink,
              [&](const TaskRelationship& at, const FitControl& next) { return fit_by(engine, at, data, next); });
}

std::optional<std::string> TaskRelationship::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

}  // namespace starling
