#include "algorithms/clustered_regression.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/spectral_engine.hpp"

namespace starling {

Fit ClusteredRegression::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_linear(*this, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const ClusterNorm penalty(options.rho1, options.rho2, static_cast<arma::uword>(options.n_clusters));
    return visit_smooth(loss_choice(options), [&](const auto& loss) -> LinearSolution {
      SpectralEngine engine;
      return {solve_rescaled(pose(ready, loss, penalty), ready.stop, ready.start, engine.as_solver())};
    });
  });
}

std::optional<std::string> ClusteredRegression::unsuited(const MultiTaskData& data) const {
  if (static_cast<arma::uword>(options.n_clusters) > data.n_tasks())
    return "n_clusters = " + std::to_string(options.n_clusters) + " is more than the " +
           std::to_string(data.n_tasks()) + " tasks";
  return unsuited_for_loss(options.loss, data);
}

}  // namespace starling
