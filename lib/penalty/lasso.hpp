// lambda sum_jt |W_jt|: every entry for itself.
// PAPERS  tibshirani1996regression
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct Lasso {
  double lambda = 1.0;  // >= 0

  double value(const arma::mat& W) const { return lambda * arma::accu(arma::abs(W)); }
  double dual_norm(const arma::mat& G) const { return G.is_empty() ? 0.0 : arma::abs(G).max(); }
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  Lasso rescaled(double x, double y) const { return {lambda * x * y}; }
  arma::mat prox(const arma::mat& V, double step) const;
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  Lasso of_rows(const arma::uvec&) const { return *this; }
  void derivatives_of_row(arma::uword, const arma::vec& w, arma::vec& g, arma::mat& H) const {
    g = lambda * arma::sign(w);
    H.zeros();
  }
  // (|g| - lambda)+ of every entry: how far G is outside the dual ball.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
