#include "lib/penalty/ranked_norms.hpp"

#include "lib/penalty/centred_norms.hpp"
#include "lib/penalty/ranked_ridge.hpp"
#include "lib/penalty/ridge.hpp"

namespace starling {

double RankedNorms::value(const arma::mat& W) const {
  if (points.n_cols != W.n_cols) return arma::datum::inf;
  double sum = Ridge{mu}.value(points);
  for (arma::uword t = 0; t < W.n_cols; ++t) sum += kappa[t] * arma::norm(W.col(t) - points.col(t));
  return sum;
}

double RankedNorms::conjugate(const arma::mat& G) const { return RankedRidge{mu, rank}.conjugate(G); }

DualScales RankedNorms::dual_scales(const arma::mat& G) const { return CentredNorms{kappa, mu}.dual_scales(G); }

}  // namespace starling
