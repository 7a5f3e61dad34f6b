// min over m of sum_t kappa_t |w_t - m|_2 + mu / 2 |m|^2: tasks around a centre, which most of them may share exactly.
//
// Distances are not squared, so a task that is unlike the others does not drag the centre along, and one that is like
// them has w_t = m. Conjugate: |sum_t g_t|^2 / (2 mu) where |g_t| <= kappa_t for every t, infinite elsewhere.
// PAPERS  duan2023adaptive, weiszfeld1937point
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct CentredNorms {
  arma::vec kappa;  // T, >= 0
  double mu = 1.0;  // > 0

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat& G) const;
  CentredNorms rescaled(double x, double y) const { return {x * y * kappa, x * x * mu}; }

  double value_at(const arma::mat& W, const arma::vec& centre) const;
  // A minimising m: exact where some column is one, else to rounding or what 250 steps give. COST  A sort of the
  // columns and, where none is a centre, 2 d T flops a step, and d^3 / 3 for up to 50 of them.
  arma::vec centre(const arma::mat& W) const;
};

}  // namespace starling
