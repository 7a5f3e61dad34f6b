#include "algorithms/multitask_feature_learning.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/penalty/squared_trace_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/spectral_engine.hpp"

namespace starling {
namespace {

LearnedStructure features_of(const arma::mat& W) {
  ThinSvd svd = thin_svd(W);
  arma::mat coefficients(svd.s.n_elem, W.n_cols);
  for (arma::uword k = 0; k < svd.s.n_elem; ++k) coefficients.row(k) = svd.s[k] * svd.V.col(k).t();
  const double sum = arma::accu(svd.s);
  return {{"basis", std::move(svd.U)}, {"basis_coefficients", std::move(coefficients)}, {"basis_weights", svd.s / sum}};
}

// One fit by an engine that may have seen the data before.
Fit fit_by(SpectralEngine& engine, const MultitaskFeatureLearning& method, const MultiTaskData& data,
           const FitControl& control) {
  const SquaredTraceNorm penalty{absolute(method.options.lambda)};
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    Solution found = visit_smooth(loss_choice(method.options), [&](const auto& loss) {
      return solve_rescaled(pose(ready, loss, penalty), ready.stop, ready.start, engine.as_solver());
    });
    LearnedStructure learned = features_of(found.coefficients.W);
    return {.solution = std::move(found), .lambda = penalty.lambda, .learned = std::move(learned)};
  });
}

}  // namespace

Fit MultitaskFeatureLearning::fit(const MultiTaskData& data, const FitControl& control) const {
  SpectralEngine engine;
  return fit_by(engine, *this, data, control);
}

void MultitaskFeatureLearning::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths,
                                        const FitControl& control, const PathSink& sink) const {
  SpectralEngine engine(SpectralEngine::Use::path);
  fit_path_by(*this, data, strengths, control, sink, [&](const MultitaskFeatureLearning& at, const FitControl& next) {
    return fit_by(engine, at, data, next);
  });
}

std::optional<std::string> MultitaskFeatureLearning::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

}  // namespace starling
