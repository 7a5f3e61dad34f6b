// Decompositions that say so when they fail. Armadillo's own return success for a NaN or silently approximate a
// singular system; these check their input first and throw NumericalFailure, naming the decomposition.
#pragma once

#include <armadillo>

namespace starling {

struct SymmetricEigen {
  arma::vec values;   // ascending
  arma::mat vectors;  // columns
};
// Of a symmetric matrix; only its upper triangle counts. Cost about 9 n^3 flops.
SymmetricEigen symmetric_eigen(const arma::mat& A);
// Its values alone, ascending. Cost about 4 n^3 / 3 flops.
arma::vec symmetric_eigenvalues(const arma::mat& A);

// Upper triangular R with R'R = A. Throws when A is not positive definite to working precision.
arma::mat cholesky(const arma::mat& A);
// X with A X = B given R = cholesky(A).
arma::mat cholesky_solve(const arma::mat& R, const arma::mat& B);

// Singular values, descending, to high relative accuracy of the largest. Cost about 4 d T min(d, T) flops.
arma::vec singular_values(const arma::mat& A);

}  // namespace starling
