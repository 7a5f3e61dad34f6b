#include "algorithms/trace_norm.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/splitting.hpp"

namespace starling {
namespace {

template <class F>
auto visit_loss(const TraceNorm::Options& options, F&& f) {
  return visit_one_of<Squared, Logistic>(loss_choice(options), std::forward<F>(f));
}

}  // namespace

Fit TraceNorm::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_linear(*this, data, control, [&](const PreparedData& ready) {
    return visit_loss(options, [&](const auto& loss) -> LinearSolution {
      const double lambda = resolve(options.lambda, pose(ready, loss, TraceNormPenalty{1.0}));
      const auto problem = pose(ready, loss, TraceNormPenalty{lambda});
      return {solve_rescaled(problem, ready.stop, ready.start, Splitting{}), lambda};
    });
  });
}

std::optional<std::string> TraceNorm::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

std::optional<double> TraceNorm::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data, [&](const PreparedData& ready) {
    return visit_loss(options,
                      [&](const auto& loss) { return starling::lambda_max(pose(ready, loss, TraceNormPenalty{1.0})); });
  });
}

}  // namespace starling
