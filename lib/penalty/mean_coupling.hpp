// lambda / 2 sum_t |w_t - w_mean|^2 + mu / 2 |W|^2: tasks are drawn to their mean. What QuadraticCoupling::mean() is,
// without matrices of T x T numbers: the common part of all tasks has one stiffness, all else another.
// COST    d T for everything.
// PAPERS  evgeniou2004regularized
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

class MeanCoupling {
 public:
  // mu > 0, lambda + mu > 0; throws InvalidInput otherwise.
  MeanCoupling(double lambda, double mu);

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  MeanCoupling rescaled(double x, double) const { return {lambda_ * x * x, mu_ * x * x}; }
  arma::mat prox(const arma::mat& V, double step) const;

  // K is common on the mean of the tasks and own on what differs from it.
  double common() const { return mu_; }
  double own() const { return lambda_ + mu_; }
  // Columns `common` times their mean plus `own` times the rest.
  static arma::mat combined(const arma::mat& W, double common, double own);

 private:
  double lambda_, mu_;
};

}  // namespace starling
