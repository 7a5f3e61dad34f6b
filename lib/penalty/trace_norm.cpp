#include "lib/penalty/trace_norm.hpp"

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/shrink.hpp"

namespace starling {

double TraceNormPenalty::value(const arma::mat& W) const { return value_at(singular_values(W)); }

double TraceNormPenalty::dual_norm(const arma::mat& G) const { return G.is_empty() ? 0.0 : singular_values(G).max(); }

DualScales TraceNormPenalty::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat TraceNormPenalty::prox(const arma::mat& V, double step) const {
  return shrink_spectrum(V, [&](const arma::vec& s) { return ratios_at(s, step); });
}

arma::vec TraceNormPenalty::ratios_at(const arma::vec& s, double step) const {
  return soft_threshold_ratio(s, step * lambda);
}

arma::vec TraceNormPenalty::dual_excess(const arma::mat& G) const {
  return arma::clamp(singular_values(G) * dual_norm_inflation(G) - lambda, 0.0, arma::datum::inf);
}

}  // namespace starling
