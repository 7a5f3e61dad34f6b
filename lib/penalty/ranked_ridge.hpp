// mu / 2 |W|^2 for matrices of at most a given rank, infinite for all others. Not convex; its conjugate is that of its
// convex hull (half the square of a norm between the trace norm and the Frobenius norm), so dual points bound it from
// below like any penalty.
// EDGES   rank >= min(d, T): the ridge penalty.
#pragma once

#include <algorithm>

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RankedRidge {
  double mu = 1.0;  // > 0
  arma::uword rank = 1;

  // Singular values of at most 1e-10 of the largest count as zero.
  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;  // sum of the `rank` largest sigma_i^2 / (2 mu)
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  RankedRidge rescaled(double x, double) const { return {mu * x * x, rank}; }

  bool limits(arma::uword d, arma::uword T) const { return rank < std::min(d, T); }
};

}  // namespace starling
