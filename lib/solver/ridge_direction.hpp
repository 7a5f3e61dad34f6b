// The Newton direction of one task's ridge problem.
#pragma once

#include <armadillo>

#include "lib/linalg/design.hpp"

namespace starling {

struct RidgeSystem {
  const Design& X;      // n x d
  const arma::vec& v;   // n sample curvatures, >= 0
  double mu = 1.0;      // > 0
  bool centred = true;  // X~: the v-weighted mean of every column taken off (a free intercept eliminated)
};

struct RidgeDirection {
  arma::vec step;    // d
  arma::vec change;  // n: X~ step
};

// (X~' diag(v) X~ + mu I) step = -g.
// COST  n d min(n, d) + min(n, d)^3 / 3 flops, by a Cholesky factor on the short side. Sparse features whose short side
//       is above 2000 are never written out: conjugate gradients then solve to the relative residual 1e-10.
RidgeDirection ridge_direction(const RidgeSystem& system, const arma::vec& g);

}  // namespace starling
