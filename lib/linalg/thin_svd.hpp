// The singular value decomposition without what is zero.
#pragma once

#include <armadillo>

namespace starling {

struct ThinSvd {
  arma::mat U;  // m x r, orthonormal columns
  arma::vec s;  // r, descending, > 0
  arma::mat V;  // n x r, orthonormal columns
};

// Of a finite m x n matrix, without singular values that are at most 1e-10 of the largest. The sign of a pair of
// vectors is that of the largest entry of u, which is positive. Throws NumericalFailure. Cost about 20 m n min(m, n)
// flops.
ThinSvd thin_svd(const arma::mat& M);

}  // namespace starling
