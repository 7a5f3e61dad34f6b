// mu / 2 |W|^2.
#pragma once

#include <cmath>

#include "lib/penalty/penalty.hpp"

namespace starling {

struct Ridge {
  double mu = 1.0;  // > 0

  double value(const arma::mat& W) const { return 0.5 * arma::accu(arma::square(std::sqrt(mu) * W)); }
  double conjugate(const arma::mat& G) const { return 0.5 * arma::accu(arma::square(G / std::sqrt(mu))); }
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  Ridge rescaled(double x, double) const { return {mu * x * x}; }
  arma::mat prox(const arma::mat& V, double step) const { return V / (1.0 + step * mu); }
  void minimise_row(arma::uword, const arma::vec& h, const arma::vec& v, arma::vec& w) const { w = v / (h + mu); }
  Ridge of_rows(const arma::uvec&) const { return *this; }
};

}  // namespace starling
