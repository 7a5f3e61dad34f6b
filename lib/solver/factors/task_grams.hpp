// The squared loss of every task as a quadratic, written out: sum_t w_t'A_t w_t / 2 - q_t'w_t + constant, with
// A_t = X_t'C_t X_t and q_t = X_t'C_t y_t of data that are centred where intercepts are free, for the features that
// vary.
//
// COST    n_t p^2 flops and p^2 numbers a task; one A where tasks share X and factors.
#pragma once

#include <vector>

#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::factors {

class TaskGrams {
 public:
  // The data are not kept.
  explicit TaskGrams(const spectral::QuadraticSource& source);
  // Numbers that would be kept.
  static double size(const MultiTaskData& data);

  arma::uword n_tasks() const { return q_.n_cols; }
  arma::uword n_features() const { return q_.n_rows; }
  const arma::mat& A(arma::uword t) const { return A_[A_.size() == 1 ? 0 : t]; }
  const arma::mat& q() const { return q_; }
  double constant() const { return constant_; }

  // sum_t weights_t A_t + ridge I.
  arma::mat mixed(const arma::rowvec& weights, double ridge) const;
  // q_t - A_t w_t of every task: minus the gradient.
  arma::mat descent(const arma::mat& W) const;
  // sum_t loss_t, from R = descent(W).
  double loss(const arma::mat& W, const arma::mat& R) const;

  arma::mat coefficients(const arma::mat& V) const;  // all features: zeros where nothing varies
  arma::mat varying(const arma::mat& W) const { return W.rows(features_); }

 private:
  arma::uvec features_;
  arma::uword n_all_;
  std::vector<arma::mat> A_;
  arma::mat q_;
  double constant_ = 0.0;
};

}  // namespace starling::factors
