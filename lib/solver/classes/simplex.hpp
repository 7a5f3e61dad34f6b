// The nearest point whose numbers are not negative and have a given sum.
//
// METHOD  A common threshold is taken from all numbers and raised until those above it do not change; every round costs
//         one look, and there are hardly more than three. [michelot1986finite]
#pragma once

#include <armadillo>

namespace starling::classes {

// q (n > 0 numbers) is overwritten by the nearest point of { q >= 0, sum q = total }; total > 0.
void project_onto_simplex(double* q, arma::uword n, double total);

}  // namespace starling::classes
