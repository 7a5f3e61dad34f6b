// The smallest value of a convex quadratic above lower bounds: min over d >= lower of d'H d / 2 - r'd.
//
// METHOD  Coordinate descent; where it has not settled, exact solves for the coordinates off their bounds, kept only
//         when they lower the value.
// COST    2 f^2 flops a sweep, f^3 / 3 an exact solve. S is float or double.
#pragma once

#include <armadillo>

namespace starling::row_newton {

struct QuadraticEffort {
  int sweeps = 12;          // of coordinate descent, at most
  double tolerance = 1e-2;  // the sweeps settle when their steps fall to this share of the largest
  int rounds = 2;           // of exact solves, at most
};

// H f x f, symmetric, positive semidefinite up to rounding; r and lower of length f, lower <= 0.
template <class S>
arma::vec minimise_bounded(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower,
                           const QuadraticEffort& effort);

}  // namespace starling::row_newton
