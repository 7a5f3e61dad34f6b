// The step of Newton's method on the row scales: min over d >= lower of d'Hd / 2 - r'd, approximately.
#pragma once

#include <armadillo>

#include "lib/solver/row_newton/ragged_hessian.hpp"

namespace starling {

struct StepEffort {
  int epochs = 12;  // of coordinate descent, which alone ends at this relative accuracy
  double accuracy = 1e-2;
  int rounds = 3;  // of Cholesky on the free coordinates, each kept only where it lowers the model
};

// METHOD  Coordinate descent from zero; then, unless that has converged, Cholesky on the coordinates above their bound.
// COST    2 f^2 flops an epoch, f^3 / 3 a round.
template <class S>
arma::vec bounded_step(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower, const StepEffort& effort);

// METHOD  Conjugate gradients on the coordinates that are free, scaled by the diagonal; those that pass their bound are
//         fixed there, at most four times.
// COST    At most 60 products with H.
arma::vec bounded_conjugate_step(const StackedHessian& H, const arma::vec& r, const arma::vec& lower, double accuracy);

}  // namespace starling
