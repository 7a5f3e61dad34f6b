// The eigenvectors of a symmetric matrix from those of a matrix near it.
//
// METHOD  Jacobi's rotations by rows, of the pairs of vectors whose coupling counts: near the solution one sweep
//         squares the error, and a pair that is settled costs one comparison.
// COST    4 p^3 flops to begin with, then at most 6 p^3 a sweep. One or two sweeps take half the time of LAPACK for p
//         below 40 or so; for larger p its blocks win.
// PAPERS  golub2013matrix
#pragma once

#include <armadillo>

namespace starling {

// When the coupling q_i'K q_j of two vectors no longer counts: at most accuracy sqrt(max(q_i'K q_i, q_j'K q_j, floor)),
// or at most eps trace(K), which is rounding.
struct Settled {
  double accuracy = 0.0;
  double floor = 0.0;
};

// Turns the columns of Q, orthonormal and p x p, towards the eigenvectors of K, p x p and symmetric, until all pairs
// are settled; they come with their values q'K q, descending. False, with Q orthonormal still, where that takes more
// than a few sweeps.
bool turn_to_eigenvectors(const arma::mat& K, const Settled& settled, arma::mat& Q, arma::vec& values);

}  // namespace starling
