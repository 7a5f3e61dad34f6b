// lambda sum_j max_t |W_jt|, the L1,inf norm: a feature that one task uses is free for all others up to that size.
// PAPERS  turlach2005simultaneous, duchi2008efficient
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RowMaxNorm {
  double lambda = 1.0;  // >= 0

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the largest |g^j|_1
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  RowMaxNorm rescaled(double x, double y) const { return {lambda * x * y}; }
  arma::mat prox(const arma::mat& V, double step) const;  // V less the projection of its rows onto an l1 ball
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  RowMaxNorm of_rows(const arma::uvec&) const { return *this; }
  // G less its projection onto the dual ball, entry by entry.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
