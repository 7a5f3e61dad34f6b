// R'X for a tall X with many columns and an R of few: the product that every gradient of many tasks is.
//
// METHOD  A general gemm copies both factors into the order its inner loop wants; here X is far larger than R and used
//         for little arithmetic, so it is read where it lies. R alone is packed, once: runs of rows, and in them groups
//         of two or three vectors of tasks, so that four columns of X keep twelve sums in registers. Every sum runs
//         over the rows in order, so the bits do not depend on which columns are multiplied together. Where the
//         processor has no fused multiply-add on 32 bytes, or R has too few columns, gemm does it.
// COST    2 n T flops a column, and one pass over X.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/linalg/blas.hpp"

namespace starling {

template <class S>  // float or double
class SkinnyProduct {
 public:
  // R n x T, which must outlive this object.
  explicit SkinnyProduct(blas::BasicView<S> R);

  // out = R'X: X n x c, out T x c. May be called from several threads at once.
  void apply(blas::BasicView<S> X, blas::BasicMutableView<S> out) const;

 private:
  void pack();

  blas::BasicView<S> R_;
  std::vector<arma::uword> vectors_;  // vectors of tasks in each group; empty: gemm does it
  arma::uword padded_ = 0;            // tasks, filled up to whole vectors
  arma::Col<S> packed_;
};

}  // namespace starling
