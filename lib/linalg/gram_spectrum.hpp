// X'X = U diag(s) U' of an n x d matrix without its zero eigenvalues, by the Gram matrix of the shorter side. With it
// the systems (X'X + a I) w = g of every a > 0 cost 4 d r flops. EDGES   Directions whose s is below 1e-15 d s_max
// carry only rounding errors of the Gram matrix and are left out. COST    n d m + 9 m^3 flops, m = min(n, d), and 2 n d
// r where n < d.
#pragma once

#include <armadillo>

namespace starling {

struct GramSpectrum {
  arma::vec values;      // r, ascending, > 0
  arma::mat directions;  // d x r, orthonormal columns

  static GramSpectrum of(const arma::mat& X);
  static GramSpectrum of_gram(const arma::mat& gram);

  // X'X w.
  arma::vec times(const arma::vec& w) const;
  // (X'X + a I)^-1 g.
  arma::vec solve(double a, const arma::vec& g) const;
};

}  // namespace starling
