#include "lib/penalty/lasso.hpp"

#include "lib/linalg/rows.hpp"

namespace starling {

DualScales Lasso::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat Lasso::prox(const arma::mat& V, double step) const {
  arma::mat W = V;
  W.for_each([&](double& w) { w = soft_threshold(w, step * lambda); });
  return W;
}

void Lasso::minimise_row(arma::uword, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  for (arma::uword t = 0; t < w.n_elem; ++t) w[t] = h[t] > 0.0 ? soft_threshold(v[t], lambda) / h[t] : 0.0;
}

arma::vec Lasso::dual_excess(const arma::mat& G) const {
  const arma::mat excess = arma::clamp(arma::abs(G) * dual_norm_inflation(G) - lambda, 0.0, arma::datum::inf);
  return arma::vectorise(excess);
}

}  // namespace starling
