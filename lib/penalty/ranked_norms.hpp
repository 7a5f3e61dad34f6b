// sum_t kappa_t |w_t - p_t|_2 + mu / 2 |P|_F^2: tasks drawn to points of their own, the columns of a matrix P of at
// most a given rank. Not convex where P is free; here it is held, and the conjugate is that of the least value over all
// P of that rank: sum of the `rank` largest sigma_i(G)^2 / (2 mu) where |g_t| <= kappa_t for every t, infinite
// elsewhere. So dual points bound the best choice of P, not only the one at hand. Points that are equal within k groups
// have rank k.
// PAPERS  duan2023adaptive
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RankedNorms {
  arma::vec kappa;  // T, >= 0
  double mu = 1.0;  // > 0
  arma::uword rank = 1;
  arma::mat points = {};  // d x T; empty: none chosen, no value

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat& G) const;
  RankedNorms rescaled(double x, double y) const { return {x * y * kappa, x * x * mu, rank, points * (y / x)}; }
};

}  // namespace starling
