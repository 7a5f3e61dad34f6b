#include "algorithms/alternating_structure.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/linalg/shrink.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/spectral_engine.hpp"

namespace starling {
namespace {

// The best M for W, as eigenvectors and eigenvalues.
LearnedStructure subspace_of(const arma::mat& W, double eta, double n_dimensions) {
  const ThinSvd svd = thin_svd(W);
  const arma::vec m = water_fill(svd.s, eta, n_dimensions);
  const arma::uword kept = m.is_empty() ? 0 : arma::accu(m > 0.0);  // m falls
  if (kept == 0) return {{"basis", arma::mat(W.n_rows, 0)}, {"basis_weights", arma::mat(0, 1)}};
  return {{"basis", svd.U.head_cols(kept)}, {"basis_weights", m.head(kept)}};
}

}  // namespace

Fit AlternatingStructure::fit(const MultiTaskData& data, const FitControl& control) const {
  return fit_linear(*this, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const ClusterNorm penalty(options.rho1, options.rho2, static_cast<arma::uword>(options.n_dimensions));
    Solution found = visit_smooth(loss_choice(options), [&](const auto& loss) {
      SpectralEngine engine;
      return solve_rescaled(pose(ready, loss, penalty), ready.stop, ready.start, engine.as_solver());
    });
    LearnedStructure learned = subspace_of(found.coefficients.W, penalty.eta(), options.n_dimensions);
    return {.solution = std::move(found), .learned = std::move(learned)};
  });
}

std::optional<std::string> AlternatingStructure::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

}  // namespace starling
