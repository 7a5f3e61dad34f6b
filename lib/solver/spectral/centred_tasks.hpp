// The features of every task as X~ = sqrt(c) (X - 1 mean') and its targets likewise, samples of positive factor only,
// written out in double or in half the memory.
#pragma once

#include <vector>

#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

template <class S>  // float or double
class CentredTasks {
 public:
  // Of the chosen features.
  CentredTasks(const QuadraticSource& source, const arma::uvec& features);
  // Numbers that all tasks would hold.
  static double size(const MultiTaskData& data, arma::uword p);

  arma::uword n_tasks() const { return X_.size(); }
  const arma::Mat<S>& X(arma::uword t) const { return X_[t]; }
  const arma::vec& y(arma::uword t) const { return y_[t]; }
  arma::vec forward(arma::uword t, const double* w) const;           // X~_t w
  void adjoint(arma::uword t, const arma::vec& u, double* g) const;  // g = X~_t'u

 private:
  std::vector<arma::Mat<S>> X_;
  std::vector<arma::vec> y_;
};

}  // namespace starling::spectral
