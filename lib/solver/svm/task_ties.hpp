// How the coefficients of a dual point follow from it: W = B A with A the inverse coupling and B_t = -X_t'u_t.
//
//   alike      A = I + shared 11' in the right unit: w_t = B_t + shared sum_s B_s, which costs d and not d T, and lets
//              direct methods solve task by task around one d x d matrix
//   low rank   A = alone I + F F' with r columns in F, where A is singular (alone = 0) or 2 r <= T: r d, through the
//              common rows B F. A singular A is always taken so, for W then lies in its range to the rounding of W
//   full       any other: d T
#pragma once

#include <armadillo>

namespace starling::svm {

class TaskTies {
 public:
  explicit TaskTies(const arma::mat& inverse_coupling);

  // Whether that is how the tasks are tied, without anything made of the matrix.
  static bool are_alike(const arma::mat& inverse_coupling);

  bool alike() const { return alike_; }
  bool full() const { return factor_.is_empty(); }
  double unit() const { return unit_; }      // the engine works with factors unit c, A / unit and dual points unit u
  double shared() const { return shared_; }  // of A / unit, where all tasks are coupled alike
  double own(arma::uword t) const { return A_(t, t); }
  const arma::mat& matrix() const { return A_; }  // A / unit
  // Unless full: A / unit = alone I + strength F F', F = 1 where all tasks are coupled alike.
  double alone() const { return alone_; }
  double strength() const { return alike_ ? shared_ : 1.0; }
  arma::uword rank() const { return factor_.n_cols; }
  double share(arma::uword t, arma::uword k) const { return factor_(t, k); }
  // Whether the direct methods apply: coupled alike, and towards each other or not at all.
  bool is_arrow() const { return alike_ && shared_ >= 0.0; }

 private:
  void factorise();

  arma::mat A_, factor_;
  bool alike_;
  double unit_ = 1.0, shared_ = 0.0, alone_ = 1.0;
};

}  // namespace starling::svm
