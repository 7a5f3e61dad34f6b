// The Hessian of phi (ragged_point.hpp) on some working rows F, formed or as an operator.
//
// COST    Formed: f^2 flops per factored sample or row of every task, after its triangular solve. As an operator:
//         4 f flops per sample for every product, after the same solves.
// MEMORY  f^2 numbers and two blocks of tasks; as an operator f numbers per sample.
// The bits do not depend on the number of threads: tasks are stacked in blocks of fixed height, and every tile of the
// Hessian adds the blocks in their order.
#pragma once

#include <armadillo>

#include "lib/linalg/tiled.hpp"
#include "lib/solver/row_newton/ragged_point.hpp"

namespace starling {

// H, f x f, both triangles. F ascending, with every active row.
template <class S>
arma::Mat<S> row_hessian(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F);

// The same in single precision and not multiplied out. Every task must be factored on the side of its samples.
class StackedHessian {
 public:
  StackedHessian(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F);
  // Whether all tasks are on the side of their samples and the stack fits into memory.
  static bool fits(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F);

  const arma::fvec& diagonal() const { return diagonal_; }
  arma::fvec times(const arma::fvec& v) const;

 private:
  arma::fmat stack_;  // H = stack' stack + diag(extra)
  arma::fvec extra_, diagonal_;
};

}  // namespace starling
