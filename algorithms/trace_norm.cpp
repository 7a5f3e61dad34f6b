#include "algorithms/trace_norm.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/spectral_engine.hpp"

namespace starling {
namespace {

// One fit by an engine that may have seen the data before.
Fit fit_by(SpectralEngine& engine, const TraceNorm& method, const MultiTaskData& data, const FitControl& control) {
  const TraceNorm::Options& options = method.options;
  return fit_linear(method, data, control, [&](const PreparedData& ready) {
    return visit_smooth(loss_choice(options), [&](const auto& loss) -> LinearSolution {
      const double lambda = resolve(options.lambda, pose(ready, loss, TraceNormPenalty{1.0}));
      const auto problem = pose(ready, loss, Ridged(TraceNormPenalty{lambda}, options.mu));
      return {solve_rescaled(problem, ready.stop, ready.start, engine.as_solver()), lambda};
    });
  });
}

}  // namespace

Fit TraceNorm::fit(const MultiTaskData& data, const FitControl& control) const {
  SpectralEngine engine;
  return fit_by(engine, *this, data, control);
}

void TraceNorm::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                         const PathSink& sink) const {
  SpectralEngine engine(SpectralEngine::Use::path);
  TraceNorm at = *this;
  const auto fit_at = [&](double lambda, const FitControl& next) {
    at.options.lambda = Lambda(lambda);
    return fit_by(engine, at, data, next);
  };
  fit_in_a_row(absolute_strengths(*erase(*this), data, strengths, control.threads), control, fit_at, sink);
}

std::optional<std::string> TraceNorm::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

std::optional<double> TraceNorm::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data, [&](const PreparedData& ready) {
    return visit_smooth(loss_choice(options), [&](const auto& loss) {
      return starling::lambda_max(pose(ready, loss, TraceNormPenalty{1.0}));
    });
  });
}

}  // namespace starling
