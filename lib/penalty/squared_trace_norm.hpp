// lambda / 2 (sum_i sigma_i(W))^2 + mu / 2 |W|^2: the square of the sum of the singular values, and a ridge.
//
// It is what learning a covariance S of the tasks (T x T) or of the features (d x d) comes to,
//
//     lambda / 2 min { tr(W S^-1 W') : S >= 0, tr S = 1 } = lambda / 2 (sum_i sigma_i)^2,   at S = (W'W)^(1/2) / its
//     trace,
//
// and W' in the place of W for features. A function of the singular values; its conjugate is finite everywhere.
// PAPERS  argyriou2008convex, zhang2010convex
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct SquaredTraceNorm {
  double lambda = 1.0;  // > 0
  double mu = 0.0;      // >= 0

  double value(const arma::mat& W) const;
  // min over tau of sum_i max(0, sigma_i - tau)^2 / (2 mu) + tau^2 / (2 lambda); sigma_1^2 / (2 lambda) without a
  // ridge.
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  SquaredTraceNorm rescaled(double x, double) const { return {lambda * x * x, mu * x * x}; }
  arma::mat prox(const arma::mat& V, double step) const;
  double value_at(const arma::vec& s) const;
  double conjugate_at(const arma::vec& s) const;
  double scale_at(const arma::vec&) const { return 1.0; }
  arma::vec ratios_at(const arma::vec& s, double step) const;
  double curvature() const { return lambda + mu; }  // of one singular value alone
};

}  // namespace starling
