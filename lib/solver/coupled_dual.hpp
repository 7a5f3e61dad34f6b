// The coefficients that belong to a dual point under a quadratic coupling, kept up to date sample by sample.
//
// With R = tr(W K W') / 2 and A = K^-1, a dual point u has W = B A where column t of B is -X_t'u_t. Inside a task only
// z = w_t is kept: a step of one sample is one dot product and one addition. What the other tasks learn of it they
// learn on leaving the task: for nothing where all tasks are coupled alike (A has one value off its diagonal; the sum
// of B's columns then says all), otherwise for d T per visit. Holds one copy of every distinct feature matrix,
// transposed, so that samples lie together in memory.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/fit/problem.hpp"
#include "lib/solver/column_view.hpp"

namespace starling {

class CoupledDual {
 public:
  // constant_feature: the penalised intercept, a feature that is 1 everywhere.
  CoupledDual(const MultiTaskData& data, const arma::mat& inverse_coupling, bool constant_feature);

  // Starts from a dual point.
  void restart(const arma::vec& u);
  Coefficients coefficients() const;

  void enter(arma::uword t);
  double decision(arma::uword k) const;   // of sample k of the task entered
  void move(arma::uword k, double step);  // its u += step
  void leave();

  // A_tt |x|^2, the curvature of the dual in sample i (flat).
  double curvature(arma::uword i) const { return curvature_[i]; }
  // x_i'x_j of samples of any tasks, the constant feature included. O(d).
  double product(arma::uword task_i, arma::uword i, arma::uword task_j, arma::uword j) const;

 private:
  ColumnView sample(arma::uword t, arma::uword k) const { return column(samples_[data_.is_shared() ? 0 : t], k); }
  arma::vec weights_of(arma::uword t) const;

  const MultiTaskData& data_;
  const arma::mat& A_;
  bool constant_feature_, alike_;
  std::vector<Design> samples_;  // d x n_t
  arma::mat B_;                  // (d or d + 1) x T
  arma::vec sum_;                // of the columns of B, where all tasks are coupled alike
  arma::vec curvature_;          // flat
  arma::uword task_ = 0;
  arma::vec z_, z_entered_;
};

}  // namespace starling
