// A squared-loss problem with one dense X as |Y~ - X~ W~|_F^2 / 2, everything else folded in: sample factors, centring
// for free intercepts, powers of two that bring columns and targets to about 1 (float then holds them), and targets
// turned to as few columns as they have rank (row norms do not see a rotation of the tasks).
//
//     x~_ij = 2^p root_i (x_ij - mean_j),    Y~ = (2^q root_i (y_it - mean_t)) turned,    W = 2^(p-q) W~ turned back
//
// X~ is never stored as a whole in double: columns are written out where they are needed.
//
// EDGES   Columns that are constant, up to the rounding of their mean, are zero columns where the intercept is free.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/fit/problem.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/loss/squared.hpp"

namespace starling::row_newton {

// The features of tasks that share one dense X. Throws InvalidInput for sparse ones.
const arma::mat& dense_of(const MultiTaskData& data);

class Whitened {
 public:
  // Whether these data have the form: one dense X, every sample with one factor in all tasks.
  static bool suits(const MultiTaskData& data, const arma::vec& c);
  // The data must outlive this object.
  Whitened(const MultiTaskData& data, const arma::vec& c, bool free_intercept);

  arma::uword n() const { return X_.n_rows; }
  arma::uword d() const { return X_.n_cols; }
  arma::uword rank() const { return targets_.n_cols; }
  const arma::mat& targets() const { return targets_; }  // n x rank
  // Finds the mean of column j and whether the column is constant: once for every column, on any thread, before
  // anything else is asked of it.
  void introduce_column(arma::uword j);
  bool is_constant(arma::uword j) const { return zero_[j]; }
  double mean(arma::uword j) const { return mean_[j]; }
  double square_of_column(arma::uword j) const;  // of X~
  // Writes these rows of column j of X~ and returns the sum of their squares. S is float or double.
  template <class S>
  double write_rows(arma::uword j, blas::Run rows, S* out) const;
  template <class S>
  void write_column(arma::uword j, S* out) const {
    write_rows(j, {0, n()}, out);
  }
  // X~'R = X'folded(R) - mean sum(folded(R)), with X as it is.
  const arma::mat& X() const { return X_; }
  arma::mat folded(const arma::mat& R) const { return R.each_col() % root_; }

  // Strengths of the problem in these units.
  double strength(double lambda) const { return lambda * x_scale_ * y_scale_; }
  double ridge(double mu) const { return mu * x_scale_ * x_scale_; }
  // An objective of the problem in these units, and back.
  double objective(double value) const { return value * y_scale_ * y_scale_; }
  double original_objective(double value) const { return value / (y_scale_ * y_scale_); }
  // Rows of W in the problem's units and back; a row is a column here: rank x m <-> T x m.
  arma::mat original_rows(const arma::mat& W) const;
  arma::mat whitened_rows(const arma::mat& W) const;

 private:
  const arma::mat& X_;
  bool centred_;
  bool even_ = false;         // all samples have the same factor
  arma::vec root_, share_;    // 2^p root_i; factor of a sample in a weighted mean
  double root_square_ = 0.0;  // |root_|^2
  double x_scale_ = 1.0, y_scale_ = 1.0;
  arma::vec mean_;          // of the columns, where centred
  std::vector<char> zero_;  // whether a column is constant
  arma::mat targets_;       // n x rank
  arma::mat turn_;          // rank x T with orthonormal rows; empty: no rotation
};

}  // namespace starling::row_newton
