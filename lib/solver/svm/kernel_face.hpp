// Newton's step of a dual in its free samples, with the sums of groups kept.
//
// PAPERS  scheinberg2006efficient
#pragma once

#include <armadillo>
#include <vector>

namespace starling::svm {

// delta that maximises drive'delta - delta'H delta / 2, H symmetric positive semidefinite (its upper triangle counts);
// the sum of delta over every group is 0: group[k] of sample k, ascending; empty: no sum is kept. Directions without
// curvature are followed far, not to infinity. Empty where H cannot be factored.
// COST  F^3 / 3 flops for F samples.
arma::vec face_direction(arma::mat H, const arma::vec& drive, const std::vector<arma::uword>& group);

}  // namespace starling::svm
