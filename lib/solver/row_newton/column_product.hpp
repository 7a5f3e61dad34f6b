// X~'R for runs of columns of X~: in float the columns are written out and multiplied in cache, in double X is read
// where it lies.
#pragma once

#include <armadillo>

#include "lib/linalg/skinny.hpp"
#include "lib/solver/row_newton/whitened.hpp"

namespace starling::row_newton {

template <class S>  // float or double
class ColumnProduct {
 public:
  // R n x T. The data, with all columns introduced before they are multiplied, must outlive this object.
  ColumnProduct(const Whitened& data, const arma::mat& R);
  ColumnProduct(const ColumnProduct&) = delete;
  ColumnProduct& operator=(const ColumnProduct&) = delete;

  // out: T x columns. May be called from several threads at once.
  void apply(blas::Run columns, blas::BasicMutableView<S> out) const;
  // The same, and the squares of the columns' norms, which cost little where columns are written out.
  void apply(blas::Run columns, blas::BasicMutableView<S> out, double* squares) const;

 private:
  const Whitened& data_;
  arma::Mat<S> R_;  // in double with the samples' roots
  arma::vec sums_;  // of R's columns
  SkinnyProduct<S> product_;
};

}  // namespace starling::row_newton
