// min over v and b of sum_i c_i log(1 + exp(-y_i z_i)) + |v|^2 / 2, z = S v + b: one task's ridge problem, by
// iteratively reweighted least squares in whichever of samples and columns is fewer.
#pragma once

#include <armadillo>

#include "lib/solver/row_newton/ragged_point.hpp"

namespace starling {

struct LogisticRidge {
  const arma::mat& S;  // n x a
  const arma::vec& y;  // -1 and +1
  const arma::vec& c;  // > 0
  bool free_intercept = true;
};

struct LogisticRidgeState {
  arma::vec alpha;  // n, with v = S'alpha
  double b = 0.0;
  // What follows from them.
  arma::vec v = {}, z = {};
  double loss = 0.0;     // without the ridge
  arma::vec omega = {};  // weights of the factor, which belongs to the point before the last step
  arma::mat L = {};
  FactorSide side = FactorSide::samples;
  double value() const { return loss + 0.5 * arma::dot(v, v); }
};

// From state.alpha and state.b until a step lowers the objective by at most `accuracy`. False where a system could not
// be factored.
bool solve_logistic_ridge(const LogisticRidge& problem, double accuracy, LogisticRidgeState& state);

}  // namespace starling
