// Whether a matrix is symmetric, and positive semidefinite, by its smallest eigenvalue and what rounding can make of
// zero.
#pragma once

#include <armadillo>
#include <string>

namespace starling {

// What an eigenvalue that is zero may be computed as, of a symmetric n x n matrix whose largest one is this.
double eigenvalue_rounding(double largest, arma::uword n);
// Throws InvalidInput unless `what` is square, not empty, finite and symmetric to the last bit; rows are `items`.
void check_symmetric(const arma::mat& A, const std::string& what, const std::string& items);
// Throws InvalidInput, with the number and a hint, where the smallest eigenvalue of `what` is below -rounding.
void check_not_negative(double smallest, double rounding, const std::string& what);

}  // namespace starling
