// How the coefficients of a dual point follow from it: W = B A with A the inverse coupling and B_t = -X_t'u_t.
//
// Where all tasks are coupled alike, A = I + shared 11' in the right unit: w_t = B_t + shared sum_s B_s, which costs d
// and not d T, and lets direct methods solve task by task around one d x d matrix.
#pragma once

#include <armadillo>

namespace starling::svm {

class TaskTies {
 public:
  explicit TaskTies(const arma::mat& inverse_coupling);

  bool alike() const { return alike_; }
  double unit() const { return unit_; }      // the engine works with factors unit c, A / unit and dual points unit u
  double shared() const { return shared_; }  // of A / unit, where all tasks are coupled alike
  double own(arma::uword t) const { return A_(t, t); }
  const arma::mat& matrix() const { return A_; }  // A / unit
  // Whether the direct methods apply: coupled alike, and towards each other or not at all.
  bool is_arrow() const { return alike_ && shared_ >= 0.0; }

 private:
  arma::mat A_;
  bool alike_;
  double unit_ = 1.0, shared_ = 0.0;
};

}  // namespace starling::svm
