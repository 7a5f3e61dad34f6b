// min over v and b of sum_i c_i loss(y_i, z_i) + |v|^2 / 2, z = X_rows E v + b: one task's ridge problem with a curved
// loss, by iteratively reweighted least squares in whichever of samples and rows is fewer.
//
// METHOD  Newton's method. Curvatures lie above a floor, in the model alone, so that samples without one (a Huber loss
//         in its linear part, a task of one class) keep a response. A line search on the objective, in which a loss
//         that overflows is infinite, follows. The floor rises towards the largest curvature when steps are cut, and
//         falls when they are not. Where rows are fewer, but many, their Gram matrix is that of older curvatures while
//         these are near, here and from one problem to the next.
// PAPERS  lee2014proximal
#pragma once

#include <armadillo>

#include "lib/loss/loss.hpp"
#include "lib/solver/row_newton/ragged_point.hpp"
#include "lib/solver/row_newton/weighted_gram.hpp"

namespace starling {

template <CurvedLoss L>
struct CurvedRidge {
  const arma::mat& X;      // n x m
  const arma::uvec& rows;  // a positions in X, ascending
  const arma::vec& e;      // a: the diagonal of E
  const arma::vec& y;
  const arma::vec& c;  // > 0
  bool free_intercept = true;
  L loss = {};
};

struct CurvedRidgeState {
  arma::vec alpha;  // n, with v = E X_rows'alpha
  double b = 0.0;
  // What follows from them.
  arma::vec v = {}, z = {};
  double loss = 0.0;     // without the ridge
  arma::vec omega = {};  // weights of the factor
  arma::mat L = {};
  FactorSide side = FactorSide::samples;
  double value() const { return loss + 0.5 * arma::dot(v, v); }
};

// From state.alpha and state.b until a step lowers the objective by at most `accuracy`. False where a system could not
// be factored. gram: of earlier problems with the same X, or a new one. L is Logistic, Huber or Poisson.
template <CurvedLoss L>
bool solve_curved_ridge(const CurvedRidge<L>& problem, double accuracy, WeightedGram& gram, CurvedRidgeState& state);

}  // namespace starling
