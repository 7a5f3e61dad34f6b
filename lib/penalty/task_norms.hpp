// lambda sum_t |w_t|_2: every task's column is a group, so tasks share nothing. What it is good for is a bound: it lies
// below many penalties that make tasks share (lib/penalty/sparse_factors.hpp).
// PAPERS  yuan2006model
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

struct TaskNorms {
  double lambda = 1.0;  // >= 0

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the longest column
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  TaskNorms rescaled(double x, double y) const { return {lambda * x * y}; }
  arma::mat prox(const arma::mat& V, double step) const;
};

}  // namespace starling
