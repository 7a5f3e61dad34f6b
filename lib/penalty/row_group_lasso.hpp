// lambda sum_j weight_j |w^j|_2 over the rows of W: a feature is used by all tasks or by none.
// EDGES   An infinite weight fixes its row at zero, whatever lambda.
//         A row of weight 0 is free: its dual norm is infinite unless the row of G is zero. Free rows are one block.
// PAPERS  yuan2006model, obozinski2010joint, liu2009multitask
#pragma once

#include <cmath>

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RowGroupLasso {
  double lambda = 1.0;     // >= 0
  arma::vec weights = {};  // one per row (a penalised intercept is one more), >= 0 or infinite; empty: all 1

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the largest |g^j| / weight_j
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  RowGroupLasso rescaled(double x, double y) const { return {lambda * x * y, weights}; }
  arma::mat prox(const arma::mat& V, double step) const;
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  RowGroupLasso of_rows(const arma::uvec& rows) const;
  void derivatives_of_row(arma::uword j, const arma::vec& w, arma::vec& g, arma::mat& H) const;
  arma::uvec free_rows() const { return arma::find(weights == 0.0); }
  bool is_free(arma::uword j) const { return !weights.is_empty() && weights[j] == 0.0; }
  arma::uvec blocks(arma::uword n_rows) const;
  // (|g^j| - lambda weight_j)+ of every row.
  arma::vec dual_excess(const arma::mat& G) const;

  // Below it by more than dual norms are inflated.
  double harmless_norm(arma::uword j) const { return (1.0 - 1e-6) * strength(j); }

  // lambda weight_j: infinite for a row that is fixed at zero.
  double strength(arma::uword j) const {
    if (weights.is_empty()) return lambda;
    return std::isinf(weights[j]) ? arma::datum::inf : lambda * weights[j];
  }
};

}  // namespace starling
