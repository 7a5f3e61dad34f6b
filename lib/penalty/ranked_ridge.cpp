#include "lib/penalty/ranked_ridge.hpp"

#include <cmath>

#include "lib/linalg/decompose.hpp"
#include "lib/penalty/ridge.hpp"

namespace starling {

double RankedRidge::value(const arma::mat& W) const {
  constexpr double zero = 1e-10;
  if (limits(W.n_rows, W.n_cols) && !W.is_zero()) {
    if (!W.is_finite()) return arma::datum::inf;
    const arma::vec s = singular_values(W);
    if (s[rank] > zero * s[0]) return arma::datum::inf;
  }
  return Ridge{mu}.value(W);
}

double RankedRidge::conjugate(const arma::mat& G) const {
  if (!limits(G.n_rows, G.n_cols)) return Ridge{mu}.conjugate(G);
  if (rank == 0) return 0.0;
  if (!G.is_finite()) return arma::datum::inf;
  return 0.5 * arma::accu(arma::square(singular_values(G).head(rank) / std::sqrt(mu)));
}

}  // namespace starling
